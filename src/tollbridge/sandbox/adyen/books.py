"""What the simulated Adyen remembers, and one call's view of it."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tollbridge.sandbox.adyen.cards import Course
from tollbridge.sandbox.adyen.currencies import money
from tollbridge.sandbox.adyen.wire import Amount, Order
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host

NAME = "adyen"
_SIGNS = string.ascii_uppercase + string.digits


class State(StrEnum):
    """Where a payment is, in words of Adyen's Customer Area."""

    WAITING = "Received"
    """For its shopper, or for time to pass."""
    AUTHORISED = "Authorised"
    REFUSED = "Refused"
    CANCELLED = "Cancelled"
    AUTHENTICATED = "AuthenticationFinished"


class Turn(StrEnum):
    """Whose turn it is, while a payment waits."""

    FINGERPRINT = "fingerprint"
    CHALLENGE = "challenge"
    THREE_DS_PAGE = "three_ds_page"
    PAGE = "page"
    """Of a payment method."""
    ELSEWHERE = "elsewhere"
    """An app, a shop that takes cash, a bank: nothing comes back but a webhook."""


@dataclass(frozen=True, slots=True)
class Face:
    """What is kept of a card or account: its number and code are gone."""

    variant: str
    last_four: str
    bin: str = ""
    expiry_month: str = ""
    expiry_year: str = ""
    holder: str | None = None
    alias: str = ""
    three_ds: bool = False
    cvc_given: bool = False

    @property
    def is_card(self) -> bool:
        return bool(self.expiry_month)


@dataclass(slots=True)
class Payment:
    psp: str
    merchant_account: str
    reference: str
    amount: Amount
    """As asked for, or as adjusted since."""
    method: str
    """The type in the request."""
    variant: str
    """As webhooks name it: `visa`, `ideal`."""
    course: Course
    face: Face | None = None
    state: State = State.WAITING
    turn: Turn | None = None
    result_code: str = "Received"
    refusal: tuple[str, int] | None = None
    """Reason and its code."""
    return_url: str = ""
    shopper_reference: str | None = None
    shopper_email: str | None = None
    processing_model: str | None = None
    stores: bool = False
    authenticates_only: bool = False
    authenticated: bool = False
    manual: bool = False
    capture_delay_h: int = 0
    token: str | None = None
    """The stored payment method that came of it, or that it used."""
    stored_now: bool = False
    order: str | None = None
    gift_card: str | None = None
    """The fingerprint of the card that it is taken from."""
    auth_code: str = ""
    said: str | None = None
    """What the shopper chose on a page."""
    captured: int = 0
    released: int = 0
    refunded: int = 0
    order_left: int | None = None
    """What was left of the order then."""

    @property
    def open(self) -> int:
        """What is still reserved."""
        return self.amount.value - self.captured - self.released

    @property
    def kept(self) -> int:
        return self.captured - self.refunded


class Change(StrEnum):
    CAPTURE = "CAPTURE"
    REFUND = "REFUND"
    CANCEL = "CANCELLATION"
    TECHNICAL_CANCEL = "TECHNICAL_CANCEL"
    REVERSE = "CANCEL_OR_REFUND"
    ADJUST = "AUTHORISATION_ADJUSTMENT"


@dataclass(slots=True)
class Modification:
    psp: str
    payment: str
    change: Change
    amount: Amount
    reference: str
    outcome: bool | None = None
    """None while it waits."""
    action: str | None = None
    """What a reversal came to: cancel or refund."""
    failed_later: bool = False


@dataclass(slots=True)
class Stored:
    """A payment method on file."""

    id: str
    shopper_reference: str
    method: str
    face: Face
    course: Course
    first_psp: str
    created: str
    contracts: list[str]
    email: str | None = None


@dataclass(slots=True)
class Dispute:
    psp: str
    payment: str
    amount: Amount
    reason_code: str
    reference: str
    status: str = "Undefended"
    documents: dict[str, str] = field(default_factory=dict)
    """Content types by document type: contents are looked at and forgotten."""


@dataclass(slots=True)
class Payout:
    psp: str
    merchant_account: str
    reference: str
    amount: Amount
    face: Face
    status: str = "submitted"


@dataclass(slots=True)
class OpenOrder:
    psp: str
    merchant_account: str
    reference: str
    amount: Amount
    data: str
    expires_at: str
    paid: list[str] = field(default_factory=list)
    """The payments towards it."""
    remaining: int = 0
    closed: bool = False


@dataclass(slots=True)
class Session:
    id: str
    merchant_account: str
    reference: str
    amount: Amount
    return_url: str
    manual: bool
    shopper_reference: str | None = None
    payment: str | None = None
    result: str = ""


@dataclass(slots=True)
class Books:
    payments: dict[str, Payment] = field(default_factory=dict)
    modifications: dict[str, Modification] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    payouts: dict[str, Payout] = field(default_factory=dict)
    orders: dict[str, OpenOrder] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    """Payments by what brings a shopper back to them: page, redirectResult, paymentData, authorisationToken."""
    gift_cards: dict[str, int] = field(default_factory=dict)
    """What is left on them, by fingerprint."""
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(16))


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's view: the books, the clock, and the reference of the call."""

    books: Books
    host: Host
    psp: str
    given: dict[str, Any] = field(default_factory=dict)
    """The request as it came."""
    behind: list[Callable[[], object]] = field(default_factory=list)
    """What happens right behind the answer, in order."""

    def finish(self) -> None:
        while self.behind:
            self.behind.pop(0)()

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(int(self.host.now()), UTC)

    def payment(self, reference: str) -> Payment | None:
        """By Adyen's reference, or the latest by the merchant's own."""
        found = self.books.payments.get(reference)
        if found is not None:
            return found
        own = [payment for payment in self.books.payments.values() if payment.reference == reference]
        return own[-1] if own else None

    def book(self, kind: EntryKind, payment: Payment, value: int) -> None:
        if value:
            amount = Amount(payment.amount.currency, value)
            self.host.ledger.add(NAME, kind, payment.psp, money(amount).minor_amount, amount.currency,
                                 payment.reference)

    def book_payout(self, kind: EntryKind, payout: Payout) -> None:
        self.host.ledger.add(NAME, kind, payout.psp, money(payout.amount).minor_amount, payout.amount.currency,
                             payout.reference)

    def wait_for(self, payment: Payment) -> str:
        """A new word that leads back to a payment."""
        word = secrets.token_urlsafe(24)
        self.books.waiting[word] = payment.psp
        return word

    def order_of(self, payment: Payment) -> Order | None:
        if payment.order is None:
            return None
        order = self.books.orders[payment.order]
        left = order.remaining if payment.order_left is None else payment.order_left
        return Order(psp_reference=order.psp, order_data=order.data, amount=order.amount, reference=order.reference,
                     remaining_amount=Amount(order.amount.currency, left), expires_at=order.expires_at)


def new_reference() -> str:
    """A pspReference as Adyen's look."""
    return "".join(secrets.choice(_SIGNS) for _ in range(16))


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
