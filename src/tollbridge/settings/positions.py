"""On which line of a TOML file each key stands, which tomllib does not tell.

The file is read statement by statement: lines are gathered until tomllib takes them alone, so that strings and lists
of several lines, quoted and dotted keys are all read by tomllib's own grammar.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tollbridge.settings.problems import Path


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1 on, of each table and key of a text that tomllib can read."""
    lines: dict[Path, int] = {}
    table: Path = ()
    entries: Counter[Path] = Counter()
    for number, statement in _statements(text):
        parsed = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _table(parsed, entries)
            for end in range(1, len(table) + 1):
                lines.setdefault(table[:end], number)
        else:
            for path in _paths(parsed):
                lines.setdefault(table + path, number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    gathered: list[str] = []
    begin = 1
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not gathered:
            begin = number
            if line.lstrip()[:1] in ("", "#"):
                continue
        gathered.append(line)
        statement = "".join(gathered)
        try:
            parsed = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        gathered.clear()
        if parsed:
            yield begin, statement


def _table(parsed: dict[str, Any], entries: Counter[Path]) -> Path:
    """The path of a header read alone: {"a": {"b": [{}]}} is [[a.b]], by its entry's number in the whole file."""
    path: Path = ()
    inner: Any = parsed
    while inner:
        ((key, inner),) = inner.items()
        path = (*path, key)
        if isinstance(inner, list):
            entries[path] += 1
            inner = {}
            return (*path, entries[path] - 1)
        if entries[path]:  # a table below an entry: [auth.tokens.more]
            path = (*path, entries[path] - 1)
    return path


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    """All paths of a value, those of its tables and lists included."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _paths(item, (*path, key))
