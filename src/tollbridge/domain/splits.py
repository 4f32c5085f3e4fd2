"""Splits."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money


class PaymentChargeType(StrEnum):
    """Payment Charge Type."""

    STRIPE_DIRECT = "STRIPE_DIRECT"
    STRIPE_DESTINATION = "STRIPE_DESTINATION"


class AdyenSplitType(StrEnum):
    """Adyen Split Type."""

    BALANCE_ACCOUNT = "BALANCE_ACCOUNT"
    ACQUIRING_FEES = "ACQUIRING_FEES"
    PAYMENT_FEE = "PAYMENT_FEE"
    ADYEN_FEES = "ADYEN_FEES"
    ADYEN_COMMISSION = "ADYEN_COMMISSION"
    ADYEN_MARKUP = "ADYEN_MARKUP"
    INTERCHANGE = "INTERCHANGE"
    SCHEME_FEE = "SCHEME_FEE"
    COMMISSION = "COMMISSION"
    TOP_UP = "TOP_UP"
    VAT = "VAT"


class AdyenSplitItem(Struct, frozen=True, kw_only=True):
    """Adyen Split Item."""

    amount: Money | None = None
    split_type: AdyenSplitType | None = None
    account: str | None = None
    reference: str = ""
    description: str | None = None


class AdyenSplitData(Struct, frozen=True, kw_only=True, tag="adyen_split_response", tag_field="oneof"):
    """Adyen Split Data."""

    store: str | None = None
    split_items: tuple[AdyenSplitItem, ...] = ()


class StripeSplitPaymentData(Struct, frozen=True, kw_only=True, tag="stripe_split_payment", tag_field="oneof"):
    """Stripe Split Payment Data."""

    charge_type: PaymentChargeType | None = None
    application_fees: Money | None = None
    transfer_account_id: str = ""
    on_behalf_of: str | None = None


class StripeSplitResponseData(Struct, frozen=True, kw_only=True, tag="stripe_split_response", tag_field="oneof"):
    """Stripe Split Response Data."""

    charge_id: str | None = None
    charge_type: PaymentChargeType | None = None
    application_fees: Money | None = None
    transfer_account_id: str = ""
    on_behalf_of: str | None = None


class DestinationChargeRefund(Struct, frozen=True, kw_only=True, tag="destination", tag_field="oneof"):
    """Destination Charge Refund."""

    revert_platform_fee: bool = False
    revert_transfer: bool = False


class DirectChargeRefund(Struct, frozen=True, kw_only=True, tag="direct", tag_field="oneof"):
    """Direct Charge Refund."""

    revert_platform_fee: bool = False


ChargeRefundsOptions = DestinationChargeRefund | DirectChargeRefund


class StripeSplitRefundData(Struct, frozen=True, kw_only=True, tag="stripe_split_refund", tag_field="oneof"):
    """Stripe Split Refund Data."""

    charge_id: str = ""
    transfer_account_id: str = ""
    charge_type: PaymentChargeType | None = None
    options: ChargeRefundsOptions | None = None


SplitPaymentsDetails = StripeSplitPaymentData | AdyenSplitData


SplitRefundsDetails = StripeSplitRefundData | AdyenSplitData


ConnectorSplitResponseData = StripeSplitResponseData | AdyenSplitData
