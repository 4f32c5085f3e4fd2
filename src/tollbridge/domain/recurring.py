"""Setting up a mandate, charging it while the shopper is away, and revoking it."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature, wishes
from tollbridge.domain.mandates import (
    AdditionalPaymentData,
    CustomerAcceptance,
    FutureUsage,
    MandateReference,
    MandateReferenceDetails,
    MitCategory,
    SetupMandateDetails,
)
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.cards import ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.orders import Level2And3
from tollbridge.domain.payments import (
    BillingDescriptor,
    CaptureMethod,
    PartnerMerchantIdentifierDetails,
    PaymentChannel,
    PaymentExperience,
)
from tollbridge.domain.people import BrowserInformation, Customer, CustomerDocument, PaymentAddress
from tollbridge.domain.redirects import RedirectForm
from tollbridge.domain.results import ConnectorResponseData
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import ConnectorSplitResponseData, SplitPaymentsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import MandateStatus, PaymentStatus, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationData, AuthenticationType


class SetupMandate(Struct, frozen=True, kw_only=True):
    """Ask for a mandate without a purchase. Gives a `MandateSetup`.

    `amount` is usually zero: the method is only verified. Whether more is reserved along with it is the processor's
    rule.
    """

    amount: Money
    payment_method: PaymentMethod
    merchant_recurring_payment_id: str = ""  # ours; the idempotency key, where the caller gives no other
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    auth_type: AuthenticationType | None = None
    enrolled_for_3ds: bool = False
    authentication_data: AuthenticationData | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    complete_authorize_url: str | None = None  # where the shopper returns to when a step of ours is still due
    session_token: Secret | None = None  # of a Session pre-step
    order_tax_amount: Money | None = None
    order_category: str | None = None
    merchant_order_id: str | None = None
    shipping_cost: Money | None = None
    setup_future_usage: FutureUsage | None = None
    off_session: bool | None = None  # the charges to come are made without the shopper
    request_incremental_authorization: bool = False
    request_extended_authorization: bool | None = None
    enable_partial_authorization: bool | None = None
    customer_acceptance: CustomerAcceptance | None = None
    browser_info: BrowserInformation | None = None
    payment_experience: PaymentExperience | None = None
    payment_channel: PaymentChannel | None = None
    billing_descriptor: BillingDescriptor | None = None
    state: ConnectorState | None = None
    order_id: str | None = None  # ours, of the order
    locale: str | None = None  # BCP 47, as "de-AT"
    connector_testing_data: Secret | None = None  # JSON text that makes a test account answer as wanted
    l2_l3_data: Level2And3 | None = None
    setup_mandate_details: SetupMandateDetails | None = None  # the terms
    mit_category: MitCategory | None = None
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None

    def features(self) -> frozenset[Feature]:
        """What of this request changes the fate of the money, beside the mandate itself."""
        return wishes(
            authentication=self.auth_type, authenticated=self.authentication_data,
            incremental=self.request_incremental_authorization, extended=self.request_extended_authorization,
            partial=self.enable_partial_authorization)


class TokenSetupMandate(Struct, frozen=True, kw_only=True):
    """As `SetupMandate`, with a token of the processor's own in place of the method."""

    amount: Money
    connector_token: Secret
    merchant_recurring_payment_id: str = ""  # ours; the idempotency key, where the caller gives no other
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    customer_acceptance: CustomerAcceptance | None = None
    setup_mandate_details: SetupMandateDetails | None = None  # the terms
    billing_descriptor: BillingDescriptor | None = None
    locale: str | None = None  # BCP 47, as "de-AT"
    setup_future_usage: FutureUsage | None = None


class ProxySetupMandate(Struct, frozen=True, kw_only=True):
    """As `SetupMandate` for a card whose number we never see: a vault puts it in place of its alias on the way out."""

    amount: Money
    card_proxy: ProxyCard
    merchant_recurring_payment_id: str = ""  # ours; the idempotency key, where the caller gives no other
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    state: ConnectorState | None = None
    setup_mandate_details: SetupMandateDetails | None = None  # the terms
    customer_acceptance: CustomerAcceptance | None = None
    auth_type: AuthenticationType | None = None
    authentication_data: AuthenticationData | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    order_category: str | None = None  # the processor's word for the kind of goods
    description: str | None = None

    def features(self) -> frozenset[Feature]:
        """As of a SetupMandate."""
        return wishes(authentication=self.auth_type, authenticated=self.authentication_data)


class ChargeMandate(Struct, frozen=True, kw_only=True):
    """Take `amount` on a mandate, the shopper away as a rule. Gives a `Payment`.

    `connector_recurring_payment_id` says which mandate; one by the network's id needs the card or token too, in
    `payment_method`.
    """

    amount: Money
    merchant_charge_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    connector_recurring_payment_id: MandateReference | None = None  # the mandate
    payment_method: PaymentMethod | None = None  # the card of a network mandate
    merchant_order_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    webhook_url: str | None = None
    return_url: str | None = None
    description: str | None = None
    address: PaymentAddress | None = None
    capture_method: CaptureMethod | None = None  # None is automatic
    email: Secret | None = None
    connector_customer_id: str | None = None  # whose the stored method is, at the processor
    browser_info: BrowserInformation | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    merchant_account_id: Secret | None = None  # at the processor, where it has several
    merchant_configured_currency: Currency | None = None  # of that account
    off_session: bool | None = None  # False: the shopper is there after all
    enable_partial_authorization: bool | None = None  # less than `amount` is welcome too
    state: ConnectorState | None = None
    original_payment_authorized_amount: Money | None = None  # of the payment that set the mandate up
    shipping_cost: Money | None = None
    billing_descriptor: BillingDescriptor | None = None
    mit_category: MitCategory | None = None  # why the shopper is not needed
    authentication_data: AuthenticationData | None = None
    locale: str | None = None  # BCP 47, as "de-AT"
    connector_testing_data: Secret | None = None  # JSON text that makes a test account answer as wanted
    customer: Customer | None = None
    l2_l3_data: Level2And3 | None = None
    customer_document_details: CustomerDocument | None = None
    additional_payment_data: AdditionalPaymentData | None = None  # the card behind the mandate, as far as known
    split_payments: SplitPaymentsDetails | None = None
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None
    auth_type: AuthenticationType | None = None
    complete_authorize_url: str | None = None  # where the shopper returns to if the issuer wants to see them after all
    payment_channel: PaymentChannel | None = None

    def features(self) -> frozenset[Feature]:
        """What of this request changes the fate of the money; empty for a plain one."""
        return wishes(
            capture=self.capture_method, authentication=self.auth_type, authenticated=self.authentication_data,
            partial=self.enable_partial_authorization, split=self.split_payments)


class RevokeMandate(Struct, frozen=True, kw_only=True):
    """End a mandate at the processor. Gives a `RevokedMandate`."""

    merchant_revoke_id: str | None = None  # ours, of this call
    mandate_id: str = ""  # ours, of the mandate
    connector_mandate_id: str | None = None  # the processor's


class MandateSetup(Struct, frozen=True, kw_only=True):
    """How the set-up of a mandate stands: as a `Payment` is read, status first.

    Keep `mandate_reference`, which goes into a ChargeMandate; without it nothing can be charged. AUTHENTICATION_PENDING
    comes with `redirection_data`.
    """

    status: PaymentStatus
    connector_recurring_payment_id: str | None = None  # the processor's id of the set-up
    error: Failure | None = None  # why not: set where the status says no
    mandate_reference: MandateReference | None = None
    redirection_data: RedirectForm | None = None
    network_transaction_id: str | None = None  # of the first payment: lets another processor go on with the mandate
    connector_response: ConnectorResponseData | None = None
    incremental_authorization_allowed: bool | None = None
    captured_amount: Money | None = None  # where the processor took something
    connector_feature_data: Secret | None = None
    splits: ConnectorSplitResponseData | None = None
    mandate_reference_details: MandateReferenceDetails | None = None  # the reference again, flat
    raw_connector_status: RawConnectorStatus | None = None  # the words behind `status`

    @classmethod
    def refused(cls, failure: Failure) -> MandateSetup:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, error=failure)


class RevokedMandate(Struct, frozen=True, kw_only=True):
    """Whether the mandate has ended. A refusal is MANDATE_REVOKE_FAILED with `error` set: it can still be charged."""

    status: MandateStatus
    error: Failure | None = None
    network_transaction_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RevokedMandate:
        """The processor's no as a result."""
        return cls(status=MandateStatus.MANDATE_REVOKE_FAILED, error=failure)
