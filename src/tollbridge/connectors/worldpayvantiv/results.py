"""What comes back of sales, authorizations and the rest; and what the status service and a query tell."""

from __future__ import annotations

from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import wire
from tollbridge.connectors.worldpayvantiv.account import Ctx
from tollbridge.connectors.worldpayvantiv.declines import DECLINES
from tollbridge.connectors.worldpayvantiv.methods import is_token
from tollbridge.connectors.worldpayvantiv.payments import (
    Kept,
    Reservation,
    Setup,
    is_ours,
    keeps,
    means_of,
)
from tollbridge.connectors.worldpayvantiv.wire import online
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import Capture, Sync, TokenAuthorize
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, TokenSetupMandate
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, IncrementedAuthorization, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import (
    AuthorizationStatus as Raised,
    PaymentStatus as Status,
    RawConnectorStatus,
    RefundStatus,
)
from tollbridge.domain.stored_methods import Token

CODES = kit.payment_statuses(**{  # of a sale; every other code is in DECLINES, or is none that the guide has
    "000": Status.CHARGED, "010": Status.PARTIAL_CHARGED, "011": Status.CHARGED, "013": Status.CHARGED,
    "141": Status.CHARGED, "142": Status.CHARGED, "001": Status.PENDING, "372": Status.PENDING})
S = Status
BECOMES: dict[str, dict[Status, Status]] = {  # by the transaction; what is not here decides nothing
    "sale": {word: word for word in (S.CHARGED, S.PARTIAL_CHARGED, S.PENDING, S.FAILURE)},
    "authorization": {S.CHARGED: S.AUTHORIZED, S.PARTIAL_CHARGED: S.PARTIALLY_AUTHORIZED, S.PENDING: S.AUTHORIZING,
                      S.FAILURE: S.AUTHORIZATION_FAILED},
    "capture": {S.CHARGED: S.CHARGED, S.PENDING: S.CAPTURE_INITIATED, S.FAILURE: S.CAPTURE_FAILED},
    "authReversal": {S.CHARGED: S.VOIDED, S.PENDING: S.VOID_INITIATED, S.FAILURE: S.VOID_FAILED},
    "void": {S.CHARGED: S.VOIDED_POST_CAPTURE, S.PENDING: S.VOID_INITIATED, S.FAILURE: S.VOID_FAILED}}
BECOMES["debit"] = BECOMES["sale"]
REFUNDED = {Status.CHARGED: RefundStatus.REFUND_SUCCESS, Status.PENDING: RefundStatus.REFUND_PENDING,
            Status.FAILURE: RefundStatus.REFUND_FAILURE}
RAISED = {Status.AUTHORIZED: Raised.AUTHORIZATION_SUCCESS, Status.AUTHORIZING: Raised.AUTHORIZATION_PROCESSING,
          Status.AUTHORIZATION_FAILED: Raised.AUTHORIZATION_FAILURE}
SYNCED = kit.payment_statuses(
    PROCESSED_SUCCESSFULLY=Status.CHARGED, TRANSACTION_DECLINED=Status.FAILURE, NOT_YET_PROCESSED=Status.PENDING,
    STATUS_UNAVAILABLE=Status.UNRESOLVED, PAYMENT_STATUS_NOT_FOUND=Status.UNRESOLVED)
ELEMENTS = {  # by the first word of the id that it was sent with; the longer ones are another connector's
    "sal": "sale", "chk": "debit", "aut": "authorization", "cap": "capture", "rev": "authReversal", "und": "void",
    "sale": "sale", "auth": "authorization", "capture": "capture", "void": "authReversal", "voidPC": "void"}
DUPLICATE, FOUND, NOT_FOUND, NOT_YET = "251", "150", "151", "152"
REGISTERED = ("000", "801", "802")
NETWORKS_CODE = "39"  # the number of the field in which ISO 8583 has the response code


def standing(element: str, its: wire.Transaction) -> Status:
    if its.response == DUPLICATE:  # declined because an earlier one was carried out, and may have been approved
        raise OutcomeUnknown(f"{DUPLICATE}: {its.message}", reference=its.cnp_txn_id, key_taken=True)
    status = Status.FAILURE if its.response in DECLINES else CODES[its.response]
    if status is Status.FAILURE and its.recycling_response and its.recycling_response.recycle_engine_active:
        status = Status.PENDING  # Worldpay tries again on its own
    return BECOMES[element].get(status, Status.UNRESOLVED)


def worded(its: wire.Transaction | wire.Query) -> RawConnectorStatus:
    """An approval's code says all. Words are looked through for secrets before they are shown, which costs more than
    to read the answer."""
    return RawConnectorStatus(code=its.response, message=None if its.response == "000" else its.message)


def failure(its: wire.Transaction) -> Failure:
    enhanced = its.enhanced_auth_response
    fields = enhanced.network_response.network_field if enhanced and enhanced.network_response else []
    return Failure(code=its.response, message=its.message, connector_transaction_id=its.cnp_txn_id,
                   decline_code=next((field.value for field in fields if field.number == NETWORKS_CODE), None))


def payment(element: str, its: wire.Transaction, asked: Money | None = None, mandate: Any = None) -> Payment:
    """The amounts are those that the answer states: the approved one, where that is not all."""
    status = standing(element, its)
    approved = Money(its.approved_amount, asked.currency) if its.approved_amount is not None and asked else None
    took, kept = (S.CHARGED, S.PARTIAL_CHARGED), status in (S.AUTHORIZED, S.PARTIALLY_AUTHORIZED)
    amount, debit = approved or asked, element == "debit" and status is not S.FAILURE
    return Payment(
        status=status, raw_connector_status=worded(its),
        connector_transaction_id=its.cnp_txn_id,
        error=failure(its) if its.response in DECLINES else None,
        authorized_money=approved if kept else None, captured_amount=approved if status in took else None,
        network_transaction_id=its.network_transaction_id, mandate_reference=mandate,
        connector_feature_data=(
            kit.carry(Reservation(amount.minor_amount, debit)) if amount and (kept or debit) else None),
        connector_response=checks(its))


def checks(its: wire.Transaction) -> ConnectorResponseData | None:
    if its.fraud_result is None and its.auth_code is None:
        return None
    found = msgspec.json.encode(its.fraud_result) if its.fraud_result else None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=found, auth_code=its.auth_code))


def only(its: wire.Transaction | None) -> wire.Transaction:
    if its is None:
        raise OutcomeUnknown("an answer to another transaction")
    return its


def parse_payment(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Payment:
    body = online(res)
    element = "authorization" if body.authorizationResponse else "sale" if body.saleResponse else "debit"
    its = only(body.authorizationResponse or body.saleResponse or body.echeckSalesResponse)
    return payment(element, its, req.amount, mandate_of(its, req))


def mandate_of(its: wire.Transaction, req: Any) -> ConnectorMandate | NetworkMandate | None:
    """The token of the card, for an account that has tokens; else the network's id, to be charged with the card."""
    number, network = its.token_response.cnp_token if its.token_response else None, its.network_transaction_id
    if its.account_updater and isinstance(req, ChargeMandate):
        return renewed(its.account_updater.new_card_token_info, req.connector_recurring_payment_id, network)
    if its.response in DECLINES or isinstance(req, ChargeMandate) or not keeps(req):
        return None
    if number is None and isinstance(req, TokenAuthorize | TokenSetupMandate) and is_token(req.connector_token):
        number = req.connector_token.reveal()
    if number is None:
        return NetworkMandate(network_transaction_id=network) if network else None
    date = means_of(req).expiry
    kept = Kept(date.reveal() if date else None, network)
    return ConnectorMandate(connector_mandate_id=number, mandate_metadata=kit.carry(kept))


def renewed(its: wire.CardTokenInfo | None, charged: object, network: str | None) -> ConnectorMandate | None:
    """The shopper has a new card: what to charge from now on, told of a payment that was declined too.

    https://support.worldpay.com/support/CNP-API/content/accountupdater.htm
    """
    if its is None or not isinstance(charged, ConnectorMandate):
        return None
    before = kit.if_carried(charged.mandate_metadata, Kept) or Kept()
    kept = Kept(its.exp_date, network or before.network_transaction_id)
    return ConnectorMandate(connector_mandate_id=its.cnp_token, mandate_metadata=kit.carry(kept))


def parse_setup(res: kit.HttpResponse, req: Setup, ctx: Ctx) -> MandateSetup:
    its = parse_payment(res, req, ctx)
    return MandateSetup(
        status=its.status, raw_connector_status=its.raw_connector_status, error=its.error,
        connector_recurring_payment_id=its.connector_transaction_id, mandate_reference=its.mandate_reference,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response)


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment:
    """Its id is the one to refund. That it took a part is known by what the answer before carries along: that of the
    authorization, or of the capture before this one. Of one of several of which nothing is known, there is more.
    """
    its = payment("capture", only(online(res).captureResponse))
    if its.status is not Status.CHARGED:
        return its
    before, several = kit.if_carried(req.connector_feature_data, Reservation), req.multiple_capture_data is not None
    left = before.amount - req.amount_to_capture.minor_amount if before else 1 if several else 0
    if left <= 0:
        return its
    if not several:
        return msgspec.structs.replace(its, status=Status.PARTIAL_CHARGED)
    return msgspec.structs.replace(
        its, status=Status.PARTIAL_CHARGED_AND_CHARGEABLE,
        connector_feature_data=kit.carry(Reservation(left)) if before else None)


def parse_void(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment("authReversal", only(online(res).authReversalResponse))


def parse_reverse(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    body = online(res)
    return payment("void", only(body.voidResponse or body.echeckVoidResponse))


def parse_increment(res: kit.HttpResponse, req: object, ctx: Ctx) -> IncrementedAuthorization:
    its = only(online(res).authorizationResponse)
    return IncrementedAuthorization(
        status=RAISED.get(standing("authorization", its), Raised.AUTHORIZATION_UNRESOLVED),
        connector_authorization_id=its.cnp_txn_id, error=failure(its) if its.response in DECLINES else None)


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund:
    body = online(res)
    its = only(body.creditResponse or body.echeckCreditResponse)
    status = standing("sale", its)
    return Refund(
        status=REFUNDED.get(status, RefundStatus.REFUND_MANUAL_REVIEW), connector_refund_id=its.cnp_txn_id,
        raw_connector_status=worded(its),
        connector_transaction_id=req.connector_transaction_id, error=failure(its) if its.response in DECLINES else None)


def parse_void_refund(res: kit.HttpResponse, req: VoidRefund, ctx: Ctx) -> Refund:
    """A refund that is called off has failed, with no error. Where that is refused it goes on: a person looks."""
    body = online(res)
    its = only(body.voidResponse or body.echeckVoidResponse)
    status = {S.VOIDED_POST_CAPTURE: RefundStatus.REFUND_FAILURE, S.VOID_INITIATED: RefundStatus.REFUND_PENDING}.get(
        standing("void", its), RefundStatus.REFUND_MANUAL_REVIEW)
    return Refund(status=status, connector_refund_id=req.connector_refund_id, raw_connector_status=worded(its),
                  error=failure(its) if its.response in DECLINES else None)


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token | Failure:
    its = only(online(res).registerTokenResponse)
    if its.response in REGISTERED and its.cnp_token:
        return Token(payment_method_token=Secret(its.cnp_token), connector_payment_method_id=its.cnp_token)
    if its.response in DECLINES:
        return failure(its)
    raise OutcomeUnknown(f"{its.response}: {its.message}")


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    if is_ours(req.connector_transaction_id):
        return parse_query(res, req)
    its = kit.read_json(res, wire.StatusBody)
    detail = its.payment_detail or wire.PaymentDetail()
    raw = RawConnectorStatus(code=its.payment_status)
    if detail.response_reason_code == DUPLICATE:  # declined in favour of another: that one tells
        earlier = detail.dupe_txn_id or its.payment_id
        return Payment(status=Status.UNRESOLVED, raw_connector_status=raw,
                       connector_transaction_id=str(earlier) if earlier else None)
    element = ELEMENTS.get((detail.merchant_txn_id or "").partition("_")[0])
    word = SYNCED[its.payment_status]
    status = BECOMES[element].get(word, word) if element else word if word in (S.FAILURE, S.PENDING) else S.UNRESOLVED
    currency, amount = Currency(ctx.account.merchant_config_currency or "USD"), None
    if detail.amount is not None:
        amount = Money.from_major(str(detail.amount), currency)
    return Payment(
        status=status, raw_connector_status=raw, amount=amount,
        connector_transaction_id=str(its.payment_id) if its.payment_id is not None else None,
        captured_amount=amount if status is Status.CHARGED else None,
        error=told(its, detail) if word is S.FAILURE else None)


def told(its: wire.StatusBody, detail: wire.PaymentDetail) -> Failure:
    return Failure(code=detail.response_reason_code or its.payment_status, message=detail.response_reason_message or "")


def parse_query(res: kit.HttpResponse, req: Sync) -> Payment | Any:
    """What became of a payment whose answer never came. Of several with the id, one that was approved counts."""
    its = found_by_query(res)
    raw, results = worded(its), its.results_max10 or wire.Results()
    found = [("authorization", each) for each in results.authorization_response]
    found += [("sale", each) for each in results.sale_response]
    found += [("debit", each) for each in results.echeck_sales_response]
    if its.response != FOUND or not found:
        status = Status.PENDING if its.response == NOT_YET else Status.UNRESOLVED
        return Payment(status=status, raw_connector_status=raw, connector_transaction_id=req.connector_transaction_id)
    element, best = next((pair for pair in found if pair[1].response not in DECLINES), found[0])
    return payment(element, best, req.amount)


def found_by_query(res: kit.HttpResponse) -> wire.Query:
    body = online(res)
    its = body.queryTransactionResponse or body.queryTransactionUnavailableResponse
    if its is None:
        raise OutcomeUnknown("an answer to another transaction")
    if its.response == NOT_FOUND:
        raise Rejected(its.response, its.message, res.status)
    return its


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund:
    its = kit.read_json(res, wire.StatusBody)
    word, detail = SYNCED[its.payment_status], its.payment_detail or wire.PaymentDetail()
    return Refund(
        status=REFUNDED.get(word, RefundStatus.REFUND_MANUAL_REVIEW),
        connector_refund_id=str(its.payment_id) if its.payment_id is not None else None,
        raw_connector_status=RawConnectorStatus(code=its.payment_status),
        error=told(its, detail) if word is Status.FAILURE else None)
