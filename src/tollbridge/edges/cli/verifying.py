"""The work of `tollbridge webhooks verify`."""

from __future__ import annotations

import http.client
import io
from typing import Any

import click

from tollbridge import catalog, engine
from tollbridge.client.core import Core, HandledWebhook, time_left, webhook_request, webhook_secrets
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import BadInput
from tollbridge.domain.events import Event, WebhookSecrets
from tollbridge.domain.operations import HANDLE_EVENT
from tollbridge.edges.cli.credentials import Whose, account, of_environment, transport_of, variables
from tollbridge.edges.cli.exits import DONE
from tollbridge.edges.cli.files import STDIN, read, read_text
from tollbridge.edges.cli.outcomes import leaves
from tollbridge.edges.cli.output import say, say_json
from tollbridge.kit.connector import Connector
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.webhook import WebhookRequest

MOST_LINE = 64 * 1024


class Incoming(Whose, frozen=True, kw_only=True):
    """The options of the command."""

    secret_file: str | None
    additional_secret_file: str | None
    headers: tuple[str, ...]
    body_file: str
    url: str
    method: str
    raw_http: bool


def verified(given: Incoming) -> int:
    """The exit code. Raises SignatureMismatch for a webhook that is not genuine, InvalidField for an unreadable one."""
    if [given.secret_file, given.additional_secret_file, given.body_file, given.credentials].count(STDIN) > 1:
        raise click.UsageError("only one of --secret-file, --additional-secret-file, --body and --credentials can be "
                               "stdin")
    connector = catalog.load(given.connector)
    secrets = _secrets(connector, given)
    core = _core(connector, given)
    events, acknowledgement = _received(core, _hook(given), secrets, given)
    shown = [_shown(event) for event in events]
    if given.as_json:
        say_json({"verified": True, "connector": connector.id, "events": shown,
                  "acknowledgement": {"status": acknowledgement.status, "headers": dict(acknowledgement.headers),
                                      "body": acknowledgement.body.decode(errors="replace")}})
    else:
        say("\n".join([click.style("genuine", fg="green", bold=True), *(line for one in shown for line in _lines(one)),
                       f"answer {connector.id} with HTTP {acknowledgement.status} once it is stored"]))
    return DONE


def _secrets(connector: Connector[Any], given: Incoming) -> WebhookSecrets:
    """From files, else those that the store has with the merchant's account."""
    other = given.additional_secret_file
    if given.secret_file is not None:
        secret = read_text(given.secret_file, "--secret-file")
        return webhook_secrets(secret, read_text(other, "--additional-secret-file") if other else None)
    if given.merchant is None:
        raise click.UsageError("no secret: give --secret-file, or --merchant whose account has it")
    if other is not None:
        raise click.UsageError("--additional-secret-file goes with --secret-file")
    from tollbridge.edges.cli.stored import stored_account

    found = stored_account(connector, given.merchant, given.environment, given.config).webhook_secrets
    if found is None:
        raise BadInput("--merchant: its account has no webhook_secret")
    return found


def _core(connector: Connector[Any], given: Incoming) -> Core:
    """Where nobody is asked, an account is not needed: what is given of one is used, the rest made up."""
    if connector.webhook is not None and connector.webhook.needs:
        if given.environment is None:
            raise click.UsageError(f"{connector.id} itself has to be asked: give --environment")
        return Core(connector, given.environment, account(connector, given), {})
    if given.credentials or given.merchant or of_environment(variables(connector)):
        own = account(connector, given)
    else:
        from tollbridge.testing.samples import sample  # imports much

        own = sample(connector.account)
    return Core(connector, given.environment or "test", own, {})


def _received(core: Core, hook: WebhookRequest, secrets: WebhookSecrets, given: Incoming) -> HandledWebhook:
    left = time_left(given.timeout_s)
    plan, steps = core.webhook(hook, secrets)
    with transport_of(given) as transport, steps:

        def send(request: HttpRequest) -> HttpResponse:
            return transport.send(request, timeout_s=left())

        return engine.drive_blocking(plan, steps.blocking(send, left))


# -- what came in -----------------------------------------------------------------------------------------------------
def _hook(given: Incoming) -> WebhookRequest:
    body = read(given.body_file, "--body")
    if given.raw_http:
        if given.headers:
            raise click.UsageError("--header: with --raw-http the headers are those of the request")
        return raw_request(body)
    return webhook_request(given.method, given.url, [_header(each) for each in given.headers], body)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise click.UsageError("--header: must be 'Name: value'")
    return name.strip(), value.strip()


def raw_request(content: bytes) -> WebhookRequest:
    """A whole HTTP/1.1 request. Raises BadInput for what is none, and for a body that is not there whole."""
    stream = io.BytesIO(content)
    line = stream.readline(MOST_LINE).decode("latin-1").split()
    if len(line) != 3 or not line[2].startswith("HTTP/1."):
        raise BadInput("--raw-http: begins with no line such as POST /webhooks HTTP/1.1")
    try:
        headers = http.client.parse_headers(stream)
    except http.client.HTTPException as error:
        raise BadInput(f"--raw-http: headers that cannot be read ({type(error).__name__})") from None
    body = stream.read()
    if "transfer-encoding" in headers:
        raise BadInput("--raw-http: the body is still in the chunks of its transfer: give it as it is without them")
    length = headers.get("content-length", str(len(body)))
    if not (length.isascii() and length.isdigit()) or int(length[:12]) > len(body):
        raise BadInput(f"--raw-http: {len(body)} bytes of body are not those of its content-length")
    return webhook_request(line[0], line[1], list(headers.items()), body[:int(length)])


# -- what it says -----------------------------------------------------------------------------------------------------
def _shown(event: Event) -> dict[str, Any]:
    """In the contract's JSON, as far as the contract has words for it."""
    shown: dict[str, Any] = {"connector_event_id": event.connector_event_id} if event.connector_event_id else {}
    if event.beyond_contract:
        return {**shown, "beyond_contract": True, "content": type(event.event_content).__name__}
    return {**shown, **json_codec(HANDLE_EVENT).write_result(event)}


def _lines(shown: dict[str, Any]) -> list[str]:
    kind = shown.get("event_type", "an event that the contract has no word for")
    return [str(kind), *(f"  {name:28} {value}" for name, value in leaves(shown) if name != "event_type")]
