"""What goes over NATS: the headers of an operation, the envelope of an answer, and the hash that tells requests apart.

The body of an operation is the request in the contract's JSON, split (split.py). The names here are the protocol that
workers in other languages speak: the AsyncAPI document has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

MSG_ID = "Nats-Msg-Id"
REQUEST_HASH = "Tollbridge-Request-Hash"
REPLY_TO = "Tollbridge-Reply-To"
"""Where the answer goes: a JetStream publish consumes the reply subject of its own."""
CONNECTOR = "Tollbridge-Connector"
DEADLINE = "Tollbridge-Deadline"
"""Epoch milliseconds: after it the operation is not tried again."""
IDEMPOTENCY_KEY = "Tollbridge-Idempotency-Key"
"""The key that the processor gets, with each attempt the same."""
ENVIRONMENT = "Tollbridge-Environment"
SEALED = "Tollbridge-Sealed"
"""`1`: part of the request, or its credentials, lie in the bucket under the operation's id."""
AFTER = "Tollbridge-After"
"""Id of an operation that has to be done first: its payment is what this one is about."""
EVIDENCE = "Tollbridge-Evidence"
"""Which documents of evidence have their files in the object store: `0,2`."""
CONFIG = "Tollbridge-Config"
"""Credentials of a question, in the contract's JSON. Never in what is stored."""
ACCOUNT = "Tollbridge-Account"
"""A digest of credentials that came with the call, for who has to tell accounts apart; absent for one on file."""
BUSY = "Tollbridge-Busy"
"""On an answer: this worker has no room; ask again."""
CORRELATION_ID = "Tollbridge-Correlation-Id"
TENANT_ID = "Tollbridge-Tenant"
PRINCIPAL = "Tollbridge-Principal"
"""Who called the service that submitted it, by the name of their token: for the audit trail."""
SUPERSEDED, UNMATCHED, VERSION = "Tollbridge-Superseded", "Tollbridge-Unmatched", "Tollbridge-Version"
"""On an event. `1`: something later was known before it came; no payment is known that it is about. Its version, and a
status' own: of two about the same thing the higher is the later.
"""
CONTENT_TYPE = "Content-Type"
SIGNATURE = "Tollbridge-Signature"
"""Who wrote it, and when: protection/signing.py."""
TRACEPARENT, TRACESTATE = "traceparent", "tracestate"
JSON = "application/json"
JOSE = "application/jose"
"""The body is encrypted: protection/envelope.py."""


class State:
    """Of an operation. ACCEPTED is one that is in its stream and has no record yet."""

    ACCEPTED = "ACCEPTED"
    CLAIMED = "CLAIMED"
    UNKNOWN = "UNKNOWN"
    DONE = "DONE"
    REJECTED = "REJECTED"
    MANUAL = "MANUAL"


FINAL = frozenset({State.DONE, State.REJECTED, State.MANUAL})
"""A person may end what is MANUAL; no machine does."""


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why an operation, or a question, has no result: `service.Refusal` as it travels."""

    reason: str
    message: str
    facts: Mapping[str, str] = {}
    problems: tuple[tuple[str, str], ...] = ()
    retry_after_s: float | None = None
    from_processor: bool = False
    http_status: int | None = None
    code: str = ""
    said: str = ""


NOTHING = msgspec.Raw(b"null")
"""In place of a result that there is not."""


class Answer(Struct, omit_defaults=True):
    """The reply to a caller, and the answer to whoever asks for an operation.

    `result` is the contract's JSON of the operation's result: a decline too. `problem` is there in its place.
    `request_hash` is that of the request it answers; empty where there is no record. `sealed` has result and problem,
    encrypted, in their place.
    """

    op_id: str
    state: str
    result: msgspec.Raw = NOTHING
    problem: Problem | None = None
    attempt: int = 0
    outcome: str = ""
    request_hash: str = ""
    sealed: str = ""

    @property
    def final(self) -> bool:
        return self.state in FINAL

    def read(self) -> dict[str, Any] | None:
        """The result; None where there is none."""
        found: dict[str, Any] | None = msgspec.json.decode(self.result)
        return found


encode_answer = msgspec.json.Encoder().encode
decode_answer = msgspec.json.Decoder(Answer).decode
encode_json = msgspec.json.Encoder().encode
encode_ordered = msgspec.json.Encoder(order="deterministic").encode
"""The same bytes for the same request, whoever wrote it."""


def request_hash(operation: str, connector: str, environment: str, ordered: bytes) -> str:
    """Of a request that was split, by `encode_ordered`: nothing secret is in it, so nobody can guess a card number from
    the hash.

    Two submissions with one key are the same operation if and only if this is the same.
    """
    digest = hashlib.sha256(f"{operation}\0{connector}\0{environment}\0".encode())
    digest.update(ordered)
    return digest.hexdigest()[:40]
