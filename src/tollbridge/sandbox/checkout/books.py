"""What the simulated Checkout.com remembers, and one call's view of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tollbridge.domain.money import Currency, CurrencyUnits
from tollbridge.sandbox.checkout.cards import APPROVED, PLAIN, SUMMARIES, TestCard
from tollbridge.sandbox.checkout.errors import not_found
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host

if TYPE_CHECKING:
    from tollbridge.sandbox.checkout.sessions import Session

NAME = "checkout"
T = TypeVar("T")
Json = dict[str, Any]
# https://www.checkout.com/docs/payments/accept-payments/format-the-amount-value
UNITS = CurrencyUnits({Currency.CLP: 2, Currency.CLF: 0}, precision={
    Currency.CLP: 0, Currency.CLF: 0, **{c: 2 for c in Currency if c.exponent == 3}})
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class Merchant(NamedTuple):
    """Keys of both kinds; `access_*` are the OAuth access key."""

    public_key: str
    secret_key: str
    access_key: str
    access_secret: str
    channel: str
    currency_account: str


def _merchant(name: str) -> Merchant:
    return Merchant(f"pk_sbox_{name:a>27}", f"sk_sbox_{name:a>27}", f"ack_{name:a>26}", f"secret-of-{name}",
                    f"pc_{name:a>26}", f"ca_{name:a>26}")


MERCHANTS: Mapping[str, Merchant] = {name: _merchant(name) for name in ("lantern", "harbour")}


@dataclass(slots=True)
class Method:
    """What is paid with, in so far as it may be remembered."""

    kind: str
    row: TestCard = PLAIN
    last4: str = ""
    bin: str = ""
    month: int = 0
    year: int = 0
    scheme: str = ""
    fingerprint: str = ""
    cvv_check: str | None = None
    avs_check: str | None = None

    def shown(self) -> Json:
        if self.kind != "card":
            return {"type": self.kind}
        checks = {"avs_check": self.avs_check, "cvv_check": self.cvv_check}
        return {"type": "card", **self.bare(), "fingerprint": self.fingerprint,
                **{name: text for name, text in checks.items() if text}}

    def bare(self) -> Json:
        return {"expiry_month": self.month, "expiry_year": self.year, "scheme": self.scheme, "last4": self.last4,
                "bin": self.bin}


@dataclass(slots=True)
class Action:
    id: str
    type: str
    amount: int
    reference: str | None
    at: float = 0.0
    code: str | None = None
    """None while it waits."""
    final: bool = True
    kind: str | None = None
    """Of an authorization: Final, Estimated, Incremental."""

    @property
    def approved(self) -> bool:
        return self.code == APPROVED

    def shown(self) -> Json:
        body: Json = {"id": self.id, "type": self.type, "processed_on": stamp(self.at), "amount": self.amount,
                      "approved": self.approved, "response_code": self.code,
                      "response_summary": SUMMARIES.get(self.code or "", "Declined")}
        if self.reference is not None:
            body["reference"] = self.reference
        return body | ({"authorization_type": self.kind} if self.kind else {})


@dataclass(slots=True)
class Payment:
    """`amount` is what was asked for; amounts are as on the wire. `word` is its status, while money says nothing."""

    id: str
    merchant: str
    amount: int
    currency: str
    reference: str | None
    method: Method
    at: float
    kind: str = "Regular"
    capture: bool = True
    word: str = "Pending"
    code: str = ""
    keep: bool = True
    """What it is paid with, once approved."""
    instrument: str | None = None
    customer: Json | None = None
    estimated: bool = False
    sid: str = ""
    letter: str | None = None
    """What 3DS said; None where it was not asked, "" while it is."""
    attempt: bool = False
    """Without 3DS, where the card has none."""
    success_url: str = ""
    failure_url: str = ""
    metadata: Json = field(default_factory=dict)
    scheme_id: str = ""
    auth_code: str = ""
    authorized: int = 0
    voided: int = 0
    captured: int = 0
    refunded: int = 0
    closed: bool = False
    """The last capture was made."""
    actions: list[Action] = field(default_factory=list)
    destination: str = ""
    """Of a payout."""

    @property
    def open(self) -> int:
        return 0 if self.closed else self.authorized - self.voided - self.captured

    @property
    def status(self) -> str:
        if self.word != "Authorized":
            return self.word
        if self.refunded:
            return "Refunded" if self.refunded == self.captured else "Partially Refunded"
        if self.captured:
            return "Captured" if self.captured == self.authorized else "Partially Captured"
        return "Voided" if self.voided else "Authorized"

    @property
    def waiting(self) -> list[Action]:
        return [action for action in self.actions if action.code is None]

    def underway(self, kind: str) -> int:
        return sum(action.amount for action in self.waiting if action.type == kind)

    def source(self) -> Json:
        """The id of what is kept comes with what was approved."""
        return self.method.shown() | ({"id": self.instrument} if self.instrument else {})

    def balances(self) -> Json:
        return {"total_authorized": self.authorized, "total_voided": self.voided, "available_to_void": self.open,
                "total_captured": self.captured, "available_to_capture": self.open,
                "total_refunded": self.refunded, "available_to_refund": self.captured - self.refunded}


@dataclass(slots=True)
class Dispute:
    id: str
    merchant: str
    payment: Payment
    reason: str
    category: str
    amount: int
    at: float
    due: float
    status: str = "evidence_required"
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Kept:
    """Anything that one merchant has under an id: an instrument, a token, a customer, a file."""

    merchant: str
    its: Any
    until: float | None = None


@dataclass(slots=True)
class Books:
    payments: dict[str, Payment] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    access: dict[str, Kept] = field(default_factory=dict)
    """OAuth tokens, and their scopes."""
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(32))


class Desk:
    """The books of one merchant. `behind` is done once the answer is made."""

    def __init__(self, books: Books, host: Host, merchant: str, scopes: frozenset[str] = frozenset()) -> None:
        self.books, self.host, self.merchant, self.scopes = books, host, merchant, scopes
        self.behind: list[Callable[[], None]] = []

    @property
    def account(self) -> Merchant:
        return MERCHANTS[self.merchant]

    @property
    def now(self) -> float:
        return self.host.now()

    def url(self, path: str) -> Json:
        return {"href": self.host.url_of(NAME) + path}

    def finish(self) -> None:
        for act in self.behind:
            act()

    def payment(self, its_id: str) -> Payment:
        """By its own id or that of its 3DS session. Raises Refused."""
        found = self.books.payments.get(its_id)
        if found is None and its_id.startswith("sid_"):
            found = next((one for one in self.books.payments.values() if one.sid == its_id), None)
        if found is None or found.merchant != self.merchant:
            raise not_found()
        return found

    def keep(self, prefix: str, its: Any, until: float | None = None) -> str:
        new = new_id(prefix)
        self.books.kept[new] = Kept(self.merchant, its, until)
        return new

    def find(self, its_id: str, kind: type[T]) -> T | None:
        found = self.books.kept.get(its_id)
        if found is None or found.merchant != self.merchant or not isinstance(found.its, kind):
            return None
        return found.its

    def book(self, kind: EntryKind, its: Payment, amount: int) -> None:
        """In the ledger amounts have the digits of ISO 4217."""
        if amount:
            minor = UNITS.from_wire(amount, Currency(its.currency)).minor_amount
            self.host.ledger.add(NAME, kind, its.id, minor, its.currency, its.reference)


def new_id(prefix: str, length: int = 26) -> str:
    return f"{prefix}_{''.join(secrets.choice(_LETTERS) for _ in range(length))}"


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
