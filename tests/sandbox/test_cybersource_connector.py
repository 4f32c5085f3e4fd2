"""Our connectors against the simulated Cybersource: what they tell the shop is what happened to the money."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from msgspec.structs import replace

from sandbox.cybersource_shop import HOME, MIRA, PART, PRICE, VISA, account, order
from tollbridge import (
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    ChargeMandate,
    Currency,
    Decline,
    FutureUsage,
    MandateStatus,
    Money,
    OutcomeUnknown,
    Payment,
    PaymentStatus as Status,
    RefundRequest,
    RefundStatus,
    RefundSync,
    Rejected,
    RevokeMandate,
    Secret,
    SetupMandate,
    Sync,
    TokenAuthorize,
    Void,
    card,
)
from tollbridge.domain.authentication import Authenticate, PostAuthenticate, PreAuthenticate
from tollbridge.domain.client_tokens import CybersourceClientAuthenticationResponse
from tollbridge.domain.extensions import DeleteToken, TokenStatus, ValidateToken
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import StoredMethod
from tollbridge.domain.payments import IncrementAuthorization, MultipleCapture, Reverse
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.refunds import Refund, VoidRefund
from tollbridge.domain.sessions import CreateClientToken, PaymentClientAuthenticationContext
from tollbridge.domain.statuses import AuthorizationStatus, OperationStatus
from tollbridge.domain.stored_methods import Tokenize
from tollbridge.domain.three_ds import RedirectionResponse, TransactionStatus
from tollbridge.sandbox import FaultKind, SandboxThread, Total

FACES = ("cybersource", "bankofamerica", "wellsfargo", "barclaycard")
LOST = (FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT, FaultKind.HTML_ERROR_PAGE, FaultKind.TRUNCATED_BODY,
        FaultKind.CUT_IN_HEADERS)


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    """Whose clock runs: the date is signed."""
    with SandboxThread() as running:
        yield running


def opened(running: SandboxThread, face: str = "cybersource", **more: Any) -> BlockingTollbridge:
    return BlockingTollbridge(face, environment="test", base_url=running.base_url("cybersource"), retries=None,
                              **account() | more)


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with opened(running) as shop:
        yield shop


def booked(running: SandboxThread, own_id: str, currency: str = "USD") -> Total:
    return running.sandbox.ledger.total(currency, processor="cybersource", reference=own_id)


def settle(running: SandboxThread, its_id: str | None, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("cybersource", its_id or "", outcome))


def state(shop: BlockingTollbridge, its_id: str | None, how: CaptureMethod | None = None) -> Payment:
    return shop.sync(Sync(connector_transaction_id=its_id or "", amount=PRICE, capture_method=how))


def held(shop: BlockingTollbridge, own_id: str, **more: Any) -> str:
    its = shop.authorize(order(own_id, capture_method=CaptureMethod.MANUAL, **more))
    assert its.status is Status.AUTHORIZED
    return its.connector_transaction_id or ""


@pytest.mark.parametrize("face", FACES)
def test_every_face_reserves_captures_gives_back_and_releases(running: SandboxThread, face: str) -> None:
    with opened(running, face) as shop:
        first = held(shop, "o-1")
        assert (booked(running, "o-1").held, state(shop, first).status) == (4250, Status.AUTHORIZED)
        taken = shop.capture(Capture(connector_transaction_id=first, amount_to_capture=PART,
                                     merchant_capture_id="c-1"))
        assert (taken.status, booked(running, "o-1").captured, booked(running, "o-1").held) == (
            Status.PENDING, 1000, 0)
        its_id = taken.connector_transaction_id
        assert settle(running, its_id) == "TRANSMITTED"
        assert state(shop, its_id).status is Status.CHARGED
        back = shop.refund(RefundRequest(connector_transaction_id=its_id or "", refund_amount=PART,
                                         merchant_refund_id="r-1"))
        assert (back.status, back.refund_amount, booked(running, "o-1").kept) == (
            RefundStatus.REFUND_PENDING, PART, 0)
        ask = RefundSync(connector_refund_id=back.connector_refund_id or "", refund_amount=PART)
        assert shop.refund_sync(ask).status is RefundStatus.REFUND_PENDING
        settle(running, back.connector_refund_id)
        assert shop.refund_sync(ask).status is RefundStatus.REFUND_SUCCESS
        gone = shop.void(Void(connector_transaction_id=held(shop, "o-2"), amount=PRICE, merchant_void_id="v-1"))
        assert (gone.status, booked(running, "o-2").held) == (Status.VOIDED, 0)


def test_a_payment_that_is_taken_at_once_is_refunded_in_parts_and_no_further(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    assert (paid.status, booked(running, "o-1").kept) == (Status.CHARGED, 4250)
    its_id = paid.connector_transaction_id or ""
    assert state(shop, its_id, CaptureMethod.AUTOMATIC).status is Status.CHARGED
    settle(running, its_id)
    assert state(shop, its_id).status is Status.CHARGED
    refund = RefundRequest(connector_transaction_id=its_id, refund_amount=PART, merchant_refund_id="r-1")
    assert shop.refund(refund).status is RefundStatus.REFUND_PENDING
    more = shop.refund(replace(refund, refund_amount=Money(3251, Currency.USD), merchant_refund_id="r-2"))
    assert more.error is not None
    assert (more.status, more.error.code) == (RefundStatus.REFUND_FAILURE, "INVALID_AMOUNT")
    assert shop.refund(replace(refund, refund_amount=Money(3250, Currency.USD))).error is None
    assert (booked(running, "o-1").kept, booked(running, "o-1").refunded) == (0, 4250)


@pytest.mark.parametrize("face", FACES)
def test_a_refund_is_called_off_before_its_batch_and_no_later(running: SandboxThread, face: str) -> None:
    with opened(running, face) as shop:
        paid = shop.authorize(order(f"{face}-1"))
        refund = RefundRequest(connector_transaction_id=paid.connector_transaction_id or "", refund_amount=PART,
                               merchant_refund_id="r-1")
        first, second = shop.refund(refund), shop.refund(refund)
        off = shop.void_refund(VoidRefund(connector_refund_id=first.connector_refund_id or "",
                                          merchant_refund_id="r-1"))
        assert (off.status, off.error) == (RefundStatus.REFUND_FAILURE, None)
        settle(running, second.connector_refund_id)
        late = shop.void_refund(VoidRefund(connector_refund_id=second.connector_refund_id or "",
                                           merchant_refund_id="r-1"))
        assert (late.status, late.error and late.error.code) == (RefundStatus.REFUND_MANUAL_REVIEW, "NOT_VOIDABLE")
    assert booked(running, f"{face}-1").kept == 3250


def test_a_payment_is_found_by_its_reference_among_what_else_has_it(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    """A capture has the same one, and so has a refused attempt: found alone, the search may yet be behind."""
    assert shop.authorize(order("o-1", amount=Money(405100, Currency.USD))).status is Status.FAILURE
    with pytest.raises(OutcomeUnknown, match="only refused payments have this reference so far"):
        shop.sync(Sync(merchant_transaction_id="o-1"))
    its_id = held(shop, "o-2")
    shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PRICE, merchant_capture_id="o-2"))
    assert shop.sync(Sync(merchant_transaction_id="o-2")).connector_transaction_id == its_id


def test_a_refund_that_fails_leaves_the_money(shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    back = shop.refund(RefundRequest(connector_transaction_id=paid.connector_transaction_id or "", refund_amount=PART,
                                     merchant_refund_id="r-1"))
    assert settle(running, back.connector_refund_id, "failed") == "FAILED"
    ask = RefundSync(connector_refund_id=back.connector_refund_id or "", refund_amount=PART)
    assert (shop.refund_sync(ask).status, booked(running, "o-1").kept) == (RefundStatus.REFUND_FAILURE, 4250)


def test_several_captures_take_what_was_reserved_and_raised_and_no_more(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1", request_incremental_authorization=True)
    raised = shop.increment_authorization(IncrementAuthorization(
        connector_transaction_id=its_id, amount=PART, merchant_authorization_id="i-1"))
    assert raised.status is AuthorizationStatus.AUTHORIZATION_SUCCESS
    assert (booked(running, "o-1").held, booked(running, "o-1").charges) == (5250, 1)

    def capture(number: int, amount: Money) -> Payment:
        return shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=amount, multiple_capture_data=(
            MultipleCapture(capture_sequence=number, capture_reference=f"c-{number}")),
            merchant_capture_id=f"c-{number}"))

    assert capture(1, PRICE).status is Status.PENDING
    too_much = capture(2, Money(1001, Currency.USD))
    assert (too_much.status, too_much.error and too_much.error.code) == (Status.CAPTURE_FAILED, "EXCEEDS_AUTH_AMOUNT")
    assert capture(2, PART).status is Status.PENDING
    assert (booked(running, "o-1").captured, booked(running, "o-1").held) == (5250, 0)
    for merchant_capture_id in ("c-3", "c-4"):  # one alone is the last
        late = shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PART,
                                    merchant_capture_id=merchant_capture_id))
        assert late.status is Status.CAPTURE_FAILED
    assert booked(running, "o-1").captured == 5250


def test_a_void_before_the_batch_undoes_and_one_after_it_does_not(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    reverse = Reverse(connector_transaction_id=paid.connector_transaction_id or "", merchant_reverse_id="x-1",
                      connector_feature_data=paid.connector_feature_data)
    assert shop.reverse(reverse).status is Status.VOIDED_POST_CAPTURE
    assert (booked(running, "o-1").kept, booked(running, "o-1").held) == (0, 4250)  # the issuer still holds it
    release = Void(connector_transaction_id=paid.connector_transaction_id or "", amount=PRICE, merchant_void_id="v-1")
    assert shop.void(release).status is Status.VOIDED
    assert booked(running, "o-1").held == 0
    again = shop.void(release)
    assert (again.status, again.error and again.error.code) == (Status.VOID_FAILED, "AUTH_ALREADY_REVERSED")
    its_id = held(shop, "o-2")
    taken = shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PRICE, merchant_capture_id="c-2"))
    settle(running, taken.connector_transaction_id)
    late = shop.reverse(Reverse(connector_transaction_id=taken.connector_transaction_id or "",
                                merchant_reverse_id="x-2"))
    assert (late.status, late.error and late.error.code) == (Status.VOID_FAILED, "NOT_VOIDABLE")
    assert booked(running, "o-2").kept == 4250


@pytest.mark.parametrize(("units", "code", "response", "unified"), [
    (4003, "PROCESSOR_DECLINED", "03", Decline.GENERIC_DECLINE), (4005, "PROCESSOR_DECLINED", "05", None),
    (4041, "STOLEN_LOST_CARD", "41", Decline.PICKUP_CARD),
    (4051, "INSUFFICIENT_FUND", "51", Decline.INSUFFICIENT_FUNDS), (4054, "EXPIRED_CARD", "54", Decline.EXPIRED_CARD),
    (4061, "EXCEEDS_CREDIT_LIMIT", "61", Decline.WITHDRAWAL_LIMIT_EXCEEDED),
    (4082, "CVN_NOT_MATCH", "82", Decline.INCORRECT_CVC),
    (4091, "ISSUER_UNAVAILABLE", "91", Decline.ISSUER_UNAVAILABLE), (6003, "PROCESSOR_DECLINED", "10", None)])
def test_an_amount_names_the_decline(shop: BlockingTollbridge, running: SandboxThread, units: int, code: str,
                                     response: str, unified: Decline | None) -> None:
    no = shop.authorize(order("o-1", amount=Money(units * 100, Currency.USD)))
    assert no.error is not None
    assert (no.status, no.error.code, no.error.decline_code) == (Status.FAILURE, code, response)
    assert unified in (None, no.error.unified)
    assert booked(running, "o-1") == Total()
    assert state(shop, no.connector_transaction_id).status is Status.FAILURE


def test_cards_that_are_none_and_cards_of_the_past_are_declined(shop: BlockingTollbridge) -> None:
    for wish, code in ((order("o-1", number="4111111111111112"), "INVALID_ACCOUNT"),
                       (order("o-2", year="2020"), "EXPIRED_CARD")):
        no = shop.authorize(wish)
        assert (no.status, no.error and no.error.code) == (Status.FAILURE, code)


def test_an_address_that_is_missing_is_named(shop: BlockingTollbridge, running: SandboxThread) -> None:
    bare = shop.authorize(replace(order("o-1"), address=replace(HOME, billing_address=None)))
    assert bare.error is not None
    assert bare.error.code == "MISSING_FIELD"
    assert "orderInformation.billTo.locality" in (bare.error.reason or "")
    assert booked(running, "o-1") == Total()


def test_what_is_reserved_but_held_up_is_nobodys_charge(shop: BlockingTollbridge, running: SandboxThread) -> None:
    """AVS, card code and Decision Manager: the issuer has said yes, the merchant has not taken it."""
    for units, status in ((6001, Status.PENDING), (6002, Status.PENDING), (6102, Status.PENDING),
                          (6101, Status.FAILURE)):
        amount = Money(units * 100, Currency.USD)
        its = shop.authorize(order(f"o-{units}", amount=amount))
        assert (its.status, booked(running, f"o-{units}").captured) == (status, 0)
        assert booked(running, f"o-{units}").held == units * 100
        gone = shop.void(Void(connector_transaction_id=its.connector_transaction_id or "", amount=amount,
                              merchant_void_id=f"v-{units}"))
        assert (gone.status, booked(running, f"o-{units}").held) == (Status.VOIDED, 0)


def test_a_merchant_may_overlook_address_and_card_code(running: SandboxThread) -> None:
    with opened(running, disable_avs=True, disable_cvn=True) as shop:
        for units in (6001, 6002):
            its = shop.authorize(order(f"o-{units}", amount=Money(units * 100, Currency.USD)))
            assert (its.status, booked(running, f"o-{units}").kept) == (Status.CHARGED, units * 100)


def test_a_part_is_authorized_for_those_who_take_parts(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = shop.authorize(order("o-1", amount=Money(600300, Currency.USD), enable_partial_authorization=True,
                               capture_method=CaptureMethod.MANUAL))
    assert (its.status, its.authorized_money) == (Status.PARTIALLY_AUTHORIZED, Money(300150, Currency.USD))
    assert booked(running, "o-1").held == 300150


def test_amounts_have_the_currencys_own_digits(shop: BlockingTollbridge, running: SandboxThread) -> None:
    for currency in (Currency.JPY, Currency.KWD):
        assert shop.authorize(order(f"o-{currency}", amount=Money(4250, currency))).status is Status.CHARGED
        assert booked(running, f"o-{currency}", currency).kept == 4250


def test_a_bank_debit_waits_for_its_batch_and_may_come_back(shop: BlockingTollbridge, running: SandboxThread) -> None:
    debit = AchDebit(account_number=Secret("4100"), routing_number=Secret("071923284"),
                     bank_account_holder_name=Secret("Mira Okafor"))
    for own_id, outcome, status, kept in (("o-1", None, Status.CHARGED, 4250), ("o-2", "failed", Status.FAILURE, 0)):
        its = shop.authorize(replace(order(own_id), payment_method=debit))
        assert its.status is Status.PENDING
        settle(running, own_id, outcome)
        assert (state(shop, its.connector_transaction_id).status, booked(running, own_id).kept) == (status, kept)


@pytest.mark.parametrize("fault", LOST)
def test_after_a_lost_answer_nothing_is_charged_twice(shop: BlockingTollbridge, running: SandboxThread,
                                                       fault: FaultKind) -> None:
    running.sandbox.faults.add(fault, processor="cybersource", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1"))
    assert not told.value.repeatable
    with pytest.raises(OutcomeUnknown):  # DUPLICATE_REQUEST says nothing of the first one
        shop.authorize(order("o-1"))
    found = shop.sync(Sync(merchant_transaction_id="o-1", capture_method=CaptureMethod.AUTOMATIC))
    assert (found.status, found.amount) == (Status.CHARGED, PRICE)
    with pytest.raises(Rejected):
        shop.sync(Sync(merchant_transaction_id="o-2"))
    assert (booked(running, "o-1").charges, booked(running, "o-1").kept) == (1, 4250)


@pytest.mark.parametrize("fault", [FaultKind.CUT_BEFORE_EFFECT, FaultKind.ERROR_BEFORE_EFFECT])
def test_before_its_effect_a_call_that_breaks_off_has_done_nothing(
        shop: BlockingTollbridge, running: SandboxThread, fault: FaultKind) -> None:
    running.sandbox.faults.add(fault, processor="cybersource", operation="payments.create")
    with pytest.raises(OutcomeUnknown):
        shop.authorize(order("o-1"))
    assert booked(running, "o-1") == Total()
    assert shop.authorize(order("o-1")).status is Status.CHARGED
    assert booked(running, "o-1").charges == 1


@pytest.mark.parametrize("operation", ["payments.capture", "refunds.create", "payments.reverse"])
@pytest.mark.parametrize("fault", [FaultKind.CUT_BEFORE_EFFECT, FaultKind.CUT_AFTER_EFFECT])
def test_no_modification_moves_more_than_there_is(shop: BlockingTollbridge, running: SandboxThread, operation: str,
                                                   fault: FaultKind) -> None:
    """The shop repeats each call whose outcome it does not know: no ledger ever goes below nothing."""
    running.sandbox.faults.add(fault, processor="cybersource", operation=operation)
    its_id = held(shop, "o-1")
    calls: dict[str, Callable[[], Payment | Refund]] = {
        "payments.capture": lambda: shop.capture(Capture(
            connector_transaction_id=its_id, amount_to_capture=PRICE, merchant_capture_id="c-1")),
        "payments.reverse": lambda: shop.void(Void(
            connector_transaction_id=its_id, amount=PRICE, merchant_void_id="v-1"))}
    if operation == "refunds.create":
        taken = calls["payments.capture"]()
        assert isinstance(taken, Payment)
        paid = taken.connector_transaction_id or ""
        calls[operation] = lambda: shop.refund(RefundRequest(
            connector_transaction_id=paid, refund_amount=PRICE, merchant_refund_id="r-1"))
    with pytest.raises(OutcomeUnknown):
        calls[operation]()
    again = calls[operation]()
    assert (again.error is None) is (fault is FaultKind.CUT_BEFORE_EFFECT)
    total = booked(running, "o-1")
    assert (total.charges, total.authorized, total.held) == (1, 4250, 0)
    assert (total.captured, total.refunded, total.released) == {
        "payments.capture": (4250, 0, 0), "refunds.create": (4250, 4250, 0),
        "payments.reverse": (0, 0, 4250)}[operation]


def test_an_internal_error_leaves_the_outcome_open(shop: BlockingTollbridge) -> None:
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1", amount=Money(400600, Currency.USD)))
    assert told.value.http_status == 502


def test_a_stored_card_is_charged_until_its_mandate_ends(shop: BlockingTollbridge, running: SandboxThread) -> None:
    first = shop.authorize(order("o-1", setup_future_usage=FutureUsage.OFF_SESSION))
    zero = shop.setup_mandate(SetupMandate(
        amount=Money(0, Currency.USD), payment_method=card("4111111111111111", "09", "2031", "314"), customer=MIRA,
        address=HOME, merchant_recurring_payment_id="m-1"))
    assert (zero.status, booked(running, "m-1")) == (Status.CHARGED, Total())
    for number, mandate in enumerate((first.mandate_reference, zero.mandate_reference)):
        assert isinstance(mandate, ConnectorMandate)
        charge = ChargeMandate(amount=PART, merchant_charge_id=f"c-{number}",
                               connector_recurring_payment_id=mandate)
        assert shop.charge_mandate(charge).status is Status.CHARGED
        assert booked(running, f"c-{number}").kept == 1000
        revoke = RevokeMandate(connector_mandate_id=mandate.connector_mandate_id)
        assert shop.revoke_mandate(revoke).status is MandateStatus.REVOKED
        gone = shop.charge_mandate(replace(charge, merchant_charge_id=f"d-{number}"))
        assert (gone.status, booked(running, f"d-{number}")) == (Status.FAILURE, Total())
        with pytest.raises(Rejected) as told:
            shop.revoke_mandate(revoke)
        assert told.value.http_status == 410


def three_steps(shop: BlockingTollbridge, running: SandboxThread, number: str) -> Any:
    """Set-up, check of the enrolment and, after a challenge, the validation."""
    its = card(number, "01", "2031", "314")
    begun = shop.pre_authenticate(PreAuthenticate(amount=PRICE, payment_method=its, merchant_order_id="a-1"))
    assert begun.status is Status.DEVICE_DATA_COLLECTION_PENDING
    asked = shop.authenticate(Authenticate(
        amount=PRICE, payment_method=its, merchant_order_id="a-1", customer=MIRA, address=HOME,
        connector_feature_data=begun.connector_feature_data, return_url="https://lantern.example/3ds"))
    if asked.status is not Status.AUTHENTICATION_PENDING:
        return asked
    assert isinstance(asked.redirection_data, FormRedirect)
    url, fields = asked.redirection_data.endpoint, dict(asked.redirection_data.form_fields)
    assert "Is it you" in requests.post(url, data=fields, timeout=5).text
    back = requests.post(url, data={"outcome": "passed"}, timeout=5, allow_redirects=False)
    where, _, query = back.headers["Location"].partition("?")
    assert where == "https://lantern.example/3ds"
    name, _, value = query.partition("=")
    return shop.post_authenticate(PostAuthenticate(
        amount=PRICE, payment_method=its, merchant_order_id="a-1", connector_feature_data=asked.connector_feature_data,
        redirection_response=RedirectionResponse(params=query, payload={name: value})))


@pytest.mark.parametrize(("number", "letter", "eci"), [
    ("4000000000002701", TransactionStatus.SUCCESS, "05"), ("4000000000002719", TransactionStatus.NOT_VERIFIED, "06"),
    ("4000000000002503", TransactionStatus.SUCCESS, "05"), ("5200000000002151", TransactionStatus.SUCCESS, "02"),
    ("4000000000002420", TransactionStatus.VERIFICATION_NOT_PERFORMED, "07")])
def test_payer_authentication_ends_in_a_payment_that_shows_it(
        shop: BlockingTollbridge, running: SandboxThread, number: str, letter: TransactionStatus, eci: str) -> None:
    done = three_steps(shop, running, number)
    assert done.status is Status.AUTHENTICATION_SUCCESSFUL
    assert (done.authentication_data.trans_status, done.authentication_data.eci) == (letter, eci)
    assert bool(done.authentication_data.cavv) is (eci != "07")
    paid = shop.authorize(order("o-1", number=number, authentication_data=done.authentication_data))
    assert (paid.status, booked(running, "o-1").kept) == (Status.CHARGED, 4250)


@pytest.mark.parametrize("number", ["4000000000002925", "4000000000002370", "5200000000002490"])
def test_who_fails_authentication_is_told_so(shop: BlockingTollbridge, running: SandboxThread, number: str) -> None:
    no = three_steps(shop, running, number)
    assert (no.status, no.error.unified) == (Status.AUTHENTICATION_FAILED, Decline.AUTHENTICATION_FAILED)
    assert len(running.sandbox.ledger) == 0


def test_a_token_of_the_card_fields_pays_once(shop: BlockingTollbridge, running: SandboxThread) -> None:
    session = shop.client_token(CreateClientToken(domain_context=PaymentClientAuthenticationContext(
        amount=PRICE, return_url="https://lantern.example/pay")))
    assert isinstance(session.session_data, CybersourceClientAuthenticationResponse)
    assert session.session_data.client_library.startswith("https://testflex.cybersource.com/")
    token = requests.post(f"{running.base_url('cybersource')}/flex/v2/tokens", timeout=5, json={
        "merchantId": "sandbox_merchant",
        "card": {"number": "4111111111111111", "expirationMonth": "09", "expirationYear": "2031"}}).text
    pay = TokenAuthorize(amount=PRICE, connector_token=Secret(token), merchant_transaction_id="o-1", address=HOME,
                         customer=MIRA)
    assert (shop.token_authorize(pay).status, booked(running, "o-1").kept) == (Status.CHARGED, 4250)
    spent = shop.token_authorize(replace(pay, merchant_transaction_id="o-2"))
    assert (spent.status, spent.error and spent.error.code) == (Status.FAILURE, "INVALID_DATA")


def test_a_card_that_is_kept_pays_until_it_is_deleted(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = shop.tokenize(Tokenize(amount=PRICE, payment_method=card(VISA, "09", "2031", "314")))
    assert its.payment_method_token is not None
    token: dict[str, Any] = {"payment_method_token": its.payment_method_token,
                             "connector_payment_method_id": its.connector_payment_method_id}
    pay = replace(order("o-1"), payment_method=StoredMethod(token=its.payment_method_token))
    assert shop.authorize(pay).status is Status.CHARGED
    assert shop.validate_token(ValidateToken(**token)).status is TokenStatus.ACTIVE
    assert shop.delete_token(DeleteToken(**token)).status is OperationStatus.SUCCESS
    assert shop.validate_token(ValidateToken(**token)).status is TokenStatus.DELETED
    assert shop.authorize(replace(pay, merchant_transaction_id="o-2")).status is Status.FAILURE
    assert (booked(running, "o-1").kept, booked(running, "o-2")) == (4250, Total())


def test_one_merchant_cannot_touch_what_is_anothers(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1")
    with opened(running, **account("another_merchant")) as other:
        with pytest.raises(Rejected) as told:
            state(other, its_id)
        assert told.value.http_status == 404
        no = other.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PART, merchant_capture_id="c-1"))
        assert (no.status, no.error and no.error.code) == (Status.CAPTURE_FAILED, "MISSING_AUTH")
    assert booked(running, "o-1").captured == 0


@pytest.mark.parametrize("wrong", ["api_key", "api_secret", "merchant_account"])
def test_wrong_credentials_are_refused(running: SandboxThread, wrong: str) -> None:
    with opened(running, **{wrong: account("another_merchant")[wrong]}) as shop, pytest.raises(Rejected) as told:
        shop.authorize(order("o-1"))
    assert (told.value.http_status, len(running.sandbox.ledger)) == (401, 0)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_wrong_is_refused_before_anything_happens(minutes: int) -> None:
    with SandboxThread(clock=lambda: time.time() + 60 * minutes) as running, opened(running) as shop:
        with pytest.raises(Rejected) as told:
            shop.authorize(order("o-1"))
        assert (told.value.http_status, len(running.sandbox.ledger)) == (401, 0)
