"""What Worldpay answers about payments and refunds."""

from __future__ import annotations

from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import Ctx, keep, kept, link_data_of
from tollbridge.connectors.worldpay.three_ds import authentication, proof, redirect
from tollbridge.domain.authentication import Authentication
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import Sync
from tollbridge.domain.recurring import MandateSetup
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync
from tollbridge.domain.results import (
    CardConnectorResponse,
    ConnectorResponseData,
    IncrementedAuthorization,
    Payment,
)
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus as Status, RawConnectorStatus, RefundStatus

# Worldpay writes a word in more than one way: authorized and Authorized, sentForSettlement and Sent for Settlement.
# What answers say is done next, and what queries and webhooks say of last:
OUTCOMES = kit.payment_statuses(
    authorized=Status.AUTHORIZED, refused=Status.FAILURE, fraudhighrisk=Status.FAILURE,
    sentforsettlement=Status.CHARGED, sentforcancellation=Status.VOID_INITIATED, sentforreversal=Status.VOID_INITIATED,
    sentforrefund=Status.AUTO_REFUNDED, sentforpartialrefund=Status.AUTO_REFUNDED,
    **{"3dsdevicedatarequired": Status.DEVICE_DATA_COLLECTION_PENDING, "3dschallenged": Status.AUTHENTICATION_PENDING,
       "3dsauthenticationfailed": Status.AUTHENTICATION_FAILED, "3dsunavailable": Status.AUTHENTICATION_FAILED})
EVENTS = kit.payment_statuses(
    sentforauthorization=Status.AUTHORIZING, authorized=Status.AUTHORIZED, refused=Status.FAILURE,
    sentforsettlement=Status.CHARGED, settled=Status.CHARGED, settlementfailed=Status.FAILURE,
    sentforcancellation=Status.VOID_INITIATED, cancelled=Status.VOIDED, error=Status.FAILURE, expired=Status.EXPIRED,
    sentforrefund=Status.CHARGED, refunded=Status.CHARGED, refundfailed=Status.CHARGED)
REFUND_OUTCOMES = kit.refund_statuses(
    sentforrefund=RefundStatus.REFUND_SUCCESS, sentforpartialrefund=RefundStatus.REFUND_SUCCESS,
    refused=RefundStatus.REFUND_FAILURE)
REFUND_WORDS = ("sentforrefund", "refunded", "refundfailed")
REFUND_EVENTS = kit.refund_statuses(**{
    **{word: RefundStatus.REFUND_PENDING for word in EVENTS},  # about the payment: the refund has not shown yet
    "sentforrefund": RefundStatus.REFUND_SUCCESS, "refunded": RefundStatus.REFUND_SUCCESS,
    "refundfailed": RefundStatus.REFUND_FAILURE})
NO = (Status.FAILURE, Status.EXPIRED, Status.AUTHENTICATION_FAILED)
INCREMENTS = kit.authorization_statuses(
    authorized=AuthorizationStatus.AUTHORIZATION_SUCCESS, refused=AuthorizationStatus.AUTHORIZATION_FAILURE)


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment(kit.read_json(res, wire.Answer))


def payment(answer: wire.Answer) -> Payment:
    status, its = OUTCOMES[plain(answer.outcome)], link_data_of(answer)
    refused, scheme = status in NO, answer.scheme
    got = None
    if answer.amounts and answer.amounts.partial_authorization:
        got = Money(answer.amounts.total_authorized, Currency(answer.amounts.currency))
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
        connector_response=None if refused else checks(answer), connector_feature_data=keep(its, answer.actions))


def plain(word: str) -> str:
    return word.lower().replace(" ", "").replace("threeds", "3ds")


def failure(answer: wire.Answer, its: str | None) -> Failure:
    word = answer.outcome.replace("threeDs", "3ds")
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


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup:
    its = payment(kit.read_json(res, wire.Answer))
    return MandateSetup(
        status=its.status, connector_recurring_payment_id=its.connector_transaction_id, error=its.error,
        mandate_reference=its.mandate_reference, redirection_data=its.redirection_data,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response,
        connector_feature_data=its.connector_feature_data, raw_connector_status=its.raw_connector_status)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    """The answer has no id of its own; its links are of the payment that was asked about."""
    event = kit.read_json(res, wire.LastEvent)
    status = EVENTS[plain(event.last_event)]
    return Payment(
        status=status, connector_transaction_id=None, raw_connector_status=RawConnectorStatus(code=event.last_event),
        error=Failure(code=camel(event.last_event), message=event.last_event) if status in NO else None,
        connector_feature_data=keep(req.connector_transaction_id, event.actions))


def camel(event: str) -> str:
    """"Settlement failed", as queries write it, is settlementFailed in webhooks."""
    first, *rest = event.split(" ")
    return first[:1].lower() + first[1:] + "".join(word.title() for word in rest)


def parse_increment(res: kit.HttpResponse, req: object, ctx: Ctx) -> IncrementedAuthorization:
    answer = kit.read_json(res, wire.Answer)
    status = INCREMENTS[plain(answer.outcome)]
    refused = status is AuthorizationStatus.AUTHORIZATION_FAILURE
    return IncrementedAuthorization(status=status, error=failure(answer, None) if refused else None)


def parse_refund(res: kit.HttpResponse, req: RefundRequest, ctx: Ctx) -> Refund:
    """`connector_refund_id` is where the refund is looked up; a further one goes to the payment's own id."""
    answer = kit.read_json(res, wire.Answer)
    status = REFUND_OUTCOMES[plain(answer.outcome)]
    return Refund(
        status=status, connector_refund_id=link_data_of(answer), connector_transaction_id=req.connector_transaction_id,
        error=failure(answer, None) if status is RefundStatus.REFUND_FAILURE else None,
        raw_connector_status=RawConnectorStatus(code=answer.outcome))


def parse_refund_sync(res: kit.HttpResponse, req: RefundSync, ctx: Ctx) -> Refund:
    event = kit.read_json(res, wire.LastEvent)
    status = REFUND_EVENTS[plain(event.last_event)]
    refused = status is RefundStatus.REFUND_FAILURE
    return Refund(
        status=status, connector_refund_id=None, connector_transaction_id=req.connector_transaction_id or None,
        error=Failure(code=camel(event.last_event), message=event.last_event) if refused else None,
        raw_connector_status=RawConnectorStatus(code=event.last_event))


def parse_step(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Authentication:
    """Within a payment that goes on, its status is more than that of an authentication."""
    answer = kit.read_json(res, wire.Answer)
    if not kept(req).link_data:
        return authentication(answer)
    its = payment(answer)
    return Authentication(
        status=its.status, connector_transaction_id=its.connector_transaction_id, error=its.error,
        redirection_data=its.redirection_data, network_transaction_id=its.network_transaction_id,
        connector_feature_data=its.connector_feature_data, authentication_data=proof(answer))
