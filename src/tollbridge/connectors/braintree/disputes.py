"""Disputes: look up, give in, hand in evidence, defend. https://developer.paypal.com/braintree/graphql/guides/disputes

Evidence is collected piece by piece while the dispute is OPEN; defending it (finalizeDispute) sends all to the bank.
Files are png, jpg and pdf up to 4 MB, one to a call:
https://developer.paypal.com/braintree/graphql/integration_guides/uploading_files. A webhook names a dispute by its
legacy id, this API by another: of a legacy id the other is asked for first (idFromLegacyId).
"""

from __future__ import annotations

import base64
from collections.abc import Generator
from datetime import UTC, datetime

from tollbridge import kit
from tollbridge.connectors.braintree.account import MUTATIONS, Ctx, ask, call, sign
from tollbridge.connectors.braintree.errors import node, refusal, unanswered
from tollbridge.connectors.braintree.wire import Answer, DisputeBody, FoundAnswer, NodeAnswer
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    Dispute,
    DisputeSync,
    EvidenceDocument,
    EvidenceType as Kind,
    SubmitEvidence,
)
from tollbridge.domain.errors import InvalidField, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.statuses import DisputeStage, DisputeStatus as Status
from tollbridge.kit.multipart import CONTENT_TYPE as MULTIPART, File, post_multipart

STATUS = {
    "OPEN": Status.DISPUTE_OPENED,
    "DISPUTED": Status.DISPUTE_CHALLENGED,
    "UNDER_REVIEW": Status.DISPUTE_CHALLENGED,
    "ACCEPTED": Status.DISPUTE_ACCEPTED,
    "AUTO_ACCEPTED": Status.DISPUTE_ACCEPTED,
    "EXPIRED": Status.DISPUTE_EXPIRED,
    "WON": Status.DISPUTE_WON,
    "LOST": Status.DISPUTE_LOST,
}
STAGE = {
    "RETRIEVAL": DisputeStage.PRE_DISPUTE,
    "CHARGEBACK": DisputeStage.ACTIVE_DISPUTE,
    "PRE_ARBITRATION": DisputeStage.PRE_ARBITRATION,
}
FILES = {
    Kind.CUSTOMER_SIGNATURE: "SIGNED_ORDER_FORM",
    Kind.RECURRING_TRANSACTION_AGREEMENT: "SIGNED_ORDER_FORM",
    Kind.SHIPPING_DOCUMENTATION: "PROOF_OF_DELIVERY",
    Kind.SERVICE_DOCUMENTATION: "PROOF_OF_POSSESSION_OR_USAGE",
}
GENERAL = "GENERAL"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}
MAX_BYTES = 4_000_000

Named = Generator[kit.HttpRequest, kit.HttpResponse, str | Rejected]


def graphql_id(its: str) -> Named:
    """A dispute's id as this API has it. It is base64 of "dispute_" and more; of any other id it is asked."""
    try:
        known = base64.b64decode(its + "=" * (-len(its) % 4), validate=True).startswith(b"dispute_")
    except ValueError:
        known = False
    if known:
        return its
    res = yield ask("idFromLegacyId", {"legacyId": its, "type": "DISPUTE"})
    answer = kit.read_json(res, FoundAnswer)
    return answer.data.id_from_legacy_id if answer.data and answer.data.id_from_legacy_id else unanswered(answer, res)


def sync(req: DisputeSync, ctx: Ctx) -> kit.Exchanges[Dispute]:
    given = req.connector_dispute_id or req.dispute_id or ""
    kit.require({"connector_dispute_id": given})
    its = yield from graphql_id(given)
    if isinstance(its, Rejected):
        return its
    res = yield ask("Dispute", {"id": its})
    found = node(res, NodeAnswer[DisputeBody], "dispute")
    return found if isinstance(found, Rejected) else dispute(found)


def accept(req: AcceptDispute, ctx: Ctx) -> kit.Exchanges[Dispute]:
    return (yield from decide("acceptDispute", req.dispute_id))


def defend(req: DefendDispute, ctx: Ctx) -> kit.Exchanges[Dispute]:
    """Sends the evidence that was handed in to the bank. There is no second time."""
    return (yield from decide("finalizeDispute", req.dispute_id))


def decide(field: str, given: str) -> kit.Exchanges[Dispute]:
    kit.require({"dispute_id": given})
    its = yield from graphql_id(given)
    if isinstance(its, Rejected):
        return its
    res = yield call(field, {"disputeId": its})
    answer = kit.read_json(res, Answer)
    return dispute(answer.its.dispute) if answer.its.dispute else refusal(answer, res)


# -- evidence -------------------------------------------------------------------------------------------------------
def check_evidence(req: SubmitEvidence, ctx: Ctx) -> None:
    """Before the first piece leaves."""
    if req.service_date is not None or req.shipping_date is not None:
        raise Unsupported("service_date and shipping_date as evidence: say them in a text")
    kit.require({"dispute_id": req.dispute_id, "evidence_documents": req.evidence_documents})
    for index, document in enumerate(req.evidence_documents):
        pieces(document, "dispute", f"evidence_documents[{index}]", str(index + 1))


def evidence(req: SubmitEvidence, ctx: Ctx) -> kit.Exchanges[Dispute]:
    """Collects; the bank sees nothing before the defence. A piece that is refused ends it: those before it are there.
    """
    its = yield from graphql_id(req.dispute_id)
    if isinstance(its, Rejected):
        return its
    handed: list[str] = []
    for index, document in enumerate(req.evidence_documents):
        for piece in pieces(document, its, f"evidence_documents[{index}]", str(index + 1)):
            res = yield piece
            answer = kit.read_json(res, Answer)
            one = answer.its.evidence
            if one is None:
                no = refusal(answer, res)
                return Dispute(connector_dispute_id=its, submitted_evidence_ids=tuple(handed), error=no) \
                    if isinstance(no, Failure) else no
            handed.append(one.id)
    return Dispute(connector_dispute_id=its, dispute_status=Status.DISPUTE_OPENED,
                   submitted_evidence_ids=tuple(handed))


def pieces(document: EvidenceDocument, its: str, path: str, number: str) -> list[kit.HttpRequest]:
    """A call for the text, and one for the file."""
    if document.provider_file_id:
        raise Unsupported("evidence by a file's id: Braintree takes the file itself, as file_content")
    kit.require({f"{path}.file_content": document.file_content or document.text_content})
    found = []
    if document.text_content:
        found.append(call("createDisputeTextEvidence", {
            "disputeId": its, "category": GENERAL, "content": document.text_content}))
    if document.file_content:
        found.append(upload(document, document.file_content, its, path, number))
    return found


def upload(document: EvidenceDocument, content: bytes, its: str, path: str, number: str) -> kit.HttpRequest:
    """The GraphQL multipart request specification, with one file."""
    kind = (document.file_mime_type or "").lower()
    ending = ENDINGS.get(kind)
    if ending is None:
        raise InvalidField(f"{path}.file_mime_type", f"must be one of {', '.join(ENDINGS)}")
    if len(content) > MAX_BYTES:
        raise InvalidField(f"{path}.file_content", "must not be larger than 4 MB")
    given = {"disputeId": its, "category": FILES.get(document.evidence_type or Kind.UNCATEGORIZED_FILE, GENERAL)}
    return post_multipart("/graphql", {
        "operations": {"query": MUTATIONS["createDisputeFileEvidence"], "variables": {"input": given}},
        "map": {"file": ["variables.file"]},
    }, (File("file", f"evidence-{number}.{ending}", kind, content),))


def sign_evidence(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    signed = sign(req, ctx)
    its = str(req.headers["content-type"])
    return signed.with_headers({"content-type": its}) if its.startswith(MULTIPART) else signed


def epoch_s(moment: datetime | None) -> int | None:
    """A time without a zone is UTC: so the schema has it."""
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) if moment else None


def dispute(its: DisputeBody) -> Dispute:
    said = its.processor_response
    return Dispute(
        connector_dispute_id=its.id, connector_transaction_id=its.transaction.id if its.transaction else None,
        dispute_status=STATUS.get(its.status), connector_status_code=its.status or None,
        dispute_stage=STAGE.get(its.type or ""),
        dispute_amount=its.amount_disputed.money if its.amount_disputed else None,
        dispute_date=epoch_s(its.created_at), due_date=epoch_s(its.response_deadline),
        dispute_reason=(said.reason_code or said.reason) if said else None,
        dispute_message=(said.reason_description or said.reason) if said else None,
        submitted_evidence_ids=tuple(one.id for one in its.evidence or ()))
