"""What Worldpay answers about payments and refunds."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import OWN, Ctx, keep, kept, link_data_of, path_of, unquoted
from tollbridge.connectors.worldpay.instruments import is_session
from tollbridge.connectors.worldpay.three_ds import authentication, proof, redirect
from tollbridge.domain.authentication import Authentication
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import Capture, Sync, TokenAuthorize
from tollbridge.domain.recurring import MandateSetup, TokenSetupMandate
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.results import (
    CardConnectorResponse,
    ConnectorResponseData,
    IncrementedAuthorization,
    Payment,
)
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus as Status, RawConnectorStatus, RefundStatus

# What answers say is done next, and what queries and webhooks say of last; see `plain`.
OUTCOMES = kit.payment_statuses(
    authorized=Status.AUTHORIZED, refused=Status.FAILURE, fraudHighRisk=Status.FAILURE,
    sentForSettlement=Status.CHARGED, sentForCancellation=Status.VOID_INITIATED, sentForReversal=Status.VOID_INITIATED,
    sentForRefund=Status.AUTO_REFUNDED, sentForPartialRefund=Status.AUTO_REFUNDED,
    **{"3dsDeviceDataRequired": Status.DEVICE_DATA_COLLECTION_PENDING, "3dsChallenged": Status.AUTHENTICATION_PENDING,
       "3dsAuthenticationFailed": Status.AUTHENTICATION_FAILED, "3dsUnavailable": Status.AUTHENTICATION_FAILED})
EVENTS = kit.payment_statuses(
    sentForAuthorization=Status.AUTHORIZING, authorized=Status.AUTHORIZED, refused=Status.FAILURE,
    sentForSettlement=Status.CHARGED, settled=Status.CHARGED, settlementFailed=Status.FAILURE,
    sentForCancellation=Status.VOID_INITIATED, cancelled=Status.VOIDED, error=Status.FAILURE, expired=Status.EXPIRED,
    sentForRefund=Status.CHARGED, refunded=Status.CHARGED, refundFailed=Status.CHARGED)
REFUND_OUTCOMES = kit.refund_statuses(
    sentForRefund=RefundStatus.REFUND_SUCCESS, sentForPartialRefund=RefundStatus.REFUND_SUCCESS,
    refused=RefundStatus.REFUND_FAILURE)
REFUNDED = kit.refund_statuses(
    sentForRefund=RefundStatus.REFUND_SUCCESS, refunded=RefundStatus.REFUND_SUCCESS,
    refundFailed=RefundStatus.REFUND_FAILURE)
PARTLY = Status.PARTIAL_CHARGED_AND_CHARGEABLE
HELD = (Status.AUTHORIZED, Status.PARTIALLY_AUTHORIZED, Status.DEVICE_DATA_COLLECTION_PENDING,
        Status.AUTHENTICATION_PENDING)
NO = (Status.FAILURE, Status.EXPIRED, Status.AUTHENTICATION_FAILED)
INCREMENTS = kit.authorization_statuses(
    authorized=AuthorizationStatus.AUTHORIZATION_SUCCESS, refused=AuthorizationStatus.AUTHORIZATION_FAILURE)


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    amount = getattr(req, "amount", None)
    its = payment(kit.read_json(res, wire.Answer), amount.minor_amount if amount else None)
    off = isinstance(req, TokenAuthorize) and req.setup_future_usage is FutureUsage.OFF_SESSION
    return with_own_token(its, req) if off else its


def with_own_token(its: Payment, req: Any) -> Payment:
    """A token that was there before is the mandate."""
    if its.error or is_session(req.connector_token):
        return its
    return replace(its, mandate_reference=ConnectorMandate(connector_mandate_id=req.connector_token.reveal()))


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment:
    """That it took a part is known by what the answer before carries along; else, of one of several, by the further
    one that this answer offers. The rest stays reserved as long as it offers one.
    """
    answer, before = kit.read_json(res, wire.Answer), kept(req)
    its, more = payment(answer), "partiallySettlePayment" in answer.actions
    if its.status is not Status.CHARGED:
        return its
    known = before.left is not None and before.link_data == req.connector_transaction_id
    left = (before.left or 0) - req.amount_to_capture.minor_amount if known else None
    if not (left > 0 if left is not None else more and req.multiple_capture_data):
        return its
    return replace(
        its, status=PARTLY if more else Status.PARTIAL_CHARGED,
        connector_feature_data=keep(its.connector_transaction_id, answer.actions, left))


def payment(answer: wire.Answer, left: int | None = None) -> Payment:
    """`left` is what it is to reserve: it goes along, for a capture of a part to be told as one."""
    status, its = OUTCOMES[plain(answer.outcome)], link_data_of(answer)
    refused, scheme = status in NO, answer.scheme
    got = None
    if answer.amounts and answer.amounts.partial_authorization:
        got = Money(answer.amounts.total_authorized, Currency(answer.amounts.currency))
        left = left and got.minor_amount
        status = {Status.AUTHORIZED: Status.PARTIALLY_AUTHORIZED, Status.CHARGED: Status.PARTIAL_CHARGED}.get(
            status, status)
    return Payment(
        status=status, connector_transaction_id=its,
        merchant_transaction_id=answer.transaction_reference,
        raw_connector_status=RawConnectorStatus(code=answer.outcome),
        error=failure(answer, its) if refused else None, redirection_data=redirect(answer),
        authorized_money=got, captured_amount=got if status is Status.PARTIAL_CHARGED else None,
        network_transaction_id=None if refused else answer.scheme_reference or (scheme.reference if scheme else None),
        mandate_reference=None if refused else mandate(answer.token),
        connector_response=None if refused else checks(answer),
        connector_feature_data=keep(its, answer.actions, left or None if status in HELD else None))


def plain(words: str) -> str:
    """Worldpay writes a word in several ways: authorized and Authorized, settlementFailed and "Settlement failed"."""
    first, *rest = words.split(" ")
    word = first[:1].lower() + first[1:] + "".join(each[:1].upper() + each[1:] for each in rest)
    return word.replace("threeDs", "3ds")


def failure(answer: wire.Answer, its: str | None) -> Failure:
    word = plain(answer.outcome)
    return Failure(
        code=answer.refusal_code or word, message=answer.refusal_description or word, connector_transaction_id=its,
        decline_code=answer.refusal_code, network_message=answer.refusal_description,
        issuer_message=answer.refusal_description, advice_code=answer.advice.code if answer.advice else None)


def mandate(its: wire.Token | None) -> ConnectorMandate | None:
    return ConnectorMandate(connector_mandate_id=its.href, payment_method_id=its.token_id) if its else None


def checks(answer: wire.Answer) -> ConnectorResponseData | None:
    code, used = answer.issuer.authorization_code if answer.issuer else None, answer.payment_instrument
    if not (code or answer.risk_factors or used):
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        auth_code=code, card_network=used.card_brand if used else None,
        payment_checks=msgspec.json.encode(answer.risk_factors) if answer.risk_factors else None))


def parse_setup(res: kit.HttpResponse, req: Any, ctx: Ctx) -> MandateSetup:
    its = payment(kit.read_json(res, wire.Answer), req.amount.minor_amount)
    if isinstance(req, TokenSetupMandate):
        its = with_own_token(its, req)
    return MandateSetup(
        status=its.status, connector_recurring_payment_id=its.connector_transaction_id, error=its.error,
        mandate_reference=its.mandate_reference, redirection_data=its.redirection_data,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response,
        connector_feature_data=its.connector_feature_data, raw_connector_status=its.raw_connector_status)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    """The answer has no id of its own but in its links, which are of the payment that was asked about."""
    event = kit.read_json(res, wire.LastEvent)
    status, its = EVENTS[plain(event.last_event)], req.connector_transaction_id
    lost = its.startswith(OWN)
    its = found(event.links) if lost else its
    return Payment(
        status=status, connector_transaction_id=its or None if lost else None,
        raw_connector_status=RawConnectorStatus(code=event.last_event),
        error=Failure(code=plain(event.last_event), message=event.last_event) if status in NO else None,
        connector_feature_data=keep(its, event.actions))


def found(links: dict[str, Any]) -> str:
    """The id in links such as cardPayments:settle; "" of a payment with which nothing more can be done."""
    for name, link in links.items():
        href = link.get("href") if isinstance(link, dict) else link
        if name.startswith(("cardPayments:", "payments:")) and isinstance(href, str):
            return unquoted(path_of(href).rpartition("/")[2])
    return ""


def parse_increment(res: kit.HttpResponse, req: object, ctx: Ctx) -> IncrementedAuthorization:
    """The whole of it is captured by the id in this answer: those before it know nothing of the raise."""
    answer = kit.read_json(res, wire.Answer)
    status = INCREMENTS[plain(answer.outcome)]
    refused = status is AuthorizationStatus.AUTHORIZATION_FAILURE
    settle = answer.links.settle if answer.links else None
    return IncrementedAuthorization(
        status=status, error=failure(answer, None) if refused else None,
        connector_authorization_id=unquoted(path_of(settle.href).rpartition("/")[2]) or None if settle else None)


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund:
    """`connector_refund_id` is where the refund is looked up; a further one goes to the payment's own id."""
    answer = kit.read_json(res, wire.Answer)
    status = REFUND_OUTCOMES[plain(answer.outcome)]
    return Refund(
        status=status, connector_refund_id=link_data_of(answer), connector_transaction_id=req.connector_transaction_id,
        error=failure(answer, None) if status is RefundStatus.REFUND_FAILURE else None,
        raw_connector_status=RawConnectorStatus(code=answer.outcome))


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund:
    """A word about the payment says that the refund has not shown yet."""
    event = kit.read_json(res, wire.LastEvent)
    word = plain(event.last_event)
    pending = word in EVENTS and word not in REFUNDED
    status = RefundStatus.REFUND_PENDING if pending else REFUNDED[word]
    refused = status is RefundStatus.REFUND_FAILURE
    return Refund(
        status=status, connector_refund_id=None, connector_transaction_id=req.connector_transaction_id or None,
        error=Failure(code=word, message=event.last_event) if refused else None,
        raw_connector_status=RawConnectorStatus(code=event.last_event))


def parse_step(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Authentication:
    """Within a payment that goes on, its status is more than that of an authentication."""
    answer = kit.read_json(res, wire.Answer)
    known = kept(req)
    if not known.link_data:
        return authentication(answer)
    its = payment(answer, known.left)
    return Authentication(
        status=its.status, connector_transaction_id=its.connector_transaction_id, error=its.error,
        redirection_data=its.redirection_data, network_transaction_id=its.network_transaction_id,
        connector_feature_data=its.connector_feature_data, authentication_data=proof(answer))
