"""The gRPC server: every operation of the table that has a method, health, and a drain that loses no call."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import grpc

from tollbridge.domain.operations import OPERATIONS
from tollbridge.edges.grpc.calls import Calls
from tollbridge.edges.grpc.health import Health
from tollbridge.edges.grpc.options import GrpcOptions
from tollbridge.transport import async_transport

METADATA_BYTES = 128 * 1024
"""Some credentials are keys and certificates: grpc's own limit, beyond which it refuses some calls, is 8 KiB. Given the
absolute limit alone, it takes all calls up to four fifths of it.
"""


TELLING_S = 1.0
"""After the grace: for calls that are not done to tell that their outcome is unknown."""


class Methods(grpc.GenericRpcHandler):
    """Handlers by full method name: `/types.PaymentService/Authorize`."""

    def __init__(self, handlers: Mapping[str, grpc.RpcMethodHandler[Any, Any]]) -> None:
        self._handlers = handlers

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        return self._handlers.get(handler_call_details.method)


class GrpcServer:
    """Serves from `start` to `drain`, or for as long as the `async with` block lasts.

        async with GrpcServer(GrpcOptions(environment=Environment.TEST, port=0)) as server:
            channel = grpc.aio.insecure_channel(f"127.0.0.1:{server.port}")
    """

    def __init__(self, options: GrpcOptions) -> None:
        self._options = options
        self._transport = async_transport(options.transport)
        self._server: grpc.aio.Server | None = None
        self._health: Health | None = None
        self._calls: Calls | None = None
        self._drained: asyncio.Task[None] | None = None
        self.port = 0
        """The port it listens on, once started."""

    async def start(self) -> None:
        """Raises RuntimeError where the port is taken."""
        options = self._options
        calls = self._calls = Calls(options, self._transport)
        rpcs = {operation.rpc: operation for operation in OPERATIONS if operation.rpc}
        self._health = Health({rpc.partition("/")[0] for rpc in rpcs})
        self._server = grpc.aio.server(options=_channel_options(options))
        self._server.add_generic_rpc_handlers((
            Methods({f"/{rpc}": grpc.unary_unary_rpc_method_handler(calls.handler(operation))
                     for rpc, operation in rpcs.items()}),
            self._health.handler(),
        ))
        host = f"[{options.host}]" if ":" in options.host else options.host
        self.port = self._server.add_insecure_port(f"{host}:{options.port}")
        await self._server.start()

    async def drain(self) -> None:
        """Health says NOT_SERVING; then no new calls, those under way end within `grace_s`; then all is closed.

        May be called again, also while it runs.
        """
        if self._drained is None:
            self._drained = asyncio.ensure_future(self._drain())
        await asyncio.shield(self._drained)

    async def _drain(self) -> None:
        if self._server is not None and self._health is not None and self._calls is not None:
            self._health.drain()
            if self._options.notice_s > 0:
                await asyncio.sleep(self._options.notice_s)
            self._health.stop()
            stopped = asyncio.ensure_future(self._server.stop(self._options.grace_s + TELLING_S))
            await asyncio.wait({stopped}, timeout=self._options.grace_s)
            self._calls.end()
            await stopped
        await self._transport.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.drain()


def _channel_options(options: GrpcOptions) -> list[tuple[str, int]]:
    """https://github.com/grpc/grpc/blob/master/include/grpc/impl/channel_arg_names.h"""
    return [
        ("grpc.max_receive_message_length", options.max_message_bytes),
        ("grpc.max_send_message_length", options.max_message_bytes),
        ("grpc.absolute_max_metadata_size", METADATA_BYTES),
        # grpc drops calls at random beyond 1,000 that wait to be taken, all beyond 3,000: a burst is no overload.
        ("grpc.server.max_pending_requests", options.max_concurrent),
        ("grpc.server.max_pending_requests_hard_limit", 2 * options.max_concurrent),
        ("grpc.so_reuseport", 0),  # a second server on the same port is a mistake, not a helper
    ]


async def serve(options: GrpcOptions, *, ready: Callable[[int], None] | None = None) -> None:
    """Serves until SIGTERM or SIGINT, drains, and returns. `ready` is told the port once calls are taken."""
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with GrpcServer(options) as server:
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, over.set)
        if ready is not None:
            ready(server.port)
        await over.wait()


def run(options: GrpcOptions, *, ready: Callable[[int], None] | None = None) -> None:
    """`serve` in a loop of its own: uvloop's where that is installed. For a process that does nothing else."""
    def started(port: int) -> None:
        gc.collect()
        gc.freeze()  # modules and handlers stay for good: with 1,000 calls under way, scanning them costs a tenth
        if ready is not None:
            ready(port)

    with asyncio.Runner(loop_factory=_new_event_loop()) as runner:
        runner.run(serve(options, ready=started))


def _new_event_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
