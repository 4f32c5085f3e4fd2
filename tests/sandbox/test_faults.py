"""Faults strike where they say, as often as they say, and money tells the truth afterwards."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest
import stripe

from sandbox.forms import INTENTS, REFUNDS, method_form
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread

CREATE = "payment_intents.create"
KEYED = {"Idempotency-Key": "key-1"}


async def test_an_error_before_the_effect_leaves_nothing_behind(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, operation=CREATE)
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as answer:
        assert (answer.status, (await answer.json())["error"]["type"]) == (500, "api_error")
    assert len(sandbox.ledger) == 0
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as answer:
        assert answer.status == 200
        assert "Idempotent-Replayed" not in answer.headers
    assert sandbox.ledger.total("USD").charges == 1


async def test_an_error_after_the_effect_is_what_a_repeat_gets(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, operation=CREATE)
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as first:
        assert first.status == 500
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as second:
        assert (second.status, second.headers["Idempotent-Replayed"]) == (500, "true")
        assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert sandbox.ledger.total("USD", reference="o1").charges == 1


async def test_a_cut_before_the_effect_leaves_nothing_behind(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.CUT_BEFORE_EFFECT, operation=CREATE)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(INTENTS, data=method_form(), headers=KEYED)
    assert len(sandbox.ledger) == 0
    assert [arrival.status for arrival in sandbox.requests] == [None]


async def test_after_a_cut_behind_the_effect_a_repeat_gets_the_lost_answer(
        http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(INTENTS, data=method_form(), headers=KEYED)
    assert sandbox.ledger.total("USD", reference="o1").charges == 1
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as answer:
        assert (answer.status, answer.headers["Idempotent-Replayed"]) == (200, "true")
        assert (await answer.json())["status"] == "succeeded"
    assert sandbox.ledger.total("USD", reference="o1").charges == 1


async def test_a_cut_refund_is_not_paid_twice(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with http.post(INTENTS, data=method_form()) as answer:
        intent = (await answer.json())["id"]
    sandbox.faults.add("cut_after_effect", processor="stripe", operation="refunds.create")
    form = {"payment_intent": intent, "amount": "400"}
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(REFUNDS, data=form, headers=KEYED)
    async with http.post(REFUNDS, data=form, headers=KEYED) as answer:
        assert (await answer.json())["amount"] == 400
    assert sandbox.ledger.total("USD", payment=intent).refunded == 400


def test_the_official_sdk_sees_a_dead_connection_and_recovers_with_its_key(
        running: SandboxThread, client: stripe.StripeClient) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)

    def pay() -> stripe.PaymentIntent:
        return client.v1.payment_intents.create(
            {"amount": 1000, "currency": "usd", "confirm": True, "payment_method": "pm_card_visa",
             "metadata": {"order_id": "o9"}}, {"idempotency_key": "key-9"})

    with pytest.raises(stripe.APIConnectionError):
        pay()
    assert pay().status == "succeeded"
    assert running.sandbox.ledger.total("USD", reference="o9").charges == 1


async def test_latency_delays_the_answer(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.LATENCY, operation=CREATE, seconds=0.2)
    began = time.monotonic()
    async with http.post(INTENTS, data=method_form()) as answer:
        assert answer.status == 200
    assert time.monotonic() - began >= 0.2


async def test_a_caller_that_gives_up_waiting_has_still_paid(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.LATENCY, operation=CREATE, seconds=0.2)
    with pytest.raises(TimeoutError):
        await http.post(INTENTS, data=method_form(), headers=KEYED, timeout=aiohttp.ClientTimeout(total=0.05))
    await sandbox.requests.wait_for(CREATE, answered=True)
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as answer:
        assert (answer.status, answer.headers["Idempotent-Replayed"]) == (200, "true")
    assert sandbox.ledger.total("USD").charges == 1


async def test_a_fault_strikes_as_often_as_it_says(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, times=2)
    assert [await status(http) for _ in range(3)] == [500, 500, 200]


async def test_a_fault_without_a_number_strikes_until_cleared(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, times=None)
    assert [await status(http) for _ in range(3)] == [500, 500, 500]
    sandbox.faults.clear()
    assert await status(http) == 200


async def test_a_fault_strikes_its_operation_only(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, operation="refunds.create")
    assert await status(http) == 200
    assert len(sandbox.faults.pending) == 1


async def test_a_refused_call_uses_up_no_fault(sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT)
    async with aiohttp.ClientSession(sandbox.url) as nobody:
        assert await status(nobody) == 401
    assert len(sandbox.faults.pending) == 1


@pytest.mark.parametrize(("wrong", "told"), [
    ({"kind": "earthquake"}, "no fault kind 'earthquake'"),
    ({"kind": "latency", "processor": "acme"}, "no processor 'acme'; there are: stripe"),
    ({"kind": "latency", "operation": "pay"}, "no operation 'pay'"),
    ({"kind": "latency", "times": 0}, "times must be at least 1"),
    ({"kind": "latency", "seconds": -1.0}, "seconds must not be negative"),
])
async def test_a_fault_that_could_never_strike_is_refused(sandbox: Sandbox, wrong: dict[str, object],
                                                          told: str) -> None:
    with pytest.raises(ValueError, match=told):
        sandbox.faults.add(**wrong)  # type: ignore[arg-type]


async def test_stopping_does_not_wait_for_latency() -> None:
    began = time.monotonic()
    async with Sandbox() as sandbox:
        sandbox.faults.add(FaultKind.LATENCY, seconds=60)
        headers = {"Authorization": "Bearer sk_test_1"}
        async with aiohttp.ClientSession(sandbox.url, headers=headers) as http:
            waiting = asyncio.create_task(status(http))
            await sandbox.requests.wait_for(CREATE)
            await sandbox.stop()
            assert await waiting == 200
    assert time.monotonic() - began < 10


async def status(http: aiohttp.ClientSession) -> int:
    async with http.post(INTENTS, data=method_form()) as answer:
        return answer.status
