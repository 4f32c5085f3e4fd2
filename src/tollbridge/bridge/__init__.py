"""Payment operations over NATS: money moves are durable JetStream operations, queries are request/reply.

    typed.py       for programs: `from tollbridge.bridge import Bridge`
    client.py      what all is built on: execute, submit, query, operation
    relay.py       for a service: what gRPC and HTTP callers ask for goes over NATS
    worker/        who does it, with the library's engine
    routes.py      the table: which operation has which subject, and whether it is durable
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order
    from tollbridge.bridge.connection import ConnectionOptions, Unavailable
    from tollbridge.bridge.relay import BridgeRelay
    from tollbridge.bridge.streams import StreamOptions
    from tollbridge.bridge.typed import Bridge, OperationState
    from tollbridge.service.errors import Conflict, Processing, Unconfirmed

_PUBLIC = {
    "tollbridge.bridge.client": "BridgeClient BridgeOptions Order",
    "tollbridge.bridge.connection": "ConnectionOptions Unavailable",
    "tollbridge.bridge.relay": "BridgeRelay",
    "tollbridge.bridge.streams": "StreamOptions",
    "tollbridge.bridge.typed": "Bridge OperationState",
    "tollbridge.service.errors": "Conflict Processing Unconfirmed",
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names.split()}
__all__ = ["Bridge", "BridgeClient", "BridgeOptions", "BridgeRelay", "Conflict", "ConnectionOptions", "OperationState",
           "Order", "Processing", "StreamOptions", "Unavailable", "Unconfirmed"]


def __getattr__(name: str) -> object:
    """Imported when it is first used: the tables need no NATS library."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    globals()[name] = found = getattr(import_module(_HOME[name]), name)
    return found
