"""The Python client: every operation of a connector as a method, async or blocking::

    async with Tollbridge("stripe", environment="test", api_key="sk_test_...") as stripe:
        payment = await stripe.authorize(Authorize(
            amount=Money.from_major("12.34", Currency.EUR),
            payment_method=card("4242424242424242", "12", "2030", cvc="123"),
            merchant_transaction_id="order-1"))

A processor's no is a result whose `status` and `error` say so. Raised are NotSent and its kinds (nothing left: fix it
and try again), Rejected (the processor refused the call itself: it did nothing) and OutcomeUnknown (it may have acted:
`error.advice` says what to do). The methods, with their requests and results, are in `tollbridge.client.calls`.

Importing this costs next to nothing: domain and connector come with the first client, HTTP with the first request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from tollbridge.client.calls import Calls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tollbridge.client.core import HandledWebhook, Headers
    from tollbridge.domain.environment import Environment
    from tollbridge.domain.events import EventReference
    from tollbridge.domain.operations import Operation
    from tollbridge.domain.secret import Secret
    from tollbridge.engine.cache import CallSteps, TimeLeft
    from tollbridge.engine.plan import Plan
    from tollbridge.engine.retries import Retries
    from tollbridge.kit.connector import Connector
    from tollbridge.kit.flow import Credentials
    from tollbridge.kit.http import HttpRequest, HttpResponse
    from tollbridge.transport import AsyncTransport, SyncTransport, TransportSettings  # noqa: F401 - named in quotes

Q = TypeVar("Q")
R = TypeVar("R")
T = TypeVar("T")  # the transport

__all__ = ["BlockingTollbridge", "Tollbridge"]


class _Client(Calls, Generic[T]):
    """What needs no network, and is the same in both clients."""

    def __init__(self, connector: str | Connector[Any], /, *, environment: Literal["test", "live"] | Environment,
                 account: Credentials | None = None, transport: T | TransportSettings | None = None,
                 retries: Retries | None = None, **credentials: object) -> None:
        """`connector` is a name of the catalogue, or a Connector of your own.

        `environment` says whose money it is: there is no default, so that nobody goes live by forgetting. `credentials`
        are the fields of the connector's account (`api_key="..."`, `base_url="..."`), secrets as plain text or Secret;
        or give the struct itself as `account`. `transport` is one that you share between clients, and close yourself,
        or the settings for the client's own.

        `retries` says what is tried again on its own. Without it, a request of which nothing left is sent once more,
        after a moment; nothing else is. `Retries(unsent=0)` turns that off, `Retries(unknown=2)` also repeats calls
        whose outcome is unknown, with the same idempotency key, where the processor honours it.

        Raises BadInput where there is no such connector, BadCredentials with all that is wrong with the account.
        """
        from tollbridge.client.core import Core, Opened

        self._core = Core(connector, environment, account, credentials, retries)
        self._transport: Opened[T] = Opened(transport)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._core.connector.id!r}, environment={self._core.environment.name!r})"

    @property
    def connector(self) -> Connector[Any]:
        """All that Tollbridge knows of the processor."""
        return self._core.connector

    @property
    def environment(self) -> Environment:
        return self._core.environment

    def supports(self, operation: Operation[Any, Any], payment_method: type | None = None) -> bool:
        """Whether the connector does this operation; with a payment method such as `Card`, also whether it takes it."""
        flow = self._core.connector.flow(operation)
        if flow is None or payment_method is None or flow.methods is None:
            return flow is not None
        return payment_method in flow.accepted

    def build(self, operation: Operation[Q, Any], request: Q, /, *, idempotency_key: str | None = None) -> HttpRequest:
        """The HTTP request of an operation, signed and not sent: for those with an HTTP client of their own.

        Without `idempotency_key` it is the request's own merchant id; where that is not there either, none is sent.
        No pre-step runs: what one would give, as an access token, is read from the request's `state`.

        >>> from tollbridge import AUTHORIZE, Authorize, Currency, HttpResponse, Money, Tollbridge, card, plain_headers
        >>> stripe = Tollbridge("stripe", environment="test", api_key="sk_test_key")
        >>> pay = Authorize(amount=Money(1234, Currency.EUR), payment_method=card("4242424242424242", "12", "2030"),
        ...                 merchant_transaction_id="order-1")
        >>> built = stripe.build(AUTHORIZE, pay)
        >>> built.method, built.url
        ('POST', 'https://api.stripe.com/v1/payment_intents')
        >>> plain_headers(built)["idempotency-key"]
        'order-1'

        Send `built.body` with these headers as they stand. Then read the answer, with its headers, if any, by their
        names in lower case:

        >>> answer = HttpResponse(200, b'{"id": "pi_1", "status": "succeeded", "amount": 1234, "currency": "eur"}')
        >>> stripe.parse(AUTHORIZE, pay, answer).status
        <PaymentStatus.CHARGED: 'CHARGED'>

        Raises Unsupported, which names the connectors that do what this one does not, MissingField and InvalidField.
        """
        from tollbridge.engine.keys import own_key

        return self._core.build(operation, request, idempotency_key or own_key(operation, request))

    def parse(self, operation: Operation[Q, R], request: Q, response: HttpResponse, /) -> R:
        """The result that an answer means, for the request that was built; nothing is sent.

        Raises Rejected and OutcomeUnknown; Unsupported where the operation takes more than one exchange with this
        processor: that is for `advance`.
        """
        from tollbridge.domain.errors import Unsupported
        from tollbridge.kit.http import HttpRequest

        step = self.advance(operation, request, [response])
        if isinstance(step, HttpRequest):
            raise Unsupported(f"{operation.name} on {self._core.connector.id} in one exchange: use advance")
        return step

    def advance(self, operation: Operation[Q, R], request: Q, answers: Sequence[HttpResponse], /, *,
                idempotency_key: str | None = None) -> HttpRequest | R:
        """The next request, or the result, after the answers so far: `build` and `parse` for any number of exchanges::

            answers = []
            while isinstance(step := client.advance(AUTHORIZE, request, answers), HttpRequest):
                answers.append(my_send(step))

        Raises what `build` and `parse` raise.
        """
        from tollbridge import engine
        from tollbridge.engine.keys import own_key

        if not answers:
            return self.build(operation, request, idempotency_key=idempotency_key)
        self._core.require(operation)
        *earlier, last = answers
        ctx = self._core.context(idempotency_key or own_key(operation, request))
        return engine.parse(self._core.connector, operation, request, last, ctx, earlier)

    def peek_webhook(self, body: bytes, headers: Headers = (), *, url: str = "/",
                     method: str = "POST") -> EventReference:
        """Event type and reference of a webhook that nobody has verified: to route it, never to act on it.

        Raises InvalidField for what is no webhook of this processor.
        """
        from tollbridge import engine
        from tollbridge.client.core import webhook_request

        return engine.peek(self._core.connector, webhook_request(method, url, headers, body))


class Tollbridge(_Client["AsyncTransport"]):
    """The async client of one account at one processor. Any number of calls may be under way at once.

    Belongs to the event loop of its first call. Close it, or use it as `async with`.
    """

    async def call(self, operation: Operation[Q, R], request: Q, /, *, idempotency_key: str | None = None,
                   timeout_s: float | None = None) -> R:
        """Carry out an operation: `client.call(CAPTURE, request)` is `client.capture(request)`.

        `idempotency_key` keeps a repeat from being carried out twice, where the processor honours keys. Without it the
        key is the request's own merchant id (`merchant_transaction_id` and the like), else a new one is made: an
        OutcomeUnknown has the key that was sent. `timeout_s` is for the whole call, pre-steps included.

        Raises NotSent and its kinds, Rejected, OutcomeUnknown. A decline is a result.
        """
        from tollbridge.client.core import time_left

        left = time_left(timeout_s)
        if self._core.retries.of_calls:
            return await self._tried(operation, request, idempotency_key, left)
        return await self._run(*self._core.call(operation, request, idempotency_key), left)

    async def handle_webhook(self, body: bytes, headers: Headers, *, secret: str | Secret,
                             additional_secret: str | Secret | None = None, url: str = "/", method: str = "POST",
                             timeout_s: float | None = None) -> HandledWebhook:
        """Verify a webhook and read it: `events, answer = await client.handle_webhook(...)`.

        `body` is byte for byte what came in, `url` the path (with its query) or address that the processor called, and
        `secret` the webhook's own. Answer the processor with `acknowledgement` once the events are safely stored.

        Raises SignatureMismatch for one that proves nothing (answer HTTP 401), InvalidField for a genuine one that
        cannot be read.
        """
        from tollbridge.client.core import time_left, webhook_request, webhook_secrets

        hook = webhook_request(method, url, headers, body)
        steps = self._core.webhook(hook, webhook_secrets(secret, additional_secret))
        return await self._run(*steps, time_left(timeout_s))

    async def close(self) -> None:
        """Close the client's connections; a transport that was given to it stays open."""
        if (transport := self._transport.take()) is not None:
            await transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def _tried(self, operation: Operation[Q, R], request: Q, key: str | None, left: TimeLeft) -> R:
        """The call, made again as often as the settings allow and its errors permit."""
        from asyncio import sleep

        from tollbridge.domain.errors import ConnectorError

        tries, key = self._core.tries(operation, request, key, left)
        while True:
            try:
                return await self._run(*self._core.call(operation, request, key), left)
            except ConnectorError as error:
                wait = tries.after(error)
            await sleep(wait)

    async def _run(self, plan: Plan[R], steps: CallSteps, left: TimeLeft) -> R:
        from tollbridge.domain.errors import Unreachable
        from tollbridge.engine import drive
        from tollbridge.transport import async_transport

        async def send_once(request: HttpRequest) -> HttpResponse:
            return await self._transport.get(async_transport).send(request, timeout_s=left())

        async def send(request: HttpRequest) -> HttpResponse:
            try:
                return await self._transport.get(async_transport).send(request, timeout_s=left())
            except Unreachable as error:
                from asyncio import sleep

                from tollbridge.engine.retries import resent

                return await resent(lambda: send_once(request), error, self._core.retries, left, sleep)

        with steps:
            return await drive(plan, steps.awaited(send, left))


class BlockingTollbridge(_Client["SyncTransport"]):
    """The same client for code that is not async, under the same names. Any number of threads may share it."""

    def call(self, operation: Operation[Q, R], request: Q, /, *, idempotency_key: str | None = None,
             timeout_s: float | None = None) -> R:
        """As `Tollbridge.call`."""
        from tollbridge.client.core import time_left

        left = time_left(timeout_s)
        if self._core.retries.of_calls:
            return self._tried(operation, request, idempotency_key, left)
        return self._run(*self._core.call(operation, request, idempotency_key), left)

    def handle_webhook(self, body: bytes, headers: Headers, *, secret: str | Secret,
                       additional_secret: str | Secret | None = None, url: str = "/", method: str = "POST",
                       timeout_s: float | None = None) -> HandledWebhook:
        """As `Tollbridge.handle_webhook`."""
        from tollbridge.client.core import time_left, webhook_request, webhook_secrets

        hook = webhook_request(method, url, headers, body)
        return self._run(*self._core.webhook(hook, webhook_secrets(secret, additional_secret)), time_left(timeout_s))

    def close(self) -> None:
        """As `Tollbridge.close`."""
        if (transport := self._transport.take()) is not None:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _tried(self, operation: Operation[Q, R], request: Q, key: str | None, left: TimeLeft) -> R:
        from time import sleep

        from tollbridge.domain.errors import ConnectorError

        tries, key = self._core.tries(operation, request, key, left)
        while True:
            try:
                return self._run(*self._core.call(operation, request, key), left)
            except ConnectorError as error:
                wait = tries.after(error)
            sleep(wait)

    def _run(self, plan: Plan[R], steps: CallSteps, left: TimeLeft) -> R:
        from tollbridge.domain.errors import Unreachable
        from tollbridge.engine import drive_blocking
        from tollbridge.transport import sync_transport

        def send_once(request: HttpRequest) -> HttpResponse:
            return self._transport.get(sync_transport).send(request, timeout_s=left())

        def send(request: HttpRequest) -> HttpResponse:
            try:
                return send_once(request)
            except Unreachable as error:
                from tollbridge.engine.retries import resent_blocking

                return resent_blocking(lambda: send_once(request), error, self._core.retries, left)

        with steps:
            return drive_blocking(plan, steps.blocking(send, left))
