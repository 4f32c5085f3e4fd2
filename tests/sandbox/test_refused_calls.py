"""Revoked credentials and limits of rate, as every connector understands each simulated processor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from sandbox.checkout_shop import account as checkout
from sandbox.cybersource_shop import account as cybersource, order as by_known_shopper
from sandbox.phonepe_shop import ACCOUNT as PHONEPE, order as upi_order
from tollbridge import Authorize, BlockingTollbridge, Currency, Money, OutcomeUnknown, Rejected, card
from tollbridge.sandbox import Sandbox, SandboxThread
from tollbridge.sandbox.authorizedotnet import MERCHANTS

BY_CARD = Authorize(amount=Money.from_major("12.34", Currency.EUR), merchant_transaction_id="o1",
                    payment_method=card("4111111111111111", "03", "2030", cvc="737"),
                    return_url="https://shop.example/back")
EUROS = {"merchant_account_id": "shop_eur", "merchant_config_currency": "EUR"}
SHOPS: dict[str, tuple[dict[str, Any], Authorize, str, dict[str, Any]]] = {
    "stripe": ({"api_key": "sk_test_one"}, BY_CARD, "_one", {"api_key": "sk_test_two"}),
    "adyen": ({"api_key": "AQE_one", "merchant_account": "ShopECOM"}, BY_CARD, "_one",
              {"api_key": "AQE_two", "merchant_account": "ShopECOM"}),
    "paypal": ({"client_id": "client-one", "client_secret": "s"}, BY_CARD, "-one",
               {"client_id": "client-two", "client_secret": "s"}),
    "braintree": ({"public_key": "key-one", "private_key": "s", **EUROS}, BY_CARD, "-one",
                  {"public_key": "key-two", "private_key": "s", **EUROS}),
    "phonepe": (PHONEPE, upi_order("o1", "success@ybl"), "SANDBOXUAT",
                {"merchant_id": "PGTESTPAYUAT", "salt_key": "099eb0cd-02cf-4e2a-8aca-3e6c6aff0399", "salt_index": "1"}),
    "authorizedotnet": (
        {"name": "sandboxUSD", "transaction_key": MERCHANTS["sandboxUSD"][0]},
        replace(BY_CARD, amount=Money.from_major("12.34", Currency.USD)), "sandboxUSD",
        {"name": "sandboxUSD2", "transaction_key": MERCHANTS["sandboxUSD2"][0]}),
    "checkout": (checkout(), BY_CARD, "lantern", checkout("harbour")),
    "cybersource": (cybersource(), by_known_shopper("o1"), "box_merchant", cybersource("another_merchant")),
}
"""An account, what it asks for, how it is known, and another account."""
IN_THE_BODY = {"authorizedotnet"}
"""Who refuses a call with HTTP 200."""


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    """Whose clock runs: Cybersource has the date signed."""
    with SandboxThread() as running:
        yield running


@pytest.mark.parametrize("name", SHOPS)
@pytest.mark.parametrize(("kind", "code"), [("unauthorized", 401), ("forbidden", 403), ("too_many_requests", 429)])
def test_a_refused_call_of_one_account_did_nothing(running: SandboxThread, name: str, kind: str, code: int) -> None:
    account, wish, known_by, other = SHOPS[name]
    base_url, faults = running.base_url(name), running.sandbox.faults
    faults.add(kind, processor=name, account=known_by, times=None, seconds=7)
    with (BlockingTollbridge(name, environment="test", base_url=base_url, retries=None, **account) as shop,
          BlockingTollbridge(name, environment="test", base_url=base_url, retries=None, **other) as neighbour):
        with pytest.raises((Rejected, OutcomeUnknown)) as told:
            shop.authorize(wish)
        no = told.value
        if isinstance(no, OutcomeUnknown):  # Adyen marks it as transient: the same key may be sent again
            assert (name, no.http_status, no.repeatable) == ("adyen", 429, True)
        else:
            assert isinstance(no, Rejected)
            assert no.http_status == (200 if name in IN_THE_BODY else code)
            assert no.retry_after == (timedelta(seconds=7) if code == 429 else None)
        assert len(running.sandbox.ledger) == 0
        neighbour.authorize(replace(wish, merchant_transaction_id="o2"))
        assert [row.reference for row in running.sandbox.ledger.rows()] == ["o2"]
        faults.clear(account=known_by)
        shop.authorize(wish)
    assert [row.charges for row in running.sandbox.ledger.rows(reference="o1")] == [1]


def test_every_processor_is_looked_at() -> None:
    assert set(SHOPS) == set(Sandbox().processors)
