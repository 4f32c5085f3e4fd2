"""Messages that no bridge and no worker of ours would send: nothing stops, and nothing is done in their name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import msgspec
import pytest

from bridge.nats_surroundings import Unsecured, not_secured
from bridge.surroundings import CARD, admin, authorize, bridge, bridge_options, caller, make_streams, worker
from bridge.test_ordering import capture, reserve
from bridge.test_schedules import ended
from bridge.test_sweeper import CONSUMER, NOW, letter
from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, BridgeOptions, prepare
from tollbridge.bridge.connection import Connection, ConnectionOptions, Unavailable, shown
from tollbridge.bridge.gates.circuits import OPEN, Held
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.leases import Lease
from tollbridge.bridge.messages import Answer, State, decode_answer, encode_json
from tollbridge.bridge.records import LEASE, OperationRecord
from tollbridge.bridge.redrive import find, redrive
from tollbridge.bridge.schedules import Pointer
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import OPS_STREAM, RECORD_STREAM, apply
from tollbridge.bridge.subjects import may_answer
from tollbridge.bridge.sweeper import Advisory, Sweeper
from tollbridge.domain.errors import InvalidField
from tollbridge.sandbox import Sandbox

SYNC_SUBJECT = "hyperswitch.payments.shop-1.sync.stripe"
BREAKER = "tollbridge.gates.breaker.stripe.payments_authorize.shop-1.stored"


@pytest.fixture
async def options(empty_nats_server: NatsServer) -> BridgeOptions:
    its = bridge_options(empty_nats_server.url)
    await make_streams(its)
    return its


@pytest.fixture
async def client(options: BridgeOptions) -> AsyncIterator[BridgeClient]:
    async with bridge(options) as its:
        yield its


async def messages(connection: Connection, stream: str) -> int:
    return int((await connection.api(f"STREAM.INFO.{stream}"))["state"]["messages"])


def headers_of(**more: str) -> dict[str, str]:
    return {wire.REQUEST_HASH: "x", wire.IDEMPOTENCY_KEY: "k", wire.ENVIRONMENT: "sandbox",
            wire.DEADLINE: str(int((time.time() + 60) * 1000)), **more}


# -- answers ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("subject", ["tollbridge.ops.stripe.abc", "hyperswitch.payments.shop-1.sync.stripe",
                                     "$JS.API.STREAM.PURGE.PAYMENTS", "$SYS.REQ", "tollbridge", ""])
def test_no_answer_goes_where_it_would_be_a_word_of_ours(subject: str) -> None:
    assert not may_answer(subject)
    assert may_answer("_INBOX.abc.1")
    assert may_answer("shop.answers")


@not_secured(Unsecured.BRIDGES_WRITE)
async def test_a_reply_subject_of_ours_writes_no_record(options: BridgeOptions, client: BridgeClient) -> None:
    """Who may ask needs no permission for the reply subject that it names: the bridge and the worker have one."""
    nats = client.connection.client
    async with Sandbox() as sandbox, worker(options, sandbox):
        ingress = Ingress(IngressOptions(bridge=options, environment="sandbox", connectors={"*": "stripe"}), client)
        await ingress.start()
        record = "tollbridge.ops.stripe.forged"
        await nats.publish("hyperswitch.payments.shop-1.authorize", b"not JSON", reply=record)
        await nats.publish("tollbridge.operation.forged", b"", reply=record)
        await nats.publish(SYNC_SUBJECT, b"{}", reply=record)
        prepared = prepare(authorize("pay-1"), options)
        prepared.headers[wire.REPLY_TO] = record
        await client.bucket.put("stripe", prepared.op_id, prepared.sealed)
        await client.publisher.publish(f"hyperswitch.payments.shop-1.authorize.stripe.{prepared.op_id}", prepared.body,
                                       prepared.headers)
        assert (await ended(client, prepared.op_id)).state == State.DONE
        await ingress.finish(5)
        assert await client.connection.last_message(OPS_STREAM, record) is None


# -- garbage ----------------------------------------------------------------------------------------------------------
GARBAGE = {"no JSON": b"{", "no text": b"\xff\xfe", "deep": b"[" * 100_000, "a list": b"[]", "a number": b"1e999",
           "nothing": b"", "odd types": b'{"amount": [], "payment_method": "card", "address": 7}'}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=list(GARBAGE))
async def test_garbage_is_told_so_by_bridge_and_worker(options: BridgeOptions, client: BridgeClient, body: bytes
                                                       ) -> None:
    async with Sandbox() as sandbox, worker(options, sandbox):
        ingress = Ingress(IngressOptions(bridge=options, environment="sandbox", connectors={"*": "stripe"}), client)
        await ingress.start()
        for subject, its in (("hyperswitch.payments.shop-1.authorize", await caller(client)), (SYNC_SUBJECT, client)):
            answer = decode_answer((await its.connection.request(subject, body, {}, 5)).data)
            assert answer.problem is not None
            assert (answer.state, answer.problem.reason) in {
                (State.REJECTED, "BAD_INPUT"), (State.REJECTED, "INVALID_FIELD"),
                (State.REJECTED, "MISSING_REQUIRED_FIELD"), (State.REJECTED, "MISSING_CREDENTIALS")}, subject
        await ingress.finish(5)
        assert not list(sandbox.requests)


@pytest.mark.parametrize("deadline", ["9" * 400, "soon", "-", "9" * 4000])
async def test_a_deadline_that_is_none_gets_an_answer(options: BridgeOptions, client: BridgeClient, deadline: str
                                                      ) -> None:
    async with Sandbox() as sandbox, worker(options, sandbox):
        said = await client.connection.request(SYNC_SUBJECT, b"{}", {wire.DEADLINE: deadline}, 5)
        answer = decode_answer(said.data)
        assert answer.problem is not None
        assert answer.problem.reason == "BAD_INPUT"
        await client.publisher.publish("hyperswitch.payments.shop-1.authorize.stripe.bad", b"{}",
                                       headers_of(**{wire.DEADLINE: deadline}))
        await letter(client, "bad")


async def test_gates_that_nobody_of_ours_would_close_hold_nothing_back(options: BridgeOptions, client: BridgeClient
                                                                       ) -> None:
    forever = encode_json(Held(OPEN, 1e300, 1, "me", "", 0.0))
    for subject, body in ((BREAKER, forever), (BREAKER, b"{"), (BREAKER, b"\xff"), ("tollbridge.gates.x", forever)):
        await client.publisher.publish(subject, body)
    await (await admin(client)).connection.client.publish("tollbridge.gated.x", forever, headers={
        "Nats-Subject": "x", "Nats-Sequence": "9" * 5000})
    await client.shared.refresh()
    assert not client.shared.held
    async with Sandbox() as sandbox, worker(options, sandbox):
        assert (await client.execute(authorize("pay-1"), timeout_s=10)).state == State.DONE


async def test_a_sweeper_goes_on_after_records_that_cannot_be_read(client: BridgeClient) -> None:
    past = f"{time.time() - 100:.3f}"
    for number, (body, lease) in enumerate(((b"{", past), (b"\xff", "soon"), (b"{}", "nan"), (b"{}", "inf"))):
        await client.publisher.publish(f"tollbridge.ops.stripe.bad{number}", body, {LEASE: lease})
    await client.publisher.publish("tollbridge.records.lease.bridge.sweeper", b"{")
    prepared = prepare(authorize("pay-1"), client.options)
    await client.submit(prepared)
    await client.records.create(OperationRecord(
        op_id=prepared.op_id, connector="stripe", operation="authorize", merchant_id="shop-1",
        request_hash=prepared.hash, state=State.CLAIMED, attempts=1, lease_until=time.time() - 50, stream="PAYMENTS",
        stream_seq=1))
    sweeper = Sweeper(client, "test", NOW)
    assert await sweeper.turn()
    assert sweeper.counts.planned == 1
    await sweeper.stop()


async def test_a_lease_that_cannot_be_read_is_taken(client: BridgeClient) -> None:
    lease = Lease(client.connection, client.publisher, "test", "me", 5.0)
    await client.publisher.publish("tollbridge.records.lease.bridge.test", b"{")
    assert await lease.take() is not None
    assert await messages(client.connection, RECORD_STREAM) >= 1


# -- money ------------------------------------------------------------------------------------------------------------
async def test_a_message_that_was_terminated_for_another_request_ends_nothing(client: BridgeClient) -> None:
    """Two requests with one key, in two streams: the one that has the record is under way."""
    prepared = prepare(authorize("pay-1"), client.options)
    await client.submit(prepared)
    await client.records.create(OperationRecord(
        op_id=prepared.op_id, connector="stripe", operation="authorize", merchant_id="shop-1", request_hash="first",
        state=State.CLAIMED, attempts=1, lease_until=time.time() + 50, stream="PAYMENTS", stream_seq=9))
    terminated = Advisory("io.nats.jetstream.advisory.v1.terminated", "PAYMENTS", CONSUMER, 1, "another request")
    await Sweeper(client, "test", NOW).advised(terminated)
    found = await client.records.get("stripe", prepared.op_id)
    assert found is not None
    assert found.record.state == State.CLAIMED


async def test_what_is_older_than_the_records_is_not_executed_because_somebody_redrives_it(
        options: BridgeOptions, client: BridgeClient) -> None:
    async with Sandbox() as sandbox, worker(options, sandbox):
        done = await client.execute(authorize("pay-1"), timeout_s=10)
        await (await admin(client)).connection.api(f"STREAM.DELETE.{OPS_STREAM}")
        await apply((await admin(client)).connection, options.streams)
        given_up = Advisory("io.nats.jetstream.advisory.v1.max_deliver", "PAYMENTS", CONSUMER, 1)
        sweeper = Sweeper(client, "test", NOW)
        message = await client.connection.message("PAYMENTS", given_up.stream_seq)
        assert message is not None
        await sweeper._give_up(Pointer("PAYMENTS", 1, message.subject), "no worker has ended it", message)
        its_letter = await find(client, done.op_id)
        assert its_letter is not None
        assert (await redrive(client, its_letter, 60)).may
        async with asyncio.timeout(10):
            while (await client.operation(done.op_id) or Answer("", "")).attempt == 0:
                await asyncio.sleep(0.02)
        assert (await ended(client, done.op_id)).state in (State.MANUAL, State.REJECTED)
        assert len([its for its in sandbox.requests if its.method == "POST"]) == 1


async def test_an_operation_of_the_other_environment_is_no_predecessor(options: BridgeOptions, client: BridgeClient
                                                                       ) -> None:
    async with Sandbox() as sandbox, worker(options, sandbox):
        first = await client.execute(reserve("pay-1"), 10)
        assert first.outcome == "ok"
        answer = await client.execute(capture("pay-1", first.op_id, environment="production"), 10)
        assert answer.problem is not None
        assert answer.problem.reason == "DEPENDENCY_FAILED"
        assert sandbox.ledger.total("USD").captured == 0


# -- card data --------------------------------------------------------------------------------------------------------
async def test_a_letter_keeps_no_secret_of_a_message_that_was_never_split(options: BridgeOptions, client: BridgeClient
                                                                          ) -> None:
    card = {"cardNumber": CARD, "cardCvc": "9137", "card_cvc": {"value": "9137"}, "card_number": CARD}
    body = msgspec.json.encode({"payment_method": {"card": card}})
    async with Sandbox() as sandbox, worker(options, sandbox):
        await client.publisher.publish("hyperswitch.payments.shop-1.authorize.stripe.bad", body)
        its_letter = await letter(client, "bad")
    assert b"9137" not in its_letter.data
    assert CARD.encode() not in its_letter.data
    assert not list(sandbox.requests)


async def test_no_header_of_what_is_stored_has_a_card_number(client: BridgeClient) -> None:
    submitted = await client.submit(authorize("pay-1", headers={wire.CORRELATION_ID: CARD, wire.TENANT_ID: CARD}))
    message = await client.connection.last_message(
        "PAYMENTS", f"hyperswitch.payments.shop-1.authorize.stripe.{submitted.op_id}")
    assert message is not None
    assert CARD not in str(message.headers)
    assert message.headers[wire.CORRELATION_ID]


def test_a_card_number_as_a_name_is_refused_by_its_place(options: BridgeOptions) -> None:
    payload = {"redirection_response": {"payload": {"PaRes": "x", CARD: "y"}}}
    with pytest.raises(InvalidField) as refused:
        prepare(authorize("pay-1", request=payload), options)
    assert refused.value.problems[0].path == "redirection_response.payload"
    assert CARD not in str(refused.value)


async def test_a_password_in_an_address_is_never_told(caplog: pytest.LogCaptureFixture) -> None:
    its = ConnectionOptions(servers=("nats://bob:hunter2@127.0.0.1:1", "127.0.0.1:1"), connect_timeout_s=0.2)
    assert "hunter2" not in repr(its)
    with pytest.raises(Unavailable) as nobody:
        await Connection(its).open()
    assert "hunter2" not in str(nobody.value)
    assert "nats://127.0.0.1:1, 127.0.0.1:1" in str(nobody.value)
    assert "hunter2" not in caplog.text
    assert shown("bob:hunter2@127.0.0.1:4222") == "127.0.0.1:4222"
