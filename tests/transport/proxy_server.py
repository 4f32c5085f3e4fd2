"""A real HTTP proxy on 127.0.0.1: it tunnels (CONNECT), passes requests on, and asks for credentials if told to."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

CHUNK = 65536


class Asked(NamedTuple):
    """One request head that the proxy read."""

    method: str
    target: str
    headers: dict[str, str]
    peer_certificate: bool


class ProxyServer:
    """Use as a context manager. Names are resolved to 127.0.0.1, whatever they are."""

    def __init__(self, *, user: str | None = None, password: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self._wanted = None if user is None else "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept)

    def __enter__(self) -> ProxyServer:
        self._acceptor.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        for sock in self._sockets:
            with suppress(OSError):  # closed already
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in self._sockets:
            sock.close()

    def url(self, user: str = "") -> str:
        at = f"{user}@" if user else ""
        return f"https://{at}localhost:{self.port}" if self._tls else f"http://{at}127.0.0.1:{self.port}"

    def _quietly(self, work: Callable[..., object], *given: object) -> None:
        with suppress(OSError):  # the other side left, which is what some tests are about
            work(*given)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._quietly, args=(self._serve, sock))
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
        finally:
            self._sockets.append(sock)
        shown = isinstance(sock, ssl.SSLSocket) and bool(sock.getpeercert())
        with sock, sock.makefile("rb") as stream:
            while head := self._head(stream):
                method, target, headers = head
                self.asked.append(Asked(method, target, headers, shown))
                body = stream.read(int(headers.get("content-length", "0")))
                if self._wanted not in (None, headers.pop("proxy-authorization", "")):
                    sock.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n"
                                 b"content-length: 0\r\n\r\n")
                elif method == "CONNECT":
                    self._tunnel(sock, target)
                    return
                else:
                    sock.sendall(self._passed_on(method, target, headers, body))

    def _head(self, stream: BinaryIO) -> tuple[str, str, dict[str, str]] | None:
        lines: list[str] = []
        while line := stream.readline().decode().rstrip("\r\n"):
            lines.append(line)
        if not lines:
            return None
        method, target, _ = lines[0].split(" ")
        return method, target, {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}

    def _tunnel(self, sock: socket.socket, target: str) -> None:
        try:
            beyond = socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])))
        except OSError:
            sock.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
            return
        self._sockets.append(beyond)
        sock.sendall(b"HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n")
        try:
            _relay(sock, beyond)
        finally:
            with suppress(OSError):  # reset already
                beyond.shutdown(socket.SHUT_RDWR)

    def _passed_on(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        parts = urlsplit(target)
        path = target[len(f"{parts.scheme}://{parts.netloc}"):]
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()),
                 "connection: close"]
        with socket.create_connection(("127.0.0.1", parts.port or 80)) as beyond:
            beyond.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            with beyond.makefile("rb") as stream:
                head = b""
                length = 0
                while (line := stream.readline()) not in (b"\r\n", b""):
                    head += line
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.partition(b":")[2])
                return head + b"\r\n" + stream.read(length)


def _relay(near: socket.socket, far: socket.socket) -> None:
    """Both ways until one side ends, in one thread: a TLS socket cannot be read and written by two at once."""
    other = {near: far, far: near}
    while True:
        held = [sock for sock in other if isinstance(sock, ssl.SSLSocket) and sock.pending()]
        for source in held or select.select([near, far], [], [])[0]:
            part = source.recv(CHUNK)
            if not part:
                return
            other[source].sendall(part)
