"""What can be wrong with an account store; no text of these has a value in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class AccountProblem(NamedTuple):
    """`path` is merchant, connector and field: shop-1.stripe.api_key; or the place that is at fault as a whole."""

    path: str
    why: str

    def __str__(self) -> str:
        """In one line, whatever the store calls its merchants: it goes to terminals and logs."""
        text = f"{self.path}: {self.why}"
        return text if text.isprintable() else "".join(
            each if each.isprintable() else repr(each)[1:-1] for each in text)


class AccountStoreError(Exception):
    """Base of the two below."""


class AccountsError(AccountStoreError):
    """The store was read, and cannot be used as it is: `problems` are all that is wrong with all accounts."""

    def __init__(self, problems: Sequence[AccountProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class StoreUnavailable(AccountStoreError):
    """The store cannot be read: a file that is not there, a server that does not answer or refuses."""
