"""Methods that the processor keeps for us: tokens of cards, bank accounts, wallets and gift cards with a balance."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

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
    """Whether a wallet can be paid from."""

    ACTIVE_WALLET = "ACTIVE_WALLET"
    INACTIVE_WALLET = "INACTIVE_WALLET"


class WalletItemStatus(StrEnum):
    """Whether one balance in a wallet can be paid from."""

    WALLET_ITEM_ACTIVE = "WALLET_ITEM_ACTIVE"
    WALLET_ITEM_INACTIVE = "WALLET_ITEM_INACTIVE"
    WALLET_ITEM_DEPLETED = "WALLET_ITEM_DEPLETED"  # nothing left
    WALLET_ITEM_EXPIRED = "WALLET_ITEM_EXPIRED"


class WalletItem(Struct, frozen=True, kw_only=True):
    """One balance in a wallet, as a gift card."""

    wallet_item_id: str = ""
    product_id: str = ""  # what it was bought as
    status: WalletItemStatus | None = None
    available_balance: Money | None = None
    expiry_date: str | None = None  # in the form that the processor gives


class WalletDetails(Struct, frozen=True, kw_only=True, tag="wallet", tag_field="oneof"):
    """A wallet that holds value. Its PIN is as good as the money."""

    wallet_account_id: str = ""
    wallet_pin: Secret | None = None
    wallet_status: WalletStatus | None = None
    wallet_holder_name: str | None = None
    balance: Money | None = None  # of all items
    product_id: str | None = None
    items: tuple[WalletItem, ...] = ()


class AchAccount(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """A US bank account."""

    account_number: Secret
    routing_number: Secret


class BacsAccount(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """A British bank account."""

    account_number: Secret
    sort_code: Secret


class SepaAccount(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """A bank account in the SEPA area."""

    iban: Secret
    bic: Secret


class BankAccount(Struct, frozen=True, kw_only=True):
    """A bank account that the shopper has let us see."""

    account_id: Secret  # the processor's
    account_name: str = ""
    bank_type: BankType | None = None
    bank_holder_type: BankHolderType | None = None
    balance: Money | None = None  # on the books
    available_balance: Money | None = None  # what can be spent now
    account_details: AchAccount | BacsAccount | SepaAccount | None = None


class BankAccountDetails(Struct, frozen=True, kw_only=True, tag="bank_account", tag_field="oneof"):
    """All accounts that the shopper has let us see."""

    accounts: tuple[BankAccount, ...] = ()


class EligibilityStatus(StrEnum):
    """Whether this shopper may pay this way."""

    INELIGIBLE = "INELIGIBLE"
    ELIGIBLE = "ELIGIBLE"


class Tokenize(Struct, frozen=True, kw_only=True):
    """Have the processor keep a payment method. Gives a `Token`; moves no money."""

    amount: Money  # of the payment to come, or zero
    payment_method: PaymentMethod
    merchant_payment_method_id: str | None = None  # ours
    customer: Customer | None = None
    address: PaymentAddress | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    return_url: str | None = None
    test_mode: bool | None = None
    state: ConnectorState | None = None
    split_payments: SplitPaymentsDetails | None = None

    @classmethod
    def of(cls, request: Any) -> Tokenize:
        """For a payment whose method has to be a token first."""
        return cls(
            amount=request.amount, payment_method=request.payment_method, customer=request.customer,
            address=request.address, connector_feature_data=request.connector_feature_data,
            return_url=request.return_url, test_mode=request.test_mode, state=request.state)


class CreatePaymentMethod(Struct, frozen=True, kw_only=True):
    """Open a stored method at the processor, as an empty gift card. Gives a `StoredPaymentMethod`."""

    merchant_payment_method_id: str | None = None  # ours
    customer: Customer | None = None
    description: str | None = None
    payment_method_type: PaymentMethodType | None = None
    state: ConnectorState | None = None
    product_id: str | None = None  # what kind, in the processor's words
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


class GetPaymentMethod(Struct, frozen=True, kw_only=True):
    """Look a stored method up, with its balance. Gives a `StoredPaymentMethod`."""

    merchant_payment_method_id: str | None = None  # ours
    connector_payment_method_id: str | None = None  # the processor's
    customer: Customer | None = None
    state: ConnectorState | None = None
    connector_feature_data: Secret | None = None
    metadata: Secret | None = None
    test_mode: bool | None = None
    payment_method_type: PaymentMethodType | None = None
    payment_method_token: Secret | None = None


class RechargePaymentMethod(Struct, frozen=True, kw_only=True):
    """Add `amount` to a stored method. Moves money. Gives a `Recharge`."""

    amount: Money
    merchant_payment_method_id: str | None = None  # ours, of the method
    connector_payment_method_id: str | None = None  # the processor's
    merchant_request_id: str | None = None
    merchant_recharge_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    product_id: str = ""
    description: str | None = None
    payment_method_type: PaymentMethodType | None = None
    state: ConnectorState | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


class CheckEligibility(Struct, frozen=True, kw_only=True):
    """Ask whether this shopper may pay this amount this way, before it is offered. Gives an `Eligibility`."""

    amount: Money  # of the payment to come
    customer: Customer | None = None
    address: PaymentAddress | None = None
    order_details: tuple[OrderLine, ...] = ()
    country: Country | None = None  # of the payment
    payment_method_type: PaymentMethodType | None = None
    description: str | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None


PaymentMethodDetails = WalletDetails | BankAccountDetails


class Token(Struct, frozen=True, kw_only=True):
    """What the processor calls the method from now on: pay with it as a `StoredMethod`. A refusal has `error` set
    instead.
    """

    payment_method_token: Secret | None = None
    error: Failure | None = None
    connector_payment_method_id: str | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Token:
        """The processor's no as a result."""
        return cls(error=failure)


class StoredPaymentMethod(Struct, frozen=True, kw_only=True):
    """A stored method as the processor has it. A refusal has `error` set instead."""

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
    """Whether value was added, and what the method holds now. A refusal is RECHARGE_FAILURE with `error` set."""

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
    """Whether this shopper may pay this way. An `error` means that it is not known."""

    eligibility: EligibilityStatus | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Eligibility:
        """The processor's no as a result."""
        return cls(error=failure)
