"""A worker's part: stored webhooks are verified with the account's secret, read, put in order, and published.

    stored --verified, read--> noted (standings.py) --> published --> acknowledged
              | not genuine: dropped, counted, an alert; the sweeper removes it
              | genuine, and not readable: a dead letter
              | secrets, or the processor's own check, not to be had now: again, later
              | about a payment that is under way: again, later; published as `unmatched` once it has waited enough

What was acknowledged to the processor is never lost: a webhook is given up only with a dead letter, and one that was
proved before it was stored, and is not any more (its secret was exchanged meanwhile), is given one, not dropped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from tollbridge import catalog
from tollbridge.accounts import Account, AccountStoreError
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Refused, Unavailable
from tollbridge.bridge.dead_letters import EXHAUSTED, FORGED_WEBHOOK, POISONED, Alert, DeadLetters
from tollbridge.bridge.streams import WEBHOOK_DAYS, WEBHOOK_S
from tollbridge.bridge.subjects import WebhookAddress, read_webhook
from tollbridge.bridge.webhooks.events import publish
from tollbridge.bridge.webhooks.parking import Parking
from tollbridge.bridge.webhooks.standings import EVENT, Standings, Thing, told_by
from tollbridge.bridge.webhooks.storing import PROVED, decode
from tollbridge.bridge.worker.attempt import EDGE
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.policy import backoff
from tollbridge.domain.errors import ConnectorError, InvalidField, MissingField, SignatureMismatch
from tollbridge.domain.events import Event, WebhookEventType
from tollbridge.domain.masking import masked
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.service import Service
from tollbridge.service.callers import named_urls
from tollbridge.service.calls import where
from tollbridge.service.webhooks import HookCall, at_its_address, identified

_log = logging.getLogger("tollbridge.bridge")
DAY_S = 86_400.0
GIVE_UP_S = (WEBHOOK_DAYS - 1) * DAY_S
"""So long it is tried to read a webhook, before the stream forgets it."""
LONGEST_WAIT_S, LONGEST_PARK_S = 300.0, 5.0
REPEATED_S = 60.0
"""The same alert of the same account is told once in so long; all are counted."""
COUNTER = "tollbridge_webhooks_total"


class HookOptions(Struct, frozen=True, kw_only=True):
    """`parked_s` is how long an event may wait for what it is about."""

    parked_s: float = 120.0


class HookReader:
    """Takes deliveries of the stream WEBHOOKS. One for all consumers of a worker."""

    def __init__(self, client: BridgeClient, service: Service, letters: DeadLetters, options: HookOptions,
                 clock: Callable[[], float] = time.time) -> None:
        self._client, self._service, self._letters, self._options = client, service, letters, options
        self._clock = clock
        self.standings = Standings(client.connection, client.publisher)
        self._parking = Parking(client.connection, client.records, self.standings, client.options.streams,
                                service.options.environment.value.lower())
        self._urls = named_urls(service.options.connector_urls)
        self._told: dict[tuple[str, str], float] = {}

    async def handle(self, delivery: Delivery) -> None:
        """Never raises for what a webhook can hold."""
        address = read_webhook(delivery.subject)
        if address is None:
            await delivery.term("no subject of a webhook")  # the stream takes none
            return
        try:
            await self._handle(delivery, address)
        except (Unavailable, Refused) as error:
            await self._later(delivery, f"{address.connector}: {error}")
        except Exception as error:  # noqa: BLE001 - of whatever kind, the webhook must not be lost
            _log.error("webhook %s: fault=%s", address.its_id, where(error))
            await self._later(delivery, f"{address.connector}: an internal error")

    async def _handle(self, delivery: Delivery, address: WebhookAddress) -> None:
        if delivery.at + GIVE_UP_S < self._clock():
            await self._letter(delivery, address, EXHAUSTED, "it could not be read, however often it was tried")
            return
        account = await self._account(address)
        if account is None:
            await self._later(delivery, f"{address.connector} of {address.merchant_id}: there is no account with a "
                                        "webhook_secret")
            return
        try:
            hook = decode(delivery.body)
        except ValueError as error:
            await self._letter(delivery, address, POISONED, str(error))
            return
        events = await self._events(delivery, address, account, hook)
        if events is None:
            return
        named = [(its_id, event) for its_id, event in identified(account, hook, events)
                 if event.event_type is not WebhookEventType.ENDPOINT_VERIFICATION]
        unmatched = await self._unmatched(delivery, address, named)
        if unmatched is None:
            return
        for its_id, event in named:
            await self._publish(delivery, account, its_id, event, unmatched=its_id in unmatched)
        await delivery.ack()

    async def _account(self, address: WebhookAddress) -> Account | None:
        """None where it has none now, or nobody knows."""
        store = self._service.accounts
        if store is None or address.connector not in catalog.names():
            return None
        try:
            account = await store.get(address.merchant_id, address.connector)
        except AccountStoreError as error:
            _log.warning("webhook %s waits: the accounts cannot be read: %s", address.its_id, error)
            return None
        if account is None or account.webhook_secrets is None:
            return None
        return at_its_address(account, self._urls)

    async def _events(self, delivery: Delivery, address: WebhookAddress, account: Account, hook: WebhookRequest
                      ) -> Sequence[Event] | None:
        """What it says; None where the delivery is settled. By the clock of when it came in: signatures age."""
        ends = time.monotonic() + WEBHOOK_S
        call = HookCall(self._service, EDGE, account, {"x-request-id": address.its_id}, len(hook.body), ends)
        code = "OK"
        try:
            events = await call.events(hook, datetime.fromtimestamp(delivery.at, UTC))
            call.record.outcome = "ok"
            return events
        except SignatureMismatch as error:
            code = (await call.refused(error)).reason
            await self._not_genuine(delivery, address, str(error))
        except MissingField as error:  # a secret that is blank
            code = (await call.refused(error)).reason
            await self._later(delivery, f"{address.connector} of {address.merchant_id}: {error}")
        except InvalidField as error:
            code = (await call.refused(error)).reason
            await self._letter(delivery, address, POISONED, f"genuine, and not readable: {error}")
        except ConnectorError as error:
            code = (await call.refused(error)).reason
            await self._later(delivery, f"{address.connector}: its origin cannot be verified now: {masked(str(error))}")
        finally:
            call.over(code)
        return None

    async def _not_genuine(self, delivery: Delivery, address: WebhookAddress, why: str) -> None:
        if address.its_id.startswith(PROVED):
            await self._letter(delivery, address, POISONED,
                               f"it was genuine when it came in, and is not by the secrets of now: {why}")
            return
        self._count(address, "forged")
        its, now = (address.connector, address.merchant_id), self._clock()
        if now - self._told.get(its, float("-inf")) >= REPEATED_S:
            self._told[its] = now
            self._letters.alert(Alert(FORGED_WEBHOOK, f"a webhook that proves nothing: {masked(why)}", now, *its))
        await delivery.term(FORGED_WEBHOOK)

    async def _unmatched(self, delivery: Delivery, address: WebhookAddress, named: Sequence[tuple[str, Event]]
                         ) -> set[str] | None:
        """Ids of events about what nobody here knows; None where they wait, which settles the delivery. All of one
        webhook wait for each other: they keep their order.
        """
        found: set[str] = set()
        age = self._clock() - delivery.at
        for its_id, event in named:
            content = event.event_content
            if await self._parking.known(content, address.merchant_id, address.connector):
                continue
            if age < self._options.parked_s:
                open_ = await self._parking.under_way(content, address.merchant_id, address.connector)
                if open_:
                    await delivery.nak(min(LONGEST_PARK_S, backoff(delivery.delivered), self._options.parked_s - age))
                    return None
                if open_ is None:
                    continue
            found.add(its_id)
        return found

    async def _publish(self, delivery: Delivery, account: Account, its_id: str, event: Event, *,
                       unmatched: bool) -> None:
        about = told_by(event.event_content, account.merchant_id, account.connector)
        thing, truth = about or (Thing(EVENT, account.merchant_id, account.connector, its_id), None)
        noted = await self.standings.note(thing, its_id, delivery.sequence, truth)
        if not noted.fresh:
            self._count_of(account.connector, "repeated")
            return
        await publish(self._client.publisher, account, its_id, event, noted, unmatched=unmatched,
                      restricted=self._client.connection.options.restricted)
        self._count_of(account.connector, "superseded" if noted.superseded else "unmatched" if unmatched else "ok")

    async def _letter(self, delivery: Delivery, address: WebhookAddress, reason: str, why: str) -> None:
        """Without its headers: proofs are for nobody's eyes."""
        self._count(address, reason)
        await self._letters.webhook(delivery, delivery.body.partition(b"\n")[2], reason, why)
        await delivery.ack()

    async def _later(self, delivery: Delivery, why: str) -> None:
        wait = min(LONGEST_WAIT_S, backoff(delivery.delivered) * max(1.0, delivery.delivered / 6))
        _log.warning("webhook %s waits %.1f s: %s", delivery.subject.rpartition(".")[2], wait, why)
        try:
            await delivery.nak(wait)
        except Exception as error:  # noqa: BLE001 - no connection: it comes again once its time is over
            _log.warning("webhook: %s", type(error).__name__)

    def _count(self, address: WebhookAddress, outcome: str) -> None:
        self._count_of(address.connector, outcome)

    def _count_of(self, connector: str, outcome: str) -> None:
        self._service.telemetry.tell(COUNTER, connector, outcome)
