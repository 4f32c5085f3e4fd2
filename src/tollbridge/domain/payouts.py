"""Payouts."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.people import Address, BrowserInformation, Country, Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus


class PayoutPriority(StrEnum):
    """Payout Priority."""

    INSTANT = "INSTANT"
    FAST = "FAST"
    REGULAR = "REGULAR"
    WIRE = "WIRE"
    CROSS_BORDER = "CROSS_BORDER"
    INTERNAL = "INTERNAL"


class PayoutRecipientType(StrEnum):
    """Payout Recipient Type."""

    INDIVIDUAL = "INDIVIDUAL"
    COMPANY = "COMPANY"
    NON_PROFIT = "NON_PROFIT"
    PUBLIC_SECTOR = "PUBLIC_SECTOR"
    NATURAL_PERSON = "NATURAL_PERSON"
    BUSINESS = "BUSINESS"
    PERSONAL = "PERSONAL"


class PayoutAddress(Struct, frozen=True, kw_only=True):
    """Payout Address."""

    shipping_address: Address | None = None
    billing_address: Address | None = None


class CardPayout(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """Card Payout."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_holder_name: Secret | None = None
    card_network: CardNetwork | None = None


class AchPayout(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """Ach Payout."""

    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bank_account_number: Secret | None = None
    bank_routing_number: Secret | None = None


class BacsPayout(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """Bacs Payout."""

    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bank_account_number: Secret | None = None
    bank_sort_code: Secret | None = None


class SepaPayout(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """Sepa Payout."""

    iban: Secret
    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bic: Secret | None = None


class PixPayout(Struct, frozen=True, kw_only=True, tag="pix", tag_field="oneof"):
    """Pix Payout."""

    bank_account_number: Secret
    bank_name: BankName | None = None
    bank_branch: str | None = None
    tax_id: Secret | None = None
    ispb: Secret | None = None


class PixKeyPayout(Struct, frozen=True, kw_only=True, tag="pix_key", tag_field="oneof"):
    """Pix Key Payout."""

    pix_key: Secret


class PixEmvPayout(Struct, frozen=True, kw_only=True, tag="pix_emv", tag_field="oneof"):
    """Pix Emv Payout."""

    emv: Secret


class ApplePayPayout(Struct, frozen=True, kw_only=True, tag="apple_pay_decrypt", tag_field="oneof"):
    """Apple Pay Payout."""

    dpan: Secret
    expiry_month: Secret
    expiry_year: Secret
    card_holder_name: Secret | None = None
    card_network: CardNetwork | None = None


class PaypalPayout(Struct, frozen=True, kw_only=True, tag="paypal", tag_field="oneof"):
    """Paypal Payout."""

    email: Secret | None = None
    telephone_number: Secret | None = None
    paypal_id: Secret | None = None


class VenmoPayout(Struct, frozen=True, kw_only=True, tag="venmo", tag_field="oneof"):
    """Venmo Payout."""

    telephone_number: Secret | None = None


class InteracPayout(Struct, frozen=True, kw_only=True, tag="interac", tag_field="oneof"):
    """Interac Payout."""

    email: Secret | None = None


class OpenBankingUkPayout(Struct, frozen=True, kw_only=True, tag="open_banking_uk", tag_field="oneof"):
    """Open Banking Uk Payout."""

    account_holder_name: Secret
    iban: Secret


class PassthroughPayout(Struct, frozen=True, kw_only=True, tag="passthrough", tag_field="oneof"):
    """Passthrough Payout."""

    psp_token: Secret
    token_type: PaymentMethodType | None = None


PayoutMethod = (
    CardPayout | AchPayout | BacsPayout | SepaPayout | PixPayout | ApplePayPayout | PaypalPayout | VenmoPayout
    | InteracPayout | OpenBankingUkPayout | PassthroughPayout | PixKeyPayout | PixEmvPayout
)


SourceBankData = AchPayout | BacsPayout | SepaPayout | PixPayout | PixKeyPayout | PixEmvPayout


class CreatePayout(Struct, frozen=True, kw_only=True):
    """Create Payout."""

    amount: Money
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None
    connector_quote_id: str | None = None
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    source_bank_data: SourceBankData | None = None
    description: str | None = None


class TransferPayout(Struct, frozen=True, kw_only=True):
    """Transfer Payout."""

    amount: Money
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None
    connector_quote_id: str | None = None
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    source_bank_data: SourceBankData | None = None
    description: str | None = None


class PayoutSync(Struct, frozen=True, kw_only=True):
    """Payout Sync."""

    merchant_payout_id: str | None = None
    connector_payout_id: str | None = None
    access_token: Secret | None = None


class VoidPayout(Struct, frozen=True, kw_only=True):
    """Void Payout."""

    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    connector_payout_id: str | None = None
    access_token: Secret | None = None


class StagePayout(Struct, frozen=True, kw_only=True):
    """Stage Payout."""

    amount: Money
    merchant_quote_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    destination_currency: Currency | None = None
    customer: Customer | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None


class CreatePayoutLink(Struct, frozen=True, kw_only=True):
    """Create Payout Link."""

    amount: Money
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None
    connector_quote_id: str | None = None
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    description: str | None = None
    source_bank_data: SourceBankData | None = None


class CreatePayoutRecipient(Struct, frozen=True, kw_only=True):
    """Create Payout Recipient."""

    amount: Money
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None
    recipient_type: PayoutRecipientType | None = None
    customer: Customer | None = None
    access_token: Secret | None = None


class EnrollDisburseAccount(Struct, frozen=True, kw_only=True):
    """Enroll Disburse Account."""

    amount: Money
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None
    customer: Customer | None = None
    access_token: Secret | None = None


class CheckPayoutEligibility(Struct, frozen=True, kw_only=True):
    """Check Payout Eligibility."""

    amount: Money
    merchant_payout_id: str | None = None
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None
    access_token: Secret | None = None


class Payout(Struct, frozen=True, kw_only=True):
    """Payout."""

    payout_status: PayoutStatus | None = None
    connector_payout_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Payout:
        """The processor's no as a result."""
        return cls(payout_status=PayoutStatus.FAILED, error=failure)
