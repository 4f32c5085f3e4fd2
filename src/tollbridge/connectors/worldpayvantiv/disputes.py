"""Chargebacks: look up, accept, answer, hand in documents. XML, on a host of its own.

https://developer.worldpay.com/assets/pdf/us-ecom-pdf/Worldpay_eComm_Chargeback_API_Reference_Guide_APIV2.2_V3.6.pdf and
the schemas in https://github.com/Vantiv/cnp-chargeback-sdk-python. A case's queue says whose turn it is, its cycle how
far it has gone. Documents may be handed in while it is the merchant's; the network sees them with the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import wire
from tollbridge.connectors.worldpayvantiv.account import SERVICES, Ctx, beside
from tollbridge.domain.disputes import (
    AcceptDispute,
    DefendDispute,
    Dispute,
    DisputeSync,
    EvidenceDocument,
    SubmitEvidence,
)
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.statuses import DisputeStage as Stage, DisputeStatus as Status
from tollbridge.kit.xml import post_xml, read_xml

V = TypeVar("V")
TYPE = "application/com.vantivcnp.services-v2+xml"
STAGES = {  # cycles; which of them are written in capitals differs by schema and answer
    "RETRIEVAL_REQUEST": Stage.PRE_DISPUTE, "FIRST_CHARGEBACK": Stage.ACTIVE_DISPUTE,
    "REPRESENTMENT": Stage.ACTIVE_DISPUTE, "CHARGEBACK_REVERSAL": Stage.ACTIVE_DISPUTE,
    "Rapid Dispute Resolution": Stage.ACTIVE_DISPUTE,
    "PRE_ARB_CHARGEBACK": Stage.PRE_ARBITRATION, "ISSUER_ARB_CHARGEBACK": Stage.PRE_ARBITRATION,
    "ARBITRATION_CHARGEBACK": Stage.PRE_ARBITRATION, "Pre-Arbitration": Stage.PRE_ARBITRATION,
    "VISA Pre-Arbitration/Arbitration": Stage.PRE_ARBITRATION, "Issuer Declined Pre-Arbitration": Stage.PRE_ARBITRATION,
    "Issuer Accepted Pre-Arbitration": Stage.PRE_ARBITRATION, "Arbitration Won": Stage.PRE_ARBITRATION,
    "Arbitration Lost": Stage.PRE_ARBITRATION}
ENDS = {  # cycles that say how it ended, in whatever queue
    "CHARGEBACK_REVERSAL": Status.DISPUTE_CANCELLED, "Issuer Accepted Pre-Arbitration": Status.DISPUTE_WON,
    "Arbitration Won": Status.DISPUTE_WON, "Arbitration Lost": Status.DISPUTE_LOST}
QUEUES = {  # Network Assumed: what the merchant has answered is with the network; the issuer may still come back
    "New": Status.DISPUTE_OPENED, "Merchant": Status.DISPUTE_OPENED, "Merchant Automated": Status.DISPUTE_OPENED,
    "Merchant Assumed": Status.DISPUTE_ACCEPTED, "Merchant Auto Assumed": Status.DISPUTE_ACCEPTED,
    "Network Assumed": Status.DISPUTE_CHALLENGED, "Merchant Arbitrate": Status.DISPUTE_CHALLENGED,
    "Pre-arbitrate": Status.DISPUTE_CHALLENGED, "Arbitrate": Status.DISPUTE_CHALLENGED,
    "Decision Pending": Status.DISPUTE_CHALLENGED}
ANSWERS = ("MERCHANT_REPRESENT", "MERCHANT_RESPOND", "MERCHANT_REQUESTS_ARBITRATION")
SUFFIXES = {"image/jpeg": "jpg", "image/gif": "gif", "image/png": "png", "image/tiff": "tiff", "application/pdf": "pdf"}
TAKEN, THERE_ALREADY, LONGEST_NOTE = "000", "005", 4000


def found(table: Mapping[str, V], word: str) -> V | None:
    """Whatever its capitals, spaces, hyphens and underscores."""
    letters = [letter for letter in word.casefold() if letter.isalpha()]
    return next((value for known, value in table.items()
                 if [letter for letter in known.casefold() if letter.isalpha()] == letters), None)


def address(action: str, case: str | None, ctx: Ctx) -> str:
    kit.require({"dispute_id": case})
    if not (case or "").isdigit():
        raise InvalidField("dispute_id", "no number of a case")
    return f"{beside(SERVICES, ctx)}/services/chargebacks/{action}{case}"


def build_sync(req: DisputeSync, ctx: Ctx) -> kit.HttpRequest:
    request = kit.get(address("", req.connector_dispute_id or req.dispute_id, ctx))
    return wire.with_login(request.with_headers({"content-type": TYPE, "accept": TYPE}), ctx)


def update(req: Any, activity: str, ctx: Ctx, note: str | None = None) -> kit.HttpRequest:
    request = post_xml(address("", req.dispute_id, ctx), {"chargebackUpdateRequest": {
        "@xmlns": "http://www.vantivcnp.com/chargebacks", "activityType": activity, "note": note}}, TYPE)
    return wire.with_login(replace(request, method="PUT").with_headers({"accept": TYPE}), ctx)


def build_accept(req: AcceptDispute, ctx: Ctx) -> kit.HttpRequest:
    return update(req, "MERCHANT_ACCEPTS_LIABILITY", ctx)


def build_defend(req: DefendDispute, ctx: Ctx) -> kit.HttpRequest:
    """`reason_code` may say how: to represent it, to respond to a request for information, to ask for arbitration."""
    if req.reason_code and req.reason_code not in ANSWERS:
        raise InvalidField("reason_code", f"one of {', '.join(ANSWERS)}")
    return update(req, req.reason_code or ANSWERS[0], ctx)


def parse_sync(res: kit.HttpResponse, req: object, ctx: Ctx) -> Dispute:
    cases = read_xml(res, wire.Disputes).chargeback_case
    if len(cases) != 1:
        raise OutcomeUnknown(f"{len(cases)} cases")
    its = cases[0]
    return Dispute(
        connector_dispute_id=its.case_id, connector_transaction_id=its.vantiv_cnp_txn_id,
        dispute_status=found(ENDS, its.cycle) or found(QUEUES, its.current_queue),
        dispute_stage=found(STAGES, its.cycle), connector_status_code=its.current_queue or its.cycle or None,
        dispute_amount=money(its), dispute_reason=its.reason_code, dispute_message=its.reason_code_description,
        dispute_date=midnight(its.date_received_by_vantiv_cnp), due_date=midnight(its.reply_by_day))


def money(its: wire.Dispute) -> Money | None:
    currency = Currency.__members__.get(its.chargeback_currency_type or "")
    return Money(its.chargeback_amount, currency) if its.chargeback_amount is not None and currency else None


def midnight(day: str | None) -> int | None:
    """Of a day to answer by its beginning is told, which is late enough for nobody."""
    try:
        return int(datetime.strptime((day or "")[:10], "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def parse_accepted(res: kit.HttpResponse, req: AcceptDispute, ctx: Ctx) -> Dispute:
    return done(res, req, Status.DISPUTE_ACCEPTED)


def parse_defended(res: kit.HttpResponse, req: DefendDispute, ctx: Ctx) -> Dispute:
    return done(res, req, Status.DISPUTE_CHALLENGED)


def done(res: kit.HttpResponse, req: Any, status: Status, files: tuple[str, ...] = ()) -> Dispute:
    read_xml(res, wire.Updated)
    return Dispute(dispute_status=status, connector_dispute_id=req.dispute_id,
                   connector_transaction_id=req.connector_transaction_id or None, submitted_evidence_ids=files)


def submit(req: SubmitEvidence, ctx: Ctx) -> kit.Exchanges[Dispute]:
    """Files by an upload each, texts as notes to the case. A file is named by what is in it: it is handed in once."""
    check_evidence(req, ctx)
    files: list[str] = []
    for document in req.evidence_documents:
        if document.file_content is not None:
            name = file_name(document)
            url = address("upload/", req.dispute_id, ctx) + "/" + name
            answer = yield wire.with_login(kit.HttpRequest(
                "POST", url, {"content-type": document.file_mime_type or ""}, document.file_content), ctx)
            told = read_xml(answer, wire.Uploaded)
            if told.response_code not in (TAKEN, THERE_ALREADY):
                return Failure(code=f"document_{told.response_code}", message=told.response_message,
                               reason=f"of {len(req.evidence_documents)} documents {len(files)} files were handed in")
            files.append(name)
        if document.text_content:
            answer = yield update(req, "ADD_NOTE", ctx, document.text_content)
            read_xml(answer, wire.Updated)
    return Dispute(dispute_status=Status.DISPUTE_OPENED, connector_dispute_id=req.dispute_id,
                   connector_transaction_id=req.connector_transaction_id, submitted_evidence_ids=tuple(files))


def file_name(document: EvidenceDocument) -> str:
    digest = hashlib.sha256(document.file_content or b"").hexdigest()[:20]
    return f"{digest}.{SUFFIXES[document.file_mime_type or '']}"


def check_evidence(req: SubmitEvidence, ctx: Ctx) -> None:
    kit.require({"dispute_id": req.dispute_id, "evidence_documents": req.evidence_documents})
    for index, its in enumerate(req.evidence_documents):
        path = f"evidence_documents[{index}]"
        kit.require({f"{path}.file_content": its.file_content or its.text_content})
        if its.file_content is not None and its.file_mime_type not in SUFFIXES:
            raise InvalidField(f"{path}.file_mime_type", f"one of {', '.join(SUFFIXES)}")
        if len(its.text_content or "") > LONGEST_NOTE:
            raise InvalidField(f"{path}.text_content", f"longer than {LONGEST_NOTE} characters")
