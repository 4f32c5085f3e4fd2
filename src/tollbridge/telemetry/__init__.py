"""Logs, metrics and traces of the service, made of the records that it hands over.

Nothing here raises, waits or asks the network: a broken sink of logs must not stop a payment. What each line, metric
and span holds stands in docs/reference/telemetry.md.

    telemetry = Telemetry(TelemetryOptions())
    record = CallRecord(edge="grpc", operation="authorize", rpc="types.PaymentService/Authorize")
    record.trace = telemetry.begin_call(record, metadata)          # one for each `call_ended`
    sent = SentRecord(call=record, method="POST", origin="https://api.stripe.com:443", path="/v1/payment_intents")
    sent.trace = telemetry.begin_request(sent)
    headers = telemetry.outgoing_headers(sent.trace)               # put on the request
    telemetry.request_ended(sent)
    telemetry.call_ended(record)
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from tollbridge.domain.errors import BadInput
from tollbridge.domain.masking import masked
from tollbridge.telemetry.bodies import shown_exchange
from tollbridge.telemetry.lines import (
    CALLS,
    REQUESTS,
    SERVER,
    bodies_line,
    call_fields,
    call_level,
    call_line,
    event_line,
    request_fields,
    request_level,
    request_line,
)
from tollbridge.telemetry.options import OtelOptions, TelemetryOptions
from tollbridge.telemetry.records import OUTCOMES, CallRecord, SentRecord
from tollbridge.telemetry.trace_context import Incoming, Trace, read_trace, written

if TYPE_CHECKING:
    from tollbridge.engine.plan import Plan
    from tollbridge.telemetry.logs import LineHandler
    from tollbridge.telemetry.metrics import Metrics
    from tollbridge.telemetry.otel import Otel

__all__ = ["OUTCOMES", "CallRecord", "OtelOptions", "SentRecord", "Telemetry", "TelemetryOptions", "Trace"]

R = TypeVar("R")
MOST_DETAIL = 128
_NO_HEADERS: Mapping[str, str] = {}


class Telemetry:
    """One for a process, shared by its edges. `logs` is what `logs.configure` gave, whose lost lines are counted."""

    def __init__(self, options: TelemetryOptions | None = None, *, logs: LineHandler | None = None) -> None:
        self._options = options or TelemetryOptions()
        self._calls, self._requests = logging.getLogger(CALLS), logging.getLogger(REQUESTS)
        self._server = logging.getLogger(SERVER)
        self._metrics = _metrics() if self._options.metrics else None
        self._otel = _otel(self._options.otel) if self._options.otel is not None else None
        self._logs = logs
        if logs is not None:
            logs.sink.on_drop = self._lines_dropped

    def begin_call(self, record: CallRecord, headers: Incoming) -> Trace | None:
        """A call has come in, with these headers or metadata. To be put into `record.trace`.

        Of `record`, `edge`, `operation` and `rpc` must be known. For each of these there must be one `call_ended`.
        """
        try:
            if self._metrics is not None:
                self._metrics.began(record.edge)
            return read_trace(headers) if self._otel is None else self._otel.begin_call(record, headers)
        except Exception:  # noqa: BLE001 - as the module says, nothing here stops a payment
            self._fault()
            return None

    def call_ended(self, record: CallRecord) -> None:
        """The call is over and its answer known, if not yet sent."""
        try:
            level = call_level(record)
            if self._calls.isEnabledFor(level):
                if self._logs is not None and self._logs.is_all_of(self._calls, level):
                    self._logs.take(call_fields(record, level, time.time()), level)
                else:
                    self._calls.handle(call_line(record, level))
            if self._metrics is not None:
                self._metrics.call_ended(record)
            if self._otel is not None:
                self._otel.call_ended(record)
        except Exception:  # noqa: BLE001
            self._fault()

    def begin_request(self, record: SentRecord) -> Trace | None:
        """A request is about to leave; to be put into `record.trace`. None where there is no trace."""
        try:
            return record.call.trace if self._otel is None else self._otel.begin_request(record)
        except Exception:  # noqa: BLE001
            self._fault()
            return None

    def request_ended(self, record: SentRecord) -> None:
        """The request was answered, or failed."""
        try:
            level = request_level(record)
            if self._requests.isEnabledFor(level):
                if self._logs is not None and self._logs.is_all_of(self._requests, level):
                    self._logs.take(request_fields(record, level, time.time()), level)
                else:
                    self._requests.handle(request_line(record, level))
                if self._options.bodies and self._requests.isEnabledFor(logging.DEBUG) and record.request is not None:
                    self._requests.handle(bodies_line(record, shown_exchange(record.request, record.response)))
            if self._metrics is not None:
                self._metrics.request_ended(record)
            if self._otel is not None:
                self._otel.request_ended(record)
        except Exception:  # noqa: BLE001
            self._fault()

    def outgoing_headers(self, trace: Trace | None, *, to_processor: bool = True) -> Mapping[str, str]:
        """What to add to a request: traceparent and tracestate, where there is a trace and it may be passed on.

        To a processor it is only with `send_to_processors`; to a merchant's own URL always.
        """
        if trace is None or (to_processor and not self._options.send_to_processors):
            return _NO_HEADERS
        return written(trace)

    def steps(self, plan: Plan[R], trace: Trace | None) -> Plan[R]:
        """The same plan; where spans are exported, what it builds and reads is in spans of its own."""
        if self._otel is None or trace is None or trace.span is None:
            return plan
        return self._otel.steps(plan, trace)

    def event(self, name: str, of: CallRecord | None = None, *, detail: str = "", **labels: str) -> None:
        """Counts what is no call: `unknown_status` (connector, operation), `webhook` (connector, outcome).

        `of` is the call in which it happened; its ids and `detail`, such as the unknown word itself, are only logged.
        All but an outcome that is `ok` is a warning.
        """
        try:
            level = logging.INFO if labels.get("outcome") == "ok" else logging.WARNING
            if self._server.isEnabledFor(level):
                more = dict(labels)
                if of is not None:
                    more |= {"merchant_id": of.merchant_id, "request_id": of.request_id}
                if detail:
                    more["detail"] = masked(detail[:MOST_DETAIL])
                self._server.handle(event_line(level, name, **more))
            self._count(name, labels)
        except Exception:  # noqa: BLE001
            self._fault()

    def _count(self, name: str, labels: Mapping[str, str]) -> None:
        if self._metrics is not None or self._otel is not None:
            from tollbridge.telemetry.metrics import EVENTS

            metric = EVENTS[name]
            if self._metrics is not None:
                self._metrics.event(metric, labels)
            if self._otel is not None:
                self._otel.event(metric, labels)

    def certificate(self, listener: str, not_after: float) -> None:
        """A certificate was loaded: by which listener it is shown, and when it ends (epoch seconds)."""
        try:
            if self._metrics is not None:
                self._metrics.certificate(listener, not_after)
            if self._otel is not None:
                self._otel.certificate(listener, not_after)
        except Exception:  # noqa: BLE001
            self._fault()

    def tell(self, metric: str, *labels: str, value: float = 1) -> None:
        """Of a metric of the table, by name: one more of a counter, one value of a histogram, or what a gauge is now.

        Labels in the table's order.
        """
        try:
            if self._metrics is not None:
                self._metrics.tell(metric, labels, value)
            if self._otel is not None:
                self._otel.tell(metric, labels, value)
        except Exception:  # noqa: BLE001
            self._fault()

    def metrics_text(self, accept: str = "") -> tuple[bytes, str]:
        """For Prometheus: the text in the format that `accept` (the header) asks for, and its content type.

        Of all processes where there are several. With some hundred series it takes milliseconds: not for a busy loop.
        """
        if self._metrics is None:
            return b"", "text/plain; version=0.0.4; charset=utf-8"
        return self._metrics.text(accept)

    def close(self) -> None:
        """Export what is left, within a few seconds. Blocks."""
        if self._otel is not None:
            self._otel.close()

    def _lines_dropped(self, lines: int) -> None:
        if self._metrics is not None:
            self._metrics.lines_dropped(lines)

    def _fault(self) -> None:
        if self._metrics is not None:
            self._metrics.fault()


def _metrics() -> Metrics:
    from tollbridge.telemetry.metrics import Metrics

    return Metrics()


def _otel(options: OtelOptions) -> Otel:
    """Raises BadInput where the SDK is not installed."""
    try:
        from tollbridge.telemetry.otel import Otel
    except ImportError as error:
        raise BadInput("to export traces, install tollbridge[otel]") from error
    return Otel(options)
