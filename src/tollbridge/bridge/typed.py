"""The bridge with the library's types: requests and results of the domain, errors of its tree.

    from tollbridge import AUTHORIZE, Authorize, Currency, Money, card
    from tollbridge.bridge import Bridge

    async def pay(order: str) -> str:
        async with Bridge("nats://127.0.0.1:4222", environment="test") as bridge:
            request = Authorize(
                amount=Money.from_major("42.50", Currency.USD),
                payment_method=card("4242424242424242", "09", "2031", cvc="314"), merchant_transaction_id=order)
            payment = await bridge.run(AUTHORIZE, request, connector="stripe", merchant_id="shop-1", timeout_s=8)
            return payment.status

A decline is a result. What is not done in time raises `Processing`, whose `operation_id` is what to ask for; to run the
same again, with the same key or id, is as good: it is carried out once.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from msgspec import Struct

from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import ConnectionOptions
from tollbridge.bridge.problems import error_of
from tollbridge.bridge.relay import BridgeRelay
from tollbridge.bridge.streams import StreamOptions
from tollbridge.contract.answer_reading import UnreadableAnswer
from tollbridge.contract.codec import json_codec
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput, ConnectorError, NotSent, OutcomeUnknown
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import Effect, Operation
from tollbridge.service.errors import Processing
from tollbridge.service.routing import Errand, Report

_ENVIRONMENTS = {"test": "sandbox", "live": "production", **{str(each): each.value.lower() for each in Environment}}
Q = TypeVar("Q")
R = TypeVar("R")


class OperationState(Struct, Generic[R], frozen=True):
    """How an operation stands. While it is under way (ACCEPTED, CLAIMED, UNKNOWN) it has neither result nor error.

    Amounts that the contract has without a currency are left out of the result: the request, which has it, is not here.
    """

    operation_id: str
    state: str
    operation: Operation[Any, R] | None
    connector: str
    merchant_id: str
    attempt: int
    result: R | None = None
    error: ConnectorError | None = None


class Bridge:
    """Operations over one connection to NATS. `servers` are those of one cluster; `options` say all, in their place.

    `environment` is "test" or "live". Raises BadInput.
    """

    def __init__(self, *servers: str, environment: Environment | str, options: BridgeOptions | None = None) -> None:
        if (options is None) == (not servers):
            raise BadInput("a Bridge takes the addresses of NATS servers, or options")
        word = _ENVIRONMENTS.get(environment)
        if word is None:
            raise BadInput('environment must be "test" or "live"', "environment")
        self._environment = word
        self.client = BridgeClient(options or BridgeOptions(
            connection=ConnectionOptions(servers=servers), streams=StreamOptions(connectors=())))
        self._relay = BridgeRelay(self.client)

    async def open(self) -> None:
        """Raises `tollbridge.bridge.Unavailable` where no server answers; later losses are mended without end."""
        await self.client.open()

    async def close(self) -> None:
        await self.client.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.close()

    async def run(self, operation: Operation[Q, R], request: Q, *, connector: str, merchant_id: str,
                  idempotency_key: str | None = None, config: str | None = None, deadline_s: float | None = None,
                  after: str | None = None, timeout_s: float | None = None) -> R:
        """The result. `config` are credentials, as in `x-connector-config`, where the workers have none for the
        merchant. `timeout_s` is how long its end is waited for, `deadline_s` for how long it is tried. `after` is the
        id of an operation to be done first: the capture of a payment that is still being made has that id in place of
        the payment's.

        Raises Processing where there is no end in time, OutcomeUnknown where nobody knows what became of it, NotSent
        and its kinds where nothing was done, Rejected where the processor refused the call itself.
        """
        errand = self._errand(operation, request, connector, merchant_id, idempotency_key, config, deadline_s, after)
        wait = self._relay.wait_s(operation) if timeout_s is None else timeout_s
        if self._relay.durable(operation):
            report = await self._relay.execute(self._relay.ready(errand), wait)
        else:
            report = await self._relay.query(errand, wait)
        return _result(operation, report, _currency(request))

    async def submit(self, operation: Operation[Q, R], request: Q, *, connector: str, merchant_id: str,
                     idempotency_key: str | None = None, config: str | None = None,
                     deadline_s: float | None = None, after: str | None = None) -> str:
        """Stores it, and waits for nothing. Its id, to ask for. Raises as `run`, and BadInput for a question."""
        if not self._relay.durable(operation):
            raise BadInput(f"{operation.name} is a question, which is not kept: run it")
        errand = self._errand(operation, request, connector, merchant_id, idempotency_key, config, deadline_s, after)
        return (await self._relay.submit(self._relay.ready(errand))).op_id

    async def operation(self, operation_id: str) -> OperationState[Any] | None:
        """What became of it; None where nobody knows of it. Raises NotSent where the records cannot be read."""
        report = await self._relay.operation(operation_id)
        if report is None:
            return None
        told: dict[str, Any] = {}
        if report.operation is not None and report.state in ("DONE", "REJECTED", "MANUAL"):
            try:
                told["result"] = _result(report.operation, report, None)
            except ConnectorError as error:
                told["error"] = error
        return OperationState(report.op_id, report.state, report.operation, report.connector, report.merchant_id,
                              report.attempt, **told)

    def _errand(self, operation: Operation[Any, Any], request: object, connector: str, merchant_id: str,
                key: str | None, config: str | None, deadline_s: float | None, after: str | None) -> Errand:
        if not isinstance(request, operation.request):
            raise BadInput(f"{operation.name} takes a {operation.request.__name__}, not a {type(request).__name__}")
        return Errand(operation=operation, connector=connector, merchant_id=merchant_id, request=request,
                      environment=self._environment, key=key, config=config, deadline_s=deadline_s,
                      after=after)


def _result(operation: Operation[Any, R], report: Report, currency: Currency | None) -> R:
    """Raises what the report tells."""
    if report.refusal is not None:
        raise error_of(report.refusal)
    if report.state != "DONE" or report.result is None:
        raise Processing(report.op_id, report.state)
    try:
        result: R = json_codec(operation).read_result(report.result, currency)
        return result
    except UnreadableAnswer as error:
        why = f"{operation.name}: the answer of whoever did it cannot be read"
        raise (NotSent(why) if operation.effect is Effect.QUERY else OutcomeUnknown(why)) from error


def _currency(request: Any) -> Currency | None:
    """Of the request's own amount: that of the bare amounts in the answer."""
    amounts = (getattr(request, name) for name in request.__struct_fields__)
    return next((amount.currency for amount in amounts if isinstance(amount, Money)), None)
