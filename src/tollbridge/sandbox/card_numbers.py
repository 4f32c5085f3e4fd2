"""What a card number tells, whatever the processor."""

from __future__ import annotations

import hashlib
import re

_NETWORKS: tuple[tuple[str, str], ...] = (
    ("amex", r"3[47]"), ("diners", r"3(?:0[0-5]|[689])"), ("jcb", r"35"), ("discover", r"6(?:011|4[4-9]|5)"),
    ("unionpay", r"62|81"), ("visa", r"4"),
    ("mastercard", r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"),
)


def network(number: str) -> str:
    """The network, told from the first digits; `unknown` where these tell none."""
    return next((name for name, prefix in _NETWORKS if re.match(prefix, number)), "unknown")


def is_plausible(number: str) -> bool:
    """12 to 19 digits with the right check digit (ISO/IEC 7812-1, annex B)."""
    if not re.fullmatch(r"[0-9]{12,19}", number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def fingerprint(number: str, pepper: bytes) -> str:
    """The same 16 characters for the same card, within one run of the sandbox."""
    return hashlib.blake2b(number.encode(), key=pepper, digest_size=8).hexdigest()
