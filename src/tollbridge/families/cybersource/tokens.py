"""Microform: card fields in the shopper's browser, whose token goes into a TokenAuthorize.

https://developer.cybersource.com/docs/cybs/en-us/digital-accept-flex/developer/all/rest/digital-accept-flex/microform-integ-v2.html
"""

from __future__ import annotations

from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.domain.client_tokens import CybersourceClientAuthenticationResponse
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateClientToken, PaymentClientAuthenticationContext
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.methods import unpacked

NETWORKS = ["VISA", "MASTERCARD", "AMEX", "DISCOVER"]
FIELDS: dict[str, Any] = {"paymentInformation": {"card": {"number": {}, "securityCode": {}}}}


class Library(msgspec.Struct, rename="camel"):
    client_library: str = ""
    client_library_integrity: str = ""


class Held(msgspec.Struct):
    data: Library


class Claims(msgspec.Struct):
    """Of the capture context, a JWT."""

    ctx: list[Held]


def build_client_token(req: CreateClientToken, ctx: Ctx) -> kit.HttpRequest:
    """The page that will hold the fields is named by its origin: that of the return URL."""
    its = req.domain_context
    if not isinstance(its, PaymentClientAuthenticationContext):
        raise Unsupported("a client token for anything but a payment")
    kit.require({"payment.return_url": its.return_url})
    scheme, _, rest = str(its.return_url).partition("://")
    return kit.post_json("/microform/v2/sessions", {
        "targetOrigins": [f"{scheme}://{rest.partition('/')[0]}"], "clientVersion": "v2.0",
        "allowedCardNetworks": NETWORKS, "fields": FIELDS})


def parse_client_token(res: kit.HttpResponse, req: CreateClientToken, ctx: Ctx) -> ClientToken:
    """The answer is the capture context itself. It goes to the browser, whose library verifies it."""
    context = res.body.decode("ascii").strip()
    _, claims, _ = context.split(".")
    held = unpacked(claims, Claims).ctx[0].data
    return ClientToken(session_data=CybersourceClientAuthenticationResponse(
        capture_context=Secret(context), client_library=held.client_library,
        client_library_integrity=held.client_library_integrity))
