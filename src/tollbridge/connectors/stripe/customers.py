"""Customers, and what Stripe.js needs to start: https://docs.stripe.com/api/customers"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, to_wire
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.domain.client_tokens import StripeClientAuthenticationResponse
from tollbridge.domain.customers import (
    CreateCustomer,
    CreatedCustomer,
    CustomerLookupStatus,
    FoundCustomer,
    GetCustomer,
)
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.people import Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateClientToken, PaymentClientAuthenticationContext


class CustomerBody(Struct):
    """Of a customer who was deleted, only the id and `deleted` are left."""

    id: str
    deleted: bool = False
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class NewIntent(Struct):
    """A payment intent that waits for the shopper."""

    client_secret: str


def build_create(req: CreateCustomer, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/customers", {
        "email": req.email, "name": req.customer_name, "phone": req.phone_number, "metadata": metadata(req.metadata)})


def parse_created(res: kit.HttpResponse, req: object, ctx: Ctx) -> CreatedCustomer:
    return CreatedCustomer(connector_customer_id=kit.read_json(res, CustomerBody).id)


def build_get(req: GetCustomer, ctx: Ctx) -> kit.HttpRequest:
    """By Stripe's own id alone: it does not keep ours, and several customers may have one email address."""
    return kit.get(kit.path("/v1/customers/{connector_customer_id}", req))


def parse_found(res: kit.HttpResponse, req: object, ctx: Ctx) -> FoundCustomer | Rejected:
    """404 with `resource_missing` is an answer: there is no such customer, in this mode of this account."""
    if res.status == 404:
        error = kit.read_json(res, wire.ErrorBody).error
        if error.code != "resource_missing":
            return kit.rejected(res, error.code or "", error.message or "")
        return FoundCustomer(lookup_status=CustomerLookupStatus.NOT_FOUND)
    body = kit.read_json(res, CustomerBody)
    if body.deleted:
        return FoundCustomer(lookup_status=CustomerLookupStatus.NOT_FOUND)
    return FoundCustomer(lookup_status=CustomerLookupStatus.FOUND, customer=Customer(
        connector_customer_id=body.id, name=body.name, email=Secret(body.email) if body.email else None,
        phone_number=Secret(body.phone) if body.phone else None))


def build_client_token(req: CreateClientToken, ctx: Ctx) -> kit.HttpRequest:
    """A payment intent that the shopper's browser confirms: https://docs.stripe.com/payments/accept-a-payment

    Which methods it offers is the account's setting. Its id begins its client secret.
    """
    about = req.domain_context
    kit.require({"payment": about})
    if not isinstance(about, PaymentClientAuthenticationContext):
        raise Unsupported("client token for an authenticator")
    if req.permissions is not None:
        raise Unsupported("client token with permissions")
    return kit.post_form("/v1/payment_intents", {
        "amount": to_wire(about.amount, "payment.amount"),
        "currency": about.amount.currency.lower(),
        "automatic_payment_methods": {"enabled": True},
        "metadata": {"order_id": req.merchant_client_session_id or None},
    })


def parse_client_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> ClientToken:
    return ClientToken(session_data=StripeClientAuthenticationResponse(
        client_secret=Secret(kit.read_json(res, NewIntent).client_secret)))
