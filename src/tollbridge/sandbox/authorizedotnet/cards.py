"""What test values do: https://developer.authorize.net/hello_world/testing_guide.html

Of a card or account, only what an answer may show is kept, and a keyed hash by which a duplicate is known.
"""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from tollbridge.sandbox.authorizedotnet.codec import Tree, branch, first
from tollbridge.sandbox.authorizedotnet.errors import REASONS, AnetError, Declined
from tollbridge.sandbox.card_numbers import fingerprint, is_plausible, network


class TestCard(NamedTuple):
    number: str
    brand: str
    refuses: bool = False
    """As the amount says: its whole units are the reason code."""

    @property
    def happens(self) -> str:
        """In a few words."""
        return "declined, for the reason whose code is the amount" if self.refuses else f"approved ({self.brand})"


TEST_CARDS = (
    TestCard("4111111111111111", "Visa"), TestCard("4007000000027", "Visa"), TestCard("4012888818888", "Visa"),
    TestCard("5424000000000015", "MasterCard"), TestCard("2223000010309703", "MasterCard"),
    TestCard("2223000010309711", "MasterCard"), TestCard("370000000000002", "AmericanExpress"),
    TestCard("6011000000000012", "Discover"), TestCard("3088000000000017", "JCB"),
    TestCard("38000000000006", "DinersClub"),
    TestCard("4222222222222", "Visa", refuses=True),  # of the older guides: an error for each amount
)
_BY_NUMBER = {card.number: card for card in TEST_CARDS}
DECLINE_ZIP = "46282"
HELD_ZIP = "46299"  # the sandbox's own: held for review
AVS = {"46206": "P", "46203": "E", "46207": "R", "46204": "G", "46209": "U", "46208": "S", "46205": "N", "46201": "A",
       "46217": "Z", "46211": "W", "46214": "X"}
CVV = {"900": "M", "901": "N", "904": "P", "902": "S", "903": "U"}
DECLINED_TOKEN = "eyJ0b2tlbiI6ImRlY2xpbmVkIn0="  # noqa: S105  the sandbox's own, of Accept.js or a wallet
E_CHECK_LIMIT = Decimal(100)
DESCRIPTORS = ("COMMON.ACCEPT.INAPP.PAYMENT", "COMMON.APPLE.INAPP.PAYMENT", "COMMON.GOOGLE.INAPP.PAYMENT")
PAYPAL = "PayPal"
TURNED_DOWN = "DECLINED"  # the sandbox's own PayerID, of a payer who did not agree
_BRANDS = {"visa": "Visa", "mastercard": "MasterCard", "amex": "AmericanExpress", "discover": "Discover", "jcb": "JCB",
           "diners": "DinersClub"}
_PEPPER = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Method:
    """A card, an account or a token, in so far as it may be remembered."""

    account_number: str  # "XXXX1111"
    account_type: str
    mark: str
    zip: str = ""
    cvv: str = "P"
    routing_number: str = ""
    name: str = ""
    expiry: str = ""  # of a card, as YYYY-MM where it came so
    refuses: bool = False
    by_amount: bool = False

    @property
    def is_e_check(self) -> bool:
        return self.account_type == "eCheck"

    @property
    def avs(self) -> str:
        return "P" if self.is_e_check else AVS.get(self.zip, "Y")

    @property
    def is_paypal(self) -> bool:
        return self.account_type == PAYPAL

    def shown(self) -> Mapping[str, Mapping[str, object]]:
        """As paymentMaskedType."""
        if self.is_e_check:
            return {"bankAccount": {"routingNumber": self.routing_number, "accountNumber": self.account_number,
                                    "nameOnAccount": self.name}}
        return {"creditCard": {"cardNumber": self.account_number, "expirationDate": "XXXX",
                               "cardType": self.account_type}}


def method(payment: Tree, billing: Tree, now: float) -> Method:
    """Raises AnetError for what is no payment method, and Declined for one that is none any more."""
    place = first(billing, "zip")
    if card := branch(payment, "creditCard"):
        return _card(card, place, now)
    if bank := branch(payment, "bankAccount"):
        number = first(bank, "accountNumber")
        return Method(f"XXXX{number[-4:]}", "eCheck", _mark(number), place,
                      routing_number=f"XXXX{first(bank, 'routingNumber')[-4:]}", name=first(bank, "nameOnAccount"))
    if by_paypal(payment):
        return Method("", PAYPAL, _mark(first(payment, "payPal", "successUrl")), place)
    if opaque := branch(payment, "opaqueData"):
        value = first(opaque, "dataValue")
        if first(opaque, "dataDescriptor") not in DESCRIPTORS or not value:
            raise AnetError("E00114", "Invalid OTS Token.")
        return Method("XXXX1111", "Visa", _mark(value), place, refuses=value == DECLINED_TOKEN)
    raise AnetError("E00029", "Payment information is required.")


def by_paypal(payment: Tree) -> bool:
    """Even where nothing stands below it."""
    return any(name == "payPal" for name, _ in payment)


def _card(card: Tree, place: str, now: float) -> Method:
    number = first(card, "cardNumber")
    if not is_plausible(number):
        raise Declined("6")
    if has_passed(first(card, "expirationDate"), now):
        raise Declined("8")
    known = _BY_NUMBER.get(number)
    brand = known.brand if known else _BRANDS.get(network(number), "Visa")
    return Method(f"XXXX{number[-4:]}", brand, _mark(number), place, CVV.get(first(card, "cardCode"), "P"),
                  expiry=first(card, "expirationDate"), by_amount=known is not None and known.refuses)


def has_passed(expiry: str, now: float) -> bool:
    """YYYY-MM, MMYY, MM/YY, MMYYYY or MM-YYYY; a card is good to the end of its month."""
    digits = [part for part in expiry.replace("/", "-").split("-") if part]
    if len(digits) == 2:
        year, month = digits if len(digits[0]) == 4 else reversed(digits)
    else:
        month, year = expiry[:2], expiry[2:]
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        raise AnetError("E00013", "Expiration Date is invalid.")
    full = int(year) + 2000 if len(year) == 2 else int(year)
    last = monthrange(full, int(month))[1] if 1 <= full <= 9998 else 28
    return full > 9998 or datetime(full or 1, int(month), last, 23, 59, 59, tzinfo=UTC).timestamp() < now


def _mark(text: str) -> str:
    return fingerprint(text, _PEPPER)


def refuses(its: Method, amount: Decimal) -> bool:
    return its.refuses or its.zip == DECLINE_ZIP or (its.is_e_check and amount > E_CHECK_LIMIT)


def asked_for(its: Method, amount: Decimal) -> str | None:
    """The reason that an amount names, with the card that asks for it."""
    if not its.by_amount:
        return None
    named = str(int(amount))
    return named if named in REASONS else "2"
