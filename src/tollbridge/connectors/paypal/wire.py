"""What PayPal sends, as far as it is read: https://developer.paypal.com/docs/api/orders/v2/, .../payments/v2/"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from tollbridge.domain.money import Currency, Money


class Amount(Struct):
    """A decimal text."""

    currency_code: str
    value: str

    @property
    def money(self) -> Money:
        return Money.from_major(self.value, Currency(self.currency_code))


class Link(Struct):
    href: str
    rel: str = ""


class StatusDetails(Struct):
    """Why something is pending or declined."""

    reason: str | None = None


class ProcessorResponse(Struct):
    """What the issuer answered about a card."""

    avs_code: str | None = None
    cvv_code: str | None = None
    response_code: str | None = None
    payment_advice_code: str | None = None


class NetworkReference(Struct):
    id: str


class RelatedIds(Struct):
    order_id: str | None = None
    authorization_id: str | None = None


class SupplementaryData(Struct):
    related_ids: RelatedIds | None = None


class Transaction(Struct):
    """An authorization or a capture: they differ in their status words."""

    id: str
    status: str
    amount: Amount | None = None
    final_capture: bool | None = None  # of a capture: no further one will follow
    invoice_id: str | None = None
    status_details: StatusDetails | None = None
    processor_response: ProcessorResponse | None = None
    network_transaction_reference: NetworkReference | None = None
    supplementary_data: SupplementaryData | None = None


class Payments(Struct):
    authorizations: list[Transaction] = []
    captures: list[Transaction] = []


class PurchaseUnit(Struct):
    """We send one in an order."""

    invoice_id: str | None = None
    amount: Amount | None = None
    payments: Payments | None = None


class Identified(Struct):
    id: str


class Vaulted(Struct):
    """A method that PayPal keeps; its id is there once it does."""

    id: str | None = None
    customer: Identified | None = None


class SourceAttributes(Struct):
    vault: Vaulted | None = None


class ThreeDSecure(Struct):
    """The letters of EMV 3DS."""

    enrollment_status: str | None = None
    authentication_status: str | None = None


class AuthenticationResult(Struct):
    liability_shift: str | None = None
    three_d_secure: ThreeDSecure | None = None


class Source(Struct):
    """What was paid with."""

    attributes: SourceAttributes | None = None
    authentication_result: AuthenticationResult | None = None
    account_id: str | None = None  # of a PayPal account: who has paid


class Sources(Struct):
    """One of them is there."""

    card: Source | None = None
    paypal: Source | None = None
    apple_pay: Source | None = None
    google_pay: Source | None = None
    venmo: Source | None = None

    @property
    def source(self) -> Source | None:
        return self.card or self.paypal or self.apple_pay or self.google_pay or self.venmo


class Order(Struct):
    id: str
    status: str
    intent: str = ""
    purchase_units: list[PurchaseUnit] = []
    payment_source: Sources | None = None
    links: list[Link] = []


class Head(Struct):
    """Of an order or a transaction: only an order has purchase units."""

    purchase_units: msgspec.Raw = msgspec.Raw()


class RefundBody(Struct):
    """The last two are of an order and of a capture: a refund has none of them."""

    id: str
    status: str
    amount: Amount | None = None
    status_details: StatusDetails | None = None
    purchase_units: msgspec.Raw = msgspec.Raw()
    final_capture: bool | None = None


class Token(Struct):
    """A setup token or a payment token of the vault."""

    id: str
    status: str | None = None
    customer: Identified | None = None
    links: list[Link] = []
