"""The pure pair, for programs with an HTTP client of their own."""

from __future__ import annotations

import doctest
import urllib.error
import urllib.request

import pytest
from msgspec.structs import replace

import tollbridge.client
from client.conftest import KEY
from engine import acme
from engine.acme_server import AcmeServer
from tollbridge import (
    AUTHORIZE,
    VOID,
    AccessToken,
    Authorize,
    BlockingTollbridge,
    Capture,
    ConnectorState,
    Currency,
    HttpRequest,
    HttpResponse,
    MissingField,
    Money,
    Payment,
    PaymentStatus,
    Secret,
    Tollbridge,
    Unsupported,
    Void,
    card,
    plain_headers,
    stored,
)
from tollbridge.sandbox import SandboxThread

PAY = Authorize(amount=Money(1234, Currency.EUR), payment_method=card("4242 4242-42424242", "1", "2030"),
                merchant_transaction_id="order-1",
                state=ConnectorState(access_token=AccessToken(token=Secret("t0"))))


@pytest.fixture
def acme_client() -> BlockingTollbridge:
    return BlockingTollbridge(acme.CONNECTOR, environment="test", api_key="sk", prefix="shop")


def test_the_documented_example_runs() -> None:
    ran = doctest.testmod(tollbridge.client)
    assert (ran.failed, ran.attempted) == (0, 8)


@pytest.mark.parametrize(("number", "status"), [
    ("4242424242424242", PaymentStatus.CHARGED), ("4000000000000002", PaymentStatus.FAILURE)])
def test_any_http_client_may_send_what_was_built(running: SandboxThread, number: str, status: PaymentStatus) -> None:
    client = Tollbridge("stripe", environment="test", api_key=KEY, base_url=running.base_url("stripe"))
    pay = replace(PAY, payment_method=card(number, "12", "2030"), return_url="https://shop.example/back")
    built = client.build(AUTHORIZE, pay)
    headers = plain_headers(built)
    sending = urllib.request.Request(built.url, built.body, headers, method=built.method)  # noqa: S310 - the sandbox
    try:
        with urllib.request.urlopen(sending) as came:  # noqa: S310
            answer = HttpResponse(came.status, came.read(), {})
    except urllib.error.HTTPError as refused:
        with refused:
            answer = HttpResponse(refused.code, refused.read(), {})
    assert client.parse(AUTHORIZE, pay, answer).status is status


def test_without_any_key_none_is_sent() -> None:
    client = Tollbridge("stripe", environment="test", api_key="sk")
    anonymous = replace(PAY, merchant_transaction_id=None)
    assert "idempotency-key" not in client.build(AUTHORIZE, anonymous).headers
    assert client.build(AUTHORIZE, anonymous, idempotency_key="k").headers["idempotency-key"] == "k"


def test_several_exchanges_advance_answer_by_answer(acme_client: BlockingTollbridge) -> None:
    server, answers = AcmeServer(), list[HttpResponse]()
    while isinstance(step := acme_client.advance(AUTHORIZE, PAY, answers), HttpRequest):
        answers.append(server.answer(step))
    assert isinstance(step, Payment)
    assert step.status is PaymentStatus.AUTHORIZED
    assert server.paths == ["/payments", "/payments/payments-1/confirm"]


def test_parse_is_for_one_exchange(acme_client: BlockingTollbridge) -> None:
    first = AcmeServer().answer(acme_client.build(AUTHORIZE, PAY))
    with pytest.raises(Unsupported, match="use advance"):
        acme_client.parse(AUTHORIZE, PAY, first)


def test_no_pre_step_runs(acme_client: BlockingTollbridge) -> None:
    with pytest.raises(MissingField, match=r"state\.access_token"):
        acme_client.build(VOID, Void(connector_transaction_id="p"))


def test_cards_come_as_the_shopper_typed_them() -> None:
    method = card("4242 4242-42424242", "1", "2030", cvc="123", holder="Ann Other")
    assert method.card_number == Secret("4242424242424242")
    assert method.card_exp_month == Secret("01")
    assert "4242" not in repr(method)
    assert "Ann" not in repr(method)
    assert stored("pm_1").token == Secret("pm_1")


def test_a_capture_needs_its_payment() -> None:
    with pytest.raises(TypeError, match="connector_transaction_id"):
        Capture(amount_to_capture=Money(1, Currency.EUR))  # type: ignore[call-arg]
