"""What the generated converter needs at run time: problems with their paths, and readers of scalars."""

from __future__ import annotations

import base64
import binascii
import difflib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec.structs
from msgspec import NODEFAULT, Struct

from tollbridge.domain.errors import REQUIRED, InvalidField, Problem, field_error
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.secret import Secret

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Read = Callable[[Any, str, "Reading"], Any]
"""Reads one value: (value, its path, where problems go). None is none: absent, or a problem was noted."""
Table = Mapping[Any, tuple[str, Read | None, str]]
"""By field number or name: our field, how its value is read (None: as it is), and its part of the path."""


class Reading:
    """One message being read: the problems found so far, and the currency of amounts that state none."""

    __slots__ = ("currency", "homeless", "problems")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.homeless: list[Problem] = []  # amounts without a currency: where that is missing, naming it is enough
        self.currency: Currency | None = None

    def problem(self, path: str, why: str) -> Any:
        """Notes it; gives None, for a reader to return."""
        self.problems.append(Problem(path.rstrip("."), why))

    def unknown(self, path: str, key: object, table: Mapping[Any, Any]) -> None:
        """A field that the contract does not have, with the name that was probably meant."""
        near = difflib.get_close_matches(str(key), [name for name in table if isinstance(name, str)], n=1)
        meant = f": did you mean {near[0]}?" if near else ""
        self.problem(f"{path}{key}", f"unknown field{meant}")

    def missing(self, struct: type[Struct], given: Mapping[str, Any], path: str) -> None:
        """Notes the required fields that are not given, but for those that are given wrongly."""
        for field in msgspec.structs.fields(struct):
            if field.name in given or field.default is not NODEFAULT or field.default_factory is not NODEFAULT:
                continue
            its = path + field.name.rstrip("_")
            if not any(problem.path == its or problem.path.startswith((its + ".", its + "[")) for problem in self.problems):
                self.problems.append(Problem(its, REQUIRED))

    def money(self, minor_amount: int, path: str) -> Money | None:
        """A bare amount, in the currency of the request."""
        if self.currency is None:
            self.homeless.append(Problem(path, "has no currency: the request states no amount with one"))
            return None
        return Money(minor_amount, self.currency)

    def finish(self) -> None:
        """Raises the one error for all problems."""
        if self.problems or self.homeless:
            raise field_error(self.problems or self.homeless)


class Writing:
    """One message being written: the currency that bare amounts must have; None where any may be written."""

    __slots__ = ("currency",)

    def __init__(self) -> None:
        self.currency: Currency | None = None

    def bare(self, amount: Money, path: str) -> int:
        """The number of an amount whose currency the contract does not carry: it must be the request's."""
        if self.currency is not None and amount.currency is not self.currency:
            raise InvalidField(path, f"must be in {self.currency}, the currency of the request")
        return amount.minor_amount


# -- scalars out of protobuf messages ---------------------------------------------------------------------------
def wire_secret(value: Any, path: str, reading: Reading) -> Secret:
    """A wrapper message {value}."""
    return Secret(value.value)


def wire_secret_required(value: Any, path: str, reading: Reading) -> Secret | None:
    """Empty is none, as in proto3."""
    return Secret(value.value) if value.value else None


def plain_secret(value: str, path: str, reading: Reading) -> Secret:
    """What the contract types as a plain string, and is a secret all the same."""
    return Secret(value)


def wire_texts(value: Iterable[str], path: str, reading: Reading) -> tuple[str, ...]:
    return tuple(value)


def wire_mapping(value: Mapping[str, str], path: str, reading: Reading) -> dict[str, str]:
    return dict(value)


def wire_bare_amount(value: int, path: str, reading: Reading) -> Money | None:
    return reading.money(value, path)


def wire_absorbed(value: Any, path: str, reading: Reading) -> None:
    """Read already, together with the amount beside it."""


def wire_enum(words: Mapping[int, E]) -> Read:
    def read(value: int, path: str, reading: Reading) -> E | None:
        word = words.get(value)
        if word is None and value:
            reading.problem(path, f"unknown value {value}")
        return word

    return read


def each(read: Read) -> Read:
    """A repeated field: a tuple of what `read` makes of each."""

    def read_all(value: Any, path: str, reading: Reading) -> tuple[Any, ...] | None:
        if value.__class__ is str or isinstance(value, Mapping):
            reading.problem(path, "must be a list")
            return None
        try:
            items = list(value)
        except TypeError:
            reading.problem(path, "must be a list")
            return None
        dot = "." if path.endswith(".") else ""
        base = path.rstrip(".")
        found = [read(item, f"{base}[{index}]{dot}", reading) for index, item in enumerate(items)]
        return tuple(item for item in found if item is not None)

    return read_all


# -- scalars out of JSON ------------------------------------------------------------------------------------------
def json_text(value: Any, path: str, reading: Reading) -> str | None:
    if value.__class__ is str:
        return str(value)
    return reading.problem(path, "must be a string")


def json_text_required(value: Any, path: str, reading: Reading) -> str | None:
    """Empty is none, as in proto3."""
    return json_text(value, path, reading) or None


def json_secret(value: Any, path: str, reading: Reading) -> Secret | None:
    """A plain string, or the contract's wrapper {"value": ...}."""
    if value.__class__ is dict and value.keys() <= {"value"}:
        value = value.get("value", "")
    if value.__class__ is str:
        return Secret(value)
    return reading.problem(path, 'must be a string, or {"value": a string}')


def json_secret_required(value: Any, path: str, reading: Reading) -> Secret | None:
    return json_secret(value, path, reading) or None


def json_plain_secret(value: Any, path: str, reading: Reading) -> Secret | None:
    return json_secret(value, path, reading)


def json_bool(value: Any, path: str, reading: Reading) -> bool | None:
    if value.__class__ is bool:
        return bool(value)
    return reading.problem(path, "must be true or false")


def json_float(value: Any, path: str, reading: Reading) -> float | None:
    if value.__class__ in (int, float):
        return float(value)
    try:
        if value.__class__ is str:
            return float(value)
    except ValueError:
        pass
    return reading.problem(path, "must be a number")


def json_bytes(value: Any, path: str, reading: Reading) -> bytes | None:
    """Base64, standard or URL-safe, as proto3 JSON takes it."""
    if value.__class__ is not str:
        return reading.problem(path, "must be a string in base64")
    try:
        text = value.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return reading.problem(path, "is not base64")


def _integer(low: int, high: int) -> Read:
    def read(value: Any, path: str, reading: Reading) -> int | None:
        number = value if value.__class__ is int else _whole(value)
        if number is None:
            return reading.problem(path, "must be an integer, or a string of its digits")
        if low <= number <= high:
            return int(number)
        return reading.problem(path, f"must be from {low} to {high}")

    return read


def _whole(value: Any) -> int | None:
    """Digits in a string, or a float without a fraction (1e3), as proto3 JSON takes them."""
    try:
        if value.__class__ is str and len(value) <= 24:
            return int(value) if value.strip() == value and "_" not in value else None
        return int(value) if value.__class__ is float and value.is_integer() else None
    except (ValueError, OverflowError):
        return None


json_int32 = _integer(-(2**31), 2**31 - 1)
json_int64 = _integer(-(2**63), 2**63 - 1)
json_uint32 = _integer(0, 2**32 - 1)
json_uint64 = _integer(0, 2**64 - 1)


def json_bare_amount(value: Any, path: str, reading: Reading) -> Money | None:
    number = json_int64(value, path, reading)
    return None if number is None else reading.money(number, path)


def json_absorbed(value: Any, path: str, reading: Reading) -> None:
    """Read already, together with the amount beside it."""


def json_mapping(value: Any, path: str, reading: Reading) -> dict[str, str] | None:
    if value.__class__ is not dict:
        return reading.problem(path, "must be an object of strings")
    for key, item in value.items():
        if item.__class__ is not str:
            reading.problem(f"{path}.{key}", "must be a string")
    return value if all(item.__class__ is str for item in value.values()) else None


def json_enum(kind: type[E], numbers: Mapping[int, E], zero: str | None) -> Read:
    """By word or number. `zero` is the contract's word for none, which is None here."""
    words: dict[Any, E] = {member.value: member for member in kind}

    def read(value: Any, path: str, reading: Reading) -> E | None:
        found = words.get(value) if value.__class__ is str else numbers.get(value) if value.__class__ is int else None
        if found is not None or value == zero or (value.__class__ is int and value == 0 and zero):
            return found
        near = difflib.get_close_matches(str(value).upper(), list(words), n=1)
        meant = f": did you mean {near[0]}?" if near else ""
        return reading.problem(path, f"unknown {kind.__name__} {_short(value)}{meant}")

    return read


def _short(value: Any) -> str:
    """Never more of a wrong value than a word could be: it may be a secret in the wrong place."""
    text = str(value)
    return repr(text) if len(text) <= 12 and not any(c.isdigit() for c in text[4:]) else "(not shown)"


def json_object(value: Any, path: str, reading: Reading) -> bool:
    if value.__class__ is dict:
        return True
    reading.problem(path, "must be an object")
    return False


def json_currency(value: Any, *path: str) -> Currency | None:
    """The currency that stands at this path, if one does; what is wrong with it is found when its field is read."""
    for name in path:
        if value.__class__ is not dict:
            return None
        value = value.get(name, value.get(_camel(name)))
    try:
        return Currency(value)
    except ValueError:
        return None


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
