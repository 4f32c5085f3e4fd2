"""What is left of operations for those that come after: mandates, tokens of processors' vaults, sessions.

    tollbridge.records.<mandate|token|session>.<merchant>.<connector>.<id>      the last ten versions, in RECORDS

Workers write them once the operation is recorded as done, and before its message is acknowledged: a worker that dies in
between finds the operation again. Nothing in them is card data. A session's token proves who holds it, so it is not
kept: the record's id is a digest of it, by which its holder finds out how long it lasts. It ends by itself.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.connection import Connection, Publisher, RevisionMismatch, Stored, Unavailable
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.sealed import TTL
from tollbridge.bridge.streams import RECORD_STREAM
from tollbridge.bridge.subjects import OURS, is_token, token
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import (
    AUTHORIZE,
    CLIENT_TOKEN,
    CREATE_PAYMENT_METHOD,
    DELETE_TOKEN,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REVOKE_MANDATE,
    SESSION,
    SETUP_MANDATE,
    TOKEN_AUTHORIZE,
    TOKEN_SETUP_MANDATE,
    TOKENIZE,
    UPDATE_MANDATE,
    Operation,
)

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

MANDATE, TOKEN, SESSION_KIND = "mandate", "token", "session"
KINDS = (MANDATE, TOKEN, SESSION_KIND)
ACTIVE, PENDING, REVOKED, DELETED = "ACTIVE", "PENDING", "REVOKED", "DELETED"
DIGEST_CHARACTERS = 32
TRIES = 5
PAGE = 500
VERSIONS = 10
PAYMENTS = frozenset({AUTHORIZE, TOKEN_AUTHORIZE, PROXY_AUTHORIZE})
KEEPS = PAYMENTS | {SETUP_MANDATE, TOKEN_SETUP_MANDATE, PROXY_SETUP_MANDATE, REVOKE_MANDATE, UPDATE_MANDATE, TOKENIZE,
                    CREATE_PAYMENT_METHOD, DELETE_TOKEN}
"""Operations whose results leave something to be kept; sessions are questions (`KEEPS_SESSIONS`)."""
KEEPS_SESSIONS = frozenset({SESSION, CLIENT_TOKEN})
_MANDATE = b'"connector_mandate_id"'
_ASKED_FOR = (b'"setup_future_usage":"OFF_SESSION"', b'"setup_mandate_details"', b'"customer_acceptance"')
"""Of a payment: processors name what could be charged again whether anybody agreed to that or not."""
_FAILED = frozenset({"FAILURE", "AUTHORIZATION_FAILED", "AUTHENTICATION_FAILED", "ROUTER_DECLINED", "EXPIRED"})
_TOKENS = ("session_token", "client_secret", "client_token", "payment_session_token", "token", "session_data",
           "session_id", "capture_context", "link_token", "transaction_id", "order_id")
"""Where a session's token is, whatever the processor calls it; the first that there is."""


class Kept(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One mandate, token or session, as it stood at `at` (epoch seconds, as `expires_at`).

    `reference` is the processor's own; "" for a session. `state` is ACTIVE, PENDING (the shopper, or the processor, is
    not done), REVOKED or DELETED. `references` are further ids that go with it, `before` the operations of the versions
    before this one, the latest first.
    """

    kind: str
    id: str
    merchant_id: str
    connector: str
    environment: str
    operation: str
    op_id: str
    state: str
    at: float
    reference: str = ""
    references: Mapping[str, str] = {}
    expires_at: float | None = None
    before: tuple[str, ...] = ()


class Version(Struct, frozen=True):
    kept: Kept
    revision: int


class Source(Struct, frozen=True):
    """The operation that something comes from; `key` is the id of what its message is encrypted under."""

    operation: Operation[Any, Any]
    merchant_id: str
    connector: str
    environment: str
    op_id: str
    key: str = ""


class KeptRecords:
    """`session_s` is how long a session lasts of which the processor does not say."""

    def __init__(self, connection: Connection, publisher: Publisher, session_s: float = 900.0,
                 clock: Callable[[], float] = time.time, protection: Protection | None = None) -> None:
        self._connection, self._publisher, self._session_s, self._clock = connection, publisher, session_s, clock
        self._protection = protection
        self.also: list[Callable[[Source, bytes], Awaitable[None]]] = []
        """Who else keeps something of what is done. They are told before its message is acknowledged, too; and again
        where a worker died.
        """

    # -- read ---------------------------------------------------------------------------------------------------------
    async def get(self, kind: str, merchant_id: str, its_id: str) -> Kept | None:
        """Raises InvalidField, Unavailable."""
        its = subject(kind, merchant_id, "*", its_id)
        message = next(iter((await self._connection.last_messages(RECORD_STREAM, [its])).values()), None)
        found = None if message is None else await self._read(message)
        return None if found is None or self._over(found) else found

    async def _read(self, message: Stored) -> Kept | None:
        """None for what was deleted, or was erased with its key. Raises Unavailable."""
        if not message.data:
            return None
        if self._protection is None:
            return _decode(message.data)
        plain = await self._protection.kept(message)
        return None if plain is None else _decode(plain)

    async def session(self, merchant_id: str, connector: str, session_token: str) -> Kept | None:
        """Of who holds its token; None where it is over, or was none."""
        return await self.get(SESSION_KIND, merchant_id, session_id(connector, session_token))

    async def by_reference(self, kind: str, merchant_id: str, connector: str, reference: str) -> Kept | None:
        return await self.get(kind, merchant_id, record_id(connector, reference))

    async def versions(self, kind: str, merchant_id: str, its_id: str) -> list[Version]:
        """The last ten, oldest first."""
        found = [(await self._read(message), message.sequence) for message in
                 await self._connection.messages(RECORD_STREAM, subject(kind, merchant_id, "*", its_id), 1, PAGE)]
        return [Version(kept, revision) for kept, revision in found if kept is not None]

    async def list(self, kind: str, merchant_id: str = "*", connector: str | None = None, most: int = 1000
                   ) -> list[Kept]:
        """As they stand, by when they came. Raises InvalidField, Unavailable."""
        if kind not in KINDS:
            raise InvalidField("kind", f"must be one of {', '.join(KINDS)}")
        of = merchant_id if merchant_id == "*" else token(merchant_id, "merchant_id")
        since, found = 1, dict[str, Kept]()
        while True:
            page = await self._connection.messages(RECORD_STREAM, f"{OURS}.records.{kind}.{of}.>", since, PAGE)
            for message in page:
                since = message.sequence + 1
                if (kept := await self._read(message)) is not None:
                    found[message.subject] = kept
            if len(page) < PAGE:
                break
        return [its for its in found.values() if not self._over(its) and connector in (None, its.connector)][:most]

    def _over(self, kept: Kept) -> bool:
        return kept.expires_at is not None and kept.expires_at <= self._clock()

    # -- write --------------------------------------------------------------------------------------------------------
    async def of_operation(self, source: Source, body: bytes, result: bytes) -> None:
        """Of an operation that is done; `body` and `result` in the contract's JSON. Raises Unavailable."""
        for each in self.also:
            await each(source, result)
        if source.operation not in KEEPS or (source.operation in PAYMENTS and (
                _MANDATE not in result or not any(each in body for each in _ASKED_FOR))):
            return
        request = msgspec.json.decode(body) if source.operation in (REVOKE_MANDATE, DELETE_TOKEN) else {}
        for kept in found_in(source, request, msgspec.json.decode(result), self._clock()):
            await self._put(kept, source.key)

    async def of_session(self, source: Source, result: Mapping[str, Any]) -> None:
        """Of a session that was opened. Raises Unavailable."""
        text = session_token(result)
        if text is None or result.get("error") is not None:
            return
        now = self._clock()
        lasts = expires_in_s(result) or self._session_s
        await self._put(Kept(
            kind=SESSION_KIND, id=session_id(source.connector, text), merchant_id=source.merchant_id,
            connector=source.connector, environment=source.environment, operation=source.operation.name,
            op_id=source.op_id, state=ACTIVE, at=now, expires_at=now + lasts), source.key, max(1, int(lasts)))

    async def _put(self, kept: Kept, key_id: str, ttl_s: int | None = None) -> None:
        """As a new version, unless it is there as it is. An operation that is read again changes nothing later."""
        where, revision = subject(kept.kind, kept.merchant_id, kept.connector, kept.id), 0
        for _ in range(TRIES):
            headers = {EXPECTED: str(revision)} | ({TTL: f"{ttl_s}s"} if ttl_s is not None else {})
            body = _encode(kept)
            if self._protection is not None:
                body = await self._protection.keep(where, kept.connector, kept.merchant_id, key_id, body)
            try:
                await self._publisher.publish(where, body, headers)
                return
            except RevisionMismatch:
                message = await self._connection.last_message(RECORD_STREAM, where)
            revision = 0 if message is None else message.sequence
            before = None if message is None else await self._read(message)
            if before is not None:
                if before.op_id == kept.op_id and before.state == kept.state:
                    return
                if kept.op_id in before.before:
                    return  # written before, and changed since by another operation
                kept = msgspec.structs.replace(kept, references={**before.references, **kept.references},
                                               before=(before.op_id, *before.before)[:VERSIONS - 1])
        raise Unavailable(f"the record {kept.kind} {kept.id} changes again and again")


def subject(kind: str, merchant_id: str, connector: str, its_id: str) -> str:
    """The connector has a token of its own, for permissions. Raises InvalidField."""
    if kind not in KINDS:
        raise InvalidField("kind", f"must be one of {', '.join(KINDS)}")
    of = connector if connector == "*" else token(connector, "connector")
    return f"{OURS}.records.{kind}.{token(merchant_id, 'merchant_id')}.{of}.{token(its_id, 'id')}"


def record_id(connector: str, reference: str) -> str:
    """The processor's reference, where it can stand in a subject; else a digest of it."""
    plain = f"{connector}-{reference}"
    return plain if is_token(plain) else f"{connector}-{_digest(reference)}"


def session_id(connector: str, session_token: str) -> str:
    return f"{connector}-{_digest(session_token)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def found_in(source: Source, request: Mapping[str, Any], result: Mapping[str, Any], now: float) -> Iterator[Kept]:
    """What an operation's result says of a mandate or a token."""
    operation = source.operation
    if operation is REVOKE_MANDATE:
        if result.get("status") == REVOKED and (its := request.get("connector_mandate_id")):
            yield _kept(source, MANDATE, str(its), REVOKED, {}, now)
    elif operation is DELETE_TOKEN:
        its = result.get("connector_payment_method_id") or request.get("connector_payment_method_id")
        if result.get("error") is None and its:
            yield _kept(source, TOKEN, str(its), DELETED, {}, now)
    elif operation in (TOKENIZE, CREATE_PAYMENT_METHOD):
        its = result.get("connector_payment_method_id") or _text(result.get("payment_method_token"))
        if its and result.get("error") is None and masked(str(its)) == str(its):
            yield _kept(source, TOKEN, str(its), ACTIVE, _named(result, "merchant_payment_method_id"), now)
    else:
        yield from _mandate(source, result, now)


def _mandate(source: Source, result: Mapping[str, Any], now: float) -> Iterator[Kept]:
    reference = result.get("mandate_reference") or {}
    its = reference.get("connector_mandate_id")
    its = its if isinstance(its, dict) else result.get("mandate_reference_details") or {}
    name, status = its.get("connector_mandate_id"), str(result.get("status"))
    if not name or status in _FAILED or masked(name) != name:
        return
    if source.operation is UPDATE_MANDATE:
        if result.get("error") is not None:
            return
        state = status if status in (ACTIVE, REVOKED) else PENDING
    else:
        state = PENDING if result.get("error") is not None or status.endswith(("PENDING", "UNRESOLVED")) else ACTIVE
    more = _named(its, "payment_method_id", "connector_mandate_request_reference_id") | _named(
        result, "network_transaction_id", "connector_transaction_id", "merchant_recurring_payment_id")
    yield _kept(source, MANDATE, name, state, more, now)


def _kept(source: Source, kind: str, reference: str, state: str, references: dict[str, str], now: float) -> Kept:
    return Kept(kind=kind, id=record_id(source.connector, reference), merchant_id=source.merchant_id,
                connector=source.connector, environment=source.environment, operation=source.operation.name,
                op_id=source.op_id, state=state, at=now, reference=reference, references=references)


def _named(value: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Those that are there, without what looks like a card number."""
    return {name: its for name in names if isinstance(its := value.get(name), str) and its and masked(its) == its}


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("value")
    return value if isinstance(value, str) and value else None


def session_token(result: Mapping[str, Any]) -> str | None:
    """Of an answer to a session or client token operation: what the session is known by."""
    for name in _TOKENS:
        if (found := next(_values(result, name), None)) is not None:
            return found
    return None


def _values(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        if (text := _text(value.get(name))) is not None:
            yield text
        for its in value.values():
            yield from _values(its, name)


def expires_in_s(result: Mapping[str, Any]) -> float | None:
    """Where the processor says it."""
    for value in (result, *_nested(result)):
        for name in ("expires_in_seconds", "expires_in"):
            its = value.get(name)
            if str(its).isdecimal() and int(str(its)) > 0:
                return float(str(its))
    return None


def _nested(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for its in value.values():
        if isinstance(its, dict):
            yield its
            yield from _nested(its)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Kept).decode
