"""For who has something done: submit an operation and wait for it, or ask a question.

    bridge = BridgeClient(BridgeOptions(connection=ConnectionOptions(servers=("nats://127.0.0.1:4222",))))
    await bridge.open()
    answer = await bridge.execute(Order(AUTHORIZE, "stripe", "shop-1", request, key="order-7"), timeout_s=8)
    answer = await bridge.operation(answer.op_id)

A durable operation is stored before anything else is said of it. What the caller gets is its result, or, when the time
is over, that it is still under way: never a failure for what may yet be done.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import nats.errors
from nats.aio.msg import Msg

from tollbridge.bridge import messages as wire
from tollbridge.bridge.asking import Asking, fits
from tollbridge.bridge.audit.trail import Trail
from tollbridge.bridge.cached import Cached
from tollbridge.bridge.connection import (
    LIMIT,
    Ack,
    Connection,
    Duplicate,
    Full,
    NotPublished,
    Publisher,
    Refused,
    Unavailable,
    repeated,
)
from tollbridge.bridge.counting import Counting
from tollbridge.bridge.earlier import Earlier, same
from tollbridge.bridge.evidence import Evidence, NotKept
from tollbridge.bridge.gates.admission import Admission
from tollbridge.bridge.gates.identity import Lane
from tollbridge.bridge.gates.shared import Shared
from tollbridge.bridge.kept import KeptRecords
from tollbridge.bridge.memory_streams import MemoryStreams
from tollbridge.bridge.messages import Answer, State, decode_answer
from tollbridge.bridge.orders import BridgeOptions, Order, Prepared, prepare
from tollbridge.bridge.protection.options import BRIDGE
from tollbridge.bridge.records import Found, Records
from tollbridge.bridge.routes import DURABLE
from tollbridge.bridge.sealed import Bucket
from tollbridge.bridge.storing import AGAIN_S, Storing
from tollbridge.bridge.streams import streams_of
from tollbridge.bridge.subjects import OURS, ROOT, read, record as record_of, token
from tollbridge.domain.errors import BadInput, NotSent, Unreachable
from tollbridge.service.errors import Conflict, Overloaded
from tollbridge.telemetry import Telemetry

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

__all__ = ["BridgeClient", "BridgeOptions", "Known", "Order", "Prepared", "Unstored", "prepare", "protection_of"]

CHANGED = f"{OURS}.changed"
CERTIFICATE = "tollbridge_bridge_certificate_expires_seconds"
"""Where the server repeats every change of a record, to who waits for an operation that another has submitted."""
LOOK_S = 0.5
"""Of a caller's time, at most so much is kept for a last look at the record."""
LOOK_EARLY_S = 4.0
"""Who waits for so long has the record looked at in between."""
LOOKS_AT_ONCE = 100
_EARLIER = "of this nothing is stored; whether an earlier one with its key is, cannot be read: repeat it with that key"
_log = logging.getLogger("tollbridge.bridge")


class Known(NamedTuple):
    """An operation that was found by its id, and whose it is."""

    answer: Answer
    operation: str
    merchant_id: str
    connector: str


class Unstored(Unavailable):
    """Nobody knows whether the operation was stored. To send it again, with the same key, does no harm."""

    def __init__(self, op_id: str, why: str) -> None:
        super().__init__(why)
        self.op_id = op_id


class _Waiting(NamedTuple):
    """Those who wait for one operation in this process."""

    connector: str
    callers: list[asyncio.Future[Answer]]


_NOBODY = _Waiting("", [])


def protection_of(options: BridgeOptions, connection: Connection, publisher: Publisher,
                  telemetry: Telemetry | None = None, *, role: str | None = BRIDGE) -> Protection | None:
    """None where it is off. `telemetry` counts what is forged; `role` is whose the keys have to be. Raises InvalidField
    for key files that cannot be used, BadInput without the packages.
    """
    if options.protection is None:
        return None
    try:  # what cryptography costs, only its users pay
        import joserfc  # noqa: F401

        from tollbridge.bridge.protection.protection import Protection
    except ImportError:
        raise BadInput("bridge.protection.mode is on, which needs more packages: pip install 'tollbridge[jose]'",
                       "bridge.protection.mode") from None
    its = Protection(options.protection, connection, publisher)
    if role is not None:
        its.require(role)
    if telemetry is not None:
        its.on_forged = lambda what, connector: telemetry.tell("tollbridge_bridge_alerts_total", "forged", connector)
    return its


class BridgeClient:
    def __init__(self, options: BridgeOptions, telemetry: Telemetry | None = None, *, role: str | None = BRIDGE
                 ) -> None:
        """`role` is whose keys it has, where messages are protected; None for who only reads."""
        self.options = options
        self.connection = Connection(options.connection)
        self.publisher = Publisher(self.connection)
        self.protection = protection_of(options, self.connection, self.publisher, telemetry, role=role)
        self.records = Records(self.connection, self.publisher, self.protection)
        self.bucket = Bucket(self.connection, self.publisher, pair=options.streams.pair,
                             fallback_after_s=options.fallback_after_s)
        self.evidence = Evidence(self.connection, options.evidence)
        self._memory = MemoryStreams(self.connection, options.streams)
        self.shared = Shared(self.connection, self.publisher)
        self.kept = KeptRecords(self.connection, self.publisher, options.session_s, protection=self.protection)
        self.admission = Admission(options.admission, self.connection, self.shared)
        self.cached = Cached(options.cache)
        self._questions = Asking(self.connection, self.admission, self.cached, lambda: self.in_flight,
                                 self.protection)
        self._storing = Storing(self.publisher, options.streams, options.fallback_after_s)
        self.audit = Trail(self.connection, self.publisher, options.audit)
        self._earlier = Earlier(self.connection, options.streams, self.records, self.protection)
        self._counting = Counting(telemetry, options.streams.connectors)
        if self.protection is not None:
            self.protection.audit = self.audit
        self._inbox = ""
        self._waiting: dict[str, _Waiting] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self.connection.on_reconnect.append(self._connected_again)
        if telemetry is not None:
            self.connection.on_certificate.append(lambda ends: telemetry.tell(CERTIFICATE, value=ends.timestamp()))

    async def open(self, *, gates: bool = True, makes: bool = True) -> None:
        """Without `gates` it is not for operations: what is held back is not read. Without `makes` streams in memory
        that a restart has lost stay lost: for who only looks. Raises Unavailable.
        """
        await self.connection.open()
        if makes:
            await self._memory.open()
        client = self.connection.client
        self._inbox = client.new_inbox()
        await client.subscribe(f"{self._inbox}.*.*", cb=self._answered, pending_msgs_limit=LIMIT,
                               pending_bytes_limit=LIMIT)
        if gates:
            await self.shared.open()
        await self.audit.open()

    async def close(self) -> None:
        self.admission.close()
        await self.audit.close()
        await self.shared.close()
        await self._memory.close()
        await self.connection.close()

    @property
    def in_flight(self) -> int:
        """Callers that wait here."""
        return len(self._waiting) + self._questions.running

    # -- durable operations -------------------------------------------------------------------------------------------
    async def execute(self, order: Order | Prepared, timeout_s: float) -> Answer:
        """The operation's end, or its state once the time is over. Raises MissingField, InvalidField, BadInput,
        Conflict, Overloaded and Unreachable where nothing was stored, Unstored where nobody knows whether it was.
        """
        return await self._counting.counted(order, self._execute(order, timeout_s), waits=True)

    async def _execute(self, order: Order | Prepared, timeout_s: float) -> Answer:
        ends = time.monotonic() + timeout_s
        prepared = await self._prepared(order)
        waiting = self._wait_for(prepared)
        try:
            known = await self._submit(prepared, min(ends - time.monotonic(), self.options.store_s))
            if known is not None and known.final:
                return known
            end = await (self._end_of if known is None else self._follow)(prepared, waiting, ends)
            if end.sealed:
                end = await self._opened(end, prepared.order.connector)
            same(prepared, end.request_hash or prepared.hash)  # in a cluster the other may lie in the other stream
            return end
        except Conflict as conflict:
            await self.audit.conflict(prepared, str(conflict))
            raise
        finally:
            self._forget(prepared.op_id, waiting)
            self.cached.changed(prepared.about)  # what was said while it was done is of before

    async def submit(self, order: Order | Prepared) -> Answer:
        """Stores it, and waits for nothing: its state, and its id to ask for. Raises as `execute`."""
        return await self._counting.counted(order, self._stored_only(order))

    async def _stored_only(self, order: Order | Prepared) -> Answer:
        prepared = await self._prepared(order)
        try:
            return await self._submit(prepared, self.options.store_s) or Answer(prepared.op_id, State.ACCEPTED)
        except Conflict as conflict:
            await self.audit.conflict(prepared, str(conflict))
            raise

    async def _prepared(self, order: Order | Prepared) -> Prepared:
        if not isinstance(order, Prepared):
            await self.admission.pace.begin()
            order = prepare(order, self.options)
        await self.admission.look_first(order.route, order.order.connector, order.op_id,
                                        streams_of(order.route.family, self.options.streams))
        return order

    async def operation(self, op_id: str) -> Answer | None:
        """What became of it; None where nobody knows of it. Raises InvalidField, Unavailable."""
        found = await self.find(op_id)
        return None if found is None else found.answer

    async def find(self, op_id: str) -> Known | None:
        """The same, and whose it is."""
        found = await self.records.find(token(op_id, "op_id"))
        if found is not None:
            record = found.record
            return Known(record.answer(), record.operation, record.merchant_id, record.connector)
        for stream in self._streams():
            message = await self.connection.next_message(stream, f"{ROOT}.*.*.*.*.{op_id}")
            if message is not None and (address := read(message.subject)) is not None:
                return Known(Answer(op_id, State.ACCEPTED), address.route.operation.name, address.merchant_id,
                             address.connector)
        return None

    def _streams(self) -> list[str]:
        return list(dict.fromkeys(name for route in DURABLE for name in streams_of(route.family, self.options.streams)))

    async def _opened(self, answer: Answer, connector: str) -> Answer:
        """Raises Unstored where it cannot be decrypted now: it is stored, and what became of it can be asked for."""
        if self.protection is None:
            raise Unstored(answer.op_id, "its result is encrypted, and bridge.protection.mode is off here")
        try:
            return await self.protection.answered(answer, connector)
        except Unavailable as error:
            raise Unstored(answer.op_id, str(error)) from error

    # -- storing ------------------------------------------------------------------------------------------------------
    async def _submit(self, prepared: Prepared, within_s: float) -> Answer | None:
        """None: it is stored now; else what is known of the same operation. Raises Conflict."""
        order, ends = prepared.order, time.monotonic() + within_s
        # The connector is in it so that its workers alone may be let to answer there.
        prepared.headers[wire.REPLY_TO] = f"{self._inbox}.{order.connector}.{prepared.op_id}"
        plain = prepared.body
        if self.protection is not None and (late := await self._protect(self.protection, prepared)) is not None:
            return await self._despite(prepared, late)
        fits(self.connection, prepared.body, prepared.headers, plain)
        lane = Lane(prepared.route, order.connector, order.merchant_id, prepared.headers.get(wire.ACCOUNT, ""))
        streams = streams_of(prepared.route.family, self.options.streams)
        admitted = self.admission.operation(lane, streams, prepared.op_id, self.in_flight)
        if isinstance(admitted, NotSent):
            return await self._despite(prepared, admitted)
        try:
            async with self.admission.turn(admitted, ends):
                self.cached.changed(prepared.about)
                if prepared.files:  # before the message, which may be delivered at once
                    await self.evidence.put(order.connector, prepared.op_id, prepared.hash, prepared.files)
                if not (await self._both(prepared, ends)).duplicate:
                    return None
        except Duplicate:
            pass
        except Overloaded as late:
            return await self._despite(prepared, late)
        except Full:
            return await self._despite(prepared, Overloaded("the bridge has no room for more operations"))
        except NotKept as error:
            return await self._despite(prepared, NotSent(f"the files of evidence could not be stored: {error}"))
        except NotPublished:
            raise Unreachable(f"no connection to NATS; {_EARLIER}") from None
        except Refused as error:
            return await self._despite(prepared, NotSent(f"JetStream does not take it: {error}"))
        except Unavailable as error:
            raise Unstored(prepared.op_id, str(error)) from None
        try:
            known = await self._existing(prepared)
        except Conflict:
            await self._drop(prepared)
            raise
        except Unstored:
            raise
        except Unavailable as error:  # it is there; what has become of it cannot be read
            _log.warning("%s: %s", prepared.op_id, error)
            return Answer(prepared.op_id, State.ACCEPTED)
        if known.final and known.state != State.MANUAL:  # a person may have that one repeated
            await self._drop(prepared)
        return known

    async def _protect(self, protection: Protection, prepared: Prepared) -> NotSent | None:
        """Why it is not stored: what cannot be encrypted is not."""
        try:
            await protection.protect(prepared)
            protection.sign(prepared)
        except Unavailable as error:
            return Unreachable(f"the bridge cannot encrypt it: {error}")
        return None

    async def _drop(self, prepared: Prepared) -> None:
        """Nobody needs any more what was just put there."""
        if prepared.sealed:
            with contextlib.suppress(nats.errors.Error, OSError):
                await self.bucket.drop(prepared.order.connector, prepared.op_id, prepared.hash)
        if prepared.files:
            await self.evidence.drop(prepared.headers, prepared.order.connector, prepared.op_id, prepared.hash)

    async def _both(self, prepared: Prepared, ends: float) -> Ack:
        """At once: the message, and what was taken out of it."""
        if not prepared.sealed:
            return await self._storing.store(prepared, ends)
        sealing = asyncio.get_running_loop().create_task(self._sealed(prepared, ends))
        try:
            return await self._storing.store(prepared, ends)
        except asyncio.CancelledError:
            sealing.cancel()
            raise
        finally:
            await sealing

    async def _sealed(self, prepared: Prepared, ends: float) -> None:
        """Whether the operation is stored decides what the caller is told: without its sealed part it ends as
        CARD_DATA_EXPIRED, which the worker says. So nothing is raised here.
        """
        while True:
            try:
                await self.bucket.put(prepared.order.connector, prepared.op_id, prepared.sealed, prepared.sealing)
                return
            except (Unavailable, Refused) as error:
                if isinstance(error, Refused) or time.monotonic() + AGAIN_S >= ends:
                    _log.error("%s: its card data or credentials could not be kept: %s", prepared.op_id, error)
                    return
            await asyncio.sleep(AGAIN_S)

    async def _despite(self, prepared: Prepared, refused: NotSent) -> Answer:
        """Of what an earlier submission has stored, its state: it was sent, whatever is refused now. Raises `refused`.
        """
        try:
            found = await self._earlier.of_refused(prepared)
        except Unavailable as error:
            if isinstance(refused, Unreachable) and not self.connection.connected:
                raise Unreachable(f"{refused}; {_EARLIER}") from None
            raise Unstored(prepared.op_id, str(error)) from error
        if found is None:
            raise refused
        return found

    async def _existing(self, prepared: Prepared) -> Answer:
        """The operation that was submitted before. Raises Conflict where that was another request."""
        found = await self._earlier.of(prepared)
        if found is None:
            raise Unstored(prepared.op_id, "JetStream has it already, and neither message nor record is there")
        return found

    # -- waiting ------------------------------------------------------------------------------------------------------
    async def _answered(self, message: Msg) -> None:
        connector, _, its_id = message.subject[len(self._inbox) + 1:].partition(".")
        if self._waiting.get(its_id, _NOBODY).connector != connector:
            return
        if self.protection is not None and not self.protection.proves_answer(
                connector, its_id, message.headers or {}, message.data):
            return
        try:
            answer = decode_answer(message.data)
        except msgspec.DecodeError:
            return  # of no worker of ours; the record has the truth
        self._tell(its_id, answer)

    def _tell(self, its_id: str, answer: Answer) -> None:
        for waiting in self._waiting.get(its_id, _NOBODY).callers:
            if answer.final and not waiting.done():
                waiting.set_result(answer)

    def _wait_for(self, prepared: Prepared) -> asyncio.Future[Answer]:
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        its = self._waiting.get(prepared.op_id)
        if its is None:
            its = self._waiting[prepared.op_id] = _Waiting(prepared.order.connector, [])
        its.callers.append(waiting)
        return waiting

    def _forget(self, op_id: str, waiting: asyncio.Future[Answer]) -> None:
        its = self._waiting.get(op_id)
        if its is not None:
            its.callers.remove(waiting)
            if not its.callers:
                del self._waiting[op_id]

    async def _end_of(self, prepared: Prepared, waiting: asyncio.Future[Answer], ends: float) -> Answer:
        """By the reply, or, as that may be lost, by the record: at half time, and before the caller's time is over."""
        now = time.monotonic()
        left = max(0.0, ends - now)
        looks = [ends - min(LOOK_S, left / 10)]
        if left >= LOOK_EARLY_S:
            looks.insert(0, now + left / 2)
        latest = Answer(prepared.op_id, State.ACCEPTED)
        for look in looks:
            await asyncio.wait((waiting,), timeout=max(0.0, look - time.monotonic()))
            if waiting.done():
                return waiting.result()
            latest = await self._look(prepared.order.connector, prepared.op_id, ends - time.monotonic())
            if latest.final:
                return latest
        return waiting.result() if waiting.done() else latest

    async def _follow(self, prepared: Prepared, waiting: asyncio.Future[Answer], ends: float) -> Answer:
        """Of an operation whose answer goes to another: by the changes of its record."""
        connector, its_id = prepared.order.connector, prepared.op_id

        async def changed(message: Msg) -> None:
            try:
                record = await self.records.read(repeated(message, record_of(connector, its_id)))
            except Unavailable:  # not proven, or no word of its key: the record is looked at before the time is over
                return
            if record.final:
                self._tell(its_id, record.answer())

        try:
            subscription = await self.connection.client.subscribe(f"{CHANGED}.{connector}.{its_id}", cb=changed)
        except (nats.errors.Error, OSError):  # no connection: then it is looked for
            return await self._end_of(prepared, waiting, ends)
        try:
            latest = await self._look(connector, its_id, ends - time.monotonic())
            return latest if latest.final else await self._end_of(prepared, waiting, ends)
        finally:
            with contextlib.suppress(nats.errors.Error, OSError):
                await subscription.unsubscribe()

    async def _look(self, connector: str, op_id: str, within_s: float = LOOK_S) -> Answer:
        found: Found | None = None
        with contextlib.suppress(Unavailable, TimeoutError):  # it is stored: no word of it now changes nothing
            async with asyncio.timeout(min(LOOK_S, max(0.01, within_s))):
                found = await self.records.get(connector, op_id)
        return found.record.answer() if found is not None else Answer(op_id, State.ACCEPTED)

    async def _connected_again(self) -> None:
        """Replies that came while there was no connection are lost."""
        task = asyncio.ensure_future(self._look_for_all())
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _look_for_all(self) -> None:
        waiting = [(its_id, its.connector) for its_id, its in self._waiting.items()]
        for at in range(0, len(waiting), LOOKS_AT_ONCE):
            for answer in await asyncio.gather(*(
                    self._look(connector, its_id) for its_id, connector in waiting[at:at + LOOKS_AT_ONCE])):
                self._tell(answer.op_id, answer)

    # -- questions ----------------------------------------------------------------------------------------------------
    async def query(self, order: Order, timeout_s: float) -> Answer:
        """Raises MissingField, InvalidField, BadInput, NoWorkers, Overloaded where they are busy; where no answer came
        in time NotSent, or OutcomeUnknown if what was asked for leaves something at the processor.
        """
        return await self._counting.counted(order, self._questions.query(order, timeout_s))


