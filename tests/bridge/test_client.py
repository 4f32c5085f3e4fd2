"""The bridge's client: many callers of one operation, replies that are lost, what does not fit, and keys."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import pytest
from nats.aio.msg import Msg

from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams, order, stack, worker
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, Unstored, prepare
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.errors import BadInput, InvalidField, NotSent, OutcomeUnknown, Unreachable, Unsupported
from tollbridge.domain.operations import CREATE_CUSTOMER, REVERSE, SYNC, UPDATE_METADATA
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import Conflict, NoWorkers

OPTIONS = bridge_options("nats://127.0.0.1:1")
CALLERS = 20


async def ready(url: str, **more: Any) -> BridgeOptions:
    options = bridge_options(url, **more)
    await make_streams(options)
    return options


async def stored(client: BridgeClient) -> int:
    return int((await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"])


async def until_stored(client: BridgeClient) -> None:
    async with asyncio.timeout(10):
        while not await stored(client):
            await asyncio.sleep(0.01)


def done(its: Order, result: bytes = b'{"status": "CHARGED"}') -> OperationRecord:
    prepared = prepare(its, OPTIONS)
    return OperationRecord(op_id=prepared.op_id, connector="stripe", operation=its.operation.name,
                           merchant_id=its.merchant_id, request_hash=prepared.hash, state=State.DONE, outcome="ok",
                           result=msgspec.Raw(result))


# -- one operation, many callers --------------------------------------------------------------------------------------
async def test_all_who_wait_for_an_operation_get_its_one_answer(empty_nats_server: NatsServer) -> None:
    """In the process that submitted it and in another, before it is begun and after it has ended."""
    options = await ready(empty_nats_server.url)
    async with Sandbox() as sandbox, bridge(options) as one, bridge(options) as two:
        waiting = [asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=20))
                   for _ in range(CALLERS) for client in (one, two)]
        await until_stored(one)
        async with worker(options, sandbox):
            answers = await asyncio.gather(*waiting)
            answers.append(await two.execute(authorize("pay-1"), timeout_s=5))
        assert {(answer.state, bytes(answer.result)) for answer in answers} == {
            (State.DONE, bytes(answers[0].result))}
        assert await stored(one) == 1
        assert sandbox.ledger.total("USD").charges == 1
        assert one._waiting == two._waiting == {}


async def test_one_who_gives_up_does_not_end_the_waiting_of_others(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with Sandbox() as sandbox, bridge(options) as client:
        patient = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=20))
        await until_stored(client)
        assert (await client.execute(authorize("pay-1"), timeout_s=0.2)).state == State.ACCEPTED
        gone = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=20))
        await asyncio.sleep(0)
        gone.cancel()
        async with worker(options, sandbox):
            assert (await patient).state == State.DONE
        with pytest.raises(asyncio.CancelledError):
            await gone


async def test_what_is_put_away_again_after_the_end_is_dropped_again(empty_nats_server: NatsServer) -> None:
    """A repetition brings the card number and CVC once more, for an operation that needs them no more."""
    async with stack(empty_nats_server.url) as (client, _):
        answer = await client.execute(authorize("pay-1"), timeout_s=5)
        for again in (client.execute(authorize("pay-1"), timeout_s=5), client.submit(authorize("pay-1"))):
            assert (await again).state == State.DONE
            found = await client.records.find(answer.op_id)
            assert found is not None
            assert await client.bucket.get("stripe", answer.op_id, found.record.request_hash) is None


# -- lost replies -----------------------------------------------------------------------------------------------------
async def test_an_end_whose_reply_is_lost_is_found_in_its_record_at_half_time(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client, bridge(options) as other:
        began = time.monotonic()
        waiting = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=6))
        await until_stored(client)
        await other.records.create(done(authorize("pay-1")))
        assert (await waiting).state == State.DONE
        assert time.monotonic() - began < 5


async def test_after_a_reconnect_all_who_wait_look_at_their_records(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client, bridge(options) as other:
        orders = [authorize(f"pay-{at}") for at in range(150)]
        waiting = [asyncio.ensure_future(client.execute(its, timeout_s=600)) for its in orders]
        async with asyncio.timeout(120):  # long before half of their time, when they would look by themselves
            while await stored(client) < len(orders):
                await asyncio.sleep(0.02)
        await asyncio.gather(*(other.records.create(done(authorize(f"pay-{at}"))) for at in range(len(orders))))
        async with asyncio.timeout(120):
            while not all(each.done() for each in waiting):  # a look is given up after a second, which may be too short
                for reconnected in client.connection.on_reconnect:
                    await reconnected()
                await asyncio.wait(waiting, timeout=5)
            answers = await asyncio.gather(*waiting)
        assert {answer.state for answer in answers} == {State.DONE}


async def test_a_call_that_begins_while_the_server_restarts_is_carried_out(own_nats_server: NatsServer) -> None:
    """It waits for the connection, as long as it has time: a rolling restart fails nobody."""
    options = await ready(own_nats_server.url)
    async with Sandbox() as sandbox, bridge(options) as client, worker(options, sandbox):
        assert (await client.execute(authorize("pay-1"), timeout_s=5)).state == State.DONE
        await own_nats_server.stop()
        waiting = asyncio.ensure_future(client.execute(authorize("pay-2"), timeout_s=20))
        await asyncio.sleep(0.3)
        await own_nats_server.start()
        assert (await waiting).state == State.DONE
        assert sandbox.ledger.total("USD").charges == 2


async def test_who_has_no_time_is_told_that_nothing_was_sent(own_nats_server: NatsServer) -> None:
    options = await ready(own_nats_server.url)
    async with bridge(options) as client:
        await own_nats_server.stop()
        began = time.monotonic()
        with pytest.raises(Unreachable):
            await client.execute(authorize("pay-1"), timeout_s=0.3)
        assert time.monotonic() - began < 2
        await own_nats_server.start()
        async with asyncio.timeout(10):
            while not client.connection.connected:
                await asyncio.sleep(0.02)
        assert await stored(client) == 0  # no ghost of it either


# -- what does not go -------------------------------------------------------------------------------------------------
async def test_a_message_beyond_the_servers_limit_is_refused_by_its_size(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client:
        most = client.connection.client.max_payload
        for its in (authorize("pay-1", request={"metadata": {"value": "x" * most}}),
                    authorize("pay-1", request={"metadata": {"value": "x" * (most - 700)}})):
            with pytest.raises(BadInput, match=f"takes {most} "):
                await client.execute(its, timeout_s=5)
        with pytest.raises(BadInput, match=f"takes {most} "):
            await client.query(order(SYNC, {"connector_transaction_id": "x" * most}), timeout_s=5)
        assert client.connection.connected
        assert (await client.submit(authorize("pay-1", request={"metadata": {"value": "x" * (most - 4000)}}))).state \
            == State.ACCEPTED


async def test_what_a_connector_of_ours_does_not_do_is_refused_before_it_is_stored() -> None:
    with pytest.raises(Unsupported, match="reverse on phonepe"):
        prepare(order(REVERSE, {"connector_transaction_id": "t"}, connector="phonepe"), OPTIONS)
    assert prepare(order(REVERSE, {"connector_transaction_id": "t"}, connector="acmepay"), OPTIONS).op_id


async def test_a_question_that_changes_something_is_an_unknown_outcome_where_no_answer_comes(
        empty_nats_server: NatsServer) -> None:
    """Somebody has it, with its key, and never answers."""
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client, bridge(options) as other:
        seen: list[Msg] = []

        async def heard(message: Msg) -> None:
            seen.append(message)

        for verb in ("customers.*.create", "payments.*.sync"):
            await (await admin(other)).connection.client.subscribe(f"hyperswitch.{verb}.stripe", cb=heard)
        await (await admin(other)).connection.client.flush()
        customer = order(CREATE_CUSTOMER, {"customer_name": "Mira Okafor"}, key="c-1")
        with pytest.raises(OutcomeUnknown) as unknown:
            await client.query(customer, timeout_s=0.2)
        assert unknown.value.idempotency_key == "c-1"
        assert dict(seen[0].headers or {})["Tollbridge-Idempotency-Key"] == "c-1"
        with pytest.raises(NotSent, match="ask again"):
            await client.query(order(SYNC, {"connector_transaction_id": "pi_1"}), timeout_s=0.2)
        with pytest.raises(NoWorkers):
            await client.query(order(SYNC, {"connector_transaction_id": "pi_1"}, connector="adyen"), timeout_s=5)


# -- keys and ids -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["", " k", "k ", "a\nb", "ä", "k" * 256, "4242424242424242", "4242 4242 4242 4242"])
def test_what_cannot_be_an_idempotency_key_is_refused(key: str) -> None:
    if not key:  # none is given: the request's own id is one
        assert prepare(authorize("pay-1", key=key), OPTIONS).op_id == prepare(authorize("pay-1"), OPTIONS).op_id
        return
    with pytest.raises(InvalidField, match="idempotency-key") as raised:
        prepare(authorize("pay-1", key=key), OPTIONS)
    assert "4242" not in str(raised.value)


def test_an_id_says_which_operation_it_is_of() -> None:
    """Merchant, connector, environment, operation, payment and key make it; nothing else does."""
    first = prepare(authorize("pay-1", key="k"), OPTIONS)
    assert prepare(authorize("pay-1", 1, key="k"), OPTIONS).op_id == first.op_id
    assert prepare(authorize("pay-2", key="k"), OPTIONS).op_id == first.op_id
    others = [authorize("pay-1", key="l"), authorize("pay-1", key="k", merchant_id="shop-2"),
              authorize("pay-1", key="k", connector="adyen"), authorize("pay-1", key="k", environment="production")]
    assert len({first.op_id, *(prepare(its, OPTIONS).op_id for its in others)}) == 5


def test_without_any_key_each_submission_is_an_operation_of_its_own() -> None:
    """What sets values may be asked for again with others: there, the request's own ids are no key."""
    def update() -> Order:
        return order(UPDATE_METADATA, {"connector_transaction_id": "pi_1", "metadata": {"value": "{}"}})

    assert prepare(update(), OPTIONS).op_id != prepare(update(), OPTIONS).op_id


async def test_the_hash_tells_requests_apart_and_their_spellings_not(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client:
        await client.submit(authorize("pay-1"))
        plain = authorize("pay-1")
        plain.request = {"merchantTransactionId": "pay-1", "amount": {"minorAmount": "4250", "currency": "USD"},
                         "paymentMethod": {"card": {"cardNumber": "4242424242424242", "cardExpMonth": "09",
                                                    "cardExpYear": "2031", "cardCvc": "314",
                                                    "cardHolderName": "Mira Okafor"}}, "address": {}}
        assert (await client.submit(plain)).state == State.ACCEPTED
        with pytest.raises(Conflict):
            await client.submit(authorize("pay-1", 4251))


async def test_nobody_knows_of_an_operation_that_there_is_not(empty_nats_server: NatsServer) -> None:
    options = await ready(empty_nats_server.url)
    async with bridge(options) as client:
        assert await client.operation("0" * 32) is None
        answer = await client.submit(authorize("pay-1"))
        assert await client.operation(answer.op_id) == Answer(answer.op_id, State.ACCEPTED)
        found = await client.find(answer.op_id)
        assert found is not None
        assert (found.operation, found.merchant_id, found.connector) == ("authorize", "shop-1", "stripe")
        for bad in ("*", ">", "a.b", ""):
            with pytest.raises(InvalidField):
                await client.operation(bad)


def test_neither_an_order_nor_what_is_made_of_it_shows_what_is_in_it() -> None:
    its = authorize("pay-1")
    for text in (repr(its), repr(prepare(its, OPTIONS))):
        assert "4242" not in text
        assert "Mira" not in text
        assert "sk_test" not in text


async def test_what_jetstream_calls_a_duplicate_and_nobody_has_is_not_told_as_accepted(
        empty_nats_server: NatsServer) -> None:
    """Somebody has used the operation's id for a message of another kind."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        prepared = prepare(authorize("pay-1"), options)
        await client.publisher.publish("hyperswitch.payments.shop-1.authorize.stripe.other", b"{}",
                                       {"Nats-Msg-Id": prepared.op_id})
        with pytest.raises(Unstored):
            await client.submit(authorize("pay-1"))
