"""A whole operation from bytes to bytes, still without IO: what every edge drives, and what the benchmark measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec import Struct

from tollbridge.contract.answers import Shown, write_json, write_wire
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.plan import Answer, Cache, Plan
from tollbridge.engine.run import run
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, Context

Q = TypeVar("Q")
R = TypeVar("R")
T = TypeVar("T")


class Done(NamedTuple, Generic[T]):
    """What came of a call: the answer as it is written, and what it was written from."""

    written: T
    answer: Answer[Any]


class Call(Struct, Generic[A], frozen=True):
    """One call, its request read. An edge keeps a cache of pre-steps by `ctx` and `request`."""

    connector: Connector[A]
    operation: Operation[Any, Any]
    request: Any
    ctx: Context[A]

    def wire(self, cache: Cache | None = None, shown: Shown | None = None) -> Plan[Done[bytes]]:
        """Runs the operation; ends with the protobuf answer. Raises what `engine.plan` raises.

        `shown`: the last exchange is put into the answer, masked by it.
        """
        return self._run(write_wire, cache, shown)

    def json(self, cache: Cache | None = None, shown: Shown | None = None) -> Plan[Done[dict[str, Any]]]:
        """The same with an answer in the contract's JSON."""
        return self._run(write_json, cache, shown)

    def _run(self, write: Callable[[Operation[Any, Any], Any, Answer[Any], Shown | None], T], cache: Cache | None,
             shown: Shown | None) -> Plan[Done[T]]:
        answer = yield from run(self.connector, self.operation, self.request, self.ctx, cache)
        try:
            return Done(write(self.operation, self.request, answer, shown), answer)
        except Exception as error:
            if answer.request is None or self.operation.effect is Effect.QUERY:
                raise
            # It was carried out: even an error of ours that would say otherwise must not reach the caller.
            unknown = OutcomeUnknown(f"{self.connector.id} {self.operation.name}: the answer cannot be written",
                                     reference=getattr(answer.result, "connector_transaction_id", None))
            unknown.idempotency_key = self.ctx.idempotency_key
            raise unknown from error.__cause__ or error


def read_wire(connector: Connector[A], operation: Operation[Q, Any], message: bytes,
              context: Callable[[Q], Context[A]]) -> Call[A]:
    """The call of a protobuf request. `context` makes its context: the idempotency key may be the request's own id.

    Raises BadInput, MissingField, InvalidField.
    """
    request = wire_codec(operation).read_request(message)
    return Call(connector, operation, request, context(request))


def read_json(connector: Connector[A], operation: Operation[Q, Any], value: object,
              context: Callable[[Q], Context[A]]) -> Call[A]:
    """The call of a request in the contract's JSON."""
    request = json_codec(operation).read_request(value)
    return Call(connector, operation, request, context(request))
