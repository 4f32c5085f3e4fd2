"""The access token: https://developer.paypal.com/api/rest/authentication/"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken


class TokenBody(Struct):
    access_token: str
    token_type: str | None = None
    expires_in: int | None = None  # seconds; nine hours as a rule


def build_access_token(req: CreateAccessToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/oauth2/token", {"grant_type": "client_credentials"})


def sign_with_client(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """Client id and secret in place of a token."""
    return req.with_headers({"authorization": kit.basic(ctx.account.client_id, ctx.account.client_secret)})


def parse_access_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> AccessToken:
    body = kit.read_json(res, TokenBody)
    return AccessToken(token=Secret(body.access_token), token_type=body.token_type, expires_in_seconds=body.expires_in)
