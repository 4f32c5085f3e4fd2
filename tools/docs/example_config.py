"""config/example.toml: every setting with what it is for, its limits and its default, from the tree itself."""

from __future__ import annotations

import inspect
import json
import textwrap
import typing
from collections.abc import Iterator

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from tollbridge.settings.kinds import limits_of
from tollbridge.settings.layers import is_section, plain
from tollbridge.settings.tree import Settings

HEAD = """\
Every setting of Tollbridge's service, as it is where nothing is said: this file changes nothing but `environment`.
Written by `make docs` from src/tollbridge/settings/tree.py; do not edit it here, copy what you need.

Each setting can also be given as a variable, which wins over the file: TOLLBRIDGE__GRPC__PORT=50052. Lists are then
JSON or separated by commas, tables are JSON. Flags of `tollbridge serve` win over both. `tollbridge config check` tells
all that is wrong, `tollbridge config show --origin` what counts and where it was said.

"# Text" explains; "#key = value", without a space, is a setting that has no default, with an example.
"""
WIDTH = 118


def example_config() -> str:
    """The whole file."""
    lines = [*_comment(HEAD), ""]
    lines += _keys(Settings)
    for name, field in Settings.model_fields.items():
        if is_section(plain(field.annotation)):
            lines += _table(plain(field.annotation), name)
        elif (entry := _entry(plain(field.annotation))) is not None:
            lines += ["", *_comment(f"{inspect.getdoc(entry)} {field.description}"),
                      *_commented(f"[{name}.{field.examples[0]}]" if field.examples else "", entry)]
    return "\n".join(lines).rstrip() + "\n"


def _table(section: type[BaseModel], name: str) -> Iterator[str]:
    yield ""
    yield from _comment(inspect.getdoc(section) or "")
    yield f"[{name}]"
    yield from _keys(section)
    for inner, field in section.model_fields.items():
        kind = plain(field.annotation)
        if is_section(kind):
            yield from _table(kind, f"{name}.{inner}")
        elif (entry := _entry(kind)) is not None:
            yield ""
            yield from _comment(f"{field.description} Several may stand here. {inspect.getdoc(entry)}")
            yield from _commented(f"[[{name}.{inner}]]", entry)


def _keys(section: type[BaseModel]) -> Iterator[str]:
    """The settings of a table itself; those of the whole that are tables by name are shown with an example."""
    for name, field in section.model_fields.items():
        kind = plain(field.annotation)
        if is_section(kind) or _entry(kind):
            continue
        yield from _comment(_explained(field))
        yield _said(name, field)


def _entry(kind: object) -> type[BaseModel] | None:
    """What a list or a table by name is made of, where those are tables."""
    inner = typing.get_args(kind)[-1:]
    return inner[0] if inner and is_section(inner[0]) else None


def _commented(head: str, section: type[BaseModel]) -> Iterator[str]:
    yield f"#{head}"
    for name, field in section.model_fields.items():
        yield from _comment(_explained(field))
        yield f"#{_said(name, field).removeprefix('#')}"


def _explained(field: FieldInfo) -> str:
    kind = plain(field.annotation)
    limits = limits_of(field)
    words = " or ".join(map(str, typing.get_args(kind))) if typing.get_origin(kind) is typing.Literal else limits
    return f"{field.description} ({words})" if words else field.description or ""


def _said(name: str, field: FieldInfo) -> str:
    """The setting with its default; `environment` has none, but a file without it would be refused."""
    if field.default is not None and field.default is not PydanticUndefined:
        return f"{name} = {json.dumps(field.default)}"
    example = next(iter(field.examples or ()))
    return f"{'' if name == 'environment' else '#'}{name} = {json.dumps(example)}"


def _comment(text: str) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        if paragraph != text.strip().split("\n\n")[0]:
            yield "#"
        yield from (f"# {line}" for line in textwrap.wrap(" ".join(paragraph.split()), WIDTH - 2,
                                                          break_on_hyphens=False, break_long_words=False))
