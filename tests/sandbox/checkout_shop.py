"""What a shop needs at the simulated Checkout.com."""

from __future__ import annotations

from typing import Any

from tollbridge.sandbox.checkout import MERCHANTS


def account(name: str = "lantern", *, oauth: bool = False) -> dict[str, Any]:
    """By its keys, or by its OAuth access key."""
    its = MERCHANTS[name]
    keys = (its.access_key, its.access_secret) if oauth else (its.public_key, its.secret_key)
    return {"api_key": keys[0], "api_secret": keys[1], "processing_channel_id": its.channel}
