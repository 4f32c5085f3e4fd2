"""Those who pay: each submission goes its way at its time, and what was said to it is written down."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

import msgspec
import nats.errors

from bridge.chaos.checker import NOT_STORED, UNKNOWN
from bridge.chaos.evidence import Operation, Told
from bridge.chaos.plan import CLIENTS, Payment, Plan, Submission, order_of
from bridge.surroundings import order
from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, prepare
from tollbridge.bridge.connection import NoResponders, Unavailable
from tollbridge.bridge.ingress import CALLER_KEY, WAIT
from tollbridge.bridge.messages import FINAL, Answer, decode_answer, encode_json
from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.bridge.subjects import ingress
from tollbridge.domain.errors import ConnectorError
from tollbridge.domain.operations import SYNC
from tollbridge.service.refusals import reason_of

MARGIN_S = 4.0
"""Beside its wait a caller of a bridge gives it so long to answer at all."""
AGAIN_S = 0.3
LONGEST_S = 60.0
"""Nobody is left without an answer for longer, whatever broke."""


class Callers:
    """`clients` are connections of this process; some submissions go to bridges in processes of their own."""

    def __init__(self, plan: Plan, options: BridgeOptions) -> None:
        self.plan, self.options = plan, options
        self.clients = [BridgeClient(options) for _ in range(CLIENTS)]
        self.operations: dict[str, Operation] = {}
        self.asked = self.answered = 0
        self._began = 0.0

    async def open(self) -> None:
        await asyncio.gather(*(client.open() for client in self.clients))

    async def close(self) -> None:
        await asyncio.gather(*(client.close() for client in self.clients))

    async def run(self) -> None:
        """All that is planned, to its end."""
        self._began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for payment in self.plan.payments:
                self._pay(payment, group)
            for at_s, client in self.plan.questions:
                group.create_task(self._ask(at_s, self.clients[client]))

    def cut(self, number: int) -> None:
        """The connection of one of them ends, as a wire does."""
        transport = self.clients[number].connection.client._transport
        writer = getattr(transport, "_io_writer", None)
        if writer is not None:
            writer.transport.abort()

    def _pay(self, payment: Payment, group: asyncio.TaskGroup) -> None:
        before: str | None = None
        for at, step in enumerate(payment.steps):
            orders = [order_of(payment, at, variant, before) for variant in range(len(step.amounts))]
            prepared = [prepare(order, self.options) for order in orders]
            operation = Operation(prepared[0].op_id, step.name, payment.reference, payment.connector,
                                  {each.hash: amount for each, amount in zip(prepared, step.amounts, strict=True)},
                                  before)
            self.operations[operation.op_id] = operation
            for submission in step.submissions:
                which = submission.variant
                group.create_task(self._submit(operation, submission, orders[which], prepared[which].hash))
            before = operation.op_id

    async def _submit(self, operation: Operation, submission: Submission, its: Order, hashed: str) -> None:
        """Once; and again by the same way as long as it is told that nothing is known, or nothing was stored."""
        client = self.clients[submission.client]
        say: Callable[[], Awaitable[Answer]] = {
            "execute": lambda: client.execute(its, submission.wait_s), "submit": lambda: client.submit(its),
            "ingress": lambda: _by_ingress(client, its, submission.wait_s)}[submission.by]
        await self._until(submission.at_s)
        by, ends = f"client {submission.client} ({submission.by})", time.monotonic() + LONGEST_S
        while True:
            told = await _told(by, hashed, say)
            operation.told.append(told)
            if not _again(told) or time.monotonic() > ends:
                return
            await asyncio.sleep(AGAIN_S)

    async def _ask(self, at_s: float, client: BridgeClient) -> None:
        await self._until(at_s)
        question = order(SYNC, {"connector_transaction_id": "pi_of_nobody", "merchant_transaction_id": "none",
                                "amount": {"minor_amount": 1, "currency": "USD"}})
        self.asked += 1
        with contextlib.suppress(ConnectorError, Unavailable):
            await client.query(question, 2.0)
            self.answered += 1

    async def _until(self, at_s: float) -> None:
        await asyncio.sleep(max(0.0, self._began + at_s - time.monotonic()))


def _again(told: Told) -> bool:
    return told.error == UNKNOWN or told.error in NOT_STORED


async def _told(by: str, hashed: str, say: Callable[[], Awaitable[Answer]]) -> Told:
    began = time.time()
    try:
        async with asyncio.timeout(LONGEST_S):
            answer = await say()
    except Unavailable:
        return Told(began, by, hashed, error=UNKNOWN)
    except ConnectorError as error:
        return Told(began, by, hashed, error=reason_of(error))
    except TimeoutError:
        return Told(began, by, hashed, error=f"nothing for {LONGEST_S:.0f} s")
    except Exception as error:  # noqa: BLE001 - whatever else it is, it is a finding
        return Told(began, by, hashed, error=repr(error))
    if not answer.op_id:
        reason = answer.problem.reason if answer.problem is not None else "no reason"
        return Told(began, by, hashed, error=UNKNOWN if answer.state == wire.State.UNKNOWN else reason)
    result = bytes(answer.result).decode() if answer.state in FINAL else ""
    return Told(began, by, hashed, answer.state, answer.outcome, result)


async def _by_ingress(client: BridgeClient, its: Order, wait_s: float) -> Answer:
    """As anybody would, who has a NATS client and nothing of ours."""
    given = {wire.CONNECTOR: its.connector, wire.ENVIRONMENT: its.environment, CALLER_KEY: its.key,
             wire.CONFIG: its.config, wire.AFTER: its.after, WAIT: str(wait_s)}
    headers = {name: text for name, text in given.items() if text is not None}
    try:
        message = await client.connection.request(
            ingress(OF_OPERATION[its.operation], its.merchant_id), encode_json(its.request), headers, wait_s + MARGIN_S)
    except (NoResponders, nats.errors.Error):
        raise Unavailable("no bridge") from None
    try:
        return decode_answer(message.data)
    except msgspec.DecodeError:
        raise Unavailable("no answer of a bridge") from None
