"""An event as it lies in EVENTS where `bridge.protection` is on: what says nothing of a person in the clear, so that
merchants' subscribers can use it with no key of ours, all of it encrypted beside that, and both signed.

    {"type": ..., "id": ..., "data": {...ids, states, amounts...}, "sealed": <JWE compact: the whole event>}

Bridges send the whole one to merchants' URLs. What is in the clear is named below, one by one; text only where it looks
like an id or a word. A field that the contract gets tomorrow is encrypted until it is named here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tollbridge.bridge import messages as wire
from tollbridge.bridge.deliveries.events import Event, read_event
from tollbridge.bridge.messages import encode_json
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.protection.places import EVENT, Lying
from tollbridge.bridge.subjects import is_token

if TYPE_CHECKING:
    from tollbridge.bridge.protection.protection import Protection

SEALED = "sealed"
OPEN = frozenset({
    "type", "id", "merchant_id", "connector", "connector_event_id", "beyond_contract", "data", "event_type",
    "source_verified", "supported_integrity_checks", "merchant_event_id", "event_content", "payments_response",
    "refunds_response", "disputes_response", "status", "status_code", "connector_transaction_id",
    "merchant_transaction_id", "merchant_order_id", "network_transaction_id", "connector_refund_id",
    "merchant_refund_id", "connector_dispute_id", "merchant_dispute_id", "dispute_status", "dispute_stage",
    "dispute_reason", "connector_status_code", "amount", "minor_amount", "currency", "captured_amount",
    "refund_amount", "payment_amount", "dispute_amount", "created_at", "updated_at", "authorized_at", "captured_at",
    "processed_at", "dispute_date", "due_date", "capture_method", "payment_method_type", "settlement_status", "error",
    "unified_details", "issuer_details", "connector_details", "network_details", "code", "decline_code",
    "advice_code"})
"""Names of what is in the clear, at whatever depth."""
_WORD = re.compile(r"[A-Za-z0-9_.:/+=#-]{1,128}\Z")
"""No spaces and no @: neither names nor addresses, whatever field they came in."""
_NOTHING = object()


def in_the_clear(value: Any) -> Any:
    """What may be read by whoever may read EVENTS."""
    found = _open(value)
    return {} if found is _NOTHING else found


def _open(value: Any) -> Any:
    if isinstance(value, Mapping):
        its = {name: _open(each) for name, each in value.items() if name in OPEN}
        return {name: each for name, each in its.items() if each is not _NOTHING}
    if isinstance(value, list | tuple):
        return [each for each in map(_open, value) if each is not _NOTHING]
    if isinstance(value, str):
        return value if _WORD.match(value) else _NOTHING
    return value


async def protected(protection: Protection, subject: str, content: Mapping[str, Any], headers: dict[str, str]) -> bytes:
    """The body of an event; `headers` get its signature. Raises Unavailable."""
    its_id, connector, merchant_id = (str(content[name]) for name in ("id", "connector", "merchant_id"))
    token = await protection.streamed.seal(EVENT, subject, connector, merchant_id, encode_json(content), its_id)
    body = encode_json({**in_the_clear(content), SEALED: token.decode()})
    protection.streamed.sign(EVENT, subject, connector, body, headers)
    return body


async def opened(protection: Protection | None, message: Lying, sequence: int) -> Event:
    """As the merchant gets it; without keys, as it lies there. Raises UnreadableEvent; Forged, Erased, Unavailable."""
    if protection is None or protection.streamed.old(message):
        return read_event(message.subject, message.data, sequence, message.at, message.headers)
    connector = message.headers.get(wire.CONNECTOR, "")
    protection.streamed.prove(EVENT, connector if is_token(connector) else "-", message)
    told = read_event(message.subject, message.data, sequence, message.at, message.headers)
    if told.connector != connector or not told.sealed:
        raise Forged("it is not encrypted, or of another connector")
    whole = await protection.streamed.open(
        EVENT, message.subject, connector, told.merchant_id, told.sealed.encode(), told.id)
    event = read_event(message.subject, whole, sequence, message.at, message.headers)
    if (event.id, event.connector) != (told.id, told.connector):
        raise Forged("what is encrypted in it is another event")
    return event
