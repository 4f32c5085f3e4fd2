"""Rates, bursts and quotas, on a clock of the test's own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from tollbridge.bridge.gates.admission import AdmissionOptions
from tollbridge.bridge.gates.limits import Bucket, Limits, Quota, Rate, Used, rule
from tollbridge.domain.errors import InvalidField


@given(st.floats(0.1, 1000), st.integers(1, 50), st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_in_no_stretch_of_time_more_than_the_burst_and_the_rate_gets_through(per_s: float, burst: int,
                                                                             gaps: list[float]) -> None:
    bucket, now, taken = Bucket(Rate(per_s=per_s, burst=burst), 0.0), 0.0, list[float]()
    for gap in gaps:
        now += gap
        wait = bucket.take(now)
        assert wait >= 0
        if wait == 0:
            taken.append(now)
        else:
            assert wait <= 1 / per_s + 1e-6
    for at, begin in enumerate(taken):
        for until, end in enumerate(taken[at:], 1):
            assert until <= burst + per_s * (end - begin) + 1e-6


@given(st.floats(0.1, 1000), st.integers(1, 20))
def test_who_waits_as_told_gets_through(per_s: float, burst: int) -> None:
    bucket, now = Bucket(Rate(per_s=per_s, burst=burst), 50.0), 50.0
    assert all(bucket.take(now) == 0 for _ in range(burst))
    for _ in range(5):
        wait = bucket.take(now)
        assert wait > 0
        now += wait + 1e-6
        assert bucket.take(now) == 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    bucket = Bucket(Rate(per_s=1, burst=1), 100.0)
    assert bucket.take(100.0) == 0
    assert bucket.take(50.0) > 0
    assert bucket.take(100.5) > 0
    assert bucket.take(101.0) == 0


@given(st.lists(st.floats(0, 40), max_size=80))
def test_a_quota_begins_anew_with_each_period(gaps: list[float]) -> None:
    now, taken = 1_000.0, dict[int, int]()
    used = Used(Quota(operations=3, period_s=60), now)
    for gap in gaps:
        now += gap
        period = math.floor(now / 60)
        wait = used.take(now)
        if wait == 0:
            taken[period] = taken.get(period, 0) + 1
        else:
            assert taken[period] == 3
            assert math.isclose(now + wait, (period + 1) * 60)
    assert all(count <= 3 for count in taken.values())


@pytest.mark.parametrize(("rules", "found"), [
    ({"*/*": 1, "*/payments.authorize": 2, "shop/*": 3, "shop/payments.authorize": 4}, 4),
    ({"*/*": 1, "*/payments.authorize": 2, "shop/*": 3}, 3),
    ({"*/*": 1, "*/payments.authorize": 2}, 2),
    ({"*/*": 1}, 1),
    ({"other/*": 1}, None),
])
def test_the_narrowest_rule_counts(rules: dict[str, int], found: int | None) -> None:
    assert rule(rules, "shop", "payments.authorize") == found


def test_each_merchant_has_a_bucket_of_its_own() -> None:
    limits = Limits({"*/*": Rate(per_s=0.001, burst=1)}, {"b/*": Quota(operations=1)})
    assert limits.take("a", "payments.authorize", 0.0) == (0.0, "")
    assert limits.take("b", "payments.authorize", 0.0) == (0.0, "")
    assert limits.take("a", "payments.authorize", 0.0)[1] == "rate"
    assert limits.take("a", "payments.capture", 0.0) == (0.0, "")


def test_all_that_is_wrong_with_limits_is_told_at_once() -> None:
    with pytest.raises(InvalidField) as told:
        AdmissionOptions(rates={"shop": Rate(per_s=1), "shop/payments.authorise": Rate(per_s=1),
                                "shop/*": Rate(per_s=0, burst=0)}, quotas={"*/*": Quota(operations=0)})
    assert set(told.value.paths) == {"rates.shop", "rates.shop/payments.authorise", "rates.shop/*", "quotas.*/*"}
