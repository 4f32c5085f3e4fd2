"""What the service tells of its work: one record for each call, one for each HTTP request that a call sent.

Plain values; nothing in them is a secret but `SentRecord.request` and `SentRecord.response`, of which logs show a
masked view at debug level, if asked (bodies.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from tollbridge.domain.masking import masked
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.telemetry.trace_context import Trace

UNKNOWN = "-"
"""In place of a connector that a call did not name."""

OUTCOMES: Mapping[str, str] = {
    "ok": "a result that is no refusal",
    "declined": "the processor said no",
    "missing_credentials": "the call did not say for which account it is",
    "invalid_connector_config": "the account is of the wrong shape",
    "unauthenticated": "the caller is not known to this server",
    "forbidden": "the caller may not act for this merchant",
    "missing_required_field": "nothing was sent",
    "invalid_field": "nothing was sent",
    "bad_input": "nothing was sent",
    "unsupported": "the connector does not do this; nothing was sent",
    "overloaded": "as many calls are under way as the server takes; nothing was sent",
    "deadline_exceeded": "the caller's deadline had passed before this could be sent",
    "unreachable": "no connection; nothing was sent",
    "not_sent": "a step before it failed; the operation itself never left",
    "rejected": "the processor refused the call itself: it did nothing",
    "processing": "stored, and not done when the caller's time was over",
    "idempotency_conflict": "the idempotency key was used for another request; nothing was sent",
    "card_data_expired": "card data or credentials were gone before it was begun; nothing was sent",
    "dependency_failed": "what has to be done first was not done; nothing was sent",
    "circuit_open": "the processor is left alone for a while; nothing was sent",
    "reattempt_refused": "the card's network allows no further attempt now; nothing was sent",
    "no_workers": "nobody is there to do it; nothing was sent",
    "outcome_unknown": "bytes left and no readable answer came: sync",
    "signature_mismatch": "a webhook that proves nothing",
    "not_forwarded": "the merchant's server did not take every event: the processor delivers them again",
    "cancelled": "by the caller or its deadline",
    "internal": "a fault of ours",
}
"""How a call ends, by name, and what that says."""


class CallRecord(Struct, kw_only=True, gc=False):
    """One call at an edge. It may be made as the call begins and filled in until it ends.

    `outcome` is a name of OUTCOMES, `status` that of the result (CHARGED), `code` the edge's own (OK, 200). Ids are as
    the service lets them be shown: short, of plain characters, no card number. `sent` is how many HTTP requests left.
    """

    edge: str
    operation: str
    rpc: str
    connector: str = UNKNOWN
    merchant_id: str = ""
    tenant_id: str = ""
    request_id: str = ""
    reference_id: str | None = None
    resource_id: str | None = None
    principal: str | None = None
    shadow: bool = False
    environment: str = ""
    outcome: str = "internal"
    status: str | None = None
    code: str = ""
    seconds: float = 0.0
    request_bytes: int = 0
    response_bytes: int = 0
    sent: int = 0
    trace: Trace | None = None


class SentRecord(Struct, kw_only=True, gc=False):
    """One HTTP request to a processor, or a forwarded webhook. `path` has no query and no secret.

    `trace` is what `Telemetry.begin_request` gave for it. `status` is None where no answer came, and `reason` then says
    why, in words of the transport's own.
    """

    call: CallRecord
    method: str
    origin: str
    path: str
    status: int | None = None
    outcome: str = "ok"
    reason: str | None = None
    seconds: float = 0.0
    request_bytes: int = 0
    response_bytes: int = 0
    attempts: int = 1
    request: HttpRequest | None = None
    response: HttpResponse | None = None
    trace: Trace | None = None


_MAY_BE_CARD = re.compile(r"(?:[0-9][ ._/-]?){12}")


def shown_path(path: str) -> str:
    """Of a payment's address its id may be part, and callers have been seen to name payments by their card."""
    return masked(path) if _MAY_BE_CARD.search(path) else path
