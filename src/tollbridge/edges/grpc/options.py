"""Settings of the gRPC server alone; what it shares with other edges is in service/options.py."""

from __future__ import annotations

import math
from enum import StrEnum

from msgspec import Struct

from tollbridge.service.tls import TlsFiles

MOST_S = 2_000_000
"""What grpc can wait at most: 31 bits of milliseconds, 23 days."""


class ErrorDetails(StrEnum):
    """What `grpc-status-details-bin` holds: a google.rpc.Status, or the contract's error alone, bare."""

    RICH = "rich"
    UCS = "ucs"


class GrpcOptions(Struct, frozen=True, kw_only=True):
    """`port` 0 takes a free one; `reuse_port` shares it with other processes of this user. `tls` None serves in plain
    text. `reflection` tells clients such as grpcurl the protos, to whoever may call.

    A message larger than `max_message_bytes`, or metadata larger than `max_metadata_bytes`, is RESOURCE_EXHAUSTED.
    One connection carries `max_streams` calls at once (None: twice what the service takes, which then is the one to
    refuse, with a reason); more wait at the client. Whoever is not through TLS and HTTP/2's own greeting in
    `handshake_s` is cut off.

    A connection older than `connection_age_s` is asked to close: it takes no new call, and clients open another. Calls
    under way on it may take `connection_age_grace_s` more: that must be longer than any takes, as one that is cut off
    has an outcome that nobody told. A connection without a call for `connection_idle_s` is closed. None: no limit.
    After `keepalive_s` of silence a connection is pinged, and closed where no answer comes within `keepalive_answer_s`;
    a client that pings more often than every `client_ping_s` is sent away (GOAWAY, too_many_pings).
    Raises ValueError for a size or wait that is none.
    """

    host: str = "127.0.0.1"
    port: int = 50051
    reuse_port: bool = False
    tls: TlsFiles | None = None
    reflection: bool = True
    error_details: ErrorDetails = ErrorDetails.RICH
    max_message_bytes: int = 4 * 1024 * 1024
    max_metadata_bytes: int = 128 * 1024
    max_streams: int | None = None
    handshake_s: float = 20.0
    connection_idle_s: float | None = None
    connection_age_s: float | None = 3600.0
    connection_age_grace_s: float | None = 900.0
    keepalive_s: float = 300.0
    keepalive_answer_s: float = 20.0
    client_ping_s: float = 10.0

    def __post_init__(self) -> None:
        for name in ("max_message_bytes", "max_metadata_bytes", "max_streams"):
            size = getattr(self, name)
            if size is not None and not 1 <= size < 2**31:
                raise ValueError(f"{name} must be 1 or more, and below 2 GiB")
        for name in ("handshake_s", "connection_idle_s", "connection_age_s", "connection_age_grace_s", "keepalive_s",
                     "keepalive_answer_s", "client_ping_s"):
            wait = getattr(self, name)
            if wait is not None and not (0 < wait <= MOST_S and math.isfinite(wait)):
                raise ValueError(f"{name} must be more than 0 seconds, and {MOST_S} at most")
