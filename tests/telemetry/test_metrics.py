"""What Prometheus is told, read back with its own parser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics_families
from prometheus_client.parser import text_string_to_metric_families

from telemetry.telemetry_records import call, sent
from tollbridge.telemetry import Telemetry, TelemetryOptions
from tollbridge.telemetry.logs import LineHandler
from tollbridge.telemetry.metrics import METRICS, SECONDS, Kind, Metrics, forget_dead, status_class

LIBRARY = ("process_", "python_gc_")
"""Metrics that prometheus_client makes itself."""


def used() -> Telemetry:
    """Everything has been counted once."""
    telemetry = Telemetry()
    record = call(shadow=True)
    telemetry.begin_call(record, {})
    telemetry.request_ended(sent(record, attempts=2))
    telemetry.call_ended(record)
    telemetry.begin_call(call(edge="http"), {})
    telemetry.event("unknown_status", connector="stripe", operation="sync", detail="odd")
    telemetry.event("webhook", connector="stripe", outcome="ok")
    telemetry.certificate("grpc", 1_800_000_000.0)
    tell_all(telemetry)
    return telemetry


def tell_all(telemetry: Telemetry) -> None:
    """Those of the bridge, each once."""
    for metric in METRICS:
        if metric.name.startswith("tollbridge_bridge_"):
            telemetry.tell(metric.name, *metric.labels, value=1)


def samples(telemetry: Telemetry) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    text = telemetry.metrics_text()[0].decode()
    return {(sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text) for sample in family.samples}


def value(telemetry: Telemetry, name: str, **labels: str) -> float | None:
    return samples(telemetry).get((name, frozenset(labels.items())))


def test_every_documented_name_is_there_with_its_labels_and_no_other_is() -> None:
    families = {family.name: family for family in
                text_string_to_metric_families(used().metrics_text()[0].decode())
                if not family.name.startswith(LIBRARY)}
    # The parser names counters without _total. Beside each counter and histogram, the library tells when it began.
    told = {name for name in families if not name.endswith("_created")}
    assert told == {metric.name.removesuffix("_total") if metric.kind is Kind.COUNTER else metric.name
                    for metric in METRICS}
    for metric in METRICS:
        family = families[metric.name.removesuffix("_total") if metric.kind is Kind.COUNTER else metric.name]
        assert family.type == metric.kind.value
        assert family.documentation == metric.help
        assert family.samples, metric.name
        for sample in family.samples:
            assert set(sample.labels) - {"le"} == set(metric.labels), metric.name


def test_process_and_garbage_collector_are_told() -> None:
    names = {name for name, _ in samples(used())}
    assert {"process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total",
            "python_gc_collections_total"} <= names


def test_what_is_counted_is_right() -> None:
    telemetry = used()
    record = call(outcome="declined", seconds=0.3, request_bytes=10, response_bytes=20)
    telemetry.begin_call(record, {})
    telemetry.call_ended(record)
    labels = {"edge": "grpc", "operation": "authorize", "connector": "stripe"}
    assert value(telemetry, "tollbridge_calls_total", **labels, outcome="ok") == 1
    assert value(telemetry, "tollbridge_calls_total", **labels, outcome="declined") == 1
    assert value(telemetry, "tollbridge_shadow_calls_total", **labels, outcome="ok") == 1
    assert value(telemetry, "tollbridge_shadow_calls_total", **labels, outcome="declined") is None
    assert value(telemetry, "tollbridge_call_seconds_count", **labels) == 2
    assert value(telemetry, "tollbridge_call_seconds_sum", **labels) == pytest.approx(0.312345)
    assert value(telemetry, "tollbridge_call_seconds_bucket", **labels, le="0.025") == 1
    assert value(telemetry, "tollbridge_call_seconds_bucket", **labels, le="0.5") == 2
    assert value(telemetry, "tollbridge_call_bytes_total", **labels, direction="in") == 910
    assert value(telemetry, "tollbridge_call_bytes_total", **labels, direction="out") == 420
    assert value(telemetry, "tollbridge_calls_in_flight", edge="grpc") == 0
    assert value(telemetry, "tollbridge_calls_in_flight", edge="http") == 1
    labels = {"connector": "stripe", "operation": "authorize"}
    assert value(telemetry, "tollbridge_processor_requests_total", **labels, status_class="2xx", outcome="ok") == 1
    assert value(telemetry, "tollbridge_processor_bytes_total", **labels, direction="out") == 700
    assert value(telemetry, "tollbridge_processor_bytes_total", **labels, direction="in") == 2000
    assert value(telemetry, "tollbridge_processor_retries_total", **labels) == 1
    assert value(telemetry, "tollbridge_unknown_status_total", connector="stripe", operation="sync") == 1
    assert value(telemetry, "tollbridge_webhooks_total", connector="stripe", outcome="ok") == 1
    assert value(telemetry, "tollbridge_certificate_expiry_seconds", listener="grpc") == 1_800_000_000


@pytest.mark.parametrize(("status", "told"), [(None, "none"), (200, "2xx"), (302, "3xx"), (404, "4xx"), (599, "5xx"),
                                              (42, "none"), (700, "none")])
def test_status_classes_are_few(status: int | None, told: str) -> None:
    assert status_class(status) == told


def test_no_merchant_no_id_and_no_word_of_a_processor_is_a_label() -> None:
    telemetry = used()
    text = telemetry.metrics_text()[0].decode()
    for word in ("shop-1", "public", "0196a7c2", "order-7", "pi-7", "checkout", "odd", "payment_intents"):
        assert word not in text


def test_series_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbridge.telemetry.metrics.MOST_SERIES", 10)
    telemetry = Telemetry()
    for number in range(50):
        record = call(connector=f"made_up_{number}")
        telemetry.begin_call(record, {})
        telemetry.request_ended(sent(record))
        telemetry.call_ended(record)
    names = {dict(labels)["connector"] for name, labels in samples(telemetry) if name == "tollbridge_calls_total"}
    assert len(names) == 11
    assert value(telemetry, "tollbridge_calls_total", edge="grpc", operation="other", connector="other",
                 outcome="ok") == 40
    assert value(telemetry, "tollbridge_processor_requests_total", operation="other", connector="other",
                 status_class="2xx", outcome="ok") == 40


def test_an_event_that_is_not_known_is_a_fault_of_telemetry_not_of_the_call() -> None:
    telemetry = Telemetry()
    telemetry.event("made_up", connector="x")
    telemetry.event("webhook", merchant="x")
    assert value(telemetry, "tollbridge_telemetry_faults_total") == 2
    assert value(telemetry, "tollbridge_webhooks_total", merchant="x") is None


def test_lines_that_nobody_took_are_counted(handler: LineHandler) -> None:
    telemetry = Telemetry(logs=handler)
    handler.sink.drop(1)
    handler.sink.drop(1)
    assert value(telemetry, "tollbridge_log_lines_dropped_total") == 2


def test_an_accept_that_cannot_be_read_is_as_none() -> None:
    text, content_type = used().metrics_text("application/openmetrics-text; version=x; escaping=")
    assert content_type.startswith("text/plain")
    assert text


def test_openmetrics_where_it_is_asked_for() -> None:
    text, content_type = used().metrics_text("application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert "tollbridge_calls" in {family.name for family in openmetrics_families(text.decode())}  # type: ignore[no-untyped-call]


def test_without_metrics_nothing_is_told() -> None:
    telemetry = Telemetry(TelemetryOptions(metrics=False))
    record = call()
    telemetry.begin_call(record, {})
    telemetry.call_ended(record)
    assert telemetry.metrics_text()[0] == b""


def test_the_buckets_span_a_call() -> None:
    assert SECONDS[0] <= 0.005
    assert SECONDS[-1] >= 60


PROGRAM = """
import os, sys
from telemetry.telemetry_records import call, sent
from telemetry.test_metrics import tell_all
from tollbridge.telemetry import Telemetry
telemetry = Telemetry()
tell_all(telemetry)
for _ in range(int(sys.argv[1])):
    record = call()
    telemetry.begin_call(record, {})
    telemetry.request_ended(sent(record))
    telemetry.call_ended(record)
telemetry.begin_call(call(), {})
telemetry.certificate("grpc", 1.8e9)
print("done", flush=True)
sys.stdin.read()
sys.stdout.write(telemetry.metrics_text()[0].decode())
"""


@pytest.fixture
def several(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])}


def started(calls: int, environment: dict[str, str]) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(calls)], env=environment, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    return process


def told(text: str, name: str) -> float:
    return sum(sample.value for family in text_string_to_metric_families(text) for sample in family.samples
               if sample.name == name)


def test_one_of_several_processes_answers_for_all(several: dict[str, str]) -> None:
    first, second = started(3, several), started(5, several)
    text, _ = first.communicate()
    assert told(text, "tollbridge_calls_total") == 8
    assert told(text, "tollbridge_call_seconds_count") == 8
    assert told(text, "tollbridge_processor_requests_total") == 8
    assert told(text, "tollbridge_calls_in_flight") == 2
    assert told(text, "tollbridge_certificate_expiry_seconds") == 1.8e9
    assert told(text, "tollbridge_build_info") == 1
    names = {family.name for family in text_string_to_metric_families(text)}
    # The first is gone now: what it counted stays, what it had under way does not.
    text, _ = second.communicate()
    assert told(text, "tollbridge_calls_total") == 8
    assert told(text, "tollbridge_calls_in_flight") == 1
    assert {metric.name for metric in METRICS if metric.kind is Kind.GAUGE} <= names


def test_the_dead_are_forgotten_and_the_living_are_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for pid in (gone.pid, os.getpid(), os.getppid()):
        (tmp_path / f"gauge_livesum_{pid}.db").touch()
        (tmp_path / f"counter_{pid}.db").touch()
    forget_dead(str(tmp_path))
    assert not (tmp_path / f"gauge_livesum_{gone.pid}.db").exists()
    assert len(list(tmp_path.glob("gauge_livesum_*"))) == 2
    assert len(list(tmp_path.glob("counter_*"))) == 3


def test_two_registries_in_one_process_do_not_clash() -> None:
    assert Metrics().text()[0] != b""
    assert Metrics().text()[0] != b""
