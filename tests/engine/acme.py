"""Acme Pay: no such processor. It needs what Stripe does not, so that the engine's tests can show it.

The host begins with the account's prefix. Every call wants an access token; a payment is created, then confirmed; iDEAL
wants an order first, a network token the shopper on file. An expired token is told with 401, 403 or 200. Webhooks are
verified by asking Acme.
"""

from __future__ import annotations

from datetime import timedelta
from functools import singledispatch
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.customers import CreateCustomer, CreatedCustomer
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected, SignatureMismatch, Stale, Unsupported
from tollbridge.domain.events import Event, EventReference, WebhookSecrets
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_redirects import Ideal
from tollbridge.domain.methods.cards import Card, NetworkToken
from tollbridge.domain.money import Money
from tollbridge.domain.operations import (
    ACCESS_TOKEN,
    AUTHORIZE,
    CAPTURE,
    CREATE_CUSTOMER,
    CREATE_ORDER,
    VOID,
    Operation,
)
from tollbridge.domain.payments import Authorize, Capture, CreateOrder, Void
from tollbridge.domain.results import Order, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus


class Account(Struct, frozen=True, kw_only=True):
    api_key: Secret
    prefix: str
    base_url: str | None = None


class VerifyWebhook(Struct, frozen=True):
    webhook_id: Secret | None
    body: str


class Verdict(Struct, frozen=True):
    genuine: bool


class Session(Struct, frozen=True):
    """Wanted again by every later call about the payment."""

    session: Secret


class Body(Struct):
    id: str = ""
    word: str = ""  # what Acme calls a status, or an error
    amount: int | None = None
    expires_in: int | None = None


Ctx = kit.Context[Account]
STATUS = kit.payment_statuses(reserved=Status.AUTHORIZED, taken=Status.CHARGED, released=Status.VOIDED)
VERIFY = Operation(
    "verify_webhook", "verify_webhook", VerifyWebhook, Verdict,
    derive=lambda got: VerifyWebhook(got.secrets.additional_secret, got.hook.body.decode()))


def base(ctx: Ctx) -> str:
    return f"https://{ctx.account.prefix}.acme.example"


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    token = ctx.given(ACCESS_TOKEN).token
    return req.with_headers({"authorization": kit.bearer(token), "idempotency-key": ctx.idempotency_key})


@singledispatch
def method(method: object) -> dict[str, Any]:
    raise Unsupported(type(method).__name__)


@method.register
def card(method: Card) -> dict[str, Any]:
    return {"number": method.card_number}


@method.register
def ideal(method: Ideal) -> dict[str, Any]:
    return {}


@method.register
def network_token(method: NetworkToken) -> dict[str, Any]:
    return {"token": method.token_number}


def payment(body: Body, session: str | None = None, asked: Money | None = None) -> Payment:
    stated = Money(body.amount, asked.currency) if asked and body.amount is not None else None
    return Payment(
        status=STATUS[body.word], raw_connector_status=RawConnectorStatus(code=body.word),
        connector_transaction_id=body.id, authorized_money=stated,
        connector_feature_data=kit.carry(Session(Secret(session))) if session else None)


def refusal(word: str, res: kit.HttpResponse) -> Failure | Rejected | None:
    match word:
        case "token_expired":
            return Stale(ACCESS_TOKEN)
        case "bad_credentials":
            return kit.rejected(res, word)
        case "declined":
            return Failure(code=word, message="")
    return None


def check(req: Authorize, ctx: Ctx) -> None:
    if req.amount.minor_amount < 0:
        raise InvalidField("amount.minor_amount", "less than nothing")


def authorize(req: Authorize, ctx: Ctx) -> kit.Exchanges[Payment]:
    order = ctx.given(CREATE_ORDER).connector_order_id if isinstance(req.payment_method, Ideal) else None
    created = kit.read_json((yield kit.post_json("/payments", {"order": order} | method(req.payment_method))), Body)
    res = yield kit.post_json(kit.path("/payments/{id}/confirm", created), {"amount": req.amount.minor_amount})
    body = kit.read_json(res, Body)
    return refusal(body.word, res) or payment(body, session=f"s-{created.id}", asked=req.amount)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    session = kit.carried(req.connector_feature_data, Session).session
    return kit.post_json(kit.path("/payments/{connector_transaction_id}/take", req), {"session": session})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    return kit.post(kit.path("/payments/{connector_transaction_id}/release", req))


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment | Failure | Rejected:
    body = kit.read_json(res, Body)
    return refusal(body.word, res) or payment(body)


def build_token(req: CreateAccessToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/token", {"key": ctx.account.api_key})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> AccessToken:
    body = kit.read_json(res, Body)
    return AccessToken(token=Secret(body.id), expires_in_seconds=body.expires_in)


def build_order(req: CreateOrder, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/orders", {"amount": req.amount.minor_amount})


def parse_order(res: kit.HttpResponse, req: object, ctx: Ctx) -> Order:
    return Order(status=None, connector_order_id=kit.read_json(res, Body).id)


def build_customer(req: CreateCustomer, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/customers", {"name": req.customer_name})


def parse_customer(res: kit.HttpResponse, req: object, ctx: Ctx) -> CreatedCustomer | Failure:
    return CreatedCustomer(connector_customer_id=kit.read_json(res, Body).id)


def build_verify(req: VerifyWebhook, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/webhooks/verify", {"id": req.webhook_id, "event": req.body})


def parse_verify(res: kit.HttpResponse, req: object, ctx: Ctx) -> Verdict:
    return kit.read_json(res, Verdict)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    word = kit.read_json(res, Body).word
    return OutcomeUnknown(word, key_taken=True) if word == "key_seen" else refusal(word, res)


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    if not ctx.given(VERIFY).genuine:
        raise SignatureMismatch("Acme did not send it")


def peek(hook: kit.WebhookRequest) -> EventReference:
    return EventReference()


def parse_events(hook: kit.Verified, ctx: Ctx) -> list[Event]:
    """Acme sends several at once, one on each line."""
    lines = [kit.WebhookRequest("POST", "", "", (), line) for line in hook.body.splitlines()]
    return [Event(event_type=None, connector_event_id=body.id, event_content=payment(body))
            for body in (kit.read_json(line, Body) for line in lines)]


def acknowledge(hook: kit.WebhookRequest, ctx: Ctx) -> kit.HttpResponse:
    return kit.HttpResponse(200, b"[accepted]")


TOKEN = (ACCESS_TOKEN,)
CONNECTOR = kit.Connector(
    id="acme", account=Account, live_url="", test_url="", base=base, sign=sign, error=parse_error,
    webhook=kit.Webhook(peek, verify, parse_events, acknowledge, needs=(VERIFY,)),
    idempotency=kit.Idempotency("idempotency-key", max_length=100, kept_for=timedelta(days=1)),
    flows=(
        kit.Flow(ACCESS_TOKEN, build_token, parse_token, sign=kit.unsigned),
        kit.Flow(CREATE_ORDER, build_order, parse_order, needs=TOKEN),
        kit.Flow(CREATE_CUSTOMER, build_customer, parse_customer, needs=TOKEN),
        kit.Flow(VERIFY, build_verify, parse_verify, needs=TOKEN),
        kit.Steps(AUTHORIZE, authorize, methods=method, features=frozenset({Feature.PARTIAL_AUTHORIZATION}),
                  check=check, known_as=lambda req, ctx: ctx.given(CREATE_ORDER).connector_order_id, needs=(
            *TOKEN,
            kit.Need(CREATE_ORDER, when=lambda req: isinstance(req.payment_method, Ideal)),
            kit.Need(CREATE_CUSTOMER, when=lambda req: isinstance(req.payment_method, NetworkToken)))),
        kit.Flow(CAPTURE, build_capture, parse_payment, needs=TOKEN),
        kit.Flow(VOID, build_void, parse_payment, needs=TOKEN, reads=frozenset({409})),  # 409: it was void already
    ),
)
