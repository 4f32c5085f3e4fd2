"""An error as JSON, the same for `transform`, golden cases and every other edge that speaks the contract's JSON."""

from __future__ import annotations

from typing import Any

from tollbridge.domain.errors import (
    ConnectorError,
    InvalidField,
    MissingField,
    OutcomeUnknown,
    Rejected,
    SignatureMismatch,
    Unsupported,
)

KINDS = (MissingField, InvalidField, Unsupported, Rejected, OutcomeUnknown, SignatureMismatch)
"""By these names; every other error is a BadInput."""


def error_json(error: ConnectorError) -> dict[str, Any]:
    """`type`, `code`, `message` and `fields`, the contract paths concerned. Of a Rejected, code and message are the
    processor's, and `retry_after_s` is there where it asked to wait.
    """
    kind = next((known.__name__ for known in KINDS if isinstance(error, known)), "BadInput")
    fields = list(getattr(error, "paths", ()))
    if not isinstance(error, Rejected):
        code = "".join("_" + letter if letter.isupper() else letter for letter in kind).strip("_").upper()
        return {"type": kind, "code": code, "message": str(error), "fields": fields}
    shown: dict[str, Any] = {"type": kind, "code": error.code, "message": error.message, "fields": fields}
    if error.retry_after is not None:
        shown["retry_after_s"] = int(error.retry_after.total_seconds())
    return shown
