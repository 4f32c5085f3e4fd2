"""Payment methods that Stripe keeps, and payments with them: https://docs.stripe.com/api/payment_methods

Also payments through a vault's proxy: it puts card data in place of the aliases on the way to Stripe.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, to_wire
from tollbridge.connectors.stripe.addresses import (
    Form,
    acceptance,
    billing_details,
    mandate_data,
    ordered_afar,
    shipping,
)
from tollbridge.connectors.stripe.banks import NETWORKS
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.connectors.stripe.payments import BY_US, EXPAND, descriptor, flexible, usage
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.extensions import DeletedToken, DeleteToken, TokenState, TokenStatus, ValidateToken
from tollbridge.domain.methods.bank_debits import AchDebit, SepaDebit
from tollbridge.domain.methods.cards import Card, CardNetwork, ProxyCard
from tollbridge.domain.payments import PaymentChannel, ProxyAuthorize, TokenAuthorize
from tollbridge.domain.people import Customer
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import OperationStatus
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit import aliases


class CardBody(Struct):
    exp_month: int
    exp_year: int
    last4: str | None = None
    country: str | None = None
    brand: str | None = None


class MethodBody(Struct):
    """A payment method; without a customer after it was detached, or when it was never attached."""

    id: str
    type: str
    customer: str | wire.Identified | None = None
    card: CardBody | None = None


@singledispatch
def bare_method(method: object) -> Form:
    """A payment method as POST /v1/payment_methods takes it: the type, and the fields of that type."""
    raise Unsupported(type(method).__name__)


@bare_method.register
def card(method: Card) -> Form:
    return {"type": "card", "card": {
        "number": method.card_number, "exp_month": method.card_exp_month, "exp_year": method.card_exp_year,
        "cvc": method.card_cvc or None}}


@bare_method.register
def sepa(method: SepaDebit) -> Form:
    return {"type": "sepa_debit", "sepa_debit": {"iban": method.iban}}


@bare_method.register
def ach(method: AchDebit) -> Form:
    company = method.bank_holder_type is BankHolderType.BUSINESS
    return {"type": "us_bank_account", "us_bank_account": {
        "account_holder_type": "company" if company else "individual",
        "account_type": "savings" if method.bank_type is BankType.SAVINGS else None,  # without it: checking
        "account_number": method.account_number, "routing_number": method.routing_number}}


def proxied(method: ProxyCard) -> Form:
    """As `card`, with aliases: what the request says of the number never leaves."""
    return {"type": "card", "card": {
        "number": aliases.NUMBER, "exp_month": aliases.EXP_MONTH, "exp_year": aliases.EXP_YEAR,
        "cvc": aliases.CVC if method.card_cvc else None}}


def card_options(network: CardNetwork | None, auth_type: AuthenticationType | None,
                 channel: PaymentChannel | None = None) -> Form:
    return {"card": {
        "request_three_d_secure": "any" if auth_type is AuthenticationType.THREE_DS else "automatic",
        "network": NETWORKS.get(network) if network else None, "moto": ordered_afar(channel)}}


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """The amount is no part of it: a payment method is good for any."""
    address = req.address.billing_address if req.address else None
    return kit.post_form("/v1/payment_methods", {
        **bare_method(req.payment_method), "billing_details": billing_details(address)})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token:
    its = kit.read_json(res, MethodBody).id
    return Token(payment_method_token=Secret(its), connector_payment_method_id=its)


def build_delete(req: DeleteToken, ctx: Ctx) -> kit.HttpRequest:
    """Detached from its customer, a method can never be used again. One that has none cannot be detached."""
    return kit.post_form(kit.path("/v1/payment_methods/{connector_payment_method_id}/detach", req), {})


def parse_deleted(res: kit.HttpResponse, req: object, ctx: Ctx) -> DeletedToken:
    body = kit.read_json(res, MethodBody)
    status = OperationStatus.SUCCESS if body.customer is None else OperationStatus.PENDING
    return DeletedToken(status=status, connector_payment_method_id=body.id)


def build_validate(req: ValidateToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/v1/payment_methods/{connector_payment_method_id}", req))


def parse_state(res: kit.HttpResponse, req: object, ctx: Ctx) -> TokenState | Rejected:
    """404 with `resource_missing` is an answer. A card is good to the end of the month that it expires in."""
    if res.status == 404:
        error = kit.read_json(res, wire.ErrorBody).error
        if error.code != "resource_missing":
            return kit.rejected(res, error.code or "", error.message or "")
        return TokenState(status=TokenStatus.NOT_FOUND)
    body = kit.read_json(res, MethodBody)
    if body.card is None:
        return TokenState(status=TokenStatus.ACTIVE, connector_payment_method_id=body.id)
    expired = (body.card.exp_year, body.card.exp_month) < (ctx.now.year, ctx.now.month)
    return TokenState(
        status=TokenStatus.EXPIRED if expired else TokenStatus.ACTIVE, connector_payment_method_id=body.id,
        card=CardDetailUpdate(
            card_exp_month=f"{body.card.exp_month:02}", card_exp_year=f"{body.card.exp_year:04}",
            last4_digits=body.card.last4, issuer_country=body.card.country, card_network=body.card.brand))


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/payment_intents", {
        **intent(req),
        "payment_method": req.connector_token,
        "payment_method_options": {"card": {"moto": ordered_afar(req.payment_channel)}},
        "mandate_data": mandate_data(req.customer_acceptance, req.browser_info),
        "setup_future_usage": usage(req.setup_future_usage),
        **descriptor(req),
    })


def build_proxy_authorize(req: ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    accepted = acceptance(req.customer_acceptance, req.setup_mandate_details)
    paid_with = {
        "payment_method_data": {
            **proxied(req.card_proxy), "billing_details": billing_details(req.address.billing_address)},
        "payment_method_options": card_options(req.card_proxy.card_network, req.auth_type),
        "payment_method_types": ["card"]}
    return kit.post_form("/v1/payment_intents", {
        **intent(req),
        **flexible(req, paid_with),
        "mandate_data": mandate_data(accepted, req.browser_info),
        "setup_future_usage": usage(req.setup_future_usage, req.setup_mandate_details),
        **descriptor(req),
    })


def intent(req: TokenAuthorize | ProxyAuthorize) -> Form:
    """What every payment intent of ours has that is confirmed at once."""
    return {
        "amount": to_wire(req.amount, "amount"),
        "currency": req.amount.currency.lower(),
        "metadata": metadata(req.metadata, req.merchant_transaction_id),
        "return_url": req.return_url,
        "confirm": True,
        "customer": customer_id(req.customer, req.state),
        "description": req.description,
        "shipping": shipping(req.address.shipping_address),
        "capture_method": "manual" if req.capture_method in BY_US else "automatic",
        "expand": EXPAND,
    }


def customer_id(customer: Customer | None, state: ConnectorState | None) -> str | None:
    """Whose a stored method is: of the request's customer, or of a customer that a call before has put on file."""
    return (customer.connector_customer_id if customer else None) or (state.connector_customer_id if state else None)
