"""The command line: `tollbridge ...`. Each command's work is in a module of its own, imported when it runs."""

from __future__ import annotations

import sys

import click

from tollbridge._version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tollbridge")
def main() -> None:
    """One payments API over many payment processors."""


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
