"""Disputes: opened by test cards and accounts, answered with evidence, won or lost. https://docs.stripe.com/api/disputes

Evidence whose `uncategorized_text` is `winning_evidence` or `losing_evidence` decides a dispute right behind the
answer, `escalate_inquiry_evidence` makes an inquiry a chargeback; any other waits until it is settled.
"""

from __future__ import annotations

from msgspec.structs import asdict, replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.stripe.books import Desk, new_id
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.money_parameters import ListDisputes, UpdateDispute
from tollbridge.sandbox.stripe.money_wire import BalanceTransaction, Dispute, DisputeList, EvidenceDetails
from tollbridge.sandbox.stripe.parts import EVIDENCE_FILES, Evidence
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.wire import Charge

DAYS_TO_ANSWER = 7
FEE = 1500
_DAY_S = 24 * 3600
_OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")


def open_one(desk: Desk, charge: Charge, reason: str, *, inquiry: bool = False) -> Dispute:
    """An inquiry only asks; any other dispute takes the money back at once."""
    made = Dispute(
        id=new_id("dp_1"), amount=charge.amount_captured, charge=charge.id, created=desk.now, currency=charge.currency,
        evidence=Evidence(), evidence_details=EvidenceDetails(due_by=desk.now + DAYS_TO_ANSWER * _DAY_S),
        is_charge_refundable=inquiry, payment_intent=str(charge.payment_intent), reason=reason,
        status="warning_needs_response" if inquiry else "needs_response")
    desk.books.disputes[made.id] = made
    charge.disputed, charge.dispute = True, made.id
    desk.emit("charge.dispute.created", made)
    if not inquiry:
        _withdraw(desk, made)
    return made


def retrieve(desk: Desk, params: Params, dispute: str) -> Dispute:
    return desk.find(desk.books.disputes, "dispute", dispute)


def list_all(desk: Desk, params: ListDisputes) -> DisputeList:
    found = [dispute for dispute in reversed(desk.books.disputes.values())
             if params.charge in (None, dispute.charge) and params.payment_intent in (None, dispute.payment_intent)]
    return DisputeList(data=found[:params.limit], has_more=len(found) > params.limit)


def update(desk: Desk, params: UpdateDispute, dispute: str) -> Dispute:
    """Takes evidence, and submits it to the issuer unless that is left for later. It can be submitted once."""
    found = _still_open(desk, dispute)
    found.metadata = {name: text for name, text in {**found.metadata, **params.metadata}.items() if text}
    if params.evidence is None:
        return found
    if found.evidence_details.submission_count:
        raise invalid(f"This dispute ({found.id}) has already been responded to.", param="evidence")
    given = {name: text for name, text in asdict(params.evidence).items() if text}
    for name in EVIDENCE_FILES:
        if name in given:
            desk.find(desk.books.files, "file", given[name], param=f"evidence[{name}]", http_status=400)
    found.evidence = replace(found.evidence, **given)
    found.evidence_details.has_evidence = True
    if params.submit:
        found.evidence_details.submission_count += 1
        found.status = "warning_under_review" if found.status.startswith("warning") else "under_review"
        desk.behind.append(lambda later: _read(later, found))
    desk.emit("charge.dispute.updated", found)
    return found


def close(desk: Desk, params: Params, dispute: str) -> Dispute:
    """The merchant gives in."""
    found = _still_open(desk, dispute)
    _end(desk, found, Settlement.FAILED)
    return found


def settle(desk: Desk, found: Dispute, outcome: Settlement | None) -> str:
    """Succeeded is won. Raises ValueError for one that is over."""
    if found.status not in _OPEN:
        raise ValueError(f"{found.id} does not wait: it is {found.status}")
    _end(desk, found, outcome or Settlement.SUCCEEDED)
    return found.status


def _read(desk: Desk, dispute: Dispute) -> None:
    """The issuer reads the evidence."""
    words = dispute.evidence.uncategorized_text
    if words == "escalate_inquiry_evidence" and dispute.status == "warning_under_review":
        dispute.status, dispute.is_charge_refundable = "needs_response", False
        dispute.evidence_details.submission_count = 0
        desk.emit("charge.dispute.updated", dispute)
        _withdraw(desk, dispute)
    elif words in ("winning_evidence", "losing_evidence"):
        _end(desk, dispute, Settlement.SUCCEEDED if words == "winning_evidence" else Settlement.FAILED)


def _end(desk: Desk, dispute: Dispute, outcome: Settlement) -> None:
    if dispute.status.startswith("warning"):
        dispute.status = "warning_closed"
    elif outcome is Settlement.FAILED:
        dispute.status = "lost"
    else:
        dispute.status = "won"
        dispute.balance_transactions.append(_transaction(desk, dispute, dispute.amount, fee=0))
        desk.book(EntryKind.REINSTATED, desk.intent(str(dispute.payment_intent)), dispute.amount)
        desk.emit("charge.dispute.funds_reinstated", dispute)
    desk.emit("charge.dispute.closed", dispute)


def _withdraw(desk: Desk, dispute: Dispute) -> None:
    dispute.balance_transactions.append(_transaction(desk, dispute, -dispute.amount, fee=FEE))
    desk.book(EntryKind.DISPUTED, desk.intent(str(dispute.payment_intent)), dispute.amount)
    desk.emit("charge.dispute.funds_withdrawn", dispute)


def _transaction(desk: Desk, dispute: Dispute, amount: int, *, fee: int) -> BalanceTransaction:
    word = "dispute" if amount < 0 else "dispute_reversal"
    return BalanceTransaction(
        id=new_id("txn_1"), amount=amount, available_on=desk.now, created=desk.now, currency=dispute.currency, fee=fee,
        description=f"Chargeback {'withdrawal' if amount < 0 else 'reversal'} for {dispute.charge}", net=amount - fee,
        reporting_category=word, source=dispute.id, type="adjustment")


def _still_open(desk: Desk, reference: str) -> Dispute:
    found = desk.find(desk.books.disputes, "dispute", reference)
    if found.status not in _OPEN:
        raise invalid("This dispute is already closed")
    return found
