"""The page on which a customer says yes or no (3-D Secure, a bank, a voucher): plain HTML, two buttons, no script."""

from __future__ import annotations

import hmac
from html import escape
from urllib.parse import parse_qs

from tollbridge.sandbox.pages import back_to, page, question
from tollbridge.sandbox.simulator import Answer, Call
from tollbridge.sandbox.stripe import settlements
from tollbridge.sandbox.stripe.books import Challenge, Desk, Held
from tollbridge.sandbox.stripe.currencies import written
from tollbridge.sandbox.stripe.method_types import CARD
from tollbridge.sandbox.stripe.setup_wire import SetupIntent
from tollbridge.sandbox.stripe.wire import PaymentIntent

_CARD = "3-D Secure sandbox"


def show(desk: Desk, call: Call) -> Answer:
    waiting = _waiting(desk, call)
    if waiting is None:
        return _gone()
    intent, held = _asked(desk, waiting)
    pays = (f"<strong>{escape(written(intent.amount, intent.currency))} {escape(intent.currency.upper())}</strong>"
            if isinstance(intent, PaymentIntent) else "")
    if held.method.type == CARD:
        who = f"it is you who pays {pays}." if pays else "this card is yours."
        return _page(question(f"Your bank wants to know that {who}", {"complete": "Complete", "fail": "Fail"}))
    asked = f"Do you pay {pays}?" if pays else "Do you agree to be charged later?"
    return _page(question(asked, {"complete": "Authorize test payment", "fail": "Fail test payment"}),
                 title=f"{held.method.type} sandbox")


def complete(desk: Desk, call: Call) -> Answer:
    """Takes the customer's answer, lets the payment go on, and sends the browser back to the merchant."""
    waiting = _waiting(desk, call)
    if waiting is None:
        return _gone()
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if outcome not in ("complete", "fail"):
        return _page("<p>Choose one of the two buttons.</p>", status=400)
    intent, held = _asked(desk, waiting)
    del desk.books.challenges[waiting.source]
    settlements.customer_said(desk, intent, held, yes=outcome == "complete")
    answer = _return(waiting, intent)
    desk.finish()
    return answer


def _asked(desk: Desk, waiting: Challenge) -> tuple[PaymentIntent | SetupIntent, Held]:
    intent = desk.books.setups.get(waiting.intent) or desk.intent(waiting.intent)
    return intent, desk.held(str(intent.payment_method))


def _return(waiting: Challenge, intent: PaymentIntent | SetupIntent) -> Answer:
    status = _STATUS.get(intent.status, "failed")
    if waiting.return_url is None:
        return _page(f"<p>Authentication {status}. You may close this page.</p>")
    return back_to(waiting.return_url, {
        intent.object: intent.id, f"{intent.object}_client_secret": intent.client_secret, "redirect_status": status})


_STATUS = {"succeeded": "succeeded", "requires_capture": "succeeded", "processing": "pending"}


def _waiting(desk: Desk, call: Call) -> Challenge | None:
    waiting = desk.books.challenges.get(call.arguments["source"])
    secret = parse_qs(call.query).get("client_secret", [""])[0]
    if waiting is None or not hmac.compare_digest(secret.encode(), waiting.secret.encode()):
        return None
    return waiting


def _gone() -> Answer:
    return _page("<p>This challenge is over, or never was.</p>", status=404)


def _page(content: str, status: int = 200, title: str = _CARD) -> Answer:
    return page(content, title=title, status=status)
