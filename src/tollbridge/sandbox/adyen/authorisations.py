"""The answer of an issuer or a bank: money is reserved, or not; taken, where nothing says that it shall wait."""

from __future__ import annotations

import secrets

from tollbridge.sandbox.adyen import cards, disputes, notifications, orders
from tollbridge.sandbox.adyen.books import Desk, Payment, State, Stored, new_reference, stamp
from tollbridge.sandbox.adyen.cards import Outcome
from tollbridge.sandbox.adyen.methods import KINDS, Kind
from tollbridge.sandbox.ledger import EntryKind


def authorise(desk: Desk, payment: Payment) -> None:
    """Asks the issuer, who answers as the test values say."""
    outcome = payment.course.outcome
    if payment.authenticates_only:
        payment.state, payment.turn, payment.result_code = State.AUTHENTICATED, None, "AuthenticationFinished"
    elif outcome is cards.PENDING:
        payment.result_code = "Received"
    elif not outcome.approves:
        refuse(desk, payment, outcome)
    elif payment.gift_card is not None and not orders.spend(desk, payment.gift_card, payment.amount.value):
        refuse(desk, payment, cards.NOT_ENOUGH_BALANCE)
    else:
        approve(desk, payment)


def approve(desk: Desk, payment: Payment) -> None:
    payment.state, payment.turn, payment.result_code = State.AUTHORISED, None, "Authorised"
    payment.refusal = None
    payment.auth_code = f"{secrets.randbelow(10**6):06}"
    desk.book(EntryKind.AUTHORIZED, payment, payment.amount.value)
    _store(desk, payment)
    orders.paid(desk, payment)
    notifications.authorisation(desk, payment)
    if not payment.manual and payment.capture_delay_h == 0:
        take(desk, payment, payment.open)


def refuse(desk: Desk, payment: Payment, outcome: Outcome) -> None:
    payment.state, payment.turn, payment.result_code = State.REFUSED, None, outcome.result_code
    payment.refusal = outcome.reason, outcome.code
    notifications.authorisation(desk, payment)


def take(desk: Desk, payment: Payment, value: int) -> None:
    """Some test payments are disputed as soon as they are captured."""
    payment.captured += value
    desk.book(EntryKind.CAPTURED, payment, value)
    if payment.course.disputes:
        desk.behind.append(lambda: disputes.open_one(desk, payment))


def release(desk: Desk, payment: Payment) -> None:
    """Whatever is still reserved."""
    value = payment.open
    payment.released += value
    desk.book(EntryKind.RELEASED, payment, value)


def _store(desk: Desk, payment: Payment) -> None:
    """The same card of the same shopper is stored once."""
    face, shopper = payment.face, payment.shopper_reference
    if not payment.stores or payment.token is not None or face is None or shopper is None:
        return
    known = next((stored for stored in desk.books.stored.values()
                  if stored.shopper_reference == shopper and face.alias and stored.face.alias == face.alias), None)
    stored = known or Stored(
        id=new_reference(), shopper_reference=shopper, method=payment.method, face=face, course=payment.course,
        first_psp=payment.psp, created=stamp(desk.now), email=payment.shopper_email,
        contracts=["ONECLICK", "RECURRING"] if KINDS[payment.method] is Kind.CARD else ["RECURRING"])
    desk.books.stored[stored.id] = stored
    payment.token, payment.stored_now = stored.id, known is None
