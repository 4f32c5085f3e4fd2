"""cli.md: every command with its help, as the command line itself tells it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tollbridge.edges.cli import main
from tools.docs.markdown import page, section

WIDTH = 100


def cli() -> str:
    """The command line's own help, command by command."""
    return page("Command line",
                "Exit codes: 0 done, 1 a fault, 2 wrong usage or input, 4 the outcome of a call is unknown.",
                *(section(f"`{name}`", f"```console\n{told}\n```") for name, told in _helps(main, "tollbridge")))


def _helps(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Each command that does something, with its help; a group is its commands."""
    if isinstance(command, click.Group):
        for word, inner in sorted(command.commands.items()):
            yield from _helps(inner, f"{name} {word}")
        return
    context = click.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
