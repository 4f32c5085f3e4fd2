"""Ports for servers that another process opens."""

from __future__ import annotations

import socket
import sys
from types import TracebackType
from typing import Self

from tollbridge.bridge.server.errors import PortTaken

HOLDS = sys.platform == "linux"
"""Whether a port can be bound here and listened at there: elsewhere the second bind is refused."""


class Port:
    """One that this process holds, by a socket that is bound and never listens, until it is released.

    So it stays ours while the server is down: nobody is given it as a free one, and no connection leaves from it. (A
    client that tries again and again to reach a server that is down can otherwise be given the server's own port to
    connect from: it then talks to itself, and the server cannot come back.)
    """

    def __init__(self, host: str, port: int) -> None:
        """0 takes a free one. Raises PortTaken."""
        self.chosen = port == 0
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self._held = socket.socket(family, kind, protocol)
        except OSError as error:
            raise PortTaken(f"{host}:{port}: {error.strerror}") from None
        try:
            self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._held.bind(address)
        except OSError as error:
            self._held.close()
            raise PortTaken(f"{host}:{port}: {error.strerror}: choose another port, or 0 for a free one") from None
        self.number = int(self._held.getsockname()[1])
        if not HOLDS:
            self._held.close()

    def release(self) -> None:
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.release()
