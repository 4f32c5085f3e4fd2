"""Card numbers in other people's words: processors repeat what they were sent."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+(?:[ ._/-]\d+)*", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)
_LONG_RUN = re.compile(r"\d[\d ._/-]{10,}\d", re.ASCII)
"""Wherever there is a card number there is this: most texts have none, and are done in a fifth of the time."""
MOST_CHARACTERS = 10_000
_SHORTEST, _LONGEST = 12, 19
"""Digits of a card number (ISO/IEC 7812-1; a few old Maestro cards have 12)."""
_DOUBLED = str.maketrans("0123456789", "0246813579")
"""The digits of the sum of the digits of twice each."""


def masked(text: str) -> str:
    """The text with *** in place of what looks like a card number and has the right check digit.

    The number may be in groups, and have an expiry date or security code right after it. A text that nobody would read
    to its end is cut.
    """
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]}..."
    if _LONG_RUN.search(text) is None:
        return text
    return _DIGITS.sub(lambda found: _without_cards(found.group()), text)


def _without_cards(run: str) -> str:
    """Of groups of digits with one separator between them: those neighbours masked that make a card number."""
    if sum(map(str.isdigit, run)) < _SHORTEST:
        return run
    groups = list(_GROUP.finditer(run))
    parts, at, first = [], 0, 0
    while first < len(groups):
        after = _card_end(groups, first)
        if after is None:
            first += 1
            continue
        parts += [run[at:groups[first].start()], "***"]
        at, first = groups[after - 1].end(), after
    return "".join([*parts, run[at:]])


def _card_end(groups: list[re.Match[str]], first: int) -> int | None:
    """Behind the last of the groups that make a card number from the first one on; None where none do."""
    digits, found = "", None
    for index in range(first, len(groups)):
        digits += groups[index].group()
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST and is_card_number(digits):
            found = index + 1
    return found


def is_card_number(digits: str) -> bool:
    """By its check digit (ISO/IEC 7812-1, annex B)."""
    every_second = digits[-2::-2].translate(_DOUBLED)
    return sum(map(int, digits[::-2] + every_second)) % 10 == 0
