"""One call that others carry out: read and checked here, handed over, and told as if it had been carried out here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from tollbridge import catalog
from tollbridge.contract.answer_reading import UnreadableAnswer
from tollbridge.contract.calls import Call, read_wire
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.relayed import relayed_json, relayed_wire
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput, NotSent, OutcomeUnknown
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.keys import sent_key
from tollbridge.engine.plan import refuse, refuse_request
from tollbridge.engine.run import EVENTS
from tollbridge.kit.flow import Context
from tollbridge.service.callers import CONNECTOR, Callers, config_of
from tollbridge.service.errors import NoCredentials, Processing, Relayed, Unconfirmed
from tollbridge.service.routing import Errand, Mode, Relay, Report, Ticket
from tollbridge.telemetry import CallRecord

PREFER, DEADLINE, AFTER = "prefer", "x-operation-deadline-s", "x-operation-after"
IDEMPOTENCY_KEY, TENANT_ID = "idempotency-key", "x-tenant-id"
READ_OF_RELAYED = (PREFER, DEADLINE, AFTER)
"""All metadata that is read here alone."""
MARGIN_S = 2.0
"""Of a caller's deadline, so much is kept, at most a fifth of it: our word that it is under way must still reach it."""
LONGEST_DEADLINE_S = 86_400.0
OTHER = "other"
"""In records, every connector that neither we nor the rules know: callers could make up any number of names."""
DONE = "DONE"
_OPERATION_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ASYNC = re.compile(r"(?:^|,)\s*respond-async\s*(?:[,;]|$)", re.IGNORECASE)
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,4})\"?\s*(?:[,;]|$)", re.IGNORECASE)


class Relaying:
    """Of one call. `read` of its methods is `read_wire` or `read_json`: the form in which its caller speaks."""

    __slots__ = ("_callers", "_key", "_metadata", "_operation", "_prefer", "_record", "_relay", "_ticket",
                 "_trace", "merchant_id")

    def __init__(self, relay: Relay, callers: Callers, record: CallRecord, operation: Operation[Any, Any],
                 metadata: Mapping[str, str], merchant_id: str, trace: Mapping[str, str]) -> None:
        self._relay, self._callers, self._record, self._operation = relay, callers, record, operation
        self._metadata, self._trace, self.merchant_id = metadata, trace, merchant_id
        self._prefer = metadata.get(PREFER, "")
        self._ticket: Ticket | None = None
        self._key: str | None = None

    # -- before anything leaves ---------------------------------------------------------------------------------------
    def errand(self, read: Callable[..., Call[Any]], given: Any, mode: Mode, environment: Environment) -> Errand:
        """Raises whatever the call would end with here, before anything is sent."""
        deadline_s, after = _deadline(self._metadata), _after(self._metadata)
        if mode is Mode.BRIDGE:
            connector, request = self._checked(read, given, environment)
        else:
            connector, request = self._unchecked(read, given)
        self._key = sent_key(self._operation, request, self._metadata.get(IDEMPOTENCY_KEY))
        return Errand(
            operation=self._operation, connector=connector, merchant_id=self.merchant_id, request=request,
            environment=environment.value.lower(), key=self._key, config=config_of(self._metadata),
            deadline_s=deadline_s, after=after, request_id=self._record.request_id,
            tenant_id=self._record.tenant_id if self._metadata.get(TENANT_ID) else "", trace=self._trace,
            principal=self._record.principal or "")

    def _checked(self, read: Callable[..., Call[Any]], given: Any, environment: Environment) -> tuple[str, Any]:
        """By the connector, as far as that is possible where only the workers have the account."""
        caller = self._callers.of(self._metadata)
        connector = caller.connector if caller is not None else self._callers.connector(self._metadata)
        self._record.connector = connector.id
        operation, metadata = self._operation, self._metadata

        def context(request: object) -> Context[Any]:
            return Context(account=caller.account if caller is not None else None, now=datetime.now(UTC),
                           nonce=secrets.token_hex(16), environment=environment,
                           idempotency_key=sent_key(operation, request, metadata.get(IDEMPOTENCY_KEY)))

        call = read(connector, operation, given, context)
        if operation not in EVENTS:
            if caller is not None:
                refuse(connector, operation, call.request, call.ctx)
            else:
                refuse_request(connector, operation, call.request)
        return connector.id, call.request

    def _unchecked(self, read: Callable[..., Call[Any]], given: Any) -> tuple[str, Any]:
        """Of a connector that may be anybody's: what it takes, its workers say."""
        connector = self._callers.named(self._metadata)
        if not connector:
            raise NoCredentials(f"the call does not say for which connector it is: send {CONNECTOR}", CONNECTOR)
        codec: Any = (wire_codec if read is read_wire else json_codec)(self._operation)
        request = codec.read_request(given)
        return connector, request

    # -- on its way ---------------------------------------------------------------------------------------------------
    async def carry_out(self, errand: Errand, left: float | None) -> Report:
        """`left` is what is left of the caller's deadline; None where it has none."""
        relay, operation = self._relay, self._operation
        wait = relay.wait_s(operation)
        if (wished := _WAIT.search(self._prefer)) is not None:
            wait = min(wait, float(wished[1]))
        if left is not None:
            wait = min(wait, left - min(MARGIN_S, left / 5))
        if not relay.durable(operation):
            return await relay.query(errand, wait)
        self._ticket = relay.ready(errand)
        self._record.sent += 1
        try:
            if _ASYNC.search(self._prefer) is not None:
                return await relay.submit(self._ticket)
            return await relay.execute(self._ticket, wait)
        except NotSent:
            self._record.sent -= 1
            raise
        except OutcomeUnknown as error:
            error.idempotency_key = self._key
            raise

    def ended(self) -> Exception:
        """In place of the answer of a call that this process cannot wait for any longer, as it has to end."""
        if self._ticket is None:
            if self._operation.effect is Effect.QUERY:
                return NotSent("the server had to end before the answer came; it was only asked for")
            unknown = OutcomeUnknown(f"the server had to end before the answer to {self._operation.name} came")
            unknown.idempotency_key = self._key
            return unknown
        unconfirmed = Unconfirmed(self._ticket.op_id, "the server had to end")
        unconfirmed.idempotency_key = self._key
        return unconfirmed

    # -- its answer ---------------------------------------------------------------------------------------------------
    def written(self, report: Report, read: Callable[..., Call[Any]], mode: Mode) -> Any:
        """As the caller reads it. Raises Relayed, Processing, NotSent, OutcomeUnknown."""
        record = self._record
        if report.refusal is not None:
            raise Relayed(report.refusal)
        if report.state != DONE or report.result is None:
            processing = Processing(report.op_id, report.state)
            processing.idempotency_key = self._key
            raise processing
        try:
            answer: Any = report.result
            if read is read_wire:
                answer = relayed_wire(self._operation, answer)
            elif mode is not Mode.BRIDGE:
                answer = relayed_json(self._operation, answer)
        except UnreadableAnswer as error:
            if self._operation.effect is Effect.QUERY:
                raise NotSent("the answer of whoever did it cannot be read; a question changes nothing") from error
            raise OutcomeUnknown(f"{self._operation.name}: the answer of whoever did it cannot be read") from error
        status = report.result.get("status")
        record.status = status if status.__class__ is str and len(status) <= 64 else None
        record.outcome = "declined" if report.outcome == "declined" else "ok"
        return answer


def known(connector: str, named: frozenset[str]) -> str:
    """As it may stand in records."""
    return connector if connector in named or connector in catalog.names() else OTHER


def _after(metadata: Mapping[str, str]) -> str | None:
    """Raises BadInput."""
    given = metadata.get(AFTER)
    if given and not _OPERATION_ID.fullmatch(given):
        raise BadInput(f"{AFTER} must be the id of an operation that was submitted before", AFTER)
    return given or None


def _deadline(metadata: Mapping[str, str]) -> float | None:
    """Raises BadInput."""
    given = metadata.get(DEADLINE)
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= LONGEST_DEADLINE_S:
        raise BadInput(f"{DEADLINE} must be from 1 to {LONGEST_DEADLINE_S:.0f} seconds: for how long the operation is "
                       "tried", DEADLINE)
    return seconds
