"""Tokens, customers and what is stored of them.

https://api-reference.checkout.com/#tag/Tokens, #tag/Customers, #tag/Instruments
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.checkout.account import Ctx, Form
from tollbridge.connectors.checkout.methods import token_fields
from tollbridge.domain.customers import (
    CreateCustomer,
    CreatedCustomer,
    CustomerLookupStatus,
    FoundCustomer,
    GetCustomer,
)
from tollbridge.domain.errors import Rejected
from tollbridge.domain.people import Customer
from tollbridge.domain.recurring import RevokedMandate, RevokeMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus
from tollbridge.domain.stored_methods import Token, Tokenize


class TokenBody(Struct):
    token: str


class CustomerBody(Struct):
    id: str
    email: str | None = None
    name: str | None = None


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/tokens", token_fields(req.payment_method, req))


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token:
    its = kit.read_json(res, TokenBody).token
    return Token(payment_method_token=Secret(its), connector_payment_method_id=its)


def build_customer(req: CreateCustomer, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"email": req.email})
    phone: Form | None = {"number": req.phone_number} if req.phone_number else None
    return kit.post_json("/customers", {"email": req.email, "name": req.customer_name, "phone": phone})


def parse_customer(res: kit.HttpResponse, req: object, ctx: Ctx) -> CreatedCustomer:
    return CreatedCustomer(connector_customer_id=kit.read_json(res, CustomerBody).id)


def build_get_customer(req: GetCustomer, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/customers/{connector_customer_id}", req))


def parse_found(res: kit.HttpResponse, req: object, ctx: Ctx) -> FoundCustomer | Rejected:
    """404 without a body is an answer; with a page in it, it is somebody else's."""
    if res.status == 404:
        return kit.rejected(res) if res.body else FoundCustomer(lookup_status=CustomerLookupStatus.NOT_FOUND)
    body = kit.read_json(res, CustomerBody)
    return FoundCustomer(lookup_status=CustomerLookupStatus.FOUND, customer=Customer(
        connector_customer_id=body.id, name=body.name, email=Secret(body.email) if body.email else None))


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    """What is not in the vault cannot be charged."""
    return kit.HttpRequest("DELETE", kit.path("/instruments/{connector_mandate_id}", req), {})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    return RevokedMandate(status=MandateStatus.REVOKED if res.status == 204 else MandateStatus.MANDATE_PENDING)
