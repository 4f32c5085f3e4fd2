"""Faults strike where they say, as often as they say, and money tells the truth afterwards."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import aiohttp
import pytest
import stripe

from sandbox.forms import INTENTS, REFUNDS, card_form, method_form
from tollbridge.sandbox import Fault, FaultKind, Sandbox, SandboxThread

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
    ({"kind": "latency", "processor": "acme"}, "no processor 'acme'; there are: "),
    ({"kind": "latency", "operation": "pay"}, "no operation 'pay'"),
    ({"kind": "latency", "times": 0}, "times must be at least 1"),
    ({"kind": "latency", "seconds": -1.0}, "seconds must not be negative"),
])
async def test_a_fault_that_could_never_strike_is_refused(sandbox: Sandbox, wrong: dict[str, object],
                                                          told: str) -> None:
    with pytest.raises(ValueError, match=told):
        sandbox.faults.add(**wrong)  # type: ignore[arg-type]


LOST = ("cut_in_headers", "truncated_body")
GARBLED = ("oversized_body", "wrong_content_type", "invalid_utf8", "html_error_page")


@pytest.mark.parametrize("kind", [*LOST, *GARBLED])
async def test_after_a_bad_answer_a_repeat_gets_the_good_one(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                             kind: str) -> None:
    sandbox.faults.add(kind, operation=CREATE)
    if kind in LOST:
        with pytest.raises(aiohttp.ClientError):
            await read(http, headers=KEYED)
        assert [arrival.status for arrival in sandbox.requests] == [None]
    else:
        await read(http, headers=KEYED)
    assert sandbox.ledger.total("USD", reference="o1").charges == 1
    status, headers, body = await read(http, headers=KEYED)
    assert (status, headers["Idempotent-Replayed"], headers["Content-Type"]) == (200, "true", "application/json")
    assert b'"status":"succeeded"' in body
    assert sandbox.ledger.total("USD", reference="o1").charges == 1


async def test_a_truncated_body_begins_well(sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.TRUNCATED_BODY)
    raw = await raw_answer(sandbox)
    head, _, body = raw.partition(b"\r\n\r\n")
    length, = (int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-len"))
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Stripe-Version: 2022-11-15" in head
    assert 0 < len(body) < length


async def test_a_cut_in_the_headers_leaves_half_of_them(sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.CUT_IN_HEADERS)
    raw = await raw_answer(sandbox)
    assert raw.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\n\r\n" not in raw


async def test_an_oversized_body_is_right_but_too_long(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.OVERSIZED_BODY)
    status, _, body = await read(http)
    assert (status, len(body)) == (200, 6 * 1024 * 1024)
    assert json.loads(body)["status"] == "succeeded"


async def test_a_wrong_content_type_has_the_right_body(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.WRONG_CONTENT_TYPE)
    status, headers, body = await read(http)
    assert (status, headers["Content-Type"], json.loads(body)["status"]) == (200, "text/html", "succeeded")


async def test_invalid_utf8_is_no_text(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.INVALID_UTF8)
    _, headers, body = await read(http)
    assert headers["Content-Type"] == "application/json"
    with pytest.raises(UnicodeDecodeError):
        body.decode()


async def test_an_error_page_is_of_a_proxy(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.HTML_ERROR_PAGE)
    status, headers, body = await read(http)
    assert (status, headers["Content-Type"]) == (502, "text/html")
    assert b"<h1>502 Bad Gateway</h1>" in body
    assert "Request-Id" not in headers
    assert sandbox.ledger.total("USD").charges == 1


@pytest.mark.parametrize(("seconds", "wait"), [(0, "1"), (2.1, "3")])
async def test_too_many_requests_did_nothing(http: aiohttp.ClientSession, sandbox: Sandbox, seconds: float,
                                             wait: str) -> None:
    sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, seconds=seconds)
    status, headers, body = await read(http, headers=KEYED)
    assert (status, headers["Retry-After"], json.loads(body)["error"]["code"]) == (429, wait, "rate_limit")
    assert len(sandbox.ledger) == 0
    status, headers, _ = await read(http, headers=KEYED)
    assert (status, "Idempotent-Replayed" in headers) == (200, False)


def test_the_official_sdk_calls_it_a_rate_limit(running: SandboxThread, client: stripe.StripeClient) -> None:
    running.sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS)
    with pytest.raises(stripe.RateLimitError):
        client.v1.customers.create()


@pytest.mark.parametrize(("kind", "code", "told"), [
    ("unauthorized", 401, "Expired API Key provided: ***dbox"),
    ("forbidden", 403, "'***dbox' does not have the required permissions")])
async def test_revoked_credentials_did_nothing_until_they_are_good_again(
        http: aiohttp.ClientSession, sandbox: Sandbox, kind: str, code: int, told: str) -> None:
    sandbox.faults.add(kind, processor="stripe", times=None)
    for _ in range(2):
        status, _, body = await read(http, headers=KEYED)
        assert status == code
        assert told in json.loads(body)["error"]["message"]
    assert len(sandbox.ledger) == 0
    sandbox.faults.clear(kind=kind)
    status, headers, _ = await read(http, headers=KEYED)
    assert (status, "Idempotent-Replayed" in headers) == (200, False)


async def test_one_account_is_struck_and_another_is_not(sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.UNAUTHORIZED, account="_revoked", times=None)
    told = []
    for key in ("sk_test_revoked", "sk_test_good"):
        async with aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {key}"}) as http:
            told.append(await status(http))
    assert told == [401, 200]


async def test_one_card_or_reference_is_struck_and_others_are_not(http: aiohttp.ClientSession,
                                                                  sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, containing="4444&", times=None)
    sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, containing="o7", times=None)
    told = []
    for number, order in (("4242424242424242", "o1"), ("5555555555554444", "o1"), ("4242424242424242", "o7")):
        async with http.post(INTENTS, data=card_form(number) | {"metadata[order_id]": order}) as answer:
            told.append(answer.status)
    assert told == [200, 500, 429]


async def test_a_fault_of_chance_strikes_the_same_calls_with_the_same_seed() -> None:
    struck = []
    for seed in (7, 7, 8):
        async with (Sandbox(faults=[f"error_before_effect:p=0.3:seed={seed}"]) as sandbox,
                    aiohttp.ClientSession(sandbox.url, headers={"Authorization": "Bearer sk_test_1"}) as http):
            struck.append([await status(http) for _ in range(40)])
    assert struck[0] == struck[1] != struck[2]
    assert 4 <= struck[0].count(500) <= 20


async def test_a_fault_of_chance_tells_the_seed_that_was_drawn(sandbox: Sandbox) -> None:
    fault = sandbox.faults.add(FaultKind.LATENCY, probability=0.5)
    assert fault.times is None
    assert fault.seed is not None
    assert sandbox.faults.add(FaultKind.LATENCY, probability=0.5, times=2).times == 2


async def test_a_spared_call_uses_up_no_time(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, probability=0.3, seed=7, times=3)
    told = [await status(http) for _ in range(40)]
    assert (told.count(500), sandbox.faults.pending) == (3, ())


async def test_a_late_answer_has_long_happened(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.faults.add(FaultKind.LATE_ANSWER, seconds=60)
    late = asyncio.create_task(read(http, headers=KEYED))
    await sandbox.requests.wait_for(CREATE)
    while not len(sandbox.ledger):
        await asyncio.sleep(0)
    code, headers, _ = await read(http, headers=KEYED)
    assert (code, headers["Idempotent-Replayed"], late.done()) == (200, "true", False)
    await sandbox.stop()
    assert (await late)[0] == 200
    assert sandbox.ledger.total("USD").charges == 1


async def test_some_faults_are_cleared_and_others_stay(sandbox: Sandbox) -> None:
    kept = sandbox.faults.add(FaultKind.UNAUTHORIZED, processor="adyen", account="k2")
    sandbox.faults.add(FaultKind.UNAUTHORIZED, processor="adyen", account="k1")
    sandbox.faults.add(FaultKind.UNAUTHORIZED, processor="stripe", operation=CREATE)
    sandbox.faults.clear(account="k1")
    sandbox.faults.clear(kind="unauthorized", processor="stripe", operation=CREATE)
    assert sandbox.faults.pending == (kept,)
    sandbox.faults.clear()
    assert len(sandbox.faults.pending) == 0


@pytest.mark.parametrize(("text", "fault"), [
    ("latency", Fault(kind="latency")),
    ("latency:*:*:2.5", Fault(kind="latency", times=None, seconds=2.5)),
    ("truncated_body:refunds.create", Fault(kind="truncated_body", operation="refunds.create")),
    ("truncated_body:stripe/refunds.create:3",
     Fault(kind="truncated_body", processor="stripe", operation="refunds.create", times=3)),
    ("latency:stripe/*", Fault(kind="latency", processor="stripe")),
    ("cut_after_effect:stripe/*:p=0.02:seed=7",
     Fault(kind="cut_after_effect", processor="stripe", times=None, probability=0.02, seed=7)),
    ("unauthorized:stripe/*:*:account=_1", Fault(kind="unauthorized", processor="stripe", times=None, account="_1")),
    ("late_answer:p=0.5:seed=7:*:3:2.5:containing=o1",
     Fault(kind="late_answer", times=3, seconds=2.5, probability=0.5, seed=7, containing="o1")),
])
async def test_a_fault_is_configured_as_text(text: str, fault: Fault) -> None:
    assert Fault.parse(text) == fault
    assert Sandbox(faults=[text]).faults.pending == Sandbox(faults=[fault]).faults.pending == (fault,)


@pytest.mark.parametrize(("text", "told"), [
    ("earthquake", "no fault kind 'earthquake'"), ("latency:pay", "no operation 'pay'"),
    ("latency:acme/pay", "no processor 'acme'"), ("latency:*:often", "times, seconds, p or seed is no number"),
    ("latency:*:1:soon", "times, seconds, p or seed is no number"), ("latency:*:1:2:3", "more than kind:operation"),
    ("latency:p=often", "times, seconds, p or seed is no number"), ("latency:chance=1", "more than kind:operation"),
    ("latency:p=0", "probability must be above 0"), ("latency:p=1.1", "probability must be above 0"),
    ("latency:account=", "account is the end"), ("latency:account=sk_test_much_too_long", "account is the end"),
    ("latency:containing=", "containing must be"), ("latency:containing=4242424242424242", "not a card number"),
    ("latency:*:1:inf", "seconds must be finite"), ("latency:*:0", "times must be at least 1"),
])
async def test_a_wrong_configuration_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Sandbox(faults=[text])


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


async def read(http: aiohttp.ClientSession,
               headers: dict[str, str] | None = None) -> tuple[int, Mapping[str, str], bytes]:
    async with http.post(INTENTS, data=method_form(), headers=headers) as answer:
        return answer.status, answer.headers, await answer.read()


async def raw_answer(sandbox: Sandbox) -> bytes:
    """What came until the connection ended."""
    url = urlsplit(sandbox.url)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    body = urlencode(method_form())
    writer.write(f"POST {INTENTS} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sk_test_1\r\n"
                 "Content-Type: application/x-www-form-urlencoded\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
    raw = await reader.read()
    writer.close()
    await writer.wait_closed()
    return raw
