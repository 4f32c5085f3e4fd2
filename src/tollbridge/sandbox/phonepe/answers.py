"""PhonePe's envelope: success, code, message, data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import json

from tollbridge.sandbox.simulator import Answer, Refusal

MESSAGES: Mapping[str, str] = {
    "PAYMENT_INITIATED": "Payment initiated",
    "PAYMENT_SUCCESS": "Your payment is successful.",
    "PAYMENT_PENDING": "Your payment is in pending state.",
    "PAYMENT_ERROR": "Payment Failed",
    "PAYMENT_DECLINED": "Payment Declined",
    "SUCCESS": "Your request has been successfully completed.",
    "BAD_REQUEST": "Please check the inputs you have provided.",
    "AUTHORIZATION_FAILED": "X-VERIFY header is incorrect",
    "KEY_NOT_CONFIGURED": "Key not found for the merchant",
    "TRANSACTION_NOT_FOUND": "No transaction found for the given details.",
    "INVALID_TRANSACTION_ID": "Duplicate TransactionID",
    "AUTHORIZATION_ALREADY_CAPTURED": "The authorization for the given transaction is already captured.",
    "AUTHORIZATION_ALREADY_CANCELLED": "The authorization for the given transaction is already canceled/expired.",
    "DUPLICATE_TXN_REQUEST": "Duplicate request",
    "SUBSCRIPTION_NOT_FOUND": "No subscription found",
    "SUBSCRIPTION_NOT_ACTIVE": "The subscription is not active.",
    "SUBSCRIPTION_ALREADY_CANCELLED": "The subscription is cancelled.",
    "SUBSCRIPTION_FAILED": "The subscription is failed.",
    "INVALID_SUBSCRIPTION_STATE": "The subscription is not in a valid state.",
    "TOO_MANY_REQUESTS": "Too many requests. Please try again.",
    "INTERNAL_SERVER_ERROR": "There is an error trying to process your transaction at the moment. "
                             "Please try again in a while.",
}
_REFUSALS: Mapping[Refusal, tuple[int, str]] = {
    Refusal.NO_ROUTE: (404, "BAD_REQUEST"),
    Refusal.SERVER_ERROR: (500, "INTERNAL_SERVER_ERROR"),
    Refusal.UNAUTHORIZED: (401, "AUTHORIZATION_FAILED"),
    Refusal.FORBIDDEN: (403, "AUTHORIZATION_FAILED"),
    Refusal.TOO_MANY_REQUESTS: (429, "TOO_MANY_REQUESTS"),
}


class PhonePeError(Exception):
    """PhonePe's no to a call. It does so with HTTP 200 too."""

    def __init__(self, status: int, code: str, message: str | None = None,
                 data: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.data = data or {}

    def answer(self) -> Answer:
        return Answer(self.status, envelope(self.code, self.data, success=False, message=self.message))


def envelope(code: str, data: Mapping[str, Any] | None, *, success: bool, message: str | None = None) -> bytes:
    return json.encode({"success": success, "code": code, "message": message or MESSAGES.get(code, code),
                        "data": data})


def bad_request(why: str) -> PhonePeError:
    return PhonePeError(400, "BAD_REQUEST", f"{MESSAGES['BAD_REQUEST']} {why}")


def refusal(why: Refusal) -> Answer:
    """What the server itself has the simulator say. There are no idempotency keys to refuse."""
    status, code = _REFUSALS.get(why, (400, "BAD_REQUEST"))
    return Answer(status, envelope(code, {}, success=False), executed=why is Refusal.SERVER_ERROR)
