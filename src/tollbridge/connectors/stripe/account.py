"""A Stripe account: its key, how its requests prove themselves, and how Stripe counts money."""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials
from tollbridge.domain.money import Currency, CurrencyUnits
from tollbridge.domain.secret import Secret

VERSION = "2022-11-15"
# https://docs.stripe.com/currencies#special-cases, read in a copy of 2026-04: ISK and UGX count with two digits that
# must be zero, MGA with none, and currencies of three digits end in zero.
UNITS = CurrencyUnits(
    {Currency.ISK: 2, Currency.UGX: 2, Currency.MGA: 0},
    precision={Currency.ISK: 0, Currency.UGX: 0, **{c: 2 for c in Currency if c.exponent == 3}})
to_wire, from_wire = UNITS.to_wire, UNITS.from_wire


class Account(Struct, frozen=True, kw_only=True):
    """`api_key` is the secret key, sk_live_... or sk_test_...: it decides whether money is real. It is made in the
    Dashboard, Developers, API keys; a restricted one, rk_..., will do. https://docs.stripe.com/keys
    """

    api_key: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]
# https://docs.stripe.com/keys: what keys of the other system begin with
OTHER = {Environment.TEST: ("sk_live_", "rk_live_"), Environment.LIVE: ("sk_test_", "rk_test_")}


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """Bearer key, pinned version; every POST may carry an idempotency key.

    Both systems have one address: a key of the other one is refused, for with it a test would move real money.
    """
    if ctx.account.api_key.reveal().startswith(OTHER[ctx.environment]):
        raise BadCredentials(f"api_key is not a key for the {ctx.environment.name.lower()} environment", "api_key")
    req = req.with_headers({
        "content-type": "application/x-www-form-urlencoded",  # on a GET too, where Stripe ignores it
        "authorization": kit.bearer(ctx.account.api_key), "stripe-version": VERSION})
    return req if req.method == "GET" else req.with_headers({"idempotency-key": ctx.idempotency_key})
