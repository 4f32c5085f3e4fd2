"""Paths with ids in them, and requests without a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from string import Formatter
from typing import Any

from tollbridge.domain.errors import InvalidField, MissingField, Problem, field_error
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest
from tollbridge.kit.quoting import quote


def path(template: str, request: object, also: Mapping[str, object] | None = None) -> str:
    """Fills in "/refunds/{connector_refund_id}" from the request's fields, quoted. An id must be there, and be one.

    `also` is what else the request must have, as for `require`: what is missing of both is told at once.
    """
    parts = _parts(template)
    ids: dict[str, Any] = {name: getter(request) for _, name, getter in parts if getter is not None}
    require({**ids, **also} if also else ids)
    if dots := [name for name, value in ids.items() if not value.strip(".")]:
        raise InvalidField(dots[0], "no id")  # GET /refunds/.. would answer another question
    return "".join(text + (quote(ids[name]) if name else "") for text, name, _ in parts)


@cache
def _parts(template: str) -> tuple[tuple[str, str, attrgetter[Any] | None], ...]:
    return tuple(
        (text, name or "", attrgetter(name) if name else None) for text, name, _, _ in Formatter().parse(template))


def require(given: Mapping[str, object]) -> None:
    """Path in the request to value: raises MissingField with every path that has none. Empty is none, as in proto3."""
    if missing := [path for path, value in given.items() if not value and value != 0]:
        raise MissingField(*missing)


def together(*parts: Callable[[], Any]) -> tuple[Any, ...]:
    """What each part gives. One alone would raise before the next is looked at: here what is missing or wrong in any of
    them is told at once.
    """
    given: list[Any] = []
    problems: dict[Problem, None] = {}
    for part in parts:
        try:
            given.append(part())
        except (MissingField, InvalidField) as error:
            problems.update(dict.fromkeys(error.problems))
    if problems:
        raise field_error(problems)
    return tuple(given)


def get(path: str, in_path: Secret | None = None) -> HttpRequest:
    """`in_path` is a secret that stands in the path."""
    return HttpRequest("GET", path, {}, in_path=in_path)


def post(path: str, in_path: Secret | None = None) -> HttpRequest:
    """As `get`."""
    return HttpRequest("POST", path, {}, in_path=in_path)
