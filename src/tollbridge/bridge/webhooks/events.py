"""Events as they are published: `hyperswitch.events.<merchant>.<kind>`, in EVENTS, each with its id for the server to
know it again.

The body is what the service forwards to a merchant's URL (docs/how-to/receive-webhooks.md), less what looks like a card
number. What it does not say stands in headers: by which connector it came, that something later is known already, that
nobody here knows the payment; and its version: workers publish side by side, so of two events about the same thing the
one with the higher version is the later, in whatever order they lie here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.accounts import Account
from tollbridge.bridge.connection import Publisher
from tollbridge.bridge.messages import CONNECTOR, CONTENT_TYPE, JSON, MSG_ID, encode_json
from tollbridge.bridge.subjects import event as subject_of
from tollbridge.bridge.webhooks.standings import Noted
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import Event
from tollbridge.domain.masking import masked
from tollbridge.domain.refunds import Refund
from tollbridge.service.webhooks import payload

SUPERSEDED, UNMATCHED, VERSION = "Tollbridge-Superseded", "Tollbridge-Unmatched", "Tollbridge-Version"
"""`1`: something later was known before it came; no payment is known that it is about."""
KINDS = ("payment", "refund", "dispute", "mandate", "payout", "unknown")
_FAMILIES = (("PAYMENT_", "payment"), ("SOURCE_", "payment"), ("RECOVERY_", "payment"), ("WEBHOOK_REFUND_", "refund"),
             ("WEBHOOK_DISPUTE_", "dispute"), ("MANDATE_", "mandate"), ("PAYOUT_", "payout"))
_NOT_CARDS = ("_id", "amount", "_at", "_date", "_number")
"""Ends of names whose long numbers are the processor's own, and are needed as they are; one id of ten has the check
digit of a card number."""


def kind_of(event: Event) -> str:
    """By its type; where the contract has no word for that, by what it holds."""
    if event.event_type is not None:
        return next((kind for start, kind in _FAMILIES if event.event_type.startswith(start)), "unknown")
    content = event.event_content
    if content is None:
        return "unknown"
    return "refund" if isinstance(content, Refund) else "dispute" if isinstance(content, Dispute) else "payment"


async def publish(publisher: Publisher, account: Account, its_id: str, event: Event, noted: Noted, *,
                  unmatched: bool, restricted: bool = False) -> None:
    """`restricted`: by who may publish events of its own connectors alone. Raises Unavailable, Refused."""
    headers = {MSG_ID: its_id, CONNECTOR: account.connector, CONTENT_TYPE: JSON,
               VERSION: str(noted.version)}
    if noted.superseded:
        headers[SUPERSEDED] = "1"
    if unmatched:
        headers[UNMATCHED] = "1"
    body = encode_json(without_cards(payload(account, its_id, event)))
    subject = subject_of(account.merchant_id, kind_of(event), account.connector if restricted else "")
    await publisher.publish(subject, body, headers)


def without_cards(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return value if name == "id" or name.endswith(_NOT_CARDS) else masked(value)
    if isinstance(value, Mapping):
        return {key: without_cards(its, key) for key, its in value.items()}
    if isinstance(value, list | tuple):
        return [without_cards(each, name) for each in value]
    return value
