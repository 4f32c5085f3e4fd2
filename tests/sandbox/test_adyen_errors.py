"""What Adyen refuses: status, code and kind, after https://docs.adyen.com/development-resources/error-codes"""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from sandbox.adyen_bodies import (
    DETAILS,
    KEY,
    MERCHANT,
    PAYMENTS,
    PAYOUT,
    RECURRING,
    Body,
    card,
    eur,
    modification,
    payment,
    payout,
    post,
    reserved,
)
from tollbridge.sandbox import Sandbox


def without(name: str) -> Body:
    return {field: value for field, value in payment().items() if field != name}


@pytest.mark.parametrize(("body", "status", "code", "message"), [
    (without("amount"), 422, "100", "Required object 'amount' is not provided."),
    (payment() | {"amount": {"currency": "EUR"}}, 422, "137", "Invalid amount specified"),
    (payment(value=-1), 422, "137", "Invalid amount specified"),
    (payment({"type": "ideal"}, 0), 422, "137", "Invalid amount specified"),
    (payment() | {"amount": {"currency": "ISK", "value": 1050}}, 422, "137", "Invalid amount specified"),
    (payment() | {"amount": {"currency": "EURO", "value": 1}}, 422, "138", "Unsupported currency specified"),
    (payment() | {"amount": {"currency": "EUR", "value": "1000"}}, 422, "702", "Invalid value in `$.amount.value`"),
    (without("reference"), 422, "130", "Required field 'reference' is not provided."),
    (without("paymentMethod"), 422, "14_006", "Required object 'paymentMethod' is not provided."),
    (without("returnUrl"), 422, "14_030", "Return URL is missing."),
    (without("merchantAccount"), 403, "901", "Invalid Merchant Account"),
    (payment() | {"merchantAccount": "UnknownShop"}, 403, "901", "Invalid Merchant Account"),
    (payment(colour="red"), 422, "702", "Structure of PaymentRequest contains the following unknown fields: [colour]"),
    (payment(card("4111111111111112")), 422, "101", "Invalid card number"),
    (payment(card(cvc="73")), 422, "103", "CVC is not the right length"),
    (payment(card(cvc="7373")), 422, "103", "CVC is not the right length"),
    (payment(card(expiryMonth="13")), 422, "140", "Invalid expiryMonth[1..12] / expiryYear[>2000], or before now"),
    (payment(card(expiryYear="30")), 422, "141", "Invalid expiryMonth[1..12] / expiryYear[>2000]"),
    (payment(card(expiryYear="2020")), 422, "129", "Expiry Date Invalid"),
    (payment({"type": "scheme", "encryptedCardNumber": "adyenjs_0_1_18$"}), 422, "174", "Unable to decrypt data"),
    (payment({"type": "applepay"}), 422, "14_002", "Required field 'applePayToken' is not provided."),
    (payment({"type": "sepadirectdebit", "iban": "DE89370400440532013001", "ownerName": "J"}), 422, "161",
     "Invalid iban"),
    (payment({"type": "sepadirectdebit", "iban": "DE89370400440532013000"}), 422, "127", "Account holder missing"),
    (payment(storePaymentMethod=True), 422, "000", "Recurring payments require a shopperReference"),
    (payment({"storedPaymentMethodId": "X"}, shopperReference="nobody"), 422, "800", "Contract not found"),
    (payment({"type": "ideal"}) | {"amount": {"currency": "USD", "value": 1}}, 500, "905_1",
     "Could not find an acquirer account for the provided txvariant (ideal), currency (USD), and action (AUTH)."),
])
async def test_a_payment_that_is_none_is_refused(http: aiohttp.ClientSession, sandbox: Sandbox, body: Body,
                                                 status: int, code: str, message: str) -> None:
    told = await post(http, PAYMENTS, body, status)
    assert (told["status"], told["errorCode"], told["message"]) == (status, code, message)
    assert told["errorType"] == {403: "security", 422: "validation", 500: "configuration"}[status]
    assert len(told["pspReference"]) == 16
    assert len(sandbox.ledger) == 0


async def test_another_shoppers_card_is_refused(http: aiohttp.ClientSession) -> None:
    for shopper in ("jane", "joe"):
        told = await post(http, PAYMENTS, payment(storePaymentMethod=True, shopperReference=shopper))
    stolen = told["additionalData"]["tokenization.storedPaymentMethodId"]
    refused = await post(http, PAYMENTS, payment({"storedPaymentMethodId": stolen}, shopperReference="jane"), 422)
    assert refused["errorCode"] == "803"


@pytest.mark.parametrize(("change", "body", "code"), [
    ("captures", modification(), "100"), ("refunds", modification(0), "137"),
    ("captures", {"merchantAccount": MERCHANT, "amount": {"currency": "USD", "value": 1}}, "138"),
    ("amountUpdates", modification(1), "130"), ("cancels", {"merchantAccount": MERCHANT, "colour": 1}, "702"),
])
async def test_a_modification_that_is_none_is_refused(http: aiohttp.ClientSession, sandbox: Sandbox, change: str,
                                                      body: Body, code: str) -> None:
    psp = (await post(http, PAYMENTS, reserved()))["pspReference"]
    assert (await post(http, f"{PAYMENTS}/{psp}/{change}", body, 422))["errorCode"] == code
    assert sandbox.ledger.total("EUR").held == 1000


@pytest.mark.parametrize("change", ["captures", "refunds", "cancels", "reversals"])
async def test_only_an_own_payment_is_modified(http: aiohttp.ClientSession, change: str) -> None:
    psp = (await post(http, PAYMENTS, reserved()))["pspReference"]
    for path, account in ((f"{PAYMENTS}/QFQTPCQ8HXSKGK82/{change}", MERCHANT), (f"{PAYMENTS}/{psp}/{change}", "Other")):
        amount = {} if change in ("cancels", "reversals") else {"amount": eur(1)}
        told = await post(http, path, {"merchantAccount": account, **amount}, 422)
        assert (told["errorCode"], told["message"]) == ("167", "Original pspReference required for this operation")


@pytest.mark.parametrize(("path", "body", "code"), [
    (DETAILS, {}, "14_002"), (DETAILS, {"details": {"redirectResult": "never"}}, "14_018"),
    (DETAILS, {"details": {"threeds2.fingerprint": "e30="}}, "14_002"),
    ("/adyen/v68/sessions", {"merchantAccount": MERCHANT}, "100"),
    ("/adyen/v68/orders/cancel", {"merchantAccount": MERCHANT, "order": {"pspReference": "X", "orderData": "Y"}},
     "14_002"),
    (f"{RECURRING}/disable", {"merchantAccount": MERCHANT, "shopperReference": "nobody"}, "800"),
    (f"{PAYOUT}/submitThirdParty", {name: value for name, value in payout().items() if name != "bank"}, "800"),
    (f"{PAYOUT}/submitThirdParty", payout(), "702"), (DETAILS, {"merchantAccount": MERCHANT}, "702"),
    (f"{PAYMENTS}/QFQTPCQ8HXSKGK82/captures", modification(1, merchantRefundReason="RETURN"), "702"),
    (PAYMENTS, payment(shopperInteraction="Online"), "702"),
    (f"{PAYOUT}/storeDetailAndSubmitThirdParty", payout(recurring={"contract": "RECURRING"}), "183"),
    (f"{PAYOUT}/storeDetailAndSubmitThirdParty", payout(bank=None), "110"),
    (f"{PAYOUT}/confirmThirdParty", {"merchantAccount": MERCHANT, "originalReference": "X"}, "167"),
])
async def test_other_calls_are_refused(http: aiohttp.ClientSession, path: str, body: Body, code: str) -> None:
    assert (await post(http, path, body, 422))["errorCode"] == code


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b'"text"', b"[" * 100_000])
async def test_what_is_no_request_is_not_understood(http: aiohttp.ClientSession, sent: bytes) -> None:
    async with http.post(PAYMENTS, data=sent, headers={"X-API-Key": KEY}) as answer:
        told = await answer.json()
    assert (answer.status, told["errorCode"], told["errorType"]) == (400, "702", "validation")


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 401), ({"X-API-Key": "wrong"}, 401), ({"X-API-Key": ""}, 401), ({"X-API-Key": "AQE1"}, 200),
    ({"Authorization": "Basic d3NfMTIzQENvbXBhbnk6c2VjcmV0"}, 200), ({"Authorization": "Basic d3NfMTIz"}, 401),
    ({"Authorization": "Bearer AQE1"}, 401)])
async def test_credentials_are_asked_for(sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    async with (aiohttp.ClientSession(sandbox.url) as http,
                http.post(PAYMENTS, json=payment(), headers=headers) as answer):
        told: Any = await answer.json()
    assert answer.status == status
    if status == 401:
        assert told == {"status": 401, "errorCode": "000", "message": "HTTP Status Response - Unauthorized",
                        "errorType": "security"}


async def test_there_is_no_other_version(http: aiohttp.ClientSession) -> None:
    async with http.post("/adyen/v71/payments", json=payment(), headers={"X-API-Key": KEY}) as answer:
        assert answer.status == 404
