"""The card of a payment: from a file, stdin, a prompt, or the sandbox's table; as the contract's JSON."""

from __future__ import annotations

from typing import Any

import click

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.files import read_object
from tollbridge.edges.cli.named_cards import find_card

_SHORT = {"number": "card_number", "exp_month": "card_exp_month", "exp_year": "card_exp_year", "cvc": "card_cvc",
          "holder": "card_holder_name"}
HOW = "--test-card NAME, --card-file FILE, or the whole in --request"


def given_card(connector: str, *, test_card: str | None, card_file: str | None) -> dict[str, Any] | None:
    """The contract's `card`; None where neither option was given. Raises BadInput."""
    if test_card is not None and card_file is not None:
        raise click.UsageError("--test-card and --card-file: give one of them")
    if card_file is not None:
        value = read_object(card_file, "--card-file")
        inner = value.get("card")
        return {_SHORT.get(key, key): item for key, item in (inner if isinstance(inner, dict) else value).items()}
    if test_card is None:
        return None
    card = find_card(connector, test_card)
    return _card(card.number, card.exp_month, card.exp_year, card.cvc, card.holder)


def typed_card() -> dict[str, Any]:
    """Asked for on the terminal; neither number nor code is shown. Raises BadInput for an expiry that is none."""
    number = click.prompt("card number", hide_input=True, err=True)
    month, slash, year = click.prompt("expiry (MM/YY)", err=True).partition("/")
    if not slash:
        raise BadInput("the expiry is written MM/YY, such as 03/30")
    code = click.prompt("security code (empty for none)", hide_input=True, err=True, default="", show_default=False)
    return _card(number, month.strip(), year.strip(), code or None, None)


def _card(number: str, month: str, year: str, code: str | None, holder: str | None) -> dict[str, Any]:
    card = {"card_number": number.replace(" ", "").replace("-", ""), "card_exp_month": month.zfill(2),
            "card_exp_year": year, "card_cvc": code, "card_holder_name": holder}
    return {name: {"value": value} for name, value in card.items() if value is not None}
