"""Errors in words and as JSON, always on stderr; with what the user of a command line can do about them."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import click

from tollbridge.contract.error_json import error_json
from tollbridge.domain.errors import (
    ConnectorError,
    NotSent,
    OutcomeUnknown,
    Rejected,
    SignatureMismatch,
    Unreachable,
)
from tollbridge.domain.masking import masked
from tollbridge.edges.cli.exits import FAULT, INTERRUPTED, USAGE, exit_code
from tollbridge.edges.cli.output import say, say_json

TRACEBACK = "TOLLBRIDGE_TRACEBACK"


class Told(Exception):
    """An error of a call, with what the command line knows besides: the options that mend it, what to run next."""

    def __init__(self, error: ConnectorError, options: Mapping[str, str] | None = None,
                 commands: Sequence[str] = ()) -> None:
        super().__init__(str(error))
        self.error = error
        self.options = options or {}
        self.commands = tuple(commands)


def tell(error: Exception, *, as_json: bool) -> int:
    """Prints it on stderr; the exit code."""
    if isinstance(error, click.exceptions.Abort):
        say("interrupted", err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        return _usage(error, as_json=as_json)
    if isinstance(error, ConnectorError):
        error = Told(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        say(f"cannot write to stdout: {error.strerror}", err=True)
        return FAULT
    if not isinstance(error, Told):
        return _fault(error, as_json=as_json)
    if as_json:
        say_json({"error": _as_json(error)}, err=True)
    else:
        say(_in_words(error), err=True)
    return exit_code(error.error)


def _usage(error: click.ClickException, *, as_json: bool) -> int:
    """What the user typed may be a card number in the wrong place: it is not repeated."""
    why = masked(error.format_message())
    code = USAGE if isinstance(error, click.UsageError) else error.exit_code
    if as_json:
        say_json({"error": {"type": "Usage", "code": "USAGE", "message": why, "fields": []}}, err=True)
        return code
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # of click 8.2: a group without a command is its help
        say(why, err=True)
        return code
    if ctx is not None:
        say(f"{ctx.get_usage()}\nTry '{ctx.command_path} --help' for help.\n", err=True)
    say(f"Error: {why}", err=True)
    return code


def _fault(error: Exception, *, as_json: bool) -> int:
    """A fault of ours. Its text may quote anything: only its kind is told, and with TOLLBRIDGE_TRACEBACK where."""
    kind = type(error).__name__
    if as_json:
        say_json({"error": {"type": "Fault", "code": "INTERNAL", "message": f"a fault of Tollbridge: {kind}",
                            "fields": []}}, err=True)
    else:
        say(f"a fault of Tollbridge: {kind}. With {TRACEBACK}=1 it says where; please report it", err=True)
    if os.environ.get(TRACEBACK):
        say("".join(traceback.format_tb(error.__traceback__)) + kind, err=True)
    return FAULT


def _as_json(told: Told) -> dict[str, Any]:
    """As every other edge has it; with the kinds of NotSent by their own names, and what to do next."""
    error = told.error
    shown = error_json(error)
    if isinstance(error, Unreachable) or type(error) is NotSent:
        shown |= {"type": type(error).__name__, "code": "UNREACHABLE" if isinstance(error, Unreachable) else "NOT_SENT"}
    if isinstance(error, Rejected):
        shown["http_status"] = error.http_status
    if isinstance(error, OutcomeUnknown):
        shown |= {"reference": error.reference, "idempotency_key": error.idempotency_key,
                  "repeatable": error.repeatable, "syncable": error.syncable, "advice": error.advice,
                  "commands": list(told.commands)}
    return shown


def _in_words(told: Told) -> str:
    error = told.error
    if isinstance(error, OutcomeUnknown):
        return _unknown(error, told.commands)
    if isinstance(error, Rejected):
        wait = f"\nwait {error.retry_after.total_seconds():g} seconds" if error.retry_after else ""
        return f"{_red('rejected')}: {error}\nThe processor did nothing: mend credentials, id or rate.{wait}"
    if isinstance(error, SignatureMismatch):
        return f"{_red('not genuine')}: {error}\nIt proves nothing: do not act on it, answer HTTP 401."
    if isinstance(error, Unreachable) or type(error) is NotSent:
        return f"{_red('nothing was sent')}: {masked(str(error))}"
    problems = getattr(error, "problems", ())
    if problems:
        lines = [f"  {path}: {why}" + (f"   ({told.options[path]})" if path in told.options else "")
                 for path, why in problems]
        count = f"{len(problems)} field{'s' if len(problems) > 1 else ''}"
        return "\n".join([f"{_red('wrong input')}, nothing was sent: {count}", *map(masked, lines)])
    return f"{_red('wrong input')}, nothing was sent: {masked(str(error))}"


def _unknown(error: OutcomeUnknown, commands: Sequence[str]) -> str:
    lines = [f"{click.style('outcome unknown', fg='yellow', bold=True)}: {error}",
             "It may have been carried out: do not send it under another key, nor elsewhere, before you know."]
    if error.idempotency_key:
        lines.append(f"idempotency key   {error.idempotency_key}")
    if error.reference:
        lines.append(f"reference         {error.reference}")
    return "\n".join([*lines, f"next: {error.advice}", *(f"  {command}" for command in commands)])


def _red(text: str) -> str:
    return click.style(text, fg="red", bold=True)
