"""Disputes: give in, hand in documents, defend. https://docs.adyen.com/risk-management/disputes-api, schema v30

First the documents, then the defence with a reason: it closes the answer. How a dispute stands comes by webhook alone:
the API has no question for it. Which reasons there are depends on scheme and dispute. Where the caller names none,
Adyen is asked for those that apply, and the one is taken for which enough was handed in.

Adyen keeps one document of each type of a dispute: they are uploaded, and deleted, by dispute and type. Without asking
what the reasons want there is one type for all, "DefenseMaterial", and so one document, a file.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.adyen.account import Ctx, disputes_url
from tollbridge.domain.declines import Decline
from tollbridge.domain.disputes import AcceptDispute, DefendDispute, Dispute, SubmitEvidence
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import DisputeStatus

SERVICE = "/ca/services/DisputeService/v30"
GENERIC = "DefenseMaterial"


class ServiceResult(Struct):
    success: bool
    errorMessage: str | None = None


class Answer(Struct):
    disputeServiceResult: ServiceResult


class DefenseReason(Struct):
    defenseReasonCode: str
    satisfied: bool


class Reasons(Struct):
    disputeServiceResult: ServiceResult
    defenseReasons: list[DefenseReason] = []


def _post(action: str, dispute_id: str, ctx: Ctx, **fields: object) -> kit.HttpRequest:
    kit.require({"dispute_id": dispute_id})
    return kit.post_json(disputes_url(ctx, f"{SERVICE}/{action}"), {
        "disputePspReference": dispute_id, "merchantAccountCode": ctx.account.merchant_account, **fields})


def build_accept(req: AcceptDispute, ctx: Ctx) -> kit.HttpRequest:
    return _post("acceptDispute", req.dispute_id, ctx)


def build_evidence(req: SubmitEvidence, ctx: Ctx) -> kit.HttpRequest:
    """A file. What Adyen has no place for is refused: evidence that is left out loses the dispute."""
    kit.require({"dispute_id": req.dispute_id, "evidence_documents": req.evidence_documents})
    first, *others = req.evidence_documents
    if any(document.text_content or document.provider_file_id for document in req.evidence_documents):
        raise Unsupported("evidence that is no file: put it into the document")
    if req.service_date is not None or req.shipping_date is not None:
        raise Unsupported("dates of service and shipping: put them into the document")
    if others:
        raise InvalidField("evidence_documents[1]", "Adyen keeps one document of a dispute: put all into one file")
    kit.require({"evidence_documents[0].file_content": first.file_content,
                 "evidence_documents[0].file_mime_type": first.file_mime_type})
    return _post("supplyDefenseDocument", req.dispute_id, ctx, defenseDocuments=[{
        "content": _base64(first.file_content or b""), "contentType": first.file_mime_type,
        "defenseDocumentTypeCode": GENERIC}])


def defend(req: DefendDispute, ctx: Ctx) -> kit.Exchanges[Dispute]:
    """With the reason that the caller names, or the one that Adyen calls satisfied."""
    reason = req.reason_code
    if not reason:
        asked = kit.read_json((yield _post("retrieveApplicableDefenseReasons", req.dispute_id, ctx)), Reasons)
        if not asked.disputeServiceResult.success:
            return refusal(asked.disputeServiceResult)
        enough = [one.defenseReasonCode for one in asked.defenseReasons if one.satisfied]
        if len(enough) != 1:
            return undecided(asked.defenseReasons, enough)
        reason = enough[0]
    response = yield _post("defendDispute", req.dispute_id, ctx, defenseReasonCode=reason)
    return told(response, req.dispute_id, DisputeStatus.DISPUTE_CHALLENGED)


def parse_accepted(res: kit.HttpResponse, req: AcceptDispute, ctx: Ctx) -> Dispute | Failure:
    return told(res, req.dispute_id, DisputeStatus.DISPUTE_ACCEPTED)


def parse_evidence(res: kit.HttpResponse, req: SubmitEvidence, ctx: Ctx) -> Dispute | Failure:
    """It waits for our defence as before."""
    return told(res, req.dispute_id, DisputeStatus.DISPUTE_OPENED)


def told(res: kit.HttpResponse, dispute_id: str, done: DisputeStatus) -> Dispute | Failure:
    result = kit.read_json(res, Answer).disputeServiceResult
    return Dispute(connector_dispute_id=dispute_id, dispute_status=done) if result.success else refusal(result)


def refusal(result: ServiceResult) -> Failure:
    """There is no code, but a text."""
    return Failure(code=result.errorMessage or "false", message=result.errorMessage or "")


def undecided(reasons: list[DefenseReason], enough: list[str]) -> Failure:
    """Nothing was defended: which of several reasons to take, or what to hand in first, is the merchant's to say."""
    listed = ", ".join(enough or [one.defenseReasonCode for one in reasons]) or "none"
    return Failure(
        code="defenseReasonCode", unified=Decline.INVALID_REQUEST, message=f"name the reason: {listed}" if enough else
        f"hand in more: what is there suffices for none of the reasons that apply ({listed})")


def _base64(content: bytes) -> Secret:
    """Not for logs: a shopper's letters and signature."""
    import base64

    return Secret(base64.b64encode(content).decode())
