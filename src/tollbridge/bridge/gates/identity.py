"""Accounts told apart without their credentials.

An account that the workers have on file is known by merchant and connector. Credentials that came with a call are known
by a digest: short, and salted with merchant and connector, so that it tells one merchant's accounts apart and nothing
else. It travels in a header, which is stored; the credentials do not.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.routes import Route
from tollbridge.bridge.subjects import OURS, is_token
from tollbridge.domain.secret import Secret

GATES = f"{OURS}.gates"
BREAKER, ACCOUNT, RATE = "breaker", "account", "rate"
ON_FILE = "stored"
ALL = "all"
"""In place of an operation: what is held back is the account."""
DIGEST_BYTES = 6


def account_digest(merchant_id: str, connector: str, credentials: str | bytes) -> str:
    text = credentials.encode() if isinstance(credentials, str) else credentials
    salted = f"{merchant_id}\0{connector}\0".encode() + text
    return hashlib.blake2b(salted, digest_size=DIGEST_BYTES, person=b"tb account").hexdigest()


def stored_digest(merchant_id: str, connector: str, credentials: Any) -> str:
    """Of an account in the store: another one, once its credentials are others."""
    return account_digest(merchant_id, connector, msgspec.json.encode(credentials, enc_hook=_shown))


def _shown(value: object) -> str:
    """For the digest alone."""
    return value.reveal() if isinstance(value, Secret) else repr(value)


class Lane(Struct):
    """Where a call goes, as far as what holds it back is concerned.

    `given` is the digest of credentials that came with it, "" for an account on file; `probes` are the circuits that it
    tries for all.
    """

    route: Route
    connector: str
    merchant_id: str
    given: str = ""
    probes: tuple[str, ...] = ()

    @classmethod
    def of(cls, route: Route, connector: str, merchant_id: str, given: str | None) -> Lane:
        """`given` is what a header says: it becomes part of a subject, or nothing."""
        return cls(route, connector, merchant_id, given if given and is_token(given) else "")

    def subject(self, kind: str) -> str:
        """Of this operation with this account."""
        return (f"{GATES}.{kind}.{self.connector}.{self.route.consumer}.{self.merchant_id}.{self.given or ON_FILE}")

    def account(self, credentials: str) -> str:
        """Of these very credentials, whatever the operation."""
        return f"{GATES}.{ACCOUNT}.{self.connector}.{ALL}.{self.merchant_id}.{credentials}"
