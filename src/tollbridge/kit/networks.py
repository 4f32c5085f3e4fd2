"""Which network a card runs on, by its number."""

from __future__ import annotations

from functools import cache

from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.secret import Secret

_BEGINNINGS: tuple[tuple[CardNetwork, tuple[tuple[int, int], ...]], ...] = (
    (CardNetwork.MAESTRO, ((5018, 5018), (5020, 5020), (5038, 5038), (5893, 5893), (6304, 6304), (6759, 6759),
                           (6761, 6763))),
    (CardNetwork.VISA, ((4000, 4999),)),
    (CardNetwork.MASTERCARD, ((5100, 5599), (2221, 2720))),
    (CardNetwork.AMEX, ((3400, 3499), (3700, 3799))),
    (CardNetwork.DISCOVER, ((6011, 6011), (6440, 6599))),
    (CardNetwork.DINERS, ((3000, 3059), (3600, 3699), (3800, 3999))),
    (CardNetwork.JCB, ((3528, 3589),)),
    (CardNetwork.UNIONPAY, ((6200, 6299), (8100, 8199))),
)
"""The first four digits of card numbers, ISO/IEC 7812, as the networks publish them."""


def network_of(number: Secret) -> CardNetwork | None:
    """By the number's first four digits; None of an alias, or of a network that is not in the table."""
    text = number.reveal()
    head = text[:4]
    return _begun(int(head)) if len(text) >= 12 and head.isascii() and head.isdigit() else None


@cache
def _begun(first: int) -> CardNetwork | None:
    return next((network for network, ranges in _BEGINNINGS
                 if any(low <= first <= high for low, high in ranges)), None)
