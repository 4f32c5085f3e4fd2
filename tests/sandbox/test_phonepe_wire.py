"""The simulated PhonePe as anybody finds it: what it checks before it believes a request, and its pay page."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.phonepe_shop import MERCHANT, SALT_KEY, envelope, x_verify
from tollbridge.sandbox import Sandbox, Total
from tollbridge.sandbox.phonepe import MERCHANTS, checksum

PAY, REFUND = "/phonepe/pg/v1/pay", "/phonepe/pg/v1/refund"
PLAIN: dict[str, Any] = {
    "merchantId": MERCHANT, "merchantTransactionId": "o-1", "amount": 42500, "callbackUrl": "https://shop.example/h",
    "paymentInstrument": {"type": "UPI_COLLECT", "vpa": "anyone@okbank"}}
# PhonePe's worked example of X-VERIFY: https://developer.phonepe.com/v1/reference/pay-api-1
EXAMPLE = {
    "merchantId": "PGTESTPAYUAT", "merchantTransactionId": "MT7850590068188104", "merchantUserId": "MUID123",
    "amount": 10000, "redirectUrl": "https://webhook.site/redirect-url", "redirectMode": "REDIRECT",
    "callbackUrl": "https://webhook.site/callback-url", "mobileNumber": "9999999999",
    "paymentInstrument": {"type": "PAY_PAGE"}}
EXAMPLE_PROOF = "d7a8e4458caa6fcd781166bbdc85fec76740c18cb9baa9a4c48cf2387d554180###1"


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield session


async def post(http: aiohttp.ClientSession, path: str, body: bytes, proof: str | None) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json", **({} if proof is None else {"X-VERIFY": proof})}
    async with http.post(path, data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def pay(http: aiohttp.ClientSession, fields: dict[str, Any], path: str = PAY) -> tuple[int, dict[str, Any]]:
    body, payload = envelope(fields)
    return await post(http, path, body, x_verify(payload + path.removeprefix("/phonepe")))


async def test_phonepes_own_example_is_taken_with_its_own_proof(http: aiohttp.ClientSession) -> None:
    payload = base64.b64encode(json.dumps(EXAMPLE, indent=2).encode()).decode()
    assert checksum(payload + "/pg/v1/pay", MERCHANTS["PGTESTPAYUAT"]["1"]) + "###1" == EXAMPLE_PROOF
    status, told = await post(http, PAY, json.dumps({"request": payload}).encode(), EXAMPLE_PROOF)
    assert (status, told["success"], told["code"]) == (200, True, "PAYMENT_INITIATED")
    assert told["data"]["instrumentResponse"]["redirectInfo"]["method"] == "GET"


@pytest.mark.parametrize(("proof", "status", "code"), [
    (None, 400, "KEY_NOT_CONFIGURED"), ("", 400, "KEY_NOT_CONFIGURED"), ("###1", 401, "AUTHORIZATION_FAILED"),
    ("0" * 64 + "###1", 401, "AUTHORIZATION_FAILED"), ("0" * 64 + "###3", 400, "KEY_NOT_CONFIGURED")])
async def test_nothing_happens_without_proof(http: aiohttp.ClientSession, sandbox: Sandbox, proof: str | None,
                                             status: int, code: str) -> None:
    body, _ = envelope(PLAIN)
    got, told = await post(http, PAY, body, proof)
    assert (got, told["success"], told["code"]) == (status, False, code)
    with pytest.raises(ValueError, match="nothing has the id"):
        await sandbox.settle("phonepe", "o-1")


async def test_a_proof_is_good_for_one_path_only(http: aiohttp.ClientSession) -> None:
    body, payload = envelope(PLAIN)
    assert (await post(http, REFUND, body, x_verify(payload + "/pg/v1/pay")))[0] == 401


@pytest.mark.parametrize("body", [
    b"", b"[]", b"{", b'{"request": 1}', b'{"request": "%%%"}', b'{"request": "bm90IGpzb24="}', b'{"request": "MQ=="}'])
async def test_what_cannot_be_read_is_a_bad_request(http: aiohttp.ClientSession, body: bytes) -> None:
    status, told = await post(http, PAY, body, x_verify(""))
    assert (status, told["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("change", [
    {"merchantTransactionId": ""}, {"merchantTransactionId": "o 1"}, {"merchantTransactionId": "o" * 38},
    {"amount": 99}, {"amount": "42500"}, {"amount": 425.0}, {"amount": True}, {"callbackUrl": None},
    {"paymentInstrument": None}, {"paymentInstrument": {"type": "CARD"}},
    {"paymentInstrument": {"type": "UPI_COLLECT"}}, {"paymentInstrument": {"type": "UPI_COLLECT", "vpa": "nowhere"}},
    {"paymentInstrument": {"type": "PAY_PAGE"}},
    {"paymentInstrument": {"type": "PAY_PAGE"}, "merchantUserId": "u", "redirectUrl": "https://x",
     "redirectMode": "X"}])
async def test_a_payment_that_is_not_whole_is_a_bad_request(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                            change: dict[str, Any]) -> None:
    status, told = await pay(http, PLAIN | change)
    assert (status, told["code"]) == (400, "BAD_REQUEST")
    with pytest.raises(ValueError, match="nothing has the id"):
        await sandbox.settle("phonepe", "o-1")


async def test_a_status_wants_the_merchant_twice(http: aiohttp.ClientSession) -> None:
    await pay(http, PLAIN)
    path = f"/pg/v1/status/{MERCHANT}/o-1"
    proof = {"X-VERIFY": f"{checksum(path, SALT_KEY)}###1"}
    async with http.get(f"/phonepe{path}", headers=proof) as answer:
        assert answer.status == 400
    async with http.get(f"/phonepe{path}", headers={**proof, "X-MERCHANT-ID": MERCHANT}) as answer:
        told = await answer.json()
    assert (told["code"], told["data"]["state"], told["data"]["amount"]) == ("PAYMENT_PENDING", "PENDING", 42500)


async def test_there_is_nothing_else(http: aiohttp.ClientSession) -> None:
    status, told = await pay(http, PLAIN, "/phonepe/pg/v2/pay")
    assert (status, told["success"]) == (404, False)


@pytest.mark.parametrize(("button", "state", "kept"), [("pay", "COMPLETED", 42500), ("cancel", "FAILED", 0)])
async def test_the_pay_page_asks_the_shopper(http: aiohttp.ClientSession, sandbox: Sandbox, button: str, state: str,
                                             kept: int) -> None:
    page = PLAIN | {"merchantUserId": "mira-17", "redirectUrl": "https://shop.example/back?o=1",
                    "redirectMode": "REDIRECT", "paymentInstrument": {"type": "PAY_PAGE"}}
    _, told = await pay(http, page)
    url = told["data"]["instrumentResponse"]["redirectInfo"]["url"]
    async with aiohttp.ClientSession() as browser:
        async with browser.get(url) as shown:
            text = await shown.text()
            assert (shown.status, "425.00 INR" in text, "<script" in text) == (200, True, False)
        async with browser.post(url, data={"outcome": "neither"}) as shown:
            assert shown.status == 400
        async with browser.post(url, data={"outcome": button}, allow_redirects=False) as shown:
            assert (shown.status, shown.headers["Location"]) == (303, "https://shop.example/back?o=1")
        async with browser.post(url, data={"outcome": button}, allow_redirects=False) as shown:
            assert shown.status == 404
    with pytest.raises(ValueError, match=f"it is {state}"):
        await sandbox.settle("phonepe", "o-1")
    assert sandbox.ledger.total("INR", processor="phonepe").kept == kept


async def test_another_process_may_settle_it(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    _, told = await pay(http, PLAIN)
    async with http.post("/_sandbox/settle", json={"processor": "phonepe", "payment": told["data"]["transactionId"],
                                                   "outcome": "succeeded"}) as answer:
        assert await answer.json() == {"status": "COMPLETED"}
    assert sandbox.ledger.total("INR", processor="phonepe", reference="o-1") == Total(
        charges=1, authorized=42500, captured=42500)


async def test_nothing_of_a_request_is_recorded_but_its_path(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    await pay(http, PLAIN)
    (arrival,) = sandbox.requests.of("payments.create")
    assert arrival.path == "/pg/v1/pay"
    assert SALT_KEY not in repr(arrival)
    assert "x-verify" not in arrival.headers
