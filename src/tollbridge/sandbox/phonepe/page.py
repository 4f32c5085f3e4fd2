"""The pay page: plain HTML, two buttons, no script."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from tollbridge.sandbox.phonepe.books import Desk
from tollbridge.sandbox.simulator import Answer, Call

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>PhonePe sandbox</title></head>
<body>
<h1>PhonePe sandbox</h1>
{content}
</body>
</html>
"""
_FORM = """<p>Do you pay {amount} INR to {merchant}? No money moves here.</p>
<form method="post">
<button name="outcome" value="pay">Pay</button>
<button name="outcome" value="cancel">Cancel</button>
</form>"""
_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors *"}


def show(desk: Desk, call: Call) -> Answer:
    one = desk.books.pages.get(call.arguments["page"])
    if one is None:
        return _page("<p>This payment is over, or never was.</p>", 404)
    rupees = f"{one.amount // 100}.{one.amount % 100:02d}"
    return _page(_FORM.format(amount=rupees, merchant=escape(one.merchant)))


def complete(desk: Desk, call: Call) -> Answer:
    """Takes the shopper's answer, and sends the browser back to the merchant."""
    one = desk.books.pages.get(call.arguments["page"])
    if one is None:
        return _page("<p>This payment is over, or never was.</p>", 404)
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if outcome not in ("pay", "cancel"):
        return _page("<p>Choose one of the two buttons.</p>", 400)
    desk.end(one, well=outcome == "pay")
    return Answer(303, b"", {**_HEADERS, "Location": one.redirect_url}, "text/html")


def _page(content: str, status: int = 200) -> Answer:
    return Answer(status, _PAGE.format(content=content).encode(), _HEADERS, "text/html")
