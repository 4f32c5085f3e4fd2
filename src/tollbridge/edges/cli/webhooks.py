"""`tollbridge webhooks verify|replay`: whether what came in is genuine, and what it says; events sent anew."""

from __future__ import annotations

from typing import Any

import click

from tollbridge.edges.cli.options import connector_option, credential_options, json_option, refuse_blanks
from tollbridge.edges.cli.program import LazyGroup


@click.group(cls=LazyGroup, lazy={"replay": "tollbridge.edges.cli.webhooks_replay:replay"})
def webhooks() -> None:
    """What processors send on their own, and what merchants get of it."""


def _options(command: click.Command) -> click.Command:
    """Behind the command's own, those that it shares with the calls."""
    command.params = [connector_option(), *command.params, *credential_options(environment_required=False),
                      json_option()]
    return command


@_options
@webhooks.command(epilog="""Example:\n\n\b
  tollbridge webhooks verify --connector stripe --secret-file secret.txt --raw-http < request.http""")
@click.option("--secret-file", metavar="FILE", help="The webhook's secret; - is stdin. Without it, --merchant's.")
@click.option("--additional-secret-file", metavar="FILE", help="The other one, while a secret is being replaced.")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="May be given several times.")
@click.option("--body", "body_file", metavar="FILE", default="-", show_default=True,
              help="Byte for byte what came in; - is stdin.")
@click.option("--url", default="/", show_default=True, help="Path and query that the processor called.")
@click.option("--method", default="POST", show_default=True, help="HTTP method.")
@click.option("--raw-http", is_flag=True, help="--body is a whole HTTP/1.1 request: its line, headers and body.")
def verify(**given: Any) -> int:
    """Verify one webhook and say what it tells. Exit code 0 genuine, 3 not genuine.

    Nothing is sent, but where the processor itself has to be asked (paypal): that takes --environment and credentials.
    """
    from tollbridge.edges.cli.verifying import Incoming, verified

    refuse_blanks()
    return verified(Incoming(**given))
