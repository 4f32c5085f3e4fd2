"""What Braintree's golden cases cannot say: what happens when a step of a card payment fails or is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tollbridge import catalog, kit
from tollbridge.connectors.braintree import Account
from tollbridge.connectors.braintree.declines import DECLINES, of_processor
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, ConnectorError, InvalidField, MissingField, NotSent, OutcomeUnknown
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, REFUND, SYNC, TOKENIZE
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.engine import plan

BRAINTREE = catalog.load("braintree")
ACCOUNT = Account(public_key=Secret("public"), private_key=Secret("private"), merchant_account_id=Secret("shop_usd"),
                  merchant_config_currency="USD")
CTX = kit.Context(ACCOUNT, datetime(2026, 1, 1, tzinfo=UTC), "n", "lantern-8001", Environment.TEST)
PAY = Authorize(
    amount=Money(4250, Currency.USD), merchant_transaction_id="lantern-8001", payment_method=Card(
        card_number=Secret("4111111111111111"), card_exp_month=Secret("09"), card_exp_year=Secret("2031")))
TOKEN = {"data": {"tokenizeCreditCard": {"paymentMethod": {"id": "tokencc_1"}}}}
REFUSED = {"errors": [{"message": "invalid", "extensions": {"errorClass": "VALIDATION", "legacyCode": "81715"}}]}


def ask(*answers: Any, request: Authorize = PAY, ctx: kit.Context[Account] = CTX) -> tuple[Any, list[kit.HttpRequest]]:
    """What came of it, and what was sent. An answer that is an error is thrown."""
    steps = plan(BRAINTREE, AUTHORIZE, request, ctx)
    sent = []
    try:
        sent.append(next(steps))
        for answer in answers:
            sent.append(steps.throw(answer) if isinstance(answer, Exception)
                        else steps.send(kit.HttpResponse(200, json.dumps(answer).encode())))
    except StopIteration as done:
        return done.value, sent
    except ConnectorError as error:
        return error, sent
    raise AssertionError(f"{sent[-1]} is not answered")


def test_a_card_that_cannot_be_tokenized_is_the_payments_own_no() -> None:
    got, sent = ask(REFUSED)
    assert (got.status, got.error.code, got.error.unified) == (Status.FAILURE, "81715", Decline.INCORRECT_NUMBER)
    assert len(sent) == 1


def test_a_lost_token_moved_no_money_and_a_lost_charge_may_have() -> None:
    assert type(ask(OutcomeUnknown("timed out"))[0]) is NotSent
    unknown, sent = ask(TOKEN, OutcomeUnknown("timed out"))
    assert (type(unknown), len(sent)) == (OutcomeUnknown, 2)
    assert (unknown.repeatable, unknown.syncable) == (False, True)  # Braintree honours no keys, but finds an orderId
    assert unknown.advice == "sync order:lantern-8001 before any retry"
    found = next(plan(BRAINTREE, SYNC, Sync(connector_transaction_id=unknown.reference), CTX))
    assert json.loads(found.body or b"")["variables"] == {"input": {"orderId": {"is": "lantern-8001"}}}


@pytest.mark.parametrize(("account", "want"), [
    (replace(ACCOUNT, merchant_config_currency="EUR"), InvalidField),
    (replace(ACCOUNT, merchant_config_currency=None), BadCredentials),
    (replace(ACCOUNT, merchant_account_id=None), BadCredentials)])
def test_an_amount_without_its_currency_is_not_sent_and_no_card_handed_out(account: Account, want: type) -> None:
    """42.50 of whatever the merchant account happens to be in would be charged."""
    got, sent = ask(ctx=replace(CTX, account=account))
    assert (type(got), sent) == (want, [])


def test_an_account_of_the_request_comes_first() -> None:
    own = Secret('{"merchant_account_id": "shop_jpy", "merchant_config_currency": "JPY"}')
    paying = replace(PAY, amount=Money(500, Currency.JPY), connector_feature_data=own)
    _, sent = ask(TOKEN, OutcomeUnknown("enough"), request=paying)
    assert json.loads(sent[1].body or b"")["variables"]["input"]["transaction"] == {
        "amount": "500", "merchantAccountId": "shop_jpy", "orderId": "lantern-8001"}


def test_a_refund_needs_no_merchant_account() -> None:
    """The payment has one, and with it a currency: of an account that names none, Braintree takes that."""
    bare = replace(ACCOUNT, merchant_account_id=None, merchant_config_currency=None)
    back = RefundRequest(connector_transaction_id="T", refund_amount=Money(500, Currency.JPY))
    asked = next(plan(BRAINTREE, REFUND, back, replace(CTX, account=bare)))
    assert json.loads(asked.body or b"")["variables"] == {"input": {"transactionId": "T", "refund": {"amount": "500"}}}


def test_a_token_without_pre_steps_is_missed_by_its_path() -> None:
    with pytest.raises(MissingField, match=r"payment_method\.token"):
        CTX.given(TOKENIZE)


def test_the_library_gets_the_token_that_the_card_has_become() -> None:
    asking = replace(PAY, auth_type=AuthenticationType.THREE_DS, return_url="https://shop.example/back")
    got, _ = ask({"data": {"createClientToken": {"clientToken": "client"}}}, TOKEN, request=asking)
    form = got.redirection_data
    assert (got.status, form.card_token, form.client_token) == (
        Status.AUTHENTICATION_PENDING, Secret("tokencc_1"), Secret("client"))
    assert (form.bin, form.acs_url) == ("411111", "https://shop.example/back")
    assert "4111111111111111" not in repr(got)


def test_an_account_of_the_request_has_its_currency() -> None:
    got, sent = ask(request=replace(PAY, connector_feature_data=Secret('{"merchant_account_id": "shop_jpy"}')))
    assert (type(got), got.paths, sent) == (MissingField, ("connector_feature_data.merchant_config_currency",), [])


def test_every_code_of_a_decline_has_a_word_and_no_approval_has() -> None:
    assert all(DECLINES.get(str(code)) or of_processor(str(code)) for code in range(2000, 3001))
    assert not any(DECLINES.get(code) or of_processor(code) for code in ("1000", "1004", "3001", "21090", "", "x"))
