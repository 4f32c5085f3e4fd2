"""What the simulated Stripe remembers, and one call's view of it."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field

from msgspec import Struct, json
from msgspec.structs import replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Host
from tollbridge.sandbox.stripe.cards import TestCard
from tollbridge.sandbox.stripe.errors import invalid, no_such
from tollbridge.sandbox.stripe.wire import (
    Charge,
    Event,
    EventData,
    EventRequest,
    PaymentIntent,
    PaymentMethod,
    Refund,
    RefundList,
)

NAME = "stripe"
REFERENCE = "order_id"
"""The metadata that the ledger takes as the merchant's own reference."""

_LETTERS = string.ascii_letters + string.digits


@dataclass(slots=True)
class Held:
    """A card on file: what the holder sees of it, and how it behaves. Its number and CVC are gone."""

    method: PaymentMethod
    behaviour: TestCard


@dataclass(slots=True)
class Challenge:
    """A 3-D Secure challenge that waits for the card holder."""

    source: str
    secret: str
    intent: str
    return_url: str | None
    request_three_d_secure: str


@dataclass(slots=True)
class Books:
    intents: dict[str, PaymentIntent] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    methods: dict[str, Held] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    pepper: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    """Makes fingerprints of cards meaningless outside this run."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One call's view: the books, the clock, and who asked (for the events that come of it)."""

    books: Books
    host: Host
    request_id: str | None = None
    """None where no API request is the cause: the card holder acted."""
    idempotency_key: str | None = None

    @property
    def now(self) -> int:
        return int(self.host.now())

    def intent(self, reference: str, *, param: str = "intent") -> PaymentIntent:
        try:
            return self.books.intents[reference]
        except KeyError:
            raise no_such("payment_intent", reference, param=param) from None

    def charge(self, reference: str, *, param: str = "charge") -> Charge:
        try:
            return self.books.charges[reference]
        except KeyError:
            raise no_such("charge", reference, param=param) from None

    def refund(self, reference: str) -> Refund:
        try:
            return self.books.refunds[reference]
        except KeyError:
            raise no_such("refund", reference, param="refund") from None

    def held(self, reference: str, *, param: str = "payment_method", http_status: int = 400) -> Held:
        try:
            return self.books.methods[reference]
        except KeyError:
            raise no_such("PaymentMethod", reference, param=param, http_status=http_status) from None

    def book(self, kind: EntryKind, intent: PaymentIntent, amount: int) -> None:
        self.host.ledger.add(NAME, kind, intent.id, amount, intent.currency, intent.metadata.get(REFERENCE))

    def emit(self, event_type: str, subject: Struct) -> None:
        """Queues an event with the object as it is now."""
        event = Event(id=new_id("evt_3"), created=self.now, type=event_type, data=EventData(object=subject),
                      pending_webhooks=int(self.host.has_webhook(NAME)),
                      request=EventRequest(id=self.request_id, idempotency_key=self.idempotency_key))
        self.host.send_webhook(NAME, event.id, event_type, json.encode(event))

    def refunds_of(self, charge: Charge) -> RefundList:
        listed = [refund for refund in self.books.refunds.values() if refund.charge == charge.id]
        return RefundList(data=listed[::-1], url=f"/v1/charges/{charge.id}/refunds")


def new_id(prefix: str, length: int = 23) -> str:
    """An id as Stripe's look; `pi_3` begins those of payments made with PaymentIntents, and their charges'."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


EXPANDABLE: dict[type[Struct], dict[str, type[Struct]]] = {
    PaymentIntent: {"latest_charge": Charge, "payment_method": PaymentMethod},
    Charge: {"payment_intent": PaymentIntent, "refunds": RefundList},
    Refund: {"charge": Charge, "payment_intent": PaymentIntent},
    PaymentMethod: {},
    RefundList: {},
}


def check_expand(shape: type[Struct], paths: list[str]) -> None:
    """Raises StripeError for a path that the sandbox cannot expand; before anything is done."""
    for path in paths:
        here = shape
        for part in path.split("."):
            if part not in EXPANDABLE[here]:
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
    if kind is Charge:
        return desk.charge(reference)
    return desk.intent(reference) if kind is PaymentIntent else desk.held(reference).method
