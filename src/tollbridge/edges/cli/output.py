"""What is printed: results on stdout, everything else on stderr, colour for people only."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click


def say(text: str, *, err: bool = False) -> None:
    """Prints it. A reader that has left changes nothing of how the command ends: a payment is made or is not.

    Raises OSError where it cannot be written, as on a full disk.
    """
    try:
        _write(text, err=err)
    except OSError as error:
        _to_nowhere(err=err)
        if not isinstance(error, BrokenPipeError):
            raise


def _write(text: str, *, err: bool) -> None:
    try:
        click.echo(text, err=err, color=colourful(err=err))
    except UnicodeEncodeError:  # a terminal or locale that has no such letters
        click.echo(text.encode("ascii", "backslashreplace").decode(), err=err, color=colourful(err=err))


def say_lines(*lines: str) -> None:
    """In one write: processes that share a stdout never write into each other's lines, even with PYTHONUNBUFFERED,
    where `print` writes the end of a line for itself.
    """
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def say_json(value: Any, *, err: bool = False) -> None:
    say(as_text(value), err=err)


def as_text(value: Any) -> str:
    return json.dumps(value, indent=2)


def colourful(*, err: bool = False) -> bool:
    """On a terminal, unless NO_COLOR (https://no-color.org) is set to anything."""
    stream = sys.stderr if err else sys.stdout
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream is not None and stream.isatty()


def _to_nowhere(*, err: bool) -> None:
    """What is still in the buffer must not fail again when Python ends: its exit code would be another then."""
    stream = sys.stderr if err else sys.stdout
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
