"""Transactions: authorize, capture, void, reverse, refund, and the state of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.authorizedotnet import wire
from tollbridge.connectors.authorizedotnet.methods import (
    STORED,
    accepted,
    in_name_of,
    method_fields,
    profile_fields,
    proxied,
    recharge_fields,
)
from tollbridge.connectors.authorizedotnet.request import (
    Body,
    Ctx,
    authentication,
    bill_to,
    call,
    customer,
    major,
    order,
    shopper_ip,
    user_fields,
)
from tollbridge.connectors.authorizedotnet.results import (
    APPROVED,
    CAPTURE_STATUS,
    DECLINED,
    ERROR,
    NO_ID,
    REFUND_STATUS,
    REVERSE_STATUS,
    STATUS,
    VOID_STATUS,
    checks,
    failure,
    known,
    payment,
    read_transaction,
    refusal,
)
from tollbridge.domain.errors import MissingField, Rejected, Unsupported
from tollbridge.domain.extensions import ApprovePayment, RejectPayment
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import ConnectorMandate, MitCategory, charged_by
from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.methods.wallets import PaypalRedirect
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import (
    Authorize,
    Capture,
    CaptureMethod,
    ProxyAuthorize,
    Reverse,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.recurring import ChargeMandate
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus, RefundStatus
from tollbridge.domain.three_ds import RedirectionResponse

STATE = kit.payment_statuses(  # https://support.authorize.net/knowledgebase/Knowledgearticle/?code=000001360
    authorizedPendingCapture=Status.AUTHORIZED,
    authorizedPendingRelease=Status.PARTIALLY_AUTHORIZED,  # part of an order that several cards pay
    capturedPendingSettlement=Status.CHARGED,
    settledSuccessfully=Status.CHARGED,
    pendingFinalSettlement=Status.CHARGED,  # captured, abroad: final after some five days
    pendingSettlement=Status.PENDING,
    updatingSettlement=Status.PENDING,
    approvedReview=Status.PENDING,  # an eCheck, waiting to be processed
    underReview=Status.PENDING,  # an eCheck, before a person's eyes
    FDSPendingReview=Status.UNRESOLVED,  # held by the fraud filters: the merchant approves or declines
    FDSAuthorizedPendingReview=Status.UNRESOLVED,
    settlementError=Status.UNRESOLVED,  # of a whole batch, which the merchant may recover
    declined=Status.FAILURE,
    communicationError=Status.FAILURE,  # refused by the processor, for good
    generalError=Status.FAILURE,
    failedReview=Status.FAILURE,
    expired=Status.EXPIRED,
    voided=Status.VOIDED,
    couldNotVoid=Status.VOID_FAILED,
    # of transactions beside the payment: a refund, a returned eCheck, a dispute
    refundSettledSuccessfully=Status.UNRESOLVED,
    refundPendingSettlement=Status.UNRESOLVED,
    returnedItem=Status.UNRESOLVED,
    chargeback=Status.UNRESOLVED,
    chargebackReversal=Status.UNRESOLVED,
)
VOIDED_REFUND = kit.refund_statuses(**{APPROVED: RefundStatus.REFUND_FAILURE})  # it was called off
REFUND_STATE = kit.refund_statuses(
    refundSettledSuccessfully=RefundStatus.REFUND_SUCCESS,
    refundPendingSettlement=RefundStatus.REFUND_PENDING,
    approvedReview=RefundStatus.REFUND_PENDING,
    underReview=RefundStatus.REFUND_PENDING,
    voided=RefundStatus.REFUND_FAILURE,  # called off before it went out
    declined=RefundStatus.REFUND_FAILURE,
    generalError=RefundStatus.REFUND_FAILURE,
    communicationError=RefundStatus.REFUND_FAILURE,
    failedReview=RefundStatus.REFUND_FAILURE,
)


NOTED = {"setting": {"settingName": "duplicateWindow", "settingValue": "120"}}
"""Authorize.Net's own two minutes; where they are asked for, a duplicate's answer tells the id of the first one:
http://developer.authorize.net/guides/SIM/Transaction_Response/Response_for_Duplicate_Transactions.htm
"""


def kind(capture: CaptureMethod | None) -> str:
    return "authOnlyTransaction" if capture is CaptureMethod.MANUAL else "authCaptureTransaction"


def transaction(ctx: Ctx, ref_id: str | None, capture: CaptureMethod | None, amount: Money, *, payment: Any = None,
                profile: Body | None = None, **rest: Any) -> kit.HttpRequest:
    """One that reserves or takes money: the members' order is the schema's."""
    return call("createTransactionRequest", ctx, ref_id, transactionRequest={
        "transactionType": kind(capture), "amount": major(amount), "currencyCode": amount.currency,
        "payment": payment, "profile": profile, **rest})


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    if isinstance(req.payment_method, PaypalRedirect):
        return by_paypal(req, ctx)
    method = method_fields(in_name_of(req.payment_method, req.address.billing_address))
    options: Body | None = None
    if isinstance(req.payment_method, StoredMethod):
        options = {"isStoredCredentials": True}
    elif kept := new_profile(req):
        method = {**method, **kept}
        options = {"isFirstSubsequentAuth": True} if isinstance(req.payment_method, Card) else None
    return authorized(req, ctx, method, authentication(req.authentication_data), options)


def by_paypal(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    """In two calls: the first has the payer sent to PayPal, who comes back with a PayerID; the second, which names the
    first one's transaction, takes or reserves the money. No address is sent: PayPal declines what it does not know.
    An order's id alone, which may be another's, is no return.
    """
    if req.redirection_response is not None:
        payer, first = payer_id(req.redirection_response), req.connector_order_id
        kit.require({"redirection_response.params": payer, "connector_order_id": first})
        return call("createTransactionRequest", ctx, req.merchant_transaction_id, transactionRequest={
            "transactionType": kind(req.capture_method).replace("Transaction", "ContinueTransaction"),
            "amount": major(req.amount), "currencyCode": req.amount.currency,
            "payment": {"payPal": {"payerID": payer}}, "refTransId": first})
    back = req.complete_authorize_url or req.return_url
    kit.require({"return_url": back})
    return transaction(
        ctx, req.merchant_transaction_id, req.capture_method, req.amount,
        payment={"payPal": {"successUrl": back, "cancelUrl": back}},
        order=order(req.merchant_order_id, req.merchant_transaction_id, req.description),
        customer=customer(req.customer), customerIP=shopper_ip(req.browser_info), transactionSettings=NOTED,
        userFields=user_fields(req.metadata))


def payer_id(back: RedirectionResponse) -> str | None:
    """In the address to which PayPal sent the payer back."""
    return back.payload.get("PayerID") or dict(parse_qsl((back.params or "").lstrip("?"))).get("PayerID")


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    """With what Accept.js gave, or with a method that is stored: what Tokenize gives."""
    if STORED.fullmatch(req.connector_token.reveal()):
        return authorized(req, ctx, profile_fields(req.connector_token.reveal(), "connector_token"),
                          options={"isStoredCredentials": True})
    return authorized(req, ctx, {**accepted(req.connector_token), **new_profile(req)})


def build_proxy_authorize(req: ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return authorized(req, ctx, {**proxied(req.card_proxy), **new_profile(req)},
                      authentication(req.authentication_data))


def new_profile(req: Authorize | TokenAuthorize | ProxyAuthorize) -> Body:
    """Keeps the method where a mandate is wanted: with the customer who is on file, or with a new one."""
    if Feature.SETUP_MANDATE not in req.features():
        return {}
    return {"profile": {"createProfile": True, "customerProfileId": customer_profile(req)}}


def customer_profile(req: Any) -> str | None:
    its = req.state.connector_customer_id if req.state else None
    return its or (req.customer.connector_customer_id if req.customer else None)


def authorized(req: Authorize | TokenAuthorize | ProxyAuthorize, ctx: Ctx, method: Body, proof: Body | None = None,
               options: Body | None = None) -> kit.HttpRequest:
    on_file = method.get("profile")  # whose customer is known: naming another beside is refused
    known_customer = bool(on_file and on_file.get("customerProfileId"))
    stored = "payment" not in method
    return transaction(
        ctx, req.merchant_transaction_id, req.capture_method, req.amount, **method,
        order=order(req.merchant_order_id, req.merchant_transaction_id, req.description),
        customer=None if known_customer else customer(req.customer),
        billTo=None if stored else bill_to(req.address.billing_address), customerIP=shopper_ip(req.browser_info),
        cardholderAuthentication=proof, transactionSettings=NOTED, userFields=user_fields(req.metadata),
        processingOptions=options)


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """Of a stored profile, or of the card itself with the network's id of the first payment. Only a shopper who is
    there makes it a payment of theirs.

    https://developer.authorize.net/api/reference/features/card-on-file.html
    """
    mandate = req.connector_recurring_payment_id
    if mandate is None:
        raise MissingField("connector_recurring_payment_id")
    first: Body | None = None
    if isinstance(mandate, ConnectorMandate):
        fields = profile_fields(mandate.connector_mandate_id, charged_by(mandate, "connector_mandate_id"))
    else:
        first_id = mandate.network_transaction_id
        kit.require({"payment_method": req.payment_method, charged_by(mandate, "network_transaction_id"): first_id})
        fields = recharge_fields(req.payment_method)
        first = {"originalNetworkTransId": first_id,
                 "originalAuthAmount": major(req.original_payment_authorized_amount),
                 "reason": "resubmission" if req.mit_category is MitCategory.RESUBMISSION_MIT else None}
    return transaction(
        ctx, req.merchant_charge_id, req.capture_method, req.amount, **fields,
        order=order(req.merchant_order_id, req.merchant_charge_id, req.description),
        customer=customer(req.customer, req.email),
        transactionSettings=NOTED, userFields=user_fields(req.metadata),
        processingOptions={"isStoredCredentials" if req.off_session is False else "isSubsequentAuth": True},
        subsequentAuthInformation=first)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("createTransactionRequest", ctx, transactionRequest={
        "transactionType": "priorAuthCaptureTransaction", "amount": major(req.amount_to_capture),
        "refTransId": req.connector_transaction_id})


def build_void(req: Void | Reverse, ctx: Ctx) -> kit.HttpRequest:
    """Before settlement, whether captured or not."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    own = req.merchant_void_id if isinstance(req, Void) else req.merchant_reverse_id
    return call("createTransactionRequest", ctx, own, transactionRequest={
        "transactionType": "voidTransaction", "refTransId": req.connector_transaction_id})


def build_sync(req: Sync | ApprovePayment, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("getTransactionDetailsRequest", ctx, transId=req.connector_transaction_id)


def decide(req: ApprovePayment, ctx: Ctx) -> kit.Exchanges[Payment]:
    """About what the fraud filters hold. The answer does not say whether an approved payment was to be captured too:
    its details do.
    """
    reject = isinstance(req, RejectPayment)
    if req.amount and not reject:
        raise Unsupported("a part of the payment")
    ask = build_sync(req, ctx)
    res = yield call("updateHeldTransactionRequest", ctx, req.merchant_request_id, heldTransactionRequest={
        "action": "decline" if reject else "approve",
        "refTransId": req.connector_transaction_id})
    answer, its = read_transaction(res)
    if answer.messages.result != "Ok":
        return refusal(answer.messages, res) if its is None else failure(its, answer.messages)
    return parse_sync((yield ask), req, ctx)


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """Of a settled payment: what was paid with has to be repeated, and the card's last four digits are enough."""
    given = req.payment_method is not None
    kit.require({"connector_transaction_id": req.connector_transaction_id,
                 "connector_feature_data": given or req.connector_feature_data})
    method = method_fields(req.payment_method)["payment"] if given else paid_with(req)
    return call("createTransactionRequest", ctx, transactionRequest={
        "transactionType": "refundTransaction", "amount": major(req.refund_amount),
        "currencyCode": req.refund_amount.currency, "payment": method, "refTransId": req.connector_transaction_id})


def paid_with(req: RefundRequest) -> Body:
    paid = kit.carried(req.connector_feature_data, wire.Paid)
    if bank := paid.bank_account:
        return {"bankAccount": {"accountType": bank.account_type, "routingNumber": bank.routing_number,
                                "accountNumber": bank.account_number, "nameOnAccount": bank.name_on_account}}
    if paid.pay_pal:
        return {"payPal": {}}
    kit.require({"connector_feature_data.creditCard": paid.credit_card})
    card = paid.credit_card
    return {"creditCard": {"cardNumber": card and card.card_number, "expirationDate": card and card.expiration_date}}


def build_void_refund(req: VoidRefund, ctx: Ctx) -> kit.HttpRequest:
    """A refund is a transaction of its own, and as any other it can be voided until it goes out."""
    kit.require({"connector_refund_id": req.connector_refund_id})
    return call("createTransactionRequest", ctx, transactionRequest={
        "transactionType": "voidTransaction", "refTransId": req.connector_refund_id})


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    its = req.connector_refund_id or req.refund_id
    kit.require({"connector_refund_id": its})
    return call("getTransactionDetailsRequest", ctx, transId=its)


def parse_payment(res: kit.HttpResponse, req: Authorize | TokenAuthorize | ProxyAuthorize | ChargeMandate, ctx: Ctx,
                  ) -> Payment | Failure | Rejected:
    return payment(res, STATUS, req.amount if req.capture_method is CaptureMethod.MANUAL else None)


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment | Failure | Rejected:
    """No answer states an amount. That a part was taken is known by what the authorization's answer carries along."""
    its = payment(res, CAPTURE_STATUS)
    part = req.amount_to_capture.minor_amount < reserved(req)
    if part and isinstance(its, Payment) and its.status is Status.CHARGED:
        return replace(its, status=Status.PARTIAL_CHARGED)
    return its


def reserved(req: Capture) -> int:
    """0 where nobody says it: what a caller has there of their own is no reason to fail once the money is taken."""
    its = kit.if_carried(req.connector_feature_data, wire.Paid)
    return (its and its.authorized) or 0


def parse_void(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment | Failure | Rejected:
    return payment(res, VOID_STATUS)


def parse_reverse(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment | Failure | Rejected:
    return payment(res, REVERSE_STATUS)


def parse_sync(res: kit.HttpResponse, req: Sync | ApprovePayment, ctx: Ctx) -> Payment | Failure | Rejected:
    """The amounts are in the account's currency, which is not stated: that of the request's amount, if it has one."""
    answer = kit.read_json(res, wire.DetailsAnswer)
    its = answer.transaction
    if its is None:
        return refusal(answer.messages, res)
    status, error = STATE[its.status], None
    if status in (Status.FAILURE, Status.EXPIRED):
        error = reason(its, its.trans_id)
    if status is Status.CHARGED and its.returned:
        item = its.returned[-1]
        status, error = Status.FAILURE, Failure(code=item.code, message=item.description,
                                                connector_transaction_id=its.trans_id)
    currency = req.amount.currency if req.amount else None
    asked, taken = stated(its.auth_amount, currency), stated(its.settle_amount, currency)
    if status is Status.CHARGED and asked and taken and taken < asked:
        status = Status.PARTIAL_CHARGED
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status), connector_transaction_id=its.trans_id,
        error=error, amount=asked, authorized_money=asked if status in RESERVED else None,
        captured_amount=taken if status in TAKEN else None,
        network_transaction_id=its.network_trans_id or None,
        connector_response=checks(its.avs, its.cvv, its.cavv, its.auth_code))


def reason(its: wire.Transaction, trans_id: str | None = None) -> Failure:
    """Of what was approved once, and came to nothing later, the status alone tells why."""
    code, text = (its.status, its.status) if its.reason_code in (0, 1) else (str(its.reason_code), its.reason)
    return Failure(code=code, message=text, connector_transaction_id=trans_id)


TAKEN = (Status.CHARGED, Status.PARTIAL_CHARGED)
RESERVED = (Status.AUTHORIZED, *TAKEN)


def stated(amount: Decimal | None, currency: Currency | None) -> Money | None:
    return Money.from_major(amount, currency) if amount is not None and currency is not None else None


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund | Failure | Rejected:
    return refunded(res, REFUND_STATUS, req.connector_transaction_id)


def parse_void_refund(res: kit.HttpResponse, req: VoidRefund, ctx: Ctx) -> Refund | Failure | Rejected:
    return refunded(res, VOIDED_REFUND, None)


def refunded(res: kit.HttpResponse, statuses: kit.StatusMap[RefundStatus], paid: str | None,
             ) -> Refund | Failure | Rejected:
    answer, its = read_transaction(res)
    if its is None:
        return refusal(answer.messages, res)
    word = str(its.response_code)
    status = statuses[word]
    if word == APPROVED and its.trans_id in NO_ID:
        status = RefundStatus.REFUND_MANUAL_REVIEW  # approved, and nothing stored: the account is in test mode
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=word), connector_refund_id=known(its.trans_id),
        connector_transaction_id=paid, error=failure(its, answer.messages) if word in (DECLINED, ERROR) else None)


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund | Failure | Rejected:
    answer = kit.read_json(res, wire.DetailsAnswer)
    its = answer.transaction
    if its is None:
        return refusal(answer.messages, res)
    status = REFUND_STATE[its.status]
    no = status is RefundStatus.REFUND_FAILURE
    return Refund(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status), connector_refund_id=its.trans_id,
        connector_transaction_id=its.ref_trans_id or req.connector_transaction_id or None,
        refund_amount=stated(its.settle_amount, req.refund_amount.currency if req.refund_amount else None),
        error=reason(its) if no else None)
