"""Latency and idempotency keys as they are set for a whole processor."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from sandbox.conftest import KEY
from sandbox.forms import INTENTS, method_form
from tollbridge.sandbox import FaultKind, Sandbox

KEYED = {"Idempotency-Key": "key-1"}
CREATE = "payment_intents.create"


async def pay(http: aiohttp.ClientSession) -> tuple[int, bool]:
    """The status, and whether the answer was given again."""
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as answer:
        return answer.status, "Idempotent-Replayed" in answer.headers


async def test_a_processor_takes_its_time_for_every_call_and_others_do_not() -> None:
    async with (Sandbox(latency_s={"stripe": 0.2}) as sandbox,
                aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {KEY}"}) as http):
        began = time.monotonic()
        await asyncio.gather(*(pay(http) for _ in range(3)), http.post(INTENTS, data=method_form()))
        assert 0.2 <= time.monotonic() - began < 0.6  # beside one another
        replayed_from = time.monotonic()
        assert await pay(http) == (200, True)
        assert time.monotonic() - replayed_from >= 0.2
        other_from = time.monotonic()
        async with http.post("/adyen/v68/payments", json={}):
            assert time.monotonic() - other_from < 0.2


async def test_a_key_is_in_use_while_the_processor_takes_its_time(http: aiohttp.ClientSession,
                                                                  sandbox: Sandbox) -> None:
    sandbox.conducts.set("stripe", latency_s=60)
    first = asyncio.create_task(pay(http))
    await sandbox.requests.wait_for(CREATE)
    assert (await pay(http))[0] == 409
    await sandbox.stop()  # the wait is over at once
    assert await first == (200, False)
    assert sandbox.ledger.total("USD").charges == 1


async def test_without_keys_what_is_sent_twice_is_charged_twice(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.conducts.set("stripe", keys_kept_for_s=0)
    assert [await pay(http) for _ in range(2)] == [(200, False), (200, False)]
    assert sandbox.ledger.total("USD", reference="o1").charges == 2
    sandbox.conducts.set(None, keys_kept_for_s=None)
    assert [await pay(http) for _ in range(2)] == [(200, False), (200, True)]
    assert sandbox.ledger.total("USD", reference="o1").charges == 3


async def test_a_key_can_be_forgotten_early() -> None:
    now = [1_763_600_000.0]
    async with (Sandbox(clock=lambda: now[0], keys_kept_for_s={"stripe": 5}) as sandbox,
                aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {KEY}"}) as http):
        assert [await pay(http) for _ in range(2)] == [(200, False), (200, True)]
        now[0] += 5
        assert await pay(http) == (200, False)


async def test_a_key_that_is_forgotten_while_its_call_runs_harms_no_other() -> None:
    now = [1_763_600_000.0]
    async with (Sandbox(clock=lambda: now[0], keys_kept_for_s={"stripe": 5}) as sandbox,
                aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {KEY}"}) as http):
        sandbox.faults.add(FaultKind.LATENCY, seconds=0.2)
        slow = asyncio.create_task(pay(http))
        await sandbox.requests.wait_for(CREATE)
        now[0] += 5
        sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT)
        assert await pay(http) == (500, False)  # takes the key over, and gives it back
        assert await slow == (200, False)


async def test_conduct_is_set_and_told_from_another_process(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with http.post("/_sandbox/processors", json={"processor": "stripe", "latency_s": 0.01}) as answer:
        assert answer.status == 204
    async with http.post("/_sandbox/processors", json={"keys_kept_for_s": 0}) as answer:
        assert answer.status == 204
    async with http.get("/_sandbox/processors") as answer:
        told = (await answer.json())["processors"]
    assert told["stripe"] == {"latency_s": 0.01, "keys_kept_for_s": 0.0}
    assert told["adyen"] == {"latency_s": 0.0, "keys_kept_for_s": 0.0}
    async with http.post("/_sandbox/processors", json={"keys_kept_for_s": None}) as answer:
        assert answer.status == 204
    assert sandbox.conducts.of("stripe").keys_kept_for_s is None


@pytest.mark.parametrize(("wish", "told"), [
    ({"processor": "acme", "latency_s": 1}, "no processor 'acme'; there are: "),
    ({"latency_s": -1}, "latency_s must be finite and not negative"),
    ({"keys_kept_for_s": -0.5}, "keys_kept_for_s must be finite and not negative"),
    ({"latency": 1}, "unknown field `latency`"),
])
async def test_a_conduct_that_cannot_be_is_refused(http: aiohttp.ClientSession, wish: dict[str, object],
                                                   told: str) -> None:
    async with http.post("/_sandbox/processors", json=wish) as answer:
        assert answer.status == 400
        assert told in (await answer.json())["error"]
