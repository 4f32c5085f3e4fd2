"""A card's life over gRPC, with the sandbox as processor."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiohttp
import grpc
import pytest

from edges.grpc.grpc_client import KEY, PAY, Client, Refused, payment
from edges.grpc.surroundings import Serve
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus, RefundStatus
from tollbridge.sandbox import Sandbox

USD = {"currency": "USD"}


async def test_a_payment_is_charged_and_synced(pay: Client, sandbox: Sandbox) -> None:
    paid = await pay(f"{PAY}/Authorize", payment())
    assert PaymentStatus.Name(paid.status) == "CHARGED"
    assert paid.status_code == 200
    assert not paid.HasField("error")
    synced = await pay(f"{PAY}/Get", {"connector_transaction_id": paid.connector_transaction_id})
    assert PaymentStatus.Name(synced.status) == "CHARGED"
    assert sandbox.ledger.total("USD").kept == 1000


async def test_a_reservation_is_captured_and_refunded(pay: Client, sandbox: Sandbox) -> None:
    reserved = await pay(f"{PAY}/Authorize", payment(capture_method="MANUAL"))
    assert PaymentStatus.Name(reserved.status) == "AUTHORIZED"
    its_id = {"connector_transaction_id": reserved.connector_transaction_id}
    captured = await pay(f"{PAY}/Capture", {**its_id, "merchant_capture_id": "c-1",
                                            "amount_to_capture": {"minor_amount": 700, **USD}})
    assert PaymentStatus.Name(captured.status) == "PARTIAL_CHARGED"
    refunded = await pay(f"{PAY}/Refund", {**its_id, "merchant_refund_id": "r-1", "payment_amount": 700,
                                           "refund_amount": {"minor_amount": 200, **USD}})
    assert RefundStatus.Name(refunded.status) == "REFUND_SUCCESS"
    found = await pay("types.RefundService/Get", {**its_id, "refund_id": refunded.connector_refund_id,
                                                  "connector_refund_id": refunded.connector_refund_id})
    assert RefundStatus.Name(found.status) == "REFUND_SUCCESS"
    assert sandbox.ledger.total("USD").kept == 500


async def test_a_reservation_is_released(pay: Client, sandbox: Sandbox) -> None:
    reserved = await pay(f"{PAY}/Authorize", payment(capture_method="MANUAL"))
    voided = await pay(f"{PAY}/Void", {"connector_transaction_id": reserved.connector_transaction_id})
    assert PaymentStatus.Name(voided.status) == "VOIDED"
    assert sandbox.ledger.total("USD").held == 0


async def test_a_decline_is_an_answer_with_a_unified_code(pay: Client, sandbox: Sandbox) -> None:
    declined = await pay(f"{PAY}/Authorize", payment("4000000000009995"))
    assert PaymentStatus.Name(declined.status) == "FAILURE"
    assert declined.status_code == 402
    assert declined.error.unified_details.code == "insufficient_funds"
    assert declined.error.connector_details.code == "card_declined"
    assert declined.error.issuer_details.code == "insufficient_funds"
    assert sandbox.ledger.total("USD").charges == 0


async def test_a_challenge_is_a_redirect_and_the_sync_after_it_has_the_outcome(pay: Client) -> None:
    asked = await pay(f"{PAY}/Authorize", payment("4000000000003220", auth_type="THREE_DS"))
    assert PaymentStatus.Name(asked.status) == "AUTHENTICATION_PENDING"
    async with (aiohttp.ClientSession() as browser,
                browser.post(asked.redirection_data.uri.uri, data={"outcome": "complete"},
                             allow_redirects=False) as page):
        back = urlsplit(page.headers["Location"])
    assert back.hostname == "shop.example"
    assert parse_qs(back.query)["redirect_status"] == ["succeeded"]
    synced = await pay(f"{PAY}/Get", {"connector_transaction_id": asked.connector_transaction_id})
    assert PaymentStatus.Name(synced.status) == "CHARGED"


@pytest.mark.parametrize("given", [{}, {"idempotency_key": "of-the-caller"}], ids=["own id", "metadata"])
async def test_an_unknown_outcome_is_repeated_with_the_same_key_and_charged_once(
        pay: Client, sandbox: Sandbox, given: dict[str, Any]) -> None:
    sandbox.faults.add("cut_after_effect", processor="stripe", operation="payment_intents.create")
    with pytest.raises(Refused) as unknown:
        await pay(f"{PAY}/Authorize", payment(), **given)
    assert unknown.value.code is grpc.StatusCode.UNKNOWN
    assert unknown.value.reason == "OUTCOME_UNKNOWN"
    facts = dict(unknown.value.details["ErrorInfo"].metadata)
    key = given.get("idempotency_key", "order-1")
    assert facts == {"repeatable": "true", "syncable": "false", "idempotency_key": key,
                     "advice": "repeat the same request with the same idempotency key"}
    paid = await pay(f"{PAY}/Authorize", payment(), idempotency_key=facts["idempotency_key"])
    assert PaymentStatus.Name(paid.status) == "CHARGED"
    assert sandbox.ledger.total("USD").charges == 1
    assert [arrival.headers["idempotency-key"] for arrival in sandbox.requests] == [key, key]


async def test_a_void_of_unknown_outcome_says_what_to_sync_and_by_which_key_to_repeat(
        pay: Client, sandbox: Sandbox) -> None:
    reserved = await pay(f"{PAY}/Authorize", payment(capture_method="MANUAL"))
    sandbox.faults.add("error_before_effect", processor="stripe", operation="payment_intents.cancel")
    with pytest.raises(Refused) as unknown:
        await pay(f"{PAY}/Void", {"connector_transaction_id": reserved.connector_transaction_id})
    facts = unknown.value.details["ErrorInfo"].metadata
    assert facts["reference"] == reserved.connector_transaction_id
    assert (facts["syncable"], facts["repeatable"]) == ("true", "true")
    assert unknown.value.details["ConnectorError"].http_status_code == 500
    voided = await pay(f"{PAY}/Void", {"connector_transaction_id": reserved.connector_transaction_id},
                       idempotency_key=facts["idempotency_key"])
    assert PaymentStatus.Name(voided.status) == "VOIDED"


async def test_a_burst_is_served_whole(pay: Client, sandbox: Sandbox) -> None:
    answers = await asyncio.gather(*(pay(f"{PAY}/Authorize", payment(reference=f"o-{n}")) for n in range(200)))
    assert {PaymentStatus.Name(answer.status) for answer in answers} == {"CHARGED"}
    assert sandbox.ledger.total("USD").charges == 200


@pytest.mark.parametrize("number", ["4242424242424242", "4000000000009995"])
async def test_raw_bodies_are_there_when_asked_for_and_masked(serve: Serve, sandbox: Sandbox, number: str) -> None:
    _, client = await serve(sandbox.base_url("stripe"), raw_bodies=True)
    paid = await client(f"{PAY}/Authorize", payment(number))
    sent = json.loads(paid.raw_connector_request.value)
    received = json.loads(paid.raw_connector_response.value)
    assert (sent["method"], sent["url"]) == ("POST", f"{sandbox.base_url('stripe')}/v1/payment_intents")
    assert sent["headers"]["authorization"] == "***"
    form = dict(parse_qsl(sent["body"]))
    assert form["payment_method_data[card][number]"] == form["payment_method_data[card][cvc]"] == "***"
    assert form["amount"] == "1000"
    assert received["status"] == paid.status_code
    assert {"id", "object", "error"} & set(json.loads(received["body"]))
    assert [each for each in (number, "737", KEY) if each in str(paid.raw_connector_request)] == []
    assert [each for each in (number, KEY) if each in str(paid.raw_connector_response)] == []


async def test_raw_bodies_are_not_there_unless_asked_for(pay: Client) -> None:
    paid = await pay(f"{PAY}/Authorize", payment())
    assert not paid.HasField("raw_connector_request")
    assert not paid.HasField("raw_connector_response")
