"""Our connector against the simulated Checkout.com: what it tells the shop is what happened to the money."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from msgspec.structs import replace

from sandbox.checkout_shop import account
from sandbox.receiver import Receiver
from tollbridge import (
    Authorize,
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    ChargeMandate,
    Currency,
    Customer,
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
    Tollbridge,
    Void,
    card,
)
from tollbridge.domain.customers import CreateCustomer, CustomerLookupStatus, GetCustomer
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType,
    SubmitEvidence,
)
from tollbridge.domain.errors import ConnectorError
from tollbridge.domain.events import WebhookEventType as Type
from tollbridge.domain.inbound import HttpMethod, RequestDetails
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.bank_redirects import Ideal
from tollbridge.domain.payments import IncrementAuthorization, MultipleCapture, Reverse
from tollbridge.domain.payouts import CreatePayout, PayoutAddress, PayoutSync, SepaPayout
from tollbridge.domain.people import Address, Country, PaymentAddress
from tollbridge.domain.redirect_returns import VerifyRedirect
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.statuses import AuthorizationStatus, DisputeStatus, PayoutStatus
from tollbridge.domain.stored_methods import Tokenize
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread, Total
from tollbridge.sandbox.checkout import MERCHANTS, TEST_CARDS

VISA, WAITS, STUCK, NO_REFUND = "4242424242424242", "4012888888881881", "4917610000000000", "4988438843884305"
PRICE, PART = Money(4250, Currency.USD), Money(1000, Currency.USD)
BACK = "https://lantern.example/back"
HOME = PaymentAddress(billing_address=Address(
    first_name=Secret("Ida"), last_name=Secret("Lamp"), line1=Secret("1 Wick Lane"), city=Secret("Bristol"),
    zip_code=Secret("BS1 4ND"), country_alpha2_code=Country.GB))
UNHEARD = (FaultKind.CUT_AFTER_EFFECT, FaultKind.TRUNCATED_BODY, FaultKind.CUT_IN_HEADERS)
"""No answer, or one of 2xx that nobody can read."""


def opened(running: SandboxThread, **more: Any) -> BlockingTollbridge:
    return BlockingTollbridge("checkout", environment="test", base_url=running.base_url("checkout"), retries=None,
                              **account() | more)


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with opened(running) as shop:
        yield shop


def order(own_id: str, number: str = VISA, amount: Money = PRICE, **more: Any) -> Authorize:
    return Authorize(amount=amount, payment_method=card(number, "09", "2031", "314"), merchant_transaction_id=own_id,
                     address=HOME, return_url=BACK, **more)


def booked(running: SandboxThread, own_id: str, currency: str = "USD") -> Total:
    return running.sandbox.ledger.total(currency, processor="checkout", reference=own_id)


def settle(running: SandboxThread, its_id: str | None, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("checkout", its_id or "", outcome))


def state(shop: BlockingTollbridge, its_id: str | None, how: CaptureMethod | None = None) -> Payment:
    return shop.sync(Sync(connector_transaction_id=its_id or "", amount=PRICE, capture_method=how))


def held(shop: BlockingTollbridge, own_id: str, number: str = VISA, **more: Any) -> str:
    its = shop.authorize(order(own_id, number, capture_method=CaptureMethod.MANUAL_MULTIPLE, **more))
    assert (its.status, its.authorized_money) == (Status.AUTHORIZED, PRICE)
    return its.connector_transaction_id or ""


def take(shop: BlockingTollbridge, its_id: str, amount: Money, own_id: str, *, last: bool = True) -> Payment:
    several = None if last else MultipleCapture(capture_reference=own_id, capture_sequence=1)
    return shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=amount, merchant_capture_id=own_id,
                                multiple_capture_data=several))


def give_back(shop: BlockingTollbridge, its_id: str, amount: Money, own_id: str) -> Any:
    return shop.refund(RefundRequest(connector_transaction_id=its_id, refund_amount=amount,
                                     merchant_refund_id=own_id))


@pytest.mark.parametrize("oauth", [False, True])
def test_a_payment_is_reserved_captured_in_parts_and_given_back(running: SandboxThread, oauth: bool) -> None:
    with opened(running, **account(oauth=oauth)) as shop:
        its_id = held(shop, "o-1")
        assert (booked(running, "o-1").held, state(shop, its_id).status) == (4250, Status.AUTHORIZED)
        assert take(shop, its_id, PART, "c-1", last=False).status is Status.CAPTURE_INITIATED
        part = state(shop, its_id)
        assert (part.status, part.captured_amount, part.capturable_amount) == (
            Status.PARTIAL_CHARGED_AND_CHARGEABLE, PART, Money(3250, Currency.USD))
        take(shop, its_id, PART, "c-2")
        assert state(shop, its_id).status is Status.PARTIAL_CHARGED
        total = booked(running, "o-1")
        assert (total.captured, total.released, total.held) == (2000, 2250, 0)
        back = give_back(shop, its_id, PART, "r-1")
        assert back.status is RefundStatus.REFUND_PENDING
        seen = shop.refund_sync(RefundSync(connector_refund_id=back.connector_refund_id, refund_amount=PART,
                                           connector_transaction_id=its_id))
        assert (seen.status, seen.refund_amount, seen.merchant_refund_id) == (
            RefundStatus.REFUND_SUCCESS, PART, "r-1")
        assert (booked(running, "o-1").kept, booked(running, "o-1").charges) == (1000, 1)
    assert len(running.sandbox.requests.of("access_tokens.create")) == oauth


def test_an_automatic_capture_comes_behind_the_answer(shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    assert (paid.status, booked(running, "o-1").kept) == (Status.CAPTURE_INITIATED, 4250)
    assert state(shop, paid.connector_transaction_id).status is Status.CHARGED
    slow = shop.authorize(order("o-2", WAITS))
    assert (booked(running, "o-2").held, state(shop, slow.connector_transaction_id, CaptureMethod.AUTOMATIC).status
            ) == (4250, Status.CAPTURE_INITIATED)
    assert settle(running, slow.connector_transaction_id, "failed") == "Authorized"
    lost = state(shop, slow.connector_transaction_id, CaptureMethod.AUTOMATIC)
    assert (lost.status, lost.error and lost.error.unified, booked(running, "o-2").captured) == (
        Status.CAPTURE_FAILED, Decline.DO_NOT_HONOR, 0)


def test_what_was_taken_in_may_be_declined_later(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1", STUCK)
    assert take(shop, its_id, PRICE, "c-1").status is Status.CAPTURE_INITIATED
    assert (state(shop, its_id).status, booked(running, "o-1").held) == (Status.CAPTURE_FAILED, 4250)
    assert shop.void(Void(connector_transaction_id=its_id, merchant_void_id="v-1")).status is Status.VOID_INITIATED
    assert booked(running, "o-1").held == 4250
    paid = shop.authorize(order("o-2", NO_REFUND)).connector_transaction_id or ""
    back = give_back(shop, paid, PRICE, "r-2")
    no = shop.refund_sync(RefundSync(connector_refund_id=back.connector_refund_id, refund_amount=PRICE,
                                     connector_transaction_id=paid))
    assert (no.status, no.error and no.error.code, booked(running, "o-2").kept) == (
        RefundStatus.REFUND_FAILURE, "20005", 4250)


def test_a_refund_that_waits_holds_its_money_back(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = shop.authorize(order("o-1", WAITS)).connector_transaction_id or ""
    settle(running, its_id)
    back = give_back(shop, its_id, PART, "r-1")
    ask = RefundSync(connector_refund_id=back.connector_refund_id, refund_amount=PART,
                     connector_transaction_id=its_id)
    assert (shop.refund_sync(ask).status, booked(running, "o-1").refunded) == (RefundStatus.REFUND_PENDING, 0)
    assert give_back(shop, its_id, PRICE, "r-2").error.unified is Decline.AMOUNT_TOO_LARGE
    assert settle(running, "r-1") == "Partially Refunded"
    assert (shop.refund_sync(ask).status, booked(running, "o-1").kept) == (RefundStatus.REFUND_SUCCESS, 3250)


def test_a_reservation_is_raised_voided_and_reversed(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1", request_incremental_authorization=True)
    more = shop.increment_authorization(IncrementAuthorization(
        connector_transaction_id=its_id, amount=PART, merchant_authorization_id="i-1"))
    assert (more.status, booked(running, "o-1").held) == (AuthorizationStatus.AUTHORIZATION_SUCCESS, 5250)
    gone = shop.void(Void(connector_transaction_id=its_id, merchant_void_id="v-1"))
    assert (gone.status, state(shop, its_id).status, booked(running, "o-1").held) == (
        Status.VOID_INITIATED, Status.VOIDED, 0)
    with pytest.raises(Rejected) as told:  # 403: nothing is left
        shop.void(Void(connector_transaction_id=its_id, merchant_void_id="v-2"))
    assert told.value.http_status == 403
    for own_id, number, how in (("o-2", VISA, None), ("o-3", VISA, CaptureMethod.MANUAL)):
        paid = shop.authorize(order(own_id, number, capture_method=how)).connector_transaction_id or ""
        shop.reverse(Reverse(connector_transaction_id=paid, merchant_reverse_id=f"x-{own_id}"))
        assert (booked(running, own_id).kept, booked(running, own_id).held) == (0, 0)
    with pytest.raises(Rejected):  # it was not made to be raised
        shop.increment_authorization(IncrementAuthorization(
            connector_transaction_id=held(shop, "o-4"), amount=PART, merchant_authorization_id="i-2"))


@pytest.mark.parametrize("row", [row for row in TEST_CARDS if row.code != "10000"], ids=lambda row: str(row.code))
def test_a_test_card_is_declined_for_its_own_reason(shop: BlockingTollbridge, running: SandboxThread,
                                                    row: Any) -> None:
    no = shop.authorize(order("o-1", row.number))
    assert (no.status, no.error and no.error.code) == (Status.FAILURE, row.code)
    assert no.error is not None
    assert no.error.unified not in (None, Decline.UNKNOWN)
    assert booked(running, "o-1") == Total()
    assert state(shop, no.connector_transaction_id).status is Status.FAILURE


def test_what_is_wrong_with_a_card_is_named_and_nothing_is_done(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    wrong = replace(order("o-1"), payment_method=card("4242424242424241", "09", "2020", "31"))
    no = shop.authorize(wrong)
    assert no.error is not None
    assert (no.status, no.error.reason) == (Status.FAILURE, "card_number_invalid & cvv_invalid")
    old = shop.authorize(replace(order("o-2"), payment_method=card(VISA, "09", "2020", "314")))
    assert old.error is not None
    assert old.error.unified is Decline.EXPIRED_CARD
    assert len(running.sandbox.ledger) == 0


def shopper(its: Any, outcome: str | None) -> str:
    """Where the shopper is sent in the end: by the button of that name, or by none where nobody asks."""
    assert isinstance(its.redirection_data, Redirect)
    page = requests.get(its.redirection_data.uri, timeout=5, allow_redirects=False)
    if outcome is not None:
        assert "Is it you" in page.text
        page = requests.post(its.redirection_data.uri, data={"outcome": outcome}, timeout=5, allow_redirects=False)
    return page.headers["Location"]


def verified(shop: BlockingTollbridge, where: str) -> Any:
    return shop.verify_redirect(VerifyRedirect(request_details=RequestDetails(
        method=HttpMethod.GET, uri=where, query_params=urlsplit(where).query)))


@pytest.mark.parametrize(("number", "outcome", "code"), [
    (VISA, "passed", None), (VISA, "failed", "20151"), ("4010056200000018", None, None),
    ("5132562600000029", None, None), ("4539628347117863", None, "20151"), ("4275765574319271", None, "20151"),
    ("5234106378657904", None, "20153"), ("4150561000000035", "passed", "20153"),
    ("4500622868341387", "passed", None), ("4544249167673670", "passed", "20051")])
def test_a_shopper_is_authenticated_and_sent_back(shop: BlockingTollbridge, running: SandboxThread, number: str,
                                                  outcome: str | None, code: str | None) -> None:
    asked = shop.authorize(order("o-1", number, auth_type=AuthenticationType.THREE_DS))
    assert (asked.status, booked(running, "o-1")) == (Status.AUTHENTICATION_PENDING, Total())
    assert state(shop, asked.connector_transaction_id).status is Status.AUTHENTICATION_PENDING
    where = shopper(asked, outcome)
    assert where.startswith(f"{BACK}?status={'failure' if code else 'success'}&cko-session-id=sid_")
    told = verified(shop, where)
    assert (told.source_verified, told.connector_transaction_id) == (True, asked.connector_transaction_id)
    assert (told.status, told.error and told.error.code) == (Status.FAILURE if code else Status.CHARGED, code)
    assert booked(running, "o-1").kept == (0 if code else 4250)
    assert shopper(asked, None) == where  # who comes again is not asked, nor charged, again
    assert booked(running, "o-1").charges == (0 if code else 1)


def test_a_card_without_3ds_is_declined_where_it_is_wanted(shop: BlockingTollbridge) -> None:
    no = shop.authorize(order("o-1", "4484070000035519", auth_type=AuthenticationType.THREE_DS))
    assert (no.status, no.error and no.error.unified) == (Status.FAILURE, Decline.CARD_NOT_SUPPORTED)


def test_other_methods_wait_for_the_shopper_or_the_bank(shop: BlockingTollbridge, running: SandboxThread) -> None:
    euros = Money(4250, Currency.EUR)
    for own_id, outcome, status in (("o-1", "passed", Status.CHARGED), ("o-2", "failed", Status.FAILURE)):
        its = shop.authorize(replace(order(own_id, amount=euros), payment_method=Ideal(), description="Lanterns"))
        assert its.status is Status.AUTHENTICATION_PENDING
        assert verified(shop, shopper(its, outcome)).status is status
        assert booked(running, own_id, "EUR").kept == (4250 if outcome == "passed" else 0)
    debit = AchDebit(account_number=Secret("000123456789"), routing_number=Secret("011075150"),
                     bank_account_holder_name=Secret("Ida Lamp"))
    for own_id, end, status in (("o-3", None, Status.CHARGED), ("o-4", "failed", Status.FAILURE)):
        its = shop.authorize(replace(order(own_id), payment_method=debit))
        assert its.status is Status.PENDING
        settle(running, own_id, end)
        assert state(shop, its.connector_transaction_id).status is status


def test_amounts_have_the_processors_own_digits(shop: BlockingTollbridge, running: SandboxThread) -> None:
    for currency, minor in ((Currency.JPY, 4250), (Currency.KWD, 4250), (Currency.CLP, 425), (Currency.CLF, 30000)):
        paid = shop.authorize(order(f"o-{currency}", amount=Money(minor, currency)))
        assert (paid.status, paid.amount) == (Status.CAPTURE_INITIATED, Money(minor, currency))
        assert booked(running, f"o-{currency}", currency).kept == minor


def test_the_vault_keeps_a_card_until_its_mandate_ends(shop: BlockingTollbridge, running: SandboxThread) -> None:
    first = shop.authorize(order("o-1", setup_future_usage=FutureUsage.OFF_SESSION))
    zero = shop.setup_mandate(SetupMandate(
        amount=Money(0, Currency.USD), payment_method=card(VISA, "09", "2031", "314"), address=HOME,
        merchant_recurring_payment_id="m-1", return_url=BACK))
    assert (zero.status, booked(running, "m-1").captured) == (Status.CHARGED, 0)
    for number, mandate in enumerate((first.mandate_reference, zero.mandate_reference)):
        assert isinstance(mandate, ConnectorMandate)
        charge = ChargeMandate(amount=PART, merchant_charge_id=f"c-{number}", connector_recurring_payment_id=mandate)
        assert shop.charge_mandate(charge).status is Status.CAPTURE_INITIATED
        assert booked(running, f"c-{number}").kept == 1000
        revoke = RevokeMandate(connector_mandate_id=mandate.connector_mandate_id)
        assert shop.revoke_mandate(revoke).status is MandateStatus.REVOKED
        gone = shop.charge_mandate(replace(charge, merchant_charge_id=f"d-{number}"))
        assert (gone.status, booked(running, f"d-{number}")) == (Status.FAILURE, Total())


def test_a_token_pays_once_and_a_customer_is_found(shop: BlockingTollbridge, running: SandboxThread) -> None:
    made = shop.tokenize(Tokenize(amount=PRICE, payment_method=card(VISA, "09", "2031", "314"), address=HOME))
    pay = TokenAuthorize(amount=PRICE, connector_token=made.payment_method_token or Secret(""), address=HOME,
                         merchant_transaction_id="o-1", return_url=BACK)
    assert (shop.token_authorize(pay).status, booked(running, "o-1").kept) == (Status.CAPTURE_INITIATED, 4250)
    again = shop.token_authorize(replace(pay, merchant_transaction_id="o-2"))
    assert (again.error and again.error.code, booked(running, "o-2")) == ("token_used", Total())
    new = shop.create_customer(CreateCustomer(email=Secret("ida@lantern.example"), customer_name="Ida Lamp"))
    found = shop.get_customer(GetCustomer(connector_customer_id=new.connector_customer_id or ""))
    assert found.customer is not None
    assert (found.lookup_status, found.customer.name) == (CustomerLookupStatus.FOUND, "Ida Lamp")
    none = shop.get_customer(GetCustomer(connector_customer_id="cus_nobody"))
    assert none.lookup_status is CustomerLookupStatus.NOT_FOUND
    paid = shop.authorize(order("o-3", customer=Customer(connector_customer_id=new.connector_customer_id)))
    assert paid.status is Status.CAPTURE_INITIATED


@pytest.mark.parametrize("fault", [*UNHEARD, FaultKind.CUT_BEFORE_EFFECT])
def test_after_a_lost_answer_the_same_key_charges_once(shop: BlockingTollbridge, running: SandboxThread,
                                                       fault: FaultKind) -> None:
    running.sandbox.faults.add(fault, processor="checkout", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1"))
    assert told.value.repeatable
    assert shop.authorize(order("o-1")).status is Status.CAPTURE_INITIATED
    assert (booked(running, "o-1").charges, booked(running, "o-1").kept) == (1, 4250)


def test_after_an_error_a_payment_is_looked_for_and_not_repeated(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    """Checkout.com keeps no error: whoever asks again is charged again, and so nobody is told to."""
    running.sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, processor="checkout", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1"))
    assert (told.value.http_status, told.value.repeatable, told.value.syncable) == (500, False, True)
    found = state(shop, told.value.reference)
    assert (found.status, found.amount, found.merchant_transaction_id) == (Status.CHARGED, PRICE, "o-1")
    assert booked(running, "o-1").charges == 1
    shop.authorize(order("o-1"))
    assert booked(running, "o-1").charges == 2
    with pytest.raises(OutcomeUnknown, match="2 payments are listed"):
        state(shop, told.value.reference)


@pytest.mark.parametrize("number", [VISA, "4544249167673670"])
def test_a_payment_that_is_not_there_or_was_refused_decides_nothing(
        shop: BlockingTollbridge, running: SandboxThread, number: str) -> None:
    if number != VISA:
        shop.authorize(order("o-1", number), idempotency_key="earlier")
    running.sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, processor="checkout", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1"))
    with pytest.raises(OutcomeUnknown, match=f"{int(number != VISA)} payments are listed"):
        state(shop, told.value.reference)


@pytest.mark.parametrize("operation", ["payments.capture", "refunds.create", "payments.void", "payments.increment"])
def test_no_modification_is_made_twice_by_its_key(shop: BlockingTollbridge, running: SandboxThread,
                                                   operation: str) -> None:
    its_id = held(shop, "o-1", request_incremental_authorization=True)
    calls: dict[str, Callable[[], Any]] = {
        "payments.capture": lambda: take(shop, its_id, PART, "c-1", last=False),
        "payments.void": lambda: shop.void(Void(connector_transaction_id=its_id, merchant_void_id="v-1")),
        "payments.increment": lambda: shop.increment_authorization(IncrementAuthorization(
            connector_transaction_id=its_id, amount=PART, merchant_authorization_id="i-1")),
        "refunds.create": lambda: give_back(shop, its_id, PART, "r-1")}
    if operation == "refunds.create":
        take(shop, its_id, PRICE, "c-0")
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="checkout", operation=operation)
    with pytest.raises(OutcomeUnknown) as told:
        calls[operation]()
    assert told.value.repeatable
    assert calls[operation]().error is None
    total = booked(running, "o-1")
    assert (total.authorized, total.captured, total.refunded, total.released) == {
        "payments.capture": (4250, 1000, 0, 0), "refunds.create": (4250, 4250, 1000, 0),
        "payments.void": (4250, 0, 0, 4250), "payments.increment": (5250, 0, 0, 0)}[operation]


def test_no_capture_takes_more_than_is_held(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1")
    much = take(shop, its_id, Money(4251, Currency.USD), "c-1")
    assert (much.status, much.error and much.error.unified) == (Status.CAPTURE_FAILED, Decline.AMOUNT_TOO_LARGE)
    take(shop, its_id, PART, "c-2")
    with pytest.raises(Rejected):
        take(shop, its_id, PART, "c-3")
    assert (booked(running, "o-1").captured, booked(running, "o-1").held) == (1000, 0)


def disputed(shop: BlockingTollbridge, running: SandboxThread, own_id: str) -> tuple[str, str]:
    paid = shop.authorize(order(own_id, amount=Money(1040, Currency.USD)))
    assert booked(running, own_id).disputed == 1040
    simulator: Any = running.sandbox._simulators["checkout"]
    return list(simulator._books.disputes)[-1], paid.connector_transaction_id or ""


@pytest.mark.parametrize(("outcome", "status", "kept"), [
    (None, DisputeStatus.DISPUTE_WON, 1040), ("failed", DisputeStatus.DISPUTE_LOST, 0)])
def test_a_dispute_is_defended_with_evidence(shop: BlockingTollbridge, running: SandboxThread, outcome: str | None,
                                             status: DisputeStatus, kept: int) -> None:
    its, paid = disputed(shop, running, "o-1")
    seen = shop.dispute_sync(DisputeSync(connector_dispute_id=its))
    assert (seen.dispute_status, seen.connector_transaction_id, seen.dispute_reason, seen.dispute_amount) == (
        DisputeStatus.DISPUTE_OPENED, paid, "10.4", Money(1040, Currency.USD))
    assert shop.defend_dispute(DefendDispute(dispute_id=its)).error is not None  # there is nothing to send
    handed = shop.submit_evidence(SubmitEvidence(dispute_id=its, evidence_documents=(
        EvidenceDocument(evidence_type=EvidenceType.RECEIPT, file_content=b"%PDF-1.7",
                         file_mime_type="application/pdf"),
        EvidenceDocument(evidence_type=EvidenceType.CUSTOMER_COMMUNICATION, text_content="It has come, thank you"))))
    assert handed.dispute_status is DisputeStatus.DISPUTE_OPENED
    assert shop.defend_dispute(DefendDispute(dispute_id=its)).dispute_status is DisputeStatus.DISPUTE_CHALLENGED
    settle(running, its, outcome)
    assert shop.dispute_sync(DisputeSync(connector_dispute_id=its)).dispute_status is status
    assert booked(running, "o-1").kept == kept


def test_a_dispute_is_given_in_to_and_then_over(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its, _ = disputed(shop, running, "o-1")
    assert shop.accept_dispute(AcceptDispute(dispute_id=its)).dispute_status is DisputeStatus.DISPUTE_ACCEPTED
    with pytest.raises(Rejected) as told:
        shop.accept_dispute(AcceptDispute(dispute_id=its))
    assert (told.value.http_status, booked(running, "o-1").kept) == (403, 0)


def test_a_payout_is_paid_declined_or_sent_back(running: SandboxThread) -> None:
    def payout(own_id: str) -> CreatePayout:
        source = MERCHANTS["lantern"].currency_account
        return CreatePayout(
            amount=Money(1000, Currency.EUR), merchant_payout_id=own_id, description="Withdrawal",
            connector_feature_data=Secret(f'{{"currency_account_id": "{source}"}}'),
            payout_method_data=SepaPayout(iban=Secret("DE89370400440532013000")),
            address=PayoutAddress(billing_address=HOME.billing_address))
    with opened(running, **account(oauth=True)) as shop:
        for own_id, outcomes, status, sent in (
                ("p-1", (None,), PayoutStatus.SUCCESS, 1000), ("p-2", ("failed",), PayoutStatus.FAILED, 0),
                ("p-3", (None, "failed"), PayoutStatus.REVERSED, 0)):
            made = shop.create_payout(payout(own_id))
            assert (made.payout_status, booked(running, own_id, "EUR").paid_out) == (PayoutStatus.PENDING, 0)
            again = shop.create_payout(payout(own_id))
            assert again.connector_payout_id == made.connector_payout_id
            for outcome in outcomes:
                settle(running, own_id, outcome)
            seen = shop.payout_sync(PayoutSync(connector_payout_id=made.connector_payout_id))
            assert (seen.payout_status, booked(running, own_id, "EUR").paid_out) == (status, sent)
            assert (seen.error is not None) is (status is PayoutStatus.FAILED)
    with opened(running) as shop, pytest.raises(Rejected):  # a secret key is not good for that
        shop.create_payout(payout("p-4"))


def test_one_merchant_cannot_touch_what_is_anothers(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its_id = held(shop, "o-1")
    with opened(running, **account("harbour")) as other:
        calls: tuple[Callable[[], object], ...] = (
            lambda: state(other, its_id), lambda: take(other, its_id, PART, "c-1"))
        for call in calls:
            with pytest.raises(Rejected) as told:
                call()
            assert told.value.http_status == 404
    assert booked(running, "o-1").captured == 0


@pytest.mark.parametrize("wrong", [{"api_secret": "sk_sbox_nobody"}, {"api_key": "ack_nobody"}])
def test_wrong_credentials_are_refused(running: SandboxThread, wrong: dict[str, str]) -> None:
    with opened(running, **wrong) as shop, pytest.raises(ConnectorError) as told:
        shop.authorize(order("o-1"))
    assert not isinstance(told.value, OutcomeUnknown)
    assert len(running.sandbox.ledger) == 0


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with receiver.listening():
        yield receiver


async def test_events_are_signed_and_say_what_happened(sandbox: Sandbox, receiver: Receiver) -> None:
    key = Secret("lantern-webhook-key")
    sandbox.set_webhook("checkout", receiver.url, key)
    async with Tollbridge("checkout", environment="test", base_url=sandbox.base_url("checkout"), retries=None,
                          **account()) as shop:
        paid = await shop.authorize(order("o-1", amount=Money(1040, Currency.USD)))
        its_id = paid.connector_transaction_id or ""
        back = await shop.refund(RefundRequest(connector_transaction_id=its_id, merchant_refund_id="r-1",
                                               refund_amount=Money(40, Currency.USD)))
        await shop.authorize(order("o-2", "4544249167673670"))
        kept = await shop.authorize(order("o-3", capture_method=CaptureMethod.MANUAL))
        await shop.void(Void(connector_transaction_id=kept.connector_transaction_id or "", merchant_void_id="v-1"))
        await sandbox.webhooks.drained()
        told = [await shop.handle_webhook(body, headers, secret=key) for body, headers in receiver.hooks]
    events = [event for handled in told for event in handled.events]
    assert [event.event_type for event in events] == [
        Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Type.WEBHOOK_DISPUTE_OPENED,
        Type.WEBHOOK_REFUND_SUCCESS, Type.PAYMENT_INTENT_FAILURE, Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
        Type.PAYMENT_INTENT_CANCELLED]
    contents: list[Any] = [event.event_content for event in events]
    assert [its.connector_transaction_id for its in contents[:4]] == [its_id] * 4
    assert (contents[0].merchant_transaction_id, contents[1].status) == ("o-1", Status.CHARGED)
    assert (contents[3].connector_refund_id, contents[3].merchant_refund_id) == (back.connector_refund_id, "r-1")
    assert contents[4].error.code == "20051"
