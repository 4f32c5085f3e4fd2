"""Sends HTTP requests: aiohttp for async callers, urllib3 for sync ones, behind one small interface.

A request goes out at most once. Redirects are returned, never followed; no cookies are kept; no proxy is taken from
the environment unless asked; nothing is sent again on a dead connection. These errors come out, and each says what may
be done:

    BadInput         a URL, method, header or client certificate that cannot be used as it stands: nothing was sent
    InvalidField     a URL that the guard refuses, by the name `base_url`: nothing was sent
    Unreachable      no connection in time, refused, DNS, TLS, a proxy that did not let it through: nothing was sent
    OutcomeUnknown   a connection was there, so bytes may have left, and no readable answer came

Their texts name scheme, host and port at most: never a path, a query, a header value or a body.

Importing this module imports neither HTTP library; each is loaded by the function that needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, Self

from msgspec import Struct

from tollbridge.domain.errors import BadInput
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import ClientCertificate, HttpRequest, HttpResponse
from tollbridge.transport.exchange import Exchange


class Timeouts(Struct, frozen=True):
    """How long to wait, in seconds; every figure is above 0.

    `connect_s` covers the wait for a free connection, DNS, TCP, a proxy and TLS; `read_s` each wait for further bytes
    of the answer; `total_s` the whole call. The sync transport cannot interrupt a DNS look-up, which is the system's.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 45.0


class Limits(Struct, frozen=True):
    """How much to hold at once.

    `response_bytes` caps a body, both as it arrives and as it is after decompression. `connections` counts those in
    use, `connections_per_host` those to one scheme, host and port, in async also with one client certificate (None: as
    many as `connections`). A connection that
    was idle for `idle_s` seconds is not used again, as the other side may be about to close it.
    """

    response_bytes: int = 5 * 1024 * 1024
    connections: int = 100
    connections_per_host: int | None = None
    idle_s: float = 15.0


class Proxy(Struct, frozen=True):
    """Through which proxies requests go: `http` those to http URLs, `https` those to https URLs; None is direct.

    A proxy is `http://host:port`, or `https://host:port` to speak TLS with it. A URL with user name and password in it
    is given as a Secret. Requests to https URLs go through a tunnel (CONNECT): the proxy sees host and port, no more.

    `bypass` lists who is called directly: `example.com` is that host and those below it, `.example.com` only those
    below, `192.0.2.7`, `2001:db8::7` and `192.0.2.0/24` are addresses that stand in the URL (nothing is resolved for
    it), `*` is everything. All but blocks may end with a port (`example.com:8443`, `[2001:db8::7]:8443`).
    """

    http: str | Secret | None = None
    https: str | Secret | None = None
    bypass: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("http", "https"):
            given = getattr(self, name)
            if isinstance(given, str) and "@" in given:
                raise BadInput(f"proxy.{name} holds a password: give it as Secret(...), which no log and no repr shows",
                               f"proxy.{name}")

    def __repr__(self) -> str:
        """A URL with a password in it is not shown, be it refused: a debugger shows what was being made."""
        http, https = ("***" if isinstance(url, str) and "@" in url else repr(url) for url in (self.http, self.https))
        return f"Proxy(http={http}, https={https}, bypass={self.bypass!r})"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Proxy:
        """As HTTP_PROXY, HTTPS_PROXY and NO_PROXY say, in capitals or not; the latter count first, as with curl.

        HTTP_PROXY in capitals does not count in a CGI program (REQUEST_METHOD is set): there any client could set it
        with a header `Proxy`. Raises BadInput for a NO_PROXY that cannot be read: who is in it must not be guessed.
        """
        from tollbridge.transport.proxies import from_environment

        return from_environment(environ)


class Guard(Struct, frozen=True):
    """Keeps requests from going where no processor is: into the own network, or to the cloud's metadata service.

    For those whose URLs come from others, as `base_url` does in a service. Refused are addresses that are not public
    (loopback, private, link-local, carrier-grade NAT, multicast and the like, also within IPv6 addresses), names that
    resolve to one, and plain http. A name is resolved once, and the connection goes to the address that was checked.

    `allow` lists exceptions from all of it, in the form of `Proxy.bypass`, but here `example.com` is that host alone.
    `ports`, where it is not empty, lists the only ports that may be called. `https_only=False` permits plain http.

    Behind a proxy it is the proxy that resolves names: only the URL itself is checked here.
    """

    allow: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    https_only: bool = True


class TransportSettings(Struct, frozen=True):
    """All settings of a transport.

    TLS is always verified. `ca_file` (a path) and `ca_pem` (its text) replace the system's trust store; both may be
    given. `client_certificate` is shown to servers that ask for one, where the request names none itself. `observers`
    are told of each exchange once it is over (transport/observers.py); one that raises harms no payment.
    """

    timeouts: Timeouts = Timeouts()
    limits: Limits = Limits()
    ca_file: str | None = None
    ca_pem: str | None = None
    client_certificate: ClientCertificate | None = None
    proxy: Proxy | None = None
    guard: Guard | None = None
    observers: tuple[Callable[[Exchange], object], ...] = ()


class AsyncTransport(Protocol):
    """Sends requests within one running event loop."""

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        """Send it once and read the whole answer, whatever its status.

        The URL is absolute and percent-encoded; it is sent as it stands. The body is sent with its length.
        `timeout_s` is what is left of the caller's own time; it can only shorten the total. A body that came
        compressed (gzip, deflate) is decompressed; the headers stay as they were received. Cancellation passes
        through and closes the connection.
        Raises BadInput, InvalidField, Unreachable or OutcomeUnknown, as the module says.
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
    """A transport for asyncio, on aiohttp. Raises BadInput for settings that cannot be used."""
    from tollbridge.transport.aio import AiohttpTransport

    return AiohttpTransport(settings)


def sync_transport(settings: TransportSettings | None = None) -> SyncTransport:
    """A transport for threads, on urllib3. Raises BadInput for settings that cannot be used."""
    from tollbridge.transport.blocking import Urllib3Transport

    return Urllib3Transport(settings)
