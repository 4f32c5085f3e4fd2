"""One attempt at an operation: a call of the service, that sends nothing once its lease is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from tollbridge.contract.calls import Call, read_json
from tollbridge.domain.errors import NotSent, OutcomeUnknown
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.keys import sent_key
from tollbridge.engine.plan import advise
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.service import Service, ServiceCall
from tollbridge.service.callers import Caller
from tollbridge.service.calls import DEFAULT_MERCHANT, IDEMPOTENCY_KEY, MERCHANT_ID

EDGE = "nats"


class Lease:
    """Until when (epoch seconds) an attempt may send. By itself, so that no call refers to its own method: such a ring
    keeps card data until the garbage collector comes.
    """

    __slots__ = ("until",)

    def __init__(self, until: float) -> None:
        self.until = until

    def left(self) -> float:
        return self.until - time.time()


class Attempt(ServiceCall):
    """`lease` may be moved while it runs. `nonce` is the same for each attempt at an operation: so is what is built
    with it, which the processor knows again by the key.
    """

    __slots__ = ("_nonce", "lease")

    def __init__(self, service: Service, operation: Operation[Any, Any], metadata: Mapping[str, str], size: int,
                 lease_until: float, nonce: str) -> None:
        self.lease, self._nonce = Lease(lease_until), nonce
        super().__init__(service, EDGE, operation, metadata, size, self.lease.left)

    @property
    def changes(self) -> bool:
        """Whether it is more than a question."""
        return self.operation.effect is not Effect.QUERY

    async def settling(self, value: object) -> tuple[OutcomeUnknown, Call[Any]]:
        """For an earlier attempt of which nobody knows: what can be done about it. Raises what reading raises."""
        metadata, service = self._metadata, self._service
        merchant_id = metadata.get(MERCHANT_ID) or DEFAULT_MERCHANT
        caller = service.callers.of(metadata) or await service.callers.stored(metadata, merchant_id)
        call = read_json(caller.connector, self.operation, value, self._context(caller, self._environment()))
        unknown = OutcomeUnknown("an earlier attempt ended without a word")
        flow = call.connector.flow(self.operation)
        if flow is not None:
            advise(unknown, call.connector, flow, call.request, call.ctx)
        self.record.connector, self.record.outcome = call.connector.id, "ok"  # nobody ended it: it asks nothing
        return unknown, call

    def _context(self, caller: Caller, environment: Any) -> Callable[[object], Context[Any]]:
        key = self._metadata.get(IDEMPOTENCY_KEY)

        def context(request: object) -> Context[Any]:
            return Context(account=caller.account, now=datetime.now(UTC), nonce=self._nonce,
                           idempotency_key=sent_key(self.operation, request, key), environment=environment)

        return context

    async def _exchange(self, request: HttpRequest, tries: int = 1) -> HttpResponse:
        """A worker that slept past its lease finds that another has taken over: nothing more leaves here."""
        if self.lease.left() <= 0:
            raise NotSent("the lease of this attempt is over")
        return await super()._exchange(request, tries)
