"""Spans and metrics for OpenTelemetry, sent by OTLP over HTTP. Imported only where an exporter is configured.

Attributes have the names of the semantic conventions (https://opentelemetry.io/docs/specs/semconv/, 1.37 for rpc and
http), what is ours begins with `tollbridge.`. No exception is recorded: its text may quote what it fell over. The SDK
exports from threads of its own, out of bounded queues; a collector that does not answer costs spans, not payments.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    TraceState,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)

from tollbridge._version import __version__
from tollbridge.engine.plan import Plan
from tollbridge.telemetry.metrics import (
    BUILD,
    BY_NAME,
    CALL_BYTES,
    CALL_SECONDS,
    CALLS,
    CERTIFICATE,
    IN_FLIGHT,
    METRICS,
    REQUEST_BYTES,
    REQUEST_SECONDS,
    REQUESTS,
    RETRIES,
    SECONDS,
    SHADOW_CALLS,
    Kind,
    Metric,
    status_class,
)
from tollbridge.telemetry.options import OtelOptions
from tollbridge.telemetry.records import CallRecord, SentRecord, shown_path
from tollbridge.telemetry.trace_context import Incoming, Trace, read_trace

R = TypeVar("R")
_VERBS = {Kind.COUNTER: "add", Kind.HISTOGRAM: "record", Kind.GAUGE: "set"}
SCOPE = "tollbridge"
CLOSE_S = 5.0
FAULTY = frozenset({"outcome_unknown", "internal", "unreachable", "not_sent", "overloaded", "cancelled",
                    "deadline_exceeded", "not_forwarded"})
"""Outcomes that are an error of the span; the others are the caller's, or the processor's plain word."""

CALL_ATTRIBUTES: Mapping[str, str] = {
    "rpc.system.name": "grpc (calls over gRPC)",
    "rpc.method": "types.PaymentService/Authorize (calls over gRPC)",
    "rpc.response.status_code": "OK, INVALID_ARGUMENT (calls over gRPC)",
    "http.response.status_code": "200, 422 (calls over HTTP)",
    "error.type": "the outcome, where it is an error",
    "tollbridge.operation": "authorize",
    "tollbridge.connector": "stripe",
    "tollbridge.outcome": "as in the log",
    "tollbridge.status": "of the result: CHARGED",
    "tollbridge.environment": "SANDBOX or PRODUCTION",
    "tollbridge.merchant_id": "as in the log",
    "tollbridge.request_id": "as in the log",
    "tollbridge.shadow": "true for a call marked by x-shadow-mode",
}
REQUEST_ATTRIBUTES: Mapping[str, str] = {
    "http.request.method": "POST",
    "server.address": "api.stripe.com",
    "server.port": "443",
    "url.full": "with its path masked and without its query",
    "http.response.status_code": "of the answer, where one came",
    "http.request.body.size": "bytes",
    "http.response.body.size": "bytes",
    "http.request.resend_count": "where it was sent again",
    "error.type": "the outcome, where it is an error; else the status from 400 on",
    "tollbridge.operation": "authorize",
    "tollbridge.connector": "stripe",
    "tollbridge.outcome": "as in the log",
}


def instrument_name(metric: Metric) -> str:
    """A collector that writes it for Prometheus makes the metric's own name of it."""
    return metric.name.removesuffix("_total").replace("_", ".", 1)


class Otel:
    """Spans of calls and of what they send, and the metrics of metrics.py once more."""

    def __init__(self, options: OtelOptions, *, exporter: SpanExporter | None = None,
                 reader: MetricReader | None = None) -> None:
        """`exporter` and `reader` stand in for those that the options describe."""
        resource = Resource.create({"service.name": options.service_name, "service.version": __version__,
                                    **options.resource})
        url, headers = options.endpoint.rstrip("/"), {name: key.reveal() for name, key in options.headers.items()}
        self._spans = self._meter = None
        if options.spans:
            self._spans = TracerProvider(sampler=ParentBasedTraceIdRatio(options.sample_ratio), resource=resource,
                                         shutdown_on_exit=False)
            exporter = exporter or OTLPSpanExporter(f"{url}/v1/traces", headers=headers, timeout=options.timeout_s)
            self._spans.add_span_processor(BatchSpanProcessor(exporter))
            self._tracer = self._spans.get_tracer(SCOPE, __version__)
        if options.metrics:
            reader = reader or PeriodicExportingMetricReader(
                OTLPMetricExporter(f"{url}/v1/metrics", headers=headers, timeout=options.timeout_s),
                export_interval_millis=options.interval_s * 1000)
            self._meter = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
            meter = self._meter.get_meter(SCOPE, __version__)
            self._instruments = {metric.name: _instrument(meter, metric) for metric in METRICS if metric is not BUILD}

    def begin_call(self, record: CallRecord, headers: Incoming) -> Trace | None:
        if self._meter is not None:
            self._instruments[IN_FLIGHT.name].add(1, {"edge": record.edge})
        came = read_trace(headers)
        if self._spans is None:
            return came
        attributes: dict[str, str | bool | int] = {"tollbridge.operation": record.operation,
                                                   "tollbridge.request_id": record.request_id,
                                                   "tollbridge.merchant_id": record.merchant_id}
        if record.edge == "grpc":
            attributes |= {"rpc.system.name": "grpc", "rpc.method": record.rpc}
        return _trace(self._tracer.start_span(record.rpc, _context(came), SpanKind.SERVER, attributes))

    def call_ended(self, record: CallRecord) -> None:
        if self._meter is not None:
            self._count_call(record)
        span = _span(record.trace)
        if span is None:
            return
        attributes: dict[str, str | bool | int] = {
            "tollbridge.connector": record.connector, "tollbridge.outcome": record.outcome,
            "tollbridge.environment": record.environment,
        }
        if record.edge == "grpc":
            attributes["rpc.response.status_code"] = record.code
        elif record.code.isdecimal():
            attributes["http.response.status_code"] = int(record.code)
        if record.status is not None:
            attributes["tollbridge.status"] = record.status
        if record.shadow:
            attributes["tollbridge.shadow"] = True
        _end(span, record.outcome, attributes)

    def begin_request(self, record: SentRecord) -> Trace | None:
        parent = record.call.trace
        if self._spans is None or _span(parent) is None:
            return parent
        host, _, port = record.origin.partition("://")[2].rpartition(":")
        attributes: dict[str, str | bool | int] = {
            "http.request.method": record.method, "server.address": host.strip("[]"),
            "url.full": f"{record.origin}{shown_path(record.path)}", "tollbridge.operation": record.call.operation,
            "tollbridge.connector": record.call.connector,
        }
        if port.isdecimal():
            attributes["server.port"] = int(port)
        return _trace(self._tracer.start_span(record.method, _below(parent), SpanKind.CLIENT, attributes))

    def request_ended(self, record: SentRecord) -> None:
        if self._meter is not None:
            self._count_request(record)
        span = _span(record.trace)
        if span is None or record.trace is record.call.trace:
            return
        attributes: dict[str, str | bool | int] = {
            "tollbridge.outcome": record.outcome, "http.request.body.size": record.request_bytes,
        }
        if record.status is not None:
            attributes |= {"http.response.status_code": record.status,
                           "http.response.body.size": record.response_bytes}
        if record.attempts > 1:
            attributes["http.request.resend_count"] = record.attempts - 1
        _end(span, record.outcome, attributes, record.status or 0)

    def steps(self, plan: Plan[R], trace: Trace | None) -> Plan[R]:
        """The same plan, with a span around what it does before its first request, and after each answer."""
        try:
            with self._part(trace, "build"):
                request = next(plan)
            while True:
                try:
                    response = yield request
                except Exception as error:  # noqa: BLE001 - the plan decides what it means
                    with self._part(trace, "read"):
                        request = plan.throw(error)
                else:
                    with self._part(trace, "read"):
                        request = plan.send(response)
        except StopIteration as done:
            result: R = done.value
            return result
        finally:
            plan.close()

    def _part(self, trace: Trace | None, name: str) -> Part:
        return Part(self._tracer.start_span(name, _below(trace), SpanKind.INTERNAL))

    def event(self, metric: Metric, labels: Mapping[str, str], count: int = 1) -> None:
        if self._meter is not None:
            self._instruments[metric.name].add(count, labels)

    def tell(self, name: str, labels: tuple[str, ...], value: float) -> None:
        if self._meter is not None:
            metric = BY_NAME[name]
            getattr(self._instruments[name], _VERBS[metric.kind])(value, dict(zip(metric.labels, labels, strict=True)))

    def certificate(self, listener: str, not_after: float) -> None:
        if self._meter is not None:
            self._instruments[CERTIFICATE.name].set(not_after, {"listener": listener})

    def close(self) -> None:
        """Exports what is left; a collector that does not answer is not waited for longer than CLOSE_S."""
        def shut_down() -> None:
            for provider in (self._spans, self._meter):
                if provider is not None:
                    provider.shutdown()

        thread = threading.Thread(target=shut_down, name="tollbridge-otel-close", daemon=True)
        thread.start()
        thread.join(CLOSE_S)

    def _count_call(self, record: CallRecord) -> None:
        of = self._instruments
        of[IN_FLIGHT.name].add(-1, {"edge": record.edge})
        labels = {"edge": record.edge, "operation": record.operation, "connector": record.connector}
        of[CALLS.name].add(1, {**labels, "outcome": record.outcome})
        if record.shadow:
            of[SHADOW_CALLS.name].add(1, {**labels, "outcome": record.outcome})
        of[CALL_SECONDS.name].record(record.seconds, labels)
        of[CALL_BYTES.name].add(record.request_bytes, {**labels, "direction": "in"})
        of[CALL_BYTES.name].add(record.response_bytes, {**labels, "direction": "out"})

    def _count_request(self, record: SentRecord) -> None:
        of = self._instruments
        labels = {"connector": record.call.connector, "operation": record.call.operation}
        of[REQUESTS.name].add(1, {**labels, "status_class": status_class(record.status), "outcome": record.outcome})
        of[REQUEST_SECONDS.name].record(record.seconds, labels)
        of[REQUEST_BYTES.name].add(record.request_bytes, {**labels, "direction": "out"})
        of[REQUEST_BYTES.name].add(record.response_bytes, {**labels, "direction": "in"})
        if record.attempts > 1:
            of[RETRIES.name].add(1, labels)


class Part:
    """A part of a call, from `with` to its end."""

    __slots__ = ("_span",)

    def __init__(self, span: Span) -> None:
        self._span = span

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and kind is not StopIteration:  # which is how a plan ends
            self._span.set_status(StatusCode.ERROR)
            self._span.set_attribute("error.type", kind.__name__)
        self._span.end()


def _end(span: Span, outcome: str, attributes: dict[str, str | bool | int], http_status: int = 0) -> None:
    if outcome in FAULTY:
        attributes["error.type"] = outcome
        span.set_status(StatusCode.ERROR)
    elif http_status >= 400:
        attributes["error.type"] = str(http_status)
        span.set_status(StatusCode.ERROR)
    span.set_attributes(attributes)
    span.end()


def _span(trace: Trace | None) -> Span | None:
    span: Span | None = None if trace is None else trace.span
    return span


def _trace(span: Span) -> Trace:
    own = span.get_span_context()
    return Trace(format_trace_id(own.trace_id), format_span_id(own.span_id), f"{own.trace_flags:02x}",
                 own.trace_state.to_header(), span)


def _context(came: Trace | None) -> Context:
    """Of the caller's span; an empty one where it has none, so that nothing of this process is taken for it."""
    if came is None:
        return Context()
    return set_span_in_context(NonRecordingSpan(SpanContext(
        int(came.trace_id, 16), int(came.span_id, 16), is_remote=True, trace_flags=TraceFlags(int(came.flags, 16)),
        trace_state=TraceState.from_header([came.state]) if came.state else None)), Context())


def _below(trace: Trace | None) -> Context:
    span = _span(trace)
    return Context() if span is None else set_span_in_context(span, Context())


def _instrument(meter: Any, metric: Metric) -> Any:
    name, unit = instrument_name(metric), _unit(metric)
    if metric.kind is Kind.HISTOGRAM:
        return meter.create_histogram(name, unit, metric.help, explicit_bucket_boundaries_advisory=SECONDS)
    if metric is IN_FLIGHT:
        return meter.create_up_down_counter(name, unit, metric.help)
    if metric.kind is Kind.GAUGE:
        return meter.create_gauge(name, unit, metric.help)
    return meter.create_counter(name, unit, metric.help)


def _unit(metric: Metric) -> str:
    if metric.name.endswith("_seconds"):
        return "s"
    return "By" if metric.name.endswith("_bytes_total") else "1"
