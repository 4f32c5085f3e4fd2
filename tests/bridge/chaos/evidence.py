"""What is known at the end, of each operation, for the checker."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.bridge.records import OperationRecord
from tollbridge.sandbox.ledger import Entry


class Told(Struct, omit_defaults=True):
    """What one caller was told about one submission. `error` is the reason of a refusal, or UNKNOWN, or the name of an
    exception that nobody expects; `hash` is of the request it submitted.
    """

    at: float
    by: str
    hash: str
    state: str = ""
    outcome: str = ""
    result: str = ""
    error: str = ""


class Operation(Struct):
    """`amounts` are by the hash of the request that states them. `after` is the place of the one before it in the
    payment.
    """

    op_id: str
    name: str
    reference: str
    connector: str
    amounts: dict[str, int]
    before: str | None = None
    told: list[Told] = []


class Evidence(Struct):
    """`lettered` have a dead letter, `alerted` an alert; both are ids of operations."""

    operations: list[Operation]
    records: dict[str, OperationRecord]
    ledger: list[Entry]
    lettered: frozenset[str] = frozenset()
    alerted: frozenset[str] = frozenset()
