"""Which of two words about the same payment, refund or dispute is the later truth, whatever order they came in.

Webhooks come late, twice, and out of order, and between the answers of our own calls. None has a clock to go by: what
orders them is what can happen to money at all. A status has a rank; the higher one is the later truth, and what is
lower is late. Of the same rank the higher amount counts, as captures only add up. For the few pairs of which both
orders are possible the table below says so, with the reason: of those the one that came last counts.

    verdict = judge("payment", Truth("CHARGED"), Truth("AUTHORIZED"))       # Verdict.SUPERSEDED
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from tollbridge.domain.statuses import DisputeStage, DisputeStatus, PaymentStatus as Pay, RefundStatus

PAYMENT, REFUND, DISPUTE = "payment", "refund", "dispute"


class Truth(Struct, frozen=True, omit_defaults=True):
    """How it stands: a word of the contract. `amount` is what was captured so far, in minor units; `stage` a dispute's.
    """

    status: str
    amount: int = 0
    stage: str = ""


class Verdict(Enum):
    NEWER = auto()
    """It is the truth from now on."""
    SAME = auto()
    """It says what is known."""
    SUPERSEDED = auto()
    """It was true before; something later is known."""


class Level(Struct, frozen=True):
    """Statuses of one rank, lowest level first, and why they stand above what is before them."""

    words: tuple[str, ...]
    why: str


PAYMENTS: tuple[Level, ...] = (
    Level((Pay.UNRESOLVED,), "a word that we do not know says nothing"),
    Level((Pay.STARTED, Pay.PAYMENT_METHOD_AWAITED, Pay.DEVICE_DATA_COLLECTION_PENDING, Pay.CONFIRMATION_AWAITED),
          "before anybody is asked"),
    Level((Pay.AUTHENTICATION_PENDING,), "the shopper is asked"),
    Level((Pay.AUTHENTICATION_SUCCESSFUL,), "the shopper has agreed, which comes before the issuer is asked"),
    Level((Pay.AUTHORIZING, Pay.PENDING, Pay.COD_INITIATED), "the issuer or the bank is asked"),
    Level((Pay.AUTHENTICATION_FAILED, Pay.AUTHORIZATION_FAILED, Pay.ROUTER_DECLINED, Pay.FAILURE),
          "a no ends an attempt. It is below every word of money that moved: processors let shoppers try again in the "
          "same payment, and the no of the first try comes late; a payment that was taken does not become a no"),
    Level((Pay.AUTHORIZED, Pay.PARTIALLY_AUTHORIZED), "money is reserved"),
    Level((Pay.VOID_FAILED,), "still reserved, after a void was tried"),
    Level((Pay.VOID_INITIATED,), "the reservation is about to go"),
    Level((Pay.CAPTURE_INITIATED,), "above a void that is under way: processors take a capture, or a void, not both; "
          "below its end, as what is captured may still be called off"),
    Level((Pay.CAPTURE_FAILED,), "a capture was tried and took nothing. Below a void: what could not be captured is "
          "voided, and a capture of what is void fails"),
    Level((Pay.VOIDED, Pay.EXPIRED), "nothing is reserved any more. Below what was taken: after a part was captured, "
          "an expiry ends only the rest"),
    Level((Pay.PARTIAL_CHARGED_AND_CHARGEABLE,), "a part was taken, more may be"),
    Level((Pay.PARTIAL_CHARGED,), "a part was taken, the rest is released"),
    Level((Pay.CHARGED,), "all was taken"),
    Level((Pay.VOIDED_POST_CAPTURE, Pay.AUTO_REFUNDED), "taken and given back: only what was taken can be"),
)
REFUNDS: tuple[Level, ...] = (
    Level((RefundStatus.REFUND_PENDING,), "accepted"),
    Level((RefundStatus.REFUND_MANUAL_REVIEW,), "a person looks at it, after it was accepted"),
    Level((RefundStatus.REFUND_SUCCESS,), "done"),
    Level((RefundStatus.REFUND_FAILURE, RefundStatus.REFUND_TRANSACTION_FAILURE),
          "above success: banks send refunds back days after they were done, and processors try no refund again under "
          "the same id"),
)
DISPUTES: tuple[Level, ...] = (
    Level((DisputeStatus.DISPUTE_OPENED,), "ours to answer"),
    Level((DisputeStatus.DISPUTE_CHALLENGED,), "answered"),
    Level((DisputeStatus.DISPUTE_EXPIRED,), "lost by time"),
    Level((DisputeStatus.DISPUTE_ACCEPTED, DisputeStatus.DISPUTE_CANCELLED, DisputeStatus.DISPUTE_WON,
           DisputeStatus.DISPUTE_LOST), "over, in this stage"),
)
STAGES: tuple[str, ...] = ("", DisputeStage.PRE_DISPUTE, DisputeStage.ACTIVE_DISPUTE, DisputeStage.PRE_ARBITRATION)
"""A later stage is later, however the one before ended: what was won as a chargeback may be lost in arbitration."""

_TAKEN = (Pay.PARTIAL_CHARGED_AND_CHARGEABLE, Pay.PARTIAL_CHARGED, Pay.CHARGED)
LAST_COUNTS: Mapping[frozenset[str], str] = {
    **{frozenset((Pay.CAPTURE_FAILED, taken)): (
        "a capture that was told as done may fail later (Adyen's CAPTURE_FAILED), and a capture that failed may be "
        "tried again: both happen. Who came last counts; the merchant who syncs knows") for taken in _TAKEN},
    **{frozenset((one, other)): "processors correct how a stage of a dispute ended"
       for one in DISPUTES[-1].words for other in DISPUTES[-1].words if one != other},
}
"""Pairs of which both orders are possible."""

_RANKS: Mapping[str, Mapping[str, int]] = {
    kind: {word: rank for rank, level in enumerate(levels) for word in level.words}
    for kind, levels in ((PAYMENT, PAYMENTS), (REFUND, REFUNDS), (DISPUTE, DISPUTES))}


def judge(kind: str, known: Truth | None, new: Truth) -> Verdict:
    """What a new word is to what is known. Words that are not of the contract say nothing."""
    if known is None:
        return Verdict.NEWER
    before, now = _place(kind, known), _place(kind, new, known)
    if known.status == new.status and now == before:
        return Verdict.SAME
    if frozenset((known.status, new.status)) in LAST_COUNTS and now[0] == before[0]:
        return Verdict.NEWER
    return Verdict.NEWER if now >= before else Verdict.SUPERSEDED


def _place(kind: str, truth: Truth, known: Truth | None = None) -> tuple[int, int, int]:
    """What is compared: a dispute's stage, the rank, the amount. What it does not state is as it was known: a word
    without a stage, or an amount, is not earlier for that.
    """
    stage = truth.stage or (known.stage if known is not None else "")
    amount = truth.amount or (known.amount if known is not None else 0)
    return STAGES.index(stage) if stage in STAGES else 0, _RANKS[kind].get(truth.status, -1), amount


def merged(known: Truth | None, new: Truth) -> Truth:
    """A newer truth, with what it does not say and was known before."""
    if known is None:
        return new
    amount = new.amount or (known.amount if new.status == known.status else 0)
    return Truth(new.status, amount, new.stage or known.stage)
