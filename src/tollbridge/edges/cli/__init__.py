"""The command line: `tollbridge ...`. Each command's work is in a module of its own, imported when it runs.

Exit codes: `exits.py`. Groups that are made from the table of operations: `operations.py`.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from tollbridge._version import __version__
from tollbridge.edges.cli.exits import MEANINGS
from tollbridge.edges.cli.program import Program

OPERATIONS = ("pay", "refunds", "mandates", "disputes", "payouts", "customers", "methods", "three-ds", "sessions",
              "risk")
LAZY = {
    "accounts": "tollbridge.edges.cli.accounts:accounts",
    "audit": "tollbridge.edges.cli.audit:audit",
    "backup": "tollbridge.edges.cli.recovery:backup",
    "bridge": "tollbridge.edges.cli.working:bridge",
    **dict.fromkeys(OPERATIONS, "tollbridge.edges.cli.operations:Operations"),
    "call": "tollbridge.edges.cli.operations:call_command",
    "compliance": "tollbridge.edges.cli.compliance:compliance",
    "completion": "tollbridge.edges.cli.completion:completion",
    "config": "tollbridge.edges.cli.config:config",
    "dev": "tollbridge.edges.cli.dev:dev",
    "dlq": "tollbridge.edges.cli.dlq:dlq",
    "export": "tollbridge.edges.cli.export:export",
    "keys": "tollbridge.edges.cli.keys:keys",
    "listen": "tollbridge.edges.cli.listen:listen",
    "nats-config": "tollbridge.edges.cli.nats_config:nats_config",
    "operation": "tollbridge.edges.cli.operation:operation",
    "replay": "tollbridge.edges.cli.replay:replay",
    "records": "tollbridge.edges.cli.records:records",
    "restore": "tollbridge.edges.cli.recovery:restore",
    "sandbox": "tollbridge.edges.cli.sandbox:sandbox",
    "serve": "tollbridge.edges.cli.serving:serve",
    "streams": "tollbridge.edges.cli.streams:streams",
    "webhooks": "tollbridge.edges.cli.webhooks:webhooks",
    "workers": "tollbridge.edges.cli.workers:workers",
    "worker": "tollbridge.edges.cli.working:worker",
}


HELP = "\n".join([
    "One payments API over many payment processors.", "", "\b", "Exit codes:",
    *(f"  {code:<4} {meaning}" for code, meaning in MEANINGS.items()), "",
    "Results go to stdout, errors to stderr; with --json both are JSON."])


@click.group(cls=Program, lazy=LAZY, help=HELP,
             context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tollbridge")
def main() -> None:
    """Registers the commands, no more."""


@main.command()
def transform() -> None:
    """Build requests and parse answers, JSON lines from stdin to stdout. Nothing is sent.

    Each line: {"id", "op": "request"|"response"|"webhook", "connector", "flow", "config", "request", "environment",
    ...}; each answer: {"id", "ok": ...} or {"id", "error": {"type", "code", "message", "fields"}}.
    """
    from tollbridge.edges.cli.transform import transform as answers

    out = sys.stdout.buffer
    for line in answers(sys.stdin.buffer):
        out.write(line)
        out.flush()


@main.group()
def connectors() -> None:
    """What processors there are, and what each of them does: read from their code."""


@connectors.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def connectors_list(as_json: bool) -> None:
    """All connectors with the flows that each offers."""
    from tollbridge.edges.cli import listing

    click.echo(listing.all_connectors(as_json=as_json))


@connectors.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def connectors_show(name: str, as_json: bool) -> None:
    """One connector: credentials, flows, payment methods, features, idempotency, webhooks."""
    from tollbridge.domain.errors import BadInput
    from tollbridge.edges.cli import listing

    try:
        click.echo(listing.one_connector(name, as_json=as_json))
    except BadInput as error:
        _usage(str(error))


@main.group()
def declines() -> None:
    """Why payments are refused: one table of codes, the networks' and every connector's words for them."""


@declines.command("list")
@click.option("--category", help="Only those of one category, such as funds or fraud.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def declines_list(category: str | None, as_json: bool) -> None:
    """The unified codes: category, when to try again, what each means."""
    from tollbridge.domain.declines import Category
    from tollbridge.edges.cli import decline_codes

    if category is not None and category not in list(Category):
        _usage(f"--category {category}: must be one of {', '.join(Category)}")
    click.echo(decline_codes.listed(category, as_json=as_json))


@declines.command("explain")
@click.argument("code")
@click.option("--connector", help="Only what this connector means by it.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def declines_explain(code: str, connector: str | None, as_json: bool) -> None:
    """What CODE means: a unified code, a network's response or advice code, or a connector's own word."""
    from tollbridge.domain.errors import BadInput
    from tollbridge.edges.cli import decline_codes

    try:
        click.echo(decline_codes.explained(code, connector, as_json=as_json))
    except BadInput as error:
        _usage(str(error))




def _usage(why: str) -> NoReturn:
    raise click.UsageError(why)
