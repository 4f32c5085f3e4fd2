"""A fee on top for paying by card, where the law allows one: ask a service for its size before the payment."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class SurchargeStrategy(StrEnum):
    """What to do with the surcharge."""

    APPLY = "APPLY"
    WAIVE = "WAIVE"  # work it out, but do not take it


class CalculateSurcharge(Struct, frozen=True, kw_only=True):
    """Ask what a card may be charged on top. Gives a `Surcharge`."""

    amount: Money  # without the surcharge
    merchant_surcharge_id: str | None = None  # ours
    card_bin: str = ""  # the first six or eight digits
    postal_code: Secret | None = None
    previous_connector_surcharge_id: str | None = None  # of the answer that this one replaces
    country: Country | None = None  # of the shopper
    surcharge_strategy: SurchargeStrategy | None = None


class Surcharge(Struct, frozen=True, kw_only=True):
    """The fee: put it into the Authorize, in `surcharge_amount`. A refusal has `error` set instead."""

    surcharge_amount: Money | None = None
    surcharge_percentage: float | None = None  # percent
    connector_surcharge_id: str | None = None  # needed to report the payment later
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Surcharge:
        """The processor's no as a result."""
        return cls(error=failure)
