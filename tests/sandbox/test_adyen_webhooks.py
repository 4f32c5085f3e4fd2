"""Adyen's webhooks: in order, each item signed within the body, of their schemas, again until `[accepted]`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from Adyen.util import is_valid_hmac_notification

from sandbox.adyen_bodies import (
    MERCHANT,
    PAYMENTS,
    PAYOUT,
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
from sandbox.receiver import Receiver
from sandbox.schemas import ADYEN, check_adyen
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import FaultKind, Sandbox

HMAC_KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"
"""The example in Adyen's documentation."""
SCHEMAS = {
    "AUTHORISATION": "Authorisation", "CAPTURE": "Capture", "CAPTURE_FAILED": "RefundCaptureFailed",
    "REFUND": "Refund", "REFUND_FAILED": "RefundCaptureFailed", "CANCELLATION": "Cancellation",
    "TECHNICAL_CANCEL": "Modification", "CANCEL_OR_REFUND": "CancelOrRefund",
    "AUTHORISATION_ADJUSTMENT": "AuthorisationAdjustment", "RECURRING_CONTRACT": "RecurringContract",
    "NOTIFICATION_OF_CHARGEBACK": "NotificationOfChargeback", "CHARGEBACK": "Chargeback",
    "CHARGEBACK_REVERSED": "ChargebackReversed", "SECOND_CHARGEBACK": "SecondChargeback",
    "DISPUTE_DEFENSE_PERIOD_ENDED": "DisputeDefensePeriodEnded", "INFORMATION_SUPPLIED": "InformationSupplied",
    "PAYOUT_THIRDPARTY": "Payout", "PAYOUT_DECLINE": "Payout", "PAIDOUT_REVERSED": "PaidoutReversed",
    "ORDER_OPENED": "", "ORDER_CLOSED": "",
}
PROOF_FORGOTTEN = {"RECURRING_CONTRACT", "PAIDOUT_REVERSED", "ORDER_OPENED", "ORDER_CLOSED"}
"""Events whose schema closes `additionalData` without `hmacSignature`, which is in every event that is signed."""


class Shop(Receiver):
    def items(self, key: str = HMAC_KEY) -> list[Body]:
        """The items that came, each verified by the official SDK and against its schema."""
        told = [json.loads(body) for body, _ in self.hooks]
        items: list[Body] = []
        for webhook in told:
            assert is_valid_hmac_notification(webhook, key)
            wrapper, = webhook["notificationItems"]
            items.append(wrapper["NotificationRequestItem"])
            if items[-1]["eventCode"] in PROOF_FORGOTTEN:
                del items[-1]["additionalData"]["hmacSignature"]
            if ADYEN.exists():
                check_adyen(webhook, f"{SCHEMAS[items[-1]['eventCode']]}NotificationRequest", "Webhooks-v1")
        return items

    def told(self) -> list[tuple[str, str]]:
        return [(item["eventCode"], item["success"]) for item in self.items()]


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop(b"[accepted]")
    async with shop.listening():
        yield shop


@pytest.fixture
async def sandbox(shop: Shop) -> AsyncIterator[Sandbox]:
    async with Sandbox(webhook_url=shop.url, webhook_secret=HMAC_KEY, webhook_retry_after_s=(0.01, 0.01)) as sandbox:
        yield sandbox


async def paid(http: aiohttp.ClientSession, body: Body | None = None) -> str:
    psp: str = (await post(http, PAYMENTS, body or reserved()))["pspReference"]
    return psp


async def test_a_payment_and_what_comes_of_it_is_told(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                      shop: Shop) -> None:
    psp = await paid(http)
    capture = await modify(http, psp, "captures", 600, reference="c1")
    refund = await modify(http, psp, "refunds", 100)
    await sandbox.webhooks.drained()
    authorised, captured, refunded = shop.items()
    assert (authorised["eventCode"], authorised["success"], authorised["pspReference"]) == (
        "AUTHORISATION", "true", psp)
    assert (authorised["amount"], authorised["merchantReference"], authorised["merchantAccountCode"]) == (
        eur(1000), "o1", MERCHANT)
    assert authorised["reason"].endswith(":1111:03/2030")
    assert authorised["paymentMethod"] == "visa"
    assert "originalReference" not in authorised
    assert (captured["pspReference"], captured["originalReference"], captured["merchantReference"]) == (
        capture["pspReference"], psp, "c1")
    assert captured["amount"] == eur(600)
    assert (refunded["pspReference"], refunded["originalReference"], refunded["merchantReference"]) == (
        refund["pspReference"], psp, "o1")


async def test_a_refusal_says_why(http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    await paid(http, payment(card(holderName="NOT_ENOUGH_BALANCE")))
    await sandbox.webhooks.drained()
    item, = shop.items()
    assert (item["eventCode"], item["success"], item["reason"]) == ("AUTHORISATION", "false", "Not enough balance")


@pytest.mark.parametrize(("what", "value", "reason"), [
    ("captures", 1001, "Insufficient balance on payment"),
    ("refunds", 10, "Transaction hasn't been captured, refund not possible")])
async def test_what_the_payment_does_not_allow_is_received_and_told_to_have_failed(
        http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop, what: str, value: int, reason: str) -> None:
    psp = await paid(http)
    await modify(http, psp, what, value)
    await sandbox.webhooks.drained()
    assert (shop.items()[1]["success"], shop.items()[1]["reason"]) == ("false", reason)
    assert sandbox.ledger.total("EUR").held == 1000


async def test_every_other_modification_is_told_under_its_own_name(
        http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    await modify(http, await paid(http), "amountUpdates", 1500, reference="a1")
    await modify(http, await paid(http), "cancels")
    await modify(http, await paid(http), "reversals")
    await modify(http, await paid(http, payment()), "reversals")
    await paid(http, reserved(reference="o9"))
    await post(http, "/adyen/v68/cancels", modification(paymentReference="o9"), 201)
    await sandbox.webhooks.drained()
    changes = [item for item in shop.items() if item["eventCode"] != "AUTHORISATION"]
    assert [(item["eventCode"], item["success"], item["additionalData"].get("modification.action"))
            for item in changes] == [
        ("AUTHORISATION_ADJUSTMENT", "true", None), ("CANCELLATION", "true", None),
        ("CANCEL_OR_REFUND", "true", "cancel"), ("CANCEL_OR_REFUND", "true", "refund"),
        ("TECHNICAL_CANCEL", "true", None)]
    assert changes[0]["amount"] == eur(1500)


async def test_a_capture_and_a_refund_may_fail_later(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                     shop: Shop) -> None:
    await modify(http, await paid(http, reserved(card(holderName="capture failed"))), "captures", 1000)
    await modify(http, await paid(http, payment(card(holderName="refund failed"))), "refunds", 1000)
    await sandbox.webhooks.drained()
    assert shop.told() == [("AUTHORISATION", "true"), ("CAPTURE", "true"), ("CAPTURE_FAILED", "true"),
                           ("AUTHORISATION", "true"), ("REFUND", "true"), ("REFUND_FAILED", "true")]
    assert sandbox.ledger.total("EUR").captured == 1000
    assert sandbox.ledger.total("EUR").refunded == 0


@pytest.mark.parametrize(("holder", "events"), [
    ("Chargeback:10.4", ["NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK"]),
    ("Chargeback Reversed", ["NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK", "CHARGEBACK_REVERSED"]),
    ("Second Chargeback", ["NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK", "CHARGEBACK_REVERSED", "SECOND_CHARGEBACK"])])
async def test_a_chargeback_is_told_from_its_first_day(http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop,
                                                       holder: str, events: list[str]) -> None:
    psp = await paid(http, payment(card(holderName=holder)))
    await sandbox.webhooks.drained()
    assert [event for event, _ in shop.told()] == ["AUTHORISATION", *events]
    first = shop.items()[1]
    assert first["originalReference"] == psp
    assert {item["pspReference"] for item in shop.items()[1:]} == {first["pspReference"]}
    assert first["additionalData"]["chargebackReasonCode"] == "10.4"
    assert sandbox.ledger.total("EUR").kept == (1000 if events[-1] == "CHARGEBACK_REVERSED" else 0)


async def test_a_stored_card_is_told_with_its_contract(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                       shop: Shop) -> None:
    answer = await post(http, PAYMENTS, payment(storePaymentMethod=True, shopperReference="jane"))
    await sandbox.webhooks.drained()
    contract = next(item for item in shop.items() if item["eventCode"] == "RECURRING_CONTRACT")
    assert contract["pspReference"] == answer["additionalData"]["tokenization.storedPaymentMethodId"]
    assert contract["originalReference"] == answer["pspReference"]


async def test_payouts_and_orders_are_told(http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    for verdict in ("confirm", "decline"):
        submitted = await post(http, f"{PAYOUT}/storeDetailAndSubmitThirdParty", payout())
        await post(http, f"{PAYOUT}/{verdict}ThirdParty", {"merchantAccount": MERCHANT,
                                                           "originalReference": submitted["pspReference"]})
    await sandbox.settle("adyen", shop_psp(sandbox, "PAYOUT_THIRDPARTY"), "failed")
    order = await post(http, "/adyen/v68/orders", {"merchantAccount": MERCHANT, "amount": eur(900), "reference": "x"})
    named = {"pspReference": order["pspReference"], "orderData": order["orderData"]}
    await post(http, PAYMENTS, payment(value=900, order=named))
    await sandbox.webhooks.drained()
    assert shop.told() == [("PAYOUT_THIRDPARTY", "true"), ("PAYOUT_DECLINE", "true"), ("PAIDOUT_REVERSED", "true"),
                           ("ORDER_OPENED", "true"), ("AUTHORISATION", "true"), ("ORDER_CLOSED", "true")]


def shop_psp(sandbox: Sandbox, event: str) -> str:
    return next(delivery.event_id.partition("_")[0] for delivery in sandbox.webhooks.deliveries
                if delivery.event_type == event)


async def test_it_comes_again_until_it_is_accepted(http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    shop.answer = b"OK"
    await paid(http)
    await sandbox.webhooks.drained()
    delivery, = sandbox.webhooks.deliveries
    assert (delivery.attempts, delivery.status, delivery.delivered) == (3, 200, False)
    shop.answer = b"[accepted]"
    shop.fail_with([500])
    await paid(http)
    await sandbox.webhooks.drained()
    assert [(one.attempts, one.delivered) for one in sandbox.webhooks.deliveries] == [(3, False), (2, True)]
    assert shop.hooks[-1][0] == shop.hooks[-2][0]


async def test_a_tampered_webhook_proves_nothing(http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    await paid(http)
    await sandbox.webhooks.drained()
    webhook: dict[str, Any] = json.loads(shop.hooks[0][0])
    assert is_valid_hmac_notification(webhook, HMAC_KEY)
    assert not is_valid_hmac_notification(webhook, HMAC_KEY[::-1])
    webhook["notificationItems"][0]["NotificationRequestItem"]["amount"]["value"] = 1
    assert not is_valid_hmac_notification(webhook, HMAC_KEY)


async def test_a_secret_that_is_not_hexadecimal_stands_for_its_bytes(
        http: aiohttp.ClientSession, sandbox: Sandbox, shop: Shop) -> None:
    sandbox.set_webhook("adyen", shop.url, Secret("whsec_sandbox"))
    await paid(http)
    await sandbox.webhooks.drained()
    assert shop.items(b"whsec_sandbox".hex())


async def test_webhooks_are_doubled_and_turned_round(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                     shop: Shop) -> None:
    sandbox.faults.add(FaultKind.DUPLICATE_WEBHOOKS, operation="payments.create")
    sandbox.faults.add(FaultKind.OUT_OF_ORDER_WEBHOOKS, operation="payments.create")
    await post(http, PAYMENTS, payment(storePaymentMethod=True, shopperReference="jane"))
    await sandbox.webhooks.drained()
    assert [event for event, _ in shop.told()] == ["AUTHORISATION"] * 2 + ["RECURRING_CONTRACT"] * 2
