"""Scalars as proto3 JSON writes them, for the generated converter."""

from __future__ import annotations

import base64
import math


def base64_text(value: bytes) -> str:
    """Standard base64, with padding."""
    return base64.b64encode(value).decode()


def json_number(value: float) -> float | str:
    """What JSON has no number for is a word."""
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
