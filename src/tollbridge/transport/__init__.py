"""Sends HTTP requests: aiohttp for async callers, urllib3 for sync ones, behind one small interface.

A request goes out at most once. Redirects are returned, never followed; no cookies are kept; no proxy is taken from
the environment; nothing is sent again on a dead connection. Three errors come out, and each says what may be done:

    BadInput         a URL, method or header that cannot be sent as it stands: nothing was sent
    Unreachable      no connection in time, refused, DNS, TLS: nothing was sent
    OutcomeUnknown   a connection was there, so bytes may have left, and no readable answer came

Their texts name scheme, host and port at most: never a path, a query, a header value or a body.

Importing this module imports neither HTTP library; each is loaded by the function that needs it.
"""

from __future__ import annotations

from typing import Protocol, Self

from msgspec import Struct

from tollbridge.kit.http import HttpRequest, HttpResponse


class Timeouts(Struct, frozen=True):
    """How long to wait, in seconds; every figure is above 0.

    `connect_s` covers the wait for a free connection, DNS, TCP and TLS; `read_s` each wait for further bytes of the
    answer; `total_s` the whole call. The sync transport cannot interrupt a DNS look-up, which is the system's.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 45.0


class Limits(Struct, frozen=True):
    """How much to hold at once.

    `response_bytes` caps a body, both as it arrives and as it is after decompression. `connections` counts those in
    use, `connections_per_host` those to one scheme, host and port (None: as many as `connections`). A connection that
    was idle for `idle_s` seconds is not used again, as the other side may be about to close it.
    """

    response_bytes: int = 5 * 1024 * 1024
    connections: int = 100
    connections_per_host: int | None = None
    idle_s: float = 15.0


class TransportSettings(Struct, frozen=True):
    """All settings of a transport. `ca_file` (PEM) replaces the system's trust store; TLS is always verified."""

    timeouts: Timeouts = Timeouts()
    limits: Limits = Limits()
    ca_file: str | None = None


class AsyncTransport(Protocol):
    """Sends requests within one running event loop."""

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        """Send it once and read the whole answer, whatever its status.

        The URL is absolute and percent-encoded; it is sent as it stands. The body is sent with its length.
        `timeout_s` is what is left of the caller's own time; it can only shorten the total. A body that came
        compressed (gzip, deflate) is decompressed; the headers stay as they were received. Cancellation passes
        through and closes the connection.
        Raises BadInput, Unreachable or OutcomeUnknown, as the module says.
        """
        ...

    async def close(self) -> None:
        """Close all connections. Whoever sends afterwards gets Unreachable."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *exception: object) -> None: ...


class SyncTransport(Protocol):
    """Sends requests from any number of threads."""

    def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        """As `AsyncTransport.send`, blocking the calling thread."""
        ...

    def close(self) -> None:
        """Close idle connections, and those in use as their calls end. Whoever sends afterwards gets Unreachable."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


def async_transport(settings: TransportSettings | None = None) -> AsyncTransport:
    """A transport for asyncio, on aiohttp. Raises BadInput for a `ca_file` that cannot be read."""
    from tollbridge.transport.aio import AiohttpTransport

    return AiohttpTransport(settings)


def sync_transport(settings: TransportSettings | None = None) -> SyncTransport:
    """A transport for threads, on urllib3. Raises BadInput for a `ca_file` that cannot be read."""
    from tollbridge.transport.blocking import Urllib3Transport

    return Urllib3Transport(settings)
