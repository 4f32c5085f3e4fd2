"""The sandbox's answers against Adyen's own API descriptions, where they lie beside this project."""

from __future__ import annotations

import json

import aiohttp
import jsonschema
import pytest

from sandbox.adyen_bodies import (
    DETAILS,
    DISPUTES,
    MERCHANT,
    PAYMENTS,
    PAYOUT,
    RECURRING,
    THREE_DS_CARD,
    Body,
    card,
    eur,
    modification,
    modify,
    payment,
    payout,
    post,
    reserved,
)
from sandbox.schemas import ADYEN, check_adyen
from tollbridge.sandbox import Sandbox
from tollbridge.sandbox.adyen import routes

pytestmark = pytest.mark.skipif(not ADYEN.exists(), reason="adyen is not in ../shared/specs")

NATIVE: Body = {"additionalData": {"allow3DS2": "true"}, "channel": "Web"}
BROWSER: Body = {"browserInfo": {"userAgent": "Test", "acceptHeader": "*/*"}}


def of(method: str, **details: str) -> Body:
    return {"type": method, **details}


@pytest.mark.parametrize("body", [
    payment(), reserved(), payment(card(holderName="CVC_DECLINED")), payment(card(holderName="FRAUD_CANCELLED")),
    payment(card(holderName="PENDING")), payment(value=0), payment(card(THREE_DS_CARD), **BROWSER),
    payment(card(THREE_DS_CARD), **NATIVE), payment(card(), threeDSAuthenticationOnly=True),
    payment(storePaymentMethod=True, shopperReference="jane", recurringProcessingModel="CardOnFile"),
    payment(of("applepay", applePayToken="e30=")), payment(of("googlepay", googlePayToken="e30=")),
    payment(of("ideal")), payment(of("klarna")), payment(of("paypal")), payment(of("paypal", subtype="sdk")),
    payment(of("multibanco")), payment(of("bankTransfer_IBAN")), payment(of("mbway")), payment(of("bcmc_mobile_QR")),
    payment(of("wechatpaySDK")), payment(of("givex", number="6036280000000000000", cvc="737")),
    payment(of("sepadirectdebit", iban="DE89370400440532013000", ownerName="Jane"))],
    ids=lambda body: f"{body['paymentMethod']['type']} {sorted(set(body) - set(payment()))}")
async def test_a_payment_is_of_its_schema(http: aiohttp.ClientSession, body: Body) -> None:
    check_adyen(await post(http, PAYMENTS, body), "PaymentResponse")


async def test_native_3ds_is_of_its_schemas(http: aiohttp.ClientSession) -> None:
    first = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), **NATIVE))
    second = await post(http, DETAILS, {"paymentData": first["action"]["paymentData"],
                                        "details": {"threeds2.fingerprint": "eyJ0aHJlZURTQ29tcEluZCI6IlkifQ=="}})
    check_adyen(second, "PaymentDetailsResponse")
    last = await post(http, DETAILS, {"paymentData": second["action"]["paymentData"],
                                      "details": {"threeds2.challengeResult": "eyJ0cmFuc1N0YXR1cyI6IlkifQ=="}})
    check_adyen(last, "PaymentDetailsResponse")
    assert last["resultCode"] == "Authorised"
    alone = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), threeDSAuthenticationOnly=True, **NATIVE))
    finished = await post(http, DETAILS, {"paymentData": alone["action"]["paymentData"],
                                          "details": {"threeds2.challengeResult": "eyJ0cmFuc1N0YXR1cyI6IlkifQ=="}})
    check_adyen(finished, "PaymentDetailsResponse")
    assert "threeDS2Result" in finished


async def test_modifications_are_of_their_schemas(http: aiohttp.ClientSession) -> None:
    psp = (await post(http, PAYMENTS, reserved()))["pspReference"]
    check_adyen(await modify(http, psp, "amountUpdates", 1200, reference="a1", reason="delayedCharge"),
                "PaymentAmountUpdateResponse")
    items = [{"id": "1", "quantity": 1, "amountIncludingTax": 600}]
    check_adyen(await modify(http, psp, "captures", 600, lineItems=items), "PaymentCaptureResponse")
    check_adyen(await modify(http, psp, "refunds", 100, reference="r1", merchantRefundReason="RETURN"),
                "PaymentRefundResponse")
    check_adyen(await modify(http, psp, "reversals"), "PaymentReversalResponse")
    check_adyen(await modify(http, psp, "cancels", reference="c1"), "PaymentCancelResponse")
    check_adyen(await post(http, "/adyen/v68/cancels", modification(paymentReference="o1"), 201),
                "StandalonePaymentCancelResponse")


async def test_what_comes_before_a_payment_is_of_its_schemas(http: aiohttp.ClientSession) -> None:
    asked = {name: value for name, value in payment().items() if name != "paymentMethod"}
    session = await post(http, "/adyen/v68/sessions", asked | {"shopperReference": "jane"}, 201)
    check_adyen(session, "CreateCheckoutSessionResponse")
    async with http.get(f"/adyen/v68/sessions/{session['id']}", headers={"X-API-Key": "AQE1"}) as answer:
        check_adyen(await answer.json(), "SessionResultResponse")
    await post(http, PAYMENTS, payment(storePaymentMethod=True, shopperReference="jane"))
    check_adyen(await post(http, "/adyen/v68/paymentMethods", {"merchantAccount": MERCHANT,
                                                               "shopperReference": "jane"}), "PaymentMethodsResponse")
    gift = {"type": "givex", "number": "6036280000000000000", "cvc": "737"}
    check_adyen(await post(http, "/adyen/v68/paymentMethods/balance", {
        "merchantAccount": MERCHANT, "amount": eur(9000), "paymentMethod": gift}), "BalanceCheckResponse")
    order = await post(http, "/adyen/v68/orders", {"merchantAccount": MERCHANT, "amount": eur(9000),
                                                   "reference": "order"})
    check_adyen(order, "CreateOrderResponse")
    named = {"pspReference": order["pspReference"], "orderData": order["orderData"]}
    check_adyen(await post(http, PAYMENTS, payment(gift, order=named)), "PaymentResponse")
    check_adyen(await post(http, "/adyen/v68/orders/cancel", {"merchantAccount": MERCHANT, "order": named}),
                "CancelOrderResponse")


async def test_stored_payment_methods_are_of_their_schemas(http: aiohttp.ClientSession) -> None:
    check_adyen(await post(http, "/adyen/v68/storedPaymentMethods", {
        "merchantAccount": MERCHANT, "shopperReference": "jane", "paymentMethod": card()}, 201),
        "StoredPaymentMethodResource")
    asked = {"merchantAccount": MERCHANT, "shopperReference": "jane"}
    listed = await post(http, f"{RECURRING}/listRecurringDetails", asked)
    check_adyen(listed, "RecurringDetailsResult", "RecurringService-v68")
    assert len(listed["details"]) == 1
    check_adyen(await post(http, f"{RECURRING}/disable", asked), "DisableResult", "RecurringService-v68")
    check_adyen(await post(http, f"{RECURRING}/listRecurringDetails", asked), "RecurringDetailsResult",
                "RecurringService-v68")


async def test_payouts_are_of_their_schemas(http: aiohttp.ClientSession) -> None:
    stored = {name: value for name, value in payout().items() if name not in ("amount", "reference")}
    check_adyen(await post(http, f"{PAYOUT}/storeDetail", stored), "StoreDetailResponse", "PayoutService-v68")
    submitted = await post(http, f"{PAYOUT}/storeDetailAndSubmitThirdParty", payout())
    check_adyen(submitted, "StoreDetailAndSubmitResponse", "PayoutService-v68")
    named = {"merchantAccount": MERCHANT, "originalReference": submitted["pspReference"]}
    check_adyen(await post(http, f"{PAYOUT}/confirmThirdParty", named), "ModifyResponse", "PayoutService-v68")
    again = await post(http, f"{PAYOUT}/submitThirdParty", {
        "merchantAccount": MERCHANT, "amount": eur(100), "reference": "p2", "shopperEmail": "jane@example.com",
        "shopperReference": "jane", "recurring": {"contract": "PAYOUT"}, "selectedRecurringDetailReference": "LATEST"})
    check_adyen(again, "SubmitResponse", "PayoutService-v68")
    named = {"merchantAccount": MERCHANT, "originalReference": again["pspReference"]}
    check_adyen(await post(http, f"{PAYOUT}/declineThirdParty", named), "ModifyResponse", "PayoutService-v68")
    check_adyen(await post(http, f"{PAYOUT}/payout", {
        "merchantAccount": MERCHANT, "amount": eur(100), "reference": "p3",
        "card": {name: text for name, text in card().items() if name != "type"}}), "PayoutResponse",
        "PayoutService-v68")


async def test_disputes_are_of_their_schemas(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    await post(http, PAYMENTS, payment(card(holderName="Chargeback:10.4")))
    dispute = next(delivery.event_id for delivery in sandbox.webhooks.deliveries
                   if delivery.event_type == "CHARGEBACK").partition("_")[0]
    named = {"merchantAccountCode": MERCHANT, "disputePspReference": dispute}
    for call, more, schema in (
            ("retrieveApplicableDefenseReasons", {}, "DefenseReasonsResponse"),
            ("defendDispute", {"defenseReasonCode": "SupplyDefenseMaterial"}, "DefendDisputeResponse"),
            ("supplyDefenseDocument", {"defenseDocuments": [
                {"defenseDocumentTypeCode": "DefenseMaterial", "contentType": "application/pdf",
                 "content": "JVBERg=="}]}, "SupplyDefenseDocumentResponse"),
            ("deleteDisputeDefenseDocument", {"defenseDocumentType": "DefenseMaterial"},
             "DeleteDefenseDocumentResponse"),
            ("acceptDispute", {}, "AcceptDisputeResponse")):
        check_adyen(await post(http, f"{DISPUTES}/{call}", named | more), schema, "DisputeService-v30")


@pytest.mark.parametrize(("body", "status"), [
    ({}, 403), (payment() | {"colour": "red"}, 422), (payment(card("4111111111111112")), 422),
    (payment({"type": "no_such_method"}), 500)])
async def test_an_error_is_of_its_schema(http: aiohttp.ClientSession, body: Body, status: int) -> None:
    check_adyen(await post(http, PAYMENTS, body, status), "ServiceError")


SERVICES = {routes.CHECKOUT: "CheckoutService-v68", routes.RECURRING: "RecurringService-v68",
            routes.PAYOUT: "PayoutService-v68", routes.DISPUTES: "DisputeService-v30"}


@pytest.mark.parametrize("operation", [one for one in routes.OPERATIONS if one.method == "POST"],
                         ids=lambda operation: operation.name)
def test_requests_may_hold_what_the_schema_knows_and_nothing_else(operation: routes.Operation) -> None:
    prefix = next(prefix for prefix in SERVICES if operation.path.startswith(f"{prefix}/"))
    described = json.loads((ADYEN / f"{SERVICES[prefix]}.json").read_text())
    path = operation.path.removeprefix(prefix).replace("{payment}", "{paymentPspReference}")
    content = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    assert content["schema"] == {"$ref": f"#/components/schemas/{operation.request}"}
    assert operation.known == set(described["components"]["schemas"][operation.request]["properties"])


def test_the_check_finds_what_is_wrong() -> None:
    with pytest.raises(jsonschema.ValidationError):
        check_adyen({"resultCode": "Authorized"}, "PaymentResponse")
    with pytest.raises(jsonschema.ValidationError):
        check_adyen({"resultCode": "Authorised", "colour": "red"}, "PaymentResponse")
