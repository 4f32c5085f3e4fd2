"""Payment methods: a card is checked, turned into what may be kept of it, and forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tollbridge.sandbox.stripe import cards
from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.errors import card_error, missing, no_such
from tollbridge.sandbox.stripe.parameters import (
    BillingParams,
    CardNumber,
    CreatePaymentMethod,
    Params,
    PaymentMethodData,
)
from tollbridge.sandbox.stripe.wire import (
    Address,
    BillingDetails,
    Card,
    CardChecks,
    CardNetworks,
    PaymentMethod,
    ThreeDSecureUsage,
)


def create(desk: Desk, params: CreatePaymentMethod) -> PaymentMethod:
    return keep(desk, PaymentMethodData(type=params.type, card=params.card, billing_details=params.billing_details,
                                        metadata=params.metadata)).method


def retrieve(desk: Desk, params: Params, payment_method: str) -> PaymentMethod:
    return find(desk, payment_method, http_status=404).method


def find(desk: Desk, reference: str, *, http_status: int = 400) -> Held:
    """A method by its id; `pm_card_...` makes a new one each time, as Stripe does."""
    row = cards.ready_made(reference) if reference.startswith("pm_card_") else None
    if row is None:
        return desk.held(reference, http_status=http_status)
    return _keep(desk, row.number, row, BillingParams(), {}, exp=(12, _year(desk) + 1), cvc_given=True)


def keep(desk: Desk, given: PaymentMethodData) -> Held:
    """Raises StripeError (402) for a number, date or CVC that cannot be right."""
    billing = given.billing_details or BillingParams()
    if given.card.token is not None:
        row = cards.ready_made(given.card.token) if given.card.token.startswith("tok_") else None
        if row is None:
            raise no_such("token", given.card.token, param="payment_method_data[card][token]", http_status=400)
        return _keep(desk, row.number, row, billing, given.metadata, exp=(12, _year(desk) + 1), cvc_given=True)
    number, exp = _checked(desk, given.card)
    return _keep(desk, number, cards.behaviour(number), billing, given.metadata, exp=exp,
                 cvc_given=given.card.cvc is not None)


def _checked(desk: Desk, card: CardNumber) -> tuple[str, tuple[int, int]]:
    for name in ("number", "exp_month", "exp_year"):
        if getattr(card, name) is None:
            raise missing(f"payment_method_data[card][{name}]")
    number = re.sub(r"[ -]", "", card.number or "")
    if not cards.is_plausible(number):
        raise card_error("incorrect_number", "Your card number is incorrect.", "number")
    month, year = card.exp_month or 0, card.exp_year or 0
    year += 2000 if year < 100 else 0
    today = datetime.fromtimestamp(desk.now, UTC)
    if not 1 <= month <= 12 or (year == today.year and month < today.month):
        raise card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
    if not today.year <= year <= today.year + 50:
        raise card_error("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")
    if card.cvc is not None and not re.fullmatch(r"[0-9]{3,4}", card.cvc):
        raise card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")
    return number, (month, year)


def _keep(desk: Desk, number: str, row: cards.TestCard, billing: BillingParams, metadata: dict[str, str], *,
          exp: tuple[int, int], cvc_given: bool) -> Held:
    brand = cards.brand(number)
    address = billing.address or Address()
    checks = CardChecks(address_line1_check="pass" if address.line1 else None,
                        address_postal_code_check="pass" if address.postal_code else None,
                        cvc_check=_cvc_check(row) if cvc_given else None)
    method = PaymentMethod(
        id=new_id("pm_1"), created=desk.now, metadata={name: text for name, text in metadata.items() if text},
        billing_details=BillingDetails(address=address, email=billing.email, name=billing.name, phone=billing.phone),
        card=Card(brand=brand, checks=checks, country=row.country, exp_month=exp[0], exp_year=exp[1],
                  fingerprint=cards.fingerprint(number, desk.books.pepper), funding=row.funding, last4=number[-4:],
                  networks=CardNetworks(available=[brand]),
                  three_d_secure_usage=ThreeDSecureUsage(
                      supported=row.authentication is not cards.Authentication.NOT_SUPPORTED)))
    held = Held(method, row)
    desk.books.methods[method.id] = held
    return held


def _cvc_check(row: cards.TestCard) -> str:
    return "fail" if row.decline is cards.INCORRECT_CVC else "pass"


def _year(desk: Desk) -> int:
    return datetime.fromtimestamp(desk.now, UTC).year
