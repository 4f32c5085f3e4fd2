"""Disputes: look up, give in, hand in evidence. https://developer.paypal.com/docs/api/customer-disputes/v1/

Evidence is PayPal's answer to a dispute: there is no second step that defends. What it may be is said in the dispute
itself (`evidences` of source REQUESTED_FROM_SELLER); PayPal refuses other kinds. Files are jpg, gif, png and pdf, below
10 MB each and 50 MB together: https://developer.paypal.com/docs/disputes/integration-guide/#documents
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx, sign
from tollbridge.connectors.paypal.wire import Amount
from tollbridge.domain.disputes import (
    AcceptDispute,
    Dispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType as Kind,
    SubmitEvidence,
)
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.statuses import DisputeStage, DisputeStatus as Status
from tollbridge.kit.multipart import File, post_multipart

STATUS = {
    "OPEN": Status.DISPUTE_OPENED,
    "WAITING_FOR_SELLER_RESPONSE": Status.DISPUTE_OPENED,
    "WAITING_FOR_BUYER_RESPONSE": Status.DISPUTE_CHALLENGED,
    "UNDER_REVIEW": Status.DISPUTE_CHALLENGED,
}
# Of a dispute that is RESOLVED. RESOLVED_WITH_PAYOUT, "PayPal provided the merchant or customer with protection", says
# neither that the money is ours again nor that it stays away: no status of ours.
OUTCOME = {
    "RESOLVED_BUYER_FAVOUR": Status.DISPUTE_LOST,
    "RESOLVED_SELLER_FAVOUR": Status.DISPUTE_WON,
    "CANCELED_BY_BUYER": Status.DISPUTE_CANCELLED,
    "ACCEPTED": Status.DISPUTE_LOST,  # "PayPal accepted the dispute"
    "DENIED": Status.DISPUTE_WON,  # "PayPal denied the dispute"
    "NONE": Status.DISPUTE_CANCELLED,  # "closed without any decision"
}
STAGE = {
    "INQUIRY": DisputeStage.PRE_DISPUTE,
    "CHARGEBACK": DisputeStage.ACTIVE_DISPUTE,
    "PRE_ARBITRATION": DisputeStage.PRE_ARBITRATION,
    "ARBITRATION": DisputeStage.PRE_ARBITRATION,
}
KINDS = {
    Kind.CUSTOMER_SIGNATURE: "PROOF_OF_DELIVERY_SIGNATURE",
    Kind.RECEIPT: "PROOF_OF_RECEIPT_COPY",
    Kind.REFUND_POLICY: "RETURN_POLICY",
    Kind.SERVICE_DOCUMENTATION: "PROOF_FOR_SOFTWARE_OR_SERVICE_DELIVERED",
    Kind.SHIPPING_DOCUMENTATION: "PROOF_OF_FULFILLMENT",
    Kind.INVOICE_SHOWING_DISTINCT_TRANSACTIONS: "DETAILS_OF_PURCHASE",
    Kind.RECURRING_TRANSACTION_AGREEMENT: "BILLING_AGREEMENT",
}
OTHER = "OTHER"
ENDINGS = {"image/jpeg": "jpg", "image/gif": "gif", "image/png": "png", "application/pdf": "pdf"}
MAX_NOTES, MAX_FILE_BYTES, MAX_ALL_BYTES = 2000, 10_000_000, 50_000_000


class DisputedTransaction(Struct):
    seller_transaction_id: str | None = None


class Outcome(Struct):
    outcome_code: str | None = None


class DisputeBody(Struct):
    dispute_id: str
    status: str = ""
    create_time: datetime | None = None
    seller_response_due_date: datetime | None = None
    reason: str | None = None
    external_reason_code: str | None = None
    dispute_amount: Amount | None = None
    dispute_outcome: Outcome | None = None
    dispute_life_cycle_stage: str | None = None
    disputed_transactions: list[DisputedTransaction] = []


class Link(Struct):
    href: str
    rel: str = ""


class SubsequentAction(Struct):
    """What PayPal answers to an action: where the dispute is to be seen, not how it stands."""

    links: list[Link]


def build_sync(req: DisputeSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_dispute_id or req.dispute_id
    kit.require({"connector_dispute_id": its})
    return kit.get(kit.path("/v1/customer/disputes/{connector_dispute_id}", replace(req, connector_dispute_id=its)))


def build_accept(req: AcceptDispute, ctx: Ctx) -> kit.HttpRequest:
    """The disputed amount goes back. A note is required; the contract has no text of the merchant's for it."""
    path = kit.path("/v1/customer/disputes/{dispute_id}/accept-claim", req)
    return post_multipart(path, {"input": {"note": "Claim accepted.", "accept_claim_type": "REFUND"}})


def build_evidence(req: SubmitEvidence, ctx: Ctx) -> kit.HttpRequest:
    if req.service_date is not None or req.shipping_date is not None:
        raise Unsupported("service_date and shipping_date as evidence: say them in a text")
    kit.require({"dispute_id": req.dispute_id, "evidence_documents": req.evidence_documents})
    evidences, files = [], []
    for index, document in enumerate(req.evidence_documents):
        path = f"evidence_documents[{index}]"
        file = file_of(document, path, index + 1)
        files += [file] if file else []
        evidences.append(evidence(document, path, file))
    if sum(len(file.content) for file in files) > MAX_ALL_BYTES:
        raise InvalidField("evidence_documents", "more than 50 MB together")
    path = kit.path("/v1/customer/disputes/{dispute_id}/provide-evidence", req)
    return post_multipart(path, {"input": {"evidences": evidences}}, files)


def evidence(document: EvidenceDocument, path: str, file: File | None) -> dict[str, Any]:
    text = document.text_content
    kit.require({f"{path}.file_content": file or text})
    if text and len(text) > MAX_NOTES:
        raise InvalidField(f"{path}.text_content", f"longer than {MAX_NOTES} characters")
    kind = document.evidence_type or Kind.UNCATEGORIZED_FILE
    return {"evidence_type": KINDS.get(kind, OTHER), "notes": text or None,
            "documents": [{"name": file.filename}] if file else None}


def file_of(document: EvidenceDocument, path: str, number: int) -> File | None:
    """Under a name of our own: PayPal takes letters, digits, one dot, and what it can read."""
    if document.provider_file_id:
        raise Unsupported("evidence by a file's id: PayPal takes the file itself, as file_content")
    if not document.file_content:
        return None
    ending = ENDINGS.get((document.file_mime_type or "").lower())
    if ending is None:
        raise InvalidField(f"{path}.file_mime_type", f"must be one of {', '.join(ENDINGS)}")
    if len(document.file_content) >= MAX_FILE_BYTES:
        raise InvalidField(f"{path}.file_content", "must be smaller than 10 MB")
    return File("evidence-file", f"evidence-{number}.{ending}", (document.file_mime_type or "").lower(),
                document.file_content)


def sign_multipart(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """The body is no JSON. No idempotency key: the disputes API documents none."""
    signed = sign(req, replace(ctx, idempotency_key=None))
    return signed.with_headers({"content-type": req.headers["content-type"]})


def parse_dispute(res: kit.HttpResponse, req: object, ctx: Ctx) -> Dispute:
    return dispute(kit.read_json(res, DisputeBody))


def parse_accepted(res: kit.HttpResponse, req: AcceptDispute, ctx: Ctx) -> Dispute:
    """PayPal: "the dispute closes in the customer's favor and PayPal automatically refunds money to the customer"."""
    kit.read_json(res, SubsequentAction)
    return Dispute(connector_dispute_id=req.dispute_id, dispute_status=Status.DISPUTE_ACCEPTED)


def parse_evidence(res: kit.HttpResponse, req: SubmitEvidence, ctx: Ctx) -> Dispute:
    kit.read_json(res, SubsequentAction)
    return Dispute(connector_dispute_id=req.dispute_id, dispute_status=Status.DISPUTE_CHALLENGED)


def dispute(body: DisputeBody) -> Dispute:
    """`connector_transaction_id` is the capture's id, which is what a dispute is about; PayPal does not tell the order.
    """
    word, status = body.status, STATUS.get(body.status)
    if word == "RESOLVED":
        outcome = body.dispute_outcome.outcome_code if body.dispute_outcome else None
        word, status = outcome or word, OUTCOME.get(outcome or "")
    about = body.disputed_transactions
    return Dispute(
        connector_dispute_id=body.dispute_id,
        connector_transaction_id=about[0].seller_transaction_id if about else None,
        dispute_status=status, connector_status_code=word or None,
        dispute_stage=STAGE.get(body.dispute_life_cycle_stage or ""),
        dispute_amount=body.dispute_amount.money if body.dispute_amount else None,
        dispute_date=epoch_s(body.create_time), due_date=epoch_s(body.seller_response_due_date),
        dispute_reason=body.external_reason_code or body.reason, dispute_message=body.reason)


def epoch_s(moment: datetime | None) -> int | None:
    """A time without a zone is no time that we could name."""
    return int(moment.timestamp()) if moment is not None and moment.tzinfo is not None else None
