"""The login: https://developer.paypal.com/api/rest/authentication/"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from msgspec import json

from tollbridge.sandbox.paypal.books import Books, Desk, Login
from tollbridge.sandbox.paypal.errors import LoginError, PaypalError
from tollbridge.sandbox.simulator import Answer, Call

PATH = "/v1/oauth2/token"
KEPT_S = 32_400
"""Nine hours."""
SCOPE = "https://uri.paypal.com/services/payments/payment/authcapture https://uri.paypal.com/services/vault/payment-tokens"


def grant(desk: Desk, call: Call) -> Answer:
    """A new token. The first login of a client says what its secret is."""
    client = client_of(desk.books, call)
    if client is None:
        raise wrong_client()
    if b"grant_type=client_credentials" not in call.body.split(b"&"):
        raise LoginError(400, "unsupported_grant_type", "unsupported grant_type")
    token = f"A21AA{secrets.token_urlsafe(64)}"
    desk.books.logins[_hash(desk.books, token)] = Login(client, desk.now + KEPT_S)
    return Answer(200, json.encode({
        "scope": SCOPE, "access_token": token, "token_type": "Bearer", "app_id": "APP-80W284485P519543T",
        "expires_in": KEPT_S, "nonce": secrets.token_urlsafe(16)}))


def wrong_client() -> LoginError:
    return LoginError(401, "invalid_client", "Client Authentication failed")


def client_token(desk: Desk, call: Call) -> Answer:
    """What PayPal's library in the browser begins with. https://developer.paypal.com/docs/multiparty/checkout/advanced/"""
    return Answer(200, json.encode({"client_token": secrets.token_urlsafe(64), "expires_in": 3600}))


def who(books: Books, call: Call, now: float) -> str:
    """The client whose token the call has. Raises PaypalError for one that is unknown or too old."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    login = books.logins.get(_hash(books, token.strip())) if scheme.lower() == "bearer" else None
    if login is None or now >= login.until:
        raise PaypalError("AUTHENTICATION_FAILURE")
    return login.client


def client_of(books: Books, call: Call) -> str | None:
    """The client that proves itself by its secret; None for a wrong one, and for none."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except ValueError:
        return None
    if not client or not secret:
        return None
    given = _hash(books, secret)
    return client if hmac.compare_digest(books.clients.setdefault(client, given), given) else None


def _hash(books: Books, text: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=books.pepper, digest_size=32).digest()
