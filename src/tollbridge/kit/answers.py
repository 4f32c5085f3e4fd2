"""Refusals that connectors read off an answer's HTTP status and headers."""

from __future__ import annotations

from datetime import timedelta

from tollbridge.domain.errors import Rejected
from tollbridge.kit.http import HttpResponse

UNTOUCHED = frozenset({401, 403, 404, 429})
"""Credentials, permission, id, rate: judged before any work is done."""


def rejected(res: HttpResponse, code: str = "", message: str = "") -> Rejected:
    """With the wait that the answer asks for in whole seconds, if it does."""
    wait = res.headers.get("retry-after", "")
    seconds = int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None
    return Rejected(code or f"http_{res.status}", message, res.status,
                    None if seconds is None else timedelta(seconds=seconds))
