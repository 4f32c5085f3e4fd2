"""Ids of calls, merchants and the like: what may be repeated in answers and logs, and new ones."""

from __future__ import annotations

import re
import secrets
import time
from functools import lru_cache
from uuid import UUID

from tollbridge.domain.masking import masked

MOST_CHARACTERS = 128
_FIT = re.compile(rf"[A-Za-z0-9._:/+=@-]{{1,{MOST_CHARACTERS}}}")
"""What may be repeated in answers and logs; nothing that could be a card number."""
NOT_SHOWN = "(not shown)"


def request_id(given: object) -> str:
    """The given one if it is fit to be shown, else a new one."""
    return given if isinstance(given, str) and _is_fit(given) else uuid7()


def own_id(given: object) -> str | None:
    """A caller's own id for logs and traces, as far as it is fit to be shown."""
    if not given:
        return None
    return given if isinstance(given, str) and _is_fit(given) else NOT_SHOWN


def known_id(given: str) -> str:
    """The same for ids that come again and again: merchants, tenants."""
    return _kept(given) if len(given) <= MOST_CHARACTERS else NOT_SHOWN


@lru_cache(maxsize=4096)
def _kept(given: str) -> str:
    """Never of a long one: whoever can connect could fill the memory with those, without any proof."""
    return given if _is_fit(given) else NOT_SHOWN


def _is_fit(given: str) -> bool:
    return _FIT.fullmatch(given) is not None and masked(given) == given


def uuid7() -> str:
    """RFC 9562, section 5.7: 48 bits of epoch milliseconds, version, variant, 74 bits of chance.

    None that looks like a card number: it would be masked where it is shown.
    """
    while True:
        number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
        number = number & ~(0xF << 76) | 7 << 76
        text = str(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))
        if masked(text) == text:
            return text
