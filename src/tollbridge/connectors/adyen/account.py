"""An Adyen account: its key, its merchant account, where its APIs are, and how Adyen counts money."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials
from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.domain.secret import Secret

# https://docs.adyen.com/development-resources/currency-codes, read in a copy: the four that the page marks as other
# than ISO 4217. What Adyen counts with digits that the currency does not have (CLP, ISK) still has to be whole.
UNITS = CurrencyUnits({Currency.CLP: 2, Currency.CVE: 0, Currency.IDR: 0, Currency.ISK: 2})
to_wire, from_wire = UNITS.to_wire, UNITS.from_wire

CHECKOUT = "/v68"  # the version of the API, with which its paths begin
TEST_CHECKOUT = "https://checkout-test.adyen.com"
TEST_PAL, PAL = "https://pal-test.adyen.com", "/pal/servlet"
TEST_DISPUTES, LIVE_DISPUTES = "https://ca-test.adyen.com", "https://ca-live.adyen.com"


class Account(Struct, frozen=True, kw_only=True):
    """`api_key` is of an API credential: Customer Area, Developers, API credentials, where it is shown once; it needs
    the roles of what it calls. `merchant_account` is the account's code, as the Customer Area shows it.

    `endpoint_prefix` is of the live account, as "1797a841fbb37ca7-AdyenDemo": live Customer Area, Developers, API URLs;
    without it live has no address. https://docs.adyen.com/development-resources/live-endpoints

    `review_key` is for approving payouts; `dispute_base_url` stands in for the host of the disputes API.
    """

    api_key: Secret
    merchant_account: Secret
    review_key: Secret | None = None
    base_url: str | None = None
    dispute_base_url: str | None = None
    endpoint_prefix: str | None = None


Ctx = kit.Context[Account]


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """https://docs.adyen.com/development-resources/api-authentication; keys count for POST requests only."""
    return req.with_headers({"x-api-key": ctx.account.api_key,
                             "idempotency-key": ctx.idempotency_key if req.method == "POST" else None})


def base(ctx: Ctx) -> str:
    """Of the Checkout API: https://docs.adyen.com/development-resources/live-endpoints"""
    if ctx.environment is Environment.TEST:
        return TEST_CHECKOUT
    return f"https://{prefix(ctx)}-checkout-live.adyenpayments.com/checkout"


def pal_url(ctx: Ctx, path: str) -> str:
    """Of the older APIs (Payout, Recurring), which have a host of their own: `path` as "/Payout/v68/..."."""
    if own := ctx.account.base_url:
        return f"{own.rstrip('/')}{PAL}{path}"
    if ctx.environment is Environment.TEST:
        return TEST_PAL + PAL + path
    return f"https://{prefix(ctx)}-pal-live.adyenpayments.com{PAL}{path}"


def disputes_url(ctx: Ctx, path: str) -> str:
    """Of the disputes API: `path` as "/ca/services/DisputeService/v30/...".

    Below the account's own `base_url` too: a key for a sandbox or a proxy does not go to Adyen.
    """
    own = ctx.account.dispute_base_url or ctx.account.base_url
    if own:
        return own.rstrip("/") + path
    return (TEST_DISPUTES if ctx.environment is Environment.TEST else LIVE_DISPUTES) + path


def prefix(ctx: Ctx) -> str:
    """Part of a host name: with anything else in it the key would go to a stranger."""
    given = ctx.account.endpoint_prefix or ""
    if not given:
        raise BadCredentials("live needs the account's endpoint_prefix", "endpoint_prefix")
    if not (given.isascii() and given.replace("-", "").isalnum()):
        raise BadCredentials("not letters, digits and hyphens", "endpoint_prefix")
    return given


def amount(money: Money, path: str = "amount") -> dict[str, Any]:
    """Adyen's Amount."""
    return {"currency": money.currency, "value": to_wire(money, path)}
