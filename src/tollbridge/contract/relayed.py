"""Answers that another process wrote, in the contract's JSON, for a caller of this one: whole, as they would be here.

What this version does not know is left out, and a word that it does not know is none.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from tollbridge.contract.answer_reading import UnreadableAnswer
from tollbridge.contract.converter.index import INDEX
from tollbridge.domain.operations import Operation


def relayed_wire(operation: Operation[Any, Any], answer: dict[str, Any]) -> bytes:
    """The protobuf message, serialised. Raises UnreadableAnswer."""
    written: bytes = _message(operation, answer).SerializeToString()
    return written


def relayed_json(operation: Operation[Any, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """In our spelling, and of the contract's shape: others may write what they like. Raises UnreadableAnswer."""
    from google.protobuf.json_format import MessageToDict

    return dict(MessageToDict(_message(operation, answer), preserving_proto_field_name=True))


def _message(operation: Operation[Any, Any], answer: dict[str, Any]) -> Any:
    from google.protobuf.json_format import ParseDict, ParseError

    try:
        return ParseDict(answer, _kind(operation)(), ignore_unknown_fields=True)
    except ParseError:
        pass  # its text may quote what stands there
    raise UnreadableAnswer(f"no answer of {operation.name}")


@cache
def _kind(operation: Operation[Any, Any]) -> Any:
    *_, name, module = INDEX[operation.flow]
    return getattr(importlib.import_module(module), name.removeprefix("V1"))
