"""Entries of the trail: what is told of an operation, a refusal, a person's act, a process. Never card data.

Only names, words of ours and masked text are in them; of a request nothing but its amount.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tollbridge._version import __version__
from tollbridge.bridge import messages as wire
from tollbridge.domain.masking import masked

if TYPE_CHECKING:
    from tollbridge.bridge.orders import Prepared
    from tollbridge.bridge.records import OperationRecord
    from tollbridge.bridge.worker.deliveries import Delivery
    from tollbridge.bridge.worker.work import Work

STARTED, CLOSED = "started", "closed"
OPERATION, REFUSED, ACT, ANCHOR = "operation", "refused", "act", "anchor"
FORGED, CONFLICT = "forged", "conflict"
"""Why something is refused: it is none of ours, or the same key came with another request."""
MOST_CHARACTERS = 300


class Entry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing that happened, at `at` (epoch seconds). `kind` is started, closed, operation, refused, act or anchor.

    Of an operation: how it ended (`state`, `outcome`), after how many claims; `amount` in minor units of `currency`, as
    it was asked for. `again`: it was found ended, and may have been told before. `actor` is who asked: the principal
    that called a service of ours, else the caller's tenant, else the merchant; of an act the person, as their machine
    knows them. `facts` are more words on it.
    """

    kind: str
    at: float
    actor: str = ""
    op_id: str = ""
    operation: str = ""
    connector: str = ""
    merchant_id: str = ""
    environment: str = ""
    state: str = ""
    outcome: str = ""
    attempts: int = 0
    amount: int | None = None
    currency: str = ""
    again: bool = False
    request_id: str = ""
    why: str = ""
    facts: Mapping[str, Any] = {}


class _Money(Struct):
    minor_amount: int | str
    currency: str = ""


class _Asked(Struct):
    """What is read of a request: nothing else of it is looked at."""

    amount: _Money | None = None
    amount_to_capture: _Money | None = None
    refund_amount: _Money | None = None


_asked = msgspec.json.Decoder(_Asked).decode


def of_operation(work: Work, record: OperationRecord, now: float, *, again: bool) -> Entry:
    """Of an operation that has come to its end."""
    headers = work.delivery.headers
    amount, currency = _amount(work.delivery.body)
    return Entry(
        kind=OPERATION, at=now, actor=_actor(headers, record.merchant_id), op_id=record.op_id,
        operation=record.operation, connector=record.connector, merchant_id=record.merchant_id,
        environment=record.environment, state=record.state, outcome=record.outcome, attempts=record.attempts,
        amount=amount, currency=currency, again=again, request_id=line(headers.get(wire.CORRELATION_ID, "")))


def of_record(record: OperationRecord, why: str, now: float) -> Entry:
    """Of an operation that no worker can end, and a sweeper gives to a person."""
    return Entry(kind=OPERATION, at=now, actor=record.merchant_id, op_id=record.op_id, operation=record.operation,
                 connector=record.connector, merchant_id=record.merchant_id, environment=record.environment,
                 state=record.state, outcome=record.outcome, attempts=record.attempts, why=line(why))


def _actor(headers: Mapping[str, str], merchant_id: str) -> str:
    """Who asked for it, as far as is known."""
    return line(headers.get(wire.PRINCIPAL) or headers.get(wire.TENANT_ID) or merchant_id)


def _amount(body: bytes) -> tuple[int | None, str]:
    try:
        asked = _asked(body)
        found = asked.amount or asked.amount_to_capture or asked.refund_amount
        return (None, "") if found is None else (int(found.minor_amount), found.currency[:3])
    except (ValueError, RecursionError):  # of another shape: what it holds is not ours to tell
        return None, ""


def of_message(delivery: Delivery, why: str, now: float) -> Entry:
    """Of a message that is no operation, or not the one that it says it is."""
    return Entry(kind=REFUSED, at=now, outcome=FORGED, why=line(why), facts={
        "stream": delivery.stream, "sequence": delivery.sequence, "subject": line(delivery.subject)})


def of_submission(prepared: Prepared, why: str, now: float) -> Entry:
    """Of what a caller submits under a key that stands for something else."""
    order = prepared.order
    return Entry(
        kind=REFUSED, at=now, outcome=CONFLICT, why=line(why), op_id=prepared.op_id, operation=order.operation.name,
        connector=order.connector, merchant_id=order.merchant_id, environment=order.environment,
        actor=_actor(order.headers, order.merchant_id))


def of_act(what: str, outcome: str, facts: Mapping[str, Any]) -> Entry:
    """Of what a person has done with a command."""
    return Entry(kind=ACT, at=time.time(), actor=person(), operation=what, outcome=outcome,
                 facts={name: line(str(value)) for name, value in facts.items()})


def of_start(role: str, facts: Mapping[str, Any]) -> Entry:
    """How each chain begins."""
    return Entry(kind=STARTED, at=time.time(), actor=person(), operation=role, facts={
        "version": __version__, "pid": os.getpid(), **facts})


def person() -> str:
    """The account at the machine: what a command, or a process, is known by there."""
    return line(f"{_account()}@{socket.gethostname()}")


def _account() -> str:
    """Not by LOGNAME or USER, which whoever calls may set as they like."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def line(text: str) -> str:
    """As it may stand in the trail."""
    return masked(" ".join(text.split()))[:MOST_CHARACTERS] if text else ""
