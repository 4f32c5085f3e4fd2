"""Stored methods."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.people import Address, Country, Customer, PaymentAddress
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import SplitPaymentsDetails
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import RechargeStatus


class WalletStatus(StrEnum):
    """Wallet Status."""

    ACTIVE_WALLET = "ACTIVE_WALLET"
    INACTIVE_WALLET = "INACTIVE_WALLET"


class WalletItemStatus(StrEnum):
    """Wallet Item Status."""

    WALLET_ITEM_ACTIVE = "WALLET_ITEM_ACTIVE"
    WALLET_ITEM_INACTIVE = "WALLET_ITEM_INACTIVE"
    WALLET_ITEM_DEPLETED = "WALLET_ITEM_DEPLETED"
    WALLET_ITEM_EXPIRED = "WALLET_ITEM_EXPIRED"


class WalletItem(Struct, frozen=True, kw_only=True):
    """Wallet Item."""

    wallet_item_id: str = ""
    product_id: str = ""
    status: WalletItemStatus | None = None
    available_balance: Money | None = None
    expiry_date: str | None = None


class WalletDetails(Struct, frozen=True, kw_only=True, tag="wallet", tag_field="oneof"):
    """Wallet Details."""

    wallet_account_id: str = ""
    wallet_pin: Secret | None = None
    wallet_status: WalletStatus | None = None
    wallet_holder_name: str | None = None
    balance: Money | None = None
    product_id: str | None = None
    items: tuple[WalletItem, ...] = ()


class AchAccount(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """Ach Account."""

    account_number: Secret
    routing_number: Secret


class BacsAccount(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """Bacs Account."""

    account_number: Secret
    sort_code: Secret


class SepaAccount(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """Sepa Account."""

    iban: Secret
    bic: Secret


class BankAccount(Struct, frozen=True, kw_only=True):
    """Bank Account."""

    account_id: Secret
    account_name: str = ""
    bank_type: BankType | None = None
    bank_holder_type: BankHolderType | None = None
    balance: Money | None = None
    available_balance: Money | None = None
    account_details: AchAccount | BacsAccount | SepaAccount | None = None


class BankAccountDetails(Struct, frozen=True, kw_only=True, tag="bank_account", tag_field="oneof"):
    """Bank Account Details."""

    accounts: tuple[BankAccount, ...] = ()


class EligibilityStatus(StrEnum):
    """Eligibility Status."""

    INELIGIBLE = "INELIGIBLE"
    ELIGIBLE = "ELIGIBLE"


class Tokenize(Struct, frozen=True, kw_only=True):
    """Tokenize."""

    amount: Money
    payment_method: PaymentMethod
    merchant_payment_method_id: str | None = None
    customer: Customer | None = None
    address: PaymentAddress | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    test_mode: bool | None = None
    state: ConnectorState | None = None
    split_payments: SplitPaymentsDetails | None = None


class CreatePaymentMethod(Struct, frozen=True, kw_only=True):
    """Create Payment Method."""

    merchant_payment_method_id: str | None = None
    customer: Customer | None = None
    description: str | None = None
    payment_method_type: PaymentMethodType | None = None
    state: ConnectorState | None = None
    product_id: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


class GetPaymentMethod(Struct, frozen=True, kw_only=True):
    """Get Payment Method."""

    merchant_payment_method_id: str | None = None
    connector_payment_method_id: str | None = None
    customer: Customer | None = None
    state: ConnectorState | None = None
    connector_feature_data: Secret | None = None
    metadata: Secret | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    payment_method_token: Secret | None = None


class RechargePaymentMethod(Struct, frozen=True, kw_only=True):
    """Recharge Payment Method."""

    amount: Money
    merchant_payment_method_id: str | None = None
    connector_payment_method_id: str | None = None
    merchant_request_id: str | None = None
    merchant_recharge_id: str | None = None
    product_id: str = ""
    description: str | None = None
    payment_method_type: PaymentMethodType | None = None
    state: ConnectorState | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


class CheckEligibility(Struct, frozen=True, kw_only=True):
    """Check Eligibility."""

    amount: Money
    customer: Customer | None = None
    address: PaymentAddress | None = None
    order_details: tuple[OrderLine, ...] = ()
    country: Country | None = None
    payment_method_type: PaymentMethodType | None = None
    description: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


PaymentMethodDetails = WalletDetails | BankAccountDetails


class Token(Struct, frozen=True, kw_only=True):
    """Token."""

    payment_method_token: Secret | None = None
    error: Failure | None = None
    connector_payment_method_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Token:
        """The processor's no as a result."""
        return cls(error=failure)


class StoredPaymentMethod(Struct, frozen=True, kw_only=True):
    """Stored Payment Method."""

    connector_payment_method_id: str | None = None
    payment_method_details: PaymentMethodDetails | None = None
    customer: Customer | None = None
    address: Address | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> StoredPaymentMethod:
        """The processor's no as a result."""
        return cls(error=failure)


class Recharge(Struct, frozen=True, kw_only=True):
    """Recharge."""

    status: RechargeStatus
    connector_payment_method_id: str | None = None
    connector_recharge_id: str | None = None
    payment_method_details: PaymentMethodDetails | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Recharge:
        """The processor's no as a result."""
        return cls(status=RechargeStatus.RECHARGE_FAILURE, error=failure)


class Eligibility(Struct, frozen=True, kw_only=True):
    """Eligibility."""

    eligibility: EligibilityStatus | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Eligibility:
        """The processor's no as a result."""
        return cls(error=failure)
