"""For programs that use the library and OpenTelemetry: a span for each request to a processor.

    from tollbridge.telemetry.observer import otel_observer

    Tollbridge("stripe", ..., transport=TransportSettings(observers=(otel_observer(),)))

Spans go to the program's own tracer provider, below the span that is current where the call is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from opentelemetry.trace import SpanKind, StatusCode, TracerProvider, get_tracer

from tollbridge._version import __version__
from tollbridge.telemetry.records import shown_path

if TYPE_CHECKING:
    from tollbridge.transport.exchange import Exchange


def otel_observer(provider: TracerProvider | None = None) -> Callable[[Exchange], None]:
    """For `TransportSettings.observers`. `provider` is the global one where none is given. Needs opentelemetry-api."""
    tracer = get_tracer("tollbridge", __version__, provider)

    def observe(exchange: Exchange) -> None:
        ended = time.time_ns()
        host, _, port = exchange.origin.partition("://")[2].rpartition(":")
        span = tracer.start_span(exchange.method, kind=SpanKind.CLIENT, start_time=ended - int(exchange.seconds * 1e9))
        if span.is_recording():
            span.set_attribute("http.request.method", exchange.method)
            span.set_attribute("server.address", host.strip("[]"))
            if port.isdecimal():
                span.set_attribute("server.port", int(port))
            span.set_attribute("url.full", f"{exchange.origin}{shown_path(exchange.path)}")
            span.set_attribute("http.request.body.size", exchange.sent_bytes)
            if exchange.status is not None:
                span.set_attribute("http.response.status_code", exchange.status)
                span.set_attribute("http.response.body.size", exchange.received_bytes)
            failed = exchange.error or (str(exchange.status) if (exchange.status or 0) >= 400 else None)
            if failed is not None:
                span.set_attribute("error.type", failed)
                span.set_status(StatusCode.ERROR)
        span.end(ended)

    return observe
