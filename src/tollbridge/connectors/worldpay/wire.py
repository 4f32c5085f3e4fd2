"""What Worldpay answers, only as far as it is read; an answer's links are what can be done next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct, field


class Href(Struct):
    href: str = ""


class Links(Struct):
    own: Href | None = field(name="self", default=None)
    settle: Href | None = field(name="cardPayments:settle", default=None)


class Scheme(Struct):
    reference: str = ""


class Issuer(Struct, rename="camel"):
    authorization_code: str | None = None


class Advice(Struct):
    code: str | None = None


class Token(Struct, rename="camel"):
    href: str
    token_id: str | None = None


class Instrument(Struct, rename="camel"):
    card_brand: str | None = None


class RiskFactor(Struct, omit_defaults=True):
    type: str = ""
    detail: str | None = None
    risk: str = ""


class Amounts(Struct, rename="camel"):
    total_authorized: int
    currency: str
    partial_authorization: bool = False


class ThreeDS(Struct, rename="camel"):
    version: str | None = None
    eci: str | None = None
    status: str | None = None
    acs_transaction_id: str | None = None
    ds_transaction_id: str | None = None


class Authentication(Struct, rename="camel"):
    version: str | None = None
    eci: str | None = None
    authentication_value: str | None = None
    transaction_id: str | None = None


class DeviceDataCollection(Struct):
    jwt: str
    url: str
    bin: str | None = None


class Challenge(Struct):
    reference: str
    url: str
    jwt: str


class Answer(Struct, rename="camel"):
    """To a payment, to what is done with it, and to a step of 3DS: `outcome` says which of its parts are there."""

    outcome: str
    transaction_reference: str | None = None
    refusal_code: str | None = None
    refusal_description: str | None = None
    advice: Advice | None = None
    issuer: Issuer | None = None
    scheme_reference: str | None = None
    scheme: Scheme | None = None
    payment_instrument: Instrument | None = None
    risk_factors: list[RiskFactor] = []
    token: Token | None = None
    amounts: Amounts | None = None
    three_ds: ThreeDS | None = field(name="threeDS", default=None)
    device_data_collection: DeviceDataCollection | None = None
    authentication: Authentication | None = None
    acs_transaction_id: str | None = None
    status: str | None = None
    challenge: Challenge | None = None
    links: Links | None = field(name="_links", default=None)
    actions: dict[str, Href] = field(name="_actions", default_factory=dict)


class LastEvent(Struct, rename="camel"):
    last_event: str
    actions: dict[str, Href] = field(name="_actions", default_factory=dict)
    links: dict[str, Any] = field(name="_links", default_factory=dict)  # of the older API: addresses, or texts


class NewToken(Struct, rename="camel"):
    token_payment_instrument: Href
    token_id: str


class CardDate(Struct, frozen=True):
    month: int
    year: int


class KeptCard(Struct, frozen=True, rename="camel"):
    card_expiry_date: CardDate | None = None
    card_number: str | None = None
    brand: str | None = None
    card_holder_name: str | None = None


class KeptToken(Struct, rename="camel"):
    """Links say where a part of it is changed."""

    token_id: str
    token_expiry_date_time: datetime
    payment_instrument: KeptCard = KeptCard()
    links: dict[str, Any] = field(name="_links", default_factory=dict)


class Payout(Struct):
    outcome: str
    links: dict[str, Any] = field(name="_links", default_factory=dict)


class ErrorBody(Struct, rename="camel"):
    error_name: str
    message: str = ""
    validation_errors: list[ValidationError] = []


class ValidationError(Struct, rename="camel"):
    error_name: str = ""
    message: str = ""
    json_path: str = ""


class EventAmount(Struct, rename="camel"):
    value: int
    currency_code: str


class EventDetails(Struct, rename="camel"):
    type: str
    transaction_reference: str
    classification: str = "payment"
    reference: str | None = None
    amount: EventAmount | None = None
    scheme_reference: str | None = None
    token: Token | None = None


class Event(Struct, rename="camel"):
    event_id: str
    event_details: EventDetails
