"""What PhonePe's golden cases cannot say: its own worked example, and rules over whole tables and any value."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from tollbridge import catalog, engine, kit
from tollbridge.connectors.phonepe import payments, refunds, reservations, wire
from tollbridge.connectors.phonepe.account import ID, LIVE_URL, LIVE_V3, Account, checksum
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.verdicts import IN_USE, OPEN, standing
from tollbridge.connectors.phonepe.webhook import event_id
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, SignatureMismatch
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.methods import UpiCollect
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, REFUND_SYNC, SYNC, VOID, Operation
from tollbridge.domain.payments import Authorize, Capture, Sync, Void
from tollbridge.domain.refunds import RefundRequest, RefundSync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RefundStatus

PHONEPE = catalog.load("phonepe")
KEY, OLD_KEY = "099eb0cd-02cf-4e2a-8aca-3e6c6aff0399", "8289e078-be0b-484d-ae60-052f117f8deb"
ACCOUNT = Account(merchant_id=Secret("PGTESTPAYUAT"), salt_key=Secret(KEY), salt_index=Secret("2"))
CTX = kit.Context(account=ACCOUNT, now=datetime(2026, 3, 1, 12, 30, tzinfo=UTC), nonce="n", idempotency_key=None,
                  environment=Environment.LIVE)
PAY = Authorize(amount=Money(42500, Currency.INR), payment_method=UpiCollect(vpa_id=Secret("mira@ybl")),
                merchant_transaction_id="o-1", webhook_url="https://shop.example/h")
# https://developer.phonepe.com/v1/reference/pay-api-1, "How to calculate X-Verify"
EXAMPLE = {
    "merchantId": "PGTESTPAYUAT", "merchantTransactionId": "MT7850590068188104", "merchantUserId": "MUID123",
    "amount": 10000, "redirectUrl": "https://webhook.site/redirect-url", "redirectMode": "REDIRECT",
    "callbackUrl": "https://webhook.site/callback-url", "mobileNumber": "9999999999",
    "paymentInstrument": {"type": "PAY_PAGE"}}
CODES = (*DECLINES, *OPEN, *IN_USE, "PAYMENT_SUCCESS", "PAYMENT_INITIATED", "SUCCESS", "PARKED")
STATES = ("COMPLETED", "PENDING", "FAILED", "PARKED", None)


def asked(request: Authorize | RefundRequest | Capture, operation: Operation[Any, Any] = AUTHORIZE) -> dict[str, Any]:
    """What PhonePe reads of a request."""
    body: dict[str, str] = json.loads(engine.build(PHONEPE, operation, request, CTX).body or b"")
    fields: dict[str, Any] = json.loads(base64.b64decode(body["request"]))
    return fields


def answered(code: str, state: str | None, *, success: bool | None = None) -> wire.Answer:
    return wire.Answer(code=code, success=success, data=wire.Transaction(
        merchant_transaction_id="o-1", amount=42500, state=state))


def test_the_checksum_is_that_of_phonepes_worked_example() -> None:
    payload = base64.b64encode(json.dumps(EXAMPLE, indent=2).encode()).decode()
    assert checksum(payload + "/pg/v1/pay", Secret(KEY)) == (
        "d7a8e4458caa6fcd781166bbdc85fec76740c18cb9baa9a4c48cf2387d554180")


@pytest.mark.parametrize("base", [None, "https://proxy.example", "https://proxy.example/pg/v1/", "http://127.0.0.1:8/x"])
@pytest.mark.parametrize(("operation", "request_", "path"), [
    (AUTHORIZE, PAY, "/pg/v1/pay"), (VOID, Void(connector_transaction_id="o-1"), "/v3/auth/cancel"),
    (SYNC, Sync(connector_transaction_id="o-1"), "/pg/v1/status/PGTESTPAYUAT/o-1")])
def test_the_host_is_no_part_of_what_is_signed(base: str | None, operation: Operation[Any, Any], request_: Any,
                                               path: str) -> None:
    built = engine.build(PHONEPE, operation, request_, replace(CTX, account=replace(ACCOUNT, base_url=base)))
    payload = json.loads(built.body)["request"] if built.body else ""
    proof = built.headers["x-verify"]
    ours = LIVE_V3 if path.startswith("/v3/") else LIVE_URL
    assert built.url == (base or ours).rstrip("/") + path
    assert isinstance(proof, Secret)
    assert proof.reveal() == f"{checksum(payload + path, Secret(KEY))}###2"


@given(st.integers(100, 2**63 - 1))
def test_paise_go_out_as_they_are(paise: int) -> None:
    money = Money(paise, Currency.INR)
    assert asked(replace(PAY, amount=money))["amount"] == paise
    refund = RefundRequest(connector_transaction_id="o-1", merchant_refund_id="r-1", refund_amount=money)
    assert asked(refund, REFUND)["amount"] == paise
    assert asked(Capture(connector_transaction_id="o-1", amount_to_capture=money), CAPTURE)["amount"] == paise


@given(st.sampled_from([currency for currency in Currency if currency is not Currency.INR]), st.integers(100, 10**9))
def test_no_other_currency_is_taken_for_rupees(currency: Currency, minor: int) -> None:
    money = Money(minor, currency)
    calls: list[tuple[Operation[Any, Any], Any]] = [
        (AUTHORIZE, replace(PAY, amount=money)),
        (CAPTURE, Capture(connector_transaction_id="o-1", amount_to_capture=money)),
        (REFUND, RefundRequest(connector_transaction_id="o-1", merchant_refund_id="r-1", refund_amount=money))]
    for operation, request in calls:
        with pytest.raises(InvalidField, match="currency"):
            engine.build(PHONEPE, operation, request, CTX)


@given(st.text(min_size=1, max_size=60) | st.from_regex(ID, fullmatch=True))
def test_an_id_goes_out_as_it_is_or_not_at_all(own: str) -> None:
    if len(own) <= 37 and ID.fullmatch(own):
        assert asked(replace(PAY, merchant_transaction_id=own))["merchantTransactionId"] == own
        return
    with pytest.raises(InvalidField, match="merchant_transaction_id"):
        asked(replace(PAY, merchant_transaction_id=own))


@given(st.sampled_from(CODES), st.sampled_from(STATES), st.sampled_from([True, False, None]))
def test_money_is_taken_or_safe_only_where_both_words_agree(code: str, state: str | None,
                                                            success: bool | None) -> None:
    got = standing(answered(code, state, success=success), payments.STATE, Status.CHARGED, Status.FAILURE,
                   Status.PENDING)
    assert (got is Status.CHARGED) == (code == "PAYMENT_SUCCESS" and state == "COMPLETED")
    assert (got is Status.FAILURE) == (state == "FAILED" and code not in OPEN | {"PAYMENT_SUCCESS"})
    if state not in payments.STATE:
        assert got is Status.UNRESOLVED


@given(st.sampled_from(CODES), st.sampled_from(STATES))
def test_a_refund_that_may_come_is_no_failure(code: str, state: str | None) -> None:
    got = refunds.refund(answered(code, state)).status
    assert (got is RefundStatus.REFUND_SUCCESS) == (code == "PAYMENT_SUCCESS" and state == "COMPLETED")
    if code in refunds.MAY_COME:
        assert got is not RefundStatus.REFUND_FAILURE


@given(st.sampled_from(CODES), st.sampled_from(STATES), st.sampled_from([True, False]))
def test_a_pay_call_never_says_that_money_was_taken(code: str, state: str | None, success: bool) -> None:
    body = json.dumps({"success": success, "code": code, "message": "m", "data": {
        "merchantTransactionId": "o-1", "state": state}}).encode()
    if code in IN_USE:
        with pytest.raises(OutcomeUnknown) as raised:
            engine.parse(PHONEPE, AUTHORIZE, PAY, kit.HttpResponse(200, body), CTX)
        assert raised.value.key_taken
        return
    got = engine.parse(PHONEPE, AUTHORIZE, PAY, kit.HttpResponse(200, body), CTX)
    assert isinstance(got, Payment)
    assert got.status in (Status.AUTHENTICATION_PENDING, Status.PENDING, Status.FAILURE, Status.UNRESOLVED)
    assert (got.status is Status.FAILURE) == (not success and code in DECLINES)


@given(st.sampled_from(CODES), st.sampled_from(["CREATED", "CANCELLED", "AUTHORIZED", "PARKED", None]))
def test_a_reservation_is_released_only_where_it_says_so(code: str, auth_state: str | None) -> None:
    body = json.dumps({"code": code, "data": {"transactionId": "o-1", "authState": auth_state}}).encode()
    got = reservations.parse_void(kit.HttpResponse(200, body), Void(connector_transaction_id="o-1"), CTX)
    assert isinstance(got, Payment)
    assert (got.status is Status.VOIDED) == (code == "SUCCESS" and auth_state in (None, "CANCELLED"))


def receive(signed_with: str, index: str, *secrets: str) -> Any:
    """The events, or the error, of a callback."""
    said = base64.b64encode(b'{"success": true, "code": "PAYMENT_SUCCESS", "data": {"merchantTransactionId": "o-1", '
                            b'"amount": 42500, "state": "COMPLETED"}}').decode()
    proof = f"{checksum(said, Secret(signed_with))}###{index}"
    hook = kit.WebhookRequest("POST", "/hook", "", (("X-Verify", proof),), json.dumps({"response": said}).encode())
    given_ = WebhookSecrets(secret=Secret(secrets[0]), additional_secret=Secret(secrets[1]) if secrets[1:] else None)
    return engine.advance(engine.receive(PHONEPE, hook, given_, CTX), [])


@pytest.mark.parametrize(("signed_with", "index", "known"), [
    (KEY, "2", (KEY,)), (KEY, "2", (OLD_KEY, KEY)), (OLD_KEY, "1", (KEY, OLD_KEY)), (OLD_KEY, "1", (OLD_KEY,))])
def test_a_callback_is_taken_in_while_salt_keys_are_rolled(signed_with: str, index: str,
                                                           known: tuple[str, ...]) -> None:
    (event,) = receive(signed_with, index, *known)
    assert event.event_content.status is Status.CHARGED


@pytest.mark.parametrize(("signed_with", "index", "known"), [
    (OLD_KEY, "1", (KEY,)),  # a key that nobody gave
    (OLD_KEY, "2", (OLD_KEY,)), (OLD_KEY, "2", (KEY, OLD_KEY)),  # behind our own index stands our own key alone
    (KEY, "2", (OLD_KEY,)), ("", "2", (KEY,)), ("", "1", (KEY,))])
def test_another_key_proves_nothing(signed_with: str, index: str, known: tuple[str, ...]) -> None:
    with pytest.raises(SignatureMismatch):
        receive(signed_with, index, *known)


def test_a_callback_that_is_sent_again_is_known_and_a_later_word_is_not_dropped() -> None:
    pending, done = answered("PAYMENT_PENDING", "PENDING"), answered("PAYMENT_SUCCESS", "COMPLETED")
    contradicted = answered("PAYMENT_PENDING", "COMPLETED")
    assert event_id(done) == event_id(answered("PAYMENT_SUCCESS", "COMPLETED"))
    assert len({event_id(pending), event_id(done), event_id(contradicted)}) == 3
    assert event_id(wire.Answer(code="PAYMENT_SUCCESS")) is None


def test_every_code_for_a_no_has_a_unified_word() -> None:
    assert Decline.UNKNOWN not in DECLINES.values()
    assert not IN_USE & DECLINES.keys()
    assert "INTERNAL_SERVER_ERROR" not in DECLINES


def test_a_pay_call_that_nobody_answered_is_synced_by_our_own_id() -> None:
    steps = engine.plan(PHONEPE, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(OutcomeUnknown) as lost:
        steps.throw(OutcomeUnknown("timeout"))
    assert (lost.value.reference, lost.value.syncable, lost.value.repeatable) == ("o-1", True, False)
    found = engine.build(PHONEPE, SYNC, Sync(connector_transaction_id=str(lost.value.reference)), CTX)
    assert found.url == f"{LIVE_URL}/pg/v1/status/PGTESTPAYUAT/o-1"
    assert "PGTESTPAYUAT" not in repr(found)


BACK = RefundRequest(connector_transaction_id="o-1", merchant_refund_id="r-1", refund_amount=Money(100, Currency.INR))
TAKE, RELEASE = Capture(connector_transaction_id="o-1", amount_to_capture=Money(100, Currency.INR)), Void(
    connector_transaction_id="o-1")


def came(operation: Operation[Any, Any], request: Any, status: int, code: str, data: Any = None) -> Any:
    """What a call makes of an answer with "success": false."""
    body = {"success": False, "code": code, "message": "m", "data": data}
    return engine.parse(PHONEPE, operation, request, kit.HttpResponse(status, json.dumps(body).encode()), CTX)


@pytest.mark.parametrize("data", [None, {}])
def test_a_refund_that_timed_out_may_have_gone_through(data: Any) -> None:
    """PhonePe says so: "Refund might get initiated". As a failure it would be made twice."""
    with pytest.raises(OutcomeUnknown):
        came(REFUND, BACK, 200, "TIMED_OUT", data)
    with pytest.raises(OutcomeUnknown):
        came(REFUND, BACK, 417, "TIMED_OUT", data)


@pytest.mark.parametrize("code", ["CONNECTION_TIMEOUT", "TECHNICAL_ISSUE", "BANK_NOT_ABLE_TO_PROCESS", "UT"])
def test_a_fault_on_the_way_without_a_transaction_is_no_no(code: str) -> None:
    for operation, request in ((AUTHORIZE, PAY), (REFUND, BACK)):
        with pytest.raises(OutcomeUnknown):
            came(operation, request, 200, code)


def test_a_reservation_whose_end_timed_out_is_nobodys_failure() -> None:
    assert came(CAPTURE, TAKE, 200, "TIMED_OUT").status is Status.UNRESOLVED
    assert came(VOID, RELEASE, 200, "TIMED_OUT").status is Status.UNRESOLVED


@pytest.mark.parametrize("status", [400, 417, 422])
@pytest.mark.parametrize("code", ["PAYMENT_PENDING", "PAYMENT_INITIATED", "PAYMENT_SUCCESS", "SUCCESS", "TIMED_OUT",
                                  "INTERNAL_SERVER_ERROR"])
@pytest.mark.parametrize(("operation", "request_"), [
    (AUTHORIZE, PAY), (REFUND, BACK), (CAPTURE, TAKE), (VOID, RELEASE)])
def test_a_word_of_something_begun_is_no_failure_whatever_the_http_status(
        operation: Operation[Any, Any], request_: Any, code: str, status: int) -> None:
    with pytest.raises(OutcomeUnknown, match=code):
        came(operation, request_, status, code)


def test_what_is_no_success_takes_and_releases_nothing() -> None:
    assert came(CAPTURE, TAKE, 200, "PAYMENT_SUCCESS", {"amount": 100}).status is Status.PENDING
    assert came(VOID, RELEASE, 200, "SUCCESS").status is Status.VOID_INITIATED


ASK, ASK_BACK = Sync(connector_transaction_id="o-1"), RefundSync(connector_refund_id="r-1")


@pytest.mark.parametrize(("operation", "request_", "own"), [
    (AUTHORIZE, PAY, "o-1"), (SYNC, ASK, "o-1"), (REFUND, BACK, "r-1"), (REFUND_SYNC, ASK_BACK, "r-1")])
def test_an_answer_about_another_transaction_is_no_answer(operation: Operation[Any, Any], request_: Any,
                                                          own: str) -> None:
    def told(about: str) -> Any:
        data = {"merchantTransactionId": about, "state": "COMPLETED", "amount": 100,
                "originalTransactionId": "o-1" if own == "r-1" else None}
        body = json.dumps({"success": True, "code": "PAYMENT_SUCCESS", "data": data}).encode()
        return engine.parse(PHONEPE, operation, request_, kit.HttpResponse(200, body), CTX)

    assert told(own).error is None
    with pytest.raises(OutcomeUnknown, match="another transaction"):
        told("o-2")


def test_a_payment_that_was_made_is_no_refund_that_is_done_nor_the_other_way_round() -> None:
    def told(operation: Operation[Any, Any], request: Any, **data: str) -> Any:
        body = json.dumps({"success": True, "code": "PAYMENT_SUCCESS", "data": {"state": "COMPLETED", **data}}).encode()
        return engine.parse(PHONEPE, operation, request, kit.HttpResponse(200, body), CTX)

    assert told(SYNC, ASK).status is Status.CHARGED
    assert told(REFUND_SYNC, ASK_BACK, originalTransactionId="o-1").status is RefundStatus.REFUND_SUCCESS
    with pytest.raises(OutcomeUnknown, match="a refund"):
        told(SYNC, ASK, originalTransactionId="o-0")
    with pytest.raises(OutcomeUnknown, match="a payment"):
        told(REFUND_SYNC, ASK_BACK)
