"""The program `tollbridge`: commands that are imported when they are used, and one end for whatever goes wrong."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands may be named as `module:attribute`: they cost nothing until one of them is asked for.

    The attribute is the command, or a function that makes it from its name.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and (place := self.lazy.get(cmd_name)):
            module, _, attribute = place.partition(":")
            found = getattr(importlib.import_module(module), attribute)
            return found if isinstance(found, click.Command) else self._made(found, cmd_name)
        return found

    def _made(self, make: Callable[[str], click.Command], name: str) -> click.Command:
        """Once: whoever asks again gets the same."""
        self.commands[name] = made = make(name)
        return made


class Program(LazyGroup):
    """The outermost group. Whatever a command raises becomes a message and an exit code, never a traceback."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None,
             standalone_mode: bool = True, **extra: Any) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        extra.setdefault("obj", tuple(words))
        prog_name = prog_name or "tollbridge"
        if not standalone_mode:
            return super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
        except Exception as error:  # noqa: BLE001 - told by its kind: a fault of ours is a line too
            from tollbridge.edges.cli.failures import tell

            code = tell(error, as_json="--json" in words)
        except KeyboardInterrupt:
            code = 130
        sys.exit(code if isinstance(code, int) else 0)
