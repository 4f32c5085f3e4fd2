"""Bodies by what they say: the same form fields in another order are the same body."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

_WORD = re.compile(r"[\w.\-]+")
_TEXT = re.compile(r">\s*([^<>]*[^<>\s])\s*<")
"""Of an element of XML."""


def same_body(content_type: str, ours: bytes, theirs: bytes) -> bool:
    """Forms by their pairs, JSON by its values, everything else byte for byte."""
    if ours == theirs:
        return True
    try:
        return bool(ours and theirs) and read_body(content_type, ours) == read_body(content_type, theirs)
    except ValueError:
        return False


def read_body(content_type: str, body: bytes) -> Any:
    """A form as its sorted pairs, JSON as its value, else the bytes. Raises ValueError for what is not as it says."""
    if content_type.startswith("application/x-www-form-urlencoded"):
        return sorted(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    return json.loads(body) if "json" in content_type else body


def scalars(body: bytes) -> frozenset[str]:
    """Every value that stands in a body, as text: strings and numbers of JSON, values of a form, else its words, and
    of XML the texts.
    """
    try:
        return frozenset(_scalars(json.loads(body)))
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace")
    pairs = parse_qsl(text)
    return frozenset([value for _, value in pairs] + _WORD.findall(text) + _TEXT.findall(text))


def _scalars(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _scalars(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _scalars(inner)]
    if isinstance(value, bool) or value is None:
        return []
    return [value if isinstance(value, str) else str(value)]
