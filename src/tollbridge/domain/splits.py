"""Sharing a payment among several accounts at the processor, and taking the shares back with a refund.

The rules and the words are the processor's: Stripe's connected accounts, Adyen's balance platform.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money


class PaymentChargeType(StrEnum):
    """On whose Stripe account the charge is made."""

    STRIPE_DIRECT = "STRIPE_DIRECT"  # on the seller's; the platform gets a fee
    STRIPE_DESTINATION = "STRIPE_DESTINATION"  # on the platform's; the seller gets a transfer


class AdyenSplitType(StrEnum):
    """What an Adyen share is for: an account of the platform, or a cost and who bears it."""

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
    """One share. All of them together are the whole amount."""

    amount: Money | None = None  # None for costs that are not known yet
    split_type: AdyenSplitType | None = None
    account: str | None = None  # balance account that gets or bears it
    reference: str = ""  # ours, of this share
    description: str | None = None


class AdyenSplitData(Struct, frozen=True, kw_only=True, tag="adyen_split_response", tag_field="oneof"):
    """All shares of an Adyen payment, refund or answer."""

    store: str | None = None
    split_items: tuple[AdyenSplitItem, ...] = ()


class StripeSplitPaymentData(Struct, frozen=True, kw_only=True, tag="stripe_split_payment", tag_field="oneof"):
    """How a Stripe payment is shared."""

    charge_type: PaymentChargeType | None = None
    application_fees: Money | None = None  # what the platform keeps
    transfer_account_id: str = ""  # of the seller
    on_behalf_of: str | None = None  # account whose name and country the shopper's bank sees


class StripeSplitResponseData(Struct, frozen=True, kw_only=True, tag="stripe_split_response", tag_field="oneof"):
    """How a Stripe payment was shared."""

    charge_id: str | None = None
    charge_type: PaymentChargeType | None = None
    application_fees: Money | None = None
    transfer_account_id: str = ""
    on_behalf_of: str | None = None


class DestinationChargeRefund(Struct, frozen=True, kw_only=True, tag="destination", tag_field="oneof"):
    """Who pays for the refund of a destination charge."""

    revert_platform_fee: bool = False  # the platform gives its fee back
    revert_transfer: bool = False  # the seller gives the transfer back; otherwise the platform pays


class DirectChargeRefund(Struct, frozen=True, kw_only=True, tag="direct", tag_field="oneof"):
    """Who pays for the refund of a direct charge."""

    revert_platform_fee: bool = False  # the platform gives its fee back


ChargeRefundsOptions = DestinationChargeRefund | DirectChargeRefund


class StripeSplitRefundData(Struct, frozen=True, kw_only=True, tag="stripe_split_refund", tag_field="oneof"):
    """How a shared Stripe payment is refunded."""

    charge_id: str = ""  # of the payment
    transfer_account_id: str = ""  # of the seller
    charge_type: PaymentChargeType | None = None
    options: ChargeRefundsOptions | None = None


SplitPaymentsDetails = StripeSplitPaymentData | AdyenSplitData


SplitRefundsDetails = StripeSplitRefundData | AdyenSplitData


ConnectorSplitResponseData = StripeSplitResponseData | AdyenSplitData
