"""cli.md: every command with its help, as the command line itself tells it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tollbridge.edges.cli import main
from tollbridge.edges.cli.exits import MEANINGS
from tools.docs.markdown import page, section, table

WIDTH = 100


def cli() -> str:
    """The command line's own help, command by command."""
    return page("Command line",
                table(["exit code", "means"], [[str(code), meaning] for code, meaning in MEANINGS.items()]),
                "Results are on stdout, errors on stderr; with `--json` both are JSON.",
                *(section(f"`{name}`", f"```console\n{told}\n```") for name, told in _helps(main, "tollbridge")))


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Each command that does something, with its help; a group is its commands."""
    # A command keeps the names of its help option from its first context: they have to be those of a real call.
    context = click.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH,
                            help_option_names=main.context_settings["help_option_names"])
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            if (inner := command.get_command(context, word)) is not None:
                yield from _helps(inner, f"{name} {word}")
        return
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
