"""Stripe's objects as they stand on the wire in API version 2022-11-15.

Fields and their meaning: https://docs.stripe.com/api, the version's own OpenAPI description. Fields that Stripe has
added to all versions since are there where Tollbridge reads them (network codes, 3-D Secure ids).
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from tollbridge.sandbox.stripe.action_wire import NextAction
from tollbridge.sandbox.stripe.method_wire import PaymentMethod, PaymentMethodDetails
from tollbridge.sandbox.stripe.money_wire import Dispute
from tollbridge.sandbox.stripe.parts import BillingDetails, Shipping
from tollbridge.sandbox.stripe.setup_wire import Customer, SetupIntent

API_VERSION = "2022-11-15"


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
    failure_balance_transaction: str | UnsetType = UNSET
    failure_reason: str | UnsetType = UNSET
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
    customer: str | Customer | None = None
    description: str | None = None
    dispute: str | Dispute | None = None
    disputed: bool = False
    failure_balance_transaction: None = None
    failure_code: str | None = None
    failure_message: str | None = None
    fraud_details: dict[str, str] = {}
    invoice: None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    on_behalf_of: str | None = None
    outcome: Outcome | None
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
    payment_method_type: str | None = None
    setup_intent: SetupIntent | None = None
    request_log_url: str | None = None


class CardOptions(Struct, kw_only=True):
    installments: None = None
    mandate_options: None = None
    network: str | None = None
    request_incremental_authorization: str | UnsetType = UNSET
    request_multicapture: str | UnsetType = UNSET
    request_three_d_secure: str = "automatic"


class PaymentMethodOptions(Struct, kw_only=True):
    """Of the options those for cards alone are shown."""

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
    customer: str | Customer | None = None
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


class IntentSearch(Struct, kw_only=True):
    """`has_more` comes without `next_page`: the sandbox searches for references, not through books."""

    object: str = "search_result"
    data: list[PaymentIntent]
    has_more: bool
    next_page: str | None = None
    url: str = "/v1/payment_intents/search"


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
