"""How to get through a proxy to a target that speaks TLS; the sockets here are those of the blocking transport."""

from __future__ import annotations

import re
from collections.abc import Callable
from socket import socket
from typing import Any

from tollbridge.transport.pool import Deadline
from tollbridge.transport.proxies import ProxyHop
from tollbridge.transport.wire import CHUNK_BYTES, HEADER_BYTES, USER_AGENT, Origin, ProxyRefused, UnreadableAnswer

_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: [^\r\n]*)?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")


def connect_request(origin: Origin, proxy: ProxyHop) -> bytes:
    """What asks a proxy for a connection to the target (RFC 9110, 9.3.6)."""
    target = f"{origin.host}:{origin.port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"host: {target}", f"user-agent: {USER_AGENT}"]
    if proxy.authorization is not None:
        lines.append(f"proxy-authorization: {proxy.authorization.reveal()}")
    return "\r\n".join([*lines, "", ""]).encode()


class ConnectAnswer:
    """A proxy's answer, as it arrives."""

    def __init__(self) -> None:
        self._received = b""

    def feed(self, part: bytes) -> bool:
        """Whether the tunnel is open now; b"" is the end of the stream. Raises ProxyRefused or UnreadableAnswer."""
        if not part:
            raise UnreadableAnswer("of the proxy ends within its headers")
        self._received += part
        end = _END.search(self._received)
        if end is None:
            if len(self._received) > HEADER_BYTES:
                raise UnreadableAnswer("of the proxy has headers without end")
            return False
        status = _STATUS.match(self._received)
        if status is None:
            raise UnreadableAnswer("of the proxy is no HTTP")
        if status[1] != b"200":
            raise ProxyRefused(int(status[1]))
        if end.end() != len(self._received):
            raise UnreadableAnswer("of the proxy goes on behind its headers")  # no target speaks first in TLS
        return True


def open_tunnel(sock: socket, origin: Origin, proxy: ProxyHop, ready_by: Deadline) -> None:
    """Asks the proxy to connect to the target. Raises ProxyRefused, UnreadableAnswer or an OSError."""
    sock.settimeout(ready_by.left())
    sock.sendall(connect_request(origin, proxy))
    answer = ConnectAnswer()
    while True:
        sock.settimeout(ready_by.left())
        if answer.feed(sock.recv(CHUNK_BYTES)):
            return


class HurriedSocket:
    """A socket whose every read and write ends in time: what SSLTransport asks of one, for TLS within TLS.

    SSLTransport reads until a TLS record is whole, and a socket's own timeout starts anew with each byte.
    """

    def __init__(self, sock: socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._io_refs = 0  # SSLTransport counts its files here, as if this were a socket
        self.left = left

    def recv(self, size: int) -> bytes:
        self._sock.settimeout(self.left())
        return self._sock.recv(size)

    def sendall(self, part: bytes) -> None:
        self._sock.settimeout(self.left())
        self._sock.sendall(part)

    def settimeout(self, seconds: float | None) -> None:
        """Not needed: `left` says it."""

    def gettimeout(self) -> float | None:
        return self._sock.gettimeout()

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        self._sock.close()

    def _decref_socketios(self) -> None:
        self._io_refs -= 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
