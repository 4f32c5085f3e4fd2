"""A worker for a processor of your own, with nothing of Tollbridge's: nats-py, and the protocol by its document
(docs/how-to/write-a-worker.md, docs/reference/bridge-messages.md).

    pip install nats-py
    NATS_URL=nats://127.0.0.1:4222 PROCESSOR_URL=https://api.acme.example PROCESSOR_KEY=... python generic.py acme

It does `payments.authorize`, `payments.capture` and `refunds.execute` of one connector, and answers `payments.sync`.
What it must never do is charge twice: so it claims an operation before it sends anything, sends each attempt with the
same idempotency key, and writes down how it ended before it says so. What stands under "The processor" is yours to
replace; leave the rest as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError, TimeoutError as NatsTimeout
from nats.js.api import RawStreamMsg
from nats.js.errors import APIError, NotFoundError
from nats.micro import add_service
from nats.micro.request import Request as Question

Json = dict[str, Any]


# -- The processor: replace this --------------------------------------------------------------------------------------
URL, API_KEY = os.environ.get("PROCESSOR_URL", ""), os.environ.get("PROCESSOR_KEY", "")
KEYS_KEPT_S = 23 * 3600.0
"""For so long it knows an idempotency key again. 0: it has none, and nothing is ever sent twice."""


class NotDone(Exception):
    """Nothing left, or the processor took no notice: it can be tried again."""


class Refused(Exception):
    """The processor refused the call itself, and did nothing: no such payment, not our key."""


async def authorize(request: Json, key: str) -> Json:
    """Reserves money, or takes it. Returns the result in the contract's JSON: a decline too. Raises NotDone, Refused;
    whatever else it raises says that nobody knows what the processor did.
    """
    amount, card = request["amount"], request["payment_method"]["card"]
    manual = request.get("capture_method") == "MANUAL"
    paid = await call("POST", "/v1/payment_intents", key, {
        "amount": amount["minor_amount"], "currency": amount["currency"].lower(), "confirm": "true",
        "capture_method": "manual" if manual else "automatic", "payment_method_data[type]": "card",
        "payment_method_data[card][number]": text(card["card_number"]),
        "payment_method_data[card][cvc]": text(card["card_cvc"]),
        "payment_method_data[card][exp_month]": text(card["card_exp_month"]),
        "payment_method_data[card][exp_year]": text(card["card_exp_year"]),
        "metadata[order_id]": request.get("merchant_transaction_id", "")})
    return payment(paid, request)


def text(value: Any) -> str:
    """The contract has some texts in a wrapper, which goes where one was put aside."""
    return str(value["value"] if isinstance(value, dict) else value)


async def capture(request: Json, key: str) -> Json:
    its_id = request["connector_transaction_id"]
    return payment(await call("POST", f"/v1/payment_intents/{its_id}/capture", key, {
        "amount_to_capture": request["amount_to_capture"]["minor_amount"]}), request)


async def refund(request: Json, key: str) -> Json:
    done = await call("POST", "/v1/refunds", key, {
        "payment_intent": request["connector_transaction_id"], "amount": request["refund_amount"]["minor_amount"]})
    return {"merchant_refund_id": request.get("merchant_refund_id", ""), "connector_refund_id": done.get("id", ""),
            "status": "REFUND_SUCCESS" if done.get("status") == "succeeded" else "REFUND_PENDING", "status_code": 200}


async def sync(request: Json) -> Json:
    return payment(await call("GET", f"/v1/payment_intents/{request['connector_transaction_id']}"), request)


STATUS = {"succeeded": "CHARGED", "requires_capture": "AUTHORIZED", "requires_payment_method": "FAILURE"}


def payment(paid: Json, request: Json) -> Json:
    """`status` UNRESOLVED where the processor's word is not known: never a guess."""
    result: Json = {"merchant_transaction_id": request.get("merchant_transaction_id", ""),
                    "connector_transaction_id": paid.get("id", ""), "status_code": 200,
                    "status": STATUS.get(paid.get("status", ""), "UNRESOLVED")}
    if declined := paid.get("last_payment_error"):
        result["error"] = {"connector_details": {"code": declined.get("code", ""),
                                                 "message": declined.get("message", "")}}
    return result


async def call(method: str, path: str, key: str = "", form: Json | None = None) -> Json:
    headers = {"authorization": f"Bearer {API_KEY}", **({"idempotency-key": key} if key else {})}
    body = urlencode(form).encode() if form else None
    asked = Request(URL + path, body, headers, method=method)  # noqa: S310 - the address is of our own settings

    def send() -> Json:
        try:
            with urlopen(asked, timeout=30) as answer:  # noqa: S310
                return dict(json.load(answer))
        except HTTPError as error:
            said = json.load(error).get("error") or {}
            if error.code == 402:  # how this one says that a card was declined
                return said.get("payment_intent") or {"status": "requires_payment_method", "last_payment_error": said}
            if error.code in (401, 403, 429):  # somebody has to mend the account, or it is too much at once
                raise NotDone(f"HTTP {error.code}") from None
            if error.code in (400, 404):
                raise Refused(f"HTTP {error.code} {said.get('code', '')}") from None
            raise
        except URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise NotDone("the connection was refused") from None
            raise

    return await asyncio.to_thread(send)


# -- The protocol: leave this -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Kind:
    """`name` is the contract's, for the record, which is kept for `days`: longer than the message."""

    name: str
    days: int
    streams: tuple[str, ...]
    carry_out: Callable[[Json, str], Awaitable[Json]]


PAYMENTS = ("PAYMENTS", "PAYMENTS_A", "PAYMENTS_B")
"""One stream on one machine, a pair of them in a cluster."""
KINDS = {("payments", "authorize"): Kind("authorize", 35, PAYMENTS, authorize),
         ("payments", "capture"): Kind("capture", 35, PAYMENTS, capture),
         ("refunds", "execute"): Kind("refund", 95, ("REFUNDS",), refund)}
FINAL = ("DONE", "REJECTED", "MANUAL")
WRONG_LAST_SEQUENCE = 10071
SLOTS = 16
"""Operations of each kind at once."""
LATER_S, SPARE = 15.0, 3
"""A consumer delivers six times. Longer waits, and those after the third time, are schedules of the server."""
YOUNG_S = 6.0
"""Card data is put aside while the operation is stored: of one so young, it may still be on the way."""


class Lost(Exception):
    """Another attempt has the operation."""


class Unusable(Exception):
    """A message that no attempt can do anything with."""


@dataclass
class Job:
    """One delivery of an operation. `message` is what is acknowledged: the operation itself, or what points to it."""

    message: Msg
    subject: str
    body: bytes
    headers: dict[str, str]
    stream: str
    sequence: int
    at: float
    record: Json = field(default_factory=dict)
    revision: int = 0

    def __post_init__(self) -> None:
        try:
            _, family, self.merchant_id, verb, self.connector, self.op_id = self.subject.split(".")
            self.kind = KINDS[family.removesuffix("_b"), verb]
            self.hash, self.key = self.headers["Tollbridge-Request-Hash"], self.headers["Tollbridge-Idempotency-Key"]
            self.deadline = int(self.headers["Tollbridge-Deadline"]) / 1000
            self.environment = self.headers["Tollbridge-Environment"]
            self.sealed = f"{self.connector}.{self.op_id}.{self.hash}"
        except (KeyError, ValueError) as error:
            raise Unusable(f"a message that is no operation: {error}") from None


class Worker:
    def __init__(self, connection: Client, connector: str) -> None:
        self.connection, self.js, self.connector = connection, connection.jetstream(), connector
        self.id = f"generic-{uuid.uuid4().hex[:8]}"
        self.processor_s = 10.0
        self.buckets = {"SEALED": "sealed"}
        """Where card data lies, and how its subjects begin; in a cluster there are two, as of streams of payments."""
        self.leaving = asyncio.Event()

    # -- what comes --------------------------------------------------------------------------------------------------
    async def pull(self, stream: str, consumer: str) -> None:
        """One slot: a message at a time. A pull request dies with the connection: so it is made anew every few seconds.
        """
        pulled = await self.js.pull_subscribe_bind(consumer, stream)
        while not self.leaving.is_set():
            try:
                (message,) = await pulled.fetch(1, timeout=2)
            except NatsTimeout:
                continue
            except (NatsError, OSError):  # no connection, or the consumer is moving
                await asyncio.sleep(0.5)
                continue
            await self.handle(message)

    async def handle(self, message: Msg) -> None:
        """Whatever happens, the message is not lost: it comes again."""
        job = None
        try:
            job = await self.job(message)
            await self.carry_out(job)
        except Unusable as error:
            print(f"{message.subject}: {error}", file=sys.stderr)
            await message.term()  # the server tells the bridges, which make a dead letter of it
        except Exception as error:  # noqa: BLE001
            print(f"{message.subject}: {type(error).__name__}; it is delivered again", file=sys.stderr)
            with contextlib.suppress(Exception):
                await (self.later(job, 2) if job is not None else message.nak(delay=2))

    async def job(self, message: Msg) -> Job:
        headers, meta = message.headers or {}, message.metadata
        if not message.subject.startswith("tollbridge.retry."):
            return Job(message, message.subject, message.data, headers, meta.stream, meta.sequence.stream,
                       meta.timestamp.timestamp())
        stream, sequence = headers["Tollbridge-Stream"], int(headers["Tollbridge-Sequence"])
        try:
            found: RawStreamMsg = await self.js.get_msg(stream, sequence, direct=True)
        except NotFoundError:
            raise Unusable("the operation is gone from its stream") from None
        at = found.time.timestamp() if found.time is not None else 0.0
        return Job(message, found.subject or "", found.data or b"", dict(found.headers or {}), stream, sequence, at)

    # -- the state machine -------------------------------------------------------------------------------------------
    async def carry_out(self, job: Job) -> None:
        while True:
            earlier, revision = await self.read(job)
            if earlier is not None and not await self.is_open(job, earlier):
                return
            if not await self.preceded(job):
                await self.later(job, 1)
                return
            try:
                unsure = await self.claim(job, earlier, revision)
                break
            except Lost:  # another worker was faster: look again
                continue
        if time.time() >= job.deadline:
            await self.give_up(job, unsure, "DEADLINE_EXCEEDED", "its deadline passed; nothing was sent")
            return
        request = await self.whole(job)
        if request is None:
            await self.give_up(job, unsure, "CARD_DATA_EXPIRED", "the card data is gone; send it anew")
        elif unsure and time.time() - job.record["accepted_at"] >= KEYS_KEPT_S:
            await self.give_up(job, unsure, "", "")
        else:
            await self.attempt(job, request, unsure)

    async def is_open(self, job: Job, record: Json) -> bool:
        """Whether there is something to do; else the delivery is settled."""
        if record["request_hash"] != job.hash:
            raise Unusable("another request has this operation's record")
        job.deadline = max(job.deadline, record.get("deadline", 0.0))  # a person may have given it more time
        if record["state"] in FINAL:
            await self.tell(job, record)
            return False
        now = time.time()
        wait = record.get("lease_until", 0.0) if record["state"] == "CLAIMED" else record.get("retry_at") or 0.0
        if wait > now:  # another has it, or it is not its time
            await self.later(job, wait - now + 0.05)
            return False
        return True

    async def preceded(self, job: Job) -> bool:
        """Whether what has to be done first is done."""
        after = job.headers.get("Tollbridge-After")
        if not after or time.time() >= job.deadline:
            return True
        before, _ = await self.get("OPS", f"tollbridge.ops.{job.connector}.{after}")
        return before is not None and before["state"] in FINAL

    async def claim(self, job: Job, earlier: Json | None, revision: int) -> bool:
        """Whether an attempt before this one may have been carried out. Raises Lost."""
        earlier, now = earlier or {}, time.time()
        unsure = bool(earlier.get("sent")) or earlier.get("state") in ("CLAIMED", "UNKNOWN")
        job.record = {
            "op_id": job.op_id, "connector": job.connector, "operation": job.kind.name,
            "merchant_id": job.merchant_id, "request_hash": job.hash, "environment": job.environment,
            "state": "CLAIMED", "owner": f"{self.id}.{uuid.uuid4().hex[:12]}", "claimed_at": now,
            "lease_until": now + 1.2 * self.processor_s, "attempts": earlier.get("attempts", 0) + 1,
            "accepted_at": job.at, "changed_at": now, "deadline": job.deadline, "stream": job.stream,
            "stream_seq": job.sequence, "sent": unsure}
        job.revision = await self.write(job, revision, until=now + 0.6 * self.processor_s)
        return unsure

    async def attempt(self, job: Job, request: Json, unsure: bool) -> None:
        after = job.headers.get("Tollbridge-After")
        if after and not request.get("connector_transaction_id"):
            before, _ = await self.get("OPS", f"tollbridge.ops.{job.connector}.{after}")
            if before is None or before["state"] != "DONE" or before.get("outcome") != "ok":
                await self.end(job, "REJECTED", problem={
                    "reason": "DEPENDENCY_FAILED", "message": f"operation {after} did not succeed"})
                return
            request["connector_transaction_id"] = before["result"]["connector_transaction_id"]
        left = job.record["lease_until"] - time.time() - 0.2 * self.processor_s
        try:
            if left <= 0:
                raise NotDone("the claim took too long")
            async with asyncio.timeout(left):  # after the lease another may have it
                result = await job.kind.carry_out(request, job.key)
        except NotDone as error:
            await self.put_off(job, "UNKNOWN" if unsure else "ACCEPTED", "UNREACHABLE", str(error))
        except Refused as error:
            if unsure:  # that this one was refused says nothing of the one before
                await self.put_off(job, "UNKNOWN", "OUTCOME_UNKNOWN", str(error))
            else:
                await self.end(job, "REJECTED", problem={"reason": "REJECTED", "message": str(error)})
        except Exception as error:  # noqa: BLE001 - nobody knows what the processor did
            await self.put_off(job, "UNKNOWN", "OUTCOME_UNKNOWN", type(error).__name__)
        else:
            await self.end(job, "DONE", result=result, outcome="declined" if result.get("error") else "ok")

    async def give_up(self, job: Job, unsure: bool, reason: str, message: str) -> None:
        """Nothing more is tried. Of what may have been carried out nobody says that it failed: that is for a person."""
        if not unsure:
            await self.end(job, "REJECTED", problem={"reason": reason, "message": message})
            return
        why = "an attempt ended without a word, and it cannot be repeated with its key"
        await self.end(job, "MANUAL", outcome="manual", problem={"reason": "OUTCOME_UNKNOWN", "message": why})
        with contextlib.suppress(NatsError, OSError):
            await self.js.publish("tollbridge.alerts.manual", json.dumps({
                "kind": "manual", "why": why, "at": time.time(), "connector": job.connector, "op_id": job.op_id,
                "merchant_id": job.merchant_id, "operation": job.kind.name}).encode())

    # -- its end -----------------------------------------------------------------------------------------------------
    async def put_off(self, job: Job, state: str, reason: str, message: str) -> None:
        now = time.time()
        wait = min(30.0, 2.0 ** job.record["attempts"] / 2, max(0.0, job.deadline - now))
        if state == "UNKNOWN":
            print(f"{job.op_id}: nobody knows what became of it; the same key again in {wait:.1f} s", file=sys.stderr)
        job.record |= {"state": state, "owner": "", "lease_until": 0.0, "retry_at": now + wait, "changed_at": now,
                       "sent": job.record["sent"] or state == "UNKNOWN",
                       "problem": {"reason": reason, "message": message}}
        with contextlib.suppress(Lost):
            await self.write(job, job.revision)
        await self.later(job, wait)

    async def end(self, job: Job, state: str, *, outcome: str = "", **more: Json) -> None:
        """The record first, then the answer, then the acknowledgement."""
        outcome = outcome or str(more["problem"]["reason"]).lower()
        job.record |= {"state": state, "outcome": outcome, "owner": "", "lease_until": 0.0, "changed_at": time.time(),
                       **more}
        try:
            job.revision = await self.write(job, job.revision)
        except Lost:  # somebody took over: their record counts
            await self.later(job, 1)
            return
        await self.tell(job, job.record)

    async def tell(self, job: Job, record: Json) -> None:
        answer = {"op_id": job.op_id, "state": record["state"], "attempt": record.get("attempts", 0),
                  **{name: record[name] for name in ("outcome", "result", "problem") if record.get(name)}}
        if reply_to := job.headers.get("Tollbridge-Reply-To"):
            await self.connection.publish(reply_to, json.dumps(answer).encode())
        if job.headers.get("Tollbridge-Sealed"):  # nobody needs it any more
            for root in self.buckets.values():
                await self.connection.publish(f"tollbridge.{root}.{job.sealed}", b"", headers={"Nats-TTL": "1s"})
        await job.message.ack()

    async def later(self, job: Job, wait: float) -> None:
        """It comes again after so long."""
        if wait <= LATER_S and job.message.metadata.num_delivered <= SPARE:
            await job.message.nak(delay=max(0.05, wait))
            return
        at = datetime.fromtimestamp(time.time() + wait, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        its = f"{job.connector}.{job.op_id}"
        await self.js.publish(f"tollbridge.retry.at.{its}", b"", headers={
            "Nats-Schedule": f"@at {at}", "Nats-Schedule-Target": f"tollbridge.retry.due.{its}",
            "Nats-Schedule-TTL": "168h", "Tollbridge-Stream": job.stream, "Tollbridge-Sequence": str(job.sequence),
            "Tollbridge-Subject": job.subject, "Tollbridge-Sweeps": "0"})
        await job.message.ack()

    # -- records and card data ---------------------------------------------------------------------------------------
    async def read(self, job: Job) -> tuple[Json | None, int]:
        return await self.get("OPS", f"tollbridge.ops.{job.connector}.{job.op_id}")

    async def get(self, stream: str, subject: str, *, direct: bool = True) -> tuple[Json | None, int]:
        """The last message of a subject, and its revision; None and 0 where there is none."""
        try:
            stored = await self.js.get_last_msg(stream, subject, direct=direct)
        except NotFoundError:
            return None, 0
        return json.loads(stored.data) if stored.data else None, stored.seq or 0

    async def write(self, job: Job, revision: int, until: float = float("inf")) -> int:
        """The new revision. Raises Lost where somebody else has changed the record since it was read."""
        record = job.record
        headers = {"Nats-Expected-Last-Subject-Sequence": str(revision), "Tollbridge-State": record["state"]}
        if look_at := record.get("lease_until") or record.get("retry_at"):
            headers["Tollbridge-Lease"] = f"{look_at:.3f}"
        if record["state"] in FINAL:
            days = 400 if record["state"] == "MANUAL" else job.kind.days
            headers["Nats-TTL"] = f"{days * 86_400}s"
        while True:
            try:
                ack = await self.js.publish(f"tollbridge.ops.{job.connector}.{job.op_id}", json.dumps(record).encode(),
                                            timeout=2, headers=headers)
                return ack.seq
            except APIError as error:
                if error.err_code == WRONG_LAST_SEQUENCE:  # by another, or by ourselves, and the word of it was lost
                    found, at = await self.read(job)
                    if found == record:
                        return at
                    raise Lost from None
                print(f"{job.op_id}: its record is not written yet: {error.description}", file=sys.stderr)
            except (NatsError, OSError):  # perhaps it was written, perhaps not: the same again
                pass
            if time.time() >= until:
                raise Lost
            await asyncio.sleep(0.1)

    async def whole(self, job: Job) -> Json | None:
        """The request with its card data, which lies in memory for minutes; None where that is gone."""
        try:
            request = json.loads(job.body)
        except ValueError:
            raise Unusable("the body is not JSON") from None
        if not job.headers.get("Tollbridge-Sealed"):
            return dict(request)
        while True:
            young = time.time() - job.at <= YOUNG_S
            found = [await self.get(stream, f"tollbridge.{root}.{job.sealed}", direct=young)
                     for stream, root in self.buckets.items()]
            sealed = next((its for its, _ in found if its is not None), None)
            if sealed is not None or not young:  # that it is gone is said by the leader: a replica may be behind
                break
            await asyncio.sleep(0.05)
        if sealed is None or sealed["request_hash"] != job.hash:
            return None
        for path, value in sealed.get("fields", ()):
            place: Any = request
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
        return dict(request)

    # -- questions, and who asks for us ------------------------------------------------------------------------------
    async def answer(self, question: Question) -> None:
        """A question is only asked: no record, no claim."""
        answer: Json = {"op_id": ""}
        try:
            answer |= {"state": "DONE", "outcome": "ok", "result": await sync(json.loads(question.data))}
        except (NotDone, Refused) as error:
            reason = "REJECTED" if isinstance(error, Refused) else "UNREACHABLE"
            answer |= {"state": "REJECTED", "outcome": reason.lower(),
                       "problem": {"reason": reason, "message": str(error)}}
        await question.respond(json.dumps(answer).encode())

    async def consumers(self) -> list[tuple[str, str]]:
        """Those that `tollbridge streams apply` has made for this connector."""
        wanted = [(stream, f"{family}_{verb}_{self.connector}")
                  for (family, verb), kind in KINDS.items() for stream in kind.streams]
        with contextlib.suppress(NotFoundError):
            await self.js.stream_info("SEALED_B")
            self.buckets["SEALED_B"] = "sealed_b"
        found = []
        for stream, consumer in [*wanted, ("RETRY", f"retry_{self.connector}")]:
            with contextlib.suppress(NotFoundError):
                info = await self.js.consumer_info(stream, consumer)
                found.append((stream, consumer))
                if consumer.startswith("payments_authorize_") and info.config.ack_wait:
                    self.processor_s = info.config.ack_wait / 1.5  # as the bridge's settings have it
        return found

    async def run(self) -> None:
        consumers = await self.consumers()
        if not consumers:
            sys.exit(f"there is nothing for {self.connector}: put it into bridge.connectors, tollbridge streams apply")
        service = await add_service(
            self.connection, name="tollbridge-worker", version="1.0.0", description="A worker of our own",
            metadata={"connectors": self.connector, "schema": "1",
                      "operations": ",".join(f"{family}.{verb}" for family, verb in KINDS)})
        await service.add_endpoint(name="payments-sync", subject=f"hyperswitch.payments.*.sync.{self.connector}",
                                   queue_group="workers", handler=self.answer)
        await self.connection.subscribe(f"tollbridge.workers.{service.id}.drain", cb=self.told_to_leave)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.leaving.set)
        slots = [asyncio.ensure_future(self.pull(*each)) for each in consumers for _ in range(SLOTS)]
        print(f"ready {service.id}", flush=True)
        await self.leaving.wait()
        await service.stop()
        await asyncio.gather(*slots)  # what is begun is ended

    async def told_to_leave(self, message: Msg) -> None:
        if message.reply:
            await message.respond(json.dumps({"draining": True}).encode())
        self.leaving.set()


async def main(connector: str) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(SLOTS * (len(KINDS) + 1)))
    connection = await nats.connect(os.environ["NATS_URL"], max_reconnect_attempts=-1, reconnect_time_wait=0.1,
                                    pending_size=0)  # nothing is sent late, after it was given up
    try:
        await Worker(connection, connector).run()
    finally:
        await connection.close()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not {"NATS_URL", "PROCESSOR_URL", "PROCESSOR_KEY"} <= os.environ.keys():
        sys.exit("usage: NATS_URL=... PROCESSOR_URL=... PROCESSOR_KEY=... python generic.py CONNECTOR")
    asyncio.run(main(sys.argv[1]))
