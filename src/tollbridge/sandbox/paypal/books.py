"""What the simulated PayPal remembers, and one call's view of it."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import json

from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.paypal.cards import TestCard
from tollbridge.sandbox.paypal.errors import not_found
from tollbridge.sandbox.simulator import Host

NAME = "paypal"
UNITS = CurrencyUnits({Currency.HUF: 0, Currency.TWD: 0, Currency.JPY: 0})
"""https://developer.paypal.com/api/rest/reference/currency-codes/: these have no decimals here."""
HONORED_S, AUTHORIZED_S = 3 * 86400.0, 29 * 86400.0
"""How long an authorization is sure to be honored, and how long it may be captured."""
DEFAULT_REFERENCE = "default"
"""The reference of a purchase unit that names none."""

_LETTERS = string.ascii_uppercase + string.digits

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class Instrument:
    """What an order is paid with, once its number and CVC are gone."""

    kind: str
    """The word in `payment_source`: card, paypal, ideal."""
    shown: Json
    card: TestCard | None = None
    decline: str | None = None
    """The processor's response code, where a payment with it is declined."""
    slow: bool = False
    """An eCheck: captures are pending until they are settled."""
    disputes: bool = False
    """Its owner wants the money back as soon as it is taken."""
    challenge: bool = False
    """The holder of the card is asked first."""
    authentication: Json | None = None
    store: bool = False
    """Goes into the vault once it has paid."""
    customer: str | None = None
    return_url: str | None = None
    cancel_url: str | None = None


@dataclass(slots=True)
class Order:
    id: str
    created: float
    intent: str
    amount: Money
    unit: Json
    """The purchase unit as the request had it."""
    status: str = "CREATED"
    updated: float = 0.0
    instruction: str | None = None
    instrument: Instrument | None = None
    vaulted: str | None = None
    """The payment token that came of it."""
    authorizations: list[str] = field(default_factory=list)
    captures: list[str] = field(default_factory=list)
    return_url: str | None = None
    cancel_url: str | None = None

    @property
    def reference(self) -> str | None:
        """The merchant's own, for the ledger."""
        named = self.unit.get("reference_id")
        return self.unit.get("invoice_id") or self.unit.get("custom_id") or (
            named if named != DEFAULT_REFERENCE else None)


@dataclass(slots=True)
class Authorization:
    id: str
    order: str
    created: float
    amount: Money
    status: str = "CREATED"
    updated: float = 0.0
    processor: Json | None = None
    captured: int = 0
    expires: float = 0.0
    again: bool = False
    """It took the place of another."""


@dataclass(slots=True)
class Capture:
    id: str
    order: str
    created: float
    amount: Money
    authorization: str | None = None
    status: str = "COMPLETED"
    reason: str | None = None
    updated: float = 0.0
    processor: Json | None = None
    final: bool = True
    invoice_id: str | None = None
    refunded: int = 0


@dataclass(slots=True)
class Refund:
    id: str
    capture: str
    created: float
    amount: Money
    total: Money
    """What the capture has given back with it."""
    invoice_id: str | None = None
    custom_id: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Token:
    """What the vault keeps: a payment token, or a setup token that is to become one."""

    id: str
    instrument: Instrument
    customer: str
    status: str = "APPROVED"
    """Of a setup token: PAYER_ACTION_REQUIRED, APPROVED, VAULTED."""


@dataclass(slots=True)
class Dispute:
    id: str
    capture: str
    created: float
    status: str = "WAITING_FOR_SELLER_RESPONSE"
    updated: float = 0.0
    outcome: str | None = None
    evidences: list[Json] = field(default_factory=list)
    """What the merchant handed in."""


@dataclass(slots=True)
class PayoutItem:
    id: str
    transaction: str
    amount: Money
    said: Json
    """The item as the request had it."""
    status: str = "PENDING"
    why: str | None = None
    """The name of what is wrong with it."""


@dataclass(slots=True)
class Batch:
    id: str
    created: float
    header: Json
    items: list[PayoutItem]
    status: str = "PENDING"
    processed: float = 0.0


@dataclass(slots=True)
class Login:
    client: str
    until: float


@dataclass(slots=True)
class Books:
    orders: dict[str, Order] = field(default_factory=dict)
    invoices: dict[str, list[Order]] = field(default_factory=dict)
    """The orders of an invoice."""
    authorizations: dict[str, Authorization] = field(default_factory=dict)
    captures: dict[str, Capture] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    setup_tokens: dict[str, Token] = field(default_factory=dict)
    payment_tokens: dict[str, Token] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    clients: dict[str, bytes] = field(default_factory=dict)
    """A hash of each client's secret: that of its first login."""
    logins: dict[bytes, Login] = field(default_factory=dict)
    """By a hash of the token."""
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    """Makes hashes and signatures meaningless outside this run."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's view: the books and the clock."""

    books: Books
    host: Host

    @property
    def now(self) -> float:
        return self.host.now()

    @property
    def url(self) -> str:
        return self.host.url_of(NAME)

    def order(self, reference: str) -> Order:
        return find(self.books.orders, reference)

    def authorization(self, reference: str) -> Authorization:
        return find(self.books.authorizations, reference)

    def capture(self, reference: str) -> Capture:
        return find(self.books.captures, reference)

    def book(self, kind: EntryKind, order: Order, minor: int) -> None:
        if minor:
            self.host.ledger.add(NAME, kind, order.id, minor, order.amount.currency.value, order.reference)

    def emit(self, event_type: str, resource_type: str, resource: Json, summary: str) -> None:
        """Queues an event with the object as it is now: https://developer.paypal.com/api/rest/webhooks/"""
        event_id = f"WH-{new_id()}-{new_id()}"
        body = {
            "id": event_id, "event_version": "1.0", "create_time": stamp(self.now), "resource_type": resource_type,
            "resource_version": "2.0", "event_type": event_type, "summary": summary, "resource": resource,
            "links": [{"href": f"{self.url}/v1/notifications/webhooks-events/{event_id}", "rel": "self",
                       "method": "GET"}]}
        self.host.send_webhook(NAME, event_id, event_type, json.encode(body))


def find(shelf: dict[str, T], reference: str) -> T:
    """What lies there under an id. Raises PaypalError where nothing does."""
    try:
        return shelf[reference]
    except KeyError:
        raise not_found() from None


def new_id(length: int = 17) -> str:
    """As PayPal's look: 17 capitals and digits, the first of them a digit."""
    return secrets.choice(string.digits) + "".join(secrets.choice(_LETTERS) for _ in range(length - 1))


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(amount: Money) -> Json:
    return {"currency_code": amount.currency.value, "value": UNITS.major(amount)}
