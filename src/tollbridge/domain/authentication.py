"""Authentication."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.money import Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.people import BrowserInformation, Customer, PaymentAddress
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import PaymentStatus
from tollbridge.domain.three_ds import AuthenticationData, RedirectionResponse
from tollbridge.domain.travel import DomainData


class PreAuthenticate(Struct, frozen=True, kw_only=True):
    """Pre Authenticate."""

    amount: Money
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    enrolled_for_3ds: bool = False
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    capture_method: CaptureMethod | None = None
    description: str | None = None
    merchant_transaction_id: str | None = None


class Authenticate(Struct, frozen=True, kw_only=True):
    """Authenticate."""

    amount: Money
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    authentication_data: AuthenticationData | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    redirection_response: RedirectionResponse | None = None
    capture_method: CaptureMethod | None = None
    webhook_url: str | None = None
    domain_data: DomainData | None = None


class PostAuthenticate(Struct, frozen=True, kw_only=True):
    """Post Authenticate."""

    amount: Money
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    authentication_data: AuthenticationData | None = None
    connector_order_reference_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    redirection_response: RedirectionResponse | None = None
    capture_method: CaptureMethod | None = None


class Authentication(Struct, frozen=True, kw_only=True):
    """Authentication."""

    status: PaymentStatus
    connector_transaction_id: str | None = None
    error: Failure | None = None
    redirection_data: RedirectForm | None = None
    network_transaction_id: str | None = None
    connector_feature_data: Secret | None = None
    authentication_data: AuthenticationData | None = None
    incremental_authorization_allowed: bool | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Authentication:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.AUTHENTICATION_FAILED, connector_transaction_id=failure.connector_transaction_id, error=failure)
