"""Later truth wins: whatever the order in which words come, the same is known in the end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings, strategies as st

from tollbridge.bridge.webhooks.lattice import (
    DISPUTES,
    LAST_COUNTS,
    PAYMENTS,
    REFUNDS,
    STAGES,
    Level,
    Truth,
    Verdict,
    judge,
    merged,
)
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RefundStatus

TABLES = {"payment": (PAYMENTS, PaymentStatus), "refund": (REFUNDS, RefundStatus), "dispute": (DISPUTES, DisputeStatus)}


def end_of(kind: str, words: Sequence[Truth]) -> Truth | None:
    known: Truth | None = None
    for word in words:
        if judge(kind, known, word) is Verdict.NEWER:
            known = merged(known, word)
    return known


def rank(levels: Sequence[Level], status: str) -> int:
    return next(at for at, level in enumerate(levels) if status in level.words)


@pytest.mark.parametrize("kind", TABLES)
def test_every_status_of_the_contract_has_one_place_and_a_reason(kind: str) -> None:
    levels, statuses = TABLES[kind]
    words = [str(word) for level in levels for word in level.words]
    assert sorted(words) == sorted(statuses)
    assert all(level.why for level in levels)
    assert all(LAST_COUNTS.values())


@pytest.mark.parametrize(("before", "late"), [
    ("CHARGED", "AUTHORIZED"), ("CHARGED", "FAILURE"), ("CHARGED", "VOIDED"), ("CHARGED", "PENDING"),
    ("VOIDED", "AUTHORIZED"), ("AUTHORIZED", "AUTHENTICATION_PENDING"), ("AUTHORIZED", "FAILURE"),
    ("VOIDED_POST_CAPTURE", "CHARGED"), ("PARTIAL_CHARGED", "EXPIRED"), ("CHARGED", "UNRESOLVED"),
    ("VOIDED", "VOID_FAILED"), ("VOIDED", "CAPTURE_FAILED"), ("EXPIRED", "CAPTURE_FAILED")])
def test_what_comes_late_does_not_go_back(before: str, late: str) -> None:
    assert judge("payment", Truth(before), Truth(late)) is Verdict.SUPERSEDED
    assert judge("payment", Truth(late), Truth(before)) is Verdict.NEWER


def test_a_refund_that_came_back_stays_failed() -> None:
    assert judge("refund", Truth("REFUND_SUCCESS"), Truth("REFUND_FAILURE")) is Verdict.NEWER
    assert judge("refund", Truth("REFUND_FAILURE"), Truth("REFUND_SUCCESS")) is Verdict.SUPERSEDED


def test_a_later_stage_of_a_dispute_opens_it_again() -> None:
    won = Truth("DISPUTE_WON", stage="ACTIVE_DISPUTE")
    opened = Truth("DISPUTE_OPENED", stage="PRE_ARBITRATION")
    assert judge("dispute", won, opened) is Verdict.NEWER
    assert judge("dispute", opened, won) is Verdict.SUPERSEDED
    assert judge("dispute", won, Truth("DISPUTE_OPENED", stage="ACTIVE_DISPUTE")) is Verdict.SUPERSEDED
    assert merged(opened, Truth("DISPUTE_CHALLENGED")).stage == "PRE_ARBITRATION"  # not said: where it was


def test_captures_add_up() -> None:
    first, second = Truth("PARTIAL_CHARGED", 300), Truth("PARTIAL_CHARGED", 700)
    assert judge("payment", first, second) is Verdict.NEWER
    assert judge("payment", second, first) is Verdict.SUPERSEDED
    assert judge("payment", second, Truth("PARTIAL_CHARGED")) is Verdict.SAME


def test_where_both_orders_are_possible_the_last_counts() -> None:
    for one, other in (("CHARGED", "CAPTURE_FAILED"), ("CAPTURE_FAILED", "CHARGED")):
        assert judge("payment", Truth(one), Truth(other)) is Verdict.NEWER


def test_a_word_that_is_none_of_the_contracts_changes_nothing() -> None:
    assert judge("payment", Truth("AUTHORIZED"), Truth("SOMETHING")) is Verdict.SUPERSEDED
    assert judge("dispute", Truth("DISPUTE_OPENED", stage="ACTIVE_DISPUTE"), Truth("DISPUTE_OPENED", stage="?")) \
        is not Verdict.NEWER


@pytest.mark.parametrize("kind", TABLES)
def test_of_any_two_ranks_the_higher_is_known_in_either_order(kind: str) -> None:
    levels, _ = TABLES[kind]
    for low, high in itertools.combinations(levels, 2):
        for one, other in itertools.product(low.words, high.words):
            if frozenset((one, other)) in LAST_COUNTS:
                continue
            assert end_of(kind, [Truth(one), Truth(other)]) == end_of(kind, [Truth(other), Truth(one)]) == Truth(other)


STORIES = st.lists(st.builds(
    Truth, st.sampled_from([str(level.words[0]) for level in PAYMENTS if "CAPTURE_FAILED" not in level.words]),
    st.sampled_from([0, 0, 300, 700])), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_ends_the_same(words: list[Truth], chance: object) -> None:
    """With one word of each rank; of the highest rank the highest amount that was stated."""
    shuffled = [*words, *words]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = end_of("payment", words), end_of("payment", shuffled)
    assert one is not None
    assert other is not None
    assert one.status == other.status
    stated = [word.amount for word in words if word.status == one.status]
    assert one.amount == other.amount == max(stated)


@pytest.mark.parametrize("stage", STAGES)
def test_stages_are_those_of_the_contract(stage: str) -> None:
    assert judge("dispute", Truth("DISPUTE_OPENED", stage=stage), Truth("DISPUTE_LOST", stage=stage)) is Verdict.NEWER
