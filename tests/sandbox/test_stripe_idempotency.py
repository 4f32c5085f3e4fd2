"""Idempotency keys as Stripe honours them: https://docs.stripe.com/api/idempotent_requests"""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from sandbox.forms import INTENTS, card_form, method_form
from tollbridge.sandbox import FaultKind, Sandbox

KEYED = {"Idempotency-Key": "key-1"}
DAY_S = 24 * 3600


async def send(http: aiohttp.ClientSession, form: dict[str, str], path: str = INTENTS,
               headers: dict[str, str] = KEYED) -> tuple[int, bytes, str | None]:
    """Status, body, and what says that it is a replay."""
    async with http.post(path, data=form, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers.get("Idempotent-Replayed")


async def test_the_same_request_gets_the_first_answer_again(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    status, body, replayed = await send(http, method_form())
    assert (status, replayed) == (200, None)
    assert await send(http, method_form()) == (200, body, "true")
    assert sandbox.ledger.total("USD", reference="o1").charges == 1


async def test_a_replay_names_the_request_that_it_repeats(http: aiohttp.ClientSession) -> None:
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as first:
        pass
    async with http.post(INTENTS, data=method_form(), headers=KEYED) as second:
        pass
    assert second.headers["Original-Request"] == first.headers["Request-Id"] != second.headers["Request-Id"]


async def test_the_order_of_parameters_does_not_matter(http: aiohttp.ClientSession) -> None:
    _, body, _ = await send(http, method_form())
    assert await send(http, dict(reversed(method_form().items()))) == (200, body, "true")


async def test_another_body_with_the_same_key_is_an_idempotency_error(
        http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    await send(http, method_form())
    status, body, replayed = await send(http, method_form(amount="2000"))
    assert (status, replayed) == (400, None)
    assert b'"type":"idempotency_error"' in body
    assert sandbox.ledger.total("USD").authorized == 1000


async def test_another_path_with_the_same_key_is_an_idempotency_error(http: aiohttp.ClientSession) -> None:
    await send(http, {}, f"{INTENTS}/pi_1/confirm")
    status, body, _ = await send(http, {}, f"{INTENTS}/pi_1/capture")
    assert status == 400
    assert b'"type":"idempotency_error"' in body


async def test_a_decline_is_replayed(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    status, body, _ = await send(http, card_form("4000000000000002"))
    assert status == 402
    assert await send(http, card_form("4000000000000002")) == (402, body, "true")


async def test_refused_parameters_leave_the_key_free(http: aiohttp.ClientSession) -> None:
    status, _, _ = await send(http, method_form(amount="1"))
    assert status == 400
    status, _, replayed = await send(http, method_form(amount="1000"))
    assert (status, replayed) == (200, None)


async def test_a_key_in_use_is_a_conflict(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.LATENCY, operation="payment_intents.create", seconds=0.3)
    first = asyncio.create_task(send(http, method_form()))
    await sandbox.requests.wait_for("payment_intents.create")
    status, body, _ = await send(http, method_form())
    assert status == 409
    assert b'"code":"idempotency_key_in_use"' in body
    assert (await first)[0] == 200
    assert sandbox.ledger.total("USD").charges == 1


async def test_accounts_do_not_share_keys(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    await send(http, method_form())
    _, _, replayed = await send(http, method_form(), headers={**KEYED, "Authorization": "Bearer sk_test_other"})
    assert replayed is None
    assert sandbox.ledger.total("USD").charges == 2


async def test_without_a_key_a_repeat_is_a_second_payment(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    await send(http, method_form(), headers={})
    await send(http, method_form(), headers={})
    assert sandbox.ledger.total("USD").charges == 2


@pytest.mark.parametrize(("age_s", "charges"), [(DAY_S - 1, 1), (DAY_S, 2)])
async def test_a_key_is_kept_for_a_day(age_s: int, charges: int) -> None:
    now = [1_763_600_000.0]
    headers = {"Authorization": "Bearer sk_test_1"}
    async with Sandbox(clock=lambda: now[0]) as sandbox, aiohttp.ClientSession(sandbox.url, headers=headers) as http:
        await send(http, method_form())
        now[0] += age_s
        await send(http, method_form())
        assert sandbox.ledger.total("USD").charges == charges


@pytest.mark.parametrize("key", ["k" * 256, "schlüssel"])
async def test_a_key_that_is_none_is_refused(http: aiohttp.ClientSession, key: str) -> None:
    status, _, _ = await send(http, method_form(), headers={"Idempotency-Key": key})
    assert status == 400
