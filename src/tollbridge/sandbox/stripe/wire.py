"""Stripe's objects as they stand on the wire in API version 2022-11-15.

Fields and their meaning: https://docs.stripe.com/api, the version's own OpenAPI description. Fields that Stripe has
added to all versions since are there where Tollbridge reads them (network codes, 3-D Secure ids).
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

API_VERSION = "2022-11-15"


class Address(Struct, kw_only=True):
    city: str | None = None
    country: str | None = None
    line1: str | None = None
    line2: str | None = None
    postal_code: str | None = None
    state: str | None = None


class BillingDetails(Struct, kw_only=True):
    address: Address
    email: str | None = None
    name: str | None = None
    phone: str | None = None


class Shipping(Struct, kw_only=True):
    address: Address
    carrier: str | None = None
    name: str | None = None
    phone: str | None = None
    tracking_number: str | None = None


class CardChecks(Struct, kw_only=True):
    address_line1_check: str | None = None
    address_postal_code_check: str | None = None
    cvc_check: str | None = None


class CardNetworks(Struct, kw_only=True):
    available: list[str]
    preferred: str | None = None


class ThreeDSecureUsage(Struct, kw_only=True):
    supported: bool


class Card(Struct, kw_only=True):
    brand: str
    checks: CardChecks
    country: str
    exp_month: int
    exp_year: int
    fingerprint: str
    funding: str
    generated_from: None = None
    last4: str
    networks: CardNetworks
    three_d_secure_usage: ThreeDSecureUsage
    wallet: None = None


class PaymentMethod(Struct, kw_only=True):
    id: str
    object: str = "payment_method"
    billing_details: BillingDetails
    card: Card
    created: int
    customer: str | None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    type: str = "card"


class ThreeDSecure(Struct, kw_only=True):
    authentication_flow: str | None = None
    electronic_commerce_indicator: str | None = None
    result: str
    result_reason: str | None = None
    transaction_id: str | None = None
    version: str = "2.2.0"


class NetworkToken(Struct, kw_only=True):
    used: bool = False


class CardDetails(Struct, kw_only=True):
    """How the card was charged."""

    amount_authorized: int | None = None
    brand: str
    checks: CardChecks
    country: str
    exp_month: int
    exp_year: int
    fingerprint: str
    funding: str
    installments: None = None
    last4: str
    mandate: None = None
    network: str
    network_token: NetworkToken
    network_transaction_id: str | None = None
    three_d_secure: ThreeDSecure | None = None
    wallet: None = None


class PaymentMethodDetails(Struct, kw_only=True):
    card: CardDetails
    type: str = "card"


class Outcome(Struct, kw_only=True):
    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None
    network_status: str
    reason: str | None = None
    risk_level: str = "normal"
    risk_score: int = 20
    seller_message: str
    type: str


class Refund(Struct, kw_only=True):
    id: str
    object: str = "refund"
    amount: int
    balance_transaction: str | None = None
    charge: str | Charge
    created: int
    currency: str
    metadata: dict[str, str] = {}
    payment_intent: str | PaymentIntent
    reason: str | None = None
    receipt_number: str | None = None
    source_transfer_reversal: None = None
    status: str = "succeeded"
    transfer_reversal: None = None


class RefundList(Struct, kw_only=True):
    object: str = "list"
    data: list[Refund]
    has_more: bool = False
    url: str


class Charge(Struct, kw_only=True):
    """`refunds` has to be expanded since this API version; until then it is no part of the object."""

    id: str
    object: str = "charge"
    amount: int
    amount_captured: int = 0
    amount_refunded: int = 0
    application: None = None
    application_fee: None = None
    application_fee_amount: None = None
    balance_transaction: str | None = None
    billing_details: BillingDetails
    calculated_statement_descriptor: str | None = None
    captured: bool = False
    created: int
    currency: str
    customer: str | None = None
    description: str | None = None
    disputed: bool = False
    failure_balance_transaction: None = None
    failure_code: str | None = None
    failure_message: str | None = None
    fraud_details: dict[str, str] = {}
    invoice: None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    on_behalf_of: str | None = None
    outcome: Outcome
    paid: bool
    payment_intent: str | PaymentIntent
    payment_method: str
    payment_method_details: PaymentMethodDetails
    receipt_email: str | None = None
    receipt_number: str | None = None
    receipt_url: str | None = None
    refunded: bool = False
    refunds: RefundList | UnsetType = UNSET
    review: None = None
    shipping: Shipping | None = None
    source_transfer: None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    status: str
    transfer_data: None = None
    transfer_group: str | None = None


class ErrorBody(Struct, kw_only=True, omit_defaults=True):
    """What stands under `error`, and in `last_payment_error`; absent fields are left out."""

    type: str
    code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None
    charge: str | None = None
    doc_url: str | None = None
    message: str | None = None
    param: str | None = None
    payment_intent: PaymentIntent | None = None
    payment_method: PaymentMethod | None = None
    request_log_url: str | None = None


class RedirectToUrl(Struct, kw_only=True):
    return_url: str
    url: str


class UseStripeSdk(Struct, kw_only=True):
    type: str = "three_d_secure_redirect"
    source: str
    stripe_js: str


class NextAction(Struct, kw_only=True, omit_defaults=True):
    type: str
    redirect_to_url: RedirectToUrl | None = None
    use_stripe_sdk: UseStripeSdk | None = None


class CardOptions(Struct, kw_only=True):
    installments: None = None
    mandate_options: None = None
    network: str | None = None
    request_three_d_secure: str = "automatic"


class PaymentMethodOptions(Struct, kw_only=True):
    card: CardOptions


class AutomaticPaymentMethods(Struct, kw_only=True):
    enabled: bool


class PaymentIntent(Struct, kw_only=True):
    id: str
    object: str = "payment_intent"
    amount: int
    amount_capturable: int = 0
    amount_details: dict[str, dict[str, int]]
    amount_received: int = 0
    application: None = None
    application_fee_amount: int | None = None
    automatic_payment_methods: AutomaticPaymentMethods | None = None
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    capture_method: str
    client_secret: str
    confirmation_method: str
    created: int
    currency: str
    customer: str | None = None
    description: str | None = None
    invoice: None = None
    last_payment_error: ErrorBody | None = None
    latest_charge: str | Charge | None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    next_action: NextAction | None = None
    on_behalf_of: str | None = None
    payment_method: str | PaymentMethod | None = None
    payment_method_options: PaymentMethodOptions
    payment_method_types: list[str]
    processing: None = None
    receipt_email: str | None = None
    review: None = None
    setup_future_usage: str | None = None
    shipping: Shipping | None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    status: str
    transfer_data: None = None
    transfer_group: str | None = None


class EventRequest(Struct, kw_only=True):
    id: str | None
    idempotency_key: str | None


class EventData(Struct, kw_only=True):
    object: Any
    previous_attributes: dict[str, Any] | UnsetType = UNSET


class Event(Struct, kw_only=True):
    id: str
    object: str = "event"
    api_version: str = API_VERSION
    created: int
    data: EventData
    livemode: bool = False
    pending_webhooks: int
    request: EventRequest
    type: str
