"""What a payment is made with: looked at, turned into what may be kept of it, and forgotten."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tollbridge.sandbox import card_numbers
from tollbridge.sandbox.adyen import cards
from tollbridge.sandbox.adyen.books import Desk, Face, Stored
from tollbridge.sandbox.adyen.cards import Course
from tollbridge.sandbox.adyen.errors import invalid, missing
from tollbridge.sandbox.adyen.methods import KINDS, Kind

TEST_PREFIX = "test_"
"""In front of each value of a card that only pretends to be encrypted: .../testing/payments-and-modifications"""
_TOKENS = {"applepay": "applePayToken", "googlepay": "googlePayToken", "paywithgoogle": "googlePayToken",
           "samsungpay": "samsungPayToken", "androidpay": "androidPayToken"}
_BANKS = ("ach", "ach_plaid", "directdebit_GB", "directdebit_AU")


class Instrument(NamedTuple):
    method: str
    variant: str
    course: Course
    face: Face | None = None
    stored: Stored | None = None
    gift_card: str | None = None
    """Its fingerprint."""


Details = dict[str, Any]


def read(desk: Desk, details: Details, requested: str | None, shopper_reference: str | None) -> Instrument:
    """`requested` is the test outcome that the request names. Raises AdyenError."""
    stored_id = _text(details, "storedPaymentMethodId") or _text(details, "recurringDetailReference")
    if stored_id is not None:
        return _stored(desk, details, stored_id, requested, shopper_reference)
    method = _text(details, "type") or "scheme"
    kind = KINDS.get(method)
    if kind is Kind.CARD:
        return from_card(desk, details, requested, method)
    if kind is Kind.WALLET:
        return _wallet(details, requested, method)
    if kind is Kind.GIFT_CARD:
        return _gift_card(desk, details, method)
    face = _account(desk, details, method) if kind in (Kind.DEBIT, Kind.INSTANT) else None
    if method == "blik" and _text(details, "blikCode") is None:
        raise missing("blikCode")
    holder = face.holder if face else None
    return Instrument(method, method, cards.course(holder, requested), face)


def from_card(desk: Desk, details: Details, requested: str | None, method: str = "scheme") -> Instrument:
    number = (_secured(details, "number", "encryptedCardNumber") or "").replace(" ", "")
    if not card_numbers.is_plausible(number):
        raise invalid("101", "Invalid card number")
    month, year = _expiry(details)
    cvc = _secured(details, "cvc", "encryptedSecurityCode")
    variant = cards.variant(number)
    if cvc is not None and not re.fullmatch(r"\d{4}" if variant == "amex" else r"\d{3}", cvc):
        raise invalid("103", "CVC is not the right length")
    if (int(year), int(month)) < (desk.now.year, desk.now.month):
        raise invalid("129", "Expiry Date Invalid")
    row = cards.behaviour(number)
    holder = _text(details, "holderName")
    course = cards.course(holder, requested)
    if row is not None and course.outcome.approves and method != "networkToken":
        course = _checked(course, row, (month, year), cvc)
    face = Face(variant=variant, last_four=number[-4:], bin=number[:6], expiry_month=month, expiry_year=year,
                holder=holder, alias=card_numbers.fingerprint(number, desk.books.pepper),
                three_ds=row is not None and row.three_ds and method != "networkToken", cvc_given=cvc is not None)
    return Instrument("scheme" if method == "card" else method, variant, course, face)


def _checked(course: Course, row: cards.TestCard, expiry: tuple[str, str], cvc: str | None) -> Course:
    """A documented card is good with its own expiry date and code only."""
    if expiry != row.expiry:
        return course._replace(outcome=cards.REFUSED, raw="DECLINED Expiry Incorrect")
    if cvc is not None and row.cvc is not None and cvc != row.cvc:
        return course._replace(outcome=cards.REFUSED, raw="DECLINED CVC Incorrect")
    return course


def _expiry(details: Details) -> tuple[str, str]:
    month = _secured(details, "expiryMonth", "encryptedExpiryMonth") or ""
    year = _secured(details, "expiryYear", "encryptedExpiryYear") or ""
    if not re.fullmatch(r"0?[1-9]|1[0-2]", month):
        raise invalid("140", "Invalid expiryMonth[1..12] / expiryYear[>2000], or before now")
    if not re.fullmatch(r"2\d{3}", year):
        raise invalid("141", "Invalid expiryMonth[1..12] / expiryYear[>2000]")
    return month.zfill(2), year


def _stored(desk: Desk, details: Details, stored_id: str, requested: str | None,
            shopper_reference: str | None) -> Instrument:
    if not shopper_reference:
        raise invalid("000", "Recurring payments require a shopperReference")
    owned = [stored for stored in desk.books.stored.values() if stored.shopper_reference == shopper_reference]
    if not owned:
        raise invalid("800", "Contract not found")
    found = next((stored for stored in owned if stored.id == stored_id), None)
    if found is None:
        raise invalid("803", "PaymentDetail not found")
    holder = _text(details, "holderName")
    course = cards.course(holder, requested) if holder or requested else found.course
    return Instrument(found.method, found.face.variant, course, found.face, found)


def _wallet(details: Details, requested: str | None, method: str) -> Instrument:
    """Nobody can look into the token here: it holds a card that is good."""
    if _text(details, _TOKENS[method]) is None:
        raise missing(_TOKENS[method])
    face = Face(variant=f"visa_{method}", last_four="1111", bin="411111", expiry_month="03", expiry_year="2030")
    return Instrument(method, face.variant, cards.course(None, requested), face)


def _gift_card(desk: Desk, details: Details, method: str) -> Instrument:
    number = _secured(details, "number", "encryptedCardNumber") or ""
    if not re.fullmatch(r"\d{12,32}", number):
        raise invalid("101", "Invalid card number")
    brand = _text(details, "brand") or (method if method != "giftcard" else "genericgiftcard")
    face = Face(variant=brand, last_four=number[-4:])
    return Instrument("giftcard", brand, Course(), face, None, card_numbers.fingerprint(number, desk.books.pepper))


def _account(desk: Desk, details: Details, method: str) -> Face:
    owner = _text(details, "ownerName") or _text(details, "holderName")
    if method.startswith("sepadirectdebit"):
        number = (_text(details, "iban") or "").replace(" ", "").upper()
        if not is_iban(number):
            raise invalid("161", "Invalid iban")
    else:
        number = _secured(details, "bankAccountNumber", "encryptedBankAccountNumber") or ""
        where = _secured(details, "bankLocationId", "encryptedBankLocationId") or _text(details, "bankBranchCode")
        if method in _BANKS and not (re.fullmatch(r"\d{4,17}", number) and where):
            raise invalid("126", "Bank Account or Bank Location Id not valid or missing")
    if not owner:
        raise invalid("127", "Account holder missing")
    return Face(variant=method, last_four=number[-4:], holder=owner,
                alias=card_numbers.fingerprint(number, desk.books.pepper))


def is_iban(text: str) -> bool:
    """ISO 13616: its check digits make it 1 modulo 97."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _secured(details: Details, plain: str, encrypted: str) -> str | None:
    """A value of a card, plain or behind `test_`; what is really encrypted cannot be read here."""
    sealed = _text(details, encrypted)
    if sealed is None:
        return _text(details, plain)
    if not sealed.startswith(TEST_PREFIX):
        raise invalid("174", "Unable to decrypt data")
    return sealed.removeprefix(TEST_PREFIX)


def _text(details: Details, name: str) -> str | None:
    given = details.get(name)
    if given is not None and not isinstance(given, str):
        raise invalid("702", f"Invalid value in paymentMethod.{name}")
    return given or None
