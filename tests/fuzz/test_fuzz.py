"""Whatever comes in, only the named errors come out: converter, answers of processors, webhooks, lines of transform.

TOLLBRIDGE_FUZZ_EXAMPLES says how many inputs each test tries, of each connector where it has one for each: 500, in CI
the same ones each time, so that more of them would hardly find more; 10,000 new ones by `make fuzz`. What fails is
printed with the input, and with a line that reproduces it.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from contract_wire.examples import draw_message
from fuzz.mutations import STRANGE, broken, broken_bytes, broken_headers, broken_json, with_text
from tollbridge import catalog, engine
from tollbridge.contract.answers import write_json, write_wire
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.converter.index import INDEX
from tollbridge.contract.error_json import KINDS
from tollbridge.domain.errors import (
    BadInput,
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Rejected,
    SignatureMismatch,
    Unsupported,
)
from tollbridge.domain.operations import HANDLE_EVENT, OPERATIONS, PARSE_EVENT, VERIFY_WEBHOOK_SOURCE, Operation
from tollbridge.edges.cli.transform import answer
from tollbridge.engine.plan import Answer
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.testing import Case, Subject, subject
from tollbridge.testing.golden import NOW_S, context, credentials, read_request, replay
from tollbridge.testing.webhooks import no_mere_words

GOLDEN = Path(__file__).parents[2] / "golden"
EXAMPLES = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "500"))
NAMES = [name for name in catalog.names() if (GOLDEN / name).is_dir()]
UNREADABLE = (BadInput, MissingField, InvalidField)
STATUSES = (200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 500, 503, 599)
operations = st.sampled_from([operation for operation in OPERATIONS if operation.flow in INDEX])
each_connector = pytest.mark.parametrize("name", NAMES)


def tried(examples: int) -> Callable[[Any], Any]:
    """So many inputs. Explaining a failure would run a slow tracer over all of them; shrinking it is worth the time."""
    return settings(
        max_examples=max(examples, 10), deadline=None, print_blob=True, database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))


everything = tried(EXAMPLES)


@cache
def its(name: str) -> Subject:
    return subject(name, GOLDEN)


def one_of(drawn: st.DataObject, cases: Sequence[Case]) -> Case:
    """A case, by its name: what is drawn is printed when a test fails."""
    named = {case.name: case for case in cases}
    return named[drawn.draw(st.sampled_from(sorted(named)), label="case")]


# -- converter --------------------------------------------------------------------------------------------------------
def message(drawn: st.DataObject, operation: Operation[Any, Any]) -> Any:
    """A request of it as protobuf, with a few fields."""
    _, name, module, _, _, _ = INDEX[operation.flow]
    made = getattr(importlib.import_module(module), name.removeprefix("V1"))()
    draw_message(lambda strategy: drawn.draw(strategy), made)
    return made


@everything
@given(operation=operations, drawn=st.data())
def test_any_json_is_a_request_or_a_named_error(operation: Operation[Any, Any], drawn: st.DataObject) -> None:
    value = MessageToDict(message(drawn, operation), preserving_proto_field_name=True)
    try:
        asked = msgspec.json.decode(drawn.draw(broken_json(value), label="JSON"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return  # no JSON: an edge has said so before the converter sees it
    codec = json_codec(operation)
    try:
        request = codec.read_request(asked)
        written = codec.write_request(request)
    except UNREADABLE:
        return
    assert codec.read_request(written) == request


@everything
@given(operation=operations, drawn=st.data())
def test_any_bytes_are_a_request_or_a_named_error(operation: Operation[Any, Any], drawn: st.DataObject) -> None:
    body = drawn.draw(broken_bytes(message(drawn, operation).SerializeToString()), label="bytes")
    codec = wire_codec(operation)
    try:
        request = codec.read_request(body)
        written = codec.write_request(request)
    except UNREADABLE:
        return
    assert codec.write_request(codec.read_request(written)) == written  # as bytes, for NaN is not equal to itself


# -- answers of processors --------------------------------------------------------------------------------------------
def outcome(subject_: Subject, case: Case, request: Any, answers: Sequence[HttpResponse]) -> Any:
    """What comes of a conversation: a result in JSON, a request that wants another answer, or an error of ours."""
    try:
        asked = read_request(case, request)
        plan = engine.run(subject_.connector, case.operation, asked, context(subject_, case, asked), {})
        step: Any = engine.advance(plan, answers)
        if not isinstance(step, Answer):
            return step
        write_wire(case.operation, asked, step)  # what JSON can say, protobuf can say too
        return write_json(case.operation, asked, step)
    except ConnectorError as error:
        return error


def only_pre_steps(case: Case) -> bool:
    """Whether all its answers are of pre-steps: it is refused after the login."""
    error = case.golden.error
    return isinstance(error, dict) and error["type"] in ("MissingField", "InvalidField", "Unsupported")


def broken_body(drawn: st.DataObject, case: Case, index: int) -> bytes:
    """Of an answer that is sealed more often its content, before it was sealed: the seal itself hides all behind it."""
    received = case.golden.exchanges[index].receive
    if received.body_sealed is None or case.sealing is None or drawn.draw(st.integers(0, 3), label="seal") == 0:
        return drawn.draw(broken(case.answers[index].body), label="body")
    return case.sealing.sealed(drawn.draw(broken(received.content), label="content"))


@each_connector
@everything
@given(drawn=st.data())
def test_any_answer_is_a_result_or_a_named_error(name: str, drawn: st.DataObject) -> None:
    # an answer about a webhook is a proof or none: that is the rule a_failed_check_lets_nothing_in
    hooks = (HANDLE_EVENT, PARSE_EVENT, VERIFY_WEBHOOK_SOURCE)
    case = one_of(drawn, [case for case in its(name).cases if case.answers and case.operation not in hooks])
    index = drawn.draw(st.integers(0, len(case.answers) - 1), label="exchange")
    genuine = case.answers[index]
    status = drawn.draw(st.sampled_from((*[genuine.status] * len(STATUSES), *STATUSES)), label="status")
    body = broken_body(drawn, case, index)
    headers = drawn.draw(broken_headers(genuine.headers), label="headers")
    broken_answer = HttpResponse(status, body, {key.lower(): value for key, value in headers.items()})
    answers = [*case.answers[:index], broken_answer]
    while isinstance(got := outcome(its(name), case, None, answers), HttpRequest) and len(answers) < len(case.answers):
        answers.append(case.answers[len(answers)])
    if isinstance(got, ConnectorError):
        # a pre-step: nothing else has left
        before = isinstance(got, NotSent) and (index < len(case.answers) - 1 or only_pre_steps(case))
        assert isinstance(got, Rejected | OutcomeUnknown) or before, got


# -- requests ---------------------------------------------------------------------------------------------------------
@each_connector
@everything
@given(drawn=st.data())
def test_any_text_in_a_request_or_account_is_sent_or_a_named_error(name: str, drawn: st.DataObject) -> None:
    """Of the library's own callers: what comes as JSON or protobuf was read before."""
    case = one_of(drawn, [case for case in its(name).cases if not case.operation.flow.endswith("_event")])
    try:
        asked = read_request(case)
    except UNREADABLE:
        return
    text, own = drawn.draw(st.sampled_from(STRANGE), label="text"), context(its(name), case, asked).account
    whose, value = drawn.draw(st.sampled_from((("request", asked), ("account", own))), label="whose")
    texts = list(with_text(value, text))
    if not texts:
        return
    _, changed = drawn.draw(st.sampled_from(texts), label="field")
    request, account = (changed, own) if whose == "request" else (asked, changed)
    ctx = msgspec.structs.replace(context(its(name), case, request), account=account)
    with suppress(ConnectorError):
        engine.advance(engine.run(its(name).connector, case.operation, request, ctx, {}), case.answers)


# -- webhooks ---------------------------------------------------------------------------------------------------------
def let_in(subject_: Subject) -> Subject:
    """The connector as it would be with the webhook's secret in an attacker's hands: every webhook is genuine."""
    hook: Any = subject_.connector.webhook
    opened = msgspec.structs.replace(hook, verify=lambda *_: None, needs=())
    return replace(subject_, connector=replace(subject_.connector, webhook=opened))


@pytest.mark.parametrize("name", [name for name in NAMES if catalog.load(name).webhook is not None])
@everything
@given(drawn=st.data(), signed=st.booleans())
def test_any_webhook_is_refused_or_means_what_it_did(name: str, drawn: st.DataObject, signed: bool) -> None:
    cases = [case for operation in (HANDLE_EVENT, PARSE_EVENT) for case in its(name).of(operation)]
    hook = its(name).connector.webhook
    asks = hook is not None and bool(hook.needs)  # the processor, whose answer in a case is that of the genuine one
    case = one_of(drawn, cases)
    details = case.golden.request["request_details"]
    body = drawn.draw(st.just(genuine_body(case)) | broken(genuine_body(case)), label="body")
    headers = drawn.draw(broken_headers(details["headers"]), label="headers")
    query = drawn.draw(st.just(details.get("query_params")) | st.text(), label="query")
    changed = {**details, "headers": headers, "query_params": query, "body": msgspec.to_builtins(body)}
    request = {**case.golden.request, "request_details": changed}
    got = outcome(its(name) if signed else let_in(its(name)), case, request, case.answers)
    if isinstance(got, ConnectorError):
        # Unsupported: it is genuine, and no event that the contract can carry
        beyond = isinstance(got, Unsupported) and case.operation is HANDLE_EVENT
        assert isinstance(got, SignatureMismatch | InvalidField | MissingField) or beyond or asks, got
    elif signed and case.operation is HANDLE_EVENT and isinstance(got, dict) and not asks:
        told = replay(its(name), case, request=request, answers=case.answers)
        assert got == case.golden.result or no_mere_words(its(name), case, body, told) is None, \
            "taken in, though it says something else"


def genuine_body(case: Case) -> bytes:
    read: Any = read_request(case)
    body: bytes = read.request_details.body
    return body


# -- lines of transform -----------------------------------------------------------------------------------------------
def line_of(name: str, case: Case) -> dict[str, Any]:
    """A line that asks for what the case shows."""
    exchanges = [{"status": answer.status, "headers": dict(answer.headers), "body": answer.body.decode()}
                 for answer in case.answers]
    hook = case.operation in (HANDLE_EVENT, PARSE_EVENT)
    op = "webhook" if hook else "response" if exchanges else "request"
    return {"id": case.name, "op": op, "connector": name, "flow": case.golden.operation, "environment": "SANDBOX",
            "config": credentials(GOLDEN / name, case), "now": NOW_S, "nonce": "0" * 32,
            "idempotency_key": "key-1", "request": case.golden.request,
            "exchanges": exchanges if hook else exchanges[:-1], "http": exchanges[-1] if exchanges else None}


@everything
@given(drawn=st.data())
def test_any_line_has_an_answer(drawn: st.DataObject) -> None:
    name = drawn.draw(st.sampled_from(NAMES), label="connector")
    line = line_of(name, one_of(drawn, its(name).cases))
    said = answer(drawn.draw(broken(json.dumps(line).encode()), label="line"))
    assert ("ok" in said) != ("error" in said)
    if "error" in said:
        assert said["error"]["type"] in {kind.__name__ for kind in (*KINDS, BadInput)}
        assert "internal error" not in said["error"]["message"]
    assert msgspec.json.decode(msgspec.json.encode(said))["id"] == said["id"]


@everything
@given(name=st.text() | st.sampled_from(("__init__", "__main__", "stripe.wire", "stripe\0", "..", "\ud800", "None")))
def test_any_name_is_a_connector_or_bad_input(name: str) -> None:
    try:
        assert catalog.load(name).id == name
    except BadInput:
        return
