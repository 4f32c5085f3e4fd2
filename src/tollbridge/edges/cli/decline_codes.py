"""`tollbridge declines list|explain`: the unified table, the networks' codes and every connector's words for a no."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from tollbridge import catalog
from tollbridge.domain.declines import TABLE, Category, Decline, Explanation, explain
from tollbridge.domain.errors import BadInput
from tollbridge.domain.network_codes import (
    ADVICE_CODES,
    MASTERCARD_CODES,
    NETWORK_CODES,
    UNLISTED,
    VISA_CATEGORIES,
    VISA_CATEGORY_OF,
    VISA_CODES,
    Advice,
)
from tollbridge.domain.reattempts import LIMITS, ReattemptLimit

_NO_CARD_ATTEMPT = (Category.CONFIGURATION, Category.STATE, Category.UNKNOWN)
_NO_CARD = (Decline.MERCHANT_BALANCE_INSUFFICIENT,)  # of a refund or payout: the merchant's own money is short


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a code can mean. `whose` says in what table it stands."""

    whose: str
    code: str
    unified: Decline | None = None
    advice: str | None = None
    wait_hours: float | None = None


def listed(category: str | None, *, as_json: bool) -> str:
    """The unified codes, those of one category or all."""
    rows = [row for row in TABLE.values() if category in (None, row.category.value)]
    if as_json:
        return json.dumps([_plain(row) for row in rows], indent=2)
    return "\n".join(f"{row.code.value:34} {row.category.value:15} {row.retry.value:14} {row.message}" for row in rows)


def explained(code: str, connector: str | None, *, as_json: bool) -> str:
    """All that a code can mean: a unified one, a network's, or a connector's own word.

    Raises BadInput for one that is in no table, with those that are spelled alike.
    """
    names = catalog.names() if connector is None else (connector,)
    readings = [*(_common(code) if connector is None else ()), *_words(code, names)]
    if not readings:
        raise BadInput(f"{code}: in no table{_alike(code, names)}")
    unified = list(dict.fromkeys(reading.unified for reading in readings if reading.unified))
    if as_json:
        return json.dumps({"code": code, "readings": [msgspec.to_builtins(reading) for reading in readings],
                           "unified": [_plain(explain(one)) for one in unified]}, indent=2)
    return "\n".join([*map(_reading, readings), *(line for one in unified for line in _in_words(explain(one)))])


def _common(code: str) -> Iterator[Reading]:
    """What the unified table and the networks make of it."""
    if (own := _found(Decline, code)) is not None:
        yield Reading("unified code", own, Decline(own))
    both = NETWORK_CODES.get(code.upper())
    visa, mastercard = VISA_CODES.get(code.upper(), both), MASTERCARD_CODES.get(code.upper(), both)
    if visa is not None:
        category = VISA_CATEGORY_OF.get(code.upper(), UNLISTED)
        yield _advised(f"visa response code, of category {category},", code.upper(), visa, VISA_CATEGORIES[category])
    if mastercard is not None:
        yield Reading("mastercard response code", code.upper(), mastercard)
    if code in ADVICE_CODES:
        yield _advised("mastercard merchant advice code", code, None, ADVICE_CODES[code])
    if code in VISA_CATEGORIES:
        yield _advised("visa response code category", code, None, VISA_CATEGORIES[code])


def _advised(whose: str, code: str, unified: Decline | None, advice: Advice) -> Reading:
    return Reading(whose, code, unified, advice.meaning, _hours(advice.wait))


def _hours(wait: timedelta | None) -> float | None:
    return None if wait is None else wait.total_seconds() / 3600


def _words(code: str, names: tuple[str, ...]) -> Iterator[Reading]:
    for name in names:
        table = catalog.load(name).declines
        if (word := _found(table, code)) is not None:
            yield Reading(f"{name}'s word", word, table[word])


def _found(table: Mapping[str, Any] | type[Decline], code: str) -> str | None:
    """The code as the table spells it; the case decides nothing."""
    return next((str(word) for word in table if str(word).casefold() == code.casefold()), None)


def _alike(code: str, names: tuple[str, ...]) -> str:
    known = {*map(str, Decline), *(word for name in names for word in catalog.load(name).declines)}
    close = difflib.get_close_matches(code, known, n=3)
    return f"; did you mean {', '.join(close)}?" if close else "; `tollbridge declines list` has the unified codes"


def _plain(row: Explanation) -> dict[str, Any]:
    return {"code": row.code.value, "category": row.category.value, "retry": row.retry.value,
            "retryable": row.retryable, "message": row.message, "description": row.description,
            "shopper_message": row.shopper_message}


def _reading(reading: Reading) -> str:
    parts = [f"{reading.whose} {reading.code}" + (f": {reading.unified.value}" if reading.unified else "")]
    parts += [reading.advice] if reading.advice else []
    parts += [f"Wait {reading.wait_hours:g} hours."] if reading.wait_hours else []
    return ". ".join(parts[:2]) + "".join(f" {part}" for part in parts[2:])


def _in_words(row: Explanation) -> Iterator[str]:
    yield ""
    yield row.code.value
    yield f"  meaning   {row.message}"
    yield f"  category  {row.category.value}"
    yield f"  retry     {row.retry.value}: {row.description}"
    yield f"  shopper   {row.shopper_message}"
    if row.retryable and row.category not in _NO_CARD_ATTEMPT and row.code not in _NO_CARD:
        for network, limits in LIMITS.items():
            yield f"  limit     {network.value.lower()}: {_limits(limits)}"


def _limits(limits: tuple[ReattemptLimit, ...]) -> str:
    return "; ".join(f"{limit.attempts} declined attempts in {limit.within} for the same "
                     f"{', '.join(limit.same)}" for limit in limits)
