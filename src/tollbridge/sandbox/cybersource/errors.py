"""How the simulated Cybersource says no: https://developer.cybersource.com/api/reference/response-codes.html"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import json

from tollbridge.sandbox.simulator import Answer, Refusal

WORDS = {
    "MISSING_FIELD": "The request is missing one or more required fields.",
    "INVALID_DATA": "One or more fields in the request contain invalid data.",
    "DUPLICATE_REQUEST": "Another authorization with this reference came less than 15 minutes ago.",
    "EXCEEDS_AUTH_AMOUNT": "More than was authorized.",
    "AUTH_ALREADY_REVERSED": "The authorization is reversed already.",
    "TRANSACTION_ALREADY_REVERSED_OR_SETTLED": "The transaction is settled or reversed already.",
    "MISSING_AUTH": "There is no unused authorization for this id.",
    "INVALID_AMOUNT": "The amount is not one that this transaction can have.",
    "INVALID_PAYMENT_ID": "There is no such payment.",
    "CAPTURE_ALREADY_VOIDED": "The capture was voided.",
    "NOT_VOIDABLE": "There is nothing that has not gone to the processor yet.",
}


class Invalid(Exception):
    """HTTP 400: nothing was done. `fields` are named in `details`."""

    def __init__(self, reason: str, *fields: str) -> None:
        super().__init__(reason)
        self.reason, self.fields = reason, fields

    def answer(self, time: str) -> Answer:
        body: dict[str, Any] = {"submitTimeUtc": time, "status": "INVALID_REQUEST", "reason": self.reason,
                                "message": WORDS[self.reason]}
        if self.fields:
            body["details"] = [{"field": field, "reason": self.reason} for field in self.fields]
        return Answer(400, json.encode(body), executed=False)


class Unknown(Exception):
    """HTTP 404, or 410 of what is gone."""

    def __init__(self, status: int, word: str, message: str) -> None:
        super().__init__(word)
        self.status, self.word, self.message = status, word, message

    def answer(self, time: str) -> Answer:
        return Answer(self.status, json.encode({"errors": [{"type": self.word, "message": self.message}]}),
                      executed=False)


class Broken(Exception):
    """HTTP 502."""

    def answer(self, time: str) -> Answer:
        return refused(Refusal.SERVER_ERROR)


_GATEWAY: Mapping[Refusal, tuple[int, str]] = {
    Refusal.UNAUTHORIZED: (401, "Authentication Failed"), Refusal.FORBIDDEN: (403, "Forbidden"),
    Refusal.NO_ROUTE: (404, "Resource not found"),
}


def refused(why: Refusal) -> Answer:
    """What stands before all services says so; an overload and a breakdown have a reason."""
    if why in _GATEWAY:
        status, words = _GATEWAY[why]
        return Answer(status, json.encode({"response": {"rmsg": words}}), executed=False)
    if why is Refusal.TOO_MANY_REQUESTS:
        return Answer(429, json.encode({"status": "ERROR", "reason": "RATE_LIMIT_EXCEEDED",
                                        "message": "Too many requests"}), executed=False)
    return Answer(502, json.encode({"status": "SERVER_ERROR", "reason": "SYSTEM_ERROR",
                                    "message": "General system failure."}), executed=False)
