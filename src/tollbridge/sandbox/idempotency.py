"""Idempotency keys: the first answer is kept and given again.

Each processor words its refusals differently and chooses what counts as the same request; the bookkeeping is alike.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tollbridge.sandbox.simulator import Answer, Key


class Claim(Enum):
    """What became of a key that has no answer to give again."""

    FRESH = "fresh"
    REUSED = "reused"
    IN_USE = "in_use"


@dataclass(slots=True)
class _Slot:
    fingerprint: bytes
    since: float
    answer: Answer | None = None


class KeyStore:
    """Keys of all processors. Fingerprints are keyed hashes: the parameters that they stand for hold card numbers."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pepper = secrets.token_bytes(32)
        self._slots: dict[tuple[str, str, str], _Slot] = {}

    def claim(self, processor: str, key: Key, kept_for_s: float | None = None) -> Answer | Claim:
        """The kept answer, or FRESH: then `keep` or `release` has to follow. `kept_for_s` replaces the processor's."""
        fingerprint = self._hash(key.fingerprint)
        slot = self._slots.get(self._place(processor, key))
        if slot is None or self._clock() - slot.since >= (key.kept_for_s if kept_for_s is None else kept_for_s):
            self._slots[self._place(processor, key)] = _Slot(fingerprint, self._clock())
            return Claim.FRESH
        if slot.fingerprint != fingerprint:
            return Claim.REUSED
        return slot.answer or Claim.IN_USE

    def keep(self, processor: str, key: Key, answer: Answer) -> None:
        slot = self._slots.get(self._place(processor, key))
        if slot is not None:  # else the key was forgotten meanwhile, and claimed and released by another call
            slot.answer = answer

    def release(self, processor: str, key: Key) -> None:
        self._slots.pop(self._place(processor, key), None)

    def _hash(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, key=self._pepper, digest_size=32).digest()

    def _place(self, processor: str, key: Key) -> tuple[str, str, str]:
        return processor, self._hash(key.scope.encode()).hex(), key.text
