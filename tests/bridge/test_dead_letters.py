"""Operations that wait for a person: their letters, what a person can do about them, and what was replayed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import pytest
from click.testing import CliRunner

from bridge.processors import API_KEY, BLINDPAY, NAMES, registered
from bridge.programs import as_user
from bridge.surroundings import CARD, admin, authorize, bridge, bridge_options, make_streams, worker
from bridge.test_schedules import WAIT_S, ended
from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.messages import State
from tollbridge.bridge.redrive import Letter, find, letters, prospect, redrive, resolve
from tollbridge.bridge.replay import Span, own_subject, replay
from tollbridge.bridge.schedules import Pointer
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import SEALED_STREAM, wanted_consumers
from tollbridge.bridge.sweeper import Sweeper
from tollbridge.bridge.worker import policy
from tollbridge.domain.errors import InvalidField
from tollbridge.edges.cli import main
from tollbridge.sandbox import FaultKind, Sandbox

CREATE = "payment_intents.create"
CVC = b"314"


@pytest.fixture
async def held() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def options(empty_nats_server: NatsServer) -> BridgeOptions:
    its = bridge_options(empty_nats_server.url)
    await make_streams(its)
    return its


@pytest.fixture
async def client(options: BridgeOptions, held: AsyncExitStack) -> BridgeClient:
    return await held.enter_async_context(bridge(options))


@pytest.fixture
async def sandbox(held: AsyncExitStack) -> Sandbox:
    return await held.enter_async_context(Sandbox())


async def said(*arguments: str, url: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the program, which has a loop of its own."""
    env = {"TOLLBRIDGE__ENVIRONMENT": "test", "TOLLBRIDGE__BRIDGE__REPLICAS": "1", **as_user(arguments)}
    done = await asyncio.to_thread(lambda: CliRunner().invoke(main, [*arguments, "--servers", url], env=env))
    return done.exit_code, done.stdout, done.stderr


async def manual(client: BridgeClient, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Letter:
    """Charged, and never heard of until its time was over."""
    monkeypatch.setattr(policy, "LONGEST_WAIT_S", 0.1)
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE, times=1000)
    answer = await client.execute(authorize("pay-1", deadline_s=0.5), timeout_s=WAIT_S)
    assert answer.state == State.MANUAL
    sandbox.faults.clear()
    return await its_letter(client, answer.op_id)


async def its_letter(client: BridgeClient, op_id: str) -> Letter:
    letter = await find(client, op_id)
    assert letter is not None
    return letter


async def test_an_operation_that_is_redriven_is_repeated_with_its_key_and_charged_once(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack,
        monkeypatch: pytest.MonkeyPatch) -> None:
    await held.enter_async_context(worker(options, sandbox))
    letter = await manual(client, sandbox, monkeypatch)
    assert (letter.reason, letter.state, letter.open) == ("manual", State.MANUAL, True)
    assert CARD.encode() not in letter.body
    assert CVC not in letter.body.replace(b'"minor_amount":4250', b"")
    assert (await redrive(client, letter, 60.0)).may
    second = await redrive(client, letter, 60.0)
    assert not second.may, "it is under way, or over"
    answer = await ended(client, letter.op_id)
    assert answer.problem is None, answer.problem
    assert answer.state == State.DONE
    assert sandbox.ledger.total("USD").charges == 1
    keys = {arrival.headers.get("Idempotency-Key") for arrival in sandbox.requests if arrival.method == "POST"}
    assert len(keys) == 1
    third = await redrive(client, await its_letter(client, letter.op_id), 60.0)
    assert (third.may, "over" in third.why) == (False, True)


async def test_a_redrive_without_card_data_asks_and_sends_nothing_again(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack,
        monkeypatch: pytest.MonkeyPatch) -> None:
    await held.enter_async_context(worker(options, sandbox))
    letter = await manual(client, sandbox, monkeypatch)
    posted = len([each for each in sandbox.requests if each.method == "POST"])
    await (await admin(client)).connection.api(f"STREAM.PURGE.{SEALED_STREAM}")
    seen = await prospect(client, letter)
    assert seen.may
    assert "gone" in seen.why
    assert (await redrive(client, letter, 60.0)).may
    answer = await ended(client, letter.op_id)
    assert answer.state == State.MANUAL
    assert len([each for each in sandbox.requests if each.method == "POST"]) == posted


async def test_an_operation_that_was_never_begun_ends_without_a_charge_when_its_card_data_are_gone(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack) -> None:
    submitted = await client.submit(authorize("pay-1"))
    original = await client.connection.message("PAYMENTS", 1)
    assert original is not None
    await Sweeper(client, "test")._give_up(Pointer("PAYMENTS", 1, original.subject), "for a test", original)
    await (await admin(client)).connection.api(f"STREAM.PURGE.{SEALED_STREAM}")
    seen = await redrive(client, await its_letter(client, submitted.op_id), 60.0)
    assert seen.may
    assert "CARD_DATA_EXPIRED" in seen.why
    await held.enter_async_context(worker(options, sandbox))
    answer = await ended(client, submitted.op_id)
    assert answer.problem is not None
    assert (answer.state, answer.problem.reason) == (State.REJECTED, "CARD_DATA_EXPIRED")
    assert sandbox.ledger.total("USD").charges == 0


async def test_a_redrive_at_a_processor_that_honours_no_key_and_cannot_be_asked_stays_for_a_person(
        empty_nats_server: NatsServer, held: AsyncExitStack, sandbox: Sandbox) -> None:
    held.enter_context(registered())
    options = bridge_options(empty_nats_server.url, *NAMES)
    await make_streams(options)
    client = await held.enter_async_context(bridge(options))
    await held.enter_async_context(worker(options, sandbox, connectors=NAMES))
    sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    config = json.dumps({"config": {"Blindpay": {"api_key": API_KEY}}})
    answer = await client.execute(authorize("pay-1", connector=BLINDPAY, config=config), timeout_s=WAIT_S)
    assert answer.state == State.MANUAL, answer
    letter = await its_letter(client, answer.op_id)
    assert (await redrive(client, letter, 60.0)).may
    assert (await ended(client, letter.op_id)).state == State.MANUAL
    assert sandbox.ledger.total("USD").charges == 1


async def test_what_has_a_key_that_is_taken_is_not_redriven(
        client: BridgeClient, options: BridgeOptions, sandbox: Sandbox) -> None:
    async with worker(options, sandbox):
        first = await client.execute(authorize("pay-1"), timeout_s=WAIT_S)
        other = authorize("pay-1", merchant_id="shop-2", deadline_s=60.0, number="4000000000009995")
        taken = await client.execute(other, timeout_s=WAIT_S)
    assert (first.state, taken.state) == (State.DONE, State.MANUAL), taken
    its = await prospect(client, await its_letter(client, taken.op_id))
    assert (its.may, "with another request" in its.why) == (False, True)


@pytest.mark.parametrize(("done", "state"), [(True, State.DONE), (False, State.REJECTED)])
async def test_a_persons_word_ends_it_once(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack, done: bool, state: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    await held.enter_async_context(worker(options, sandbox))
    letter = await manual(client, sandbox, monkeypatch)
    result = {"connector_transaction_id": "pi_1", "status": "CHARGED"} if done else None
    assert (await resolve(client, letter.op_id, done=done, note="asked support", result=result)).may
    answer = await ended(client, letter.op_id)
    assert (answer.state, answer.read()) == (state, result)
    assert not (await resolve(client, letter.op_id, done=not done, note="no")).may
    again = await client.execute(authorize("pay-1"), timeout_s=WAIT_S)
    assert again.state == state, "the same submission gets what the person said"


async def test_an_operator_sees_and_redrives_dead_letters(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack,
        monkeypatch: pytest.MonkeyPatch) -> None:
    url = options.connection.servers[0]
    await held.enter_async_context(worker(options, sandbox))
    letter = await manual(client, sandbox, monkeypatch)
    code, out, err = await said("dlq", "list", url=url)
    assert code == 0, err
    assert letter.op_id in out
    code, out, err = await said("dlq", "show", letter.op_id, "--json", url=url)
    shown = json.loads(out)
    assert (shown["state"], shown["reason"], shown["redrive"]["may"]) == (State.MANUAL, "manual", True)
    assert shown["request"]["merchant_transaction_id"] == "pay-1"
    assert CARD not in out
    assert (await said("dlq", "show", "nobody", url=url))[0] == 3

    code, out, _ = await said("dlq", "redrive", letter.op_id, url=url)
    assert (code, "nothing was done" in out) == (0, True)
    assert (await its_letter(client, letter.op_id)).state == State.MANUAL
    code, out, err = await said("dlq", "redrive", letter.op_id, "--yes", url=url)
    assert (code, "brought back" in out) == (0, True), err
    assert (await ended(client, letter.op_id)).state == State.DONE
    code, out, _ = await said("dlq", "list", "--json", url=url)
    assert json.loads(out) == {"letters": [], "more": False}
    code, _, err = await said("dlq", "redrive", letter.op_id, "--yes", url=url)
    assert (code, "it is over" in err) == (3, True)
    code, _, err = await said("dlq", "resolve", letter.op_id, "--not-done", "--note", "late", url=url)
    assert (code, "only what is MANUAL" in err) == (3, True)
    assert (await said("dlq", "resolve", letter.op_id, "--note", "neither", url=url))[0] == 2
    code, _, err = await said("dlq", "resolve", letter.op_id, "--done", "--note", "no result", url=url)
    assert (code, "--result" in err) == (2, True)


async def consumers(client: BridgeClient, options: BridgeOptions) -> Mapping[str, Any]:
    infos = {wanted.name: await client.connection.api(f"CONSUMER.INFO.{wanted.stream}.{wanted.name}")
             for wanted in wanted_consumers(options.streams)}
    return {name: (info["delivered"]["consumer_seq"], info["ack_floor"]["consumer_seq"], info["num_pending"])
            for name, info in infos.items()}


async def test_a_replay_answers_from_records_and_has_no_effect(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack) -> None:
    url, began = options.connection.servers[0], time.time()
    working = await held.enter_async_context(worker(options, sandbox))
    done = [await client.execute(authorize(f"pay-{number}"), timeout_s=WAIT_S) for number in range(3)]
    await client.execute(authorize("pay-9", merchant_id="shop-2"), timeout_s=WAIT_S)
    await working.drain()
    waiting = await client.submit(authorize("pay-4"))
    requests, before = len(sandbox.requests), await consumers(client, options)

    span = Span(merchant_id="shop-1", begins=began, ends=time.time() + 1, operation="payments.authorize")
    found = [each async for each in replay(client, span)]
    assert [each.op_id for each in found] == [*(each.op_id for each in done), waiting.op_id]
    assert [each.answer for each in found[:3]] == done
    assert found[3].answer.state == State.ACCEPTED
    none = Span(merchant_id="shop-1", begins=began, ends=found[0].at - 0.001)
    assert [each async for each in replay(client, none)] == []

    heard: asyncio.Queue[bytes] = asyncio.Queue()

    async def hear(message: Any) -> None:
        heard.put_nowait(message.data)

    await (await admin(client)).connection.client.subscribe("audit.replayed", cb=hear)
    await client.connection.client.flush()
    words = ("replay", "--from", "2020-01-01", "--merchant", "shop-1")
    code, out, err = await said(*words, url=url)
    assert code == 0, err
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["answer"]["state"] for line in lines] == [State.DONE] * 3 + [State.ACCEPTED]
    code, out, err = await said(*words, "--publish", "audit.replayed", url=url)
    assert (code, out) == (0, ""), err
    async with asyncio.timeout(WAIT_S):
        published = [json.loads(await heard.get()) for _ in range(4)]
    assert published == lines
    assert (await said(*words, "--operation", "payments.sync", url=url))[0] == 2
    assert (await said("replay", "--from", "yesterday", "--merchant", "shop-1", url=url))[0] == 2

    assert len(sandbox.requests) == requests
    assert await consumers(client, options) == before


@pytest.mark.parametrize("subject", ["hyperswitch.payments.a.authorize.b.c", "tollbridge.ops.a.b", "$JS.API.INFO",
                                     "mine.*", "mine.>", "a b", "", "mine..x"])
def test_answers_are_replayed_on_no_subject_of_ours(subject: str) -> None:
    with pytest.raises(InvalidField):
        own_subject(subject)


async def test_letters_are_read_by_connector(client: BridgeClient) -> None:
    for connector in ("stripe", "adyen"):
        await client.publisher.publish(f"tollbridge.dlq.{connector}.x", b"", {wire.MSG_ID: connector})
    assert [each.connector async for each in letters(await admin(client), "adyen")] == ["adyen"]
    assert [each.connector async for each in letters(await admin(client))] == ["stripe", "adyen"]


async def test_a_record_lives_longer_than_its_message_and_for_a_person_longest(
        options: BridgeOptions, client: BridgeClient, sandbox: Sandbox, held: AsyncExitStack,
        monkeypatch: pytest.MonkeyPatch) -> None:
    await held.enter_async_context(worker(options, sandbox))
    done = await client.execute(authorize("pay-0"), timeout_s=WAIT_S)
    letter = await manual(client, sandbox, monkeypatch)

    async def life(op_id: str) -> str:
        message = await client.connection.last_message("OPS", f"tollbridge.ops.stripe.{op_id}")
        assert message is not None
        return message.headers["Nats-TTL"]

    assert await life(done.op_id) == f"{35 * 86400}s"
    assert await life(letter.op_id) == f"{400 * 86400}s"
    await resolve(client, letter.op_id, done=False, note="asked support")
    assert await life(letter.op_id) == f"{400 * 86400}s", "as long as its letter may be read"
