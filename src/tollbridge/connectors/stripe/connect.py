"""Payments that a platform shares with a seller, who has a connected account: https://docs.stripe.com/connect/charges

A direct charge is made on the seller's account, which every call about it has to name. A destination charge is on the
platform's own, and the seller gets a transfer of what the platform does not keep.
"""

from __future__ import annotations

from typing import TypeVar

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import to_wire
from tollbridge.connectors.stripe.addresses import Form
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.splits import (
    AdyenSplitData,
    DestinationChargeRefund,
    PaymentChargeType,
    SplitPaymentsDetails,
    SplitRefundsDetails,
    StripeSplitPaymentData,
    StripeSplitRefundData,
    StripeSplitResponseData,
)

PAID, REFUNDED = "split_payments.stripe_split_payment", "split_refunds.stripe_split_refund"
T = TypeVar("T", StripeSplitPaymentData, StripeSplitRefundData)


def ours(split: T | AdyenSplitData, path: str) -> T:
    if isinstance(split, AdyenSplitData):
        raise Unsupported(f"{split.__struct_config__.tag} on stripe")
    kit.require({f"{path}.charge_type": split.charge_type, f"{path}.transfer_account_id": split.transfer_account_id})
    return split


def shared(split: SplitPaymentsDetails | None) -> Form:
    """What the platform keeps, and where the rest goes."""
    if split is None:
        return {}
    its = ours(split, PAID)
    to_seller = its.charge_type is PaymentChargeType.STRIPE_DESTINATION
    return {
        "application_fee_amount":
            to_wire(its.application_fees, f"{PAID}.application_fees") if its.application_fees else None,
        "transfer_data": {"destination": its.transfer_account_id} if to_seller else None,
        "on_behalf_of": its.on_behalf_of}


def on_account(request: kit.HttpRequest, split: SplitPaymentsDetails | SplitRefundsDetails | None) -> kit.HttpRequest:
    """On the seller's account, if the charge is made there."""
    if split is None:
        return request
    if isinstance(split, StripeSplitRefundData):
        return _named(request, ours(split, REFUNDED), REFUNDED)
    return _named(request, ours(split, PAID), PAID)


def _named(request: kit.HttpRequest, its: StripeSplitPaymentData | StripeSplitRefundData, path: str) -> kit.HttpRequest:
    if its.charge_type is not PaymentChargeType.STRIPE_DIRECT:
        return request
    if not (its.transfer_account_id.isascii() and its.transfer_account_id.replace("_", "").isalnum()):
        raise InvalidField(f"{path}.transfer_account_id", "no id of an account")
    return request.with_headers({"stripe-account": its.transfer_account_id})


def given_back(split: SplitRefundsDetails | None) -> Form:
    """Who gives back what of a refund: https://docs.stripe.com/connect/charges#refund-creation"""
    options = ours(split, REFUNDED).options if split else None
    return {"refund_application_fee": options.revert_platform_fee if options else None,
            "reverse_transfer": options.revert_transfer if isinstance(options, DestinationChargeRefund) else None}


def told(split: SplitPaymentsDetails | None, charge: wire.Charge | str | None) -> StripeSplitResponseData | None:
    """As it was asked for, with the charge that a refund of it wants."""
    if split is None:
        return None
    its = ours(split, PAID)
    return StripeSplitResponseData(
        charge_id=charge.id if isinstance(charge, wire.Charge) else charge, charge_type=its.charge_type,
        application_fees=its.application_fees, transfer_account_id=its.transfer_account_id,
        on_behalf_of=its.on_behalf_of)
