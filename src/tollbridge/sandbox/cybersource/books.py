"""What the simulated Cybersource knows: transactions, each with an id of its own, and the token vault."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tollbridge.domain.money import Currency
from tollbridge.sandbox.cybersource.cards import APPROVED, NONE, Fate, Method, Verdict
from tollbridge.sandbox.cybersource.errors import Invalid, Unknown
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host

NAME = "cybersource"
PAYMENT, CAPTURE, REFUND, REVERSAL, VOID, INCREMENT = (
    "payment", "capture", "refund", "reversal", "void", "increment")
PENDING, TRANSMITTED, VOIDED, REVERSED, FAILED = "PENDING", "TRANSMITTED", "VOIDED", "REVERSED", "FAILED"


@dataclass(slots=True)
class Transaction:
    """`root` is the payment that it belongs to, `of` what it undoes or gives back. Amounts are in minor units."""

    id: str
    merchant: str
    kind: str
    code: str
    minor: int
    currency: str
    status: str
    at: float
    root: str = ""
    of: str = ""
    fate: Fate = APPROVED
    method: Method = NONE
    approval: str = ""
    network_id: str = ""
    authorized: int = 0
    captured: int = 0
    """Of a payment, by all captures together; of a capture and a sale, what can be given back."""
    released: int = 0
    sale: bool = False
    closed: bool = False
    """No more captures."""

    @property
    def open(self) -> int:
        return self.authorized - self.captured - self.released

    def shown(self, minor: int) -> str:
        exponent = Currency(self.currency).exponent
        units, rest = divmod(minor, 10**exponent)
        return f"{units}.{rest:0{exponent}}" if exponent else str(units)


@dataclass(slots=True)
class Instrument:
    id: str
    merchant: str
    customer: str
    method: Method
    gone: bool = False


@dataclass(slots=True)
class Enrolment:
    """One run of payer authentication."""

    id: str
    merchant: str
    page: str
    method: Method
    verdict: Verdict
    return_url: str
    letter: str = ""
    """What came of it; "" while the shopper is asked."""


@dataclass(slots=True)
class Books:
    transactions: dict[str, Transaction] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    setups: set[tuple[str, str]] = field(default_factory=set)
    """Merchant and reference id."""
    transient: dict[str, tuple[str, Method, float]] = field(default_factory=dict)
    """Tokens of Microform: merchant, card, and when they end."""


class Desk:
    """The books of one merchant, and what a call does with the ledger."""

    def __init__(self, books: Books, host: Host, merchant: str) -> None:
        self.books, self.host, self.merchant = books, host, merchant

    def now(self) -> float:
        return self.host.now()

    def time(self) -> str:
        return datetime.fromtimestamp(self.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def own(self) -> Iterator[Transaction]:
        return (one for one in self.books.transactions.values() if one.merchant == self.merchant)

    def find(self, its_id: str, *kinds: str) -> Transaction | None:
        its = self.books.transactions.get(its_id)
        return its if its and its.merchant == self.merchant and (not kinds or its.kind in kinds) else None

    def payment(self, its_id: str, reason: str) -> Transaction:
        """Raises Invalid, with that reason."""
        its = self.find(its_id, PAYMENT)
        if its is None:
            raise Invalid(reason)
        return its

    def root(self, its: Transaction) -> Transaction:
        return self.books.transactions[its.root] if its.root else its

    def instrument(self, its_id: str) -> Instrument:
        its = self.books.instruments.get(its_id)
        if its is None or its.merchant != self.merchant:
            raise Unknown(404, "notFound", "Token not found")
        if its.gone:
            raise Unknown(410, "notAvailable", "Token not available")
        return its

    def add(self, kind: str, code: str, minor: int, currency: str, status: str, **more: Any) -> Transaction:
        its = Transaction(new_id(), self.merchant, kind, code, minor, currency, status, self.now(), **more)
        self.books.transactions[its.id] = its
        return its

    def book(self, kind: EntryKind, its: Transaction, minor: int) -> None:
        """An entry of the payment that a transaction belongs to."""
        root = self.root(its)
        if minor:
            self.host.ledger.add(NAME, kind, root.id, minor, root.currency, root.code)


def new_id() -> str:
    return f"7{secrets.randbelow(10**21):021d}"


def new_token() -> str:
    return secrets.token_hex(16).upper()


def told(desk: Desk, its: Transaction, **more: Any) -> dict[str, Any]:
    """What every answer begins with."""
    return {"id": its.id, "submitTimeUtc": desk.time(), "status": its.status,
            "clientReferenceInformation": {"code": its.code}, **more}
