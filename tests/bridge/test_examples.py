"""The examples of the bridge do what they say, with a real nats-server and the sandbox; each worker is killed once."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from bridge.nats_surroundings import Unsecured, not_secured
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, order, stack
from tollbridge.bridge.client import BridgeClient, Order
from tollbridge.bridge.discovery import Seen, drain, workers
from tollbridge.bridge.server import NatsCluster, NatsServer
from tollbridge.domain.operations import CAPTURE, CREATE_PAYOUT, REFUND, SYNC
from tollbridge.edges.cli import main
from tollbridge.sandbox import FaultKind, Sandbox

EXAMPLES = Path(__file__).parents[2] / "examples" / "bridge"
GENERIC = (sys.executable, str(EXAMPLES / "workers/generic.py"), "acme")
START_S, FETCH_S, DONE_S = 60.0, 300.0, 45.0
QUICK = {"payments.authorize": 1.5, "payments.capture": 1.5, "refunds.execute": 1.5}
"""A lease is over soon: a worker that is killed is not waited for."""

pytestmark = not_secured(Unsecured.URL_ALONE)


class Process:
    """An example that runs until it is told to stop."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said: list[str] = []

    async def until(self, word: str) -> str:
        """The line that begins with it."""
        assert self._process.stdout is not None
        async with asyncio.timeout(START_S):
            while line := (await self._process.stdout.readline()).decode():
                self.said.append(line)
                if line.startswith(word):
                    return line.strip()
        raise AssertionError(f"it ended: {''.join(self.said)}")

    async def killed(self) -> None:
        self._process.kill()
        await self._process.wait()

    async def stopped(self) -> int:
        if self._process.returncode is None:
            self._process.terminate()
        return await self.ended()

    async def ended(self) -> int:
        async with asyncio.timeout(START_S):
            return await self._process.wait()


@asynccontextmanager
async def running(command: Sequence[str], env: Mapping[str, str], cwd: Path | None = None) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **env}, cwd=cwd,
                                                   stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
        rest, _ = await process.communicate()
        print(rest.decode(errors="replace"))


class Around(NamedTuple):
    """Streams, a bridge and a sandbox, of which a worker in another language is told by variables."""

    sandbox: Sandbox
    bridge: BridgeClient
    env: dict[str, str]


@pytest.fixture
async def around(empty_nats_server: NatsServer) -> AsyncIterator[Around]:
    async with AsyncExitStack() as held:
        options = bridge_options(empty_nats_server.url, "acme", streams={"processor_timeouts_s": QUICK})
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        yield Around(sandbox, client, {"NATS_URL": empty_nats_server.url, "PROCESSOR_KEY": "sk_test_example",
                                       "PROCESSOR_URL": sandbox.base_url("stripe")})


async def pays_and_survives(around: Around, command: Sequence[str], cwd: Path | None = None) -> None:
    """Found, paid, declined, repeated; killed after the processor's effect, and replaced; drained."""
    sandbox, client, env = around
    async with running(command, env, cwd) as worker:
        its_id = (await worker.until("ready ")).split()[1]
        found: list[Seen] = []
        async with asyncio.timeout(DONE_S):  # a busy machine takes longer to answer than anybody listens
            while not found:
                found = [seen for seen in await workers(client.connection, 1.0) if seen.id == its_id]
        (seen,) = found
        assert seen.metadata["connectors"] == "acme"
        paid = await client.execute(authorize("pay-1", connector="acme"), DONE_S)
        assert (paid.state, paid.outcome, (paid.read() or {})["status"]) == ("DONE", "ok", "CHARGED")
        assert (await client.execute(authorize("pay-1", connector="acme"), DONE_S)).result == paid.result
        declined = await client.execute(authorize("pay-2", number="4000000000009995", connector="acme"), DONE_S)
        assert (declined.state, declined.outcome, (declined.read() or {})["status"]) == ("DONE", "declined", "FAILURE")

        sandbox.faults.add(FaultKind.LATE_ANSWER, seconds=30.0)
        charged = sandbox.ledger.total("USD").charges
        submitted = await client.submit(authorize("pay-3", connector="acme"))
        async with asyncio.timeout(DONE_S):
            while sandbox.ledger.total("USD").charges == charged:
                await asyncio.sleep(0.01)
        await worker.killed()
    async with running(command, env, cwd) as worker:
        its_id = (await worker.until("ready ")).split()[1]
        done = await client.execute(authorize("pay-3", connector="acme"), DONE_S)
        assert (done.op_id, done.state) == (submitted.op_id, "DONE")
        assert done.attempt >= 2
        assert sandbox.ledger.total("USD").charges == charged + 1
        kept = await client.records.get("acme", done.op_id)
        assert kept is not None
        assert (kept.record.operation, kept.record.answer()) == ("authorize", done)
        async with asyncio.timeout(DONE_S):  # card data goes after the answer
            while await client.bucket.get("acme", done.op_id, kept.record.request_hash) is not None:
                await asyncio.sleep(0.01)
        await drain(client.connection, its_id)
        assert await worker.ended() == 0
    late = await client.submit(authorize("pay-4", connector="acme", deadline_s=0.001))
    async with running(command, env, cwd) as worker:
        await worker.until("ready ")
        async with asyncio.timeout(DONE_S):
            while (ended := await client.operation(late.op_id)) is None or not ended.final:
                await asyncio.sleep(0.05)
        assert ended.problem is not None
        assert (ended.state, ended.problem.reason) == ("REJECTED", "DEADLINE_EXCEEDED")
        assert await worker.stopped() == 0
    assert sandbox.ledger.total("USD").charges == charged + 1


async def test_the_generic_worker(around: Around) -> None:
    await pays_and_survives(around, GENERIC)


async def test_the_generic_worker_in_a_cluster(nats_cluster: NatsCluster) -> None:
    """Payments have two streams there, and card data two places."""
    async with AsyncExitStack() as held:
        options = bridge_options(",".join(nats_cluster.urls), "acme", streams={"replicas": 3})
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        env = {"NATS_URL": nats_cluster.urls[0], "PROCESSOR_KEY": "sk_test_example",
               "PROCESSOR_URL": sandbox.base_url("stripe")}
        worker = await held.enter_async_context(running(GENERIC, env))
        await worker.until("ready ")
        paid = await asyncio.gather(*(client.execute(authorize(f"pay-{number}", connector="acme"), DONE_S)
                                      for number in range(8)))
        assert [(each.state, each.outcome) for each in paid] == [("DONE", "ok")] * 8
        assert {int(each.op_id[-1], 16) % 2 for each in paid} == {0, 1}, "all went to one of the streams"
        assert sandbox.ledger.total("USD").charges == 8


async def test_the_generic_worker_captures_refunds_and_answers(around: Around) -> None:
    sandbox, client, env = around

    def about(operation: Any, request: dict[str, Any], **more: Any) -> Any:
        return order(operation, request, connector="acme", **more)

    async with running(GENERIC, env) as worker:
        await worker.until("ready ")
        reserved = await client.submit(authorize("pay-1", connector="acme", request={"capture_method": "MANUAL"}))
        taken = await client.execute(about(CAPTURE, {
            "merchant_capture_id": "capture-1", "amount_to_capture": {"minor_amount": 4250, "currency": "USD"}},
            after=reserved.op_id), DONE_S)
        payment = taken.read()
        assert payment is not None, taken.problem
        assert payment["status"] == "CHARGED"
        its_id = payment["connector_transaction_id"]
        given_back = await client.execute(about(REFUND, {
            "merchant_refund_id": "refund-1", "connector_transaction_id": its_id,
            "refund_amount": {"minor_amount": 1000, "currency": "USD"}}), DONE_S)
        assert (given_back.read() or {})["status"] == "REFUND_SUCCESS", given_back.problem
        asked = await client.query(about(SYNC, {"connector_transaction_id": its_id}), 5)
        assert (asked.read() or {})["status"] == "CHARGED"
        unknown = await client.query(about(SYNC, {"connector_transaction_id": "pi_nobody"}), 5)
        assert unknown.problem is not None
        assert unknown.problem.reason == "REJECTED"
    assert (sandbox.ledger.total("USD").captured, sandbox.ledger.total("USD").refunded) == (4250, 1000)


async def test_the_client(empty_nats_server: NatsServer) -> None:
    """Against our own workers, as `tollbridge dev` has them. The second time nothing is paid again."""
    async with stack(empty_nats_server.url) as (_, sandbox):
        for _ in range(2):
            async with running((sys.executable, str(EXAMPLES / "client.py"), "order-1"),
                               {"NATS_URL": empty_nats_server.url}) as client:
                await client.until("sync ")
                assert await client.ended() == 0
            assert "".join(client.said) == """\
authorize AUTHORIZED
operation DONE after 1 attempt
capture CHARGED
refund REFUND_SUCCESS
sync CHARGED
"""
        total = sandbox.ledger.total("EUR")
        assert (total.charges, total.captured, total.refunded) == (1, 4250, 1000)


ACCOUNTS = {"stripe": {"API_KEY": "sk_test_1"}, "adyen": {"API_KEY": "AQE_1", "MERCHANT_ACCOUNT": "ShopECOM"},
            "paypal": {"CLIENT_ID": "shop-1", "CLIENT_SECRET": "secret-1"}}


PAYOUT = {"merchant_payout_id": "payout-1", "amount": {"minor_amount": "2500", "currency": "USD"},
          "payout_method_data": {"paypal": {"email": "ida@shop.example"}}}


def settings(connector: str, url: str, sandbox: Sandbox) -> dict[str, str]:
    """Variables for a worker with our engine."""
    said = {"ENVIRONMENT": "test", "BRIDGE__SERVERS": url, "BRIDGE__CONNECTORS": connector, "BRIDGE__REPLICAS": "1",
            "ROUTING__MODE": "bridge",  # as in the one file of all processes
            "BRIDGE__PROCESSOR_TIMEOUTS_S": json.dumps({"authorize": 1.5}),
            "TRANSPORT__GUARD__ENABLED": "false", "ACCOUNTS__STORE": "environment", "WORKER__HTTP__PORT": "0",
            f"CONNECTORS__{connector.upper()}__BASE_URL": sandbox.base_url(connector)}
    account = f"TOLLBRIDGE_ACCOUNT__SHOP1__{connector.upper()}"
    return {**{f"TOLLBRIDGE__{name}": value for name, value in said.items()},
            **{f"{account}__{name}": value for name, value in ACCOUNTS[connector].items()}}


@pytest.mark.parametrize(("connector", "effect", "currency"), [
    ("stripe", "payment_intents.create", "USD"), ("adyen", "payments.create", "USD"),
    ("paypal", "orders.create", "USD")])
async def test_a_worker_with_our_engine(connector: str, effect: str, currency: str, empty_nats_server: NatsServer,
                                        tmp_path: Path) -> None:
    url, command = empty_nats_server.url, (sys.executable, str(EXAMPLES / f"workers/{connector}.py"))

    def pay(payment: str) -> Order:
        return authorize(payment, connector=connector, merchant_id="shop1", config=None,
                         request={"return_url": "https://shop.example/return"})

    async with AsyncExitStack() as held:
        options = bridge_options(url, connector, streams={"processor_timeouts_s": {"payments.authorize": 1.5}})
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        client = await held.enter_async_context(bridge(options))
        hold = tmp_path / "hold"
        env = {**settings(connector, url, sandbox), "HOLD": str(hold)}
        async with running(command, env) as worker:
            await worker.until("ready ")
            paid = await client.execute(pay("pay-1"), DONE_S)
            assert (paid.state, paid.outcome) == ("DONE", "ok"), paid.problem
            sandbox.faults.add(FaultKind.LATE_ANSWER, seconds=30.0, operation=effect)
            charged = sandbox.ledger.total(currency).charges
            submitted = await client.submit(pay("pay-2"))
            async with asyncio.timeout(DONE_S):
                while sandbox.ledger.total(currency).charges == charged:
                    await asyncio.sleep(0.01)
            await worker.killed()
        async with running(command, env) as worker:
            its_id = (await worker.until("ready ")).split()[1]
            done = await client.execute(pay("pay-2"), DONE_S)
            assert (done.op_id, done.state) == (submitted.op_id, "DONE")
            assert done.attempt >= 2
            kept = await client.records.get(connector, done.op_id)
            assert kept is not None
            assert kept.record.answer() == done
            assert sandbox.ledger.total(currency).charges == charged + 1 == 2
            await its_own(connector, worker, client, sandbox, pay("pay-3"), hold)
            await drain(client.connection, its_id)
            assert await worker.ended() == 0


async def its_own(connector: str, worker: Process, client: BridgeClient, sandbox: Sandbox, pay: Order,
                  hold: Path) -> None:
    """What this template has beside the engine."""
    if connector == "stripe":
        sandbox.faults.add(FaultKind.UNAUTHORIZED)
        await client.submit(pay)
        told = json.loads((await worker.until("alert ")).removeprefix("alert "))
        assert (told["kind"], told["connector"], told["merchant_id"]) == ("account_paused", "stripe", "shop1")
    elif connector == "adyen":
        told = json.loads(await worker.until('{"operation"'))
        assert (told["operation"], told["state"]) == ("payments.authorize", "DONE")
    else:
        payout = order(CREATE_PAYOUT, PAYOUT, connector=connector, merchant_id="shop1", config=None)
        hold.touch()
        waits = await client.execute(payout, 1.0)
        assert (waits.state, waits.attempt) == ("ACCEPTED", 0)
        hold.unlink()
        done = await client.execute(payout, DONE_S)
        assert (done.state, done.outcome) == ("DONE", "ok"), done.problem


async def test_the_worker_in_go(around: Around, tmp_path: Path) -> None:
    if shutil.which("go") is None:
        pytest.skip("Go is not installed")
    async with running(("go", "build", "-o", str(tmp_path / "worker"), "."), {}, EXAMPLES / "workers/go") as building:
        async with asyncio.timeout(FETCH_S):
            assert await building.ended() == 0
    await pays_and_survives(around, (str(tmp_path / "worker"), "acme"))


async def test_the_worker_in_node(around: Around, tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("Node and npm are not installed")
    for name in ("package.json", "package-lock.json", "worker.mjs", "processor.mjs"):
        shutil.copy(EXAMPLES / "workers/node" / name, tmp_path / name)
    async with running(("npm", "ci", "--silent", "--no-audit", "--no-fund"), {}, tmp_path) as fetching:
        async with asyncio.timeout(FETCH_S):
            assert await fetching.ended() == 0
    await pays_and_survives(around, ("node", "worker.mjs", "acme"), tmp_path)


@pytest.mark.parametrize("name", sorted(path.stem for path in (EXAMPLES / "configurations").glob("*.toml")))
def test_a_configuration_is_good(name: str, tmp_path: Path) -> None:
    """Files that it names are put where they can be read here."""
    accounts = tmp_path / "accounts.toml"
    accounts.write_text('[shop-1.stripe]\napi_key = "sk_test_1"\n')
    accounts.chmod(0o600)
    file = tmp_path / f"{name}.toml"
    text = (EXAMPLES / "configurations" / f"{name}.toml").read_text()
    file.write_text(text.replace("/etc/tollbridge/accounts.toml", str(accounts)))
    checked = CliRunner().invoke(main, ["config", "check", "--config", str(file)])
    assert checked.exit_code == 0, checked.output
    assert checked.output.endswith("environment live\n" if name == "cluster" else "environment test\n")
