"""Sale, authorization, capture, reversal, void, credit, token and query; and the status service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import wire
from tollbridge.connectors.worldpayvantiv.account import Ctx
from tollbridge.connectors.worldpayvantiv.declines import DECLINES
from tollbridge.connectors.worldpayvantiv.methods import (
    Means,
    contact,
    expiry,
    method_fields,
    register_fields,
    repeated,
    token,
)
from tollbridge.connectors.worldpayvantiv.wire import Body, call, minor, online, own_id
from tollbridge.domain.errors import InvalidField, NotSent, OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage, MitCategory, NetworkMandate
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import (
    Authorize,
    BillingDescriptor,
    Capture,
    CaptureMethod,
    PaymentChannel,
    Reverse,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.people import PaymentAddress
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, SetupMandate
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus, RefundStatus
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.domain.three_ds import AuthenticationData

T = TypeVar("T")
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
REFUNDED = {Status.CHARGED: RefundStatus.REFUND_SUCCESS, Status.PENDING: RefundStatus.REFUND_PENDING,
            Status.FAILURE: RefundStatus.REFUND_FAILURE}
SYNCED = kit.payment_statuses(
    PROCESSED_SUCCESSFULLY=Status.CHARGED, TRANSACTION_DECLINED=Status.FAILURE, NOT_YET_PROCESSED=Status.PENDING,
    STATUS_UNAVAILABLE=Status.UNRESOLVED, PAYMENT_STATUS_NOT_FOUND=Status.UNRESOLVED)
ELEMENTS = {  # by the first word of the id that it was sent with; the longer ones are another connector's
    "sal": "sale", "chk": "sale", "aut": "authorization", "cap": "capture", "rev": "authReversal", "und": "void",
    "sale": "sale", "auth": "authorization", "capture": "capture", "void": "authReversal", "voidPC": "void"}
FIRST: Mapping[MitCategory | None, str] = {
    MitCategory.RECURRING_MIT: "initialRecurring", MitCategory.INSTALLMENT_MIT: "initialInstallment"}
LATER: Mapping[MitCategory | None, str] = {
    MitCategory.RECURRING_MIT: "recurring", MitCategory.INSTALLMENT_MIT: "installment"}
CHANNELS: Mapping[PaymentChannel | None, str] = {
    PaymentChannel.MAIL_ORDER: "mailorder", PaymentChannel.TELEPHONE_ORDER: "telephone"}
PROVEN = {"02": "3dsAuthenticated", "05": "3dsAuthenticated", "01": "3dsAttempted", "06": "3dsAttempted"}
LINE, PHONE = re.compile(r"[A-Za-z0-9 *,\-'#&.]{4,25}"), re.compile("[0-9]{1,13}")
DUPLICATE, FOUND, NOT_FOUND, NOT_YET = "251", "150", "151", "152"
REGISTERED = ("000", "801", "802")
NETWORKS_CODE = "39"  # the number of the field in which ISO 8583 has the response code


class Kept(Struct, omit_defaults=True):
    """What a charge on a token needs beside it."""

    exp_date: str | None = None
    network_transaction_id: str | None = None


class Reservation(Struct):
    """What tells a capture of a part from one of the whole."""

    amount: int


def remembered(value: Secret | None, shape: type[T]) -> T | None:
    """What an earlier answer gave to bring along. It only helps: what another system put there is passed over."""
    try:
        return kit.carried(value, shape)
    except NotSent:
        return None


# -- what is sent -----------------------------------------------------------------------------------------------------
def reserves(req: Authorize | TokenAuthorize | ChargeMandate) -> bool:
    """Of nothing, too, no sale can be made: an authorization of zero asks the issuer about the card."""
    return req.capture_method in (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE) or not req.amount.minor_amount


def pay(req: Any, means: Means, ctx: Ctx, *, reserve: bool, first: str | None = None, source: str | None = None,
        **mandate: str | None) -> kit.HttpRequest:
    """A sale takes the money, an authorization reserves it, an echeckSale debits an account."""
    address, proof = req.address or PaymentAddress(), getattr(req, "authentication_data", None)
    content: Body = {
        "orderId": req.merchant_order_id or own_id("ord", ctx), "amount": minor(req.amount, "amount", ctx),
        "orderSource": PROVEN.get(proof.eci or "") if proof else source or means.source
        or CHANNELS.get(getattr(req, "payment_channel", None), "ecommerce"),
        "billToAddress": contact(address.billing_address), "shipToAddress": contact(address.shipping_address),
        **means.body}
    if "echeck" in means.body:
        kit.require({"address.billing_address": address.billing_address})
        return call("echeckSale", "chk", content, ctx)
    said, who = req.billing_descriptor, req.customer.id if req.customer else None
    content |= {
        "cardholderAuthentication": proofs(means, proof),
        "customBilling": descriptor(said) if said else None,
        "allowPartialAuth": getattr(req, "enable_partial_authorization", None) or None,
        "processingType": first, **mandate}
    element, operation = ("authorization", "aut") if reserve else ("sale", "sal")
    return call(element, operation, content, ctx, **{"@customerId": who if who and len(who) <= 50 else None})


def descriptor(said: BillingDescriptor) -> Body | None:
    """A line that the schema does not take would have the whole document refused."""
    line = said.statement_descriptor or (said.name.reveal() if said.name else None)
    if line and not LINE.fullmatch(line):
        raise InvalidField("billing_descriptor.statement_descriptor",
                           "not 4 to 25 letters, digits, spaces and signs of * , - ' # & .")
    phone = said.phone if said.phone and PHONE.fullmatch(said.phone.reveal()) else None
    return {"phone": phone, "descriptor": line} if phone or line else None


def proofs(means: Means, proof: AuthenticationData | None) -> Body | None:
    """Of 3DS, and of a wallet or network token; where there are both, the second has a place of its own.

    https://support.worldpay.com/support/CNP-API/content/authentval.htm
    """
    if proof is None:
        return {"authenticationValue": means.cryptogram} if means.cryptogram else None
    kit.require({"authentication_data.eci": proof.eci, "authentication_data.cavv": proof.cavv})
    if proof.eci not in PROVEN:
        raise InvalidField("authentication_data.eci", "neither authenticated (02, 05) nor attempted (01, 06)")
    return {"authenticationValue": proof.cavv, "authenticationTransactionId": proof.ds_transaction_id,
            "authenticationProtocolVersion": (proof.message_version or "2")[:1],
            "tokenAuthenticationValue": means.cryptogram}


def keeps(req: Authorize | TokenAuthorize) -> bool:
    return req.setup_future_usage is FutureUsage.OFF_SESSION or getattr(req, "setup_mandate_details", None) is not None


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    first = FIRST.get(req.mit_category, "initialCOF") if keeps(req) else None
    return pay(req, method_fields(req.payment_method), ctx, reserve=reserves(req), first=first)


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_token": req.connector_token})
    return pay(req, token(req.connector_token), ctx, reserve=reserves(req), first="initialCOF" if keeps(req) else None)


def build_setup(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """An authorization of nothing: the issuer is asked about the card, and its number becomes a token."""
    if req.amount.minor_amount:
        raise InvalidField("amount.minor_amount", "must be 0: a set-up takes and reserves nothing")
    return pay(req, method_fields(req.payment_method), ctx, reserve=True,
               first=FIRST.get(req.mit_category, "initialCOF"))


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """Of a subscription or an instalment the source of the order says so; any other is merchantInitiatedCOF."""
    mandate = req.connector_recurring_payment_id
    kit.require({"connector_recurring_payment_id": mandate})
    if isinstance(mandate, ConnectorMandate):
        its, known = mandate.connector_mandate_id, req.additional_payment_data
        kit.require({"connector_recurring_payment_id.connector_mandate_id.connector_mandate_id": its})
        kept = remembered(mandate.mandate_metadata, Kept) or Kept()
        date = Secret(kept.exp_date) if kept.exp_date else None
        if known and known.card_exp_month and known.card_exp_year:
            date = expiry(known.card_exp_month, known.card_exp_year)
        means, original = token(Secret(its or ""), date), kept.network_transaction_id
    else:
        means, original = repeated(req.payment_method), mandate.network_transaction_id if mandate else None
    source = LATER.get(req.mit_category)
    return pay(req, means, ctx, reserve=reserves(req), first=None if source else "merchantInitiatedCOF",
               source=source or means.source or "ecommerce", originalNetworkTransactionId=original or None)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """`partial`: there are others of the same authorization. .../CNP-API/content/capture.htm"""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("capture", "cap", {
        "cnpTxnId": req.connector_transaction_id,
        "amount": minor(req.amount_to_capture, "amount_to_capture", ctx)}, ctx,
        **{"@partial": True if req.multiple_capture_data else None})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    """Without an amount the whole reservation is released: .../CNP-API/content/notesauthrevtrans.htm"""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("authReversal", "rev", {"cnpTxnId": req.connector_transaction_id}, ctx)


def build_reverse(req: Reverse, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("void", "und", {"cnpTxnId": req.connector_transaction_id}, ctx)


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """Of a sale or capture, by its id; of a debit, by an element of its own."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    element = "echeckCredit" if req.payment_method_type is PaymentMethodType.ACH else "credit"
    return call(element, "ref", {"cnpTxnId": req.connector_transaction_id,
                                    "amount": minor(req.refund_amount, "refund_amount", ctx)}, ctx)


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    return call("registerTokenRequest", "tok", register_fields(req.payment_method), ctx)


def is_ours(reference: str) -> bool:
    """An id of ours, of a payment whose answer never came, and not one of Worldpay's."""
    return reference.partition("_")[0] in ("sal", "aut", "chk")


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    if is_ours(req.connector_transaction_id):
        return call("queryTransaction", "ask", {"origId": req.connector_transaction_id}, ctx)
    return wire.status_of("connector_transaction_id", req, ctx)


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    older = req.refund_id and not req.connector_refund_id
    return wire.status_of("refund_id" if older else "connector_refund_id", req, ctx)


# -- what comes back --------------------------------------------------------------------------------------------------
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
    amount = approved or asked
    return Payment(
        status=status, raw_connector_status=worded(its),
        connector_transaction_id=its.cnp_txn_id,
        error=failure(its) if its.response in DECLINES else None,
        authorized_money=approved if kept else None, captured_amount=approved if status in took else None,
        network_transaction_id=its.network_transaction_id, mandate_reference=mandate,
        connector_feature_data=kit.carry(Reservation(amount.minor_amount)) if kept and amount else None,
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
    element = "authorization" if body.authorizationResponse else "sale"
    its = only(body.authorizationResponse or body.saleResponse or body.echeckSalesResponse)
    return payment(element, its, req.amount, mandate_of(its, req))


def mandate_of(its: wire.Transaction, req: Any) -> ConnectorMandate | NetworkMandate | None:
    """The token of the card, for an account that has tokens; else the network's id, to be charged with the card."""
    number, network = its.token_response.cnp_token if its.token_response else None, its.network_transaction_id
    if its.response in DECLINES or isinstance(req, ChargeMandate) or not (isinstance(req, SetupMandate) or keeps(req)):
        return None
    if number is None:
        return NetworkMandate(network_transaction_id=network) if network else None
    date = method_fields(req.payment_method).expiry if not isinstance(req, TokenAuthorize) else None
    kept = Kept(date.reveal() if date else None, network)
    return ConnectorMandate(connector_mandate_id=number, mandate_metadata=kit.carry(kept))


def parse_setup(res: kit.HttpResponse, req: SetupMandate, ctx: Ctx) -> MandateSetup:
    its = parse_payment(res, req, ctx)
    return MandateSetup(
        status=its.status, raw_connector_status=its.raw_connector_status, error=its.error,
        connector_recurring_payment_id=its.connector_transaction_id, mandate_reference=its.mandate_reference,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response)


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment:
    """Its id is the one to refund. That it took a part is known by what the authorization's answer carries along."""
    its = payment("capture", only(online(res).captureResponse))
    if its.status is not Status.CHARGED:
        return its
    whole = remembered(req.connector_feature_data, Reservation)
    if req.multiple_capture_data:
        return msgspec.structs.replace(its, status=Status.PARTIAL_CHARGED_AND_CHARGEABLE)
    part = whole is not None and req.amount_to_capture.minor_amount < whole.amount
    return msgspec.structs.replace(its, status=Status.PARTIAL_CHARGED) if part else its


def parse_void(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment("authReversal", only(online(res).authReversalResponse))


def parse_reverse(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment("void", only(online(res).voidResponse))


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund:
    body = online(res)
    its = only(body.creditResponse or body.echeckCreditResponse)
    status = standing("sale", its)
    return Refund(
        status=REFUNDED.get(status, RefundStatus.REFUND_MANUAL_REVIEW), connector_refund_id=its.cnp_txn_id,
        raw_connector_status=worded(its),
        connector_transaction_id=req.connector_transaction_id, error=failure(its) if its.response in DECLINES else None)


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
    body = online(res)
    its = body.queryTransactionResponse or body.queryTransactionUnavailableResponse
    if its is None:
        raise OutcomeUnknown("an answer to another transaction")
    raw = worded(its)
    if its.response == NOT_FOUND:
        raise Rejected(its.response, its.message, res.status)
    results = its.results_max10 or wire.Results()
    found = [("authorization", each) for each in results.authorization_response]
    found += [("sale", each) for each in (*results.sale_response, *results.echeck_sales_response)]
    if its.response != FOUND or not found:
        status = Status.PENDING if its.response == NOT_YET else Status.UNRESOLVED
        return Payment(status=status, raw_connector_status=raw, connector_transaction_id=req.connector_transaction_id)
    element, best = next((pair for pair in found if pair[1].response not in DECLINES), found[0])
    return payment(element, best, req.amount)


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund:
    its = kit.read_json(res, wire.StatusBody)
    word, detail = SYNCED[its.payment_status], its.payment_detail or wire.PaymentDetail()
    return Refund(
        status=REFUNDED.get(word, RefundStatus.REFUND_MANUAL_REVIEW),
        connector_refund_id=str(its.payment_id) if its.payment_id is not None else None,
        raw_connector_status=RawConnectorStatus(code=its.payment_status),
        error=told(its, detail) if word is Status.FAILURE else None)
