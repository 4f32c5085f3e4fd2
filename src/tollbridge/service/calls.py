"""One call: metadata and a request in, the engine driven through the shared transport, an answer or an error out."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar

from tollbridge import catalog
from tollbridge.accounts import AccountStore
from tollbridge.contract.answers import Shown
from tollbridge.contract.calls import Call, Done, read_json, read_wire
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, NotSent, OutcomeUnknown, Unreachable, Unsupported
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.cache import CallSteps, PreStepCache
from tollbridge.engine.drive import drive
from tollbridge.engine.keys import sent_key
from tollbridge.engine.masking import known_to
from tollbridge.engine.plan import Plan, undecided
from tollbridge.engine.retries import resent
from tollbridge.engine.run import EVENTS
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.masking import shown_path
from tollbridge.kit.quoting import split_url as path_of
from tollbridge.kit.status import take_unknown
from tollbridge.service.callers import READ_OF_CALLERS, Caller, Callers, environment_of
from tollbridge.service.errors import Overloaded, TooLate
from tollbridge.service.ids import known_id, own_id, request_id
from tollbridge.service.options import ServiceOptions
from tollbridge.service.principals import AUTHORIZATION
from tollbridge.service.refusals import Refusal, reason_of, refusal
from tollbridge.service.relaying import READ_OF_RELAYED, Relaying, known
from tollbridge.service.routing import Mode, Relay
from tollbridge.telemetry import CallRecord, SentRecord, Telemetry
from tollbridge.telemetry.bodies import shown_raw
from tollbridge.transport import async_transport
from tollbridge.transport.wire import split_url

T = TypeVar("T")
Metadata = Mapping[str, str]
"""Of gRPC its metadata, of HTTP its headers; names in lower case."""

REQUEST_ID = "x-request-id"
MERCHANT_ID, TENANT_ID = "x-merchant-id", "x-tenant-id"
REFERENCE_ID, RESOURCE_ID = "x-reference-id", "x-resource-id"
SHADOW_MODE = "x-shadow-mode"
IDEMPOTENCY_KEY = "idempotency-key"
READ = frozenset({AUTHORIZATION, REQUEST_ID, MERCHANT_ID, TENANT_ID, REFERENCE_ID, RESOURCE_ID, SHADOW_MODE,
                  IDEMPOTENCY_KEY, *READ_OF_CALLERS, *READ_OF_RELAYED})
"""The metadata that decides what a call does, and for whom."""
DEFAULT_MERCHANT, DEFAULT_TENANT = "DefaultMerchantId", "public"
ANSWER_S = 0.25
"""What is kept of a caller's deadline, at most, so that our word of an unknown outcome still reaches it in time."""
KEPT_URL = 256
_READ: Metadata = {}
"""In place of metadata that nobody needs any more: ten thousand calls that wait would hold ten megabytes of it."""
CANCELLED, UNKNOWN = "cancelled", "outcome_unknown"

_log = logging.getLogger("tollbridge.server")


class Service:
    """What all calls of a process share, whatever edge they come by: connections, tokens, room, and who may call."""

    def __init__(self, options: ServiceOptions, telemetry: Telemetry | None = None,
                 accounts: AccountStore | None = None, relay: Relay | None = None) -> None:
        if relay is None and not options.routing.direct:
            raise ValueError("routing sends operations over NATS: it needs a relay")
        self.options = options
        self.accounts = accounts
        self.relay = relay
        self.telemetry = telemetry or Telemetry()
        self.transport = async_transport(options.transport)
        self.callers = Callers(options.connector_urls, accounts)
        self.steps = PreStepCache(time.monotonic)
        self.shown: Shown | None = shown_raw if options.raw_bodies else None
        self.ended = self._refusing = False
        self.refused = 0
        """Calls that came too late."""
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def running(self) -> int:
        """Calls under way."""
        return len(self._running)

    def enter(self) -> asyncio.Task[Any]:
        """A place for the running task's call, to be given back by `leave`. Raises Overloaded where there is none, and
        NotSent from `refuse` on: nobody would wait for its answer, nor be told what became of it.
        """
        if self._refusing:
            self.refused += 1
            raise NotSent("this server is about to end: ask another")
        if len(self._running) >= self.options.max_concurrent:
            raise Overloaded(f"{len(self._running)} calls are under way")
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler is a coroutine
        self._running.add(task)
        return task

    def leave(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)

    def refuse(self) -> None:
        """From now on no call begins."""
        self._refusing = True

    def end(self) -> None:
        """Calls that wait for a processor stop waiting, and tell their callers so: an unknown outcome, and what to do.

        Else their edge would end them with a word that everybody takes for "nothing was done, try again".
        """
        self.ended = True
        for task in self._running:
            task.cancel()

    async def open(self) -> None:
        """Raises AccountStoreError, with all that is wrong with the accounts."""
        if self.accounts is not None:
            await self.accounts.refresh()

    async def close(self) -> None:
        await self.transport.close()
        if self.accounts is not None:
            await self.accounts.close()


class ServiceCall:
    """One call, from when an edge has it until `over`.

        call = ServiceCall(service, "grpc", operation, metadata, len(message), context.time_remaining)
        try:
            answer = await call.wire(message)
        except Exception as error:
            refusal = await call.refused(error)
        finally:
            call.over(code, len(answer))
    """

    __slots__ = ("_given", "_metadata", "_service", "_started", "_time_left", "operation", "record")

    def __init__(self, service: Service, edge: str, operation: Operation[Any, Any], metadata: Metadata, size: int,
                 time_left: Callable[[], float | None]) -> None:
        self._started = time.perf_counter()
        self._service, self._metadata, self._time_left = service, metadata, time_left
        self.operation = operation
        self._given: tuple[Any, Context[Any]] | None = None  # request and context, once they are read
        given = metadata.get
        self.record = CallRecord(
            edge=edge, operation=operation.name, rpc=operation.rpc or operation.name,
            request_id=request_id(given(REQUEST_ID)), merchant_id=known_id(given(MERCHANT_ID) or DEFAULT_MERCHANT),
            tenant_id=known_id(given(TENANT_ID) or DEFAULT_TENANT), reference_id=own_id(given(REFERENCE_ID)),
            resource_id=own_id(given(RESOURCE_ID)), shadow=given(SHADOW_MODE, "").lower() == "true",
            environment=service.options.environment.value, request_bytes=size,
            outcome=CANCELLED)  # by the caller or its deadline, if nothing says otherwise
        self.record.trace = service.telemetry.begin_call(self.record, metadata)

    def wire(self, message: bytes) -> Awaitable[bytes]:
        """The answer to a protobuf message. Raises what `refused` tells."""
        return self._run(read_wire, message, Call.wire)

    def json(self, value: object) -> Awaitable[dict[str, Any]]:
        """The same in the contract's JSON."""
        return self._run(read_json, value, Call.json)

    async def refused(self, error: Exception) -> Refusal:
        """How the edge is to tell the error; of a fault of ours, kind and place go to the log."""
        told = self._told(error)
        if (fault := _fault(error)) is not None:
            _log.error("method=%s request_id=%s fault=%s", self.record.rpc, self.record.request_id, where(fault))
        instead: tuple[str, ...] = ()
        its = self.record.connector
        if isinstance(told, Unsupported) and self.operation not in EVENTS and its in catalog.names():
            # In a thread: the first such call imports every connector.
            instead = (await asyncio.to_thread(_with_others, told, its, self.operation, self._given)).instead
        refused = refusal(told, instead)
        self.record.outcome = refused.reason.lower()
        return refused

    def over(self, code: str, size: int = 0) -> None:
        """To be called once, however it ended. `code` is the edge's own, `size` the answer's in bytes."""
        record = self.record
        record.code, record.response_bytes = code, size
        record.seconds = time.perf_counter() - self._started
        if record.outcome == CANCELLED and self.record.sent and self.operation.effect is not Effect.QUERY:
            record.outcome = UNKNOWN  # and nobody was told
        self._service.telemetry.call_ended(record)

    async def _run(self, read: Callable[..., Call[Any]], given: Any,
                   plan: Callable[[Call[Any], CallSteps | None, Shown | None], Plan[Done[T]]]) -> T:
        service, operation, record, metadata = self._service, self.operation, self.record, self._metadata
        merchant_id = metadata.get(MERCHANT_ID) or DEFAULT_MERCHANT
        if service.options.principals is not None:
            principal = service.options.principals.of(metadata)
            principal.check(merchant_id)
            record.principal = principal.name
        if service.relay is not None and (mode := self._mode(merchant_id)) is not Mode.DIRECT:
            written: T = await self._relayed(service.relay, read, given, mode, merchant_id)
            return written
        caller = service.callers.of(metadata) or await service.callers.stored(metadata, merchant_id)
        record.connector = caller.connector.id
        environment = self._environment()
        task = service.enter()
        try:
            call = read(caller.connector, operation, given, self._context(caller, environment))
            self._given = (call.request, call.ctx)
            self._metadata = metadata = _READ
            flow = call.connector.flow(operation)
            if flow is None or flow.needs:
                done = await self._after_steps(call, plan)
            else:  # most calls: nothing to look up, and a kilobyte less for each
                done = await drive(service.telemetry.steps(plan(call, None, service.shown), record.trace), self._send)
        except asyncio.CancelledError:
            if not service.ended:
                raise  # by the caller
            # It waited for what another call was fetching; of a request on its way, `_exchange` has told.
            raise NotSent("the server had to end before this was sent") from None
        finally:
            self._tell_unknown()
            service.leave(task)
        result = done.answer.result
        status = getattr(result, "status", None)
        record.status = None if status is None else str(status)
        refused = getattr(result, "error", None) is not None and not undecided(result)
        record.outcome = "declined" if refused else "ok"
        return done.written

    def _mode(self, merchant_id: str) -> Mode:
        """Which way it goes. Raises BadCredentials for a config that does not even name a connector."""
        routing = self._service.options.routing
        if routing.direct:
            return Mode.DIRECT
        connector = self._service.callers.named(self._metadata)
        mode = routing.of(self.operation, merchant_id, connector)
        if mode is Mode.NATS_BRIDGE and connector:
            self.record.connector = known(connector, routing.connectors)
        return mode

    async def _relayed(self, relay: Relay, read: Callable[..., Call[Any]], given: Any, mode: Mode,
                       merchant_id: str) -> Any:
        """As `_run`, by others."""
        service = self._service
        environment = self._environment()
        trace = service.telemetry.outgoing_headers(self.record.trace, to_processor=False)
        relaying = Relaying(relay, service.callers, self.record, self.operation, self._metadata, merchant_id, trace)
        task = service.enter()
        try:
            errand = relaying.errand(read, given, mode, environment)
            self._metadata = _READ
            left = self._time_left()
            if left is not None and left <= 0:
                raise TooLate("the call's deadline had passed before this could be sent")
            return relaying.written(await relaying.carry_out(errand, left), read, mode)
        except asyncio.CancelledError:
            if not service.ended:
                raise  # by the caller
            raise relaying.ended() from None
        finally:
            service.leave(task)

    async def _after_steps(self, call: Call[Any],
                           plan: Callable[[Call[Any], CallSteps | None, Shown | None], Plan[Done[T]]]) -> Done[T]:
        """Tokens and the like, which calls share, come first."""
        service = self._service
        with service.steps.of_call(call.connector, call.ctx, call.request) as steps:
            return await drive(service.telemetry.steps(plan(call, steps, service.shown), self.record.trace),
                               steps.awaited(self._send, self._left))

    def _environment(self) -> Environment:
        options = self._service.options
        environment = environment_of(self._metadata, options.environment, other=options.other_environment)
        self.record.environment = environment.value
        return environment

    def _context(self, caller: Caller, environment: Environment) -> Callable[[object], Context[Any]]:
        def context(request: object) -> Context[Any]:
            return Context(account=caller.account, now=datetime.now(UTC), nonce=secrets.token_hex(16),
                           idempotency_key=sent_key(self.operation, request, self._metadata.get(IDEMPOTENCY_KEY)),
                           environment=environment)

        return context

    async def _send(self, request: HttpRequest) -> HttpResponse:
        """Once more, too, where nothing of it left."""
        try:
            return await self._exchange(request)
        except Unreachable as error:
            tries = count(2)
            try:
                return await resent(lambda: self._exchange(request, next(tries)), error, self._service.options.retries,
                                    self._left, asyncio.sleep)
            except asyncio.CancelledError:
                if not self._service.ended:
                    raise  # by the caller
                raise error from None  # the server had to end while it waited: still, nothing has left

    async def _exchange(self, request: HttpRequest, tries: int = 1) -> HttpResponse:
        """Within what is left of the call's deadline; told to telemetry, whatever came of it."""
        if self._service.ended:
            raise NotSent("the server had to end before this was sent")
        service, telemetry = self._service, self._service.telemetry
        self._tell_unknown()
        left = self._left()
        if left is not None and left <= 0:
            raise TooLate("the call's deadline had passed before this could be sent")
        self.record.sent += 1
        origin, path = _place(request)
        sent = SentRecord(call=self.record, method=request.method, origin=origin, path=path,
                          request_bytes=len(request.body or b""), request=request, outcome=CANCELLED, attempts=tries)
        sent.trace = telemetry.begin_request(sent)
        traced = telemetry.outgoing_headers(sent.trace) if sent.trace is not None else None
        began = time.perf_counter()
        try:
            response = await service.transport.send(request.with_headers(traced) if traced else request,
                                                    timeout_s=left)
            sent.status, sent.response_bytes, sent.response = response.status, len(response.body), response
            sent.outcome = "ok"
            return response
        except asyncio.CancelledError:
            if not service.ended:
                raise  # by the caller
            sent.outcome = UNKNOWN
            raise OutcomeUnknown("the server had to end before the answer came") from None
        except ConnectorError as error:
            sent.outcome, sent.reason = reason_of(error).lower(), str(error)
            if isinstance(error, NotSent):
                self.record.sent -= 1
            if isinstance(error, Unreachable) and left is not None and time.perf_counter() - began >= left:
                raise TooLate("the call's deadline passed before there was a connection to the processor") from error
            raise
        finally:
            sent.seconds = time.perf_counter() - began
            telemetry.request_ended(sent)

    def _tell_unknown(self) -> None:
        """Status words that nobody here knows. Nothing else has run since the answer was read."""
        words = take_unknown()
        if words and self._given is not None:
            words = tuple(map(known_to(*self._given).in_words, words))
        for word in words:
            self._service.telemetry.event("unknown_status", self.record, connector=self.record.connector,
                                          operation=self.record.operation, detail=word)

    def _left(self) -> float | None:
        """In seconds, of the caller's deadline, less what our answer needs; None where it has none."""
        left = self._time_left()
        return None if left is None else left - min(ANSWER_S, left / 10)

    def _told(self, error: Exception) -> Exception:
        """What the caller is told. After bytes left, a fault of ours is an unknown outcome, never a failure."""
        if isinstance(error, ConnectorError) or not self.record.sent or self.operation.effect is Effect.QUERY:
            return error
        return OutcomeUnknown(f"internal error in {self.operation.name}")


def _place(request: HttpRequest) -> tuple[str, str]:
    """Origin and path, as they may be shown. Most requests go to one of few addresses, which are taken apart once;
    those with a token in them, or a query, are not kept.
    """
    if request.in_path is None and "?" not in request.url and len(request.url) <= KEPT_URL:
        return _known_place(request.url)
    return _origin(request.url), shown_path(request)


@lru_cache(maxsize=1024)
def _known_place(url: str) -> tuple[str, str]:
    return _origin(url), path_of(url)[0]


def _origin(url: str) -> str:
    try:
        return str(split_url(url)[0])
    except ConnectorError:
        return "?"


def _fault(error: Exception) -> BaseException | None:
    """What of it is a fault of ours, or of a connector: not an error that we raise, nor one of the network."""
    if not isinstance(error, ConnectorError):
        return error
    cause = error.__cause__
    return None if cause is None or isinstance(cause, ConnectorError | OSError | TimeoutError) else cause


def _with_others(error: Unsupported, connector: str, operation: Operation[Any, Any],
                 given: tuple[Any, Context[Any]] | None) -> Unsupported:
    its = catalog.load(connector)
    if given is None and its.flow(operation) is not None:  # not as far as a request that could be asked about
        return error
    return catalog.named(error, its, operation, None if given is None else given[0])


def where(error: BaseException) -> str:
    """Kind and place of a fault of ours. Its text is left out: it may quote what it fell over."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    cause = f" from {where(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {'>'.join(f'{frame.name}:{frame.lineno}' for frame in frames)}{cause}"
