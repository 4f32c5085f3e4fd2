"""The command line as a user has it: its output and exit codes; what goes on in real processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import grpc
import pytest

from edges.cli.running_cli import here
from tollbridge import catalog
from tollbridge._version import __version__
from tollbridge.contract.pb import money_pb2, payments_pb2
from tollbridge.sandbox import SandboxThread

CANARY_CARD, CANARY_CVC, CANARY_KEY = "4000000000009995", "873", "sk_test_canary_9f2b"


def tollbridge(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tollbridge", *words], input=stdin, capture_output=True, text=True,
                          timeout=60, check=False)


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-m", "tollbridge", *words], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str], start: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(start):
            return line.removeprefix(start).strip()
    raise AssertionError(f"ended without a line {start}: {process.stderr.read() if process.stderr else ''}")


def test_version() -> None:
    assert tollbridge("--version").stdout == f"tollbridge, version {__version__}\n"


def test_connectors_are_listed_with_their_flows() -> None:
    listed = {row["name"]: row["flows"] for row in json.loads(here("connectors", "list", "--json").stdout)}
    assert tuple(listed) == catalog.names()
    assert "authorize" in listed["stripe"]
    assert re.search(r"^stripe +authorize, capture", here("connectors", "list").stdout, re.MULTILINE)


@pytest.mark.parametrize("name", catalog.names())
def test_a_connector_is_shown_as_its_code_has_it(name: str) -> None:
    shown = json.loads(here("connectors", "show", name, "--json").stdout)
    assert set(shown["flows"]) == set(catalog.supported(name))
    words = here("connectors", "show", name)
    assert words.exit_code == 0
    assert all(field["name"] in words.stdout for field in shown["credentials"])


def test_what_only_one_payment_method_needs_is_not_required_of_all() -> None:
    shown = json.loads(here("connectors", "show", "stripe", "--json").stdout)
    assert shown["flows"]["authorize"]["required"] == ["amount", "payment_method"]


def test_what_one_payment_method_needs_is_said_beside_it() -> None:
    shown = json.loads(here("connectors", "show", "stripe", "--json").stdout)
    assert shown["flows"]["authorize"]["required_by_method"]["eps"] == ["address.billing_address.first_name"]
    assert re.search(r"^  authorize +eps.*; needs address.billing_address.first_name$",
                     here("connectors", "show", "stripe").stdout, re.MULTILINE)


def test_where_credentials_are_found_and_how_webhooks_prove_themselves_is_told() -> None:
    words = here("connectors", "show", "authorizedotnet").stdout
    assert "Merchant Interface" in words.partition("\nCredentials\n")[2].partition("\nFlows\n")[0]
    assert "X-ANET-Signature" in words.partition("\nHow webhooks are set up and proved\n")[2].partition("\nFlows\n")[0]


def test_what_the_engine_fetches_by_itself_is_required_of_nobody() -> None:
    shown = json.loads(here("connectors", "show", "paypal", "--json").stdout)
    assert shown["flows"]["capture"]["required"] == [
        "connector_transaction_id", "amount_to_capture", "connector_feature_data"]


@pytest.mark.parametrize(("words", "told"), [
    (("connectors", "show", "strip"), "did you mean stripe?"),
    (("serve",), "--environment"),
    (("serve", "--environment", "test", "--connector-url", "stripe"), "must be NAME=URL"),
    (("serve", "--environment", "test", "--port", "99999"), "0<=x<=65535"),
    (("serve", "--environment", "test", "--grace", "-1"), "0<=x<=86400"),
    (("serve", "--environment", "test", "--grace", "nan"), "grace_s"),
    (("serve", "--environment", "test", "--connector-url", "strpie=http://127.0.0.1:9"), "did you mean stripe?"),
    (("serve", "--environment", "test", "--connector-url", "stripe=http://"), "must be http(s)://host"),
    (("pey",), "No such command"),
    (("pay", "authorise"), "No such command"),
    (("pay",), "authorize"),
])
def test_wrong_usage_exits_2_and_says_why(words: tuple[str, ...], told: str) -> None:
    ended = here(*words)
    assert ended.exit_code == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_serve_pays_logs_no_secret_and_ends_on_sigterm() -> None:
    with SandboxThread() as sandbox, running(
            "serve", "--environment", "test", "--port", "0", "--log-level", "debug",
            "--connector-url", f"stripe={sandbox.base_url('stripe')}") as server:
        address = line_of(server, "grpc")
        with grpc.insecure_channel(address) as channel:
            authorize = channel.unary_unary(
                "/types.PaymentService/Authorize",
                request_serializer=payments_pb2.PaymentServiceAuthorizeRequest.SerializeToString,
                response_deserializer=payments_pb2.PaymentServiceAuthorizeResponse.FromString)
            config = json.dumps({"config": {"Stripe": {"api_key": CANARY_KEY}}})
            answer = authorize(canary_request(), metadata=(("x-connector-config", config),), timeout=20)
            assert answer.error.unified_details.code == "insufficient_funds"
            with pytest.raises(grpc.RpcError) as refused:
                authorize(canary_request(), metadata=(("x-connector-config", config + "}"),), timeout=20)
        server.send_signal(signal.SIGTERM)
        out, log = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "/Authorize" in log
    for canary in (CANARY_CARD, CANARY_KEY, f'"{CANARY_CVC}"', f"={CANARY_CVC}"):
        assert canary not in out + log + str(refused.value)


def canary_request() -> payments_pb2.PaymentServiceAuthorizeRequest:
    request = payments_pb2.PaymentServiceAuthorizeRequest(
        merchant_transaction_id="canary", amount=money_pb2.Money(minor_amount=1234, currency=money_pb2.USD))
    card = request.payment_method.card
    card.card_number.value, card.card_cvc.value = CANARY_CARD, CANARY_CVC
    card.card_exp_month.value, card.card_exp_year.value = "12", "2034"
    return request


def test_a_port_that_is_taken_is_one_line() -> None:
    with running("serve", "--environment", "test", "--port", "0") as first:
        port = line_of(first, "grpc").rpartition(":")[2]
        second = tollbridge("serve", "--environment", "test", "--port", port)
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    assert second.stderr.strip()


def test_dev_without_nats_runs_sandbox_and_service_until_interrupted() -> None:
    with running("dev", "--direct", "--port", "0", "--http-port", "0", "--sandbox-port", "0") as dev:
        assert line_of(dev, "sandbox").startswith("http://127.0.0.1:")
        assert line_of(dev, "grpc").startswith("127.0.0.1:")
        web = line_of(dev, "http").split()[0]
        with urllib.request.urlopen(f"http://{web}/docs", timeout=10) as page:
            assert b"authorize" in page.read()
        dev.send_signal(signal.SIGINT)
        assert dev.wait(timeout=30) == 0


def test_declines_are_listed_by_category() -> None:
    words = [line.split()[0] for line in here("declines", "list", "--category", "funds").stdout.splitlines()]
    assert words == ["insufficient_funds", "merchant_balance_insufficient"]
    rows = json.loads(here("declines", "list", "--json").stdout)
    assert {row["code"] for row in rows} >= {"lost_card", "insufficient_funds", "unknown"}
    assert all(row["shopper_message"] and isinstance(row["retryable"], bool) for row in rows)


def test_a_code_is_explained_for_each_network() -> None:
    told = here("declines", "explain", "51").stdout
    assert "visa response code, of category 2, 51: insufficient_funds" in told
    assert "mastercard response code 51: insufficient_funds" in told
    assert "20 declined attempts in 30 days" in told
    assert "declined attempts" not in here("declines", "explain", "merchant_balance_insufficient").stdout


def test_a_code_may_be_a_connectors_own_word() -> None:
    told = json.loads(here("declines", "explain", "FRAUDULENT", "--connector", "stripe", "--json").stdout)
    assert told["readings"] == [{"whose": "stripe's word", "code": "fraudulent", "unified": "fraud_suspected"}]
    assert told["unified"][0]["category"] == "fraud"


def test_a_code_that_nobody_has_is_met_with_those_that_are_alike() -> None:
    done = here("declines", "explain", "insuficient_funds")
    assert done.exit_code == 2
    assert "did you mean insufficient_funds" in done.stderr
    assert here("declines", "list", "--category", "nope").exit_code == 2
    assert here("declines", "explain", "51", "--connector", "nope").exit_code == 2
