"""The test cards of the simulated processors by name: `--test-card declined`. Read from the sandbox's own tables.

Where a processor decides by the cardholder's name instead of the number (Adyen, PayPal), that name comes along.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from tollbridge import catalog
from tollbridge.domain.errors import BadInput
from tollbridge.domain.features import Feature
from tollbridge.domain.operations import PRE_AUTHENTICATE

_EXPIRY, _CODE, _AMEX_CODE = ("12", "2034"), "123", "1234"


class NamedCard(Struct, frozen=True):
    """A card of the sandbox, with all that a payment by it needs. None of it is anybody's."""

    name: str
    number: str
    happens: str
    exp_month: str
    exp_year: str
    cvc: str | None
    holder: str | None = None


def named_cards(connector: str) -> tuple[NamedCard, ...]:
    """In the order of the sandbox's table; empty where there is no simulator, or none for cards."""
    from tollbridge.sandbox.catalog import simulator_of  # late: with the simulators comes their server

    module = simulator_of(connector)
    rows = [row for row in getattr(module, "TEST_CARDS", ())
            if not row.happens.startswith("3DS") or _authenticates(connector)]
    cards = [_card(row.number, row.happens, row) for row in rows]
    if rows:
        approved = next(row for row in rows if row.happens.startswith("approved"))
        cards += [_card(approved.number, happens, approved, holder)
                  for holder, happens in _by_holder(connector, module)]
    return tuple(cards)


def find_card(connector: str, asked: str) -> NamedCard:
    """By its number, or by the words of what happens: "declined" is the first that is, "insufficient_funds" its own.

    Raises BadInput for what is none. A number is not repeated: it may be somebody's.
    """
    cards = named_cards(connector)
    if not cards:
        raise BadInput(f"--test-card: the sandbox has no cards of {connector}; give --card-file or --request")
    digits = re.sub(r"[ -]", "", asked)
    if digits.isdigit():
        if (known := next((card for card in cards if card.number == digits), None)) is not None:
            return known
        raise BadInput(
            f"--test-card: not a test number of {connector}. Card numbers do not belong on a command line: the shell's "
            "history and `ps` would keep them. Give --card-file FILE, --card-file - (stdin), or leave it out and type "
            "it when asked")
    name = _slug(asked)
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for card in cards:
            if name and any(fits(its, name) for its in (card.name, _slug(card.holder or "")) if its):
                return card
    raise BadInput(f"--test-card: no such card of {connector}; `tollbridge connectors show {connector}` "
                   "lists them")


def _card(number: str, happens: str, row: Any, holder: str | None = None) -> NamedCard:
    usual = _AMEX_CODE if number.startswith(("34", "37")) else _CODE
    month, year = getattr(row, "expiry", _EXPIRY)
    return NamedCard(_slug(happens), number, happens, month, year, getattr(row, "cvc", usual), holder)


def _authenticates(connector: str) -> bool:
    """Whether it does 3DS itself: faces of one API share a simulator, and not all of them do."""
    return any(Feature.THREE_DS in flow.features or flow.operation is PRE_AUTHENTICATE
               for flow in catalog.load(connector).flows)


def _by_holder(connector: str, module: Any) -> list[tuple[str, str]]:
    """Name of the cardholder, and what happens: Adyen's table of outcomes, PayPal's of response codes."""
    outcomes = [(row.word, f"declined: {row.reason or row.word}") for row in getattr(module, "OUTCOMES", ())
                if not row.approves]
    words = catalog.load(connector).declines
    return outcomes + [(name, f"declined: {words.get(code, code)}")
                       for name, code in getattr(module, "DECLINES", {}).items()]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
