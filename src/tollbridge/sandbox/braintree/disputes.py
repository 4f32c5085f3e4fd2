"""Disputes: opened by a test card, accepted, defended with evidence that decides. What is in files is not kept."""

from __future__ import annotations

from tollbridge.sandbox.braintree import inputs, notifications, wire
from tollbridge.sandbox.braintree.books import Desk, Dispute, Transaction, find, new_ids, stamp
from tollbridge.sandbox.braintree.errors import BraintreeError
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.ledger import EntryKind

WINS, LOSES = "compelling_evidence", "losing_evidence"
"""Texts that decide: https://developer.paypal.com/braintree/docs/reference/general/testing#disputes"""
WAITING = ("OPEN", "DISPUTED", "UNDER_REVIEW")


def open_dispute(desk: Desk, payment: Transaction) -> None:
    its_id, legacy = new_ids("dispute")
    its = Dispute(its_id, legacy, desk.now, payment)
    desk.books.disputes[its_id] = its
    desk.book(EntryKind.DISPUTED, payment, payment.amount.minor_amount)
    _come_to(desk, its, "OPEN", "dispute_opened")


def accept(desk: Desk, given: Json) -> Json:
    its = _open(desk, given, "95704", "Disputes can only be accepted when they are in an Open state")
    _come_to(desk, its, "ACCEPTED", "dispute_accepted")
    return {"__typename": "AcceptDisputePayload", "dispute": wire.dispute(desk, its), "clientMutationId": None}


def finalize(desk: Desk, given: Json) -> Json:
    its = _open(desk, given, "95705", "Disputes can only be finalized when they are in an Open state")
    _come_to(desk, its, "DISPUTED", "dispute_disputed")
    texts = [one["content"] for one in its.evidence if one["__typename"] == "DisputeTextEvidence"]
    told = wire.dispute(desk, its) | {"status": its.status}
    if WINS in texts or LOSES in texts:
        decide(desk, its, won=WINS in texts)
    return {"__typename": "FinalizeDisputePayload", "dispute": told, "clientMutationId": None}


def decide(desk: Desk, its: Dispute, *, won: bool | None) -> str:
    """By who is named, else for the merchant where there is evidence. Raises ValueError once it is decided."""
    if its.status not in WAITING:
        raise ValueError(f"{its.id!r} does not wait for anything")
    if bool(its.evidence) if won is None else won:
        desk.book(EntryKind.REINSTATED, its.payment, its.payment.amount.minor_amount)
        _come_to(desk, its, "WON", "dispute_won")
    elif its.status == "OPEN" and won is None:
        _come_to(desk, its, "EXPIRED", "dispute_expired")
    else:
        _come_to(desk, its, "LOST", "dispute_lost")
    return its.status


def add_text(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.TextEvidence)
    its = _to_add(desk, asked.dispute_id)
    made = _evidence(desk, its, "DisputeTextEvidence", asked.category, content=asked.content, comment=asked.content)
    return {"__typename": "CreateDisputeTextEvidencePayload", "evidence": made, "clientMutationId": None}


def add_file(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.FileEvidence)
    its = _to_add(desk, asked.dispute_id)
    made = _evidence(desk, its, "DisputeFileEvidence", asked.category, url="https://sandbox.invalid/evidence")
    return {"__typename": "CreateDisputeFileEvidencePayload", "evidence": made,
            "dispute": wire.dispute(desk, its), "clientMutationId": None}


def _evidence(desk: Desk, its: Dispute, kind: str, category: str | None, **more: str) -> Json:
    its_id, legacy = new_ids("disputeevidence")
    made = {"__typename": kind, "__kinds": ("DisputeEvidence",), "id": its_id, "legacyId": legacy,
            "createdAt": stamp(desk.now), "sentToProcessorAt": None, "category": category, **more}
    its.evidence.append(made)
    return made


def _to_add(desk: Desk, reference: str) -> Dispute:
    its = find(desk.books.disputes, reference)
    if its.status != "OPEN":
        raise BraintreeError("Evidence can only be attached to disputes that are in an Open state", "95701",
                             "input.disputeId")
    return its


def _open(desk: Desk, given: Json, code: str, why: str) -> Dispute:
    its = find(desk.books.disputes, inputs.read(given, inputs.OfDispute).dispute_id)
    if its.status != "OPEN":
        raise BraintreeError(why, code, "input.disputeId")
    return its


def _come_to(desk: Desk, its: Dispute, status: str, kind: str) -> None:
    its.status = status
    its.history.insert(0, {"__typename": "DisputeStatusEvent", "status": status, "timestamp": stamp(desk.now),
                           "disbursementDate": None, "effectiveDate": None})
    notifications.of_dispute(desk, kind, its)
