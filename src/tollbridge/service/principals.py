"""Who may call: bearer tokens, known by their SHA-256 alone, each for some merchants or for all.

A token is looked up by its digest, so that the time it takes says nothing about any token that is good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from tollbridge.domain.errors import BadInput
from tollbridge.service.errors import Forbidden, Unauthenticated

AUTHORIZATION = "authorization"
_OF_NOTHING = hashlib.sha256().digest()
"""What `printf %s "$TOKEN" | sha256sum` says where the variable is not set: everyone could send that token."""
ALL = "*"


class Principal(Struct, frozen=True):
    """A caller by name. `merchants` are those it may call for; with "*" among them, all."""

    name: str
    merchants: frozenset[str] = frozenset({ALL})

    def check(self, merchant_id: str) -> None:
        """Raises Forbidden for a merchant that is not its own."""
        if ALL not in self.merchants and merchant_id not in self.merchants:
            raise Forbidden(f"{self.name} may not call for this merchant (x-merchant-id)")


class Token(Struct, frozen=True):
    """A good token: `sha256` is the digest of its text, in hex."""

    sha256: str
    principal: Principal


class Principals:
    """Reads `authorization: Bearer ...` of a call. Raises BadInput for a digest that is none, that is of an empty
    token, or that two callers have.
    """

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._by_digest: dict[bytes, Principal] = {}
        for token in tokens:
            try:
                digest = bytes.fromhex(token.sha256)
            except ValueError:
                digest = b""
            if len(digest) != hashlib.sha256().digest_size:
                raise BadInput(f"token of {token.principal.name}: sha256 must be 64 hex digits", "auth.tokens")
            if digest == _OF_NOTHING:
                raise BadInput(f"token of {token.principal.name}: sha256 is that of an empty token", "auth.tokens")
            if digest in self._by_digest:  # whose it is would be for the order to say
                raise BadInput(f"token of {token.principal.name}: is that of {self._by_digest[digest].name} too",
                               "auth.tokens")
            self._by_digest[digest] = token.principal

    def of(self, metadata: Mapping[str, str]) -> Principal:
        """Raises Unauthenticated."""
        given = metadata.get(AUTHORIZATION)
        if not given:
            raise Unauthenticated("no bearer token: send authorization: Bearer TOKEN", AUTHORIZATION)
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated("authorization is not of the form Bearer TOKEN", AUTHORIZATION)
        digest = hashlib.sha256(token.strip().encode("utf-8", "surrogateescape")).digest()
        principal = self._by_digest.get(digest)
        if principal is None:
            raise Unauthenticated("the bearer token is not known here", AUTHORIZATION)
        return principal
