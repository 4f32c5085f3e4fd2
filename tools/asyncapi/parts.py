"""Parts of the document, each of which is made in one way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

Json = dict[str, Any]

PARAMETERS: dict[str, Json] = {
    "merchant_id": {"description": "The merchant: 1 to 64 of A-Z, a-z, 0-9, _ and -."},
    "connector": {"description": "The processor, such as stripe."},
    "op_id": {"description": "The operation's id."},
    "request_hash": {"description": "Of the request, as its header has it."},
    "kind": {"description": "Of an event: payment, refund, dispute, mandate, payout or unknown; of a status payment, "
                            "refund, dispute or event; of an alert what it is about."},
    "hook_id": {"description": "A digest of the webhook; p where it was proved before it was stored, else u."},
    "reference": {"description": "The processor's id, or a digest of it."},
    "sequence": {"description": "The event's place in the stream EVENTS."},
    "worker_id": {"description": "The worker's id, as $SRV.INFO has it."},
}


def channel(address: str, what: str, messages: list[str]) -> Json:
    return {"address": address, "description": what,
            "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            "parameters": {name: its for name, its in PARAMETERS.items() if f"{{{name}}}" in address}}


def sent(channel: str, message: str, what: str) -> Json:
    return {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "summary": what,
            "messages": [{"$ref": f"#/channels/{channel}/messages/{message}"}]}


def message(what: str, payload: Json, known: Mapping[str, Json], headers: tuple[str, ...] = (),
            always: tuple[str, ...] = ()) -> Json:
    """`known` are all headers that there are; `always` are those that it never lacks."""
    its: Json = {"summary": what, "payload": payload}
    if headers:
        its["headers"] = {
            "type": "object", "properties": {name: {"type": "string", **known[name]} for name in headers},
            **({"required": list(always)} if always else {})}
    return its


def described(kind: type[msgspec.Struct]) -> type:
    """The same struct with any JSON in place of a result that is passed on as it is."""
    fields: list[Any] = []
    for its in msgspec.structs.fields(kind):
        if its.type is msgspec.Raw:
            fields.append((its.encode_name, Any, None))
        elif its.required:
            fields.append((its.encode_name, its.type))
        else:
            fields.append((its.encode_name, its.type, its.default))
    described = msgspec.defstruct(kind.__name__, fields, module=kind.__module__)
    described.__doc__ = kind.__doc__
    return described
