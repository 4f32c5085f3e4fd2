"""Stripe's payment methods, and how they were charged, as they stand on the wire in API version 2022-11-15.

Of a method's many types one is there: the object that bears the type's name.
"""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from tollbridge.sandbox.stripe.parts import BillingDetails


class Nothing(Struct):
    """A type that says no more of itself."""


class CardChecks(Struct, kw_only=True):
    address_line1_check: str | None = None
    address_postal_code_check: str | None = None
    cvc_check: str | None = None


class CardNetworks(Struct, kw_only=True):
    available: list[str]
    preferred: str | None = None


class ThreeDSecureUsage(Struct, kw_only=True):
    supported: bool


class Wallet(Struct, kw_only=True):
    """The phone that the card is in; the object of its type is empty."""

    type: str
    dynamic_last4: str | None = None
    apple_pay: Nothing | UnsetType = UNSET
    google_pay: Nothing | UnsetType = UNSET


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
    wallet: Wallet | None = None


class SepaDebit(Struct, kw_only=True):
    bank_code: str | None = None
    branch_code: str | None = None
    country: str
    fingerprint: str
    generated_from: None = None
    last4: str


class BankNetworks(Struct, kw_only=True):
    preferred: str | None = None
    supported: list[str]


class UsBankAccount(Struct, kw_only=True):
    account_holder_type: str
    account_type: str
    bank_name: str = "STRIPE TEST BANK"
    financial_connections_account: None = None
    fingerprint: str
    last4: str
    networks: BankNetworks
    routing_number: str


class BacsDebit(Struct, kw_only=True):
    fingerprint: str
    last4: str
    sort_code: str


class AuBecsDebit(Struct, kw_only=True):
    bsb_number: str
    fingerprint: str
    last4: str


class Bank(Struct, kw_only=True):
    bank: str | None = None


class IdealBank(Struct, kw_only=True):
    bank: str | None = None
    bic: str | None = None


class Sofort(Struct, kw_only=True):
    country: str | None = None


class Boleto(Struct, kw_only=True):
    tax_id: str


class Cashapp(Struct, kw_only=True):
    buyer_id: str | None = None
    cashtag: str | None = None


class Birth(Struct, kw_only=True):
    day: int | None = None
    month: int | None = None
    year: int | None = None


class Klarna(Struct, kw_only=True):
    dob: Birth | None = None


class PaymentMethod(Struct, kw_only=True):
    id: str
    object: str = "payment_method"
    billing_details: BillingDetails
    created: int
    customer: str | Struct | None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    type: str = "card"
    card: Card | UnsetType = UNSET
    affirm: Nothing | UnsetType = UNSET
    afterpay_clearpay: Nothing | UnsetType = UNSET
    alipay: Nothing | UnsetType = UNSET
    amazon_pay: Nothing | UnsetType = UNSET
    au_becs_debit: AuBecsDebit | UnsetType = UNSET
    bacs_debit: BacsDebit | UnsetType = UNSET
    bancontact: Nothing | UnsetType = UNSET
    blik: Nothing | UnsetType = UNSET
    boleto: Boleto | UnsetType = UNSET
    cashapp: Cashapp | UnsetType = UNSET
    customer_balance: Nothing | UnsetType = UNSET
    eps: Bank | UnsetType = UNSET
    giropay: Nothing | UnsetType = UNSET
    ideal: IdealBank | UnsetType = UNSET
    klarna: Klarna | UnsetType = UNSET
    konbini: Nothing | UnsetType = UNSET
    oxxo: Nothing | UnsetType = UNSET
    p24: Bank | UnsetType = UNSET
    sepa_debit: SepaDebit | UnsetType = UNSET
    sofort: Sofort | UnsetType = UNSET
    us_bank_account: UsBankAccount | UnsetType = UNSET
    wechat_pay: Nothing | UnsetType = UNSET


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
    mandate: str | None = None
    network: str
    network_token: NetworkToken
    network_transaction_id: str | None = None
    three_d_secure: ThreeDSecure | None = None
    wallet: Wallet | None = None


class DebitDetails(Struct, kw_only=True, omit_defaults=True):
    """How a bank account was debited; what its kind does not have is left out."""

    account_holder_type: str | None = None
    account_type: str | None = None
    bank_name: str | None = None
    bsb_number: str | None = None
    country: str | None = None
    fingerprint: str
    last4: str
    mandate: str | None = None
    routing_number: str | None = None
    sort_code: str | None = None


class RedirectDetails(Struct, kw_only=True, omit_defaults=True):
    """How a bank was paid through; `generated_sepa_debit` is what later payments are debited from."""

    bank: str | None = None
    country: str | None = None
    generated_sepa_debit: str | None = None
    generated_sepa_debit_mandate: str | None = None
    iban_last4: str | None = None
    verified_name: str | None = None


Detail = CardDetails | DebitDetails | RedirectDetails | Boleto


class PaymentMethodDetails(Struct, kw_only=True):
    type: str = "card"
    card: CardDetails | UnsetType = UNSET
    affirm: Detail | UnsetType = UNSET
    afterpay_clearpay: Detail | UnsetType = UNSET
    alipay: Detail | UnsetType = UNSET
    amazon_pay: Detail | UnsetType = UNSET
    au_becs_debit: Detail | UnsetType = UNSET
    bacs_debit: Detail | UnsetType = UNSET
    bancontact: Detail | UnsetType = UNSET
    blik: Detail | UnsetType = UNSET
    boleto: Detail | UnsetType = UNSET
    cashapp: Detail | UnsetType = UNSET
    customer_balance: Detail | UnsetType = UNSET
    eps: Detail | UnsetType = UNSET
    giropay: Detail | UnsetType = UNSET
    ideal: Detail | UnsetType = UNSET
    klarna: Detail | UnsetType = UNSET
    konbini: Detail | UnsetType = UNSET
    oxxo: Detail | UnsetType = UNSET
    p24: Detail | UnsetType = UNSET
    sepa_debit: Detail | UnsetType = UNSET
    sofort: Detail | UnsetType = UNSET
    us_bank_account: Detail | UnsetType = UNSET
    wechat_pay: Detail | UnsetType = UNSET
