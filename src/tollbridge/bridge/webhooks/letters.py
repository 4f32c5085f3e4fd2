"""Dead letters of webhooks, brought back: a worker reads once more what lies in WEBHOOKS still, as it came in.

The webhook itself stays where it is, as its time and its place in the order are the processor's. What is published is
an empty message beside it, which names it; whoever publishes one has a webhook read again, and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from tollbridge.bridge.connection import Connection, Publisher
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.schedules import SEQUENCE, SUBJECT
from tollbridge.bridge.streams import WEBHOOK_DAYS, WEBHOOK_STREAM
from tollbridge.bridge.subjects import WebhookAddress, is_token, read_webhook, webhook
from tollbridge.bridge.worker.deliveries import Delivery

AGAIN = "Tollbridge-Again"
"""The id of the webhook that is to be read again."""
OPERATION = "read_webhook"
CHANCE_BYTES = 6


def address_in(headers: Mapping[str, str]) -> WebhookAddress | None:
    """Of the letter's headers; None where it is of something else."""
    return read_webhook(headers.get(SUBJECT, ""))


async def why_not(connection: Connection, headers: Mapping[str, str]) -> str:
    """Why it cannot be read again; empty where it can. Raises Unavailable."""
    message = await connection.last_message(WEBHOOK_STREAM, headers[SUBJECT])
    if message is None or str(message.sequence) != headers.get(SEQUENCE):
        return (f"the webhook is gone from its stream, where it is kept for {WEBHOOK_DAYS} days: have the processor "
                "send it anew, or sync, then resolve it")
    return ""


async def bring_back(publisher: Publisher, address: WebhookAddress) -> None:
    """To be called where nothing is against it. Raises Unavailable, Refused."""
    its_id = secrets.token_hex(CHANCE_BYTES)
    await publisher.publish(webhook(address.merchant_id, address.connector, its_id), b"", {AGAIN: address.its_id})


async def put_in_place(connection: Connection, delivery: Delivery, address: WebhookAddress) -> WebhookAddress | None:
    """The webhook that is named, in place of what named it. None where it is gone. Raises Unavailable."""
    its_id = delivery.headers[AGAIN]
    if not is_token(its_id):
        return None
    original = await connection.last_message(WEBHOOK_STREAM, webhook(address.merchant_id, address.connector, its_id))
    if original is None or AGAIN in original.headers:
        return None
    delivery.subject, delivery.body, delivery.headers = original.subject, original.data, original.headers
    delivery.sequence, delivery.at = original.sequence, epoch(original.at)
    return address._replace(its_id=its_id)
