"""Requests to the simulated Adyen that several tests send, and what sends them."""

from __future__ import annotations

from typing import Any

import aiohttp

Body = dict[str, Any]

KEY = "AQE_sandbox"
MERCHANT = "TollbridgeShop"
PAYMENTS = "/adyen/v68/payments"
DETAILS = f"{PAYMENTS}/details"
PAYOUT = "/adyen/pal/servlet/Payout/v68"
RECURRING = "/adyen/pal/servlet/Recurring/v68"
DISPUTES = "/adyen/ca/services/DisputeService/v30"
THREE_DS_CARD = "4917610000000000"
RETURN_URL = "https://shop.example/back?order=1"


def eur(value: int) -> Body:
    return {"currency": "EUR", "value": value}


def card(number: str = "4111111111111111", **others: Any) -> Body:
    return {"type": "scheme", "number": number, "expiryMonth": "03", "expiryYear": "2030", "cvc": "737",
            "holderName": "Jane Doe", **others}


def payment(method: Body | None = None, value: int = 1000, **others: Any) -> Body:
    return {"amount": eur(value), "merchantAccount": MERCHANT, "reference": "o1", "returnUrl": RETURN_URL,
            "paymentMethod": card() if method is None else method, **others}


def reserved(method: Body | None = None, value: int = 1000, **others: Any) -> Body:
    """A payment that waits for its capture."""
    return payment(method, value, additionalData={"manualCapture": "true"}, **others)


def modification(value: int | None = None, **others: Any) -> Body:
    return {"merchantAccount": MERCHANT, **({} if value is None else {"amount": eur(value)}), **others}


def payout(**others: Any) -> Body:
    return {"merchantAccount": MERCHANT, "amount": eur(2500), "reference": "p1", "shopperEmail": "jane@example.com",
            "shopperReference": "jane", "dateOfBirth": "1990-01-01", "nationality": "NL",
            "entityType": "NaturalPerson", "recurring": {"contract": "PAYOUT"},
            "bank": {"iban": "NL13TEST0123456789", "ownerName": "Jane Doe", "countryCode": "NL"}, **others}


async def post(http: aiohttp.ClientSession, path: str, body: Any, status: int = 200, **headers: str) -> Body:
    """The answer's body; its status has to be the one that is expected."""
    async with http.post(path, json=body, headers={"X-API-Key": KEY, **headers}) as answer:
        told: Body = await answer.json()
        assert answer.status == status, told
    return told


async def modify(http: aiohttp.ClientSession, psp: str, what: str, value: int | None = None, **others: Any) -> Body:
    return await post(http, f"{PAYMENTS}/{psp}/{what}", modification(value, **others), 201)
