"""Webhooks: peek at them to route them, verify and then parse them. The only way to an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tollbridge.domain.errors import (
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    SignatureMismatch,
    Stale,
    Unsupported,
)
from tollbridge.domain.events import Event, EventContext, EventReference, WebhookSecrets
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.engine.masking import conceal, conceal_foreign, handled, known_to, shown_result
from tollbridge.engine.plan import Cache, Obtained, Plan, PreSteps, Trace, undecided, with_unified
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, Context
from tollbridge.kit.http import HttpResponse
from tollbridge.kit.quoting import split_url
from tollbridge.kit.webhook import Received, Verified, Webhook, WebhookRequest

if TYPE_CHECKING:
    from tollbridge.domain.echoes import Echoes


def incoming(details: RequestDetails, known: EventContext | None = None) -> WebhookRequest:
    """The processor's HTTP request, from how the contract carries it, with what the caller knows of the matter."""
    path, query = split_url(details.uri or "")
    method = details.method.removeprefix("HTTP_METHOD_") if details.method else "POST"
    return WebhookRequest(method, path, details.query_params or query, tuple(details.headers.items()),
                          details.body, known)


def peek(connector: Connector[A], hook: WebhookRequest) -> EventReference:
    """Event type and reference of a webhook that nobody has verified: to route it, never to act on it.

    Raises InvalidField for what is no webhook of this processor.
    """
    webhook = _webhook(connector)
    try:
        return webhook.peek(hook)
    except ConnectorError:
        raise
    except Exception as error:
        conceal_foreign(error)
        raise InvalidField("request_details.body", f"not readable ({type(error).__name__})") from error


def verify(connector: Connector[A], hook: WebhookRequest, secrets: WebhookSecrets | None, ctx: Context[A],
           cache: Cache | None = None, access_token: AccessToken | None = None) -> Plan[Verified]:
    """Raises SignatureMismatch unless the webhook proves where it comes from.

    Only that calls a webhook forged; a pre-step that fails is NotSent or Rejected.
    """
    webhook = _webhook(connector)
    if secrets is None or _blank(secrets.secret):
        raise MissingField("webhook_secrets.secret")
    if secrets.additional_secret is not None and _blank(secrets.additional_secret):
        raise InvalidField("webhook_secrets.additional_secret", "is blank: anyone could sign with it")
    before = PreSteps(connector, webhook.needs, Received(hook, secrets, access_token), ctx, cache, Trace())
    outer = handled()
    try:
        while True:
            if failure := (yield from before.run()):
                raise NotSent(f"{failure.code}: {failure.message}")
            try:
                webhook.verify(hook, secrets, before.ctx)
                return Verified(hook)
            except UnicodeError:
                raise SignatureMismatch("a header or the secret is no Unicode text") from None
            except Stale as stale:
                if not before.forget(stale):
                    raise SignatureMismatch(stale.message) from stale
    except Obtained:
        raise
    except Exception as error:
        conceal(error, known_to(secrets, before.ctx), outer)
        raise


def receive(connector: Connector[A], hook: WebhookRequest, secrets: WebhookSecrets | None, ctx: Context[A],
            cache: Cache | None = None, access_token: AccessToken | None = None) -> Plan[Sequence[Event]]:
    """Verify, then parse. Raises InvalidField for a genuine webhook that cannot be read."""
    verified = yield from verify(connector, hook, secrets, ctx, cache, access_token)
    outer = handled()
    try:
        events = _webhook(connector).parse(verified, ctx)
        return [_shown(connector, event, lambda: known_to(secrets, ctx)) for event in events]
    except Exception as error:
        conceal(error, known_to(secrets, ctx), outer)
        raise InvalidField("request_details.body", f"not readable ({type(error).__name__})") from error


def _shown(connector: Connector[A], event: Event, echoes: Callable[[], Echoes]) -> Event:
    """With the unified code of its error, whose words say nothing secret."""
    told = event.event_content
    content = shown_result(told if undecided(told) else with_unified(connector, told), echoes)
    return event if content is told else replace(event, event_content=content)


def acknowledge(connector: Connector[A], hook: WebhookRequest, ctx: Context[A]) -> HttpResponse:
    """What the processor expects back for a webhook that was taken in."""
    return _webhook(connector).acknowledge(hook, ctx)


def _blank(secret: Secret) -> bool:
    """Nothing in it can be seen: a variable that was never set, not a secret."""
    return not any(character.isprintable() and not character.isspace() for character in secret.reveal())


def _webhook(connector: Connector[A]) -> Webhook[A]:
    if connector.webhook is None:
        raise Unsupported(f"webhooks of {connector.id}")
    return connector.webhook
