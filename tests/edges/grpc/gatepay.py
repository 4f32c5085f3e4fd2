"""Gate Pay: no such processor. Its payments want an access token first, and its void and capture
have faults of our own making."""

from __future__ import annotations

from functools import singledispatch

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, CAPTURE, VOID
from tollbridge.domain.payments import Authorize, Capture, Void
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus, RawConnectorStatus


class Account(Struct, frozen=True, kw_only=True):
    api_key: Secret
    key1: Secret
    base_url: str | None = None


class Body(Struct):
    token: str = ""
    id: str = ""


Ctx = kit.Context[Account]


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({"authorization": kit.bearer(ctx.given(ACCESS_TOKEN).token)})


def build_token(req: CreateAccessToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/token", {"key": ctx.account.api_key, "secret": ctx.account.key1})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> AccessToken:
    return AccessToken(token=Secret(kit.read_json(res, Body).token), expires_in_seconds=3600)


@singledispatch
def method(method: object) -> dict[str, Secret | None]:
    raise Unsupported(type(method).__name__)


@method.register
def card(method: Card) -> dict[str, Secret | None]:
    return {"number": method.card_number}


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/payments", method(req.payment_method))


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return Payment(status=PaymentStatus.CHARGED, raw_connector_status=RawConnectorStatus(code="paid"),
                   connector_transaction_id=kit.read_json(res, Body).id)


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    raise RuntimeError(f"fell over {ctx.account.api_key.reveal()}")


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    return kit.post("/capture")


def parse_capture(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    """The status has a word that no text in UTF-8 can hold: half of a surrogate pair."""
    return Payment(status=PaymentStatus.CHARGED, raw_connector_status=RawConnectorStatus(code=chr(0xD800)),
                   connector_transaction_id="g-1")


CONNECTOR = kit.Connector(
    id="gatepay", account=Account, live_url="", test_url="", sign=sign, error=lambda res, ctx: None,
    flows=(
        kit.Flow(ACCESS_TOKEN, build_token, parse_token, sign=kit.unsigned),
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method, needs=(ACCESS_TOKEN,)),
        kit.Flow(CAPTURE, build_capture, parse_capture, sign=kit.unsigned),
        kit.Flow(VOID, build_void, parse_payment),
    ),
)
