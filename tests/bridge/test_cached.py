"""Answers that are kept for a moment: asked once for all, and never told after the payment was changed."""

from __future__ import annotations

import asyncio

import pytest

from bridge.surroundings import authorize, order, stack
from tollbridge.bridge.cached import Cached, CacheOptions
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import CAPTURE, SYNC

THING = frozenset({("shop", "stripe", "pi_1")})
OTHER = frozenset({("shop", "stripe", "pi_2")})


class Asked:
    """Answers when it is let to."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self._answers = list(answers)
        self.count = 0
        self.go = asyncio.Event()

    async def __call__(self) -> Answer:
        self.count += 1
        answer = self._answers[min(self.count, len(self._answers)) - 1]
        await self.go.wait()
        if isinstance(answer, Exception):
            raise answer
        return answer


def done(attempt: int = 0) -> Answer:
    return Answer("", State.DONE, attempt=attempt)


async def test_who_asks_at_once_is_answered_as_one() -> None:
    cached, ask = Cached(CacheOptions(ttl_s=10), lambda: 0.0), Asked(done())
    waiting = [asyncio.ensure_future(cached.get(("k",), THING, ask)) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()  # who asked first goes away
    ask.go.set()
    answers = await asyncio.gather(*waiting[1:])
    assert all(answer is answers[0] for answer in answers)
    assert ask.count == 1
    assert cached.hits == 49


async def test_it_is_kept_for_its_time_and_no_longer() -> None:
    now = 0.0
    cached, ask = Cached(CacheOptions(ttl_s=10), lambda: now), Asked(done(1), done(2))
    ask.go.set()
    assert (await cached.get(("k",), THING, ask)).attempt == 1
    now = 9.9
    assert (await cached.get(("k",), THING, ask)).attempt == 1
    now = 10.0
    assert (await cached.get(("k",), THING, ask)).attempt == 2


async def test_neither_an_error_nor_a_refusal_is_kept() -> None:
    cached = Cached(CacheOptions(ttl_s=10), lambda: 0.0)
    ask = Asked(ValueError("x"), Answer("", State.REJECTED), done(3))
    ask.go.set()
    with pytest.raises(ValueError, match="x"):
        await cached.get(("k",), THING, ask)
    assert (await cached.get(("k",), THING, ask)).state == State.REJECTED
    assert (await cached.get(("k",), THING, ask)).attempt == 3


async def test_what_is_on_its_way_while_the_payment_changes_is_not_kept() -> None:
    cached, ask = Cached(CacheOptions(ttl_s=10), lambda: 0.0), Asked(done(1), done(2))
    before = asyncio.ensure_future(cached.get(("k",), THING, ask))
    await asyncio.sleep(0)
    cached.changed(OTHER)
    cached.changed(THING)
    after = asyncio.ensure_future(cached.get(("k",), THING, ask))
    ask.go.set()
    assert (await before).attempt == 1
    assert (await after).attempt == 2
    assert (await cached.get(("k",), THING, ask)).attempt == 2


async def test_no_more_are_kept_than_wanted() -> None:
    cached, ask = Cached(CacheOptions(ttl_s=10, most=3), lambda: 0.0), Asked(done())
    ask.go.set()
    for number in range(10):
        await cached.get((str(number),), frozenset({("shop", "stripe", str(number))}), ask)
    assert len(cached._entries) == len(cached._about) == 3


async def test_a_capture_ends_what_was_known_of_its_payment(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url, cache=CacheOptions(ttl_s=60)) as (bridge, sandbox):
        made = await bridge.execute(authorize("pay-1", request={"capture_method": "MANUAL"}), timeout_s=5)
        result = made.read()
        assert result is not None
        payment = result["connector_transaction_id"]
        sandbox.requests.clear()
        assert [await status(bridge, payment) for _ in range(3)] == ["AUTHORIZED"] * 3
        assert len(sandbox.requests.of("payment_intents.retrieve")) == 1

        await bridge.execute(order(CAPTURE, {
            "merchant_capture_id": "cap-1", "connector_transaction_id": payment,
            "amount_to_capture": {"minor_amount": 4250, "currency": "USD"}}), timeout_s=5)
        assert await status(bridge, payment) == "CHARGED"


async def status(bridge: BridgeClient, payment: str) -> str:
    answer = await bridge.query(order(SYNC, {"connector_transaction_id": payment,
                                             "amount": {"minor_amount": 4250, "currency": "USD"}}), timeout_s=5)
    result = answer.read()
    assert result is not None, answer
    return str(result["status"])
