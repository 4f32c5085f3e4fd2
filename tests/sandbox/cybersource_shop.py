"""What a shop needs at the simulated Cybersource, by whichever face."""

from __future__ import annotations

from typing import Any

from tollbridge import Authorize, Currency, Customer, Money, Secret, card
from tollbridge.domain.people import Address, Country, PaymentAddress
from tollbridge.sandbox.cybersource import MERCHANTS

VISA = "4111111111111111"
PRICE, PART = Money(4250, Currency.USD), Money(1000, Currency.USD)
MIRA = Customer(id="mira-7", email=Secret("mira@lantern.example"))
HOME = PaymentAddress(billing_address=Address(
    first_name=Secret("Mira"), last_name=Secret("Okafor"), line1=Secret("12 Lantern Row"), city=Secret("Madison"),
    state=Secret("WI"), zip_code=Secret("53703"), country_alpha2_code=Country.US))


def account(merchant: str = "sandbox_merchant") -> dict[str, Any]:
    its = MERCHANTS[merchant]
    return {"api_key": its.key_id, "api_secret": its.secret, "merchant_account": merchant}


def order(own_id: str, *, number: str = VISA, amount: Money = PRICE, year: str = "2031", **more: Any) -> Authorize:
    return Authorize(amount=amount, payment_method=card(number, "09", year, "314"), merchant_transaction_id=own_id,
                     address=HOME, customer=MIRA, **more)
