"""A real server at debug level says no card number, security code or credential, whichever processor it pays at."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import grpc
import pytest
from google.protobuf import json_format

from tollbridge.contract.pb import payments_pb2
from tollbridge.sandbox import FaultKind, SandboxThread

NUMBER, CODE, KEY = "4012888888881881", "837", "canary9f2b"
CARD = {"card": {"card_number": {"value": NUMBER}, "card_exp_month": {"value": "03"},
                 "card_exp_year": {"value": "2030"}, "card_cvc": {"value": CODE}}}
ADDRESS = {"upi_collect": {"vpa_id": {"value": f"{KEY}@ybl"}}}
ACCOUNTS: Mapping[str, tuple[Mapping[str, str], Mapping[str, Any]]] = {
    "stripe": ({"api_key": f"sk_test_{KEY}"}, CARD),
    "adyen": ({"api_key": f"AQE{KEY}", "merchant_account": f"{KEY}ECOM"}, CARD),
    "paypal": ({"client_id": f"id-{KEY}", "client_secret": KEY}, CARD),
    "phonepe": ({"merchant_id": "SANDBOXUAT", "salt_key": "sandbox-salt-key-one", "salt_index": "1"}, ADDRESS),
}
SECRETS = (NUMBER, KEY, "sandbox-salt-key-one", "SANDBOXUAT", f'"{CODE}"', f"={CODE}")


def asked(order: str, method: Mapping[str, Any], currency: str) -> payments_pb2.PaymentServiceAuthorizeRequest:
    return json_format.ParseDict({
        "merchant_transaction_id": order, "amount": {"minor_amount": 1234, "currency": currency},
        "payment_method": method, "return_url": "https://shop.example/", "webhook_url": "https://shop.example/hooks",
    }, payments_pb2.PaymentServiceAuthorizeRequest())


@pytest.mark.parametrize("name", ACCOUNTS)
def test_nothing_secret_is_said(name: str) -> None:
    account, method = ACCOUNTS[name]
    currency, said = "INR" if name == "phonepe" else "EUR", ""
    with SandboxThread() as running:
        server = subprocess.Popen(
            [sys.executable, "-m", "tollbridge", "serve", "--environment", "test", "--port", "0", "--log-level",
             "debug", "--connector-url", f"{name}={running.base_url(name)}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            assert server.stdout is not None
            while not (line := server.stdout.readline()).startswith("grpc "):
                said += line
            with grpc.insecure_channel(line.split()[1]) as channel:
                pay = channel.unary_unary(
                    "/types.PaymentService/Authorize",
                    request_serializer=payments_pb2.PaymentServiceAuthorizeRequest.SerializeToString,
                    response_deserializer=payments_pb2.PaymentServiceAuthorizeResponse.FromString)
                metadata = (("x-connector-config", json.dumps({"config": {name: account}})),)
                assert pay(asked("order-1", method, currency), metadata=metadata, timeout=20).status
                running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor=name)
                with pytest.raises(grpc.RpcError) as unknown:
                    pay(asked("order-2", method, currency), metadata=metadata, timeout=20)
                said += f"{unknown.value} {unknown.value.trailing_metadata()}"
        finally:
            server.terminate()
            said += server.communicate(timeout=30)[0]
    assert "OUTCOME_UNKNOWN" in said
    assert "/Authorize" in said
    assert [secret for secret in SECRETS if secret in said] == []
