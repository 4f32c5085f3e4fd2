"""Search over payments: https://docs.stripe.com/search. Of its language, what finds a merchant's own reference."""

from __future__ import annotations

import re

from tollbridge.sandbox.stripe.books import Desk
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.parameters import SearchIntents
from tollbridge.sandbox.stripe.wire import IntentSearch

_TEXT = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
_CLAUSE = re.compile(rf"\s*metadata\[{_TEXT}\]\s*:\s*{_TEXT}\s*")


def intents(desk: Desk, params: SearchIntents) -> IntentSearch:
    """The newest first."""
    wanted = _clauses(params.query)
    found = [intent for intent in reversed(desk.books.intents.values())
             if all(intent.metadata.get(key) == text for key, text in wanted)]
    return IntentSearch(data=found[:params.limit], has_more=len(found) > params.limit)


def _clauses(query: str) -> list[tuple[str, str]]:
    """`metadata["order_id"]:"6735" AND metadata[...]:...`, in quotes of either kind."""
    wanted, rest = [], query
    while found := _CLAUSE.match(rest):
        wanted.append((_unquoted(found[1], found[2]), _unquoted(found[3], found[4])))
        rest = rest[found.end():]
        if not rest:
            return wanted
        if not rest.startswith("AND "):
            break
        rest = rest[len("AND "):]
    raise invalid("The sandbox searches by metadata[\"key\"]:\"value\", joined with AND, alone.", param="query")


def _unquoted(*either: str | None) -> str:
    return re.sub(r"\\(.)", r"\1", next(text for text in either if text is not None))
