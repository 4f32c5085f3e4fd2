"""Many webhooks, duplicated and shuffled, between the answers of our own calls: what is known in the end is what the
processor's ledger says.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer

from bridge.proving import count
from bridge.surroundings import admin, authorize_stored, order
from bridge.webhooks.hooking import SECRET, Stage, hook_worker, stage
from tollbridge.bridge.messages import SUPERSEDED, VERSION, Answer, State
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.webhooks.standings import Standing, Thing
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.operations import CAPTURE, REFUND, VOID
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import Sandbox

WEBHOOKS = count(10_000, 600)
SEED = int(os.environ.get("CHAOS_SEED", "7"))
AT_ONCE, POSTMEN = 8, 12
AMOUNT = 4250
WITHIN_S = count(280, 60)
"""Less than Stripe's tolerance: the proofs are those of the first delivery."""


class Post:
    """Stands between processor and receiver: takes each webhook at once, and delivers them later, in any order, and
    some again and again.
    """

    def __init__(self, its: Stage, chance: random.Random) -> None:
        self._its, self._chance = its, chance
        self.bag: list[tuple[bytes, dict[str, str]]] = []
        self.delivered = 0
        self.over = False

    async def take(self, request: web.Request) -> web.Response:
        proof = {"stripe-signature": request.headers["stripe-signature"], "content-type": "application/json"}
        its = (await request.read(), proof)
        self.bag += [its] * self._chance.choice((1, 1, 2, 2, 3))
        return web.Response()

    async def deliver(self) -> None:
        while self.bag or not self.over:
            if not self.bag:
                await asyncio.sleep(0.01)
                continue
            body, proof = self.bag.pop(self._chance.randrange(len(self.bag)))
            status, _ = await self._its.receiver.post(body, proof)
            if status == 200:
                self.delivered += 1
            else:
                self.bag.append((body, proof))


@asynccontextmanager
async def post(its: Stage, chance: random.Random) -> AsyncIterator[Post]:
    between = Post(its, chance)
    app = web.Application()
    app.router.add_post("/", between.take)
    async with TestServer(app, host="127.0.0.1") as server:
        its.sandbox.set_webhook("stripe", str(server.make_url("/")), Secret(SECRET))
        yield between


class Shop:
    """Pays, captures, voids and refunds by the bridge."""

    def __init__(self, its: Stage, chance: random.Random) -> None:
        self._its, self._chance = its, chance
        self.payments: set[str] = set()
        self.refunds: set[str] = set()

    async def one(self, number: int) -> None:
        story = self._chance.choice(("taken", "taken", "captured", "part", "voided", "held", "refunded", "declined"))
        method = "pm_card_chargeDeclined" if story == "declined" else "pm_card_visa"
        done = await self._done(authorize_stored(f"pay-{number}", AMOUNT, request={
            "payment_method": {"token": {"token": {"value": method}}},
            "capture_method": "AUTOMATIC" if story in ("taken", "declined", "refunded") else "MANUAL"}))
        intent = (done.read() or {})["connector_transaction_id"]
        self.payments.add(intent)
        if story in ("captured", "part"):
            some = AMOUNT if story == "captured" else self._chance.randrange(1, AMOUNT)
            await self._done(order(CAPTURE, {
                "connector_transaction_id": intent, "merchant_capture_id": f"cap-{number}",
                "amount_to_capture": {"minor_amount": some, "currency": "USD"}}, config=None))
        elif story == "voided":
            await self._done(order(VOID, {"connector_transaction_id": intent, "merchant_void_id": f"void-{number}"},
                                   config=None))
        elif story == "refunded":
            back = await self._done(order(REFUND, {
                "connector_transaction_id": intent, "merchant_refund_id": f"ref-{number}",
                "refund_amount": {"minor_amount": self._chance.randrange(1, AMOUNT), "currency": "USD"}}, config=None))
            self.refunds.add((back.read() or {})["connector_refund_id"])

    async def _done(self, its: Any) -> Answer:
        answer = await self._its.client.execute(its, 20)
        assert answer.state == State.DONE, answer
        return answer


def by_ledger(sandbox: Sandbox, payment: str) -> tuple[str, int]:
    """Status and captured amount."""
    total = sandbox.ledger.total("USD", processor="stripe", payment=payment)
    if not total.authorized:
        return "FAILURE", 0
    if total.captured:
        return "CHARGED" if total.captured == AMOUNT else "PARTIAL_CHARGED", total.captured
    return ("VOIDED" if total.released else "AUTHORIZED"), 0


async def standing(worker: Worker, kind: str, reference: str) -> Standing | None:
    assert worker.hook_reader is not None
    return await worker.hook_reader.standings.get(Thing(kind, "shop-1", "stripe", reference))


async def test_every_payment_ends_in_the_truth_of_the_ledger(own_nats_server: NatsServer) -> None:
    chance = random.Random(SEED)
    async with stage(own_nats_server.url) as its, hook_worker(its.options, its.sandbox, parked_s=30.0) as worker, \
            post(its, chance) as between:
        shop, numbers = Shop(its, chance), iter(range(WEBHOOKS))
        postmen = [asyncio.ensure_future(between.deliver()) for _ in range(POSTMEN)]

        async def pay() -> None:
            for number in numbers:
                if between.delivered + len(between.bag) >= WEBHOOKS:
                    return
                await shop.one(number)

        async with asyncio.timeout(WITHIN_S):
            await asyncio.gather(*(pay() for _ in range(AT_ONCE)))
            await its.sandbox.webhooks.drained()
            between.over = True
            await asyncio.gather(*postmen)
            await its.settled(within_s=WITHIN_S)
        assert between.delivered >= WEBHOOKS
        assert await its.stored() == len(its.sandbox.webhooks.deliveries)
        wrong = []
        for payment in shop.payments:
            known = await standing(worker, "payment", payment)
            found = (known.truth.status, known.truth.amount) if known is not None and known.truth is not None else None
            if found is None or (found[0], found[1] if found[1] else 0) != by_ledger(its.sandbox, payment):
                wrong.append((payment, found, by_ledger(its.sandbox, payment)))
        assert not wrong, (len(wrong), len(shop.payments), wrong[:5])
        for refund in shop.refunds:
            known = await standing(worker, "refund", refund)
            assert known is not None
            assert known.truth is not None
            assert known.truth.status == "REFUND_SUCCESS"
        await published_once_and_in_order(its, shop)


async def published_once_and_in_order(its: Stage, shop: Shop) -> None:
    """Whoever takes events by their version, without those that are superseded, ends where the ledger is."""
    ids, latest = Counter[str](), dict[str, tuple[int, str]]()
    late = 0
    reader = (await admin(its.client)).connection
    async for message in read_stream(reader, "EVENTS", subject="hyperswitch.events.shop-1.>"):
        ids[message.headers["Nats-Msg-Id"]] += 1
        about = event_of(message.data)
        late += SUPERSEDED in message.headers
        if about is None or SUPERSEDED in message.headers:
            continue
        version = int(message.headers[VERSION])
        assert version != latest.get(about[0], (0, ""))[0]
        latest[about[0]] = max(latest.get(about[0], (0, "")), (version, about[1]))
    assert set(ids.values()) == {1}
    assert len(ids) == len({each.event_id for each in its.sandbox.webhooks.deliveries})
    assert late > 0
    for payment, (_, status) in latest.items():
        assert status == by_ledger(its.sandbox, payment)[0] or payment not in shop.payments


def event_of(body: bytes) -> tuple[str, str] | None:
    its = msgspec.json.decode(body)["data"].get("event_content", {}).get("payments_response")
    return None if its is None else (its["connector_transaction_id"], its["status"])
