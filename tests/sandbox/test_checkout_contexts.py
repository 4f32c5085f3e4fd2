"""Payment contexts of the simulated Checkout.com, by our connector and by the official SDK: who agreed pays, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import specs
from sandbox.checkout_shop import account
from sandbox.test_checkout_sdk import ITS, opened
from tollbridge import (
    Authorize,
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    Currency,
    Decline,
    Money,
    OutcomeUnknown,
    PaymentStatus as Status,
    RefundRequest,
    Secret,
    Sync,
)
from tollbridge.domain.client_tokens import CheckoutClientAuthenticationResponse, PaypalClientAuthenticationResponse
from tollbridge.domain.errors import Rejected
from tollbridge.domain.methods.pay_later import Klarna
from tollbridge.domain.methods.wallets import PaypalSdk
from tollbridge.domain.payments import CreateOrder
from tollbridge.sandbox import FaultKind, SandboxThread, Total

PRICE = Money(4250, Currency.EUR)
KLARNA: dict[str, Any] = {"source": "klarna", "country": "DE", "locale": "de-DE"}


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("checkout", environment="test", base_url=running.base_url("checkout"), retries=None,
                            **account()) as shop:
        yield shop


def order(shop: BlockingTollbridge, price: Money = PRICE, **wishes: Any) -> Any:
    return shop.create_order(CreateOrder(amount=price, merchant_order_id="o-1",
                                         connector_feature_data=Secret(json.dumps(wishes)) if wishes else None))


def pay(shop: BlockingTollbridge, its_id: str | None, own_id: str = "o-1", *, klarna: bool = False,
        **more: Any) -> Any:
    return shop.authorize(Authorize(
        amount=PRICE, payment_method=Klarna() if klarna else PaypalSdk(), merchant_transaction_id=own_id,
        connector_order_id=its_id, **more))


def state(shop: BlockingTollbridge, its_id: str | None) -> Status:
    return shop.sync(Sync(connector_transaction_id=its_id or "", amount=PRICE)).status


def window(running: SandboxThread, partner_id: str, outcome: str | None) -> requests.Response:
    """PayPal's or Klarna's, opened by what the browser was given."""
    page = f"{running.base_url('checkout')}/agree/{partner_id}"
    shown = requests.get(page, timeout=5)
    return shown if outcome is None else requests.post(page, data={"outcome": outcome}, timeout=5)


def booked(running: SandboxThread, own_id: str = "o-1") -> Total:
    return running.sandbox.ledger.total("EUR", processor="checkout", reference=own_id)


def paypal_id(its: Any) -> str:
    assert isinstance(its.session_data, PaypalClientAuthenticationResponse)
    return its.session_data.session_token.reveal()


def test_paypal_is_paid_once_the_shopper_has_agreed_and_only_once(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = order(shop)
    assert (its.status, its.connector_order_id[:4], len(paypal_id(its))) == (Status.STARTED, "pct_", 17)
    assert state(shop, its.connector_order_id) is Status.AUTHENTICATION_PENDING
    early = pay(shop, its.connector_order_id)
    assert (early.status, early.error.unified, booked(running)) == (Status.FAILURE, Decline.INVALID_STATE, Total())
    assert "Do you pay with paypal?" in window(running, paypal_id(its), None).text
    assert "Close this window" in window(running, paypal_id(its), "passed").text
    assert state(shop, its.connector_order_id) is Status.AUTHENTICATION_SUCCESSFUL
    paid = pay(shop, its.connector_order_id, "o-2")
    assert (paid.status, booked(running, "o-2").kept) == (Status.CAPTURE_INITIATED, 4250)
    assert state(shop, paid.connector_transaction_id) is Status.CHARGED
    assert pay(shop, its.connector_order_id, "o-3").status is Status.FAILURE
    assert (booked(running, "o-2").charges, booked(running, "o-3")) == (1, Total())
    assert "Do you pay" not in window(running, paypal_id(its), None).text
    shop.refund(RefundRequest(connector_transaction_id=paid.connector_transaction_id, refund_amount=PRICE,
                              merchant_refund_id="r-1"))
    assert booked(running, "o-2").kept == 0


def test_klarna_is_reserved_by_a_context_that_is_captured_later(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = order(shop, **KLARNA, capture=False)
    library = its.session_data
    assert isinstance(library, CheckoutClientAuthenticationResponse)
    assert (library.payment_session_id[:4], len(library.payment_session_token.reveal())) == ("kcs_", 64)
    window(running, library.payment_session_id, "passed")
    held = pay(shop, its.connector_order_id, klarna=True, capture_method=CaptureMethod.MANUAL)
    assert (held.status, booked(running).held, booked(running).captured) == (Status.AUTHORIZED, 4250, 0)
    shop.capture(Capture(connector_transaction_id=held.connector_transaction_id or "", amount_to_capture=PRICE,
                         merchant_capture_id="c-1"))
    assert (booked(running).held, booked(running).kept) == (0, 4250)


def test_who_does_not_agree_does_not_pay_and_may_think_again(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = order(shop)
    window(running, paypal_id(its), "failed")
    no = pay(shop, its.connector_order_id)
    assert (no.status, no.error.unified, booked(running)) == (Status.FAILURE, Decline.CANCELED_BY_CUSTOMER, Total())
    assert running.wait(lambda sandbox: sandbox.settle("checkout", its.connector_order_id, None)) == "Approved"
    assert pay(shop, its.connector_order_id, "o-2").status is Status.CAPTURE_INITIATED


@pytest.mark.parametrize(("price", "wishes", "code"), [
    (Money(4250, Currency.USD), KLARNA, "currency_not_supported"),
    (PRICE, {**KLARNA, "country": "JP"}, "billing_country_invalid")])
def test_klarna_wants_its_countries_and_their_currency(
        shop: BlockingTollbridge, price: Money, wishes: dict[str, Any], code: str) -> None:
    no = order(shop, price, **wishes)
    assert (no.status, no.error.code, no.connector_order_id) == (Status.FAILURE, code, None)


def test_what_is_another_shops_is_not_there(shop: BlockingTollbridge, running: SandboxThread) -> None:
    with BlockingTollbridge("checkout", environment="test", base_url=running.base_url("checkout"), retries=None,
                            **account("harbour")) as other:
        theirs = order(other)
    window(running, paypal_id(theirs), "passed")
    with pytest.raises(Rejected):
        state(shop, theirs.connector_order_id)
    assert pay(shop, theirs.connector_order_id).status is Status.FAILURE
    assert booked(running) == Total()
    assert window(running, "kcs_nobody", None).status_code == 404


def test_a_payment_whose_answer_is_lost_is_found_and_not_made_twice(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = order(shop)
    window(running, paypal_id(its), "passed")
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="checkout", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        pay(shop, its.connector_order_id)
    assert state(shop, told.value.reference) is Status.CHARGED
    again = pay(shop, its.connector_order_id)  # with the same key
    assert (again.status, booked(running).charges) == (Status.CAPTURE_INITIATED, 1)


def test_a_key_opens_one_context(running: SandboxThread) -> None:
    body = {"source": {"type": "paypal"}, "amount": 1000, "currency": "EUR", "processing_channel_id": ITS.channel}
    ids = {requests.post(running.base_url("checkout") + "/payment-contexts", json=body, timeout=5, headers={
        "Authorization": f"Bearer {ITS.secret_key}", "Cko-Idempotency-Key": key}).json()["id"] for key in "aab"}
    assert len(ids) == 2


@pytest.mark.parametrize(("change", "code"), [
    ({"source": {"type": "shells"}}, "payment_method_not_supported"), ({"source": None}, "source_type_required"),
    ({"amount": -1}, "amount_invalid"), ({"currency": "XYZ"}, "currency_invalid"),
    ({"reference": "x" * 51}, "reference_invalid"), ({"payment_type": "MOTO"}, "payment_type_invalid"),
    ({"processing_channel_id": "pc_1"}, "channel_details_invalid"),
    ({"source": {"type": "klarna", "account_holder": {"billing_address": {"country": "DE"}}}}, "items_required")])
def test_what_is_wrong_with_a_context_is_named(running: SandboxThread, change: dict[str, Any], code: str) -> None:
    body = {"source": {"type": "paypal"}, "amount": 1000, "currency": "EUR", "processing_channel_id": ITS.channel}
    told = requests.post(running.base_url("checkout") + "/payment-contexts", json=body | change, timeout=5,
                         headers={"Authorization": f"Bearer {ITS.secret_key}"})
    assert (told.status_code, told.json()["error_codes"]) == (422, [code])


def of_the_sdk(body: dict[str, Any]) -> dict[str, Any]:
    """A golden body by the SDK's request classes, which refuse what they do not name."""
    source: dict[str, Any] = {"class": "PaymentContextPaypalSource"}
    if body["source"]["type"] == "klarna":
        home = {"class": "Address", **body["source"]["account_holder"]["billing_address"]}
        source = {"class": "PaymentContextKlarnaSource",
                  "account_holder": {"class": "AccountHolder", "billing_address": home}}
    classed = {"source": source, "items": [{"class": "PaymentContextsItems", **line} for line in body["items"]],
               "processing_channel_id": ITS.channel}
    if "processing" in body:
        classed["processing"] = {"class": "PaymentContextsProcessing", **body["processing"]}
    return {"class": "PaymentContextsRequest", **body, **classed}


def test_the_official_sdk_opens_what_the_connector_opens_and_pays_it(running: SandboxThread) -> None:
    sent = {name: json.loads(exchange["send"]["body"]) for name, exchange in specs.exchanges("checkout")
            if exchange["send"]["url"].endswith("/payment-contexts") and exchange["receive"]["status"] == 201}
    assert {body["source"]["type"] for body in sent.values()} == {"paypal", "klarna"}
    with opened(running) as sdk:
        for number, body in enumerate(sent.values()):
            status, made = sdk("contexts", "create_payment_contexts", of_the_sdk(body))
            partner = made["partner_metadata"]
            assert (status, made["id"][:4], len(partner)) == (201, "pct_", 1 if "order_id" in partner else 2)
            window(running, partner.get("order_id") or partner["session_id"], "passed")
            status, its = sdk("contexts", "get_payment_context_details", made["id"])
            asked = its["payment_request"]
            assert (status, its["status"], asked["amount"], asked["capture"], asked["items"][0]["quantity"]) == (
                200, "Approved", body["amount"], body["capture"], 1)
            status, paid = sdk("payments", "request_payment", {
                "class": "PaymentRequest", "payment_context_id": made["id"], "processing_channel_id": ITS.channel,
                "reference": f"s-{number}"})
            assert (status, paid["status"], paid["amount"], paid["source"]["type"]) == (
                201, "Authorized", body["amount"], body["source"]["type"])
            total = running.sandbox.ledger.total(body["currency"], processor="checkout", reference=f"s-{number}")
            assert (total.charges, bool(total.kept), bool(total.held)) == (1, body["capture"], not body["capture"])
        assert sdk("contexts", "get_payment_context_details", "pct_nobody")[0] == 404
