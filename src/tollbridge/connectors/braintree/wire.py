"""What Braintree sends, as far as it is read: types of its GraphQL schema, by their names there.

https://developer.paypal.com/braintree/graphql/reference
"""

from __future__ import annotations

from msgspec import Struct


class Amount(Struct, rename="camel"):
    value: str
    currency_code: str


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
    """How a transaction came to one of its statuses."""

    status: str | None = None
    processor_response: ProcessorResponse | None = None
    network_response: NetworkResponse | None = None
    merchant_advice_code_response: NetworkResponse | None = None
    gateway_rejection_reason: str | None = None
    duplicate_of: Identified | None = None


class Transaction(Struct, rename="camel"):
    id: str
    status: str
    amount: Amount | None = None
    payment_method: Identified | None = None
    payment_method_snapshot: Snapshot | None = None
    status_history: list[Event] | None = None

    def event(self) -> Event:
        """Of its status; the latest comes first."""
        return next((event for event in self.status_history or () if event.status == self.status), Event())


class TransactionPayload(Struct):
    transaction: Transaction | None = None


class MethodPayload(Struct, rename="camel"):
    payment_method: Identified | None = None


class ClientTokenPayload(Struct, rename="camel"):
    client_token: str | None = None


class Data(Struct, rename="camel"):
    charge_credit_card: TransactionPayload | None = None
    authorize_credit_card: TransactionPayload | None = None
    charge_payment_method: TransactionPayload | None = None
    authorize_payment_method: TransactionPayload | None = None
    tokenize_credit_card: MethodPayload | None = None
    create_client_token: ClientTokenPayload | None = None


class Extensions(Struct, rename="camel"):
    error_class: str | None = None
    legacy_code: str | None = None
    input_path: list[str] | None = None


class Error(Struct):
    message: str = ""
    extensions: Extensions | None = None


class Answer(Struct):
    data: Data | None = None
    errors: list[Error] | None = None


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
