"""The blocking transport, on urllib3's connections.

urllib3's pools are left out on purpose. `urlopen` rewrites the request target (`%2f` becomes `%2F`, dot segments go),
has no total deadline, and retries unless told not to; here each call takes a connection from our own pool and uses
it once, so there is no retry loop at all: what `retries=False` would turn off does not run.
"""

from __future__ import annotations

import io
import ssl
from contextlib import suppress
from http.client import HTTPResponse as StandardResponse
from socket import IPPROTO_TCP, SOCK_STREAM, TCP_NODELAY, getaddrinfo, socket
from typing import Any, Self, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse as LibraryResponse
from urllib3.util.response import assert_header_parsing
from urllib3.util.ssltransport import SSLTransport

from tollbridge.domain.errors import ConnectorError, Unreachable
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import TransportSettings
from tollbridge.transport.guard import GuardRules
from tollbridge.transport.observers import Observers
from tollbridge.transport.pool import ConnectionPool, Deadline
from tollbridge.transport.tunnel import HurriedSocket, open_tunnel
from tollbridge.transport.ways import Way, Ways
from tollbridge.transport.wire import (
    CHUNK_BYTES,
    SWITCHING_PROTOCOLS,
    UnreadableAnswer,
    check_method,
    check_status,
    decoded,
    received_headers,
    sent_headers,
    split_url,
    too_large,
)


class _TimedReader(io.RawIOBase):
    """Reads a socket, each time for as long as the call may still take: a socket's own timeout starts anew per read."""

    def __init__(self, sock: socket, deadline: Deadline, read_s: float) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline
        self._read_s = read_s
        self.at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(min(self._deadline.left(), self._read_s))
        count = self._raw.readinto(buffer)
        self.at_end = count == 0
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _TimedSocket:
    """What `http.client` asks of a socket to read an answer from it."""

    def __init__(self, reader: _TimedReader) -> None:
        self._reader = reader

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._reader, CHUNK_BYTES)


class _StrictResponse(StandardResponse):
    """Takes no answer for whole that is not.

    The standard library takes interim answers (all but 100) for final ones, headers that were cut short for all of
    them, and skips what follows a line that is no header: the length may be there.
    """

    def __init__(self, reader: _TimedReader, method: str | None) -> None:
        super().__init__(cast(socket, _TimedSocket(reader)), method=method)
        self._reader = reader

    def begin(self) -> None:
        super().begin()
        while self.status < 200 and self.status != SWITCHING_PROTOCOLS:
            self.headers = None  # type: ignore[assignment] # so that it begins anew
            super().begin()
        if self._reader.at_end:  # whole headers end with an empty line, and nothing is read beyond it yet
            raise UnreadableAnswer("ends within its headers")
        assert_header_parsing(self.msg)


class _Call:
    """One request under way: how far it came, and whether its connection may serve another."""

    __slots__ = ("connected", "cut", "deadline", "fresh", "hop", "ready_by", "reusable", "status")

    def __init__(self, total_s: float, connect_s: float) -> None:
        self.deadline = Deadline(total_s)
        self.ready_by = Deadline(min(total_s, connect_s))
        self.connected = False
        self.cut = False
        self.fresh = False
        self.reusable = False
        self.hop = ""
        self.status: int | None = None


class _Connection(HTTPConnection):
    """A connection under deadlines, which sends the request target as it was given. The transport sets all of these.

    `host` and `port` are the target's, behind a proxy too.
    """

    call: _Call
    read_s: float
    target: str
    way: Way

    def _new_conn(self) -> socket:
        proxy = self.way.proxy
        if proxy is None:
            return self._dial(self._dns_host, self.port, self.way.guard)
        self.call.hop = str(proxy)
        sock = self._dial(proxy.host, proxy.origin.port, None)
        try:
            if proxy.origin.scheme == "https":
                sock = self.way.proxy_tls.wrap_socket(sock, server_hostname=proxy.host.rstrip("."))
            if self.way.tunnels:
                open_tunnel(sock, self.way.origin, proxy, self.call.ready_by)
                self.call.hop = f"through {proxy}"
            sock.settimeout(self.call.ready_by.left())
        except BaseException:
            sock.close()
            raise
        return sock

    def _dial(self, host: str, port: int, guard: GuardRules | None) -> socket:
        """Connects to the first address that answers; all of them share the time to connect."""
        ready_by = self.call.ready_by
        found = getaddrinfo(host, port, type=SOCK_STREAM)
        if guard is not None:
            guard.check_resolved(host, port, (str(address[0]) for *_, address in found))
        failure: OSError = OSError("the host name has no address")
        for family, kind, protocol, _, address in found:
            sock = socket(family, kind, protocol)
            try:
                sock.settimeout(ready_by.left())
                sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
                sock.connect(address)
                sock.settimeout(ready_by.left())  # for the TLS handshake
            except OSError as error:
                sock.close()
                failure = error
            else:
                return sock
        raise failure

    def putrequest(
        self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False
    ) -> None:
        """`url` is only what urllib3 may log."""
        super().putrequest(method, self.target, skip_host=skip_host, skip_accept_encoding=True)

    def response_class(self, sock: socket, method: str | None = None) -> StandardResponse:  # type: ignore[override]
        reader = _TimedReader(sock, self.call.deadline, self.read_s)
        return _StrictResponse(reader, method)


class _TlsConnection(_Connection, HTTPSConnection):
    """The same within TLS: all that differs comes from HTTPSConnection, but for TLS within the TLS of a proxy."""

    def connect(self) -> None:
        proxy = self.way.proxy
        if proxy is None or proxy.origin.scheme != "https":
            super().connect()
            return
        sock = HurriedSocket(self._new_conn(), lambda: self.call.ready_by.left())
        try:
            self.sock = cast(socket, SSLTransport(cast(socket, sock), self.way.tls, self.host.rstrip(".")))
        except BaseException:
            sock.close()
            raise
        sock.left = lambda: min(self.call.deadline.left(), self.read_s)


class Urllib3Transport:
    """Sends requests from any number of threads, each blocking until its answer is read."""

    def __init__(self, settings: TransportSettings | None = None) -> None:
        settings = settings or TransportSettings()
        self._timeouts = settings.timeouts
        self._cap = settings.limits.response_bytes
        self._ways = Ways(settings)
        self._observers = Observers(settings.observers) if settings.observers else None
        self._pool: ConnectionPool[_Connection] = ConnectionPool(settings.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._pool.close()

    def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        if self._observers is None:
            return self._send(request, timeout_s)
        with self._observers.watch(request) as watched:
            watched.response = response = self._send(request, timeout_s)
            return response

    def _send(self, request: HttpRequest, timeout_s: float | None) -> HttpResponse:
        origin, target = split_url(request.url)
        check_method(request.method)
        headers = sent_headers(request)
        total_s = self._timeouts.total_s if timeout_s is None else min(timeout_s, self._timeouts.total_s)
        if total_s <= 0:
            raise Unreachable(f"{origin}: no time left to send", passing=False)
        way = self._ways.to(origin, request.client_certificate)
        call = _Call(total_s, self._timeouts.connect_s)
        try:
            with self._pool.slot(origin, call.ready_by):
                return self._send_in_slot(way, target, request, headers, call)
        except ConnectorError:
            raise
        except Exception as error:  # noqa: BLE001 - every failure of the library becomes one of ours
            failure = way.broken(error, call)
        raise failure  # out here, so that the library's error is not its context (wire.py says why)

    def _send_in_slot(
        self, way: Way, target: str, request: HttpRequest, headers: dict[str, str], call: _Call
    ) -> HttpResponse:
        target = way.entering(target, headers)
        connection = self._pool.idle(way) or self._new_connection(way)
        connection.call, connection.read_s, connection.target = call, self._timeouts.read_s, target
        try:
            if connection.sock is None:
                call.fresh = True
                connection.connect()
            call.connected = True
            response = self._exchange(connection, request, headers, call)
            call.reusable = connection.sock is not None and not call.cut
        finally:
            if call.reusable:
                self._pool.keep(way, connection)
            else:
                connection.close()
        way.check_answer(response.status)
        return response

    def _new_connection(self, way: Way) -> _Connection:
        host, port = way.origin.host.strip("[]"), way.origin.port
        connection = (_TlsConnection(host, port, ssl_context=way.tls) if way.origin.scheme == "https"
                      else _Connection(host, port))
        connection.way = way
        return connection

    def _exchange(
        self, connection: _Connection, request: HttpRequest, headers: dict[str, str], call: _Call
    ) -> HttpResponse:
        connection.timeout = call.deadline.left()
        wire_headers = {name: value if value.isascii() else value.encode() for name, value in headers.items()}
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):  # what it said before is still there
            call.cut = True
            connection.request(
                request.method,
                "/",  # stands in for the target, which `putrequest` writes
                request.body,
                cast(dict[str, str], wire_headers),
                preload_content=False,
                decode_content=False,
            )
            call.cut = False
        answer = connection.getresponse()
        call.status = answer.status
        try:
            check_status(answer.status)
            body = self._read(answer, request.method)
        finally:
            answer.close()
        return HttpResponse(answer.status, body, received_headers(answer.headers.items()))

    def _read(self, answer: LibraryResponse, method: str) -> bytes:
        cap = self._cap
        announced = answer.length_remaining
        if announced is None:
            body = _read_unannounced(answer, cap)
        elif method != "HEAD" and announced > cap:
            raise too_large(cap)
        else:
            body = answer.read(decode_content=False)
        encoding = answer.headers.get("Content-Encoding")
        return body if encoding is None else decoded(body, encoding, cap)


def _read_unannounced(answer: LibraryResponse, cap: int) -> bytes:
    parts: list[bytes] = []
    room = cap
    while part := answer.read(min(CHUNK_BYTES, room + 1), decode_content=False):
        room -= len(part)
        if room < 0:
            raise too_large(cap)
        parts.append(part)
    return b"".join(parts)
