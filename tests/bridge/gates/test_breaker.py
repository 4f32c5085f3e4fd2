"""A processor that fails, accounts that it does not take, and calls that it puts off: with real workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from bridge.surroundings import STRIPE, admin, authorize, bridge, bridge_options, make_streams, order, worker
from tollbridge.accounts import AccountStore
from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order
from tollbridge.bridge.gates.circuits import BreakerOptions, Waits
from tollbridge.bridge.gates.shared import Shared
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.messages import State, decode_answer, encode_json
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.operations import SYNC
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import CircuitOpen

GATES = GateOptions(
    breaker=BreakerOptions(failures=3, waits=Waits(first_s=0.6, longest_s=1.2, probe_s=5)),
    paused=Waits(first_s=0.5, longest_s=1.0, probe_s=5))
WRONG = '{"config": {"Stripe": {"api_key": "sk_wrong_0123456789"}}}'
INTENTS = "payment_intents.create"
WITHIN_S = 15


class Alerts(Hooks):
    def __init__(self) -> None:
        self.kinds: list[str] = []

    def alert(self, kind: str, work: Work, why: str) -> None:
        self.kinds.append(kind)


@asynccontextmanager
async def workers(options: BridgeOptions, sandbox: Sandbox, count: int, hooks: Hooks | None = None,
                  accounts: AccountStore | None = None, gates: GateOptions = GATES) -> AsyncIterator[list[Worker]]:
    async with AsyncExitStack() as held:
        made = [await held.enter_async_context(worker(
            options, sandbox, hooks, gates, accounts=accounts, worker_id=f"w{number}",
            operations=("payments.authorize", "payments.sync"))) for number in range(count)]
        yield made


@asynccontextmanager
async def around(server: NatsServer, count: int, **more: Any
                 ) -> AsyncIterator[tuple[BridgeClient, Sandbox, list[Worker]]]:
    options = bridge_options(server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, workers(options, sandbox, count, **more) as made, bridge(options) as client:
        yield client, sandbox, made


async def until(shared: Shared, what: Callable[[Mapping[str, str]], bool]) -> None:
    """Waits for what is held back to be so: by its changes, not by looking again and again."""
    changed = asyncio.Event()
    shared.on_change.append(lambda *_: changed.set())
    async with asyncio.timeout(WITHIN_S):
        while not what({subject: held.state for subject, held in shared.held.items()}):
            changed.clear()
            await changed.wait()


def sync() -> Order:
    return order(SYNC, {"connector_transaction_id": "pi_1", "amount": {"minor_amount": 1, "currency": "USD"}})


def opened(kind: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda held: any(f".{kind}." in subject and state == "open" for subject, state in held.items())


def nothing(held: Mapping[str, str]) -> bool:
    return not held


async def test_it_opens_after_failures_lets_one_probe_and_closes(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server, 2) as (client, sandbox, made):
        sandbox.faults.add("error_before_effect", processor="stripe", operation=INTENTS, times=None)
        states: list[str] = []
        client.shared.on_change.append(lambda subject, held: states.append(held.state))
        waiting = [asyncio.ensure_future(client.execute(authorize(f"pay-{number}"), timeout_s=WITHIN_S))
                   for number in range(12)]
        await until(client.shared, opened("breaker"))
        await sandbox.requests.wait_for(INTENTS, 12, answered=True)  # those that were on their way
        sandbox.requests.clear()
        await until(client.shared, lambda held: "probing" in held.values())
        await until(client.shared, opened("breaker"))
        assert len(sandbox.requests.of(INTENTS)) == 1, "more than one probed"

        sandbox.faults.clear()
        answers = await asyncio.gather(*waiting)
        assert {answer.state for answer in answers} == {State.DONE}
        assert sandbox.ledger.total("USD").charges == 12
        await until(client.shared, nothing)
        assert all(not its.client.shared.held for its in made)
        assert states.count("closed") == 1


async def test_declines_never_open_it(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server, 1) as (client, _, made):
        for number in range(8):
            answer = await client.execute(authorize(f"pay-{number}", number="4000000000000002"), timeout_s=5)
            assert answer.outcome == "declined"
        assert not made[0].client.shared.held


async def test_a_question_is_told_when_to_ask_again(empty_nats_server: NatsServer) -> None:
    gates = GateOptions(breaker=BreakerOptions(failures=3, waits=Waits(first_s=30)))
    async with around(empty_nats_server, 1, gates=gates) as (client, sandbox, _):
        sandbox.faults.add("error_before_effect", processor="stripe", operation="payment_intents.retrieve", times=None)
        for _ in range(3):
            answer = await client.query(sync(), timeout_s=5)
            assert answer.problem is not None
            assert answer.problem.reason == "OUTCOME_UNKNOWN"
        sandbox.requests.clear()
        await until(client.shared, opened("breaker"))
        with pytest.raises(CircuitOpen) as told:
            await client.query(sync(), timeout_s=5)
        assert told.value.retry_after is not None
        assert 0 < told.value.retry_after.total_seconds() <= 30
        other = await client.connection.request(  # who asks the workers themselves
            "hyperswitch.payments.shop-1.sync.stripe", encode_json(sync().request),
            {wire.CONFIG: STRIPE, wire.ENVIRONMENT: "sandbox"})
        answer = decode_answer(other.data)
        assert answer.problem is not None
        assert (answer.problem.reason, answer.state) == ("CIRCUIT_OPEN", State.REJECTED)
        assert 0 < (answer.problem.retry_after_s or 0) <= 30
        assert not len(sandbox.requests)


async def test_a_worker_that_starts_later_knows_what_is_held_back(empty_nats_server: NatsServer) -> None:
    gates = GateOptions(breaker=BreakerOptions(failures=1, waits=Waits(first_s=60)))
    async with around(empty_nats_server, 1, gates=gates) as (client, sandbox, _):
        sandbox.faults.add("error_before_effect", processor="stripe", operation=INTENTS, times=1)
        await client.submit(authorize("pay-1"))
        await until(client.shared, opened("breaker"))
        async with workers(client.options, sandbox, 1, gates=gates) as (late,):
            assert late.client.shared.held == client.shared.held


async def test_without_the_stream_each_worker_goes_by_what_it_sees(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        await (await admin(client)).connection.api("STREAM.DELETE.GATES")
        async with Sandbox() as sandbox, workers(options, sandbox, 1) as (its,):
            sandbox.faults.add("error_before_effect", processor="stripe", operation=INTENTS, times=3)
            answers = await asyncio.gather(*(
                client.execute(authorize(f"pay-{number}"), timeout_s=WITHIN_S) for number in range(4)))
            assert {answer.state for answer in answers} == {State.DONE}
            assert not its.client.shared.held


async def test_a_refused_account_pauses_all_workers_and_alerts_once(empty_nats_server: NatsServer) -> None:
    alerts = Alerts()
    async with around(empty_nats_server, 2, hooks=alerts) as (client, sandbox, _):
        for number in range(6):
            await client.submit(authorize(f"pay-{number}", config=WRONG))
        await until(client.shared, opened("account"))
        await until(client.shared, lambda held: "probing" in held.values())
        await until(client.shared, opened("account"))
        assert alerts.kinds == ["account_paused"]

        answer = await client.execute(authorize("pay-good"), timeout_s=5)
        assert answer.state == State.DONE, "credentials of another call are another account"
        assert sandbox.ledger.total("USD").charges == 1


async def test_a_changed_account_goes_on_at_once(empty_nats_server: NatsServer) -> None:
    from tollbridge.accounts.account import RawAccount
    from tollbridge.accounts.store import Found, KeptAccounts

    class Kept:
        key = "sk_wrong_0123456789"

        async def read(self) -> Found:
            return Found([RawAccount("shop-1", "stripe", {"api_key": self.key})], [])

        async def close(self) -> None:
            return

    source = Kept()
    accounts = KeptAccounts(source, refresh_s=3600)
    alerts = Alerts()
    gates = GateOptions(paused=Waits(first_s=3600, longest_s=3600))
    async with around(empty_nats_server, 1, hooks=alerts, accounts=accounts, gates=gates) as (client, _, _):
        waiting = asyncio.ensure_future(client.execute(authorize("pay-1", config=None), timeout_s=WITHIN_S))
        await until(client.shared, opened("account"))
        source.key = "sk_test_0123456789"
        await accounts.refresh()
        answer = await client.execute(authorize("pay-2", config=None), timeout_s=5)
        assert answer.state == State.DONE
        waiting.cancel()
        assert alerts.kinds == ["account_paused"]


async def test_a_processor_that_says_how_long_puts_all_of_the_kind_off(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server, 2) as (client, sandbox, _):
        sandbox.faults.add("too_many_requests", processor="stripe", operation=INTENTS, times=1, seconds=1)
        first = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=WITHIN_S))
        await until(client.shared, opened("rate"))
        began = asyncio.get_running_loop().time()
        second = await client.execute(authorize("pay-2"), timeout_s=WITHIN_S)
        assert asyncio.get_running_loop().time() - began > 0.7
        assert {second.state, (await first).state} == {State.DONE}


@pytest.mark.parametrize("bad", ["*", "a.b", "", "x" * 65])
def test_what_a_header_says_of_an_account_is_part_of_a_subject_or_nothing(bad: str) -> None:
    from tollbridge.bridge.gates.identity import Lane
    from tollbridge.bridge.routes import DURABLE

    assert Lane.of(DURABLE[0], "stripe", "shop-1", bad).given == ""
