"""`tollbridge transform`: every golden case goes through it, and no line, however wrong, ends the stream."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tollbridge import catalog, engine, kit
from tollbridge.domain.errors import ConnectorError
from tollbridge.domain.operations import OPERATIONS
from tollbridge.edges.cli.transform import answer, transform
from tollbridge.testing import Case, Subject, subject
from tollbridge.testing.golden import NONCE, NOW_S, context, credentials, read_request

Json = dict[str, Any]
GOLDEN = Path(__file__).parents[2] / "golden"
TYPES = {"MissingField", "InvalidField", "Unsupported", "Rejected", "OutcomeUnknown", "SignatureMismatch", "BadInput"}
CANARY = "canary-7f3a51-of-a-secret"
NAMES = catalog.names()


@cache
def its(name: str) -> Subject:
    return subject(name, GOLDEN)


def cases() -> list[tuple[str, Case]]:
    return [(name, case) for name in catalog.names() for case in its(name).cases]


def line(name: str, case: Case, **more: Any) -> Json:
    """A line that asks what the case asks."""
    golden = json.loads((GOLDEN / name / f"{case.name}.json").read_text())
    asked = {"id": case.name, "connector": name, "flow": golden["operation"], "request": golden["request"],
             "environment": golden.get("environment", "SANDBOX"), "now": golden.get("now", NOW_S), "nonce": NONCE,
             "config": credentials(GOLDEN / name, case)}
    if "idempotency_key" in golden:
        asked["idempotency_key"] = golden["idempotency_key"]
    return {**asked, **more}


def ask(asked: Json) -> Json:
    """As a line of bytes, and back."""
    told: Json = json.loads(next(transform([json.dumps(asked).encode()])))
    return told


def error_of(case: Case) -> Json:
    """The golden error in transform's words: it says nothing of waiting."""
    assert isinstance(case.golden.error, dict)
    return {key: value for key, value in case.golden.error.items() if key != "retry_after_s"}


def agrees(told: Json, case: Case) -> bool:
    if isinstance(case.golden.result, dict):
        return bool(told.get("ok") == case.golden.result)
    error = told.get("error", {})
    return error_of(case).items() <= error.items() and isinstance(error["message"], str)


CALLS = [(name, case) for name, case in cases() if case.operation not in engine.EVENTS]
WEBHOOKS = [(name, case) for name, case in cases() if case.operation in engine.EVENTS]


def lacking(name: str, case: Case) -> set[str]:
    """Where the request would have to bring what only pre-steps give: none run here."""
    flow = catalog.load(name).flow(case.operation)
    try:
        request = read_request(case)
    except ConnectorError:
        return set()
    ctx = context(its(name), case, request)
    needs = [(need.operation, need.wanted(request, ctx)) if isinstance(need, kit.Need) else (need, True)
             for need in (flow.needs if flow else ())]
    return {str(step.path) for step, wanted in needs if wanted and not (step.given and step.given(request))}


@pytest.mark.parametrize(("name", "case"), CALLS, ids=str)
def test_a_golden_case_goes_through_it(name: str, case: Case) -> None:
    if case.answers and (missing := lacking(name, case)):
        told = ask(line(name, case, op="request"))["error"]
        assert told["type"] == "MissingField"
        assert set(told["fields"]) <= missing
        return
    exchanges = json.loads((GOLDEN / name / f"{case.name}.json").read_text()).get("exchanges", [])
    came = [sealed(case, exchange) for exchange in exchanges]
    for number, exchange in enumerate(exchanges):
        built = ask(line(name, case, op="request", exchanges=came[:number]))
        assert opened(case, built["ok"]) == exchange["send"]
    if not exchanges:
        assert agrees(ask(line(name, case, op="request")), case)
    else:
        assert agrees(ask(line(name, case, op="response", http=came[-1]["receive"], exchanges=came[:-1])), case)


def sealed(case: Case, exchange: Json) -> Json:
    """An exchange of a case with the answer as it comes in."""
    received = dict(exchange["receive"])
    if case.sealing is not None and (content := received.pop("body_sealed", None)) is not None:
        received["body"] = case.sealing.sealed(content.encode()).decode()
    return {**exchange, "receive": received}


def opened(case: Case, sent: Json) -> Json:
    """A request as `send` has it."""
    if case.sealing is None or "body" not in sent:
        return sent
    held = case.sealing.opened(sent["body"].encode()).decode()
    return {**{name: value for name, value in sent.items() if name != "body"}, "body_sealed": held}


@pytest.mark.parametrize(("name", "case"), WEBHOOKS, ids=str)
def test_a_golden_webhook_goes_through_it(name: str, case: Case) -> None:
    exchanges = json.loads((GOLDEN / name / f"{case.name}.json").read_text()).get("exchanges", [])
    assert agrees(ask(line(name, case, op="webhook", exchanges=exchanges)), case)


def an_answered(name: str) -> Case:
    """A case of a connector with a request, an answer and a result, for which no pre-step has to run."""
    return next(case for case in its(name).cases
                if case.answers and isinstance(case.golden.result, dict) and not lacking(name, case))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("change", "type_", "field"), [
    ({"connector": "nobody"}, "BadInput", "connector"),
    ({"connector": ""}, "BadInput", "connector"),
    ({"connector": "../x"}, "BadInput", "connector"),
    ({"flow": "nothing"}, "BadInput", "flow"),
    ({"flow": None}, "BadInput", "flow"),
    ({"op": "send"}, "BadInput", "op"),
    ({"op": "webhook"}, "BadInput", "op"),
    ({"environment": "moon"}, "BadInput", "environment"),
    ({"environment": None}, "BadInput", "environment"),
    ({"now": "noon"}, "BadInput", "now"),
    ({"now": 1e300}, "BadInput", "now"),
    ({"idempotency_key": 7}, "BadInput", "idempotency_key"),
    ({"config": {}}, "BadInput", None),
    ({"config": [CANARY]}, "BadInput", "config"),
    ({"config": {CANARY[:6]: CANARY}}, "BadInput", None),
    ({"request": CANARY}, "BadInput", None),
    ({"request": None}, "BadInput", None),
    ({"op": "response", "http": None}, "BadInput", "http"),
    ({"op": "response", "http": {"status": "200"}}, "BadInput", "http.status"),
    ({"op": "response", "http": {"status": 42}}, "BadInput", "http.status"),
    ({"op": "response", "http": {"status": 200, "headers": {"a": 1}}}, "BadInput", "http.headers"),
    ({"op": "response", "http": {"status": 200, "body_b64": "%%"}}, "BadInput", "http.body"),
    ({"op": "response", "http": {"status": 200, "body": {}}}, "BadInput", "http.body"),
    ({"exchanges": [None]}, "BadInput", "exchanges[0]"),
])
def test_a_wrong_line_is_told_what_is_wrong(name: str, change: Json, type_: str, field: str | None) -> None:
    told = ask({**line(name, an_answered(name), op="request"), **change})
    if type_ == "InvalidField" and field == "idempotency_key" and catalog.load(name).idempotency is None:
        assert "ok" in told  # a key that the processor would not look at is nothing wrong
        return
    assert told["error"]["type"] == type_
    assert field is None or told["error"]["fields"] == [field]
    assert CANARY not in json.dumps(told)


@pytest.mark.parametrize("name", [name for name in NAMES if catalog.load(name).idempotency])
def test_a_key_that_the_processor_would_not_take_is_told(name: str) -> None:
    told = ask(line(name, an_answered(name), op="request", idempotency_key="x" * 5000))
    assert (told["error"]["type"], told["error"]["fields"]) == ("InvalidField", ["idempotency_key"])


@pytest.mark.parametrize("text", [b"{", b"[]", b"7", b"\xff\xfe", b"null", b'"x"', b"[" * 100_000, b"{}"])
def test_what_is_no_line_is_answered_and_the_next_one_read(text: bytes) -> None:
    name = NAMES[0]
    good = json.dumps(line(name, an_answered(name), op="request")).encode()
    bad, blank_is_skipped = transform([text, b"  \n", good])
    assert json.loads(bad)["error"]["type"] == "BadInput"
    assert "ok" in json.loads(blank_is_skipped)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(
    st.sampled_from(["id", "op", "connector", "flow", "config", "request", "environment", "now", "http", "exchanges",
                     "idempotency_key", "nonce"]),
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(
        ["request", "response", "webhook", "stripe", "authorize", "get", "handle_event", "SANDBOX"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=6)))
def test_any_object_is_answered_with_a_documented_error(asked: Json) -> None:
    told = answer(json.dumps(asked).encode())
    error = told.get("error")
    assert error is None or (error["type"] in TYPES and "internal error" not in error["message"])
    assert error is None or error.keys() == {"type", "code", "message", "fields"}


@pytest.mark.parametrize("name", NAMES)
def test_unknown_keys_of_a_line_are_ignored(name: str) -> None:
    case = an_answered(name)
    asked = line(name, case, op="request")
    with_more, without = (ask(one)["ok"] for one in ({**asked, "expected": {"ok": 1}, "name": "x"}, asked))
    assert opened(case, with_more) == opened(case, without)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_may_be_base64(name: str) -> None:
    case = an_answered(name)
    received = case.answers[-1]
    http = {"status": received.status, "headers": dict(received.headers)}
    asked = line(name, case, op="response", http={**http, "body": received.body.decode()})
    encoded = {**asked, "http": {**http, "body_b64": base64.b64encode(received.body).decode()}}
    assert ask(encoded) == ask(asked)


@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_are_no_text_decide_nothing(name: str) -> None:
    told = ask(line(name, an_answered(name), op="response",
                    http={"status": 200, "body_b64": base64.b64encode(b"\xff\x00" + CANARY.encode()).decode()}))
    assert told["error"]["type"] == "OutcomeUnknown"
    assert CANARY not in json.dumps(told)


def every_flow() -> Iterator[tuple[str, str, str]]:
    for name in NAMES:
        for operation in OPERATIONS:
            for op in ("request", "response", "webhook"):
                yield name, operation.flow, op


@pytest.mark.parametrize("request_", [{}, {"connector_transaction_id": CANARY, "metadata": CANARY, "bogus": CANARY}])
def test_every_flow_of_every_connector_answers(request_: Json) -> None:
    lines = [json.dumps({
        "id": f"{name} {flow} {op}", "op": op, "connector": name, "flow": flow, "request": request_,
        "environment": "SANDBOX", "config": json.loads((GOLDEN / name / "account.json").read_text()),
        "http": {"status": 500, "body": CANARY}}).encode() for name, flow, op in every_flow()]
    told = [json.loads(text) for text in transform(lines)]
    assert len(told) == len(lines)
    for one in told:
        if "error" in one:
            assert one["error"]["type"] in TYPES, one
            assert "internal error" not in one["error"]["message"], one
            assert CANARY not in json.dumps(one["error"]), one


def secrets_replaced(value: Any) -> Any:
    """A request or config whose texts are canaries where only people's data and credentials stand."""
    kept = {"currency", "minor_amount", "country_alpha2_code"}
    if isinstance(value, dict):
        return {key: inner if key in kept else secrets_replaced(inner) for key, inner in value.items()}
    return CANARY if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "case"), cases(), ids=str)
def test_no_error_repeats_what_was_given(name: str, case: Case) -> None:
    """Card, credentials and answer are all canaries: of them an error may quote the processor's message alone."""
    asked = line(name, case, op="webhook" if case.operation in engine.EVENTS else "response")
    for answered in (f'{{"{CANARY}": ', f'{{"id": ["{CANARY}"], "status": {{"{CANARY}": 1}}}}'):
        told = ask({**asked, "config": secrets_replaced(asked["config"]), "request": secrets_replaced(asked["request"]),
                    "http": {"status": 200, "body": answered}})
        assert CANARY not in json.dumps(told.get("error", ""))


def test_the_command_answers_each_line_as_it_comes() -> None:
    """Over a pipe that stays open: an answer to the first line before the second is written."""
    name = NAMES[0]
    good = json.dumps(line(name, an_answered(name), op="request")).encode() + b"\n"
    command = [str(Path(sys.executable).with_name("tollbridge")), "transform"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        for text in (good, b"{\n", good):
            child.stdin.write(text)
            child.stdin.flush()
            told = json.loads(child.stdout.readline())
            assert ("ok" in told) == (text == good)
        child.stdin.close()
        assert child.stderr.read() == b""
        assert child.wait(10) == 0
