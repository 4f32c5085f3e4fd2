"""Refunds and charges. https://docs.stripe.com/api/refunds, https://docs.stripe.com/api/charges"""

from __future__ import annotations

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.cards import RefundCourse
from tollbridge.sandbox.stripe.currencies import written
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.parameters import CreateRefund
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.wire import Charge, Refund


def create(desk: Desk, params: CreateRefund) -> Refund:
    """All of what is left, or a part of it, any number of times."""
    charged = _charged(desk, params)
    left = charged.amount - charged.amount_refunded
    if left == 0:
        raise invalid(f"Charge {charged.id} has already been refunded.", code="charge_already_refunded")
    if charged.dispute is not None and not desk.books.disputes[str(charged.dispute)].is_charge_refundable:
        raise invalid(f"Charge {charged.id} has been charged back; cannot issue a refund.", code="charge_disputed")
    amount = left if params.amount is None else params.amount
    if amount > left:
        raise invalid(f"Refund amount ({written(amount, charged.currency)}) is greater than unrefunded amount on "
                      f"charge ({written(left, charged.currency)})", param="amount")
    pending = _course(desk.held(charged.payment_method)) is RefundCourse.PENDING
    refund = Refund(id=new_id("re_3"), amount=amount, balance_transaction=new_id("txn_3"), charge=charged.id,
                    created=desk.now, currency=charged.currency, payment_intent=charged.payment_intent,
                    metadata={name: text for name, text in params.metadata.items() if text}, reason=params.reason,
                    status="pending" if pending else "succeeded")
    desk.books.refunds[refund.id] = refund
    charged.amount_refunded += amount
    charged.refunded = charged.amount_refunded == charged.amount
    if not pending:
        desk.book(EntryKind.REFUNDED, desk.intent(str(charged.payment_intent)), amount)
    desk.emit("refund.created", refund)
    desk.emit("charge.refunded", charged)
    return refund


def retrieve(desk: Desk, params: Params, refund: str) -> Refund:
    return desk.find(desk.books.refunds, "refund", refund)


def retrieve_charge(desk: Desk, params: Params, charge: str) -> Charge:
    return desk.charge(charge)


def settle(desk: Desk, refund: Refund, outcome: Settlement | None) -> str:
    """A pending one arrives or fails; one that seemed to arrive can only fail. Raises ValueError for any other."""
    charged = desk.charge(str(refund.charge))
    returned = _course(desk.held(charged.payment_method)) is RefundCourse.RETURNED
    if refund.status == "pending" and outcome is not Settlement.FAILED:
        refund.status = "succeeded"
        desk.book(EntryKind.REFUNDED, desk.intent(str(charged.payment_intent)), refund.amount)
    elif refund.status == "pending" or (refund.status == "succeeded" and returned
                                        and outcome is not Settlement.SUCCEEDED):
        _fail(desk, refund, charged)
    else:
        raise ValueError(f"{refund.id} does not wait: it is {refund.status}")
    desk.emit("charge.refund.updated", refund)
    desk.emit("refund.updated", refund)
    return refund.status


def _fail(desk: Desk, refund: Refund, charged: Charge) -> None:
    if refund.status == "succeeded":
        desk.book(EntryKind.REFUND_RETURNED, desk.intent(str(charged.payment_intent)), refund.amount)
    refund.status, refund.failure_reason = "failed", "expired_or_canceled_card"
    refund.failure_balance_transaction = new_id("txn_3")
    charged.amount_refunded -= refund.amount
    charged.refunded = False
    desk.emit("refund.failed", refund)


def _course(held: Held) -> RefundCourse:
    return RefundCourse.PENDING if held.kind.slow else held.behaviour.refund


def _charged(desk: Desk, params: CreateRefund) -> Charge:
    if params.charge is not None:
        charged = desk.charge(params.charge)
    else:
        intent = desk.intent(str(params.payment_intent), param="payment_intent")
        if intent.latest_charge is None:
            raise _nothing_to_refund(intent.id)
        charged = desk.charge(str(intent.latest_charge))
    if not charged.captured or not charged.paid:
        raise _nothing_to_refund(str(charged.payment_intent))
    return charged


def _nothing_to_refund(intent: str) -> Exception:
    return invalid(f"This PaymentIntent ({intent}) does not have a successful charge to refund.")
