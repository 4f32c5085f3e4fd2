"""Upi."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class UpiSource(StrEnum):
    """Upi Source."""

    UPI_CC = "UPI_CC"
    UPI_CL = "UPI_CL"
    UPI_ACCOUNT = "UPI_ACCOUNT"
    UPI_CC_CL = "UPI_CC_CL"
    UPI_PPI = "UPI_PPI"
    UPI_VOUCHER = "UPI_VOUCHER"


class UpiCollect(Struct, frozen=True, kw_only=True, tag="upi_collect", tag_field="oneof"):
    """Upi Collect."""

    vpa_id: Secret | None = None
    upi_source: UpiSource | None = None


class UpiIntent(Struct, frozen=True, kw_only=True, tag="upi_intent", tag_field="oneof"):
    """Upi Intent."""

    app_name: str | None = None
    upi_source: UpiSource | None = None


class UpiQr(Struct, frozen=True, kw_only=True, tag="upi_qr", tag_field="oneof"):
    """Upi Qr."""

    upi_source: UpiSource | None = None


class DuitNow(Struct, frozen=True, kw_only=True, tag="duit_now", tag_field="oneof"):
    """Duit Now."""
