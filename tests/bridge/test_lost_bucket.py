"""The bucket in memory is lost with its server: nothing is charged twice, lost, or told as failed that was done."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest

from bridge.fleet import STEPS, Fleet, FleetOptions
from bridge.processors import API_KEY, BLINDPAY, SEARCHPAY, registered, urls
from bridge.proving import WHOLE, charges, count, ends, faults
from bridge.surroundings import (
    ACCOUNTS,
    STRIPE,
    authorize,
    authorize_stored,
    bridge,
    bridge_options,
    key_files,
    make_streams,
    worker,
)
from tollbridge.bridge.client import BridgeOptions, Order
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.worker.work import Hooks, Work
from tollbridge.bridge.worker.worker import Worker
from tollbridge.sandbox import Sandbox

OPERATIONS, MANY = count(50, 8), count(400, 60)
QUICK = {"processor_timeouts_s": {"payments.authorize": 1.0, "payments.sync": 1.0}}
ON_FILE = {"stripe": ACCOUNTS, **{name: {f"TOLLBRIDGE_ACCOUNT__SHOP-1__{name.upper()}__API_KEY": API_KEY}
                                  for name in (SEARCHPAY, BLINDPAY)}}
WITHIN_S = 40


class Dying(Hooks):
    """As many attempts as told end at a step, as if their worker had died there."""

    def __init__(self, step: str, times: int) -> None:
        self._step, self.left = step, times
        self.all = asyncio.Event()
        self.alerts: set[str] = set()

    async def reached(self, step: str, work: Work) -> None:
        if step == self._step and self.left:
            self.left -= 1
            if not self.left:
                self.all.set()
            raise ConnectionError("as if this worker had died here")

    def alert(self, kind: str, work: Work, why: str) -> None:
        if kind == "manual":
            self.alerts.add(work.address.op_id)


def worker_of(connector: str, options: BridgeOptions, sandbox: Sandbox, hooks: Hooks,
              ) -> AbstractAsyncContextManager[Worker]:
    return worker(options, sandbox, hooks, connectors=(connector,), accounts=ON_FILE[connector])


async def restart(server: NatsServer) -> None:
    await server.kill()
    await server.start()


async def test_what_was_never_begun_ends_as_expired_and_unsent(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox:
        async with bridge(options) as client:
            ids = [(await client.submit(authorize(f"pay-{number}"))).op_id for number in range(OPERATIONS)]
            whole = (await client.submit(authorize_stored("pay-whole"))).op_id
        await restart(own_nats_server)
        async with bridge(options) as client, ends(client) as watching, worker_of("stripe", options, sandbox, Hooks()):
            records = await watching.of([*ids, whole], WITHIN_S)
            told = {records[op_id].problem.reason for op_id in ids}  # type: ignore[union-attr]
            assert ({records[op_id].state for op_id in ids}, told) == ({State.REJECTED}, {"CARD_DATA_EXPIRED"})
            assert records[whole].state == State.DONE
            again = await client.execute(authorize("pay-0", key="pay-0-once-more"), 10)  # as it was told: sent anew
            assert again.state == State.DONE
    assert charges(sandbox) == {"pay-whole": 1, "pay-0": 1}


@pytest.mark.parametrize(("connector", "config", "step", "state"), [
    ("stripe", STRIPE, "answered", State.MANUAL),
    ("stripe", None, "answered", State.MANUAL),
    ("stripe", None, "claimed", State.MANUAL),
    (SEARCHPAY, None, "answered", State.DONE),
    (SEARCHPAY, None, "claimed", State.REJECTED),
    (SEARCHPAY, '{"config": {"Searchpay": {"api_key": "sk_test_of_another_account"}}}', "answered", State.MANUAL),
])
async def test_what_was_begun_is_asked_for_or_left_to_a_person(own_nats_server: NatsServer, connector: str,
                                                               config: str | None, step: str, state: str) -> None:
    """`answered`: it was charged. `claimed`: nothing had left; only a processor that can be asked proves it."""
    with registered():
        options = bridge_options(own_nats_server.url, connector, streams=QUICK)
        await make_streams(options)
        dying = Dying(step, OPERATIONS)
        async with Sandbox() as sandbox, bridge(options) as client, ends(client) as watching, \
                worker_of(connector, options, sandbox, dying):
            references = {(await client.submit(_order(f"pay-{number}", connector, config))).op_id: f"pay-{number}"
                          for number in range(OPERATIONS)}
            await asyncio.wait_for(dying.all.wait(), 10)
            await restart(own_nats_server)
            records = await watching.of(references, WITHIN_S)
    assert not faults(records, references, sandbox, dying.alerts)
    assert {record.state for record in records.values()} == {state}
    assert charges(sandbox).total() == (OPERATIONS if step == "answered" else 0)


def _order(payment: str, connector: str, config: str | None) -> Order:
    return authorize(payment, connector=connector, config=config)


async def test_killed_at_any_step_and_the_bucket_lost_only_what_nobody_claimed_is_told_as_expired(
        own_nats_server: NatsServer, protection: None) -> None:
    """With protection or without: workers kill themselves at every step, and the server is restarted meanwhile. At a
    processor that cannot be asked, which else would prove of what was claimed that it has not come there.
    """
    options = bridge_options(own_nats_server.url, BLINDPAY, streams=QUICK)
    await make_streams(options)
    with registered():
        async with AsyncExitStack() as held:
            sandbox = await held.enter_async_context(Sandbox())
            sandbox.conducts.set("stripe", latency_s=0.3)
            fleet = Fleet(FleetOptions(
                url=own_nats_server.url, connectors=(BLINDPAY,), urls=urls(sandbox), streams=QUICK,
                kill=dict.fromkeys(STEPS, 0.05), accounts=ON_FILE[BLINDPAY], operations=("payments.authorize",)))
            client = await held.enter_async_context(bridge(options))
            references = {(await client.submit(_order(f"pay-{number}", BLINDPAY, None))).op_id: f"pay-{number}"
                          for number in range(MANY)}
            await held.enter_async_context(fleet)
            watching = await held.enter_async_context(ends(client))
            await sandbox.requests.wait_for("payment_intents.create", MANY // 4)
            await restart(own_nats_server)
            sweeper = Sweeper(client, "the-test", SweeperOptions(every_s=0.5, scan_every_s=2.0, grace_s=3.0))
            await sweeper.start()
            held.push_async_callback(sweeper.stop)
            records = await watching.of(references, 3 * WITHIN_S)
            answers = [await client.operation(op_id) for op_id in references]
    assert not faults(records, references, sandbox, fleet.alerts.get("manual", set()))
    assert max(watching.ended.values()) == 1
    expired = {answer.op_id for answer in answers if answer is not None and answer.problem is not None
               and answer.problem.reason == "CARD_DATA_EXPIRED"}
    print(f"{MANY} operations, {len(expired)} expired; killed {dict(fleet.killed)}; "
          f"{dict(Counter(record.state for record in records.values()))}")
    assert expired, "the bucket was lost before all had begun"
    assert expired == {op_id for op_id, record in records.items() if record.state == State.REJECTED}
    assert {records[op_id].attempts for op_id in expired} == {1}, "the claim that found it gone"
    assert not expired & {told.op_id for _, told in fleet.heard
                          if told.event == "killed" and told.step in ("claimed", "answered")}
    assert fleet.killed.total() > 0


@pytest.fixture(params=[True, False] if WHOLE else [True], ids=["protected", "plain"] if WHOLE else ["protected"])
def protection(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
