"""What is in the lines of the log, read back from a file."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import pickle
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from telemetry.telemetry_records import SPAN_ID, TRACE_ID, call, lines, sent, trace
from tollbridge.kit import json
from tollbridge.kit.http import HttpResponse
from tollbridge.telemetry import Telemetry, TelemetryOptions
from tollbridge.telemetry.lines import BODIES, CALL, COMMON, EVENT, LOG, REQUEST, Field, event_line, timestamp
from tollbridge.telemetry.logs import (
    CHUNK_BYTES,
    HOLD_S,
    Format,
    JsonFormatter,
    LineHandler,
    LogOptions,
    Masking,
    configure,
    where,
)

PAN = "4242424242424242"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def check(line: Mapping[str, Any], table: Mapping[str, Field]) -> None:
    """The line has the fields of its table, of their kinds, and no other."""
    fields = {**COMMON, **table}
    assert set(line) <= set(fields)
    assert {name for name, field in fields.items() if not field.optional} <= set(line)
    for name, value in line.items():
        assert isinstance(value, (int, float) if fields[name].kind is float else fields[name].kind), name
    assert TIME.fullmatch(line["time"])
    assert line["level"] in ("debug", "info", "warning", "error")


def test_a_call_is_one_line_with_all_that_is_documented(log_file: Path) -> None:
    record = call(trace=trace(), shadow=True)
    telemetry = Telemetry()
    telemetry.begin_call(record, {})
    telemetry.call_ended(record)
    (line,) = lines(log_file)
    check(line, CALL)
    assert set(line) == {*COMMON, *CALL}
    assert {name: line[name] for name in ("logger", "event", "level", "pid", "operation", "connector", "outcome",
                                          "status", "code", "ms", "request_bytes", "response_bytes", "principal",
                                          "shadow", "trace_id", "span_id", "reference_id", "resource_id")} == {
        "logger": "tollbridge.calls", "event": "call", "level": "info", "pid": os.getpid(), "operation": "authorize",
        "connector": "stripe", "outcome": "ok", "status": "CHARGED", "code": "OK", "ms": 12.34, "request_bytes": 900,
        "response_bytes": 400, "principal": "checkout", "shadow": True, "trace_id": TRACE_ID, "span_id": SPAN_ID,
        "reference_id": "order-7", "resource_id": "pi-7"}


def test_what_says_nothing_is_left_out(log_file: Path) -> None:
    record = call(status=None, tenant_id="", reference_id=None, resource_id=None, principal=None)
    Telemetry().call_ended(record)
    (line,) = lines(log_file)
    check(line, CALL)
    assert set(line) == {*COMMON, *(name for name, field in CALL.items() if not field.optional)}


def test_a_request_is_one_line_with_all_that_is_documented(log_file: Path) -> None:
    Telemetry().request_ended(sent(trace=trace(), attempts=2))
    (line,) = lines(log_file)
    check(line, REQUEST)
    assert set(line) == {*COMMON, *REQUEST} - {"reason"}
    assert (line["logger"], line["event"], line["code"], line["attempts"], line["ms"]) \
        == ("tollbridge.requests", "request", 200, 2, 10.0)


def test_a_request_without_an_answer_says_why(log_file: Path) -> None:
    """An operator has to know a certificate that was refused from a host that is down."""
    reason = f"https://shop.example: the certificate was refused: not valid for '{PAN}'"
    Telemetry().request_ended(sent(status=None, outcome="unreachable", reason=reason))
    (line,) = lines(log_file)
    check(line, REQUEST)
    assert line["reason"] == "https://shop.example: the certificate was refused: not valid for '***'"


def test_a_card_number_in_a_path_is_masked(log_file: Path) -> None:
    Telemetry().request_ended(sent(path=f"/v1/payments/{PAN}/capture"))
    (line,) = lines(log_file)
    assert line["path"] == "/v1/payments/***/capture"


@pytest.mark.parametrize(("outcome", "left", "level"), [
    ("ok", 1, "info"), ("declined", 1, "info"), ("missing_required_field", 0, "info"), ("rejected", 1, "info"),
    ("outcome_unknown", 1, "warning"), ("cancelled", 1, "warning"), ("cancelled", 0, "info"), ("internal", 0, "error"),
])
def test_the_level_says_whether_somebody_must_look(log_file: Path, outcome: str, left: int, level: str) -> None:
    Telemetry().call_ended(call(outcome=outcome, sent=left))
    assert [line["level"] for line in lines(log_file)] == [level]


def test_an_unknown_word_is_a_warning_with_the_word(log_file: Path) -> None:
    Telemetry().event("unknown_status", connector="stripe", operation="sync", detail=f"odd_{PAN}" + "x" * 500)
    (line,) = lines(log_file)
    check(line, EVENT)
    assert (line["event"], line["level"], line["connector"]) == ("unknown_status", "warning", "stripe")
    assert line["detail"].startswith("odd_***")
    assert len(line["detail"]) <= 128


def test_an_event_has_the_ids_of_its_call(log_file: Path) -> None:
    Telemetry().event("webhook", call(), connector="stripe", outcome="ok", detail="evt_1")
    Telemetry().event("webhook", call(), connector="stripe", outcome="refused", detail="evt_1: HTTP 500")
    taken, refused = lines(log_file)
    for line in (taken, refused):
        check(line, EVENT)
        assert (line["merchant_id"], line["request_id"]) == ("shop-1", "0196a7c2-b4e8")
    assert (taken["level"], refused["level"], refused["detail"]) == ("info", "warning", "evt_1: HTTP 500")


def test_nothing_is_written_below_the_level(tmp_path: Path, logging_as_before: None) -> None:
    configure(LogOptions(level="warning", file=str(tmp_path / "log")))
    telemetry = Telemetry()
    telemetry.call_ended(call())
    telemetry.request_ended(sent())
    telemetry.call_ended(call(outcome="outcome_unknown"))
    assert [line["outcome"] for line in lines(tmp_path / "log")] == ["outcome_unknown"]


def test_bodies_are_shown_at_debug_if_asked(debug_log: Path) -> None:
    request = json.post_json("/v1/x", {"amount": 1})
    record = sent(request=request, response=HttpResponse(200, b'{"id":"pi_1"}', {"content-type": "application/json"}))
    Telemetry().request_ended(record)
    assert [line["event"] for line in lines(debug_log)] == ["request"]
    Telemetry(TelemetryOptions(bodies=True)).request_ended(record)
    line = lines(debug_log)[-1]
    check(line, BODIES)
    assert (line["level"], line["request_body"], line["response_body"]) == ("debug", '{"amount":1}', '{"id":"pi_1"}')


def test_bodies_are_not_shown_above_debug(log_file: Path) -> None:
    Telemetry(TelemetryOptions(bodies=True)).request_ended(sent(request=json.post_json("/v1/x", {"amount": 1})))
    assert [line["event"] for line in lines(log_file)] == ["request"]


def test_what_libraries_log_is_masked(log_file: Path) -> None:
    logging.getLogger("aiohttp.client").warning("sent %s to %s", PAN, "x")
    (line,) = lines(log_file)
    check(line, LOG)
    assert line["message"] == "sent *** to x"
    assert line["logger"] == "aiohttp.client"


def test_debug_lines_of_libraries_that_quote_urls_are_not_written(debug_log: Path) -> None:
    logging.getLogger("urllib3.connectionpool").debug("GET /v1/tokens/tok_secret")
    logging.getLogger("grpc._cython").debug("frame")
    logging.getLogger("tollbridge.server").debug("ours")
    assert [line["message"] for line in lines(debug_log)] == ["ours"]


def test_an_exception_is_told_by_kind_and_place_only(log_file: Path) -> None:
    def fall() -> None:
        raise ValueError(f"cannot read {PAN}, cvc 737")

    try:
        try:
            fall()
        except ValueError as error:
            raise RuntimeError("sk_live_secret") from error
    except RuntimeError:
        logging.getLogger("grpc.aio").exception("unexpected")
    (line,) = lines(log_file)
    check(line, LOG)
    assert re.fullmatch(r"RuntimeError at .*:\d+ from ValueError at .*>fall:\d+", line["exception"])
    assert not {PAN, "737", "sk_live_secret"} & set(re.findall(r"\w+", log_file.read_text()))


def test_of_asyncio_only_the_first_line_is_told(log_file: Path) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('cvc 737')")
    (line,) = lines(log_file)
    assert line["message"] == "Task exception was never retrieved"


def test_words_that_do_not_fit_their_arguments_are_still_a_line(log_file: Path) -> None:
    logging.getLogger("some.library").warning("%d of %s", "x")
    assert lines(log_file)[0]["message"] == "%d of %s"


def test_text_for_a_terminal(tmp_path: Path, logging_as_before: None) -> None:
    configure(LogOptions(format=Format.TEXT, file=str(tmp_path / "log")))
    Telemetry().call_ended(call())
    logging.getLogger("some.library").warning("one\ntwo %s", PAN)
    first, second = (tmp_path / "log").read_text().splitlines()
    assert re.match(r"\d\d:\d\d:\d\d\.\d{3} INFO    tollbridge.calls: call edge=grpc operation=authorize", first)
    assert "outcome=ok" in first
    assert second.endswith(r"WARNING some.library: one\ntwo ***")


def test_a_handler_of_others_gets_text_attributes_and_a_record_that_travels() -> None:
    seen: list[logging.LogRecord] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record)

    stream = io.StringIO()
    plain, kept, ours = logging.StreamHandler(stream), Kept(), logging.StreamHandler(io.StringIO())
    plain.setFormatter(logging.Formatter("%(levelname)s %(name)s %(request_id)s %(message)s %(filename)s"))
    ours.setFormatter(JsonFormatter())
    logger = logging.getLogger("tollbridge.calls")
    level = logger.level
    logger.setLevel(logging.INFO)
    for each in (plain, kept, ours):
        logger.addHandler(each)
    try:
        Telemetry().call_ended(call())
    finally:
        logger.setLevel(level)
        for each in (plain, kept, ours):
            logger.removeHandler(each)
    assert stream.getvalue().startswith("INFO tollbridge.calls 0196a7c2-b4e8 call edge=grpc ")
    assert ours.stream.getvalue().startswith('{"time":"')
    assert pickle.loads(pickle.dumps(seen[0].__dict__))["outcome"] == "ok"  # noqa: S301 - our own


def test_the_filter_for_handlers_of_others_masks() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Masking())
    try:
        raise ValueError(PAN)
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "", 0, "got %s", (PAN,), __import__("sys").exc_info())
    handler.handle(record)
    assert re.fullmatch(r"got \*\*\* \[ValueError at .*:\d+\]\n", stream.getvalue())


def test_a_handler_that_fails_stops_nothing(logging_as_before: None) -> None:
    class Broken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError("full")

    telemetry = Telemetry()
    broken = Broken()
    logger = logging.getLogger("tollbridge.calls")
    logger.addHandler(broken)
    logger.setLevel(logging.INFO)
    try:
        telemetry.call_ended(call())
    finally:
        logger.removeHandler(broken)
        logger.setLevel(logging.NOTSET)
    assert b"tollbridge_telemetry_faults_total 1.0" in telemetry.metrics_text()[0]


def test_time_is_utc_to_the_millisecond() -> None:
    assert timestamp(0.0) == "1970-01-01T00:00:00.000Z"
    assert timestamp(1700000000.9996) == "2023-11-14T22:13:20.999Z"
    assert timestamp(time.time())[:4] == time.strftime("%Y", time.gmtime())


def test_where_does_not_follow_causes_for_ever() -> None:
    error: Exception = ValueError("x")
    for _ in range(50):
        outer = ValueError("y")
        outer.__cause__ = error
        error = outer
    assert where(error).count("ValueError") <= 4


async def test_under_a_loop_lines_are_gathered_and_warnings_are_not_kept_waiting(handler: LineHandler,
                                                                                tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    telemetry = Telemetry()
    for _ in range(3):
        telemetry.call_ended(call())
    assert lines(path) == []
    await asyncio.sleep(3 * HOLD_S)
    assert len(lines(path)) == 3
    telemetry.call_ended(call())
    telemetry.call_ended(call(outcome="outcome_unknown"))
    assert [line["outcome"] for line in lines(path)] == ["ok"] * 4 + ["outcome_unknown"]
    telemetry.call_ended(call())
    handler.flush()
    assert len(lines(path)) == 6


async def test_a_chunk_of_lines_is_what_a_pipe_takes_in_one_piece(
        handler: LineHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(handler.sink, "write", written.append)
    telemetry = Telemetry()
    for _ in range(100):
        telemetry.call_ended(call())
    handler.flush()
    assert all(chunk.endswith(b"\n") and len(chunk) <= CHUNK_BYTES for chunk in written)
    assert sum(chunk.count(b"\n") for chunk in written) == 100
    assert len(written) < 20


def test_what_was_gathered_in_a_loop_that_is_gone_is_written_with_the_next(handler: LineHandler,
                                                                           tmp_path: Path) -> None:
    telemetry = Telemetry()

    async def one() -> None:
        telemetry.call_ended(call())

    asyncio.run(one())
    asyncio.run(one())
    telemetry.call_ended(call())
    assert len(lines(tmp_path / "log.json")) == 3


def test_the_words_of_others_pass_for_no_field_of_a_text_line() -> None:
    line = event_line(logging.WARNING, "unknown_status", connector="stripe", detail='odd outcome=ok\n"\x1b[31m')
    assert line.getMessage() == 'unknown_status connector=stripe detail="odd outcome=ok\\n\\"\\u001b[31m"'
