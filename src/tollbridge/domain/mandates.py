"""Consent to charge later: how it was given, on what terms, and the references by which it is charged."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus


class FutureUsage(StrEnum):
    """Whether the shopper will be there when the stored method is used again."""

    OFF_SESSION = "OFF_SESSION"  # not there: the merchant charges alone
    ON_SESSION = "ON_SESSION"  # there: paying faster the next time


class AcceptanceType(StrEnum):
    """Where the shopper agreed."""

    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"


class MitCategory(StrEnum):
    """Why a merchant charges without the shopper: networks want it named."""

    INSTALLMENT_MIT = "INSTALLMENT_MIT"  # one purchase in several parts
    UNSCHEDULED_MIT = "UNSCHEDULED_MIT"  # amount or time not fixed, as a top-up
    RECURRING_MIT = "RECURRING_MIT"  # a subscription: fixed intervals
    RESUBMISSION_MIT = "RESUBMISSION_MIT"  # once more after a decline


class OnlineMandate(Struct, frozen=True, kw_only=True):
    """Where the click that gave consent came from. Personal data."""

    ip_address: str | None = None
    user_agent: str = ""


class CustomerAcceptance(Struct, frozen=True, kw_only=True):
    """When and how the shopper agreed to be charged later: the evidence, if it is ever disputed."""

    acceptance_type: AcceptanceType | None = None
    accepted_at: int = 0  # epoch seconds
    online_mandate_details: OnlineMandate | None = None


class MandateAmount(Struct, frozen=True, kw_only=True):
    """The terms of a mandate: how much, how often, until when. Dates are epoch seconds."""

    amount: Money  # the limit of each charge, or of all where it is for single use
    start_date: int | None = None
    end_date: int | None = None
    amount_type: str | None = None  # fixed or up to: the processor's word
    frequency: str | None = None  # of the charges: the processor's word
    amount_money: Money | None = None  # the contract's second place for the amount
    initial_billing_amount: Money | None = None  # of the first charge, where it differs
    external_subscription_id: str | None = None
    mandate_status: MandateStatus | None = None
    next_billing_date: int | None = None
    billing_cycle: int | None = None  # which charge of the mandate this is
    description: str | None = None


class MandateType(Struct, frozen=True, kw_only=True):
    """Terms for one charge or for many: one of the two."""

    single_use: MandateAmount | None = None
    multi_use: MandateAmount | None = None


class SetupMandateDetails(Struct, frozen=True, kw_only=True):
    """The mandate that a payment, or a SetupMandate, should leave behind."""

    update_mandate_id: str | None = None  # the mandate that this one replaces
    customer_acceptance: CustomerAcceptance | None = None
    mandate_type: MandateType | None = None


class ConnectorMandate(Struct, frozen=True, kw_only=True, tag="connector_mandate_id", tag_field="oneof"):
    """A mandate by the processor's own reference."""

    connector_mandate_id: str | None = None
    payment_method_id: str | None = None  # of the stored method, where the processor keeps it apart from the mandate
    connector_mandate_request_reference_id: str | None = None  # of the call that set it up
    mandate_metadata: Secret | None = None  # JSON text to hand back with every charge


class NetworkMandate(Struct, frozen=True, kw_only=True, tag="network_mandate_id", tag_field="oneof"):
    """A mandate by the network's id of the first payment: any processor can charge it, given the card itself."""

    network_transaction_id: str = ""  # of the first payment
    transaction_link_id: str | None = None  # links payments of one agreement


class NetworkTokenMandate(Struct, frozen=True, kw_only=True, tag="network_token_with_nti", tag_field="oneof"):
    """As `NetworkMandate`, where the card is a network token."""

    network_transaction_id: str = ""
    token_exp_month: Secret | None = None  # two digits
    token_exp_year: Secret | None = None  # four digits (two are accepted)
    transaction_link_id: str | None = None


class MandateReferenceDetails(Struct, frozen=True, kw_only=True):
    """As `ConnectorMandate`, in results: what to keep in order to charge again."""

    connector_mandate_id: str | None = None
    payment_method_id: str | None = None
    connector_mandate_request_reference_id: str | None = None
    mandate_metadata: Secret | None = None


class AdditionalCardInfo(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """The card behind a mandate, in so far as we may keep it."""

    card_issuer: str | None = None
    last4: str | None = None
    card_isin: str | None = None  # the first six digits
    card_extended_bin: str | None = None  # the first eight digits
    card_exp_month: Secret | None = None  # two digits
    card_exp_year: Secret | None = None  # four digits (two are accepted)
    card_holder_name: Secret | None = None


MandateReference = ConnectorMandate | NetworkMandate | NetworkTokenMandate


def charged_by(mandate: MandateReference, field: str) -> str:
    """Where a field of the mandate stands in a ChargeMandate: for MissingField, by the contract's path."""
    return f"connector_recurring_payment_id.{mandate.__struct_config__.tag}.{field}"


AdditionalPaymentData = AdditionalCardInfo
