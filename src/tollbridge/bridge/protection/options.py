"""What protection is told; apart, so that nothing of cryptography is imported where it is off."""

from __future__ import annotations

from msgspec import Struct

BRIDGE, WORKER = "bridge", "worker"
"""Whose keys a file has. Services and commands are bridges here."""


class ProtectionOptions(Struct, frozen=True, kw_only=True):
    """`private_keys` and `public_keys` are files (keyring.py). `window_s` is how long after its signing a message may
    be stored, `cache_s` how long an unwrapped key is kept, `since` (epoch seconds) until when what was stored may be
    unprotected.
    """

    private_keys: str
    public_keys: str
    window_s: float = 60.0
    cache_s: float = 120.0
    since: float = 0.0
