"""What the golden cases of PhonePe's mandates cannot say: rules over whole tables and any value."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from tollbridge import catalog, engine, kit
from tollbridge.connectors.phonepe import mandates, wire
from tollbridge.connectors.phonepe.account import LIVE_V3, Account, checksum
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.verdicts import IN_USE, OPEN
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, MissingField, OutcomeUnknown, Unsupported
from tollbridge.domain.mandates import ConnectorMandate, MandateAmount, MandateType, SetupMandateDetails
from tollbridge.domain.methods import UpiCollect, UpiIntent
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    CAPTURE,
    CHARGE_MANDATE,
    REFUND,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    SYNC,
    VOID,
    Operation,
)
from tollbridge.domain.payments import Capture, Sync, Void
from tollbridge.domain.people import Customer
from tollbridge.domain.recurring import ChargeMandate, RevokeMandate, SetupMandate
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, PaymentStatus as Status

PHONEPE = catalog.load("phonepe")
KEY = "099eb0cd-02cf-4e2a-8aca-3e6c6aff0399"
ACCOUNT = Account(merchant_id=Secret("PGTESTPAYUAT"), salt_key=Secret(KEY), salt_index=Secret("2"))
CTX = kit.Context(account=ACCOUNT, now=datetime(2026, 3, 1, 12, 30, tzinfo=UTC), nonce="n", idempotency_key=None,
                  environment=Environment.LIVE)
HOOK = "https://shop.example/h"


def epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


TERMS = MandateAmount(amount=Money(99900, Currency.INR), frequency="MONTHLY", end_date=epoch(date(2027, 3, 1)))


def plan(terms: MandateAmount = TERMS, **others: Any) -> SetupMandate:
    means: Any = {
        "merchant_recurring_payment_id": "m-1", "amount": Money(0, Currency.INR), "webhook_url": HOOK,
        "payment_method": UpiCollect(vpa_id=Secret("mira@ybl")), "customer": Customer(id="mira-17"),
        "setup_mandate_details": SetupMandateDetails(mandate_type=MandateType(multi_use=terms)), **others}
    return SetupMandate(**means)


SETUP = plan()
OWED = ChargeMandate(
    merchant_charge_id="d-1", amount=Money(42500, Currency.INR), webhook_url=HOOK,
    connector_recurring_payment_id=ConnectorMandate(connector_mandate_id="OMS1:mira-17"))
STOP = RevokeMandate(connector_mandate_id="OMS1:mira-17")
CODES = (*DECLINES, *OPEN, *IN_USE, "SUCCESS", "PAYMENT_SUCCESS", "PARKED")
PAID = ("COMPLETED", "PENDING", "FAILED", "PARKED", None)
WORDS = (*mandates.SUBSCRIPTION, "PARKED", None)
REASONS = ("SUCCESS", "ZM", "PARKED", None)


def fields(request: kit.HttpRequest) -> dict[str, Any]:
    """What PhonePe reads of a request."""
    its: dict[str, Any] = json.loads(base64.b64decode(json.loads(request.body or b"")["request"]))
    return its


def first(operation: Operation[Any, Any], request: Any) -> kit.HttpRequest:
    asked: kit.HttpRequest = next(engine.plan(PHONEPE, operation, request, CTX))
    return asked


def told(code: str, *, success: bool | None, paid: str | None = None, reason: str | None = None,
         word: str | None = None, notice: str | None = None) -> wire.MandateAnswer:
    return wire.MandateAnswer(code=code, success=success, data=wire.Mandate(
        transaction_id="d-1", auth_request_id="m-1", notification_details=wire.Part(state=notice),
        transaction_details=wire.Part(state=paid, amount=100, pay_response_code=reason),
        subscription_details=wire.Part(state=word, subscription_id="OMS1")))


@given(st.sampled_from(CODES), st.sampled_from([True, False, None]), st.sampled_from(PAID), st.sampled_from(REASONS),
       st.sampled_from(["ACCEPTED", "NOTIFIED", "FAILED", "PARKED", None]))
def test_a_debit_is_done_or_safely_failed_only_where_all_words_agree(
        code: str, success: bool | None, paid: str | None, reason: str | None, notice: str | None) -> None:
    got = mandates.debit(told(code, success=success, paid=paid, reason=reason, notice=notice), "d-1")
    done = paid == "COMPLETED" and code == "SUCCESS" and success is True and reason != "ZM"
    assert (got.status is Status.CHARGED) == done
    assert (got.captured_amount is not None) == done
    assert (got.status is Status.FAILURE) == ((paid or notice) == "FAILED" and code not in OPEN)
    assert (got.error is not None) == (got.status is Status.FAILURE)
    if (paid or notice) in ("PARKED", None):
        assert got.status is Status.UNRESOLVED


@given(st.sampled_from(CODES), st.sampled_from([True, False, None]), st.sampled_from(PAID), st.sampled_from(WORDS))
def test_a_set_up_whose_money_may_be_on_its_way_is_no_failure(code: str, success: bool | None, paid: str | None,
                                                              word: str | None) -> None:
    got = mandates.set_up(told(code, success=success, paid=paid, word=word), "m-1")
    if got.status is Status.CHARGED:
        assert code == "SUCCESS"
        assert success
        assert paid == "COMPLETED" or (paid is None and word == "ACTIVE")
    if got.status in (Status.FAILURE, Status.EXPIRED, Status.VOIDED):
        assert paid in ("FAILED", None)
        assert word in ("FAILED", "EXPIRED", "CANCELLED", "REVOKED")
    assert (got.mandate_reference is not None) == (word in mandates.LIVING)


DAYS = st.dates(date(2026, 3, 1), date(2090, 12, 31))


@given(st.sampled_from([*mandates.DAYS, *mandates.MONTHS]), DAYS, DAYS)
def test_the_shopper_agrees_to_no_debit_after_the_last_day(frequency: str, start: date, end: date) -> None:
    terms = replace(TERMS, frequency=frequency, start_date=epoch(start), end_date=epoch(end))
    try:
        count = mandates.recurring_count(frequency, terms, CTX)
    except InvalidField:
        return
    if frequency in mandates.DAYS:
        assert 1 <= count * mandates.DAYS[frequency] <= (end - start).days
        return
    years, month = divmod(start.month - 1 + count * mandates.MONTHS[frequency], 12)
    assert count >= 1
    assert (start.year + years, month + 1, start.day) <= (end.year, end.month, end.day)


@pytest.mark.parametrize("wrong", [-10**30, 10**30])
def test_a_day_that_no_calendar_has_is_refused(wrong: int) -> None:
    with pytest.raises(InvalidField, match="end_date"):
        first(SETUP_MANDATE, plan(replace(TERMS, end_date=wrong)))


@given(st.integers(1, 2**63 - 1))
def test_paise_go_out_as_they_are(paise: int) -> None:
    money = Money(paise, Currency.INR)
    assert fields(first(CHARGE_MANDATE, replace(OWED, amount=money)))["amount"] == paise
    assert fields(first(SETUP_MANDATE, plan(replace(TERMS, amount=money))))["amount"] == paise


@given(st.sampled_from([currency for currency in Currency if currency is not Currency.INR]), st.integers(1, 10**9))
def test_no_other_currency_is_taken_for_rupees(currency: Currency, minor: int) -> None:
    money = Money(minor, currency)
    calls: list[tuple[Operation[Any, Any], Any]] = [
        (CHARGE_MANDATE, replace(OWED, amount=money)), (SETUP_MANDATE, plan(amount=money)),
        (SETUP_MANDATE, plan(replace(TERMS, amount=money)))]
    for operation, request in calls:
        with pytest.raises(InvalidField, match="currency"):
            first(operation, request)


@pytest.mark.parametrize("base", [None, "https://proxy.example/pg/v1/"])
@pytest.mark.parametrize(("operation", "request_", "path"), [
    (SETUP_MANDATE, SETUP, "/v3/recurring/subscription/create"), (CHARGE_MANDATE, OWED, "/v3/recurring/debit/init"),
    (REVOKE_MANDATE, STOP, "/v3/recurring/subscription/cancel"),
    (SYNC, Sync(connector_transaction_id="auth:m-1"), "/v3/recurring/auth/status/PGTESTPAYUAT/m-1"),
    (SYNC, Sync(connector_transaction_id="debit:d-1"), "/v3/recurring/debit/status/PGTESTPAYUAT/d-1")])
def test_the_host_is_no_part_of_what_is_signed(base: str | None, operation: Operation[Any, Any], request_: Any,
                                               path: str) -> None:
    steps = engine.plan(PHONEPE, operation, request_, replace(CTX, account=replace(ACCOUNT, base_url=base)))
    built: kit.HttpRequest = next(steps)
    payload = json.loads(built.body)["request"] if built.body else ""
    proof = built.headers["x-verify"]
    assert built.url == (base or LIVE_V3).rstrip("/") + path
    assert isinstance(proof, Secret)
    assert proof.reveal() == f"{checksum(payload + path, Secret(KEY))}###2"
    assert "mira" not in repr(built)
    assert "PGTESTPAYUAT" not in repr(built)


@pytest.mark.parametrize(("its", "reference", "path"), [
    ("debit:d-1", "order-7", "/v3/recurring/debit/status/PGTESTPAYUAT/d-1"),
    ("o-1", "auth:m-1", "/v3/recurring/auth/status/PGTESTPAYUAT/m-1"),
    ("o-1", "o-2", "/pg/v1/status/PGTESTPAYUAT/o-2")])
def test_an_id_that_says_its_kind_is_asked_for_whatever_stands_beside_it(its: str, reference: str, path: str) -> None:
    built = first(SYNC, Sync(connector_transaction_id=its, connector_order_reference_id=reference))
    assert built.url.endswith(path)


def test_a_debit_is_neither_captured_nor_voided_nor_refunded() -> None:
    some = Money(100, Currency.INR)
    for operation, request in (
            (CAPTURE, Capture(connector_transaction_id="debit:d-1", amount_to_capture=some)),
            (VOID, Void(connector_transaction_id="debit:d-1")),
            (REFUND, RefundRequest(connector_transaction_id="debit:d-1", merchant_refund_id="r-1",
                                   refund_amount=some))):
        with pytest.raises((InvalidField, Unsupported)):
            first(operation, request)


CREATED = b'{"success": true, "code": "SUCCESS", "data": {"subscriptionId": "OMS1", "state": "CREATED"}}'


@pytest.mark.parametrize(("operation", "request_", "answers", "own"), [
    (SETUP_MANDATE, SETUP, [], "auth:m-1"), (SETUP_MANDATE, SETUP, [CREATED], "auth:m-1"),
    (CHARGE_MANDATE, OWED, [], "debit:d-1")])
def test_a_call_that_nobody_answered_is_synced_by_our_own_id(operation: Operation[Any, Any], request_: Any,
                                                             answers: list[bytes], own: str) -> None:
    steps = engine.plan(PHONEPE, operation, request_, CTX)
    next(steps)
    for body in answers:
        steps.send(kit.HttpResponse(200, body))
    with pytest.raises(OutcomeUnknown) as lost:
        steps.throw(OutcomeUnknown("timeout"))
    assert (lost.value.reference, lost.value.repeatable) == (own, False)
    kind, _, its = own.partition(":")
    found = engine.build(PHONEPE, SYNC, Sync(connector_transaction_id=own), CTX)
    assert found.url == f"{LIVE_V3}/v3/recurring/{kind}/status/PGTESTPAYUAT/{its}"


@pytest.mark.parametrize("own", ["auth:m-1", "debit:d-1"])
def test_an_answer_about_another_transaction_is_no_answer(own: str) -> None:
    body = json.dumps({"success": True, "code": "SUCCESS", "data": {
        "authRequestId": "x-1", "transactionId": "x-1", "transactionDetails": {"state": "COMPLETED", "amount": 1},
        "subscriptionDetails": {"state": "ACTIVE"}}}).encode()
    with pytest.raises(OutcomeUnknown, match="another transaction"):
        engine.parse(PHONEPE, SYNC, Sync(connector_transaction_id=own), kit.HttpResponse(200, body), CTX)


@given(st.sampled_from([*CODES, *mandates.ENDED]), st.sampled_from([True, False, None]), st.sampled_from(WORDS),
       st.sampled_from([200, 400, 417]))
def test_a_mandate_is_gone_only_where_it_says_so(code: str, success: bool | None, word: str | None,
                                                 http: int) -> None:
    body = json.dumps({"success": success, "code": code, "message": "m", "data": {"state": word}}).encode()
    try:
        got = engine.parse(PHONEPE, REVOKE_MANDATE, STOP, kit.HttpResponse(http, body), CTX)
    except OutcomeUnknown:
        return
    if getattr(got, "status", None) is MandateStatus.REVOKED:
        said = success is False and code.startswith("SUBSCRIPTION_ALREADY_")
        assert said or (success is True and http == 200 and word in ("CANCELLED", "REVOKED"))


def test_what_the_shopper_pays_with_is_known_to_the_second_call_alone() -> None:
    steps = engine.plan(PHONEPE, SETUP_MANDATE, SETUP, CTX)
    assert b"mira@ybl" not in base64.b64decode(json.loads(next(steps).body or b"")["request"])
    asked = steps.send(kit.HttpResponse(200, CREATED))
    assert (asked.url, asked.headers["x-callback-url"]) == (f"{LIVE_V3}/v3/recurring/auth/init", HOOK)
    assert fields(asked)["subscriptionId"] == "OMS1"
    assert "mira@ybl" not in repr(asked)


def test_what_the_second_call_misses_is_told_before_the_first() -> None:
    with pytest.raises(MissingField, match="webhook_url"):
        first(SETUP_MANDATE, plan(webhook_url=None))
    with pytest.raises(MissingField, match="vpa"):
        first(SETUP_MANDATE, plan(payment_method=UpiCollect()))
    assert fields(first(SETUP_MANDATE, plan(payment_method=UpiIntent())))["merchantSubscriptionId"] == "m-1"


@pytest.mark.parametrize("word", ["PAUSED", "ACTIVE"])
def test_the_same_callback_is_the_same_event_and_one_of_another_time_is_not(word: str) -> None:
    answer = told("SUCCESS", success=True, word=word)
    assert mandates.event(answer, "a").connector_event_id == mandates.event(answer, "a").connector_event_id
    assert mandates.event(answer, "a").connector_event_id != mandates.event(answer, "b").connector_event_id
