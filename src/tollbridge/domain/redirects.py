"""Where the shopper has to go next: one of these is the `redirection_data` of a pending result."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret


class FormRedirect(Struct, frozen=True, kw_only=True, tag="form", tag_field="oneof"):
    """A form that the browser sends by itself. With GET it is the same as a link with these parameters."""

    endpoint: str = ""
    method: HttpMethod | None = None
    form_fields: Mapping[str, str] = {}


class HtmlRedirect(Struct, frozen=True, kw_only=True, tag="html", tag_field="oneof"):
    """A page of the processor's to show as it stands: isolate it, it is not ours."""

    html_data: str = ""


class Redirect(Struct, frozen=True, kw_only=True, tag="uri", tag_field="oneof"):
    """A link to send the shopper to."""

    uri: str = ""


class BraintreeForm(Struct, frozen=True, kw_only=True, tag="braintree", tag_field="oneof"):
    """What Braintree's browser library needs for its 3DS challenge."""

    client_token: Secret
    card_token: Secret
    bin: str = ""  # the first digits of the card
    acs_url: str = ""  # where it goes on afterwards


class MifinityForm(Struct, frozen=True, kw_only=True, tag="mifinity", tag_field="oneof"):
    """What Mifinity's widget needs to start."""

    initialization_token: Secret


class NmiForm(Struct, frozen=True, kw_only=True, tag="nmi", tag_field="oneof"):
    """What NMI's browser library needs for its 3DS challenge."""

    amount: Money
    public_key: Secret  # the account's, for the browser
    customer_vault_id: str = ""
    order_id: str = ""
    continue_redirection_url: str = ""


class HostedIframe(Struct, frozen=True, kw_only=True, tag="hosted_iframe", tag_field="oneof"):
    """A page of the processor's to show in a frame, which reports by messages to its parent."""

    endpoint: str = ""
    method: HttpMethod | None = None
    events: str = ""  # the messages to listen for


RedirectForm = (
    FormRedirect | HtmlRedirect | Redirect | BraintreeForm | MifinityForm | NmiForm | HostedIframe
)
