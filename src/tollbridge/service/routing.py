"""Where an operation is carried out: in this process, over NATS by our workers, or over NATS by those of others.

The same call gets the same answer each way. Rules say which way it goes; `Relay` is who takes it over NATS: it is
handed in, so that a service without one knows nothing of NATS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

from tollbridge.domain.errors import BadInput
from tollbridge.domain.operations import OPERATIONS, Operation
from tollbridge.service.refusals import Refusal

NAMES = frozenset(operation.name for operation in OPERATIONS)


class Mode(StrEnum):
    """`bridge`: by our workers, at connectors of ours. `nats_bridge`: on the same subjects by whatever workers there
    are, at connectors that need not be ours: the request is checked against the contract alone.
    """

    DIRECT = "direct"
    BRIDGE = "bridge"
    NATS_BRIDGE = "nats_bridge"


class Rule(Struct, frozen=True, kw_only=True):
    """Operations by their names (`authorize`), merchants and connectors by their ids; of what is empty, all."""

    mode: Mode
    operations: frozenset[str] = frozenset()
    merchants: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(self.operations - NAMES)
        if unknown:
            raise BadInput(f"routing: no operation {', '.join(unknown)}: names are such as authorize, refund_sync",
                           "routing.rules")

    def fits(self, operation: str, merchant_id: str, connector: str) -> bool:
        return ((not self.operations or operation in self.operations)
                and (not self.merchants or merchant_id in self.merchants)
                and (not self.connectors or connector in self.connectors))


class Routing:
    """The first rule that fits decides; where none does, `mode`. Raises BadInput for an operation that there is not."""

    def __init__(self, rules: Iterable[Rule] = (), mode: Mode = Mode.DIRECT) -> None:
        self.rules, self.mode = tuple(rules), mode
        self.direct = all(its is Mode.DIRECT for its in (mode, *(rule.mode for rule in self.rules)))
        """Whether nothing goes over NATS."""
        self.connectors = frozenset[str]().union(*(rule.connectors for rule in self.rules))

    def of(self, operation: Operation[Any, Any], merchant_id: str, connector: str) -> Mode:
        name = operation.name
        return next((rule.mode for rule in self.rules if rule.fits(name, merchant_id, connector)), self.mode)


class Errand(Struct, frozen=True, kw_only=True):
    """A call as it is handed over. `request` is the domain's; `key` the idempotency key; `config` the credentials that
    came with the call, in the contract's JSON; `deadline_s` for how long it may be tried, None: as the bridge has it;
    `after` the id of an operation that has to be done first, whose payment the request names by that same id;
    `principal` who called, where the service knows its callers.
    """

    operation: Operation[Any, Any]
    connector: str
    merchant_id: str
    request: Any
    environment: str
    key: str | None = None
    config: str | None = None
    deadline_s: float | None = None
    after: str | None = None
    request_id: str = ""
    tenant_id: str = ""
    principal: str = ""
    trace: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Errand({self.operation.name} at {self.connector} for {self.merchant_id})"


class Report(Struct, frozen=True, kw_only=True):
    """How an operation stands. There is a result, in the contract's JSON, or a refusal, or neither as yet.

    `state` is ACCEPTED, CLAIMED or UNKNOWN while it is under way; DONE with a result, REJECTED with a refusal, and
    MANUAL where a person has to find out what became of it.
    """

    op_id: str
    state: str
    result: dict[str, Any] | None = None
    refusal: Refusal | None = None
    outcome: str = ""
    attempt: int = 0
    operation: Operation[Any, Any] | None = None
    merchant_id: str = ""
    connector: str = ""


class Ticket(Protocol):
    """An errand made ready."""

    @property
    def op_id(self) -> str: ...


class Relay(Protocol):
    """Takes operations over NATS; `tollbridge.bridge.relay` is one. Raises ConnectorErrors alone."""

    def durable(self, operation: Operation[Any, Any]) -> bool:
        """Whether it is stored, and done in any case; a question is only asked."""
        ...

    def wait_s(self, operation: Operation[Any, Any]) -> float:
        """How long its end is waited for where the caller has no deadline."""
        ...

    def ready(self, errand: Errand) -> Ticket:
        """Of a durable one. Raises InvalidField for what cannot go over NATS."""
        ...

    async def execute(self, ticket: Any, timeout_s: float) -> Report:
        """Its end, or its state once the time is over. Raises Conflict, NotSent where nothing was stored, and
        Unconfirmed where nobody knows whether it was.
        """
        ...

    async def submit(self, ticket: Any) -> Report:
        """Stores it, and waits for nothing. Raises as `execute`."""
        ...

    async def query(self, errand: Errand, timeout_s: float) -> Report:
        """The answer to a question. Raises NotSent where there is none."""
        ...

    async def operation(self, op_id: str) -> Report | None:
        """What became of it; None where nobody knows of it. Raises NotSent where the records cannot be read."""
        ...
