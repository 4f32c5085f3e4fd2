"""What the simulated Braintree remembers, and one call's view of it."""

from __future__ import annotations

import base64
import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from tollbridge.domain.money import Currency, Money
from tollbridge.sandbox.braintree.errors import BraintreeError, not_found
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host

NAME = "braintree"
REPLY_WITHIN_S = 20 * 86400.0
_LETTERS = string.ascii_lowercase + string.digits
T = TypeVar("T")


@dataclass(slots=True)
class Method:
    """A payment method, once its number and CVV are gone."""

    id: str
    legacy: str
    kind: str
    created: float
    brand: str = "VISA"
    last4: str = "1111"
    bin: str = "411111"
    month: str = "12"
    year: str = "2031"
    holder: str | None = None
    cvv: str = "NOT_PROVIDED"
    """As the issuer judges it."""
    postal: str = "NOT_PROVIDED"
    street: str = "NOT_PROVIDED"
    multi: bool = False
    used: bool = False
    again: bool = False
    """A nonce of the test values: good any number of times."""
    customer: str | None = None
    decline: str | None = None
    gateway: str | None = None
    proof: str | None = None
    """How 3DS ended, in its words."""
    three_ds: str | None = None
    """The number, where it is one of those by which 3DS ends otherwise than well."""
    remembered: bool = False
    """By PayPal, once it is charged."""
    disputed: bool = False
    unverified: str | None = None

    @property
    def authenticated(self) -> bool:
        return self.proof in ("AUTHENTICATE_SUCCESSFUL", "AUTHENTICATE_ATTEMPT_SUCCESSFUL")


@dataclass(slots=True)
class Approval:
    """What a shopper is asked on PayPal's page: to pay an amount, or to be remembered."""

    token: str
    payment: str
    amount: Money | None
    return_url: str
    cancel_url: str
    remembered: bool = False
    agreed: bool = False


@dataclass(slots=True)
class Context:
    """Of a local payment that takes days."""

    id: str
    legacy: str
    created: float
    type: str
    amount: Money
    order_id: str | None
    account: str
    url: str
    transacted: float | None = None
    expired: float | None = None


@dataclass(slots=True)
class Transaction:
    id: str
    legacy: str
    created: float
    amount: Money
    asked: Money
    account: str
    method: Method
    order_id: str | None
    status: str = ""
    customer: str | None = None
    history: list[Json] = field(default_factory=list)
    """The latest event first."""
    kept: Method | None = None
    remembered: Method | None = None
    parent: str | None = None
    captured: int = 0
    refunded: int = 0
    adjustments: list[Json] = field(default_factory=list)
    estimated: bool = False


@dataclass(slots=True)
class Refund:
    id: str
    legacy: str
    created: float
    amount: Money
    payment: Transaction
    order_id: str | None
    account: str
    status: str = ""
    history: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Customer:
    id: str
    legacy: str
    created: float
    shown: Json


@dataclass(slots=True)
class Dispute:
    id: str
    legacy: str
    created: float
    payment: Transaction
    status: str = "OPEN"
    history: list[Json] = field(default_factory=list)
    evidence: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Books:
    methods: dict[str, Method] = field(default_factory=dict)
    transactions: dict[str, Transaction] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    """A hash of each public key's private key: that of its first call."""
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(32))


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's view: the books and the clock."""

    books: Books
    host: Host

    @property
    def now(self) -> float:
        return self.host.now()

    def book(self, kind: EntryKind, payment: Transaction, minor: int) -> None:
        if minor:
            self.host.ledger.add(NAME, kind, payment.id, minor, payment.amount.currency.value, payment.order_id)


def find(shelf: dict[str, T], reference: str) -> T:
    """What lies there under an id. Raises BraintreeError where nothing does."""
    try:
        return shelf[reference]
    except KeyError:
        raise not_found() from None


def new_ids(kind: str) -> tuple[str, str]:
    """An id of this API, and of the older one."""
    legacy = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return base64.b64encode(f"{kind}_{legacy}".encode()).decode().rstrip("="), legacy


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def currency(account: str) -> Currency:
    """A merchant account has one: that of the three letters at the end of its name, US dollars where they are none."""
    word = account[-3:].upper()
    return Currency(word) if word in Currency.__members__ else Currency.USD


def money(text: str, of: Currency, path: str) -> Money:
    try:
        amount = Money.from_major(text, of)
    except (ValueError, ArithmeticError):
        raise BraintreeError("Amount is an invalid format.", "81503", path) from None
    if amount.minor_amount <= 0:
        raise BraintreeError("Amount must be greater than zero.", "81531", path)
    return amount
