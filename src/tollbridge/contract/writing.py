"""What the generated converter needs to write: bare amounts, secrets, and scalars as proto3 JSON has them."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

from tollbridge.domain.errors import InvalidField

if TYPE_CHECKING:
    from tollbridge.domain.money import Currency, Money
    from tollbridge.domain.secret import Secret


def written_amount(amount: Money, currency: Currency | None, path: str) -> int:
    """The number of an amount whose currency has no place in the contract: it must be the request's, if any."""
    if currency is not None and amount.currency is not currency:
        raise InvalidField(path, f"must be in {currency}, the currency of the request")
    return amount.minor_amount


def put_secret(secret: Secret, message: Any) -> None:
    """Into a wrapper message {value}."""
    message.value = secret.reveal()


def secret_object(secret: Secret) -> dict[str, str]:
    """A wrapper; without its value where that is empty."""
    text = secret.reveal()
    return {"value": text} if text else {}


def secret_text(secret: Secret) -> str:
    """What the contract types as a plain string."""
    return secret.reveal()


def base64_text(value: bytes) -> str:
    """Standard base64, with padding."""
    return base64.b64encode(value).decode()


def json_number(value: float) -> float | str:
    """What JSON has no number for is a word."""
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
