"""What the processor says about a payment: the answers to the requests of domain/payments.py and to ChargeMandate.

A decline is a result, not an exception: its status says no and `error` says why. Fields that the processor did not
state are None: nothing is filled in from the request here. Integrity checks compare the amounts that it did state.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.client_tokens import ClientAuthenticationTokenData
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import MandateReference, MandateReferenceDetails
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.upi import UpiSource
from tollbridge.domain.money import Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import ConnectorSplitResponseData
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus, RawConnectorStatus, SettlementStatus
from tollbridge.domain.three_ds import AuthenticationType


class CardConnectorResponse(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """What a card payment's answer says about the card: checks, network, approval code."""

    authentication_data: bytes | None = None  # JSON, as the processor states it
    payment_checks: bytes | None = None  # JSON: address and CVC checks, as the processor states them
    card_network: str | None = None  # that carried it, in the processor's words
    domestic_network: str | None = None  # where the card has a national network too
    auth_code: str | None = None  # the issuer's approval code, six characters as a rule


class UpiConnectorResponse(Struct, frozen=True, kw_only=True, tag="upi", tag_field="oneof"):
    """What a UPI payment was paid from."""

    upi_mode: UpiSource | None = None


class GooglePayConnectorResponse(Struct, frozen=True, kw_only=True, tag="google_pay", tag_field="oneof"):
    """As of a card that was paid with through Google Pay."""

    auth_code: str | None = None


class ApplePayConnectorResponse(Struct, frozen=True, kw_only=True, tag="apple_pay", tag_field="oneof"):
    """As of a card that was paid with through Apple Pay."""

    auth_code: str | None = None


class CustomerInfo(Struct, frozen=True, kw_only=True):
    """The payer as the bank knows it. Personal data."""

    customer_name: Secret | None = None
    customer_email: Secret | None = None
    customer_phone_number: Secret | None = None
    customer_bank_id: Secret | None = None
    customer_bank_name: Secret | None = None


class InteracCustomerInfo(Struct, frozen=True, kw_only=True):
    """Who paid by Interac."""

    customer_info: CustomerInfo | None = None


class BankRedirectConnectorResponse(Struct, frozen=True, kw_only=True, tag="bank_redirect", tag_field="oneof"):
    """What a bank redirect's answer says about the payer."""

    interac: InteracCustomerInfo | None = None


class ExtendedAuthorizationResponseData(Struct, frozen=True, kw_only=True):
    """Whether the reservation is kept longer than usual."""

    extended_authentication_applied: bool | None = None
    capture_before: int | None = None  # epoch seconds
    extended_authorization_last_applied_at: int | None = None  # epoch seconds


AdditionalPaymentMethodConnectorResponse = (
    CardConnectorResponse | UpiConnectorResponse | GooglePayConnectorResponse | ApplePayConnectorResponse
    | BankRedirectConnectorResponse
)


class ConnectorResponseData(Struct, frozen=True, kw_only=True):
    """What the processor says of the method and of the reservation, beyond the status."""

    additional_payment_method_data: AdditionalPaymentMethodConnectorResponse | None = None
    extended_authorization_response_data: ExtendedAuthorizationResponseData | None = None
    is_overcapture_enabled: bool | None = None  # more than was authorized may be captured


class CardDetailUpdate(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """The card as the issuer has renewed it: keep these in place of what is on file."""

    card_exp_month: str | None = None  # two digits
    card_exp_year: str | None = None  # four digits
    last4_digits: str | None = None
    issuer_country: str | None = None  # ISO 3166-1 alpha-2
    card_issuer: str | None = None
    card_network: str | None = None
    card_holder_name: str | None = None


PaymentMethodUpdate = CardDetailUpdate


class Payment(Struct, frozen=True, kw_only=True):
    """How a payment stands. Read `status` first.

    - A failure status comes with `error`; money has moved only where the status says so.
    - AUTHENTICATION_PENDING comes with `redirection_data`: send the shopper there, then sync.
    - The amounts are those that the processor states, and None where it states none. `authorized_money` is what the
      integrity check compares with the request; `captured_amount` is the sum of what was taken so far.
    - Keep `connector_transaction_id` (needed to capture, void, refund, sync), `connector_feature_data` (bring it
      along), and for charges to come `mandate_reference` and `network_transaction_id`.
    """

    status: PaymentStatus
    connector_transaction_id: str | None  # None: the processor gave it no id
    raw_connector_status: RawConnectorStatus | None  # the words behind `status`
    merchant_transaction_id: str | None = None
    error: Failure | None = None  # why not; where the status is undecided, what the processor says besides
    redirection_data: RedirectForm | None = None  # what the shopper has to do next
    network_transaction_id: str | None = None  # of the card network: later payments refer to it
    incremental_authorization_allowed: bool | None = None

    # as far as the processor states them
    captured_amount: Money | None = None
    capturable_amount: Money | None = None
    authorized_amount: Money | None = None
    mandate_reference: MandateReference | None = None  # set up with this payment: what to charge next time
    connector_response: ConnectorResponseData | None = None
    connector_feature_data: Secret | None = None
    network_txn_link_id: str | None = None  # of the card network: links payments of one agreement
    authorized_money: Money | None = None  # as `authorized_amount`: the one that is checked against the request
    splits: ConnectorSplitResponseData | None = None
    mandate_reference_details: MandateReferenceDetails | None = None

    # as far as a Sync tells them
    amount: Money | None = None
    payment_method_type: PaymentMethodType | None = None
    capture_method: CaptureMethod | None = None
    auth_type: AuthenticationType | None = None
    created_at: int | None = None  # epoch seconds, as the three below
    updated_at: int | None = None
    authorized_at: int | None = None
    captured_at: int | None = None
    customer_name: str | None = None
    email: str | None = None  # personal data, and not secret in the contract
    connector_customer_id: str | None = None  # the shopper's id at the processor
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    payment_method_update: PaymentMethodUpdate | None = None  # a renewed card: keep it
    sender_payment_instrument_id: str | None = None  # of what the shopper paid from, at the processor
    settlement_status: SettlementStatus | None = None

    @classmethod
    def refused(cls, failure: Failure, status: PaymentStatus = PaymentStatus.FAILURE) -> Payment:
        """The processor's no as a result. FAILURE says that no money moved; a refused capture or void leaves the
        payment as it was, and has a status of its own.
        """
        return cls(
            status=status, raw_connector_status=None,
            connector_transaction_id=failure.connector_transaction_id, error=failure)


class IncrementedAuthorization(Struct, frozen=True, kw_only=True):
    """Whether a reservation was raised, with its new id where the processor gives one."""

    status: AuthorizationStatus
    connector_authorization_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> IncrementedAuthorization:
        """The processor's no as a result."""
        return cls(status=AuthorizationStatus.AUTHORIZATION_FAILURE, error=failure)


class Order(Struct, frozen=True, kw_only=True):
    """An order opened at the processor. Its `connector_order_id` goes into the Authorize."""

    status: PaymentStatus | None  # None where the id came with the request
    connector_order_id: str | None = None
    error: Failure | None = None
    session_data: ClientAuthenticationTokenData | None = None  # what the browser library needs to go on

    @classmethod
    def refused(cls, failure: Failure) -> Order:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, error=failure)
