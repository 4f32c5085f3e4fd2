"""What can go wrong, drawn as a tree; each branch says what the caller may do::

    ConnectorError
      NotSent                    nothing left this machine: fix, retry or route elsewhere is safe
        MissingField             required fields that are absent, all of them at once
        InvalidField             fields whose values cannot be right, all of them at once
        Unsupported              the connector does not do this: operation, payment method or feature
        Unreachable              no connection: refused, DNS, TLS
        BadInput                 no request at all: not JSON, no such connector, unreadable bytes
          BadCredentials         the account is of the wrong shape, or not complete
      Rejected                   the processor refused the call itself (401, 403, 404, 429): it did nothing
        Stale                    a cached token or key is no longer good: the engine fetches it again, once
      OutcomeUnknown             bytes left, no readable answer came: sync, or repeat with the same key
      SignatureMismatch          a webhook that proves nothing: never parsed

A processor's no is none of these: it is a result whose `error` is a `Failure` (domain/failures.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tollbridge.domain.masking import masked

if TYPE_CHECKING:
    from tollbridge.domain.operations import Operation


class Problem(NamedTuple):
    """One field that keeps a request from being sent: its path in the contract (`amount.currency`), what is wrong."""

    path: str
    why: str


REQUIRED = "required"
"""The `why` of a field that is absent."""


class ConnectorError(Exception):
    """Base of everything that a connector, the engine or a transport raises."""


class NotSent(ConnectorError):
    """Raised before any byte of the operation left: safe to fix, retry or route elsewhere."""


class MissingField(NotSent):
    """Required fields that are absent: `paths`, all of them at once."""

    def __init__(self, *paths: str) -> None:
        super().__init__(f"missing required: {', '.join(paths)}")
        self.paths = paths

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(Problem(path, REQUIRED) for path in self.paths)


class InvalidField(NotSent):
    """Fields whose values cannot be right. Where others are missing too, `problems` lists both kinds."""

    def __init__(self, path: str, why: str, *others: Problem) -> None:
        self.problems = (Problem(path, why), *others)
        super().__init__("; ".join(f"{problem.path}: {problem.why}" for problem in self.problems))
        self.path = path

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(problem.path for problem in self.problems)


def field_error(problems: Iterable[Problem]) -> MissingField | InvalidField:
    """The one error for all problems of a request: MissingField where nothing but absence is wrong."""
    listed = list(problems)
    if all(problem.why == REQUIRED for problem in listed):
        return MissingField(*(problem.path for problem in listed))
    first, *others = sorted(listed, key=lambda problem: problem.why == REQUIRED)
    return InvalidField(first.path, first.why, *others)


class Unsupported(NotSent):
    """The connector does not do this. `what` names it; `instead` names connectors that do, where that is known."""

    def __init__(self, what: str, *, instead: tuple[str, ...] = ()) -> None:
        super().__init__(f"not supported: {what}" + (f" (offered by: {', '.join(instead)})" if instead else ""))
        self.what = what
        self.instead = instead


class Unreachable(NotSent):
    """No connection came about, so nothing was sent: refused, DNS, TLS, or no free connection in time.

    `passing` is False where another try ends the same: the transport is closed, a certificate is not trusted.
    """

    def __init__(self, why: str, *, passing: bool = True) -> None:
        super().__init__(why)
        self.passing = passing


class BadInput(NotSent):
    """No request at all: not JSON, no such connector, unreadable bytes.

    `paths` names the parts of the input that are at fault, where they have names.
    """

    def __init__(self, why: str, *paths: str) -> None:
        super().__init__(why)
        self.paths = paths


class BadCredentials(BadInput):
    """The connector's account is not of the shape that it needs: `problems` are what is missing or wrong, by path."""

    def __init__(self, why: str, *paths: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(why, *(paths or (problem.path for problem in problems)))
        self.problems = problems or tuple(Problem(path, why) for path in paths)


class Rejected(ConnectorError):
    """The processor refused to process this call at all: it did nothing. Fix credentials, id or rate.

    `code` and `message` are the processor's own; `retry_after` is its advice, where it gave one.
    """

    def __init__(self, code: str, message: str, http_status: int, retry_after: timedelta | None = None) -> None:
        code, message = masked(code), masked(message)
        super().__init__(f"{code} (HTTP {http_status}): {message or 'no reason given'}")
        self.code = code
        self.message = message
        self.http_status = http_status
        self.retry_after = retry_after


class Stale(Rejected):
    """Rejected over what a pre-step once gave: an expired token, a key id that is not among the keys.

    If it came from the cache, the engine drops it, runs the step again and begins the flow once more.
    """

    def __init__(self, operation: Operation[Any, Any], code: str = "stale", message: str = "",
                 http_status: int = 401) -> None:
        super().__init__(code, message or f"{operation.name} is no longer good", http_status)
        self.operation = operation


class OutcomeUnknown(ConnectorError):
    """Bytes left and no readable answer came: the processor may have done it. Never reported as a failure.

    The engine fills in what the caller can do: `reference` is the processor's id to sync by (None where none is
    known yet), `repeatable` says that this very request may be sent again with the same `idempotency_key`, and
    `syncable` that the connector can be asked for the state of `reference`. `key_taken`: the processor has seen the
    key with another request; to repeat this one gives the same answer for ever.
    """

    def __init__(self, why: str, *, http_status: int | None = None, reference: str | None = None,
                 key_taken: bool = False) -> None:
        why = masked(why)
        super().__init__(why)
        self.why = why
        self.key_taken = key_taken
        self.http_status = http_status
        self.reference = reference
        self.idempotency_key: str | None = None
        self.repeatable = False
        self.syncable = False

    @property
    def advice(self) -> str:
        """What to do next, for a person to read."""
        if self.key_taken:
            return ("this idempotency key was first used with another request: find out what that one did, "
                    "and give this one a key or an id of its own")
        if self.reference and self.syncable:
            return f"sync {self.reference} before any retry"
        if self.repeatable:
            return "repeat the same request with the same idempotency key"
        return "find out at the processor before any retry"


class SignatureMismatch(ConnectorError):
    """A webhook that does not prove where it came from: it is never parsed."""
