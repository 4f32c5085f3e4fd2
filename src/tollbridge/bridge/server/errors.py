"""What goes wrong with a server of our own."""

from __future__ import annotations


class ServerError(RuntimeError):
    """The server cannot be found, started or reached; the text says what to do."""


class PortTaken(ServerError):
    """Another program listens there."""
