"""Calls by gRPC and HTTP that go over NATS: which do, what their callers are told, and who may ask for them later."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from typing import Any

import msgspec
import pytest
from nats.aio.msg import Msg

from bridge.edges import PAYMENT, front, payment, surroundings
from bridge.surroundings import admin, bridge, bridge_options, make_streams, worker
from edges.grpc.grpc_client import Refused
from tollbridge.bridge.gates.admission import AdmissionOptions
from tollbridge.bridge.messages import Answer, Problem, State, encode_answer
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.server import NatsServer
from tollbridge.contract.pb.v1.operations_pb2 import OperationState
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions
from tollbridge.service.principals import Principal, Principals, Token
from tollbridge.service.routing import Mode, Routing, Rule

PAY = "/payments/authorize"
SHOP = {"x-merchant-id": "shop-1"}
SHORT = {"payments.authorize": 0.2}


# -- rules ------------------------------------------------------------------------------------------------------------
def test_the_first_rule_that_fits_decides() -> None:
    routing = Routing([
        Rule(mode=Mode.DIRECT, operations=frozenset({"refund"}), merchants=frozenset({"shop-1"})),
        Rule(mode=Mode.NATS_BRIDGE, connectors=frozenset({"acmepay"})),
        Rule(mode=Mode.BRIDGE, operations=frozenset({"refund", "capture"}))])
    assert routing.of(REFUND, "shop-1", "stripe") is Mode.DIRECT
    assert routing.of(REFUND, "shop-2", "acmepay") is Mode.NATS_BRIDGE
    assert routing.of(REFUND, "shop-2", "stripe") is Mode.BRIDGE
    assert routing.of(CAPTURE, "shop-1", "stripe") is Mode.BRIDGE
    assert routing.of(AUTHORIZE, "shop-1", "stripe") is Mode.DIRECT
    assert not routing.direct
    assert Routing().direct


def test_an_operation_that_there_is_not_is_refused_by_its_name() -> None:
    with pytest.raises(BadInput, match="no operation authorise"):
        Rule(mode=Mode.BRIDGE, operations=frozenset({"authorise"}))


def test_a_service_without_a_relay_takes_no_routing_over_nats() -> None:
    with pytest.raises(ValueError, match="needs a relay"):
        Service(ServiceOptions(environment=Environment.TEST, routing=Routing(mode=Mode.BRIDGE)))


async def test_only_what_the_rules_say_goes_over_nats(empty_nats_server: NatsServer) -> None:
    routing = Routing([Rule(mode=Mode.BRIDGE, merchants=frozenset({"shop-1"}), operations=frozenset({"authorize"}))])
    async with surroundings(empty_nats_server.url) as around, \
            front(around.sandbox, around.bridge, routing) as asked:
        told = await asked.post(PAY, payment("p-1"), SHOP)
        assert (told.status, told.body["status"]) == (200, "CHARGED")
        told = await asked.post(PAY, payment("p-2"), {"x-merchant-id": "shop-2"})
        assert (told.status, told.body["status"]) == (200, "CHARGED")
        info = await around.bridge.connection.api("STREAM.INFO.PAYMENTS")
        assert info["state"]["messages"] == 1


# -- before anything is published -------------------------------------------------------------------------------------
async def test_what_is_wrong_is_told_before_anything_is_published(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0) as around, front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, {"amount": {"minor_amount": "4.2"}})
        assert (told.status, told.body["code"]) == (400, "INVALID_FIELD")
        told = await asked.post(PAY, {**PAYMENT, "payment_method": {"pay_safe_card": {}}})
        assert (told.status, told.body["code"]) == (422, "UNSUPPORTED")
        told = await asked.post(PAY, PAYMENT, {"x-connector-config": ""})
        assert (told.status, told.body["code"]) == (401, "MISSING_CREDENTIALS")
        told = await asked.post(PAY, PAYMENT, {"x-connector-config": '{"config": {"Stripe": {"api": 1}}}'})
        assert (told.status, told.body["code"]) == (422, "INVALID_CONNECTOR_CONFIG")
        told = await asked.post(PAY, PAYMENT, {"x-merchant-id": "shop.*"})
        assert (told.status, told.body["fields"][0]["path"]) == (400, "merchant_id")
        told = await asked.post(PAY, PAYMENT, {"x-operation-deadline-s": "soon"})
        assert (told.status, told.body["fields"][0]["path"]) == (400, "x-operation-deadline-s")
        told = await asked.post(PAY, PAYMENT, {"x-operation-after": "pi_1 or so"})
        assert (told.status, told.body["fields"][0]["path"]) == (400, "x-operation-after")
        told = await asked.post(PAY, PAYMENT, {"idempotency-key": "4242424242424242"})
        assert (told.status, told.body["fields"][0]["path"]) == (400, "idempotency-key")
        assert "4242424242424242" not in json.dumps(told.body)
        assert (await around.bridge.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"] == 0
        assert {record.outcome for record in asked.records.calls} == {
            "invalid_field", "unsupported", "missing_credentials", "invalid_connector_config", "bad_input"}


async def test_a_message_that_nats_does_not_take_is_refused_with_its_limit(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0) as around, front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, payment("p-1", metadata={"value": "x" * 1_047_900}))
        assert (told.status, told.body["code"]) == (400, "BAD_INPUT")
        assert "1048576" in told.body["detail"]
        assert around.bridge.connection.connected
        assert (await asked.post(PAY, PAYMENT, {"prefer": "respond-async"})).status == 202


# -- one after another ------------------------------------------------------------------------------------------------
async def test_a_capture_may_be_asked_for_before_its_payment_is_there(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0, caller_timeouts_s=SHORT) as around, \
            front(around.sandbox, around.bridge) as asked:
        op_id = (await asked.post(PAY, payment("p-1", capture_method="MANUAL"), SHOP)).body["operation_id"]
        capture = {"merchant_capture_id": "c-1", "connector_transaction_id": op_id,
                   "amount_to_capture": {"minor_amount": "4250", "currency": "USD"}}
        told = await asked.post("/payments/capture", capture, SHOP | {"x-operation-after": op_id,
                                                                      "prefer": "respond-async"})
        assert told.status == 202, told.body
        async with worker(around.options, around.sandbox):
            async with asyncio.timeout(20):
                while (found := await asked.get(told.headers["location"], SHOP)).body["state"] != "DONE":
                    await asyncio.sleep(0.05)
        assert found.body["result"]["status"] == "CHARGED"
        assert around.sandbox.ledger.total("USD").captured == 4250


# -- under way --------------------------------------------------------------------------------------------------------
async def test_what_is_not_done_in_time_is_told_as_processing_and_found_later(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0, caller_timeouts_s=SHORT) as around, \
            front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, payment("p-1"), SHOP)
        op_id = told.body["operation_id"]
        assert (told.status, told.body) == (202, {"operation_id": op_id, "state": "ACCEPTED"})
        assert told.headers["location"] == f"/operations/{op_id}"
        assert told.headers["content-type"] == "application/json"
        assert asked.records.calls[-1].outcome == "processing"
        with pytest.raises(Refused) as refused:
            await asked.grpc("types.PaymentService/Authorize", payment("p-1"), timeout=0.5, x_merchant_id="shop-1")
        assert (refused.value.code.name, refused.value.reason) == ("UNKNOWN", "PROCESSING")
        facts = refused.value.details["ErrorInfo"].metadata
        assert (facts["operation_id"], facts["idempotency_key"]) == (op_id, "p-1")

        found = await asked.get(told.headers["location"], SHOP)
        assert (found.status, found.body["state"], found.headers["retry-after"]) == (200, "ACCEPTED", "1")
        async with worker(around.options, around.sandbox):
            again = await asked.post(PAY, payment("p-1"), SHOP | {"prefer": "wait=20"})
            while again.status == 202:  # its wait is bounded by the server's
                again = await asked.post(PAY, payment("p-1"), SHOP)
        assert (again.status, again.body["status"]) == (200, "CHARGED")
        found = await asked.get(told.headers["location"], SHOP)
        assert found.body == {"operation_id": op_id, "state": "DONE", "operation": "authorize", "connector": "stripe",
                              "merchant_id": "shop-1", "attempt": 1, "result": again.body}
        assert around.sandbox.ledger.total("USD").charges == 1


async def test_who_wants_no_answer_gets_the_id_at_once(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, payment("p-1"), {"prefer": "respond-async, wait=10"})
        assert told.status == 202
        ended = await asked.post(PAY, payment("p-1"))
        assert (ended.status, ended.body["status"]) == (200, "CHARGED")
        told = await asked.post(PAY, payment("p-1"), {"prefer": "respond-async"})
        assert (told.status, told.body) == (200, ended.body)
        with pytest.raises(Refused) as refused:
            await asked.grpc("types.PaymentService/Authorize", payment("p-2"), timeout=5, prefer="respond-async")
        assert refused.value.reason == "PROCESSING"
        paid = {"connector_transaction_id": ended.body["connector_transaction_id"]}
        question = await asked.post("/payments/get", paid, {"prefer": "respond-async"})
        assert (question.status, question.body["status"]) == (200, "CHARGED")


async def test_another_amount_with_the_same_key_is_a_conflict(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, front(around.sandbox, around.bridge) as asked:
        assert (await asked.post(PAY, payment("p-1", 100))).status == 200
        told = await asked.post(PAY, payment("p-1", 101))
        assert (told.status, told.body["code"]) == (409, "IDEMPOTENCY_CONFLICT")
        with pytest.raises(Refused) as refused:
            await asked.grpc("types.PaymentService/Authorize", payment("p-1", 102), timeout=5)
        assert (refused.value.code.name, refused.value.reason) == ("ALREADY_EXISTS", "IDEMPOTENCY_CONFLICT")
        assert around.sandbox.ledger.total("USD").captured == 100


async def test_the_same_payment_by_both_edges_is_one_operation(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, front(around.sandbox, around.bridge) as asked:
        card = {name: its["value"] for name, its in PAYMENT["payment_method"]["card"].items()}
        told, answer = await asyncio.gather(
            asked.post(PAY, payment("p-1", payment_method={"card": card})),
            asked.grpc("types.PaymentService/Authorize", payment("p-1"), timeout=10))
        assert told.body["connector_transaction_id"] == answer.connector_transaction_id
        assert around.sandbox.ledger.total("USD").charges == 1


async def test_what_only_a_person_can_find_out_is_an_unknown_outcome(empty_nats_server: NatsServer) -> None:
    """Whatever its last attempt ended with: a refusal of that says nothing of those before."""
    async with surroundings(empty_nats_server.url, workers=0, caller_timeouts_s=SHORT) as around, \
            front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, payment("p-1"), SHOP)
        record = OperationRecord(
            op_id=told.body["operation_id"], connector="stripe", operation="authorize", merchant_id="shop-1",
            request_hash=await _hash(around.bridge, told.body["operation_id"]), state=State.MANUAL,
            problem=Problem("UNREACHABLE", "no connection", facts={"reference": "pi_1", "key_taken": "true"}))
        await around.bridge.records.create(record)
        told = await asked.post(PAY, payment("p-1"), SHOP)
        assert (told.status, told.body["code"], told.body["reference"]) == (500, "OUTCOME_UNKNOWN", "pi_1")
        assert (told.body["key_taken"], "a key or an id of its own" in told.body["advice"]) == (True, True)
        found = await asked.get(f"/operations/{record.op_id}", SHOP)
        assert (found.body["state"], found.body["problem"]["code"]) == ("MANUAL", "OUTCOME_UNKNOWN")


async def _hash(client: Any, op_id: str) -> str:
    message = await client.connection.next_message("PAYMENTS", f"hyperswitch.*.*.*.*.{op_id}")
    return str(message.headers["Tollbridge-Request-Hash"])


# -- NATS is away -----------------------------------------------------------------------------------------------------
async def test_without_a_connection_nothing_is_sent_and_that_is_what_is_told(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url, store_s=0.3)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, front(sandbox, client) as asked:
        await own_nats_server.stop()
        told = await asked.post(PAY, PAYMENT)
        assert (told.status, told.body["code"]) == (503, "UNREACHABLE")
        question = await asked.post("/payments/get", {"connector_transaction_id": "pi_1"})
        assert (question.status, question.body["code"]) == (503, "NOT_SENT")
        found = await asked.get("/operations/0123456789abcdef0123456789abcdef")
        assert (found.status, found.body["code"]) == (503, "NOT_SENT")
        assert {record.outcome for record in asked.records.calls} == {"unreachable", "not_sent"}


async def test_an_unacknowledged_publish_is_an_unknown_outcome_and_no_failure(own_nats_server: NatsServer) -> None:
    """No stream takes it: what a publish without any acknowledgement looks like from here."""
    options = bridge_options(own_nats_server.url, store_s=0.2, admission=AdmissionOptions(look_s=3600))
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, front(sandbox, client) as asked:
        assert (await asked.post(PAY, payment("p-0"), {"prefer": "respond-async"})).status == 202
        await (await admin(client)).connection.api("STREAM.DELETE.PAYMENTS")
        told = await asked.post(PAY, payment("p-1"))
        assert (told.status, told.body["code"], told.body["repeatable"]) == (500, "OUTCOME_UNKNOWN", True)
        assert told.body["idempotency_key"] == "p-1"
        assert len(told.body["operation_id"]) == 32
        assert asked.records.calls[-1].outcome == "outcome_unknown"


async def test_nobody_there_to_answer_a_question_is_told_at_once(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0) as around, front(around.sandbox, around.bridge) as asked:
        began = time.monotonic()
        told = await asked.post("/payments/get", {"connector_transaction_id": "pi_1"})
        assert (told.status, told.body["code"]) == (503, "NO_WORKERS")
        assert time.monotonic() - began < 2


async def test_a_call_that_waits_as_the_server_ends_is_told_what_to_do(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url, workers=0) as around, \
            front(around.sandbox, around.bridge, grace_s=0.1) as asked:
        waiting = asyncio.ensure_future(asked.post(PAY, payment("p-1")))
        async with asyncio.timeout(5):
            while not (await around.bridge.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"]:
                await asyncio.sleep(0.01)
        asked.service.end()
        told = await waiting
        assert (told.status, told.body["code"], told.body["repeatable"]) == (500, "OUTCOME_UNKNOWN", True)
        assert await around.bridge.operation(told.body["operation_id"]) is not None


# -- who may know -----------------------------------------------------------------------------------------------------
def principals() -> Principals:
    return Principals([
        Token(hashlib.sha256(name.encode()).hexdigest(), Principal(name, frozenset(merchants)))
        for name, merchants in (("one", {"shop-1"}), ("two", {"shop-2"}), ("all", {"*"}))])


def bearer(name: str, **more: str) -> dict[str, str]:
    return {"authorization": f"Bearer {name}", **more}


async def test_an_operation_is_shown_to_those_who_may_call_for_its_merchant(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, \
            front(around.sandbox, around.bridge, principals=principals()) as asked:
        told = await asked.post(PAY, payment("p-1"), bearer("one", prefer="respond-async", **SHOP))
        where = told.headers["location"]
        assert (await asked.get(where, bearer("one"))).status == 200
        assert (await asked.get(where, bearer("all"))).status == 200
        assert (await asked.get(where, bearer("one", **{"x-merchant-id": "shop-9"}))).status == 404
        two, none = await asked.get(where, bearer("two")), await asked.get("/operations/none", bearer("two"))
        assert (two.status, two.body["code"]) == (404, "UNKNOWN_OPERATION")
        assert {**two.body, "instance": ""} == {**none.body, "instance": ""}
        assert (await asked.get(where)).status == 401
        assert (await asked.get("/operations/a.b", bearer("all"))).status == 404


async def test_who_called_is_with_the_operation_for_the_audit_trail(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, \
            front(around.sandbox, around.bridge, principals=principals()) as asked:
        told = await asked.post(PAY, payment("p-1"), bearer("one", **SHOP))
        assert told.status == 200
        stored = await around.bridge.connection.next_message("PAYMENTS", "hyperswitch.payments.shop-1.>")
        assert stored is not None
        assert stored.headers["Tollbridge-Principal"] == "one"


async def test_web_pages_may_not_ask_where_nobody_needs_a_token(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, front(around.sandbox, around.bridge) as asked:
        told = await asked.post(PAY, payment("p-1"), SHOP)
        assert told.status == 200
        for header in ({"origin": "http://evil.example"}, {"sec-fetch-site": "same-origin"}):
            assert (await asked.get("/operations/0123456789abcdef0123456789abcdef", header)).status == 403


# -- workers of others ------------------------------------------------------------------------------------------------
RESULT = {"status": "CHARGED", "connectorTransactionId": "acme-1", "captured_amount": 4250, "shininess": "high",
          "rawConnectorStatus": {"code": "PAID"}}


async def test_a_connector_that_is_not_ours_is_served_by_its_own_workers(empty_nats_server: NatsServer) -> None:
    """One that speaks the protocol and nothing else: it takes the message, answers, and writes the record."""
    routing = Routing([Rule(mode=Mode.NATS_BRIDGE, connectors=frozenset({"acmepay"}))])
    async with surroundings(empty_nats_server.url, "acmepay", workers=0) as around, \
            front(around.sandbox, around.bridge, routing) as asked:
        served = asyncio.ensure_future(_acme(around.bridge))
        headers = {"x-connector-config": "", "x-connector": "acmepay", **SHOP}
        told = await asked.post(PAY, payment("p-1"), headers)
        assert (told.status, told.body) == (200, {
            "status": "CHARGED", "connector_transaction_id": "acme-1", "captured_amount": "4250",
            "raw_connector_status": {"code": "PAID"}})
        answer = await asked.grpc("types.PaymentService/Authorize", payment("p-1"), timeout=5, x_merchant_id="shop-1",
                                  x_connector_config=None, x_connector="acmepay")
        assert (answer.captured_amount, answer.connector_transaction_id) == (4250, "acme-1")
        body, of = await served
        assert body["payment_method"]["card"]["card_number"] == "424242******4242"
        assert of["Tollbridge-Correlation-Id"] == asked.records.calls[0].request_id
        assert [(record.connector, record.outcome, record.status) for record in asked.records.calls] == [
            ("acmepay", "ok", "CHARGED")] * 2
        told = await asked.post(PAY, {"amount": {"minor_amount": -1}}, headers)
        assert (told.status, told.body["code"]) == (400, "MISSING_REQUIRED_FIELD")
        told = await asked.post(PAY, payment("p-3"), {"x-connector-config": "", "x-connector": "nobodys"})
        assert (told.status, told.body["code"]) == (401, "MISSING_CREDENTIALS")  # of no rule: as in this process


async def _acme(client: Any) -> tuple[dict[str, Any], dict[str, str]]:
    nats = (await admin(client)).connection.client
    taken: asyncio.Future[Msg] = asyncio.get_running_loop().create_future()

    async def arrived(message: Msg) -> None:
        if message.reply.startswith("$JS.ACK.") and not taken.done():
            taken.set_result(message)

    inbox = nats.new_inbox()
    await nats.subscribe(inbox, cb=arrived)
    await nats.publish("$JS.API.CONSUMER.MSG.NEXT.PAYMENTS.payments_authorize_acmepay",
                       json.dumps({"batch": 1, "expires": 10_000_000_000}).encode(), reply=inbox)
    message = await asyncio.wait_for(taken, 10)
    op_id = message.subject.rpartition(".")[2]
    headers = dict(message.headers or {})
    raw = msgspec.Raw(json.dumps(RESULT).encode())
    await client.records.create(OperationRecord(
        op_id=op_id, connector="acmepay", operation="authorize", merchant_id="shop-1", state=State.DONE, outcome="ok",
        request_hash=headers["Tollbridge-Request-Hash"], result=raw))
    await nats.publish(headers["Tollbridge-Reply-To"], encode_answer(Answer(op_id, State.DONE, raw, outcome="ok")))
    await nats.publish(message.reply, b"+ACK")
    return json.loads(message.data), headers


@pytest.mark.parametrize("result", [b'"CHARGED"', b'{"status": ["CHARGED"]}', b'{"captured_amount": "lots"}'])
async def test_an_answer_that_is_none_is_an_unknown_outcome(empty_nats_server: NatsServer, result: bytes) -> None:
    routing = Routing(mode=Mode.NATS_BRIDGE)
    async with surroundings(empty_nats_server.url, workers=0, caller_timeouts_s=SHORT) as around, \
            front(around.sandbox, around.bridge, routing) as asked:
        told = await asked.post(PAY, payment("p-1"), SHOP)
        await around.bridge.records.create(OperationRecord(
            op_id=told.body["operation_id"], connector="stripe", operation="authorize", merchant_id="shop-1",
            request_hash=await _hash(around.bridge, told.body["operation_id"]), state=State.DONE, outcome="ok",
            result=msgspec.Raw(result)))
        told = await asked.post(PAY, payment("p-1"), SHOP)
        assert (told.status, told.body["code"]) == (500, "OUTCOME_UNKNOWN")
        with pytest.raises(Refused) as refused:
            await asked.grpc("types.PaymentService/Authorize", payment("p-1"), timeout=5, x_merchant_id="shop-1")
        assert refused.value.reason == "OUTCOME_UNKNOWN"


# -- by gRPC ----------------------------------------------------------------------------------------------------------
GET = "tollbridge.v1.OperationService/Get"


async def test_an_operation_can_be_asked_for_by_grpc(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, \
            front(around.sandbox, around.bridge, principals=principals()) as asked:
        one = {"authorization": "Bearer one", "x_merchant_id": "shop-1"}
        paid = await asked.grpc("types.PaymentService/Authorize", payment("p-1"), timeout=10, **one)
        with pytest.raises(Refused) as conflict:
            await asked.grpc("types.PaymentService/Authorize", payment("p-1", 1), timeout=10, **one)
        assert conflict.value.reason == "IDEMPOTENCY_CONFLICT"
        told = await asked.post(PAY, payment("p-1"), bearer("one", prefer="respond-async", **SHOP))
        assert told.status == 200
        found = await around.bridge.connection.next_message("OPS", "tollbridge.ops.>")
        assert found is not None
        asking = {"operation_id": found.subject.rpartition(".")[2]}

        answer = await asked.grpc(GET, asking, authorization="Bearer one")
        assert (answer.state, answer.method, answer.connector, answer.merchant_id, answer.attempt) == (
            OperationState.Value("OPERATION_STATE_DONE"), "types.PaymentService/Authorize", "stripe", "shop-1", 1)
        assert type(paid).FromString(answer.result) == paid
        for name in ("two", "one"):
            with pytest.raises(Refused) as refused:
                await asked.grpc(GET, asking if name == "two" else {"operation_id": "0" * 32},
                                 authorization=f"Bearer {name}")
            assert (refused.value.code.name, refused.value.reason) == ("NOT_FOUND", "UNKNOWN_OPERATION")
        with pytest.raises(Refused) as refused:
            await asked.grpc(GET, asking)
        assert refused.value.code.name == "UNAUTHENTICATED"
