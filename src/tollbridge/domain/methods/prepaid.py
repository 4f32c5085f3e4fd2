"""Prepaid."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Givex(Struct, frozen=True, kw_only=True, tag="givex", tag_field="oneof"):
    """Givex."""

    number: Secret
    cvc: Secret | None = None


class PaySafeCard(Struct, frozen=True, kw_only=True, tag="pay_safe_card", tag_field="oneof"):
    """Pay Safe Card."""


class ClassicReward(Struct, frozen=True, kw_only=True, tag="classic_reward", tag_field="oneof"):
    """Classic Reward."""


class EVoucher(Struct, frozen=True, kw_only=True, tag="e_voucher", tag_field="oneof"):
    """E Voucher."""


class Crypto(Struct, frozen=True, kw_only=True, tag="crypto", tag_field="oneof"):
    """Crypto."""

    pay_currency: str | None = None
    network: str | None = None
