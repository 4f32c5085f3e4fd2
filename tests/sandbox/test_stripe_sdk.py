"""The official SDK lives a card's life against the sandbox."""

from __future__ import annotations

from typing import Any

import pytest
import stripe
from stripe.params import PaymentIntentCreateParams

from sandbox.forms import card_params
from tollbridge.sandbox import SandboxThread


def paid(client: stripe.StripeClient, **others: object) -> stripe.PaymentIntent:
    params: PaymentIntentCreateParams = {"amount": 1000, "currency": "usd", "confirm": True,
                                         "payment_method": "pm_card_visa"}
    return client.v1.payment_intents.create({**params, **others})  # type: ignore[typeddict-item]


def test_the_sdk_creates_and_confirms_and_its_path_and_version_arrive(
        running: SandboxThread, client: stripe.StripeClient) -> None:
    created = client.v1.payment_intents.create(card_params())
    confirmed = client.v1.payment_intents.confirm(created.id)

    assert (created.status, confirmed.status, confirmed.amount_received) == (
        "requires_confirmation", "succeeded", 1000)
    first, second = running.sandbox.requests
    assert (first.method, first.path) == ("POST", "/v1/payment_intents")
    assert second.path == f"/v1/payment_intents/{created.id}/confirm"
    assert first.headers["stripe-version"] == second.headers["stripe-version"] == "2022-11-15"
    assert first.headers["idempotency-key"]
    assert first.headers["authorization"] == "Bearer ***"


def test_confirming_at_once_takes_the_money(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = paid(client, metadata={"order_id": "o7"}, expand=["latest_charge"])

    assert intent.status == "succeeded"
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert intent.latest_charge.payment_method_details is not None
    assert intent.latest_charge.payment_method_details.card is not None
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    total = running.sandbox.ledger.total("USD", reference="o7")
    assert (total.charges, total.authorized, total.captured, total.kept) == (1, 1000, 1000, 1000)


def test_a_payment_is_found_by_the_merchants_own_reference(client: stripe.StripeClient) -> None:
    first, second = (paid(client, metadata={"order_id": "it's 9", "shop": shop}) for shop in ("a", "b"))

    def found(query: str, **others: Any) -> list[str]:
        params: Any = {"query": query, **others}
        return [intent.id for intent in client.v1.payment_intents.search(params).data]

    assert found('metadata["order_id"]:"it\'s 9"') == [second.id, first.id]
    assert found("metadata['order_id']:'it\\'s 9' AND metadata['shop']:'a'") == [first.id]
    assert found('metadata["order_id"]:"it\'s 9"', limit=1) == [second.id]
    assert found("metadata['order_id']:'10'") == []
    with pytest.raises(stripe.InvalidRequestError, match="searches by metadata"):
        found("amount>100")


def test_3ds_that_was_run_elsewhere_needs_no_challenge(client: stripe.StripeClient) -> None:
    """https://docs.stripe.com/payments/payment-intents/three-d-secure-import"""
    card: Any = {"type": "card", "card": {"number": "4000002760003184", "exp_month": 12, "exp_year": 2034}}
    asked: Any = {"amount": 1000, "currency": "eur", "confirm": True, "payment_method_data": card,
                  "return_url": "https://shop.example/return"}
    done = {"version": "2.2.0", "cryptogram": "kBMK4mpFLRJ7zBIYGhMvU4ZRCxQE", "transaction_id": "ds-1",
            "electronic_commerce_indicator": "05"}
    assert client.v1.payment_intents.create(asked).status == "requires_action"
    intent = client.v1.payment_intents.create(asked | {
        "payment_method_options": {"card": {"three_d_secure": done}}, "expand": ["latest_charge"]})
    assert intent.status == "succeeded"
    charge: Any = intent.latest_charge
    assert charge.payment_method_details.card.three_d_secure.transaction_id == "ds-1"


def test_a_reservation_is_captured_in_part_and_the_rest_released(
        running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = paid(client, capture_method="manual")
    captured = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 700, "expand": ["latest_charge"]})

    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 1000, 0)
    assert (captured.status, captured.amount, captured.amount_received) == ("succeeded", 1000, 700)
    assert captured.amount_capturable == 0
    assert isinstance(captured.latest_charge, stripe.Charge)
    assert (captured.latest_charge.amount_captured, captured.latest_charge.amount_refunded) == (700, 300)
    assert not captured.latest_charge.refunded
    total = running.sandbox.ledger.total("USD", payment=intent.id)
    assert (total.captured, total.released, total.refunded, total.held) == (700, 300, 0, 0)


def test_a_reservation_is_canceled_and_released(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = paid(client, capture_method="manual")
    canceled = client.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "requested_by_customer"})

    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "requested_by_customer")
    assert canceled.canceled_at == 1_763_600_000
    assert canceled.amount_capturable == 0
    total = running.sandbox.ledger.total("USD")
    assert (total.authorized, total.released, total.held, total.kept) == (1000, 1000, 0, 0)


def test_refunds_come_in_parts_until_nothing_is_left(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = paid(client)
    first = client.v1.refunds.create({"payment_intent": intent.id, "amount": 300, "metadata": {"order_id": "r1"},
                                      "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError, match=r"Refund amount \(\$8\.00\) is greater than unrefunded "
                                                         r"amount on charge \(\$7\.00\)") as too_much:
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 800})
    rest = client.v1.refunds.create({"charge": str(intent.latest_charge)})
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        client.v1.refunds.create({"payment_intent": intent.id})

    assert (first.amount, first.status, first.reason) == (300, "succeeded", "requested_by_customer")
    assert rest.amount == 700
    assert (too_much.value.param, too_much.value.http_status) == ("amount", 400)
    assert nothing_left.value.code == "charge_already_refunded"
    metadata = client.v1.refunds.retrieve(first.id).metadata
    assert metadata is not None
    assert metadata["order_id"] == "r1"
    assert client.v1.charges.retrieve(str(intent.latest_charge)).refunded
    assert running.sandbox.ledger.total("USD", payment=intent.id).refunded == 1000


def test_objects_are_retrieved_and_ids_expanded_only_on_demand(client: stripe.StripeClient) -> None:
    intent = paid(client)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    plain = client.v1.payment_intents.retrieve(intent.id)
    rich = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge.refunds", "payment_method"]})

    assert isinstance(plain.latest_charge, str)
    assert plain.latest_charge.startswith("ch_")
    assert isinstance(plain.payment_method, str)
    assert plain.payment_method.startswith("pm_")
    assert isinstance(rich.latest_charge, stripe.Charge)
    assert rich.latest_charge.refunds is not None
    assert [refund.amount for refund in rich.latest_charge.refunds.data] == [1]
    assert isinstance(rich.payment_method, stripe.PaymentMethod)
    method = client.v1.payment_methods.retrieve(plain.payment_method)
    assert method.card is not None
    assert (method.card.brand, method.card.exp_year) == ("visa", 2026)
    assert "refunds" not in client.v1.charges.retrieve(plain.latest_charge)


def test_a_payment_method_is_made_first_and_used_later(client: stripe.StripeClient) -> None:
    method = client.v1.payment_methods.create(
        {"type": "card", "card": {"number": "5555555555554444", "exp_month": 1, "exp_year": 2031, "cvc": "123"}})
    intent = paid(client, payment_method=method.id, expand=["payment_method"])

    assert isinstance(intent.payment_method, stripe.PaymentMethod)
    assert intent.payment_method.id == method.id
    assert intent.payment_method.card is not None
    assert (intent.payment_method.card.brand, intent.payment_method.card.last4) == ("mastercard", "4444")


def test_a_decline_is_the_sdks_card_error_with_the_payment_in_it(
        running: SandboxThread, client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(client, payment_method="pm_card_visa_chargeDeclinedInsufficientFunds")

    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    error = declined.value.error
    assert error is not None
    assert error.payment_intent is not None
    assert error.charge is not None
    assert (error.decline_code, error.network_decline_code, error.advice_code) == (
        "insufficient_funds", "51", "try_again_later")
    assert (error.payment_intent.status, error.payment_intent.payment_method) == ("requires_payment_method", None)
    assert client.v1.charges.retrieve(error.charge).status == "failed"
    assert len(running.sandbox.ledger) == 0


def test_another_card_saves_a_declined_payment(running: SandboxThread, client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(client, payment_method="pm_card_chargeDeclined")
    assert declined.value.error is not None
    assert declined.value.error.payment_intent is not None
    saved = client.v1.payment_intents.confirm(declined.value.error.payment_intent.id,
                                              {"payment_method": "pm_card_mastercard"})

    assert saved.status == "succeeded"
    assert saved.last_payment_error is None
    assert running.sandbox.ledger.total("USD", payment=saved.id).charges == 1
