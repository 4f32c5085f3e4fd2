"""Request forms that several tests send."""

from __future__ import annotations

from stripe.params import PaymentIntentCreateParams

INTENTS = "/stripe/v1/payment_intents"
REFUNDS = "/stripe/v1/refunds"


def card_form(number: str = "4242424242424242", **others: str) -> dict[str, str]:
    """A card payment as it goes over the wire."""
    return {
        "amount": "1000", "currency": "usd", "confirm": "true", "return_url": "https://shop.example/back?order=1",
        "payment_method_data[type]": "card", "payment_method_data[card][number]": number,
        "payment_method_data[card][exp_month]": "12", "payment_method_data[card][exp_year]": "2030",
        "payment_method_data[card][cvc]": "737", "metadata[order_id]": "o1", **others,
    }


def method_form(method: str = "pm_card_visa", **others: str) -> dict[str, str]:
    """A payment with one of Stripe's ready-made payment methods."""
    return {"amount": "1000", "currency": "usd", "confirm": "true", "payment_method": method,
            "return_url": "https://shop.example/back?order=1", "metadata[order_id]": "o1", **others}


def card_params(number: str = "4242424242424242") -> PaymentIntentCreateParams:
    """A card payment as the official SDK takes it; it is typed in, and left to be confirmed."""
    card = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "737"}
    # The SDK's types know tokens only, its API takes numbers
    return {"amount": 1000, "currency": "usd", "metadata": {"order_id": "o1"},
            "payment_method_data": {"type": "card", "card": card}}  # type: ignore[typeddict-unknown-key]
