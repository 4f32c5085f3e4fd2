"""The bridge as a service's `Relay`: what gRPC and HTTP callers ask for goes over NATS.

    client = BridgeClient(options)
    await client.open()
    service = Service(ServiceOptions(environment=..., routing=Routing(mode=Mode.BRIDGE)), relay=BridgeRelay(client))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, Order, Prepared, Unstored, prepare
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.problems import refusal_of
from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.bridge.streams import processor_timeout_s
from tollbridge.bridge.subjects import is_token
from tollbridge.domain.errors import NotSent, OutcomeUnknown
from tollbridge.domain.operations import OPERATIONS, Operation
from tollbridge.service.errors import Unconfirmed
from tollbridge.service.refusals import Refusal, refusal
from tollbridge.service.routing import Errand, Report

BY_NAME: Mapping[str, Operation[Any, Any]] = {operation.name: operation for operation in OPERATIONS}
QUEUE_S = 2.0
"""What a caller without a deadline waits for an operation's turn, besides the processor's time."""


class BridgeRelay:
    """Who has no deadline waits as the bridge's options say (`caller_timeouts_s`), or for the processor's time and two
    seconds. The client has to be open.
    """

    def __init__(self, client: BridgeClient) -> None:
        self._client = client

    def durable(self, operation: Operation[Any, Any]) -> bool:
        return OF_OPERATION[operation].durable

    def wait_s(self, operation: Operation[Any, Any]) -> float:
        route, options = OF_OPERATION[operation], self._client.options
        return options.caller_timeouts_s.get(route.name) or QUEUE_S + processor_timeout_s(
            route, options.streams.processor_timeouts_s)

    def ready(self, errand: Errand) -> Prepared:
        return prepare(_order(errand), self._client.options)

    async def execute(self, ticket: Prepared, timeout_s: float) -> Report:
        try:
            return _report(await self._client.execute(ticket, timeout_s), ticket.order)
        except Unstored as error:
            raise Unconfirmed(error.op_id, str(error)) from None

    async def submit(self, ticket: Prepared) -> Report:
        try:
            return _report(await self._client.submit(ticket), ticket.order)
        except Unstored as error:
            raise Unconfirmed(error.op_id, str(error)) from None

    async def query(self, errand: Errand, timeout_s: float) -> Report:
        order = _order(errand)
        return _report(await self._client.query(order, timeout_s), order)

    async def operation(self, op_id: str) -> Report | None:
        if not is_token(op_id):
            return None
        try:
            found = await self._client.find(op_id)
        except Unavailable:
            raise NotSent("the records of operations cannot be read now: ask again") from None
        if found is None:
            return None
        return _told(found.answer, operation=BY_NAME.get(found.operation), merchant_id=found.merchant_id,
                     connector=found.connector)


def _order(errand: Errand) -> Order:
    headers = {**errand.trace}
    if errand.request_id:
        headers[wire.CORRELATION_ID] = errand.request_id
    if errand.tenant_id:
        headers[wire.TENANT_ID] = errand.tenant_id
    if errand.principal.isprintable() and errand.principal:
        headers[wire.PRINCIPAL] = errand.principal
    return Order(
        operation=errand.operation, connector=errand.connector, merchant_id=errand.merchant_id, request=errand.request,
        environment=errand.environment, key=errand.key, config=errand.config, deadline_s=errand.deadline_s,
        after=errand.after, headers=headers)


def _report(answer: Answer, order: Order) -> Report:
    return _told(answer, operation=order.operation, merchant_id=order.merchant_id, connector=order.connector)


def _told(answer: Answer, **its: Any) -> Report:
    """Raises OutcomeUnknown for a result that is none: it is no worker of ours that wrote it."""
    result: Any = answer.read()
    if result is not None and not isinstance(result, dict):
        raise OutcomeUnknown(f"operation {answer.op_id}: what its worker answered cannot be read")
    return Report(op_id=answer.op_id, state=answer.state, result=result, outcome=answer.outcome,
                  attempt=answer.attempt, refusal=_refusal(answer), **its)


def _refusal(answer: Answer) -> Refusal | None:
    if answer.state == State.MANUAL:  # whatever its last attempt ended with: it may have been done
        facts = answer.problem.facts if answer.problem is not None else {}
        return refusal(OutcomeUnknown(f"operation {answer.op_id}: a person has to find out what became of it",
                                      reference=facts.get("reference"),
                                      key_taken=facts.get("key_taken") == "true"))
    return refusal_of(answer.problem) if answer.problem is not None and answer.final else None
