"""A worker for a processor of your own, with nothing of Tollbridge's: nats-py, and the protocol by its document.

    pip install nats-py
    NATS_URL=nats://127.0.0.1:4222 python generic.py acme

It carries out `payments.authorize` of one connector. What it must never do is charge twice: so it claims an operation
before it sends anything, sends each attempt with the same idempotency key, and writes down how it ended before it says
so. Replace `charge` by what calls your processor; leave the rest as it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import uuid
from typing import Any

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeout
from nats.js.errors import APIError, NotFoundError

LEASE_S = 15.0
"""Longer than the processor may take."""
WRONG_LAST_SEQUENCE = 10071
FINAL = ("DONE", "REJECTED", "MANUAL")


async def charge(request: dict[str, Any], idempotency_key: str) -> dict[str, Any]:
    """Asks the processor; the answer in the contract's JSON. Raise where nobody knows what became of it."""
    return {"merchant_transaction_id": request.get("merchant_transaction_id", ""),
            "connector_transaction_id": f"acme_{idempotency_key}", "status": "CHARGED", "status_code": 200}


class Worker:
    def __init__(self, connection: Client) -> None:
        self.connection, self.js = connection, connection.jetstream()
        self.id = f"generic-{uuid.uuid4().hex[:8]}"

    async def handle(self, message: Msg) -> None:
        *_, merchant_id, operation, connector, op_id = message.subject.split(".")
        subject, headers = f"tollbridge.ops.{connector}.{op_id}", message.headers or {}
        record, revision = await self.read(subject)
        if record is not None and record["state"] in FINAL:  # done before: say it again
            await self.reply(headers, record)
            await message.ack()
            return
        if record is not None and record["state"] == "CLAIMED" and record.get("lease_until", 0) > time.time():
            await message.nak(delay=max(1.0, record["lease_until"] - time.time()))  # somebody else has it
            return
        claimed = {
            "op_id": op_id, "connector": connector, "operation": operation, "merchant_id": merchant_id,
            "request_hash": headers["Tollbridge-Request-Hash"], "environment": headers["Tollbridge-Environment"],
            "state": "CLAIMED", "owner": self.id, "lease_until": time.time() + LEASE_S,
            "attempts": (record or {}).get("attempts", 0) + 1, "changed_at": time.time(),
            "deadline": int(headers["Tollbridge-Deadline"]) / 1000, "sent": record is not None}
        claim = await self.write(subject, claimed, revision)
        if claim is None:  # another worker was faster
            await message.nak(delay=1)
            return
        request = await self.whole(json.loads(message.data), headers, connector, op_id)
        if request is None and not claimed["sent"]:  # nothing was ever sent, so that can be said
            problem = {"reason": "CARD_DATA_EXPIRED", "message": "the card data is gone; send it anew"}
            await self.end(message, subject, {**claimed, "state": "REJECTED", "problem": problem}, claim)
            return
        try:
            if request is None:
                raise LookupError("the card data is gone, and an attempt was made: find out at the processor")
            result = await charge(request, headers["Tollbridge-Idempotency-Key"])
        except Exception as error:  # noqa: BLE001 - nobody knows: the same key again, later
            print(f"{op_id}: {type(error).__name__}; it is tried again with the same key", file=sys.stderr)
            unknown = {**claimed, "state": "UNKNOWN", "lease_until": 0, "retry_at": time.time() + 5, "sent": True}
            await self.write(subject, unknown, claim)
            await message.nak(delay=5)
            return
        await self.end(message, subject, {**claimed, "state": "DONE", "outcome": "ok", "result": result}, claim)

    async def end(self, message: Msg, subject: str, record: dict[str, Any], claim: int) -> None:
        """The record first, then the answer, then the acknowledgement."""
        record = {**record, "lease_until": 0, "owner": ""}
        if await self.write(subject, record, claim) is None:
            await message.nak(delay=1)  # somebody took over: their record counts
            return
        headers = message.headers or {}
        await self.reply(headers, record)
        sealed = f"{subject.replace('tollbridge.ops.', 'tollbridge.sealed.')}.{record['request_hash']}"
        await self.connection.publish(sealed, b"", headers={"Nats-TTL": "1s"})
        await message.ack()

    async def whole(self, request: dict[str, Any], headers: dict[str, str], connector: str,
                    op_id: str) -> dict[str, Any] | None:
        """With the card data, which lies in memory for minutes; None where it is gone."""
        if headers.get("Tollbridge-Sealed"):
            sealed = f"tollbridge.sealed.{connector}.{op_id}.{headers['Tollbridge-Request-Hash']}"
            try:
                stored = await self.js.get_last_msg("SEALED", sealed, direct=True)
            except NotFoundError:
                return None
            if not stored.data:
                return None
            for path, value in json.loads(stored.data)["fields"]:
                place: Any = request
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = value
        return request

    async def read(self, subject: str) -> tuple[dict[str, Any] | None, int]:
        """The record and its revision, 0 where there is none."""
        try:
            stored = await self.js.get_last_msg("OPS", subject, direct=True)
        except NotFoundError:
            return None, 0
        return json.loads(stored.data or b"{}"), stored.seq or 0

    async def write(self, subject: str, record: dict[str, Any], revision: int) -> int | None:
        """The new revision; None where somebody else has changed the record since it was read."""
        try:
            ack = await self.js.publish(subject, json.dumps(record).encode(), headers={
                "Nats-Expected-Last-Subject-Sequence": str(revision), "Tollbridge-State": record["state"]})
        except APIError as error:
            if error.err_code == WRONG_LAST_SEQUENCE:
                return None
            raise
        return ack.seq

    async def reply(self, headers: dict[str, str], record: dict[str, Any]) -> None:
        answer = {name: record[name] for name in ("op_id", "state", "outcome", "result", "problem") if name in record}
        await self.connection.publish(headers["Tollbridge-Reply-To"], json.dumps(answer).encode())


async def main(connector: str) -> None:
    connection = await nats.connect(
        os.environ["NATS_URL"], max_reconnect_attempts=-1, pending_size=0)  # nothing is sent late
    worker = Worker(connection)
    pulled = await worker.js.pull_subscribe_bind(f"payments_authorize_{connector}", "PAYMENTS")
    print("ready", flush=True)
    while True:
        try:
            messages = await pulled.fetch(16, timeout=5)
        except NatsTimeout:
            continue
        await asyncio.gather(*map(worker.handle, messages))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
