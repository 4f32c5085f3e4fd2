"""What Authorize.Net's golden cases cannot say: rules over whole tables and any value."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree
from msgspec.structs import replace

from connectors.test_authorizedotnet_schema import XSD, wrong
from tollbridge import catalog, engine, kit
from tollbridge.connectors.authorizedotnet import methods, payments, request, results
from tollbridge.connectors.authorizedotnet.request import Account
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, MissingField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.extensions import ApprovePayment
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import APPROVE, AUTHORIZE, SYNC
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.people import Address, BrowserInformation, Customer, PaymentAddress
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.kit.masking import shown_body

ANET = catalog.load("authorizedotnet")
CTX = kit.Context(account=Account(name=Secret("5KP3u95bQpv"), transaction_key=Secret("346HZ32z3fP4hTG2")),
                  now=datetime(2026, 3, 1, 12, 30, tzinfo=UTC), nonce="n", idempotency_key=None,
                  environment=Environment.TEST)
CARD = Card(card_number=Secret("4111111111111111"), card_exp_month=Secret("09"), card_exp_year=Secret("2031"),
            card_cvc=Secret("314"))
PAY = Authorize(amount=Money(4250, Currency.USD), payment_method=CARD, merchant_transaction_id="lantern-1001")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
                max_size=400)
MAYBE = st.none() | TEXTS
HIDDEN = MAYBE.map(lambda text: None if text is None else Secret(text))
schema = pytest.mark.skipif(not XSD.exists(), reason="the schema is not in ../shared/specs")


def body(pay: Authorize) -> dict[str, Any]:
    built = engine.build(ANET, AUTHORIZE, pay, CTX)
    found: dict[str, Any] = json.loads(built.body or b"", parse_float=Decimal)["createTransactionRequest"]
    return found


@schema
@settings(max_examples=60)
@given(st.builds(Address, first_name=HIDDEN, last_name=HIDDEN, line1=HIDDEN, line2=HIDDEN, city=HIDDEN, state=HIDDEN,
                 zip_code=HIDDEN), MAYBE, MAYBE, HIDDEN, MAYBE, MAYBE)
def test_whatever_texts_a_caller_gives_the_body_is_of_the_schema(
        address: Address, own_id: str | None, order_id: str | None, email: Secret | None, customer_id: str | None,
        description: str | None) -> None:
    pay = replace(PAY, address=PaymentAddress(billing_address=address), merchant_transaction_id=own_id,
                  merchant_order_id=order_id, customer=Customer(id=customer_id, email=email), description=description)
    assert wrong((engine.build(ANET, AUTHORIZE, pay, CTX).body or b"").decode()) == []


@given(st.integers(1, 10**12), st.sampled_from(Currency))
def test_an_amount_is_written_in_its_own_digits(minor: int, currency: Currency) -> None:
    asked = Money(minor, currency)
    written = body(replace(PAY, amount=asked))["transactionRequest"]["amount"]
    assert str(written) == asked.major()
    assert Money.from_major(Decimal(written), currency) == asked


@schema
def test_every_status_of_the_schema_is_known() -> None:
    tree = etree.parse(str(XSD))
    words = tree.xpath('//*[local-name()="simpleType"][@name="transactionStatusEnum"]//@value')
    assert {str(word) for word in words} == set(payments.STATE)


def test_without_an_order_the_payments_own_id_tells_duplicates_apart() -> None:
    assert body(PAY)["transactionRequest"]["order"]["invoiceNumber"] == "lantern-1001"
    assert body(replace(PAY, merchant_order_id="o-1"))["transactionRequest"]["order"]["invoiceNumber"] == "o-1"
    long = body(replace(PAY, merchant_transaction_id="x" * 21))
    assert "refId" not in long
    one, other, again = (body(replace(PAY, merchant_transaction_id="x" * 21 + end))["transactionRequest"]["order"][
        "invoiceNumber"] for end in ("", "1", ""))
    assert one == again != other
    assert len(one) == len(other) == 20


@pytest.mark.parametrize("code", sorted(results.ACCESS))
def test_a_call_that_was_refused_is_no_decline(code: str) -> None:
    with pytest.raises(Rejected) as told:
        parse({"messages": {"resultCode": "Error", "message": [{"code": code, "text": "no"}]}})
    assert told.value.code == code


@pytest.mark.parametrize("code", sorted(results.OPEN))
def test_an_error_during_processing_leaves_the_outcome_open(code: str) -> None:
    with pytest.raises(OutcomeUnknown):
        parse({"messages": {"resultCode": "Error", "message": [{"code": code, "text": "no"}]}})


def parse(answer: dict[str, Any]) -> Payment:
    got = engine.parse(ANET, AUTHORIZE, PAY, kit.HttpResponse(200, json.dumps(answer).encode()), CTX)
    assert isinstance(got, Payment)
    return got


def test_response_codes_are_texts_or_numbers() -> None:
    for code in ("2", 2):
        its = parse({"transactionResponse": {"responseCode": code, "transId": "1"},
                     "messages": {"resultCode": "Ok", "message": []}})
        assert its.status is Status.FAILURE
        assert isinstance(its.error, Failure)


def test_amounts_are_in_the_currency_of_the_question_and_never_floats() -> None:
    answer = (b'{"transaction": {"transId": "1", "transactionStatus": "settledSuccessfully", "authAmount": 0.30,'
              b' "settleAmount": 0.10}, "messages": {"resultCode": "Ok"}}')
    ask = Sync(connector_transaction_id="1", amount=Money(30, Currency.EUR))
    got = engine.parse(ANET, SYNC, ask, kit.HttpResponse(200, answer), CTX)
    assert isinstance(got, Payment)
    assert (got.status, got.amount, got.captured_amount) == (
        Status.PARTIAL_CHARGED, Money(30, Currency.EUR), Money(10, Currency.EUR))


@pytest.mark.parametrize(("verdict", "status"), [
    ("held", Status.UNRESOLVED), ("approved", Status.UNRESOLVED), ("declined", Status.FAILURE)])
def test_a_verdict_of_the_fraud_filters_is_an_event_beyond_the_contract(verdict: str, status: Status) -> None:
    key = "0011" * 32
    told = json.dumps({"eventType": f"net.authorize.payment.fraud.{verdict}", "notificationId": "n-1",
                       "payload": {"responseCode": 4, "entityName": "transaction", "id": "60198765001"}}).encode()
    signature = hmac.new(key.encode(), told, hashlib.sha512).hexdigest().upper()
    hook = kit.WebhookRequest("POST", "/", "", (("X-ANET-Signature", f"sha512={signature}"),), told)
    with pytest.raises(StopIteration) as done:
        next(engine.receive(ANET, hook, WebhookSecrets(secret=Secret(key)), CTX))
    (event,) = done.value.value
    assert event.beyond_contract
    assert isinstance(event.event_content, Payment)
    assert (event.event_content.status, event.event_content.connector_transaction_id) == (status, "60198765001")


@pytest.mark.parametrize(("address", "sent"), [("203.0.113.7", "203.0.113.7"), ("2001:db8::7", None), ("", None)])
def test_the_fraud_filters_are_told_the_shoppers_address_in_the_form_that_they_know(
        address: str, sent: str | None) -> None:
    pay = replace(PAY, browser_info=BrowserInformation(ip_address=address))
    assert body(pay)["transactionRequest"].get("customerIP") == sent


def test_a_part_of_a_held_payment_is_not_approved() -> None:
    with pytest.raises(Unsupported):
        engine.build(ANET, APPROVE, ApprovePayment(connector_transaction_id="1", amount=PAY.amount), CTX)


@given(st.text("0123456789-ab", max_size=12))
def test_an_id_of_a_stored_method_is_read_back_whole(text: str) -> None:
    try:
        customer, profile = methods.profile_ids(text, "mandate_id")
    except (MissingField, InvalidField):
        return
    assert f"{customer}-{profile}" == text


def test_nothing_of_the_account_is_shown() -> None:
    built = engine.build(ANET, AUTHORIZE, PAY, CTX)
    assert "346HZ32z3fP4hTG2" in (built.body or b"").decode()
    for text in (repr(built), shown_body(built), repr(CTX), repr(request.Account)):
        assert "346HZ32z3fP4hTG2" not in text
        assert "4111111111111111" not in text
