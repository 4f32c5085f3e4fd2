"""Surcharges."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class SurchargeStrategy(StrEnum):
    """Surcharge Strategy."""

    APPLY = "APPLY"
    WAIVE = "WAIVE"


class CalculateSurcharge(Struct, frozen=True, kw_only=True):
    """Calculate Surcharge."""

    amount: Money
    merchant_surcharge_id: str | None = None
    card_bin: str = ""
    postal_code: Secret | None = None
    previous_connector_surcharge_id: str | None = None
    country: Country | None = None
    surcharge_strategy: SurchargeStrategy | None = None


class Surcharge(Struct, frozen=True, kw_only=True):
    """Surcharge."""

    surcharge_amount: Money | None = None
    surcharge_percentage: float | None = None
    connector_surcharge_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Surcharge:
        """The processor's no as a result."""
        return cls(error=failure)
