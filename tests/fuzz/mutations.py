"""Strategies that break genuine bytes: JSON with parts left out, retyped, huge or deep; bytes flipped, cut, spliced."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.secret import Secret

Path = tuple[str | int, ...]
_HOLE = "a part that stands for another one"
NUMBERS = ("1e999", "-1e999", "1e-999", "-0", "-0.0", "9" * 5000, "0." + "3" * 5000, "9223372036854775807",
           "9223372036854775808", "-9223372036854775809", "18446744073709551616", "-1", "1.5", "2147483648")
RAW = (
    *NUMBERS, "NaN", "Infinity", '"\\ud800"', '"\\u0000"', '"' + "x" * 100_000 + '"', "[" * 100_000,
    '{"a":' * 50_000, "[" * 900 + "]" * 900, '{"a":1,"a":2}', "[[],{},null]", "", "nul", "'x'",
)
"""Pieces of JSON, and of what is none, that no value of Python is written as."""
_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(
    st.integers() | st.text(), max_size=2) | st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2)
_chunks = st.binary(max_size=8) | st.sampled_from(
    (b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&", b"=", b"%", b"%zz", b"<", b"<!--", b"]]>", b'"', b"\\", b"\r\n"))


@st.composite
def broken_bytes(draw: DrawFn, body: bytes) -> bytes:
    """With some bytes replaced, some left out and some put in; or other bytes altogether."""
    if not body or draw(st.integers(0, 19)) == 0:
        return draw(st.binary(max_size=200))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.sampled_from((start, start, start + 1, start + 4, len(body))))
        body = body[:start] + draw(_chunks) + body[end:]
    return body


@st.composite
def broken_json(draw: DrawFn, value: Any) -> bytes:
    """The value as JSON with one to three of its parts left out or replaced; not always JSON any longer."""
    holes: list[str] = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        path = draw(st.sampled_from([(), *_paths(value)]))
        way = draw(st.sampled_from(("raw", "raw", "raw", "drop", "value", "value", "list", "key")))
        if way == "drop" or (way == "key" and (not path or isinstance(path[-1], int))):
            value = _changed(value, path, None, drop=True)
        elif way == "key":
            value = _changed(value, path[:-1], {**_at(value, path[:-1]), draw(st.text(max_size=4)): None})
        elif way == "raw":
            holes.append(draw(st.sampled_from(NUMBERS if type(_at(value, path)) in (int, float) else RAW)))
            value = _changed(value, path, f"{_HOLE} {len(holes)}")
        else:
            value = _changed(value, path, [_at(value, path)] if way == "list" else draw(_values))
    text = json.dumps(value)
    for number, raw in enumerate(holes, 1):
        text = text.replace(f'"{_HOLE} {number}"', raw)
    return text.encode()


@st.composite
def broken(draw: DrawFn, body: bytes) -> bytes:
    """A body, by its parts where it is JSON, else by its bytes. So is JSON that stands in it in base64."""
    try:
        value = json.loads(body)
    except ValueError:
        return draw(broken_bytes(body))
    inner = [(path, text) for path in _paths(value) if (text := _in_base64(_at(value, path))) is not None]
    if inner and draw(st.integers(0, 1)) == 1:
        path, text = draw(st.sampled_from(inner))
        return json.dumps(_changed(value, path, base64.b64encode(draw(broken(text))).decode())).encode()
    return draw(broken_json(value) if draw(st.integers(0, 3)) else broken_bytes(body))


@st.composite
def broken_headers(draw: DrawFn, headers: Mapping[str, str]) -> dict[str, str]:
    """Some left out, changed, given again in another spelling; some that nobody sends."""
    found = dict(headers)
    for name in draw(st.lists(st.sampled_from([*headers, "retry-after", "content-type", "x-other"]), max_size=3)):
        way = draw(st.sampled_from(("drop", "value", "twice", "bytes")))
        if way == "drop":
            found.pop(name, None)
        elif way == "twice":
            found[name.swapcase()] = found.get(name, "")
        elif way == "bytes":
            found[name] = draw(broken_bytes(found.get(name, "").encode())).decode("latin-1")
        else:
            found[name] = draw(st.text() | st.integers().map(str) | st.sampled_from(("", ",", "=", "t=,v1=", "9" * 99)))
    return found


def _in_base64(value: Any) -> bytes | None:
    """The JSON object that a text is in base64."""
    try:
        text = base64.b64decode(value, validate=True)
        return text if isinstance(json.loads(text), dict) else None
    except (ValueError, TypeError):
        return None


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*above, key)
        yield from _paths(part, (*above, key))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _changed(value: Any, path: Path, new: Any, *, drop: bool = False) -> Any:
    """A copy with another part at `path`, or without it; the whole value is never left out."""
    if not path:
        return value if drop else new
    copy = value.copy()
    if drop and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _changed(value[path[0]], path[1:], new, drop=drop)
    return copy


STRANGE = ("\ud800", "4242\ud800424242424242", "", "\0", ".", "..", "a/../b", "x" * 5000, "\r\nx-other: 1", "\u202e",
           "-1", "9" * 40)
"""Texts for any field of a request: half of a surrogate pair has no bytes."""


def with_text(value: Any, text: str) -> Iterator[tuple[Path, Any]]:
    """A domain value with the text in place of each of its texts, secret or not, and where it stood."""
    if isinstance(value, Secret):
        yield (), Secret(text)
    elif type(value) is str:
        yield (), text
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            for path, other in with_text(getattr(value, name), text):
                yield (name, *path), replace(value, **{name: other})
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            for path, other in with_text(inner, text):
                yield (index, *path), (*value[:index], other, *value[index + 1:])
