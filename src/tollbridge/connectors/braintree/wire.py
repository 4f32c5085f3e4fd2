"""What Braintree sends, as far as it is read: types of its GraphQL schema, by their names there.

https://developer.paypal.com/braintree/graphql/reference
"""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct, field

from tollbridge.domain.money import Currency, Money

T = TypeVar("T")


class Amount(Struct, rename="camel"):
    value: str
    currency_code: str

    @property
    def money(self) -> Money:
        return Money.from_major(self.value, Currency(self.currency_code))


class Identified(Struct):
    id: str


class ThreeDsResult(Struct, rename="camel"):
    """https://developer.paypal.com/braintree/graphql/reference/types/three-d-secure-authentication"""

    authentication_status: str | None = None
    transaction_status: str | None = None
    transaction_status_reason: str | None = None
    eci_flag: str | None = None
    cavv: str | None = None
    version: str | None = None
    server_transaction_id: str | None = field(name="threeDSecureServerTransactionId", default=None)
    directory_server_transaction_id: str | None = None
    acs_transaction_id: str | None = None


class ThreeDs(Struct):
    authentication: ThreeDsResult | None = None


class Details(Struct):
    typename: str | None = field(name="__typename", default=None)
    three_ds: ThreeDs | None = field(name="threeDSecure", default=None)


class Method(Struct):
    """A payment method; what it is in detail is asked of those that 3DS has made."""

    id: str
    details: Details | None = None

    @property
    def authentication(self) -> ThreeDsResult | None:
        return self.details.three_ds.authentication if self.details and self.details.three_ds else None


class Lookup(Struct, rename="camel"):
    acs_url: str | None = None
    authentication_id: str | None = None
    version: str | None = None
    pareq: str | None = None
    md: str | None = None
    term_url: str | None = None
    transaction_id: str | None = None


class Snapshot(Struct, rename="camel"):
    network_transaction_id: str | None = None


class ProcessorResponse(Struct, rename="camel"):
    legacy_code: str | None = None
    message: str | None = None
    additional_information: str | None = None
    authorization_id: str | None = None
    cvv_response: str | None = None
    avs_postal_code_response: str | None = None
    avs_street_address_response: str | None = None


class NetworkResponse(Struct):
    code: str | None = None
    message: str | None = None


class Event(Struct, rename="camel"):
    """How a transaction came to one of its statuses; a verification says the same of itself."""

    status: str | None = None
    processor_response: ProcessorResponse | None = None
    network_response: NetworkResponse | None = None
    merchant_advice_code_response: NetworkResponse | None = None
    gateway_rejection_reason: str | None = None
    duplicate_of: Identified | None = None


class Adjustment(Struct, rename="camel"):
    successful: bool | None = None
    timestamp: datetime | None = None
    processor_response: ProcessorResponse | None = None


class Taken(Struct):
    """One of several captures."""

    status: str
    amount: Amount | None = None


class Parts(Struct, rename="camel"):
    """PartialCaptureDetails: of a parent its captures, of a capture its parent."""

    total_amount_authorized: Amount | None = None
    child_captures: list[Taken] | None = None
    parent_authorization: Parent | None = None


class Parent(Struct, rename="camel"):
    status: str
    partial_capture_details: Parts | None = None


class Paid(Struct, rename="camel"):
    """What Transaction and Refund have in common, as a Payment; `typename` tells them apart where either may come."""

    id: str
    status: str
    typename: str | None = field(name="__typename", default=None)
    amount: Amount | None = None
    initial_requested_authorization_amount: Amount | None = None
    order_id: str | None = None
    payment_method: Identified | None = None
    payment_method_snapshot: Snapshot | None = None
    status_history: list[Event] | None = None
    refunded_transaction: Identified | None = None
    authorization_adjustments: list[Adjustment] | None = None
    partial_capture_details: Parts | None = None

    def event(self) -> Event:
        """Of its status; the latest comes first."""
        return next((event for event in self.status_history or () if event.status == self.status), Event())


class Verification(Event, rename="camel"):
    id: str | None = None


class Shopper(Struct, rename="camel"):
    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None


class DisputeResponse(Struct, rename="camel"):
    reason: str | None = None
    reason_code: str | None = None
    reason_description: str | None = None


class DisputeBody(Struct, rename="camel"):
    id: str
    status: str = ""
    type: str | None = None
    created_at: datetime | None = None
    response_deadline: datetime | None = None
    reply_by_date: str | None = None
    amount_disputed: Amount | None = None
    processor_response: DisputeResponse | None = None
    transaction: Identified | None = None
    evidence: list[Identified] | None = None


class Context(Struct, rename="camel"):
    """Of a local payment. What has happened to it has a time."""

    id: str
    approval_url: str | None = None
    order_id: str | None = None
    amount: Amount | None = None
    approved_at: datetime | None = None
    transacted_at: datetime | None = None
    expired_at: datetime | None = None


class Payload(Struct, rename="camel"):
    """What a mutation gives: each fills in what it is about."""

    transaction: Paid | None = None
    capture: Paid | None = None
    reversal: Paid | None = None
    refund: Paid | None = None
    payment_method: Method | None = None
    three_d_secure_lookup_data: Lookup | None = None
    verification: Verification | None = None
    billing_agreement_with_purchase_payment_method: Identified | None = None
    client_token: str | None = None
    payment_context: Context | None = None
    approval_url: str | None = None
    payment_id: str | None = None
    billing_agreement_token: str | None = None
    customer: Shopper | None = None
    dispute: DisputeBody | None = None
    evidence: Identified | None = None


class Edge(Struct):
    node: Paid | None = None


class Connection(Struct):
    edges: list[Edge | None] | None = None


class Search(Struct):
    transactions: Connection | None = None
    refunds: Connection | None = None


class Extensions(Struct, rename="camel"):
    error_class: str | None = None
    legacy_code: str | None = None
    input_path: list[str] | None = None


class Error(Struct):
    message: str = ""
    extensions: Extensions | None = None


class Refused(Struct):
    errors: list[Error] | None = None


class Answer(Refused):
    """Of a mutation: there is one in a document, and its payload by its name."""

    data: dict[str, Payload | None] | None = None

    @property
    def done(self) -> bool:
        return any(self.data.values()) if self.data else False

    @property
    def its(self) -> Payload:
        return next(filter(None, self.data.values()), None) or Payload() if self.data else Payload()


class Found(Struct, rename="camel"):
    search: Search | None = None
    id_from_legacy_id: str | None = None


class FoundAnswer(Refused):
    data: Found | None = None


class Node(Struct, Generic[T]):
    node: T | None = None


class NodeAnswer(Refused, Generic[T]):
    """Of a question about the one object that has an id."""

    data: Node[T] | None = None


class Coded(Struct):
    code: str
    message: str = ""


class Listed(Struct, frozen=True):
    errors: tuple[Coded, ...] = ()


class Nested(Struct, frozen=True):
    errors: tuple[Coded, ...] = ()
    transaction: Listed = Listed()


class Legacy(Struct):
    message: str
    errors: Nested = Nested()


class LegacyBody(Struct, rename="camel"):
    """The errors of Braintree's older API, which the gateway behind this one speaks."""

    api_error_response: Legacy
