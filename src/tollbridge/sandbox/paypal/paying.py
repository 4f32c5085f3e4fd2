"""Money that an order moves: reserved, taken, given back; with the events and the ledger entries that come of it."""

from __future__ import annotations

from tollbridge.domain.money import Money
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.paypal import cards, wire
from tollbridge.sandbox.paypal.books import (
    AUTHORIZED_S,
    Authorization,
    Capture,
    Desk,
    Instrument,
    Json,
    Order,
    Refund,
    new_id,
    written,
)
from tollbridge.sandbox.paypal.disputes import open_dispute
from tollbridge.sandbox.paypal.requests import GiveBack
from tollbridge.sandbox.paypal.vaulting import keep

AUTHORIZE = "AUTHORIZE"


def pay(desk: Desk, order: Order, instrument: Instrument) -> None:
    """The order is complete with it, whatever the issuer says: a declined card is told by what was made on it."""
    order.instrument = instrument
    order.status, order.updated = "COMPLETED", desk.now
    made = _reserve(desk, order, instrument) if order.intent == AUTHORIZE else _take(desk, order, instrument)
    if instrument.store and not instrument.decline:
        token = keep(desk, instrument, instrument.customer)
        order.vaulted = token.id
    _tell(desk, order, made)


def _reserve(desk: Desk, order: Order, instrument: Instrument) -> Authorization:
    made = Authorization(new_id(), order.id, desk.now, order.amount, status="DENIED" if instrument.decline else
                         "CREATED", processor=processor(instrument), expires=desk.now + AUTHORIZED_S)
    desk.books.authorizations[made.id] = made
    order.authorizations.append(made.id)
    if made.status == "CREATED":
        desk.book(EntryKind.AUTHORIZED, order, order.amount.minor_amount)
    return made


def _take(desk: Desk, order: Order, instrument: Instrument) -> Capture:
    made = Capture(new_id(), order.id, desk.now, order.amount, processor=processor(instrument))
    desk.books.captures[made.id] = made
    order.captures.append(made.id)
    if instrument.decline:
        made.status = "DECLINED"
        return made
    desk.book(EntryKind.AUTHORIZED, order, order.amount.minor_amount)
    arrive(desk, order, made, slow=instrument.slow)
    return made


def arrive(desk: Desk, order: Order, made: Capture, *, slow: bool) -> None:
    """An eCheck takes days to clear."""
    if slow:
        made.status, made.reason = "PENDING", "ECHECK"
    else:
        desk.book(EntryKind.CAPTURED, order, made.amount.minor_amount)


def processor(instrument: Instrument) -> Json | None:
    """What the issuer answered, of cards only."""
    if instrument.card is None:
        return None
    if instrument.decline is None:
        return {"avs_code": "Y", "cvv_code": "M", "response_code": cards.APPROVED}
    return {"avs_code": "Y", "cvv_code": "N" if instrument.decline == "00N7" else "M",
            "response_code": instrument.decline}


def _tell(desk: Desk, order: Order, made: Authorization | Capture) -> None:
    if isinstance(made, Capture):
        tell_capture(desk, made)
    elif made.status == "CREATED":
        amount = written(made.amount)
        desk.emit("PAYMENT.AUTHORIZATION.CREATED", "authorization", wire.authorization(desk, made),
                  f"A payment authorization is created for {amount['value']} {amount['currency_code']}")
    if made.status not in ("DECLINED", "DENIED"):
        desk.emit("CHECKOUT.ORDER.COMPLETED", "checkout-order", wire.order(desk, order), "Checkout Order Completed")


def tell_capture(desk: Desk, made: Capture) -> None:
    """What was taken may be disputed at once."""
    amount = written(made.amount)
    desk.emit(f"PAYMENT.CAPTURE.{made.status}", "capture", wire.capture(desk, made),
              f"Payment {made.status.lower()} for {amount['value']} {amount['currency_code']}")
    payer = desk.books.orders[made.order].instrument
    if made.status == "COMPLETED" and payer is not None and payer.disputes:
        open_dispute(desk, made)


def settled(desk: Desk, made: Capture, *, cleared: bool) -> str:
    """The eCheck of a pending capture clears, or bounces."""
    order = desk.books.orders[made.order]
    made.updated = desk.now
    if cleared:
        made.status, made.reason = "COMPLETED", None
        desk.book(EntryKind.CAPTURED, order, made.amount.minor_amount)
    else:
        made.status = "DECLINED"
        desk.book(EntryKind.RELEASED, order, made.amount.minor_amount)
    tell_capture(desk, made)
    return made.status


def give_back(desk: Desk, capture: Capture, amount: Money, said: GiveBack) -> Refund:
    capture.refunded += amount.minor_amount
    capture.updated = desk.now
    whole = capture.refunded == capture.amount.minor_amount
    capture.status = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
    made = Refund(new_id(), capture.id, desk.now, amount, Money(capture.refunded, amount.currency),
                  said.invoice_id or capture.invoice_id, said.custom_id, said.note_to_payer)
    desk.books.refunds[made.id] = made
    desk.book(EntryKind.REFUNDED, desk.books.orders[capture.order], amount.minor_amount)
    told = written(amount)
    desk.emit("PAYMENT.CAPTURE.REFUNDED", "refund", wire.refund(desk, made),
              f"A {told['currency_code']} {told['value']} capture payment was refunded")
    return made
