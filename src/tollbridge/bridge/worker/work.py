"""An operation in a worker's hands, and who is told of it or may hold it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.alerts import Told
from tollbridge.bridge.gates.identity import Lane
from tollbridge.bridge.kept import Source
from tollbridge.bridge.messages import ACCOUNT, Problem
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.subjects import Address, is_token, read
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.service.callers import CONFIG, CONNECTOR, ENVIRONMENT
from tollbridge.service.calls import IDEMPOTENCY_KEY, MERCHANT_ID, TENANT_ID
from tollbridge.service.refusals import Refusal

if TYPE_CHECKING:
    from asyncio import Future, TimerHandle

    from nats.aio.msg import Msg

    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.worker.attempt import Attempt
    from tollbridge.service import Service

SENT_ON = (wire.TRACEPARENT, wire.TRACESTATE)


class Poisoned(Exception):
    """A message that no attempt can do anything with."""


class Work(Struct):
    """One operation in a worker's hands. `sent`: an attempt before this one may have reached the processor. `whole`:
    what was taken out of its request is there. `unrecorded`: it may have had a record, which is lost. `restored`: since
    a restore of the records nobody knows whether it was begun. `keyed_at` is the earliest moment at which the processor
    may have been told its key, `began` when this delivery came, both in epoch seconds. `timer`, `renewing` and
    `attempt` are for its renewals: who writes the record waits for one that is under way. `asked` is for what was taken
    out of the request. `data_key` is the id of what the body is encrypted under, `plain` that body in the clear.
    """

    delivery: Delivery
    address: Address
    hash: str
    key: str
    environment: str
    deadline: float
    revision: int = 0
    record: OperationRecord | None = None
    sent: bool = False
    began: float = 0.0
    whole: bool = True
    unrecorded: bool = False
    restored: bool = False
    keyed_at: float = 0.0
    timer: TimerHandle | None = None
    renewing: Future[None] | None = None
    attempt: Attempt | None = None
    asked: Future[Msg] | None = None
    data_key: str = ""
    plain: bytes | None = None
    _lane: Lane | None = None

    @property
    def lane(self) -> Lane:
        if self._lane is None:
            its = self.address
            self._lane = Lane.of(its.route, its.connector, its.merchant_id, self.delivery.headers.get(ACCOUNT))
        return self._lane

    @property
    def source(self) -> Source:
        its = self.address
        return Source(its.route.operation, its.merchant_id, its.connector, self.environment, its.op_id, self.data_key)

    def metadata(self, config: str | None) -> dict[str, str]:
        """What its call has beside the request, as an edge of the service would get it."""
        headers, its = self.delivery.headers, self.address
        metadata = {CONNECTOR: its.connector, MERCHANT_ID: its.merchant_id, ENVIRONMENT: self.environment,
                    IDEMPOTENCY_KEY: self.key, TENANT_ID: headers.get(wire.TENANT_ID, ""),
                    "x-request-id": headers.get(wire.CORRELATION_ID) or its.op_id}
        if config is not None:
            metadata[CONFIG] = config
        metadata.update((name, headers[name]) for name in SENT_ON if name in headers)
        return metadata

    @property
    def names(self) -> tuple[str, str, str]:
        """What is kept of it apart is named by these."""
        return self.address.connector, self.address.op_id, self.hash

    @property
    def name(self) -> str:
        return f"{self.address.route.name} {self.address.op_id} at {self.address.connector}"


def work_of(delivery: Delivery, now: float, data_key: str = "") -> Work:
    """Raises Poisoned."""
    address, headers = read(delivery.subject), delivery.headers
    if address is None or not all(map(is_token, address[1:])):
        raise Poisoned("the subject is none of an operation")
    try:
        deadline = int(headers[wire.DEADLINE]) / 1000
        return Work(delivery, address, headers[wire.REQUEST_HASH], headers[wire.IDEMPOTENCY_KEY],
                    headers[wire.ENVIRONMENT], deadline, began=now, data_key=data_key)
    except (KeyError, ValueError, OverflowError) as error:
        raise Poisoned(f"header {error} is missing or wrong") from None


def request_of(body: bytes) -> dict[str, Any]:
    """Raises Poisoned."""
    try:
        request = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Poisoned("the body is not JSON") from None
    if not isinstance(request, dict):
        raise Poisoned("the body is no JSON object")
    return request


class Hooks:
    """What is told of the state machine, for metrics, alerts and tests; does nothing by itself."""

    async def reached(self, step: str, work: Work) -> None:
        """`step`: before_claim, claimed, answered, recorded, replied."""

    def ended(self, work: Work, state: str, outcome: str) -> None:
        """An operation is over."""

    def unknown(self, work: Work) -> None:
        """Nobody knows whether an attempt was carried out."""

    def alert(self, kind: Told, work: Work, why: str) -> None:
        """A person has to look."""

    async def dead(self, work: Work, why: str) -> None:
        """A copy for the dead letters."""

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        """A message that is no operation."""

    async def forged(self, delivery: Delivery, why: str) -> None:
        """A message that does not prove itself."""

    def paused(self, work: Work, problem: Problem) -> None:
        """The processor does not take the account's credentials."""


class Gates:
    """What may hold an operation back; does nothing by itself."""

    async def open(self, client: BridgeClient, service: Service, worker_id: str) -> None:
        """Before the first delivery, once there is a connection."""

    async def close(self) -> None:
        """After the last one."""

    async def hold_s(self, work: Work) -> float:
        """Before the claim: for how long it is left alone. 0: it may go on."""
        return 0.0

    async def forbids(self, work: Work, request: dict[str, Any], config: str | None) -> Problem | None:
        """After the claim, with the whole request at hand: why it must not be sent."""
        return None

    async def heard(self, work: Work, refusal: Refusal | None) -> bool:
        """What the processor said to a call about it, None where that was a result. True where a person has to be
        told that the account is paused: once, not for each operation.
        """
        return refusal is not None and refusal.http_status in (401, 403)

    async def learned(self, work: Work, request: dict[str, Any], result: dict[str, Any]) -> None:
        """The result of an attempt, before it is recorded: a decline too."""

    async def let_go(self, work: Work) -> None:
        """It is out of this worker's hands, however it ended."""

    async def refuses(self, lane: Lane, config: str | None) -> Problem | None:
        """Before a question is put: why it is not."""
        return None

    async def answered(self, lane: Lane, config: str | None, refusal: Refusal | None, result: dict[str, Any] | None
                       ) -> None:
        """What came of a question."""
