"""HTTP Signature with a shared secret, as Cybersource checks it.

https://developer.cybersource.com/library/documentation/dev_guides/REST_API/Getting_Started/html/REST_GS/ch_authentication.5.3.htm
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tollbridge.sandbox.simulator import Call

WINDOW_S = 300.0
"""How far the date may be from the sandbox's clock."""
_PART = re.compile(r'(\w+)="([^"]*)"')
_WITH_BODY = ("POST", "PUT", "PATCH")


class Merchant(NamedTuple):
    """A shared secret: its id, and itself in base64."""

    key_id: str
    secret: str


def _merchant(number: int) -> Merchant:
    return Merchant(f"08c94330-f618-42a3-b09d-e1e43be5efd{number}",
                    base64.b64encode(f"the sandbox's shared secret no {number}".encode()).decode())


MERCHANTS: Mapping[str, Merchant] = {"sandbox_merchant": _merchant(1), "another_merchant": _merchant(2)}


def proves(call: Call, prefix: str, now: float) -> bool:
    """Whether the call comes from the merchant that it names. A client that knows of no `prefix` signs without it."""
    given = dict(_PART.findall(call.headers.get("signature", "")))
    merchant = MERCHANTS.get(call.headers.get("v-c-merchant-id", ""))
    names = given.get("headers", "").split()
    wanted = {"host", "date", "request-target", "v-c-merchant-id"} | (
        {"digest"} if call.method in _WITH_BODY else set())
    if (merchant is None or given.get("keyid") != merchant.key_id or given.get("algorithm") != "HmacSHA256"
            or not wanted <= set(names) or not _is_fresh(call.headers.get("date", ""), now)
            or not _is_whole(call)):
        return False
    query = f"?{call.query}" if call.query else ""
    return any(_proof(merchant, call, names, f"{call.method.lower()} {base}{call.path}{query}")
               == given.get("signature") for base in ("", prefix))


def _proof(merchant: Merchant, call: Call, names: list[str], target: str) -> str:
    values = {**call.headers, "request-target": target}
    text = "\n".join(f"{name}: {values.get(name, '')}" for name in names)
    return base64.b64encode(hmac.digest(base64.b64decode(merchant.secret), text.encode(), "sha256")).decode()


def _is_fresh(date: str, now: float) -> bool:
    try:
        return abs(parsedate_to_datetime(date).timestamp() - now) <= WINDOW_S
    except (ValueError, TypeError, OverflowError):
        return False


def _is_whole(call: Call) -> bool:
    """Whether the digest is that of the body; without a body there is none to check."""
    given = call.headers.get("digest")
    if given is None:
        return not call.body
    try:
        digest = base64.b64decode(given.removeprefix("SHA-256="), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(digest, hashlib.sha256(call.body).digest())
