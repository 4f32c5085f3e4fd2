"""Settings of the gRPC server, all in one struct."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.environment import Environment
from tollbridge.transport import Limits, TransportSettings


class ErrorDetails(StrEnum):
    """What `grpc-status-details-bin` holds: a google.rpc.Status, or the contract's error alone, bare."""

    RICH = "rich"
    UCS = "ucs"


class GrpcOptions(Struct, frozen=True, kw_only=True):
    """`environment` is where a call goes that does not say so itself (`x-environment`): there is no default.

    `port` 0 takes a free one. `grace_s` is how long calls under way may take to end once the server drains; those that
    do not are told that their outcome is unknown. `notice_s`, before that, is how long it goes on serving while its
    health already says NOT_SERVING, for load balancers that ask. `connector_urls` are base URLs by connector, for
    accounts that have none of their own: sandboxes. `max_concurrent` calls run at once, what comes on top is
    RESOURCE_EXHAUSTED; health is always answered. Raises ValueError for a wait that is none.
    """

    environment: Environment
    host: str = "127.0.0.1"
    port: int = 8000
    grace_s: float = 30.0
    notice_s: float = 0.0
    max_concurrent: int = 10_000
    max_message_bytes: int = 4 * 1024 * 1024
    error_details: ErrorDetails = ErrorDetails.RICH
    connector_urls: Mapping[str, str] = {}
    transport: TransportSettings = TransportSettings(limits=Limits(connections=2_000))

    def __post_init__(self) -> None:
        for name in ("grace_s", "notice_s"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be 0 or more seconds")
