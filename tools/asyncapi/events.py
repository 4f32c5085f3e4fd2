"""Webhooks, how payments stand, events, and what is kept of their deliveries, in the document."""

from __future__ import annotations

from tollbridge.bridge import messages as wire
from tollbridge.bridge.dead_letters import Alert
from tollbridge.bridge.deliveries.keeping import AGAIN, NO_URL, WAITING, Gone, Kept
from tollbridge.bridge.records import EXPECTED
from tollbridge.bridge.subjects import OURS, event, status, webhook
from tollbridge.bridge.webhooks.standings import Standing
from tollbridge.bridge.webhooks.storing import Head
from tollbridge.domain.operations import HANDLE_EVENT
from tools.asyncapi.parts import Json, channel, message, sent
from tools.converter.model import method
from tools.openapi.schemas import Schemas

STRUCTS = (Head, Standing, Kept, Gone, Alert)
_REF = "#/components/schemas/"
_STORED = (wire.CONTENT_TYPE, wire.SIGNATURE)


def add(channels: Json, operations: Json, named: Json, headers: Json, schemas: Schemas) -> None:
    _add_messages(named, headers, schemas)
    for key, address, what, name in (
            ("webhooks", webhook("{merchant_id}", "{connector}", "{hook_id}"), "The stream WEBHOOKS, one message a "
             "subject; workers pull from its consumer `webhooks_{connector}`.", "webhook"),
            ("statuses", status("{connector}", "{merchant_id}", "{kind}", "{reference}"), "The stream STATUSES: the "
             "last message of a subject is how it stands.", "status"),
            ("events", event("{merchant_id}", "{kind}"), "The stream EVENTS; bridges that deliver pull from its "
             "consumer `deliveries`, and whoever may subscribes.", "event"),
            ("alerts", f"{OURS}.alerts.{{kind}}", "The stream EVENTS too: for whoever is on call.", "alert"),
            ("deliveries_waiting", f"{WAITING}.{{sequence}}", "The stream DELIVERIES: an event that is tried again.",
             "delivery"),
            ("deliveries_again", f"{AGAIN}.{{sequence}}", "The stream DELIVERIES: an event that a person wants "
             "delivered again; bridges that deliver pull from its consumer `redriven`.", "delivery"),
            ("deliveries_gone", f"{NO_URL}.{{merchant_id}}.{{connector}}", "The stream DELIVERIES: an URL that said "
             "410 Gone.", "delivery_gone")):
        channels[key] = channel(address, what, [name])
    for key, where, name, what in (
            ("store_webhook", "webhooks", "webhook", "A receiver stores a webhook before the processor is told."),
            ("write_status", "statuses", "status", "A worker says how a payment stands now."),
            ("publish_event", "events", "event", "A worker tells what a webhook said."),
            ("raise_alert", "alerts", "alert", "A bridge or a worker tells what a person has to look at."),
            ("keep_delivery", "deliveries_waiting", "delivery", "A bridge keeps what was not taken."),
            ("bring_back_delivery", "deliveries_again", "delivery", "A command brings back a dead letter."),
            ("keep_gone", "deliveries_gone", "delivery_gone", "A bridge sends nothing more to this URL.")):
        operations[key] = sent(where, name, what)


def _add_messages(named: Json, headers: Json, schemas: Schemas) -> None:
    named["webhook"] = message(
        "A webhook as it came in: a line of JSON (`Head`), a line feed, and the body, byte for byte.",
        {"type": "string", "description": f"The first line: {_REF}Head."}, headers, _STORED)
    named["status"] = message("How a payment, a refund or a dispute stands; or that an event came.",
                              {"$ref": f"{_REF}Standing"}, headers, (EXPECTED, wire.VERSION, *_STORED), (EXPECTED,))
    named["event"] = message(
        "What a webhook said, as the merchant's own server gets it.", _event(schemas), headers,
        (wire.MSG_ID, wire.CONNECTOR, wire.VERSION, wire.SUPERSEDED, wire.UNMATCHED, *_STORED),
        (wire.MSG_ID, wire.CONNECTOR, wire.CONTENT_TYPE, wire.VERSION))
    named["alert"] = message("What a person has to look at.", {"$ref": f"{_REF}Alert"}, headers)
    named["delivery"] = message("Which event, and when it is tried again. The event itself stays in EVENTS.",
                                {"$ref": f"{_REF}Kept"}, headers, _STORED)
    named["delivery_gone"] = message("A digest of the URL, and since when.", {"$ref": f"{_REF}Gone"}, headers, _STORED)


def _event(schemas: Schemas) -> Json:
    text = {"type": "string"}
    return {"type": "object", "required": ["type", "id", "merchant_id", "connector", "data"], "properties": {
        "type": {**text, "description": "The contract's word; UNKNOWN where it has none."},
        "id": {**text, "description": "The same whenever the processor tells it again."},
        "merchant_id": text, "connector": text,
        "connector_event_id": {**text, "description": "The processor's own."},
        "beyond_contract": {"type": "boolean", "description": "The contract cannot carry all of it."},
        "data": schemas.answer(method(str(HANDLE_EVENT.rpc)).output_type),
        "sealed": {**text, "description": "Where the bridge is protected: the whole event, JWE compact; beside it only "
                                          "ids, states and amounts."}}}
