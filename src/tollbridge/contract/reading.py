"""What the generated converter needs to read: problems with their paths, messages as tables, and scalars.

Reading JSON finds every problem, each with its path. Reading protobuf messages does not look for paths: it stops with
`Unreadable` or KeyError, and the codec has the message read as JSON to say what is wrong.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final, NoReturn, TypeVar

import msgspec.structs
from msgspec import NODEFAULT, Struct

from tollbridge.contract.variants import Readers
from tollbridge.domain.errors import REQUIRED, Problem, field_error
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.secret import Secret

T = TypeVar("T")
S = TypeVar("S", bound=Struct)
E = TypeVar("E", bound=StrEnum)
Read = Callable[[Any, str, "Reading"], Any]
"""Reads one JSON value: (value, its path, where problems go). None is none: absent, or a problem was noted."""
Rows = dict[str, tuple[str, Read, str]]
"""By the spelling of a field: our name for it, how it is read, and the contract's name."""

ZERO_AMOUNT: Final = object()
"""Of a required bare amount that is left out because it is zero."""
MOST_PROBLEMS = 100
"""A request is not looked at for more: a long list of nonsense must not hold up a server."""


# -- protobuf messages ------------------------------------------------------------------------------------------------
class Unreadable(Exception):
    """A message that is no request: what is wrong with it is found out by reading it as JSON."""


def absent() -> NoReturn:
    """For a required field that is not there."""
    raise Unreadable


def required(value: T | None) -> T:
    if value is None:
        raise Unreadable
    return value


def bare_amount(minor_amount: int, currency: Currency | None) -> Money:
    if currency is None:
        raise Unreadable
    return Money(minor_amount, currency)


def wire_secret(message: Any) -> Secret:
    """Out of a wrapper message {value}."""
    return Secret(message.value)


def wire_text_secret(text: str) -> Secret:
    """What the contract types as a plain string."""
    return Secret(text)


# -- JSON -------------------------------------------------------------------------------------------------------------
class Reading:
    """One message being read: the problems found so far, and the currency of amounts that state none."""

    __slots__ = ("currency", "homeless", "problems")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.homeless: list[Problem] = []  # amounts without a currency: where that is missing, naming it is enough
        self.currency: Currency | None = None

    def problem(self, path: str, why: str) -> Any:
        """Notes it; gives None, for a reader to return. The last that there is room for ends the reading."""
        self.problems.append(Problem(path, why))
        if len(self.problems) >= MOST_PROBLEMS:
            self.finish()

    def unknown(self, base: str, key: object, rows: Mapping[str, Any]) -> None:
        """A field that the contract does not have, with the name that was probably meant."""
        self.problem(base + shown(key), "unknown field" + nearest(key, rows))

    def unknown_word(self, path: str, why: str) -> None:
        """A word, or a number, that an enum does not have."""
        self.problem(path, why)

    def twice(self, path: str, key: str, value: Mapping[str, Any], rows: Rows) -> None:
        """A field of ours that two of the message's keys mean."""
        attribute, _, name = rows[key]
        others = [rows[k][2] for k in value if k in rows and rows[k][0] == attribute and rows[k][2] != name]
        self.problem(path, f"takes one of its variants, not {others[0]} too" if others else "given in both spellings")

    def completed(self, struct: type[Struct], given: Mapping[str, Any], base: str) -> Any:
        """For a struct that lacks required fields; gives None, and notes them."""
        self.missing(struct, given, base)

    def missing(self, struct: type[Struct], given: Mapping[str, Any], base: str) -> None:
        """Notes the required fields that are not given, but for those that are given wrongly."""
        for name in _required(struct):
            if name in given:
                continue
            its = base + name.rstrip("_")
            if not self.has_problem(its):
                self.problem(its, REQUIRED)

    def has_problem(self, path: str) -> bool:
        """Whether something in this field is noted already."""
        return any(noted == path or noted.startswith((path + ".", path + "["))
                   for noted, _ in (*self.problems, *self.homeless))

    def money(self, minor_amount: int, path: str) -> Money | None:
        """A bare amount, in the currency of the request."""
        if self.currency is not None:
            return Money(minor_amount, self.currency)
        self.homeless.append(Problem(path, "has no currency: none is beside it or in the amount of the request"))
        if len(self.homeless) >= MOST_PROBLEMS:
            self.finish()
        return None

    def finish(self) -> None:
        """Raises the one error for all problems."""
        if self.problems or self.homeless:
            raise field_error(self.problems or self.homeless)


@cache
def _required(struct: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(struct)
                 if field.default is NODEFAULT and field.default_factory is NODEFAULT)


def shown(key: object) -> str:
    """A key of the caller's, where it looks like a name: it may be a secret in the wrong place."""
    if isinstance(key, str) and re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,63}", key) and sum(map(str.isdigit, key)) <= 2:
        return key
    return "(not shown)"


def nearest(word: object, known: Mapping[str, Any]) -> str:
    """The known word that was probably meant, as the end of a sentence."""
    if not isinstance(word, str) or len(word) > 64:
        return ""
    import difflib  # only for what is wrong

    near = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {near[0]}?" if near else ""


def camel(name: str) -> str:
    """The contract's other spelling of a field: captureMethod."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


# -- messages as tables -----------------------------------------------------------------------------------------------
def struct_reader(
    kind: type[S], fields: Mapping[str, Read | tuple[str, Read]], *, zeros: Mapping[str, object] | None = None
) -> Read:
    """Reads a JSON object into `kind`. `fields`: by the contract's name the reader, and our name where it differs."""
    rows: Rows = {
        name: (field[0], field[1], name) if isinstance(field, tuple) else (name, field, name)
        for name, field in fields.items()}
    get = rows.get

    def read(value: Any, path: str, reading: Reading) -> S | None:
        if value.__class__ is not dict:
            reading.problem(path, "must be an object")
            return None
        base = path + "." if path else ""
        given: dict[str, Any] = {}
        for key, v in value.items():
            if v is None:
                continue
            row = get(key) or _respelled(rows, key)
            if row is None:
                reading.unknown(base, key, fields)
                continue
            attribute, fn, name = row
            if attribute in given:
                reading.twice(base + name, key, value, rows)
            elif fn is json_text and v.__class__ is str and v.isascii():
                given[attribute] = v  # most fields are this: a call less
            elif (v := fn(v, base + name, reading)) is not None:
                given[attribute] = v
        try:
            return kind(**given)
        except TypeError:
            return _completed(kind, given, base, reading, zeros or {})

    return read


def _respelled(rows: Rows, key: str) -> tuple[str, Read, str] | None:
    """The row for a camelCase spelling: those are added to the table when the first key is not found in it."""
    for name in list(rows):
        rows.setdefault(camel(name), rows[name])
    return rows.get(key)


def _completed(
    kind: type[S], given: dict[str, Any], base: str, reading: Reading, zeros: Mapping[str, object]
) -> S | None:
    """With the zeros that JSON leaves out; None where a required field is still missing."""
    for name, zero in zeros.items():
        if name not in given and not reading.has_problem(base + name):
            value = reading.money(0, base + name) if zero is ZERO_AMOUNT else zero
            if value is not None:
                given[name] = value
    try:
        return kind(**given)
    except TypeError:
        its: S | None = reading.completed(kind, given, base)
        return its


def union_reader(places: Mapping[str, str]) -> Read:
    """Reads a message that is nothing but a oneof. `places`: by the variant's name where its reader is."""
    readers = Readers(places)
    spellings = {spelling: name for name in places for spelling in (name, camel(name))}

    def read(value: Any, path: str, reading: Reading) -> Any:
        if value.__class__ is not dict:
            return reading.problem(path, "must be an object")
        base = path + "." if path else ""
        given = [key for key, v in value.items() if v is not None]
        unknown = [key for key in given if key not in spellings]
        for key in unknown:
            reading.unknown(base, key, places)
        if unknown or not given:
            return None
        if len(given) > 1:
            return reading.problem(path, "takes one of its variants, not " + " and ".join(given[:3]))
        name = spellings[given[0]]
        return readers[name](value[given[0]], base + name, reading)

    return read


def in_currency(*path_and_read: Any) -> Read:
    """Around a reader: the currency of its bare amounts stands at this path in the message."""
    *names, inner = path_and_read

    def read(value: Any, path: str, reading: Reading) -> Any:
        outer = reading.currency
        reading.currency = _currency_at(value, names)
        try:
            return inner(value, path, reading)
        finally:
            reading.currency = outer

    return read


def _currency_at(value: Any, names: list[str]) -> Currency | None:
    """The currency that stands there, if one does; what is wrong with it is found when its field is read."""
    for name in names:
        if value.__class__ is not dict:
            return None
        value = value[name] if name in value else value.get(camel(name))
    if value.__class__ is int:
        from tollbridge.contract.converter.enums_money import Currency_OF  # as a number: rare

        return Currency_OF.get(value)
    return Currency.__members__.get(value) if value.__class__ is str else None


def exclusive(inner: Read) -> Read:
    """Around a reader of variants that are fields of their own in our struct: one of them may be given."""

    def read(value: Any, path: str, reading: Reading) -> Any:
        if value.__class__ is dict and sum(v is not None for v in value.values()) > 1:
            return reading.problem(path, "takes one of its variants")
        return inner(value, path, reading)

    return read


def each(read: Read) -> Read:
    """A repeated field: a tuple of what `read` makes of each."""

    def read_all(value: Any, path: str, reading: Reading) -> tuple[Any, ...] | None:
        if value.__class__ is not list and value.__class__ is not tuple:
            reading.problem(path, "must be a list")
            return None
        found = [read(item, f"{path}[{index}]", reading) for index, item in enumerate(value)]
        return tuple(item for item in found if item is not None)

    return read_all


# -- scalars ----------------------------------------------------------------------------------------------------------
def json_text(value: Any, path: str, reading: Reading) -> str | None:
    if value.__class__ is str:
        if value.isascii() or _encodes(value):
            return value
        reading.problem(path, "is no Unicode text: it has half of a surrogate pair")
    else:
        reading.problem(path, "must be a string")
    return None


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def json_text_required(value: Any, path: str, reading: Reading) -> str | None:
    """Empty is none, as in proto3."""
    return json_text(value, path, reading) or None


def json_secret(value: Any, path: str, reading: Reading) -> Secret | None:
    """A plain string, or the contract's wrapper {"value": ...}."""
    if value.__class__ is dict and (not value or (len(value) == 1 and "value" in value)):
        value = value.get("value", "")
        value = "" if value is None else value
    if value.__class__ is not str:
        reading.problem(path, 'must be a string, or {"value": a string}')
        return None
    text = value if value.isascii() else json_text(value, path, reading)
    return None if text is None else Secret(text)


def json_secret_required(value: Any, path: str, reading: Reading) -> Secret | None:
    return json_secret(value, path, reading) or None


def json_bool(value: Any, path: str, reading: Reading) -> bool | None:
    if value is True or value is False:
        return bool(value)
    reading.problem(path, "must be true or false")
    return None


def json_float(value: Any, path: str, reading: Reading) -> float | None:
    """A number, a string of its digits, or one of the three words that proto3 JSON has for what is no number."""
    try:
        if value.__class__ is float:
            return float(value)
        if value.__class__ is int or (value.__class__ is str and re.fullmatch(_DECIMAL, value)):
            number = float(value)
            if math.isfinite(number):
                return number
        elif value in ("NaN", "Infinity", "-Infinity"):
            return float(value)
    except OverflowError:
        pass
    reading.problem(path, "must be a number")
    return None


_DECIMAL = r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?"


def json_bytes(value: Any, path: str, reading: Reading) -> bytes | None:
    """Base64, standard or URL-safe, as proto3 JSON takes it."""
    if value.__class__ is not str:
        reading.problem(path, "must be a string in base64")
        return None
    try:
        text = value.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        reading.problem(path, "is not base64")
        return None


def _integer(low: int, high: int) -> Read:
    def read(value: Any, path: str, reading: Reading) -> int | None:
        number = value if value.__class__ is int else _whole(value)
        if number is None:
            reading.problem(path, "must be an integer, or a string of its digits")
        elif low <= number <= high:
            return int(number)
        else:
            reading.problem(path, f"must be from {low} to {high}")
        return None

    return read


def _whole(value: Any) -> int | None:
    """Digits in a string, or a float without a fraction (1e3), as proto3 JSON takes them; but not from 2**53 on, where
    a float may stand for a neighbour of the number that was written: of an amount, that is another amount.
    """
    if value.__class__ is str:
        return int(value) if re.fullmatch("-?[0-9]{1,20}", value) else None
    return int(value) if value.__class__ is float and value.is_integer() and abs(value) < 2**53 else None


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
        reading.problem(path, "must be an object of strings")
        return None
    for key, item in value.items():
        if json_text(key, f"{path}.{shown(key)}", reading) is not None:
            json_text(item, f"{path}.{shown(key)}", reading)
    return dict(value)


def enum_reader(numbers: Mapping[int, E], zero: str | None) -> Read:
    """By word or number. `zero` is the contract's word for none, which is None here. A wrong word is never shown."""
    words: dict[str, E] = {member.value: member for member in numbers.values()}
    name = type(next(iter(words.values()))).__name__

    def read(value: Any, path: str, reading: Reading) -> E | None:
        if value.__class__ is str:
            found = words.get(value)
            if found is not None or value == zero:
                return found
            reading.unknown_word(path, f"is no {name}" + nearest(value.upper(), words))
        elif value.__class__ is int:
            found = numbers.get(value)
            if found is not None or (value == 0 and zero is not None):
                return found
            reading.unknown_word(path, f"is the number of no {name}")
        else:
            reading.problem(path, f"must be a string: a {name}")
        return None

    return read
