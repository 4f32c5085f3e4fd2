"""The day the servers are lost with their disks: what the runbook promises, with everything as it is in production."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from bridge import surroundings
from bridge.processors import API_KEY, BLINDPAY, SEARCHPAY, registered
from bridge.programs import Ended, ended, settings
from bridge.proving import WHOLE, charges
from bridge.secured import started
from bridge.surroundings import (
    ACCOUNTS,
    admin,
    authorize,
    authorize_stored,
    bridge,
    bridge_options,
    make_streams,
    order,
)
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, Unstored, prepare
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.doubt import Restored
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.recovery import manifest
from tollbridge.bridge.recovery.backup import backup
from tollbridge.bridge.recovery.chunks import BackupKey
from tollbridge.bridge.recovery.restore import RestoreOptions, restore
from tollbridge.bridge.server import NatsCluster, NatsServer
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.operations import CAPTURE
from tollbridge.sandbox import FaultKind, Sandbox

STRIPE_ = "stripe"
CONNECTORS = (STRIPE_, SEARCHPAY, BLINDPAY)
LOST = 10
"""Operations of each connector that are carried out between backup and loss."""
CREATE = "payment_intents.create"
ON_FILE = {**ACCOUNTS, **{f"TOLLBRIDGE_ACCOUNT__SHOP-1__{name.upper()}__API_KEY": API_KEY
                          for name in (SEARCHPAY, BLINDPAY)}}
QUICK = {"processor_timeouts_s": {"payments.authorize": 1.0}}
"""What a processor does not have some seconds after the restore, it never will."""
CONSUMERS = "payments_authorize"
WITHIN_S = 20


def worker(options: BridgeOptions, sandbox: Sandbox) -> AbstractAsyncContextManager[Worker]:
    return surroundings.worker(options, sandbox, connectors=CONNECTORS, accounts=ON_FILE)


def by_card(payment: str, connector: str) -> Order:
    """With the card in memory, and credentials on file."""
    return authorize(payment, connector=connector, config=None)


def by_token(payment: str, connector: str) -> Order:
    """Whole in its stream."""
    return authorize_stored(payment, connector=connector)


def chain(payment: str, options: BridgeOptions) -> list[Order]:
    first = authorize(payment, 1000, connector=BLINDPAY, config=None, request={"capture_method": "MANUAL"})
    return [first, order(CAPTURE, {
        "merchant_capture_id": f"{payment}-c", "amount_to_capture": {"minor_amount": 1000, "currency": "USD"}},
        connector=BLINDPAY, config=None, key=f"{payment}-capture", after=prepare(first, options).op_id)]


class Place(NamedTuple):
    """A server, and what tells commands of it."""

    options: BridgeOptions
    config: tuple[str, str]


def place(server: NatsServer, folder: Path) -> Place:
    folder.mkdir()
    file = settings(folder, server, bridge__connectors=list(CONNECTORS), bridge__processor_timeouts_s__authorize=1.0)
    return Place(bridge_options(server.url, *CONNECTORS, streams=QUICK), ("--config", str(file)))


def new_key(folder: Path) -> tuple[str, str]:
    file = folder / "backup.key"
    file.write_text(secrets.token_hex(32))
    file.chmod(0o600)
    return "--key-file", str(file)


async def submitted(client: BridgeClient, *orders: Order) -> list[str]:
    return [answer.op_id for answer in await asyncio.gather(*map(client.submit, orders))]


async def over(client: BridgeClient, orders: list[Order]) -> list[Answer]:
    answers = await asyncio.gather(*(client.execute(order, WITHIN_S) for order in orders))
    assert all(answer.final for answer in answers), answers
    return answers


def told(orders: list[Order], answers: list[Answer]) -> Counter[tuple[str, str]]:
    return Counter((order.connector, answer.state) for order, answer in zip(orders, answers, strict=True))


class Day(NamedTuple):
    """What was submitted before the loss. `waiting` was stored at the backup, `refused` was begun and had not left;
    `chained` was stored too: a payment without keys, and its capture.
    """

    early: list[Order]
    waiting: list[Order]
    refused: list[Order]
    chained: list[Order]
    lost: list[Order]


async def until_the_loss(its: Place, sandbox: Sandbox, folder: Path, key: tuple[str, str]) -> Day:
    day = Day(early=[by_card(f"early-{name}", name) for name in CONNECTORS],
              waiting=[make(f"waiting-{kind}-{name}", name) for name in CONNECTORS
                       for kind, make in (("card", by_card), ("token", by_token))],
              refused=[by_token(f"refused-{name}", name) for name in CONNECTORS],
              chained=chain("chained", its.options),
              lost=[by_card(f"lost-{number}-{name}", name) for name in CONNECTORS for number in range(LOST)])
    await make_streams(its.options)
    async with bridge(its.options) as client:
        async with worker(its.options, sandbox):
            assert {answer.state for answer in await over(client, day.early)} == {State.DONE}
            sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, containing="refused-", times=None)
            ids = await submitted(client, *day.refused)
            async with asyncio.timeout(WITHIN_S):
                while not all([await released(client, op_id) for op_id in ids]):
                    await asyncio.sleep(0.05)
        await submitted(client, *day.waiting, *day.chained)
        made = await ended("backup", "--to", str(folder), *key, *its.config, "--json")
        assert (made.code, made.json["encrypted"]) == (0, True), made.err
        sandbox.faults.clear()
        async with worker(its.options, sandbox):
            done = await over(client, [*day.waiting, *day.refused, *day.chained, *day.lost])
    assert {answer.state for answer in done} == {State.DONE}
    return day


async def released(client: BridgeClient, op_id: str) -> bool:
    """An attempt was begun, and its end is recorded: nothing was done."""
    found = await client.records.find(op_id)
    return found is not None and found.record.state == State.ACCEPTED and found.record.attempts > 0


async def restored(its: Place, folder: Path, key: tuple[str, str], *more: str) -> Ended:
    done = await ended("restore", "--from", str(folder), *key, *its.config, *more)
    assert done.code == 0, done.err
    applied = await ended("streams", "apply", *its.config)
    assert applied.code == 0, applied.err + applied.out
    assert (await ended("streams", "check", *its.config)).code == 0
    return done


@asynccontextmanager
async def lost_and_restored(tmp_path: Path, sandbox: Sandbox, *more: str) -> AsyncIterator[tuple[Day, Place]]:
    """A server that was lost with its disk, and another one, with what was saved of it."""
    folder, key = tmp_path / "backup", new_key(tmp_path)
    async with started() as first:
        day = await until_the_loss(place(first, tmp_path / "first"), sandbox, folder, key)
        disk = Path(first.process.directory)
        await first.kill()
    assert not disk.exists()
    assert set(charges(sandbox).values()) == {1}
    async with started() as second:
        its = place(second, tmp_path / "second")
        said = await restored(its, folder, key, *more)
        assert f"without keys: {SEARCHPAY}, {BLINDPAY}" in said.out
        yield day, its


async def test_nothing_is_charged_twice_after_a_restore(tmp_path: Path, nats_server: NatsServer) -> None:
    with registered():
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            day, its = await held.enter_async_context(lost_and_restored(tmp_path, sandbox))
            client = await held.enter_async_context(bridge(its.options))
            charged, sent = charges(sandbox), len(sandbox.requests.of(CREATE))
            await held.enter_async_context(worker(its.options, sandbox))

            early = await over(client, day.early)
            assert {answer.state for answer in early} == {State.DONE}
            # What the backup has of the others is looked at by itself, and again as their callers repeat them.
            for orders in (day.waiting, day.refused, day.lost):
                states = told(orders, await over(client, orders))
                of_each = len(orders) // len(CONNECTORS)
                assert states[SEARCHPAY, State.DONE] == states[BLINDPAY, State.MANUAL] == of_each, states
                at_stripe = states[STRIPE_, State.DONE] + states[STRIPE_, State.MANUAL]
                assert at_stripe == of_each
                if orders is not day.waiting:  # of that, cards were gone for who was quicker than their callers
                    assert states[STRIPE_, State.DONE] == of_each, states
            # What comes after it may have been done as well: it is not refused as if it had not.
            assert told(day.chained, await over(client, day.chained)) == {(BLINDPAY, State.MANUAL): 2}
            assert charges(sandbox) == charged
            assert sandbox.ledger.total("USD", reference="chained").captured == 1000
            assert {"early-stripe", f"early-{SEARCHPAY}"} <= set(charged)
            repeated = sandbox.requests.of(CREATE)[sent:]
            assert LOST < len(repeated) <= LOST + 3
            assert all("idempotency-key" in arrival.headers for arrival in repeated)

            new = [by_card(f"new-{name}", name) for name in CONNECTORS]
            assert told(new, await over(client, new)) == {
                (STRIPE_, State.DONE): 1, (SEARCHPAY, State.DONE): 1, (BLINDPAY, State.MANUAL): 1}
            assert charges(sandbox) - charged == {"new-stripe": 1, f"new-{SEARCHPAY}": 1}

            ending = await ended("restore", "--end-doubt", *its.config)
            assert ending.code == 0, ending.err
            assert (await ended("restore", "--end-doubt", *its.config)).code == 3
            assert (await ended("streams", "apply", *its.config)).code == 0

async def test_without_the_doubt_the_same_day_charges_twice(tmp_path: Path, nats_server: NatsServer) -> None:
    """What the test above would find."""
    with registered():
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            day, its = await held.enter_async_context(lost_and_restored(tmp_path, sandbox, "--repeats-for", "0"))
            client = await held.enter_async_context(bridge(its.options))
            await held.enter_async_context(worker(its.options, sandbox))
            await over(client, day.lost)
            twice = Counter(reference.rpartition("-")[2] for reference, times in charges(sandbox).items() if times > 1)
            assert twice == {SEARCHPAY: LOST, BLINDPAY: LOST}


@pytest.mark.skipif(not WHOLE, reason="two clusters at once take most of a machine: for whole size")
async def test_a_cluster_is_restored_into_another(tmp_path: Path, nats_server: NatsServer) -> None:
    """Where streams are made anew, and not as they were: what waits in them is not too old for its records."""
    key, folder = BackupKey(secrets.token_bytes(32)), tmp_path / "backup"
    orders = [by_card("early", STRIPE_), by_token("waiting", STRIPE_)]
    with registered():
        async with Sandbox() as sandbox:
            async with NatsCluster() as first:
                options = bridge_options(",".join(first.urls), *CONNECTORS, streams={"replicas": 3, **QUICK})
                await make_streams(options, CONSUMERS)
                async with bridge(options) as client:
                    async with worker(options, sandbox):
                        await over(client, orders[:1])
                    await submitted(client, orders[1])
                    saved = await backup(client.connection, options.streams, folder, key)
                    async with worker(options, sandbox):
                        await over(client, [*orders, by_card("lost", STRIPE_)])
            assert {copy.replicas for copy in saved.streams} == {3}
            sent = len(sandbox.requests.of(CREATE))
            async with NatsCluster() as second:
                options = bridge_options(",".join(second.urls), *CONNECTORS, streams={"replicas": 3, **QUICK})
                async with bridge(options) as client:
                    steps = [step.how async for step in restore(
                        client, manifest.read(folder, key), folder, key, RestoreOptions())]
                    assert set(steps) == {"new"}
                await make_streams(options, CONSUMERS)
                async with bridge(options) as client, worker(options, sandbox):
                    answers = await over(client, [*orders, by_card("lost", STRIPE_)])
            assert {answer.state for answer in answers} == {State.DONE}
            assert len(sandbox.requests.of(CREATE)) == sent + 2, "with their keys"
            assert charges(sandbox) == {"early": 1, "waiting": 1, "lost": 1}


async def test_a_node_whose_disk_is_lost_is_given_its_copies_by_the_others(nats_cluster: NatsCluster) -> None:
    options = bridge_options(",".join(nats_cluster.urls), *CONNECTORS, streams={"replicas": 3, **QUICK})
    await make_streams(options, CONSUMERS)
    with registered():
        async with Sandbox() as sandbox, bridge(options) as client, worker(options, sandbox):
            await over(client, [by_card(f"before-{number}", STRIPE_) for number in range(3)])
            await nats_cluster.kill(0)
            shutil.rmtree(nats_cluster.process.nodes[0].directory / "jetstream")
            await over(client, [by_card("without", STRIPE_)])
            await nats_cluster.start(0)
            await nats_cluster.wait_ready()
            async with asyncio.timeout(WITHIN_S):
                while not all([await whole(client, name) for name in ("OPS", "PAYMENTS_A", "PAYMENTS_B")]):
                    await asyncio.sleep(0.1)
            await nats_cluster.kill(1)  # so that the new copy is needed
            for number in range(3):
                assert (await repeated(client, by_card(f"before-{number}", STRIPE_))).state == State.DONE
            assert set(charges(sandbox).values()) == {1}


async def repeated(client: BridgeClient, order: Order) -> Answer:
    """While a leader is elected, nobody knows whether it was stored: as a caller, with the same key."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            with contextlib.suppress(Unstored):
                return await client.execute(order, WITHIN_S)


async def whole(client: BridgeClient, stream: str) -> bool:
    try:
        cluster = (await client.connection.api(f"STREAM.INFO.{stream}"))["cluster"]
    except Unavailable:
        return False
    return len(cluster["replicas"]) == 2 and all(each["current"] and not each.get("offline")
                                                 for each in cluster["replicas"])


async def test_a_processor_that_has_forgotten_the_key_is_not_sent_it_again(empty_nats_server: NatsServer) -> None:
    """Of a backup that is older than that: what is repeated now may be of then."""
    options, now = bridge_options(empty_nats_server.url, *CONNECTORS, streams=QUICK), time.time()
    await make_streams(options)
    with registered():
        async with Sandbox() as sandbox, bridge(options) as client:
            async def since(hours: float) -> None:
                config = dict((await client.connection.api("STREAM.INFO.OPS"))["config"])
                config["metadata"] = Restored(now - hours * 3600, now - 60, now + 3600).metadata()
                await (await admin(client)).connection.api("STREAM.UPDATE.OPS", config)

            for hours, state in ((23.0, State.DONE), (24.0, State.MANUAL)):
                await since(hours)
                async with worker(options, sandbox):
                    answer, = await over(client, [by_card(f"pay-{hours}", STRIPE_)])
                assert answer.state == state, answer
            assert charges(sandbox) == {"pay-23.0": 1}
