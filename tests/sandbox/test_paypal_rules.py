"""PayPal's rules over plain HTTP: the login, request ids, what is refused, and what is left of a card."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.conftest import NOW
from sandbox.paypal import BACK, CARD, check_answer, order
from sandbox.test_secrecy import texts_within
from tollbridge.sandbox import FaultKind, Sandbox, paypal as simulated
from tollbridge.sandbox.paypal import PaypalSimulator

ORDERS = "/v2/checkout/orders"
PAID = order(source={"card": CARD}, invoice_id="o1")
HOUR_S = 3600.0
SOURCE = "".join(path.read_text() for path in Path(simulated.__file__).parent.glob("*.py"))


class Shop:
    """A merchant's program, which is logged in."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.http = sandbox, http
        self.token = ""

    async def login(self, client: str = "client", secret: str = "s", grant: str = "client_credentials",  # noqa: S107
                    ) -> tuple[int, Any]:
        proof = base64.b64encode(f"{client}:{secret}".encode()).decode()
        async with self.http.post("/paypal/v1/oauth2/token", data={"grant_type": grant},
                                  headers={"Authorization": f"Basic {proof}"}) as answer:
            told = await answer.json()
        self.token = told.get("access_token", self.token)
        return answer.status, told

    async def call(self, method: str, path: str, body: object = None, *, key: str | None = "k1",
                   **headers: str) -> tuple[int, Any]:
        """Each answer is checked against what PayPal describes."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                **({"PayPal-Request-Id": key} if key else {}), **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        async with self.http.request(method, f"/paypal{path}", data=data, headers=sent) as answer:
            content = await answer.read()
        assert answer.headers["Paypal-Debug-Id"]
        check_answer(method, path, answer.status, content)
        return answer.status, json.loads(content) if content else None


@pytest.fixture
async def shop(sandbox: Sandbox) -> AsyncIterator[Shop]:
    async with aiohttp.ClientSession(sandbox.url) as http:
        shop = Shop(sandbox, http)
        await shop.login()
        yield shop


def issue(answer: tuple[int, Any]) -> tuple[int, str]:
    status, told = answer
    return status, told["details"][0]["issue"] if told.get("details") else told["name"]


async def test_a_token_is_good_for_nine_hours(http: aiohttp.ClientSession) -> None:
    now = [NOW]
    async with Sandbox(clock=lambda: now[0]) as sandbox, aiohttp.ClientSession(sandbox.url) as session:
        shop = Shop(sandbox, session)
        assert issue(await shop.call("POST", ORDERS, PAID)) == (401, "AUTHENTICATION_FAILURE")
        status, told = await shop.login()
        assert (status, told["token_type"], told["expires_in"]) == (200, "Bearer", 9 * HOUR_S)
        now[0] += 9 * HOUR_S - 1
        assert (await shop.call("POST", ORDERS, PAID))[0] == 201
        now[0] += 1
        assert issue(await shop.call("POST", ORDERS, PAID)) == (401, "AUTHENTICATION_FAILURE")


async def test_a_client_has_one_secret(shop: Shop) -> None:
    assert await shop.login(secret="other") == (401, {
        "error": "invalid_client", "error_description": "Client Authentication failed"})
    assert (await shop.login())[0] == 200
    assert (await shop.login("second", "other"))[0] == 200
    assert (await shop.login(grant="password"))[1]["error"] == "unsupported_grant_type"


async def test_a_repeat_tells_how_it_stands_and_pays_once(shop: Shop) -> None:
    status, made = await shop.call("POST", ORDERS, PAID)
    again, told = await shop.call("POST", ORDERS, PAID)
    assert (status, again, told) == (201, 200, made)
    body = {"amount": {"currency_code": "USD", "value": "3.00"}}
    capture = made["purchase_units"][0]["payments"]["captures"][0]["id"]
    await shop.call("POST", f"/v2/payments/captures/{capture}/refund", body)
    await shop.call("POST", f"/v2/payments/captures/{capture}/refund", body)
    _, told = await shop.call("POST", ORDERS, PAID)
    assert told["purchase_units"][0]["payments"]["captures"][0]["status"] == "PARTIALLY_REFUNDED"
    total = shop.sandbox.ledger.total("USD", reference="o1")
    assert (total.charges, total.captured, total.refunded) == (1, 1000, 300)


async def test_an_id_is_of_one_request_one_kind_of_call_and_one_client(shop: Shop) -> None:
    _, made = await shop.call("POST", ORDERS, order())
    assert issue(await shop.call("POST", ORDERS, PAID)) == (422, "DUPLICATE_REQUEST_ID")
    assert (await shop.call("POST", f"{ORDERS}/{made['id']}/confirm-payment-source",
                            {"payment_source": {"card": CARD}}))[0] == 200
    await shop.login("second")
    assert (await shop.call("POST", ORDERS, PAID))[0] == 201


@pytest.mark.parametrize(("path", "body", "kept_h"), [
    (ORDERS, order(source={"card": CARD}), 6), ("/v3/vault/payment-tokens", {"payment_source": {"card": CARD}}, 3)])
@pytest.mark.parametrize(("more_s", "want"), [(-1, 200), (0, 201)])
async def test_an_id_is_kept_for_hours(path: str, body: Any, kept_h: int, more_s: int, want: int) -> None:
    now = [NOW]
    async with Sandbox(clock=lambda: now[0]) as sandbox, aiohttp.ClientSession(sandbox.url) as session:
        shop = Shop(sandbox, session)
        await shop.login()
        assert (await shop.call("POST", path, body))[0] == 201
        now[0] += kept_h * HOUR_S + more_s
        assert (await shop.call("POST", path, body))[0] == want


async def test_two_at_once_are_a_conflict(shop: Shop) -> None:
    shop.sandbox.faults.add(FaultKind.LATENCY, operation="orders.create", seconds=0.3)
    first = asyncio.create_task(shop.call("POST", ORDERS, PAID))
    await shop.sandbox.requests.wait_for("orders.create")
    assert issue(await shop.call("POST", ORDERS, PAID)) == (409, "PREVIOUS_REQUEST_IN_PROGRESS")
    assert (await first)[0] == 201
    assert shop.sandbox.ledger.total("USD").charges == 1


async def test_a_refusal_leaves_the_id_free(shop: Shop) -> None:
    assert (await shop.call("POST", ORDERS, order("0.00")))[0] == 422
    assert (await shop.call("POST", ORDERS, PAID))[0] == 201


async def test_an_invoice_is_paid_once(shop: Shop) -> None:
    declined = order(source={"card": CARD | {"name": "CCREJECT-SF"}}, invoice_id="o1")
    assert (await shop.call("POST", ORDERS, declined))[0] == 201
    assert (await shop.call("POST", ORDERS, PAID, key="k2"))[0] == 201
    assert issue(await shop.call("POST", ORDERS, PAID, key="k3")) == (422, "DUPLICATE_INVOICE_ID")
    assert shop.sandbox.ledger.total("USD").charges == 1


def unit(value: str = "10.00", currency: str = "USD", **parts: str) -> dict[str, Any]:
    breakdown = {name: {"currency_code": currency, "value": part} for name, part in parts.items()}
    return {"amount": {"currency_code": currency, "value": value, **({"breakdown": breakdown} if parts else {})}}


ITEMS = [{"name": "Tea", "quantity": "2", "unit_amount": {"currency_code": "USD", "value": "4.00"},
          "tax": {"currency_code": "USD", "value": "1.00"}}]


@pytest.mark.parametrize(("its", "want"), [
    (unit(), (201, "CREATED")),
    (unit(item_total="8.00", shipping="3.00", discount="1.00"), (201, "CREATED")),
    (unit(item_total="8.00", tax_total="2.00") | {"items": ITEMS}, (201, "CREATED")),
    (unit(item_total="8.00", shipping="3.00"), (422, "AMOUNT_MISMATCH")),
    (unit(item_total="9.00", shipping="1.00") | {"items": ITEMS}, (422, "ITEM_TOTAL_MISMATCH")),
    (unit(item_total="8.00", tax_total="1.00", shipping="1.00") | {"items": ITEMS}, (422, "TAX_TOTAL_MISMATCH")),
    (unit() | {"items": ITEMS}, (422, "ITEM_TOTAL_REQUIRED")),
    (unit("1.234"), (422, "DECIMAL_PRECISION")),
    (unit("100", "JPY"), (201, "CREATED")),
    (unit("100.00", "HUF"), (201, "CREATED")),
    (unit("0"), (422, "CANNOT_BE_ZERO_OR_NEGATIVE")),
    (unit("-1"), (422, "CANNOT_BE_ZERO_OR_NEGATIVE")),
    (unit(currency="BTC"), (422, "INVALID_CURRENCY_CODE")),
    (unit("ten"), (400, "INVALID_PARAMETER_SYNTAX")),
    (unit("1e3"), (400, "INVALID_PARAMETER_SYNTAX")),
    ({"amount": {"value": "1.00"}}, (400, "MISSING_REQUIRED_PARAMETER")),
    ({}, (400, "MISSING_REQUIRED_PARAMETER")),
])
async def test_the_parts_of_an_order_have_to_add_up(shop: Shop, its: dict[str, Any], want: tuple[int, str]) -> None:
    status, told = await shop.call("POST", ORDERS, {"intent": "CAPTURE", "purchase_units": [its]})
    assert (status, told["status"] if status == 201 else issue((status, told))[1]) == want
    assert not len(shop.sandbox.ledger)


@pytest.mark.parametrize(("card", "want"), [
    ({"number": "4012888888881882"}, (422, "VALIDATION_ERROR")),
    ({"expiry": "2025-10"}, (422, "CARD_EXPIRED")),
    ({"expiry": "12/34"}, (400, "INVALID_PARAMETER_SYNTAX")),
    ({"expiry": None}, (400, "MISSING_REQUIRED_PARAMETER")),
    ({"number": None}, (400, "MISSING_REQUIRED_PARAMETER")),
])
async def test_a_card_that_is_none_is_refused(shop: Shop, card: dict[str, Any], want: tuple[int, str]) -> None:
    assert issue(await shop.call("POST", ORDERS, order(source={"card": CARD | card}))) == want


@pytest.mark.parametrize(("method", "path", "body", "headers", "want"), [
    ("POST", ORDERS, b"{", {}, (400, "MALFORMED_REQUEST_JSON")),
    ("POST", ORDERS, PAID, {"Content-Type": "text/plain"}, (415, "UNSUPPORTED_MEDIA_TYPE")),
    ("POST", ORDERS, PAID | {"payment_source": {}}, {}, (400, "MISSING_REQUIRED_PARAMETER")),
    ("POST", ORDERS, PAID | {"payment_source": {"cash": {}}}, {}, (400, "INVALID_PARAMETER_VALUE")),
    ("POST", ORDERS, PAID | {"intent": "GIVE"}, {}, (400, "INVALID_PARAMETER_SYNTAX")),
    ("POST", ORDERS, PAID | {"purchase_units": []}, {}, (400, "INVALID_ARRAY_MIN_ITEMS")),
    ("GET", f"{ORDERS}/NONE", None, {}, (404, "INVALID_RESOURCE_ID")),
    ("GET", "/v2/payments/captures/NONE", None, {}, (404, "INVALID_RESOURCE_ID")),
    ("GET", "/v2/payments/refunds/NONE", None, {}, (404, "INVALID_RESOURCE_ID")),
    ("GET", "/v9/nothing", None, {}, (404, "INVALID_RESOURCE_ID")),
    ("POST", ORDERS, PAID, {"PayPal-Mock-Response": '{"mock_application_codes": "INSTRUMENT_DECLINED"}'},
     (422, "INSTRUMENT_DECLINED")),
    ("POST", ORDERS, PAID, {"PayPal-Mock-Response": '{"mock_application_codes": "INTERNAL_SERVER_ERROR"}'},
     (500, "INTERNAL_SERVER_ERROR")),
])
async def test_what_is_refused_moves_nothing(shop: Shop, method: str, path: str, body: object, headers: dict[str, str],
                                             want: tuple[int, str]) -> None:
    assert issue(await shop.call(method, path, body, **headers)) == want
    assert not len(shop.sandbox.ledger)


async def test_a_card_needs_a_request_id(shop: Shop) -> None:
    assert issue(await shop.call("POST", ORDERS, PAID, key=None)) == (400, "PAYPAL_REQUEST_ID_REQUIRED")
    assert (await shop.call("POST", ORDERS, order(), key=None))[0] == 201


@pytest.mark.parametrize(("kind", "want"), [
    (FaultKind.TOO_MANY_REQUESTS, (429, "RATE_LIMIT_REACHED")),
    (FaultKind.ERROR_BEFORE_EFFECT, (500, "INTERNAL_SERVER_ERROR"))])
async def test_faults_speak_as_paypal_does(shop: Shop, kind: FaultKind, want: tuple[int, str]) -> None:
    shop.sandbox.faults.add(kind, processor="paypal", operation="orders.create")
    assert issue(await shop.call("POST", ORDERS, PAID)) == want
    assert shop.sandbox.ledger.total("USD").charges == 0
    assert (await shop.call("POST", ORDERS, PAID))[0] == 201


async def test_after_an_effect_without_an_answer_the_same_id_pays_once(shop: Shop) -> None:
    shop.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="paypal", operation="orders.create")
    with pytest.raises(aiohttp.ClientConnectionError):
        await shop.call("POST", ORDERS, PAID)
    assert (await shop.call("POST", ORDERS, PAID))[0] == 200
    assert shop.sandbox.ledger.total("USD").charges == 1


async def test_nothing_secret_stays(sandbox: Sandbox) -> None:
    # No test card, so that no table knows it; built here, so that no constant of this module holds it
    number, secret = "".join(("456789", "01234", "56783")), "".join(("very", "-", "secret"))
    card = CARD | {"number": number, "security_code": "".join(("90", "87"))}
    asked = {"attributes": {"verification": {"method": "SCA_ALWAYS"}}, "experience_context": BACK}
    async with aiohttp.ClientSession(sandbox.url) as http:
        shop = Shop(sandbox, http)
        await shop.login(secret=secret)
        await shop.call("POST", ORDERS, order(source={"card": card}))
        await shop.call("POST", ORDERS, order(source={"card": card | asked}), key="k2")
        await shop.call("POST", "/v3/vault/setup-tokens", {"payment_source": {"card": card}})
        await shop.call("POST", "/v3/vault/payment-tokens", {"payment_source": {"card": card}})
    assert sandbox.ledger.total("USD").charges == 1
    await asyncio.sleep(0.05)  # until the server, too, is through with the connection
    kept = "\n".join(texts_within(sandbox))
    assert number not in kept
    assert "9087" not in kept
    assert secret not in kept
    assert shop.token not in kept


PAYOUTS = "/v1/payments/payouts"


def payout(receiver: str = "ida@shop.example", batch: str = "b1", value: str = "4.00") -> dict[str, Any]:
    return {"sender_batch_header": {"sender_batch_id": batch}, "items": [{
        "receiver": receiver, "amount": {"currency": "USD", "value": value}, "sender_item_id": "i1"}]}


@pytest.mark.parametrize(("receiver", "statuses", "kept"), [
    ("ida@shop.example", ["SUCCESS"], 400),
    ("unclaimed@shop.example", ["UNCLAIMED", "SUCCESS"], 400),
    ("unclaimed@shop.example", ["UNCLAIMED", "RETURNED"], 0),
    ("locked@shop.example", ["FAILED"], 0)])
async def test_a_payout_goes_its_way(shop: Shop, receiver: str, statuses: list[str], kept: int) -> None:
    _, made = await shop.call("POST", PAYOUTS, payout(receiver))
    batch = made["batch_header"]["payout_batch_id"]
    assert made["batch_header"]["batch_status"] == "PENDING"
    for status in statuses:
        outcome = "failed" if status == "RETURNED" else "succeeded"
        assert await shop.sandbox.settle("paypal", batch, outcome) == status
        _, told = await shop.call("GET", f"{PAYOUTS}/{batch}")
        item, = told["items"]
        assert (told["batch_header"]["batch_status"], item["transaction_status"]) == ("SUCCESS", status)
    assert (await shop.call("GET", f"/v1/payments/payouts-item/{item['payout_item_id']}"))[1]["sender_batch_id"] == "b1"
    assert shop.sandbox.ledger.total("USD", reference="i1").paid_out == kept
    with pytest.raises(ValueError, match="does not wait"):
        await shop.sandbox.settle("paypal", batch)


async def test_what_nobody_claims_is_called_back(shop: Shop) -> None:
    _, made = await shop.call("POST", PAYOUTS, payout("unclaimed@shop.example"))
    batch = made["batch_header"]["payout_batch_id"]
    _, told = await shop.call("GET", f"{PAYOUTS}/{batch}")
    cancel = f"/v1/payments/payouts-item/{told['items'][0]['payout_item_id']}/cancel"
    assert (await shop.call("POST", cancel))[1]["name"] == "ITEM_INCORRECT_STATUS"
    await shop.sandbox.settle("paypal", batch)
    assert (await shop.call("POST", cancel))[1]["transaction_status"] == "RETURNED"
    assert (await shop.call("POST", cancel))[1]["name"] == "ITEM_ALREADY_CANCELLED"
    assert shop.sandbox.ledger.total("USD").paid_out == 0


async def test_a_batch_is_paid_once(shop: Shop) -> None:
    _, made = await shop.call("POST", PAYOUTS, payout())
    status, told = await shop.call("POST", PAYOUTS, payout(value="9.00"))
    batch = made["batch_header"]["payout_batch_id"]
    detail, = told["details"]
    assert (status, told["name"], detail["field"]) == (400, "USER_BUSINESS_ERROR", "SENDER_BATCH_ID")
    assert detail["link"][0]["href"].endswith(f"{PAYOUTS}/{batch}")
    assert shop.sandbox.ledger.total("USD").paid_out == 400


@pytest.mark.parametrize("its", [
    payout() | {"items": []}, payout(value="0"), payout(value="1.234"), {"items": []},
    payout() | {"items": [*payout()["items"], {"receiver": "a@b.c", "amount": {"currency": "EUR", "value": "1"}}]},
])
async def test_a_payout_that_is_none_is_refused(shop: Shop, its: dict[str, Any]) -> None:
    status, told = await shop.call("POST", PAYOUTS, its)
    assert (status, told["name"] in ("VALIDATION_ERROR", "INVALID_REQUEST")) == (400, True)
    assert (await shop.call("GET", f"{PAYOUTS}/NONE"))[0] == 404
    assert not len(shop.sandbox.ledger)


DISPUTES = "/v1/customer/disputes"


async def disputed(shop: Shop) -> tuple[str, str]:
    """The ids of a dispute and of its capture."""
    _, made = await shop.call("POST", ORDERS, order(source={"paypal": {"experience_context": BACK}}))
    async with shop.http.post(f"/paypal/checkoutnow?token={made['id']}", data={"outcome": "dispute"},
                              allow_redirects=False) as page:
        assert page.status == 303
    _, paid = await shop.call("POST", f"{ORDERS}/{made['id']}/capture", Prefer="return=representation")
    simulator: Any = shop.sandbox._simulators["paypal"]
    return list(simulator._books.disputes)[-1], paid["purchase_units"][0]["payments"]["captures"][0]["id"]


async def test_disputed_money_is_nobody_s_until_it_is_decided(shop: Shop) -> None:
    dispute, capture = await disputed(shop)
    refund = f"/v2/payments/captures/{capture}/refund"
    assert issue(await shop.call("POST", refund, {})) == (422, "TRANSACTION_DISPUTED")
    _, told = await shop.call("GET", f"{DISPUTES}/{dispute}")
    assert (told["status"], told["disputed_transactions"][0]["seller_transaction_id"]) == (
        "WAITING_FOR_SELLER_RESPONSE", capture)
    status, _ = await shop.call("POST", f"{DISPUTES}/{dispute}/accept-claim", {"note": "sorry"})
    assert status == 200
    _, told = await shop.call("GET", f"{DISPUTES}/{dispute}")
    assert (told["status"], told["dispute_outcome"]["outcome_code"]) == ("RESOLVED", "RESOLVED_BUYER_FAVOUR")
    assert issue(await shop.call("POST", refund, {}, key="k9")) == (422, "CAPTURE_FULLY_REFUNDED")
    assert shop.sandbox.ledger.total("USD").kept == 0


@pytest.mark.parametrize(("path", "body", "kind", "want"), [
    ("accept-claim", b"{}", "application/json", 400),
    ("provide-evidence", b'{"evidences": []}', "application/json", 400),
    ("provide-evidence", b"--x--", "multipart/form-data; boundary=x", 400),
    ("provide-evidence", b"", "multipart/form-data", 400),
    ("provide-evidence", b'--x\r\nContent-Disposition: form-data; name="input"\r\n\r\n{"evidences": [{}]}\r\n--x--',
     "multipart/form-data; boundary=x", 200)])
async def test_what_is_said_of_a_dispute_is_read(shop: Shop, path: str, body: bytes, kind: str, want: int) -> None:
    dispute, _ = await disputed(shop)
    status, _ = await shop.call("POST", f"{DISPUTES}/{dispute}/{path}", body, **{"Content-Type": kind})
    assert status == want
    assert (await shop.call("GET", f"{DISPUTES}/NONE"))[0] == 404


async def test_waiting_ends_once(sandbox: Sandbox, shop: Shop) -> None:
    _, made = await shop.call("POST", ORDERS, order(source={"paypal": {"experience_context": BACK}}))
    assert await sandbox.settle("paypal", made["id"], "failed") == "VOIDED"
    assert issue(await shop.call("POST", f"{ORDERS}/{made['id']}/capture")) == (422, "ORDER_EXPIRED")
    for reference, told in ((made["id"], "does not wait"), ("NONE", "nothing has the id")):
        with pytest.raises(ValueError, match=told):
            await sandbox.settle("paypal", reference)


def test_the_manual_page_lists_every_card_name_and_operation(sandbox: Sandbox) -> None:
    assert simulated.__doc__ is not None
    for card in simulated.TEST_CARDS:
        assert f"| {card.number} | {card.happens} |" in simulated.__doc__
    for name, code in simulated.DECLINES.items():
        assert f"| {name} | {code} |" in simulated.__doc__
    for route in PaypalSimulator(sandbox).routes:
        assert f"`{route.operation}`" in simulated.__doc__
        assert f"{route.method} {route.template}" in simulated.__doc__ or route.open
    for event in set(re.findall(r'emit\(\s*f?"([A-Z.-]+)', SOURCE)):
        family, _, last = event.rpartition(".")
        assert f"{family}." in simulated.__doc__
        assert f".{last}" in simulated.__doc__
