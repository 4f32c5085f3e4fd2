"""The asyncio transport, on aiohttp.

aiohttp 3 sends GET, HEAD, PUT, DELETE, OPTIONS and TRACE a second time, unasked, when a connection dies before an
answer: `ClientSession._request` loops while `retry_persistent_connection`, which is `_retry_connection and method in
IDEMPOTENT_METHODS` (client.py, 3.14.5). The flag is private and has no public counterpart, so it is turned off and,
should it ever be renamed, `_OnceConnector` refuses a second connection within one call.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from contextvars import ContextVar
from typing import Any, Self

from aiohttp import ClientRequest, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.connector import Connection
from yarl import URL

from tollbridge.domain.errors import ConnectorError, Unreachable
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import Limits, Timeouts, TransportSettings
from tollbridge.transport.ways import Ways
from tollbridge.transport.wire import (
    CHUNK_BYTES,
    HEADER_BYTES,
    Origin,
    check_method,
    check_status,
    decoded,
    has_header,
    outcome_unknown,
    received_headers,
    sent_headers,
    split_url,
    too_large,
    unreachable,
)

_CONTENT_TYPE = ("Content-Type",)


class _Attempt:
    """How far one call came. Until `connected`, nothing can have been sent."""

    __slots__ = ("connected", "status")

    def __init__(self) -> None:
        self.connected = False
        self.status: int | None = None


_ATTEMPT: ContextVar[_Attempt] = ContextVar("tollbridge_transport_attempt")


class _SecondConnection(Exception):
    """aiohttp asked for another connection within one call: it was about to send the request again."""


class _BareRequest(ClientRequest):
    """Adds no Accept and no Accept-Encoding: answers come uncompressed. `skip_auto_headers` would do it at a cost."""

    DEFAULT_HEADERS = {}


class _OnceConnector(TCPConnector):
    """Gives one connection to each call, and only one that can still be written to."""

    async def connect(self, req: ClientRequest, traces: list[Any], timeout: ClientTimeout) -> Connection:
        attempt = _ATTEMPT.get()
        if attempt.connected:
            raise _SecondConnection
        connection = await super().connect(req, traces, timeout)
        while _is_spent(connection):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        attempt.connected = True
        return connection


def _is_spent(connection: Connection) -> bool:
    """Whether a pooled connection was closed, or sent something unasked, since its last answer.

    aiohttp looks only at closes that the event loop has already handled, and would take an answer that came in
    between (a 408, say) for the answer to our request.
    """
    protocol = connection.protocol
    if protocol is None or protocol.transport is None:
        return True
    if protocol.read_timeout is None:
        return False  # new: aiohttp sets this with the first request; a TLS server may well have sent a ticket
    if protocol.should_close:
        return True
    socket = protocol.transport.get_extra_info("socket")
    return socket is not None and _is_readable(socket.fileno())


def _is_readable(descriptor: int) -> bool:
    if not hasattr(select, "poll"):  # Windows, where select() takes any number
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


class AiohttpTransport:
    """Sends requests from one event loop at a time. Its session is opened with the first call, in that call's loop."""

    def __init__(self, settings: TransportSettings | None = None) -> None:
        settings = settings or TransportSettings()
        self._timeouts: Timeouts = settings.timeouts
        self._limits: Limits = settings.limits
        self._tls: ssl.SSLContext = Ways(settings).tls.default
        self._session: ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def close(self) -> None:
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        origin, _ = split_url(request.url)
        check_method(request.method)
        headers = sent_headers(request)
        total_s = self._timeouts.total_s if timeout_s is None else min(timeout_s, self._timeouts.total_s)
        if total_s <= 0:
            raise Unreachable(f"{origin}: no time left to send", passing=False)
        attempt = _Attempt()
        token = _ATTEMPT.set(attempt)
        try:
            # Our own timer: aiohttp rounds its total up to whole seconds, and does not tell before from after sending.
            async with asyncio.timeout(total_s):
                return await self._exchange(origin, request, headers, attempt)
        except ConnectorError:
            raise
        except Exception as error:  # noqa: BLE001 - every failure of the library becomes one of ours
            sent = attempt.connected
            failure = outcome_unknown(origin, error, attempt.status) if sent else unreachable(origin, error)
        finally:
            _ATTEMPT.reset(token)
        raise failure  # out here, so that the library's error is not its context (wire.py says why)

    async def _exchange(
        self, origin: Origin, request: HttpRequest, headers: dict[str, str], attempt: _Attempt
    ) -> HttpResponse:
        session = await self._session_here(origin)
        response = await session.request(
            request.method,
            URL(request.url, encoded=True),
            data=request.body,
            headers=headers,
            skip_auto_headers=None if has_header(headers, "content-type") else _CONTENT_TYPE,
            allow_redirects=False,
        )
        attempt.status = response.status
        try:
            check_status(response.status)
            body = await self._read(response, request.method)
        except BaseException:
            response.close()
            raise
        return HttpResponse(response.status, body, received_headers(response.headers.items()))

    async def _read(self, response: ClientResponse, method: str) -> bytes:
        cap = self._limits.response_bytes
        announced = response.headers.get("Content-Length")
        if announced is None:
            body = await self._read_unannounced(response, cap)
        elif method != "HEAD" and int(announced) > cap:
            raise too_large(cap)
        else:
            body = await response.read()
        encoding = response.headers.get("Content-Encoding")
        return body if encoding is None else decoded(body, encoding, cap)

    async def _read_unannounced(self, response: ClientResponse, cap: int) -> bytes:
        parts: list[bytes] = []
        room = cap
        while part := await response.content.readany():
            room -= len(part)
            if room < 0:
                raise too_large(cap)
            parts.append(part)
        response.release()
        return b"".join(parts)

    async def _session_here(self, origin: Origin) -> ClientSession:
        """The session of the running loop. That of a loop which was closed since is replaced."""
        loop = asyncio.get_running_loop()
        if self._session is not None and self._loop is loop:
            return self._session
        if self._closed:
            raise Unreachable(f"{origin}: the transport is closed", passing=False)
        if self._session is not None:
            if self._loop is not None and not self._loop.is_closed():
                raise Unreachable(f"{origin}: the transport belongs to another event loop, which is still open",
                                  passing=False)
            previous, self._session = self._session, None
            await previous.close()
        self._loop = loop
        self._session = self._new_session()
        return self._session

    def _new_session(self) -> ClientSession:
        limits, timeouts = self._limits, self._timeouts
        session = ClientSession(
            connector=_OnceConnector(
                limit=limits.connections,
                limit_per_host=limits.connections_per_host or 0,
                keepalive_timeout=limits.idle_s,
                ssl=self._tls,
                timeout_ceil_threshold=float("inf"),
            ),
            timeout=ClientTimeout(
                total=None, connect=timeouts.connect_s, sock_read=timeouts.read_s, ceil_threshold=float("inf")
            ),
            cookie_jar=DummyCookieJar(),
            request_class=_BareRequest,
            auto_decompress=False,
            trust_env=False,
            read_bufsize=CHUNK_BYTES,
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
        )
        session._retry_connection = False
        return session
