"""The audit trail: what is in it, that every change of it is found, and that nothing ends without an entry."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings as how, strategies as some

from bridge.fleet import Fleet, FleetOptions
from bridge.nats_surroundings import LACKING
from bridge.proving import count, ends
from bridge.secured import started
from bridge.surroundings import admin, audit, authorize, bridge, bridge_options, make_streams, worker
from masking import canaries
from tollbridge.bridge.audit import blocks
from tollbridge.bridge.audit.anchors import UP_TO, Anchors
from tollbridge.bridge.audit.blocks import ANCHORS, NO_HEAD, Head, writer_of
from tollbridge.bridge.audit.entries import Entry
from tollbridge.bridge.audit.reading import Span, _written, entries, verify
from tollbridge.bridge.audit.report import report
from tollbridge.bridge.audit.signing import Keys, Private, Public, Shared
from tollbridge.bridge.audit.verifying import CHANGED, GONE, ORDER, SIGNATURE, Message, Verified, Verifier
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import AUDIT_DAYS, AUDIT_STREAM
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import Conflict

KEY = "of-the-audit-trail-32-characters-or-more"
KEYS = Keys([Shared(KEY)])
QUICK = {"audit": True, "processor_timeouts_s": {"payments.authorize": 1.0, "payments.sync": 1.0}}
ALL = Span()


def audited(url: str, role: str = "worker") -> BridgeOptions:
    return bridge_options(url, streams=QUICK, audit=audit(KEY, role))


async def messages(client: BridgeClient) -> list[Message]:
    """The trail as it is stored."""
    return [Message(its.sequence, its.subject, _written(its.headers), its.data)
            async for its in read_stream(client.connection, AUDIT_STREAM)]


def verified(trail: Iterable[Message], keys: Keys = KEYS, last: int | None = None, **more: object) -> Verified:
    its = list(trail)
    verifier = Verifier(keys, 1, kept_since=0.0, **more)  # type: ignore[arg-type]
    for message in its:
        verifier.feed(message)
    return verifier.end(max((message.sequence for message in its), default=0) if last is None else last)


def kinds(found: Verified) -> set[str]:
    return {fault.kind for fault in found.faults}


async def told(client: BridgeClient, kind: str = "operation") -> list[Entry]:
    return [each.entry async for each in entries(client.connection, ALL) if each.entry.kind == kind]


async def anchor(client: BridgeClient, operations: int) -> None:
    """Once so many are told, and all of them are anchored: a worker's sweeper may do the same just now."""
    async with asyncio.timeout(10):
        while len(await told(client)) < operations:
            await asyncio.sleep(0.02)
        while True:
            await Anchors(client.connection, client.publisher, Shared(KEY), 60.0).anchor()
            trail = await messages(client)
            last = blocks.read(trail[-1].body).block
            others = [message.sequence for message in trail if writer_of(message.subject) != ANCHORS]
            if last.writer == ANCHORS and last.entries[0].facts[UP_TO] >= others[-1]:
                return


# -- what is in it ----------------------------------------------------------------------------------------------------
async def test_ends_refusals_and_processes_are_told_and_nothing_secret(empty_nats_server: NatsServer) -> None:
    options = audited(empty_nats_server.url, "bridge")
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        async with worker(audited(empty_nats_server.url), sandbox) as its:
            paid = await client.execute(authorize("pay-1", headers={"Tollbridge-Tenant": "tenant-9"}), 10.0)
            named = await client.execute(authorize("pay-3", headers={
                "Tollbridge-Tenant": "tenant-9", "Tollbridge-Principal": "till-4"}), 10.0)
            declined = await client.execute(authorize("pay-2", 9900, number="4000000000000002"), 10.0)
            with pytest.raises(Conflict):
                await client.submit(authorize("pay-1", 1))
            writer = its.client.audit.writer
        trail = await messages(client)
        found = await verify(client.connection, KEYS, ALL, days=AUDIT_DAYS)
        ended = {each.op_id: each for each in await told(client)}
        refused = await told(client, "refused")
        described = (await report(client.connection, ALL)).described()
    assert not found.faults
    assert (found.chains, found.open) == (2, 1)  # the bridge's goes on
    first = ended[paid.op_id]
    assert (first.actor, first.operation, first.connector, first.state, first.outcome, first.attempts, first.amount,
            first.currency) == ("tenant-9", "authorize", "stripe", State.DONE, "ok", 1, 4250, "USD")
    assert ended[named.op_id].actor == "till-4"
    second = ended[declined.op_id]
    assert (second.actor, second.state, second.amount) == ("shop-1", State.DONE, 9900)
    assert second.outcome != "ok"
    assert [(each.outcome, each.op_id) for each in refused] == [("conflict", paid.op_id)]
    kinds_of_worker = [entry.kind for message in trail if writer_of(message.subject) == writer
                       for entry in blocks.read(message.body).block.entries]
    assert (kinds_of_worker[0], kinds_of_worker[-1]) == ("started", "closed")
    said = b"".join(message.body for message in trail)
    assert not canaries.hits(said)
    assert not any(text in said for text in (b"4242424242424242", b"4000000000000002", b"314\"", b"sk_test", b"Okafor"))
    assert described["operations"] == [
        {"operation": "authorize", "connector": "stripe", "state": "DONE", "outcome": second.outcome, "count": 1},
        {"operation": "authorize", "connector": "stripe", "state": "DONE", "outcome": "ok", "count": 2}]
    assert described["amounts"] == [
        {"operation": "authorize", "connector": "stripe", "currency": "USD", "minor_amount": 8500}]
    assert described["refused"] == [{"why": "conflict", "count": 1}]


async def test_card_numbers_in_free_text_are_masked(empty_nats_server: NatsServer) -> None:
    options = audited(empty_nats_server.url)
    await make_streams(options)
    number = "4111 1111 1111 1111"
    async with Sandbox() as sandbox, bridge(options) as client, worker(options, sandbox) as its:
        await client.execute(authorize("pay-1", headers={"Tollbridge-Tenant": f"of {number}"}), 10.0)
        subject = f"hyperswitch.payments.shop-1.authorize.stripe.{'a' * 32}"
        await client.publisher.publish(subject, number.encode(), {"Tollbridge-Deadline": number})
        async with asyncio.timeout(10):
            while not (refused := await told(client, "refused")):
                await asyncio.sleep(0.02)
        assert refused[0].outcome == "forged"
        assert refused[0].facts["subject"] == subject
        said = b"".join(message.body for message in await messages(client))
        assert its.client.audit.writer.encode() in said
    assert b"4111" not in said
    assert b"of ***" in said


# -- every change is found --------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def ed25519() -> Private:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Private(Ed25519PrivateKey.generate())


async def a_trail(url: str, operations: int = 12) -> list[Message]:
    """Of a bridge and two workers, with an anchor in the middle and one at the end."""
    options = audited(url, "bridge")
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, AsyncExitStack() as held:
        for _ in range(2):
            await held.enter_async_context(worker(audited(url), sandbox, slots=2))
        for half in range(2):
            await asyncio.gather(*(client.execute(authorize(f"pay-{half}-{number}"), 10.0)
                                   for number in range(operations // 2)))
            await anchor(client, (half + 1) * (operations // 2))
        return await messages(client)


@pytest.fixture(scope="module")
def recorded() -> list[Message]:
    if LACKING is not None:
        pytest.skip(LACKING)

    async def made() -> list[Message]:
        async with started() as server:
            return await a_trail(server.url)

    return asyncio.run(made())


def test_it_is_as_it_was_written(recorded: Sequence[Message]) -> None:
    found = verified(recorded)
    assert not found.faults
    assert found.chains == 3
    assert found.anchors >= 2
    assert found.blocks >= 8


@how(max_examples=count(5000, 400), deadline=None)
@given(at=some.integers(0), bit=some.integers(0, 7), signed=some.booleans())
def test_one_flipped_bit_anywhere_in_a_block_is_found(recorded: Sequence[Message], at: int, bit: int, signed: bool,
                                                      ) -> None:
    """Of body, subject and headers, with and without a key at hand: the last block of a chain too."""
    parts = [(number, name, part) for number, message in enumerate(recorded) for name, part in _parts(message)]
    at %= sum(len(part) for _, _, part in parts)
    while at >= len(parts[0][2]):
        at -= len(parts.pop(0)[2])
    number, name, part = parts[0]
    changed = part[:at] + bytes([part[at] ^ (1 << bit)]) + part[at + 1:]
    trail = [*recorded]
    trail[number] = _with(trail[number], name, changed)
    assert verified(trail, KEYS if signed else Keys()).count


def _parts(message: Message) -> list[tuple[str, bytes]]:
    headers = [part for name, value in message.headers.items()
               for part in ((f"name {name}", name.encode()), (f"value {name}", value.encode()))]
    return [("body", message.body), ("subject", message.subject.encode()), *headers]


def _with(message: Message, name: str, changed: bytes) -> Message:
    if name == "body":
        return message._replace(body=changed)
    text = changed.decode("latin-1")
    if name == "subject":
        return message._replace(subject=text)
    of, header = name.split(" ", 1)
    headers = dict(message.headers)
    value = headers.pop(header)
    return message._replace(headers=headers | ({text: value} if of == "name" else {header: text}))


def test_a_removed_block_is_found_wherever_it_was(recorded: Sequence[Message]) -> None:
    for number in range(len(recorded)):
        found = verified([*recorded[:number], *recorded[number + 1:]], last=recorded[-1].sequence)
        assert GONE in kinds(found), number


def test_a_removed_block_is_found_though_all_after_it_are_numbered_anew(recorded: Sequence[Message]) -> None:
    """Who rewrites the stream's files can number its messages as they like."""
    for number in range(len(recorded) - 1):
        moved = [message._replace(sequence=message.sequence - 1) for message in recorded[number + 1:]]
        assert verified([*recorded[:number], *moved]).count, number


def test_blocks_in_another_order_are_found(recorded: Sequence[Message]) -> None:
    for number in range(len(recorded) - 1):
        one, other = recorded[number], recorded[number + 1]
        found = verified([*recorded[:number], other, one, *recorded[number + 2:]])
        assert ORDER in kinds(found), number
        swapped = [other._replace(sequence=one.sequence), one._replace(sequence=other.sequence)]
        assert verified([*recorded[:number], *swapped, *recorded[number + 2:]]).count, number


def test_a_cut_tail_is_found_by_the_stream_by_anchors_and_by_what_a_log_has(recorded: Sequence[Message]) -> None:
    last = recorded[-1]
    for cut in range(1, len(recorded)):
        left = recorded[:-cut]
        assert GONE in kinds(verified(left, last=last.sequence)), cut
        # The stream's own numbers are forged too: an anchor that a log has kept tells.
        assert GONE in kinds(verified(left, expected={last.sequence: blocks.digest_of(last.body)})), cut
    # One chain's end is taken out of the middle, all else is numbered anew: the anchor has its head.
    writer = next(writer_of(message.subject) for message in recorded if writer_of(message.subject) != ANCHORS)
    ended = [message for message in recorded if writer_of(message.subject) == writer][-1]
    moved = [message._replace(sequence=message.sequence - (message.sequence > ended.sequence))
             for message in recorded if message is not ended]
    assert kinds(verified(moved)) & {GONE, CHANGED}


@pytest.mark.parametrize("kind", ["nobody", "another key", "ed25519"])
def test_a_trail_that_somebody_else_writes_anew_is_found(recorded: Sequence[Message], ed25519: Private, kind: str,
                                                         ) -> None:
    """Every digest and chain is right: only the key is not theirs."""
    theirs = {"nobody": None, "another key": Shared("k" * 32), "ed25519": ed25519}[kind]
    heads: dict[str, Head] = {}
    forged = []
    for message in recorded:
        writer = str(writer_of(message.subject))
        block = blocks.read(message.body).block
        told_entries = tuple(msgspec.structs.replace(entry, amount=1) if entry.amount else entry
                             for entry in block.entries if entry.kind != "anchor")
        written = blocks.write(writer, heads.get(writer, NO_HEAD), block.at, told_entries, theirs)
        heads[writer] = Head(block.n, message.sequence, written.digest, block.at)
        forged.append(Message(message.sequence, written.subject, written.headers, written.body))
    assert not verified(forged, Keys()).faults
    assert kinds(verified(forged, KEYS)) == {SIGNATURE}


def test_ed25519_is_verified_with_the_public_key_alone(ed25519: Private) -> None:
    written = blocks.write("worker-1", NO_HEAD, 1.0, (Entry(kind="started", at=1.0),), ed25519)
    message = Message(1, written.subject, written.headers, written.body)
    public = Public(ed25519._private.public_key())
    assert not verified([message], Keys([public])).faults
    assert kinds(verified([message], KEYS)) == {SIGNATURE}


async def test_a_flipped_bit_in_the_servers_files_is_found(own_nats_server: NatsServer) -> None:
    """With the server stopped: it starts again, and what it then gives out is not what was written."""
    trail = await a_trail(own_nats_server.url)
    files = Path(own_nats_server.process.directory)
    [block] = [path for path in files.rglob("*.blk") if f"/{AUDIT_STREAM}/" in str(path)]
    for share in (0.1, 0.5, 0.95):
        await own_nats_server.stop()
        before = block.read_bytes()
        at = int(len(before) * share)
        block.write_bytes(before[:at] + bytes([before[at] ^ 4]) + before[at + 1:])
        await own_nats_server.start()
        async with bridge(bridge_options(own_nats_server.url, streams=QUICK)) as client:
            last = {trail[-1].sequence: blocks.digest_of(trail[-1].body)}
            found = await verify(client.connection, KEYS, ALL, days=AUDIT_DAYS, expected=last)
            assert found.faults, share
        await own_nats_server.stop()
        block.write_bytes(before)
        await own_nats_server.start()


# -- nothing ends without an entry ------------------------------------------------------------------------------------
async def test_workers_that_are_killed_leave_nothing_untold(own_nats_server: NatsServer) -> None:
    """What is acknowledged is in the trail; and the trail of who was killed is whole as far as it goes."""
    options = audited(own_nats_server.url, "bridge")
    await make_streams(options)
    steps = ("claimed", "answered", "recorded", "replied")
    async with Sandbox() as sandbox:
        fleet = Fleet(FleetOptions(
            url=own_nats_server.url, connectors=("stripe",), urls={"stripe": sandbox.base_url("stripe")},
            kill=dict.fromkeys(steps, 0.05), streams=QUICK, operations=("payments.authorize",), audit_key=KEY))
        async with fleet, bridge(options) as client, ends(client) as watching:
            sweeper = Sweeper(client, "the-test", SweeperOptions(every_s=0.5, scan_every_s=2.0, grace_s=3.0))
            await sweeper.start()
            op_ids = {(await client.submit(authorize(f"pay-{number}"))).op_id for number in range(count(400, 60))}
            records = await watching.of(op_ids, 60.0)
            await acknowledged(client)
            await sweeper.stop()
            ended = {(entry.op_id, entry.state) for entry in await told(client)}
            found = await verify(client.connection, KEYS, ALL, days=AUDIT_DAYS)
            reported = (await report(client.connection, ALL)).described()
    assert fleet.killed.total() > 0
    assert not found.faults
    assert {(op_id, record.state) for op_id, record in records.items()} <= ended
    assert sum(row["count"] for row in reported["operations"]) == len(op_ids)


async def acknowledged(client: BridgeClient) -> None:
    """Until no consumer has anything more to give or to hear of."""
    async with asyncio.timeout(60):
        for stream in ("PAYMENTS", "RETRY"):
            while True:
                found = (await client.connection.api(f"CONSUMER.LIST.{stream}"))["consumers"]
                if not any(info["num_pending"] or info["num_ack_pending"] for info in found):
                    break
                await asyncio.sleep(0.05)


class Held(Hooks):
    """Waits once the caller has its answer."""

    def __init__(self) -> None:
        self.replied, self.go_on = asyncio.Event(), asyncio.Event()

    async def reached(self, step: str, work: Work) -> None:
        if step == "recorded":
            self.replied.set()
            await self.go_on.wait()


async def test_what_cannot_be_written_down_is_not_acknowledged(own_nats_server: NatsServer) -> None:
    options = audited(own_nats_server.url, "bridge")
    await make_streams(options)
    held = Held()
    async with Sandbox() as sandbox, bridge(options) as client, worker(
            audited(own_nats_server.url), sandbox, held) as its:
        waiting = asyncio.ensure_future(client.execute(authorize("pay-1"), 10.0))
        await asyncio.wait_for(held.replied.wait(), 10)
        config = (await client.connection.api(f"STREAM.INFO.{AUDIT_STREAM}"))["config"]
        await (await admin(client)).connection.api(f"STREAM.DELETE.{AUDIT_STREAM}")
        held.go_on.set()
        assert (await waiting).state == State.DONE  # the caller need not wait for it
        info = await client.connection.api("CONSUMER.INFO.PAYMENTS.payments_authorize_stripe")
        assert info["num_ack_pending"] == 1
        await (await admin(client)).connection.api(f"STREAM.CREATE.{AUDIT_STREAM}", config)
        await acknowledged(client)
        assert [(entry.state, entry.again) for entry in await told(client)] == [(State.DONE, True)]
        assert its.running == 0
        found = await verify(client.connection, KEYS, ALL, days=AUDIT_DAYS)
    assert kinds(found) == {GONE}  # that all before it was thrown away shows: the writer's own new chain says so


async def test_without_its_stream_no_worker_starts(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    client = BridgeClient(audited(empty_nats_server.url))
    with pytest.raises(Unavailable, match=r"audit trail \(stream AUDIT\) does not answer"):
        await client.open()
    await client.close()


async def test_switched_off_there_is_neither_stream_nor_entry(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, worker(options, sandbox):
        assert (await client.execute(authorize("pay-1"), 10.0)).state == State.DONE
        names = (await (await admin(client)).connection.api("STREAM.NAMES"))["streams"]
        assert AUDIT_STREAM not in names
        found = await verify(client.connection, KEYS, ALL, days=AUDIT_DAYS)
        assert [fault.why for fault in found.faults] == ["there is no stream AUDIT"]
