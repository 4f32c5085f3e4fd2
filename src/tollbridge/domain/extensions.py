"""Requests and results of our own package `tollbridge.v1`: what the bridge needs and the wire contract lacks.

Fields have the names that the contract gives the same things elsewhere. Amounts are Money throughout.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.client_tokens import ClientAuthenticationTokenData
from tollbridge.domain.events import EventContext, WebhookSecrets
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.mandates import CustomerAcceptance, FutureUsage, MandateReference, MandateType
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.people import BrowserInformation, Customer, PaymentAddress
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken, ConnectorState
from tollbridge.domain.statuses import MandateStatus, OperationStatus, PaymentStatus


class TokenStatus(StrEnum):
    """Whether a stored payment token can still be charged."""

    ACTIVE = "TOKEN_STATUS_ACTIVE"
    EXPIRED = "TOKEN_STATUS_EXPIRED"
    CONSUMED = "TOKEN_STATUS_CONSUMED"  # good for one use, and used
    SUSPENDED = "TOKEN_STATUS_SUSPENDED"
    DELETED = "TOKEN_STATUS_DELETED"
    NOT_FOUND = "TOKEN_STATUS_NOT_FOUND"


class ApprovePayment(Struct, frozen=True, kw_only=True):
    """Lets a payment go on that the processor's fraud check holds for review. Gives a Payment."""

    connector_transaction_id: str
    merchant_transaction_id: str | None = None
    amount: Money | None = None
    reason: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class RejectPayment(ApprovePayment, frozen=True, kw_only=True):
    """Ends a payment that the processor's fraud check holds for review. Gives a Payment."""


class UpdateMetadata(Struct, frozen=True, kw_only=True):
    """Replaces the metadata that the processor keeps with a payment: `metadata` is JSON text."""

    connector_transaction_id: str
    metadata: Secret
    merchant_transaction_id: str | None = None
    payment_method_type: PaymentMethodType | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class MetadataUpdated(Struct, frozen=True, kw_only=True):
    """Whether the processor took the metadata."""

    status: OperationStatus
    connector_transaction_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> MetadataUpdated:
        """The processor's no as a result."""
        return cls(status=OperationStatus.FAILURE, error=failure,
                   connector_transaction_id=failure.connector_transaction_id)


class PostSessionTokens(Struct, frozen=True, kw_only=True):
    """Opens an order at the processor for a wallet's own button: the shopper approves it in the wallet's sheet."""

    amount: Money
    merchant_transaction_id: str | None = None
    order_amount: Money | None = None
    order_tax_amount: Money | None = None
    shipping_cost: Money | None = None
    surcharge_amount: Money | None = None
    payment_method: PaymentMethod | None = None
    payment_method_type: PaymentMethodType | None = None
    capture_method: CaptureMethod | None = None
    setup_future_usage: FutureUsage | None = None
    customer: Customer | None = None
    address: PaymentAddress | None = None
    order_details: tuple[OrderLine, ...] = ()
    merchant_order_id: str | None = None
    description: str | None = None
    return_url: str | None = None
    session_token: Secret | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class SessionTokens(Struct, frozen=True, kw_only=True):
    """The order at the processor, and what the wallet's button needs of it."""

    status: PaymentStatus
    connector_transaction_id: str | None = None
    connector_order_id: str | None = None
    session_data: ClientAuthenticationTokenData | None = None
    error: Failure | None = None
    connector_feature_data: Secret | None = None

    @classmethod
    def refused(cls, failure: Failure) -> SessionTokens:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, error=failure,
                   connector_transaction_id=failure.connector_transaction_id)


class CalculateTax(Struct, frozen=True, kw_only=True):
    """Asks for the tax of an order, by its lines and the address that it goes to."""

    amount: Money
    address: PaymentAddress = PaymentAddress()
    merchant_transaction_id: str | None = None
    shipping_cost: Money | None = None
    order_details: tuple[OrderLine, ...] = ()
    customer: Customer | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class Tax(Struct, frozen=True, kw_only=True):
    """The tax of an order and of its shipping."""

    order_tax_amount: Money | None = None
    shipping_tax_amount: Money | None = None
    error: Failure | None = None


class UpdateRefund(Struct, frozen=True, kw_only=True):
    """Changes what the processor keeps with a refund: its reason, its metadata (JSON text). Gives a Refund."""

    connector_refund_id: str
    merchant_refund_id: str | None = None
    connector_transaction_id: str | None = None
    reason: str | None = None
    refund_metadata: Secret | None = None
    payment_method_type: PaymentMethodType | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class UpdateMandate(Struct, frozen=True, kw_only=True):
    """Changes a mandate: its limits, or the payment method that it charges."""

    mandate_reference: MandateReference
    merchant_mandate_update_id: str | None = None
    mandate_type: MandateType | None = None
    payment_method: PaymentMethod | None = None
    customer_acceptance: CustomerAcceptance | None = None
    customer: Customer | None = None
    address: PaymentAddress | None = None
    browser_info: BrowserInformation | None = None
    return_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class UpdatedMandate(Struct, frozen=True, kw_only=True):
    """The mandate as it is now. A change may need the shopper: then `redirection_data` says where."""

    status: MandateStatus
    mandate_reference: MandateReference | None = None
    redirection_data: RedirectForm | None = None
    error: Failure | None = None
    network_transaction_id: str | None = None
    connector_feature_data: Secret | None = None

    @classmethod
    def refused(cls, failure: Failure) -> UpdatedMandate:
        """The processor's no as a result: the mandate stays as it was."""
        return cls(status=MandateStatus.MANDATE_PENDING, error=failure)


class ValidateToken(Struct, frozen=True, kw_only=True):
    """Asks whether a stored payment token can still be charged."""

    payment_method_token: Secret
    merchant_payment_method_id: str | None = None
    connector_payment_method_id: str | None = None
    payment_method_type: PaymentMethodType | None = None
    customer: Customer | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class TokenState(Struct, frozen=True, kw_only=True):
    """A stored payment token as the processor has it. `expires_at` is in epoch seconds."""

    status: TokenStatus | None
    payment_method_type: PaymentMethodType | None = None
    card: CardDetailUpdate | None = None
    expires_at: int | None = None
    connector_payment_method_id: str | None = None
    error: Failure | None = None


class DeleteToken(ValidateToken, frozen=True, kw_only=True):
    """Has the processor forget a stored payment token."""

    reason: str | None = None


class DeletedToken(Struct, frozen=True, kw_only=True):
    """Whether the processor forgot the token."""

    status: OperationStatus
    connector_payment_method_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> DeletedToken:
        """The processor's no as a result."""
        return cls(status=OperationStatus.FAILURE, error=failure)


class CheckGiftCardBalance(Struct, frozen=True, kw_only=True):
    """Asks what is left on a gift card."""

    payment_method: PaymentMethod
    merchant_payment_method_id: str | None = None
    amount: Money | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class GiftCardBalance(Struct, frozen=True, kw_only=True):
    """What is left on a gift card."""

    balance: Money | None = None
    error: Failure | None = None


class VerifyWebhookSource(Struct, frozen=True, kw_only=True):
    """Asks whether a webhook is genuine, without reading what it says."""

    request_details: RequestDetails
    merchant_event_id: str | None = None
    webhook_secrets: WebhookSecrets | None = None
    access_token: AccessToken | None = None
    event_context: EventContext | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class WebhookSource(Struct, frozen=True, kw_only=True):
    """Whether the webhook proved where it comes from."""

    source_verified: bool
    error: Failure | None = None
