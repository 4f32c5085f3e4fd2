"""The gRPC server: every operation of the table that has a method, and health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import grpc

from tollbridge.domain.operations import OPERATIONS
from tollbridge.edges.grpc.calls import handler
from tollbridge.edges.grpc.health import Health
from tollbridge.edges.grpc.options import GrpcOptions
from tollbridge.service import Service

METADATA_BYTES = 128 * 1024
"""Some credentials are keys and certificates: grpc's own limit, beyond which it refuses some calls, is 8 KiB. Given the
absolute limit alone, it takes all calls up to four fifths of it.
"""


class Methods(grpc.GenericRpcHandler):
    """Handlers by full method name: `/types.PaymentService/Authorize`."""

    def __init__(self, handlers: Mapping[str, grpc.RpcMethodHandler[Any, Any]]) -> None:
        self._handlers = handlers

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        return self._handlers.get(handler_call_details.method)


class GrpcServer:
    """An edge of a service, to be started and drained with it::

        service = Service(ServiceOptions(environment=Environment.TEST))
        server = GrpcServer(service, GrpcOptions(port=0))
        async with Serving(service, server):
            channel = grpc.aio.insecure_channel(f"127.0.0.1:{server.port}")
    """

    def __init__(self, service: Service, options: GrpcOptions) -> None:
        self._service, self._options = service, options
        rpcs = {operation.rpc: operation for operation in OPERATIONS if operation.rpc}
        self._health = Health({rpc.partition("/")[0] for rpc in rpcs})
        self._methods = Methods({
            f"/{rpc}": grpc.unary_unary_rpc_method_handler(handler(service, operation, options.error_details))
            for rpc, operation in rpcs.items()})
        self._server: grpc.aio.Server | None = None
        self.port = 0
        """The port it listens on, once started."""

    async def start(self) -> None:
        """Raises RuntimeError where the port is taken."""
        options = self._options
        self._server = grpc.aio.server(options=self._channel_options())
        self._server.add_generic_rpc_handlers((self._methods, self._health.handler()))
        host = f"[{options.host}]" if ":" in options.host else options.host
        self.port = self._server.add_insecure_port(f"{host}:{options.port}")
        await self._server.start()

    def announce(self) -> None:
        """Health says NOT_SERVING."""
        self._health.drain()

    async def finish(self, within_s: float) -> None:
        """No new calls, an end for those who watch; calls under way may take so long."""
        self._health.stop()
        if self._server is not None:
            await self._server.stop(within_s)

    def _channel_options(self) -> list[tuple[str, int]]:
        """https://github.com/grpc/grpc/blob/master/include/grpc/impl/channel_arg_names.h"""
        at_once = self._service.options.max_concurrent
        return [
            ("grpc.max_receive_message_length", self._options.max_message_bytes),
            ("grpc.max_send_message_length", self._options.max_message_bytes),
            ("grpc.absolute_max_metadata_size", METADATA_BYTES),
            # grpc drops calls at random beyond 1,000 that wait to be taken, all beyond 3,000: a burst is no overload.
            ("grpc.server.max_pending_requests", at_once),
            ("grpc.server.max_pending_requests_hard_limit", 2 * at_once),
            ("grpc.so_reuseport", 0),  # a second server on the same port is a mistake, not a helper
        ]
