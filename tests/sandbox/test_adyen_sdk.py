"""The official SDK lives a payment's life against the sandbox."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

import Adyen
import pytest
import requests
from Adyen.exceptions import (
    AdyenAPIAuthenticationError,
    AdyenAPICommunicationError,
    AdyenAPIInvalidPermission,
    AdyenAPIResponseError,
    AdyenAPIUnprocessableEntity,
)
from Adyen.util import is_valid_hmac_notification

from sandbox.adyen_bodies import MERCHANT, THREE_DS_CARD, Body, card, eur, modification, payment, payout, reserved
from sandbox.receiver import Receiver
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import FaultKind, SandboxThread

HMAC_KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[Receiver]:
    """A shop that takes each webhook, in the sandbox's own loop."""
    shop, stack = Receiver(b"[accepted]"), AsyncExitStack()
    running.wait(lambda sandbox: stack.enter_async_context(shop.listening()))
    running.sandbox.set_webhook("adyen", shop.url, Secret(HMAC_KEY))
    yield shop
    running.wait(lambda sandbox: stack.aclose())


def items(running: SandboxThread, shop: Receiver) -> list[Body]:
    """What was told so far, verified by the SDK."""
    running.wait(lambda sandbox: sandbox.webhooks.drained())
    webhooks = [json.loads(body) for body, _ in shop.hooks]
    assert all(is_valid_hmac_notification(webhook, HMAC_KEY) for webhook in webhooks)
    return [webhook["notificationItems"][0]["NotificationRequestItem"] for webhook in webhooks]


def pay(adyen: Adyen.Adyen, body: Body | None = None, **options: Any) -> Body:
    told: Body = adyen.checkout.payments_api.payments(body or payment(), **options).message
    return told


def test_the_sdks_path_and_headers_arrive(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    result = adyen.checkout.payments_api.payments(payment(), idempotency_key="key-1")
    assert (result.status_code, result.message["resultCode"]) == (200, "Authorised")
    assert result.psp == result.message["pspReference"]
    arrival, = running.sandbox.requests
    assert (arrival.method, arrival.path, arrival.operation) == ("POST", "/v68/payments", "payments.create")
    assert arrival.headers["x-api-key"] == "***"
    assert arrival.headers["idempotency-key"] == "key-1"
    assert arrival.headers["adyen-library-name"] == "adyen-python-api-library"
    total = running.sandbox.ledger.total("EUR", reference="o1")
    assert (total.charges, total.authorized, total.captured, total.kept) == (1, 1000, 1000, 1000)


def test_a_reservation_is_captured_refunded_and_told(
        running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    psp = pay(adyen, reserved())["pspReference"]
    assert running.sandbox.ledger.total("EUR").held == 1000
    changes = adyen.checkout.modifications_api
    captured = changes.capture_authorised_payment(modification(600, reference="c1"), psp)
    refunded = changes.refund_captured_payment(modification(100), psp)
    assert (captured.status_code, captured.message["status"], captured.message["paymentPspReference"]) == (
        201, "received", psp)
    total = running.sandbox.ledger.total("EUR", payment=psp)
    assert (total.captured, total.released, total.refunded, total.held) == (600, 400, 100, 0)
    assert [(item["eventCode"], item["pspReference"]) for item in items(running, shop)] == [
        ("AUTHORISATION", psp), ("CAPTURE", captured.psp), ("REFUND", refunded.psp)]
    assert running.sandbox.requests.of("captures.create")[0].path == f"/v68/payments/{psp}/captures"


def test_the_rest_of_the_modifications(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    changes = adyen.checkout.modifications_api
    first, second, third = (pay(adyen, reserved(reference=f"o{number}"))["pspReference"] for number in range(3))
    changes.update_authorised_amount(modification(1500, reference="a1"), first)
    changes.cancel_authorised_payment_by_psp_reference(modification(), first)
    changes.refund_or_cancel_payment(modification(), second)
    by_reference = changes.cancel_authorised_payment(modification(paymentReference="o2")).message
    assert by_reference["paymentReference"] == "o2"
    ledger = running.sandbox.ledger
    assert [ledger.total("EUR", payment=psp).released for psp in (first, second, third)] == [1500, 1000, 1000]
    assert ledger.total("EUR").held == 0


def test_a_refusal_is_an_answer(running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    answer = pay(adyen, payment(card(holderName="DECLINED : 05 : Do not honor")))
    assert (answer["resultCode"], answer["refusalReason"], answer["refusalReasonCode"]) == ("Refused", "Refused", "2")
    assert answer["additionalData"]["refusalReasonRaw"] == "05 : Do not honor"
    assert [(item["eventCode"], item["success"]) for item in items(running, shop)] == [("AUTHORISATION", "false")]
    assert len(running.sandbox.ledger) == 0


def test_3ds_by_redirect_goes_on_with_the_result(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    answer = pay(adyen, payment(card(THREE_DS_CARD), browserInfo={"userAgent": "Test", "acceptHeader": "*/*"}))
    assert answer["resultCode"] == "RedirectShopper"
    assert len(running.sandbox.ledger) == 0
    back = requests.Session().send(redirected(answer["action"]["url"]), allow_redirects=False)
    arrived = parse_qs(urlsplit(back.headers["Location"]).query)
    assert arrived["order"] == ["1"]
    assert len(running.sandbox.ledger) == 0  # only the merchant's next call has it authorised
    result = adyen.checkout.payments_api.payments_details({"details": {"redirectResult": arrived["redirectResult"][0]}})
    assert (result.message["resultCode"], result.message["merchantReference"]) == ("Authorised", "o1")
    assert result.message["additionalData"]["threeDAuthenticated"] == "true"
    assert running.sandbox.ledger.total("EUR").kept == 1000
    again = adyen.checkout.payments_api.payments_details({"details": {"redirectResult": arrived["redirectResult"][0]}})
    assert again.message["pspReference"] == result.message["pspReference"]
    assert running.sandbox.ledger.total("EUR").charges == 1


def redirected(url: str) -> requests.PreparedRequest:
    """The browser's part; its address leads to the sandbox already."""
    sandbox = urlsplit(url)
    prepared = requests.Request("POST", url, data={"outcome": "complete"}).prepare()
    prepared.url = f"https://checkout-test.adyen.com{sandbox.path.removeprefix('/adyen')}"
    return prepared


def test_a_session_is_made_and_paid(running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    asked = {name: value for name, value in payment().items() if name != "paymentMethod"}
    session = adyen.checkout.payments_api.sessions(asked).message
    assert session["sessionData"]
    path = f"/v68/sessions/{session['id']}"
    result = adyen.checkout.payments_api.get_result_of_payment_session(session["id"]).message
    assert (result["status"], running.sandbox.requests.of("sessions.retrieve")[0].path) == ("active", path)
    assert running.wait(lambda sandbox: sandbox.settle("adyen", session["id"])) == "Authorised"
    assert adyen.checkout.payments_api.get_result_of_payment_session(session["id"]).message["status"] == "completed"
    assert [item["merchantReference"] for item in items(running, shop)] == ["o1"]
    assert running.sandbox.ledger.total("EUR").kept == 1000


def test_a_stored_card_pays_until_it_is_disabled(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    first = pay(adyen, payment(storePaymentMethod=True, shopperReference="jane",
                               recurringProcessingModel="Subscription"))
    token = first["additionalData"]["recurring.recurringDetailReference"]
    later = payment({"type": "scheme", "storedPaymentMethodId": token}, shopperReference="jane",
                    shopperInteraction="ContAuth", recurringProcessingModel="Subscription")
    assert pay(adyen, later)["resultCode"] == "Authorised"
    named = {"merchantAccount": MERCHANT, "shopperReference": "jane"}
    listed = adyen.recurring.recurring_api.list_recurring_details(named).message
    assert listed["details"][0]["RecurringDetail"]["recurringDetailReference"] == token
    disabled = adyen.recurring.recurring_api.disable(named | {"recurringDetailReference": token}).message
    assert disabled["response"] == "[detail-successfully-disabled]"
    with pytest.raises(AdyenAPIUnprocessableEntity) as refused:
        pay(adyen, later)
    assert refused.value.error_code == "800"
    assert running.sandbox.ledger.total("EUR").charges == 2


def test_a_gift_card_and_a_card_pay_an_order(running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    gift = {"type": "givex", "number": "6036280000000000000", "cvc": "737"}
    api = adyen.checkout.orders_api
    balance = api.get_balance_of_gift_card({"merchantAccount": MERCHANT, "amount": eur(8000),
                                            "paymentMethod": gift}).message
    assert (balance["resultCode"], balance["balance"]["value"]) == ("NotEnoughBalance", 5000)
    order = api.orders({"merchantAccount": MERCHANT, "amount": eur(8000), "reference": "order-1"}).message
    named = {"pspReference": order["pspReference"], "orderData": order["orderData"]}
    first = pay(adyen, payment(gift, 5000, order=named))
    assert first["order"]["remainingAmount"] == eur(3000)
    second = pay(adyen, payment(value=3000, order=named))
    assert second["order"]["remainingAmount"] == eur(0)
    assert pay(adyen, payment(gift, 1))["refusalReason"] == "Not enough balance"
    assert "ORDER_CLOSED" in [item["eventCode"] for item in items(running, shop)]
    assert running.sandbox.ledger.total("EUR").kept == 8000


def test_a_dispute_is_defended_with_documents(running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    pay(adyen, payment(card(holderName="Chargeback:13.1")))
    chargeback = items(running, shop)[-1]
    assert chargeback["eventCode"] == "CHARGEBACK"
    named = {"merchantAccountCode": MERCHANT, "disputePspReference": chargeback["pspReference"]}
    api = adyen.disputes.disputes_api
    defense = named | {"defenseReasonCode": "SupplyDefenseMaterial"}
    assert not api.defend_dispute(defense).message["disputeServiceResult"]["success"]
    document = {"defenseDocumentTypeCode": "DefenseMaterial", "contentType": "application/pdf", "content": "JVBERg=="}
    assert api.supply_defense_document(named | {"defenseDocuments": [document]}).message[
        "disputeServiceResult"]["success"]
    reasons = api.retrieve_applicable_defense_reasons(named).message["defenseReasons"]
    assert [reason["defenseReasonCode"] for reason in reasons if reason["satisfied"]] == ["SupplyDefenseMaterial"]
    assert api.defend_dispute(defense).message["disputeServiceResult"]["success"]
    assert running.sandbox.ledger.total("EUR").kept == 0
    assert running.wait(lambda sandbox: sandbox.settle("adyen", chargeback["pspReference"], "succeeded")) == "Won"
    assert running.sandbox.ledger.total("EUR").kept == 1000
    assert running.sandbox.requests.of("disputes.defend")[0].path == "/ca/services/DisputeService/v30/defendDispute"
    assert not api.accept_dispute(named).message["disputeServiceResult"]["success"]


def test_payouts_are_submitted_reviewed_and_paid(running: SandboxThread, adyen: Adyen.Adyen, shop: Receiver) -> None:
    start, review = adyen.payout.initialization_api, adyen.payout.reviewing_api
    submitted = start.store_detail_and_submit_third_party(payout()).message
    assert submitted["resultCode"] == "[payout-submit-received]"
    assert len(running.sandbox.ledger) == 0
    named = {"merchantAccount": MERCHANT, "originalReference": submitted["pspReference"]}
    assert review.confirm_third_party(named).message["response"] == "[payout-confirm-received]"
    with pytest.raises(AdyenAPIUnprocessableEntity):
        review.decline_third_party(named)
    again = start.submit_third_party({
        "merchantAccount": MERCHANT, "amount": eur(100), "reference": "p2", "shopperEmail": "jane@example.com",
        "shopperReference": "jane", "recurring": {"contract": "PAYOUT"}, "selectedRecurringDetailReference": "LATEST"})
    declined = review.decline_third_party({"merchantAccount": MERCHANT, "originalReference": again.psp}).message
    assert declined["response"] == "[payout-decline-received]"
    bare = {name: text for name, text in card().items() if name != "type"}
    instant = adyen.payout.instant_payouts_api.payout({
        "merchantAccount": MERCHANT, "amount": eur(300), "reference": "p3", "card": bare})
    assert instant.message["resultCode"] == "Authorised"
    refused = adyen.payout.instant_payouts_api.payout({
        "merchantAccount": MERCHANT, "amount": eur(300), "reference": "p4", "card": bare | {"holderName": "DECLINED"}})
    assert (refused.message["resultCode"], refused.message["refusalReason"]) == ("Refused", "Refused")
    assert running.sandbox.ledger.total("EUR").paid_out == 2800
    assert [(item["eventCode"], item["success"]) for item in items(running, shop)] == [
        ("PAYOUT_THIRDPARTY", "true"), ("PAYOUT_DECLINE", "true"), ("PAYOUT_THIRDPARTY", "true"),
        ("PAYOUT_THIRDPARTY", "false")]
    paths = {arrival.path.rpartition("/")[0] for arrival in running.sandbox.requests}
    assert paths == {"/pal/servlet/Payout/v68"}


def test_refusals_of_the_call_are_the_sdks_errors(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    with pytest.raises(AdyenAPIUnprocessableEntity) as invalid:
        pay(adyen, payment(card("4111111111111112")))
    assert (invalid.value.error_code, invalid.value.status_code) == ("101", 422)
    with pytest.raises(AdyenAPIInvalidPermission) as forbidden:
        pay(adyen, payment() | {"merchantAccount": "UnknownShop"})
    assert forbidden.value.error_code == "901"
    adyen.client.xapikey = "wrong"
    with pytest.raises(AdyenAPIAuthenticationError) as unknown:
        pay(adyen)
    assert (unknown.value.error_code, unknown.value.status_code) == ("000", 401)
    assert len(running.sandbox.ledger) == 0


def test_faults_reach_the_sdk_and_its_key_recovers(running: SandboxThread, adyen: Adyen.Adyen) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation="payments.create")
    with pytest.raises(requests.ConnectionError):
        pay(adyen, idempotency_key="key-1")
    answer = pay(adyen, idempotency_key="key-1")
    assert answer["resultCode"] == "Authorised"
    assert running.sandbox.ledger.total("EUR").charges == 1
    running.sandbox.faults.add(FaultKind.ERROR_BEFORE_EFFECT, operation="payments.create")
    with pytest.raises(AdyenAPICommunicationError):
        pay(adyen, idempotency_key="key-2")
    running.sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, operation="payments.create")
    with pytest.raises(AdyenAPIResponseError) as throttled:
        pay(adyen, idempotency_key="key-2")
    assert throttled.value.status_code == 429
    pay(adyen, idempotency_key="key-2")
    assert running.sandbox.ledger.total("EUR").charges == 2
