"""A connector: one value that says all that Tollbridge knows of a processor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.operations import Operation
from tollbridge.kit.flow import A, AnyFlow, Context, Sign, Unseal
from tollbridge.kit.http import HttpResponse
from tollbridge.kit.webhook import Webhook

Q = TypeVar("Q")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Idempotency:
    """How the processor keeps a request from being carried out twice: the same key within `kept_for` gives the same
    answer, or is told to have been there before. A key longer than `max_length` characters, or not of visible ASCII, is
    refused before sending; where it is no more than the merchant's id of the operation, its digest is sent instead.

    `header` carries it; where that is "", `member` does: the one of that name in the body, at whatever depth.
    `kept_for` is None where keys are never forgotten, or the processor's pages do not say when. `keeps_errors`: whether
    an answer of 400 and up is given again. Where it is carried out anew, a 5xx cannot be repeated: the first may have
    done it.
    """

    header: str
    max_length: int
    kept_for: timedelta | None
    member: str = ""
    keeps_errors: bool = True

    @property
    def described(self) -> str:
        """Where the key goes, and how long it counts, for a person to read."""
        where = self.header or f"{self.member} in the body"
        kept = f", kept {self.kept_for.total_seconds() / 3600:g} h" if self.kept_for else ""
        return f"{where}, up to {self.max_length} characters{kept}{'' if self.keeps_errors else ', but for errors'}"

    def covers(self, http_status: int | None) -> bool:
        """Whether a repeat with the key does nothing twice, after an answer of that status, or none. 409 is the word of
        processors for a first one that is still under way.
        """
        return self.keeps_errors or http_status is None or http_status < 400 or http_status == 409

    def check(self, key: str) -> None:
        """Raises InvalidField for a key that the processor would not take."""
        if len(key) > self.max_length:
            raise InvalidField("idempotency_key", f"longer than {self.max_length} characters")
        if not (key and key.isascii() and key.isprintable() and " " not in key):
            raise InvalidField("idempotency_key", "must be of visible ASCII characters, without spaces")


@dataclass(frozen=True, slots=True)
class Connector(Generic[A]):
    """`error` reads an answer of 400 and up. Failure: the processor's pages call it a no to this operation.
    Rejected, returned: they say that the call did nothing. OutcomeUnknown, returned: that it may still be running.
    None: nothing of these; the engine judges by the HTTP status.

    `unseal` is for processors that sign or encrypt whole answers: it gives each answer, success and error alike, as
    `error`, `parse` and steps read it. One that cannot be unsealed is judged by its HTTP status alone.

    `base` gives the base URL where the account decides the host, not only the environment. `declines` maps the
    processor's words for a no to the unified ones. `idempotency` is None where the processor honours no keys.

    `older_auth` is for callers of before the contract's config messages: by the forms of their metadata `x-auth`, the
    account's field for each key of the form, in the order of service/callers.py; "" for a key that is not needed.
    Without it, the keys' own names are the fields.
    """

    id: str
    account: type[A]
    live_url: str
    test_url: str
    sign: Sign[A]
    error: Callable[[HttpResponse, Context[A]], Failure | Rejected | OutcomeUnknown | None]
    flows: tuple[AnyFlow[Any, Any, A], ...]
    unseal: Unseal[A] | None = None
    webhook: Webhook[A] | None = None
    base: Callable[[Context[A]], str] | None = None
    declines: Mapping[str, Decline] = field(default_factory=dict)
    idempotency: Idempotency | None = None
    older_auth: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_operation: Mapping[Operation[Any, Any], AnyFlow[Any, Any, A]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_operation", {flow.operation: flow for flow in self.flows})

    def flow(self, operation: Operation[Q, R]) -> AnyFlow[Q, R, A] | None:
        """What it says of the operation; None where it does not offer it."""
        return self.by_operation.get(operation)

    def base_url(self, ctx: Context[A]) -> str:
        """Without a slash at its end. The account's own comes first."""
        own = ctx.account.base_url or (self.base(ctx) if self.base else None)
        return own.rstrip("/") if own else self.live_url if ctx.environment is Environment.LIVE else self.test_url
