"""An operation in a worker's hands, and who is told of it or may hold it back."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.messages import Problem
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.subjects import Address
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.service.refusals import Refusal


class Poisoned(Exception):
    """A message that no attempt can do anything with."""


class Work(Struct):
    """One operation in a worker's hands. `sent`: an attempt before this one may have reached the processor. `whole`:
    what was taken out of its request is there. `unrecorded`: it may have had a record, which is lost.

    `began` is when this delivery came, in epoch seconds.
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
    whole: bool = True
    unrecorded: bool = False
    began: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.address.route.name} {self.address.op_id} at {self.address.connector}"


def request_of(delivery: Delivery) -> dict[str, Any]:
    """Raises Poisoned."""
    try:
        request = msgspec.json.decode(delivery.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
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

    def alert(self, kind: str, work: Work, why: str) -> None:
        """A person has to look."""

    async def dead(self, work: Work, why: str) -> None:
        """A copy for the dead letters."""

    async def poisoned(self, delivery: Delivery, why: str) -> None:
        """A message that is no operation."""

    def paused(self, work: Work, problem: Problem) -> None:
        """The processor does not take the account's credentials."""


class Gates:
    """What may hold an operation back; does nothing by itself."""

    def hold_s(self, work: Work) -> float:
        """Before the claim: for how long it is left alone. 0: it may go on."""
        return 0.0

    async def forbids(self, work: Work, request: dict[str, Any]) -> Problem | None:
        """After the claim, with the whole request at hand: why it must not be sent."""
        return None

    async def learned(self, work: Work, request: dict[str, Any], refusal: Refusal | None,
                      result: dict[str, Any] | None) -> None:
        """What an attempt ended with: a result, or a refusal."""
