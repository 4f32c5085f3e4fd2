"""A Checkout.com account: its keys, how its requests prove themselves, and how Checkout.com counts money."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.domain.operations import ACCESS_TOKEN
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken
from tollbridge.kit.json import CONTENT_TYPE as JSON

Form = dict[str, Any]
KEYED = re.compile("/payment(s|-contexts)")
# https://www.checkout.com/docs/payments/accept-payments/format-the-amount-value: CLP has two digits that must be zero,
# currencies of three digits end in zero. UF (CLF) counts whole, as an older copy of the page says.
UNITS = CurrencyUnits({Currency.CLP: 2, Currency.CLF: 0}, precision={
    Currency.CLP: 0, Currency.CLF: 0, **{c: 2 for c in Currency if c.exponent == 3}})
to_wire = UNITS.to_wire
LIVE, TEST = "https://api.checkout.com", "https://api.sandbox.checkout.com"
LOGIN_AT = {Environment.LIVE: LIVE, Environment.TEST: TEST}
SCOPES = "gateway vault disputes payouts"
MORE = f"{SCOPES} sessions:browser"


class Account(Struct, frozen=True, kw_only=True):
    """`api_secret` is the secret key, and `api_key` the public one that makes tokens; or both are an OAuth access key,
    whose id begins with ack_. They are made in the Dashboard, Developers, Keys, where a secret is shown once: give it
    all scopes, or those of what is called. https://www.checkout.com/docs/developer-resources/api/manage-api-keys

    `processing_channel_id`, pc_..., is the channel that every payment is made in: Dashboard, Settings, Processing
    channels. https://www.checkout.com/docs/business-operations/use-the-dashboard/manage-processing-channels

    `base_url` is for an account with a host of its own, https://{prefix}.api.checkout.com.
    """

    api_key: Secret
    api_secret: Secret
    processing_channel_id: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]


class TokenBody(Struct):
    access_token: str
    token_type: str | None = None
    expires_in: int | None = None  # seconds; an hour as a rule


class LoginError(Struct):
    error: str = ""


def by_oauth(account: Account) -> bool:
    return account.api_key.reveal().startswith("ack_")


LOGIN: tuple[kit.Need[Any], ...] = (kit.Need(ACCESS_TOKEN, account=by_oauth),)


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """Bearer: the secret key, or the token that an access key is good for. Payments carry an idempotency key, below
    whatever path an account's base_url has.
    """
    token = ctx.given(ACCESS_TOKEN).token if by_oauth(ctx.account) else ctx.account.api_secret
    key = ctx.idempotency_key if req.method == "POST" and KEYED.search(req.path) else None
    return req.with_headers({"content-type": req.headers.get("content-type", JSON), "authorization": kit.bearer(token),
                             "cko-idempotency-key": key})


def sign_session(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    if not by_oauth(ctx.account):
        raise Unsupported("3DS in steps with a secret key: it wants an OAuth access key as api_key and api_secret")
    return sign(req, ctx)


def sign_public(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({"authorization": kit.bearer(ctx.account.api_key)})


def require_public(req: object, ctx: Ctx) -> None:
    """Tokens are made by the public key alone, and an OAuth account has none."""
    if by_oauth(ctx.account):
        raise Unsupported("tokens, and wallets that are still encrypted, with an OAuth access key")


def login(req: CreateAccessToken, ctx: Ctx) -> kit.Exchanges[AccessToken]:
    """An access key that may not have one of the scopes gets none: one that was made for payments alone goes on with
    theirs. At a host beside, which has the prefix of an account too. Any other host of the account does both.
    """
    own = (ctx.account.base_url or LOGIN_AT[ctx.environment]).rstrip("/")
    host = own.replace("api.", "access.", 1) if own.endswith(".checkout.com") else ""
    for scope in (MORE, SCOPES):
        res = yield kit.post_form(f"{host}/connect/token", {"grant_type": "client_credentials", "scope": scope})
        if res.status != 400:
            body = kit.read_json(res, TokenBody)
            return AccessToken(
                token=Secret(body.access_token), token_type=body.token_type, expires_in_seconds=body.expires_in)
        wrong = kit.read_json(res, LoginError).error
        if wrong != "invalid_scope":
            break
    return kit.rejected(res, wrong, wrong)


def sign_login(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({"authorization": kit.basic(ctx.account.api_key, ctx.account.api_secret)})


def money(amount: int | None, currency: str | None) -> Money | None:
    """As an answer states it; None where it does not."""
    return None if amount is None or currency is None else UNITS.from_wire(amount, Currency(currency))
