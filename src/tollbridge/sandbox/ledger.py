"""What really happened to money in the sandbox, whatever the caller was told about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct


class EntryKind(StrEnum):
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    RELEASED = "released"
    REFUNDED = "refunded"
    INCREMENTED = "incremented"
    """A reservation was raised by this much: no charge of its own."""
    CAPTURE_RETURNED = "capture_returned"
    """A capture that had been told as done was not, in the end."""
    REFUND_RETURNED = "refund_returned"
    """A refund did not arrive and the merchant has it back."""
    DISPUTED = "disputed"
    REINSTATED = "reinstated"
    """A dispute was won."""
    PAID_OUT = "paid_out"
    PAYOUT_RETURNED = "payout_returned"


_SUMS: dict[EntryKind, tuple[str, int]] = {
    EntryKind.INCREMENTED: ("authorized", 1), EntryKind.CAPTURE_RETURNED: ("captured", -1),
    EntryKind.REFUND_RETURNED: ("refunded", -1),
    EntryKind.REINSTATED: ("disputed", -1), EntryKind.PAYOUT_RETURNED: ("paid_out", -1),
}
"""Kinds that count towards the sum of another, and with which sign."""


class Entry(Struct, frozen=True, kw_only=True):
    """One movement. `payment` is the processor's id, `reference` the merchant's own, where the request stated one."""

    processor: str
    kind: EntryKind
    payment: str
    reference: str | None
    minor_amount: int
    currency: str
    """Three letters, upper case."""
    at: float
    """Epoch seconds."""


class Total(Struct, kw_only=True):
    """Sums in minor units of one currency. `charges` counts authorizations: after an ambiguous outcome it must be 1."""

    charges: int = 0
    authorized: int = 0
    captured: int = 0
    released: int = 0
    refunded: int = 0
    disputed: int = 0
    paid_out: int = 0

    @property
    def held(self) -> int:
        """What is still reserved on cards."""
        return self.authorized - self.captured - self.released

    @property
    def kept(self) -> int:
        """What the merchant has in the end."""
        return self.captured - self.refunded - self.disputed


    def count(self, entry: Entry) -> None:
        name, sign = _SUMS.get(entry.kind, (entry.kind.value, 1))
        setattr(self, name, getattr(self, name) + sign * entry.minor_amount)
        self.charges += entry.kind is EntryKind.AUTHORIZED


class By(StrEnum):
    """What makes a row."""

    REFERENCE = "reference"
    PAYMENT = "payment"


class Row(Total, kw_only=True):
    """All that happened under one reference in one currency, at whatever processors; or to one payment. `movements`
    are in the order in which they happened."""

    reference: str | None
    currency: str
    processors: list[str] = []
    payments: list[str] = []
    movements: list[Entry] = []

    def count(self, entry: Entry) -> None:
        super().count(entry)
        self.movements.append(entry)
        if entry.processor not in self.processors:
            self.processors.append(entry.processor)
        if entry.payment not in self.payments:
            self.payments.append(entry.payment)


class Ledger:
    """Entries in the order in which they happened."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._of_payment: defaultdict[str, list[Entry]] = defaultdict(list)
        self._of_reference: defaultdict[str, list[Entry]] = defaultdict(list)

    def add(self, processor: str, kind: EntryKind, payment: str, minor_amount: int, currency: str,
            reference: str | None = None) -> None:
        entry = Entry(processor=processor, kind=kind, payment=payment, reference=reference,
                      minor_amount=minor_amount, currency=currency.upper(), at=self._clock())
        self._entries.append(entry)
        self._of_payment[payment].append(entry)
        if reference is not None:
            self._of_reference[reference].append(entry)

    def entries(self, *, processor: str | None = None, payment: str | None = None,
                reference: str | None = None) -> tuple[Entry, ...]:
        """The entries that agree with everything given."""
        if payment is not None:
            among = self._of_payment.get(payment, [])
        else:
            among = self._entries if reference is None else self._of_reference.get(reference, [])
        return tuple(entry for entry in among
                     if processor in (None, entry.processor) and reference in (None, entry.reference))

    def totals(self, *, processor: str | None = None, payment: str | None = None,
               reference: str | None = None) -> dict[str, Total]:
        """Sums by currency over the same choice of entries."""
        sums: dict[str, Total] = {}
        for entry in self.entries(processor=processor, payment=payment, reference=reference):
            sums.setdefault(entry.currency, Total()).count(entry)
        return sums

    def total(self, currency: str, *, processor: str | None = None, payment: str | None = None,
              reference: str | None = None) -> Total:
        """The sums in one currency, all zero where nothing happened."""
        return self.totals(processor=processor, payment=payment, reference=reference).get(currency.upper(), Total())

    def rows(self, by: By = By.REFERENCE, *, processor: str | None = None, payment: str | None = None,
             reference: str | None = None) -> tuple[Row, ...]:
        """One for each reference (each payment, where it has none), in the order in which they began; or for each
        payment. For checkers: `charges` of more than 1 is a shopper who paid twice."""
        rows: dict[tuple[str | None, ...], Row] = {}
        for entry in self.entries(processor=processor, payment=payment, reference=reference):
            own = by is By.PAYMENT or entry.reference is None
            key = (entry.processor, entry.payment, entry.currency) if own else (entry.reference, entry.currency)
            if key not in rows:
                rows[key] = Row(reference=entry.reference, currency=entry.currency)
            rows[key].count(entry)
        return tuple(rows.values())

    def clear(self) -> None:
        self._entries.clear()
        self._of_payment.clear()
        self._of_reference.clear()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
