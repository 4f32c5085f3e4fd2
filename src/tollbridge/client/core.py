"""What both clients share and needs no network: who calls, and where to. Loaded with the first client."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from tollbridge import catalog, engine
from tollbridge.contract.accounts import read_account
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, BadInput, Unreachable, Unsupported
from tollbridge.domain.events import Event, WebhookSecrets
from tollbridge.domain.operations import Operation
from tollbridge.domain.secret import Secret
from tollbridge.engine.cache import CallSteps, PreStepCache
from tollbridge.engine.keys import sent_key
from tollbridge.engine.plan import Plan
from tollbridge.engine.retries import Retries, Tries
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Context, Credentials
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.quoting import split_url
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.transport import TransportSettings

Q = TypeVar("Q")
R = TypeVar("R")
T = TypeVar("T")  # a transport

Headers = Mapping[str, str] | Iterable[tuple[str, str]]
_ENVIRONMENTS = {"test": Environment.TEST, "live": Environment.LIVE, **{str(each): each for each in Environment}}


class HandledWebhook(NamedTuple):
    """What a verified webhook says, in its order, and what the processor expects as the HTTP answer to it."""

    events: tuple[Event, ...]
    acknowledgement: HttpResponse


class Core:
    """Connector, account and environment of a client, with its cache of pre-steps."""

    def __init__(self, connector: str | Connector[Any], environment: str, account: Credentials | None,
                 credentials: Mapping[str, object], retries: Retries | None = None) -> None:
        self.retries = retries or Retries()
        self.connector: Connector[Any] = catalog.load(connector) if isinstance(connector, str) else connector
        self.environment = environment_of(environment)
        self.account = account_of(self.connector, account, credentials)
        self.steps = PreStepCache(time.monotonic)

    def context(self, key: str | None) -> Context[Any]:
        return Context(account=self.account, now=datetime.now(UTC), nonce=os.urandom(16).hex(), idempotency_key=key,
                       environment=self.environment)

    def call(self, operation: Operation[Q, R], request: Q, key: str | None) -> tuple[Plan[R], CallSteps]:
        """What carries the operation out, and the call's view of the pre-steps."""
        self.require(operation)
        ctx = self.context(sent_key(operation, request, key))
        steps = self.steps.of_call(self.connector, ctx, request)
        return self._result(operation, request, engine.run(self.connector, operation, request, ctx, steps)), steps

    def _result(self, operation: Operation[Q, R], request: Q, plan: Plan[engine.Answer[R]]) -> Plan[R]:
        try:
            answer = yield from plan
        except Unsupported as error:
            raise catalog.named(error, self.connector, operation, request) from None
        return answer.result

    def build(self, operation: Operation[Q, R], request: Q, key: str | None) -> HttpRequest:
        """The request that goes out, or the first of several."""
        self.require(operation)
        try:
            return engine.build(self.connector, operation, request, self.context(key))
        except Unsupported as error:
            raise catalog.named(error, self.connector, operation, request) from None

    def require(self, operation: Operation[Any, Any]) -> None:
        """Raises Unsupported for what the connector does not do, naming those that do: the engine, which knows no
        catalog, cannot. The first time this reads every connector.
        """
        if self.connector.flow(operation) is None and operation not in engine.EVENTS:
            raise Unsupported(f"{operation.name} on {self.connector.id}", instead=catalog.offering(operation))

    def tries(self, operation: Operation[Q, R], request: Q, key: str | None,
              left: Callable[[], float | None]) -> tuple[Tries, str | None]:
        """For a call that may be made several times, with the key of them all."""
        return Tries(self.retries, operation.effect, left), sent_key(operation, request, key)

    def webhook(self, hook: WebhookRequest, secrets: WebhookSecrets) -> tuple[Plan[HandledWebhook], CallSteps]:
        """The same for a webhook."""
        ctx = self.context(None)
        steps = self.steps.of_call(self.connector, ctx, hook)
        return self._handled(hook, secrets, ctx, steps), steps

    def _handled(self, hook: WebhookRequest, secrets: WebhookSecrets, ctx: Context[Any],
                 steps: CallSteps) -> Plan[HandledWebhook]:
        events = yield from engine.receive(self.connector, hook, secrets, ctx, steps)
        return HandledWebhook(tuple(events), engine.acknowledge(self.connector, hook, ctx))


def environment_of(given: str) -> Environment:
    """Raises BadInput for what is none."""
    environment = _ENVIRONMENTS.get(given)
    if environment is None:
        raise BadInput('environment must be "test" or "live"', "environment")
    return environment


def account_of(connector: Connector[Credentials], account: Credentials | None,
               credentials: Mapping[str, object]) -> Credentials:
    """The account struct, as given or from its fields. Raises BadCredentials with everything that is wrong."""
    if account is None:
        return read_account(connector, _plain(credentials), path="")
    if credentials:
        raise BadCredentials("give either account= or its fields, not both", "account", *credentials)
    if not isinstance(account, connector.account):
        wanted = f"{connector.account.__module__}.{connector.account.__qualname__}"
        raise BadCredentials(f"account of {connector.id} must be a {wanted}", "account")
    return account


def _plain(value: object) -> object:
    """Credentials as they stand in the contract's JSON: secrets as text, sequences as lists."""
    match value:
        case Secret():
            return value.reveal()
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
    return value


def webhook_request(method: str, url: str, headers: Headers, body: bytes) -> WebhookRequest:
    """A processor's request as it came in. `url` is its path with the query, or the whole address."""
    path, query = split_url(url)
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return WebhookRequest(method.upper(), path, query, tuple(pairs), body)


def webhook_secrets(secret: str | Secret, additional_secret: str | Secret | None) -> WebhookSecrets:
    other = None if additional_secret is None else secret_of(additional_secret)
    return WebhookSecrets(secret=secret_of(secret), additional_secret=other)


def secret_of(text: str | Secret) -> Secret:
    return text if isinstance(text, Secret) else Secret(text)


def time_left(timeout_s: float | None) -> Callable[[], float | None]:
    """What is left of a call's time, in seconds; None where the caller set no limit."""
    if timeout_s is None:
        return lambda: None
    ends_at = time.monotonic() + timeout_s
    return lambda: ends_at - time.monotonic()


class Opened(Generic[T]):
    """A transport: the caller's own, or one that is opened with the first request and closed with the client."""

    def __init__(self, given: T | TransportSettings | None) -> None:
        self._settings = given if isinstance(given, TransportSettings) else None
        self._transport: T | None = None if isinstance(given, TransportSettings) else given
        self._shared = self._transport is not None
        self._closed = False
        self._lock = threading.Lock()

    def get(self, create: Callable[[TransportSettings | None], T]) -> T:
        """Raises Unreachable once it was closed."""
        with self._lock:
            if self._closed:
                raise Unreachable("the client is closed", passing=False)
            if self._transport is None:
                self._transport = create(self._settings)
            return self._transport

    def take(self) -> T | None:
        """What the client has to close, for good."""
        with self._lock:
            self._closed = True
            taken, self._transport = self._transport, None
        return None if self._shared else taken


def plain_headers(request: HttpRequest) -> dict[str, str]:
    """The headers of a built request as they go over the wire, credentials and all: for an HTTP client of your own."""
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in request.headers.items()}
