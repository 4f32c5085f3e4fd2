"""What is told of the service's work, and to whom."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollbridge.domain.secret import Secret


class OtelOptions(Struct, frozen=True, kw_only=True):
    """Where spans and metrics go by OTLP over HTTP: `endpoint` is a collector's base URL, such as
    `http://127.0.0.1:4318`; `/v1/traces` and `/v1/metrics` are added to it.

    `headers` are sent with each export. `sample_ratio` of the traces that begin here are recorded; one that came with
    a call is as its caller decided. `spans` and `metrics` say what is exported, metrics each `interval_s`.
    """

    endpoint: str
    headers: Mapping[str, Secret] = {}
    service_name: str = "tollbridge"
    resource: Mapping[str, str] = {}
    sample_ratio: float = 1.0
    spans: bool = True
    metrics: bool = True
    interval_s: float = 60.0
    timeout_s: float = 5.0


class TelemetryOptions(Struct, frozen=True, kw_only=True):
    """`bodies`: at debug level, log what was sent and answered too, masked. `otel` None: nothing is exported.

    `send_to_processors`: a trace is passed on to processors as well (to forwarded webhooks it always is).
    """

    metrics: bool = True
    bodies: bool = False
    send_to_processors: bool = False
    otel: OtelOptions | None = None
