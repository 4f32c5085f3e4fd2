"""The gRPC server: every operation of the table that has a method, health, and reflection."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import grpc

from tollbridge.domain.errors import BadInput
from tollbridge.domain.operations import OPERATIONS
from tollbridge.edges.grpc.calls import check_single, handler
from tollbridge.edges.grpc.health import SERVICE as HEALTH, Health
from tollbridge.edges.grpc.lookup import METHOD as LOOKUP_METHOD, SERVICE as LOOKUP, lookup_handler
from tollbridge.edges.grpc.options import GrpcOptions
from tollbridge.edges.grpc.reflection import V1, V1ALPHA, Reflection
from tollbridge.edges.grpc.status import DETAILS, ending
from tollbridge.service import Service
from tollbridge.service.errors import Unauthenticated
from tollbridge.service.refusals import refusal
from tollbridge.service.tls import Certificates, Pem

LULL_S, CLEARING_S = 0.05, 2.0
"""As a server ends: once no call came for so long, none waits to be taken; and the most that is waited for that."""


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
        reflected = (V1, V1ALPHA) if options.reflection else ()
        services = {rpc.partition("/")[0] for rpc in rpcs}.union((HEALTH, LOOKUP, *reflected))
        self._health = Health(services)
        self._reflection = Reflection(services, self._admit) if options.reflection else None
        self._methods = Methods({
            **{f"/{rpc}": grpc.unary_unary_rpc_method_handler(handler(service, operation, options.error_details))
               for rpc, operation in rpcs.items()},
            f"/{LOOKUP_METHOD}": grpc.unary_unary_rpc_method_handler(lookup_handler(service, options.error_details)),
            **self._health.handlers(),
            **(self._reflection.handlers() if self._reflection is not None else {}),
        })
        self._certificates = Certificates(options.tls) if options.tls is not None else None
        self._watching: asyncio.Task[None] | None = None
        self._server: grpc.aio.Server | None = None
        self.port = 0
        """The port it listens on, once started."""

    async def start(self) -> None:
        """Raises RuntimeError where the port is taken."""
        options = self._options
        self._server = grpc.aio.server(options=channel_options(options, self._service.options.max_concurrent))
        self._server.add_generic_rpc_handlers((self._methods,))
        address = f"[{options.host}]:{options.port}" if ":" in options.host else f"{options.host}:{options.port}"
        if self._certificates is None:
            self.port = self._server.add_insecure_port(address)
        else:
            self.port = self._server.add_secure_port(address, _credentials(self._certificates))
            self._watching = asyncio.ensure_future(self._certificates.watch(
                lambda ends: self._service.telemetry.certificate("grpc", ends.timestamp())))
        await self._server.start()

    @property
    def most_connections(self) -> int:
        """grpc has no limit of them: with one for each call there is always enough."""
        return self._service.options.max_concurrent

    def announce(self) -> None:
        """Health says NOT_SERVING."""
        self._health.drain()

    async def finish(self, within_s: float) -> None:
        """No new calls, an end for those who watch; calls under way may take so long."""
        self._health.stop()
        if self._reflection is not None:
            self._reflection.stop()
        if self._watching is not None:
            self._watching.cancel()
        if self._server is not None:
            await self._clear()
            await self._server.stop(within_s)

    async def _clear(self) -> None:
        """Waits until no call is waiting to be taken: each is told that the server ends, and that it was not begun. To
        those that `stop` finds grpc says CANCELLED, after which nobody knows whether to ask again.
        """
        refused, ends = -1, time.monotonic() + CLEARING_S
        while refused != self._service.refused and time.monotonic() < ends:
            refused = self._service.refused
            await asyncio.sleep(LULL_S)

    async def _admit(self, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        """Ends a call of a caller who does not prove who it is."""
        principals = self._service.options.principals
        if principals is None:
            return
        given = context.invocation_metadata() or ()
        try:
            check_single(given)
            metadata: dict[str, Any] = dict(given)
            principals.of(metadata)
        except (Unauthenticated, BadInput) as error:
            end = ending(refusal(error), self._options.error_details)
            await context.abort(end.code, end.message, ((DETAILS, end.details),))


def channel_options(options: GrpcOptions, at_once: int) -> list[tuple[str, int]]:
    """https://github.com/grpc/grpc/blob/master/include/grpc/impl/channel_arg_names.h"""
    return [
        ("grpc.so_reuseport", int(options.reuse_port)),  # unless asked for, a second server on a port is a mistake
        ("grpc.max_receive_message_length", options.max_message_bytes),
        # An answer is as large as it is: it stands for something that was done. The transport bounds what comes in.
        ("grpc.max_send_message_length", -1),
        # Some credentials are keys and certificates: grpc's own limit, beyond which it refuses some calls, is 8 KiB.
        # Given the absolute limit alone, it takes all calls up to four fifths of it.
        ("grpc.absolute_max_metadata_size", options.max_metadata_bytes * 5 // 4),
        # grpc drops calls at random beyond 1,000 that wait to be taken, all beyond 3,000, and says but CANCELLED. A
        # burst is no overload, and of an overload the service tells.
        ("grpc.server.max_pending_requests", max(3000, 2 * at_once)),
        ("grpc.server.max_pending_requests_hard_limit", max(3000, 2 * at_once)),
        ("grpc.max_concurrent_streams", options.max_streams or 2 * at_once),
        ("grpc.server_handshake_timeout_ms", _ms(options.handshake_s)),
        ("grpc.max_connection_idle_ms", _ms(options.connection_idle_s)),
        ("grpc.max_connection_age_ms", _ms(options.connection_age_s)),
        ("grpc.max_connection_age_grace_ms", _ms(options.connection_age_grace_s)),
        ("grpc.keepalive_time_ms", _ms(options.keepalive_s)),
        ("grpc.keepalive_timeout_ms", _ms(options.keepalive_answer_s)),
        ("grpc.http2.ping_timeout_ms", _ms(options.keepalive_answer_s)),  # the one that cuts off, as of grpc 1.85
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.min_ping_interval_without_data_ms", _ms(options.client_ping_s)),
    ]


def _ms(wait_s: float | None) -> int:
    """None is grpc's word for without limit."""
    return 2**31 - 1 if wait_s is None else max(1, round(wait_s * 1000))


def _credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """For each handshake those of the day: grpc asks before each, and is told None where they are what it has."""
    told = certificates.current

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        nonlocal told
        if told.same(certificates.current):
            return None
        told = certificates.current
        return _configuration(told)

    mutual = certificates.files.client_ca_file is not None
    return grpc.dynamic_ssl_server_credentials(
        _configuration(told), fetch, mutual)  # type: ignore[arg-type]  # None is missing in the stubs alone


def _configuration(pem: Pem) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration([(pem.key, pem.chain)], pem.client_ca)
