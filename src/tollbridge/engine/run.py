"""Any operation of the table, run the same way: payments and their like by plan, events by peek and receive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from tollbridge.domain.errors import SignatureMismatch, Unsupported
from tollbridge.domain.events import Event, HandleEvent, ParseEvent
from tollbridge.domain.extensions import VerifyWebhookSource, WebhookSource
from tollbridge.domain.operations import HANDLE_EVENT, PARSE_EVENT, VERIFY_WEBHOOK_SOURCE, Operation
from tollbridge.engine.masking import known_to, shown_headers
from tollbridge.engine.plan import Answer, Cache, Plan, Trace, plan
from tollbridge.engine.receive import acknowledge, incoming, peek, receive, verify
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, Context

Q = TypeVar("Q")
R = TypeVar("R")


def run(connector: Connector[A], operation: Operation[Q, R], request: Q, ctx: Context[A],
        cache: Cache | None = None) -> Plan[Answer[R]]:
    """As `plan`, for every operation; with what an edge needs to write the answer on the wire."""
    special = EVENTS.get(operation)
    if special is not None:
        answer: Answer[R] = yield from special(connector, request, ctx, cache)
        return answer
    trace = Trace()
    result = yield from plan(connector, operation, request, ctx, cache, trace)
    response = trace.response
    if response is not None:
        response = shown_headers(response, lambda: known_to(request, ctx, trace.request, trace.obtained),
                                 failed=getattr(result, "error", None) is not None)
    return Answer(result, trace.request, response, trace.obtained)


def _parse_event(connector: Connector[A], request: ParseEvent, ctx: Context[A],
                 cache: Cache | None) -> Plan[Answer[Any]]:
    yield from ()  # nothing is sent
    return Answer(peek(connector, incoming(request.request_details)))


def _handle_event(connector: Connector[A], request: HandleEvent, ctx: Context[A],
                  cache: Cache | None) -> Plan[Answer[Any]]:
    """The contract carries one event an answer: of a webhook with several it is the first.

    Raises Unsupported for a genuine event that it cannot carry: whoever acts on events must not take it for nothing.
    """
    hook = incoming(request.request_details, request.event_context)
    events = yield from receive(connector, hook, request.webhook_secrets, ctx, cache, request.access_token)
    event = events[0] if events else Event(event_type=None)
    if event.beyond_contract:
        raise Unsupported(f"event {event.connector_event_id} of {connector.id} in HandleEvent, whose contract cannot "
                          "carry it: it is genuine; handle_webhook of the library gives it")
    return Answer(event, acknowledgement=acknowledge(connector, hook, ctx))


def _verify_source(connector: Connector[A], request: VerifyWebhookSource, ctx: Context[A],
                   cache: Cache | None) -> Plan[Answer[Any]]:
    hook = incoming(request.request_details)
    try:
        yield from verify(connector, hook, request.webhook_secrets, ctx, cache, request.access_token)
    except SignatureMismatch:
        return Answer(WebhookSource(source_verified=False))
    return Answer(WebhookSource(source_verified=True))


EVENTS: Mapping[Operation[Any, Any], Any] = {
    PARSE_EVENT: _parse_event, HANDLE_EVENT: _handle_event, VERIFY_WEBHOOK_SOURCE: _verify_source}


