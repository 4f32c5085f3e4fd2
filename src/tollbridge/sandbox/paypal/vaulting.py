"""Payment tokens: what the vault keeps of an instrument, and for whom."""

from __future__ import annotations

from tollbridge.sandbox.paypal.books import Desk, Instrument, Json, Token, new_id
from tollbridge.sandbox.paypal.wire import token_links


def keep(desk: Desk, instrument: Instrument, customer: str | None) -> Token:
    kept = Instrument(instrument.kind, instrument.shown, instrument.card, instrument.decline)
    token = Token(new_id().lower(), kept, customer or new_id(10))
    desk.books.payment_tokens[token.id] = token
    desk.emit("VAULT.PAYMENT-TOKEN.CREATED", "payment_token", shown(desk, token), "A payment token has been created.")
    return token


def shown(desk: Desk, token: Token) -> Json:
    return {"id": token.id, "customer": {"id": token.customer}, "payment_source": source(token),
            "links": token_links(desk, token.id)}


def source(token: Token) -> Json:
    """Of a card its type is not told here, nor of an account its status."""
    its = token.instrument
    return {its.kind: {name: value for name, value in its.shown.items() if name not in ("type", "account_status")}}
