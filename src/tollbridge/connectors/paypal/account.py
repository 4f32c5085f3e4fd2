"""A PayPal account: its credentials, how its requests prove themselves, and how PayPal writes money."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.domain.operations import ACCESS_TOKEN
from tollbridge.domain.payments import PartnerMerchantIdentifierDetails
from tollbridge.domain.secret import Secret

# https://developer.paypal.com/api/rest/reference/currency-codes/: these three do not support decimals; JPY has none in
# ISO 4217 either. A fraction is refused before sending.
UNITS = CurrencyUnits({Currency.HUF: 0, Currency.TWD: 0, Currency.JPY: 0})
REQUEST_ID, SECOND = "paypal-request-id", "-second"
LONGEST_KEY = 108 - len(SECOND)
LONGEST_PARTNER = 36


class Account(Struct, frozen=True, kw_only=True):
    """Client id and secret of a REST app: developer.paypal.com, Dashboard, Apps & Credentials, where sandbox and live
    have apps of their own. `payer_id`: of the merchant on whose behalf a platform's app calls.
    """

    client_id: Secret
    client_secret: Secret
    payer_id: Secret | None = None
    base_url: str | None = None


Ctx = kit.Context[Account]


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """The token of the ACCESS_TOKEN pre-step, and whom the call is for; `prefer` asks for the whole object back."""
    return req.with_headers({
        "content-type": "application/json",  # on requests without a body too: PayPal answers 415 to a POST without it
        "authorization": kit.bearer(ctx.given(ACCESS_TOKEN).token),
        "prefer": "return=representation",
        REQUEST_ID: ctx.idempotency_key if req.method == "POST" and REQUEST_ID not in req.headers else None,
        "paypal-auth-assertion": assertion(ctx.account) if ctx.account.payer_id else None,
    })


def second(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """A call that goes on with what an earlier one of the same merchant's id began, with a key of its own: by the same
    one PayPal would answer with what came of the earlier call, or refuse it as used before.
    """
    key = ctx.idempotency_key
    return req.with_headers({REQUEST_ID: key + SECOND if key else None})


def assertion(account: Account) -> Secret:
    """An unsigned JWT that names the merchant: https://developer.paypal.com/api/rest/requests/#paypal-auth-assertion"""
    claims = {"iss": account.client_id.reveal(), "payer_id": account.payer_id.reveal() if account.payer_id else ""}
    return Secret(f"{_part({'alg': 'none'})}.{_part(claims)}.")


def _part(content: Any) -> str:
    import base64

    return base64.urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")


def payee(ctx: Ctx) -> dict[str, Secret] | None:
    """Who gets the money, where a platform calls for a merchant: else it would be the caller."""
    return {"merchant_id": ctx.account.payer_id} if ctx.account.payer_id else None


def partner(details: PartnerMerchantIdentifierDetails | None) -> dict[str, str | None]:
    """The code that PayPal has given to the software between shop and PayPal (BN code, up to 36 characters): any other
    name is no code, and is not sent. https://developer.paypal.com/api/rest/requests/
    """
    its = details.partner_details if details else None
    name = (its.name or "") if its else ""
    fits = 0 < len(name) <= LONGEST_PARTNER and name.isascii() and name.isprintable() and " " not in name
    return {"paypal-partner-attribution-id": name if fits else None}


def money(amount: Money, path: str = "amount") -> dict[str, str]:
    """As PayPal writes it. Raises InvalidField for `path` where PayPal has no such fraction of the currency."""
    return {"currency_code": amount.currency.value, "value": UNITS.major(amount, path)}

