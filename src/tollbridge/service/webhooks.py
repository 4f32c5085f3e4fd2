"""Webhooks on their way through: verified, read, forwarded to the merchant's own server, and only then acknowledged; or
stored as they came in, by who keeps them durably (`HookStore`), and only then acknowledged.

Without such a store nothing is kept here. Where the merchant's server does not take an event, the processor is not told
that it was taken, and delivers it again; the merchant knows it again by its id, which is the same each time.

What the merchant gets is signed by Standard Webhooks (https://www.standardwebhooks.com, as of 2026-11): the headers
`webhook-id`, `webhook-timestamp` and `webhook-signature`, for which there are libraries in every language.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace as structs_replace
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from tollbridge import catalog
from tollbridge.accounts import Account, AccountStore, Forward
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import ConnectorError, NotSent
from tollbridge.domain.events import Event, WebhookEventType
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import HANDLE_EVENT
from tollbridge.domain.secret import Secret
from tollbridge.engine.drive import drive
from tollbridge.engine.receive import acknowledge, receive, verify
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.webhook import Received, WebhookRequest
from tollbridge.service.callers import named_urls
from tollbridge.service.calls import MERCHANT_ID, Metadata, Service, ServiceCall
from tollbridge.service.refusals import reason_of

NAMELESS = "UNKNOWN"
"""The `type` of an event that the contract has no word for."""
TOLD_BY_EVENT = frozenset({"ok", "not_forwarded"})
"""Outcomes of webhooks whose events have been counted one by one."""
CREDENTIALS = frozenset({"authorization", "proxy-authorization", "cookie"})
_encode = msgspec.json.Encoder().encode


class NotForwarded(NotSent):
    """The merchant's server did not take every event: the processor is to deliver them again."""


class NotStored(NotSent):
    """It is not known to be kept: the processor is to deliver it again."""


class HookStore(Protocol):
    """Keeps webhooks as they came in, for others to read."""

    async def put(self, merchant_id: str, connector: str, hook: WebhookRequest, within_s: float, *,
                  proved: bool) -> bool:
        """Returns once it is stored durably; False where it was before. Raises NotStored."""
        ...

    def most_bytes(self) -> int:
        """The largest body that can be kept."""
        ...


class Webhooks:
    """Takes in webhooks for the merchants of an account store."""

    def __init__(self, service: Service, accounts: AccountStore, edge: str, within_s: float,
                 store: HookStore | None = None) -> None:
        """`within_s` is for all that one webhook needs: less than processors wait. With a `store` they are kept there,
        and not forwarded.
        """
        self._service, self._accounts, self._edge, self._within_s = service, accounts, edge, within_s
        self.store = store
        self._urls = named_urls(service.options.connector_urls)

    @property
    def ended(self) -> bool:
        """Whether the service had to end what was under way."""
        return self._service.ended

    async def account(self, connector: str, merchant_id: str) -> Account | None:
        """None where no webhooks are taken: no such connector or merchant, no secret, nowhere to forward to (where
        they are forwarded). Raises AccountStoreError where nobody knows.
        """
        if connector not in catalog.names() or catalog.load(connector).webhook is None:
            return None
        account = await self._accounts.get(merchant_id, connector)
        if account is None or account.webhook_secrets is None or (account.forward is None and self.store is None):
            return None
        return at_its_address(account, self._urls)

    def begin(self, account: Account, metadata: Metadata, size: int) -> WebhookCall | StoredCall:
        """One webhook; as a ServiceCall it has to be told how it is `over`."""
        ends = time.monotonic() + self._within_s
        if self.store is not None:
            return StoredCall(self.store, self._service, self._edge, account, metadata, size, ends)
        return WebhookCall(self._service, self._edge, account, metadata, size, ends)


def at_its_address(account: Account, urls: Mapping[str, str]) -> Account:
    """With the processor's address where that is said for all accounts, and the account names none."""
    url = urls.get(account.connector)
    if url and not account.credentials.base_url:
        return replace(account, credentials=replace(account.credentials, base_url=url))
    return account


class HookCall(ServiceCall):
    """One webhook of a processor, for one merchant."""

    __slots__ = ("_account", "_connector")

    def __init__(self, service: Service, edge: str, account: Account, metadata: Metadata, size: int,
                 ends: float) -> None:
        metadata = {**metadata, MERCHANT_ID: account.merchant_id}
        super().__init__(service, edge, HANDLE_EVENT, metadata, size, lambda: ends - time.monotonic())
        self._account = account
        self._connector: Connector[Any] = catalog.load(account.connector)
        self.record.connector = self._connector.id

    @property
    def within_s(self) -> float:
        """What is left of its time."""
        return self._left() or 0.0

    async def events(self, hook: WebhookRequest, came_at: datetime | None = None) -> Sequence[Event]:
        """What it says, once it is verified. `came_at`: when it came in, which its signature is judged by. Raises
        SignatureMismatch for what proves nothing, InvalidField for what is genuine and cannot be read.
        """
        given = self._account.webhook_secrets
        if given is None:
            raise TypeError("an account without webhook secrets")
        ctx = self._context_of(came_at)
        with self._service.steps.of_call(self._connector, ctx, Received(hook, given)) as steps:
            plan = receive(self._connector, hook, given, ctx, steps)
            return await drive(plan, steps.awaited(self._send, self._left))

    def _context_of(self, now: datetime | None = None) -> Context[Any]:
        return Context(account=self._account.credentials, now=now or datetime.now(UTC), nonce=secrets.token_hex(16),
                       idempotency_key=None, environment=self._service.options.environment)


class StoredCall(HookCall):
    """One that is kept as it came in."""

    __slots__ = ("_store",)

    def __init__(self, store: HookStore, *given: Any) -> None:
        super().__init__(*given)
        self._store = store

    async def take(self, hook: WebhookRequest) -> HttpResponse:
        """What the processor expects back, once it is stored. Raises what `refused` tells: SignatureMismatch for what
        proves nothing as far as this can be seen from here, NotStored.
        """
        kept = without_credentials(hook)
        task = self._service.enter()
        try:
            proved = self._proved(kept)
            account = self._account
            fresh = await self._store.put(account.merchant_id, account.connector, kept, self.within_s, proved=proved)
        finally:
            self._service.leave(task)
        self.record.outcome = "ok"
        self._service.telemetry.tell("tollbridge_webhooks_total", self.record.connector,
                                     "stored" if fresh else "repeated")
        return acknowledge(self._connector, hook, self._context_of())

    def over(self, code: str, size: int = 0) -> None:
        super().over(code, size)
        if self.record.outcome != "ok":
            self._service.telemetry.event("webhook", connector=self.record.connector, outcome=self.record.outcome)

    def _proved(self, hook: WebhookRequest) -> bool:
        """Whether it is genuine, as far as that needs no call: False where the processor would have to be asked, or a
        key to be fetched. Raises SignatureMismatch.
        """
        steps = verify(self._connector, hook, self._account.webhook_secrets, self._context_of())
        try:
            next(steps)
        except StopIteration:
            return True
        steps.close()
        return False


class WebhookCall(HookCall):
    """One that is forwarded."""

    __slots__ = ()

    async def take(self, hook: WebhookRequest) -> HttpResponse:
        """What the processor expects back, once every event was taken. Raises what `refused` tells: SignatureMismatch
        for what proves nothing, NotForwarded.
        """
        task = self._service.enter()
        try:
            events = await self.events(hook)
            refused = [named for named in identified(self._account, hook, events) if not await self._forwarded(*named)]
        finally:
            self._service.leave(task)
        if refused:
            raise NotForwarded(f"{len(refused)} of {len(events)} events were not taken by the merchant's server")
        self.record.outcome = "ok"
        return acknowledge(self._connector, hook, self._context_of())

    def over(self, code: str, size: int = 0) -> None:
        super().over(code, size)
        if self.record.outcome not in TOLD_BY_EVENT:
            self._service.telemetry.event("webhook", connector=self.record.connector, outcome=self.record.outcome)

    async def _forwarded(self, its_id: str, event: Event) -> bool:
        """Whether the merchant's server took it."""
        if event.event_type is WebhookEventType.ENDPOINT_VERIFICATION:
            return True  # the processor tries our address: that is nothing of the merchant's
        forward = self._account.forward
        if forward is None:
            raise TypeError("an account without a place to forward to")
        try:
            request = signed(forward, its_id, payload(self._account, its_id, event), datetime.now(UTC))
            traced = self._service.telemetry.outgoing_headers(self.record.trace, to_processor=False)
            response = await self._send(request.with_headers(traced))
        except ConnectorError as error:
            outcome, detail = reason_of(error).lower(), masked(f"{its_id}: {error}")
        else:
            taken = 200 <= response.status < 300
            outcome, detail = ("ok", its_id) if taken else ("refused", f"{its_id}: HTTP {response.status}")
        self._service.telemetry.event("webhook", self.record, connector=self.record.connector, outcome=outcome,
                                      detail=detail)
        return outcome == "ok"


def without_credentials(hook: WebhookRequest) -> WebhookRequest:
    """Without headers that may hold credentials of others: they are not for a store."""
    return structs_replace(hook, headers=tuple(each for each in hook.headers if each[0].lower() not in CREDENTIALS))


def identified(account: Account, hook: WebhookRequest, events: Sequence[Event]) -> Sequence[tuple[str, Event]]:
    """Each event with its id, which is the same whenever the processor delivers it again."""
    found: dict[str, Event] = {}
    for number, event in enumerate(events):
        own = event.connector_event_id
        what: tuple[str, ...] = ("event", own) if own else ("body", hashlib.sha256(hook.body).hexdigest(), str(number))
        name = _id(account, *what, str(event.event_type))
        while name in found:  # the processor's id is of the delivery, or of the matter
            name = _id(account, name)
        found[name] = event
    return tuple(found.items())


def _id(account: Account, *parts: str) -> str:
    text = msgspec.json.encode((account.merchant_id, account.connector, *parts))
    return f"evt_{hashlib.sha256(text).hexdigest()[:32]}"


def payload(account: Account, its_id: str, event: Event) -> Mapping[str, Any]:
    """What the merchant gets. `data` is the answer of EventService/HandleEvent: the contract has its schema."""
    told: dict[str, Any] = {
        "type": str(event.event_type) if event.event_type is not None else NAMELESS, "id": its_id,
        "merchant_id": account.merchant_id, "connector": account.connector,
        "data": {**json_codec(HANDLE_EVENT).write_result(event), "source_verified": True}}
    if event.connector_event_id:
        told["connector_event_id"] = event.connector_event_id
    if event.beyond_contract:
        told["beyond_contract"] = True
    return told


def signed(forward: Forward, its_id: str, content: Mapping[str, Any], now: datetime) -> HttpRequest:
    """The request to the merchant's server."""
    return signed_body(forward, its_id, _encode(content), now, content)


def signed_body(forward: Forward, its_id: str, body: bytes, now: datetime, content: Any = None) -> HttpRequest:
    """The same, of what is JSON already."""
    from standardwebhooks import Webhook  # as the server is installed

    signature = Webhook(forward.secret.reveal()).sign(its_id, now, body.decode())
    return HttpRequest("POST", forward.url, {
        "content-type": "application/json", "webhook-id": its_id, "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Secret(signature)}, body, content)
