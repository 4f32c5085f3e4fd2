"""Refunds: of a settled transaction, each a transaction of its own."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.braintree.account import Ctx, ask, call, own_account, stated
from tollbridge.connectors.braintree.errors import found, not_found, refusal, why_not
from tollbridge.connectors.braintree.wire import Answer, Paid
from tollbridge.domain.errors import Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import RawConnectorStatus, RefundStatus as Status

STATUS = kit.refund_statuses(
    SUBMITTED_FOR_SETTLEMENT=Status.REFUND_SUCCESS,
    SETTLING=Status.REFUND_SUCCESS,
    SETTLED=Status.REFUND_SUCCESS,
    SETTLEMENT_CONFIRMED=Status.REFUND_SUCCESS,
    SETTLEMENT_PENDING=Status.REFUND_PENDING,
    AUTHORIZED=Status.REFUND_PENDING,
    AUTHORIZING=Status.REFUND_PENDING,
    AUTHORIZATION_EXPIRED=Status.REFUND_FAILURE,
    SETTLEMENT_DECLINED=Status.REFUND_FAILURE,
    PROCESSOR_DECLINED=Status.REFUND_FAILURE,
    GATEWAY_REJECTED=Status.REFUND_FAILURE,
    FAILED=Status.REFUND_FAILURE,
    VOIDED=Status.REFUND_FAILURE,  # called off
)


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """Through a merchant account of the request's own, of which no currency is stated, or through the account's."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    account = own_account(req.connector_feature_data, ctx).merchant_account_id
    its = Secret(req.merchant_account_id) if req.merchant_account_id else account
    amount = req.refund_amount.major() if its != account else stated(
        req.connector_feature_data, req.refund_amount, ctx, "refund_amount")
    return call("refundTransaction", {"transactionId": req.connector_transaction_id, "refund": {
        "amount": amount, "orderId": req.merchant_refund_id or None, "merchantAccountId": its}})


def build_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_refund_id or req.refund_id
    kit.require({"connector_refund_id": its})
    return ask("refunds", {"input": {"id": {"is": its}}})


def build_void(req: VoidRefund, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_refund_id": req.connector_refund_id})
    return call("reverseRefund", {"refundId": req.connector_refund_id})


def parse_refund(res: kit.HttpResponse, req: object, ctx: Ctx) -> Refund | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    return refund(answer.its.refund) if answer.its.refund else refusal(answer, res)


def parse_sync(res: kit.HttpResponse, req: object, ctx: Ctx) -> Refund | Rejected:
    its = found(res)
    if isinstance(its, Rejected):
        return its
    return refund(its[0]) if its else not_found("refund")


def refund(its: Paid) -> Refund:
    status, called_off = STATUS[its.status], its.status == "VOIDED"
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status), connector_refund_id=its.id,
        connector_transaction_id=its.refunded_transaction.id if its.refunded_transaction else None,
        merchant_refund_id=its.order_id, refund_amount=its.amount.money if its.amount else None,
        error=why_not(its.event(), its.status, None) if status is Status.REFUND_FAILURE and not called_off else None)
