"""Disputes."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.statuses import DisputeStage, DisputeStatus


class EvidenceType(StrEnum):
    """Evidence Type."""

    CANCELLATION_POLICY = "CANCELLATION_POLICY"
    CUSTOMER_COMMUNICATION = "CUSTOMER_COMMUNICATION"
    CUSTOMER_SIGNATURE = "CUSTOMER_SIGNATURE"
    RECEIPT = "RECEIPT"
    REFUND_POLICY = "REFUND_POLICY"
    SERVICE_DOCUMENTATION = "SERVICE_DOCUMENTATION"
    SHIPPING_DOCUMENTATION = "SHIPPING_DOCUMENTATION"
    INVOICE_SHOWING_DISTINCT_TRANSACTIONS = "INVOICE_SHOWING_DISTINCT_TRANSACTIONS"
    RECURRING_TRANSACTION_AGREEMENT = "RECURRING_TRANSACTION_AGREEMENT"
    UNCATEGORIZED_FILE = "UNCATEGORIZED_FILE"


class EvidenceDocument(Struct, frozen=True, kw_only=True):
    """Evidence Document."""

    evidence_type: EvidenceType | None = None
    file_content: bytes | None = None
    file_mime_type: str | None = None
    provider_file_id: str | None = None
    text_content: str | None = None


class SubmitEvidence(Struct, frozen=True, kw_only=True):
    """Submit Evidence."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str | None = None
    dispute_id: str = ""
    service_date: int | None = None
    shipping_date: int | None = None
    evidence_documents: tuple[EvidenceDocument, ...] = ()


class DisputeSync(Struct, frozen=True, kw_only=True):
    """Dispute Sync."""

    merchant_dispute_id: str | None = None
    dispute_id: str | None = None
    connector_dispute_id: str = ""


class DefendDispute(Struct, frozen=True, kw_only=True):
    """Defend Dispute."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str = ""
    dispute_id: str = ""
    reason_code: str | None = None


class AcceptDispute(Struct, frozen=True, kw_only=True):
    """Accept Dispute."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str = ""
    dispute_id: str = ""


class Dispute(Struct, frozen=True, kw_only=True):
    """Dispute."""

    connector_dispute_id: str | None = None
    connector_transaction_id: str | None = None
    dispute_status: DisputeStatus | None = None
    dispute_stage: DisputeStage | None = None
    connector_status_code: str | None = None
    error: Failure | None = None
    dispute_amount: Money | None = None
    dispute_date: int | None = None
    service_date: int | None = None
    shipping_date: int | None = None
    due_date: int | None = None
    evidence_documents: tuple[EvidenceDocument, ...] = ()
    dispute_reason: str | None = None
    dispute_message: str | None = None
    submitted_evidence_ids: tuple[str, ...] = ()

    @classmethod
    def refused(cls, failure: Failure) -> Dispute:
        """The processor's no as a result."""
        return cls(dispute_status=None, error=failure)
