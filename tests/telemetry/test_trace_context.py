"""W3C trace context, without an exporter: read, logged, passed on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from telemetry.telemetry_records import SPAN_ID, TRACE_ID, TRACEPARENT, call, sent
from tollbridge.telemetry import Telemetry, TelemetryOptions
from tollbridge.telemetry.trace_context import MOST_STATE, read_trace, written


def test_a_trace_is_read_and_passed_on_as_it_came() -> None:
    headers = {"traceparent": TRACEPARENT, "tracestate": "vendor=a,other=b"}
    trace = read_trace(headers)
    assert trace is not None
    assert (trace.trace_id, trace.span_id, trace.flags, trace.state) == (TRACE_ID, SPAN_ID, "01", "vendor=a,other=b")
    assert dict(written(trace)) == headers


def test_a_call_without_a_trace_has_none() -> None:
    assert read_trace({}) is None
    assert dict(written(None)) == {}


@pytest.mark.parametrize("given_value", [
    "", "x", TRACEPARENT.upper(), TRACEPARENT + "-more", f"ff-{TRACE_ID}-{SPAN_ID}-01", f"00-{'0' * 32}-{SPAN_ID}-01",
    f"00-{TRACE_ID}-{'0' * 16}-01", f"00-{TRACE_ID}-{SPAN_ID}", f"00-{TRACE_ID}-{SPAN_ID}-1", TRACEPARENT + "\n",
    b"bytes", None, 7,
])
def test_what_is_no_trace_is_left_out(given_value: object) -> None:
    assert read_trace({"traceparent": given_value}) is None


def test_a_later_version_is_read_as_far_as_it_is_known() -> None:
    trace = read_trace({"traceparent": f"cc-{TRACE_ID}-{SPAN_ID}-03-what-the-future-brings"})
    assert trace is not None
    assert trace.traceparent == f"00-{TRACE_ID}-{SPAN_ID}-03"


@pytest.mark.parametrize("state", ["x" * (MOST_STATE + 1), "a=\r\nevil: 1", "a=\u00e9", b"a=b", "v=4242424242424242"])
def test_a_state_that_cannot_be_passed_on_is_left_out(state: object) -> None:
    trace = read_trace({"traceparent": TRACEPARENT, "tracestate": state})
    assert trace is not None
    assert dict(written(trace)) == {"traceparent": TRACEPARENT}


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_headers_give_a_trace_that_can_be_written_or_none(parent: str, state: str) -> None:
    for given_parent in (parent, TRACEPARENT):
        for value in written(read_trace({"traceparent": given_parent, "tracestate": state})).values():
            assert value.isascii()
            assert value.isprintable() or "\t" in value


def test_it_is_passed_on_to_merchants_and_to_processors_only_where_asked() -> None:
    record = call()
    telemetry = Telemetry()
    record.trace = telemetry.begin_call(record, {"traceparent": TRACEPARENT})
    request = sent(record)
    request.trace = telemetry.begin_request(request)
    assert dict(telemetry.outgoing_headers(request.trace)) == {}
    assert dict(telemetry.outgoing_headers(request.trace, to_processor=False)) == {"traceparent": TRACEPARENT}
    asked = Telemetry(TelemetryOptions(send_to_processors=True))
    assert dict(asked.outgoing_headers(request.trace)) == {"traceparent": TRACEPARENT}
    assert dict(asked.outgoing_headers(None)) == {}


def test_without_an_exporter_nothing_of_opentelemetry_is_imported() -> None:
    import subprocess
    import sys

    program = ("import sys; from tollbridge.telemetry import Telemetry; Telemetry(); "
               "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))")
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
