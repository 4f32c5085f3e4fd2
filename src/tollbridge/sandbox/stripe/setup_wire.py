"""Stripe's customers, mandates, setups and tokens as they stand on the wire in API version 2022-11-15."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, Struct, UnsetType

from tollbridge.sandbox.stripe.action_wire import NextAction
from tollbridge.sandbox.stripe.method_wire import (
    CardChecks,
    Nothing,
    PaymentMethod,
    RedirectDetails,
    ThreeDSecure,
    Wallet,
)
from tollbridge.sandbox.stripe.parts import Address, Shipping

if TYPE_CHECKING:
    from tollbridge.sandbox.stripe.wire import ErrorBody, PaymentMethodOptions


class InvoiceSettings(Struct, kw_only=True):
    custom_fields: None = None
    default_payment_method: str | None = None
    footer: None = None
    rendering_options: None = None


class Customer(Struct, kw_only=True):
    id: str
    object: str = "customer"
    address: Address | None = None
    balance: int = 0
    created: int
    currency: None = None
    default_source: None = None
    delinquent: bool = False
    description: str | None = None
    discount: None = None
    email: str | None = None
    invoice_prefix: str
    invoice_settings: InvoiceSettings
    livemode: bool = False
    metadata: dict[str, str] = {}
    name: str | None = None
    phone: str | None = None
    preferred_locales: list[str] = []
    shipping: Shipping | None = None
    tax_exempt: str = "none"
    test_clock: None = None


class DeletedCustomer(Struct, kw_only=True):
    id: str
    object: str = "customer"
    deleted: bool = True


class EphemeralKey(Struct, kw_only=True):
    id: str
    object: str = "ephemeral_key"
    associated_objects: list[dict[str, str]]
    created: int
    expires: int
    livemode: bool = False
    secret: str


class OnlineAcceptance(Struct, kw_only=True):
    ip_address: str | None = None
    user_agent: str | None = None


class CustomerAcceptance(Struct, kw_only=True):
    accepted_at: int | None = None
    type: str
    offline: Nothing | UnsetType = UNSET
    online: OnlineAcceptance | UnsetType = UNSET


class DebitMandate(Struct, kw_only=True, omit_defaults=True):
    """The mandate's own words; which of them there are depends on the scheme."""

    network_status: str | None = None
    reference: str | None = None
    url: str | None = None


class MandateDetails(Struct, kw_only=True):
    type: str
    au_becs_debit: DebitMandate | UnsetType = UNSET
    bacs_debit: DebitMandate | UnsetType = UNSET
    card: Nothing | UnsetType = UNSET
    cashapp: Nothing | UnsetType = UNSET
    sepa_debit: DebitMandate | UnsetType = UNSET
    us_bank_account: Nothing | UnsetType = UNSET


class SingleUse(Struct, kw_only=True):
    amount: int
    currency: str


class Mandate(Struct, kw_only=True):
    id: str
    object: str = "mandate"
    customer_acceptance: CustomerAcceptance
    livemode: bool = False
    multi_use: Nothing | UnsetType = UNSET
    payment_method: str | PaymentMethod
    payment_method_details: MandateDetails
    single_use: SingleUse | UnsetType = UNSET
    status: str = "active"
    type: str


class AttemptCard(Struct, kw_only=True):
    brand: str
    checks: CardChecks
    country: str
    exp_month: int
    exp_year: int
    fingerprint: str
    funding: str
    last4: str
    network: str
    network_transaction_id: str
    three_d_secure: ThreeDSecure | None = None
    wallet: Wallet | None = None


AttemptDetail = AttemptCard | RedirectDetails | Nothing


class AttemptDetails(Struct, kw_only=True):
    type: str
    au_becs_debit: AttemptDetail | UnsetType = UNSET
    bacs_debit: AttemptDetail | UnsetType = UNSET
    bancontact: AttemptDetail | UnsetType = UNSET
    card: AttemptDetail | UnsetType = UNSET
    cashapp: AttemptDetail | UnsetType = UNSET
    ideal: AttemptDetail | UnsetType = UNSET
    sepa_debit: AttemptDetail | UnsetType = UNSET
    sofort: AttemptDetail | UnsetType = UNSET
    us_bank_account: AttemptDetail | UnsetType = UNSET


class SetupAttempt(Struct, kw_only=True):
    id: str
    object: str = "setup_attempt"
    application: None = None
    created: int
    customer: str | None = None
    flow_directions: None = None
    livemode: bool = False
    on_behalf_of: str | None = None
    payment_method: str | PaymentMethod
    payment_method_details: AttemptDetails
    setup_error: ErrorBody | None = None
    setup_intent: str | SetupIntent
    status: str
    usage: str


class SetupIntent(Struct, kw_only=True):
    id: str
    object: str = "setup_intent"
    application: None = None
    automatic_payment_methods: Struct | None = None
    cancellation_reason: str | None = None
    client_secret: str
    created: int
    customer: str | Customer | None = None
    description: str | None = None
    flow_directions: None = None
    last_setup_error: ErrorBody | None = None
    latest_attempt: str | SetupAttempt | None = None
    livemode: bool = False
    mandate: str | Mandate | None = None
    metadata: dict[str, str] = {}
    next_action: NextAction | None = None
    on_behalf_of: str | None = None
    payment_method: str | PaymentMethod | None = None
    payment_method_options: PaymentMethodOptions
    payment_method_types: list[str]
    single_use_mandate: str | None = None
    status: str
    usage: str


class TokenCard(Struct, kw_only=True):
    """A card as tokens show it: brands have names of their own here, `Visa` and not `visa`."""

    id: str
    object: str = "card"
    address_city: str | None = None
    address_country: str | None = None
    address_line1: str | None = None
    address_line1_check: str | None = None
    address_line2: str | None = None
    address_state: str | None = None
    address_zip: str | None = None
    address_zip_check: str | None = None
    brand: str
    country: str
    cvc_check: str | None = None
    dynamic_last4: str | None = None
    exp_month: int
    exp_year: int
    fingerprint: str
    funding: str
    last4: str
    metadata: dict[str, str] = {}
    name: str | None = None
    tokenization_method: str | None = None


class TokenBankAccount(Struct, kw_only=True):
    id: str
    object: str = "bank_account"
    account_holder_name: str | None = None
    account_holder_type: str | None = None
    account_type: str | None = None
    bank_name: str = "STRIPE TEST BANK"
    country: str
    currency: str
    fingerprint: str
    last4: str
    routing_number: str | None = None
    status: str = "new"


class Token(Struct, kw_only=True):
    id: str
    object: str = "token"
    bank_account: TokenBankAccount | UnsetType = UNSET
    card: TokenCard | UnsetType = UNSET
    client_ip: None = None
    created: int
    livemode: bool = False
    type: str
    used: bool = False
