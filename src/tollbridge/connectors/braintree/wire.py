"""What Braintree sends, as far as it is read: types of its GraphQL schema, by their names there.

https://developer.paypal.com/braintree/graphql/reference
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from tollbridge.domain.money import Currency, Money


class Amount(Struct, rename="camel"):
    value: str
    currency_code: str

    @property
    def money(self) -> Money:
        return Money.from_major(self.value, Currency(self.currency_code))


class Identified(Struct):
    id: str


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

    def event(self) -> Event:
        """Of its status; the latest comes first."""
        return next((event for event in self.status_history or () if event.status == self.status), Event())


class TransactionPayload(Struct):
    transaction: Paid | None = None


class CapturePayload(Struct):
    capture: Paid | None = None


class ReversalPayload(Struct):
    reversal: Paid | None = None


class RefundPayload(Struct):
    refund: Paid | None = None


class MethodPayload(Struct, rename="camel"):
    payment_method: Identified | None = None


class Verification(Event, rename="camel"):
    id: str | None = None


class VaultPayload(Struct, rename="camel"):
    payment_method: Identified | None = None
    verification: Verification | None = None


class Nothing(Struct):
    """A payload that says by being there that it is done."""


class ClientTokenPayload(Struct, rename="camel"):
    client_token: str | None = None


class Shopper(Struct, rename="camel"):
    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None


class CustomerPayload(Struct):
    customer: Shopper | None = None


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


class DisputePayload(Struct):
    dispute: DisputeBody | None = None


class EvidencePayload(Struct):
    evidence: Identified | None = None


class Edge(Struct):
    node: Paid | None = None


class Connection(Struct):
    edges: list[Edge | None] | None = None


class Search(Struct):
    transactions: Connection | None = None
    refunds: Connection | None = None


class Data(Struct, rename="camel"):
    charge_credit_card: TransactionPayload | None = None
    authorize_credit_card: TransactionPayload | None = None
    charge_payment_method: TransactionPayload | None = None
    authorize_payment_method: TransactionPayload | None = None
    capture_transaction: TransactionPayload | None = None
    update_transaction_amount: TransactionPayload | None = None
    partial_capture_transaction: CapturePayload | None = None
    reverse_transaction: ReversalPayload | None = None
    refund_transaction: RefundPayload | None = None
    reverse_refund: RefundPayload | None = None
    search: Search | None = None
    tokenize_credit_card: MethodPayload | None = None
    tokenize_network_token: MethodPayload | None = None
    vault_payment_method: VaultPayload | None = None
    delete_payment_method_from_vault: Nothing | None = None
    create_client_token: ClientTokenPayload | None = None
    create_customer: CustomerPayload | None = None
    accept_dispute: DisputePayload | None = None
    finalize_dispute: DisputePayload | None = None
    create_dispute_text_evidence: EvidencePayload | None = None
    create_dispute_file_evidence: EvidencePayload | None = None
    id_from_legacy_id: str | None = None

    def transaction(self) -> Paid | None:
        """Of whichever charge it was."""
        for payload in (self.charge_credit_card, self.authorize_credit_card, self.charge_payment_method,
                        self.authorize_payment_method, self.capture_transaction):
            if payload and payload.transaction:
                return payload.transaction
        return self.partial_capture_transaction.capture if self.partial_capture_transaction else None

    def token(self) -> Identified | None:
        payload = self.tokenize_credit_card or self.tokenize_network_token
        return payload.payment_method if payload else None


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
    data: Data | None = None


class DisputeNode(Struct):
    node: DisputeBody | None = None


class DisputeAnswer(Refused):
    data: DisputeNode | None = None


class CustomerNode(Struct):
    node: Shopper | None = None


class CustomerAnswer(Refused):
    data: CustomerNode | None = None


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
