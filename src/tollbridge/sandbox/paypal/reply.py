"""What an endpoint answers, before it is known how much of it is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from tollbridge.sandbox.paypal.books import Json


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    whole: Json | None = None
    brief: Json | None = None
    """Instead of the whole, unless the request prefers that; None where there is no difference."""
    brief_status: int | None = None
