"""India's UPI, and Malaysia's DuitNow: account to account at once, confirmed in an app."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class UpiSource(StrEnum):
    """What the shopper's UPI app pays from."""

    UPI_CC = "UPI_CC"  # credit card
    UPI_CL = "UPI_CL"  # credit line
    UPI_ACCOUNT = "UPI_ACCOUNT"  # bank account
    UPI_CC_CL = "UPI_CC_CL"  # credit card or line
    UPI_PPI = "UPI_PPI"  # prepaid wallet
    UPI_VOUCHER = "UPI_VOUCHER"  # prepaid voucher


class UpiCollect(Struct, frozen=True, kw_only=True, tag="upi_collect", tag_field="oneof"):
    """A request shows up in the shopper's UPI app."""

    vpa_id: Secret | None = None  # the shopper's UPI address, as "name@bank"
    upi_source: UpiSource | None = None


class UpiIntent(Struct, frozen=True, kw_only=True, tag="upi_intent", tag_field="oneof"):
    """The shopper's UPI app is opened by a link."""

    app_name: str | None = None  # which one
    upi_source: UpiSource | None = None


class UpiQr(Struct, frozen=True, kw_only=True, tag="upi_qr", tag_field="oneof"):
    """The shopper's UPI app scans a code."""

    upi_source: UpiSource | None = None


class DuitNow(Struct, frozen=True, kw_only=True, tag="duit_now", tag_field="oneof"):
    """Malaysia: the shopper's app scans a code."""
