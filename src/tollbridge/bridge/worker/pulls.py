"""Pulling from a durable consumer: never more than there are free slots, and never silent after a reconnect.

A pull request lives on the server, and dies with the connection, its time, or the consumer's leader. Who waits for
messages that nobody was asked for waits for ever: so each pull is supervised, and asked anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import nats.errors
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from tollbridge.bridge.connection import LIMIT, Connection
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.worker.deliveries import Delivery

EXPIRES_S, HEARTBEAT_S = 60.0, 10.0
SILENCE_S = 2.5 * HEARTBEAT_S
AGAIN_S = 0.25
"""After an error of the consumer: it may be moving to another node."""
HELD_IN_A_ROW, PAUSE_S = 10, 1.0
"""After so many deliveries that were all held back, the rest stays where it is for a while."""
STOP_S = 1.0
STATUS, PENDING = "Status", "Nats-Pending-Messages"
HEARTBEAT = "100"

Handle = Callable[[Delivery], Awaitable[None]]


class Pull:
    """One consumer, with slots of its own."""

    def __init__(self, connection: Connection, stream: str, consumer: str, slots: int, handle: Handle) -> None:
        self._connection, self._client = connection, connection.client
        self.stream, self.consumer, self.slots = stream, consumer, slots
        self._handle = handle
        self._tasks: set[asyncio.Task[None]] = set()
        self.running = 0
        """Messages that are being handled."""
        self._asked = self._held = 0
        self._heard = time.monotonic()
        self._paused_until = 0.0
        self._stopping = False
        self._inbox = ""
        self._subject = f"{connection.api_prefix}.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._timer: asyncio.TimerHandle | None = None
        self._subscription: Subscription | None = None

    async def start(self) -> None:
        await self._listen()
        await self._ask()

    async def _listen(self) -> None:
        self._inbox = self._client.new_inbox()
        self._subscription = await self._client.subscribe(self._inbox, cb=self._arrived, pending_msgs_limit=LIMIT,
                                                          pending_bytes_limit=LIMIT)

    async def _listen_anew(self) -> None:
        """After a message without a body or header: to nats-server it is the last of the answers that another account
        gets. What was asked for is still sent, and lost, until nobody listens where it was to come.
        """
        before, self._asked = self._subscription, 0
        await self._listen()
        if before is not None:
            self._keep(self._leave(before))

    def _keep(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _leave(self, subscription: Subscription) -> None:
        """What has come is dealt with."""
        with contextlib.suppress(nats.errors.Error, OSError, TimeoutError):
            async with asyncio.timeout(STOP_S):
                await subscription.drain()  # type: ignore[no-untyped-call]

    async def again(self) -> None:
        """After a reconnect: what was asked before is forgotten on the other side."""
        self._asked = 0
        await self._ask()

    async def watch(self) -> None:
        """To be called now and then: asks anew where nothing, not even a heartbeat, came for too long."""
        if not self._stopping and time.monotonic() - self._heard > SILENCE_S:
            await self.again()

    def pause(self, until: float) -> None:
        """Takes no more until then (monotonic)."""
        self._paused_until = max(self._paused_until, until)

    async def stop(self) -> None:
        """Takes no more. What was sent to us and not begun goes back at once.

        The subscription ends: else the server goes on sending for what was asked before, and each message that is given
        back has one delivery less.
        """
        self._stopping = True
        if self._timer is not None:
            self._timer.cancel()
        if self._subscription is not None:
            await self._leave(self._subscription)

    async def finished(self, within_s: float) -> bool:
        """Whether all that was begun has ended in time."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=within_s)
        return not self._tasks

    async def _ask(self) -> None:
        free = self.slots - self.running - self._asked
        if self._stopping or free <= 0 or (self._asked and free * 2 < self.slots):
            return
        wait = self._paused_until - time.monotonic()
        if wait > 0:
            self._later(wait)
            return
        self._heard = time.monotonic()
        self._asked += free
        body = {"batch": free, "expires": int(EXPIRES_S * 1e9), "idle_heartbeat": int(HEARTBEAT_S * 1e9)}
        try:
            await self._client.publish(self._subject, encode_json(body), reply=self._inbox)
        except (nats.errors.Error, OSError):
            self._asked -= free  # no connection: `again` comes with the next one

    def _later(self, wait: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(wait, lambda: asyncio.ensure_future(self._ask()))

    async def _arrived(self, message: Msg) -> None:
        self._heard = time.monotonic()
        if not message.reply.startswith("$JS.ACK."):
            await self._told(message)
            return
        self._asked = max(0, self._asked - 1)
        if self._connection.options.restricted and not message.data and not message.headers and not self._stopping:
            await self._listen_anew()
        delivery = Delivery(self._client, message)
        if self._stopping:
            await delivery.nak()
            return
        self.running += 1
        self._keep(self._run(delivery))
        await self._ask()

    async def _told(self, message: Msg) -> None:
        """A status in place of a message: a heartbeat, or the end of a request."""
        headers = message.headers or {}
        status = headers.get(STATUS, "")
        if status == HEARTBEAT:
            return
        self._asked = max(0, self._asked - int(headers.get(PENDING) or self._asked))
        if status in ("404", "408"):  # its time is over
            await self._ask()
        else:
            self._later(AGAIN_S)

    async def _run(self, delivery: Delivery) -> None:
        try:
            await self._handle(delivery)
        finally:
            self.running -= 1
        if delivery.held_s:
            self._held += 1
            if self._held >= HELD_IN_A_ROW:
                self.pause(time.monotonic() + min(delivery.held_s, PAUSE_S))
        else:
            self._held = 0
        await self._ask()
