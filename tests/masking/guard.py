"""For subprocesses of the tests: no connection leaves this machine."""

from __future__ import annotations

import sys
from typing import Any

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104 - only compared


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise ConnectionRefusedError("the tests reach nobody but this machine")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        if host is not None and not str(host if isinstance(host, str) else host.decode()).startswith(_LOOPBACK):
            raise ConnectionRefusedError("the tests ask for no other machine's name")


def install() -> None:
    sys.addaudithook(_watch)
