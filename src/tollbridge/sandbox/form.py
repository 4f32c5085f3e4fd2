"""Reads bracketed forms: `a[b][0]=c` and `a[b][]=c` are both `{"a": {"b": {"0": "c"}}}`.

Whether numbered parts are a list depends on the field (metadata may be keyed `0`), so that is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl

Form = dict[str, "str | Form"]

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_DEEPEST = 10
_MOST_FIELDS = 2_000


def parse_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs as sent. Raises ValueError where there are too many."""
    return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)


def parse_form(pairs: Iterable[tuple[str, str]]) -> Form:
    """Raises ValueError, which names no value, for a key used both as text and as a group, or nested too deep."""
    form: Form = {}
    for key, text in pairs:
        _put(form, _path(key), text, key)
    return form


@lru_cache(maxsize=1024)
def _path(key: str) -> tuple[str, ...]:
    found = _KEY.fullmatch(key)
    if not found:
        return (key,)
    path = (found[1], *re.findall(r"\[([^\[\]]*)\]", found[2]))
    if len(path) > _DEEPEST:
        raise ValueError(f"nested too deep: {key[:100]}")
    return path


def _put(form: Form, path: tuple[str, ...], text: str, key: str) -> None:
    for part in path[:-1]:
        inner = form.setdefault(part or str(len(form)), {})
        if isinstance(inner, str):
            raise ValueError(f"both a value and a group: {key[:100]}")
        form = inner
    last = path[-1] or str(len(form))
    if isinstance(form.get(last), dict):
        raise ValueError(f"both a value and a group: {key[:100]}")
    form[last] = text
