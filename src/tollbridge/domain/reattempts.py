"""What the card networks allow after a decline: whether the same card may be tried again, when, and how often.

Another attempt against these rules costs a fee each time, and in the end the merchant's account. The limits count
attempts of one card at one merchant, whichever processor they go through: only the caller can count them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from msgspec import Struct

from tollbridge.domain.declines import Decline, Retry, explain
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.network_codes import ADVICE_CODES, UNLISTED, VISA_CATEGORIES, VISA_CATEGORY_OF, Advice


class ReattemptLimit(Struct, frozen=True):
    """At most `attempts` declined ones within `window`, counted over what is the same: card, merchant, amount."""

    attempts: int
    window: timedelta
    same: tuple[str, ...]
    since: str  # ISO 8601 date from which the rule holds
    source: str

    @property
    def within(self) -> str:
        """The window in words: "24 hours", "30 days"."""
        days = self.window.days
        return f"{days} days" if days > 1 else f"{self.window.total_seconds() / 3600:g} hours"


class Reattempt(Struct, frozen=True):
    """The verdict on another attempt with the same card. `wait` is the least time before it, where a network says.

    `because` is a sentence for engineers: the network's advice where there is one, else what the unified code means.
    """

    allowed: bool
    retry: Retry
    because: str
    wait: timedelta | None = None
    limits: tuple[ReattemptLimit, ...] = ()


LIMITS: Mapping[CardNetwork, tuple[ReattemptLimit, ...]] = MappingProxyType({
    CardNetwork.VISA: (
        # Before 2025-05 it was 15. https://docs.cielo.com.br/ecommerce-cielo-en/changelog/
        # new-limit-for-visa-retries-starting-may-25-2025 and Visa Core Rules of 2026-04-18, table 7-2.
        ReattemptLimit(20, timedelta(days=30), ("card", "merchant", "amount"), "2025-05-25",
                       "https://developers.tabapay.com/docs/excessive-retry-rules"),
    ),
    CardNetwork.MASTERCARD: (
        ReattemptLimit(10, timedelta(hours=24), ("card", "merchant"), "2022-10-01",
                       "https://support.paya.com/44505-fees/mastercard-excessive-authorization-attempts"),
        ReattemptLimit(35, timedelta(days=30), ("card", "merchant", "amount"), "2024-04-01",
                       "https://developers.tabapay.com/docs/excessive-retry-rules"),
    ),
})
"""By network. American Express and Discover publish none."""


def reattempt(failure: Failure, network: CardNetwork | None = None) -> Reattempt:
    """Whether the card of a declined payment may be tried again, and when.

    The network's own advice comes first; where it gave none, the unified code decides, as it does where it says never
    and Visa's response code is one that Visa does not list. Where the network is not known, only advice that no other
    network has the code of is heeded.
    """
    advice = _advice(failure, network)
    row = explain(failure.unified or Decline.UNKNOWN)
    stated = (failure.advice_code or "").strip() == UNLISTED
    if advice is VISA_CATEGORIES[UNLISTED] and not stated and row.retry is Retry.NEVER:
        advice = None  # Visa lists no such code: that says less than a processor that knows the card to be stolen
    limits = LIMITS.get(network, ()) if network else ()
    if advice is not None and advice.retry is not None:
        return Reattempt(advice.retry is not Retry.NEVER, advice.retry, advice.meaning, advice.wait, limits)
    return Reattempt(row.retry is not Retry.NEVER, row.retry, f"{row.message} {row.description}", None, limits)


def _advice(failure: Failure, network: CardNetwork | None) -> Advice | None:
    """Mastercard's advice code has two digits; Visa's category one, or it follows from the response code."""
    code = (failure.advice_code or "").strip()
    if network in (None, CardNetwork.MASTERCARD) and len(code) == 2:
        return ADVICE_CODES.get(code)
    if network not in (None, CardNetwork.VISA):
        return None
    if code in VISA_CATEGORIES:
        return VISA_CATEGORIES[code]
    if network is CardNetwork.VISA and failure.decline_code:
        return VISA_CATEGORIES[VISA_CATEGORY_OF.get(failure.decline_code.upper(), UNLISTED)]
    return None
