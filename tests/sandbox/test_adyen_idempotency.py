"""Idempotency keys as Adyen honours them, and faults: https://docs.adyen.com/development-resources/api-idempotency"""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from sandbox.adyen_bodies import KEY, PAYMENTS, Body, card, modify, payment, post, reserved
from tollbridge.sandbox import FaultKind, Sandbox

CREATE = "payments.create"
WEEK_S = 7 * 24 * 3600


async def send(http: aiohttp.ClientSession, body: Body, key: str = "key-1", path: str = PAYMENTS,
               api_key: str = KEY) -> tuple[int, Body, dict[str, str]]:
    """Status, body and headers, whose names are in lower case."""
    async with http.post(path, json=body, headers={"X-API-Key": api_key, "Idempotency-Key": key}) as answer:
        return answer.status, await answer.json(), {name.lower(): text for name, text in answer.headers.items()}


async def test_the_same_request_gets_the_first_answer_again(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    status, first, headers = await send(http, payment())
    again = await send(http, dict(reversed(payment().items())))
    assert (status, again[0], again[1]) == (200, 200, first)
    assert headers["idempotency-key"] == again[2]["idempotency-key"] == "key-1"
    assert sandbox.ledger.total("EUR", reference="o1").charges == 1


async def test_a_refusal_is_an_answer_and_is_repeated(http: aiohttp.ClientSession) -> None:
    _, first, _ = await send(http, payment(card(holderName="DECLINED")))
    _, again, _ = await send(http, payment(card(holderName="DECLINED")))
    assert first["resultCode"] == "Refused"
    assert again == first


async def test_a_modification_is_done_once(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    psp = (await post(http, PAYMENTS, payment()))["pspReference"]
    first = await modify(http, psp, "refunds", 400)
    body = {"merchantAccount": first["merchantAccount"], "amount": first["amount"]}
    for _ in range(2):
        await send(http, body, "key-2", f"{PAYMENTS}/{psp}/refunds")
    assert sandbox.ledger.total("EUR", payment=psp).refunded == 800


async def test_another_request_under_the_same_key_is_refused_for_good(
        http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    await send(http, payment())
    status, body, headers = await send(http, payment(value=2000))
    assert (status, body["errorCode"], headers["transient-error"]) == (422, "704", "false")
    assert sandbox.ledger.total("EUR").authorized == 1000


async def test_a_second_request_at_the_same_time_is_refused_for_now(
        http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.LATENCY, operation=CREATE, seconds=0.3)
    first = asyncio.create_task(send(http, payment()))
    await sandbox.requests.wait_for(CREATE)
    status, body, headers = await send(http, payment())
    assert (status, body["errorCode"], headers["transient-error"]) == (409, "704", "true")
    assert body["message"] == "request already processed or in progress"
    assert (await first)[0] == 200
    assert (await send(http, payment()))[1] == (await first)[1]
    assert sandbox.ledger.total("EUR").charges == 1


async def test_what_was_never_begun_is_not_kept(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    assert (await send(http, payment(card("4111111111111112"))))[0] == 422
    assert (await send(http, payment()))[0] == 200
    assert sandbox.ledger.total("EUR").charges == 1


async def test_all_keys_of_a_company_share_them(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    _, first, _ = await send(http, payment())
    _, other, _ = await send(http, payment(), api_key="AQE_other")
    assert other == first
    assert sandbox.ledger.total("EUR").charges == 1


@pytest.mark.parametrize(("age_s", "charges"), [(WEEK_S - 1, 1), (WEEK_S, 2)])
async def test_a_key_is_kept_for_a_week(age_s: int, charges: int) -> None:
    now = [1_763_600_000.0]
    async with Sandbox(clock=lambda: now[0]) as sandbox, aiohttp.ClientSession(sandbox.url) as http:
        await send(http, payment())
        now[0] += age_s
        await send(http, payment())
        assert sandbox.ledger.total("EUR").charges == charges


async def test_a_key_that_is_too_long_is_refused(http: aiohttp.ClientSession) -> None:
    assert (await send(http, payment(), "k" * 64))[0] == 200
    assert (await send(http, payment(), "k" * 65))[0] == 422


async def test_an_error_before_the_effect_leaves_nothing_behind(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, operation=CREATE)
    status, body, _ = await send(http, payment())
    assert (status, body["errorType"]) == (500, "internal")
    assert len(sandbox.ledger) == 0
    assert (await send(http, payment()))[0] == 200
    assert sandbox.ledger.total("EUR").charges == 1


async def test_an_error_after_the_effect_is_what_a_repeat_gets(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, operation=CREATE)
    first = await send(http, payment())
    assert (first[0], (await send(http, payment()))[:2]) == (500, first[:2])
    assert sandbox.ledger.total("EUR").charges == 1


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER_EFFECT, FaultKind.CUT_IN_HEADERS, FaultKind.TRUNCATED_BODY])
async def test_after_a_cut_a_repeat_gets_the_lost_answer(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                        kind: FaultKind) -> None:
    psp = (await post(http, PAYMENTS, reserved()))["pspReference"]
    body = {"merchantAccount": "TollbridgeShop", "amount": {"currency": "EUR", "value": 1000}}
    sandbox.faults.add(kind, processor="adyen", operation="captures.create")
    with pytest.raises(aiohttp.ClientError):
        await send(http, body, "key-2", f"{PAYMENTS}/{psp}/captures")
    status, answer, _ = await send(http, body, "key-2", f"{PAYMENTS}/{psp}/captures")
    assert (status, answer["status"]) == (201, "received")
    assert sandbox.ledger.total("EUR", payment=psp).captured == 1000


async def test_too_many_requests_say_so_and_when_to_come_again(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, operation=CREATE, seconds=3)
    status, _, headers = await send(http, payment())
    assert (status, headers["retry-after"], headers["transient-error"]) == (429, "3", "true")
    assert len(sandbox.ledger) == 0
