"""Where shoppers are sent: the pages of issuers, banks and wallets, and that of a session."""

from __future__ import annotations

import secrets
from html import escape
from urllib.parse import parse_qs

from tollbridge.sandbox.adyen import actions, authorisations, payments
from tollbridge.sandbox.adyen.books import Desk, Payment, Session, State, Turn
from tollbridge.sandbox.adyen.cards import REFUSED, Course
from tollbridge.sandbox.adyen.currencies import money
from tollbridge.sandbox.adyen.wire import Amount
from tollbridge.sandbox.pages import back_to, page, question
from tollbridge.sandbox.simulator import Answer, Call

SESSION = "/checkoutshopper/sessions/{session}"
PAGE = actions.PAGE
_THREE_DS = {"complete": "Complete", "fail": "Fail"}
_METHOD = {"complete": "Pay", "fail": "Refuse", "cancel": "Cancel"}
"""What may be said where: each leads back to the merchant."""
_ISSUERS = (Turn.THREE_DS_PAGE, Turn.CHALLENGE, Turn.FINGERPRINT)


def show(desk: Desk, call: Call) -> Answer:
    payment = _waiting(desk, call)
    if payment is None:
        return _gone()
    if payment.turn in _ISSUERS:
        asked = f"Your bank wants to know that it is you who pays {_written(payment.amount)}."
        return page(question(asked, _THREE_DS), title="3-D Secure sandbox")
    return page(question(f"Do you pay {_written(payment.amount)}?", _METHOD), title=f"{escape(payment.method)} sandbox")


def complete(desk: Desk, call: Call) -> Answer:
    """Takes the shopper's answer, lets the payment go on, and sends the browser back to the merchant."""
    payment = _waiting(desk, call)
    if payment is None:
        return _gone()
    said = _said(call)
    if said not in (_THREE_DS if payment.turn in _ISSUERS else _METHOD):
        return _nothing_said()
    if payment.turn in _ISSUERS:  # however it began, a browser brings the result back
        payment.turn = Turn.THREE_DS_PAGE
    away = payment.turn in (Turn.PAGE, Turn.THREE_DS_PAGE)
    payments.customer_said(desk, payment, said)
    answer = page("<p>You may close this page.</p>", title=f"{escape(payment.method)} sandbox")
    if away and payment.return_url:
        answer = back_to(payment.return_url, {"redirectResult": desk.wait_for(payment)})
    desk.finish()
    return answer


def show_session(desk: Desk, call: Call) -> Answer:
    session = desk.books.sessions.get(call.arguments["session"])
    if session is None or session.payment is not None:
        return _gone()
    return page(question(f"Do you pay {_written(session.amount)}?", _METHOD), title="Checkout sandbox")


def complete_session(desk: Desk, call: Call) -> Answer:
    session = desk.books.sessions.get(call.arguments["session"])
    if session is None or session.payment is not None:
        return _gone()
    said = _said(call)
    if said not in _METHOD:
        return _nothing_said()
    pay_session(desk, session, said)
    desk.finish()
    return back_to(session.return_url, {"sessionId": session.id, "sessionResult": session.result})


def pay_session(desk: Desk, session: Session, said: str) -> Payment:
    """What Adyen's component in the shopper's browser does, by card."""
    payment = Payment(psp=desk.psp, merchant_account=session.merchant_account, reference=session.reference,
                      amount=session.amount, method="scheme", variant="visa", course=Course(), manual=session.manual,
                      shopper_reference=session.shopper_reference)
    desk.books.payments[payment.psp] = payment
    session.payment, session.result = payment.psp, secrets.token_urlsafe(32)
    if said == "complete":
        authorisations.approve(desk, payment)
    elif said == "cancel":
        payment.state, payment.result_code = State.CANCELLED, "Cancelled"
    else:
        authorisations.refuse(desk, payment, REFUSED)
    return payment


def _waiting(desk: Desk, call: Call) -> Payment | None:
    psp = desk.books.waiting.get(call.arguments["word"])
    payment = desk.books.payments[psp] if psp is not None else None
    return payment if payment is not None and payment.turn is not None and payment.said is None else None


def _said(call: Call) -> str:
    return parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]


def _written(amount: Amount) -> str:
    return f"<strong>{escape(str(money(amount)))}</strong>"


def _gone() -> Answer:
    return page("<p>This page is over, or never was.</p>", title="Adyen sandbox", status=404)


def _nothing_said() -> Answer:
    return page("<p>Choose one of the buttons.</p>", title="Adyen sandbox", status=400)
