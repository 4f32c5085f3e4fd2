"""What the simulated Stripe remembers, and one call's view of it."""

from __future__ import annotations

import os
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct, json
from msgspec.structs import replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host
from tollbridge.sandbox.stripe.accounts import TestAccount
from tollbridge.sandbox.stripe.cards import TestCard
from tollbridge.sandbox.stripe.errors import invalid, no_such
from tollbridge.sandbox.stripe.method_types import METHOD_TYPES, MethodType
from tollbridge.sandbox.stripe.method_wire import Card, PaymentMethod
from tollbridge.sandbox.stripe.money_wire import Dispute, File, Payout, Transfer
from tollbridge.sandbox.stripe.setup_wire import Customer, CustomerAcceptance, Mandate, SetupAttempt, SetupIntent
from tollbridge.sandbox.stripe.wire import (
    Charge,
    Event,
    EventData,
    EventRequest,
    PaymentIntent,
    Refund,
    RefundList,
)

NAME = "stripe"
REFERENCE = "order_id"
"""The metadata that the ledger takes as the merchant's own reference."""

_LETTERS = string.ascii_letters + string.digits
_OF_BYTES = bytes(ord(_LETTERS[byte % len(_LETTERS)]) for byte in range(256))


T = TypeVar("T")


@dataclass(slots=True)
class Held:
    """A payment method on file: what its holder sees of it, and how it behaves. Its number and CVC are gone."""

    method: PaymentMethod
    behaviour: TestCard
    """A card's; that of any other type approves of everything."""
    account: TestAccount | None = None
    """A bank account's."""
    set_up: bool = False
    """Its holder has agreed to be charged off session."""
    spent: bool = False
    """Used without a customer, or detached from one: never again."""
    verified: bool = False
    """A bank account whose holder has proved that it is theirs."""

    @property
    def kind(self) -> MethodType:
        return METHOD_TYPES[self.method.type]

    @property
    def card(self) -> Card:
        """Raises TypeError for what is no card."""
        if not isinstance(self.method.card, Card):
            raise TypeError(f"{self.method.type} is no card")
        return self.method.card


@dataclass(slots=True)
class Challenge:
    """A page that waits for the customer, who says yes or no there: 3-D Secure, a bank, a voucher."""

    source: str
    secret: str
    intent: str
    """The PaymentIntent or SetupIntent."""
    return_url: str | None


@dataclass(slots=True)
class Issued:
    """A token: good for one payment method, which is not on file until then."""

    held: Held | None
    """None for what makes no payment method: a bank account to pay out to."""
    used: bool = False


@dataclass(slots=True)
class Books:
    intents: dict[str, PaymentIntent] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    methods: dict[str, Held] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    setups: dict[str, SetupIntent] = field(default_factory=dict)
    attempts: dict[str, SetupAttempt] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)
    acceptances: dict[str, CustomerAcceptance] = field(default_factory=dict)
    """What a customer has agreed to, by PaymentIntent or SetupIntent."""
    tokens: dict[str, Issued] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    payouts: dict[str, Payout] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    """Makes fingerprints of cards meaningless outside this run."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's view: the books, the clock, and who asked (for the events that come of it)."""

    books: Books
    host: Host
    request_id: str | None = None
    """None where no API request is the cause: the customer acted, or time passed."""
    idempotency_key: str | None = None
    behind: list[Callable[[Desk], object]] = field(default_factory=list)
    """What happens right behind the answer, in order: nobody asked for it."""

    def finish(self) -> None:
        """Does what happens behind the answer, which has been written by now."""
        for act in self.behind:
            act(Desk(self.books, self.host))
        self.behind.clear()

    @property
    def now(self) -> int:
        return int(self.host.now())

    def find(self, shelf: dict[str, T], noun: str, reference: str, *, param: str | None = None,
             http_status: int = 404) -> T:
        """What lies there under an id. Raises StripeError where nothing does."""
        try:
            return shelf[reference]
        except KeyError:
            raise no_such(noun, reference, param=param or noun, http_status=http_status) from None

    def intent(self, reference: str, *, param: str = "intent") -> PaymentIntent:
        return self.find(self.books.intents, "payment_intent", reference, param=param)

    def charge(self, reference: str, *, param: str = "charge") -> Charge:
        return self.find(self.books.charges, "charge", reference, param=param)

    def customer(self, reference: str, *, http_status: int = 400) -> Customer:
        return self.find(self.books.customers, "customer", reference, http_status=http_status)

    def held(self, reference: str, *, param: str = "payment_method", http_status: int = 400) -> Held:
        return self.find(self.books.methods, "PaymentMethod", reference, param=param, http_status=http_status)

    def page(self, intent: str, return_url: str | None) -> tuple[Challenge, str]:
        """A new page for the customer of a payment or setup, and its address. It takes the place of any other."""
        self.close_pages(intent)
        source = new_id("src_1")
        waiting = Challenge(source, f"src_client_secret_{new_id('', 24)}", intent, return_url)
        self.books.challenges[source] = waiting
        return waiting, f"{self.host.url_of(NAME)}/redirect/authenticate/{source}?client_secret={waiting.secret}"

    def close_pages(self, intent: str) -> None:
        """Nothing can be said on its pages any more."""
        for source in [source for source, waiting in self.books.challenges.items() if waiting.intent == intent]:
            del self.books.challenges[source]

    def book(self, kind: EntryKind, intent: PaymentIntent, amount: int) -> None:
        self.host.ledger.add(NAME, kind, intent.id, amount, intent.currency, intent.metadata.get(REFERENCE))

    def book_other(self, kind: EntryKind, reference: str, amount: int, currency: str,
                   metadata: Mapping[str, str]) -> None:
        """For money that no PaymentIntent moves."""
        self.host.ledger.add(NAME, kind, reference, amount, currency, metadata.get(REFERENCE))

    def emit(self, event_type: str, subject: Struct) -> None:
        """Queues an event with the object as it is now; where nobody listens, none is written."""
        if not self.host.has_webhook(NAME):
            return
        event = Event(id=new_id("evt_3"), created=self.now, type=event_type, data=EventData(object=subject),
                      pending_webhooks=1,
                      request=EventRequest(id=self.request_id, idempotency_key=self.idempotency_key))
        self.host.send_webhook(NAME, event.id, event_type, json.encode(event))

    def refunds_of(self, charge: Charge) -> RefundList:
        listed = [refund for refund in self.books.refunds.values() if refund.charge == charge.id]
        return RefundList(data=listed[::-1], url=f"/v1/charges/{charge.id}/refunds")


def new_id(prefix: str, length: int = 23) -> str:
    """An id as Stripe's look; `pi_3` begins those of payments made with PaymentIntents, and their charges'."""
    return prefix + os.urandom(length).translate(_OF_BYTES).decode()  # a payment makes six: one by one is 40 us each


EXPANDABLE: dict[type[Struct], dict[str, type[Struct]]] = {
    PaymentIntent: {"latest_charge": Charge, "payment_method": PaymentMethod, "customer": Customer},
    Charge: {"payment_intent": PaymentIntent, "refunds": RefundList, "customer": Customer, "dispute": Dispute},
    Refund: {"charge": Charge, "payment_intent": PaymentIntent},
    PaymentMethod: {"customer": Customer},
    SetupIntent: {"latest_attempt": SetupAttempt, "payment_method": PaymentMethod, "customer": Customer,
                  "mandate": Mandate},
    SetupAttempt: {"setup_intent": SetupIntent, "payment_method": PaymentMethod},
    Mandate: {"payment_method": PaymentMethod},
    Dispute: {"charge": Charge, "payment_intent": PaymentIntent},
    Payout: {"original_payout": Payout, "reversed_by": Payout},
}


def check_expand(shape: type[Struct], paths: list[str]) -> None:
    """Raises StripeError for a path that the sandbox cannot expand; before anything is done."""
    for path in paths:
        here = shape
        for part in path.split("."):
            if part not in EXPANDABLE.get(here, {}):
                raise invalid(f"This property cannot be expanded ({path}).", param="expand[]")
            here = EXPANDABLE[here][part]


def expand(desk: Desk, subject: Struct, paths: list[str]) -> Struct:
    """The object with ids replaced by what they stand for; the books keep the ids."""
    for name in dict.fromkeys(path.partition(".")[0] for path in paths):
        inner = [rest for path in paths for head, _, rest in (path.partition("."),) if head == name and rest]
        found = _look_up(desk, subject, name)
        if found is not None:
            subject = replace(subject, **{name: expand(desk, found, inner)})
    return subject


def _look_up(desk: Desk, subject: Struct, name: str) -> Struct | None:
    if isinstance(subject, Charge) and name == "refunds":
        return desk.refunds_of(subject)
    reference = getattr(subject, name)
    if reference is None:
        return None
    kind = EXPANDABLE[type(subject)][name]
    return desk.held(reference).method if kind is PaymentMethod else _shelf(desk.books, kind)[reference]


def _shelf(books: Books, kind: type[Struct]) -> Mapping[str, Struct]:
    shelves: dict[type[Struct], Mapping[str, Struct]] = {
        PaymentIntent: books.intents, Charge: books.charges, Customer: books.customers, SetupIntent: books.setups,
        SetupAttempt: books.attempts, Mandate: books.mandates, Dispute: books.disputes, Payout: books.payouts}
    return shelves[kind]
