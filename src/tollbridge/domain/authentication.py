"""3DS by steps: device data, challenge, result. For processors that authenticate apart from the authorization.

Each step gives an `Authentication`. No money moves; what the last one gives goes into the Authorize, as
`authentication_data`.
"""

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
    """First step: look the card up, and find out what the shopper's browser has to do first.

    A DEVICE_DATA_COLLECTION_PENDING answer has a form in `redirection_data` for a hidden frame; what it yields goes
    into the next step.
    """

    amount: Money  # of the payment to come, as the issuer will see it
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    enrolled_for_3ds: bool = False  # the card is known to take part
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None  # where the browser goes after the device data
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    capture_method: CaptureMethod | None = None
    description: str | None = None
    merchant_transaction_id: str | None = None  # ours, of the payment


class Authenticate(Struct, frozen=True, kw_only=True):
    """Second step: ask the issuer. It approves unseen, wants a challenge (AUTHENTICATION_PENDING) or refuses."""

    amount: Money  # the shopper agrees to this one; it must not grow afterwards
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    authentication_data: AuthenticationData | None = None  # of the first step
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None  # where the browser goes after the challenge
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    redirection_response: RedirectionResponse | None = None  # what the device data step brought back
    capture_method: CaptureMethod | None = None
    webhook_url: str | None = None
    domain_data: DomainData | None = None


class PostAuthenticate(Struct, frozen=True, kw_only=True):
    """Third step: fetch the result of the challenge, with its cryptogram."""

    amount: Money  # as in the second step
    payment_method: PaymentMethod
    merchant_order_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    authentication_data: AuthenticationData | None = None  # of the second step
    connector_order_reference_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    continue_redirection_url: str | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    redirection_response: RedirectionResponse | None = None  # what the challenge brought back
    capture_method: CaptureMethod | None = None


class Authentication(Struct, frozen=True, kw_only=True):
    """How an authentication stands. Only AUTHENTICATION_SUCCESSFUL may be authorized as authenticated.

    A refusal is AUTHENTICATION_FAILED with `error` set. `authentication_data` has cryptogram and ECI once there are
    any.
    """

    status: PaymentStatus
    connector_transaction_id: str | None = None
    error: Failure | None = None
    redirection_data: RedirectForm | None = None  # what the shopper's browser has to do next
    network_transaction_id: str | None = None
    connector_feature_data: Secret | None = None  # JSON text for the step to come
    authentication_data: AuthenticationData | None = None
    incremental_authorization_allowed: bool | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Authentication:
        """The processor's no as a result."""
        return cls(
            status=PaymentStatus.AUTHENTICATION_FAILED, connector_transaction_id=failure.connector_transaction_id,
            error=failure)
