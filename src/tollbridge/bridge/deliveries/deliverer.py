"""Deliveries to the merchants' own URLs, by one of all bridges at a time.

An event that was taken is acknowledged; one that was not is kept in DELIVERIES with the time of its next attempt, and
only then acknowledged. Who takes over reads what is kept; what was under way is delivered by the consumer again. So an
event may arrive twice, with the same `webhook-id`, and none is lost. That one bridge has all of them is what lets
events of a payment go in their order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.accounts import AccountStore, AccountStoreError, Forward
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Refused, Unavailable
from tollbridge.bridge.dead_letters import Alert, DeadLetters
from tollbridge.bridge.deliveries import letters
from tollbridge.bridge.deliveries.events import Event, UnreadableEvent, fetch_event, label, read_event
from tollbridge.bridge.deliveries.keeping import Gone, Keeping, Kept, read_kept
from tollbridge.bridge.deliveries.lanes import Account, Book, Entry, Lane
from tollbridge.bridge.deliveries.sending import GONE, Sent, Transport, send_event, url_hash
from tollbridge.bridge.leases import Lease
from tollbridge.bridge.streams import DELIVERIES, DELIVERY_STREAM, EVENT_STREAM, REDRIVEN
from tollbridge.bridge.worker.deliveries import Delivery
from tollbridge.bridge.worker.pulls import Pull
from tollbridge.service.calls import where
from tollbridge.telemetry import Telemetry

_log = logging.getLogger("tollbridge.bridge")
RETRY_S = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""As Standard Webhooks recommends: ten attempts in some three days.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (as of 2026-11)
"""
JITTER = 0.2
"""A wait is up to so much longer, so that not all come back at once."""
HELD_TIMES = 4
"""For each attempt at once of an account, so many deliveries are held in memory; the rest is kept in the stream."""
PUT_OFF_S = 10.0
"""How long is waited where nobody can say where an event goes."""
REDRIVEN_AT_ONCE = 50
STOP_S = 2.0
REPEATED_S = 3600.0
"""The same alert of the same account is told once in so long; each letter is logged and counted."""
NO_URL, DISABLED, EXPIRED, NO_ACCOUNTS = "no_url", "disabled", "expired", "accounts_unavailable"


class DeliveryOptions(Struct, frozen=True, kw_only=True):
    """`retry_s` are the waits after each attempt that failed. `concurrency` is for each account. An event waits up to
    `order_s` for the earlier ones of its payment.
    """

    retry_s: tuple[float, ...] = RETRY_S
    timeout_s: float = 15.0
    concurrency: int = 8
    slots: int = 500
    order_s: float = 600.0
    longest_wait_s: float = 86_400.0
    every_s: float = 3.0
    lease_s: float = 15.0


class Deliverer:
    """`owner` is no other's."""

    def __init__(self, client: BridgeClient, accounts: AccountStore, transport: Transport, owner: str,
                 options: DeliveryOptions | None = None, telemetry: Telemetry | None = None,
                 clock: Callable[[], float] = time.time) -> None:
        self.options, self._clock = options or DeliveryOptions(), clock
        self._client, self._accounts, self._transport = client, accounts, transport
        self._telemetry = telemetry or Telemetry()
        self._connection = client.connection
        self._keeping = Keeping(client.connection, client.publisher)
        self._letters = DeadLetters(client.connection, client.publisher, client.records, clock)
        self._letters.on_alert = lambda alert: self._telemetry.tell(
            "tollbridge_bridge_alerts_total", alert.kind, alert.connector or "-")
        self._lease = Lease(client.connection, client.publisher, DELIVERIES, owner, self.options.lease_s, clock)
        self._book = Book(clock)
        self._gone: dict[Account, tuple[Gone, int]] = {}
        self._alerted: dict[tuple[str, Account], float] = {}
        self._pulls: list[Pull] = []
        self._attempts: set[asyncio.Task[None]] = set()
        self._undone: set[int] = set()
        """Places in DELIVERIES of what is done, and could not be deleted yet."""
        self._room = asyncio.Semaphore(self.options.slots)
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._until = 0.0
        self.active = False
        client.connection.on_reconnect.append(self._again)

    async def start(self) -> None:
        self._running = asyncio.ensure_future(self._run())

    async def stop(self, within_s: float = STOP_S) -> None:
        """Takes no more; attempts that do not end in time are made again by whoever goes on."""
        self._stopping.set()
        for pull in self._pulls:
            await pull.stop()
        if self._attempts:
            await asyncio.wait(tuple(self._attempts), timeout=within_s)
        if self._running is not None:
            await asyncio.wait([self._running], timeout=STOP_S)
            self._running.cancel()
        with contextlib.suppress(Unavailable, Refused):
            await self._idle()

    @property
    def waiting(self) -> int:
        """Events that are not delivered."""
        return len(self._book.entries)

    # -- whose it is --------------------------------------------------------------------------------------------------
    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._turn()
            except (Unavailable, Refused) as error:
                _log.warning("deliveries: %s", error)
                if self.active and self._clock() > self._until:  # another may have them by now
                    await self._idle()
            except Exception as error:  # noqa: BLE001 - a fault in one turn must not end all that follow
                _log.error("deliveries: fault=%s", where(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), self.options.every_s)

    async def _turn(self) -> None:
        """Raises Unavailable, Refused."""
        now = self._clock()
        if await self._lease.take() is None:
            if self.active:
                _log.warning("deliveries: another bridge has them")
                await self._idle()
            return
        self._until = now + self.options.lease_s
        if not self.active:
            await self._begin()
        for pull in self._pulls:
            await pull.watch()
        await self._hold()
        for place in tuple(self._undone):
            await self._keeping.drop(place)
            self._undone.discard(place)
        for lane in tuple(self._book.lanes.values()):
            self._pump(lane)
            self._book.forget(lane)
        self._tell()

    async def _begin(self) -> None:
        self._book = Book(self._clock)
        kept, self._gone = await self._keeping.all(), await self._keeping.all_gone()
        for sequence in sorted(kept):
            its, place = kept[sequence]
            self._put(Entry(its, place=place))
        self._pulls = [
            Pull(self._connection, EVENT_STREAM, DELIVERIES, self.options.slots, self._arrived),
            Pull(self._connection, DELIVERY_STREAM, REDRIVEN, REDRIVEN_AT_ONCE, self._brought_back)]
        self.active = True
        for pull in self._pulls:
            await pull.start()
        _log.info("deliveries: begun, with %d that wait", len(kept))

    async def _again(self) -> None:
        """After a reconnect: what was asked before is forgotten on the other side."""
        for pull in self._pulls:
            await pull.again()

    async def _idle(self) -> None:
        """Lets another do it."""
        was, self.active = self.active, False
        for pull in self._pulls:
            await pull.stop()
        for task in tuple(self._attempts):
            task.cancel()
        for entry in tuple(self._book.entries.values()):
            if entry.delivery is not None and not entry.delivery.settled:
                with contextlib.suppress(Exception):  # else it is delivered again when its time is over
                    await entry.delivery.nak()
            if entry.settled is not None:
                entry.settled.set()
        for lane in self._book.lanes.values():
            if lane.timer is not None:
                lane.timer.cancel()
        self._pulls, self._book = [], Book(self._clock)
        self._tell()
        if was:
            await self._lease.give_back({})

    async def _hold(self) -> None:
        """Tells the consumer of those that it has given us that they are not lost."""
        for entry in tuple(self._book.entries.values()):
            if entry.delivery is not None:
                with contextlib.suppress(Exception):  # without a connection: it is delivered again
                    await entry.delivery.in_progress()

    def _tell(self) -> None:
        oldest = self._book.oldest
        self._telemetry.tell("tollbridge_bridge_deliveries_waiting", value=len(self._book.entries))
        self._telemetry.tell("tollbridge_bridge_deliveries_oldest_seconds",
                             value=max(0.0, self._clock() - oldest) if oldest is not None else 0.0)

    # -- what comes ---------------------------------------------------------------------------------------------------
    async def _arrived(self, delivery: Delivery) -> None:
        """Until its delivery is settled: it takes one of the places of the pull."""
        known = self._book.entries.get(delivery.sequence)
        if known is not None:
            if known.delivery is None:
                await delivery.ack()  # it is kept
                return
            known.delivery = delivery
            await _settled(known)
            return
        try:
            event = read_event(delivery.subject, delivery.body, delivery.sequence, delivery.at, delivery.headers)
        except UnreadableEvent as error:
            await self._refuse(delivery, str(error))
            return
        entry = Entry(Kept(event.sequence, event.id, event.merchant_id, event.connector, event.about, event.at,
                           due=self._clock()), delivery=delivery, body=event.body, headers=event.headers)
        lane = self._put(entry)
        if lane.held > HELD_TIMES * self.options.concurrency:
            await self._keep(entry)
        await _settled(entry)

    async def _refuse(self, delivery: Delivery, why: str) -> None:
        """What nobody of ours has published, or somebody in another connector's name."""
        _log.error("delivery of %s/%d: outcome=unreadable: %s", EVENT_STREAM, delivery.sequence, why)
        try:
            await self._client.audit.forged(delivery, why)
        except Unavailable:
            await delivery.nak(PUT_OFF_S)
            return
        await self._letters.unreadable(delivery, why)
        await delivery.ack()

    async def _brought_back(self, delivery: Delivery) -> None:
        kept = read_kept(delivery.body)
        try:
            if kept is not None and kept.sequence not in self._book.entries:
                account = (kept.merchant_id, kept.connector)
                if (gone := self._gone.pop(account, None)) is not None:  # somebody says that it takes events again
                    await self._keeping.drop(gone[1])
                kept = replace(kept, due=self._clock(), attempts=0, letter=True)
                place = await self._keeping.keep(kept)
                self._put(Entry(kept, place=place))
            await self._keeping.drop(delivery.sequence)
        except (Unavailable, Refused) as error:
            _log.warning("deliveries: what was brought back waits: %s", error)
            await delivery.nak(PUT_OFF_S)
            return
        await delivery.ack()

    def _put(self, entry: Entry) -> Lane:
        lane = self._book.add(entry, self.options.order_s)
        lane.put(entry)
        self._pump(lane)
        return lane

    def _pump(self, lane: Lane) -> None:
        """Begins what is due, as long as the account has room."""
        now = self._clock()
        while self.active and not self._stopping.is_set() and lane.running < self.options.concurrency:
            head = lane.next()
            if head is None:
                return
            due, entry = head
            if not self._book.is_live(due, entry):
                lane.pop()
                continue
            at = max(due, lane.closed_until)
            if at > now:
                self._later(lane, at - now)
                return
            lane.pop()
            entry.running = True
            lane.running += 1
            task = asyncio.ensure_future(self._attempt(lane, entry))
            self._attempts.add(task)
            task.add_done_callback(self._attempts.discard)

    def _later(self, lane: Lane, wait_s: float) -> None:
        if lane.timer is not None:
            lane.timer.cancel()
        lane.timer = asyncio.get_running_loop().call_later(wait_s, self._pump, lane)

    # -- an attempt ---------------------------------------------------------------------------------------------------
    async def _attempt(self, lane: Lane, entry: Entry) -> None:
        try:
            async with self._room:
                await self._tried(lane, entry)
        except (Unavailable, Refused) as error:
            _log.warning("delivery of %s waits: %s", entry.kept.id, error)
            self._put_off(lane, entry, PUT_OFF_S)
        except Exception as error:  # noqa: BLE001 - a fault of ours with one event must not stop the others
            _log.error("delivery of %s: fault=%s", entry.kept.id, where(error))
            self._put_off(lane, entry, PUT_OFF_S)
        finally:
            lane.running -= 1
            self._pump(lane)

    async def _tried(self, lane: Lane, entry: Entry) -> None:
        its = entry.kept
        try:
            account = await self._accounts.get(its.merchant_id, its.connector)
        except AccountStoreError:
            self._told(entry, Sent(NO_ACCOUNTS))
            self._put_off(lane, entry, PUT_OFF_S)
            return
        forward = account.forward if account is not None else None
        if forward is None:
            await self._done(entry, Sent(NO_URL))
        elif self._is_gone(entry, forward):
            await self._done(entry, Sent(DISABLED))
        elif (event := await self._event(entry)) is None:
            await self._dead(entry, Sent(EXPIRED, detail="it is gone from its stream"), letters.UNDELIVERED)
        else:
            await self._judge(lane, entry, forward, await send_event(self._transport, forward, event,
                                                                      self.options.timeout_s))

    async def _event(self, entry: Entry) -> Event | None:
        its = entry.kept
        if entry.body is not None:
            return Event(its.sequence, its.merchant_id, "", its.id, "", its.connector, its.about, its.at, entry.body,
                         entry.headers)
        try:
            return await fetch_event(self._connection, its.sequence)
        except UnreadableEvent:
            return None

    def _is_gone(self, entry: Entry, forward: Forward) -> bool:
        """Another URL than the one that said so is tried."""
        gone = self._gone.get(entry.account)
        return gone is not None and gone[0].url_hash == url_hash(forward.url)

    async def _judge(self, lane: Lane, entry: Entry, forward: Forward, sent: Sent) -> None:
        if sent.taken:
            await self._done(entry, sent)
            return
        entry.kept.attempts += 1
        entry.kept.last = sent.told
        if sent.outcome == GONE:
            gone = Gone(url_hash(forward.url), self._clock())
            self._gone[entry.account] = (gone, await self._keeping.keep_gone(*entry.account, gone))
            await self._dead(entry, sent, letters.ENDPOINT_GONE)
        elif entry.kept.attempts > len(self.options.retry_s):
            await self._dead(entry, sent, letters.UNDELIVERED)
        else:
            await self._retry(lane, entry, sent)

    async def _retry(self, lane: Lane, entry: Entry, sent: Sent) -> None:
        wait_s = self.options.retry_s[entry.kept.attempts - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311
        if sent.retry_after_s is not None:
            asked = min(sent.retry_after_s, self.options.longest_wait_s)
            lane.closed_until = max(lane.closed_until, self._clock() + asked)
            wait_s = max(wait_s, asked)
        self._told(entry, sent, wait_s)
        self._put_off(lane, entry, wait_s)
        await self._keep(entry)
        for later in self._book.behind(entry):  # they wait for long now, and take up places
            if later.delivery is not None:
                await self._keep(later)

    def _put_off(self, lane: Lane, entry: Entry, wait_s: float) -> None:
        entry.running = False
        entry.kept.due = self._clock() + wait_s
        if self._book.entries.get(entry.kept.sequence) is entry:
            lane.put(entry)

    async def _keep(self, entry: Entry) -> None:
        """Stored, and then acknowledged; where it cannot be stored it stays where it is, with its consumer."""
        try:
            place = await self._keeping.keep(entry.kept)
        except (Unavailable, Refused) as error:
            _log.warning("delivery of %s cannot be kept: %s", entry.kept.id, error)
            return
        if self._book.entries.get(entry.kept.sequence) is not entry:  # delivered meanwhile
            self._undone.add(place)
            return
        entry.place = place
        await self._settle(entry)
        entry.body = None

    async def _settle(self, entry: Entry) -> None:
        delivery, entry.delivery = entry.delivery, None
        if delivery is None:
            return
        lane = self._book.lanes.get(entry.account)
        if lane is not None:
            lane.held -= 1
        if entry.settled is not None:
            entry.settled.set()
            entry.settled = None
        with contextlib.suppress(Exception):  # without a connection: it is delivered again, and known
            await delivery.ack()

    async def _done(self, entry: Entry, sent: Sent) -> None:
        """Nothing more is to be done about it."""
        self._told(entry, sent)
        if entry.kept.letter and sent.taken:
            await letters.write_letter(self._client.publisher, entry.kept, letters.UNDELIVERED, "", letters.DELIVERED)
        await self._over(entry)

    async def _dead(self, entry: Entry, sent: Sent, reason: str) -> None:
        """First the letter, then the rest: who dies between the two writes it again."""
        its = entry.kept
        why = f"{sent.told} after {its.attempts} attempt{'s' if its.attempts != 1 else ''}"
        await letters.write_letter(self._client.publisher, its, reason, why)
        self._told(entry, sent, dead=True)
        if reason == letters.ENDPOINT_GONE:
            why += (": this URL gets no more events until it is another, or this letter is redriven; "
                    "tollbridge webhooks replay sends what was missed")
        self._alert(reason, entry, why)
        await self._over(entry)

    async def _over(self, entry: Entry) -> None:
        following = self._book.done(entry)
        if entry.place:
            self._undone.add(entry.place)
            with contextlib.suppress(Unavailable):
                await self._keeping.drop(entry.place)
                self._undone.discard(entry.place)
        await self._settle(entry)
        if following is not None and (lane := self._book.lanes.get(following.account)) is not None:
            lane.put(following)
            self._pump(lane)

    # -- what is told -------------------------------------------------------------------------------------------------
    def _told(self, entry: Entry, sent: Sent, next_s: float | None = None, *, dead: bool = False) -> None:
        """A count and a line: where and why, and nothing of what was in it."""
        its = entry.kept
        self._telemetry.tell("tollbridge_bridge_deliveries_total", label(its.connector),
                             "dead" if dead else sent.outcome)
        after = "" if next_s is None else f" next_s={next_s:.0f}"
        level = logging.INFO if sent.taken else logging.ERROR if dead else logging.WARNING
        _log.log(level, "delivery=%s connector=%s merchant_id=%s attempt=%d outcome=%s%s%s%s", its.id, its.connector,
                 its.merchant_id, its.attempts + sent.taken, sent.outcome, " dead=true" if dead else "", after,
                 f": {sent.told}" if not sent.taken else "")

    def _alert(self, kind: str, entry: Entry, why: str) -> None:
        key, now = (kind, entry.account), self._clock()
        if now - self._alerted.get(key, float("-inf")) < REPEATED_S:
            return
        self._alerted[key] = now
        its = entry.kept
        self._letters.alert(Alert(kind, why, now, its.connector, its.merchant_id, letters.OPERATION, its.id))


async def _settled(entry: Entry) -> None:
    if entry.settled is not None:
        await entry.settled.wait()
