"""`tollbridge serve` with a configuration file: both edges, TLS, tokens, accounts; and what keeps it from starting."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from tollbridge.contract.pb import money_pb2, payments_pb2, statuses_pb2
from tollbridge.sandbox import SandboxThread

CONFIG = Path(__file__).parents[3] / "config"
TOKEN = "canary-token-7d21"
KEY = "sk_test_canary_c031"
PAYMENT: dict[str, Any] = {
    "merchant_transaction_id": "order-1", "amount": {"minor_amount": 1000, "currency": "USD"},
    "payment_method": {"card": {"card_number": "4242424242424242", "card_exp_month": "12", "card_exp_year": "2034",
                                "card_cvc": "123"}}}
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("TOLLBRIDGE")}


@contextmanager
def serving(*words: str, **environ: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, int]]]:
    """The process, and its ports by edge."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tollbridge", "serve", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env={**CLEAN, **environ})
    ports: dict[str, int] = {}
    try:
        assert process.stdout is not None
        for line in process.stdout:
            edge, address = line.split()
            ports[edge] = int(address.rpartition(":")[2])
            if len(ports) == 2 or "--no-http" in words:
                break
        else:
            raise AssertionError(process.stderr.read() if process.stderr else "")
        yield process, ports
    finally:
        process.kill()
        process.communicate()


def ended(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run([sys.executable, "-m", "tollbridge", "serve", *words], capture_output=True, text=True,
                         timeout=60, check=False, env={**CLEAN, **environ})
    assert "Traceback" not in ran.stderr
    return ran


class Shop:
    """Files of a service with TLS, one caller and one account."""

    def __init__(self, folder: Path, sandbox: SandboxThread) -> None:
        self.folder = folder
        self.ca = trustme.CA()
        issued = self.ca.issue_cert("127.0.0.1")
        issued.private_key_pem.write_to_path(folder / "tls.key")
        (folder / "tls.crt").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        self.accounts(f'[shop-1.stripe]\napi_key = "{KEY}"\nwebhook_secret = "whsec_1"\n')
        self.file = folder / "service.toml"
        stripe = sandbox.base_url("stripe")
        self.file.write_text(f'''\
environment = "test"
[grpc]
port = 0
[http]
port = 0
[tls]
cert_file = "{folder}/tls.crt"
key_file = "{folder}/tls.key"
[[auth.tokens]]
name = "checkout"
sha256 = "{hashlib.sha256(TOKEN.encode()).hexdigest()}"
merchants = ["shop-1"]
[transport.guard]
allow = ["127.0.0.1"]
[connectors.stripe]
base_url = "{stripe}"
[accounts]
store = "file"
path = "{folder}/accounts.toml"
[logs]
level = "debug"
bodies = true
''')

    def accounts(self, text: str) -> None:
        (self.folder / "accounts.toml").write_text(text)
        (self.folder / "accounts.toml").chmod(0o600)

    def post(self, port: int, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        context = ssl.create_default_context()
        self.ca.configure_trust(context)
        with contextlib.closing(HTTPSConnection("127.0.0.1", port, context=context, timeout=20)) as connection:
            connection.request("POST", "/payments/authorize", json.dumps(PAYMENT),
                               {"content-type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path, sandbox: SandboxThread) -> Shop:
    return Shop(tmp_path, sandbox)


def test_a_service_with_tls_tokens_and_accounts(shop: Shop) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}", "x-merchant-id": "shop-1"}
    config = {"x-connector-config": json.dumps({"config": {"Stripe": {"api_key": KEY}}})}
    with serving("--config", str(shop.file)) as (process, ports):
        assert shop.post(ports["http"], config)[0] == 401
        assert shop.post(ports["http"], {**bearer, **config, "x-merchant-id": "other"})[0] == 403
        status, paid = shop.post(ports["http"], {**bearer, **config})
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        status, paid = shop.post(ports["http"], {**bearer, "x-connector": "stripe"})  # of the store
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        assert authorized(shop, ports["grpc"], {**bearer, **config}) == "CHARGED"
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Authorize" in log
    assert "draining: 0 calls are under way" in log
    assert log.splitlines()[-1].endswith('"message":"drained"}')
    for canary in (TOKEN, KEY, "4242424242424242"):
        assert canary not in log


def authorized(shop: Shop, port: int, metadata: dict[str, str]) -> str:
    trusted = grpc.ssl_channel_credentials(shop.ca.cert_pem.bytes())
    with grpc.secure_channel(f"127.0.0.1:{port}", trusted) as channel:
        authorize = channel.unary_unary(
            "/types.PaymentService/Authorize",
            request_serializer=payments_pb2.PaymentServiceAuthorizeRequest.SerializeToString,
            response_deserializer=payments_pb2.PaymentServiceAuthorizeResponse.FromString)
        request = payments_pb2.PaymentServiceAuthorizeRequest(
            merchant_transaction_id="order-2", amount=money_pb2.Money(minor_amount=1000, currency=money_pb2.USD))
        card = request.payment_method.card
        card.card_number.value, card.card_cvc.value = "4242424242424242", "123"
        card.card_exp_month.value, card.card_exp_year.value = "12", "2034"
        answer = authorize(request, metadata=tuple(metadata.items()), timeout=20)
        return statuses_pb2.PaymentStatus.Name(answer.status)


def test_the_development_file_serves() -> None:
    with serving("--config", str(CONFIG / "development.toml"), "--port", "0") as (process, ports):
        assert ports.keys() == {"grpc", "http"}
        with contextlib.closing(HTTPConnection("127.0.0.1", ports["http"], timeout=20)) as connection:
            connection.request("GET", "/readyz")
            assert connection.getresponse().status == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_flags_win_over_the_file(shop: Shop) -> None:
    with serving("--config", str(shop.file), "--no-http", "--log-level", "error") as (process, ports):
        assert ports.keys() == {"grpc"}
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert (process.returncode, log) == (0, "")


def test_two_processes_share_both_ports(shop: Shop) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}", "x-merchant-id": "shop-1", "x-connector": "stripe"}
    with serving("--config", str(shop.file), "--processes", "2") as (process, ports):
        assert {shop.post(ports["http"], bearer)[0] for _ in range(8)} == {200}
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_accounts_that_are_wrong_keep_it_from_starting(shop: Shop) -> None:
    shop.accounts(f'[a.strpie]\nx = "{KEY}"\n[b.stripe]\napi_ky = "{KEY}"\n')
    refused = ended("--config", str(shop.file))
    assert (refused.returncode, refused.stdout) == (2, "")
    for told in ("a.strpie: no connector", "b.stripe.api_ky: unknown field", "b.stripe.api_key: required"):
        assert told in refused.stderr
    assert KEY not in refused.stderr


def test_certificates_that_are_no_good_keep_it_from_starting(shop: Shop) -> None:
    (shop.folder / "tls.key").write_text("no key")
    refused = ended("--config", str(shop.file))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no private key in PEM" in refused.stderr


def test_settings_that_are_wrong_keep_it_from_starting(shop: Shop) -> None:
    refused = ended("--config", str(shop.file), "--host", "0.0.0.0", TOLLBRIDGE__TLS__CERT_FILE="/no/such",  # noqa: S104
                    TOLLBRIDGE__TYPO="1")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "TOLLBRIDGE__TYPO: no such setting" in refused.stderr
    assert "tls.cert_file (TOLLBRIDGE__TLS__CERT_FILE): /no/such cannot be read" in refused.stderr


def test_a_log_file_that_cannot_be_written(shop: Shop) -> None:
    refused = ended("--config", str(shop.file), TOLLBRIDGE__LOGS__FILE="/no/such/folder/log")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "/no/such/folder/log" in refused.stderr
