"""Payment methods from plain text, for those who write requests by hand."""

from __future__ import annotations

from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.methods.upi import UpiCollect
from tollbridge.domain.secret import Secret


def card(number: str, exp_month: str, exp_year: str, cvc: str | None = None, holder: str | None = None) -> Card:
    """A card as the shopper typed it: "4242 4242 4242 4242", "1" or "01", "30" or "2030". Shows none of it in its repr.

    Spaces and hyphens between digits go; nothing else is checked, that is the processor's to do.
    """
    return Card(
        card_number=Secret(number.replace(" ", "").replace("-", "")), card_exp_month=Secret(exp_month.strip().zfill(2)),
        card_exp_year=Secret(exp_year.strip()), card_cvc=_secret(cvc), card_holder_name=_secret(holder))


def stored(token: str) -> StoredMethod:
    """A payment method that the processor keeps, by its token."""
    return StoredMethod(token=Secret(token))


def upi(address: str) -> UpiCollect:
    """A request that shows up in the shopper's UPI app: "name@bank"."""
    return UpiCollect(vpa_id=Secret(address.strip()))


def _secret(text: str | None) -> Secret | None:
    return None if text is None else Secret(text)
