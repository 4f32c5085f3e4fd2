"""Disputes, as the amount of a payment brings them: https://www.checkout.com/docs/disputes

https://www.checkout.com/docs/developer-resources/testing/disputes-testing: 10.40 is Visa's reason 10.4. The other
amounts are the sandbox's own, by the same rule.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.sandbox import multipart
from tollbridge.sandbox.checkout import asked, notifications
from tollbridge.sandbox.checkout.books import Desk, Dispute, Json, Payment, new_id, stamp
from tollbridge.sandbox.checkout.errors import Refused, not_allowed, not_found
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Call, Settlement

REASONS = {  # by the amount
    1040: ("10.4", "fraudulent"), 1260: ("12.6", "duplicate"), 1310: ("13.1", "product_service_not_received"),
    1320: ("13.2", "canceled_recurring"), 1330: ("13.3", "not_as_described"), 1360: ("13.6", "credit_not_issued"),
}
REPLY_WITHIN_S = 14 * 86400.0
PURPOSES = ("dispute_evidence", "arbitration_evidence")
KINDS = ("application/pdf", "image/jpeg", "image/png")
LARGEST = 4 * 1024 * 1024
"""https://www.checkout.com/docs/disputes/manage-disputes/submit-evidence"""
EVIDENCE = frozenset(f"{name}_{part}" for name in (
    "proof_of_delivery_or_service", "invoice_or_receipt", "invoice_showing_distinct_transactions",
    "customer_communication", "refund_or_cancellation_policy", "recurring_transaction_agreement",
    "additional_evidence", "proof_of_delivery_or_service_date") for part in ("file", "text"))


class File(Struct):
    """Of a file that was uploaded; what was in it is not kept."""

    name: str
    size: int
    at: float


def open_one(desk: Desk, payment: Payment) -> None:
    """Once a payment of such an amount is captured."""
    if payment.amount not in REASONS or payment.method.kind != "card":
        return
    reason, category = REASONS[payment.amount]
    its = Dispute(new_id("dsp", 22), payment.merchant, payment, reason, category, payment.captured, desk.now,
                  desk.now + REPLY_WITHIN_S)
    desk.books.disputes[its.id] = its
    desk.book(EntryKind.DISPUTED, payment, its.amount)
    notifications.of_dispute(desk, "dispute_evidence_required", its)


def find(desk: Desk, its_id: str) -> Dispute:
    its = desk.books.disputes.get(its_id)
    if its is None or its.merchant != desk.merchant:
        raise not_found()
    return its


def show(desk: Desk, its: Dispute) -> Json:
    path = f"/disputes/{its.id}"
    paid = its.payment
    return _common(desk, its) | {
        "reason_code": its.reason, "payment": {
            "id": paid.id, "amount": paid.amount, "currency": paid.currency, "method": paid.method.scheme,
            "processing_channel_id": desk.account.channel, "has_refund": bool(paid.refunded),
            "processed_on": stamp(paid.at)},
        "_links": {"self": desk.url(path), "evidence": desk.url(f"{path}/evidence")}}


def _common(desk: Desk, its: Dispute) -> Json:
    body: Json = {"id": its.id, "category": its.category, "amount": its.amount, "currency": its.payment.currency,
                  "status": its.status, "received_on": stamp(its.at), "last_update": stamp(desk.now)}
    return body | ({"evidence_required_by": stamp(its.due)} if its.status == "evidence_required" else {})


def listed(desk: Desk, call: Call) -> Json:
    """https://api-reference.checkout.com/#operation/getDisputes, by payment and status."""
    wanted = asked.query(call)
    return asked.paged(wanted, [
        _common(desk, its) | {"payment_id": its.payment.id, "payment_method": its.payment.method.scheme,
                              "_links": {"self": desk.url(f"/disputes/{its.id}")}}
        for its in desk.books.disputes.values() if its.merchant == desk.merchant
        and wanted.get("payment_id") in (None, its.payment.id)
        and ("statuses" not in wanted or its.status in wanted["statuses"].split(","))], 50)


def _waiting(desk: Desk, its_id: str) -> Dispute:
    """Raises Refused once it was answered."""
    its = find(desk, its_id)
    if its.status != "evidence_required":
        raise not_allowed()
    return its


def accept(desk: Desk, its_id: str) -> None:
    its = _waiting(desk, its_id)
    its.status = "accepted"
    desk.behind.append(lambda: notifications.of_dispute(desk, "dispute_accepted", its))


def provide(desk: Desk, its_id: str, evidence: dict[str, str]) -> None:
    its = _waiting(desk, its_id)
    if not evidence or not evidence.keys() <= EVIDENCE:
        raise Refused("evidence_required" if not evidence else "evidence_invalid")
    for name, text in evidence.items():
        if name.endswith("_file") and desk.find(text, File) is None:
            raise Refused(f"{name}_invalid")
    its.evidence |= evidence


def submit(desk: Desk, its_id: str) -> None:
    its = _waiting(desk, its_id)
    if not its.evidence:
        raise Refused("evidence_required")
    its.status = "evidence_under_review"
    desk.behind.append(lambda: notifications.of_dispute(desk, "dispute_evidence_submitted", its))


def settle(desk: Desk, its: Dispute, outcome: Settlement | None) -> None:
    """Won, where evidence was submitted and nothing else is wished for. Raises ValueError for what is over."""
    if its.status not in ("evidence_required", "evidence_under_review"):
        raise ValueError(f"{its.id} does not wait: it is {its.status}")
    if its.status == "evidence_required":
        its.status = "expired"
    elif outcome is Settlement.FAILED:
        its.status = "lost"
    else:
        its.status = "won"
        desk.book(EntryKind.REINSTATED, its.payment, its.amount)
    desk.behind.append(lambda: notifications.of_dispute(desk, f"dispute_{its.status}", its))


def upload(desk: Desk, call: Call) -> Json:
    try:
        parts = multipart.parse(call.headers.get("content-type", ""), call.body)
    except ValueError:
        raise Refused("request_invalid") from None
    if parts.upload is None:
        raise Refused("file_required")
    if dict(parts.pairs).get("purpose") not in PURPOSES:
        raise Refused("purpose_invalid")
    if parts.upload.content_type not in KINDS or not 0 < parts.upload.size <= LARGEST:
        raise Refused("file_type_invalid" if parts.upload.content_type not in KINDS else "file_size_invalid")
    its_id = desk.keep("file", File(parts.upload.filename or "", parts.upload.size, desk.now))
    return {"id": its_id, "_links": {"self": desk.url(f"/files/{its_id}")}}


def file(desk: Desk, its_id: str) -> Json:
    its = desk.find(its_id, File)
    if its is None:
        raise not_found()
    return {"id": its_id, "filename": its.name, "size": its.size, "purpose": "dispute_evidence",
            "uploaded_on": stamp(its.at), "_links": {"self": desk.url(f"/files/{its_id}")}}
