"""Whoever reads `tollbridge connectors show` has an account with which the simulated processor takes a payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from tollbridge import (
    Address,
    Authorize,
    BlockingTollbridge,
    Country,
    Currency,
    Customer,
    Money,
    PaymentAddress,
    PaymentStatus,
    Secret,
    card,
    catalog,
    upi,
)
from tollbridge.edges.cli.named_cards import named_cards
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.catalog import account_of

SIMULATED = tuple(name for name in catalog.names() if account_of(name) is not None)
CURRENCIES = {"authorizedotnet": Currency.USD, "phonepe": Currency.INR}
TAKEN = {PaymentStatus.CHARGED, PaymentStatus.CAPTURE_INITIATED, PaymentStatus.AUTHENTICATION_PENDING}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


def test_the_faces_of_a_family_are_simulated_by_its_first() -> None:
    places = {name: found[0] for name in SIMULATED if (found := account_of(name)) is not None}
    assert {name for name, place in places.items() if place == "cybersource"} == {
        "cybersource", "bankofamerica", "wellsfargo", "barclaycard"}
    assert account_of("worldpay") is None


def test_cards_of_3ds_are_named_where_it_is_done() -> None:
    named = {name for name in SIMULATED for its in named_cards(name) if its.happens.startswith("3DS")}
    assert {"cybersource", "barclaycard", "braintree", "checkout"} <= named
    assert not named & {"bankofamerica", "wellsfargo"}
    assert named_cards("wellsfargo")[0].happens == "approved (Visa)"


@pytest.mark.parametrize("name", SIMULATED)
def test_the_account_that_is_shown_is_taken(name: str, sandbox: SandboxThread) -> None:
    found = account_of(name)
    assert found is not None
    path, credentials = found[0], cast("dict[str, Any]", found[1])
    method = upi("success@ybl") if name == "phonepe" else card(
        named_cards(name)[0].number, *(("03", "2030") if name == "adyen" else ("12", "2034")),
        cvc="737" if name == "adyen" else "123")
    with BlockingTollbridge(name, environment="test", base_url=sandbox.base_url(path), **credentials) as shop:
        payment = shop.authorize(Authorize(
            amount=Money.from_major("12.34", CURRENCIES.get(name, Currency.EUR)), payment_method=method,
            merchant_transaction_id=f"shown-{name}", return_url="https://shop.example/back",
            webhook_url="https://shop.example/webhooks", customer=Customer(email=Secret("ada@example.com")),
            address=PaymentAddress(billing_address=Address(
                first_name=Secret("Ada"), last_name=Secret("L"), line1=Secret("1 Main St"), city=Secret("Austin"),
                state=Secret("TX"), zip_code=Secret("78701"), country_alpha2_code=Country.US))))
    assert payment.status in TAKEN, payment.error
