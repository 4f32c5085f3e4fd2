"""Enough of GraphQL to read what clients of Braintree ask, and to give them no more than that.

https://spec.graphql.org/October2021/. One operation with variables; fields with aliases and arguments; inline
fragments. No directives, no fragments with names. There is no schema here: what an object has, it can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_TOKEN = re.compile(
    r"""[\s,\ufeff]+|\#[^\n]*"""
    r"""|(\.\.\.|[!$()\[\]:=@|{}]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*")""", re.ASCII)
_NAME = re.compile(r"[_A-Za-z]\w*", re.ASCII)
_DEEPEST, _MOST_TOKENS = 20, 5_000


class NotGraphQL(Exception):
    """What cannot be read, or asks for what is not there."""


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    name: str
    arguments: Mapping[str, Any]
    """Values as written: `Variable` stands for one of the variables."""
    selected: tuple[Field | Fragment, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    kind: str
    selected: tuple[Field | Fragment, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    kind: str
    fields: tuple[Field, ...]


def read(document: str) -> Operation:
    """Raises NotGraphQL."""
    return _Reader(document).operation()


def given(arguments: Mapping[str, Any], variables: Mapping[str, Any]) -> Json:
    """The arguments of a field, with their variables filled in."""
    def filled(value: Any) -> Any:
        if isinstance(value, Variable):
            return variables.get(value.name)
        if isinstance(value, dict):
            return {name: filled(inner) for name, inner in value.items()}
        return [filled(inner) for inner in value] if isinstance(value, list) else value
    return {name: filled(value) for name, value in arguments.items()}


def project(selected: tuple[Field | Fragment, ...], value: Any) -> Any:
    """Of an object, what was asked for. Its `__typename`, or its interfaces in `__kinds`, choose among fragments."""
    if callable(value):
        value = value()
    if isinstance(value, list):
        return [project(selected, one) for one in value]
    if not isinstance(value, dict):
        if value is not None and selected:
            raise NotGraphQL("a selection of what has no parts")
        return value
    if not selected:
        raise NotGraphQL(f"type '{value['__typename']}' must have a selection of subfields")
    told: Json = {}
    for one in selected:
        if isinstance(one, Fragment):
            if one.kind in (value["__typename"], *value.get("__kinds", ())):
                told |= project(one.selected, value) if one.selected else {}
        elif one.name not in value or one.name == "__kinds":
            raise NotGraphQL(f"field '{one.name}' in type '{value['__typename']}' is undefined")
        else:
            told[one.key] = project(one.selected, value[one.name])
    return told


class _Reader:
    """A recursive descent over the tokens."""

    def __init__(self, document: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(document):
            found = _TOKEN.match(document, at)
            if found is None or len(self._tokens) > _MOST_TOKENS:
                raise NotGraphQL("invalid syntax")
            if found[1]:
                self._tokens.append(found[1])
            at = found.end()
        self._tokens.reverse()
        self._depth = 0

    def operation(self) -> Operation:
        kind = "query" if self._peek() == "{" else self._name()
        if kind not in ("query", "mutation"):
            raise NotGraphQL("invalid syntax")
        if self._peek() not in ("(", "{"):
            self._name()
        if self._peek() == "(":
            while self._next() != ")":
                pass  # the types of variables are the endpoints' to judge
        fields = self._selection()
        if self._tokens or not all(isinstance(one, Field) for one in fields):
            raise NotGraphQL("one operation, of fields")
        return Operation(kind, tuple(one for one in fields if isinstance(one, Field)))

    def _selection(self) -> tuple[Field | Fragment, ...]:
        self._take("{")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotGraphQL("nested too deep")
        found: list[Field | Fragment] = []
        while self._peek() != "}":
            found.append(self._fragment() if self._peek() == "..." else self._field())
        self._take("}")
        self._depth -= 1
        return tuple(found)

    def _fragment(self) -> Fragment:
        self._take("...")
        self._take("on")
        return Fragment(self._name(), self._selection())

    def _field(self) -> Field:
        key = name = self._name()
        if self._peek() == ":":
            self._take(":")
            name = self._name()
        arguments = self._pairs("(", ")") if self._peek() == "(" else {}
        return Field(key, name, arguments, self._selection() if self._peek() == "{" else ())

    def _pairs(self, opening: str, closing: str) -> Json:
        self._take(opening)
        found: Json = {}
        while self._peek() != closing:
            name = self._name()
            self._take(":")
            found[name] = self._value()
        self._take(closing)
        return found

    def _value(self) -> Any:
        word = self._peek()
        if word == "{":
            return self._pairs("{", "}")
        self._next()
        if word == "$":
            return Variable(self._name())
        if word == "[":
            listed = []
            while self._peek() != "]":
                listed.append(self._value())
            self._take("]")
            return listed
        if word[0] == '"':
            return re.sub(r"\\(.)", r"\1", word[1:-1])
        known: Mapping[str, Any] = {"true": True, "false": False, "null": None}
        if word in known:
            return known[word]
        if _NAME.fullmatch(word):
            return word
        return self._number(word)

    def _number(self, word: str) -> int | float:
        convert: Callable[[str], int | float] = float if "." in word else int
        try:
            return convert(word)
        except ValueError:
            raise NotGraphQL("invalid syntax") from None

    def _peek(self) -> str:
        if not self._tokens:
            raise NotGraphQL("it ends too early")
        return self._tokens[-1]

    def _next(self) -> str:
        token = self._peek()
        self._tokens.pop()
        return token

    def _take(self, token: str) -> None:
        if self._next() != token:
            raise NotGraphQL("invalid syntax")

    def _name(self) -> str:
        token = self._next()
        if not _NAME.fullmatch(token):
            raise NotGraphQL("invalid syntax")
        return token
