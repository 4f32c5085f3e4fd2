"""What the simulated Authorize.Net knows: transactions, and customers with their stored methods, of each merchant."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msgspec import json

from tollbridge.domain.money import Currency, Money
from tollbridge.sandbox.authorizedotnet.cards import Method
from tollbridge.sandbox.authorizedotnet.errors import Declined, not_found
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host

NAME = "authorizedotnet"
MERCHANTS: Mapping[str, tuple[str, str]] = {  # API login id: transaction key, and the currency of the account
    "sandboxUSD": ("sandboxKeyUSD001", "USD"), "sandboxUSD2": ("sandboxKeyUSD002", "USD"),
    "sandboxEUR": ("sandboxKeyEUR001", "EUR"), "sandboxJPY": ("sandboxKeyJPY001", "JPY")}
AUTHORIZED, CAPTURED, SETTLED, VOIDED, DECLINED = (
    "authorizedPendingCapture", "capturedPendingSettlement", "settledSuccessfully", "voided", "declined")
HELD = "FDSAuthorizedPendingReview"
REFUNDING, REFUNDED, FAILED = "refundPendingSettlement", "refundSettledSuccessfully", "generalError"


@dataclass(slots=True)
class Transaction:
    """A payment or, with `original`, a refund."""

    id: str
    merchant: str
    kind: str
    amount: Decimal
    currency: str
    method: Method
    status: str
    at: float
    response_code: str = "1"
    reason: str = "1"
    settle_amount: Decimal = Decimal(0)
    auth_code: str = ""
    network_id: str = ""
    invoice: str = ""
    ref_id: str = ""
    original: str = ""
    profile: tuple[str, str] | None = None
    duplicate_of: tuple[str, ...] = ()
    """What a later one has to have in common to be its duplicate."""
    returned: bool = False


@dataclass(slots=True)
class Profile:
    """A customer."""

    id: str
    merchant: str
    own_id: str
    description: str
    email: str
    methods: dict[str, Method] = field(default_factory=dict)


@dataclass(slots=True)
class Books:
    transactions: dict[str, Transaction] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    consents: dict[str, Transaction] = field(default_factory=dict)
    """Payments by PayPal to which no payer has agreed yet."""
    spent: set[str] = field(default_factory=set)
    """Nonces of Accept.js that were used, by their marks."""


class Desk:
    """The books of one merchant, and what a call does with ledger and webhooks."""

    def __init__(self, books: Books, host: Host, merchant: str) -> None:
        self.books, self.host, self.merchant = books, host, merchant

    @property
    def currency(self) -> str:
        return MERCHANTS[self.merchant][1]

    def now(self) -> float:
        return self.host.now()

    def find(self, trans_id: str) -> Transaction:
        """Raises Declined for one that is not this merchant's."""
        its = self.books.transactions.get(trans_id)
        if its is None or its.merchant != self.merchant:
            raise Declined("16")
        return its

    def profile(self, its_id: str) -> Profile:
        its = self.books.profiles.get(its_id)
        if its is None or its.merchant != self.merchant:
            raise not_found()
        return its

    def stored(self, customer: str, method: str) -> Method:
        found = self.profile(customer).methods.get(method)
        if found is None:
            raise not_found()
        return found

    def refunds_of(self, payment: Transaction) -> list[Transaction]:
        return [one for one in self.books.transactions.values()
                if one.original == payment.id and one.status in (REFUNDING, REFUNDED)]

    def book(self, kind: EntryKind, its: Transaction, amount: Decimal) -> None:
        if amount:
            minor = Money.from_major(amount, Currency(its.currency)).minor_amount
            self.host.ledger.add(NAME, kind, its.original or its.id, minor, its.currency,
                                 its.invoice or its.ref_id or None)

    def tell(self, event: str, its: Transaction) -> None:
        """An event about a transaction."""
        word = f"net.authorize.payment.{event}"
        self.host.send_webhook(NAME, its.id, word, json.encode({
            "notificationId": _notification(), "eventType": word, "eventDate": shown_time(self.now()),
            "webhookId": "63d6fea2-aa13-4b1d-a204-f5fbc15942b7",
            "payload": {
                "responseCode": int(its.response_code), "authCode": its.auth_code, "avsResponse": its.method.avs,
                "authAmount": float(its.amount),
                **_if_any(merchantReferenceId=its.ref_id, invoiceNumber=its.invoice),
                "entityName": "transaction", "id": its.id}}))

    def tell_of_method(self, event: str, customer: str, method: str) -> None:
        word = f"net.authorize.customer.paymentProfile.{event}"
        self.host.send_webhook(NAME, method, word, json.encode({
            "notificationId": _notification(), "eventType": word, "eventDate": shown_time(self.now()),
            "webhookId": "63d6fea2-aa13-4b1d-a204-f5fbc15942b7",
            "payload": {"customerProfileId": int(customer), "entityName": "customerPaymentProfile", "id": method}}))


def _notification() -> str:
    word = secrets.token_hex(16)
    return f"{word[:8]}-{word[8:12]}-{word[12:16]}-{word[16:20]}-{word[20:]}"


def _if_any(**texts: str) -> dict[str, Any]:
    return {name: text for name, text in texts.items() if text}


def new_id(digits: int = 11) -> str:
    """Never with a nought in front."""
    return str(secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1))


def new_code(length: int) -> str:
    return "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(length))


def shown_time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")[:-4] + "Z"
