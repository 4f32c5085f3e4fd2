"""grpc.health.v1: SERVING while the server takes calls, NOT_SERVING from the moment it drains."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import grpc
from grpc_health.v1 import health_pb2

SERVICE = "grpc.health.v1.Health"
Request = health_pb2.HealthCheckRequest
Response = health_pb2.HealthCheckResponse
MOST_WATCHERS = 1000
"""At once: each holds a stream for as long as it likes, and needs no token."""


class Health:
    """The whole server under the empty name, and each of `services` under its own: all alike, all at once.

    Unlike grpcio-health-checking's servicer, Watch streams end when the server stops, so that none keeps it waiting.
    """

    def __init__(self, services: Iterable[str]) -> None:
        self._known = frozenset({"", *services})
        self._draining = asyncio.Event()
        self._stopping = asyncio.Event()
        self._watchers = 0

    def drain(self) -> None:
        """NOT_SERVING from now on, to everyone who asks or watches."""
        self._draining.set()

    def stop(self) -> None:
        """Ends the Watch streams."""
        self._draining.set()
        self._stopping.set()

    def handlers(self) -> Mapping[str, grpc.RpcMethodHandler[Any, Any]]:
        """By full method name."""
        return {
            f"/{SERVICE}/Check": grpc.unary_unary_rpc_method_handler(
                self._check, Request.FromString, Response.SerializeToString),
            f"/{SERVICE}/List": grpc.unary_unary_rpc_method_handler(
                self._list, health_pb2.HealthListRequest.FromString, health_pb2.HealthListResponse.SerializeToString),
            f"/{SERVICE}/Watch": grpc.unary_stream_rpc_method_handler(
                self._watch, Request.FromString, Response.SerializeToString),
        }

    @property
    def _status(self) -> Any:
        return Response.NOT_SERVING if self._draining.is_set() else Response.SERVING

    async def _check(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
        if request.service not in self._known:
            await context.abort(grpc.StatusCode.NOT_FOUND, "no such service")
        return Response(status=self._status)

    async def _list(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> Any:
        now = Response(status=self._status)
        return health_pb2.HealthListResponse(statuses=dict.fromkeys(self._known, now))

    async def _watch(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        if self._watchers >= MOST_WATCHERS:
            await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, f"{MOST_WATCHERS} are watching: use Check")
        self._watchers += 1
        try:
            await self._tell(request, context)
        finally:
            self._watchers -= 1

    async def _tell(self, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        if request.service in self._known:
            status = self._status
            await context.write(Response(status=status))
            await self._draining.wait()
            if status != Response.NOT_SERVING:
                await context.write(Response(status=Response.NOT_SERVING))
        else:
            await context.write(Response(status=Response.SERVICE_UNKNOWN))
        await self._stopping.wait()
