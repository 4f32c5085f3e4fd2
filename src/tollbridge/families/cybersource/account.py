"""How a merchant of Cybersource's REST API proves who is calling: HTTP Signature with a shared secret.

https://developer.cybersource.com/library/documentation/dev_guides/REST_API/Getting_Started/html/REST_GS/ch_authentication.5.3.htm
The name of the target has no parentheses since 2024-04: https://community.developer.cybersource.com/t5/cybersource-Developer-Blog/U-p-d-a-t-e-REST-API-Http-Signature-Authentication-Critical/ba-p/87319
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import BadCredentials
from tollbridge.domain.secret import Secret

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Account(Struct, frozen=True, kw_only=True):
    """A shared secret of the merchant's."""

    api_key: Secret
    api_secret: Secret
    merchant_account: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]
SIGNED, BODILESS = "host date request-target digest v-c-merchant-id", "host date request-target v-c-merchant-id"


def http_date(now: datetime) -> str:
    """RFC 7231, whatever the locale."""
    return (f"{DAYS[now.weekday()]}, {now.day:02} {MONTHS[now.month - 1]} {now.year:04} "
            f"{now.hour:02}:{now.minute:02}:{now.second:02} GMT")


def sign(req: kit.HttpRequest, ctx: Ctx, *, charset: bool = True) -> kit.HttpRequest:
    """HMAC-SHA256 over host, date, target, digest of the body, and merchant: in this order, as they are sent."""
    import base64
    import hashlib
    import hmac

    _, _, host, path = req.url.split("/", 3)
    merchant, date = ctx.account.merchant_account, http_date(ctx.now)
    names, text, digest = BODILESS, f"host: {host}\ndate: {date}\nrequest-target: {req.method.lower()} /{path}", None
    if req.body is not None:
        names, digest = SIGNED, f"SHA-256={base64.b64encode(hashlib.sha256(req.body).digest()).decode()}"
        text = f"{text}\ndigest: {digest}"
    try:
        key = base64.b64decode(ctx.account.api_secret.reveal(), validate=True)
    except ValueError:
        raise BadCredentials("api_secret is not in base64", "api_secret") from None
    text = f"{text}\nv-c-merchant-id: {merchant.reveal()}"
    signature = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
    return req.with_headers({
        "accept": "application/hal+json;charset=utf-8",
        "content-type": "application/json;charset=utf-8" if charset else "application/json", "date": date,
        "digest": digest, "v-c-merchant-id": merchant,
        "signature": Secret(f'keyid="{ctx.account.api_key.reveal()}", algorithm="HmacSHA256", '
                            f'headers="{names}", signature="{signature}"')})
