"""What was stored before is never told as if it were not, whatever becomes of a later submission of the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams, stack
from tollbridge.bridge.client import BridgeClient, Unstored
from tollbridge.bridge.connection import Ack, Full, Publisher, Refused, Unavailable
from tollbridge.bridge.either import Either
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.errors import NotSent
from tollbridge.domain.operations import CREATE_CUSTOMER, SYNC, Operation
from tollbridge.service.errors import Overloaded
from tollbridge.service.refusals import reason_of
from tollbridge.service.relaying import Relaying


@pytest.fixture
async def client(empty_nats_server: NatsServer) -> AsyncIterator[BridgeClient]:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as its:
        yield its


def refusing(publisher: Publisher, error: Refused, *, lost: int = 0) -> None:
    """The server takes no operation any more; of the first so many it did, and its word is lost."""
    publish, left = publisher.publish, [lost]

    async def refuse(subject: str, body: bytes, headers: dict[str, str] | None = None,
                     timeout_s: float | None = None) -> Ack:
        if not subject.startswith("hyperswitch."):
            return await publish(subject, body, headers, timeout_s)
        if left[0]:
            left[0] -= 1
            await publish(subject, body, headers, timeout_s)
            raise Unavailable("no acknowledgement in time")
        raise error

    publisher.publish = refuse  # type: ignore[method-assign]


@pytest.mark.parametrize("error", [Full(10047, "insufficient storage"), Refused(10076, "stream is offline")])
async def test_a_server_that_takes_no_more_is_no_answer_about_what_it_has(client: BridgeClient, error: Refused) -> None:
    first = await client.submit(authorize("pay-1"))
    refusing(client.publisher, error)
    assert (await client.submit(authorize("pay-1"))) == first
    with pytest.raises(NotSent):
        await client.submit(authorize("pay-2"))


async def test_where_no_turn_comes_what_is_stored_is_told_all_the_same(client: BridgeClient) -> None:
    first = await client.submit(authorize("pay-1"))
    client.admission._storing = asyncio.Semaphore(0)
    assert (await client.execute(authorize("pay-1"), timeout_s=0.3)).op_id == first.op_id
    with pytest.raises(Overloaded):
        await client.execute(authorize("pay-2"), timeout_s=0.3)


async def test_a_refusal_after_a_lost_word_says_nothing_of_the_first_try(client: BridgeClient) -> None:
    refusing(client.publisher, Full(10047, "insufficient storage"), lost=1)
    with pytest.raises(Unstored) as unstored:
        await client.submit(authorize("pay-1"))
    assert await client.operation(unstored.value.op_id) is not None


async def test_a_refusal_of_the_second_stream_says_nothing_of_the_first(client: BridgeClient) -> None:
    refusing(client.publisher, Full(10047, "insufficient storage"), lost=1)
    subjects = ("hyperswitch.payments.shop-1.authorize.stripe.1", "hyperswitch.payments_b.shop-1.authorize.stripe.1")
    with pytest.raises(Unavailable):
        await Either(client.publisher, 0.2).publish(0, subjects, b"{}", {})


async def test_card_data_of_what_a_person_may_have_repeated_stay(empty_nats_server: NatsServer) -> None:
    """A caller asks again while its operation waits for a person."""
    async with stack(empty_nats_server.url) as (client, _):
        done = await client.execute(authorize("pay-1"), timeout_s=10)
        found = await client.records.get("stripe", done.op_id)
        assert found is not None
        found.record.state = State.MANUAL
        await (await admin(client)).connection.api("STREAM.PURGE.OPS")
        await client.records.create(found.record)
        await asyncio.sleep(1.1)  # what was left in place of the dropped part is gone
        assert (await client.submit(authorize("pay-1"))).state == State.MANUAL
        assert await client.bucket.get("stripe", done.op_id, found.record.request_hash) is not None


@pytest.mark.parametrize(("operation", "reason"), [(SYNC, "NOT_SENT"), (CREATE_CUSTOMER, "OUTCOME_UNKNOWN")])
def test_a_server_that_ends_knows_nothing_of_a_question_that_changes_something(
        operation: Operation[Any, Any], reason: str) -> None:
    """`ended` looks at nothing but the operation, and whether it was made ready for its stream."""
    nothing: Any = object()
    relaying = Relaying(nothing, nothing, nothing, operation, {}, "shop-1", {})
    assert reason_of(relaying.ended()) == reason
