"""Braintree's refusals: HTTP 200 with `errors`. https://developer.paypal.com/braintree/in-person/guides/graphql-error-handling
"""

from __future__ import annotations

from typing import Any

from msgspec import json

from tollbridge.sandbox.simulator import Answer, Refusal

CLASSES = {Refusal.UNAUTHORIZED: "AUTHENTICATION", Refusal.FORBIDDEN: "AUTHORIZATION", Refusal.NO_ROUTE: "VALIDATION",
           Refusal.TOO_MANY_REQUESTS: "RESOURCE_LIMIT", Refusal.SERVER_ERROR: "INTERNAL"}
WORDS = {"AUTHENTICATION": "Authentication credentials are invalid.",
         "AUTHORIZATION": "You don't have permission to perform this operation.",
         "NOT_FOUND": "An object with this ID was not found.", "RESOURCE_LIMIT": "Rate limit exceeded.",
         "INTERNAL": "An unknown error has occurred.", "VALIDATION": "The document cannot be executed.",
         "UNSUPPORTED_CLIENT": "A Braintree-Version header is required."}


class BraintreeError(Exception):
    """A refusal on its way to the caller. `path` is where in the input: `input.transaction.amount`."""

    def __init__(self, message: str, legacy: str | None = None, path: str | None = None,
                 kind: str = "VALIDATION") -> None:
        super().__init__(message)
        self.legacy, self.path, self.kind = legacy, path, kind

    def answer(self, serial: str, field: str | None = None, *, executed: bool = True) -> Answer:
        extensions: dict[str, Any] = {"errorClass": self.kind, "errorType": "developer_error"}
        if self.legacy:
            extensions["legacyCode"] = self.legacy
        if self.path:
            extensions["inputPath"] = self.path.split(".")
        error = {"message": str(self), "locations": [{"line": 1, "column": 1}], "path": [field] if field else [],
                 "extensions": extensions}
        return Answer(200, json.encode({"errors": [error], "data": {field: None} if field else None,
                                        "extensions": {"requestId": serial}}), executed=executed)


def not_found() -> BraintreeError:
    return BraintreeError(WORDS["NOT_FOUND"], kind="NOT_FOUND")


def of_class(kind: str) -> BraintreeError:
    return BraintreeError(WORDS[kind], kind=kind)
