"""Metrics for Prometheus. Their names, labels and meanings are one table, which the documentation repeats.

Labels are few and bounded: no merchant, no id, no word of a processor. A series is looked up once for each set of
labels and kept; an observation costs some 2 us.

Where several processes serve one port, each writes its values to files in PROMETHEUS_MULTIPROC_DIR, which must be set
before this module is imported; whoever is asked answers for all.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from tollbridge._version import __version__
from tollbridge.telemetry.records import CallRecord, SentRecord

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
MOST_SERIES = 20_000
"""Sets of labels that are kept apart. Beyond, connectors and operations are told as `other`: no traffic, however odd,
may fill the memory.
"""
OTHER = "other"


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Metric(Struct, frozen=True):
    """`merged` says how a gauge is made one of several processes'."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    help: str
    merged: Any = "livesum"


CALLS = Metric("tollbridge_calls_total", Kind.COUNTER, ("edge", "operation", "connector", "outcome"),
               "Calls that ended, by how they ended.")
SHADOW_CALLS = Metric("tollbridge_shadow_calls_total", Kind.COUNTER, ("edge", "operation", "connector", "outcome"),
                      "Those of these calls that their callers had marked (x-shadow-mode).")
CALL_SECONDS = Metric("tollbridge_call_seconds", Kind.HISTOGRAM, ("edge", "operation", "connector"),
                      "From a call's arrival to its answer.")
CALL_BYTES = Metric("tollbridge_call_bytes_total", Kind.COUNTER, ("edge", "operation", "connector", "direction"),
                    "Sizes of requests (in) and answers (out) of calls.")
IN_FLIGHT = Metric("tollbridge_calls_in_flight", Kind.GAUGE, ("edge",), "Calls under way.")
REQUESTS = Metric("tollbridge_processor_requests_total", Kind.COUNTER,
                  ("connector", "operation", "status_class", "outcome"),
                  "HTTP requests to processors; status_class is 2xx to 5xx, or none where no answer came.")
REQUEST_SECONDS = Metric("tollbridge_processor_request_seconds", Kind.HISTOGRAM, ("connector", "operation"),
                         "From sending a request to its whole answer.")
REQUEST_BYTES = Metric("tollbridge_processor_bytes_total", Kind.COUNTER, ("connector", "operation", "direction"),
                       "Sizes of bodies sent to processors (out) and answered by them (in).")
RETRIES = Metric("tollbridge_processor_retries_total", Kind.COUNTER, ("connector", "operation"),
                 "Requests that were sent again, as nothing of them had left.")
UNKNOWN_STATUS = Metric("tollbridge_unknown_status_total", Kind.COUNTER, ("connector", "operation"),
                        "Results whose status word at the processor is not known here; the log has the word.")
WEBHOOKS = Metric("tollbridge_webhooks_total", Kind.COUNTER, ("connector", "outcome"),
                  "Events by whether the merchant took them: ok, refused or a reason; or a webhook of which none was "
                  "read, by the reason. With webhooks.mode bridge: webhooks stored or repeated; events ok, repeated, "
                  "superseded, unmatched; forged, poisoned and exhausted webhooks.")
CERTIFICATE = Metric("tollbridge_certificate_expiry_seconds", Kind.GAUGE, ("listener",),
                     "When the certificate shown by a listener ends, in epoch seconds.", "mostrecent")
LINES_DROPPED = Metric("tollbridge_log_lines_dropped_total", Kind.COUNTER, (),
                       "Lines of the log that nobody took in time.")
FAULTS = Metric("tollbridge_telemetry_faults_total", Kind.COUNTER, (),
                "Calls and requests of which telemetry itself could not tell.")
OPERATIONS = Metric("tollbridge_bridge_operations_total", Kind.COUNTER, ("operation", "connector", "state", "outcome"),
                    "Durable operations that this worker ended, by how they ended.")
OPERATION_SECONDS = Metric("tollbridge_bridge_operation_seconds", Kind.HISTOGRAM, ("operation", "connector"),
                           "From an operation's acceptance in its stream to its end.")
SUBMISSIONS = Metric("tollbridge_bridge_submissions_total", Kind.COUNTER, ("operation", "connector", "outcome"),
                     "Operations given to the bridge, and questions: stored, repeated, answered, or why not.")
TIMEOUTS = Metric("tollbridge_bridge_timeouts_total", Kind.COUNTER, ("operation", "connector"),
                  "Callers whose time was over before there was a result.")
UNKNOWN = Metric("tollbridge_bridge_unknown_total", Kind.COUNTER, ("operation", "connector"),
                 "Attempts of which nobody knows whether they were carried out.")
ALERTS = Metric("tollbridge_bridge_alerts_total", Kind.COUNTER, ("kind", "connector"),
                "What a person has to look at: docs/how-to/alerts.md has the kinds, and what to do.")
RUNNING = Metric("tollbridge_bridge_running", Kind.GAUGE, ("what",),
                 "Under way in this process: operations, questions, waiting callers.")
CONSUMER_LAG = Metric("tollbridge_bridge_consumer_pending", Kind.GAUGE, ("stream", "consumer"),
                      "Operations that wait for a worker.", "mostrecent")
CONSUMER_OPEN = Metric("tollbridge_bridge_consumer_ack_pending", Kind.GAUGE, ("stream", "consumer"),
                       "Operations in workers' hands, or waiting for their next try.", "mostrecent")
OLDEST = Metric("tollbridge_bridge_oldest_seconds", Kind.GAUGE, ("stream", "consumer"),
                "Age of the oldest operation that is not done.", "mostrecent")
DEAD_LETTERS = Metric("tollbridge_bridge_dead_letters", Kind.GAUGE, (), "Dead letters that are kept.", "mostrecent")
DELIVERED = Metric("tollbridge_bridge_deliveries_total", Kind.COUNTER, ("connector", "outcome"),
                   "Attempts to deliver events to merchants: ok, refused, or why not; dead for the last of those.")
UNDELIVERED = Metric("tollbridge_bridge_deliveries_waiting", Kind.GAUGE, (),
                     "Events that are not delivered, as the bridge that delivers knows them.")
UNDELIVERED_AGE = Metric("tollbridge_bridge_deliveries_oldest_seconds", Kind.GAUGE, (),
                         "Age of the oldest of those.", "livemax")
BREAKER = Metric("tollbridge_bridge_breaker_state", Kind.GAUGE, ("operation", "connector"),
                 "0 closed, 1 half open, 2 open: the worst of all accounts.", "mostrecent")
SYNC_ALWAYS = Metric("tollbridge_bridge_sync_always", Kind.GAUGE, ("server",),
                     "1 where the NATS server writes to disk before it acknowledges (sync_interval: always).",
                     "mostrecent")
NATS_CERTIFICATE = Metric("tollbridge_bridge_certificate_expires_seconds", Kind.GAUGE, (),
                          "When the certificate ends that is shown to NATS servers, in epoch seconds.", "mostrecent")
BUILD = Metric("tollbridge_build_info", Kind.GAUGE, ("version", "python"), "Always 1.", "max")

METRICS: tuple[Metric, ...] = (CALLS, SHADOW_CALLS, CALL_SECONDS, CALL_BYTES, IN_FLIGHT, REQUESTS, REQUEST_SECONDS,
                               REQUEST_BYTES, RETRIES, UNKNOWN_STATUS, WEBHOOKS, CERTIFICATE, LINES_DROPPED, FAULTS,
                               OPERATIONS, OPERATION_SECONDS, SUBMISSIONS, TIMEOUTS, UNKNOWN, ALERTS, RUNNING,
                               CONSUMER_LAG, CONSUMER_OPEN, OLDEST, DEAD_LETTERS, DELIVERED, UNDELIVERED,
                               UNDELIVERED_AGE, BREAKER, SYNC_ALWAYS, NATS_CERTIFICATE, BUILD)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
EVENTS: Mapping[str, Metric] = {"unknown_status": UNKNOWN_STATUS, "webhook": WEBHOOKS}
"""What `Telemetry.event` counts, by name."""

_CLASSES = ("none", "1xx", "2xx", "3xx", "4xx", "5xx")


class _CallSeries(Struct, frozen=True, gc=False):
    count: Callable[[], None]
    seconds: Callable[[float], None]
    bytes_in: Callable[[float], None]
    bytes_out: Callable[[float], None]


class Metrics:
    """All series of this process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._series = {metric.name: _made(metric, self._registry) for metric in METRICS}
        self._calls: dict[tuple[str, str, str, str], _CallSeries] = {}
        self._requests: dict[tuple[str, str, str, str], _CallSeries] = {}
        self._flights: dict[str, Any] = {}
        self._others: dict[tuple[str, tuple[str, ...]], tuple[Kind, Any]] = {}
        self._directory = os.environ.get(MULTIPROCESS)
        if self._directory is None:
            ProcessCollector(registry=self._registry)
            GCCollector(registry=self._registry)
        self._series[BUILD.name].labels(__version__, platform.python_version()).set(1)

    def began(self, edge: str) -> None:
        flight = self._flights.get(edge)
        if flight is None:
            flight = self._flights[edge] = self._series[IN_FLIGHT.name].labels(edge)
        flight.inc()

    def call_ended(self, record: CallRecord) -> None:
        key = (record.edge, record.operation, record.connector, record.outcome)
        series = self._calls.get(key) or self._call_series(key)
        series.count()
        if record.shadow:
            labels = key if key in self._calls else (record.edge, OTHER, OTHER, record.outcome)
            self._series[SHADOW_CALLS.name].labels(*labels).inc()
        series.seconds(record.seconds)
        series.bytes_in(record.request_bytes)
        series.bytes_out(record.response_bytes)
        self._flights[record.edge].dec()

    def request_ended(self, record: SentRecord) -> None:
        call = record.call
        key = (call.connector, call.operation, status_class(record.status), record.outcome)
        series = self._requests.get(key) or self._request_series(key)
        series.count()
        series.seconds(record.seconds)
        series.bytes_in(record.response_bytes)
        series.bytes_out(record.request_bytes)
        if record.attempts > 1:
            self._series[RETRIES.name].labels(call.connector, call.operation).inc()

    def _call_series(self, key: tuple[str, str, str, str]) -> _CallSeries:
        edge, operation, connector, outcome = key
        if len(self._calls) >= MOST_SERIES:
            operation = connector = OTHER
        found = self._calls.get((edge, operation, connector, outcome))
        if found is None:
            of = self._series
            found = self._calls[edge, operation, connector, outcome] = _CallSeries(
                of[CALLS.name].labels(edge, operation, connector, outcome).inc,
                of[CALL_SECONDS.name].labels(edge, operation, connector).observe,
                of[CALL_BYTES.name].labels(edge, operation, connector, "in").inc,
                of[CALL_BYTES.name].labels(edge, operation, connector, "out").inc)
        return found

    def _request_series(self, key: tuple[str, str, str, str]) -> _CallSeries:
        connector, operation, status_class, outcome = key
        if len(self._requests) >= MOST_SERIES:
            operation = connector = OTHER
        found = self._requests.get((connector, operation, status_class, outcome))
        if found is None:
            of = self._series
            found = self._requests[connector, operation, status_class, outcome] = _CallSeries(
                of[REQUESTS.name].labels(connector, operation, status_class, outcome).inc,
                of[REQUEST_SECONDS.name].labels(connector, operation).observe,
                of[REQUEST_BYTES.name].labels(connector, operation, "in").inc,
                of[REQUEST_BYTES.name].labels(connector, operation, "out").inc)
        return found

    def event(self, metric: Metric, labels: Mapping[str, str]) -> None:
        """Raises ValueError for labels that are not the metric's."""
        self._series[metric.name].labels(**labels).inc()

    def tell(self, name: str, labels: tuple[str, ...], value: float) -> None:
        """One more of a counter, one value of a histogram, or what a gauge is now."""
        kind, series = self._of(name, labels)
        if kind is Kind.COUNTER:
            series.inc(value)
        elif kind is Kind.HISTOGRAM:
            series.observe(value)
        else:
            series.set(value)

    def _of(self, name: str, labels: tuple[str, ...]) -> tuple[Kind, Any]:
        """The series for a set of labels, looked up once."""
        key = (name, labels)
        found = self._others.get(key)
        if found is None:
            series = self._series[name]
            if len(self._others) >= MOST_SERIES:
                labels = (OTHER,) * len(labels)
            found = (BY_NAME[name].kind, series.labels(*labels) if labels else series)
            if len(self._others) < MOST_SERIES:
                self._others[key] = found
        return found

    def certificate(self, listener: str, not_after: float) -> None:
        self._series[CERTIFICATE.name].labels(listener).set(not_after)

    def fault(self) -> None:
        self._series[FAULTS.name].inc()

    def lines_dropped(self, lines: int) -> None:
        self._series[LINES_DROPPED.name].inc(lines)

    def text(self, accept: str = "") -> tuple[bytes, str]:
        """The exposition format that `accept` asks for, and its content type."""
        try:
            encode, content_type = choose_encoder(accept)
        except (ValueError, TypeError):  # a version that is none
            encode, content_type = choose_encoder("")
        if self._directory is None:
            return encode(self._registry), content_type
        forget_dead(self._directory)
        everything = CollectorRegistry()
        MultiProcessCollector(everything, self._directory)  # type: ignore[no-untyped-call]
        return encode(everything), content_type


def forget_dead(directory: str) -> None:
    """Drops the gauges of processes that are no more; what they counted stays."""
    for file in Path(directory).glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if pid != os.getpid() and not _is_alive(pid):
            mark_process_dead(pid, directory)  # type: ignore[no-untyped-call]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


def status_class(status: int | None) -> str:
    return _CLASSES[status // 100] if status is not None and 100 <= status < 600 else "none"


def _made(metric: Metric, registry: CollectorRegistry) -> Any:
    if metric.kind is Kind.HISTOGRAM:
        return Histogram(metric.name, metric.help, metric.labels, registry=registry, buckets=SECONDS)
    if metric.kind is Kind.GAUGE:
        return Gauge(metric.name, metric.help, metric.labels, registry=registry, multiprocess_mode=metric.merged)
    return Counter(metric.name, metric.help, metric.labels, registry=registry)
