"""What a call over gRPC leaves in the log, in metrics and with a collector, all of it read back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from prometheus_client.parser import text_string_to_metric_families

from edges.grpc.grpc_client import KEY, PAY, Client, Refused, config, payment
from edges.grpc.surroundings import Processor, Serve
from telemetry.otlp_receiver import Receiver, attributes
from telemetry.telemetry_records import SPAN_ID, TRACE_ID, TRACEPARENT, lines
from tollbridge.sandbox import Sandbox
from tollbridge.telemetry import OtelOptions, Telemetry, TelemetryOptions
from tollbridge.telemetry.logs import LogOptions, configure

PAN, CVC = "4000056655665556", "9137"
INTENT = {"id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 1000, "currency": "usd"}


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """Of everything, from debug on; logging is as before afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("tollbridge")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    raising = logging.raiseExceptions
    handler = configure(LogOptions(level="debug", file=str(tmp_path / "log")))
    yield tmp_path / "log"
    root.removeHandler(handler)
    handler.close()
    for each in handlers:
        root.addHandler(each)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.raiseExceptions = raising


async def of_calls(path: Path) -> list[dict[str, Any]]:
    """Until the line of the call is there: a refusal reaches its caller before it is logged."""
    async with asyncio.timeout(5):
        while not (told := [line for line in lines(path)
                            if line["logger"] in ("tollbridge.calls", "tollbridge.requests")]) \
                or told[-1]["event"] != "call":
            await asyncio.sleep(0.005)
    return told


def metric(telemetry: Telemetry, name: str, **labels: str) -> float:
    text = telemetry.metrics_text()[0].decode()
    return sum(sample.value for family in text_string_to_metric_families(text) for sample in family.samples
               if sample.name == name and labels.items() <= sample.labels.items())


async def test_a_payment_leaves_two_lines_and_is_counted(serve: Serve, sandbox: Sandbox, log_file: Path) -> None:
    telemetry = Telemetry()
    _, client = await serve(sandbox.base_url("stripe"), telemetry=telemetry)
    await client(f"{PAY}/Authorize", payment(), x_request_id="req-7", x_merchant_id="shop-7", traceparent=TRACEPARENT)
    sent, called = await of_calls(log_file)
    both = {"request_id": "req-7", "merchant_id": "shop-7", "connector": "stripe", "operation": "authorize",
            "outcome": "ok", "trace_id": TRACE_ID, "span_id": SPAN_ID}
    assert both.items() <= sent.items()
    assert both.items() <= called.items()
    assert (sent["event"], sent["method"], sent["path"], sent["code"]) == (
        "request", "POST", "/stripe/v1/payment_intents", 200)
    assert (called["event"], called["rpc"], called["status"], called["code"], called["sent"]) == (
        "call", f"{PAY}/Authorize", "CHARGED", "OK", 1)
    assert 0 < sent["ms"] <= called["ms"]
    assert called["request_bytes"] > 0 < called["response_bytes"]
    labels = {"operation": "authorize", "connector": "stripe"}
    assert metric(telemetry, "tollbridge_calls_total", edge="grpc", outcome="ok", **labels) == 1
    assert metric(telemetry, "tollbridge_call_seconds_count", edge="grpc", **labels) == 1
    assert metric(telemetry, "tollbridge_processor_requests_total", status_class="2xx", outcome="ok", **labels) == 1
    assert metric(telemetry, "tollbridge_calls_in_flight") == 0


async def test_a_decline_is_told_as_one(serve: Serve, sandbox: Sandbox, log_file: Path) -> None:
    _, client = await serve(sandbox.base_url("stripe"))
    await client(f"{PAY}/Authorize", payment("4000000000009995"))
    sent, called = await of_calls(log_file)
    assert (sent["outcome"], sent["code"]) == ("ok", 402)
    assert (called["outcome"], called["status"], called["level"]) == ("declined", "FAILURE", "info")


@pytest.mark.parametrize(("metadata", "outcome"), [
    ({"x_connector_config": None}, "missing_credentials"), ({"x_connector_config": "{"}, "invalid_connector_config"),
    ({"x_environment": "mars"}, "bad_input")])
async def test_what_was_refused_is_told_by_its_reason(serve: Serve, log_file: Path, metadata: dict[str, Any],
                                                      outcome: str) -> None:
    telemetry = Telemetry()
    _, client = await serve(telemetry=telemetry)
    with pytest.raises(Refused):
        await client(f"{PAY}/Authorize", payment(), **metadata)
    (called,) = await of_calls(log_file)
    assert (called["outcome"], called["sent"], called["level"]) == (outcome, 0, "info")
    assert metric(telemetry, "tollbridge_calls_total", outcome=outcome) == 1
    assert metric(telemetry, "tollbridge_calls_in_flight") == 0


async def test_an_unknown_outcome_is_a_warning(serve: Serve, processor: Processor, log_file: Path) -> None:
    _, client = await serve(processor.url)
    processor.status, processor.body = 502, "<html>"
    with pytest.raises(Refused):
        await client(f"{PAY}/Authorize", payment())
    sent, called = await of_calls(log_file)
    assert (sent["outcome"], sent["code"]) == ("ok", 502)
    assert (called["outcome"], called["code"], called["level"]) == ("outcome_unknown", "UNKNOWN", "warning")


async def test_a_status_word_that_nobody_knows_is_counted_and_its_word_is_in_the_log(
        serve: Serve, processor: Processor, log_file: Path) -> None:
    telemetry = Telemetry()
    _, client = await serve(processor.url, telemetry=telemetry)
    processor.body = json.dumps({**INTENT, "status": "on_the_moon"})
    await client(f"{PAY}/Get", {"connector_transaction_id": "pi_1"})
    await client(f"{PAY}/Get", {"connector_transaction_id": "pi_1"})
    told = [line for line in lines(log_file) if line["event"] == "unknown_status"]
    assert [(line["detail"], line["connector"], line["operation"], line["level"]) for line in told] \
        == [("on_the_moon", "stripe", "sync", "warning")] * 2
    assert metric(telemetry, "tollbridge_unknown_status_total", connector="stripe", operation="sync") == 2
    assert "on_the_moon" not in telemetry.metrics_text()[0].decode()


async def test_a_trace_goes_through_to_the_processor_and_to_a_collector(
        serve: Serve, processor: Processor, log_file: Path) -> None:
    processor.body = json.dumps(INTENT)
    with Receiver() as receiver:
        telemetry = Telemetry(TelemetryOptions(send_to_processors=True, otel=OtelOptions(endpoint=receiver.url)))
        _, client = await serve(processor.url, telemetry=telemetry)
        await client(f"{PAY}/Get", {"connector_transaction_id": "pi_1"}, traceparent=TRACEPARENT, tracestate="a=b")
        await asyncio.to_thread(telemetry.close)
    build, request, read, served = receiver.spans
    assert [span.name for span in receiver.spans] == ["build", "GET", "read", f"{PAY}/Get"]
    assert {span.trace_id.hex() for span in receiver.spans} == {TRACE_ID}
    assert served.parent_span_id.hex() == SPAN_ID
    assert {span.parent_span_id for span in (build, request, read)} == {served.span_id}
    assert attributes(served)["tollbridge.outcome"] == "ok"
    assert attributes(request)["url.full"] == f"{processor.url}/v1/payment_intents/pi_1"
    (_, _, headers), = processor.seen
    assert headers["traceparent"] == f"00-{TRACE_ID}-{request.span_id.hex()}-01"
    assert headers["tracestate"] == "a=b"
    sent, called = await of_calls(log_file)
    assert (sent["span_id"], called["span_id"]) == (request.span_id.hex(), served.span_id.hex())
    assert receiver.metrics["tollbridge.calls"].sum.data_points[0].as_int == 1


async def test_a_trace_does_not_go_to_processors_unasked(serve: Serve, processor: Processor) -> None:
    processor.body = json.dumps(INTENT)
    _, client = await serve(processor.url)
    await client(f"{PAY}/Get", {"connector_transaction_id": "pi_1"}, traceparent=TRACEPARENT)
    (_, _, headers), = processor.seen
    assert not {"traceparent", "tracestate"} & set(headers)


def planted() -> dict[str, Any]:
    request = payment(PAN, reference=f"order-{PAN}", description=f"for card {PAN}")
    request["payment_method"]["card"]["card_cvc"] = {"value": CVC}
    return request


CANARY_ANSWERS = [
    (200, {**INTENT, "status": f"odd {PAN}", "description": f"{PAN} {KEY}", "card": {"number": PAN, "cvc": CVC}}),
    (402, {"error": {"type": "card_error", "code": PAN, "message": f"{PAN} cvc {CVC} declined, key {KEY}",
                     "param": CVC}}),
    (401, {"error": {"message": f"Invalid API Key: {KEY}", "type": "invalid_request_error"}}),
    (404, {"error": {"message": PAN}}),
    (500, {PAN: CVC, "key": KEY}),
    (200, f"{PAN}|{CVC}|{KEY}"),
]


@pytest.mark.parametrize("level", ["debug", "info", "warning"])
async def test_no_secret_is_in_logs_metrics_or_traces(serve: Serve, processor: Processor, log_file: Path,
                                                      level: str) -> None:
    logging.getLogger("tollbridge").setLevel(level.upper())
    processor.headers = {"content-type": "application/json", "request-id": PAN, "x-echo": KEY,
                         "location": f"/{PAN}", "set-cookie": CVC}
    with Receiver() as receiver:
        telemetry = Telemetry(TelemetryOptions(bodies=True, send_to_processors=True,
                                               otel=OtelOptions(endpoint=receiver.url)))
        _, client = await serve(processor.url, telemetry=telemetry)
        asked = 0
        for status, body in CANARY_ANSWERS:
            processor.status = status
            processor.body = body if isinstance(body, str) else json.dumps(body)
            for rpc, request in ((f"{PAY}/Authorize", planted()),
                                 (f"{PAY}/Get", {"connector_transaction_id": PAN})):
                with contextlib.suppress(Refused):
                    await client(rpc, request, x_request_id=PAN, x_merchant_id=PAN, x_tenant_id=PAN,
                                 x_reference_id=PAN, x_resource_id=PAN, tracestate=f"v={PAN}", traceparent=TRACEPARENT)
                asked += 1
        for broken in (config("Stripe", api_key=KEY, nope=KEY), f'{{"{PAN}": "{KEY}"}}', f"{PAN}{KEY}"):
            with pytest.raises(Refused):
                await client(f"{PAY}/Get", {}, x_connector_config=broken)
        async with asyncio.timeout(5):
            while metric(telemetry, "tollbridge_calls_in_flight") > 0:
                await asyncio.sleep(0.005)
        await asyncio.to_thread(telemetry.close)
    for handler in logging.getLogger().handlers:
        handler.flush()
    written = log_file.read_text()
    everything = [written, telemetry.metrics_text()[0].decode(), *(body.decode("latin-1") for body in receiver.bodies)]
    assert receiver.spans
    assert {"debug": written.count('"event":"bodies"') == asked, "info": written.count('"event":"call"') == asked + 3,
            "warning": '"event":"call"' in written}[level]
    for canary in (PAN, KEY, f'"{CVC}"', f" {CVC} ", f"{CVC}|"):
        assert [text.count(canary) for text in everything] == [0] * len(everything), canary


def start_server(stderr: int | None, *more: str) -> tuple[subprocess.Popen[str], int]:
    server = subprocess.Popen([sys.executable, "-m", "tollbridge", "serve", "--environment", "test", "--port", "0",
                               "--log-level", "info", *more], stdout=subprocess.PIPE, stderr=stderr, text=True)
    assert server.stdout is not None
    return server, int(server.stdout.readline().strip().rpartition(":")[2])


async def refused_calls(port: int, count: int) -> float:
    """The longest of so many calls, 20 at a time, each of which leaves a line."""
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        client = Client(channel)
        longest = 0.0

        async def some(number: int) -> None:
            nonlocal longest
            for _ in range(number):
                began = time.perf_counter()
                with pytest.raises(Refused, match="no credentials"):
                    await client(f"{PAY}/Get", {}, timeout=10)
                longest = max(longest, time.perf_counter() - began)

        await asyncio.gather(*(some(count // 20) for _ in range(20)))
    return longest


async def test_a_stderr_that_nobody_reads_holds_no_call() -> None:
    read, write = os.pipe()
    server, port = start_server(write)
    os.close(write)
    try:
        assert await refused_calls(port, 1000) < 5  # some 400 KB of lines, into a pipe that holds 64
        told: list[str] = []
        with os.fdopen(read) as lines_of_server:
            while sum('"event":"call"' in line for line in told) < 1000:
                told.append(lines_of_server.readline())
            assert all(json.loads(line)["event"] for line in told)
            server.terminate()
            assert await asyncio.to_thread(server.wait, 10) == 0
    finally:
        server.kill()
        server.communicate()


async def test_a_stderr_that_is_gone_holds_no_call() -> None:
    read, write = os.pipe()
    server, port = start_server(write)
    os.close(write)
    os.close(read)
    try:
        assert await refused_calls(port, 200) < 5
        server.terminate()
        assert await asyncio.to_thread(server.wait, 10) == 0
    finally:
        server.kill()
        server.communicate()
