"""What a simulator of one processor offers to the server, and what the server offers to it.

A simulator is a table of routes over its own state. Everything that all processors have in common (HTTP, faults,
idempotency, the ledger, the record of arrivals, webhooks) is the server's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from functools import cache
from typing import Protocol

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, below the processor's prefix. It may hold a card number: it has no repr and is never kept."""

    serial: str
    """A random word that names this call, for the processor's own request id."""
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    arguments: Mapping[str, str] = field(default_factory=dict)
    """The parts of the path that the route's template names."""

    def __repr__(self) -> str:
        return f"Call({self.method} {self.path}, body=***)"


class CutAt(Enum):
    """Where an answer breaks off, half of that part sent."""

    HEADERS = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. `executed` is False where the call was refused before it began: such an answer is not kept
    for its idempotency key."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    executed: bool = True
    foreign: bool = False
    """Not the processor's own but of something on the way to it: it has none of the processor's headers."""
    cut_at: CutAt | None = None
    """The connection ends there; its headers promise the whole."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of a processor. `template` is a path whose `{name}` parts become `Call.arguments`."""

    operation: str
    method: str
    template: str
    endpoint: Callable[[Call], Answer]
    open: bool = False
    """For browsers: no credentials are asked for, no idempotency key is read."""
    asked_by: Callable[[bytes], bool] | None = None
    """Where one URL has several operations: whether the body asks for this one. The first route that says so is it."""

    def match(self, path: str, body: bytes = b"") -> dict[str, str] | None:
        found = _pattern(self.template).fullmatch(path)
        if found is None or (self.asked_by is not None and not self.asked_by(body)):
            return None
        return found.groupdict()


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))


@dataclass(frozen=True, slots=True)
class Key:
    """An idempotency key as the caller sent it. `scope` parts accounts from one another; neither is ever shown."""

    scope: str
    text: str
    fingerprint: bytes
    """What has to be the same for a repeat: method, path and parameters."""
    kept_for_s: float = 24 * 3600.0
    """Stripe removes keys once they are a day old: https://docs.stripe.com/api/idempotent_requests"""
    keeps_errors: bool = True
    """Whether an error, too, is given again. Where not, the call is carried out anew, whatever it did before."""


class Refusal(StrEnum):
    """Reasons for which the server itself, not an endpoint, has a simulator refuse a call."""

    NO_ROUTE = "no_route"
    KEY_REUSED = "key_reused"
    KEY_IN_USE = "key_in_use"
    SERVER_ERROR = "server_error"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    TOO_MANY_REQUESTS = "too_many_requests"


class Settlement(StrEnum):
    """How something that waits for time to pass ends."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SignedWebhook:
    """A webhook as it goes over the wire: some processors prove it by a header, some within the body."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Simulator(Protocol):
    """One processor. Endpoints run to their end without waiting, so calls never see each other half done."""

    @property
    def name(self) -> str:
        """The first part of its URLs, and its name in faults, ledger and record: `stripe`."""

    @property
    def routes(self) -> Sequence[Route]: ...

    @property
    def shown_headers(self) -> frozenset[str]:
        """Headers of its own, in lower case, that hold no secret and are recorded with each arrival."""

    def admit(self, call: Call) -> Answer | None:
        """None lets the call in; an answer refuses it: credentials, version."""

    def account(self, call: Call) -> str:
        """Who calls, for faults that are for one account alone: "" where nobody says. It may be secret."""

    def key(self, call: Call) -> Key | None:
        """The call's idempotency key, if it has one and this method honours it."""

    def refuse(self, why: Refusal, call: Call) -> Answer: ...

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        """The answer with the headers that every answer to this very call has."""

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        """Lets time pass for a payment, refund or whatever else waits under that id; its new status. None lets the
        test value decide, and succeeds where it says nothing. Raises ValueError for what does not wait."""

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        """The webhook with its proof, made anew for each attempt. `now` is in epoch seconds."""

    def is_taken(self, status: int, answer: bytes) -> bool:
        """Whether what the merchant answered to a webhook says that it need not come again."""


class Host(Protocol):
    """What a simulator finds around it."""

    @property
    def ledger(self) -> Ledger: ...

    def now(self) -> float:
        """Epoch seconds, from the sandbox's clock."""

    def url_of(self, processor: str) -> str:
        """The base URL of a processor, without a slash at its end."""

    def has_webhook(self, processor: str) -> bool: ...

    def send_webhook(self, processor: str, event_id: str, event_type: str, body: bytes) -> None:
        """Queues one event; nothing happens where no URL is set."""
