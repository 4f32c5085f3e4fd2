"""A raw HTTP server on 127.0.0.1 whose every answer is scripted, and which counts what arrives."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from typing import NamedTuple

TLS_HANDSHAKE = b"\x16"
"""The first byte of a client that wants TLS (RFC 8446, 5.1): a plain server hangs up."""


class Arrival(NamedTuple):
    """One whole request as it came. `headers` are its raw lines; `connection` counts from 0."""

    method: str
    target: str
    headers: list[str]
    body: bytes
    connection: int

    def values(self, name: str) -> list[str]:
        """All values of a header."""
        split = (line.partition(": ") for line in self.headers)
        return [value for each, _, value in split if each.lower() == name]


class Exchange:
    """One arrived request, to be answered by a script."""

    def __init__(self, sock: socket.socket, server: ScriptedServer) -> None:
        self.sock = sock
        self.server = server

    def write(self, *parts: bytes) -> None:
        self.sock.sendall(b"".join(parts))

    def wait_until_left(self) -> None:
        """Until the client closes the connection."""
        while self.sock.recv(65536):
            pass
        self.server.client_left.set()

    def reset(self) -> None:
        """Close with a TCP reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Script = Callable[[Exchange], bool]
"""Answers one request; True keeps the connection open for another."""


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def reply(raw: bytes, *, keep: bool = True) -> Script:
    """Writes these bytes, and closes unless `keep`."""

    def script(exchange: Exchange) -> bool:
        exchange.write(raw)
        return keep

    return script


def cut(exchange: Exchange) -> bool:
    """Closes the connection after the request was read."""
    return False


def reset(exchange: Exchange) -> bool:
    """Resets the connection after the request was read."""
    exchange.reset()
    return False


def silent(exchange: Exchange) -> bool:
    """Says nothing until the client leaves."""
    exchange.wait_until_left()
    return False


OK = reply(answer())


class ScriptedServer:
    """The nth request gets the nth script; those after the last get the last. Use as a context manager."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None, accepts: bool = True) -> None:
        self.scripts = scripts
        self.arrivals: list[Arrival] = []
        self.connections: list[socket.socket] = []
        self.arrived = threading.Semaphore(0)
        self.client_left = threading.Event()
        self._tls = tls
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept) if accepts else None

    def __enter__(self) -> ScriptedServer:
        if self._acceptor is not None:
            self._acceptor.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._acceptor is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._acceptor.join()
        self._listener.close()
        self.close_connections()

    def url(self, target: str = "/v1/payments", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{target}"

    def close_connections(self) -> None:
        """Close all that are open and wait for their threads. Loopback delivers the FIN before this returns."""
        for sock in self.connections:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed already
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                number = len(self.connections)
                self.connections.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, number))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            if self._tls is not None:
                sock = self._shaken(sock, self._tls)
                self.connections[number] = sock
            elif sock.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
                return
            with sock:
                self._serve_requests(sock, number)
        except OSError:
            pass  # the client left, which is what many tests are about
        finally:
            sock.close()

    def _shaken(self, sock: socket.socket, tls: ssl.SSLContext) -> socket.socket:
        """A client that is refused may read why: we hang up when it has left."""
        with sock.dup() as raw:
            try:
                return tls.wrap_socket(sock, server_side=True)
            except ssl.SSLError:
                raw.settimeout(5)
                while raw.recv(65536):
                    pass
                raise

    def _serve_requests(self, sock: socket.socket, number: int) -> None:
        with sock.makefile("rb") as stream:
            while True:
                head = _read_head(stream.readline)
                if not head:
                    return
                method, target, _ = head[0].split(" ")
                arrival = Arrival(method, target, head[1:], b"", number)
                length = int((arrival.values("content-length") or ["0"])[0])
                arrival = arrival._replace(body=stream.read(length))
                with self._lock:
                    script = self.scripts[min(len(self.arrivals), len(self.scripts) - 1)]
                    self.arrivals.append(arrival)
                self.arrived.release()
                if not script(Exchange(sock, self)):
                    return


def _read_head(readline: Callable[[], bytes]) -> list[str]:
    lines: list[str] = []
    while (line := readline().decode().rstrip("\r\n")) or not lines:
        if not line:
            return []
        lines.append(line)
    return lines
