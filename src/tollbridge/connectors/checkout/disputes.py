"""Disputes: look up, give in, hand in evidence, defend. https://api-reference.checkout.com/#tag/Disputes

Evidence is collected first, files by an upload of their own, and sent to the network once, by the defence.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.checkout import wire
from tollbridge.connectors.checkout.account import Ctx
from tollbridge.connectors.checkout.webhook import dispute
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    Dispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType as Kind,
    SubmitEvidence,
)
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.statuses import DisputeStatus
from tollbridge.kit.json import CONTENT_TYPE, encode
from tollbridge.kit.multipart import File, post_multipart

NAMES = {
    Kind.CANCELLATION_POLICY: "refund_or_cancellation_policy",
    Kind.REFUND_POLICY: "refund_or_cancellation_policy",
    Kind.CUSTOMER_COMMUNICATION: "customer_communication",
    Kind.CUSTOMER_SIGNATURE: "proof_of_delivery_or_service",
    Kind.SERVICE_DOCUMENTATION: "proof_of_delivery_or_service",
    Kind.SHIPPING_DOCUMENTATION: "proof_of_delivery_or_service",
    Kind.RECEIPT: "invoice_or_receipt",
    Kind.INVOICE_SHOWING_DISTINCT_TRANSACTIONS: "invoice_showing_distinct_transactions",
    Kind.RECURRING_TRANSACTION_AGREEMENT: "recurring_transaction_agreement",
    Kind.UNCATEGORIZED_FILE: "additional_evidence",
}
DONE: dict[type, DisputeStatus] = {
    AcceptDispute: DisputeStatus.DISPUTE_ACCEPTED, DefendDispute: DisputeStatus.DISPUTE_CHALLENGED,
    SubmitEvidence: DisputeStatus.DISPUTE_OPENED}
SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class FileBody(Struct):
    id: str


def build_sync(req: DisputeSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_dispute_id or req.dispute_id
    kit.require({"connector_dispute_id": its})
    return kit.get(kit.path("/disputes/{connector_dispute_id}", replace(req, connector_dispute_id=its)))


def parse_dispute(res: kit.HttpResponse, req: object, ctx: Ctx) -> Dispute:
    return dispute(kit.read_json(res, wire.Dispute))


def build_accept(req: AcceptDispute, ctx: Ctx) -> kit.HttpRequest:
    return kit.post(kit.path("/disputes/{dispute_id}/accept", req))


def build_defend(req: DefendDispute, ctx: Ctx) -> kit.HttpRequest:
    """Sends what was handed in. There is no second time."""
    return kit.post(kit.path("/disputes/{dispute_id}/evidence", req))


def parse_done(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Dispute:
    """HTTP 204, and no body, is all that the pages know of a yes."""
    if res.status != 204:
        raise OutcomeUnknown(f"HTTP {res.status}", http_status=res.status)
    return Dispute(dispute_status=DONE[type(req)], connector_dispute_id=req.dispute_id,
                   connector_transaction_id=req.connector_transaction_id or None)


def submit(req: SubmitEvidence, ctx: Ctx) -> kit.Exchanges[Dispute]:
    """Files first, each by an upload; then all of it in one request. The network sees nothing before the defence."""
    fields = check_evidence(req, ctx)
    for index, document in enumerate(req.evidence_documents):
        if document.file_content is not None and not document.provider_file_id:
            mime = document.file_mime_type or ""
            answer = yield post_multipart("/files", {"purpose": "dispute_evidence"}, [
                File("file", f"evidence-{index}.{SUFFIXES[mime]}", mime, document.file_content)])
            fields[f"{name(document)}_file"] = kit.read_json(answer, FileBody).id
    answer = yield kit.HttpRequest("PUT", kit.path("/disputes/{dispute_id}/evidence", req),
                                   {"content-type": CONTENT_TYPE}, encode(fields), {**fields})
    return parse_done(answer, req, ctx)


def name(document: EvidenceDocument) -> str:
    return NAMES[document.evidence_type or Kind.UNCATEGORIZED_FILE]


def check_evidence(req: SubmitEvidence, ctx: Ctx) -> dict[str, str]:
    """The fields, with "" for a file that is still to be uploaded: before one has left, all that is wrong is known."""
    kit.require({"dispute_id": req.dispute_id, "evidence_documents": req.evidence_documents})
    fields: dict[str, str] = {}
    for index, document in enumerate(req.evidence_documents):
        path = f"evidence_documents[{index}]"
        file = document.provider_file_id or (None if document.file_content is None else "")
        words = document.text_content
        kit.require({f"{path}.file_content": True if file is not None or words else None})
        if file == "" and document.file_mime_type not in SUFFIXES:
            raise InvalidField(f"{path}.file_mime_type", f"one of {', '.join(SUFFIXES)}")
        if words and len(words) > 500:
            raise InvalidField(f"{path}.text_content", "longer than 500 characters")
        for kind, value in (("file", file), ("text", words)):
            if value is not None and f"{name(document)}_{kind}" in fields:
                raise InvalidField(path, f"one {kind} of {name(document)} is taken")
            if value is not None:
                fields[f"{name(document)}_{kind}"] = value
    return fields
