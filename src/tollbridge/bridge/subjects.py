"""Subjects: made here, taken apart here, and nowhere else.

    hyperswitch.<family>.<merchant>.<verb>                          ingress: a bridge chooses the connector
    hyperswitch.<family>.<merchant>.<verb>.<connector>              a question, to workers
    hyperswitch.<family>.<merchant>.<verb>.<connector>.<op_id>      a durable operation, in its stream
    tollbridge.ops.<connector>.<op_id>                              its record
    hyperswitch.webhooks.<merchant>.<connector>.incoming.<id>       a webhook as it came in
    hyperswitch.events.<merchant>.<kind>                            what it said; with .<connector> behind, where
                                                                    workers may publish events of their own alone
    tollbridge.status.<connector>.<merchant>.<kind>.<id>            how the payment (refund, dispute) stands

The connector has a token of its own because consumers and permissions filter by subject only.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

import msgspec

from tollbridge.bridge.routes import OF_VERB, PAYMENTS, Route
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.operations import Operation

ROOT, OURS = "hyperswitch", "tollbridge"
FALLBACK = "payments_b"
"""The second stream of payments in a cluster has this in place of the family."""
OP_ID_CHARACTERS = 32
"""128 bits of a digest."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")  # nats-py publishes * and > as they are


class Address(NamedTuple):
    """What a subject of ours says. `op_id` is empty for a question."""

    route: Route
    merchant_id: str
    connector: str
    op_id: str


class WebhookAddress(NamedTuple):
    """What the subject of a webhook says. `its_id` begins with P where it was proved before it was stored."""

    merchant_id: str
    connector: str
    its_id: str


def token(text: str, what: str) -> str:
    """The text, if it can stand in a subject. Raises InvalidField at `what` for all else: `*` would be everybody."""
    if _TOKEN.match(text) is None:
        raise InvalidField(what, "must be 1 to 64 of A-Z, a-z, 0-9, _ and -: it is part of a NATS subject")
    return text


def is_token(text: str) -> bool:
    return _TOKEN.match(text) is not None


def may_answer(subject: str) -> bool:
    """Whether an answer may be published there, as its caller asks: not where it would be taken for a record, an
    operation, or a word to the server. A caller needs no permission for what it names, and ours would do it.
    """
    return bool(subject) and subject.split(".", 1)[0] not in (ROOT, OURS) and not subject.startswith("$")


def ingress(route: Route, merchant_id: str = "*") -> str:
    return f"{ROOT}.{route.family.name}.{merchant_id}.{route.verb}"


def question(route: Route, merchant_id: str, connector: str) -> str:
    return f"{ROOT}.{route.family.name}.{merchant_id}.{route.verb}.{connector}"


def durable(route: Route, merchant_id: str, connector: str, op_id: str, *, fallback: bool = False) -> str:
    family = FALLBACK if fallback and route.family.stream == PAYMENTS.stream else route.family.name
    return f"{ROOT}.{family}.{merchant_id}.{route.verb}.{connector}.{op_id}"


def record(connector: str, op_id: str) -> str:
    return f"{OURS}.ops.{connector}.{op_id}"


def webhook(merchant_id: str, connector: str, its_id: str) -> str:
    return f"{ROOT}.webhooks.{merchant_id}.{connector}.incoming.{its_id}"


def read_webhook(subject: str) -> WebhookAddress | None:
    """None for what is no subject of a webhook."""
    parts = subject.split(".")
    if len(parts) != 6 or (parts[0], parts[1], parts[4]) != (ROOT, "webhooks", "incoming"):
        return None
    address = WebhookAddress(parts[2], parts[3], parts[5])
    return address if all(map(is_token, address)) else None


def event(merchant_id: str, kind: str, connector: str = "") -> str:
    """With the connector where permissions have to tell whose it is."""
    return f"{ROOT}.events.{merchant_id}.{kind}{f'.{connector}' if connector else ''}"


def status(connector: str, merchant_id: str, kind: str, its_id: str) -> str:
    return f"{OURS}.status.{connector}.{merchant_id}.{kind}.{its_id}"


def read(subject: str) -> Address | None:
    """None for what is no subject of a question or of an operation."""
    parts = subject.split(".")
    if len(parts) not in (5, 6) or parts[0] != ROOT:
        return None
    family = PAYMENTS.name if parts[1] == FALLBACK else parts[1]
    route = OF_VERB.get((family, parts[3]))
    return None if route is None else Address(route, parts[2], parts[4], parts[5] if len(parts) == 6 else "")


def op_id(merchant_id: str, connector: str, environment: str, operation: Operation[Any, Any], reference: str,
          key: str) -> str:
    """The same for every submission of the same operation, whoever sends it, and however often.

    `reference` is the payment that it is about, "" for a new one; `key` the idempotency key. The connector and the
    environment belong to it: the same payment, tried at another processor, is another operation.
    """
    text = msgspec.json.encode((merchant_id, connector, environment, operation.name, reference, key))
    return hashlib.sha256(text).hexdigest()[:OP_ID_CHARACTERS]
