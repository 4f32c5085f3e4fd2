"""One call: metadata and bytes in, the engine driven through the shared transport, bytes or an error out."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

import grpc

from tollbridge import catalog
from tollbridge.contract.calls import call_wire
from tollbridge.domain.errors import ConnectorError, Unsupported
from tollbridge.domain.operations import Operation
from tollbridge.edges.grpc.callers import Caller, Callers, environment_of
from tollbridge.edges.grpc.options import GrpcOptions
from tollbridge.edges.grpc.request_ids import request_id
from tollbridge.edges.grpc.status import DETAILS, Refusal, refusal
from tollbridge.engine.drive import drive
from tollbridge.engine.keys import own_key
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

    __slots__ = ("_context", "_transport", "request", "status")

    def __init__(self, transport: AsyncTransport, context: ServicerContext) -> None:
        self._transport, self._context = transport, context
        self.request: HttpRequest | None = None
        self.status: int | None = None

    async def send(self, request: HttpRequest) -> HttpResponse:
        self.request, self.status = request, None
        left: float | None = self._context.time_remaining()
        response = await self._transport.send(
            request, timeout_s=None if left is None else left - min(ANSWER_S, left / 10))
        self.status = response.status
        return response


class Calls:
    """Makes the handler of each operation; holds what all calls share."""

    def __init__(self, options: GrpcOptions, transport: AsyncTransport) -> None:
        self._options = options
        self._transport = transport
        self._callers = Callers(options.connector_urls)

    def handler(self, operation: Operation[Any, Any]) -> Handler:
        """Of one method. It runs to its end without a task or a timer of its own: the transport has one."""
        default, of, transport = self._options.environment, self._callers.of, self._transport

        async def handle(message: bytes, context: ServicerContext) -> bytes:
            started = time.perf_counter()
            metadata: dict[str, Any] = dict(context.invocation_metadata() or ())
            its_id = request_id(metadata.get(REQUEST_ID))
            exchange = Exchange(transport, context)
            caller: Caller | None = None
            code = grpc.StatusCode.CANCELLED  # by the caller or its deadline, if nothing below says otherwise
            try:
                context.set_trailing_metadata(((REQUEST_ID, its_id),))
                caller = of(metadata)
                environment = environment_of(metadata, default)
                answer = await drive(
                    call_wire(caller.connector, operation, message, _contexts(caller, environment, metadata),
                              caller.tokens[environment]),
                    exchange.send)
                code = grpc.StatusCode.OK
                return answer
            except Exception as error:  # noqa: BLE001 - each has its status; one that is no error of ours is INTERNAL
                refused = await self._refused(error, operation, caller)
                code = refused.code
                if code is grpc.StatusCode.INTERNAL:
                    _log.error("%s request_id=%s: %s", operation.rpc, its_id, _where(error))
                await context.abort(code, refused.message, ((REQUEST_ID, its_id), (DETAILS, refused.details)))
            finally:
                _tell(operation, caller, its_id, code, started, exchange)

        return handle

    async def _refused(self, error: Exception, operation: Operation[Any, Any], caller: Caller | None) -> Refusal:
        instead: tuple[str, ...] = ()
        if isinstance(error, Unsupported) and caller is not None and operation not in EVENTS \
                and caller.connector.flow(operation) is None:
            # In a thread: the first such call imports every connector.
            instead = await asyncio.to_thread(_offering, operation)
        return refusal(error, self._options.error_details, instead)


def _contexts(caller: Caller, environment: Any, metadata: Mapping[str, str]) -> Callable[[Any], Context[Any]]:
    def of(request: object) -> Context[Any]:
        return Context(account=caller.account, now=datetime.now(UTC), nonce=secrets.token_hex(16),
                       idempotency_key=metadata.get(IDEMPOTENCY_KEY) or own_key(request), environment=environment)

    return of


@cache
def _offering(operation: Operation[Any, Any]) -> tuple[str, ...]:
    return catalog.offering(operation)


def _tell(operation: Operation[Any, Any], caller: Caller | None, its_id: str, code: grpc.StatusCode, started: float,
          exchange: Exchange) -> None:
    """One line for each call. One that was cancelled after its bytes had left is a warning: nobody was told."""
    request = exchange.request
    lost = code is grpc.StatusCode.CANCELLED and request is not None and exchange.status is None
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
    return f"{type(error).__name__} at " + " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
