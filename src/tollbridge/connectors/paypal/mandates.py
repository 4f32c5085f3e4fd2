"""Mandates: methods that PayPal's vault keeps, or the network's id of a first payment.

https://developer.paypal.com/docs/api/payment-tokens/v3/. A card goes into the vault at once; where the shopper has to
act first (a PayPal or Venmo account, 3DS) there is a setup token with a link, and a TokenSetupMandate with that token
after it. What we keep as the mandate is the id of the payment token.
https://developer.paypal.com/docs/checkout/save-payment-methods/
"""

from __future__ import annotations

from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.paypal import wire
from tollbridge.connectors.paypal.account import Ctx, partner, second
from tollbridge.connectors.paypal.methods import expiry, known, token_fields, wallet_context
from tollbridge.connectors.paypal.orders import Purchase, post_order
from tollbridge.connectors.paypal.people import Json, full_name, portable
from tollbridge.connectors.paypal.results import redirect
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.mandates import (
    ConnectorMandate,
    MitCategory,
    NetworkMandate,
    NetworkTokenMandate,
    charged_by,
)
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, CardWithNoCvc, NetworkToken
from tollbridge.domain.methods.kinds import PaymentMethodType as Kind
from tollbridge.domain.methods.wallets import PaypalRedirect, VenmoRedirect
from tollbridge.domain.people import PaymentAddress
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
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit import aliases

SETUP_TOKENS, PAYMENT_TOKENS = "/v3/vault/setup-tokens", "/v3/vault/payment-tokens"
SETUP_STATUS = kit.payment_statuses(
    PAYER_ACTION_REQUIRED=Status.AUTHENTICATION_PENDING,
    CREATED=Status.CONFIRMATION_AWAITED,  # nobody has to act: a TokenSetupMandate makes a payment token of it
    APPROVED=Status.CONFIRMATION_AWAITED,
)
"""Of a setup token. That it was used before (VAULTED, TOKENIZED) is no answer to its making."""
SOURCES = {
    Kind.PAY_PAL: "paypal", Kind.CREDIT: "card", Kind.DEBIT: "card", Kind.APPLE_PAY: "apple_pay", Kind.VENMO: "venmo"}
"""As which source a payment token pays: `vault_id` in https://developer.paypal.com/docs/api/orders/v2/#orders_create"""
REASONS = {MitCategory.RECURRING_MIT: "RECURRING", MitCategory.INSTALLMENT_MIT: "RECURRING"}


@singledispatch
def setup_fields(method: object, req: SetupMandate) -> Json:
    raise Unsupported(type(method).__name__)


@setup_fields.register
def card(method: Card, req: SetupMandate) -> Json:
    return {"card": {**card_fields(method.card_number, expiry(method.card_exp_month, method.card_exp_year),
                                   method.card_holder_name, req.address), "security_code": method.card_cvc,
                     **verified(req)}}


@setup_fields.register
def card_with_no_cvc(method: CardWithNoCvc, req: SetupMandate) -> Json:
    return {"card": {**card_fields(method.card_number, expiry(method.card_exp_month, method.card_exp_year),
                                   method.card_holder_name, req.address), **verified(req)}}


@setup_fields.register
def paypal(method: PaypalRedirect, req: SetupMandate) -> Json:
    return {"paypal": agreed_on_a_page(req, req.locale)}


@setup_fields.register
def venmo(method: VenmoRedirect, req: SetupMandate) -> Json:
    return {"venmo": agreed_on_a_page(req, None)}


def agreed_on_a_page(req: SetupMandate, locale: str | None) -> Json:
    back = req.complete_authorize_url or req.return_url
    kit.require({"return_url": back})
    return {"usage_type": "MERCHANT", "experience_context": {
        "return_url": back, "cancel_url": back, "locale": locale}}


def card_fields(number: Secret, until: Secret, holder: Secret | None, address: PaymentAddress) -> Json:
    billing = address.billing_address
    return {"number": number, "expiry": until, "name": holder or full_name(billing),
            "billing_address": portable(billing)}


def verified(req: SetupMandate | ProxySetupMandate) -> Json:
    """3DS has a page that the shopper comes back from."""
    if req.auth_type is not AuthenticationType.THREE_DS:
        return {}
    kit.require({"return_url": req.return_url})
    return {"verification_method": "SCA_ALWAYS", "experience_context": {
        "return_url": req.return_url, "cancel_url": req.return_url}}


def build_setup(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(SETUP_TOKENS if by_link(req) else PAYMENT_TOKENS, {
        "payment_source": setup_fields(req.payment_method, req), "customer": known(req.customer)})


def by_link(req: SetupMandate | TokenSetupMandate | ProxySetupMandate) -> bool:
    """Whether the shopper has to act first: then there is a setup token, and no mandate yet."""
    if isinstance(req, TokenSetupMandate):
        return False
    return req.auth_type is AuthenticationType.THREE_DS or isinstance(
        getattr(req, "payment_method", None), PaypalRedirect | VenmoRedirect)


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return second(kit.post_json(PAYMENT_TOKENS, {
        "payment_source": {"token": {"id": req.connector_token, "type": "SETUP_TOKEN"}},
        "customer": known(req.customer)}), ctx)


def build_proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """As a card of the vault, with aliases: what the request says of the number never leaves."""
    alias = req.card_proxy
    return kit.post_json(SETUP_TOKENS if by_link(req) else PAYMENT_TOKENS, {
        "payment_source": {"card": {
            **card_fields(aliases.NUMBER, aliases.expiry("-"), alias.card_holder_name, req.address),
            "security_code": aliases.CVC if alias.card_cvc else None, **verified(req)}},
        "customer": known(req.customer)})


def parse_setup(res: kit.HttpResponse, req: SetupMandate | TokenSetupMandate | ProxySetupMandate,
                ctx: Ctx) -> MandateSetup:
    """A payment token has no status: that it is there says all, and its id is the mandate. A setup token has one as a
    rule, and its id is what a TokenSetupMandate turns into a payment token.
    """
    body = kit.read_json(res, wire.Token)
    kept = body.status is None and not by_link(req)
    return MandateSetup(
        status=Status.CHARGED if kept else SETUP_STATUS[body.status or ""],
        raw_connector_status=RawConnectorStatus(code=body.status), connector_recurring_payment_id=body.id,
        mandate_reference=ConnectorMandate(connector_mandate_id=body.id) if kept else None,
        redirection_data=redirect(body.links))


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_recurring_payment_id": req.connector_recurring_payment_id})
    order = post_order(Purchase(
        amount=req.amount, capture_method=req.capture_method, reference=req.merchant_charge_id,
        merchant_order_id=req.merchant_order_id, description=req.description, descriptor=req.billing_descriptor,
        address=req.address, shipping_cost=req.shipping_cost), charged(req), ctx)
    return order.with_headers(partner(req.partner_merchant_identifier_details))


def charged(req: ChargeMandate) -> Json:
    """What the mandate is charged by: the method that the vault keeps, or the card itself."""
    mandate, method = req.connector_recurring_payment_id, req.payment_method
    if isinstance(mandate, ConnectorMandate):
        return by_vault(mandate, req)
    if isinstance(mandate, NetworkMandate) and isinstance(method, CardForNetworkTransactionId):
        return {"card": {
            "number": method.card_number, "expiry": expiry(method.card_exp_month, method.card_exp_year),
            "name": method.card_holder_name, "stored_credential": after(mandate, req)}}
    if isinstance(mandate, NetworkTokenMandate) and isinstance(method, NetworkToken):
        return {"card": {"network_token": token_fields(method), "stored_credential": after(mandate, req)}}
    kit.require({"payment_method": method})
    raise Unsupported(f"charge by a network transaction id with {type(method).__name__}")


def after(mandate: NetworkMandate | NetworkTokenMandate, req: ChargeMandate) -> Json:
    """The payment that the shopper agreed in, by the network's id of it."""
    its = mandate.network_transaction_id
    kit.require({charged_by(mandate, "network_transaction_id"): its})
    if req.off_session is False:
        raise Unsupported("charge by a network transaction id with the shopper there: PayPal takes it of the "
                          "merchant alone")
    return {**stored_credential(req), "previous_network_transaction_reference": {"id": its}}


def by_vault(mandate: ConnectorMandate, req: ChargeMandate) -> Json:
    its = mandate.connector_mandate_id or mandate.payment_method_id
    kit.require({charged_by(mandate, "connector_mandate_id"): its,
                 "payment_method_type": req.payment_method_type})
    source = SOURCES.get(req.payment_method_type) if req.payment_method_type else None
    if source is None:
        raise Unsupported(f"charge of {req.payment_method_type} by a token of the vault")
    if source == "paypal":
        ships = req.address is not None and req.address.shipping_address is not None
        return {"paypal": {"vault_id": its, "experience_context": wallet_context(req.return_url, req.locale, ships)}}
    if source == "venmo":
        return {"venmo": {"vault_id": its}}
    return {source: {"vault_id": its, "stored_credential": stored_credential(req)}}


def stored_credential(req: ChargeMandate) -> Json:
    """https://developer.paypal.com/docs/api/orders/v2/#definition-card_stored_credential"""
    shopper_away = req.off_session is not False
    return {"payment_initiator": "MERCHANT" if shopper_away else "CUSTOMER",
            "payment_type": REASONS.get(req.mit_category, "UNSCHEDULED") if req.mit_category else "UNSCHEDULED",
            "usage": "SUBSEQUENT"}


@singledispatch
def kept_card(method: object, req: Tokenize) -> Json:
    """What the vault keeps without a shopper who acts: a card."""
    raise Unsupported(type(method).__name__)


@kept_card.register
def tokenized(method: Card, req: Tokenize) -> Json:
    return {**numbered(method, req), "security_code": method.card_cvc}


@kept_card.register
def tokenized_with_no_cvc(method: CardWithNoCvc, req: Tokenize) -> Json:
    return numbered(method, req)


def numbered(method: Card | CardWithNoCvc, req: Tokenize) -> Json:
    return card_fields(method.card_number, expiry(method.card_exp_month, method.card_exp_year),
                       method.card_holder_name, req.address or PaymentAddress())


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """As a mandate's, without its words. The amount is no part of it: a payment token is good for any."""
    return kit.post_json(PAYMENT_TOKENS, {
        "payment_source": {"card": kept_card(req.payment_method, req)}, "customer": known(req.customer)})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token:
    its = kit.read_json(res, wire.Token).id
    return Token(payment_method_token=Secret(its), connector_payment_method_id=its)


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.HttpRequest("DELETE", kit.path(f"{PAYMENT_TOKENS}/{{connector_mandate_id}}", req), {})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    """204 without a body: the token is gone."""
    return RevokedMandate(status=MandateStatus.REVOKED if res.status == 204 else MandateStatus.MANDATE_PENDING)
