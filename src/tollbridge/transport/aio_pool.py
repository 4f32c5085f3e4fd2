"""The connections of the asyncio transport: aiohttp's pool, and how it gets new ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from copy import copy
from functools import cached_property
from socket import AF_UNSPEC, SOCK_STREAM, AddressFamily
from typing import Any, Self, TypeVar

from aiohappyeyeballs import start_connection
from aiohttp import ClientRequest, ClientTimeout, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.hdrs import HOST
from yarl import URL

from tollbridge.transport.guard import GuardRules
from tollbridge.transport.proxies import ProxyHop
from tollbridge.transport.tunnel import ConnectAnswer, connect_request
from tollbridge.transport.ways import Way

P = TypeVar("P", bound=asyncio.Protocol)

_FIRST_ATTEMPT_S = 0.25  # before the next address of a proxy is tried as well (RFC 8305, section 5)


class Attempt:
    """How far one call came. Until it is `connected`, nothing can have been sent."""

    __slots__ = ("_task", "connected", "fresh", "hop", "late", "status")

    def __init__(self, task: asyncio.Task[object]) -> None:
        self._task = task
        self.connected = self.fresh = self.late = False
        self.hop = ""
        self.status: int | None = None

    def expire(self) -> None:
        """Ends the call's task, for its time is over."""
        self.late = True
        self._task.cancel()


class Place(ClientRequest):
    """A way as aiohttp's connector wants to be told of it: a request that is never sent itself."""

    attempt: Attempt | None = None

    def __init__(self, way: Way, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__("GET", URL(str(way.origin), encoded=True), loop=loop, ssl=way.tls)
        self.way = way
        self.host_header = self.headers[HOST]

    @cached_property
    def connection_key(self) -> ConnectionKey:
        """By which connections are kept: one for all calls, as nothing in it changes. The TLS context is part of it."""
        return super().connection_key

    def of(self, attempt: Attempt) -> Self:
        """The same for one call, which is told of how far it came."""
        own = copy(self)
        own.attempt = attempt
        return own


class Pool(TCPConnector):
    """aiohttp's pool, with our own way through proxies: aiohttp's would show them the target's client certificate."""

    async def _create_connection(  # type: ignore[override] # it gets nothing but places
        self, req: Place, traces: list[Any], timeout: ClientTimeout
    ) -> ResponseHandler:
        proxy = req.way.proxy
        if proxy is None:
            return await super()._create_connection(req, traces, timeout)
        attempt = req.attempt
        assert attempt is not None  # noqa: S101 - whoever goes through a proxy asks with `Place.of`
        attempt.hop = str(proxy)
        if not req.way.tunnels:
            _, protocol = await self._dial(lambda: ResponseHandler(self._loop), proxy, req.way)
            return protocol
        return await self._tunnelled(proxy, req.way, attempt)

    async def _dial(self, factory: Callable[[], P], proxy: ProxyHop, way: Way) -> tuple[asyncio.Transport, P]:
        tls = proxy.origin.scheme == "https"
        found = await self._loop.getaddrinfo(proxy.host, proxy.origin.port, type=SOCK_STREAM)
        sock = await start_connection(found, happy_eyeballs_delay=_FIRST_ATTEMPT_S, loop=self._loop)
        return await self._loop.create_connection(
            factory, sock=sock, ssl=way.proxy_tls if tls else None,
            server_hostname=proxy.host.rstrip(".") if tls else None)

    async def _tunnelled(self, proxy: ProxyHop, way: Way, attempt: Attempt) -> ResponseHandler:
        transport, tunnel = await self._dial(lambda: _Tunnel(self._loop), proxy, way)
        try:
            transport.write(connect_request(way.origin, proxy))
            await tunnel.open
            attempt.hop = way.behind
            protocol = ResponseHandler(self._loop)
            within = await self._loop.start_tls(transport, protocol, way.tls,
                                                server_hostname=way.origin.host.strip("[]").rstrip("."))
        except BaseException:
            transport.abort()
            raise
        if within is None:  # the proxy hung up meanwhile
            raise ConnectionResetError
        protocol.connection_made(within)
        return protocol


class _Tunnel(asyncio.Protocol):
    """Waits for a proxy's answer to CONNECT."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.open: asyncio.Future[None] = loop.create_future()
        self._answer = ConnectAnswer()

    def data_received(self, data: bytes) -> None:
        if self.open.done():
            return
        try:
            if self._answer.feed(data):
                self.open.set_result(None)
        except Exception as error:  # noqa: BLE001 - raised where it is awaited
            self.open.set_exception(error)

    def eof_received(self) -> None:
        self.data_received(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.open.done():
            self.open.set_exception(exc or ConnectionResetError())


class GuardedResolver(AbstractResolver):
    """Gives out only what the guard has checked: the connection goes to that very address."""

    def __init__(self, guard: GuardRules) -> None:
        self._guard = guard
        self._resolver = ThreadedResolver()  # the system's own, as in the blocking transport

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_UNSPEC) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        self._guard.check_resolved(host, port, [each["host"] for each in found])
        return found

    async def close(self) -> None:
        await self._resolver.close()
