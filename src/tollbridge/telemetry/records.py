"""What the service tells of its work: one record for each call, one for each HTTP request that a call sent.

Plain values; nothing in them is a secret but `SentRecord.request` and `SentRecord.response`, of which logs show a
masked view at debug level, if asked (bodies.py).
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.telemetry.trace_context import Trace

UNKNOWN = "-"
"""In place of a connector that a call did not name."""


class CallRecord(Struct, kw_only=True, gc=False):
    """One call at an edge. It may be made as the call begins and filled in until it ends.

    `outcome` is `ok`, `declined`, or the reason of the error in lower case: `missing_required_field`, `invalid_field`,
    `bad_input`, `unsupported`, `unreachable`, `not_sent`, `rejected`, `outcome_unknown`, `signature_mismatch`,
    `unauthenticated`, `overloaded`, `cancelled`, `internal`. `status` is that of the result (CHARGED), `code` the
    edge's own (OK, 200). `sent` is how many HTTP requests left for it.
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
    """One HTTP request to a processor, or a forwarded webhook. `path` is masked and has no query.

    `trace` is what `Telemetry.begin_request` gave for it. `status` is None where no answer came.
    """

    call: CallRecord
    method: str
    origin: str
    path: str
    status: int | None = None
    outcome: str = "ok"
    seconds: float = 0.0
    request_bytes: int = 0
    response_bytes: int = 0
    attempts: int = 1
    request: HttpRequest | None = None
    response: HttpResponse | None = None
    trace: Trace | None = None
