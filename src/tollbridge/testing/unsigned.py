"""What the signature of a webhook leaves open: some processors sign a few values and not the bytes.

`golden/<connector>/unsigned.toml` lists the parts that the connector reads all the same, with the page that says what
is signed:

    [[unsigned]]
    part = ["items", "*", "reason"]   # keys, the outermost first; "*" is any index
    reason = "a text for people"
    source = "https://..."

Whoever holds a genuine webhook can put anything there and send it again. That may change words, and refine a status;
it must bring no id and no amount, and make nothing a success.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.testing.bodies import scalars

UNSIGNED = "unsigned.toml"
AMOUNTS = frozenset({"minor_amount", "captured_amount", "currency"})
SUCCESSES = frozenset({
    "AUTHORIZED", "CHARGED", "PARTIAL_CHARGED", "VOIDED", "VOIDED_POST_CAPTURE", "REFUND_SUCCESS", "DISPUTE_WON",
    "DISPUTE_CANCELLED"})


class Unsigned(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a webhook that no signature covers."""

    part: tuple[str, ...]
    reason: str
    source: str


class _All(Struct, forbid_unknown_fields=True):
    unsigned: tuple[Unsigned, ...] = ()


def read_unsigned(golden: Path) -> tuple[Unsigned, ...]:
    """Of one connector's folder; none where there is no file. Raises ValueError for a file of another form."""
    path = golden / UNSIGNED
    return msgspec.convert(tomllib.loads(path.read_text()), _All).unsigned if path.exists() else ()


def signed_only(body: bytes, parts: Sequence[Unsigned]) -> bytes:
    """The body without those parts; as it is, where it is no JSON."""
    try:
        value = json.loads(body, parse_float=_finite)
    except (ValueError, RecursionError):
        return body
    for one in parts:
        for holder in _holders(value, one.part[:-1]):
            if isinstance(holder, dict):
                holder.pop(one.part[-1], None)
    return json.dumps(value).encode()


def with_unsigned(body: bytes, part: Unsigned, text: str) -> Iterator[bytes]:
    """The body with the text in the place of that part, where it has the part."""
    value = json.loads(body)
    for holder in _holders(value, part.part[:-1]):
        if isinstance(holder, dict) and part.part[-1] in holder:
            holder[part.part[-1]] = text
            yield json.dumps(value).encode()


def worse(result: Any, signed: Any, body: bytes) -> str | None:
    """What a result has that only a signed value may bring; None where there is nothing of the kind.

    `signed` is the result of the same webhook without its unsigned parts, `body` the genuine one.
    """
    told, leaves, plain = scalars(body), set(_leaves(result)), set(_leaves(signed))
    for name, value in sorted(leaves - plain):
        if (name.endswith("_id") or name in AMOUNTS) and value not in told:
            return f"{name} {value!r}"
    gained = {value for _, value in leaves} & SUCCESSES
    return f"a success: {min(gained)}" if gained and not {value for _, value in plain} & SUCCESSES else None


def _finite(text: str) -> float:
    """A number that JSON can have, and a float cannot, stays one that JSON can have."""
    value = float(text)
    return value if math.isfinite(value) else math.copysign(sys.float_info.max, value)


def _holders(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if not path:
        yield value
    elif isinstance(value, list) and path[0] == "*":
        for inner in value:
            yield from _holders(inner, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _holders(value[path[0]], path[1:])


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif value is not None:
        yield name, str(value)
