"""What telemetry adds to a call that sends one request: its own CPU time, with the log in a pipe that is read."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, cpu_us
from tollbridge.telemetry import CallRecord, SentRecord, Telemetry, TelemetryOptions, Trace
from tollbridge.telemetry.lines import CALLS, REQUESTS, call_line, request_line
from tollbridge.telemetry.logs import configure

MOST_LINE_US, MOST_OBSERVATION_US, MOST_CALL_US = 8.0, 2.0, 40.0
READER = "import os\nwhile os.read(0, 65536): pass"
AT_ONCE = 100
"""Lines in a row: as much as a pipe holds, so that what is measured is a write and not a reader that falls behind."""


def figures() -> Iterator[Figure]:
    call, sent = records()
    with Path(os.devnull).open("wb") as nowhere:
        handler = configure(descriptor=nowhere.fileno())
        calls, requests = logging.getLogger(CALLS), logging.getLogger(REQUESTS)
        yield Figure("a call's line, made and written to nowhere",
                     cpu_us(lambda: calls.handle(call_line(call, logging.INFO))), "us", MOST_LINE_US)
        yield Figure("a request's line",
                     cpu_us(lambda: requests.handle(request_line(sent, logging.INFO))), "us", MOST_LINE_US)
        handler.close()
    reader = subprocess.Popen([sys.executable, "-c", READER], stdin=subprocess.PIPE)
    assert reader.stdin is not None
    handler = configure(descriptor=reader.stdin.fileno())
    descriptor, line = reader.stdin.fileno(), b"x" * 600
    yield Figure("  what the system takes to write one to a pipe",
                 cpu_us(lambda: os.write(descriptor, line), AT_ONCE), "us")
    telemetry = Telemetry()
    yield Figure("a call with one request: 2 lines to a pipe, 10 observations",
                 cpu_us(lambda: told(telemetry, call, sent), AT_ONCE // 2), "us", MOST_CALL_US)
    yield Figure("  lines that the reader was too slow for", float(handler.sink.dropped), "", 0.0)
    logging.getLogger("tollbridge").setLevel(logging.ERROR)
    yield Figure("  without lines, for one observation",
                 cpu_us(lambda: told(telemetry, call, sent)) / 10, "us", MOST_OBSERVATION_US)
    silent = Telemetry(TelemetryOptions(metrics=False))
    yield Figure("  and without metrics, the call", cpu_us(lambda: told(silent, call, sent)), "us")
    handler.close()
    reader.stdin.close()
    reader.wait()


def records() -> tuple[CallRecord, SentRecord]:
    """As full as they come."""
    call = CallRecord(
        edge="grpc", operation="authorize", rpc="types.PaymentService/Authorize", connector="stripe",
        merchant_id="merchant_1753", tenant_id="public", request_id="0196a7c2-b4e8-7f3c-9d21-5b1f6a2c8e90",
        reference_id="order-0196a7c2b4e8", resource_id="pay_3OqXkK2eZvKYlo2C", principal="checkout",
        environment="SANDBOX", outcome="ok", status="CHARGED", code="OK", seconds=0.0123, request_bytes=900,
        response_bytes=400, sent=1, trace=Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"))
    return call, SentRecord(call=call, method="POST", origin="https://api.stripe.com:443", path="/v1/payment_intents",
                            status=200, seconds=0.0117, request_bytes=900, response_bytes=2000, trace=call.trace)


def told(telemetry: Telemetry, call: CallRecord, sent: SentRecord) -> None:
    telemetry.begin_call(call, {})
    telemetry.begin_request(sent)
    telemetry.request_ended(sent)
    telemetry.call_ended(call)
