"""Logs, metrics and traces of the service, made of the records that it hands over.

Nothing here raises, waits or asks the network: a broken sink of logs must not stop a payment. What each line, metric
and span holds stands in docs/reference/telemetry.md.

    telemetry = Telemetry(TelemetryOptions())
    record = CallRecord(edge="grpc", operation="authorize", rpc="types.PaymentService/Authorize")
    record.trace = telemetry.begin_call(record, metadata)          # one for each `call_ended`
    sent = SentRecord(call=record, method="POST", origin="https://api.stripe.com:443", path="/v1/payment_intents")
    sent.trace = telemetry.begin_request(sent)
    headers = telemetry.outgoing_headers(sent.trace)               # put on the request
    telemetry.request_ended(sent)
    telemetry.call_ended(record)
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from tollbridge.telemetry.options import TelemetryOptions, TraceOptions
from tollbridge.telemetry.records import CallRecord, SentRecord
from tollbridge.telemetry.trace_context import Incoming, Trace, read_trace, written

__all__ = ["CallRecord", "SentRecord", "Telemetry", "TelemetryOptions", "Trace", "TraceOptions"]

_NO_HEADERS: Mapping[str, str] = {}


class Telemetry:
    """One for a process, shared by its edges."""

    def __init__(self, options: TelemetryOptions | None = None) -> None:
        self._options = options or TelemetryOptions()

    def begin_call(self, record: CallRecord, headers: Incoming) -> Trace | None:
        """A call has come in, with these headers or metadata. To be put into `record.trace`.

        Of `record`, `edge`, `operation` and `rpc` must be known. For each of these there must be one `call_ended`.
        """
        return read_trace(headers)

    def call_ended(self, record: CallRecord) -> None:
        """The call is over and its answer known, if not yet sent."""

    def begin_request(self, record: SentRecord) -> Trace | None:
        """A request is about to leave; to be put into `record.trace`. None where there is no trace."""
        return record.call.trace

    def request_ended(self, record: SentRecord) -> None:
        """The request was answered, or failed."""

    def outgoing_headers(self, trace: Trace | None, *, to_processor: bool = True) -> Mapping[str, str]:
        """What to add to a request: traceparent and tracestate, where there is a trace and it may be passed on.

        To a processor it is only with `send_to_processors`; to a merchant's own URL always.
        """
        if trace is None or (to_processor and not self._options.send_to_processors):
            return _NO_HEADERS
        return written(trace)

    def span(self, trace: Trace | None, name: str) -> AbstractContextManager[object]:
        """Around a part of a call: a span of its own, where spans are exported."""
        return nullcontext()

    def event(self, name: str, *, detail: str = "", **labels: str) -> None:
        """Counts something that is no call: `unknown_status` (connector, operation), `webhook` (connector, outcome).

        `detail`, such as the unknown word itself, is only logged.
        """

    def certificate(self, listener: str, not_after: float) -> None:
        """A certificate was loaded: by which listener it is shown, and when it ends (epoch seconds)."""

    def metrics_text(self) -> tuple[bytes, str]:
        """For Prometheus: the text and its content type, of all processes where there are several."""
        return b"", "text/plain; version=0.0.4; charset=utf-8"

    def close(self) -> None:
        """Export what is left, within a few seconds."""
