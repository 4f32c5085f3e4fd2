"""What does not prove itself, published by who can reach NATS, is refused and told; processors hear nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from nats.aio.msg import Msg

from bridge.surroundings import (
    STRIPE,
    admin,
    audit,
    authorize,
    bridge,
    bridge_options,
    key_files,
    make_streams,
    order as order_of,
    protection,
    worker,
)
from tollbridge.bridge import messages as wire
from tollbridge.bridge.audit.reading import Span, entries
from tollbridge.bridge.client import BridgeClient, Order, Prepared, prepare
from tollbridge.bridge.connection import RevisionMismatch, Stored, Unavailable
from tollbridge.bridge.messages import Answer, State, decode_answer, encode_answer
from tollbridge.bridge.orders import BridgeOptions
from tollbridge.bridge.protection.questions import _digest
from tollbridge.bridge.records import EXPECTED, OperationRecord, encode
from tollbridge.bridge.redrive import find, redrive, resolve
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import DEAD_STREAM, EVENT_STREAM
from tollbridge.bridge.subjects import durable, record as record_of
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.errors import NotSent
from tollbridge.domain.operations import SYNC
from tollbridge.sandbox import Sandbox

WITHIN_S = 10.0


@pytest.fixture(autouse=True, params=["hmac", "ed25519"])
def protected(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path, hmac=request.param == "hmac")))


@asynccontextmanager
async def around(url: str, options: BridgeOptions | None = None
                 ) -> AsyncIterator[tuple[BridgeClient, Worker, Sandbox]]:
    options = options or bridge_options(url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox) as its, bridge(options) as client:
        yield client, its, sandbox


async def stored(client: BridgeClient, payment: str) -> tuple[Prepared, Stored]:
    """An operation that is done, and its message."""
    order = prepare(authorize(payment), client.options)
    assert (await client.execute(order, WITHIN_S)).state == State.DONE
    message = await client.connection.last_message("PAYMENTS", place(order.op_id))
    assert message is not None
    return order, message


def place(op_id: str, merchant: str = "shop-1") -> str:
    return f"hyperswitch.payments.{merchant}.authorize.stripe.{op_id}"


def signed_headers(message: Stored) -> dict[str, str]:
    return {name: value for name, value in message.headers.items() if not name.startswith("Nats-")}


async def refused(client: BridgeClient, sandbox: Sandbox, op_id: str, why: str, asked: int) -> None:
    """It has a letter and an alert, and nothing was sent."""
    async with asyncio.timeout(WITHIN_S):
        while (alert := await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.forged")) is None \
                or op_id not in alert.data.decode():
            await asyncio.sleep(0.02)
        while (letter := await client.connection.last_message(DEAD_STREAM, f"tollbridge.dlq.stripe.{op_id}")) is None:
            await asyncio.sleep(0.02)
    assert why in letter.headers["Tollbridge-Error"]
    assert letter.headers["Tollbridge-Reason"] == "forged"
    assert why in msgspec.json.decode(alert.data)["why"]
    assert len(sandbox.requests) == asked
    assert sandbox.ledger.total("USD").charges == 1


async def publish(client: BridgeClient, subject: str, headers: dict[str, str], body: bytes) -> None:
    await client.publisher.publish(subject, body, headers)


async def test_the_same_message_under_another_id_is_refused(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        _, message = await stored(client, "pay-1")
        await publish(client, place("f" * 32), signed_headers(message), message.data)
        await refused(client, sandbox, "f" * 32, "does not fit", 1)


async def test_the_same_message_for_another_merchant_is_refused(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        order, message = await stored(client, "pay-1")
        await publish(client, place(order.op_id, "shop-2"), signed_headers(message), message.data)
        await refused(client, sandbox, order.op_id, "does not fit", 1)


async def test_a_message_that_is_not_signed_or_not_encrypted_is_refused(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        await stored(client, "pay-1")
        plain = prepare(authorize("pay-2"), client.options)
        await client.bucket.put("stripe", plain.op_id, plain.sealed)
        await publish(client, place(plain.op_id), plain.headers, plain.body)
        await refused(client, sandbox, plain.op_id, "not signed", 1)
        assert client.protection is not None
        other = prepare(authorize("pay-3"), client.options)
        client.protection.sign(other)
        await publish(client, place(other.op_id), other.headers, other.body)
        await refused(client, sandbox, other.op_id, "not encrypted", 1)


@pytest.mark.parametrize("change", ["body", "deadline", "signature", wire.PRINCIPAL, wire.EVIDENCE])
async def test_a_message_that_was_changed_is_refused(empty_nats_server: NatsServer, change: str) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        await stored(client, "pay-1")
        order = prepare(authorize("pay-2"), client.options)
        order.headers[wire.PRINCIPAL] = "payroll"
        assert client.protection is not None
        await client.protection.protect(order)
        client.protection.sign(order)
        if change in (wire.PRINCIPAL, wire.EVIDENCE):
            order.headers[change] = "0"
        elif change == "body":
            order.body = tampered(order)
        elif change == "deadline":
            order.headers[wire.DEADLINE] = str(int(order.headers[wire.DEADLINE]) + 1)
        else:
            key_id, at, said = order.headers[wire.SIGNATURE].split(" ")
            order.headers[wire.SIGNATURE] = f"{key_id} {int(at) + 1} {said}"
        await publish(client, place(order.op_id), order.headers, order.body)
        await refused(client, sandbox, order.op_id, "does not fit", 1)


async def ended(client: BridgeClient, op_id: str) -> Answer:
    async with asyncio.timeout(WITHIN_S):
        while (answer := await client.operation(op_id)) is None or not answer.final:
            await asyncio.sleep(0.02)
    return answer


def tampered(order: Prepared) -> bytes:
    return order.body[:-9] + bytes([order.body[-9] ^ 1]) + order.body[-8:]


@pytest.mark.parametrize("other_hash", [False, True])
async def test_an_operation_whose_message_proves_nothing_is_over_and_who_submits_it_is_told_so(
        empty_nats_server: NatsServer, other_hash: bool) -> None:
    """Somebody lay their own in the place of one that is submitted then: of the same request by its words, or not."""
    async with around(empty_nats_server.url) as (client, _, sandbox):
        order = prepare(authorize("pay-1"), client.options)
        lie = {**order.headers, wire.REQUEST_HASH: "0" * 40} if other_hash else dict(order.headers)
        await publish(client, place(order.op_id), lie, order.body)
        told = await client.execute(order, WITHIN_S)
        assert told.problem is not None
        assert (told.state, told.outcome, told.attempt) == (State.REJECTED, "forged", 0)
        assert (told.problem.reason, "another idempotency key" in told.problem.message) == ("NOT_SENT", True)
        again = prepare(authorize("pay-1"), client.options)
        assert again.op_id == order.op_id
        assert (await client.execute(again, WITHIN_S)).outcome == "forged"
        assert (await client.submit(prepare(authorize("pay-1"), client.options))).outcome == "forged"
        anew = await client.execute(authorize("pay-1", key="another-key"), WITHIN_S)
        assert (anew.state, sandbox.ledger.total("USD").charges) == (State.DONE, 1)


async def test_what_was_begun_keeps_its_end_whatever_is_forged_under_its_id(empty_nats_server: NatsServer) -> None:
    """The same id for another merchant is another message, and one record."""
    async with around(empty_nats_server.url) as (client, _, sandbox):
        order, message = await stored(client, "pay-1")
        await publish(client, place(order.op_id, "shop-2"), signed_headers(message), message.data)
        await refused(client, sandbox, order.op_id, "does not fit", 1)
        assert (await ended(client, order.op_id)).state == State.DONE


async def test_what_may_have_been_begun_before_its_records_were_lost_is_for_a_person(
        empty_nats_server: NatsServer) -> None:
    """That it proves nothing now says nothing of what was done with it then."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        order = prepare(authorize("pay-1"), options)
        await publish(client, place(order.op_id), dict(order.headers), order.body)
        await (await admin(client)).connection.api("STREAM.DELETE.OPS")
        await make_streams(options)
        async with worker(options, sandbox):
            answer = await ended(client, order.op_id)
        letter = await find(client, order.op_id)
        assert letter is not None
        assert (answer.state, letter.open, len(sandbox.requests)) == (State.MANUAL, True, 0)


async def test_a_worker_that_dies_while_it_refuses_leaves_it_to_the_next(empty_nats_server: NatsServer) -> None:
    """Its record is open then, and nobody is told anything yet."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        order = prepare(authorize("pay-1"), options)
        await publish(client, place(order.op_id), dict(order.headers), order.body)
        half = OperationRecord(op_id=order.op_id, connector="stripe", operation="authorize", merchant_id="shop-1",
                               request_hash="", state=State.ACCEPTED, outcome="forged")
        await client.records.create(half)
        assert (await client.submit(order)).state == State.ACCEPTED
        async with worker(options, sandbox):
            assert (await ended(client, order.op_id)).outcome == "forged"


async def test_a_person_closes_the_letter_of_what_was_refused(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        _, message = await stored(client, "pay-1")
        await publish(client, place("f" * 32), signed_headers(message), message.data)
        await refused(client, sandbox, "f" * 32, "does not fit", 1)
        await ended(client, "f" * 32)
        letter = await find(client, "f" * 32)
        assert letter is not None
        assert (letter.open, letter.state) == (True, State.REJECTED)
        seen = await redrive(client, letter, 60.0)
        assert (seen.may, "nothing was begun" in seen.why) == (False, True)
        assert (await resolve(client, "f" * 32, done=False, note="the user was revoked")).may
        letter = await find(client, "f" * 32)
        assert letter is not None
        assert (letter.open, letter.state) == (False, "CLOSED")
        answer = await client.operation("f" * 32)
        assert answer is not None
        assert answer.outcome == "forged", "what became of it does not change"


async def test_a_message_that_is_stored_late_is_refused(empty_nats_server: NatsServer) -> None:
    """Somebody kept it from its stream, and puts it there later."""
    options = bridge_options(empty_nats_server.url)
    late = msgspec.structs.replace(options, protection=protection("bridge", window_s=0.5))
    async with around(empty_nats_server.url, late) as (client, _, sandbox):
        await stored(client, "pay-1")
        order = prepare(authorize("pay-2"), client.options)
        assert client.protection is not None
        await client.protection.protect(order)
        client.protection.sign(order)
        await asyncio.sleep(0.7)  # what is tested is that time has passed
        await publish(client, place(order.op_id), order.headers, order.body)
        await refused(client, sandbox, order.op_id, "a copy", 1)


async def test_the_sealed_part_of_another_operation_is_refused(empty_nats_server: NatsServer) -> None:
    """A card in place of another's."""
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        victim, thief = (prepare(authorize(payment), options) for payment in ("pay-1", "pay-2"))
        assert client.protection is not None
        await client.protection.protect(victim)
        assert victim.sealing is not None
        await client.bucket.put("stripe", thief.op_id, msgspec.structs.replace(victim.sealed, request_hash=thief.hash),
                                victim.sealing)
        answer = asyncio.ensure_future(client.execute(thief, WITHIN_S))
        async with worker(options, sandbox):
            ended = await answer
        assert (ended.state, len(sandbox.requests)) == (State.REJECTED, 0)
        assert ended.problem is not None
        assert "another place" in ended.problem.message


class Held(Hooks):
    """Lets an operation wait before it is claimed."""

    def __init__(self) -> None:
        self.go, self.here = asyncio.Event(), asyncio.Event()

    async def reached(self, step: str, work: Work) -> None:
        if step == "before_claim":
            self.here.set()
            await self.go.wait()


async def test_a_forged_answer_is_not_believed(empty_nats_server: NatsServer) -> None:
    options, held = bridge_options(empty_nats_server.url), Held()
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox, held), bridge(options) as client:
        order = prepare(authorize("pay-1"), options)
        waiting = asyncio.ensure_future(client.execute(order, WITHIN_S))
        await asyncio.wait_for(held.here.wait(), WITHIN_S)
        lie = Answer(order.op_id, State.REJECTED, outcome="not_sent", request_hash=order.hash)
        async with bridge(options) as stranger:
            await stranger.connection.client.publish(order.headers[wire.REPLY_TO], encode_answer(lie))
            await stranger.connection.client.flush()
        held.go.set()
        answer = await waiting
        assert (answer.state, answer.outcome) == (State.DONE, "ok")


async def test_a_forged_record_is_nobodys_word(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, sandbox):
        order = prepare(authorize("pay-1"), client.options)
        lie = OperationRecord(op_id=order.op_id, connector="stripe", operation="authorize", merchant_id="shop-1",
                              request_hash=order.hash, state=State.DONE, outcome="ok")
        await client.publisher.publish(record_of("stripe", order.op_id), encode(lie))
        with pytest.raises(Unavailable, match="not proven"):
            await client.operation(order.op_id)
        answer = await client.execute(order, 1.0)
        assert (answer.state, len(sandbox.requests)) == (State.ACCEPTED, 0), "neither believed nor overwritten"
        alert = await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.forged")
        assert alert is not None
        assert order.op_id in alert.data.decode()


async def test_an_old_record_in_place_of_a_new_one_is_nobodys_word(empty_nats_server: NatsServer) -> None:
    """Else what is done could be made undone, and would be done again."""
    async with around(empty_nats_server.url) as (client, _, _):
        order, _ = await stored(client, "pay-1")
        subject = record_of("stripe", order.op_id)
        message = await client.connection.last_message("OPS", subject)
        assert message is not None
        first = signed_headers(message) | {EXPECTED: message.headers[EXPECTED]}
        with pytest.raises(RevisionMismatch):
            await publish(client, subject, first, message.data)
        now = first | {EXPECTED: str(message.sequence)}
        await publish(client, subject, now, message.data)
        with pytest.raises(Unavailable, match="does not fit"):
            await client.operation(order.op_id)


async def test_one_in_the_second_stream_of_payments_is_the_same_operation(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, _):
        order = prepare(authorize("pay-1"), client.options)
        assert client.protection is not None
        await client.protection.protect(order)
        client.protection.sign(order)
        other = durable(order.route, "shop-1", "stripe", order.op_id, fallback=True)
        now = client.protection._clock()
        assert client.protection.accept(other, order.headers, order.body, now) == order.key


# -- questions --------------------------------------------------------------------------------------------------------
def sync() -> Order:
    return order_of(SYNC, {"connector_transaction_id": "pi_1", "amount": {"minor_amount": 4250, "currency": "USD"}})


async def test_a_question_is_encrypted_and_so_is_its_answer(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server.url) as (client, _, _):
        heard: list[tuple[dict[str, str], bytes]] = []

        async def hear(message: Msg) -> None:
            heard.append((dict(message.headers or {}), message.data))

        done = await client.execute(authorize("pay-1"), WITHIN_S)
        result = done.read()
        assert result is not None
        its_id = result["connector_transaction_id"]
        ear = (await admin(client)).connection.client
        await ear.subscribe("hyperswitch.payments.*.sync.>", cb=hear)
        await ear.flush()
        answer = await client.query(order_of(SYNC, {"connector_transaction_id": its_id}), WITHIN_S)
        assert answer.state == State.DONE
        await client.connection.client.flush()
        (headers, body), = heard
        assert wire.CONFIG not in headers
        assert its_id.encode() not in body
        assert b"sk_test_bridge" not in body


@pytest.mark.parametrize("change", ["plain", "body", "subject", "header", "late"])
async def test_a_question_that_does_not_prove_itself_is_refused(empty_nats_server: NatsServer, change: str) -> None:
    async with around(empty_nats_server.url) as (client, its, sandbox):
        assert client.protection is not None
        assert its.client.protection is not None
        subject = "hyperswitch.payments.shop-1.sync.stripe"
        headers = {wire.ENVIRONMENT: "sandbox", wire.CONFIG: STRIPE}
        body = b'{"connector_transaction_id": "pi_1"}'
        put = await client.protection.questions.put(subject, "stripe", "shop-1", headers, body)
        asked, sent, where = put.body, dict(put.headers), subject
        if change == "plain":
            asked, sent = body, headers
        elif change == "body":
            asked = asked[:-4] + b"AAAA"
        elif change == "subject":
            where = subject.replace("shop-1", "shop-2")
        elif change == "header":
            sent[wire.ENVIRONMENT] = "production"
        else:
            its.client.protection.questions._clock = lambda: client.protection._clock() + 61  # type: ignore[union-attr]
        answer = decode_answer((await client.connection.request(where, asked, sent)).data)
        assert answer.problem is not None
        assert (answer.state, answer.problem.reason, len(sandbox.requests)) == (State.REJECTED, "BAD_INPUT", 0)
        async with asyncio.timeout(WITHIN_S):
            while await client.connection.last_message(EVENT_STREAM, "tollbridge.alerts.forged") is None:
                await asyncio.sleep(0.02)


async def test_the_answer_to_another_question_is_not_believed(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client, bridge(options) as stranger:
        assert client.protection is not None
        questions = client.protection.questions
        first = await questions.put("hyperswitch.payments.shop-1.sync.stripe", "stripe", "shop-1", {}, b"{}")
        told = first.key.seal("answer", first.subject, _digest(first.body), encode_answer(Answer("", State.DONE)))
        assert first.read(told).state == State.DONE

        async def replay(message: Msg) -> None:
            await stranger.connection.client.publish(message.reply, told)

        await stranger.connection.client.subscribe("hyperswitch.payments.shop-1.sync.stripe", cb=replay)
        await stranger.connection.client.flush()
        with pytest.raises(NotSent):
            await client.query(sync(), 2.0)


async def test_what_is_forged_is_in_the_audit_trail_and_amounts_are_too(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url, streams={"audit": True}, audit=audit())
    async with around(empty_nats_server.url, options) as (client, _, sandbox):
        _, message = await stored(client, "pay-1")
        await publish(client, place("f" * 32), signed_headers(message), message.data)
        await refused(client, sandbox, "f" * 32, "does not fit", 1)
        lie = OperationRecord(op_id="e" * 32, connector="stripe", operation="authorize", merchant_id="shop-1",
                              request_hash="x", state=State.DONE, outcome="ok")
        await client.publisher.publish(record_of("stripe", lie.op_id), encode(lie))
        with pytest.raises(Unavailable, match="not proven"):
            await client.operation(lie.op_id)
        async with asyncio.timeout(WITHIN_S):
            while len(told := [each.entry async for each in entries(client.connection, Span())
                               if each.entry.kind in ("refused", "operation")]) < 3:
                await asyncio.sleep(0.02)
    done, one, other = told
    assert (done.state, done.amount, done.currency) == (State.DONE, 4250, "USD"), "read from what was decrypted"
    assert (one.outcome, one.facts["subject"]) == ("forged", place("f" * 32))
    assert (other.outcome, other.facts) == ("forged", {"what": "record", "subject": record_of("stripe", lie.op_id)})
