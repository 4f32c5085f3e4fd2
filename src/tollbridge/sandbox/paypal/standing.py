"""How something stands by now, whatever it is, by its id."""

from __future__ import annotations

from tollbridge.sandbox.paypal import vault, wire
from tollbridge.sandbox.paypal.books import Desk, Json
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.vaulting import shown


def state_of(desk: Desk, made: str) -> Reply | None:
    """None for what is not there any more."""
    books = desk.books
    if made in books.orders:
        return Reply(200, wire.order(desk, books.orders[made]), wire.order_minimal(desk, books.orders[made]))
    if made in books.authorizations:
        return _of(wire.authorization(desk, books.authorizations[made]))
    if made in books.captures:
        return _of(wire.capture(desk, books.captures[made]))
    if made in books.refunds:
        return _of(wire.refund(desk, books.refunds[made]))
    if made in books.setup_tokens:
        return Reply(200, vault.setup(desk, books.setup_tokens[made]))
    if made in books.payment_tokens:
        return Reply(200, shown(desk, books.payment_tokens[made]))
    return None


def _of(whole: Json) -> Reply:
    return Reply(200, whole, wire.brief(whole))
