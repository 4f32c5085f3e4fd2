"""Disputes: look up, give in, hand in evidence, defend. https://docs.stripe.com/api/disputes

Evidence is collected first and sent to the bank once, by the defence: Stripe takes one answer to a dispute. A file has
to be uploaded to Stripe before (https://docs.stripe.com/api/files), and is named here by its id.
"""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx
from tollbridge.connectors.stripe.webhook import dispute
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    Dispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType as Kind,
    SubmitEvidence,
)
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.statuses import DisputeStatus

FILES = {
    Kind.CANCELLATION_POLICY: "cancellation_policy",
    Kind.CUSTOMER_COMMUNICATION: "customer_communication",
    Kind.CUSTOMER_SIGNATURE: "customer_signature",
    Kind.RECEIPT: "receipt",
    Kind.REFUND_POLICY: "refund_policy",
    Kind.SERVICE_DOCUMENTATION: "service_documentation",
    Kind.SHIPPING_DOCUMENTATION: "shipping_documentation",
    Kind.INVOICE_SHOWING_DISTINCT_TRANSACTIONS: "duplicate_charge_documentation",
    Kind.RECURRING_TRANSACTION_AGREEMENT: "service_documentation",  # "a signed contract": Stripe's words for it
    Kind.UNCATEGORIZED_FILE: "uncategorized_file",
}
TEXTS = {
    Kind.CANCELLATION_POLICY: "cancellation_policy_disclosure",
    Kind.REFUND_POLICY: "refund_policy_disclosure",
    Kind.INVOICE_SHOWING_DISTINCT_TRANSACTIONS: "duplicate_charge_explanation",
}
GIVEN_IN = ("lost", "warning_closed")


def build_sync(req: DisputeSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_dispute_id or req.dispute_id
    kit.require({"connector_dispute_id": its})
    return kit.get(kit.path("/v1/disputes/{connector_dispute_id}", replace(req, connector_dispute_id=its)))


def build_accept(req: AcceptDispute, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form(kit.path("/v1/disputes/{dispute_id}/close", req), {})


def build_defend(req: DefendDispute, ctx: Ctx) -> kit.HttpRequest:
    """Sends the evidence that was handed in to the bank. There is no second time."""
    return kit.post_form(kit.path("/v1/disputes/{dispute_id}", req), {"submit": True})


def build_evidence(req: SubmitEvidence, ctx: Ctx) -> kit.HttpRequest:
    """Collects; the bank sees nothing before the defence, and the dispute waits for our answer as before."""
    fields: dict[str, str] = {}
    for index, document in enumerate(req.evidence_documents):
        for name, value in evidence(document, f"evidence_documents[{index}]").items():
            if name in fields:
                raise InvalidField(f"evidence_documents[{index}]", f"Stripe takes one {name} of a dispute")
            fields[name] = value
    for name, epoch_s in (("service_date", req.service_date), ("shipping_date", req.shipping_date)):
        if epoch_s is not None:
            fields[name] = day(epoch_s, name)
    kit.require({"evidence_documents": fields})
    return kit.post_form(kit.path("/v1/disputes/{dispute_id}", req), {"evidence": fields, "submit": False})


def evidence(document: EvidenceDocument, path: str) -> dict[str, str]:
    """Stripe's fields for a document: one for a file, one for a text."""
    kind = document.evidence_type or Kind.UNCATEGORIZED_FILE
    if document.file_content is not None and not document.provider_file_id:
        raise Unsupported("evidence as a file's content: upload it to Stripe, and give its id as provider_file_id")
    found = {}
    if document.provider_file_id:
        found[FILES[kind]] = document.provider_file_id
    if document.text_content:
        found[TEXTS.get(kind, "uncategorized_text")] = document.text_content
    kit.require({f"{path}.provider_file_id": found})
    return found


def day(epoch_s: int, path: str) -> str:
    """For a person at the bank to read."""
    try:
        return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        raise InvalidField(path, "not a time in epoch seconds") from None


def parse_dispute(res: kit.HttpResponse, req: object, ctx: Ctx) -> Dispute:
    return dispute(kit.read_json(res, wire.DisputeBody))


def parse_accepted(res: kit.HttpResponse, req: object, ctx: Ctx) -> Dispute:
    """A dispute that we close is lost, an inquiry is over: either way it is we who gave in."""
    its = dispute(kit.read_json(res, wire.DisputeBody))
    given_in = its.connector_status_code in GIVEN_IN
    return replace(its, dispute_status=DisputeStatus.DISPUTE_ACCEPTED) if given_in else its
