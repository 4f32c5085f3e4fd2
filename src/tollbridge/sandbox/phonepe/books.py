"""What the simulated PhonePe knows: transactions, reservations, mandates, by merchant and the merchant's own ids."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import json

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.phonepe.answers import PhonePeError, bad_request, envelope
from tollbridge.sandbox.simulator import Host

NAME = "phonepe"
CURRENCY = "INR"
PENDING, COMPLETED, FAILED = "PENDING", "COMPLETED", "FAILED"
CODES = {PENDING: "PAYMENT_PENDING", COMPLETED: "PAYMENT_SUCCESS", FAILED: "PAYMENT_ERROR"}
LONGEST_ID = 37
_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class Transaction:
    """A payment or a refund; of a refund, `original` is the payment's merchantTransactionId."""

    merchant: str
    own_id: str
    id: str
    amount: int
    instrument: str
    salt_index: str
    original: str | None = None
    vpa: str = ""
    redirect_url: str = ""
    page: str = ""
    state: str = PENDING
    response_code: str = "PENDING"
    utr: str | None = None

    @property
    def code(self) -> str:
        return CODES[self.state]

    def data(self) -> dict[str, Any]:
        """As a status answer has it."""
        paid_by = {"type": "UPI" if self.instrument.startswith("UPI") else self.instrument, "utr": self.utr}
        return {"merchantId": self.merchant, "merchantTransactionId": self.own_id, "transactionId": self.id,
                **({"originalTransactionId": self.original} if self.original else {}),
                "amount": self.amount, "state": self.state, "responseCode": self.response_code,
                "paymentInstrument": paid_by if self.state == COMPLETED else None}

    def told(self) -> bytes:
        return envelope(self.code, self.data(), success=self.state != FAILED)


@dataclass(slots=True)
class Reservation:
    """Money of a linked wallet that is set aside."""

    merchant: str
    own_id: str
    id: str
    amount: int
    state: str = "AUTHORIZED"


@dataclass(slots=True)
class Subscription:
    """A mandate. `amount` is the most, or FIXED the only, sum of a debit."""

    merchant: str
    own_id: str
    id: str
    user: str
    amount: int
    amount_type: str
    workflow: str
    salt_index: str
    state: str = "CREATED"

    def data(self) -> dict[str, Any]:
        """As a callback has it."""
        return {"merchantId": self.merchant, "merchantSubscriptionId": self.own_id,
                "subscriptionDetails": {"subscriptionId": self.id, "state": self.state}}


@dataclass(slots=True)
class Demand:
    """What the shopper is asked to agree to (AUTH), with the money of it if there is any, or a DEBIT."""

    kind: str
    subscription: Subscription
    own_id: str
    id: str
    amount: int
    vpa: str = ""
    notice: str = ""
    state: str = PENDING
    response_code: str = ""
    utr: str | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.kind, self.subscription.merchant, self.own_id

    def data(self) -> dict[str, Any]:
        """As a status answer has it: of money nothing until there is something to tell."""
        its = self.subscription
        told: dict[str, Any] = {"merchantId": its.merchant,
                                "authRequestId" if self.kind == "AUTH" else "transactionId": self.own_id}
        if self.notice:
            told["notificationDetails"] = {"notificationId": self.notice, "amount": self.amount, "state": "NOTIFIED"}
        if self.amount and self.state != PENDING:
            modes = [{"mode": "ACCOUNT", "amount": self.amount, "utr": self.utr}] if self.utr else []
            told["transactionDetails"] = {"providerReferenceId": self.id, "amount": self.amount, "state": self.state,
                                          "payResponseCode": self.response_code, "paymentModes": modes}
        return {**told, "subscriptionDetails": {"subscriptionId": its.id, "state": its.state}}


@dataclass(slots=True)
class Books:
    transactions: dict[tuple[str, str], Transaction] = field(default_factory=dict)
    reservations: dict[tuple[str, str], Reservation] = field(default_factory=dict)
    pages: dict[str, Transaction] = field(default_factory=dict)
    subscriptions: dict[tuple[str, str], Subscription] = field(default_factory=dict)
    demands: dict[tuple[str, str, str], Demand] = field(default_factory=dict)

    def refunds_of(self, payment: Transaction) -> list[Transaction]:
        return [one for one in self.transactions.values()
                if one.merchant == payment.merchant and one.original == payment.own_id]


class Desk:
    """The books, and what a call does with ledger and callbacks."""

    def __init__(self, books: Books, host: Host) -> None:
        self.books = books
        self._host = host

    def url(self, path: str) -> str:
        return self._host.url_of(NAME) + path

    def take_id(self, merchant: str, own_id: str) -> None:
        """Payments, refunds and reservations share one space of ids. Raises PhonePeError for one that is used."""
        if (merchant, own_id) in self.books.transactions or (merchant, own_id) in self.books.reservations:
            raise PhonePeError(400, "INVALID_TRANSACTION_ID")

    def find(self, merchant: str, own_id: str) -> Transaction:
        found = self.books.transactions.get((merchant, own_id))
        if found is None:
            raise PhonePeError(404, "TRANSACTION_NOT_FOUND")
        return found

    def keep(self, one: Transaction) -> Transaction:
        self.books.transactions[one.merchant, one.own_id] = one
        return one

    def end(self, one: Transaction, *, well: bool, reason: str = "REQUEST_DECLINE_BY_REQUESTEE") -> None:
        """The last state of a transaction: money moves, and a callback tells of it."""
        one.state = COMPLETED if well else FAILED
        one.response_code = "SUCCESS" if well else reason
        if well:
            one.utr = new_utr()
            self._book(one)
        if one.page:
            self.books.pages.pop(one.page, None)
        self._call_back(one.id, one.code, one.told())

    def take_money(self, one: Demand) -> None:
        one.utr = new_utr()
        self.book(EntryKind.AUTHORIZED, one, one.amount)
        self.book(EntryKind.CAPTURED, one, one.amount)

    def tell(self, its_id: str, kind: str, data: Mapping[str, Any]) -> None:
        """The callback of a mandate, or of a debit of it."""
        self._call_back(its_id, kind, envelope("SUCCESS", {"callbackType": kind, **data}, success=True))

    def _call_back(self, its_id: str, kind: str, told: bytes) -> None:
        body = json.encode({"response": base64.b64encode(told).decode()})
        self._host.send_webhook(NAME, its_id, kind, body)

    def _book(self, one: Transaction) -> None:
        if one.original is not None:
            self.book(EntryKind.REFUNDED, self.find(one.merchant, one.original), one.amount)
            return
        if (one.merchant, one.own_id) not in self.books.reservations:
            self.book(EntryKind.AUTHORIZED, one, one.amount)
        self.book(EntryKind.CAPTURED, one, one.amount)

    def book(self, kind: EntryKind, one: Transaction | Reservation | Demand, amount: int) -> None:
        self._host.ledger.add(NAME, kind, one.id, amount, CURRENCY, one.own_id)


def new_id(prefix: str) -> str:
    """As PhonePe's own ids look: T and 22 digits."""
    return f"{prefix}{secrets.randbelow(10**22):022d}"


def new_utr() -> str:
    return f"{secrets.randbelow(10**12):012d}"


def text(fields: Mapping[str, Any], name: str) -> str:
    """A text that has to be there."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise bad_request(f"{name} is mandatory")
    return value


def own_id(fields: Mapping[str, Any], name: str) -> str:
    value = text(fields, name)
    if len(value) > LONGEST_ID or not _ID.fullmatch(value):
        raise bad_request(f"{name} has less than 38 letters, digits, underscores and hyphens")
    return value


def amount(fields: Mapping[str, Any], least: int = 1) -> int:
    value = fields.get("amount")
    if type(value) is not int or value < least:
        raise bad_request(f"amount must be greater than or equal to {least}.")
    return value
