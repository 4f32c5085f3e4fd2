"""What deliveries are told."""

from __future__ import annotations

from msgspec import Struct

RETRY_S = (5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""As Standard Webhooks recommends: ten attempts in some three days.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (as of 2026-11)
"""


class DeliveryOptions(Struct, frozen=True, kw_only=True):
    """`retry_s` are the waits after each attempt that failed. `concurrency` is for each account. An event waits up to
    `order_s` for the earlier ones of its payment.
    """

    retry_s: tuple[float, ...] = RETRY_S
    timeout_s: float = 15.0
    concurrency: int = 8
    slots: int = 500
    order_s: float = 600.0
    longest_wait_s: float = 86_400.0
    every_s: float = 3.0
    lease_s: float = 15.0
