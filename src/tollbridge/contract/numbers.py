"""The contract's enum numbers, for the generated tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar, cast

E = TypeVar("E", bound=StrEnum)


def numbered(kind: type[E], words: Mapping[int, str]) -> dict[int, E]:
    """By the contract's number the member for its word. The map of values is asked: calling the enum is slower."""
    members = cast("Mapping[str, E]", kind._value2member_map_)
    return {number: members[word] for number, word in words.items()}
