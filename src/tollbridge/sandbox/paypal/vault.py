"""The vault: https://developer.paypal.com/docs/api/payment-tokens/v3/"""

from __future__ import annotations

from math import ceil
from urllib.parse import parse_qs

from tollbridge.sandbox.paypal import wire
from tollbridge.sandbox.paypal.books import Desk, Instrument, Json, Token, find, new_id
from tollbridge.sandbox.paypal.errors import not_found, unprocessable
from tollbridge.sandbox.paypal.instruments import from_source
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import Customer, KeepSource, Nothing, Source, one_of
from tollbridge.sandbox.paypal.vaulting import keep, shown, source

WAITING = "PAYER_ACTION_REQUIRED"
PAGE_SIZE = 5


def create_setup(desk: Desk, asked: KeepSource) -> Reply:
    """A card is good at once, unless its holder is asked; a wallet is agreed to on a page."""
    kind, given = one_of(asked.payment_source)
    token = Token(new_id(), from_source(desk, kind, given), (asked.customer or Customer()).id or new_id(10))
    if token.instrument.challenge or token.instrument.card is None:
        token.status = WAITING
    desk.books.setup_tokens[token.id] = token
    return Reply(201, setup(desk, token))


def get_setup(desk: Desk, asked: Nothing, token: str) -> Reply:
    return Reply(200, setup(desk, find(desk.books.setup_tokens, token)))


def setup(desk: Desk, token: Token) -> Json:
    links = [wire.link(f"{desk.url}/v3/vault/setup-tokens/{token.id}", "self")]
    if token.status == WAITING:
        links.append(wire.link(f"{desk.url}{wire.LEADING}?token={token.id}", "approve"))
    if token.status == "APPROVED":
        links.append(wire.link(f"{desk.url}/v3/vault/payment-tokens", "confirm", "POST"))
    return {"id": token.id, "status": token.status, "customer": {"id": token.customer},
            "payment_source": source(token), "links": links}


def create_token(desk: Desk, asked: KeepSource) -> Reply:
    """Of a card, or of a setup token whose payer has agreed."""
    kind, given = one_of(asked.payment_source)
    customer = (asked.customer or Customer()).id
    if kind == "token":
        made = _of_setup(desk, given, customer)
    else:
        instrument = from_source(desk, kind, given)
        if instrument.card is None:
            raise unprocessable("VAULT_INSTRUCTION_REQUIRED", "The payer has to agree first: create a setup token.")
        made = keep(desk, _accepted(instrument), customer)
    return Reply(201, shown(desk, made))


def _of_setup(desk: Desk, given: Source, customer: str | None) -> Token:
    waiting = desk.books.setup_tokens.get(given.id or "") if given.type == "SETUP_TOKEN" else None
    if waiting is None or waiting.status == "VAULTED":
        raise unprocessable("TOKEN_ID_NOT_FOUND", "Specified token was not found.", "/payment_source/token/id")
    if waiting.status == WAITING:
        raise unprocessable("PAYER_ACTION_REQUIRED", "Payer needs to perform the following action before proceeding.",
                            "/payment_source/token/id")
    made = keep(desk, _accepted(waiting.instrument), customer or waiting.customer)
    waiting.status = "VAULTED"
    return made


def _accepted(instrument: Instrument) -> Instrument:
    """The bank is asked whether the card is good."""
    if instrument.decline:
        raise unprocessable("PAYMENT_SOURCE_DECLINED_BY_PROCESSOR", "The provided payment source is declined by the "
                            "processor. Please try again with a different payment source.")
    return instrument


def get_token(desk: Desk, asked: Nothing, token: str) -> Reply:
    return Reply(200, shown(desk, find(desk.books.payment_tokens, token)))


def delete_token(desk: Desk, asked: Nothing, token: str) -> Reply:
    gone = find(desk.books.payment_tokens, token)
    del desk.books.payment_tokens[token]
    desk.emit("VAULT.PAYMENT-TOKEN.DELETED", "payment_token", {"id": gone.id}, "A payment token has been deleted.")
    return Reply(204)


def list_tokens(desk: Desk, query: str) -> Reply:
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    customer = asked.get("customer_id", "")
    found = [token for token in desk.books.payment_tokens.values() if token.customer == customer]
    if not found:
        raise not_found()
    size, page = (int(text) if (text := asked.get(name, "")).isascii() and text.isdigit() else default
                  for name, default in (("page_size", PAGE_SIZE), ("page", 1)))
    size, page = max(size, 1), max(page, 1)
    some = found[(page - 1) * size:page * size]
    whole: Json = {
        "customer": {"id": customer}, "payment_tokens": [shown(desk, token) for token in some],
        "links": [wire.link(f"{desk.url}/v3/vault/payment-tokens?customer_id={customer}", "self")]}
    if asked.get("total_required") == "true":
        whole |= {"total_items": len(found), "total_pages": ceil(len(found) / size)}
    return Reply(200, whole)
