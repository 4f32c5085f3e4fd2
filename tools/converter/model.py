"""What the generator knows: the compiled messages, our structs, and where each field of the ones is in the others."""

from __future__ import annotations

import builtins
import importlib
import inspect
import keyword
import pkgutil
import re
import types
import typing
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec.structs
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from msgspec import NODEFAULT, Struct

from tollbridge import domain
from tollbridge.contract import names, pb
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret

WRAPPERS = {"SecretString", "CardNumberType", "NetworkTokenType"}
F = FieldDescriptor
NUMBERS = (F.TYPE_DOUBLE, F.TYPE_INT32, F.TYPE_INT64, F.TYPE_UINT32, F.TYPE_UINT64)
ZEROS = {F.TYPE_STRING: '""', F.TYPE_BYTES: 'b""', F.TYPE_BOOL: "False"} | dict.fromkeys(NUMBERS, "0")


def modules(package: types.ModuleType) -> Iterator[types.ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield importlib.import_module(found.name)


TYPES: dict[str, type] = {
    value.__name__: value for module in modules(domain) for value in vars(module).values()
    if isinstance(value, type) and value.__module__ == module.__name__ and issubclass(value, Struct | StrEnum)
}
ENUMS = {name: kind for name, kind in TYPES.items() if issubclass(kind, StrEnum)}
UNION_MODULES: dict[str, str] = {
    name: module.__name__ for module in modules(domain) for name, value in vars(module).items()
    if isinstance(value, types.UnionType) and re.search(rf"^{name} = ", inspect.getsource(module), re.MULTILINE)
}
OF_RESULT = {message: TYPES[name] for name, messages in names.RESULTS.items() for message in messages}
PB_MODULES = [module for module in modules(pb) if hasattr(module, "DESCRIPTOR")]
PB_FILES = {module.DESCRIPTOR.name: module.__name__ for module in PB_MODULES}


def topic(module: str) -> str:
    """The part of a generated module's name: methods_cards for tollbridge.domain.methods.cards."""
    return module.removeprefix("tollbridge.domain.").replace(".", "_")


def local(message: Descriptor | EnumDescriptor) -> str:
    """The name without the package: AppleWallet.PaymentData."""
    return str(message.full_name).removeprefix("types.").removeprefix("tollbridge.v1.")


def flat(message: Descriptor | EnumDescriptor) -> str:
    prefix = "V1" if message.full_name.startswith("tollbridge.v1.") else ""
    return prefix + local(message).replace(".", "")


def pb_module(message: Descriptor | EnumDescriptor) -> str:
    """The generated protobuf module that has it."""
    return PB_FILES[message.file.name]


def is_failure(message: Descriptor) -> bool:
    """ErrorInfo is written by hand: our Failure is flat."""
    return message.full_name == "types.ErrorInfo"


def is_wrapper(message: Descriptor | None) -> bool:
    """A message {value} around a secret."""
    return message is not None and message.full_name.startswith("types.") and local(message) in WRAPPERS


def struct_of(message: Descriptor) -> type | None:
    """Our struct for it; None for a wrapper and for a message that is nothing but a oneof."""
    if message.full_name == "types.Money":
        return Money
    if (own := OF_RESULT.get(local(message)) or OF_RESULT.get(message.full_name)) is not None:
        return own
    if local(message) in names.UNIONS:
        return None
    found = TYPES.get(names.MESSAGES.get(local(message)) or names.MESSAGES.get(message.full_name) or flat(message))
    return found if found is not None and issubclass(found, Struct) else None


def known_struct(message: Descriptor) -> type:
    """As `struct_of`, of a message that must have one."""
    struct = struct_of(message)
    if struct is None:
        raise SystemExit(f"{message.full_name} has no struct in the domain")
    return struct


def real_oneof(field: F) -> str | None:
    """The oneof that the field is in; None also for the one that protobuf makes up for `optional`."""
    one = field.containing_oneof
    return str(one.name) if one is not None and not (len(one.fields) == 1 and one.name.startswith("_")) else None


def enum_of(field: Any) -> type[StrEnum]:
    name = local(field.enum_type)
    return ENUMS[names.MESSAGES.get(name) or name.replace(".", "")]


def zero_word(enum: EnumDescriptor) -> str | None:
    """The enum's word for none; None where its zero is a word like any other."""
    word = str(enum.values_by_number[0].name)
    return word if word.endswith("_UNSPECIFIED") else None


def variants(message: Descriptor) -> list[Any]:
    """The fields of a message that is nothing but a oneof."""
    kinds = {real_oneof(f) for f in message.fields}
    if len(kinds) != 1 or None in kinds:
        raise SystemExit(f"{message.full_name} has no struct in the domain")
    return list(message.fields)


def method(rpc: str) -> Any:
    """The descriptor of `types.PaymentService/Authorize`."""
    service, _, name = rpc.partition("/")
    for module in PB_MODULES:
        for found in module.DESCRIPTOR.services_by_name.values():
            if found.full_name == service:
                return found.methods_by_name[name]
    raise SystemExit(f"no service {service}")


class Place:
    """Where a field of a message is in our struct."""

    def __init__(self, message: Descriptor, struct: type, field: F) -> None:
        self.message, self.struct, self.name = message, struct, str(field.name)
        self.field: Any = field  # protobuf's stubs make a field's message or enum optional, whatever its type is
        self.key = (local(message), self.name)
        # MandateType keeps its two variants apart: they are of one type, which could not say which one it is.
        self.oneof = real_oneof(field) if struct.__name__ != "MandateType" else None
        named = self.oneof or names.FIELDS.get(self.key, self.name)
        self.attribute = named + "_" if keyword.iskeyword(named) else named
        self.own = {f.name: f for f in msgspec.structs.fields(struct)}.get(self.attribute)
        self.hint = typing.get_type_hints(struct).get(self.attribute)

    @property
    def variable(self) -> str:
        """A name for our field's value in a generated function."""
        taken = self.attribute in ("currency", "has", "m", "o", "s", "x") or hasattr(builtins, self.attribute)
        return self.attribute + "_" if taken else self.attribute

    @property
    def required(self) -> bool:
        own = self.own
        return own is not None and own.default is NODEFAULT and own.default_factory is NODEFAULT

    def says(self, kind: type) -> bool:
        return kind is self.hint or kind in typing.get_args(self.hint)

    @property
    def optional(self) -> bool:
        return self.says(type(None))

    @property
    def wrapper(self) -> bool:
        return is_wrapper(self.field.message_type)

    @property
    def mapping(self) -> bool:
        return self.field.message_type is not None and bool(self.field.message_type.GetOptions().map_entry)

    @property
    def bare_amount(self) -> bool:
        return self.field.type in (F.TYPE_INT64, F.TYPE_UINT64) and self.says(Money)

    @property
    def absorbed(self) -> bool:
        return self.key in names.ABSORBED

    @property
    def present(self) -> bool:
        """Whether the field tells absent from zero."""
        return bool(self.field.has_presence)


@cache
def _places(full_name: str) -> tuple[Place, ...]:
    message = MESSAGES[full_name]
    struct = known_struct(message)
    found = []
    for field in message.fields:
        place = Place(message, struct, field)
        if place.absorbed or place.key in names.CONSTANTS or place.own is not None:
            found.append(place)
        elif field.name not in names.EDGE_FIELDS and not field.name.startswith("merchant_"):
            raise SystemExit(f"{full_name}.{field.name} has no place in {struct.__name__}")
    return tuple(found)


def places(message: Descriptor) -> tuple[Place, ...]:
    """Of each field of a message that our struct for it has."""
    return _places(message.full_name)


def currency_path(message: Descriptor) -> str | None:
    """Where in the message the currency of its bare amounts stands; None where a message around it says."""
    struct = struct_of(message)
    return names.CURRENCIES.get(struct.__name__) if struct is not None else None


def _all_messages() -> dict[str, Descriptor]:
    found: dict[str, Descriptor] = {}

    def add(messages: Iterable[Descriptor]) -> None:
        for message in messages:
            found[message.full_name] = message
            add(message.nested_types)

    for module in PB_MODULES:
        add(module.DESCRIPTOR.message_types_by_name.values())
    return found


MESSAGES = _all_messages()


def children(message: Descriptor) -> list[Descriptor]:
    """The messages that its functions call those of."""
    fields = variants(message) if struct_of(message) is None else [p.field for p in places(message) if not p.mapping]
    return [f.message_type for f in fields
            if f.message_type is not None and not is_wrapper(f.message_type) and not is_failure(f.message_type)]


def takers(roots: Iterable[Descriptor]) -> frozenset[str]:
    """The messages whose bare amounts take a currency that is handed in; the variants of a oneof all alike."""
    taking: set[str] = set()
    every = {found.full_name: found for root in roots for found in below(root)}
    before = -1
    while len(taking) != before:
        before = len(taking)
        for name, message in every.items():
            if struct_of(message) is not None:
                bare = any(p.bare_amount for p in places(message))
                if currency_path(message) is None and (bare or any(c.full_name in taking for c in children(message))):
                    taking.add(name)
            elif name in taking or any(c.full_name in taking for c in children(message)):
                taking |= {name, *(c.full_name for c in children(message))}
    return frozenset(taking)


def below(message: Descriptor, seen: set[str] | None = None) -> Iterator[Descriptor]:
    """It and all messages in it."""
    seen = set() if seen is None else seen
    if message.full_name not in seen:
        seen.add(message.full_name)
        yield message
        for child in children(message):
            yield from below(child, seen)


def is_secret_text(place: Place) -> bool:
    """A secret that the contract types as a plain string."""
    return place.field.type == F.TYPE_STRING and place.says(Secret)
