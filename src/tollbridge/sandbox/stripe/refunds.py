"""Refunds and charges. https://docs.stripe.com/api/refunds, https://docs.stripe.com/api/charges"""

from __future__ import annotations

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.stripe.books import Desk, new_id
from tollbridge.sandbox.stripe.currencies import written
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.parameters import CreateRefund, Params
from tollbridge.sandbox.stripe.wire import Charge, Refund


def create(desk: Desk, params: CreateRefund) -> Refund:
    """All of what is left, or a part of it, any number of times."""
    charged = _charged(desk, params)
    left = charged.amount - charged.amount_refunded
    if left == 0:
        raise invalid(f"Charge {charged.id} has already been refunded.", code="charge_already_refunded")
    amount = left if params.amount is None else params.amount
    if amount > left:
        raise invalid(f"Refund amount ({written(amount, charged.currency)}) is greater than unrefunded amount on "
                      f"charge ({written(left, charged.currency)})", param="amount")
    refund = Refund(id=new_id("re_3"), amount=amount, balance_transaction=new_id("txn_3"), charge=charged.id,
                    created=desk.now, currency=charged.currency, payment_intent=charged.payment_intent,
                    metadata={name: text for name, text in params.metadata.items() if text}, reason=params.reason)
    desk.books.refunds[refund.id] = refund
    charged.amount_refunded += amount
    charged.refunded = charged.amount_refunded == charged.amount
    desk.book(EntryKind.REFUNDED, desk.intent(str(charged.payment_intent)), amount)
    desk.emit("refund.created", refund)
    desk.emit("charge.refunded", charged)
    return refund


def retrieve(desk: Desk, params: Params, refund: str) -> Refund:
    return desk.refund(refund)


def retrieve_charge(desk: Desk, params: Params, charge: str) -> Charge:
    return desk.charge(charge)


def _charged(desk: Desk, params: CreateRefund) -> Charge:
    if params.charge is not None:
        charged = desk.charge(params.charge)
    else:
        intent = desk.intent(str(params.payment_intent), param="payment_intent")
        if intent.latest_charge is None:
            raise _nothing_to_refund(intent.id)
        charged = desk.charge(str(intent.latest_charge))
    if not charged.captured:
        raise _nothing_to_refund(str(charged.payment_intent))
    return charged


def _nothing_to_refund(intent: str) -> Exception:
    return invalid(f"This PaymentIntent ({intent}) does not have a successful charge to refund.")
