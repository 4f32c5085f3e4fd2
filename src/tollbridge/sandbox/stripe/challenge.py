"""The page on which a customer says yes or no (3-D Secure, a bank, a voucher): plain HTML, two buttons, no script."""

from __future__ import annotations

import hmac
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from tollbridge.sandbox.simulator import Answer, Call
from tollbridge.sandbox.stripe import settlements
from tollbridge.sandbox.stripe.books import Challenge, Desk, Held
from tollbridge.sandbox.stripe.currencies import written
from tollbridge.sandbox.stripe.method_types import CARD
from tollbridge.sandbox.stripe.setup_wire import SetupIntent
from tollbridge.sandbox.stripe.wire import PaymentIntent

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; color: #1f2933 }}
button {{ font: inherit; padding: .6rem 1.2rem; margin-right: .5rem; border: 1px solid #52606d; border-radius: .3rem }}
button[value=complete] {{ background: #0b6b3a; border-color: #0b6b3a; color: #fff }}
button[value=fail] {{ background: #fff; color: #1f2933 }}
</style>
</head>
<body>
<h1>{title}</h1>
{content}
</body>
</html>
"""
_FORM = """<p>{question} No money moves here.</p>
<form method="post">
<button name="outcome" value="complete">{yes}</button>
<button name="outcome" value="fail">{no}</button>
</form>"""
_CARD = "3-D Secure sandbox"
_HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to the redirect after the form too, and that leads to the merchant
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
    "Referrer-Policy": "no-referrer",
}


def show(desk: Desk, call: Call) -> Answer:
    waiting = _waiting(desk, call)
    if waiting is None:
        return _gone()
    intent, held = _asked(desk, waiting)
    pays = (f"<strong>{escape(written(intent.amount, intent.currency))} {escape(intent.currency.upper())}</strong>"
            if isinstance(intent, PaymentIntent) else "")
    if held.method.type == CARD:
        who = f"it is you who pays {pays}." if pays else "this card is yours."
        return _page(_FORM.format(question=f"Your bank wants to know that {who}", yes="Complete", no="Fail"))
    question = f"Do you pay {pays}?" if pays else "Do you agree to be charged later?"
    return _page(_FORM.format(question=question, yes="Authorize test payment", no="Fail test payment"),
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
    url = urlsplit(waiting.return_url)
    added = urlencode({intent.object: intent.id, f"{intent.object}_client_secret": intent.client_secret,
                       "redirect_status": status})
    target = urlunsplit(url._replace(query=f"{url.query}&{added}" if url.query else added))
    return Answer(303, b"", {**_HEADERS, "Location": target}, "text/html")


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
    return Answer(status, _PAGE.format(content=content, title=title).encode(), _HEADERS, "text/html")
