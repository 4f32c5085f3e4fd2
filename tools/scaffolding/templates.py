"""A connector's module as text: authorize with a card, and get."""

from __future__ import annotations

from tools.scaffolding.credentials import Account

AUTHS = ("bearer", "basic", "header", "hmac")
BODIES = ("json", "form")

MODULE = '''\
"""%(name)s: %(body)s requests, JSON answers. Begun by tools/scaffold: hosts, paths, fields and words are invented.

This text becomes the connector's manual page. Say here what the processor is, how it counts money, whether it honours
idempotency keys and what is odd about it, with dates; link its pages: API, errors, webhooks, test cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, CurrencyUnits
from tollbridge.domain.operations import AUTHORIZE, SYNC
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

UNITS = CurrencyUnits()  # minor units of ISO 4217; name the currencies that the processor counts otherwise
to_wire, from_wire = UNITS.to_wire, UNITS.from_wire


%(account)s


Ctx = kit.Context[Account]
# Every word of the processor's pages; any other is UNRESOLVED by itself, never a success.
STATUS = kit.payment_statuses(paid=Status.CHARGED, pending=Status.PENDING, declined=Status.FAILURE)
DECLINES: Mapping[str, Decline] = {
    "do_not_honor": Decline.DO_NOT_HONOR,
    "insufficient_funds": Decline.INSUFFICIENT_FUNDS,
}


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """Once for all flows, over the finished request."""
%(sign)s


@singledispatch
def method_fields(method: object) -> dict[str, Any]:
    """What a payment method adds to a payment. Its cases are what authorize accepts."""
    raise Unsupported(type(method).__name__)


@method_fields.register
def card(method: Card) -> dict[str, Any]:
    return {"number": method.card_number, "month": method.card_exp_month, "year": method.card_exp_year,
            "cvc": method.card_cvc or None}


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    return kit.%(post)s("/payments", {
        "amount": to_wire(req.amount), "currency": req.amount.currency, "reference": req.merchant_transaction_id,
        "card": method_fields(req.payment_method)})


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/payments/{connector_transaction_id}", req))


class PaymentBody(Struct):
    """Only what is read."""

    id: str
    status: str
    amount: int
    currency: str
    reason: str | None = None


class ErrorBody(Struct):
    code: str
    message: str = ""


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    body = kit.read_json(res, PaymentBody)
    status, money = STATUS[body.status], from_wire(body.amount, Currency(body.currency))
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=body.status), connector_transaction_id=body.id,
        amount=money, authorized_money=money if status is Status.CHARGED else None,
        captured_amount=money if status is Status.CHARGED else None,
        error=Failure(code=body.reason or body.status, message="") if status is Status.FAILURE else None)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """HTTP 400 and up. 422 is the documented no; None leaves the judgement to the engine."""
    error = kit.read_json(res, ErrorBody)
    if res.status == 422:
        return Failure(code=error.code, message=error.message)
    return kit.rejected(res, error.code, error.message) if res.status in kit.UNTOUCHED else None


CONNECTOR = kit.Connector(
    id="%(name)s", account=Account, live_url="https://%(host)s.invalid", test_url="https://sandbox.%(host)s.invalid",
    sign=sign, error=parse_error, declines=DECLINES,
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method_fields),
        kit.Flow(SYNC, build_sync, parse_payment),
    ),
)
'''

CODES_TEXT = '''# Every code for a no that the processor's pages list: each is in DECLINES, or excepted here.
# Write the page's address and the codes as they stand there; an [[excepted]] has `reason` and `codes`.

[[documented]]
what = "error codes"
source = ""
read = false
codes = ["do_not_honor", "insufficient_funds"]
'''


def module_text(name: str, auth: str, body: str, account: Account) -> str:
    """The whole module."""
    return MODULE % {
        "name": name, "host": name.replace("_", "-"), "body": "JSON" if body == "json" else "form",
        "post": f"post_{body}", "account": account.structs,
        "sign": "\n".join(f"    {line}" for line in _sign(auth, account))}


def _sign(auth: str, account: Account) -> list[str]:
    """The lines that add the credentials."""
    user, proof = account.user, account.proof
    if auth == "bearer":
        return [f'return req.with_headers({{"authorization": kit.bearer(ctx.account.{user})}})']
    if auth == "header":
        return [f'return req.with_headers({{"x-api-key": ctx.account.{user}}})']
    if auth == "basic":
        password = f"ctx.account.{proof}" if proof else 'Secret("")'
        return [f'return req.with_headers({{"authorization": kit.basic(ctx.account.{user}, {password})}})']
    return [
        "stamp = str(int(ctx.now.timestamp()))",
        'signed = f"{req.method}\\n{req.path}\\n{stamp}\\n".encode() + (req.body or b"")',
        "return req.with_headers({",
        *([f'    "x-api-key": ctx.account.{user},'] if proof else []),
        '    "x-timestamp": stamp,',
        f'    "x-signature": kit.hmac_sha256(ctx.account.{proof or user}, signed),',
        "})"]
