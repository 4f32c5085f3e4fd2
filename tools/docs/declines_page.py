"""declines.md: the unified decline codes, the networks' own, and what they allow after a decline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tollbridge.domain.declines import Decline, explain
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
from tollbridge.domain.reattempts import LIMITS
from tools.docs.markdown import page, section, table


def declines() -> str:
    """The unified table, the networks' codes, and what they allow after a decline."""
    rows = []
    for decline in Decline:
        meaning = explain(decline)
        rows.append([f"`{decline}`", meaning.category, meaning.retry.replace("_", " "), meaning.message,
                     meaning.shopper_message])
    return page("Unified decline codes",
                "One word for why a payment was refused, the same at every processor. `retry` is general: advice that "
                "the network gave with a decline counts more, and `tollbridge.reattempt` says which it is.",
                table(["code", "category", "retry", "for engineers", "for the shopper"], rows),
                section("Another attempt: the networks' limits", "They count declined attempts over all processors.",
                        table(["network", "attempts", "within", "for the same", "since"], _limits())),
                section("Mastercard's merchant advice codes", "",
                        table(["code", "retry", "meaning"], _advice(ADVICE_CODES))),
                section("Visa's categories", "", table(["category", "retry", "meaning"], _advice(VISA_CATEGORIES))),
                section("Response codes", "Where a network means something else than the others, it says so.",
                        table(["code", "unified code", "Visa's category", "Visa's own", "Mastercard's own"],
                              _responses())))


def _limits() -> Iterator[list[str]]:
    for network, limits in LIMITS.items():
        for limit in limits:
            yield [network.value, str(limit.attempts), limit.within, ", ".join(limit.same), limit.since]


def _advice(codes: Mapping[str, Advice]) -> Iterator[list[str]]:
    for code, advice in codes.items():
        yield [f"`{code}`", advice.retry.replace("_", " ") if advice.retry else "", advice.meaning]


def _responses() -> Iterator[list[str]]:
    for code in sorted({*NETWORK_CODES, *VISA_CODES, *MASTERCARD_CODES}, key=lambda one: (len(one), one)):
        common, visa, mastercard = (table.get(code, "") for table in (NETWORK_CODES, VISA_CODES, MASTERCARD_CODES))
        category = VISA_CATEGORY_OF.get(code, UNLISTED) if len(code) == 2 else ""
        shown = [f"`{one}`" if one else "" for one in (common, visa, mastercard)]
        yield [f"`{code}`", shown[0], category, *shown[1:]]
