"""Acme Pay: the contract suite, and a payment through the pure pair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tollbridge import (
    AUTHORIZE,
    Authorize,
    BlockingTollbridge,
    Currency,
    HttpResponse,
    Money,
    PaymentStatus,
    Unsupported,
    card,
)
from tollbridge.domain.methods.bank_redirects import Ideal
from tollbridge.testing import check_connector

GOLDEN = Path(__file__).parents[1] / "golden"


def test_it_passes_the_contract_suite() -> None:
    check_connector("acme", GOLDEN)


def test_it_pays_with_any_http_client() -> None:
    acme = BlockingTollbridge("acme", environment="test", api_key="test_key")
    pay = Authorize(amount=Money(1234, Currency.EUR), payment_method=card("4111111111111111", "12", "2034"),
                    merchant_transaction_id="order-1")
    built = acme.build(AUTHORIZE, pay)
    assert (built.method, built.url) == ("POST", "https://sandbox.acme.example/payments")
    assert json.loads(built.body or b"")["amount"] == "12.34"
    answer = HttpResponse(200, b'{"id": "p1", "status": "taken", "amount": "12.34", "currency": "EUR"}')
    assert acme.parse(AUTHORIZE, pay, answer).status is PaymentStatus.CHARGED


def test_another_payment_method_is_refused() -> None:
    acme = BlockingTollbridge("acme", environment="test", api_key="test_key")
    pay = Authorize(amount=Money(1234, Currency.EUR), payment_method=Ideal(), merchant_transaction_id="order-1")
    with pytest.raises(Unsupported, match="ideal"):
        acme.build(AUTHORIZE, pay)
