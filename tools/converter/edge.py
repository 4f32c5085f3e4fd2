"""What the conversions of both edges, protobuf and JSON, have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor
from msgspec import NODEFAULT, Struct

from tollbridge.domain.money import Currency
from tollbridge.domain.secret import Secret
from tools.converter.model import (
    Place,
    currency_path,
    flat,
    is_failure,
    is_wrapper,
    places,
    real_oneof,
    struct_of,
    takers,
    variants,
)
from tools.converter.module import PACKAGE, Enums, Module, home


class Edge:
    """Generates the functions of one edge, message by message, each once and after those that it calls."""

    prefix = ""

    def __init__(self, roots: list[Descriptor], enums: Enums) -> None:
        self.modules: dict[str, Module] = {}
        self.enums = enums
        self.takers = takers(roots)
        self._done: set[str] = set()

    def function(self, verb: str, message: Descriptor, user: Module) -> str:
        """Its name, imported where it is used."""
        module, name = self.location(verb, message)
        return user.use(f"tollbridge.contract.{module}", name)

    def location(self, verb: str, message: Descriptor) -> tuple[str, str]:
        """The module below tollbridge.contract and the name; generated if it is not there yet."""
        if is_failure(message):
            return "failures", f"{self.prefix}_{verb}_failure"
        module = self.module(verb, message)
        name = f"{verb}_{flat(message)}"
        if name not in self._done:
            self._done.add(name)
            suffix = "union" if struct_of(message) is None else "struct"
            getattr(self, f"{verb}_{suffix}")(message, name, module)
        return f"{PACKAGE.removeprefix('tollbridge.contract.')}.{module.name}", name

    def module(self, verb: str, message: Descriptor) -> Module:
        """Where its function is."""
        return self.file(f"{self.prefix}_{home(message)}")

    def file(self, name: str) -> Module:
        return self.modules.setdefault(name, Module(name))

    # -- oneofs -----------------------------------------------------------------------------------------------------
    def variant_rows(self, verb: str, message: Descriptor, secret: str) -> Iterator[tuple[Any, str]]:
        """Of a message that is nothing but a oneof: each field, and where its function is."""
        for field in variants(message):
            if field.message_type is None or is_wrapper(field.message_type):
                if message.full_name in self.takers:
                    raise SystemExit(f"{message.full_name}: a secret takes no currency")
                yield field, secret
            else:
                yield field, ":".join(self.location(verb, field.message_type))

    def kinds(self, field: Any) -> list[str]:
        """The names of our types for a variant: several where it is itself nothing but a oneof."""
        message = field.message_type
        if message is None or is_wrapper(message):
            return [Secret.__name__]
        struct = struct_of(message)
        return [struct.__name__] if struct is not None else [k for f in variants(message) for k in self.kinds(f)]

    # -- currencies -------------------------------------------------------------------------------------------------
    def takes(self, message: Descriptor) -> bool:
        return message.full_name in self.takers

    def parameter(self, module: Module, message: Descriptor) -> str:
        """The parameter for the currency of bare amounts, where the function of this message has one."""
        if not self.takes(message):
            return ""
        return f", currency: {module.note_type(Currency)} | None = None"

    def argument(self, message: Descriptor) -> str:
        return ", currency" if self.takes(message) else ""

    def hands_on(self, message: Descriptor) -> bool:
        """Whether the message states a currency that something in it takes."""
        if currency_path(message) is None:
            return False
        below = [p.field.message_type for p in places(message) if p.field.message_type is not None and not p.mapping]
        return any(p.bare_amount for p in places(message)) or any(self.takes(child) for child in below)

    def written_currency(self, message: Descriptor) -> list[str]:
        """The line that finds the currency which the bare amounts of a struct must have."""
        path = currency_path(message)
        if path is None or not self.hands_on(message):
            return []
        owner, _, _ = path.rpartition(".")
        owner = owner or "amount"  # of MandateAmount, whose currency field our amount has absorbed
        place = next(p for p in places(message) if p.name == owner)
        guard = f" if s.{owner} is not None else None" if place.optional else ""
        return [f"    currency = s.{owner}.currency{guard}"]


def by_oneof(message: Descriptor) -> Iterator[list[Place]]:
    """The places of a message in order; those of one oneof together."""
    seen: set[str] = set()
    for place in places(message):
        if place.oneof is None:
            yield [place]
        elif place.oneof not in seen:
            seen.add(place.oneof)
            yield [p for p in places(message) if real_oneof(p.field) == place.oneof]


def default(place: Place, module: Module) -> str:
    """Our field's default as an expression; of a required field it is none."""
    own = place.own
    if own is None:
        raise SystemExit(f"{place.key} has no field in {place.struct.__name__}")
    value: Any = own.default if own.default is not NODEFAULT else own.default_factory
    if value is dict:
        return "{}"
    if isinstance(value, Struct):
        return f"{module.struct(type(value))}()"
    return repr(value).replace("'", '"')
