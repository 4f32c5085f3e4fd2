"""Disputes: https://developer.paypal.com/docs/api/customer-disputes/v1/

Actions come as multipart: a part `input` in JSON, and the files that it names. What is in these is not kept.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser

from msgspec import to_builtins

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.paypal.books import Capture, Desk, Dispute, Json, find, new_id, stamp, written
from tollbridge.sandbox.paypal.errors import invalid, unprocessable
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import AcceptClaim, Nothing, ProvideEvidence
from tollbridge.sandbox.paypal.wire import link
from tollbridge.sandbox.simulator import Call

MULTIPART = "multipart/form-data"
WAITING, REVIEW, RESOLVED = "WAITING_FOR_SELLER_RESPONSE", "UNDER_REVIEW", "RESOLVED"
WON, LOST = "RESOLVED_SELLER_FAVOUR", "RESOLVED_BUYER_FAVOUR"
REASON = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED"
ANSWER_WITHIN_S = 10 * 86400.0
_PATH = "/v1/customer/disputes"


def open_dispute(desk: Desk, capture: Capture) -> Dispute:
    """The money is held until it is decided whose it is."""
    made = Dispute(f"PP-D-{new_id(8)}", capture.id, desk.now)
    desk.books.disputes[made.id] = made
    desk.book(EntryKind.DISPUTED, desk.books.orders[capture.order], capture.amount.minor_amount)
    _tell(desk, made, "CREATED")
    return made


def is_open(desk: Desk, capture: Capture) -> bool:
    return any(one.capture == capture.id and one.status != RESOLVED for one in desk.books.disputes.values())


def retrieve(desk: Desk, asked: Nothing, dispute: str) -> Reply:
    return Reply(200, shown(desk, find(desk.books.disputes, dispute)))


def accept(desk: Desk, asked: AcceptClaim, dispute: str) -> Reply:
    its = _waiting(desk, dispute)
    _resolve(desk, its, LOST)
    return _done(desk, its)


def provide(desk: Desk, asked: ProvideEvidence, dispute: str) -> Reply:
    its = _waiting(desk, dispute)
    if not asked.evidences:
        raise invalid("MISSING_REQUIRED_PARAMETER", "/evidences", "A required field / parameter is missing.")
    its.evidences += [{**to_builtins(one), "source": "SUBMITTED_BY_SELLER"} for one in asked.evidences]
    its.status, its.updated = REVIEW, desk.now
    _tell(desk, its, "UPDATED")
    return _done(desk, its)


def settle(desk: Desk, its: Dispute, *, won: bool | None) -> str:
    """PayPal decides; where nothing else is said, for whoever handed in evidence. Raises ValueError once it has."""
    if its.status == RESOLVED:
        raise ValueError(f"{its.id!r} does not wait for anything")
    _resolve(desk, its, WON if (bool(its.evidences) if won is None else won) else LOST)
    return str(its.outcome)


def input_of(call: Call) -> bytes:
    """The part `input` of a multipart body; JSON is taken as it is."""
    kind = call.headers.get("content-type", "")
    if not kind.lower().startswith(MULTIPART):
        return call.body
    head = b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n"
    parts = BytesParser().parsebytes(head + call.body).get_payload()
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Message) and part.get_param("name", header="content-disposition") == "input":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise invalid("MISSING_REQUIRED_PARAMETER", "/input", "A required field / parameter is missing.")


def shown(desk: Desk, its: Dispute) -> Json:
    capture = desk.books.captures[its.capture]
    evidences = [*its.evidences] or [{"evidence_type": "PROOF_OF_FULFILLMENT", "source": "REQUESTED_FROM_SELLER",
                                      "dispute_life_cycle_stage": "CHARGEBACK"}]
    told: Json = {
        "dispute_id": its.id, "create_time": stamp(its.created), "update_time": stamp(its.updated or its.created),
        "disputed_transactions": [{
            "seller_transaction_id": its.capture, "create_time": stamp(capture.created),
            "transaction_status": "REVERSED" if its.outcome == LOST else "COMPLETED",
            "gross_amount": written(capture.amount)}],
        "reason": REASON, "status": its.status, "dispute_amount": written(capture.amount),
        "dispute_life_cycle_stage": "CHARGEBACK", "dispute_channel": "INTERNAL", "evidences": evidences,
        "links": [link(f"{desk.url}{_PATH}/{its.id}", "self")]}
    if its.outcome:
        told["dispute_outcome"] = {"outcome_code": its.outcome, **(
            {"amount_refunded": written(capture.amount)} if its.outcome == LOST else {})}
    if its.status == WAITING:
        told["seller_response_due_date"] = stamp(its.created + ANSWER_WITHIN_S)
    return told


def _resolve(desk: Desk, its: Dispute, outcome: str) -> None:
    capture = desk.books.captures[its.capture]
    its.status, its.outcome, its.updated = RESOLVED, outcome, desk.now
    if outcome == WON:
        desk.book(EntryKind.REINSTATED, desk.books.orders[capture.order], capture.amount.minor_amount)
    else:
        capture.status, capture.refunded, capture.updated = "REFUNDED", capture.amount.minor_amount, desk.now
    _tell(desk, its, "RESOLVED")


def _waiting(desk: Desk, reference: str) -> Dispute:
    its = find(desk.books.disputes, reference)
    if its.status != WAITING:
        raise unprocessable("ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE", "The action is not allowed in the current "
                            "state of the dispute.")
    return its


def _done(desk: Desk, its: Dispute) -> Reply:
    return Reply(200, {"links": [link(f"{desk.url}{_PATH}/{its.id}", "self")]})


def _tell(desk: Desk, its: Dispute, what: str) -> None:
    desk.emit(f"CUSTOMER.DISPUTE.{what}", "dispute", shown(desk, its), f"A dispute is {what.lower()}")
