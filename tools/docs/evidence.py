"""What the golden cases prove of a connector: how well each claim is vouched for, and which fields a flow needs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, convert

from tollbridge.domain.errors import MissingField
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.operations import BY_FLOW, HANDLE_EVENT, PARSE_EVENT, Operation
from tollbridge.kit.flow import shown_method
from tollbridge.testing.claims import asked
from tollbridge.testing.golden import Case, Json, Subject, replay

GRADES = ("schema", "sdk", "documentation", "reference")
"""Kinds of sources, the best first."""
NOT_OFFERED = "not_offered.toml"
DEVIATIONS = "deviations.toml"
EVENTS = (PARSE_EVENT, HANDLE_EVENT)


class NotOffered(Struct, frozen=True, forbid_unknown_fields=True):
    """What a processor does not have: a flow, or a payment method of authorize, by the contract's names."""

    what: str
    reason: str
    source: str


class Deviation(Struct, frozen=True):
    """One entry of deviations.toml, whose form is that of the conformance score."""

    op: str
    path: str
    reason: str
    source: str
    flow: str | list[str] = []
    theirs: str | None = None
    ours: str | None = None

    @property
    def flows(self) -> tuple[str, ...]:
        return (self.flow,) if isinstance(self.flow, str) else tuple(self.flow)


class Place(NamedTuple):
    """A part of a JSON value, by keys and indexes."""

    keys: tuple[str | int, ...]

    def removed_from(self, value: Any) -> Any:
        """A copy of the value without it."""
        key, *rest = self.keys
        copy = value.copy()
        if rest:
            copy[key] = Place(tuple(rest)).removed_from(value[key])
        else:
            del copy[key]
        return copy


def declares(its: Subject, operation: Operation[Any, Any]) -> bool:
    """Whether the connector says that it does this."""
    return its.connector.webhook is not None if operation in EVENTS else its.connector.flow(operation) is not None


def grade(cases: Iterable[Case]) -> str | None:
    """The best kind of source among the cases that name one; None where there is none."""
    kinds = {case.golden.source.kind for case in cases if urlsplit(case.golden.source.address).netloc}
    return next((kind for kind in GRADES if kind in kinds), None)


def with_method(cases: Iterable[Case], method: type) -> list[Case]:
    """Those that pay with this method."""
    return [case for case in cases if type(getattr(asked(case), "payment_method", None)) is method]


def not_offered(its: Subject) -> dict[str, NotOffered]:
    """By flow or payment method. Raises ValueError for a name that is neither, and for one that is declared."""
    found: dict[str, NotOffered] = {}
    for entry in _entries(its.folder / NOT_OFFERED, "not_offered", NotOffered):
        offered = {flow.operation.flow for flow in its.connector.flows} | {
            shown_method(method) for flow in its.connector.flows for method in flow.accepted}
        if entry.what not in BY_FLOW and entry.what not in method_names():
            raise ValueError(f"{its.folder / NOT_OFFERED}: {entry.what} is no flow and no payment method")
        if entry.what in offered:
            raise ValueError(f"{its.folder / NOT_OFFERED}: {entry.what} is offered by the connector")
        found[entry.what] = entry
    return found


def deviations(its: Subject) -> list[Deviation]:
    """Where the connector follows the processor and not the reference."""
    return list(_entries(its.folder / DEVIATIONS, "deviation", Deviation))


def method_names() -> frozenset[str]:
    """Every payment method, by the contract's names."""
    return frozenset(map(shown_method, get_args(PaymentMethod)))


class Required(NamedTuple):
    """Paths of fields: needed by every case that has a result; by every one that pays with a method, by its name; and
    by some of them only.
    """

    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    by_method: Mapping[str, tuple[str, ...]]


def required(its: Subject, operation: Operation[Any, Any]) -> Required:
    """Fields of the request without which a case that has a result is refused as incomplete.

    Each part of each such request is left out in turn: what MissingField then names is required. What no case gives is
    not found.
    """
    needed = [(_method(case), _needed(its, case)) for case in its.of(operation) if case.golden.result is not UNSET]
    always = _of_all(paths for _, paths in needed)
    by_method = {name: _of_all(paths for other, paths in needed if other == name) - always
                 for name in sorted({name for name, _ in needed if name})}
    sometimes = {path for name, paths in needed for path in paths - always - by_method.get(name, frozenset())}
    return Required(tuple(sorted(always)), tuple(sorted(sometimes)),
                    {name: tuple(sorted(paths)) for name, paths in by_method.items() if paths})


def _of_all(needed: Iterable[frozenset[str]]) -> frozenset[str]:
    found = list(needed)
    return frozenset.intersection(*found) if found else frozenset()


def _method(case: Case) -> str:
    """What the case pays with; nothing where there is no such choice."""
    paid = getattr(asked(case), "payment_method", None)
    return "" if paid is None else shown_method(type(paid))


def _needed(its: Subject, case: Case) -> frozenset[str]:
    found: set[str] = set()
    for place in places(case.golden.request):
        try:
            error = replay(its, case, request=place.removed_from(case.golden.request)).error
        except LookupError:  # a pre-step asks for what is left out, and the case has no answer to it
            continue
        if isinstance(error, MissingField):
            found.update(error.paths)
    return frozenset(found)


def places(value: Json) -> Iterator[Place]:
    """Every part of a JSON value, the outer before the inner."""
    for keys in _below((), value):
        yield Place(keys)


def _below(above: tuple[str | int, ...], value: Any) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*above, key)
        yield from _below((*above, key), part)


def _entries(path: Path, name: str, shape: type[Any]) -> list[Any]:
    if not path.exists():
        return []
    try:
        return convert(tomllib.loads(path.read_text()).get(name, []), list[shape])  # type: ignore[valid-type]
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
