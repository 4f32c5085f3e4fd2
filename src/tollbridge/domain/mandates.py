"""Mandates."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus


class FutureUsage(StrEnum):
    """Future Usage."""

    OFF_SESSION = "OFF_SESSION"
    ON_SESSION = "ON_SESSION"


class AcceptanceType(StrEnum):
    """Acceptance Type."""

    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"


class MitCategory(StrEnum):
    """Mit Category."""

    INSTALLMENT_MIT = "INSTALLMENT_MIT"
    UNSCHEDULED_MIT = "UNSCHEDULED_MIT"
    RECURRING_MIT = "RECURRING_MIT"
    RESUBMISSION_MIT = "RESUBMISSION_MIT"


class OnlineMandate(Struct, frozen=True, kw_only=True):
    """Online Mandate."""

    ip_address: str | None = None
    user_agent: str = ""


class CustomerAcceptance(Struct, frozen=True, kw_only=True):
    """Customer Acceptance."""

    acceptance_type: AcceptanceType | None = None
    accepted_at: int = 0
    online_mandate_details: OnlineMandate | None = None


class MandateAmount(Struct, frozen=True, kw_only=True):
    """Mandate Amount."""

    amount: Money
    start_date: int | None = None
    end_date: int | None = None
    amount_type: str | None = None
    frequency: str | None = None
    amount_money: Money | None = None
    initial_billing_amount: Money | None = None
    external_subscription_id: str | None = None
    mandate_status: MandateStatus | None = None
    next_billing_date: int | None = None
    billing_cycle: int | None = None
    description: str | None = None


class MandateType(Struct, frozen=True, kw_only=True):
    """Mandate Type."""

    single_use: MandateAmount | None = None
    multi_use: MandateAmount | None = None


class SetupMandateDetails(Struct, frozen=True, kw_only=True):
    """Setup Mandate Details."""

    update_mandate_id: str | None = None
    customer_acceptance: CustomerAcceptance | None = None
    mandate_type: MandateType | None = None


class ConnectorMandate(Struct, frozen=True, kw_only=True, tag="connector_mandate_id", tag_field="oneof"):
    """Connector Mandate."""

    connector_mandate_id: str | None = None
    payment_method_id: str | None = None
    connector_mandate_request_reference_id: str | None = None
    mandate_metadata: Secret | None = None


class NetworkMandate(Struct, frozen=True, kw_only=True, tag="network_mandate_id", tag_field="oneof"):
    """Network Mandate."""

    network_transaction_id: str = ""
    transaction_link_id: str | None = None


class NetworkTokenMandate(Struct, frozen=True, kw_only=True, tag="network_token_with_nti", tag_field="oneof"):
    """Network Token Mandate."""

    network_transaction_id: str = ""
    token_exp_month: Secret | None = None
    token_exp_year: Secret | None = None
    transaction_link_id: str | None = None


class MandateReferenceDetails(Struct, frozen=True, kw_only=True):
    """Mandate Reference Details."""

    connector_mandate_id: str | None = None
    payment_method_id: str | None = None
    connector_mandate_request_reference_id: str | None = None
    mandate_metadata: Secret | None = None


class AdditionalCardInfo(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """Additional Card Info."""

    card_issuer: str | None = None
    last4: str | None = None
    card_isin: str | None = None
    card_extended_bin: str | None = None
    card_exp_month: Secret | None = None
    card_exp_year: Secret | None = None
    card_holder_name: Secret | None = None


MandateReference = ConnectorMandate | NetworkMandate | NetworkTokenMandate


AdditionalPaymentData = AdditionalCardInfo
