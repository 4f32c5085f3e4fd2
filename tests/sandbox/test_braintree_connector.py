"""Tollbridge's own connector against the simulated Braintree; each exchange is judged by Braintree's schema."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import requests
from aiohttp import web
from msgspec.structs import replace

from sandbox.braintree import Judge
from tollbridge import (
    Authorize,
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    ChargeMandate,
    Currency,
    Decline,
    FutureUsage,
    HandledWebhook,
    MandateStatus,
    MissingField,
    Money,
    OutcomeUnknown,
    PaymentStatus as Status,
    RefundRequest,
    RefundStatus,
    RefundSync,
    Rejected,
    RevokeMandate,
    Secret,
    SetupMandate,
    SignatureMismatch,
    Sync,
    Tollbridge,
    Void,
    WebhookEventType as Type,
    card,
)
from tollbridge.domain.authentication import Authenticate, PostAuthenticate, PreAuthenticate
from tollbridge.domain.banks import BankType
from tollbridge.domain.customers import CreateCustomer, CustomerLookupStatus, GetCustomer
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType,
    SubmitEvidence,
)
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.bank_redirects import Trustly
from tollbridge.domain.methods.cards import CardForNetworkTransactionId, StoredMethod
from tollbridge.domain.methods.wallets import ApplePayThirdPartySdk, PaypalRedirect, PaypalSdk, VenmoRedirect
from tollbridge.domain.payments import IncrementAuthorization, MultipleCapture, Reverse
from tollbridge.domain.people import Country, Customer
from tollbridge.domain.redirect_returns import VerifyRedirect
from tollbridge.domain.redirects import FormRedirect, Redirect
from tollbridge.domain.refunds import VoidRefund
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import AuthorizationStatus, DisputeStatus
from tollbridge.domain.three_ds import AuthenticationType, RedirectionResponse
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread

KEYS: dict[str, Any] = {
    "public_key": "public", "private_key": "private", "merchant_account_id": "shop_usd",
    "merchant_config_currency": "USD"}
PRICE, PART = Money(1234, Currency.USD), Money(234, Currency.USD)
VISA, DISPUTED = "4111111111111111", "4023898493988028"


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
def judge(running: SandboxThread) -> Iterator[Judge]:
    with Judge(running.sandbox).judging() as judge:
        yield judge


@pytest.fixture
def shop(running: SandboxThread, judge: Judge) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("braintree", environment="test", base_url=running.base_url("braintree"), **KEYS) as client:
        yield client


def pay(number: str = VISA, amount: Money = PRICE, *, later: bool = False, reference: str = "o1", **more: object,
        ) -> Authorize:
    return Authorize(amount=amount, payment_method=card(number, "12", "2034", cvc="123", holder="Ada Lovelace"),
                     merchant_transaction_id=reference, capture_method=CaptureMethod.MANUAL if later else None,
                     **more)  # type: ignore[arg-type]


def settle(running: SandboxThread, reference: str | None, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("braintree", reference or "", outcome))


def test_reserve_take_settle_and_give_back_a_part(running: SandboxThread, shop: BlockingTollbridge) -> None:
    reserved = shop.authorize(pay(later=True))
    its = reserved.connector_transaction_id or ""
    assert (reserved.status, reserved.authorized_money) == (Status.AUTHORIZED, PRICE)
    taken = shop.capture(Capture(connector_transaction_id=its, amount_to_capture=PRICE))
    assert (taken.status, taken.captured_amount) == (Status.CHARGED, PRICE)
    early = shop.refund(RefundRequest(connector_transaction_id=its, refund_amount=PART))
    assert early.error is not None
    assert (early.status, early.error.code, early.error.unified) == (
        RefundStatus.REFUND_FAILURE, "91506", Decline.TRY_AGAIN_LATER)
    assert settle(running, its) == "SETTLED"
    given = shop.refund(RefundRequest(connector_transaction_id=its, refund_amount=PART, merchant_refund_id="r1"))
    assert (given.status, given.refund_amount) == (RefundStatus.REFUND_SUCCESS, PART)
    again = shop.refund_sync(RefundSync(connector_refund_id=given.connector_refund_id or ""))
    assert (again.status, again.merchant_refund_id) == (RefundStatus.REFUND_SUCCESS, "r1")
    assert shop.sync(Sync(connector_transaction_id=its)).status is Status.CHARGED
    total = running.sandbox.ledger.total("USD", reference="o1")
    assert (total.charges, total.captured, total.refunded) == (1, 1234, 234)


def test_a_part_that_is_captured_releases_the_rest(running: SandboxThread, shop: BlockingTollbridge) -> None:
    its = shop.authorize(pay(later=True)).connector_transaction_id or ""
    taken = shop.capture(Capture(connector_transaction_id=its, amount_to_capture=PART))
    assert (taken.status, taken.captured_amount) == (Status.PARTIAL_CHARGED, PART)
    assert running.sandbox.ledger.total("USD", reference="o1").held == 0


def test_a_reservation_is_released_and_a_charge_undone(running: SandboxThread, shop: BlockingTollbridge) -> None:
    reserved, charged = shop.authorize(pay(later=True)), shop.authorize(pay(reference="o2"))
    void = shop.void(Void(connector_transaction_id=reserved.connector_transaction_id or ""))
    undone = shop.reverse(Reverse(connector_transaction_id=charged.connector_transaction_id or ""))
    assert (void.status, undone.status) == (Status.VOIDED, Status.VOIDED_POST_CAPTURE)
    too_late = shop.void(Void(connector_transaction_id=reserved.connector_transaction_id or ""))
    assert (too_late.status, too_late.error and too_late.error.code) == (Status.VOID_FAILED, "91504")
    for reference in ("o1", "o2"):
        total = running.sandbox.ledger.total("USD", reference=reference)
        assert (total.held, total.kept) == (0, 0)


def test_what_has_settled_is_refunded_in_place_of_a_void(running: SandboxThread, shop: BlockingTollbridge) -> None:
    its = shop.authorize(pay()).connector_transaction_id
    settle(running, its)
    assert shop.reverse(Reverse(connector_transaction_id=its or "")).status is Status.AUTO_REFUNDED
    assert running.sandbox.ledger.total("USD", reference="o1").kept == 0


@pytest.mark.parametrize(("major", "status", "code", "unified"), [
    ("2001.00", Status.FAILURE, "2001", Decline.INSUFFICIENT_FUNDS),
    ("2999.00", Status.FAILURE, "2999", Decline.GENERIC_DECLINE),
    ("3000.00", Status.FAILURE, "3000", Decline.ISSUER_UNAVAILABLE),
    ("5001.00", Status.FAILURE, "APPLICATION_INCOMPLETE", Decline.INVALID_MERCHANT)])
def test_an_amount_decides(
        running: SandboxThread, shop: BlockingTollbridge, major: str, status: Status, code: str, unified: Decline,
) -> None:
    got = shop.authorize(pay(amount=Money.from_major(major, Currency.USD)))
    assert got.error is not None
    assert (got.status, got.error.code, got.error.unified) == (status, code, unified)
    assert running.sandbox.ledger.total("USD", reference="o1").charges == 0


def test_a_number_that_is_none_never_becomes_a_token(shop: BlockingTollbridge) -> None:
    got = shop.authorize(pay("4111111111111112"))
    assert (got.status, got.error and got.error.code) == (Status.FAILURE, "81715")


def test_a_currency_has_its_own_merchant_account(running: SandboxThread, shop: BlockingTollbridge) -> None:
    own = Secret('{"merchant_account_id": "shop_jpy", "merchant_config_currency": "JPY"}')
    price = Money(500, Currency.JPY)
    got = shop.authorize(pay(amount=price, connector_feature_data=own))
    assert (got.status, got.captured_amount) == (Status.CHARGED, price)
    assert running.sandbox.ledger.total("JPY", reference="o1").captured == 500


def test_several_captures_of_paypal_are_transactions_of_their_own(
        running: SandboxThread, shop: BlockingTollbridge) -> None:
    reserved = shop.authorize(Authorize(
        amount=PRICE, payment_method=PaypalSdk(token=Secret("fake-paypal-one-time-nonce")),
        merchant_transaction_id="o1", capture_method=CaptureMethod.MANUAL_MULTIPLE))
    assert reserved.status is Status.AUTHORIZED
    parts = [shop.capture(Capture(
        connector_transaction_id=reserved.connector_transaction_id or "", amount_to_capture=PART,
        multiple_capture_data=MultipleCapture(capture_sequence=one))) for one in (1, 2)]
    assert {part.status for part in parts} == {Status.PARTIAL_CHARGED_AND_CHARGEABLE}
    assert len({part.connector_transaction_id for part in parts} | {reserved.connector_transaction_id}) == 3
    settle(running, parts[0].connector_transaction_id)
    back = shop.refund(RefundRequest(connector_transaction_id=parts[0].connector_transaction_id or "",
                                     refund_amount=PART))
    assert back.status is RefundStatus.REFUND_SUCCESS
    total = running.sandbox.ledger.total("USD", reference="o1")
    assert (total.charges, total.captured, total.refunded) == (1, 468, 234)


def test_the_last_of_several_captures_takes_the_whole(shop: BlockingTollbridge) -> None:
    reserved = shop.authorize(Authorize(
        amount=PRICE, payment_method=PaypalSdk(token=Secret("fake-paypal-one-time-nonce")),
        merchant_transaction_id="o1", capture_method=CaptureMethod.MANUAL_MULTIPLE))
    its, rest = reserved.connector_transaction_id or "", Money(PRICE.minor_amount - PART.minor_amount, PRICE.currency)
    first, last = (shop.capture(Capture(
        connector_transaction_id=its, amount_to_capture=amount,
        multiple_capture_data=MultipleCapture(capture_sequence=number)))
        for number, amount in enumerate((PART, rest), 1))
    assert (first.status, first.captured_amount) == (Status.PARTIAL_CHARGED_AND_CHARGEABLE, PART)
    assert (last.status, last.captured_amount) == (Status.CHARGED, PRICE)
    seen = [shop.sync(Sync(connector_transaction_id=one))
            for one in (its, last.connector_transaction_id or "", "order:o1")]
    assert [(one.status, one.captured_amount) for one in seen] == [(Status.CHARGED, PRICE)] * 3


def test_a_reservation_is_raised_and_a_raise_declined(running: SandboxThread, shop: BlockingTollbridge) -> None:
    reserved = shop.authorize(pay(later=True, request_incremental_authorization=True))
    its = reserved.connector_transaction_id or ""
    raised = shop.increment_authorization(IncrementAuthorization(
        connector_transaction_id=its, amount=Money(2000, Currency.USD)))
    declined = shop.increment_authorization(IncrementAuthorization(
        connector_transaction_id=its, amount=Money(200100, Currency.USD)))
    assert raised.status is AuthorizationStatus.AUTHORIZATION_SUCCESS
    assert (declined.status, declined.error and declined.error.code) == (
        AuthorizationStatus.AUTHORIZATION_FAILURE, "2001")
    assert running.sandbox.ledger.total("USD", reference="o1").held == 2000


def test_a_refund_is_called_off(running: SandboxThread, shop: BlockingTollbridge) -> None:
    its = shop.authorize(pay()).connector_transaction_id or ""
    settle(running, its)
    given = shop.refund(RefundRequest(connector_transaction_id=its, refund_amount=PRICE))
    off = shop.void_refund(VoidRefund(connector_refund_id=given.connector_refund_id or ""))
    assert (off.status, off.error) == (RefundStatus.REFUND_FAILURE, None)
    assert running.sandbox.ledger.total("USD", reference="o1").kept == 1234


def test_a_card_is_kept_charged_and_forgotten(running: SandboxThread, shop: BlockingTollbridge) -> None:
    who = shop.create_customer(CreateCustomer(customer_name="Ada Lovelace", email=Secret("ada@shop.example")))
    kept = shop.setup_mandate(SetupMandate(
        amount=Money(0, Currency.USD), payment_method=card(VISA, "12", "2034", cvc="123"),
        customer=Customer(connector_customer_id=who.connector_customer_id)))
    assert isinstance(kept.mandate_reference, ConnectorMandate)
    assert kept.status is Status.CHARGED
    paid = shop.charge_mandate(ChargeMandate(
        amount=PRICE, merchant_charge_id="c1", connector_recurring_payment_id=kept.mandate_reference))
    assert (paid.status, paid.mandate_reference) == (Status.CHARGED, kept.mandate_reference)
    found = shop.get_customer(GetCustomer(connector_customer_id=who.connector_customer_id))
    assert (found.lookup_status, found.customer and found.customer.name) == (
        CustomerLookupStatus.FOUND, "Ada Lovelace")
    its = kept.mandate_reference.connector_mandate_id
    assert shop.revoke_mandate(RevokeMandate(connector_mandate_id=its)).status is MandateStatus.REVOKED
    gone = shop.charge_mandate(ChargeMandate(amount=PRICE, connector_recurring_payment_id=kept.mandate_reference))
    assert (gone.status, gone.error and gone.error.code) == (Status.FAILURE, "91565")
    nobody = shop.get_customer(GetCustomer(connector_customer_id="Y3VzdG9tZXJfbm9ib2R5"))
    assert nobody.lookup_status is CustomerLookupStatus.NOT_FOUND


def test_a_card_that_fails_its_verification_is_not_kept(shop: BlockingTollbridge) -> None:
    refused = shop.setup_mandate(SetupMandate(
        amount=Money(0, Currency.USD), payment_method=card("4000111111111115", "12", "2034", cvc="123")))
    assert (refused.status, refused.error and refused.error.code, refused.mandate_reference) == (
        Status.FAILURE, "2000", None)


def test_a_payment_leaves_a_mandate_and_a_network_id_is_charged(shop: BlockingTollbridge) -> None:
    first = shop.authorize(pay(setup_future_usage=FutureUsage.OFF_SESSION))
    assert isinstance(first.mandate_reference, ConnectorMandate)
    again = shop.charge_mandate(ChargeMandate(amount=PRICE, connector_recurring_payment_id=first.mandate_reference))
    assert again.status is Status.CHARGED
    elsewhere = shop.charge_mandate(ChargeMandate(
        amount=PRICE,
        connector_recurring_payment_id=NetworkMandate(network_transaction_id=first.network_transaction_id or ""),
        payment_method=CardForNetworkTransactionId(
            card_number=Secret(VISA), card_exp_month=Secret("12"), card_exp_year=Secret("2034"))))
    assert elsewhere.status is Status.CHARGED


def test_a_token_is_charged_once(shop: BlockingTollbridge) -> None:
    asked = shop.authorize(pay(auth_type=AuthenticationType.THREE_DS, return_url="https://shop.example/back"))
    assert asked.status is Status.AUTHENTICATION_PENDING
    token: Secret = asked.redirection_data.card_token  # type: ignore[union-attr]
    once = Authorize(amount=PRICE, payment_method=StoredMethod(token=token), merchant_transaction_id="o1")
    assert shop.authorize(once).status is Status.CHARGED
    with pytest.raises(OutcomeUnknown, match="91564"):
        shop.authorize(once)


def test_a_token_without_the_proof_that_is_insisted_on_is_rejected(shop: BlockingTollbridge) -> None:
    def by(token: str) -> Payment:
        return shop.authorize(Authorize(amount=PRICE, payment_method=StoredMethod(token=Secret(token)),
                                        auth_type=AuthenticationType.THREE_DS))
    bare = by("fake-valid-nonce")
    assert (bare.status, bare.error and bare.error.code) == (Status.FAILURE, "THREE_D_SECURE")
    assert by("fake-three-d-secure-visa-full-authentication-nonce").status is Status.CHARGED


@pytest.mark.parametrize(("nonce", "status"), [
    ("fake-three-d-secure-visa-full-authentication-nonce", Status.AUTHENTICATION_SUCCESSFUL),
    ("fake-valid-nonce", Status.AUTHENTICATION_FAILED), ("fake-venmo-account-nonce", Status.CONFIRMATION_AWAITED)])
def test_braintree_says_what_became_of_a_nonce(shop: BlockingTollbridge, nonce: str, status: Status) -> None:
    said = shop.verify_redirect(VerifyRedirect(request_details=RequestDetails(body=f"nonce={nonce}".encode())))
    assert (said.status, said.source_verified) == (status, True)


@pytest.mark.parametrize(("number", "shopper", "ends"), [
    ("4000000000002701", None, Status.CHARGED), ("4000000000002925", None, "THREE_D_SECURE"),
    ("4000000000002503", "succeeded", Status.CHARGED), ("4000000000002503", "failed", "THREE_D_SECURE")])
def test_three_steps_of_3ds_and_a_charge_that_insists_on_them(
        running: SandboxThread, shop: BlockingTollbridge, number: str, shopper: str | None, ends: object) -> None:
    its = card(number, "12", "2034", cvc="123")
    asked = shop.pre_authenticate(PreAuthenticate(amount=PRICE, payment_method=its))
    assert asked.status is Status.DEVICE_DATA_COLLECTION_PENDING
    found = shop.authenticate(Authenticate(
        amount=PRICE, payment_method=its, connector_feature_data=asked.connector_feature_data,
        redirection_response=RedirectionResponse(payload={"dfReferenceId": "1_df"})))
    assert (found.status is Status.AUTHENTICATION_PENDING) == (shopper is not None)
    if shopper is not None:
        assert isinstance(found.redirection_data, FormRedirect)
        settle(running, found.redirection_data.form_fields["nonce"], shopper)
    last = shop.post_authenticate(PostAuthenticate(
        amount=PRICE, payment_method=its, connector_feature_data=found.connector_feature_data))
    assert last.status is (Status.AUTHENTICATION_SUCCESSFUL if ends is Status.CHARGED else Status.AUTHENTICATION_FAILED)
    paid = shop.authorize(pay(number, connector_feature_data=last.connector_feature_data))
    assert (paid.error.code if paid.error else paid.status) == ends


# -- PayPal's page, bank accounts ----------------------------------------------------------------------------------
BACK = "https://shop.example/back"


def press(its: Any, outcome: str = "agree") -> RedirectionResponse:
    """The shopper's browser; gives what it comes back with."""
    assert isinstance(its.redirection_data, Redirect)
    assert requests.get(its.redirection_data.uri, timeout=5).status_code == 200
    answer = requests.post(its.redirection_data.uri, data={"outcome": outcome}, allow_redirects=False, timeout=5)
    assert answer.headers["Location"].startswith(BACK + "?")
    return RedirectionResponse(params=answer.headers["Location"].partition("?")[2])


def on_the_page(**more: Any) -> Authorize:
    return Authorize(amount=PRICE, payment_method=PaypalRedirect(), return_url=BACK, merchant_transaction_id="o1",
                     **more)


def test_paypal_is_paid_on_its_page(running: SandboxThread, shop: BlockingTollbridge) -> None:
    asked = shop.authorize(on_the_page(setup_future_usage=FutureUsage.OFF_SESSION))
    assert asked.status is Status.AUTHENTICATION_PENDING
    assert running.sandbox.ledger.total("USD", reference="o1").captured == 0
    carried = asked.connector_feature_data
    paid = shop.authorize(on_the_page(setup_future_usage=FutureUsage.OFF_SESSION, connector_feature_data=carried,
                                      redirection_response=press(asked)))
    assert (paid.status, paid.captured_amount) == (Status.CHARGED, PRICE)
    assert running.sandbox.ledger.total("USD", reference="o1").captured == 1234
    assert isinstance(paid.mandate_reference, ConnectorMandate)
    again = shop.charge_mandate(ChargeMandate(amount=PART, connector_recurring_payment_id=paid.mandate_reference))
    assert again.status is Status.CHARGED


def test_who_leaves_paypals_page_pays_nothing(running: SandboxThread, shop: BlockingTollbridge) -> None:
    asked = shop.authorize(on_the_page())
    with pytest.raises(MissingField, match="PayerID"):
        shop.authorize(on_the_page(redirection_response=press(asked, "cancel")))
    forged = RedirectionResponse(params="paymentId=PAYID-1&token=EC-1&PayerID=SANDBOXPAYER1")
    refused = shop.authorize(on_the_page(redirection_response=forged))
    assert refused.status is Status.FAILURE
    assert running.sandbox.ledger.total("USD", reference="o1").captured == 0


def test_paypal_is_kept_by_an_agreement(shop: BlockingTollbridge) -> None:
    ask = SetupMandate(amount=Money(0, Currency.USD), payment_method=PaypalRedirect(), return_url=BACK)
    asked = shop.setup_mandate(ask)
    assert asked.status is Status.AUTHENTICATION_PENDING
    second = replace(ask, connector_feature_data=asked.connector_feature_data)
    assert shop.setup_mandate(second).status is Status.FAILURE
    press(asked)
    kept = shop.setup_mandate(second)
    assert isinstance(kept.mandate_reference, ConnectorMandate)
    paid = shop.charge_mandate(ChargeMandate(amount=PRICE, connector_recurring_payment_id=kept.mandate_reference))
    assert paid.status is Status.CHARGED


@pytest.mark.parametrize(("number", "code"), [("1000000000", None), ("1000000006", "2092"), ("7", "2038")])
def test_a_bank_account_is_verified_before_it_is_charged(
        running: SandboxThread, shop: BlockingTollbridge, number: str, code: str | None) -> None:
    kept = shop.setup_mandate(SetupMandate(
        amount=Money(0, Currency.USD), connector_feature_data=Secret('{"ach_mandate": "I authorize the debit."}'),
        payment_method=AchDebit(account_number=Secret(number), routing_number=Secret("011000015"),
                                bank_account_holder_name=Secret("Ada Lovelace"), bank_type=BankType.CHECKING)))
    assert (kept.error.code if kept.error else None) == code
    if code is None:
        assert isinstance(kept.mandate_reference, ConnectorMandate)
        due = shop.charge_mandate(ChargeMandate(amount=PRICE, connector_recurring_payment_id=kept.mandate_reference))
        assert due.status is Status.CAPTURE_INITIATED
        assert settle(running, due.connector_transaction_id) == "SETTLED"


def test_wallets_are_charged_by_their_nonces(shop: BlockingTollbridge) -> None:
    for method in (ApplePayThirdPartySdk(token=Secret("fake-apple-pay-visa-nonce")),
                   PaypalSdk(token=Secret("fake-paypal-one-time-nonce"))):
        assert shop.authorize(Authorize(amount=PRICE, payment_method=method)).status is Status.CHARGED


def venmo(nonce: str = "fake-venmo-account-nonce", **more: Any) -> Authorize:
    """What Braintree's library tells the browser, as the shop's page sends it on."""
    brought = json.dumps({"nonce": nonce, "type": "VenmoAccount", "details": {"username": "sandbox-shopper"}})
    return Authorize(amount=PRICE, payment_method=VenmoRedirect(), merchant_transaction_id="o1",
                     redirection_response=RedirectionResponse(payload={"authentication_response": brought}), **more)


def test_venmo_is_paid_by_the_nonce_that_the_library_gives(running: SandboxThread, shop: BlockingTollbridge) -> None:
    with pytest.raises(MissingField, match="nonce"):
        shop.authorize(replace(venmo(), redirection_response=None))
    paid = shop.authorize(venmo(setup_future_usage=FutureUsage.OFF_SESSION))
    assert (paid.status, paid.captured_amount) == (Status.CHARGED, PRICE)
    assert isinstance(paid.mandate_reference, ConnectorMandate)
    assert running.sandbox.ledger.total("USD", reference="o1").captured == 1234
    again = shop.charge_mandate(ChargeMandate(amount=PART, connector_recurring_payment_id=paid.mandate_reference))
    assert again.status is Status.CHARGED


@pytest.mark.parametrize(("nonce", "code"), [
    ("fake-token-issuance-error-venmo-account-nonce", "TOKEN_ISSUANCE"), ("fake-paypal-one-time-nonce", "VALIDATION")])
def test_venmo_takes_no_other_nonce(
        running: SandboxThread, shop: BlockingTollbridge, nonce: str, code: str) -> None:
    refused = shop.authorize(venmo(nonce))
    assert (refused.status, refused.error and refused.error.code) == (Status.FAILURE, code)
    assert running.sandbox.ledger.total("USD", reference="o1").charges == 0


def test_venmo_is_reserved_captured_in_parts_and_given_back(running: SandboxThread, shop: BlockingTollbridge) -> None:
    reserved = shop.authorize(venmo(capture_method=CaptureMethod.MANUAL_MULTIPLE))
    assert reserved.status is Status.AUTHORIZED
    part = shop.capture(Capture(
        connector_transaction_id=reserved.connector_transaction_id or "", amount_to_capture=PART,
        multiple_capture_data=MultipleCapture(capture_sequence=1)))
    assert (part.status, part.captured_amount) == (Status.PARTIAL_CHARGED_AND_CHARGEABLE, PART)
    settle(running, part.connector_transaction_id)
    back = shop.refund(RefundRequest(connector_transaction_id=part.connector_transaction_id or "", refund_amount=PART))
    assert back.status is RefundStatus.REFUND_SUCCESS
    total = running.sandbox.ledger.total("USD", reference="o1")
    assert (total.charges, total.captured, total.refunded) == (1, 234, 234)


def dispute_of(shop: BlockingTollbridge, running: SandboxThread) -> str:
    shop.authorize(pay(DISPUTED))
    simulator: Any = running.sandbox._simulators["braintree"]
    return str(next(iter(simulator._books.disputes)))


def test_a_dispute_is_defended_and_won(running: SandboxThread, shop: BlockingTollbridge) -> None:
    its = dispute_of(shop, running)
    assert shop.dispute_sync(DisputeSync(connector_dispute_id=its)).dispute_status is DisputeStatus.DISPUTE_OPENED
    handed = shop.submit_evidence(SubmitEvidence(dispute_id=its, evidence_documents=(
        EvidenceDocument(text_content="compelling_evidence"),
        EvidenceDocument(evidence_type=EvidenceType.SHIPPING_DOCUMENTATION, file_content=b"%PDF-1.4",
                         file_mime_type="application/pdf"))))
    assert len(handed.submitted_evidence_ids) == 2
    assert shop.defend_dispute(DefendDispute(dispute_id=its)).dispute_status is DisputeStatus.DISPUTE_CHALLENGED
    assert shop.dispute_sync(DisputeSync(connector_dispute_id=its)).dispute_status is DisputeStatus.DISPUTE_WON
    assert running.sandbox.ledger.total("USD", reference="o1").kept == 1234
    late = shop.accept_dispute(AcceptDispute(dispute_id=its))
    assert late.error is not None
    assert late.error.code == "95704"


def test_a_dispute_is_accepted_by_the_id_that_webhooks_have(running: SandboxThread, shop: BlockingTollbridge) -> None:
    its = dispute_of(shop, running)
    simulator: Any = running.sandbox._simulators["braintree"]
    legacy = simulator._books.disputes[its].legacy
    given = shop.accept_dispute(AcceptDispute(dispute_id=legacy))
    assert (given.dispute_status, given.connector_dispute_id) == (DisputeStatus.DISPUTE_ACCEPTED, its)
    assert running.sandbox.ledger.total("USD", reference="o1").kept == 0


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT])
def test_a_charge_whose_answer_is_lost_is_found_by_its_order(
        running: SandboxThread, shop: BlockingTollbridge, kind: FaultKind) -> None:
    running.sandbox.faults.add(kind, operation="chargeCreditCard")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.authorize(pay())
    assert lost.value.reference == "order:o1"
    found = shop.sync(Sync(connector_transaction_id=lost.value.reference or ""))
    assert (found.status, found.captured_amount) == (Status.CHARGED, PRICE)
    assert running.sandbox.ledger.total("USD", reference="o1").charges == 1


def test_other_keys_are_refused(running: SandboxThread, shop: BlockingTollbridge) -> None:
    shop.authorize(pay())
    with BlockingTollbridge("braintree", environment="test", base_url=running.base_url("braintree"),
                            **KEYS | {"private_key": "another"}) as stranger, pytest.raises(Rejected) as refused:
        stranger.authorize(pay())
    assert (refused.value.code, refused.value.http_status) == ("AUTHENTICATION", 401)


# -- webhooks -------------------------------------------------------------------------------------------------------
@pytest.fixture
async def events() -> AsyncIterator[tuple[Sandbox, Tollbridge, list[HandledWebhook]]]:
    """A shop that takes in what the simulator sends it."""
    taken: list[HandledWebhook] = []
    async with Sandbox() as sandbox, Tollbridge(
            "braintree", environment="test", base_url=sandbox.base_url("braintree"), **KEYS) as shop:
        async def take(request: web.Request) -> web.Response:
            taken.append(await shop.handle_webhook(await request.read(), dict(request.headers), secret="private"))
            return web.Response()
        app = web.Application()
        app.router.add_post("/hooks", take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sandbox.set_webhook("braintree", f"http://127.0.0.1:{runner.addresses[0][1]}/hooks", Secret("private"))
        yield sandbox, shop, taken
        await runner.cleanup()


async def test_its_webhooks_are_verified_and_read(events: tuple[Sandbox, Tollbridge, list[HandledWebhook]]) -> None:
    sandbox, shop, taken = events
    its = await shop.authorize(pay())
    await sandbox.settle("braintree", its.connector_transaction_id or "")
    back = await shop.refund(RefundRequest(connector_transaction_id=its.connector_transaction_id or "",
                                           refund_amount=PART, merchant_refund_id="r1"))
    await sandbox.settle("braintree", back.connector_refund_id or "", "failed")
    await shop.authorize(pay(DISPUTED, reference="o2"))
    await asyncio.wait_for(sandbox.webhooks.drained(), 10)
    types = [event.event_type for hook in taken for event in hook.events]
    assert types == [Type.PAYMENT_INTENT_SUCCESS, Type.WEBHOOK_REFUND_FAILURE, Type.WEBHOOK_DISPUTE_OPENED]
    settled = taken[0].events[0].event_content
    assert isinstance(settled, Payment)
    assert (settled.connector_transaction_id, settled.captured_amount, settled.merchant_transaction_id) == (
        its.connector_transaction_id, PRICE, "o1")
    assert all(delivery.delivered for delivery in sandbox.webhooks.deliveries)


async def test_a_part_that_settles_is_not_told_as_the_whole(
        events: tuple[Sandbox, Tollbridge, list[HandledWebhook]]) -> None:
    sandbox, shop, taken = events
    reserved = await shop.authorize(Authorize(
        amount=PRICE, payment_method=PaypalSdk(token=Secret("fake-paypal-one-time-nonce")),
        merchant_transaction_id="o1", capture_method=CaptureMethod.MANUAL_MULTIPLE))
    parts = [(await shop.capture(Capture(
        connector_transaction_id=reserved.connector_transaction_id or "", amount_to_capture=PART,
        multiple_capture_data=MultipleCapture(capture_sequence=one)))).connector_transaction_id or "" for one in (1, 2)]
    for part, outcome in zip(parts, (None, "failed"), strict=True):
        await sandbox.settle("braintree", part, outcome)
    await asyncio.wait_for(sandbox.webhooks.drained(), 10)
    told = [event.event_content for hook in taken for event in hook.events]
    synced = [await shop.sync(Sync(connector_transaction_id=part)) for part in parts]
    for seen in (told, synced):
        assert [(one.connector_transaction_id, one.status) for one in seen if isinstance(one, Payment)] == [
            (parts[0], Status.PARTIAL_CHARGED_AND_CHARGEABLE), (parts[1], Status.CAPTURE_FAILED)]
    assert (synced[0].captured_amount, synced[0].amount) == (PART, PRICE)


async def test_a_voucher_is_paid_in_a_shop_or_expires(
        events: tuple[Sandbox, Tollbridge, list[HandledWebhook]]) -> None:
    sandbox, shop, taken = events

    def voucher(reference: str) -> Authorize:
        return Authorize(
            amount=PRICE, payment_method=Trustly(country=Country("SE")), return_url=BACK,
            merchant_transaction_id=reference, customer=Customer(first_name="Ada", last_name="Lovelace"))
    its, late = await shop.authorize(voucher("o1")), await shop.authorize(voucher("o2"))
    ids = [one.connector_transaction_id or "" for one in (its, late)]
    assert its.status is Status.AUTHENTICATION_PENDING
    assert (await shop.sync(Sync(connector_transaction_id=ids[0]))).status is Status.AUTHENTICATION_PENDING
    await sandbox.settle("braintree", ids[0].removeprefix("context:"))
    await sandbox.settle("braintree", ids[1].removeprefix("context:"), "failed")
    paid, gone = [await shop.sync(Sync(connector_transaction_id=one)) for one in ids]
    assert (paid.status, paid.captured_amount, gone.status) == (Status.CHARGED, PRICE, Status.EXPIRED)
    back = await shop.refund(RefundRequest(connector_transaction_id=paid.connector_transaction_id or "",
                                           refund_amount=PART))
    assert back.status is RefundStatus.REFUND_SUCCESS
    await asyncio.wait_for(sandbox.webhooks.drained(), 10)
    told = [event.event_content for hook in taken for event in hook.events]
    assert all(isinstance(one, Payment) for one in told)
    assert [(one.connector_transaction_id, one.status) for one in told if isinstance(one, Payment)] == [
        (paid.connector_transaction_id, Status.CHARGED), (ids[1], Status.EXPIRED)]


async def test_another_private_key_proves_nothing(events: tuple[Sandbox, Tollbridge, list[HandledWebhook]]) -> None:
    sandbox, shop, taken = events
    sandbox.set_webhook("braintree", None)
    simulator = sandbox._simulators["braintree"]
    signed = simulator.sign_webhook(Secret("another"), b"<notification/>", sandbox.now())
    with pytest.raises(SignatureMismatch):
        await shop.handle_webhook(signed.body, dict(signed.headers), secret="private")
    assert taken == []
