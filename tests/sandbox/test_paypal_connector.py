"""Tollbridge's own connector against the simulated PayPal: payments, mandates, and the events that come of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import requests
from aiohttp import web
from msgspec.structs import replace

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
    Money,
    OutcomeUnknown,
    Payment,
    PaymentReference,
    PaymentStatus as Status,
    PostAuthenticate,
    Redirect,
    RefundRequest,
    RefundStatus,
    RefundSync,
    Rejected,
    RevokeMandate,
    Secret,
    SetupMandate,
    SignatureMismatch,
    Sync,
    TokenSetupMandate,
    Tollbridge,
    Void,
    WebhookEventType as Type,
    card,
)
from tollbridge.domain.disputes import AcceptDispute, DisputeSync, EvidenceDocument, EvidenceType, SubmitEvidence
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.kinds import PaymentMethodType as Kind
from tollbridge.domain.methods.wallets import PaypalRedirect, VenmoRedirect
from tollbridge.domain.payouts import CreatePayout, PayoutSync, PaypalPayout, VoidPayout
from tollbridge.domain.statuses import DisputeStatus, PayoutStatus
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread

PRICE, PART = Money(1234, Currency.EUR), Money(234, Currency.EUR)
BACK = "https://shop.example/back"
WEBHOOK_ID = "WEBHOOK1"
VISA, STEP_UP, FAILS = "4012888888881881", "4868719460707704", "4868719796782421"


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
def paypal(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("paypal", environment="test", client_id="client", client_secret="s",
                            base_url=running.base_url("paypal")) as client:
        yield client


def order(number: str = VISA, *, holder: str = "Ada Lovelace", reference: str = "o1", later: bool = False) -> Authorize:
    return Authorize(amount=PRICE, payment_method=card(number, "12", "2034", cvc="123", holder=holder),
                     merchant_transaction_id=reference, return_url=BACK,
                     capture_method=CaptureMethod.MANUAL if later else None)


def wallet(reference: str = "o1", method: PaypalRedirect | VenmoRedirect | None = None) -> Authorize:
    return Authorize(amount=PRICE, payment_method=method or PaypalRedirect(), merchant_transaction_id=reference,
                     return_url=BACK)


def press(its: Any, outcome: str = "approve") -> str:
    """The payer's browser; gives where it is sent."""
    assert isinstance(its.redirection_data, Redirect)
    answer = requests.post(its.redirection_data.uri, data={"outcome": outcome}, allow_redirects=False, timeout=5)
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_reserve_take_and_give_back_a_part(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    reserved = paypal.authorize(order(later=True))
    assert reserved.status is Status.AUTHORIZED
    payment_id, carried = reserved.connector_transaction_id or "", reserved.connector_feature_data
    taken = paypal.capture(Capture(
        connector_transaction_id=payment_id, amount_to_capture=PRICE, connector_feature_data=carried))
    assert (taken.status, taken.captured_amount) == (Status.CHARGED, PRICE)
    given = paypal.refund(RefundRequest(connector_transaction_id=payment_id, refund_amount=PART,
                                        connector_feature_data=taken.connector_feature_data))
    assert (given.status, given.refund_amount) == (RefundStatus.REFUND_SUCCESS, PART)
    again = paypal.refund_sync(RefundSync(connector_refund_id=given.connector_refund_id or "",
                                          connector_transaction_id=payment_id))
    assert again.status is RefundStatus.REFUND_SUCCESS
    now = paypal.sync(Sync(connector_transaction_id=payment_id,
                           connector_feature_data=taken.connector_feature_data))
    assert now.status is Status.CHARGED
    total = running.sandbox.ledger.total("EUR", reference="o1")
    assert (total.charges, total.captured, total.refunded) == (1, 1234, 234)
    logins = [one for one in running.sandbox.requests if one.operation == "tokens.create"]
    assert len(logins) == 1


def test_a_reservation_is_released(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    reserved = paypal.authorize(order(later=True))
    void = paypal.void(Void(connector_transaction_id=reserved.connector_transaction_id or "",
                            connector_feature_data=reserved.connector_feature_data))
    assert void.status is Status.VOIDED
    now = paypal.sync(Sync(connector_transaction_id=reserved.connector_transaction_id or "",
                           connector_feature_data=reserved.connector_feature_data))
    assert now.status is Status.VOIDED
    assert running.sandbox.ledger.total("EUR").held == 0


@pytest.mark.parametrize(("holder", "code", "unified"), [
    ("CCREJECT-IF", "5120", Decline.INSUFFICIENT_FUNDS), ("CCREJECT-EC", "5400", Decline.EXPIRED_CARD)])
def test_a_declined_card_says_why(paypal: BlockingTollbridge, holder: str, code: str, unified: Decline) -> None:
    payment = paypal.authorize(order(holder=holder))
    assert payment.status is Status.FAILURE
    assert payment.error is not None
    assert (payment.error.code, payment.error.unified) == (code, unified)


@pytest.mark.parametrize("method", [PaypalRedirect(), VenmoRedirect()], ids=["paypal", "venmo"])
def test_the_payer_agrees_and_then_the_money_is_taken(
        running: SandboxThread, paypal: BlockingTollbridge, method: PaypalRedirect | VenmoRedirect) -> None:
    pending = paypal.authorize(wallet(method=method))
    assert pending.status is Status.AUTHENTICATION_PENDING
    assert f"token={pending.connector_transaction_id}" in press(pending)
    found = paypal.sync(Sync(connector_transaction_id=pending.connector_transaction_id or ""))
    assert found.status is Status.AUTHENTICATION_SUCCESSFUL
    paid = paypal.authorize(replace(wallet(method=method), connector_order_id=pending.connector_transaction_id))
    assert (paid.status, paid.captured_amount) == (Status.CHARGED, PRICE)
    assert running.sandbox.ledger.total("EUR").captured == 1234


def test_venmo_that_is_cancelled_pays_nothing_and_one_that_pays_is_kept(
        running: SandboxThread, paypal: BlockingTollbridge) -> None:
    asked = replace(wallet(method=VenmoRedirect()), capture_method=CaptureMethod.MANUAL,
                    setup_future_usage=FutureUsage.OFF_SESSION)
    pending = paypal.authorize(asked)
    again = replace(asked, connector_order_id=pending.connector_transaction_id)
    assert "PayerID" not in press(pending, "cancel")
    refused = paypal.authorize(again, idempotency_key="k1")
    assert (refused.status, refused.error and refused.error.code) == (Status.FAILURE, "PAYER_ACTION_REQUIRED")
    assert running.sandbox.ledger.total("EUR").charges == 0
    press(pending)
    reserved = paypal.authorize(again, idempotency_key="k2")
    assert reserved.status is Status.AUTHORIZED
    later = paypal.charge_mandate(charge(reserved.mandate_reference, Kind.VENMO, "o2"))
    assert later.status is Status.CHARGED


@pytest.mark.parametrize(("number", "status", "charges"), [
    (STEP_UP, Status.AUTHENTICATION_SUCCESSFUL, 1), (FAILS, Status.AUTHENTICATION_FAILED, 0)])
def test_3ds_is_gone_through(running: SandboxThread, paypal: BlockingTollbridge, number: str, status: Status,
                             charges: int) -> None:
    asked = replace(order(number), auth_type=AuthenticationType.THREE_DS)
    pending = paypal.authorize(asked)
    assert pending.status is Status.AUTHENTICATION_PENDING
    press(pending)
    found = paypal.post_authenticate(PostAuthenticate(
        amount=PRICE, payment_method=asked.payment_method,
        connector_order_reference_id=pending.connector_transaction_id))
    assert found.status is status
    if charges:
        paid = paypal.authorize(replace(asked, connector_order_id=pending.connector_transaction_id))
        assert paid.status is Status.CHARGED
    assert running.sandbox.ledger.total("EUR").charges == charges


def charge(mandate: object, kind: Kind, reference: str) -> ChargeMandate:
    assert isinstance(mandate, ConnectorMandate)
    return ChargeMandate(amount=PRICE, merchant_charge_id=reference, connector_recurring_payment_id=mandate,
                         payment_method_type=kind)


def test_a_card_is_kept_charged_and_forgotten(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    first = paypal.authorize(replace(order(), setup_future_usage=FutureUsage.OFF_SESSION))
    again = paypal.charge_mandate(charge(first.mandate_reference, Kind.CREDIT, "o2"))
    assert again.status is Status.CHARGED
    kept = paypal.setup_mandate(SetupMandate(amount=Money(0, Currency.EUR), payment_method=order().payment_method,
                                             merchant_recurring_payment_id="m1"))
    assert kept.status is Status.CHARGED
    assert paypal.charge_mandate(charge(kept.mandate_reference, Kind.CREDIT, "o3")).status is Status.CHARGED
    gone = paypal.revoke_mandate(RevokeMandate(connector_mandate_id=kept.connector_recurring_payment_id))
    assert gone.status is MandateStatus.REVOKED
    refused = paypal.charge_mandate(charge(kept.mandate_reference, Kind.CREDIT, "o4"))
    assert refused.error is not None
    assert refused.error.code == "TOKEN_ID_NOT_FOUND"
    assert running.sandbox.ledger.total("EUR").captured == 3 * 1234


@pytest.mark.parametrize(("method", "kind"), [(PaypalRedirect(), Kind.PAY_PAL), (VenmoRedirect(), Kind.VENMO)],
                         ids=["paypal", "venmo"])
def test_an_account_is_kept_once_its_payer_agrees(
        paypal: BlockingTollbridge, method: PaypalRedirect | VenmoRedirect, kind: Kind) -> None:
    zero = Money(0, Currency.EUR)
    waiting = paypal.setup_mandate(SetupMandate(amount=zero, payment_method=method, return_url=BACK,
                                                merchant_recurring_payment_id="m1"))
    assert waiting.status is Status.AUTHENTICATION_PENDING
    press(waiting)
    kept = paypal.token_setup_mandate(TokenSetupMandate(
        amount=zero, connector_token=Secret(waiting.connector_recurring_payment_id or ""),
        merchant_recurring_payment_id="m2"))
    assert kept.status is Status.CHARGED
    paid = paypal.charge_mandate(charge(kept.mandate_reference, kind, "o2"))
    assert paid.status is Status.CHARGED


def test_a_token_that_paypal_has_forgotten_is_fetched_anew(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    assert paypal.authorize(order()).status is Status.CHARGED
    simulator: Any = running.sandbox._simulators["paypal"]
    simulator._books.logins.clear()
    assert paypal.authorize(order(reference="o2")).status is Status.CHARGED


def test_a_wrong_secret_is_told(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    paypal.authorize(order())
    with BlockingTollbridge("paypal", environment="test", client_id="client", client_secret="t",
                            base_url=running.base_url("paypal")) as wrong, pytest.raises(Rejected):
        wrong.authorize(order(reference="o2"))


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT])
def test_after_an_unknown_outcome_the_same_key_pays_once(
        running: SandboxThread, paypal: BlockingTollbridge, kind: FaultKind) -> None:
    running.sandbox.faults.add(kind, processor="paypal", operation="orders.create")
    with pytest.raises(OutcomeUnknown) as told:
        paypal.authorize(order())
    assert told.value.idempotency_key == "o1"
    assert paypal.authorize(order()).status is Status.CHARGED
    assert running.sandbox.ledger.total("EUR").charges == 1


def test_a_payout_is_made_once_and_called_back(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    asked = CreatePayout(merchant_payout_id="p1", amount=PART,
                         payout_method_data=PaypalPayout(email=Secret("unclaimed@shop.example")))
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="paypal", operation="payouts.create")
    with pytest.raises(OutcomeUnknown):
        paypal.create_payout(asked)
    made = paypal.create_payout(asked)
    assert made.payout_status is PayoutStatus.PENDING
    batch = made.connector_payout_id or ""
    running.wait(lambda sandbox: sandbox.settle("paypal", batch))
    assert paypal.payout_sync(PayoutSync(connector_payout_id=batch)).payout_status is PayoutStatus.INITIATED
    assert running.sandbox.ledger.total("EUR").paid_out == 234
    gone = paypal.void_payout(VoidPayout(connector_payout_id=batch))
    assert gone.payout_status is PayoutStatus.CANCELLED
    assert running.sandbox.ledger.total("EUR").paid_out == 0


def disputed(running: SandboxThread, paypal: BlockingTollbridge) -> str:
    """The id of a dispute that the payer has opened."""
    pending = paypal.authorize(wallet())
    press(pending, "dispute")
    paid = paypal.authorize(replace(wallet(), connector_order_id=pending.connector_transaction_id))
    assert paid.status is Status.CHARGED
    simulator: Any = running.sandbox._simulators["paypal"]
    dispute_id, = simulator._books.disputes
    return str(dispute_id)


EVIDENCE = (EvidenceDocument(evidence_type=EvidenceType.RECEIPT, text_content="It was delivered"),
            EvidenceDocument(evidence_type=EvidenceType.SHIPPING_DOCUMENTATION, file_content=b"%PDF",
                             file_mime_type="application/pdf"))


@pytest.mark.parametrize(("evidence", "outcome", "status", "kept"), [
    ((), None, DisputeStatus.DISPUTE_LOST, 0),
    (EVIDENCE, None, DisputeStatus.DISPUTE_WON, 1234),
    (EVIDENCE, "failed", DisputeStatus.DISPUTE_LOST, 0)])
def test_a_dispute_is_answered_and_decided(
        running: SandboxThread, paypal: BlockingTollbridge, evidence: tuple[EvidenceDocument, ...], outcome: str | None,
        status: DisputeStatus, kept: int) -> None:
    dispute_id = disputed(running, paypal)
    found = paypal.dispute_sync(DisputeSync(dispute_id=dispute_id, connector_dispute_id=dispute_id))
    assert (found.dispute_status, found.dispute_amount) == (DisputeStatus.DISPUTE_OPENED, PRICE)
    assert running.sandbox.ledger.total("EUR").kept == 0
    if evidence:
        told = paypal.submit_evidence(SubmitEvidence(dispute_id=dispute_id, evidence_documents=evidence))
        assert told.dispute_status is DisputeStatus.DISPUTE_CHALLENGED
        found = paypal.dispute_sync(DisputeSync(dispute_id=dispute_id, connector_dispute_id=dispute_id))
        assert found.dispute_status is DisputeStatus.DISPUTE_CHALLENGED
    running.wait(lambda sandbox: sandbox.settle("paypal", dispute_id, outcome))
    found = paypal.dispute_sync(DisputeSync(dispute_id=dispute_id, connector_dispute_id=dispute_id))
    assert found.dispute_status is status
    assert running.sandbox.ledger.total("EUR").kept == kept
    with pytest.raises(ValueError, match="does not wait"):
        running.wait(lambda sandbox: sandbox.settle("paypal", dispute_id))


def test_a_dispute_is_given_in_to_once(running: SandboxThread, paypal: BlockingTollbridge) -> None:
    dispute_id = disputed(running, paypal)
    its = AcceptDispute(dispute_id=dispute_id)
    assert paypal.accept_dispute(its).dispute_status is DisputeStatus.DISPUTE_ACCEPTED
    again = paypal.accept_dispute(its)
    assert again.error is not None
    assert again.error.code == "ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE"
    assert running.sandbox.ledger.total("EUR").kept == 0


class Receiver:
    """The merchant's webhook endpoint, whose webhooks are handled by the client."""

    def __init__(self, client: Tollbridge) -> None:
        self.client = client
        self.hooks: list[tuple[bytes, dict[str, str]]] = []
        self.handled: list[HandledWebhook] = []

    async def take(self, request: web.Request) -> web.Response:
        self.hooks.append((await request.read(), dict(request.headers)))
        try:
            handled = await self.client.handle_webhook(*self.hooks[-1], secret=WEBHOOK_ID)
        except SignatureMismatch:
            return web.Response(status=401)
        self.handled.append(handled)
        return web.Response(status=handled.acknowledgement.status)

    def types(self) -> list[Type | None]:
        return [event.event_type for handled in self.handled for event in handled.events]


@pytest.fixture
async def shop(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Sandbox, Receiver]]:
    secret = getattr(request, "param", WEBHOOK_ID)
    async with Sandbox(webhook_retry_after_s=()) as sandbox, Tollbridge(
            "paypal", environment="test", client_id="client", client_secret="s",
            base_url=sandbox.base_url("paypal")) as client:
        receiver = Receiver(client)
        app = web.Application()
        app.router.add_post("/hooks", receiver.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sandbox.set_webhook("paypal", f"http://127.0.0.1:{runner.addresses[0][1]}/hooks", Secret(secret))
        yield sandbox, receiver
        await runner.cleanup()


async def test_what_happens_is_told_by_webhooks(shop: tuple[Sandbox, Receiver]) -> None:
    sandbox, receiver = shop
    client = receiver.client
    reserved = await client.authorize(order(later=True))
    taken = await client.capture(Capture(connector_transaction_id=reserved.connector_transaction_id or "",
                                         amount_to_capture=PRICE,
                                         connector_feature_data=reserved.connector_feature_data))
    await client.refund(RefundRequest(connector_transaction_id=reserved.connector_transaction_id or "",
                                      refund_amount=PART, connector_feature_data=taken.connector_feature_data))
    released = await client.authorize(order(reference="o2", later=True))
    await client.void(Void(connector_transaction_id=released.connector_transaction_id or "",
                           connector_feature_data=released.connector_feature_data))
    await sandbox.webhooks.drained()
    assert [delivery.event_type for delivery in sandbox.webhooks.deliveries] == [
        "PAYMENT.AUTHORIZATION.CREATED", "CHECKOUT.ORDER.COMPLETED", "PAYMENT.CAPTURE.COMPLETED",
        "PAYMENT.CAPTURE.REFUNDED", "PAYMENT.AUTHORIZATION.CREATED", "CHECKOUT.ORDER.COMPLETED",
        "PAYMENT.AUTHORIZATION.VOIDED"]
    assert all(delivery.delivered for delivery in sandbox.webhooks.deliveries)
    assert receiver.types() == [
        Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
        Type.PAYMENT_INTENT_SUCCESS, Type.WEBHOOK_REFUND_SUCCESS, Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS,
        Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Type.PAYMENT_INTENT_CANCELLED]
    content = receiver.handled[2].events[0].event_content
    assert isinstance(content, Payment)
    assert (content.status, content.connector_transaction_id) == (Status.CHARGED, reserved.connector_transaction_id)
    about = client.peek_webhook(*receiver.hooks[2])
    assert about.reference == PaymentReference(connector_transaction_id=reserved.connector_transaction_id,
                                               merchant_transaction_id="o1")


async def test_a_decline_an_approval_and_a_token_are_told_too(shop: tuple[Sandbox, Receiver]) -> None:
    sandbox, receiver = shop
    await receiver.client.authorize(order(holder="CCREJECT-SF"))
    pending = await receiver.client.authorize(wallet("o2"))
    await sandbox.settle("paypal", pending.connector_transaction_id or "")
    kept = await receiver.client.setup_mandate(SetupMandate(
        amount=Money(0, Currency.EUR), payment_method=order().payment_method, merchant_recurring_payment_id="m1"))
    await receiver.client.revoke_mandate(RevokeMandate(connector_mandate_id=kept.connector_recurring_payment_id))
    await sandbox.webhooks.drained()
    assert receiver.types() == [
        Type.PAYMENT_INTENT_FAILURE, Type.SOURCE_CHARGEABLE, Type.MANDATE_ACTIVE, Type.MANDATE_REVOKED]


async def test_disputes_and_payouts_are_told_too(shop: tuple[Sandbox, Receiver]) -> None:
    sandbox, receiver = shop
    client = receiver.client
    pending = await client.authorize(wallet())
    await asyncio.to_thread(press, pending, "dispute")
    await client.authorize(replace(wallet(), connector_order_id=pending.connector_transaction_id))
    simulator: Any = sandbox._simulators["paypal"]
    dispute_id, = simulator._books.disputes
    await client.submit_evidence(SubmitEvidence(dispute_id=dispute_id, evidence_documents=EVIDENCE))
    await sandbox.settle("paypal", dispute_id)
    made = await client.create_payout(CreatePayout(
        merchant_payout_id="p1", amount=PART, payout_method_data=PaypalPayout(email=Secret("ida@shop.example"))))
    await sandbox.settle("paypal", made.connector_payout_id or "")
    await sandbox.webhooks.drained()
    assert receiver.types() == [
        Type.SOURCE_CHARGEABLE, Type.PAYMENT_INTENT_SUCCESS, Type.WEBHOOK_DISPUTE_OPENED, Type.PAYMENT_INTENT_SUCCESS,
        Type.WEBHOOK_DISPUTE_CHALLENGED, Type.WEBHOOK_DISPUTE_WON, Type.PAYOUT_PROCESSING, None, Type.PAYOUT_SUCCESS]


@pytest.mark.parametrize("shop", ["ANOTHER"], indirect=True)
async def test_the_webhook_of_another_is_not_ours(shop: tuple[Sandbox, Receiver]) -> None:
    sandbox, receiver = shop
    await receiver.client.authorize(order())
    await sandbox.webhooks.drained()
    assert [delivery.status for delivery in sandbox.webhooks.deliveries] == [401, 401]
    assert not receiver.handled


@pytest.mark.parametrize("change", ["body", "paypal-transmission-id", "paypal-transmission-time",
                                    "paypal-transmission-sig", "paypal-cert-url", "paypal-auth-algo"])
async def test_what_was_changed_on_the_way_is_nobody_s(shop: tuple[Sandbox, Receiver], change: str) -> None:
    sandbox, receiver = shop
    await receiver.client.authorize(order())
    await sandbox.webhooks.drained()
    body, given = receiver.hooks[0]
    headers = {name.lower(): text for name, text in given.items()}
    assert (await receiver.client.handle_webhook(body, headers, secret=WEBHOOK_ID)).events
    if change == "body":
        body = body.replace(b'"12.34"', b'"99.34"')
    else:
        its = headers[change]
        digit = re.search(r"[0-9](?=[^0-9]*$)", its)
        assert digit is not None
        headers[change] = f"{its[:digit.start()]}{(int(digit[0]) + 1) % 10}{its[digit.end():]}"
        if change == "paypal-cert-url":
            headers[change] = its.replace("/certs/", "/certz/")
    with pytest.raises(SignatureMismatch):
        await receiver.client.handle_webhook(body, headers, secret=WEBHOOK_ID)
