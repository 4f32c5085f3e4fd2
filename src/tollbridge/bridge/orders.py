"""An operation that is to be done, as who wants it says it, and made ready for its stream."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from tollbridge.bridge import messages as wire
from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.cached import CacheOptions, Thing, things_of
from tollbridge.bridge.connection import ConnectionOptions
from tollbridge.bridge.evidence import DOCUMENTS, EvidenceOptions, File, listed, take_files
from tollbridge.bridge.gates.admission import AdmissionOptions
from tollbridge.bridge.gates.identity import account_digest
from tollbridge.bridge.protection.options import ProtectionOptions
from tollbridge.bridge.routes import OF_OPERATION, Route
from tollbridge.bridge.sealed import Seal
from tollbridge.bridge.split import Sealed, split
from tollbridge.bridge.streams import StreamOptions, offers
from tollbridge.bridge.subjects import op_id, token
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import Operation
from tollbridge.engine.keys import sent_key

PAYMENT = "connector_transaction_id"


class BridgeOptions(Struct, frozen=True, kw_only=True):
    """`deadline_s` is for how long an operation is tried; `store_s` for how long it is tried to store it, of which a
    caller without that much time has less; `fallback_after_s` when, in a cluster, the second stream of payments is
    tried; `caller_timeouts_s` how long a caller waits who does not say so, by route name. `admission` is what this
    bridge takes, `cache` which answers it keeps for a moment, `session_s` how long a session lasts of which the
    processor does not say, `audit` whether what is done here is written down. `protection`: what is stored is encrypted
    and signed, and nothing else is taken.
    """

    connection: ConnectionOptions
    streams: StreamOptions
    deadline_s: float = 600.0
    store_s: float = 4.0
    fallback_after_s: float = 0.25
    caller_timeouts_s: Mapping[str, float] = {}
    admission: AdmissionOptions = AdmissionOptions()
    cache: CacheOptions = CacheOptions()
    session_s: float = 900.0
    audit: AuditOptions = AuditOptions()
    evidence: EvidenceOptions | None = None
    protection: ProtectionOptions | None = None


class Order(Struct, kw_only=True):
    """An operation to be done. `request` is the domain's, or the contract's JSON, which is checked.

    `key` is the caller's idempotency key; without it the request's own id is one (engine.keys). `config` holds
    credentials in the contract's JSON, where the workers have none. `after` is the id of an operation to be done first.
    """

    operation: Operation[Any, Any]
    connector: str
    merchant_id: str
    request: Any
    environment: str
    key: str | None = None
    config: str | None = None
    after: str | None = None
    deadline_s: float | None = None
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Order({self.operation.name} at {self.connector} for {self.merchant_id})"


class Prepared(Struct):
    """An order as it goes into its stream. Where that is encrypted, `key` is the key's id, and `sealing` encrypts the
    sealed part.
    """

    order: Order
    route: Route
    op_id: str
    hash: str
    headers: dict[str, str]
    body: bytes
    sealed: Sealed
    about: frozenset[Thing]
    files: tuple[File, ...] = ()
    key: str = ""
    sealing: Seal | None = None

    def __repr__(self) -> str:
        return f"Prepared({self.op_id}: {self.order!r})"


def _about(order: Order) -> dict[str, Any]:
    """The request; in place of the payment that the operation before it makes, that one's id, so that it can be read.
    """
    request: dict[str, Any] = order.request
    named = PAYMENT in order.operation.request.__struct_fields__
    if order.after is None or not named or request.get(PAYMENT) or request.get("connectorTransactionId"):
        return request
    return {**request, PAYMENT: order.after}


def prepare(order: Order, options: BridgeOptions) -> Prepared:
    """The order as it is stored, card data apart. Raises MissingField, InvalidField, BadInput, and Unsupported for what
    a connector of ours does not do: no consumer would ever have it.
    """
    route = OF_OPERATION[order.operation]
    token(order.merchant_id, "merchant_id")
    if not offers(token(order.connector, "connector"), route):
        raise Unsupported(f"{order.operation.name} on {order.connector}")
    codec = json_codec(order.operation)
    asked = codec.read_request(_about(order)) if order.request.__class__ is dict else order.request
    request = codec.write_request(asked)  # in one spelling: what is secret is known by its name
    if order.after is not None and request.get(PAYMENT) in ("", order.after):
        del request[PAYMENT]  # the worker puts it there, once there is one
    key = order.key or str(sent_key(order.operation, asked, None))
    checked_key(key)
    reference = str(request.get(PAYMENT) or order.after or "")
    its_id = op_id(order.merchant_id, order.connector, order.environment, order.operation, reference, key)
    evident = options.evidence if DOCUMENTS in request else None
    files = take_files(request, evident) if evident is not None else ()
    fields = split(request)
    body = wire.encode_ordered(request)
    hashed = wire.request_hash(order.operation.name, order.connector, order.environment, body)
    sealed = Sealed(hashed, fields, order.config)
    deadline = time.time() + (order.deadline_s or options.deadline_s)
    headers = {
        wire.MSG_ID: its_id, wire.REQUEST_HASH: hashed, wire.CONNECTOR: order.connector,
        wire.DEADLINE: str(int(deadline * 1000)), wire.CONTENT_TYPE: wire.JSON, wire.ENVIRONMENT: order.environment,
        wire.IDEMPOTENCY_KEY: key, **{name: masked(value) for name, value in order.headers.items()}}
    if sealed:
        headers[wire.SEALED] = "1"
    if files:
        headers[wire.EVIDENCE] = listed(files)
    if order.config is not None:
        headers[wire.ACCOUNT] = account_digest(order.merchant_id, order.connector, order.config)
    if order.after is not None:
        headers[wire.AFTER] = token(order.after, "after")
    return Prepared(order, route, its_id, hashed, headers, body, sealed,
                    things_of(order.merchant_id, order.connector, request), files)


def checked_key(key: str) -> str:
    """Raises InvalidField for what cannot be one: it is a header here, and at most processors."""
    if not 0 < len(key) <= 255 or not key.isascii() or not key.isprintable() or key != key.strip():
        raise InvalidField("idempotency-key", "must be up to 255 printable ASCII characters, without spaces around it")
    if masked(key) != key:
        raise InvalidField("idempotency-key", "must not be a card number: it is shown in logs and kept for months")
    return key
