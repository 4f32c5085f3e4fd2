"""The token vault: cards that a payment has left behind; and Microform, whose tokens are good for one payment."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from typing import Any

import msgspec

from tollbridge.sandbox.cybersource import asked as shapes, cards
from tollbridge.sandbox.cybersource.asked import Asked
from tollbridge.sandbox.cybersource.books import Desk, Instrument, new_token
from tollbridge.sandbox.cybersource.errors import Invalid, Unknown
from tollbridge.sandbox.simulator import Answer

TRANSIENT_S = 15 * 60.0
LIBRARY = "https://testflex.cybersource.com/microform/bundle/v2/flex-microform.min.js"


def paid_with(desk: Desk, asked: Asked) -> tuple[cards.Method, bool]:
    """And whether the vault knows whose it is. Raises Invalid where there is nothing that pays."""
    its = asked.payment_information
    if (method := cards.given(its)) is not None:
        return method, False
    if its.payment_instrument.id:
        try:
            return desk.instrument(its.payment_instrument.id).method, True
        except Unknown:
            raise Invalid("INVALID_DATA", "paymentInformation.paymentInstrument.id") from None
    if its.customer.id:
        for one in desk.books.instruments.values():
            if (one.customer, one.merchant, one.gone) == (its.customer.id, desk.merchant, False):
                return one.method, True
        raise Invalid("INVALID_DATA", "paymentInformation.customer.id")
    if token := asked.token_information.transient_token_jwt:
        merchant, method, until = desk.books.transient.get(token, ("", cards.NONE, 0.0))
        if merchant != desk.merchant or until < desk.now():
            raise Invalid("INVALID_DATA", "tokenInformation.transientTokenJwt")
        return method, False
    raise Invalid("MISSING_FIELD", "paymentInformation.card.number")


def spend(desk: Desk, asked: Asked) -> None:
    desk.books.transient.pop(asked.token_information.transient_token_jwt, None)


def keep(desk: Desk, asked: Asked, method: cards.Method) -> dict[str, Any] | None:
    """What TOKEN_CREATE leaves behind; None where it was not asked for."""
    processing = asked.processing_information
    if "TOKEN_CREATE" not in processing.action_list:
        return None
    customer = asked.payment_information.customer.id or new_token()
    its = Instrument(new_token(), desk.merchant, customer, method)
    desk.books.instruments[its.id] = its
    made = {"paymentInstrument": {"id": its.id}, "customer": {"id": customer}}
    return {name: one for name, one in made.items() if name in processing.action_token_types}


class Numbered(shapes.Part, frozen=True):
    card: shapes.Card = shapes.Card()


class Created(Numbered, frozen=True):
    """A card without its number, which stands beside it."""

    instrument_identifier: Numbered = Numbered()


def create(desk: Desk, body: bytes) -> Answer:
    try:
        asked = msgspec.json.decode(body, type=Created)
    except msgspec.DecodeError:
        raise Unknown(400, "invalidFields", "Invalid fields") from None
    number = asked.instrument_identifier.card.number
    if not (number and asked.card.expiration_month and asked.card.expiration_year):
        raise Unknown(400, "missingFields", "Missing fields")
    method = cards.card(msgspec.structs.replace(asked.card, number=number), "card")
    its = Instrument(new_token(), desk.merchant, "", method)
    desk.books.instruments[its.id] = its
    return _shown(its, 201)


def retrieve(desk: Desk, token: str) -> Answer:
    return _shown(desk.instrument(token), 200)


def _shown(its: Instrument, status: int) -> Answer:
    return Answer(status, msgspec.json.encode({
        "id": its.id, "object": "paymentInstrument", "state": "ACTIVE",
        "card": {"expirationMonth": its.method.month, "expirationYear": its.method.year},
        "_embedded": {"instrumentIdentifier": {"card": {"number": f"XXXXXXXXXXXX{its.method.last4}"}}}}))


def delete(desk: Desk, token: str) -> Answer:
    desk.instrument(token).gone = True
    return Answer(204, b"")


class Session(shapes.Part, frozen=True):
    """What a page with card fields is asked for."""

    target_origins: tuple[str, ...] = ()
    client_version: str = ""
    allowed_card_networks: tuple[str, ...] = ()


def session(desk: Desk, body: bytes) -> Answer:
    """The capture context: the answer is the JWT itself."""
    try:
        asked = msgspec.json.decode(body, type=Session)
    except msgspec.DecodeError:
        raise Invalid("INVALID_DATA") from None
    lacking = [name for name, value in (("targetOrigins", asked.target_origins),
                                        ("allowedCardNetworks", asked.allowed_card_networks)) if not value]
    if lacking:
        raise Invalid("MISSING_FIELD", *lacking)
    data = {"clientLibrary": LIBRARY, "clientLibraryIntegrity": "sha256-c2FuZGJveA==",
            "targetOrigins": asked.target_origins}
    return Answer(201, _jwt({
        "flx": {"path": "/flex/v2/tokens", "origin": desk.host.url_of("cybersource")},
        "ctx": [{"data": data, "type": "mf-2.0.0"}], "iss": "Flex API", "mid": desk.merchant,
        "iat": int(desk.now()), "exp": int(desk.now() + TRANSIENT_S), "jti": new_token()}),
        content_type="application/jwt")


class Typed(shapes.Part, frozen=True):
    """What the card fields send. The real ones seal `card` for Cybersource; the sandbox has no key for that."""

    merchant_id: str = ""
    card: shapes.Card = shapes.Card()


def token(desk: Desk, body: bytes) -> Answer:
    try:
        typed = msgspec.json.decode(body, type=Typed)
    except msgspec.DecodeError:
        raise Invalid("INVALID_DATA") from None
    method, until = cards.card(typed.card, "card"), desk.now() + TRANSIENT_S
    made = _jwt({"iss": "Flex/00", "exp": int(until), "type": "mf-2.0.0", "jti": new_token(),
                 "content": {"paymentInformation": {"card": {"number": {
                     "maskedValue": f"XXXXXXXXXXXX{method.last4}"}}}}})
    desk.books.transient[made.decode()] = (typed.merchant_id, method, until)
    return Answer(201, made, content_type="application/jwt")


def _jwt(claims: dict[str, Any]) -> bytes:
    """With a signature that nobody can verify: the key is thrown away."""
    head = msgspec.json.encode({"alg": "RS256", "kid": "sandbox", "typ": "JWT"})
    return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (
        head, msgspec.json.encode(claims), secrets.token_bytes(256)))
