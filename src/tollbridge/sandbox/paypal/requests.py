"""What may be asked, as far as the sandbox reads it; fields that it does not read are let through, as PayPal does."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from tollbridge.domain.money import Currency, Money
from tollbridge.sandbox.paypal.books import DEFAULT_REFERENCE, UNITS, Json
from tollbridge.sandbox.paypal.errors import PaypalError, invalid, unprocessable

CURRENCIES = frozenset(Currency(code) for code in (
    "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR", "NOK", "NZD",
    "PHP", "PLN", "SEK", "SGD", "CHF", "THB", "TWD", "USD"))
"""https://developer.paypal.com/api/rest/reference/currency-codes/"""
_VALUE = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_COUNTRY = r"^([A-Z]{2}|C2)$"
Text = Annotated[str, Meta(min_length=1, max_length=127)]
Description = Annotated[str, Meta(max_length=127)]
Line = Annotated[str, Meta(max_length=300)]
Country = Annotated[str, Meta(pattern=_COUNTRY, max_length=2)]
CustomerId = Annotated[str, Meta(pattern=r"^[0-9a-zA-Z_-]+$", min_length=1, max_length=22)]
LONGEST_VALUE = 16
"""PayPal takes 32 characters, but nobody has that much money."""
S = TypeVar("S", bound=Struct)


class Amount(Struct):
    currency_code: str
    value: str

    def money(self, field: str) -> Money:
        """Raises PaypalError for what PayPal does not take."""
        currency = next((known for known in CURRENCIES if known.value == self.currency_code), None)
        if currency is None:
            raise unprocessable("INVALID_CURRENCY_CODE", "Currency code is invalid or is not currently supported.",
                                f"{field}/currency_code")
        if not _VALUE.fullmatch(self.value) or len(self.value) > LONGEST_VALUE:
            raise invalid("INVALID_PARAMETER_SYNTAX", f"{field}/value",
                          "The value of a field does not conform to the expected format.")
        places = len(self.value.partition(".")[2].rstrip("0"))
        if places > UNITS.of(currency):
            issue = "DECIMALS_NOT_SUPPORTED" if UNITS.of(currency) == 0 else "DECIMAL_PRECISION"
            raise unprocessable(issue, "The value of the field should not be more than the currency's decimal places.",
                                f"{field}/value")
        whole, _, fraction = self.value.partition(".")
        return Money.from_major(f"{whole or '0'}.{fraction or '0'}", currency)

    def positive(self, field: str) -> Money:
        money = self.money(field)
        if money.minor_amount <= 0:
            raise unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE", "Must be greater than zero.", f"{field}/value")
        return money


class Breakdown(Struct, omit_defaults=True):
    item_total: Amount | None = None
    shipping: Amount | None = None
    handling: Amount | None = None
    tax_total: Amount | None = None
    insurance: Amount | None = None
    shipping_discount: Amount | None = None
    discount: Amount | None = None


class Total(Amount, omit_defaults=True):
    breakdown: Breakdown | None = None


class Item(Struct, omit_defaults=True):
    name: Text
    quantity: Annotated[str, Meta(pattern="^[1-9][0-9]{0,9}$")]
    unit_amount: Amount
    tax: Amount | None = None
    description: Description | None = None
    sku: Description | None = None
    category: Literal["DIGITAL_GOODS", "PHYSICAL_GOODS", "DONATION"] | None = None


class FullName(Struct, omit_defaults=True):
    full_name: Line | None = None


class Address(Struct, omit_defaults=True):
    country_code: Country
    address_line_1: Line | None = None
    address_line_2: Line | None = None
    admin_area_1: Line | None = None
    admin_area_2: Annotated[str, Meta(max_length=120)] | None = None
    postal_code: Annotated[str, Meta(max_length=60)] | None = None


class Shipping(Struct, omit_defaults=True):
    name: FullName | None = None
    type: Literal["SHIPPING", "PICKUP_IN_PERSON", "PICKUP_IN_STORE", "PICKUP_FROM_PERSON"] | None = None
    address: Address | None = None


class Unit(Struct, omit_defaults=True):
    """A purchase unit. What it says is said again in each answer."""

    amount: Total
    reference_id: Annotated[str, Meta(min_length=1, max_length=256)] | None = None
    description: Text | None = None
    custom_id: Text | None = None
    invoice_id: Text | None = None
    soft_descriptor: Annotated[str, Meta(min_length=1, max_length=22)] | None = None
    shipping: Shipping | None = None
    items: list[Item] | None = None

    def shown(self) -> Json:
        told: Json = msgspec.to_builtins(self)
        return {"reference_id": DEFAULT_REFERENCE, **{name: value for name, value in told.items() if value}}


class Verification(Struct):
    method: str | None = None


class Keeping(Struct):
    store_in_vault: str | None = None


class Customer(Struct):
    id: CustomerId | None = None


class Attributes(Struct):
    verification: Verification | None = None
    vault: Keeping | None = None
    customer: Customer | None = None


class Returning(Struct):
    return_url: str | None = None
    cancel_url: str | None = None


class Numbers(Struct):
    """A card's, or those that stand for a card's."""

    number: str | None = None
    expiry: str | None = None

    def __repr__(self) -> str:
        return "Numbers(***)"


class Decrypted(Struct):
    """What Apple Pay or Google Pay hold: one has the card, the other the tokenized card."""

    card: Numbers | None = None
    tokenized_card: Numbers | None = None


class Source(Numbers):
    """Any of the members of `payment_source`; which fields are its own, its kind tells."""

    id: str | None = None
    type: str | None = None
    name: Any = None
    email_address: Annotated[str, Meta(pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$", max_length=254)] | None = None
    country_code: Country | None = None
    vault_id: str | None = None
    single_use_token: str | None = None
    verification_method: str | None = None
    billing_address: Json | None = None
    attributes: Attributes | None = None
    experience_context: Returning | None = None
    network_token: Numbers | None = None
    decrypted_token: Decrypted | None = None

    @property
    def numbers(self) -> Numbers:
        """Those to pay by, wherever they stand."""
        if self.number:
            return self
        inner = self.decrypted_token or Decrypted()
        return self.network_token or inner.card or inner.tokenized_card or self


Sources = dict[str, Source]
Instruction = Literal["ORDER_COMPLETE_ON_PAYMENT_APPROVAL", "NO_INSTRUCTION"]


class CreateOrder(Struct):
    intent: Literal["CAPTURE", "AUTHORIZE"]
    purchase_units: list[Unit]
    payment_source: Sources | None = None
    processing_instruction: Instruction | None = None
    application_context: Returning | None = None


class PayOrder(Struct):
    payment_source: Sources | None = None


class ConfirmSource(Struct):
    payment_source: Sources
    processing_instruction: Instruction | None = None


class TakeMoney(Struct):
    """A capture of an authorization, or a new authorization in its place."""

    amount: Amount | None = None
    final_capture: bool = False
    invoice_id: Text | None = None


class GiveBack(Struct):
    amount: Amount | None = None
    invoice_id: Text | None = None
    custom_id: Text | None = None
    note_to_payer: Annotated[str, Meta(min_length=1, max_length=255)] | None = None


class KeepSource(Struct):
    payment_source: Sources
    customer: Customer | None = None


class PayoutAmount(Struct):
    """Not the money of orders: another name for the currency."""

    currency: str
    value: str


class PaidOut(Struct, omit_defaults=True):
    receiver: Text
    amount: PayoutAmount
    recipient_type: Literal["EMAIL", "PHONE", "PAYPAL_ID", "USER_HANDLE"] | None = None
    note: Annotated[str, Meta(max_length=4000)] | None = None
    sender_item_id: Annotated[str, Meta(max_length=63)] | None = None
    recipient_wallet: Literal["PAYPAL", "VENMO", "RECIPIENT_SELECTED"] | None = None


class BatchHeader(Struct, omit_defaults=True):
    sender_batch_id: Annotated[str, Meta(max_length=256)] | None = None
    email_subject: Annotated[str, Meta(max_length=255)] | None = None
    email_message: Annotated[str, Meta(max_length=1000)] | None = None


class CreatePayout(Struct):
    sender_batch_header: BatchHeader
    items: list[PaidOut]


class Document(Struct):
    name: Text


class Evidence(Struct, omit_defaults=True):
    evidence_type: Annotated[str, Meta(pattern="^[A-Z_]+$", max_length=255)] | None = None
    notes: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    documents: list[Document] | None = None


class ProvideEvidence(Struct):
    evidences: list[Evidence]


class AcceptClaim(Struct):
    note: Annotated[str, Meta(min_length=1, max_length=2000)]
    accept_claim_type: Literal["REFUND"] = "REFUND"


class Nothing(Struct):
    """An operation that is told nothing."""


def read(body: bytes, shape: type[S]) -> S:
    """The body, which may be absent where nothing has to be said. Raises PaypalError for any other."""
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except msgspec.ValidationError as error:
        raise _wrong(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise invalid("MALFORMED_REQUEST_JSON", "/", "The request JSON is not well formed.") from None


def one_of(sources: Sources) -> tuple[str, Source]:
    if len(sources) != 1:
        raise invalid("INVALID_PARAMETER_SYNTAX" if sources else "MISSING_REQUIRED_PARAMETER", "/payment_source",
                      "Exactly one payment source has to be there.")
    return next(iter(sources.items()))


def _wrong(told: str) -> PaypalError:
    """msgspec says `Object missing required field `a` - at `$.b[0]``."""
    what, _, where = told.partition(" - at ")
    pointer = re.sub(r"\[(\w+|\.\.\.)\]", r"/\1", where.strip("`$").replace(".", "/")).replace("//", "/")
    missing = re.search(r"missing required field `(\w+)`", what)
    if missing:
        return invalid("MISSING_REQUIRED_PARAMETER", f"{pointer}/{missing[1]}",
                       "A required field is missing.")
    if "of length" in what:
        return invalid("INVALID_STRING_LENGTH", pointer, "The value of a field is either too short or too long.")
    return invalid("INVALID_PARAMETER_SYNTAX", pointer or "/",
                   "The value of a field does not conform to the expected format.")
