"""Refunds: ask for one, look it up, call it off."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.statuses import RawConnectorStatus, RefundStatus as Status
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.errors import failure
from tollbridge.families.cybersource.face import Face, amount, merchant_defined

ANSWERED = "201"
"""On no page, but met: https://github.com/juspay/hyperswitch-prism, connectors/bankofamerica/transformers.rs. It says
no more than that there is an answer; a no has its reason.
"""
STATUS = kit.refund_statuses(
    PENDING=Status.REFUND_PENDING,  # it waits for its batch
    TRANSMITTED=Status.REFUND_SUCCESS,
    COMPLETED=Status.REFUND_SUCCESS,
    DECLINED=Status.REFUND_FAILURE,
    REJECTED=Status.REFUND_FAILURE,
    FAILED=Status.REFUND_FAILURE,
    INVALID_REQUEST=Status.REFUND_FAILURE,
    VOIDED=Status.REFUND_FAILURE,  # called off before its batch
    CANCELLED=Status.REFUND_FAILURE,
    REVERSED=Status.REFUND_FAILURE,
    **{ANSWERED: Status.REFUND_PENDING},
)
VOIDS = kit.refund_statuses(VOIDED=Status.REFUND_FAILURE)  # nothing goes back


def build_refund(face: Face, req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """One address for captures and sales, unlike their voids: its id is "the transaction ID returned in the capture or
    sale response", https://developer.cybersource.com/docs/cybs/en-us/payments/developer/uatp/rest/payments/payments-processing-basic-intro/payments-processing-basic-refund-intro.html
    """
    where = kit.path("/pts/v2/payments/{connector_transaction_id}/refunds", req,
                     {"merchant_refund_id": req.merchant_refund_id})
    return kit.post_json(where, {
        "clientReferenceInformation": {"code": req.merchant_refund_id},
        "orderInformation": {"amountDetails": amount(req.refund_amount)},
        "merchantDefinedInformation": merchant_defined(face, req.refund_metadata)})


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    key = "connector_refund_id" if req.connector_refund_id else "refund_id"
    return kit.get(kit.path(f"/tss/v2/transactions/{{{key}}}", req))


def build_void(req: VoidRefund, ctx: Ctx) -> kit.HttpRequest:
    """Before its batch is sent."""
    where = kit.path("/pts/v2/refunds/{connector_refund_id}/voids", req, {"merchant_refund_id": req.merchant_refund_id})
    return kit.post_json(where, {"clientReferenceInformation": {"code": req.merchant_refund_id}})


def parse_void(res: kit.HttpResponse, req: VoidRefund, ctx: Ctx) -> Refund:
    """The answer's id is that of the void."""
    word = kit.read_json(res, wire.Transaction).word
    return Refund(status=VOIDS[word], connector_refund_id=req.connector_refund_id,
                  raw_connector_status=RawConnectorStatus(code=word))


def parse_refund(res: kit.HttpResponse, req: RefundRequest | RefundSync, ctx: Ctx) -> Refund:
    body = kit.read_json(res, wire.Transaction)
    status = STATUS[body.word] if body.word else Status.REFUND_PENDING  # one that is not in the search yet
    given, why = body.refund_amount_details, body.error_information
    if body.word == ANSWERED and why is not None and why.reason == "PROCESSOR_DECLINED":
        status = Status.REFUND_FAILURE
    return Refund(
        status=status, connector_refund_id=body.id, raw_connector_status=RawConnectorStatus(code=body.word),
        error=failure(body) if status is Status.REFUND_FAILURE else None,
        refund_amount=given.money(given.refund_amount) if given else None)
