"""Refunds: POST /pg/v1/refund, and the same status question as for payments, by the refund's own id.

https://developer.phonepe.com/v1/reference/refund-8: `originalTransactionId` is "the actual merchantTransactionId used
in the Pay API call". A refund is pending at first.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.phonepe import wire
from tollbridge.connectors.phonepe.account import Ctx, of_payment, own_id, paise, post, rupees, status
from tollbridge.connectors.phonepe.verdicts import IN_USE, LATE, OPEN, failure, no, require_ours, said, standing, unsure
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import RefundStatus as Status

STATE = kit.refund_statuses(
    COMPLETED=Status.REFUND_SUCCESS, PENDING=Status.REFUND_PENDING, FAILED=Status.REFUND_FAILURE)
MAY_COME = OPEN | {LATE}  # "Refund might get initiated": never a no


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    kit.require({
        "connector_transaction_id": req.connector_transaction_id, "merchant_refund_id": req.merchant_refund_id})
    return post("/pg/v1/refund", ctx, {
        "originalTransactionId": of_payment(req.connector_transaction_id, "refund"),
        "merchantTransactionId": own_id(req.merchant_refund_id, "merchant_refund_id"),
        "amount": paise(req.refund_amount, "refund_amount"),
        "callbackUrl": req.webhook_url or None,
    })


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    return status(ctx, req.connector_refund_id or req.refund_id, "connector_refund_id")


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund | Failure:
    """An answer names no currency: the amount is of the one that was asked for, which can only be INR."""
    answer = kit.read_json(res, wire.Answer)
    require_ours(answer, req.merchant_refund_id)
    if answer.code in IN_USE or (answer.code == LATE and not answer.about.state):
        raise unsure(answer)
    return refund(answer, req.refund_amount.currency) if answer.about.state else no(answer)


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund | Failure:
    """A payment is asked for in the same way: one that was made is no refund that is done."""
    answer = kit.read_json(res, wire.Answer)
    require_ours(answer, req.connector_refund_id, req.refund_id, req.merchant_refund_id)
    if answer.about.state and not answer.about.original_transaction_id:
        raise OutcomeUnknown("the answer is about a payment")
    return refund(answer) if answer.about.state else no(answer)


def refund(answer: wire.Answer, currency: Currency = Currency.INR) -> Refund:
    about = answer.about
    its = standing(answer, STATE, Status.REFUND_SUCCESS, Status.REFUND_FAILURE, Status.REFUND_PENDING, MAY_COME)
    done = its is Status.REFUND_SUCCESS
    refused = its is Status.REFUND_FAILURE or (
        answer.success is False and answer.code != "PAYMENT_PENDING" and not done)
    utr = about.payment_instrument.utr if about.payment_instrument else None
    return Refund(
        status=its, raw_connector_status=said(answer), connector_refund_id=about.merchant_transaction_id,
        merchant_refund_id=about.merchant_transaction_id, connector_transaction_id=about.original_transaction_id,
        refund_amount=rupees(about.amount, currency), acquirer_reference_number=Secret(utr) if utr else None,
        error=failure(answer) if refused else None)
