"""The variants of a oneof: functions that are loaded when first needed, so that a card payment loads no vouchers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

Function = Callable[..., Any]


def load(place: str) -> Function:
    """The function `module:name`, of a module below tollbridge.contract."""
    module, _, name = place.partition(":")
    function: Function = getattr(importlib.import_module(f"tollbridge.contract.{module}"), name)
    return function


class Readers(dict[str, Function]):
    """By the variant's name the function that reads it."""

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__()
        self.places = places

    def __missing__(self, variant: str) -> Function:
        self[variant] = function = load(self.places[variant])
        return function


class Writers(dict[type, tuple[str, Any]]):
    """By our type the variant's name and the function that writes it; None for a secret in a plain string."""

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self.places = places

    def __missing__(self, kind: type) -> tuple[str, Any]:
        if kind.__name__ not in self.places:
            raise TypeError(f"{kind.__name__} is none of {', '.join(self.places)}")
        variant, place = self.places[kind.__name__]
        self[kind] = found = (variant, load(place) if place else None)
        return found
