"""A shopper, or the issuer, wants captured money back: look it up, give in, defend, hand in evidence.

All four give a `Dispute`. In requests `dispute_id` is the processor's id, `merchant_dispute_id` ours.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.statuses import DisputeStage, DisputeStatus


class EvidenceType(StrEnum):
    """What a document shows. Connectors map these to the processor's kinds."""

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
    """One piece of evidence: a file, its id if the processor has it already, or plain text. May hold personal data."""

    evidence_type: EvidenceType | None = None
    file_content: bytes | None = None  # the bytes themselves, not base64
    file_mime_type: str | None = None  # as "application/pdf"
    provider_file_id: str | None = None  # of an earlier upload
    text_content: str | None = None


class SubmitEvidence(Struct, frozen=True, kw_only=True):
    """Hand in what speaks for us, before `due_date`. Whether this also closes the answer is the processor's rule."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str | None = None
    dispute_id: str = ""  # the processor's
    service_date: int | None = None  # when the service was given: epoch seconds
    shipping_date: int | None = None  # when the goods were sent: epoch seconds
    evidence_documents: tuple[EvidenceDocument, ...] = ()


class DisputeSync(Struct, frozen=True, kw_only=True):
    """Ask how a dispute stands."""

    merchant_dispute_id: str | None = None
    dispute_id: str | None = None
    connector_dispute_id: str = ""  # what it is looked up by


class DefendDispute(Struct, frozen=True, kw_only=True):
    """Answer the dispute: we do not give in."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str = ""
    dispute_id: str = ""  # the processor's
    reason_code: str | None = None  # why, in the processor's code


class AcceptDispute(Struct, frozen=True, kw_only=True):
    """Give in: the money stays with the shopper. Cannot be taken back."""

    merchant_dispute_id: str | None = None
    connector_transaction_id: str = ""
    dispute_id: str = ""  # the processor's


class Dispute(Struct, frozen=True, kw_only=True):
    """How a dispute stands.

    `dispute_status` is None where the processor refused the call (`error` says why) and where its word is one that we
    do not know: `connector_status_code` has it. The dates are epoch seconds.
    """

    connector_dispute_id: str | None = None
    connector_transaction_id: str | None = None
    dispute_status: DisputeStatus | None = None
    dispute_stage: DisputeStage | None = None
    connector_status_code: str | None = None  # the processor's word
    error: Failure | None = None
    dispute_amount: Money | None = None  # as the processor states it: perhaps a part of the payment
    dispute_date: int | None = None  # when it was opened
    service_date: int | None = None
    shipping_date: int | None = None
    due_date: int | None = None  # the last moment to answer
    evidence_documents: tuple[EvidenceDocument, ...] = ()
    dispute_reason: str | None = None  # the network's reason code, in the processor's words
    dispute_message: str | None = None
    submitted_evidence_ids: tuple[str, ...] = ()  # of the processor's

    @classmethod
    def refused(cls, failure: Failure) -> Dispute:
        """The processor's no as a result."""
        return cls(dispute_status=None, error=failure)
