"""Ids of calls: the caller's own where it gave one, else a UUID of version 7."""

from __future__ import annotations

import re
import secrets
import time
from uuid import UUID

from tollbridge.domain.masking import masked

_FIT = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
"""What may be repeated in answers and logs; nothing that could be a card number."""


def request_id(given: object) -> str:
    """The given one if it is fit to be shown, else a new one."""
    return given if isinstance(given, str) and _FIT.fullmatch(given) and masked(given) == given else uuid7()


def uuid7() -> str:
    """RFC 9562, section 5.7: 48 bits of epoch milliseconds, version, variant, 74 bits of chance."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))
