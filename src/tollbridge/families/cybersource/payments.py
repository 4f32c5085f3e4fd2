"""Payments: authorize, capture, reverse, void.

https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/payments-intro.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from tollbridge import kit
from tollbridge.domain import payments as asked
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage, MandateReferenceDetails, MitCategory
from tollbridge.domain.methods.cards import CardNetwork, StoredMethod
from tollbridge.domain.money import Money
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationData
from tollbridge.families.cybersource import three_ds, wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.errors import failure
from tollbridge.families.cybersource.face import Body, Face, amount, bill_to, email, merchant_defined
from tollbridge.families.cybersource.methods import filled

PAYMENT = "/pts/v2/payments"
ONE = PAYMENT + "/{connector_transaction_id}"
STATUS = kit.payment_statuses(
    AUTHORIZED=Status.AUTHORIZED,
    PARTIAL_AUTHORIZED=Status.PARTIALLY_AUTHORIZED,
    AUTHORIZED_PENDING_REVIEW=Status.PENDING,  # reserved, and waits for the merchant's own decision
    AUTHORIZED_RISK_DECLINED=Status.FAILURE,  # the issuer said yes, Decision Manager no
    PENDING_AUTHENTICATION=Status.AUTHENTICATION_PENDING,
    AUTHENTICATION_FAILED=Status.AUTHENTICATION_FAILED,
    PENDING_REVIEW=Status.PENDING,
    CHALLENGE=Status.PENDING,
    ACCEPTED=Status.PENDING,  # of Decision Manager: nothing is reserved by it
    PENDING=Status.PENDING,  # a capture or a bank debit that waits for its batch
    TRANSMITTED=Status.CHARGED,
    DECLINED=Status.FAILURE,
    REJECTED=Status.FAILURE,
    FAILED=Status.FAILURE,
    INVALID_REQUEST=Status.FAILURE,
    REVERSED=Status.VOIDED,
    VOIDED=Status.VOIDED,
    CANCELLED=Status.VOIDED,
    SERVER_ERROR=Status.UNRESOLVED,  # it may have been carried out
)
CAPTURES = kit.payment_statuses(
    PENDING=Status.PENDING,
    TRANSMITTED=Status.CHARGED,  # of merchants whose captures go out at once
    DECLINED=Status.CAPTURE_FAILED,
    REJECTED=Status.CAPTURE_FAILED,
    FAILED=Status.CAPTURE_FAILED,
    INVALID_REQUEST=Status.CAPTURE_FAILED,
    AUTHORIZED_RISK_DECLINED=Status.CAPTURE_FAILED,
)
REFERRAL = "CONTACT_PROCESSOR"
"""Its status is AUTHORIZED_PENDING_REVIEW, yet the issuer has given no approval code, and nothing is reserved: as a
review it would never end. Reason 201 of https://developer.cybersource.com/api/reference/response-codes.html
"""
NO = frozenset({Status.FAILURE, Status.CAPTURE_FAILED, Status.VOID_FAILED, Status.AUTHENTICATION_FAILED})
TOKENS = {"actionList": ["TOKEN_CREATE"], "actionTokenTypes": ["paymentInstrument", "customer"]}
"""Keep the card in the token vault: https://developer.cybersource.com/docs/cybs/en-us/tms/developer/all/rest/tms-developer/intro.html
"""
REMOTE = (asked.PaymentChannel.MAIL_ORDER, asked.PaymentChannel.TELEPHONE_ORDER)
STORES = {"initiator": {"type": "customer", "credentialStoredOnFile": True}}
REASONS: Mapping[MitCategory, str] = {
    MitCategory.RESUBMISSION_MIT: "1", MitCategory.RECURRING_MIT: "7", MitCategory.INSTALLMENT_MIT: "9",
    MitCategory.UNSCHEDULED_MIT: "10"}
"""https://developer.cybersource.com/docs/cybs/en-us/credentials/developer/ctv/so/credentials/credentials-intro/credentials-matrix.html
"""
ORDERS: Mapping[MitCategory, str] = {MitCategory.RECURRING_MIT: "recurring", MitCategory.INSTALLMENT_MIT: "install"}
"""commerceIndicator by the reason why the shopper is not needed; without one it is unscheduled, whatever is charged: of
a subscription only the merchant can know.
"""
STORED = "3"
"""transactionType of a token whose shopper is away: 1 is one from an app that they have in their hand."""


class Paying(Protocol):
    """Any request that makes a payment."""

    @property
    def amount(self) -> Money: ...

    @property
    def capture_method(self) -> CaptureMethod | None: ...


class Remembered(msgspec.Struct, omit_defaults=True):
    """What the payment's own answers do not say again.

    A `sale` was taken with its authorization: it is voided and refunded under its own id. Else, in minor units: what
    was reserved, and what was taken of it so far; `several`: more captures may follow.
    """

    sale: bool = False
    reserved: int = 0
    taken: int = 0
    several: bool = False

    def decided(self, status: Status) -> Status:
        """Of what Cybersource calls taken, whether that is the whole of what was reserved."""
        if status is not Status.CHARGED or not self.taken or 0 < self.reserved <= self.taken:
            return status
        if self.several:
            return Status.PARTIAL_CHARGED_AND_CHARGEABLE
        return Status.PARTIAL_CHARGED if self.reserved else status


def remembered(data: Secret | None) -> Remembered:
    return kit.carried(data, Remembered) if data else Remembered()


def lenient(ctx: Ctx) -> Body:
    """What the account wants overlooked: a wrong address, a wrong CVC. Not every face has a word for it."""
    return {"ignoreAvsResult": getattr(ctx.account, "disable_avs", None) or None,
            "ignoreCvResult": getattr(ctx.account, "disable_cvn", None) or None}


def automatic(capture_method: CaptureMethod | None) -> bool:
    return capture_method in (None, CaptureMethod.AUTOMATIC, CaptureMethod.SEQUENTIAL_AUTOMATIC)


def build_authorize(face: Face, req: asked.Authorize, ctx: Ctx) -> kit.HttpRequest:
    return pay(face, req, req.payment_method, req.authentication_data, {
        **lenient(ctx), "partialAuthIndicator": req.enable_partial_authorization or None,
        "authIndicator": "0" if req.request_incremental_authorization else None,
        "initiator": alone(req.mit_category, {}) if req.off_session else None})


def build_token_authorize(face: Face, req: asked.TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return pay(face, req, StoredMethod(token=req.connector_token), None, lenient(ctx))


def build_proxy_authorize(face: Face, req: asked.ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return pay(face, req, req.card_proxy, req.authentication_data, lenient(ctx))


def pay(face: Face, req: asked.Authorize | asked.TokenAuthorize | asked.ProxyAuthorize, method: object,
        data: AuthenticationData | None, options: Body) -> kit.HttpRequest:
    """A payment that no mandate is for. `data` is of 3DS that was run before."""
    terms = getattr(req, "setup_mandate_details", None)  # they are about charges without the shopper
    if stores := (req.setup_future_usage is FutureUsage.OFF_SESSION or terms is not None):
        options = {**options, **STORES}
    needed = {"merchant_transaction_id": req.merchant_transaction_id, **email(req.address, req.customer)}
    parts = filled(method, face, needed)
    bank = "bank" in parts.payment  # which is debited: nothing is authorized before, and options of that are refused
    keeps = stores and getattr(req, "tokenization_strategy", None) is not asked.Tokenization.SKIP_PSP
    kit.require({**needed, **three_ds.wanted(data, parts.network)})
    return kit.post_json(PAYMENT, {
        "clientReferenceInformation": {"code": req.merchant_transaction_id},
        "processingInformation": {
            "commerceIndicator": order(req, data, parts.network),
            "capture": None if bank else automatic(req.capture_method),
            **parts.processing, **(TOKENS if keeps else {}),
            "authorizationOptions": options if any(options.values()) and not bank else None},
        "paymentInformation": away(parts.payment) if getattr(req, "off_session", None) else parts.payment,
        "orderInformation": {"amountDetails": amount(req.amount),
                             "billTo": bill_to(face, req.address.billing_address, req.customer)},
        "consumerAuthenticationInformation": three_ds.shown(face, data, parts),
        "tokenInformation": parts.token, "merchantInformation": descriptor(req.billing_descriptor),
        "merchantDefinedInformation": merchant_defined(face, req.metadata, req.merchant_order_id)})


def order(req: object, data: AuthenticationData | None, network: CardNetwork | None) -> str:
    """The kind of order; one by mail or telephone asks for no 3DS."""
    why = req.mit_category if isinstance(req, asked.Authorize) and req.off_session else None
    if why is not None and why in ORDERS:
        return ORDERS[why]
    return "MOTO" if getattr(req, "payment_channel", None) in REMOTE else three_ds.indicator(data, network)


def alone(why: MitCategory | None, known: Body) -> Body:
    """The initiator of what the merchant does without the shopper, with what else is known of it."""
    about = {"reason": REASONS.get(why) if why else None, **known}
    return {"type": "merchant", "storedCredentialUsed": True,
            "merchantInitiatedTransaction": about if any(about.values()) else None}


def away(paid_with: Body) -> Body:
    token = paid_with.get("tokenizedCard")
    return {**paid_with, "tokenizedCard": {**token, "transactionType": STORED}} if token else paid_with


def descriptor(wanted: asked.BillingDescriptor | None) -> Body | None:
    """What the statement says in place of the account's own: name, and as much of the city as there is room for."""
    name = wanted and (wanted.statement_descriptor or wanted.name)
    city = Secret(wanted.city.reveal()[:13]) if wanted and wanted.city else None
    return {"merchantDescriptor": {"name": name, "locality": city}} if name else None


def build_capture(face: Face, req: asked.Capture, ctx: Ctx) -> kit.HttpRequest:
    remembered(req.connector_feature_data)  # what cannot be read is refused now, not when the money is gone
    several = req.multiple_capture_data
    count = {"captureSequenceNumber": several.capture_sequence, "totalCaptureCount": 99} if several else {
        "captureSequenceNumber": 1, "totalCaptureCount": 1}
    return kit.post_json(kit.path(f"{ONE}/captures", req, {"merchant_capture_id": req.merchant_capture_id}), {
        "clientReferenceInformation": {"code": req.merchant_capture_id},
        "processingInformation": {"captureOptions": count} if face.counts_captures else None,
        "orderInformation": {"amountDetails": amount(req.amount_to_capture)},
        "merchantDefinedInformation": merchant_defined(face, req.metadata, req.merchant_order_id)})


def build_void(face: Face, req: asked.Void, ctx: Ctx) -> kit.HttpRequest:
    """A reversal: it gives the reservation back at the issuer. A void is of what was captured."""
    total = amount(req.amount) if req.amount else None
    where = kit.path(f"{ONE}/reversals", req, {
        "amount.minor_amount": total, "amount.currency": total, "merchant_void_id": req.merchant_void_id})
    return kit.post_json(where, {
        "clientReferenceInformation": {"code": req.merchant_void_id},
        "reversalInformation": {"amountDetails": total, "reason": req.cancellation_reason},
        "merchantDefinedInformation": merchant_defined(face, req.metadata, req.merchant_order_id)})


def build_reverse(req: asked.Reverse, ctx: Ctx) -> kit.HttpRequest:
    kind = "payments" if remembered(req.connector_feature_data).sale else "captures"
    where = kit.path(f"/pts/v2/{kind}/{{connector_transaction_id}}/voids", req,
                     {"merchant_reverse_id": req.merchant_reverse_id})
    return kit.post_json(where, {"clientReferenceInformation": {"code": req.merchant_reverse_id}})


def parse_authorize(res: kit.HttpResponse, req: Paying, ctx: Ctx) -> Payment:
    sale = automatic(req.capture_method)
    found = payment(kit.read_json(res, wire.Transaction), sale=sale, carried=TAKEN_AT_ONCE if sale else None)
    if sale:
        return found
    reserved = found.authorized_money or (req.amount if found.status is Status.AUTHORIZED else None)
    return msgspec.structs.replace(
        found, connector_feature_data=kit.carry(Remembered(reserved=reserved.minor_amount))) if reserved else found


def parse_capture(res: kit.HttpResponse, req: asked.Capture, ctx: Ctx) -> Payment:
    """What is taken adds up where each capture is given what the one before it gave."""
    body = kit.read_json(res, wire.Transaction)
    status, before = CAPTURES[body.word], remembered(req.connector_feature_data)
    several = req.multiple_capture_data is not None
    if status in NO or not (several or before.reserved):
        return payment(body, status)
    now = Remembered(reserved=before.reserved, taken=before.taken + req.amount_to_capture.minor_amount,
                     several=several)
    return payment(body, now.decided(status), carried=kit.carry(now))


def parse_void(res: kit.HttpResponse, req: asked.Void | asked.Reverse, ctx: Ctx) -> Payment:
    body = kit.read_json(res, wire.Transaction)
    status = STATUS[body.word]
    if status is Status.VOIDED and isinstance(req, asked.Reverse):
        status = Status.VOIDED_POST_CAPTURE
    return payment(body, Status.VOID_FAILED if status in NO else status)


def payment(body: wire.Transaction, status: Status | None = None, *, sale: bool = False,
            carried: Secret | None = None) -> Payment:
    """A transaction as a Payment; of a `sale`, what is authorized is taken as well."""
    if status is None:
        why = body.error_information
        status = Status.FAILURE if why is not None and why.reason == REFERRAL else STATUS[body.word]
    if sale:
        status = TAKEN.get(status, status)
    details = body.order_information.amount_details if body.order_information else None
    authorized = details.money(details.authorized_amount) if details and status not in NO else None
    said = body.processor
    known = None if status in NO else mandate(body)
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=body.word), connector_transaction_id=body.id,
        error=failure(body) if status in NO or body.word == "SERVER_ERROR" else None,
        redirection_data=three_ds.challenge(body),
        network_transaction_id=None if status in NO else said.network_transaction_id or said.transaction_id,
        mandate_reference=known,
        mandate_reference_details=MandateReferenceDetails(connector_mandate_id=known.connector_mandate_id)
        if known else None,
        authorized_money=authorized, amount=details.money(details.total_amount) if details else None,
        connector_response=checks(said), connector_feature_data=carried)


TAKEN_AT_ONCE = kit.carry(Remembered(sale=True))
TAKEN = {Status.AUTHORIZED: Status.CHARGED, Status.PARTIALLY_AUTHORIZED: Status.PARTIAL_CHARGED}


def mandate(body: wire.Transaction) -> ConnectorMandate | None:
    """What the token vault has kept of the payment: it can be charged again."""
    its = body.token_information.payment_instrument if body.token_information else None
    return ConnectorMandate(connector_mandate_id=its.id) if its and its.id else None


def checks(said: wire.ProcessorInformation) -> ConnectorResponseData | None:
    """What the issuer says of address and CVC, in its codes: what is longer than a code may be is none."""
    told = {"avs_response": said.avs, "card_verification": said.card_verification}
    found = {name: {word: code for word, code in its.items() if isinstance(code, str) and len(code) <= CODE}
             if its else None for name, its in told.items()}
    if not (any(found.values()) or said.approval_code):
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=msgspec.json.encode(found) if any(found.values()) else None, auth_code=said.approval_code))


CODE = 10
"""Ptsv2payments answers' avs.codeRaw and cardVerification.resultCodeRaw: String(10)."""
