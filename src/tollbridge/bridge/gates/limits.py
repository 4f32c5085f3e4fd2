"""How much a merchant may ask for: rates with bursts, and quotas. Pure: the clock is handed in.

Rules are by merchant and operation, `shop-1/payments.authorize`; either may be `*`. The narrowest rule counts: of the
merchant and operation, of the merchant, of the operation, of all. Each merchant and operation has a bucket of its own,
whatever the rule is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from tollbridge.bridge.routes import ROUTES
from tollbridge.domain.errors import InvalidField, Problem

ANY = "*"
MOST = 50_000
"""Merchants and operations that are kept count of; the one that was seen first makes room."""
T = TypeVar("T")


class Rate(Struct, frozen=True, kw_only=True):
    """`burst` at once, and `per_s` from then on."""

    per_s: float
    burst: int = 1


class Quota(Struct, frozen=True, kw_only=True):
    """So many operations in each period; periods begin at multiples of their length since 1970, in UTC: a day at
    midnight.
    """

    operations: int
    period_s: float = 86_400.0


class Bucket:
    """Tokens of one merchant and operation."""

    __slots__ = ("_at", "_rate", "_tokens")

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate, self._at, self._tokens = rate, now, float(rate.burst)

    def take(self, now: float) -> float:
        """0: taken. Else how long until there is one."""
        its = self._rate
        self._tokens = min(float(its.burst), self._tokens + max(0.0, now - self._at) * its.per_s)
        self._at = max(self._at, now)
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return 0.0
        return (1.0 - self._tokens) / its.per_s if its.per_s > 0 else float("inf")


class Used:
    """Of a quota, in one period."""

    __slots__ = ("_began", "_count", "_quota")

    def __init__(self, quota: Quota, now: float) -> None:
        self._quota, self._count, self._began = quota, 0, now - now % quota.period_s

    def take(self, now: float) -> float:
        """0: taken. Else how long until the next period."""
        its = self._quota
        if now >= self._began + its.period_s:
            self._began, self._count = now - now % its.period_s, 0
        if self._count < its.operations:
            self._count += 1
            return 0.0
        return self._began + its.period_s - now


class Limits:
    """Of one bridge: a second one has buckets of its own."""

    def __init__(self, rates: Mapping[str, Rate], quotas: Mapping[str, Quota]) -> None:
        self._rates, self._quotas = rates, quotas
        self._buckets: dict[tuple[str, str], tuple[Bucket | None, Used | None]] = {}

    def take(self, merchant_id: str, operation: str, now: float) -> tuple[float, str]:
        """(0, ""): it may go on. Else how long until it may, and which limit it is."""
        key = (merchant_id, operation)
        found = self._buckets.get(key)
        if found is None:
            rate, quota = rule(self._rates, *key), rule(self._quotas, *key)
            if len(self._buckets) >= MOST:
                del self._buckets[next(iter(self._buckets))]
            found = self._buckets[key] = (Bucket(rate, now) if rate is not None else None,
                                          Used(quota, now) if quota is not None else None)
        bucket, used = found
        if bucket is not None and (wait := bucket.take(now)) > 0:
            return wait, "rate"
        if used is not None and (wait := used.take(now)) > 0:
            return wait, "quota"
        return 0.0, ""

    def __bool__(self) -> bool:
        return bool(self._rates or self._quotas)


def rule(rules: Mapping[str, T], merchant_id: str, operation: str) -> T | None:
    """The narrowest one."""
    for key in (f"{merchant_id}/{operation}", f"{merchant_id}/{ANY}", f"{ANY}/{operation}", f"{ANY}/{ANY}"):
        if key in rules:
            return rules[key]
    return None


_NAMES = frozenset(route.name for route in ROUTES)


def check(what: str, rules: Mapping[str, object]) -> list[Problem]:
    """What is wrong with the names of rules."""
    return [Problem(f"{what}.{key}", "must be merchant/operation, such as shop-1/payments.authorize; either may be *")
            for key in rules if key.count("/") != 1 or key.rpartition("/")[2] not in {*_NAMES, ANY}
            or not key.partition("/")[0]]


def check_all(rates: Mapping[str, Rate], quotas: Mapping[str, Quota]) -> None:
    """Raises InvalidField with all that is wrong."""
    problems = [*check("rates", rates), *check("quotas", quotas)]
    problems += [Problem(f"rates.{key}", "needs per_s above 0 and a burst of at least 1")
                 for key, its in rates.items() if its.per_s <= 0 or its.burst < 1]
    problems += [Problem(f"quotas.{key}", "needs operations of at least 1 and a period_s above 0")
                 for key, its in quotas.items() if its.operations < 1 or its.period_s <= 0]
    if problems:
        raise InvalidField(problems[0].path, problems[0].why, *problems[1:])
