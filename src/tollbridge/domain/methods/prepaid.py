"""Paid from value that the shopper already has: gift cards, vouchers, reward accounts, crypto coins."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Givex(Struct, frozen=True, kw_only=True, tag="givex", tag_field="oneof"):
    """A Givex gift card."""

    number: Secret
    cvc: Secret | None = None  # its PIN


class PaySafeCard(Struct, frozen=True, kw_only=True, tag="pay_safe_card", tag_field="oneof"):
    """A paysafecard voucher, typed in on its own page."""


class ClassicReward(Struct, frozen=True, kw_only=True, tag="classic_reward", tag_field="oneof"):
    """A reward account (CashtoCode)."""


class EVoucher(Struct, frozen=True, kw_only=True, tag="e_voucher", tag_field="oneof"):
    """A voucher bought for cash (CashtoCode)."""


class Crypto(Struct, frozen=True, kw_only=True, tag="crypto", tag_field="oneof"):
    """Coins, at a rate that the processor holds for a while. Over- and underpayment are usual."""

    pay_currency: str | None = None  # the coin, as "BTC"
    network: str | None = None  # the chain, where a coin has several
