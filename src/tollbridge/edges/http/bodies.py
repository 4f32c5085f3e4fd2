"""The JSON of a request's body. What JSON leaves open is an error here: no member is given twice."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tollbridge.contract.reading import shown
from tollbridge.domain.errors import BadInput, InvalidField, Problem

_decode = msgspec.json.Decoder().decode
_UNUSUAL = (b" :", b"\n:", b"\t:", b"\r:", b'\\\\":')
"""Before a colon white space, or a text that ends in a backslash: keys are then not to be counted by their looks."""


def read_body(body: bytes) -> dict[str, Any]:
    """Raises BadInput for what is no JSON object, InvalidField for members that are given twice."""
    if not body:
        raise BadInput("the body is empty: a request is a JSON object, {} at least", "body")
    try:
        value = _decode(body)
    except RecursionError:
        raise BadInput("the body is nested too deeply", "body") from None
    except (ValueError, msgspec.DecodeError) as error:
        raise BadInput(f"the body is not JSON: {_why(error)}", "body") from None
    if value.__class__ is not dict:
        raise BadInput("the body must be a JSON object", "body")
    if any(each in body for each in _UNUSUAL) or _keys(value) != body.count(b'":') - body.count(b'\\":'):
        _check_members(body)
    found: dict[str, Any] = value
    return found


def _why(error: Exception) -> str:
    """In the decoder's own words, which tell places and quote nothing."""
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def _keys(value: Any) -> int:
    """Members of all objects in it."""
    count = 0
    waiting = [value]  # grows as it is read
    for one in waiting:
        if one.__class__ is dict:
            count += len(one)
            one = one.values()
        for inner in one:
            if inner.__class__ is dict or inner.__class__ is list:
                waiting.append(inner)
    return count


def _check_members(body: bytes) -> None:
    """Names every member that is given twice. Slower: for bodies that are not written as usual."""
    twice: dict[str, None] = {}

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    twice[shown(key)] = None
                seen.add(key)
        return found

    try:
        json.loads(body, object_pairs_hook=members)
    except (ValueError, RecursionError):
        raise BadInput("the body is not JSON, or nested too deeply", "body") from None
    if twice:
        first, *others = list(twice)[:100]
        why = "given more than once in one object"
        raise InvalidField(first, why, *(Problem(key, why) for key in others))
