"""The connection to NATS, and publishing with acknowledgement.

How nats-py behaves unless told otherwise is written in bridge.md, section 4; each setting here undoes one of those
traps.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import nats.errors
from msgspec import Struct
from nats.aio.client import Client
from nats.aio.msg import Msg

from tollbridge.bridge import nkeys
from tollbridge.bridge.connecting import within
from tollbridge.bridge.inbox import LIMIT, Inbox
from tollbridge.bridge.stored import Stored, found_in, headers_of, repeated
from tollbridge.bridge.subjects import is_token
from tollbridge.bridge.tls import NatsClient, Tls, TlsOptions

__all__ = ["LIMIT", "Ack", "Connection", "ConnectionOptions", "Denied", "Duplicate", "Full", "InProcess",
           "NoResponders", "NotPublished", "Publisher", "Refused", "RevisionMismatch", "Stored", "Unavailable",
           "repeated", "settled", "shown", "stored_in"]

_log = logging.getLogger("tollbridge.bridge")

WRONG_LAST_SEQUENCE, STORE_FAILED = 10071, 10077
"""Error codes of JetStream: the expected revision is not the last one; the store did not take it, for the reason that
it describes.
"""
SUBJECT_FULL = "per subject"
NO_ROOM = ("maximum bytes", "maximum messages", "message too large")
"""Those reasons (nats-server, store.go): the subject has its one message already; there is no room."""
IN_PROCESS = frozenset({10158, 10164})
"""Of a cluster: another message with this id, or to this subject, is being stored just now."""
FULL = frozenset({10047, 10023, 10054, 10167})
"""No room: storage, resources, message size, inflight limits."""
PING_S = 0.75
"""A server that says nothing, and keeps the connection, is left after three of these."""
HEARD_S = PING_S / 3
"""How often it is looked whether the server said anything: its pong may be behind megabytes of messages."""
TRIES_S = (0.25, 0.5, 1.25)
"""How long each try of a direct get waits: after an election JetStream drops requests for up to a second."""
CLOSE_S = 2.0
NOT_FOUND, NO_RESPONDERS = "404", "503"
NO_MESSAGE = 10037
NEVER = str(2**62)
"""A sequence that no subject has as its last."""
INBOX = "_INBOX"
WHO_MAY = "another one may, see docs/how-to/secure-nats.md#who-may-do-what"
UNKNOWN = "authorization violation"
UNKNOWN_USER = ": the server has no such user, or another key or password of it (bridge.nkey_file, user, password)"
NOT_REACHABLE = "NATS is not reachable"
"""As /readyz says it."""
API, API_APART = "$JS.API", "JS.TOLLBRIDGE.API"
"""JetStream's interface, and the same as users in accounts of their own have it: there the first one answers too, and
says that it has no streams.
"""
_DENIED = re.compile(r'permissions violation for (publish|subscription) to "([^"]*)"')
_SEQUENCE = re.compile(r"\d+")
_DENIALS_TOLD = 100


def shown(server: str) -> str:
    """The address as it may be told: without the user and password that somebody wrote into it."""
    scheme, mark, rest = server.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


class ConnectionOptions(Struct, frozen=True, kw_only=True):
    """`servers` of one cluster. `name` shows in the server's monitoring. `inbox_prefix` is where the user may be
    answered. `restricted`: it is one that may touch its own connectors only, or only read (bridge/access.py), so
    nothing is asked that it would be denied.
    """

    servers: tuple[str, ...]
    name: str = "tollbridge"
    user: str | None = None
    password: str | None = None
    credentials_file: str | None = None
    nkey_file: str | None = None
    tls: TlsOptions = TlsOptions()
    inbox_prefix: str = INBOX
    restricted: bool = False
    connect_timeout_s: float = 1.0
    ack_timeout_s: float = 2.0
    request_timeout_s: float = 2.0

    def __repr__(self) -> str:
        return f"ConnectionOptions({', '.join(map(shown, self.servers))})"

    @property
    def its_user(self) -> str:
        """By the place where it is answered; empty for who has none of its own."""
        its = self.inbox_prefix.removeprefix(f"{INBOX}.")
        return its if its != self.inbox_prefix and is_token(its) else ""


class Unavailable(Exception):
    """NATS did not answer in time, or is not there. Of a publish: it may have been stored all the same."""


class NotPublished(Unavailable):
    """It never left this process."""


class InProcess(Unavailable):
    """Refused, as another publish of the same is under way: who publishes again is told how that ended."""


class NoResponders(Exception):
    """Nobody listens on that subject."""


class Refused(Exception):
    """JetStream's word against a publish or a request."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"{why} ({code})")
        self.code = code


class Denied(Refused):
    """This user of NATS may not publish there."""

    def __init__(self, subject: str) -> None:
        super().__init__(0, f"this NATS user may not publish to {subject}: {WHO_MAY}")


class RevisionMismatch(Refused):
    """Another revision was the last one."""


class Duplicate(Refused):
    """The subject has its message already."""


class Full(Refused):
    """There is no room for it."""


class _AckError(Struct):
    err_code: int = 0
    description: str = ""


class Ack(Struct):
    """JetStream's word for a publish. `duplicate`: it had it already, as message `seq`."""

    seq: int = 0
    duplicate: bool = False
    stream: str = ""
    error: _AckError | None = None


_decode_ack = msgspec.json.Decoder(Ack).decode


class Connection:
    """One connection for all that a process does. `client` is nats-py's own, for what has no method here."""

    def __init__(self, options: ConnectionOptions) -> None:
        self.options = options
        self.client = NatsClient()
        self.inbox = Inbox(self.client)
        self.api_prefix = API_APART if options.restricted else API
        self.ask = self.inbox.ask
        self.on_reconnect: list[Callable[[], Awaitable[None]]] = []
        self._only_reads = False
        self._closing = False
        self._opened = False
        self._last_failure = ""
        self.tls: Tls | None = None
        self.on_certificate: list[Callable[[datetime], None]] = []
        """Told when the certificate that is shown to servers ends, and of each new one."""
        self._denied: dict[str, None] = {}
        """What was denied so far, each told once."""
        self._listening: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        return self.client.is_connected

    async def open(self) -> None:
        """Raises Unavailable where no server answers now; later losses are mended without end. Raises ValueError for
        a key or certificate that is no good.
        """
        its = self.options
        proof = nkeys.proof(self.client, its)
        if its.tls.wanted(its.servers):
            self.tls = self.tls or Tls(its.tls, self.client.force_reconnect, lambda: self.inbox.quiet,
                                       self.on_certificate)
            self.client.secure, proof["tls"] = True, self.tls.fresh()
        try:
            await within(self.client.connect(
                list(its.servers), name=its.name, connect_timeout=its.connect_timeout_s,  # type: ignore[arg-type]
                pending_size=0,  # else a publish is sent after its caller was told that it was not
                max_reconnect_attempts=-1, reconnect_time_wait=0.05,  # type: ignore[arg-type]
                ping_interval=PING_S, max_outstanding_pings=2, allow_reconnect=True,  # type: ignore[arg-type]
                error_cb=self._failed, disconnected_cb=self._lost, reconnected_cb=self._again,
                inbox_prefix=its.inbox_prefix, **proof), its.connect_timeout_s * max(2, len(its.servers)) + 1)
            await self.inbox.open()
            if proof or its.tls.cert_file:  # if it may not listen there, nothing would ever be answered
                await settled(self.client)
        except (OSError, TimeoutError, nats.errors.Error) as error:
            await self.close()
            why = self._last_failure or type(error).__name__
            raise Unavailable(f"no NATS server at {', '.join(map(shown, its.servers))}: {why}"
                              f"{UNKNOWN_USER if UNKNOWN in why.lower() else ''}") from error
        if self._denied:
            await self.close()
            raise Unavailable(f"this NATS user may not listen to {its.inbox_prefix}.>, where it would be answered: set "
                              "bridge.inbox_prefix to what tollbridge nats-config says")
        self._opened = True
        self._listening = asyncio.get_running_loop().create_task(self._listen())
        if self.tls is not None:
            self.tls.watch()

    async def _listen(self) -> None:
        """A server that sends messages is there, whenever its pong comes. nats-py counts pongs alone, and leaves the
        connection in a burst, with all that is on its way to us.
        """
        heard = -1
        while True:
            await asyncio.sleep(HEARD_S)
            if (now := self.client.stats["in_msgs"]) != heard:
                heard, self.client._pings_outstanding = now, 0

    async def close(self) -> None:
        self._closing = True
        if self.tls is not None:
            self.tls.close()
        if self._listening is not None:
            self._listening.cancel()
        if self.client.is_closed:
            return
        # Of a connection that was lost, and is not mended yet; uvloop calls that a RuntimeError. Or it is half open.
        with contextlib.suppress(OSError, nats.errors.Error, RuntimeError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self.client.close()

    async def request(self, subject: str, body: bytes = b"", headers: dict[str, str] | None = None,
                      timeout_s: float | None = None) -> Msg:
        """Raises NoResponders, Unavailable."""
        try:
            said = await (await self.ask(subject, body, headers, timeout_s or self.options.request_timeout_s))
        except Denied as error:
            raise Unavailable(str(error)) from error
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise Unavailable(f"{type(error).__name__} of a request") from error
        if not said.data and said.headers is not None and said.headers.get("Status") == NO_RESPONDERS:
            raise NoResponders(subject)
        return said

    async def api(self, verb: str, body: Mapping[str, Any] | None = None, timeout_s: float | None = None,
                  ) -> dict[str, Any]:
        """JetStream's own interface: `api("STREAM.INFO.PAYMENTS")`. Raises Refused, Unavailable."""
        try:
            message = await self.request(
                f"{self.api_prefix}.{verb}", msgspec.json.encode(body) if body is not None else b"",
                timeout_s=timeout_s)
        except NoResponders as error:
            raise Unavailable("JetStream does not answer") from error
        answer: dict[str, Any] = msgspec.json.decode(message.data)
        if (refused := answer.get("error")) is not None:
            raise Refused(int(refused.get("err_code", 0)), str(refused.get("description", "")))
        return answer

    async def last_message(self, stream: str, subject: str, asked: asyncio.Future[Msg] | None = None) -> Stored | None:
        """The last message of a subject, by direct get. `asked` is what `ask_last` gave, if that was called before."""
        if asked is not None:
            with contextlib.suppress(TimeoutError, Denied):
                return stored_in(await asked)
        return await self._get(f"{self.api_prefix}.DIRECT.GET.{stream}.{subject}", b"")

    async def ask_last(self, stream: str, subject: str) -> asyncio.Future[Msg] | None:
        """Asks for what `last_message` gives, and does not wait for it; None where that cannot be."""
        try:
            return await self.ask(f"{self.api_prefix}.DIRECT.GET.{stream}.{subject}", b"", None, TRIES_S[0])
        except (nats.errors.Error, OSError):
            return None

    async def leaders_last_message(self, stream: str, subject: str) -> Stored | None:
        """The same by the word of the stream's leader: a direct get asks any replica, and one that slept knows nothing
        of what came meanwhile. Raises Unavailable, Refused.
        """
        if self.options.restricted and not self._only_reads:
            try:
                return await self._as_the_leader_says(stream, subject)
            except Unavailable as error:
                if not isinstance(error.__cause__, Denied):
                    raise
                self._only_reads = True  # an auditor: it may publish nothing, and ask for any message of these
        try:
            found = (await self.api(f"STREAM.MSG.GET.{stream}", {"last_by_subj": subject}))["message"]
        except Refused as error:
            if error.code == NO_MESSAGE:
                return None
            raise
        return Stored(found["subject"], b64decode(found.get("data", "")), headers_of(b64decode(found.get("hdrs", ""))),
                      int(found["seq"]), found["time"])

    async def _as_the_leader_says(self, stream: str, subject: str) -> Stored | None:
        """For who may ask the leader for nothing by name, as that would be the whole stream: a publish that can never
        be taken is refused by the leader with the sequence that is the last one.
        """
        said = (await self.request(subject, b"", {"Nats-Expected-Last-Subject-Sequence": NEVER})).data
        refused = msgspec.json.decode(said, type=Ack).error if said else None
        if refused is None or refused.err_code != WRONG_LAST_SEQUENCE:
            raise Unavailable(f"no word of the leader of {stream}")
        last = int((_SEQUENCE.findall(refused.description) or ["0"])[-1])
        if last == 0:
            return None
        found = await self.last_message(stream, subject)
        if found is None or found.sequence < last:
            raise Unavailable("a replica does not have it yet")
        return found

    async def message(self, stream: str, sequence: int) -> Stored | None:
        return await self._get(f"{self.api_prefix}.DIRECT.GET.{stream}", msgspec.json.encode({"seq": sequence}))

    async def next_message(self, stream: str, subject: str, since: int = 1) -> Stored | None:
        """The first from there on whose subject fits, which may have wildcards."""
        return await self._get(f"{self.api_prefix}.DIRECT.GET.{stream}",
                               msgspec.json.encode({"seq": since, "next_by_subj": subject}))

    async def messages(self, stream: str, subject: str, since: int, most: int) -> list[Stored]:
        """Up to so many from there on whose subject fits, in their order. Raises Unavailable."""
        return await self.batch(stream, {"seq": since, "next_by_subj": subject, "batch": most})

    async def last_messages(self, stream: str, subjects: Sequence[str]) -> dict[str, Stored]:
        """The last message of each that has one; up to 1,024. Raises Unavailable."""
        return {found.subject: found for found in await self.batch(stream, {"multi_last": list(subjects)})}

    async def batch(self, stream: str, asked: Mapping[str, Any]) -> list[Stored]:
        """What a direct get of several finds: `asked` as JetStream takes it. Raises Unavailable."""
        found: list[Stored] = []
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def take(message: Msg) -> None:
            headers = message.headers or {}
            if "Nats-Sequence" in headers and message.data is not None and "Status" not in headers:
                found.append(found_in(message, headers))
            elif not over.done():
                over.set_result(None)  # the end of the batch, nothing at all, or nobody there

        inbox = self.client.new_inbox()
        subscription = await self.client.subscribe(inbox, cb=take)
        try:
            await self.client.publish(f"{self.api_prefix}.DIRECT.GET.{stream}", msgspec.json.encode(asked), reply=inbox)
            async with asyncio.timeout(self.options.request_timeout_s):
                await over
        except (nats.errors.Error, TimeoutError, OSError) as error:
            raise Unavailable(f"{type(error).__name__} of a batch") from error
        finally:
            with contextlib.suppress(nats.errors.Error):
                await subscription.unsubscribe()
        return found

    async def _get(self, subject: str, body: bytes) -> Stored | None:
        return stored_in(await self._asked(subject, body))

    async def _asked(self, subject: str, body: bytes) -> Msg:
        """Asked again where no answer came: it changes nothing."""
        *short, last = TRIES_S
        try:
            for wait_s in short:
                with contextlib.suppress(Unavailable):
                    return await self.request(subject, body, timeout_s=wait_s)
            return await self.request(subject, body, timeout_s=last)
        except NoResponders as error:
            raise Unavailable("no such stream, or JetStream does not answer") from error

    async def _failed(self, error: Exception) -> None:
        """Denied subscriptions and publishes arrive here and nowhere else. An outage is told once, not twenty times a
        second as it is tried to end it.
        """
        if (denied := _DENIED.search(str(error))) is not None:
            self._deny(*denied.groups())
            return
        if UNKNOWN in self._last_failure.lower() and isinstance(error, (BrokenPipeError, ConnectionResetError)):
            return  # the same once more: it hung up before its word was read
        failure = f"{type(error).__name__}: {error}"
        known, self._last_failure = self._last_failure, failure
        if not self._opened or self._closing or (not self.client.is_connected and failure == known):
            return
        _log.warning("nats: %s: %s", type(error).__name__, error)

    def _deny(self, what: str, subject: str) -> None:
        """Said in lower case, as nats-py has it."""
        if what == "publish":
            self.inbox.denied(subject, Denied(subject))
        if len(self._denied) < _DENIALS_TOLD and f"{what} {subject}" not in self._denied:
            _log.error("nats: this user may not %s %s: %s", "publish to" if what == "publish" else "subscribe to",
                       subject, WHO_MAY)
            self._denied[f"{what} {subject}"] = None

    async def _lost(self) -> None:
        # What was published, and had not left when the connection broke, would be sent by the next one: long after its
        # callers were told that nobody knows of it. Subscriptions are told anew in any case.
        self.client._pending.clear()
        self.client._pending_data_size = 0
        if self.tls is not None:  # certificates may have changed since
            self.client.options["tls"] = self.tls.fresh()
        if self._closing:
            return
        _log.warning("nats: connection lost")

    async def _again(self) -> None:
        self._last_failure = ""
        url = self.client.connected_url
        _log.info("nats: connected to %s", shown(url.netloc) if url else "?")
        for each in self.on_reconnect:
            await each()


async def settled(client: Client) -> None:
    """Once the server has taken, or denied, what was published and subscribed to before. nats-py's PING overtakes what
    is still to be written; a second one does not.
    """
    await client.flush()
    await client.flush()


def stored_in(answer: Msg) -> Stored | None:
    """What a direct get found. Raises Unavailable for an answer that tells nothing."""
    headers = answer.headers or {}
    if headers.get("Status") == NOT_FOUND:
        return None
    if "Nats-Sequence" not in headers:
        raise Unavailable(f"direct get: {headers.get('Status')} {headers.get('Description')}")
    return found_in(answer, headers)


class Publisher:
    """Publishes to streams and waits for their word."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def publish(self, subject: str, body: bytes, headers: dict[str, str] | None = None,
                      timeout_s: float | None = None) -> Ack:
        """Raises Duplicate, RevisionMismatch, Full, Refused; NotPublished if it never left, InProcess if another one
        is being stored; Unavailable if no word came: it may have been stored.
        """
        try:
            said = await self._connection.ask(subject, body, headers,
                                              timeout_s or self._connection.options.ack_timeout_s)
        except (nats.errors.Error, OSError) as error:
            raise NotPublished(f"{type(error).__name__}") from error
        try:
            data = (await said).data
        except TimeoutError:
            raise Unavailable("no acknowledgement in time") from None
        if not data:  # no responders: no stream takes this subject, or JetStream is away
            raise Unavailable("no stream takes it")
        try:
            ack = _decode_ack(data)
        except msgspec.DecodeError:
            raise Unavailable("an acknowledgement that cannot be read") from None
        if ack.error is None:
            return ack
        raise _refusal(ack.error.err_code, ack.error.description)


def _refusal(code: int, why: str) -> Exception:
    if code == WRONG_LAST_SEQUENCE:
        return RevisionMismatch(code, why)
    if code == STORE_FAILED and SUBJECT_FULL in why:
        return Duplicate(code, why)
    if code == STORE_FAILED:
        return Full(code, why) if why.startswith(NO_ROOM) else Unavailable(f"{why} ({code})")
    if code in IN_PROCESS:
        return InProcess(f"{why} ({code})")
    return Full(code, why) if code in FULL else Refused(code, why)

