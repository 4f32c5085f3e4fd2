"""The checker, with evidence made by hand: what is well, and each thing that may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bridge.chaos.canaries import PART, in_files, in_streams
from bridge.chaos.checker import violations
from bridge.chaos.evidence import Evidence, Operation, Told
from bridge.chaos.stories import story
from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import EntryKind
from tollbridge.sandbox.ledger import Entry

AUTHORIZE, CAPTURE, REFUND = "1" * 32, "2" * 32, "3" * 32
CANARY = "4539123412341234"


def result(payment: str = "pi_1") -> bytes:
    return msgspec.json.encode({"connector_transaction_id": payment, "status": "CHARGED"})


def record(op_id: str, operation: str, state: str = State.DONE, outcome: str = "ok") -> OperationRecord:
    return OperationRecord(op_id=op_id, connector="stripe", operation=operation, merchant_id="shop-1",
                           request_hash=f"h{op_id[0]}", state=state, outcome=outcome,
                           result=msgspec.Raw(result() if state == State.DONE else b"null"))


def entry(kind: EntryKind, amount: int = 1000, payment: str = "pi_1", reference: str = "pay-1", at: float = 1) -> Entry:
    return Entry(processor="stripe", kind=kind, payment=payment, reference=reference, minor_amount=amount,
                 currency="USD", at=at)


def told(op_id: str = AUTHORIZE, **more: str) -> Told:
    return Told(0.0, "client 0 (execute)", f"h{op_id[0]}", **more)


def done(op_id: str = AUTHORIZE) -> Told:
    return told(op_id, state=State.DONE, outcome="ok", result=result().decode())


def evidence() -> Evidence:
    """A payment of 1000, captured, and 300 of it given back: all of it well."""
    return Evidence(
        [Operation(AUTHORIZE, "authorize", "pay-1", "stripe", {"h1": 1000, "other": 1001}, told=[
            done(), told(state=State.ACCEPTED), Told(0.0, "client 1 (submit)", "other", error="IDEMPOTENCY_CONFLICT"),
            told(error="UNKNOWN"), told(error="UNREACHABLE")]),
         Operation(CAPTURE, "capture", "pay-1", "stripe", {"h2": 1000}, AUTHORIZE, [done(CAPTURE)]),
         Operation(REFUND, "refund", "pay-1", "stripe", {"h3": 300}, CAPTURE, [told(REFUND, state=State.ACCEPTED)])],
        {AUTHORIZE: record(AUTHORIZE, "authorize"), CAPTURE: record(CAPTURE, "capture"),
         REFUND: record(REFUND, "refund")},
        [entry(EntryKind.AUTHORIZED), entry(EntryKind.CAPTURED), entry(EntryKind.REFUNDED, 300)])


def test_what_is_well_is_well() -> None:
    assert violations(evidence()) == []


def of(op_id: str, state: str, outcome: str = "") -> Callable[[Evidence], None]:
    """The record says so in place of done; its callers were told what the record says."""
    def change(its: Evidence) -> None:
        its.records[op_id] = record(op_id, its.records[op_id].operation, state, outcome)
        for operation in its.operations:
            if operation.op_id == op_id:
                operation.told = [told(op_id, state=state, outcome=outcome)]
    return change


def more(kind: EntryKind, amount: int = 1000, payment: str = "pi_1", reference: str = "pay-1",
         ) -> Callable[[Evidence], None]:
    return lambda its: its.ledger.append(entry(kind, amount, payment, reference))


def say(what: Told, at: int = 0) -> Callable[[Evidence], None]:
    return lambda its: its.operations[at].told.append(what)


def alone(*what: Told) -> Callable[[Evidence], None]:
    return lambda its: setattr(its.operations[2], "told", list(what))


def without(op_id: str) -> Callable[[Evidence], None]:
    def change(its: Evidence) -> None:
        del its.records[op_id]
    return change


def ledger(*entries: Entry) -> Callable[[Evidence], None]:
    return lambda its: setattr(its, "ledger", list(entries))


TAKEN, GIVEN = entry(EntryKind.CAPTURED), entry(EntryKind.REFUNDED, 300)
WRONG: dict[str, tuple[Callable[[Evidence], None], str]] = {
    "charged twice": (more(EntryKind.AUTHORIZED, payment="pi_2"), "it is done, and money moved 2 times"),
    "charged for nobody": (more(EntryKind.AUTHORIZED, payment="pi_9", reference="pay-9"), "nobody asked for"),
    "done and not charged": (ledger(), "it is done, and money moved 0 times"),
    "the other amount": (ledger(entry(EntryKind.AUTHORIZED, 1001), TAKEN, GIVEN), "1001 was moved"),
    "another payment": (ledger(entry(EntryKind.AUTHORIZED, payment="pi_2")), "its result is of pi_1"),
    "declined and charged": (of(AUTHORIZE, State.DONE, "declined"), "recorded as DONE declined, and money moved 1"),
    "rejected and charged": (of(AUTHORIZE, State.REJECTED), "recorded as REJECTED , and money moved 1"),
    "not ended": (of(AUTHORIZE, State.CLAIMED), "it has not ended: CLAIMED"),
    "manual, unseen": (of(AUTHORIZE, State.MANUAL), "there is no dead letter"),
    "manual, unheard": (of(AUTHORIZE, State.MANUAL), "nobody was alerted"),
    "lost": (without(REFUND), "there is no record"),
    "charged without a record": (without(AUTHORIZE), "money moved 1 times, and there is no record"),
    "told otherwise": (say(told(state=State.DONE, outcome="declined")), "told DONE declined, which is not"),
    "told another result": (say(told(state=State.DONE, outcome="ok", result="{}")), "told DONE ok, which is not"),
    "told failed": (say(told(state=State.REJECTED)), "told REJECTED , which is not"),
    "told of another": (say(Told(0.0, "client 2", "other", State.DONE, "ok", result().decode())), "another request"),
    "a conflict with itself": (say(told(error="IDEMPOTENCY_CONFLICT")), "conflict with its own request"),
    "an error that is none": (say(told(error="INTERNAL")), "was told INTERNAL"),
    "a ghost": (alone(told(REFUND, error="UNREACHABLE")), "told that nothing was stored, and there is a record"),
    "captured twice": (more(EntryKind.CAPTURED), "it is done, and money moved 2 times"),
    "captured beyond": (more(EntryKind.CAPTURED, 5000), "captured before, or beyond"),
    "refunded twice": (more(EntryKind.REFUNDED, 300), "it is done, and money moved 2 times"),
    "refunded beyond": (more(EntryKind.REFUNDED, 5000), "refunded before, or beyond"),
    "refunded before": (ledger(entry(EntryKind.AUTHORIZED), GIVEN, TAKEN), "refunded before, or beyond"),
    "captured before": (ledger(TAKEN, entry(EntryKind.AUTHORIZED), GIVEN), "captured before, or beyond"),
    "out of order": (of(CAPTURE, State.REJECTED), "the operation before it is not"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found_and_told(what: str) -> None:
    its = evidence()
    change, words = WRONG[what]
    change(its)
    found = violations(its)
    assert any(words in str(violation) for violation in found), found
    for operation in its.operations:
        assert operation.op_id in story(operation, its, ["PAYMENTS 1"], [(0.0, "worker_kill")], [])


def test_a_manual_one_with_letter_and_alert_is_well_and_with_two_charges_is_not() -> None:
    its = evidence()
    its.operations, its.ledger = its.operations[:1], [entry(EntryKind.AUTHORIZED)]
    of(AUTHORIZE, State.MANUAL)(its)
    its.lettered = its.alerted = frozenset({AUTHORIZE})
    assert violations(its) == []
    its.ledger.append(entry(EntryKind.AUTHORIZED, payment="pi_2"))
    assert [violation.what for violation in violations(its)] == ["it is for a person, and money moved 2 times"]


def test_a_secret_in_a_file_is_found_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "1.blk").write_bytes(b"x" * (PART - 8) + CANARY.encode() + b"x")
    (tmp_path / "2.blk").write_bytes(b"4539 and more")
    assert [line.split(":")[0] for line in in_files(tmp_path, ["none", CANARY])] == [str(tmp_path / "deep" / "1.blk")]


async def test_a_secret_in_a_stream_is_found_and_one_in_memory_is_not(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        await client.submit(authorize("pay-1", number="4242424242424242"))
        other = await admin(client)
        everywhere = other.connection
        assert await in_streams(everywhere, ["4242424242424242"]) == []
        await other.publisher.publish("tollbridge.records.mandate.shop-1.m1", f'{{"number": "{CANARY}"}}'.encode())
        found = await in_streams(everywhere, [CANARY])
    assert [line.split(" ")[0] for line in found] == ["RECORDS"]
