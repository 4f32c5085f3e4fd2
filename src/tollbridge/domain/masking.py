"""Card numbers in other people's words: processors repeat what they were sent."""

from __future__ import annotations

import re

_CARD_LIKE = re.compile(r"(?<!\d)\d(?:[ ._/-]?\d){11,18}(?!\d)")


def masked(text: str) -> str:
    """The text with *** in place of what looks like a card number and has the right check digit."""
    return _CARD_LIKE.sub(lambda found: "***" if is_card_number(found.group()) else found.group(), text)


def is_card_number(text: str) -> bool:
    """By its check digit (ISO/IEC 7812-1, annex B); what is no digit does not count."""
    digits = [int(digit) for digit in reversed(text) if digit.isdecimal()]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0
