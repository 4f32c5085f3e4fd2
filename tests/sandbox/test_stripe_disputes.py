"""Refunds that take their time, disputes, and the files of their evidence, driven by the official SDK."""

from __future__ import annotations

import io
from typing import Any

import pytest
import stripe

from sandbox.schemas import conforms
from tollbridge.sandbox import SandboxThread, Total

PDF = b"%PDF-1.4\r\n\xff\x00binary\r\nend"


def paid(client: stripe.StripeClient, method: str, **others: Any) -> stripe.PaymentIntent:
    params: Any = {"amount": 1000, "currency": "usd", "confirm": True, "payment_method": method, **others}
    return client.v1.payment_intents.create(params)


def total(running: SandboxThread, intent: stripe.PaymentIntent) -> Total:
    return running.sandbox.ledger.total("USD", payment=intent.id)


def settled(running: SandboxThread, reference: str, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("stripe", reference, outcome))


@pytest.mark.parametrize(("outcome", "status", "refunded"), [(None, "succeeded", 400), ("failed", "failed", 0)])
def test_a_pending_refund_waits_until_it_is_settled(
        running: SandboxThread, client: stripe.StripeClient, outcome: str | None, status: str, refunded: int) -> None:
    intent = paid(client, "pm_card_pendingRefund")
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 400})
    conforms(refund, "refund")
    assert (refund.status, total(running, intent).refunded) == ("pending", 0)
    assert settled(running, refund.id, outcome) == status
    done = client.v1.refunds.retrieve(refund.id)
    conforms(done, "refund")
    assert (done.status, total(running, intent).refunded) == (status, refunded)
    assert client.v1.charges.retrieve(str(intent.latest_charge)).amount_refunded == refunded
    with pytest.raises(ValueError, match=f"it is {status}"):
        settled(running, refund.id)


def test_a_refund_may_fail_after_it_succeeded(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = paid(client, "pm_card_refundFail")
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert (refund.status, total(running, intent).kept) == ("succeeded", 0)
    assert settled(running, refund.id) == "failed"
    failed = client.v1.refunds.retrieve(refund.id)
    conforms(failed, "refund")
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert total(running, intent).kept == 1000
    assert client.v1.refunds.create({"payment_intent": intent.id, "amount": 1}).status == "succeeded"


@pytest.mark.parametrize(("method", "reason"), [
    ("pm_card_createDispute", "fraudulent"), ("pm_card_createDisputeProductNotReceived", "product_not_received")])
def test_a_dispute_takes_the_money_back_at_once(running: SandboxThread, client: stripe.StripeClient, method: str,
                                                reason: str) -> None:
    intent = paid(client, method)
    assert intent.status == "succeeded"
    dispute, = client.v1.disputes.list({"payment_intent": intent.id}).data
    conforms(dispute, "dispute")
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", reason, 1000)
    assert (total(running, intent).disputed, total(running, intent).kept) == (1000, 0)
    charge = client.v1.charges.retrieve(str(intent.latest_charge), {"expand": ["dispute"]})
    assert charge.disputed
    assert charge["dispute"]["id"] == dispute.id
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"
    assert client.v1.disputes.retrieve(dispute.id).status == "needs_response"
    assert running.sandbox.requests.of("disputes.retrieve")[0].path == f"/v1/disputes/{dispute.id}"


def disputed(client: stripe.StripeClient, method: str = "pm_card_createDispute") -> tuple[stripe.PaymentIntent, str]:
    intent = paid(client, method)
    dispute, = client.v1.disputes.list({"charge": str(intent.latest_charge)}).data
    return intent, dispute.id


@pytest.mark.parametrize(("words", "status", "kept"), [
    ("winning_evidence", "won", 1000), ("losing_evidence", "lost", 0)])
def test_evidence_decides_a_dispute(running: SandboxThread, client: stripe.StripeClient, words: str, status: str,
                                    kept: int) -> None:
    intent, dispute = disputed(client)
    answered = client.v1.disputes.update(dispute, {"evidence": {"uncategorized_text": words}})
    conforms(answered, "dispute")
    assert (answered.status, answered.evidence_details.submission_count) == ("under_review", 1)
    done = client.v1.disputes.retrieve(dispute)
    conforms(done, "dispute")
    assert (done.status, total(running, intent).kept) == (status, kept)
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        client.v1.disputes.close(dispute)


@pytest.mark.parametrize(("outcome", "status"), [("succeeded", "won"), ("failed", "lost")])
def test_other_evidence_waits_until_it_is_settled(running: SandboxThread, client: stripe.StripeClient, outcome: str,
                                                  status: str) -> None:
    _, dispute = disputed(client)
    staged = client.v1.disputes.update(dispute, {"evidence": {"product_description": "A lamp"}, "submit": False})
    assert (staged.status, staged.evidence_details.has_evidence) == ("needs_response", True)
    sent = client.v1.disputes.update(dispute, {"evidence": {"customer_name": "Jenny"}})
    assert (sent.status, sent.evidence.product_description) == ("under_review", "A lamp")
    with pytest.raises(stripe.InvalidRequestError, match="already been responded to"):
        client.v1.disputes.update(dispute, {"evidence": {"customer_name": "Jenny"}})
    assert settled(running, dispute, outcome) == status


def test_giving_in_loses_a_dispute(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent, dispute = disputed(client)
    closed = client.v1.disputes.close(dispute)
    assert (closed.status, total(running, intent).disputed) == ("lost", 1000)
    assert running.sandbox.requests.of("disputes.close")[0].path == f"/v1/disputes/{dispute}/close"


def test_an_inquiry_takes_nothing_until_it_escalates(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent, dispute = disputed(client, "pm_card_createDisputeInquiry")
    asked = client.v1.disputes.retrieve(dispute)
    conforms(asked, "dispute")
    assert (asked.status, asked.is_charge_refundable, total(running, intent).disputed) == (
        "warning_needs_response", True, 0)
    client.v1.disputes.update(dispute, {"evidence": {"uncategorized_text": "escalate_inquiry_evidence"}})
    assert client.v1.disputes.retrieve(dispute).status == "needs_response"
    assert total(running, intent).disputed == 1000


def test_an_inquiry_is_closed(client: stripe.StripeClient) -> None:
    _, dispute = disputed(client, "pm_card_createDisputeInquiry")
    assert client.v1.disputes.close(dispute).status == "warning_closed"


def test_a_reservation_is_disputed_once_it_is_captured(client: stripe.StripeClient) -> None:
    intent = paid(client, "pm_card_createDispute", capture_method="manual")
    assert client.v1.disputes.list({"payment_intent": intent.id}).data == []
    client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 600})
    dispute, = client.v1.disputes.list({"payment_intent": intent.id}).data
    assert dispute.amount == 600


def test_a_file_is_evidence(running: SandboxThread, client: stripe.StripeClient) -> None:
    upload = io.BytesIO(PDF)
    upload.name = "receipt.pdf"
    file = client.v1.files.create({"purpose": "dispute_evidence", "file": upload})
    conforms(file, "file")
    assert (file.size, file.type, file.filename, file.purpose) == (len(PDF), "pdf", "receipt.pdf", "dispute_evidence")
    assert client.v1.files.retrieve(file.id).id == file.id
    _, dispute = disputed(client)
    with pytest.raises(stripe.InvalidRequestError, match="No such file"):
        client.v1.disputes.update(dispute, {"evidence": {"receipt": "file_none"}})
    assert client.v1.disputes.update(dispute, {"evidence": {"receipt": file.id}}).evidence.receipt == file.id
    arrival, = running.sandbox.requests.of("files.create")
    assert (arrival.path, arrival.headers["stripe-version"]) == ("/v1/files", "2022-11-15")


def test_a_reservation_is_raised(running: SandboxThread, client: stripe.StripeClient) -> None:
    options = {"card": {"request_incremental_authorization": "if_available"}}
    intent = paid(client, "pm_card_visa", capture_method="manual", payment_method_options=options)
    raised = client.v1.payment_intents.increment_authorization(intent.id, {"amount": 1500})
    conforms(raised, "payment_intent")
    assert (raised.amount, raised.amount_capturable, raised.status) == (1500, 1500, "requires_capture")
    assert client.v1.payment_intents.capture(intent.id).amount_received == 1500
    assert (total(running, intent).charges, total(running, intent).authorized) == (1, 1500)
    assert running.sandbox.requests.of("payment_intents.increment_authorization")[0].path == (
        f"/v1/payment_intents/{intent.id}/increment_authorization")


@pytest.mark.parametrize(("options", "amount"), [
    ({"card": {"request_incremental_authorization_support": "true"}}, 900), ({}, 1500)])
def test_a_reservation_is_raised_only_where_that_was_agreed(client: stripe.StripeClient, options: Any,
                                                            amount: int) -> None:
    intent = paid(client, "pm_card_visa", capture_method="manual", payment_method_options=options)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.increment_authorization(intent.id, {"amount": amount})
