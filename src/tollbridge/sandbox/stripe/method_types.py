"""The types of payment methods that the simulated account has activated, and how a payment with each of them goes on.

After https://docs.stripe.com/payments/payment-methods/overview (as of 2025-11; currencies are Stripe's for merchants
in countries that take the method). A new type is one more row here, and its object in `method_wire`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tollbridge.sandbox.stripe.errors import invalid

CARD = "card"


class Course(Enum):
    """What stands between confirming a payment and its end."""

    CARD = auto()
    """An answer at once, or a challenge before it."""
    REDIRECT = auto()
    """The customer pays on a page, and returns from it."""
    DISPLAY = auto()
    """The customer is shown a code or a number, and pays elsewhere when it suits."""
    DEBIT = auto()
    """Processing, for days at the real Stripe."""


@dataclass(frozen=True, slots=True)
class MethodType:
    word: str
    course: Course
    currencies: tuple[str, ...] = ()
    """Empty for any."""
    slow: bool = False
    """Processing comes after the customer's yes as well; refunds begin pending."""
    manual_capture: bool = False
    reusable: bool = False
    """May be set up, or used off session."""
    becomes_sepa: bool = False
    """What is set up is a SEPA debit from the account that was paid with."""
    billing: tuple[str, ...] = ()
    """The billing details without which Stripe refuses it."""
    customer: bool = False
    """Needs a customer."""


_ROWS = (
    MethodType(CARD, Course.CARD, manual_capture=True, reusable=True),
    MethodType("affirm", Course.REDIRECT, ("usd", "cad"), manual_capture=True),
    MethodType("afterpay_clearpay", Course.REDIRECT, ("usd", "cad", "gbp", "aud", "nzd", "eur"), manual_capture=True),
    MethodType("alipay", Course.REDIRECT, ("cny", "aud", "cad", "eur", "gbp", "hkd", "jpy", "myr", "nzd", "sgd",
                                           "usd")),
    MethodType("amazon_pay", Course.REDIRECT, ("usd", "eur", "gbp"), manual_capture=True, reusable=True),
    MethodType("au_becs_debit", Course.DEBIT, ("aud",), slow=True, reusable=True, billing=("name", "email")),
    MethodType("bacs_debit", Course.DEBIT, ("gbp",), slow=True, reusable=True, billing=("name", "email")),
    MethodType("bancontact", Course.REDIRECT, ("eur",), reusable=True, becomes_sepa=True, billing=("name",)),
    MethodType("blik", Course.DISPLAY, ("pln",)),
    MethodType("boleto", Course.DISPLAY, ("brl",), billing=("name", "email")),
    MethodType("cashapp", Course.DISPLAY, ("usd",), manual_capture=True, reusable=True),
    MethodType("customer_balance", Course.DISPLAY, ("eur", "gbp", "jpy", "mxn", "usd"), customer=True),
    MethodType("eps", Course.REDIRECT, ("eur",), billing=("name",)),
    MethodType("giropay", Course.REDIRECT, ("eur",), billing=("name",)),
    MethodType("ideal", Course.REDIRECT, ("eur",), reusable=True, becomes_sepa=True),
    MethodType("klarna", Course.REDIRECT, ("usd", "eur", "gbp", "dkk", "nok", "sek", "aud", "nzd", "cad", "czk", "pln",
                                           "ron", "chf"), manual_capture=True),
    MethodType("konbini", Course.DISPLAY, ("jpy",), billing=("name", "email")),
    MethodType("oxxo", Course.DISPLAY, ("mxn",), billing=("name", "email")),
    MethodType("p24", Course.REDIRECT, ("eur", "pln"), billing=("email",)),
    MethodType("sepa_debit", Course.DEBIT, ("eur",), slow=True, reusable=True, billing=("name", "email")),
    MethodType("sofort", Course.REDIRECT, ("eur",), slow=True, reusable=True, becomes_sepa=True),
    MethodType("us_bank_account", Course.DEBIT, ("usd",), slow=True, reusable=True, billing=("name",)),
    MethodType("wechat_pay", Course.DISPLAY, ("cny", "aud", "cad", "eur", "gbp", "hkd", "jpy", "sgd", "usd")),
)
METHOD_TYPES = {row.word: row for row in _ROWS}


def check_type(given: str, param: str) -> None:
    if given not in METHOD_TYPES:
        raise invalid(f"The payment method type provided: {given} is invalid. Please ensure the provided type is "
                      "activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your "
                      "account is enabled for any preview features that you are trying to use.", param=param)


def check_currency(types: list[str], currency: str) -> None:
    for word in types:
        taken = METHOD_TYPES[word].currencies
        if taken and currency not in taken:
            raise invalid(f"The currency provided ({currency}) is invalid. Payments with {word} support the following "
                          f"currencies: {', '.join(taken)}.", param="payment_method_types")


def usable(currency: str) -> list[str]:
    """What `automatic_payment_methods` offers for a currency."""
    return [row.word for row in _ROWS if not row.currencies or currency in row.currencies]
