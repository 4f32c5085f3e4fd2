"""Every class of error: its status code, its message, and what its details say."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass
from msgspec import Struct

from edges.grpc.grpc_client import KEY, METHODS, PAY, Client, Refused, config, payment
from edges.grpc.surroundings import Lines, Processor, Serve
from tollbridge.contract.codec import wire_codec
from tollbridge.contract.pb.errors_pb2 import ConnectorError, IntegrationError
from tollbridge.contract.reading import MOST_PROBLEMS, Reading
from tollbridge.domain.errors import (
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Problem,
    Rejected,
    Unsupported,
)
from tollbridge.domain.operations import AUTHORIZE, CREATE_ORDER, GIFT_CARD_BALANCE, TRANSFER_PAYOUT
from tollbridge.edges.grpc import ErrorDetails
from tollbridge.edges.grpc.status import CODES, ending
from tollbridge.service.refusals import refusal

Code = grpc.StatusCode
SYNC = {"connector_transaction_id": "pi_1"}


async def refused(client: Client, rpc: str, request: dict[str, Any], **metadata: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        await client(rpc, request, **metadata)
    return caught.value


async def test_missing_fields_are_all_listed(serve: Serve) -> None:
    _, client = await serve()
    error = await refused(client, f"{PAY}/Authorize", {"merchant_transaction_id": "o-1"})
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "MISSING_REQUIRED_FIELD")
    listed = {each.field: each.description for each in error.details["BadRequest"].field_violations}
    assert {"amount", "payment_method"} <= set(listed)
    assert set(listed.values()) == {"required"}
    assert all(path in error.message for path in listed)
    told = error.details["IntegrationError"]
    assert (told.error_code, told.error_message) == ("MISSING_REQUIRED_FIELD", error.message)


async def test_an_invalid_field_is_named(serve: Serve) -> None:
    _, client = await serve()
    error = await refused(client, f"{PAY}/Authorize", payment(), idempotency_key="k" * 256)
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "INVALID_FIELD")
    (violation,) = error.details["BadRequest"].field_violations
    assert (violation.field, violation.description) == ("idempotency_key", "longer than 255 characters")


async def test_bytes_that_are_no_message_are_bad_input(serve: Serve) -> None:
    _, client = await serve()
    ask: Any = client.channel.unary_unary(f"/{PAY}/Authorize")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await ask(b"\xff\xff", metadata=(("x-connector-config", config()),))
    error = Refused(caught.value)
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "BAD_INPUT")


@pytest.mark.parametrize("rpc", [CREATE_ORDER.rpc, TRANSFER_PAYOUT.rpc, GIFT_CARD_BALANCE.rpc])
async def test_what_a_connector_does_not_do_is_a_failed_precondition(serve: Serve, rpc: str) -> None:
    _, client = await serve()
    error = await refused(client, rpc, _readable(rpc))
    assert (error.code, error.reason) == (Code.FAILED_PRECONDITION, "UNSUPPORTED")
    assert "on stripe" in error.message
    assert error.details["IntegrationError"].error_code == "UNSUPPORTED"


def _readable(rpc: str) -> dict[str, Any]:
    """The least that reads as a request."""
    money = {"minor_amount": 1, "currency": "USD"}
    least: dict[str, dict[str, Any]] = {
        "PaymentService": {"merchant_order_id": "o-1", "amount": money},
        "PayoutService": {"merchant_payout_id": "p-1", "amount": money, "destination_currency": "USD"},
        "GiftCardService": {"payment_method": {"givex": {"number": {"value": "1"}, "cvc": {"value": "2"}}}},
    }
    return least[rpc.partition("/")[0].rpartition(".")[2]]


@pytest.mark.usefixtures("gatepay")
async def test_connectors_that_do_it_are_named(serve: Serve) -> None:
    _, client = await serve()
    error = await refused(client, f"{PAY}/Get", SYNC,
                          x_connector_config=config("gatepay", api_key="a", key1="b"))
    assert error.code is Code.FAILED_PRECONDITION
    assert "stripe" in error.message.partition("offered by: ")[2]
    assert "stripe" in error.details["ErrorInfo"].metadata["instead"].split(",")


async def test_those_that_take_a_payment_method_are_named(serve: Serve) -> None:
    _, client = await serve()
    error = await refused(client, f"{PAY}/Authorize", payment(payment_method={"upi_collect": {}}))
    assert (error.code, error.reason) == (Code.FAILED_PRECONDITION, "UNSUPPORTED")
    assert error.details["ErrorInfo"].metadata["instead"] == "adyen,phonepe"


async def test_a_processor_that_is_not_there_is_unavailable(serve: Serve) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        _, client = await serve(f"http://127.0.0.1:{taken.getsockname()[1]}")
        error = await refused(client, f"{PAY}/Authorize", payment())
    assert (error.code, error.reason) == (Code.UNAVAILABLE, "UNREACHABLE")
    assert error.details["IntegrationError"].error_code == "UNREACHABLE"


@pytest.mark.parametrize(("http_status", "code"), [
    (401, Code.FAILED_PRECONDITION), (403, Code.FAILED_PRECONDITION), (404, Code.NOT_FOUND),
    (429, Code.RESOURCE_EXHAUSTED)])
async def test_a_refused_call_is_never_about_our_caller(
        serve: Serve, processor: Processor, http_status: int, code: grpc.StatusCode) -> None:
    processor.status = http_status
    processor.body = json.dumps({"error": {"type": "x", "code": "no_go", "message": "Not so."}})
    _, client = await serve(processor.url)
    error = await refused(client, f"{PAY}/Get", SYNC)
    assert (error.code, error.reason) == (code, "REJECTED")
    assert dict(error.details["ErrorInfo"].metadata) == {"code": "no_go", "http_status": str(http_status)}
    told = error.details["ConnectorError"]
    assert (told.error_code, told.http_status_code) == ("REJECTED", http_status)
    its = told.error_info.connector_details
    assert (its.code, its.message) == ("no_go", "Not so.")


@pytest.mark.parametrize(("headers", "seconds"), [({"retry-after": "7"}, 7), ({}, 1)])
async def test_a_rate_limit_says_when_to_come_back(
        serve: Serve, processor: Processor, headers: dict[str, str], seconds: int) -> None:
    processor.status, processor.headers = 429, headers
    _, client = await serve(processor.url)
    error = await refused(client, f"{PAY}/Authorize", payment())
    assert error.code is Code.RESOURCE_EXHAUSTED
    assert error.details["RetryInfo"].retry_delay.ToTimedelta().total_seconds() == seconds


@pytest.mark.parametrize(("status", "body"), [(500, ""), (503, "{}"), (409, "{}"), (200, "<html>"), (200, "{}")])
async def test_an_answer_that_says_nothing_is_unknown_never_retried_by_itself(
        serve: Serve, processor: Processor, status: int, body: str) -> None:
    processor.status, processor.body = status, body
    _, client = await serve(processor.url)
    error = await refused(client, f"{PAY}/Authorize", payment())
    assert (error.code, error.reason) == (Code.UNKNOWN, "OUTCOME_UNKNOWN")
    assert error.details["ConnectorError"].error_code == "OUTCOME_UNKNOWN"
    assert error.message.endswith("repeat the same request with the same idempotency key")
    assert len(processor.seen) == 1


async def test_a_forged_webhook_is_unauthenticated(serve: Serve) -> None:
    _, client = await serve()
    request = {"request_details": {"method": "HTTP_METHOD_POST", "uri": "/hook", "body": "e30=",
                                   "headers": {"stripe-signature": "t=1,v1=00"}},
               "webhook_secrets": {"secret": "whsec_1"}}
    error = await refused(client, "types.EventService/HandleEvent", request)
    assert (error.code, error.reason) == (Code.UNAUTHENTICATED, "SIGNATURE_MISMATCH")


@pytest.mark.usefixtures("gatepay")
async def test_a_fault_of_ours_is_internal_and_says_nothing(serve: Serve, log: Lines) -> None:
    _, client = await serve()
    secret = "key-that-nobody-may-see"
    error = await refused(client, f"{PAY}/Void", SYNC, x_connector_config=config("Gatepay", api_key=secret, key1="b"))
    assert (error.code, error.message, error.reason) == (Code.INTERNAL, "internal error", "INTERNAL")
    level, line = await log.wait_for(lambda text: "RuntimeError" in text)
    assert level == "ERROR"
    assert "build_void" in line
    assert secret not in str(log.lines)


@pytest.mark.usefixtures("gatepay")
async def test_a_fault_of_ours_after_the_processor_acted_is_an_unknown_outcome(
        serve: Serve, processor: Processor, log: Lines) -> None:
    _, client = await serve(connector_urls={"gatepay": processor.url})
    error = await refused(
        client, f"{PAY}/Capture",
        {**SYNC, "merchant_capture_id": "c-1", "amount_to_capture": {"minor_amount": 1, "currency": "USD"}},
        x_connector_config=config("Gatepay", api_key="a", key1="b"))
    assert (error.code, error.reason) == (Code.UNKNOWN, "OUTCOME_UNKNOWN")
    assert error.details["ErrorInfo"].metadata["reference"] == "g-1"
    level, line = await log.wait_for(lambda text: "fault=" in text)
    assert (level, "UnicodeEncodeError" in line) == ("ERROR", True)


async def test_bare_details_are_the_contracts_own_error(serve: Serve, processor: Processor) -> None:
    processor.status = 500
    _, client = await serve(processor.url, error_details=ErrorDetails.UCS)
    told = IntegrationError.FromString((await refused(client, f"{PAY}/Authorize", {})).raw)
    assert told.error_code == "MISSING_REQUIRED_FIELD"
    unknown = ConnectorError.FromString((await refused(client, f"{PAY}/Authorize", payment())).raw)
    assert (unknown.error_code, unknown.http_status_code) == ("OUTCOME_UNKNOWN", 500)


def test_card_numbers_in_a_processors_words_are_masked_and_its_own_ids_are_not() -> None:
    error = Rejected("bad", "card 4242 4242 4242 4242 of payment 8835123412341234", 404)
    told = ending(refusal(error), ErrorDetails.RICH)
    assert told.message == "bad (HTTP 404): card *** of payment 8835123412341234"
    assert b"4242" not in told.details


def test_details_fit_into_the_trailers_that_clients_take() -> None:
    told = ending(refusal(MissingField(*(f"order_details[{n}].product_name" for n in range(1000)))), ErrorDetails.RICH)
    assert len(told.message) + len(told.details) * 4 / 3 < 8000


@pytest.mark.parametrize("character", ["x", "\u00fc", "\u4e2d", "\U0001f4b3"])
@pytest.mark.parametrize("error", [
    lambda text: Rejected(text, text, 404), lambda text: OutcomeUnknown(text, http_status=409, reference=text),
    lambda text: Unsupported(text), lambda text: InvalidField(text, text, *[Problem(text, text)] * 20)])
def test_long_words_of_a_processor_leave_the_status_as_it_is(error: Any, character: str) -> None:
    told = ending(refusal(error(character * 9000)), ErrorDetails.RICH)
    assert len(quote(told.message)) + len(told.details) * 4 / 3 < 8000


async def test_a_conflict_in_long_words_is_an_unknown_outcome(serve: Serve, processor: Processor) -> None:
    _, client = await serve(processor.url)
    processor.status = 409
    processor.body = json.dumps({"error": {"type": "api_error", "message": "\U0001f4b3" * 600}})
    error = await refused(client, f"{PAY}/Capture", {
        "connector_transaction_id": "pi_" + "1" * 7000,
        "amount_to_capture": {"minor_amount": 1, "currency": "EUR"}})
    assert (error.code, error.reason) == (Code.UNKNOWN, "OUTCOME_UNKNOWN")


async def test_a_card_number_that_a_processor_repeats_is_shown_nowhere(serve: Serve, processor: Processor) -> None:
    _, client = await serve(processor.url)
    processor.status = 402
    processor.body = json.dumps({"error": {"type": "card_error", "message": "4242.4242.4242.4242 or 4242424242424242"}})
    answer = await client(f"{PAY}/Authorize", payment())
    assert answer.error.connector_details.message == "*** or ***"


def test_a_flood_of_nonsense_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line that lacks a field costs something: a hundred are enough, or one message would hold up the server."""
    looked_at: list[str] = []
    missing = Reading.missing

    def counted(reading: Reading, struct: type[Struct], given: dict[str, Any], base: str) -> None:
        looked_at.append(base)
        missing(reading, struct, given, base)

    monkeypatch.setattr(Reading, "missing", counted)
    lines = [{"product_name": "x", "quantity": 1}] * 5_000
    kind = GetMessageClass(METHODS[f"{PAY}/Authorize"].input_type)
    message = json_format.ParseDict({"merchant_transaction_id": "o", "order_details": lines}, kind())
    with pytest.raises(NotSent):
        wire_codec(AUTHORIZE).read_request(message.SerializeToString())
    assert 0 < len(looked_at) <= MOST_PROBLEMS


async def test_what_a_caller_gives_up_is_logged_and_harms_nobody(
        serve: Serve, processor: Processor, log: Lines) -> None:
    _, client = await serve(processor.url)
    processor.may_answer.clear()
    call = client.start(f"{PAY}/Authorize", payment(), x_request_id="given-up")
    await asyncio.wait_for(processor.arrived.wait(), 5)
    call.cancel()
    level, line = await log.wait_for(lambda text: text.startswith("call ") and "request_id=given-up" in text)
    assert (level, "code=CANCELLED" in line, "outcome=outcome_unknown" in line) == ("WARNING", True, True)
    processor.status = 404
    processor.may_answer.set()
    assert (await refused(client, f"{PAY}/Get", SYNC)).code is Code.NOT_FOUND


async def test_a_deadline_is_kept_and_its_unknown_outcome_is_told_in_time(serve: Serve, processor: Processor) -> None:
    _, client = await serve(processor.url)
    processor.may_answer.clear()
    error = await refused(client, f"{PAY}/Authorize", payment(), timeout=2.5)
    assert (error.code, error.reason) == (Code.UNKNOWN, "OUTCOME_UNKNOWN")


async def test_more_calls_than_allowed_are_refused_until_there_is_room(serve: Serve, processor: Processor) -> None:
    _, client = await serve(processor.url, max_concurrent=1)
    processor.status = 404
    processor.may_answer.clear()
    first = client.start(f"{PAY}/Get", SYNC)
    await asyncio.wait_for(processor.arrived.wait(), 5)
    error = await refused(client, f"{PAY}/Get", SYNC)
    assert (error.code, error.reason) == (Code.RESOURCE_EXHAUSTED, "OVERLOADED")
    assert error.details["RetryInfo"].retry_delay.seconds == 1
    processor.may_answer.set()
    with pytest.raises(grpc.aio.AioRpcError):
        await first
    assert (await refused(client, f"{PAY}/Get", SYNC)).code is Code.NOT_FOUND


async def test_every_method_of_every_compiled_service_is_served(serve: Serve) -> None:
    _, client = await serve()
    contract = [rpc for rpc in METHODS if rpc.startswith("types.")]
    ours = [rpc for rpc in METHODS if rpc.startswith("tollbridge.v1.")]
    assert (len(contract), len(ours)) == (50, 12)
    assert len({rpc.partition("/")[0] for rpc in contract}) == 12

    async def code(rpc: str) -> grpc.StatusCode:
        error = await refused(client, rpc, {})
        assert error.reason  # one of ours: not gRPC's own word for a method that is not there
        return error.code

    codes = dict(zip(METHODS, await asyncio.gather(*map(code, METHODS)), strict=True))
    # An empty request reads for some, and then is for a processor where nobody listens.
    assert set(codes.values()) <= {Code.INVALID_ARGUMENT, Code.FAILED_PRECONDITION, Code.UNAVAILABLE}, codes
    nonsense: Any = client.channel.unary_unary(f"/{PAY}/Nonsense")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await nonsense(b"")
    assert caught.value.code() is Code.UNIMPLEMENTED


async def test_no_secret_reaches_a_log_or_an_error(
        serve: Serve, processor: Processor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    request = payment("4000000000009995")
    request["payment_method"]["card"]["card_cvc"] = {"value": "0737"}
    _, client = await serve(processor.url)
    texts: list[str] = []
    processor.headers = {"request-id": "req_1"}
    for status, body in ((200, "{}"), (401, "{}"), (402, "{}"), (404, "4000000000009995"), (500, "4000000000009995")):
        processor.status, processor.body = status, body
        error = await refused(client, f"{PAY}/Authorize", request, x_request_id="4000000000009995")
        texts += [error.message, str(error.details)]
    bad = (config("Stripe", api_key=KEY, nope=KEY), '{"Stripe": {"api_key": "' + KEY, json.dumps([KEY]),
           json.dumps({"Stripe": {"api_key": [KEY]}}))
    for each in bad:
        error = await refused(client, f"{PAY}/Authorize", request, x_connector_config=each)
        assert error.code is Code.FAILED_PRECONDITION
        texts += [error.message, str(error.details)]
    assert "rpc=types.PaymentService/Authorize" in caplog.text
    told = "\n".join([caplog.text, *texts])
    assert [canary for canary in (KEY, "4000000000009995", "Jo Doe") if canary in told] == []
    assert re.search(r"(?<![\w.-])0737(?![\w.-])", told) is None  # as a word: request ids are full of digits


def test_the_page_has_the_code_of_every_reason() -> None:
    page = Path(__file__).parents[3] / "docs/how-to/use-the-grpc-api.md"
    rows = re.findall(r"^\| ([A-Z_, ]+) \| ([A-Z_]+) \|$", page.read_text(encoding="utf-8"), re.M)
    assert {reason: code for reasons, code in rows for reason in reasons.split(", ")} == {
        reason: code.name for reason, code in CODES.items()}
