"""Errors that only a service knows; what a caller gets for each stands in refusals.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from tollbridge.domain.errors import BadInput, ConnectorError, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from tollbridge.service.refusals import Refusal


class NoCredentials(BadInput):
    """The call does not say for which account it is."""


class Unauthenticated(BadInput):
    """The caller does not prove who it is."""


class Forbidden(NotSent):
    """The caller is known, and may not do this."""


class Overloaded(NotSent):
    """As many calls are under way as the server takes. `retry_after` is when to ask again, where that is known."""

    def __init__(self, why: str, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class TooLate(NotSent):
    """The caller's deadline passed before anything was sent."""


class Conflict(BadInput):
    """The idempotency key was used for another request: this one was not carried out."""


class NoWorkers(NotSent):
    """Nobody is there who would do it."""


class Expired(NotSent):
    """Card data or credentials are kept for minutes, and this was not begun while they were there."""


class Unpreceded(NotSent):
    """What has to be done first was refused, or nobody knows what became of it."""


class NoReattempt(NotSent):
    """The card's network allows no further attempt now, or none at all. `retry_after` is when it does, if ever."""

    def __init__(self, why: str, retry_after: timedelta | None = None, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.facts = facts or {}


class CircuitOpen(Overloaded):
    """The processor fails again and again: it is left alone for a while."""


class Processing(OutcomeUnknown):
    """It is stored and will be done; there is no result yet. `operation_id` is what to ask for."""

    def __init__(self, operation_id: str, state: str = "ACCEPTED") -> None:
        super().__init__("still processing", reference=operation_id)
        self.operation_id, self.state = operation_id, state
        self.repeatable = True

    @property
    def advice(self) -> str:
        return (f"ask for operation {self.operation_id}, or repeat the same request with the same idempotency key: "
                "it is carried out once")


class Unconfirmed(OutcomeUnknown):
    """Nobody knows whether it was stored. Where it was, it will be done, and `operation_id` is what to ask for."""

    def __init__(self, operation_id: str, why: str = "no acknowledgement came") -> None:
        super().__init__(f"nobody knows whether it was stored: {why}")
        self.operation_id = operation_id
        self.repeatable = True

    @property
    def advice(self) -> str:
        return "repeat the same request with the same idempotency key: it is carried out once"


class Relayed(ConnectorError):
    """What another process refused, to be told as it said it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
