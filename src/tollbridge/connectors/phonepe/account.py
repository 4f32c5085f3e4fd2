"""A PhonePe merchant: its hosts, its rupees, and X-VERIFY, by which both sides prove themselves."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.secret import Secret

LIVE_URL = "https://api.phonepe.com/apis/hermes"
TEST_URL = "https://api-preprod.phonepe.com/apis/pg-sandbox"
HOSTS = {Environment.LIVE: LIVE_URL, Environment.TEST: TEST_URL}
LIVE_V3 = "https://mercury-t2.phonepe.com"
"""Live, whatever begins with /v3 is elsewhere: https://developer.phonepe.com/v2/reference/paymentlink-api"""
LONGEST_TRANSACTION_ID = 37  # "length should be less than 38 characters"; some of PhonePe's pages say 35
LONGEST_USER_ID = 35
ID = re.compile(r"[A-Za-z0-9_-]+")  # "no special characters allowed except underscore and hyphen"


class Account(Struct, frozen=True, kw_only=True):
    """From PhonePe, by email: for the test system at the start, for the live one once it has approved the integration
    (https://developer.phonepe.com/v1/docs/how-to-go-live-4). A merchant may have several salt keys; `salt_index` says
    which one `salt_key` is.
    """

    merchant_id: Secret
    salt_key: Secret
    salt_index: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]


def checksum(text: str, key: Secret) -> str:
    """SHA-256 with the salt key behind the text, in lower-case hexadecimal: the first part of X-VERIFY."""
    import hashlib

    return hashlib.sha256(f"{text}{key.reveal()}".encode()).hexdigest()


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """X-VERIFY over the payload, if there is one, and the path below the host's own: "/pg/v1/pay".

    A request without a payload names the merchant in a header too.
    """
    account = ctx.account
    base = LIVE_V3 if req.url.startswith(LIVE_V3) else (account.base_url or HOSTS[ctx.environment]).rstrip("/")
    payload = req.content["request"].reveal() if req.content else ""
    proof = checksum(payload + req.url.removeprefix(base), account.salt_key)
    return req.with_headers({
        "content-type": "application/json", "accept": "application/json" if req.content else None,
        "x-verify": Secret(f"{proof}###{account.salt_index.reveal()}"),
        "x-merchant-id": None if req.content else account.merchant_id})


def post(path: str, ctx: Ctx, fields: Mapping[str, Any]) -> kit.HttpRequest:
    """The merchant and these fields as JSON, in base64: {"request": "..."}."""
    payload = kit.post_json(path, {"merchantId": ctx.account.merchant_id, **fields}).body or b""
    return kit.post_json(at(path, ctx), {"request": Secret(base64.b64encode(payload).decode())})


def at(path: str, ctx: Ctx) -> str:
    """Where a call goes; an address of the account's own, as of a sandbox, has all of them."""
    own = ctx.account.base_url or LIVE_URL
    live = ctx.environment is Environment.LIVE and own.startswith(LIVE_URL)
    return LIVE_V3 + path if live and path.startswith("/v3/") else path


def status(ctx: Ctx, transaction_id: str, field: str, of: str = "/pg/v1/status") -> kit.HttpRequest:
    """Asks for a transaction, payment or refund, by the id that the merchant gave it."""
    kit.require({field: transaction_id})
    if not transaction_id.strip("."):
        raise InvalidField(field, "no id")
    here = kit.path(of + "/{merchant_id}/{id}", Lookup(ctx.account.merchant_id.reveal(), transaction_id))
    return kit.get(at(here, ctx), in_path=ctx.account.merchant_id)


class Lookup(Struct, frozen=True):
    """What stands in the path of a question."""

    merchant_id: str
    id: str


def own_id(value: str | None, field: str, longest: int = LONGEST_TRANSACTION_ID) -> str | None:
    """An id of the merchant's as PhonePe takes it; absent is for `kit.require`."""
    if value and (len(value) > longest or not ID.fullmatch(value)):
        raise InvalidField(field, f"must be up to {longest} letters, digits, underscores and hyphens")
    return value


def of_payment(its: str, what: str) -> str:
    """An id of no mandate's set-up or debit, which has its kind in front: PhonePe would look for another's."""
    if ":" in its:
        raise Unsupported(f"{what} of a mandate's debit")
    return its


def paise(money: Money, path: str) -> int:
    """PhonePe has no field for a currency: any other's minor units would be charged as paise."""
    if money.currency is not Currency.INR:
        raise InvalidField(f"{path}.currency", f"PhonePe moves {Currency.INR} only")
    return money.minor_amount


def rupees(amount: int | None, currency: Currency = Currency.INR) -> Money | None:
    """What an answer states in paise."""
    return None if amount is None else Money(amount, currency)
