"""In what the faces of Cybersource's API differ, and the parts of a request that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.money import ISO_UNITS, Money
from tollbridge.domain.people import Address, Customer, PaymentAddress
from tollbridge.domain.secret import Secret

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Face:
    """One processor that speaks Cybersource's API.

    `methods` and `features` are those of an authorize. `charset`: the content type tells it. `selects_type`: the
    shopper's choice of a card's network is told. `counts_captures`: which of how many a capture is. `order_id`:
    merchantDefinedInformation has it. `phone`: the bill address has one. `enrolled`: the enrolment of 3DS that was run
    elsewhere is told.
    """

    methods: tuple[type, ...]
    features: frozenset[Feature]
    charset: bool = True
    selects_type: bool = False
    counts_captures: bool = False
    order_id: bool = False
    phone: bool = False
    enrolled: bool = False


TYPES: Mapping[CardNetwork, str] = {
    CardNetwork.VISA: "001", CardNetwork.MASTERCARD: "002", CardNetwork.AMEX: "003", CardNetwork.DISCOVER: "004",
    CardNetwork.DINERS: "005", CardNetwork.JCB: "007", CardNetwork.CARTES_BANCAIRES: "036",
    CardNetwork.MAESTRO: "042", CardNetwork.UNIONPAY: "062",
}
"""https://developer.cybersource.com/docs/cybs/en-us/api-fields/reference/all/rest/api-fields/payment-info-card-type.html"""


def major(money: Money) -> str:
    return ISO_UNITS.major(money)


def amount(money: Money) -> Body:
    return {"totalAmount": major(money), "currency": money.currency}


def line(text: Secret | None) -> Secret | None:
    """In one: line breaks are refused."""
    return Secret(" ".join(text.reveal().split())) if text and not text.reveal().isprintable() else text


def bill_to(face: Face, address: Address | None, customer: Customer | None) -> Body | None:
    """The issuer compares it with its records. None where nothing of it is known."""
    its = address or Address()
    area = kit.state_code(its)
    body = {
        "firstName": line(its.first_name), "lastName": line(its.last_name), "address1": line(its.line1),
        "locality": line(its.city),
        "administrativeArea": Secret(area.reveal()[:20]) if area else None,  # longer ones are refused
        "postalCode": its.zip_code,
        "country": its.country_alpha2_code, "email": its.email or (customer.email if customer else None)}
    if face.phone and its.phone_number:
        body["phoneNumber"] = Secret((its.phone_country_code or "") + its.phone_number.reveal())
    return body if any(body.values()) else None


def email(address: PaymentAddress, customer: Customer | None) -> dict[str, object]:
    """By path: Cybersource wants one of a shopper who is there."""
    its = address.billing_address
    return {"customer.email": (its and its.email) or (customer and customer.email)}


_MEMBERS = msgspec.json.Decoder(dict[str, Any])
_SORTED = msgspec.json.Encoder(order="sorted")


def merchant_defined(face: Face, metadata: Secret | None, order_id: str | None = None) -> list[Body] | None:
    """Metadata by its names, each value as JSON; Decision Manager's rules can read it."""
    texts = []
    if metadata:
        try:
            members = _MEMBERS.decode(metadata.reveal())
        except msgspec.DecodeError:
            raise InvalidField("metadata", "is no JSON object") from None
        texts = [f"{name}={_SORTED.encode(members[name]).decode()}" for name in sorted(members)]
    if face.order_id and order_id:
        texts.append(f"merchant_order_reference_id={order_id}")
    return [{"key": str(number), "value": Secret(text)} for number, text in enumerate(texts, 1)] or None


class Accepted:
    """What a flow takes for payment: the kinds are those of its face."""

    def __init__(self, *kinds: type) -> None:
        self.registry: Mapping[type, object] = dict.fromkeys(kinds)
