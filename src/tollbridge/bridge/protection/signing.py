"""Who wrote a message, and when: HMAC-SHA256 under a secret of the link, or Ed25519.

    Tollbridge-Signature: <key id> <epoch milliseconds> <base64url>

Signed are what it is, the subject, the headers that matter and the body. The server says when a message was stored:
what is stored long after it was signed is a copy.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidSignature

from tollbridge.bridge import messages as wire
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.protection.envelope import b64, unb64
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.protection.keyring import LINK, KeyRing, RingKey
from tollbridge.bridge.protection.options import BRIDGE
from tollbridge.bridge.protection.places import DELIVERY, EVENT, HOOK, STATUS
from tollbridge.bridge.records import EXPECTED, LEASE, STATE, TTL

VERSION = "tollbridge-1"
OPERATION, QUESTION, ANSWER, RECORD, KEY = "operation", "question", "answer", "record", "key"
MATTER: Mapping[str, tuple[str, ...]] = {
    OPERATION: (wire.MSG_ID, wire.REQUEST_HASH, wire.REPLY_TO, wire.CONNECTOR, wire.DEADLINE, wire.CONTENT_TYPE,
                wire.ENVIRONMENT, wire.IDEMPOTENCY_KEY, wire.SEALED, wire.ACCOUNT, wire.AFTER, wire.CORRELATION_ID,
                wire.TENANT_ID, wire.EVIDENCE, wire.PRINCIPAL),
    QUESTION: (wire.DEADLINE, wire.CONTENT_TYPE, wire.ENVIRONMENT, wire.IDEMPOTENCY_KEY, wire.ACCOUNT,
               wire.CORRELATION_ID, wire.TENANT_ID, wire.PRINCIPAL),
    ANSWER: (), KEY: (), RECORD: (EXPECTED, STATE, LEASE, TTL),
    HOOK: (wire.CONTENT_TYPE,), DELIVERY: (wire.CONTENT_TYPE,), STATUS: (wire.CONTENT_TYPE, EXPECTED, wire.VERSION),
    EVENT: (wire.MSG_ID, wire.CONTENT_TYPE, wire.CONNECTOR, wire.VERSION, wire.SUPERSEDED, wire.UNMATCHED)}
"""Headers that change what is done; which of them are there is signed too. Those of a trace change nothing. Of a record
and of a status the server itself compares the revision that it comes after: an earlier one cannot be put in its place,
even at once. An event that is copied at once the server knows by its id.
"""
BY_BRIDGES = frozenset({OPERATION, QUESTION, HOOK, DELIVERY})
MOST = 400


class Signing:
    """`window_s` is how long after its signing a message may be stored, or arrive; and how far clocks may differ."""

    def __init__(self, ring: KeyRing, window_s: float, clock: Callable[[], float]) -> None:
        self._ring, self._window_s, self._clock = ring, window_s, clock

    def sign(self, what: str, connector: str, subject: str, headers: Mapping[str, str], body: bytes) -> str | None:
        """The header's value; None where there is no key to sign with."""
        key = self._ring.signer(connector)
        if key is None:
            return None
        at = int(self._clock() * 1000)
        content = _content(what, at, subject, headers, body)
        said = hmac.digest(key.raw, content, "sha256") if key.kind == "oct" else key.raw.sign(content)
        return f"{key.id} {at} {b64(said).decode()}"

    def prove(self, what: str, connector: str, subject: str, headers: Mapping[str, str], body: bytes,
              stored_at: float) -> RingKey:
        """Whose it is. Raises Forged."""
        given = headers.get(wire.SIGNATURE)
        if not given:
            raise Forged("it is not signed")
        parts = given.split(" ")
        if len(parts) != 3 or len(given) > MOST or not parts[1].isdecimal():
            raise Forged("its signature cannot be read")
        key = self._ring.prover(parts[0], connector)
        if key is None:
            raise Forged(f"it is signed with the key {parts[0]}, which is nobody's who may write for {connector}")
        if what in BY_BRIDGES and key.role not in (BRIDGE, LINK):
            raise Forged(f"it is signed with the key {key.id} of a {key.role}: it is for bridges to write")
        at = int(parts[1])
        if not _valid(key, _content(what, at, subject, headers, body), parts[2]):
            raise Forged("its signature does not fit: it was changed, or is of another place")
        late = stored_at - at / 1000
        if abs(late) > self._window_s:
            raise Forged(f"it was signed {late:.0f} s before it was stored: a copy, or clocks that are wrong")
        if key.exp is not None and at / 1000 > key.exp + self._window_s:
            raise Forged(f"it was signed with the key {key.id} after that had ended")
        return key


def _content(what: str, at: int, subject: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """JSON of a list has no two readings; and it has no line feed in it, which is where the body begins."""
    return encode_json((VERSION, what, at, subject, [headers.get(name) for name in MATTER[what]])) + b"\n" + body


def _valid(key: RingKey, content: bytes, text: str) -> bool:
    try:
        said = unb64(text.encode())
        if key.kind == "oct":
            return hmac.compare_digest(hmac.digest(key.raw, content, "sha256"), said)
        key.raw.verify(said, content)
    except (InvalidSignature, ValueError):
        return False
    return True
