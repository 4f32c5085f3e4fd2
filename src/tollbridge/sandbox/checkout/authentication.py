"""Where the shopper goes: the issuer's page for 3DS, a bank's or a wallet's; back with cko-session-id.

https://www.checkout.com/docs/payments/authenticate-payments/3d-secure
"""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from tollbridge.sandbox import pages
from tollbridge.sandbox.checkout import payments
from tollbridge.sandbox.checkout.books import Books, Desk, Payment
from tollbridge.sandbox.checkout.cards import APPROVED
from tollbridge.sandbox.simulator import Answer, Call, Host


def show(books: Books, host: Host, call: Call) -> Answer:
    """A GET asks; a POST has the answer. Who need not be asked goes on at once."""
    its = next((one for one in books.payments.values() if one.sid == call.arguments["sid"]), None)
    if its is None:
        return pages.page("<p>There is no such payment.</p>", title="Payment", status=404)
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if its.word == "Pending":
        if its.method.kind == "card" and not its.method.row.challenged:
            outcome = "passed"
        if outcome not in ("passed", "failed"):
            with_what = f"the card that ends in {its.method.last4}" if its.method.kind == "card" else its.method.kind
            asked = f"Is it you who pays {escape(its.merchant)} with {escape(with_what)}?"
            return pages.page(pages.question(asked, {"passed": "Yes", "failed": "No"}), title="Payment")
        desk = Desk(books, host, its.merchant)
        finish(desk, its, passed=outcome == "passed")
        desk.finish()
    return pages.back_to(its.success_url if its.code == APPROVED else its.failure_url, {"cko-session-id": its.sid})


def finish(desk: Desk, its: Payment, *, passed: bool) -> None:
    if its.method.kind == "card":
        its.letter = its.method.row.letter if passed else "N"
        payments.decide(desk, its)
    else:
        payments.end(desk, its, APPROVED if passed else "20005", word="Canceled" if its.sid else "Declined")
