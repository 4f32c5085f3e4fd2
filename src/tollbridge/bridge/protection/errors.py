"""What does not prove itself, and what cannot be read any more."""

from __future__ import annotations


class Forged(Exception):
    """It was changed, copied from elsewhere, kept for later, or written by nobody who may: nothing is done with it."""


class Erased(Exception):
    """The key that it was encrypted under was erased: nobody reads it any more."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"the key {key_id} was erased, and with it what it had encrypted")
        self.key_id = key_id

    @property
    def whose(self) -> tuple[str, str]:
        """Merchant and connector."""
        connector, merchant_id = self.key_id.split(".")[:2]
        return merchant_id, connector
