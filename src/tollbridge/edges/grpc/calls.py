"""One call: metadata and bytes in, the engine driven through the shared transport, bytes or an error out."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

import grpc

from tollbridge import catalog
from tollbridge.contract.calls import read_wire
from tollbridge.domain.errors import ConnectorError, OutcomeUnknown, Unsupported
from tollbridge.domain.operations import Effect, Operation
from tollbridge.edges.grpc.callers import Caller, Callers, environment_of
from tollbridge.edges.grpc.errors import Overloaded
from tollbridge.edges.grpc.options import GrpcOptions
from tollbridge.edges.grpc.request_ids import request_id
from tollbridge.edges.grpc.status import DETAILS, Refusal, refusal
from tollbridge.engine.cache import PreStepCache
from tollbridge.engine.drive import drive
from tollbridge.engine.keys import sent_key
from tollbridge.engine.run import EVENTS
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import AsyncTransport
from tollbridge.transport.wire import split_url

REQUEST_ID = "x-request-id"
IDEMPOTENCY_KEY = "idempotency-key"
ANSWER_S = 0.1
"""What is kept of a caller's deadline, at most, so that our word of an unknown outcome still reaches it in time."""

ServicerContext: TypeAlias = grpc.aio.ServicerContext[bytes, bytes]
Handler: TypeAlias = Callable[[bytes, ServicerContext], Awaitable[bytes]]
_log = logging.getLogger("tollbridge.grpc")


class Exchange:
    """Sends a call's HTTP requests within what is left of its deadline; remembers the last for the log."""

    __slots__ = ("_calls", "_context", "request", "status")

    def __init__(self, calls: Calls, context: ServicerContext) -> None:
        self._calls, self._context = calls, context
        self.request: HttpRequest | None = None
        self.status: int | None = None

    async def send(self, request: HttpRequest) -> HttpResponse:
        self.request, self.status = request, None
        try:
            response = await self._calls.transport.send(request, timeout_s=self.time_left())
        except asyncio.CancelledError:
            if not self._calls.ended:
                raise  # by the caller
            raise OutcomeUnknown("the server had to end before the answer came") from None
        self.status = response.status
        return response

    def time_left(self) -> float | None:
        """In seconds, of the caller's deadline, less what our answer needs; None where it has none."""
        left: float | None = self._context.time_remaining()
        return None if left is None else left - min(ANSWER_S, left / 10)


class Calls:
    """Makes the handler of each operation; holds what all calls share."""

    def __init__(self, options: GrpcOptions, transport: AsyncTransport) -> None:
        self._options = options
        self.transport = transport
        self.ended = False
        self._callers = Callers(options.connector_urls)
        self._steps = PreStepCache(time.monotonic)
        self._running: set[asyncio.Task[Any]] = set()

    def handler(self, operation: Operation[Any, Any]) -> Handler:
        """Of one method. It runs to its end without a task or a timer of its own: the transport has one."""
        async def handle(message: bytes, context: ServicerContext) -> bytes:
            started = time.perf_counter()
            metadata: dict[str, Any] = dict(context.invocation_metadata() or ())
            its_id = request_id(metadata.get(REQUEST_ID))
            exchange = Exchange(self, context)
            caller: Caller | None = None
            code = grpc.StatusCode.CANCELLED  # by the caller or its deadline, if nothing below says otherwise
            try:
                context.set_trailing_metadata(((REQUEST_ID, its_id),))
                caller = self._callers.of(metadata)
                with self._room():
                    answer = await self._answer(caller, operation, message, metadata, exchange)
                code = grpc.StatusCode.OK
                return answer
            except Exception as error:  # noqa: BLE001 - each has its status
                told = _told(error, operation, exchange)
                if (fault := _fault(error)) is not None:
                    _log.error("method=%s request_id=%s fault=%s", operation.rpc, its_id, _where(fault))
                refused = await self._refused(told, operation, caller)
                code = refused.code
                await context.abort(code, refused.message, ((REQUEST_ID, its_id), (DETAILS, refused.details)))
            finally:
                _tell(operation, caller, its_id, code, started, exchange)

        return handle

    @contextmanager
    def _room(self) -> Iterator[None]:
        """For one call. Raises Overloaded where there is none."""
        if len(self._running) >= self._options.max_concurrent:
            raise Overloaded(f"{len(self._running)} calls are under way")
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler is a coroutine
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    def end(self) -> None:
        """Calls that wait for a processor stop waiting, and tell their callers so: an unknown outcome, and what to do.

        grpc would end them with UNAVAILABLE, which everybody takes for "nothing was done, try again".
        """
        self.ended = True
        for task in self._running:
            task.cancel()

    async def _answer(self, caller: Caller, operation: Operation[Any, Any], message: bytes,
                      metadata: Mapping[str, str], exchange: Exchange) -> bytes:
        def context(request: object) -> Context[Any]:
            return Context(account=caller.account, now=datetime.now(UTC), nonce=secrets.token_hex(16),
                           idempotency_key=sent_key(operation, request, metadata.get(IDEMPOTENCY_KEY)),
                           environment=environment_of(metadata, self._options.environment))

        call = read_wire(caller.connector, operation, message, context)
        with self._steps.of_call(call.connector, call.ctx, call.request) as steps:
            return await drive(call.wire(steps), steps.awaited(exchange.send, exchange.time_left))

    async def _refused(self, error: Exception, operation: Operation[Any, Any], caller: Caller | None) -> Refusal:
        instead: tuple[str, ...] = ()
        if isinstance(error, Unsupported) and caller is not None and operation not in EVENTS \
                and caller.connector.flow(operation) is None:
            # In a thread: the first such call imports every connector.
            instead = await asyncio.to_thread(_offering, operation)
        return refusal(error, self._options.error_details, instead)


def _fault(error: Exception) -> BaseException | None:
    """What of it is a fault of ours, or of a connector: not an error that we raise, nor one of the network."""
    if not isinstance(error, ConnectorError):
        return error
    cause = error.__cause__
    return None if cause is None or isinstance(cause, ConnectorError | OSError | TimeoutError) else cause


def _told(error: Exception, operation: Operation[Any, Any], exchange: Exchange) -> Exception:
    """The error that the caller is told. After bytes left, a fault of ours is an unknown outcome, never a failure."""
    if isinstance(error, ConnectorError) or exchange.request is None or operation.effect is Effect.QUERY:
        return error
    return OutcomeUnknown(f"internal error in {operation.name}")


@cache
def _offering(operation: Operation[Any, Any]) -> tuple[str, ...]:
    return catalog.offering(operation)


def _tell(operation: Operation[Any, Any], caller: Caller | None, its_id: str, code: grpc.StatusCode, started: float,
          exchange: Exchange) -> None:
    """One line for each call. One that was cancelled after its bytes had left is a warning: nobody was told."""
    request = exchange.request
    lost = code is grpc.StatusCode.CANCELLED and request is not None
    level = logging.WARNING if lost else logging.INFO
    if not _log.isEnabledFor(level):
        return
    _log.log(level, "method=%s connector=%s request_id=%s code=%s ms=%.1f processor=%s status=%s%s", operation.rpc,
             caller.connector.id if caller else "-", its_id, code.name, (time.perf_counter() - started) * 1000,
             _host(request), exchange.status or "-", " outcome=unknown" if lost else "")


def _host(request: HttpRequest | None) -> str:
    if request is None:
        return "-"
    try:
        return str(split_url(request.url)[0])
    except ConnectorError:
        return "?"


def _where(error: BaseException) -> str:
    """Kind and place of a fault of ours. Its text is left out: it may quote what it fell over."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    cause = f" from {_where(error.__cause__)}" if error.__cause__ is not None else ""
    return f"{type(error).__name__} at {'>'.join(f'{frame.name}:{frame.lineno}' for frame in frames)}{cause}"
