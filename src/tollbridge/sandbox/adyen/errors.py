"""Adyen's refusals of a call: https://docs.adyen.com/development-resources/error-codes and /response-handling.

A refused payment is none of these: it is HTTP 200 with a `resultCode`.
"""

from __future__ import annotations

from msgspec import json

from tollbridge.sandbox.adyen.wire import ServiceError
from tollbridge.sandbox.simulator import Answer, Refusal

TRANSIENT = "transient-error"
"""The header that says whether to try again with the same idempotency key."""


class AdyenError(Exception):
    """A refusal on its way to the caller."""

    def __init__(self, status: int, code: str, message: str, kind: str = "validation") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.kind = kind

    def answer(self, psp: str | None = None, *, executed: bool = False, transient: bool | None = None) -> Answer:
        """`executed` says whether the endpoint had begun: only then an idempotency key keeps the answer."""
        body = ServiceError(status=self.status, error_code=self.code, message=self.message, error_type=self.kind,
                            psp_reference=psp)
        headers = {} if transient is None else {TRANSIENT: str(transient).lower()}
        return Answer(self.status, json.encode(body), headers, executed=executed)


def invalid(code: str, message: str) -> AdyenError:
    return AdyenError(422, code, message)


def missing(name: str, code: str = "14_002") -> AdyenError:
    return invalid(code, f"Required field '{name}' is not provided.")


def missing_object(name: str, code: str) -> AdyenError:
    return invalid(code, f"Required object '{name}' is not provided.")


def unreadable(what: str) -> AdyenError:
    return AdyenError(400, "702", what)


def unauthorized() -> AdyenError:
    return AdyenError(401, "000", "HTTP Status Response - Unauthorized", "security")


def invalid_merchant_account() -> AdyenError:
    return AdyenError(403, "901", "Invalid Merchant Account", "security")


def no_acquirer(variant: str, currency: str) -> AdyenError:
    """A method that the merchant account does not have, or not in this currency: Adyen answers HTTP 500 for that."""
    return AdyenError(500, "905_1", f"Could not find an acquirer account for the provided txvariant ({variant[:60]}), "
                                    f"currency ({currency}), and action (AUTH).", "configuration")


def no_original() -> AdyenError:
    return invalid("167", "Original pspReference required for this operation")


def refusal(why: Refusal) -> tuple[AdyenError, bool | None]:
    """What the server refuses on its own, and what `transient-error` says of it.

    Error 704 is documented for a key whose first request is not over yet, with HTTP 409 or 422; what another body
    under the same key gets is not documented, and is taken to be the same error, for good.
    """
    if why is Refusal.KEY_IN_USE:
        return AdyenError(409, "704", "request already processed or in progress"), True
    if why is Refusal.KEY_REUSED:
        return AdyenError(422, "704", "request already processed or in progress"), False
    if why is Refusal.TOO_MANY_REQUESTS:
        return AdyenError(429, "000", "Too many requests", "security"), True
    if why is Refusal.UNAUTHORIZED:
        return unauthorized(), None
    if why is Refusal.FORBIDDEN:
        return AdyenError(403, "010", "Not allowed", "security"), None
    if why is Refusal.NO_ROUTE:
        return AdyenError(404, "000", "Not Found"), None
    return AdyenError(500, "000", "Unknown", "internal"), None
