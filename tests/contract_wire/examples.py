"""Messages and results to try the converter with: random ones, and complete ones that leave no field out."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec.structs
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec import NODEFAULT, Struct

from tollbridge.contract.codec import WireCodec
from tollbridge.contract.names import CURRENCIES, EDGE_FIELDS
from tollbridge.domain.errors import InvalidField, MissingField
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.secret import Secret

F = FieldDescriptor
Draw = Callable[[SearchStrategy[Any]], Any]
WRAPPERS = {"types.SecretString", "types.CardNumberType", "types.NetworkTokenType"}
RANGES = {
    F.TYPE_INT32: (-(2**31), 2**31 - 1), F.TYPE_INT64: (-(2**63), 2**63 - 1),
    F.TYPE_UINT32: (0, 2**32 - 1), F.TYPE_UINT64: (0, 2**63 - 1),  # amounts too are uint64 at times: ours are int64
}
texts = st.text(min_size=1, max_size=8)
scalars: dict[int, SearchStrategy[Any]] = {
    F.TYPE_STRING: texts, F.TYPE_BOOL: st.booleans(), F.TYPE_BYTES: st.binary(max_size=8),
    F.TYPE_DOUBLE: st.floats(allow_nan=False),  # NaN is not equal to itself
    **{kind: st.integers(low, high) for kind, (low, high) in RANGES.items()},
}
FULL: dict[int, Any] = {
    F.TYPE_STRING: "text", F.TYPE_BOOL: True, F.TYPE_BYTES: b"\x00\xff", F.TYPE_DOUBLE: 0.5, F.TYPE_INT32: -7,
    F.TYPE_INT64: 2**53 + 1, F.TYPE_UINT32: 7, F.TYPE_UINT64: 2**53 + 1,
}


# -- protobuf messages ------------------------------------------------------------------------------------------------
def is_map(field: F) -> bool:
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def oneof(field: F) -> str | None:
    """The oneof that the contract has it in; not the one that protobuf makes up for `optional`."""
    one = field.containing_oneof
    return None if one is None or one.name == f"_{field.name}" else str(one.name)


def only_a_oneof(message: Descriptor) -> bool:
    """Present without a variant, such a message says nothing: the domain has None, and it is not written again."""
    kinds = {oneof(field) for field in message.fields}
    return len(kinds) == 1 and None not in kinds


def enum_numbers(field: F) -> list[int]:
    """UNSPECIFIED is left out: the domain has None for it, so that it is not written again."""
    values = field.enum_type.values  # type: ignore[union-attr]
    return [v.number for v in values if not v.name.endswith("_UNSPECIFIED")]


def put(message: Any, field: F, value: Any) -> None:
    """Sets a field; of a message, the value is a function that fills it."""
    if is_map(field):
        getattr(message, field.name).update(value)
    elif field.is_repeated:
        for item in value:
            if field.message_type is not None:
                item(getattr(message, field.name).add())
            else:
                getattr(message, field.name).append(item)
    elif field.message_type is not None:
        getattr(message, field.name).SetInParent()
        value(getattr(message, field.name))
    else:
        setattr(message, field.name, value)


def draw_field(draw: Draw, message: Any, field: F) -> None:
    if is_map(field):
        put(message, field, draw(st.dictionaries(texts, texts, max_size=2)))
        return
    if field.enum_type is not None:
        one: SearchStrategy[Any] = st.sampled_from(enum_numbers(field))
    elif field.message_type is not None:
        one = st.just(lambda its: draw_message(draw, its))
    else:
        one = scalars[field.type]
    put(message, field, draw(st.lists(one, min_size=1, max_size=2) if field.is_repeated else one))


def draw_message(draw: Draw, message: Any) -> None:
    """A few of its fields, at random."""
    fields = list(message.DESCRIPTOR.fields)
    if not fields:
        return
    least = 1 if only_a_oneof(message.DESCRIPTOR) or message.DESCRIPTOR.full_name in WRAPPERS else 0
    some = st.lists(
        st.sampled_from(fields), min_size=least, max_size=4, unique_by=lambda field: oneof(field) or field.name)
    for field in draw(some):
        draw_field(draw, message, field)


def fill_message(message: Any, variant: int) -> None:
    """Every field; of each oneof the variant of that number, counted round."""
    groups: dict[str, list[F]] = {}
    for field in message.DESCRIPTOR.fields:
        groups.setdefault(oneof(field) or f".{field.name}", []).append(field)
    for fields in groups.values():
        fill_field(message, fields[variant % len(fields)], variant)


def fill_field(message: Any, field: F, variant: int) -> None:
    if is_map(field):
        put(message, field, {"key": "value"})
        return
    if field.enum_type is not None:
        numbers = enum_numbers(field)
        value: Any = 146 if field.enum_type.name == "Currency" else numbers[variant % len(numbers)]
    elif field.message_type is not None:
        value = lambda its: fill_message(its, variant)  # noqa: E731
    else:
        value = FULL[field.type]
    put(message, field, [value] if field.is_repeated else value)


def most_variants(message: Descriptor, seen: frozenset[str] = frozenset()) -> int:
    """How many numbers of `fill_message` it takes to fill every variant of every oneof below."""
    if message.full_name in seen:
        return 1
    here = [len(one.fields) for one in message.oneofs]
    below = [most_variants(f.message_type, seen | {message.full_name}) for f in message.fields if f.message_type]
    return max([1, *here, *below])


def complete(message: Any, codec: WireCodec[Any, Any], struct: type, add: Callable[[Any, F], None]) -> None:
    """Adds what the domain requires: each field that reading the message says is missing, until none is.

    An address that is absent is an empty one in the domain, which is written as such: it is made present here.
    """
    for own in msgspec.structs.fields(struct):
        if isinstance(own.default, Struct):
            getattr(message, own.name).SetInParent()
    why: object = None
    for _ in range(40):
        try:
            codec.read_request(message.SerializeToString())
        except MissingField as error:
            why = error
            for path in error.paths:
                add(*at(message, path))
        except InvalidField as error:
            why = error
            if not all("has no currency" in problem.why for problem in error.problems):
                raise
            for path in error.paths:
                add_currency(message, path, struct, add)
        else:
            return
    raise AssertionError(f"never complete: {why}")


def add_currency(message: Any, path: str, struct: type, add: Callable[[Any, F], None]) -> None:
    """For a bare amount: beside it, or in the request's own amount; where neither has a place, it is taken away."""
    try:
        beside, _ = at(message, path)
    except IndexError:
        return  # it went with what an earlier path took away
    if "currency" in beside.DESCRIPTOR.fields_by_name:
        add(beside, beside.DESCRIPTOR.fields_by_name["currency"])
    elif struct.__name__ in CURRENCIES:
        add(*at(message, CURRENCIES[struct.__name__]))
    else:
        message.ClearField(path.partition(".")[0])


def at(message: Any, path: str) -> tuple[Any, F]:
    """The message that has the last field of a path, and that field."""
    *parents, leaf = path.split(".")
    for parent in parents:
        name, _, index = parent.partition("[")
        message = getattr(message, name)
        if index:
            message = message[int(index.rstrip("]"))]
        else:
            message.SetInParent()
    return message, message.DESCRIPTOR.fields_by_name[leaf]


# -- results of the domain --------------------------------------------------------------------------------------------
@cache
def hints(struct: type[Struct]) -> dict[str, Any]:
    return typing.get_type_hints(struct)


def options(hint: Any) -> list[Any]:
    """The types of a union."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return list(typing.get_args(hint))
    return [hint]


def is_mapping(hint: Any) -> bool:
    origin: Any = typing.get_origin(hint)
    return origin is Mapping or origin is dict


def is_tuple(hint: Any) -> bool:
    origin: Any = typing.get_origin(hint)
    return origin is tuple


PLAIN: dict[Any, SearchStrategy[Any]] = {
    str: st.text(max_size=8), bool: st.booleans(), bytes: st.binary(max_size=8),
    float: st.floats(allow_nan=False), int: st.integers(0, 2**31 - 1), Secret: st.builds(Secret, st.text(max_size=8)),
}
FULL_PLAIN: dict[Any, Any] = {
    str: "text", bool: True, bytes: b"\x00\xff", float: 0.5, int: 7, Secret: Secret("secret"), type(None): None,
}


def draw_value(draw: Draw, hint: Any, currency: Currency) -> Any:
    kind = draw(st.sampled_from(options(hint)))
    if kind is type(None):
        return None
    if kind is Money:
        return Money(draw(st.integers(-(2**63), 2**63 - 1)), currency)
    if kind in PLAIN:
        return draw(PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return draw(st.sampled_from(list(kind)))
    if is_tuple(kind):
        return tuple(draw_value(draw, typing.get_args(kind)[0], currency) for _ in range(draw(st.integers(0, 2))))
    if is_mapping(kind):
        return draw(st.dictionaries(texts, texts, max_size=2))
    return draw_struct(draw, kind, currency)


def draw_struct(draw: Draw, struct: type[Struct], currency: Currency) -> Any:
    """The required fields and a few others."""
    fields = msgspec.structs.fields(struct)
    wanted = {f.name for f in fields if f.default is NODEFAULT and f.default_factory is NODEFAULT}
    if fields:
        wanted |= {f.name for f in draw(st.lists(st.sampled_from(fields), max_size=5))}
    return struct(**{name: draw_value(draw, hints(struct)[name], currency) for name in sorted(wanted)})


def fill_value(hint: Any, variant: int) -> Any:
    """No None, no empty list; of each union the type of that number, counted round."""
    kinds = [kind for kind in options(hint) if kind is not type(None)]
    kind = kinds[variant % len(kinds)]
    if kind is Money:
        return Money(1234, Currency.USD)
    if kind in FULL_PLAIN:
        return FULL_PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        members = list(kind)
        return members[variant % len(members)]
    if is_tuple(kind):
        return (fill_value(typing.get_args(kind)[0], variant),)
    if is_mapping(kind):
        return {"key": "value"}
    return fill_struct(kind, variant)


def fill_struct(struct: type[Struct], variant: int) -> Any:
    """Every field of it and of all below."""
    names = struct.__struct_fields__
    if struct.__name__ == "MandateType":  # one of the two
        names = (names[variant % 2],)
    return struct(**{name: fill_value(hints(struct)[name], variant) for name in names})


def most_types(hint: Any, seen: frozenset[Any] = frozenset()) -> int:
    """How many numbers of `fill_struct` it takes to fill every type of every union below."""
    most = 1
    for kind in options(hint):
        if is_tuple(kind):
            most = max(most, most_types(typing.get_args(kind)[0], seen))
        elif isinstance(kind, type) and issubclass(kind, Struct) and kind not in seen:
            most = max([most, *(most_types(its, seen | {kind}) for its in hints(kind).values())])
    return max(most, len([kind for kind in options(hint) if kind is not type(None)]))


def written_by_the_domain(message: Descriptor) -> Iterator[str]:
    """The fields of an answer that our result fills; the others are the edge's."""
    for field in message.fields:
        if field.name not in EDGE_FIELDS and not field.name.startswith("merchant_"):
            yield field.name
