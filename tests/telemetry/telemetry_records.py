"""Records as the service makes them, and what was written of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tollbridge.telemetry import CallRecord, SentRecord, Trace

TRACE_ID, SPAN_ID = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE_ID}-{SPAN_ID}-01"
AUTHORIZE = "types.PaymentService/Authorize"


def call(**changed: Any) -> CallRecord:
    full: dict[str, Any] = {
        "edge": "grpc", "operation": "authorize", "rpc": AUTHORIZE, "connector": "stripe", "merchant_id": "shop-1",
        "tenant_id": "public", "request_id": "0196a7c2-b4e8", "reference_id": "order-7", "resource_id": "pi-7",
        "principal": "checkout", "environment": "SANDBOX", "outcome": "ok", "status": "CHARGED", "code": "OK",
        "seconds": 0.012345, "request_bytes": 900, "response_bytes": 400, "sent": 1,
    }
    return CallRecord(**{**full, **changed})


def sent(of: CallRecord | None = None, **changed: Any) -> SentRecord:
    full: dict[str, Any] = {
        "call": of or call(), "method": "POST", "origin": "https://api.stripe.com:443", "path": "/v1/payment_intents",
        "status": 200, "outcome": "ok", "seconds": 0.01, "request_bytes": 700, "response_bytes": 2000,
    }
    return SentRecord(**{**full, **changed})


def trace() -> Trace:
    return Trace(TRACE_ID, SPAN_ID)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]
