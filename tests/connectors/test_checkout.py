"""What Checkout.com's golden cases cannot say: accounts with an OAuth access key, and where keys are honoured."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tollbridge import catalog, kit
from tollbridge.connectors.checkout.account import Account
from tollbridge.connectors.checkout.webhook import epoch
from tollbridge.domain.customers import CreateCustomer
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import NotSent, Rejected, Unsupported
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, PaypalSdk
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CREATE_CUSTOMER, CREATE_ORDER, SYNC, TOKENIZE, Operation
from tollbridge.domain.payments import Authorize, CreateOrder, Sync
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken, ConnectorState
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.stored_methods import Tokenize
from tollbridge.engine import plan

CHECKOUT = catalog.load("checkout")
OAUTH = Account(api_key=Secret("ack_lantern"), api_secret=Secret("s3cret"), processing_channel_id=Secret("pc_lantern"))
CTX = kit.Context(OAUTH, datetime(2026, 1, 1, tzinfo=UTC), "n", "lantern-9001", Environment.TEST)
CARD = Card(card_number=Secret("4242424242424242"), card_exp_month=Secret("09"), card_exp_year=Secret("2031"))
PAY = Authorize(amount=Money(4250, Currency.USD), merchant_transaction_id="lantern-9001", payment_method=CARD)
TOKEN = {"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}
PAID = {"id": "pay_1", "status": "Authorized", "amount": 4250, "currency": "USD", "response_code": "10000"}


def header(sent: kit.HttpRequest, name: str = "authorization") -> str | None:
    value = sent.headers.get(name)
    return value.reveal() if isinstance(value, Secret) else value


def answer(body: Any) -> kit.HttpResponse:
    return kit.HttpResponse(201, json.dumps(body).encode())


def test_an_access_key_logs_in_at_the_authorization_server_first() -> None:
    steps = plan(CHECKOUT, AUTHORIZE, PAY, CTX)
    login = next(steps)
    assert (login.method, login.url) == ("POST", "https://access.sandbox.checkout.com/connect/token")
    assert header(login) == "Basic YWNrX2xhbnRlcm46czNjcmV0"
    assert header(login, "cko-idempotency-key") is None
    paid = steps.send(answer(TOKEN))
    assert (paid.url, header(paid)) == ("https://api.sandbox.checkout.com/payments", "Bearer t0ken")
    with pytest.raises(StopIteration) as done:
        steps.send(answer(PAID))
    assert done.value.value.status is Status.CAPTURE_INITIATED


@pytest.mark.parametrize(("environment", "base", "url"), [
    (Environment.LIVE, None, "https://access.checkout.com/connect/token"),
    (Environment.TEST, "https://lantern.example/", "https://lantern.example/connect/token"),
    (Environment.TEST, "https://1a2b.api.sandbox.checkout.com", "https://1a2b.access.sandbox.checkout.com/connect/token"),
    (Environment.LIVE, "https://1a2b.api.checkout.com/", "https://1a2b.access.checkout.com/connect/token"),
])
def test_the_login_is_of_the_environment_or_of_the_accounts_own_host(
        environment: Environment, base: str | None, url: str) -> None:
    ctx = replace(CTX, environment=environment, account=replace(OAUTH, base_url=base))
    assert next(plan(CHECKOUT, SYNC, Sync(connector_transaction_id="pay_1"), ctx)).url == url


def test_a_login_that_fails_has_sent_no_payment() -> None:
    steps = plan(CHECKOUT, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(NotSent):
        steps.send(kit.HttpResponse(500, b""))


def test_an_access_key_of_fewer_scopes_goes_on_with_those_of_payments() -> None:
    steps = plan(CHECKOUT, AUTHORIZE, PAY, CTX)
    assert (next(steps).body or b"").endswith(b"payouts+sessions%3Abrowser")
    again = steps.send(kit.HttpResponse(400, b'{"error": "invalid_scope"}'))
    assert (again.body or b"").endswith(b"scope=gateway+vault+disputes+payouts")
    assert header(steps.send(answer(TOKEN))) == "Bearer t0ken"
    for said in (b'{"error": "invalid_client"}', b"<html>"):
        steps = plan(CHECKOUT, AUTHORIZE, PAY, CTX)
        next(steps)
        with pytest.raises((NotSent, Rejected)):
            steps.send(kit.HttpResponse(400, said))


def test_a_token_that_the_caller_has_is_used() -> None:
    given = replace(PAY, state=ConnectorState(access_token=AccessToken(token=Secret("before"))))
    assert header(next(plan(CHECKOUT, AUTHORIZE, given, CTX))) == "Bearer before"


def test_a_secret_key_needs_no_login_and_takes_no_token_for_one() -> None:
    ctx = replace(CTX, account=replace(OAUTH, api_key=Secret("pk_lantern")))
    given = replace(PAY, state=ConnectorState(access_token=AccessToken(token=Secret("before"))))
    assert header(next(plan(CHECKOUT, AUTHORIZE, given, ctx))) == "Bearer s3cret"


def test_tokens_want_the_public_key() -> None:
    with pytest.raises(Unsupported, match="OAuth"):
        next(plan(CHECKOUT, TOKENIZE, Tokenize(amount=Money(0, Currency.USD), payment_method=CARD), CTX))
    with pytest.raises(Unsupported, match="OAuth"):
        next(plan(CHECKOUT, AUTHORIZE, replace(PAY, payment_method=ApplePay(payment_data=Secret("e30="))), CTX))


@pytest.mark.parametrize(("operation", "request_"), [
    (AUTHORIZE, replace(PAY, payment_method=PaypalSdk())),
    (CREATE_ORDER, CreateOrder(amount=PAY.amount, connector_feature_data=Secret('{"captrue": false}')))])
def test_what_is_wrong_with_a_payment_context_is_known_before_the_login(
        operation: Operation[Any, Any], request_: Any) -> None:
    with pytest.raises(NotSent, match="connector_"):
        next(plan(CHECKOUT, operation, request_, CTX))


def test_keys_go_where_they_are_honoured() -> None:
    """https://www.checkout.com/docs/developer-resources/api/idempotency: not at customers."""
    ctx = replace(CTX, account=replace(OAUTH, api_key=Secret("pk_lantern")))
    assert header(next(plan(CHECKOUT, AUTHORIZE, PAY, ctx)), "cko-idempotency-key") == "lantern-9001"
    made = next(plan(CHECKOUT, CREATE_CUSTOMER, CreateCustomer(email=Secret("ida@lantern.example")), ctx))
    assert header(made, "cko-idempotency-key") is None


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00:00Z", None])
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert epoch(text) is None
