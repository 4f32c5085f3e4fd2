"""What money says, against what the records say, against what callers were told. Pure: evidence in, violations out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from bridge.chaos.evidence import Evidence, Operation, Told
from tollbridge.bridge.messages import FINAL, State
from tollbridge.bridge.records import OperationRecord
from tollbridge.sandbox import EntryKind
from tollbridge.sandbox.ledger import Entry

NOT_STORED = frozenset({"UNREACHABLE", "OVERLOADED"})
"""So told, nothing of this submission was stored, nor will be."""
UNKNOWN = "UNKNOWN"
CONFLICT = "IDEMPOTENCY_CONFLICT"
MOVES = {"authorize": EntryKind.AUTHORIZED, "capture": EntryKind.CAPTURED, "refund": EntryKind.REFUNDED}


class Violation(NamedTuple):
    """`op_id` is empty where money moved that nobody asked for."""

    op_id: str
    what: str

    def __str__(self) -> str:
        return f"{self.op_id or '-'}: {self.what}"


def violations(evidence: Evidence) -> list[Violation]:
    """Empty where all is well."""
    return [*_strangers(evidence), *(Violation(operation.op_id, what) for operation in evidence.operations
                                     for what in _of(operation, evidence)), *_order(evidence)]


def _strangers(evidence: Evidence) -> Iterator[Violation]:
    """Charges that belong to no operation."""
    asked = {operation.reference for operation in evidence.operations if operation.name == "authorize"}
    for entry in evidence.ledger:
        if entry.kind is EntryKind.AUTHORIZED and entry.reference not in asked:
            yield Violation("", f"{entry.payment} was charged for {entry.reference}, which nobody asked for")


def _of(operation: Operation, evidence: Evidence) -> Iterator[str]:
    record, moves = evidence.records.get(operation.op_id), _moves(operation, evidence)
    if record is None:
        yield from _without_record(operation, moves)
        return
    yield from _told(operation, record)
    if record.request_hash not in operation.amounts:
        yield "its record is of a request that nobody submitted"
    elif record.state not in FINAL:
        yield f"it has not ended: {record.state}, {len(moves)} movements"
    elif record.state == State.MANUAL:
        yield from _manual(operation, evidence, moves)
    elif record.state == State.DONE and record.outcome == "ok":
        yield from _done(operation, record, moves)
    elif moves:
        yield f"it is recorded as {record.state} {record.outcome}, and money moved {len(moves)} times"


def _moves(operation: Operation, evidence: Evidence) -> list[Entry]:
    """The movements that are this operation's: refunds of one payment have different amounts."""
    kind = MOVES[operation.name]
    payments = {entry.payment for entry in evidence.ledger
                if entry.kind is EntryKind.AUTHORIZED and entry.reference == operation.reference}
    found = [entry for entry in evidence.ledger if entry.kind is kind and entry.payment in payments]
    if operation.name == "refund":
        return [entry for entry in found if entry.minor_amount in operation.amounts.values()]
    return found


def _without_record(operation: Operation, moves: Sequence[Entry]) -> Iterator[str]:
    if moves:
        yield f"money moved {len(moves)} times, and there is no record"
    stored = [told for told in operation.told if told.state]
    if stored:
        yield f"lost: {len(stored)} callers were told that it is stored, and there is no record"


def _manual(operation: Operation, evidence: Evidence, moves: Sequence[Entry]) -> Iterator[str]:
    if len(moves) > 1:
        yield f"it is for a person, and money moved {len(moves)} times"
    if operation.op_id not in evidence.lettered:
        yield "it is for a person, and there is no dead letter"
    if operation.op_id not in evidence.alerted:
        yield "it is for a person, and nobody was alerted"


def _done(operation: Operation, record: OperationRecord, moves: Sequence[Entry]) -> Iterator[str]:
    amount = operation.amounts[record.request_hash]
    if len(moves) != 1:
        yield f"it is done, and money moved {len(moves)} times"
    elif moves[0].minor_amount != amount:
        yield f"it is done for {amount}, and {moves[0].minor_amount} was moved"
    elif operation.name == "authorize" and moves[0].payment != _payment(record):
        yield f"its result is of {_payment(record)}, and {moves[0].payment} was charged"


def _payment(record: OperationRecord) -> str:
    return str((msgspec.json.decode(record.result) or {}).get("connector_transaction_id"))


def _told(operation: Operation, record: OperationRecord) -> Iterator[str]:
    for told in operation.told:
        if told.error:
            yield from _error(told, record)
        elif told.state in FINAL and not _is(told, record):
            yield f"{told.by} was told {told.state} {told.outcome}, which is not what is recorded"
        elif told.state in FINAL and told.hash != record.request_hash:
            yield f"{told.by} was told how another request with its key ended"
    errors = {told.error for told in operation.told}
    if errors and errors <= NOT_STORED:
        yield "all callers were told that nothing was stored, and there is a record"


def _is(told: Told, record: OperationRecord) -> bool:
    same: bool = msgspec.json.decode(told.result or "null") == msgspec.json.decode(record.result)
    return same and (told.state, told.outcome) == (record.state, record.outcome)


def _error(told: Told, record: OperationRecord) -> Iterator[str]:
    if told.error == CONFLICT:
        if told.hash == record.request_hash:
            yield f"{told.by} was told of a conflict with its own request"
    elif told.error not in NOT_STORED | {UNKNOWN}:
        yield f"{told.by} was told {told.error}"


def _order(evidence: Evidence) -> Iterator[Violation]:
    """No payment gives more than it has, and what follows another is done after it."""
    for payment, entries in _by_payment(evidence.ledger).items():
        sums: dict[EntryKind, int] = defaultdict(int)
        for entry in entries:
            sums[entry.kind] += entry.minor_amount
            if sums[EntryKind.CAPTURED] > sums[EntryKind.AUTHORIZED]:
                yield Violation("", f"{payment} was captured before, or beyond, its authorization")
            if sums[EntryKind.REFUNDED] > sums[EntryKind.CAPTURED]:
                yield Violation("", f"{payment} was refunded before, or beyond, its capture")
    for operation in evidence.operations:
        record, before = evidence.records.get(operation.op_id), evidence.records.get(operation.before or "")
        if operation.before and record is not None and record.state == State.DONE and (
                before is None or before.state != State.DONE or before.outcome != "ok"):
            yield Violation(operation.op_id, "it is done, and the operation before it is not")


def _by_payment(ledger: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger:
        found[entry.payment].append(entry)
    return found
