"""Credentials of a connector, from the contract's `ConnectorSpecificConfig` as JSON."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

import msgspec.structs
from msgspec import NODEFAULT

from tollbridge.contract.reading import shown
from tollbridge.domain.errors import BadCredentials, Problem
from tollbridge.domain.secret import Secret
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A

T = TypeVar("T")


def read_account(connector: Connector[A], config: object, path: str = "config") -> A:
    """The account. Fields in snake_case or camelCase; secrets as plain strings or {"value": ...}.

    Raises BadCredentials with everything that is wrong, by its path below `path` (`config.api_key`); never with what
    stands there.
    """
    problems: dict[str, str] = {}
    account = _struct(connector.account, config, path, problems)
    if account is None or problems:
        listed = "; ".join(f"{path}: {why}" for path, why in problems.items())
        raise BadCredentials(f"credentials of {connector.id}: {listed}",
                             problems=tuple(Problem(*each) for each in problems.items()))
    return account


def _struct(shape: type[T], value: object, path: str, problems: dict[str, str]) -> T | None:
    if not isinstance(value, Mapping):
        problems[path] = "must be an object"
        return None
    fields = _fields(cast(Any, shape))
    spelled = {spelling: name for name in fields for spelling in (name, _camel(name))}
    given: dict[str, Any] = {}
    for key, item in value.items():
        name = spelled.get(key)
        if name is None:
            near = difflib.get_close_matches(str(key), list(fields), n=1)
            inside = isinstance(item, Mapping) and any(name in spelled for name in item)  # {"Stripe": {"api_key": ...}}
            problems[_below(path, shown(key))] = "unknown field" + (
                ": what is in it belongs one level up" if inside else f": did you mean {near[0]}?" if near else "")
        elif item is not None:
            given[name] = _value(fields[name][0], item, _below(path, name), problems)
    for name, (_, required) in fields.items():
        if required and not given.get(name) and _below(path, name) not in problems:
            problems[_below(path, name)] = "required"
    return None if problems else shape(**given)


@cache
def _fields(shape: Any) -> dict[str, tuple[Any, bool]]:
    """By name: type, and whether it is required."""
    hints = typing.get_type_hints(shape)
    return {f.name: (hints[f.name], f.default is NODEFAULT and f.default_factory is NODEFAULT)
            for f in msgspec.structs.fields(shape)}


def _value(hint: Any, value: object, path: str, problems: dict[str, str]) -> Any:
    kinds = [kind for kind in (typing.get_args(hint) if _union(hint) else (hint,)) if kind is not type(None)]
    kind, origin = kinds[0], typing.get_origin(kinds[0])
    if kind is Secret:
        text = value.get("value") if isinstance(value, Mapping) and set(value) <= {"value"} else value
        if isinstance(text, str):
            return Secret(text)
        problems[path] = "must be a string"
    elif origin is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        problems[path] = "must be a list of strings"
    elif origin is not None and issubclass(origin, Mapping):
        inner = typing.get_args(kind)[1]
        if isinstance(value, Mapping):
            return {str(k): _struct(inner, v, _below(path, k), problems) for k, v in value.items()}
        problems[path] = "must be an object"
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(kind, value, path, problems)
    elif type(value) is kind:
        return value
    else:
        problems[path] = "must be true or false" if kind is bool else "must be a string"
    return None


def _below(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _union(hint: Any) -> bool:
    return typing.get_origin(hint) in (typing.Union, types.UnionType)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
