"""With protection on: who pays is nowhere on disk in the clear, and what is killed at any step is charged once."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import AsyncExitStack, nullcontext
from pathlib import Path

import pytest

from bridge import test_canary, test_kept, test_killed_workers
from bridge.processors import BLINDPAY, registered
from bridge.proving import count, ends
from bridge.surroundings import admin, authorize, bridge, bridge_options, key_files, make_streams, worker
from masking import canaries
from tollbridge.bridge.client import Order, Prepared, prepare
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.protection import envelope
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.redrive import find
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.errors import Unreachable
from tollbridge.sandbox import FaultKind, Sandbox

temporary = test_canary.temporary
NAME, MAIL, STREET = "Ottoline Quarrington", "ottoline.q@canary.example", "17 Wyvern Passage"
KILLED = count(400, 15)


@pytest.fixture
def protected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))


def pays(payment: str, *, connector: str = "stripe", number: str = test_canary.APPROVED) -> Order:
    its = test_canary.pay(payment, connector=connector, number=number)
    its.request["payment_method"]["card"]["card_holder_name"] = {"value": NAME}
    its.request["customer"] = {"name": NAME, "email": {"value": MAIL}}
    its.request["address"] = {"billing_address": {"first_name": {"value": NAME}, "line1": {"value": STREET}}}
    its.request["description"] = f"for {NAME}"
    return its


def said_of(content: bytes) -> list[str]:
    return [*test_canary.hits(content), *(word for word in (NAME, MAIL, STREET) if word.encode() in content)]


def on_disk(server: NatsServer) -> list[str]:
    return [f"{path.name}: {hit}" for path, content in canaries.files_below(Path(server.process.directory))
            for hit in said_of(content)]


async def left_behind(server: NatsServer) -> tuple[set[str], list[str]]:
    """Operations that end in many ways, by a shopper with a name: the ways, and what is on disk of that."""
    options = bridge_options(server.url, "stripe", BLINDPAY, streams=test_canary.QUICK)
    await make_streams(options)
    async with AsyncExitStack() as held:
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        watching = await held.enter_async_context(ends(client))
        await held.enter_async_context(test_canary.working(options, sandbox))
        orders = [pays(f"d-{number}") for number in range(40)]
        orders += [pays(f"n-{number}", number=test_canary.DECLINED) for number in range(5)]
        ids = {answer.op_id for answer in await asyncio.gather(*map(client.submit, orders))}
        records = dict(await watching.of(ids, 30))
        sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=test_canary.CREATE, times=4)
        late = [(await client.submit(pays(f"u-{number}", connector=connector))).op_id
                for number in range(2) for connector in ("stripe", BLINDPAY)]
        records |= await watching.of(late, 30)
        found = await asyncio.to_thread(on_disk, server)
    await server.stop()
    return {f"{record.state} {record.outcome}" for record in records.values()}, [*found, *on_disk(server)]


async def test_who_pays_is_nowhere_on_disk(own_nats_server: NatsServer, protected: None,
                                           caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with registered():
        ways, found = await left_behind(own_nats_server)
    assert ways == {f"{State.DONE} ok", f"{State.DONE} declined", f"{State.MANUAL} manual"}
    assert not found
    assert not said_of(caplog.text.encode())


async def test_without_protection_the_same_look_finds_it(own_nats_server: NatsServer) -> None:
    with registered():
        _, found = await left_behind(own_nats_server)
    for word in (NAME, MAIL, STREET):
        assert any(word in hit for hit in found), word


async def test_no_card_is_left_anywhere_either(own_nats_server: NatsServer, protected: None,
                                               caplog: pytest.LogCaptureFixture, temporary: Path) -> None:
    """The whole canary test of the split, where the bucket in memory is encrypted too."""
    caplog.set_level(logging.DEBUG)
    with registered():
        its = await test_canary.everything(own_nats_server, caplog, temporary, count(800, 30), count(45, 3))
    assert its.ways >= test_canary.WAYS
    assert not its.during[:3]
    assert not its.after[:3]
    assert its.watched.looked["SEALED"]
    assert not its.watched.in_memory


async def test_the_bucket_in_memory_is_encrypted(empty_nats_server: NatsServer, protected: None) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        await client.submit(pays("pay-1"))
        message = await client.connection.next_message("SEALED", ">")
        assert message is not None
        assert message.data.count(b".") == 4
        assert not said_of(message.data)


async def test_card_data_that_another_bridge_brought_are_taken(empty_nats_server: NatsServer, protected: None) -> None:
    """Each has a key of its own: the message is under the one's, and once the bucket was lost, the card is under the
    other's, as the caller repeats it there.
    """
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as one, bridge(options) as other, ends(one) as watching:
        op_id = (await one.submit(pays("pay-1"))).op_id
        await (await admin(one)).connection.api("STREAM.PURGE.SEALED")
        await other.submit(pays("pay-1"))
        async with worker(options, sandbox):
            record = (await watching.of([op_id], 10))[op_id]
        person = await admin(one)
        assert person.protection is not None
        assert len([each async for each in person.protection.keys.list()]) == 2, "else it shows nothing"
    assert (record.state, record.outcome, sandbox.ledger.total("USD").charges) == (State.DONE, "ok", 1)


async def test_card_data_under_a_key_of_another_merchant_are_refused(empty_nats_server: NatsServer, protected: None
                                                                   ) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        assert client.protection is not None
        its = prepare(pays("pay-1"), options)
        place = f"hyperswitch.payments.shop-1.authorize.stripe.{its.op_id}"
        for merchant, refused in (("shop-1", False), ("shop-2", True)):
            key = await client.protection.keys.current("stripe", merchant)
            token = key.seal(envelope.SEALED, place, its.hash, b"card")
            with pytest.raises(Forged, match="another merchant") if refused else nullcontext():
                assert await client.protection.unsealed(place, its.hash, token) == b"card"


@pytest.mark.parametrize("connector", ["stripe", BLINDPAY])
async def test_killed_at_any_step_each_is_charged_once(own_nats_server: NatsServer, protected: None, connector: str,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_killed_workers, "OPERATIONS", KILLED)
    await test_killed_workers.test_killed_at_any_step_with_and_without_keys(own_nats_server, connector)


async def test_a_dead_letter_is_read_by_who_has_the_keys(own_nats_server: NatsServer, protected: None) -> None:
    options = bridge_options(own_nats_server.url, "stripe", BLINDPAY, streams=test_canary.QUICK)
    await make_streams(options)
    with registered():
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            client = await held.enter_async_context(bridge(options))
            await held.enter_async_context(test_canary.working(options, sandbox))
            sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=test_canary.CREATE)
            answer = await client.execute(pays("pay-1", connector=BLINDPAY), 15)
            assert answer.state == State.MANUAL
            letter = await find(client, answer.op_id)
            assert letter is not None
            assert not said_of(letter.body)
            request = await letter.request(client)
            assert json.loads(request)["customer"]["name"] == NAME


async def test_mandates_are_encrypted_and_read_again(empty_nats_server: NatsServer, protected: None) -> None:
    await test_kept.test_a_mandate_is_there_once_its_payment_is_answered(empty_nats_server)
    async with bridge(bridge_options(empty_nats_server.url)) as client:
        kept, = await client.kept.list("mandate")
        stored = await client.connection.next_message("RECORDS", "tollbridge.records.mandate.>")
        assert stored is not None
        assert stored.data.count(b".") == 4
        person = await admin(client)
        keys = person.protection
        assert keys is not None
        async for each in keys.keys.list():
            await keys.keys.erase(each)
        assert await person.kept.list("mandate") == [], f"{kept.id} went with its key"


@pytest.mark.usefixtures("protected")
async def test_without_a_key_what_was_submitted_before_is_told_as_it_stands(empty_nats_server: NatsServer,
                                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    """It was stored: who hears that it was not sent may go to another processor."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        first = await client.submit(authorize("pay-1"))

        async def silent(prepared: Prepared) -> None:
            raise Unavailable("as if KEYS had no leader")

        monkeypatch.setattr(client.protection, "protect", silent)
        again = await client.submit(authorize("pay-1"))
        assert (again.op_id, again.state) == (first.op_id, State.ACCEPTED)
        with pytest.raises(Unreachable, match="cannot encrypt it"):
            await client.submit(authorize("pay-2"))
