"""Spans and metrics, read back from the SDK's memory and from a collector that decodes OTLP."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from telemetry.otlp_receiver import Receiver, attributes
from telemetry.telemetry_records import AUTHORIZE, SPAN_ID, TRACE_ID, TRACEPARENT, call, sent
from tollbridge.domain.secret import Secret
from tollbridge.engine.plan import Plan
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.telemetry import OtelOptions, Telemetry, TelemetryOptions, Trace
from tollbridge.telemetry.metrics import BUILD, FAULTS, LINES_DROPPED, METRICS
from tollbridge.telemetry.otel import CALL_ATTRIBUTES, FAULTY, REQUEST_ATTRIBUTES, Otel, instrument_name
from tollbridge.telemetry.records import OUTCOMES


class Exported:
    """A Telemetry whose exporter is the SDK's memory."""

    def __init__(self, **options: Any) -> None:
        self.exporter, self.reader = InMemorySpanExporter(), InMemoryMetricReader()
        described = OtelOptions(endpoint="http://127.0.0.1:9", **options)
        self.otel = Otel(described, exporter=self.exporter, reader=self.reader)
        self.telemetry = Telemetry(TelemetryOptions(send_to_processors=True))
        self.telemetry._otel = self.otel

    def spans(self) -> list[ReadableSpan]:
        assert self.otel._spans is not None
        self.otel._spans.force_flush()
        return list(self.exporter.get_finished_spans())

    def points(self) -> dict[str, list[Any]]:
        told = self.reader.get_metrics_data()
        return {metric.name: list(metric.data.data_points) for resource in (told.resource_metrics if told else ())
                for scope in resource.scope_metrics for metric in scope.metrics}


@pytest.fixture
def exported() -> Iterator[Exported]:
    made = Exported()
    yield made
    made.telemetry.close()


REQUEST = HttpRequest("POST", "/v1/x", {})


def a_plan() -> Plan[bytes]:
    response = yield REQUEST
    return response.body


def run(telemetry: Telemetry, headers: dict[str, str] | None = None, *, outcome: str = "ok", sent_outcome: str = "ok",
        **changed: Any) -> Trace | None:
    """A call with one request; the trace that the request carried."""
    record = call(connector="-", outcome="internal", **changed)
    record.trace = telemetry.begin_call(record, headers or {})
    record.connector = "stripe"
    plan = telemetry.steps(a_plan(), record.trace)
    assert next(plan) is REQUEST
    request = sent(record, outcome=sent_outcome, status=200 if sent_outcome == "ok" else None)
    request.trace = telemetry.begin_request(request)
    telemetry.request_ended(request)
    with pytest.raises(StopIteration) as ended:
        plan.send(HttpResponse(200, b"answer"))
    assert ended.value.value == b"answer"
    record.outcome = outcome
    telemetry.call_ended(record)
    return request.trace


def test_a_call_is_a_server_span_with_a_client_span_below(exported: Exported) -> None:
    run(exported.telemetry, {"traceparent": TRACEPARENT, "tracestate": "vendor=a"})
    part, request, read, served = exported.spans()
    assert (served.name, served.kind) == (AUTHORIZE, SpanKind.SERVER)
    assert [(each.name, each.kind) for each in (request, part, read)] == [
        ("POST", SpanKind.CLIENT), ("build", SpanKind.INTERNAL), ("read", SpanKind.INTERNAL)]
    assert served.parent is not None
    assert (f"{served.parent.trace_id:032x}", f"{served.parent.span_id:016x}") == (TRACE_ID, SPAN_ID)
    assert served.parent.is_remote
    for below in (part, request, read):
        assert below.status.status_code is StatusCode.UNSET
        assert below.parent is not None
        assert below.parent.span_id == served.context.span_id
        assert below.context.trace_id == served.context.trace_id == int(TRACE_ID, 16)
    assert served.context.trace_state.to_header() == "vendor=a"


def test_attributes_are_those_documented(exported: Exported) -> None:
    run(exported.telemetry)
    run(exported.telemetry, shadow=True, outcome="internal", sent_outcome="unreachable")
    run(exported.telemetry, edge="http", code="200")
    spans = exported.spans()
    of_calls = [dict(span.attributes or {}) for span in spans if span.kind is SpanKind.SERVER]
    of_requests = [dict(span.attributes or {}) for span in spans if span.kind is SpanKind.CLIENT]
    assert {name for each in of_calls for name in each} == set(CALL_ATTRIBUTES)
    assert {name for each in of_requests for name in each} <= set(REQUEST_ATTRIBUTES)
    assert of_calls[0] == {
        "rpc.system.name": "grpc", "rpc.method": AUTHORIZE, "rpc.response.status_code": "OK",
        "tollbridge.operation": "authorize", "tollbridge.connector": "stripe", "tollbridge.outcome": "ok",
        "tollbridge.status": "CHARGED", "tollbridge.environment": "SANDBOX", "tollbridge.merchant_id": "shop-1",
        "tollbridge.request_id": "0196a7c2-b4e8"}
    assert of_requests[0] == {
        "http.request.method": "POST", "server.address": "api.stripe.com", "server.port": 443,
        "url.full": "https://api.stripe.com:443/v1/payment_intents", "http.response.status_code": 200,
        "http.request.body.size": 700, "http.response.body.size": 2000, "tollbridge.operation": "authorize",
        "tollbridge.connector": "stripe", "tollbridge.outcome": "ok"}


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_the_status_of_a_span_is_by_its_outcome(exported: Exported, outcome: str) -> None:
    run(exported.telemetry, outcome=outcome)
    served = exported.spans()[-1]
    assert (served.status.status_code is StatusCode.ERROR) == (outcome in FAULTY)
    assert (served.attributes or {}).get("error.type") == (outcome if outcome in FAULTY else None)
    assert served.status.description is None
    assert not served.events


def test_a_refused_request_is_an_error_of_its_span_only(exported: Exported) -> None:
    record = call(outcome="declined")
    record.trace = exported.telemetry.begin_call(record, {})
    request = sent(record, status=402, attempts=2)
    request.trace = exported.telemetry.begin_request(request)
    exported.telemetry.request_ended(request)
    exported.telemetry.call_ended(record)
    client, served = exported.spans()
    assert client.status.status_code is StatusCode.ERROR
    assert (client.attributes or {})["error.type"] == "402"
    assert (client.attributes or {})["http.request.resend_count"] == 1
    assert served.status.status_code is StatusCode.UNSET


def test_the_request_carries_its_own_span(exported: Exported) -> None:
    carried = run(exported.telemetry, {"traceparent": TRACEPARENT})
    request = exported.spans()[1]
    assert dict(exported.telemetry.outgoing_headers(carried)) == {
        "traceparent": f"00-{TRACE_ID}-{request.context.span_id:016x}-01"}


def test_a_caller_that_does_not_sample_is_followed(exported: Exported) -> None:
    carried = run(exported.telemetry, {"traceparent": TRACEPARENT[:-2] + "00"})
    assert exported.spans() == []
    assert carried is not None
    assert (carried.trace_id, carried.flags) == (TRACE_ID, "00")


def test_of_traces_that_begin_here_a_share_is_kept() -> None:
    none = Exported(sample_ratio=0.0)
    run(none.telemetry)
    run(none.telemetry, {"traceparent": TRACEPARENT})
    assert len(none.spans()) == 4
    none.telemetry.close()


def test_a_reading_that_fails_is_told_by_kind_only(exported: Exported) -> None:
    def failing() -> Plan[bytes]:
        yield REQUEST
        raise ValueError("4242424242424242")

    record = call()
    record.trace = exported.telemetry.begin_call(record, {})
    plan = exported.telemetry.steps(failing(), record.trace)
    next(plan)
    with pytest.raises(ValueError, match="4242"):
        plan.send(HttpResponse(200, b""))
    _, read = exported.spans()
    assert read.status.status_code is StatusCode.ERROR
    assert dict(read.attributes or {}) == {"error.type": "ValueError"}
    assert not read.events


def test_an_error_of_the_transport_reaches_the_plan(exported: Exported) -> None:
    seen: list[str] = []

    def careful() -> Plan[bytes]:
        try:
            yield REQUEST
        except OSError as error:
            seen.append(str(error))
            yield REQUEST
        finally:
            seen.append("closed")
        return b""

    record = call()
    record.trace = exported.telemetry.begin_call(record, {})
    plan = exported.telemetry.steps(careful(), record.trace)
    next(plan)
    assert plan.throw(OSError("gone")) is REQUEST
    plan.close()
    assert seen == ["gone", "closed"]


def test_metrics_are_the_same_as_for_prometheus(exported: Exported) -> None:
    run(exported.telemetry, shadow=True)
    exported.telemetry.request_ended(sent(attempts=2))
    exported.telemetry.event("unknown_status", connector="stripe", operation="sync")
    exported.telemetry.event("webhook", connector="stripe", outcome="ok")
    exported.telemetry.certificate("grpc", 1.8e9)
    for metric in METRICS:
        if metric.name.startswith("tollbridge_bridge_"):
            exported.telemetry.tell(metric.name, *metric.labels, value=1)
    points = exported.points()
    # Lost lines and faults are told by the process that can be scraped; the build is in the resource.
    assert set(points) == {instrument_name(metric) for metric in METRICS} \
        - {instrument_name(metric) for metric in (BUILD, LINES_DROPPED, FAULTS)}
    for metric in METRICS:
        for point in points.get(instrument_name(metric), ()):
            assert set(point.attributes) == set(metric.labels)
    (calls,) = points["tollbridge.calls"]
    assert (calls.value, dict(calls.attributes)) == (
        1, {"edge": "grpc", "operation": "authorize", "connector": "stripe", "outcome": "ok"})
    assert points["tollbridge.calls_in_flight"][0].value == 0
    assert points["tollbridge.call_seconds"][0].sum == pytest.approx(0.012345)


def test_spans_or_metrics_alone() -> None:
    for options, spans, metrics in (({"spans": False}, 0, True), ({"metrics": False}, 4, False)):
        exported = Exported(**options)
        carried = run(exported.telemetry, {"traceparent": TRACEPARENT})
        assert carried is not None
        assert carried.trace_id == TRACE_ID
        assert (len(exported.spans()) if spans else 0) == spans
        if metrics:
            assert "tollbridge.calls" in exported.points()
        exported.telemetry.close()


def test_a_collector_gets_them_by_otlp() -> None:
    with Receiver() as receiver:
        telemetry = Telemetry(TelemetryOptions(send_to_processors=True, otel=OtelOptions(
            endpoint=f"{receiver.url}/", headers={"x-key": Secret("collector-key")}, service_name="payments",
            resource={"deployment.environment.name": "test"})))
        run(telemetry, {"traceparent": TRACEPARENT})
        telemetry.close()
    assert [(span.name, span.kind) for span in receiver.spans] == [
        ("build", 1), ("POST", 3), ("read", 1), (AUTHORIZE, 2)]
    served = receiver.spans[-1]
    assert (served.trace_id.hex(), served.parent_span_id.hex()) == (TRACE_ID, SPAN_ID)
    assert attributes(served)["tollbridge.outcome"] == "ok"
    assert receiver.spans[1].parent_span_id == served.span_id
    assert receiver.resources[0]["service.name"] == "payments"
    assert receiver.resources[0]["deployment.environment.name"] == "test"
    assert all(headers["x-key"] == "collector-key" for headers in receiver.headers)
    calls = receiver.metrics["tollbridge.calls"].sum.data_points[0]
    assert calls.as_int == 1
    assert attributes(calls)["outcome"] == "ok"
    assert receiver.metrics["tollbridge.call_seconds"].unit == "s"
    seconds = receiver.metrics["tollbridge.call_seconds"].histogram.data_points[0]
    assert seconds.explicit_bounds[0] == 0.005


def test_a_collector_that_does_not_answer_costs_nobody_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbridge.telemetry.otel.CLOSE_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        telemetry = Telemetry(TelemetryOptions(otel=OtelOptions(
            endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_s=0.5)))
        waits = 0
        for _ in range(3000):  # more than the queue holds: 23 batches of spans
            began = time.monotonic()
            run(telemetry)
            waits += time.monotonic() - began >= 0.5  # as long as it waits for the collector, or for a busy machine
        assert waits < 5
        began = time.monotonic()
        telemetry.close()
        assert time.monotonic() - began < 3
