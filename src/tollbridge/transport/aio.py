"""The asyncio transport, on aiohttp's connections: its pool, TLS, header writer and parser, not its ClientSession.

A session costs a third more for what a payment does not want (redirects, cookies, a task to write the body), and sends
GET, HEAD, PUT, DELETE, OPTIONS and TRACE a second time, unasked, when a connection dies before an answer. Here a call
takes one connection, writes to it once, and reads one answer.
"""

from __future__ import annotations

import asyncio
import select
from collections.abc import Coroutine
from typing import Any, Self

from aiohttp import ClientTimeout
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.hdrs import CONTENT_ENCODING, CONTENT_LENGTH
from aiohttp.http import RawResponseMessage, StreamWriter
from aiohttp.streams import StreamReader
from multidict import CIMultiDict

from tollbridge.domain.errors import ConnectorError, Unreachable
from tollbridge.kit.http import ClientCertificate, HttpRequest, HttpResponse
from tollbridge.transport import Limits, Timeouts, TransportSettings
from tollbridge.transport.aio_pool import Attempt, GuardedResolver, Place, Pool
from tollbridge.transport.observers import Observers
from tollbridge.transport.ways import Way, Ways
from tollbridge.transport.wire import (
    CHUNK_BYTES,
    HEADER_BYTES,
    SWITCHING_PROTOCOLS,
    Origin,
    check_method,
    check_status,
    decoded,
    received_headers,
    sent_headers,
    split_url,
    too_large,
)

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that announce no length where there is no body (RFC 9110, section 8.6)."""
_HAS_POLL = hasattr(select, "poll")
_UNENDING = float("inf")  # aiohttp rounds time-outs above a threshold up to whole seconds: above none of ours


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
    if not _HAS_POLL:  # Windows, where select() takes any number
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
        self._ways = Ways(settings)
        self._observers = Observers(settings.observers) if settings.observers else None
        self._connect_s = ClientTimeout(total=None, connect=settings.timeouts.connect_s, ceil_threshold=_UNENDING)
        self._pool: Pool | None = None
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

    def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> Coroutine[Any, Any, HttpResponse]:
        if self._observers is None:
            return self._send(request, timeout_s)
        return self._watched(self._observers, request, timeout_s)

    async def _watched(self, observers: Observers, request: HttpRequest, timeout_s: float | None) -> HttpResponse:
        with observers.watch(request) as watched:
            watched.response = response = await self._send(request, timeout_s)
            return response

    async def _send(self, request: HttpRequest, timeout_s: float | None) -> HttpResponse:
        origin, target = split_url(request.url)
        check_method(request.method)
        headers = sent_headers(request)
        total_s = self._timeouts.total_s if timeout_s is None else min(timeout_s, self._timeouts.total_s)
        if total_s <= 0:
            raise Unreachable(f"{origin}: no time left to send", passing=False)
        certificate = request.client_certificate
        way = self._ways.known(origin, certificate) or await self._new_way(origin, certificate)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in one
        attempt, cancelling = Attempt(task), task.cancelling()
        timer = task.get_loop().call_later(total_s, attempt.expire)  # asyncio.timeout does the same at thrice the cost
        try:
            return await self._exchange(way, target, request, headers, attempt)
        except ConnectorError:
            raise
        except asyncio.CancelledError:
            if not attempt.late or task.cancelling() - 1 > cancelling:
                raise  # by whoever waits for this call
            failure = way.broken(TimeoutError(), attempt)
        except Exception as error:  # noqa: BLE001 - every failure of the library becomes one of ours
            failure = way.broken(error, attempt)
        finally:
            timer.cancel()
            if attempt.late:
                task.uncancel()
        raise failure  # out here, so that the library's error is not its context (wire.py says why)

    async def _new_way(self, origin: Origin, certificate: ClientCertificate | None) -> Way:
        if certificate is None:
            return self._ways.to(origin, None)
        return await asyncio.to_thread(self._ways.to, origin, certificate)

    async def _exchange(
        self, way: Way, target: str, request: HttpRequest, headers: dict[str, str], attempt: Attempt
    ) -> HttpResponse:
        pool = self._pool
        if pool is None or self._loop is not asyncio.get_running_loop():
            pool = await self._new_pool(way.origin)
        place: Place | None = way.place
        if place is None or place.loop is not self._loop:
            way.place = place = Place(way, asyncio.get_running_loop())
        if way.proxy is not None:
            place, target = place.of(attempt), way.entering(target, headers)
        connection = await self._connected(pool, place)
        attempt.connected = True
        uploading: asyncio.Task[None] | None = None
        try:
            protocol = connection.protocol
            assert protocol is not None  # noqa: S101 - `_is_spent` has looked
            attempt.fresh = protocol.read_timeout is None
            writer = await self._write(protocol, f"{request.method} {target} HTTP/1.1", request,
                                       _with_framing(headers, place.host_header, request))
            if protocol.writing_paused:
                uploading = asyncio.create_task(_upload(writer, protocol))
            else:
                protocol.start_timeout()
            message, content = await protocol.read()
            while 100 <= message.code < 200 and message.code != SWITCHING_PROTOCOLS:
                message, content = await protocol.read()  # that was an interim answer
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
        way.check_answer(message.code)
        return HttpResponse(message.code, body, received_headers(message.headers.items()))

    async def _connected(self, pool: Pool, place: Place) -> Connection:
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
        writer = StreamWriter(protocol, asyncio.get_running_loop())
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
            body = content.read_nowait() if content.is_eof() else await content.read()
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

    async def _new_pool(self, origin: Origin) -> Pool:
        """A pool for the running loop, in place of that of a loop which was closed since."""
        loop = asyncio.get_running_loop()
        if self._closed:
            raise Unreachable(f"{origin}: the transport is closed", passing=False)
        if self._pool is not None:
            if self._loop is not None and not self._loop.is_closed():
                raise Unreachable(f"{origin}: the transport belongs to another event loop, which is still open",
                                  passing=False)
            previous, self._pool = self._pool, None
            await previous.close()
        limits, guard = self._limits, self._ways.guard
        self._loop = loop
        self._pool = Pool(
            limit=limits.connections,
            limit_per_host=limits.connections_per_host or 0,
            keepalive_timeout=limits.idle_s,
            resolver=None if guard is None else GuardedResolver(guard),
            timeout_ceil_threshold=_UNENDING,
        )
        return self._pool


def _with_framing(headers: dict[str, str], host: str, request: HttpRequest) -> CIMultiDict[str]:
    """The headers as they are written: Host first (RFC 9110, section 7.2), then the caller's, then the length."""
    framed: CIMultiDict[str] = CIMultiDict(Host=host)
    framed.update(headers)  # in place of it, if they name one
    if request.body is not None:
        framed[CONTENT_LENGTH] = str(len(request.body))
    elif request.method not in _BODILESS:
        framed[CONTENT_LENGTH] = "0"
    return framed


async def _upload(writer: StreamWriter, protocol: ResponseHandler) -> None:
    """Waits until a body that is larger than the connection's buffer has left; the wait for an answer begins then."""
    try:
        await writer.drain()
    except OSError:
        return  # who reads the answer is told
    protocol.start_timeout()
