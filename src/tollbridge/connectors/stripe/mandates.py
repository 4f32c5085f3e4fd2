"""Mandates: a setup intent stores a payment method, a payment intent off session charges it, detaching it ends it.

https://docs.stripe.com/api/setup_intents, https://docs.stripe.com/payments/save-and-reuse. What we keep as the mandate
is the payment method: it is charged together with the customer that it is attached to, `connector_customer_id`. Setting
up takes no money, whatever its amount.

A mandate by the network's id of the first payment goes in `mit_exemption`, beside the card or network token. As of
2026-04 Stripe opens that account by account and does not describe it; ActiveMerchant's gateway has it, see methods.py.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, to_wire
from tollbridge.connectors.stripe.addresses import EMAIL, NAME, Form, full_name, mandate_data, shipping
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.connectors.stripe.methods import by_network_token
from tollbridge.connectors.stripe.payments import EXPAND, failure, no_reason, redirect, stored
from tollbridge.connectors.stripe.tokens import (
    NETWORKS,
    MethodBody,
    acceptance,
    bare_method,
    card_options,
    customer_id,
    descriptor,
    proxied,
    usage,
)
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate, NetworkTokenMandate, charged_by
from tollbridge.domain.methods.bank_debits import AchDebit, SepaDebit
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, NetworkToken, StoredMethod
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.payments import CaptureMethod
from tollbridge.domain.recurring import (
    ChargeMandate,
    MandateSetup,
    ProxySetupMandate,
    RevokedMandate,
    RevokeMandate,
    SetupMandate,
    TokenSetupMandate,
)
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, PaymentStatus as Status, RawConnectorStatus

SETUP_STATUS = kit.payment_statuses(
    succeeded=Status.CHARGED,  # the method is stored: nothing more is due, though nothing was taken
    processing=Status.PENDING,
    requires_action=Status.AUTHENTICATION_PENDING,
    requires_confirmation=Status.CONFIRMATION_AWAITED,
    requires_payment_method=Status.FAILURE,  # we always confirm, so an attempt failed
    canceled=Status.VOIDED,
)
DEBITS = {
    PaymentMethodType.SEPA: "sepa_debit", PaymentMethodType.ACH: "us_bank_account",
    PaymentMethodType.BACS: "bacs_debit", PaymentMethodType.BECS: "au_becs_debit",
}
"""A payment intent that names no type takes cards only."""


class SetupIntent(Struct):
    """https://docs.stripe.com/api/setup_intents/object"""

    id: str
    status: str
    last_setup_error: wire.Error | None = None
    next_action: wire.NextAction | None = None
    payment_method: str | wire.Identified | None = None


@singledispatch
def setup_fields(method: object, req: SetupMandate) -> Form:
    """What a payment method adds to the form of a setup intent."""
    raise Unsupported(type(method).__name__)


@setup_fields.register
def card(method: Card, req: SetupMandate) -> Form:
    return {"payment_method_data": bare_method(method),
            "payment_method_options": card_options(method.card_network, req.auth_type),
            "payment_method_types": ["card"]}


@setup_fields.register
def sepa(method: SepaDebit, req: SetupMandate) -> Form:
    return debit(bare_method(method), method.bank_account_holder_name, req)


@setup_fields.register
def ach(method: AchDebit, req: SetupMandate) -> Form:
    return debit(bare_method(method), method.bank_account_holder_name or method.card_holder_name, req)


@setup_fields.register
def token(method: StoredMethod, req: SetupMandate) -> Form:
    return {"payment_method": method.token}


def debit(fields: Form, holder: Secret | None, req: SetupMandate) -> Form:
    """The holder's name has to be there, of SEPA the email address too: the mandate is sent to it."""
    address, customer = req.address.billing_address, req.customer
    name = holder or (full_name(address) if address else None)
    if name is None and customer is not None and customer.name:
        name = Secret(customer.name)
    email = (address.email if address else None) or (customer.email if customer else None)
    consent = acceptance(req.customer_acceptance, req.setup_mandate_details)
    kit.require({NAME: name, "customer_acceptance": consent}
                | ({EMAIL: email} if fields["type"] == "sepa_debit" else {}))
    return {"payment_method_data": {**fields, "billing_details": {"name": name, "email": email}},
            "payment_method_types": [fields["type"]]}


def build_setup(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        **setup_fields(req.payment_method, req),
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), req.browser_info),
    })


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        "payment_method": req.connector_token,
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), None),
    })


def build_proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        "description": req.description,
        "payment_method_data": proxied(req.card_proxy),
        "payment_method_options": card_options(req.card_proxy.card_network, req.auth_type),
        "payment_method_types": ["card"],
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), req.browser_info),
    })


def setup(req: SetupMandate | TokenSetupMandate | ProxySetupMandate) -> Form:
    return {
        "confirm": True,
        "usage": usage(req.setup_future_usage, req.setup_mandate_details),
        "customer": customer_id(req.customer, req.state),
        "return_url": req.return_url,
        "metadata": metadata(req.metadata, req.merchant_recurring_payment_id),
        "expand": ["latest_attempt"],
    }


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup:
    body = kit.read_json(res, SetupIntent)
    status = SETUP_STATUS[body.status]
    refused = status is Status.FAILURE
    return MandateSetup(
        status=status, raw_connector_status=RawConnectorStatus(code=body.status),
        connector_recurring_payment_id=body.id,
        error=failure(body.last_setup_error or no_reason(body.status)) if refused else None,
        mandate_reference=None if refused else stored(body.payment_method),
        redirection_data=redirect(body.next_action))


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """https://docs.stripe.com/payments/save-and-reuse#charge-saved-payment-method"""
    kit.require({"connector_recurring_payment_id": req.connector_recurring_payment_id})
    return kit.post_form("/v1/payment_intents", {
        "amount": to_wire(req.amount, "amount"),
        "currency": req.amount.currency.lower(),
        "metadata": metadata(req.metadata, req.merchant_charge_id),
        "return_url": req.return_url,
        "confirm": True,
        **charged(req),
        "customer": req.connector_customer_id or customer_id(req.customer, req.state),
        "description": req.description,
        "shipping": shipping(req.address.shipping_address) if req.address else None,
        "off_session": True if req.off_session is None else req.off_session,
        **descriptor(req.billing_descriptor),
        "capture_method": "manual" if req.capture_method is CaptureMethod.MANUAL else "automatic",
        "expand": EXPAND,
    })


def charged(req: ChargeMandate) -> Form:
    """What the mandate is charged by. A stored method beside a mandate of Stripe's own is the one that is charged: both
    are ids of a payment method there.
    """
    mandate, method = req.connector_recurring_payment_id, req.payment_method
    if isinstance(mandate, ConnectorMandate):
        beside = method.token if isinstance(method, StoredMethod) else None
        its = mandate.connector_mandate_id or mandate.payment_method_id
        kit.require({charged_by(mandate, "connector_mandate_id"): beside or its})
        kind = DEBITS.get(req.payment_method_type) if req.payment_method_type else None
        types = [kind] if kind else None if beside else ["card"]
        return {"payment_method": beside or its, "payment_method_types": types}
    kit.require({"payment_method": method})
    if isinstance(mandate, NetworkMandate) and isinstance(method, CardForNetworkTransactionId):
        return {"payment_method_data": {"type": "card", "card": {
                    "number": method.card_number, "exp_month": method.card_exp_month,
                    "exp_year": method.card_exp_year}},
                "payment_method_options": {"card": {
                    "network": NETWORKS.get(method.card_network) if method.card_network else None,
                    **exemption(mandate)}}}
    if isinstance(mandate, NetworkTokenMandate) and isinstance(method, NetworkToken):
        fields = by_network_token(method.token_number, method.token_exp_month, method.token_exp_year, None, None)
        return {**fields, "payment_method_options": {"card": exemption(mandate)}}
    raise Unsupported(f"charge by a network transaction id with {type(method).__name__}")


def exemption(mandate: NetworkMandate | NetworkTokenMandate) -> Form:
    """The payment that the shopper agreed in, by the network's id of it."""
    its = mandate.network_transaction_id
    kit.require({charged_by(mandate, "network_transaction_id"): its})
    return {"mit_exemption": {"network_transaction_id": its}}


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    """https://docs.stripe.com/api/payment_methods/detach: a method that is detached can never be charged again."""
    return kit.post_form(kit.path("/v1/payment_methods/{connector_mandate_id}/detach", req), {})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    """It has ended when it is no customer's any more."""
    attached = kit.read_json(res, MethodBody).customer is not None
    return RevokedMandate(status=MandateStatus.MANDATE_PENDING if attached else MandateStatus.REVOKED)
