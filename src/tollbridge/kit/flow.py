"""How a connector says what it does: a flow for each operation, built and parsed by plain functions."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import MissingField, NotSent, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import NONE, Feature
from tollbridge.domain.operations import Effect, Operation
from tollbridge.kit.http import HttpRequest, HttpResponse

DIGEST_CHARACTERS = 20
"""80 bits: enough to tell one merchant's requests apart, and short enough for every processor."""


class Credentials(Protocol):
    """What every account has: in the contract each connector's config may replace its URL."""

    @property
    def base_url(self) -> str | None: ...


A = TypeVar("A", bound=Credentials)  # the account struct of a connector
Q = TypeVar("Q")
R = TypeVar("R")

_NOTHING: Mapping[Operation[Any, Any], Any] = {}


class Context(Struct, Generic[A], frozen=True):
    """What a pure flow may know beside its request. Clock, nonce and pre-steps are handed in, so builds repeat.

    `now` is aware, in UTC. `nonce` is fresh text for each call. `idempotency_key` is None where nobody gave one.
    """

    account: A
    now: datetime
    nonce: str
    idempotency_key: str | None
    environment: Environment  # no default: nobody goes live, or stays in test, by forgetting
    prepared: Mapping[Operation[Any, Any], Any] = _NOTHING

    def given(self, operation: Operation[Any, R]) -> R:
        """The result of a pre-step that the flow declared in `needs`."""
        if operation not in self.prepared:
            raise MissingField(operation.path) if operation.path else NotSent(f"not in needs: {operation.name}")
        result: R = self.prepared[operation]
        return result

    def own(self, part: str) -> Context[A]:
        """For one of several requests in a call: a key, like a nonce, belongs to one request.

        A digest: no key that a merchant would choose, and none too long for any processor.
        """
        key = self.idempotency_key
        text = f"{key}\0{part}".encode(errors="surrogatepass")  # whatever it is: the engine has said if it is no key
        digest = hashlib.sha256(text).hexdigest()[:DIGEST_CHARACTERS] if key else None
        return replace(self, idempotency_key=digest, nonce=f"{self.nonce}-{part}")


Sign = Callable[[HttpRequest, Context[A]], HttpRequest]
"""Adds what proves who is calling, to the finished bytes of a request."""


def unsigned(req: HttpRequest, ctx: Context[Any]) -> HttpRequest:
    """For a flow whose requests carry their credentials themselves, such as a login."""
    return req


Unseal = Callable[[HttpResponse, Context[A]], HttpResponse]
"""Decrypts an answer and proves who wrote it: the counterpart of Sign. Whatever it raises, nobody reads the answer."""


def unsealed(res: HttpResponse, ctx: Context[Any]) -> HttpResponse:
    """For a flow whose answers are plain where the others of its connector are sealed."""
    return res


class ByMethod(Protocol):
    """A functools.singledispatch function whose cases are payment methods."""

    @property
    def registry(self) -> Mapping[Any, Any]: ...


def _always(_: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Need(Generic[Q]):
    """A pre-step that only some requests of the flow need, or only some accounts: those with a login in place of a key.
    """

    operation: Operation[Any, Any]
    when: Callable[[Q], bool] = _always
    account: Callable[[Any], bool] = _always

    def wanted(self, request: Q, ctx: Context[Any]) -> bool:
        """Whether this call needs it."""
        return self.account(ctx.account) and self.when(request)


Exchanges: TypeAlias = Generator[HttpRequest, HttpResponse, R | Failure | Rejected]


@dataclass(frozen=True, slots=True)
class AnyFlow(ABC, Generic[Q, R, A]):
    """What a connector says of one operation: a Flow is one exchange, Steps are several.

    `methods` is the singledispatch function over payment methods: its cases are what the flow accepts. `features` are
    the wishes that it serves, less those that `without` bars for a method. `needs` are its pre-steps. `reads` are the
    HTTP statuses of 400 and up that are answers here. `sign` and `unseal` replace the connector's. `repeatable` says
    that the processor honours idempotency keys here. `deterministic` is False where it signs or encrypts with chance:
    two builds differ. `check` raises MissingField, InvalidField or Unsupported for what the flow cannot serve, before a
    pre-step leaves. `known_as` gives the id by which a Sync finds the payment even if no answer comes: the merchant's
    own, or that of an order that a pre-step has opened. A MissingField of it is no id.
    """

    operation: Operation[Q, R]
    _: KW_ONLY
    methods: ByMethod | None = None
    features: frozenset[Feature] = NONE
    without: Mapping[type, frozenset[Feature]] = field(default_factory=dict)
    needs: tuple[Operation[Any, Any] | Need[Q], ...] = ()
    reads: frozenset[int] = frozenset()
    sign: Sign[A] | None = None
    unseal: Unseal[A] | None = None
    repeatable: bool = True
    deterministic: bool = True
    check: Callable[[Q, Context[A]], object] | None = None
    known_as: Callable[[Q, Context[A]], str | None] | None = None
    accepted: frozenset[type] = field(init=False)

    def __post_init__(self) -> None:
        cases = self.methods.registry if self.methods else ()
        object.__setattr__(self, "accepted", frozenset(case for case in cases if case is not object))

    @abstractmethod
    def exchanges(self, request: Q, ctx: Context[A]) -> Exchanges[R]:
        """The conversation with the processor: HTTP requests out, answers in, the result at its end."""

    def single(self, request: Q) -> bool:
        """Whether the request is one exchange, whose answer can be read without the call that asked for it."""
        return False

    def refuse(self, request: Q) -> str | None:
        """Why this flow cannot serve the request, or None."""
        method: object = getattr(request, "payment_method", None)
        if self.methods is not None and type(method) not in self.accepted:
            return f"payment method {shown_method(method)}"
        wishes: Callable[[], frozenset[Feature]] | None = getattr(request, "features", None)
        wanted = wishes() if wishes is not None else NONE
        if not wanted:
            return None
        barred = self.without.get(type(method), NONE)
        extra = wanted - (self.features - barred)
        if not extra:
            return None
        by = f" with {shown_method(method)}" if extra & barred else ""
        return f"{', '.join(sorted(extra))}{by}"


def shown_method(method: object) -> str:
    """A payment method by its name in the contract."""
    kind = method if isinstance(method, type) else type(method)
    config = getattr(kind, "__struct_config__", None)
    return str(config.tag) if config is not None and config.tag else kind.__name__


@dataclass(frozen=True, slots=True)
class Flow(AnyFlow[Q, R, A]):
    """One exchange. A Failure that parse returns is short for the operation's refused result; a Rejected is raised.

    `steps`, as of Steps, serve the requests that `in_steps` picks: a payment method that takes two calls, say.
    """

    build: Callable[[Q, Context[A]], HttpRequest]
    parse: Callable[[HttpResponse, Q, Context[A]], R | Failure | Rejected]
    _: KW_ONLY
    steps: Callable[[Q, Context[A]], Exchanges[R]] | None = None
    in_steps: Callable[[Q], bool] = _always

    def single(self, request: Q) -> bool:
        return self.steps is None or not self.in_steps(request)

    def exchanges(self, request: Q, ctx: Context[A]) -> Exchanges[R]:
        return self.once(request, ctx) if self.steps is None or self.single(request) else self.steps(request, ctx)

    def once(self, request: Q, ctx: Context[A]) -> Exchanges[R]:
        response = yield self.build(request, ctx)
        return self.parse(response, request, ctx)


@dataclass(frozen=True, slots=True)
class Steps(AnyFlow[Q, R, A]):
    """A generator of requests: create, then confirm. The engine signs each, with a key of its own, and judges its
    answer as in a Flow. Once one has left, nothing is NotSent; once one that is no GET has, only a query is Rejected.
    """

    steps: Callable[[Q, Context[A]], Exchanges[R]]

    def exchanges(self, request: Q, ctx: Context[A]) -> Exchanges[R]:
        return self.steps(request, ctx)


def changes_nothing(flow: AnyFlow[Any, Any, Any]) -> bool:
    """Whether the flow only asks."""
    return flow.operation.effect is Effect.QUERY
