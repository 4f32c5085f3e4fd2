"""Settings of the HTTP server, all in one struct."""

from __future__ import annotations

import math

from msgspec import Struct

from tollbridge.service.tls import TlsFiles


class HttpOptions(Struct, frozen=True, kw_only=True):
    """`port` 0 takes a free one; `reuse_port` shares it with other processes of this user. `tls` None serves in plain
    text. `operations`, `docs` and `metrics` are served where they are true; metrics to whoever may call.

    A body larger than `max_body_bytes` is 413; headers of more than `max_header_bytes`, or more than `max_headers`, are
    431. Headers must have come `header_s` after the connection or the request began, the body `body_s` after that, else
    it is 408; whoever does not take what is sent to it for `write_s` is cut off, as is one without a request for
    `keep_alive_s`. Requests of which the rest has not come yet hold `max_held_bytes` in all; what comes on top of that,
    or of `max_connections`, is told 503 and closed (a flood only closed). On one connection `max_pipelined` requests
    wait at most.

    A webhook has `webhook_s` in all, which must be shorter than the processor waits; its body `max_webhook_bytes`.
    Raises ValueError for a size or a time that is none.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    reuse_port: bool = False
    tls: TlsFiles | None = None
    operations: bool = True
    docs: bool = True
    metrics: bool = True
    max_body_bytes: int = 4 * 1024 * 1024
    max_header_bytes: int = 64 * 1024
    max_held_bytes: int = 256 * 1024 * 1024
    max_headers: int = 100
    max_connections: int = 20_000
    max_pipelined: int = 16
    header_s: float = 10.0
    body_s: float = 30.0
    write_s: float = 30.0
    keep_alive_s: float = 75.0
    handshake_s: float = 20.0
    webhook_s: float = 10.0
    max_webhook_bytes: int = 1024 * 1024

    def __post_init__(self) -> None:
        for name in ("header_s", "body_s", "write_s", "keep_alive_s", "handshake_s", "webhook_s"):
            if not 0 < getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be more than 0 seconds")
        for name in ("max_body_bytes", "max_header_bytes", "max_headers", "max_connections", "max_pipelined",
                     "max_webhook_bytes", "max_held_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more")
        if not 0 <= self.port < 65536:
            raise ValueError("port must be from 0 to 65535")
