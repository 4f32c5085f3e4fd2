"""Calls over HTTP: operations as JSON, and every error as a problem that says what to do."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import Any

import pytest

from edges.grpc.surroundings import Processor
from edges.http.surroundings import CONFIG, PAYMENT, Answer, Serve, Server, get, post
from tollbridge.edges.http import operations
from tollbridge.edges.http.problems import CALL, KINDS, MEDIA_TYPE
from tollbridge.edges.http.routes import ALIASES
from tollbridge.sandbox import Sandbox
from tollbridge.service.principals import Principal, Principals, Token
from tollbridge.service.refusals import INTERNAL, REASONS

PAY = "/payments/authorize"
DECLINED = {**PAYMENT, "payment_method": {"card": {**PAYMENT["payment_method"]["card"],
                                                   "card_number": "4000000000000002"}}}
UNIVERSAL = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def is_problem(answer: Answer, code: str) -> dict[str, Any]:
    """A problem of this code, told as RFC 9457 says."""
    told: dict[str, Any] = answer.json
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (told["code"], told["status"]) == (code, answer.status)
    assert told["type"] == "urn:tollbridge:problem:" + code.lower().replace("_", "-")
    assert told["instance"] == answer.headers["x-request-id"]
    assert UNIVERSAL.items() <= answer.headers.items()
    return told


async def test_a_payment_is_taken(server: Server, sandbox: Sandbox) -> None:
    answer = await server.ask(post(PAY, PAYMENT, {"x-request-id": "mine-1"}))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["x-request-id"] == "mine-1"
    assert UNIVERSAL.items() <= answer.headers.items()
    assert answer.json["status"] == "CHARGED"
    assert sandbox.ledger.total("USD").charges == 1


@pytest.mark.parametrize("path", [PAY, "/types.PaymentService/Authorize"])
async def test_a_decline_is_an_answer(server: Server, path: str) -> None:
    answer = await server.ask(post(path, DECLINED))
    assert answer.status == 200
    assert answer.json["status"] == "FAILURE"
    assert answer.json["error"]["unified_details"]["code"]


async def test_a_payment_can_be_asked_for_and_given_back(server: Server) -> None:
    paid = (await server.ask(post(PAY, PAYMENT))).json
    its_id = paid["connector_transaction_id"]
    found = await server.ask(post("/payments/get", {"connector_transaction_id": its_id}))
    assert found.json["status"] == "CHARGED"
    refund = await server.ask(post("/payments/refund", {
        "merchant_refund_id": "r-1", "connector_transaction_id": its_id, "payment_amount": "1000",
        "refund_amount": {"minor_amount": "400", "currency": "USD"}}))
    assert refund.json["status"] == "REFUND_SUCCESS"


async def test_the_idempotency_key_is_sent_on(serve: Serve, processor: Processor) -> None:
    server = await serve(processor.url)
    await server.ask(post(PAY, PAYMENT, {"idempotency-key": "key-of-mine"}))
    (_, _, headers), *_ = processor.seen
    assert headers["idempotency-key"] == "key-of-mine"


async def test_every_operation_is_at_its_grpc_path_too(server: Server) -> None:
    for path in ALIASES:
        answer = await server.ask(post(path, b"[]"))
        assert is_problem(answer, "BAD_INPUT")["detail"] == "the body must be a JSON object"


# -- errors -----------------------------------------------------------------------------------------------------------
def test_every_reason_of_the_service_has_a_problem() -> None:
    assert set(CALL) == {reason for _, reason in REASONS} | {INTERNAL}
    assert not {kind.status for kind in KINDS.values()} & {502, 504}
    assert KINDS["OUTCOME_UNKNOWN"].status == 500


async def test_all_problems_of_a_request_are_told_at_once(server: Server) -> None:
    wrong = {"amount": {"minor_amount": "x", "currency": "USDD"}, "capture_methd": "AUTOMATIC"}
    told = is_problem(await server.ask(post(PAY, wrong)), "INVALID_FIELD")
    fields = {each["path"]: each["why"] for each in told["fields"]}
    assert fields.keys() >= {"amount.minor_amount", "amount.currency", "capture_methd", "payment_method"}
    assert "did you mean capture_method?" in fields["capture_methd"]


async def test_what_is_missing_is_named(server: Server) -> None:
    told = is_problem(await server.ask(post(PAY, {})), "MISSING_REQUIRED_FIELD")
    assert {"path": "amount", "why": "required"} in told["fields"]


@pytest.mark.parametrize(("headers", "code", "status"), [
    ({"x-connector-config": None}, "MISSING_CREDENTIALS", 401),
    ({"x-connector-config": "{"}, "INVALID_CONNECTOR_CONFIG", 422),
    ({"x-connector-config": '{"config":{"Stripe":{}}}'}, "INVALID_CONNECTOR_CONFIG", 422),
    ({"x-connector-config": '{"config":{"Nobody":{}}}'}, "BAD_INPUT", 400),
    ({"x-environment": "moon"}, "BAD_INPUT", 400),
    ({"content-type": "text/plain"}, "UNSUPPORTED_MEDIA_TYPE", 415),
    ({"content-type": None}, "UNSUPPORTED_MEDIA_TYPE", 415),
    ({"content-type": "application/json; charset=latin-1"}, "UNSUPPORTED_MEDIA_TYPE", 415),
    ({"content-encoding": "gzip"}, "UNSUPPORTED_MEDIA_TYPE", 415),
    ({"accept": "text/html"}, "NOT_ACCEPTABLE", 406),
    ({"accept": "application/json;q=0, */*"}, "NOT_ACCEPTABLE", 406),
])
async def test_headers_that_cannot_be_meant_so(
        server: Server, headers: dict[str, str | None], code: str, status: int) -> None:
    answer = await server.ask(post(PAY, PAYMENT, headers))
    is_problem(answer, code)
    assert answer.status == status
    assert (status == 401) == ("www-authenticate" in answer.headers)


@pytest.mark.parametrize("headers", [
    {"content-type": "Application/JSON; charset=UTF-8"}, {"accept": "application/json, text/plain, */*"},
    {"accept": "application/*;q=0.5"}, {"accept": ""},
])
async def test_headers_of_usual_clients_are_taken(server: Server, headers: dict[str, str]) -> None:
    assert (await server.ask(post(PAY, PAYMENT, headers))).status == 200


async def test_long_headers_do_not_stay_in_memory(server: Server) -> None:
    """They come before any proof of who calls."""
    before = operations._takes_json.cache_info().currsize, operations._is_json.cache_info().currsize
    long = {"accept": "text/plain, " * 1000 + "*/*"}
    assert (await server.ask(post(PAY, PAYMENT, {**long, "x-merchant-id": "first"}))).status == 200
    is_problem(await server.ask(post(PAY, PAYMENT, {"content-type": "application/json" + ";" * 1000})),
               "UNSUPPORTED_MEDIA_TYPE")
    assert operations._takes_json.cache_info().currsize == before[0]
    assert operations._is_json.cache_info().currsize <= before[1] + 1  # the usual one


async def test_a_header_given_twice_is_refused(server: Server) -> None:
    """Of two accounts nobody knows which one is meant, and a proxy may look at the other."""
    twice = post(PAY, PAYMENT).replace(b"\r\n\r\n", f"\r\nx-connector-config: {CONFIG}\r\n\r\n".encode(), 1)
    told = is_problem(await server.ask(twice), "BAD_INPUT")
    assert told["fields"] == [{"path": "x-connector-config", "why": "a header is given more than once"}]


async def test_what_the_connector_does_not_do_names_those_that_do(server: Server) -> None:
    answer = await server.ask(post("/payments/create-order", {"amount": {"minor_amount": 1, "currency": "USD"}}))
    told = is_problem(answer, "UNSUPPORTED")
    assert answer.status == 422
    assert "create_order" in told["what"]
    assert "airwallex" in told["instead"]


async def test_an_unknown_outcome_is_500_with_what_to_do(serve: Serve, processor: Processor) -> None:
    processor.status, processor.body = 503, "no"
    server = await serve(processor.url)
    answer = await server.ask(post(PAY, PAYMENT, {"idempotency-key": "k-1"}))
    told = is_problem(answer, "OUTCOME_UNKNOWN")
    assert answer.status == 500
    assert "retry-after" not in answer.headers
    assert (told["repeatable"], told["idempotency_key"]) == (True, "k-1")
    assert told["advice"] == "repeat the same request with the same idempotency key"


@pytest.mark.parametrize(("theirs", "ours"), [(401, 424), (403, 424), (404, 404), (429, 429)])
async def test_what_the_processor_refuses_is_about_the_account_the_id_or_the_rate(
        serve: Serve, processor: Processor, theirs: int, ours: int) -> None:
    processor.status = theirs
    processor.body = json.dumps({"error": {"code": "its_code", "message": "its words", "type": "x"}})
    processor.headers = {"retry-after": "7"} if theirs == 429 else {}
    answer = await (await serve(processor.url)).ask(post("/payments/get", {"connector_transaction_id": "pi_1"}))
    told = is_problem(answer, "REJECTED")
    assert answer.status == ours
    assert told["processor"]["http_status"] == theirs
    if theirs == 429:
        assert (answer.headers["retry-after"], told["retry_after_s"]) == ("7", 7)


async def test_a_processor_that_is_not_reached_is_503_since_nothing_was_sent(serve: Serve) -> None:
    answer = await (await serve()).ask(post(PAY, PAYMENT))
    is_problem(answer, "UNREACHABLE")
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) >= 1


async def test_more_calls_than_there_is_room_for_are_told_so(serve: Serve, processor: Processor) -> None:
    processor.may_answer.clear()
    server = await serve(processor.url, max_concurrent=1)
    first = await server.connect()
    await first.send(post(PAY, PAYMENT))
    await processor.arrived.wait()
    is_problem(await server.ask(post(PAY, PAYMENT)), "OVERLOADED")
    processor.may_answer.set()
    await first.answer()
    first.close()


async def test_nothing_secret_comes_back_or_is_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """A card number in every wrong place."""
    caplog.set_level(logging.DEBUG)
    number, key = "4000056655665556", "sk_test_canary_5d1f"
    wrong = {**PAYMENT, number: number, "capture_method": number, "customer": {"email": 1, number: {number: number}},
             "amount": {"minor_amount": number, "currency": number}}
    config = json.dumps({"config": {"Stripe": {"api_key": key, number: number}}})
    told = [await server.ask(request) for request in (
        post(PAY, wrong), post(PAY, number.encode()), post(PAY, PAYMENT, {"x-request-id": number}),
        post(PAY, PAYMENT, {"x-connector-config": config}), post(PAY, PAYMENT, {"x-environment": number}),
        post(PAY, PAYMENT, {"x-merchant-id": number, "x-tenant-id": number, "x-reference-id": number}),
        post(f"/payments/{number}", PAYMENT), post(f"{PAY}?card={number}", PAYMENT), get(f"/{number}"))]
    for text in (*(f"{answer.headers}{answer.body!r}" for answer in told), caplog.text):
        assert number not in text
        assert key not in text


async def test_a_client_that_went_away_is_told_apart_in_the_log(
        serve: Serve, processor: Processor, caplog: pytest.LogCaptureFixture) -> None:
    """Its payment goes on, and nobody was told what came of it."""
    caplog.set_level(logging.INFO)
    processor.body = json.dumps({"id": "pi_1", "status": "succeeded", "amount": 1000, "currency": "usd"})
    processor.may_answer.clear()
    server = await serve(processor.url)
    connection = await server.connect()
    await connection.send(post(PAY, PAYMENT))
    await processor.arrived.wait()
    connection.reset()
    await asyncio.sleep(0.05)
    processor.may_answer.set()
    async with asyncio.timeout(5):
        while "code=499" not in caplog.text:
            await asyncio.sleep(0.01)
    assert "outcome=outcome_unknown" in caplog.text


# -- who may call -----------------------------------------------------------------------------------------------------
@pytest.fixture
async def guarded(serve: Serve, sandbox: Sandbox) -> Server:
    digest = hashlib.sha256(b"its-token").hexdigest()
    return await serve(sandbox.base_url("stripe"), principals=Principals(
        [Token(digest, Principal("shop", frozenset({"m-1"})))]))


async def test_a_caller_proves_who_it_is(guarded: Server) -> None:
    for given in (None, "Bearer wrong", "Basic its-token"):
        is_problem(await guarded.ask(post(PAY, PAYMENT, {"authorization": given, "x-merchant-id": "m-1"})),
                   "UNAUTHENTICATED")
    good = {"authorization": "Bearer its-token", "x-merchant-id": "m-1"}
    assert (await guarded.ask(post(PAY, PAYMENT, good))).status == 200
    is_problem(await guarded.ask(post(PAY, PAYMENT, {**good, "x-merchant-id": "m-2"})), "FORBIDDEN")


async def test_nothing_is_read_of_who_may_not_call(guarded: Server) -> None:
    connection = await guarded.connect()
    await connection.send(post(PAY, b"{" * 100, {"content-length": "1000000"}))
    is_problem(await connection.answer(), "UNAUTHENTICATED")
    connection.close()


async def test_metrics_are_for_who_may_call_and_signs_of_life_for_all(guarded: Server) -> None:
    is_problem(await guarded.ask(get("/metrics")), "UNAUTHENTICATED")
    assert (await guarded.ask(get("/livez"))).status == 200


async def test_a_web_page_calls_only_with_a_token(server: Server, guarded: Server, sandbox: Sandbox) -> None:
    """One that a browser shows reaches loopback under a name of its own: then it is of the same origin."""
    page = {"origin": "http://evil.example:8080", "host": "evil.example:8080"}
    is_problem(await server.ask(post(PAY, PAYMENT, page)), "FORBIDDEN")
    assert not sandbox.ledger.entries()
    proved = {**page, "authorization": "Bearer its-token", "x-merchant-id": "m-1"}
    assert (await guarded.ask(post(PAY, PAYMENT, proved))).status == 200


# -- paths and methods ------------------------------------------------------------------------------------------------
async def test_other_paths_and_methods_are_problems(server: Server) -> None:
    is_problem(await server.ask(get("/nothing")), "NOT_FOUND")
    mistyped = is_problem(await server.ask(post("/payments/create_order", PAYMENT)), "NOT_FOUND")
    assert mistyped["detail"] == "no such path: did you mean /payments/create-order?"
    is_problem(await server.ask(get(PAY + "/")), "NOT_FOUND")
    wrong = await server.ask(get(PAY))
    is_problem(wrong, "METHOD_NOT_ALLOWED")
    assert wrong.headers["allow"] == "OPTIONS, POST"
    assert (await server.ask(get("/docs", "DELETE"))).headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", [
    PAY.replace("a", "%61"), PAY.replace("payments/", "payments%2F"), f"/{PAY}", f"/docs/..{PAY}", f"{PAY};a=b"])
async def test_an_operation_has_one_spelling(server: Server, path: str) -> None:
    """What a proxy in front forbids is not reached by another."""
    is_problem(await server.ask(post(path, PAYMENT)), "NOT_FOUND")
    is_problem(await server.ask(get("/metric%73")), "NOT_FOUND")


@pytest.mark.parametrize(("path", "allow"), [(PAY, "OPTIONS, POST"), ("/livez", "GET, HEAD, OPTIONS")])
async def test_options_tells_the_methods_and_allows_no_other_origin(server: Server, path: str, allow: str) -> None:
    answer = await server.ask(get(path, "OPTIONS"))
    assert (answer.status, answer.headers["allow"], answer.body) == (204, allow, b"")
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_head_is_get_without_a_body(server: Server) -> None:
    whole, head = await server.ask(get("/docs")), await server.ask(get("/docs", "HEAD"), of_head=True)
    assert head.status == 200
    assert head.headers["content-length"] == str(len(whole.body))


async def test_documents(server: Server) -> None:
    document = await server.ask(get("/openapi.json"))
    assert document.json["openapi"] == "3.1.0"
    page = await server.ask(get("/docs"))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (await server.ask(get("/metrics"))).headers["content-type"].startswith("text/plain")


async def test_documents_can_be_left_out(serve: Serve) -> None:
    server = await serve(docs=False, metrics=False)
    for path in ("/docs", "/openapi.json", "/metrics"):
        is_problem(await server.ask(get(path)), "NOT_FOUND")
