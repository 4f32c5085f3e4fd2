"""What is read of a request, by the names of the API; other members are not looked at."""

from __future__ import annotations

import re
from calendar import timegm
from typing import Any, TypeVar
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import Currency
from tollbridge.sandbox.card_numbers import fingerprint, is_plausible, network
from tollbridge.sandbox.checkout.books import UNITS, Books, Json, Method
from tollbridge.sandbox.checkout.cards import behaviour
from tollbridge.sandbox.checkout.errors import Refused
from tollbridge.sandbox.simulator import Call

T = TypeVar("T")
LONGEST_REFERENCE = 80
SCHEMES = {"visa": "Visa", "mastercard": "Mastercard", "amex": "American Express",
           "diners": "Diners Club International", "discover": "Discover", "jcb": "JCB", "unionpay": "UnionPay"}


class Source(Struct):
    """Of a payment, a token, an instrument, or where a payout goes."""

    type: str = ""
    id: str = ""
    token: str = ""
    number: str = ""
    expiry_month: int | str = ""
    expiry_year: int | str = ""
    cvv: str | None = None
    billing_address: dict[str, Any] | None = None
    store_for_future_use: bool = True
    account_number: str = ""
    iban: str = ""
    token_data: dict[str, Any] = {}


class ThreeDs(Struct):
    enabled: bool = False
    attempt_n3d: bool = False
    cryptogram: str | None = None
    eci: str | None = None
    authentication_id: str = ""

    @property
    def proved(self) -> bool:
        """Whether it was run before."""
        return bool(self.cryptogram or self.authentication_id)


class Customer(Struct):
    id: str = ""
    email: str = ""
    name: str | None = None
    phone: dict[str, str] | None = None
    default: str | None = None


class Request(Struct):
    """POST /payments, a payment or a payout."""

    source: Source | None = None
    payment_context_id: str = ""
    destination: Source | None = None
    amount: int | None = None
    currency: str = ""
    processing_channel_id: str = ""
    reference: str | None = None
    capture: bool = True
    payment_type: str = "Regular"
    authorization_type: str = "Final"
    merchant_initiated: bool = False
    previous_payment_id: str | None = None
    three_ds: ThreeDs = msgspec.field(name="3ds", default_factory=ThreeDs)
    customer: Customer | None = None
    success_url: str = ""
    failure_url: str = ""
    metadata: dict[str, Any] = {}


class Change(Struct):
    """A capture, void, refund, reversal or increment."""

    amount: int | None = None
    capture_type: str = "Final"
    reference: str | None = None


def read(body: bytes, kind: type[T]) -> T:
    """Raises Refused for what is no JSON, or has other types."""
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        place = re.search(r"at `\$\.(?:\w+\.)*(\w+)", str(error))
        raise Refused(f"{place[1]}_invalid" if place else "request_invalid") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("request_json_invalid") from None


def query(call: Call) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(call.query).items()}


def paged(wanted: dict[str, str], found: list[Json], usual: int) -> Json:
    """A page of a list. Raises Refused for numbers that are none."""
    given = [wanted.get("limit", str(usual)), wanted.get("skip", "0")]
    if not all(text.isascii() and text.isdigit() and len(text) < 5 for text in given):
        raise Refused("limit_invalid")
    limit, skip = map(int, given)
    return {"limit": limit, "skip": skip, "total_count": len(found), "data": found[skip:skip + limit]}


def check_money(amount: int | None, currency: str) -> int:
    """The amount. Raises Refused for one that the currency does not have."""
    if not currency:
        raise Refused("currency_required")
    if amount is None or amount < 0:
        raise Refused("amount_invalid")
    try:
        UNITS.to_wire(UNITS.from_wire(amount, Currency(currency)))
    except (InvalidField, ValueError):
        raise Refused("currency_invalid" if currency not in tuple(Currency) else "amount_invalid") from None
    return amount


def check_reference(reference: str | None) -> None:
    if reference is not None and len(reference) > LONGEST_REFERENCE:
        raise Refused("reference_invalid")


def card(its: Source, books: Books, now: float) -> Method:
    """A card, or the number of a network token. Raises Refused with all that is wrong with it."""
    number = its.number or its.token
    month, year = (int(text) if re.fullmatch("[0-9]{1,4}", text := str(given)) else 0
                   for given in (its.expiry_month, its.expiry_year))
    year += 2000 if 0 < year < 100 else 0
    wrong = []
    if not is_plausible(number):
        wrong.append("card_number_invalid" if number else "card_number_required")
    if not 1 <= month <= 12:
        wrong.append("card_expiry_month_invalid" if its.expiry_month != "" else "card_expiry_month_required")
    if not 2000 <= year <= 9999:
        wrong.append("card_expiry_year_invalid" if its.expiry_year != "" else "card_expiry_year_required")
    if its.cvv is not None and not re.fullmatch("[0-9]{4}" if network(number) == "amex" else "[0-9]{3}", its.cvv):
        wrong.append("cvv_invalid")
    if not wrong and timegm((year + month // 12, month % 12 + 1, 1, 0, 0, 0)) <= now:
        wrong.append("card_expired")
    if wrong:
        raise Refused(*wrong)
    return Method(
        "card", behaviour(number)._replace(number=""), number[-4:], number[:6], month, year,
        SCHEMES.get(network(number), ""), fingerprint(number, books.pepper), "Y" if its.cvv else None,
        "S" if its.billing_address else None)
