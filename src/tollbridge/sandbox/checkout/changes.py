"""Captures, voids, refunds, reversals: taken in with HTTP 202, carried out behind the answer, or once settled.

https://www.checkout.com/docs/payments/manage-payments
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.checkout import asked, disputes, notifications
from tollbridge.sandbox.checkout.asked import Change
from tollbridge.sandbox.checkout.books import Action, Desk, Json, Payment, new_id
from tollbridge.sandbox.checkout.cards import APPROVED, SUMMARIES
from tollbridge.sandbox.checkout.errors import Refused, not_allowed
from tollbridge.sandbox.ledger import EntryKind

DECLINED = "20005"


def capture(desk: Desk, its: Payment, change: Change) -> Json:
    left = its.open - its.underway("Capture")
    amount = _amount(its, change, left)
    if left <= 0 or its.underway("Void") or any(action.final for action in its.waiting if action.type == "Capture"):
        raise not_allowed()
    if amount > left:
        raise Refused("capture_value_greater_than_remaining_authorized")
    return _accepted(desk, its, "Capture", amount, change)


def void(desk: Desk, its: Payment, change: Change) -> Json:
    """All that is left of the reservation."""
    if its.open <= 0 or its.waiting:
        raise not_allowed()
    return _accepted(desk, its, "Void", its.open, change)


def refund(desk: Desk, its: Payment, change: Change) -> Json:
    left = its.captured - its.refunded - its.underway("Refund")
    amount = _amount(its, change, left)
    if not its.captured:
        raise not_allowed()
    if not 0 < amount <= left:
        raise Refused("refund_amount_exceeds_balance")
    return _accepted(desk, its, "Refund", amount, change)


def reverse(desk: Desk, its: Payment, change: Change) -> Json:
    """All of it: voided, or given back."""
    whole = Change(reference=change.reference)
    return refund(desk, its, whole) if its.captured else void(desk, its, whole)


def _amount(its: Payment, change: Change, left: int) -> int:
    asked.check_reference(change.reference)
    if change.amount is None:
        return left
    amount = asked.check_money(change.amount, its.currency)
    if not amount:
        raise Refused("amount_invalid")
    return amount


def _accepted(desk: Desk, its: Payment, kind: str, amount: int, change: Change) -> Json:
    action = begin(desk, its, kind, amount, change.reference, final=change.capture_type != "NonFinal")
    body: Json = {"action_id": action.id, "_links": {"payment": desk.url(f"/payments/{its.id}")}}
    return body | ({"reference": action.reference} if action.reference is not None else {})


def begin(desk: Desk, its: Payment, kind: str, amount: int, reference: str | None, *, final: bool = True) -> Action:
    """The test card may have it wait, or end as declined."""
    action = Action(new_id("act"), kind, amount, reference, desk.now, final=final)
    its.actions.insert(0, action)
    if not its.method.row.waits:
        desk.behind.append(lambda: end(desk, its, action, fails=False))
    elif kind in ("Capture", "Refund"):
        desk.behind.append(lambda: notifications.of_payment(desk, f"payment_{kind.lower()}_pending", its, action))
    return action


def end(desk: Desk, its: Payment, action: Action, *, fails: bool) -> None:
    fails = fails or action.type in its.method.row.declines
    action.code, action.at = DECLINED if fails else APPROVED, desk.now
    if not fails:
        _EFFECTS[action.type](desk, its, action)
    word = {"Capture": "payment_capture", "Void": "payment_void", "Refund": "payment_refund"}[action.type]
    done = f"{word}ed" if action.type != "Capture" else "payment_captured"
    notifications.of_payment(desk, f"{word}_declined" if fails else done, its, action)
    if action.type == "Capture" and not fails:
        disputes.open_one(desk, its)


def _captured(desk: Desk, its: Payment, action: Action) -> None:
    its.captured += action.amount
    desk.book(EntryKind.CAPTURED, its, action.amount)
    if action.final:
        rest = its.open - its.underway("Capture")
        its.voided, its.closed = its.voided + rest, True
        desk.book(EntryKind.RELEASED, its, rest)


def _voided(desk: Desk, its: Payment, action: Action) -> None:
    its.voided += action.amount
    desk.book(EntryKind.RELEASED, its, action.amount)


def _refunded(desk: Desk, its: Payment, action: Action) -> None:
    its.refunded += action.amount
    desk.book(EntryKind.REFUNDED, its, action.amount)


_EFFECTS: dict[str, Callable[[Desk, Payment, Action], None]] = {
    "Capture": _captured, "Void": _voided, "Refund": _refunded}


def increment(desk: Desk, its: Payment, change: Change) -> Json:
    """At once. https://www.checkout.com/docs/payments/manage-payments/request-an-incremental-authorization"""
    amount = _amount(its, change, 0)
    if not its.estimated or its.open <= 0 or its.waiting:
        raise not_allowed()
    if not amount:
        raise Refused("amount_invalid")
    action = Action(new_id("act"), "Authorization", amount, change.reference, desk.now, APPROVED, kind="Incremental")
    its.actions.insert(0, action)
    its.authorized += amount
    desk.book(EntryKind.INCREMENTED, its, amount)
    desk.behind.append(lambda: notifications.of_payment(desk, "payment_authorization_incremented", its, action))
    body: Json = {
        "action_id": action.id, "amount": amount, "currency": its.currency, "approved": True, "status": "Authorized",
        "response_code": APPROVED, "response_summary": SUMMARIES[APPROVED], "balances": its.balances(),
        "processed_on": action.shown()["processed_on"], "_links": {
            "self": desk.url(f"/payments/{its.id}"), "actions": desk.url(f"/payments/{its.id}/actions")}}
    return body | ({"reference": action.reference} if action.reference is not None else {})
