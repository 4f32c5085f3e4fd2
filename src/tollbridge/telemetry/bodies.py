"""What may be shown, at debug level, of a request's and an answer's headers and bodies.

Of a request its connector said what is secret (kit/masking.py). Of an answer nobody did: JSON and forms are masked by
the names of their members and by what looks like a card number, everything that was secret in the request is masked
where it comes back, and of any other kind of body only the length is shown.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from tollbridge.domain.echoes import Echoes, secrets_in
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import MASK, HttpRequest, HttpResponse
from tollbridge.kit.masking import shown_body, shown_headers

MOST_BYTES = 64 * 1024
"""Of a body that is shown; of a longer one, its length."""

_SECRET_WORDS = ("secret", "token", "password", "passwd", "apikey", "authorization", "credential", "cryptogram",
                 "signature", "privatekey", "encrypted", "cvc", "cvv", "cvn", "csc", "securitycode", "cardcode",
                 "cardnumber", "accountnumber", "iban", "routing", "sortcode", "cavv", "tavv", "track1", "track2",
                 "vpa", "sessionid", "cookie", "jwt", "bearer", "authkey", "accesskey", "signingkey")
_SECRET_NAMES = frozenset({"pan", "dpan", "fpan", "number", "card", "key", "salt", "auth", "nonce", "xid", "pin", "otp",
                           "value", "payload", "data"})
"""The last three are what wallets and tokenisers call the thing itself."""
_NO_SECRETS = ("tokentype", "tokenized", "tokenstatus")
_PLAIN_HEADERS = frozenset({"content-type", "content-length", "content-encoding", "date", "server", "retry-after",
                            "request-id", "x-request-id", "cache-control", "via", "allow"})
_SPOKEN = re.compile(r"(\b(?:cvc|cvv|cvn|csc|cid|security code|pin)2?\W{1,3}(?:is\W|was\W)?)\d{3,6}\b", re.IGNORECASE)
"""Of an answer to another call's card: this call's request does not have the code."""
_SEPARATORS = re.compile(r"[^a-z0-9]")


def shown_exchange(request: HttpRequest, response: HttpResponse | None) -> dict[str, Any]:
    """Headers and bodies of both, masked."""
    # A processor's own names for a security code are not known: any short number that is secret may be one.
    short = [Secret(known.text) for known in secrets_in(request) if known.text.isdigit() and 3 <= len(known.text) < 6]
    echoes = Echoes(request, {"cvc": short})
    parts: dict[str, Any] = {
        "request_headers": {name: echoes.in_words(value) for name, value in shown_headers(request).items()},
        "request_body": echoes.in_code(shown_body(request)),
    }
    if response is not None:
        parts["response_headers"] = {name: echoes.in_words(value) if name in _PLAIN_HEADERS else MASK
                                     for name, value in response.headers.items()}
        parts["response_body"] = shown_answer(response, echoes)
    return parts


def shown_raw(request: HttpRequest, response: HttpResponse | None) -> tuple[str, str]:
    """Request and answer as JSON of method and URL without query, or status, headers and body; "" for no answer."""
    parts = shown_exchange(request, response)
    sent = {"method": request.method, "url": request.shown_url.partition("?")[0], "headers": parts["request_headers"],
            "body": parts["request_body"]}
    if response is None:
        return msgspec.json.encode(sent).decode(), ""
    received = {"status": response.status, "headers": parts["response_headers"], "body": parts["response_body"]}
    return msgspec.json.encode(sent).decode(), msgspec.json.encode(received).decode()


def shown_answer(response: HttpResponse, echoes: Echoes) -> str:
    body = response.body
    if not body:
        return ""
    if len(body) <= MOST_BYTES:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            if kind == "application/x-www-form-urlencoded":
                pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
                return urlencode([(name, _leaf(name, value, echoes)) for name, value in pairs], safe="*")
            if kind.endswith("json") or not kind:
                return msgspec.json.encode(_value("", msgspec.json.decode(body), echoes)).decode()
        except (ValueError, msgspec.DecodeError, RecursionError):
            pass
    return f"({len(body)} bytes, not shown)"


def _value(name: str, value: Any, echoes: Echoes) -> Any:
    if isinstance(value, dict):
        # A secret may be a member's name too.
        return {echoes.in_words(key): _value(key, inner, echoes) for key, inner in value.items()}
    if isinstance(value, list):
        return [_value(name, inner, echoes) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    leaf = _leaf(name, str(value), echoes)
    return value if leaf == str(value) else leaf


def _leaf(name: str, value: str, echoes: Echoes) -> str:
    return MASK if value and is_secret_name(name) else _SPOKEN.sub(rf"\1{MASK}", echoes.in_words(value))


def is_secret_name(name: str) -> bool:
    """Whether what has this name in an answer is masked, whatever it looks like."""
    plain = _SEPARATORS.sub("", name.lower())
    if plain in _SECRET_NAMES:
        return True
    return any(word in plain for word in _SECRET_WORDS) and not plain.startswith(_NO_SECRETS)
