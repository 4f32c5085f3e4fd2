"""X-VERIFY: SHA256(text + salt key) + "###" + salt index, over what a request or a callback says."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

MERCHANTS: Mapping[str, Mapping[str, str]] = {
    "PGTESTPAYUAT": {"1": "099eb0cd-02cf-4e2a-8aca-3e6c6aff0399"},
    "SANDBOXUAT": {"1": "sandbox-salt-key-one", "2": "sandbox-salt-key-two"},
}
"""Merchant id to its salt keys by their index. Known to everybody: nothing real is signed with them."""


def checksum(text: str, key: str) -> str:
    return hashlib.sha256(f"{text}{key}".encode()).hexdigest()


def header(text: str, merchant: str, index: str) -> str:
    """The header of a callback. Raises KeyError for a merchant or index that is not there."""
    return f"{checksum(text, MERCHANTS[merchant][index])}###{index}"


def proves(given: str, text: str, key: str) -> bool:
    return hmac.compare_digest(given.partition("###")[0].encode(), checksum(text, key).encode())
