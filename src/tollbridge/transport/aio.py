"""The asyncio transport, on aiohttp's connections: its pool, TLS, header writer and parser, not its ClientSession.

A session costs a third more for what a payment does not want (redirects, cookies, a task to write the body), and sends
GET, HEAD, PUT, DELETE, OPTIONS and TRACE a second time, unasked, when a connection dies before an answer. Here a call
takes one connection, writes to it once, and reads one answer.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from functools import cached_property, lru_cache
from typing import Self

from aiohttp import ClientRequest, ClientTimeout, TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.hdrs import CONTENT_ENCODING, CONTENT_LENGTH, HOST
from aiohttp.http import RawResponseMessage, StreamWriter
from aiohttp.streams import StreamReader
from multidict import CIMultiDict
from yarl import URL

from tollbridge.domain.errors import ConnectorError, Unreachable
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import Limits, Timeouts, TransportSettings
from tollbridge.transport.wire import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SWITCHING_PROTOCOLS,
    Origin,
    check_method,
    check_status,
    decoded,
    has_header,
    outcome_unknown,
    received_headers,
    sent_headers,
    split_url,
    tls_context,
    too_large,
    unreachable,
)

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that announce no length where there is no body (RFC 9110, section 8.6)."""
_KEPT_PLACES = 256
_UNENDING = float("inf")  # aiohttp rounds time-outs above a threshold up to whole seconds: above none of ours


class _Attempt:
    """How far one call came. Until it is `connected`, nothing can have been sent."""

    __slots__ = ("connected", "status")

    def __init__(self) -> None:
        self.connected = False
        self.status: int | None = None


class _Place(ClientRequest):
    """An origin as aiohttp's connector wants to be told of it: a request that is never sent itself."""

    def __init__(self, origin: Origin, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__("GET", URL(str(origin), encoded=True), loop=loop)
        self.host_header = self.headers[HOST]

    @cached_property
    def connection_key(self) -> ConnectionKey:
        """By which connections are kept: one for all calls, as nothing in it changes."""
        return super().connection_key


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
    """Sends requests from one event loop at a time. Its pool is opened with the first call, in that call's loop."""

    def __init__(self, settings: TransportSettings | None = None) -> None:
        settings = settings or TransportSettings()
        self._timeouts: Timeouts = settings.timeouts
        self._limits: Limits = settings.limits
        self._tls: ssl.SSLContext = tls_context(settings.ca_file)
        self._connect_s = ClientTimeout(total=None, connect=settings.timeouts.connect_s, ceil_threshold=_UNENDING)
        self._pool: TCPConnector | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def close(self) -> None:
        self._closed = True
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        origin, target = split_url(request.url)
        check_method(request.method)
        headers = sent_headers(request)
        total_s = self._timeouts.total_s if timeout_s is None else min(timeout_s, self._timeouts.total_s)
        if total_s <= 0:
            raise Unreachable(f"{origin}: no time left to send")
        attempt = _Attempt()
        try:
            async with asyncio.timeout(total_s):
                return await self._exchange(origin, target, request, headers, attempt)
        except ConnectorError:
            raise
        except Exception as error:  # noqa: BLE001 - every failure of the library becomes one of ours
            sent = attempt.connected
            failure = outcome_unknown(origin, error, attempt.status) if sent else unreachable(origin, error)
        raise failure  # out here, so that the library's error is not its context (wire.py says why)

    async def _exchange(
        self, origin: Origin, target: str, request: HttpRequest, headers: dict[str, str], attempt: _Attempt
    ) -> HttpResponse:
        pool = await self._pool_here(origin)
        place = self._place(origin)
        connection = await self._connected(pool, place)
        attempt.connected = True
        uploading: asyncio.Task[None] | None = None
        try:
            protocol = connection.protocol
            assert protocol is not None  # noqa: S101 - `_is_spent` has looked
            writer = await self._write(protocol, f"{request.method} {target} HTTP/1.1", request,
                                       _with_framing(headers, place.host_header, request))
            if protocol.writing_paused:
                uploading = asyncio.create_task(_upload(writer, protocol))
            else:
                protocol.start_timeout()
            message, content = await _answer(protocol)
            attempt.status = message.code
            check_status(message.code)
            body = await self._read(message, content, request.method)
        except BaseException:
            connection.close()
            raise
        finally:
            if uploading is not None:
                uploading.cancel()
        if uploading is None or uploading.done():
            connection.release()
        else:
            connection.close()  # answered before all of the body was taken
        return HttpResponse(message.code, body, received_headers(message.headers.items()))

    async def _connected(self, pool: TCPConnector, place: _Place) -> Connection:
        """A connection that can still be written to."""
        connection = await pool.connect(place, [], self._connect_s)
        while _is_spent(connection):
            connection.close()
            connection = await pool.connect(place, [], self._connect_s)
        return connection

    async def _write(self, protocol: ResponseHandler, first_line: str, request: HttpRequest,
                     headers: CIMultiDict[str]) -> StreamWriter:
        """Hands head and body to the connection in one piece, without a wait: an answer may come before all of it."""
        protocol.set_response_params(
            skip_payload=request.method == "HEAD",
            read_until_eof=True,
            auto_decompress=False,
            read_timeout=self._timeouts.read_s,
            read_bufsize=CHUNK_BYTES,
            timeout_ceil_threshold=_UNENDING,
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
        )
        writer = StreamWriter(protocol, protocol._loop)
        await writer.write_headers(first_line, headers)
        await writer.write(request.body or b"", drain=False)
        return writer

    async def _read(self, message: RawResponseMessage, content: StreamReader, method: str) -> bytes:
        cap = self._limits.response_bytes
        announced = message.headers.get(CONTENT_LENGTH)
        if announced is None:
            body = await self._read_unannounced(content, cap)
        elif method != "HEAD" and int(announced) > cap:
            raise too_large(cap)
        else:
            body = await content.read()
        encoding = message.headers.get(CONTENT_ENCODING)
        return body if encoding is None else decoded(body, encoding, cap)

    async def _read_unannounced(self, content: StreamReader, cap: int) -> bytes:
        parts: list[bytes] = []
        room = cap
        while part := await content.readany():
            room -= len(part)
            if room < 0:
                raise too_large(cap)
            parts.append(part)
        return b"".join(parts)

    async def _pool_here(self, origin: Origin) -> TCPConnector:
        """The pool of the running loop. That of a loop which was closed since is replaced."""
        loop = asyncio.get_running_loop()
        if self._pool is not None and self._loop is loop:
            return self._pool
        if self._closed:
            raise Unreachable(f"{origin}: the transport is closed")
        if self._pool is not None:
            if self._loop is not None and not self._loop.is_closed():
                raise Unreachable(f"{origin}: the transport belongs to another event loop, which is still open")
            previous, self._pool = self._pool, None
            await previous.close()
        self._loop = loop
        self._place = lru_cache(maxsize=_KEPT_PLACES)(lambda origin: _Place(origin, loop))
        self._pool = self._new_pool()
        return self._pool

    def _new_pool(self) -> TCPConnector:
        limits = self._limits
        return TCPConnector(
            limit=limits.connections,
            limit_per_host=limits.connections_per_host or 0,
            keepalive_timeout=limits.idle_s,
            ssl=self._tls,
            timeout_ceil_threshold=_UNENDING,
        )


def _with_framing(headers: dict[str, str], host: str, request: HttpRequest) -> CIMultiDict[str]:
    """The headers as they are written: Host first (RFC 9110, section 7.2), then the caller's, then the length."""
    framed: CIMultiDict[str] = CIMultiDict() if has_header(headers, "host") else CIMultiDict(Host=host)
    framed.extend(headers)
    if request.body is not None:
        framed[CONTENT_LENGTH] = str(len(request.body))
    elif request.method not in _BODILESS:
        framed[CONTENT_LENGTH] = "0"
    return framed


async def _upload(writer: StreamWriter, protocol: ResponseHandler) -> None:
    """Waits until a body that is larger than the connection's buffer has left; the wait for an answer begins then."""
    await writer.drain()
    protocol.start_timeout()


async def _answer(protocol: ResponseHandler) -> tuple[RawResponseMessage, StreamReader]:
    """The first answer that is no interim one."""
    while True:
        message, content = await protocol.read()
        if not 100 <= message.code < 200 or message.code == SWITCHING_PROTOCOLS:
            return message, content
