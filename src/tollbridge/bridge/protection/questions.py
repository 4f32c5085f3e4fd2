"""Questions and their answers, encrypted and signed as operations are; they are stored nowhere.

Credentials that come with a question are inside. The answer is bound to the very question: an earlier answer to the
same one does not open.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import Answer, decode_answer, encode_answer, encode_json
from tollbridge.bridge.protection.datakeys import DataKeys
from tollbridge.bridge.protection.envelope import ANSWERED, ASKED, DataKey, header_of
from tollbridge.bridge.protection.errors import Erased, Forged
from tollbridge.bridge.protection.signing import QUESTION, Signing
from tollbridge.bridge.subjects import Address

DIGEST_CHARACTERS = 40


class _Asked(Struct, omit_defaults=True):
    """A question as it is encrypted."""

    request: msgspec.Raw
    config: str | None = None


_asked = msgspec.json.Decoder(_Asked).decode


class Put(Struct, frozen=True):
    """A question that goes out. `headers` have no credentials."""

    body: bytes
    headers: dict[str, str]
    key: DataKey
    subject: str

    def read(self, body: bytes) -> Answer:
        """Raises Forged, msgspec.DecodeError."""
        return decode_answer(self.key.open(body, ANSWERED, self.subject, _digest(self.body)))


class Got(Struct, frozen=True):
    """A question that came in, proven."""

    body: bytes
    headers: Mapping[str, str]
    key: DataKey
    subject: str
    token: bytes

    def write(self, answer: Answer) -> bytes:
        return self.key.seal(ANSWERED, self.subject, _digest(self.token), encode_answer(answer))


class Questions:
    def __init__(self, keys: DataKeys, signing: Signing, clock: Callable[[], float] = time.time) -> None:
        self._keys, self._signing, self._clock = keys, signing, clock

    async def put(self, subject: str, connector: str, merchant_id: str, headers: Mapping[str, str], body: bytes) -> Put:
        """Raises Unavailable."""
        key = await self._keys.current(connector, merchant_id)
        plain = encode_json(_Asked(msgspec.Raw(body), headers.get(wire.CONFIG)))
        token = key.seal(ASKED, subject, "", plain)
        its = {name: value for name, value in headers.items() if name != wire.CONFIG}
        its[wire.CONTENT_TYPE] = wire.JOSE
        signature = self._signing.sign(QUESTION, connector, subject, its, token)
        if signature is None:
            raise Unavailable(f"bridge.protection.private_keys has no key in use that signs for {connector}")
        its[wire.SIGNATURE] = signature
        return Put(token, its, key, subject)

    async def got(self, subject: str, address: Address, headers: Mapping[str, str], token: bytes) -> Got:
        """Raises Forged, Unavailable."""
        self._signing.prove(QUESTION, address.connector, subject, headers, token, self._clock())
        kid = header_of(token).kid
        if not kid.startswith(f"{address.connector}.{address.merchant_id}."):
            raise Forged("it is encrypted under the key of another merchant or connector")
        try:
            key = await self._keys.get(kid)
            asked = _asked(key.open(token, ASKED, subject, ""))
        except Erased as error:
            raise Unavailable(str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Forged("what is in it is no question") from None
        its = {name: value for name, value in headers.items() if name != wire.CONFIG}
        if asked.config is not None:
            its[wire.CONFIG] = asked.config
        return Got(bytes(asked.request), its, key, subject, token)


def _digest(token: bytes) -> str:
    return hashlib.sha256(token).hexdigest()[:DIGEST_CHARACTERS]
