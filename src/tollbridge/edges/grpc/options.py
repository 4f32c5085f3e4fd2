"""Settings of the gRPC server alone; what it shares with other edges is in service/options.py."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ErrorDetails(StrEnum):
    """What `grpc-status-details-bin` holds: a google.rpc.Status, or the contract's error alone, bare."""

    RICH = "rich"
    UCS = "ucs"


class GrpcOptions(Struct, frozen=True, kw_only=True):
    """`port` 0 takes a free one. A message larger than `max_message_bytes` is RESOURCE_EXHAUSTED."""

    host: str = "127.0.0.1"
    port: int = 50051
    max_message_bytes: int = 4 * 1024 * 1024
    error_details: ErrorDetails = ErrorDetails.RICH
