"""The HTTP server: one edge of a service, beside others in the same process and event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import formatdate

from uvicorn.server import ServerState

from tollbridge.accounts import AccountStore
from tollbridge.edges.http.app import App
from tollbridge.edges.http.operations import EDGE
from tollbridge.edges.http.options import HttpOptions
from tollbridge.edges.http.protocol import SPARE_CONNECTIONS, GuardedProtocol, Guards
from tollbridge.service import Service, run as run_service
from tollbridge.service.tls import Certificates, ServerContext
from tollbridge.service.webhooks import HookStore

BACKLOG = 4096
HSTS = (b"strict-transport-security", b"max-age=31536000")
"""Browsers that have read the documentation by TLS once do not ask for it in plain text."""
LOOK_S = 0.02


class HttpServer:
    """An edge of a service: its `Serving` starts and drains it. After `start`, `port` is the one it listens on.

    Webhooks are taken for the merchants of `accounts`; without it there is no receiver. With `hooks` they are kept
    there, and not forwarded. `why_not` says why what runs beside it, such as a worker, cannot
    work now; nothing where it can.
    """

    def __init__(self, service: Service, options: HttpOptions, accounts: AccountStore | None = None,
                 why_not: Callable[[], str] = lambda: "", hooks: HookStore | None = None) -> None:
        self._options, self._telemetry = options, service.telemetry
        self._state = ServerState()
        self._draining = False
        app = App(service, options, lambda: "draining" if self._draining else why_not(), accounts, hooks)
        self._guards = Guards(app, options)
        self._server: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.port = 0

    async def start(self) -> None:
        """Raises RuntimeError where it cannot listen, ValueError for certificates that are no good."""
        options = self._options
        self._guards.load()
        tls = None
        if options.tls is not None:
            certificates = Certificates(options.tls)
            tls = ServerContext(certificates).front
            self._tasks.append(asyncio.create_task(certificates.watch(self._taken_up(certificates))))
        self._tasks.append(asyncio.create_task(self._keep_date()))
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                self._protocol, options.host, options.port, ssl=tls, backlog=BACKLOG,
                reuse_port=options.reuse_port or None,
                ssl_handshake_timeout=options.handshake_s if tls is not None else None)
        except OSError as error:
            self._end_tasks()
            raise RuntimeError(f"cannot listen on {options.host}:{options.port}: {error.strerror}") from error
        self.port = self._server.sockets[0].getsockname()[1]

    def _taken_up(self, certificates: Certificates) -> Callable[[datetime], None]:
        """What to do with certificates that are in use from now on."""
        authorities = certificates.current.client_ca

        def taken_up(ends: datetime) -> None:
            nonlocal authorities
            self._telemetry.certificate(EDGE, ends.timestamp())
            if certificates.current.client_ca != authorities:
                authorities = certificates.current.client_ca
                for connection in list(self._state.connections):  # whoever may still connect does so once more
                    connection.shutdown()

        return taken_up

    @property
    def most_connections(self) -> int:
        return self._options.max_connections + SPARE_CONNECTIONS

    @property
    def connections(self) -> int:
        """Open now."""
        return len(self._state.connections)

    @property
    def held(self) -> int:
        """Bytes of requests of which the rest has not come yet."""
        return self._guards.held

    def _protocol(self) -> GuardedProtocol:
        return GuardedProtocol(self._guards, self._state, {})

    def announce(self) -> None:
        """/readyz says no from now on; calls are taken as before."""
        self._draining = True

    async def finish(self, within_s: float) -> None:
        """No new connection, and none is kept; calls under way end, or are cut off after so many seconds."""
        self._draining = True
        if self._server is not None:
            self._server.close()
            for connection in list(self._state.connections):
                connection.shutdown()
            ends = time.monotonic() + within_s
            while self._state.connections and time.monotonic() < ends:
                await asyncio.sleep(LOOK_S)
            for connection in list(self._state.connections):
                if connection.transport is not None:
                    connection.transport.abort()
        self._end_tasks()

    def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    async def _keep_date(self) -> None:
        """The header `date` of every answer, RFC 9110 section 6.6.1."""
        its = [HSTS] if self._options.tls is not None else []
        while True:
            self._state.default_headers = [(b"date", formatdate(usegmt=True).encode()), *its]
            await asyncio.sleep(1 - time.time() % 1)


def run(service: Service, options: HttpOptions, *, ready: Callable[[Sequence[int]], None] | None = None) -> None:
    """Serves HTTP alone, until SIGTERM or SIGINT. `ready` is told the ports."""
    server = HttpServer(service, options)
    run_service(service, [server], ready=None if ready is None else lambda: ready([server.port]))
