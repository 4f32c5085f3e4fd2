"""Redirects."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret


class FormRedirect(Struct, frozen=True, kw_only=True, tag="form", tag_field="oneof"):
    """Form Redirect."""

    endpoint: str = ""
    method: HttpMethod | None = None
    form_fields: Mapping[str, str] = {}


class HtmlRedirect(Struct, frozen=True, kw_only=True, tag="html", tag_field="oneof"):
    """Html Redirect."""

    html_data: str = ""


class Redirect(Struct, frozen=True, kw_only=True, tag="uri", tag_field="oneof"):
    """Redirect."""

    uri: str = ""


class BraintreeForm(Struct, frozen=True, kw_only=True, tag="braintree", tag_field="oneof"):
    """Braintree Redirect."""

    client_token: Secret
    card_token: Secret
    bin: str = ""
    acs_url: str = ""


class MifinityForm(Struct, frozen=True, kw_only=True, tag="mifinity", tag_field="oneof"):
    """Mifinity Redirect."""

    initialization_token: Secret


class NmiForm(Struct, frozen=True, kw_only=True, tag="nmi", tag_field="oneof"):
    """Nmi Redirect."""

    amount: Money
    public_key: Secret
    customer_vault_id: str = ""
    order_id: str = ""
    continue_redirection_url: str = ""


class HostedIframe(Struct, frozen=True, kw_only=True, tag="hosted_iframe", tag_field="oneof"):
    """Hosted Iframe."""

    endpoint: str = ""
    method: HttpMethod | None = None
    events: str = ""


RedirectForm = (
    FormRedirect | HtmlRedirect | Redirect | BraintreeForm | MifinityForm | NmiForm | HostedIframe
)
