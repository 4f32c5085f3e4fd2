"""W3C trace context (https://www.w3.org/TR/trace-context/): read from a caller, passed on to whom we call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from tollbridge.domain.masking import masked

TRACEPARENT, TRACESTATE = "traceparent", "tracestate"
MOST_STATE = 512
"""Characters of `tracestate` that are passed on (section 3.3.1.5); a longer one is left out whole."""

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_STATE = re.compile(r"[ -~\t]*")


class Incoming(Protocol):
    """Headers or metadata, by name in lower case."""

    def get(self, name: str, /) -> Any: ...


class Trace(Struct, gc=False):
    """Where a call stands in its caller's trace. `span` is its own span, where spans are exported.

    Without an exporter `span_id` is the caller's, passed on as it came: a span of ours would never be seen.
    """

    trace_id: str
    span_id: str
    flags: str = "01"
    state: str = ""
    span: Any = None

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def read_trace(headers: Incoming) -> Trace | None:
    """None where the caller has no trace, or one that cannot be read: it is not worth refusing a payment for."""
    given = headers.get(TRACEPARENT)
    if not given or not isinstance(given, str):
        return None
    found = _TRACEPARENT.fullmatch(given)
    if found is None:
        return None
    version, trace_id, span_id, flags, more = found.groups()
    if version == "ff" or (version == "00" and more) or not trace_id.strip("0") or not span_id.strip("0"):
        return None
    state = headers.get(TRACESTATE) or ""
    if not isinstance(state, str) or len(state) > MOST_STATE or _STATE.fullmatch(state) is None \
            or masked(state) != state:
        state = ""
    return Trace(trace_id, span_id, f"{int(flags, 16) & 3:02x}", state)


def written(trace: Trace | None) -> Mapping[str, str]:
    """The headers that pass a trace on; none where there is none."""
    if trace is None:
        return {}
    headers = {TRACEPARENT: trace.traceparent}
    if trace.state:
        headers[TRACESTATE] = trace.state
    return headers
