"""What a merchant asks about a payment: reserve, take, release, undo, look up, raise the reservation, open an order.

All of these but CreateOrder and IncrementAuthorization give a `Payment` (domain/results.py). `metadata` and
`connector_feature_data` are JSON objects as text, secret because nobody knows what callers put there: the first goes to
the processor, the second is what an earlier answer about this payment gave us to bring along.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.features import Feature, wishes
from tollbridge.domain.mandates import (
    ConnectorMandate,
    CustomerAcceptance,
    FutureUsage,
    MitCategory,
    SetupMandateDetails,
)
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.cards import ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.orders import Level2And3, OrderLine
from tollbridge.domain.people import BrowserInformation, Customer, PaymentAddress
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import SplitPaymentsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.three_ds import (
    AuthenticationData,
    AuthenticationType,
    RedirectionResponse,
    ThreeDsCompletionIndicator,
)
from tollbridge.domain.travel import DomainData


class CaptureMethod(StrEnum):
    """When reserved money is taken."""

    AUTOMATIC = "AUTOMATIC"  # with the authorization
    MANUAL = "MANUAL"  # by one Capture of ours, perhaps of a part
    MANUAL_MULTIPLE = "MANUAL_MULTIPLE"  # by several Captures of ours
    SCHEDULED = "SCHEDULED"  # by the processor, at a later time
    SEQUENTIAL_AUTOMATIC = "SEQUENTIAL_AUTOMATIC"  # at once, but by a call of its own after the authorization


class PaymentExperience(StrEnum):
    """How the shopper is led through the payment, where the method offers more than one way."""

    REDIRECT_TO_URL = "REDIRECT_TO_URL"
    INVOKE_SDK_CLIENT = "INVOKE_SDK_CLIENT"
    DISPLAY_QR_CODE = "DISPLAY_QR_CODE"
    ONE_CLICK = "ONE_CLICK"  # with what is on file, no further step
    LINK_WALLET = "LINK_WALLET"  # the shopper joins a wallet to the account with us first
    INVOKE_PAYMENT_APP = "INVOKE_PAYMENT_APP"  # an app on the shopper's phone
    DISPLAY_WAIT_SCREEN = "DISPLAY_WAIT_SCREEN"  # the shopper confirms elsewhere, our page waits
    COLLECT_OTP = "COLLECT_OTP"  # a one-time password, typed on our page


class PaymentChannel(StrEnum):
    """How the order reached the merchant. Mail and telephone orders are outside strong customer authentication."""

    ECOMMERCE = "ECOMMERCE"
    MAIL_ORDER = "MAIL_ORDER"
    TELEPHONE_ORDER = "TELEPHONE_ORDER"


class Tokenization(StrEnum):
    """Whether the processor should turn the payment method into a token of its own."""

    TOKENIZE_AT_PSP = "TOKENIZATION_TOKENIZE_AT_PSP"
    SKIP_PSP = "TOKENIZATION_SKIP_PSP"


class SyncRequestType(StrEnum):
    """What a Sync asks about: the payment as one, or each of its captures."""

    SINGLE_PAYMENT_SYNC = "SINGLE_PAYMENT_SYNC"
    MULTIPLE_CAPTURE_SYNC = "MULTIPLE_CAPTURE_SYNC"


class BillingDescriptor(Struct, frozen=True, kw_only=True):
    """What the shopper reads on the bank statement, and the soft descriptor of the seller behind it."""

    name: Secret | None = None  # of the seller, as the statement shows it
    city: Secret | None = None
    phone: Secret | None = None
    statement_descriptor: str | None = None  # the whole line, often capped at 22 characters
    statement_descriptor_suffix: str | None = None  # added to the line that the account already has
    reference: str | None = None  # of the seller, where a platform sells for others


class MerchantApplicationDetails(Struct, frozen=True, kw_only=True):
    """The shop software that sends the payment."""

    name: str | None = None
    version: str | None = None


class PartnerApplicationDetails(Struct, frozen=True, kw_only=True):
    """The plug-in or platform that connects the shop, and who installed it."""

    name: str | None = None
    version: str | None = None
    integrator: str | None = None


class PartnerMerchantIdentifierDetails(Struct, frozen=True, kw_only=True):
    """Which software stands between shop and processor: some processors ask partners to say so."""

    partner_details: PartnerApplicationDetails | None = None
    merchant_details: MerchantApplicationDetails | None = None


class MultipleCapture(Struct, frozen=True, kw_only=True):
    """Which of several captures of one payment this is."""

    capture_sequence: int = 0  # 1 for the first
    capture_reference: str = ""  # ours, unique within the payment


class Authorize(Struct, frozen=True, kw_only=True):
    """Reserve `amount`; with automatic capture also take it. Gives a `Payment`.

    `amount` is all that is reserved: tax, shipping and surcharge are parts of it, stated for those who want them broken
    out, and never added. What else changes the fate of the money is named by `features()` and refused where the
    connector does not list it; the remaining fields describe, and a processor without a place for them ignores them.
    """

    amount: Money
    payment_method: PaymentMethod
    merchant_transaction_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    order_tax_amount: Money | None = None  # part of `amount`, as is `shipping_cost`
    shipping_cost: Money | None = None
    capture_method: CaptureMethod | None = None  # None is automatic

    # the shopper, and the proof that it is them
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    auth_type: AuthenticationType | None = None  # 3DS is wanted
    enrolled_for_3ds: bool | None = None  # the card is known to take part
    authentication_data: AuthenticationData | None = None  # 3DS was done before this call: cryptogram and ECI

    # what goes along, and where shopper and processor come back to
    metadata: Secret | None = None  # JSON text
    connector_feature_data: Secret | None = None  # JSON text
    return_url: str | None = None
    webhook_url: str | None = None
    complete_authorize_url: str | None = None  # for the shopper, when a step of ours is still due after 3DS
    session_token: Secret | None = None  # of a Session pre-step
    order_category: str | None = None  # the processor's word for the kind of goods
    merchant_order_id: str | None = None

    # what this payment allows: charges to come, a reservation that is higher, longer or smaller
    setup_future_usage: FutureUsage | None = None  # keep the method, to charge on or off session
    off_session: bool | None = None  # the shopper is not there
    request_incremental_authorization: bool | None = None
    request_extended_authorization: bool | None = None
    enable_partial_authorization: bool | None = None  # less than `amount` is welcome too
    customer_acceptance: CustomerAcceptance | None = None  # the consent to charges to come

    # how the shopper came to pay, and what the bank statement will say
    browser_info: BrowserInformation | None = None
    payment_experience: PaymentExperience | None = None
    description: str | None = None
    payment_channel: PaymentChannel | None = None
    test_mode: bool | None = None  # of the caller; which host is used is the connector's environment
    setup_mandate_details: SetupMandateDetails | None = None  # the terms of the mandate that this payment sets up
    statement_descriptor_name: str | None = None
    statement_descriptor_suffix: str | None = None
    billing_descriptor: BillingDescriptor | None = None

    # what is known from before
    state: ConnectorState | None = None  # of pre-steps
    order_details: tuple[OrderLine, ...] = ()
    locale: str | None = None  # BCP 47, as "de-AT"
    tokenization_strategy: Tokenization | None = None
    threeds_completion_indicator: ThreeDsCompletionIndicator | None = None  # the browser's device data is there
    redirection_response: RedirectionResponse | None = None  # what the shopper's browser came back with
    continue_redirection_url: str | None = None  # where the next redirect should lead

    # about the order, for commercial cards and for trades with rules of their own
    l2_l3_data: Level2And3 | None = None
    connector_order_id: str | None = None  # of a CreateOrder pre-step
    merchant_request_id: str | None = None  # ours, of this one call
    domain_data: DomainData | None = None
    split_payments: SplitPaymentsDetails | None = None
    mit_category: MitCategory | None = None  # why the shopper is not needed
    surcharge_amount: Money | None = None  # part of `amount`
    partner_merchant_identifier_details: PartnerMerchantIdentifierDetails | None = None

    def features(self) -> frozenset[Feature]:
        """What of this request changes the fate of the money; empty for a plain one."""
        return wishes(
            capture=self.capture_method, authentication=self.auth_type, authenticated=self.authentication_data,
            mandate=self.setup_future_usage is FutureUsage.OFF_SESSION or self.setup_mandate_details is not None,
            incremental=self.request_incremental_authorization, extended=self.request_extended_authorization,
            partial=self.enable_partial_authorization, split=self.split_payments, surcharge=self.surcharge_amount)


class TokenAuthorize(Struct, frozen=True, kw_only=True):
    """As `Authorize`, with a token of the processor's own (from its browser library or a Tokenize) in place of the
    method.
    """

    amount: Money
    connector_token: Secret  # single or multiple use: the processor's rule
    merchant_transaction_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    capture_method: CaptureMethod | None = None  # None is automatic
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    billing_descriptor: BillingDescriptor | None = None
    merchant_order_id: str | None = None
    l2_l3_data: Level2And3 | None = None
    customer_acceptance: CustomerAcceptance | None = None
    payment_experience: PaymentExperience | None = None
    description: str | None = None
    payment_channel: PaymentChannel | None = None
    test_mode: bool | None = None
    connector_order_id: str | None = None
    shipping_cost: Money | None = None  # part of `amount`

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return wishes(capture=self.capture_method, mandate=self.setup_future_usage is FutureUsage.OFF_SESSION)


class ProxyAuthorize(Struct, frozen=True, kw_only=True):
    """As `Authorize` for a card whose number we never see: a vault puts it in place of its alias on the way out."""

    amount: Money
    card_proxy: ProxyCard
    merchant_transaction_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    customer: Customer | None = None
    address: PaymentAddress = PaymentAddress()
    capture_method: CaptureMethod | None = None  # None is automatic
    auth_type: AuthenticationType | None = None
    authentication_data: AuthenticationData | None = None
    return_url: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    setup_future_usage: FutureUsage | None = None
    browser_info: BrowserInformation | None = None
    state: ConnectorState | None = None
    setup_mandate_details: SetupMandateDetails | None = None
    billing_descriptor: BillingDescriptor | None = None
    threeds_completion_indicator: ThreeDsCompletionIndicator | None = None
    redirection_response: RedirectionResponse | None = None
    l2_l3_data: Level2And3 | None = None
    customer_acceptance: CustomerAcceptance | None = None
    merchant_order_id: str | None = None
    test_mode: bool | None = None
    order_category: str | None = None  # the processor's word for the kind of goods
    description: str | None = None
    connector_order_id: str | None = None
    shipping_cost: Money | None = None  # part of `amount`
    domain_data: DomainData | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return wishes(
            capture=self.capture_method, authentication=self.auth_type, authenticated=self.authentication_data,
            mandate=self.setup_future_usage is FutureUsage.OFF_SESSION or self.setup_mandate_details is not None)


class Capture(Struct, frozen=True, kw_only=True):
    """Take reserved money: `amount_to_capture` of it, up to what was authorized. Gives a `Payment`.

    Less than the whole ends the reservation (PARTIAL_CHARGED), unless several captures were agreed upon when it was
    made.
    """

    connector_transaction_id: str  # of the authorization
    amount_to_capture: Money
    merchant_capture_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    multiple_capture_data: MultipleCapture | None = None  # given: one of several captures
    browser_info: BrowserInformation | None = None
    capture_method: CaptureMethod | None = None  # as the authorization had it
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_order_id: str | None = None
    merchant_request_id: str | None = None
    order_tax_amount: Money | None = None  # part of `amount_to_capture`
    split_payments: SplitPaymentsDetails | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize; `capture_method` only repeats what the authorization had."""
        return wishes(multiple=self.multiple_capture_data, split=self.split_payments)


class Void(Struct, frozen=True, kw_only=True):
    """Release a reservation before anything is captured. Gives a `Payment`, VOIDED when it is done."""

    connector_transaction_id: str  # of the authorization
    merchant_void_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    cancellation_reason: str | None = None
    all_keys_required: bool | None = None  # ask for the whole answer, not only its status
    browser_info: BrowserInformation | None = None
    amount: Money | None = None  # of the authorization, for processors that want it stated
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    merchant_order_id: str | None = None
    merchant_request_id: str | None = None
    split_payments: SplitPaymentsDetails | None = None

    def features(self) -> frozenset[Feature]:
        """As of an Authorize."""
        return wishes(split=self.split_payments)


class Reverse(Struct, frozen=True, kw_only=True):
    """Undo a captured payment before settlement, whole. Gives a `Payment`, VOIDED_POST_CAPTURE when it is done."""

    connector_transaction_id: str  # of the payment
    merchant_reverse_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    cancellation_reason: str | None = None
    all_keys_required: bool | None = None  # ask for the whole answer, not only its status
    browser_info: BrowserInformation | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    merchant_request_id: str | None = None


class Sync(Struct, frozen=True, kw_only=True):
    """Ask the processor how a payment stands; moves nothing. Gives a `Payment`.

    To be called after an `OutcomeUnknown`, an UNRESOLVED or a pending status. That the question itself fails says
    nothing of the payment.
    """

    merchant_transaction_id: str | None = None
    connector_transaction_id: str = ""  # empty where only our own id is known
    encoded_data: Secret | None = None  # query string or payload with which the shopper's browser came back
    capture_method: CaptureMethod | None = None
    amount: Money | None = None  # of the payment, for processors that want it repeated
    setup_future_usage: FutureUsage | None = None
    state: ConnectorState | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    sync_type: SyncRequestType | None = None
    connector_order_reference_id: str | None = None  # of the order, where the processor looks payments up by it
    test_mode: bool | None = None
    payment_experience: PaymentExperience | None = None
    merchant_request_id: str | None = None
    payment_method_type: PaymentMethodType | None = None
    split_payments: SplitPaymentsDetails | None = None
    mandate_reference: ConnectorMandate | None = None  # of the mandate, where the payment is looked up under it


class IncrementAuthorization(Struct, frozen=True, kw_only=True):
    """Raise a reservation that allows it. Gives an `IncrementedAuthorization`.

    Whether `amount` is the raise or the new total is the processor's rule: its connector's docstring says which.
    """

    connector_transaction_id: str  # of the authorization
    amount: Money
    merchant_authorization_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    reason: str | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None


class CreateOrder(Struct, frozen=True, kw_only=True):
    """Open an order at the processor, which some want before a payment; reserves nothing. Gives an `Order`."""

    amount: Money  # of the payment to come
    merchant_order_id: str | None = None
    webhook_url: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
