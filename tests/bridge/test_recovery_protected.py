"""The day the servers are lost, with all of it on: encryption and signatures, evidence, webhooks, the audit trail."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from bridge import secured
from bridge.programs import ended, settings
from bridge.proving import charges, ends
from bridge.surroundings import as_bridge, authorize, authorize_stored, bridge, key_files, of_worker
from bridge.test_evidence import FILE, Wire, handed_in, key_file
from bridge.webhooks.hooking import accounts, hearing, paid, stripe_headers
from sandbox.test_paypal_connector import disputed
from tollbridge import BlockingTollbridge
from tollbridge.bridge import messages as wire
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.horizon import epoch
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.webhooks.reading import HookOptions
from tollbridge.bridge.webhooks.storing import StreamedHooks
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.edges.cli.bridge_wiring import bridge_options
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.sandbox import SandboxThread
from tollbridge.service import Service, ServiceOptions
from tollbridge.settings import Settings, load

KEY = "of-the-audit-trail-32-characters-or-more"
NAME = "Mira Okafor"
WITHIN_S = 20
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "recover-the-bridge.md"
STRIPE_ONLY, BOTH = ("stripe",), ("stripe", "paypal")


class Place(NamedTuple):
    """A server, with the settings of processes there."""

    config: tuple[str, str]
    settings: Settings

    @asynccontextmanager
    async def worker(self, to: Wire, sandbox: SandboxThread, connectors: tuple[str, ...] = BOTH
                     ) -> AsyncIterator[Worker]:
        options = bridge_options(self.settings, "tollbridge worker")
        assert options.protection is not None
        keys = replace(options.protection, private_keys=options.protection.private_keys.replace("bridge", "worker"))
        its = Worker(
            WorkerOptions(bridge=replace(of_worker(options, connectors), protection=keys), connectors=connectors,
                          webhooks=HookOptions(parked_s=0.5)),
            Service(ServiceOptions(environment=Environment.TEST, connector_urls={
                "stripe": sandbox.base_url("stripe"), "paypal": to.base_url}), accounts=accounts()))
        await its.service.open()
        await its.start()
        try:
            yield its
        finally:
            await its.drain()

    def bridge(self) -> AbstractAsyncContextManager[BridgeClient]:
        return bridge(as_bridge(bridge_options(self.settings, "tollbridge bridge")))


def place(server: NatsServer, folder: Path, name: str) -> Place:
    (folder / name).mkdir()
    file = settings(
        folder / name, server, bridge__connectors=list(BOTH), bridge__processor_timeouts_s__authorize=1.0,
        bridge__protection__mode="on", bridge__protection__private_keys=f"{folder}/bridge.jwks",
        bridge__protection__public_keys=f"{folder}/public.jwks", bridge__evidence__key_file=f"{folder}/evidence.key",
        bridge__audit__enabled=True, bridge__audit__key=KEY)
    return Place(("--config", str(file)), load(str(file)).settings)


def step(number: int, **named: str) -> list[list[str]]:
    """The commands of that step of the runbook, as it is written; what it leaves open by name."""
    steps = PAGE.read_text().split("\n## Restore\n")[1].split("\nHere it is done")[0]
    its = re.split(r"^\d+\. ", steps, flags=re.M)[number]
    told = [line for line in its.splitlines() if not line.strip().startswith("|")]
    commands = re.findall(r"`tollbridge ([^`]+)`", " ".join(told))
    assert commands, f"step {number} has no command"
    return [[named.get(word, word) for word in command.split()] for command in commands]


async def took(client: BridgeClient, body: bytes) -> None:
    """A webhook, as a receiver stores it once it is proved."""
    store = StreamedHooks(client.connection, client.publisher, BOTH, client.protection)
    assert await store.put("shop-1", "stripe", WebhookRequest(
        "POST", "/webhooks/stripe/shop-1", "", tuple(stripe_headers(body).items()), body), 5.0, proved=True)


async def file_of(client: BridgeClient, op_id: str) -> bytes:
    """As a worker has it: the operation decrypted, and its file put back."""
    message = await client.connection.next_message("DISPUTES", f"hyperswitch.*.*.*.paypal.{op_id}")
    assert message is not None
    assert client.protection is not None
    key = client.protection.accept(message.subject, message.headers, message.data, epoch(message.at))
    request = json.loads(await client.protection.read(message.subject, message.headers, message.data, key))
    await client.evidence.put_back(request, message.headers, "paypal", op_id, message.headers[wire.REQUEST_HASH])
    return base64.b64decode(request["evidence_documents"][1]["file_content"])


@pytest.fixture
def dispute(sandbox: SandboxThread) -> str:
    with BlockingTollbridge("paypal", environment="test", client_id="client", client_secret="s",
                            base_url=sandbox.base_url("paypal")) as client:
        return disputed(sandbox, client)


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


async def test_all_that_is_encrypted_is_there_again_and_nothing_is_charged_twice(
        nats_server: NatsServer, sandbox: SandboxThread, dispute: str, tmp_path: Path) -> None:
    key_files(tmp_path)
    key_file(tmp_path, secrets.token_hex(32)).rename(tmp_path / "evidence.key")
    key, folder = str(key_file(tmp_path)), tmp_path / "backup"
    early, late = authorize("early", config=None), authorize("late", config=None)
    waiting, by_card = authorize_stored("waiting"), authorize("waiting-card", config=None)
    leaves = authorize("leaves", merchant_id="shop-2")
    register = str(tmp_path / "erasures.json")
    async with Wire(sandbox) as paypal:
        async with secured.started() as server:
            its = place(server, tmp_path, "first")
            assert (await ended("streams", "apply", *its.config)).code == 0
            async with its.bridge() as client, hearing(client) as events:
                await took(client, paid("evt_1"))
                async with its.worker(paypal, sandbox):
                    assert (await client.execute(early, WITHIN_S)).state == State.DONE
                    assert (await client.execute(leaves, WITHIN_S)).state == State.DONE
                    await events.count(1)
                submitted = [(await client.submit(order)).op_id for order in (waiting, by_card)]
                evidence = (await client.submit(replace(handed_in(dispute, FILE), config=None))).op_id
                await took(client, paid("evt_2", "pi_2"))
            saved = await ended("backup", "--to", str(folder), "--key-file", key, *its.config, "--json")
            assert saved.code == 0, saved.err
            copied = {each["name"] for each in saved.json["streams"]}
            assert copied >= {"KEYS", "ERASURES", "AUDIT", "WEBHOOKS", "STATUSES"}
            assert any(name.startswith("OBJ_evidence") for name in copied)
            async with its.bridge() as client, its.worker(paypal, sandbox, STRIPE_ONLY), ends(client) as watching:
                await client.submit(late)
                assert {record.state for record in (await watching.of(submitted, WITHIN_S)).values()} == {State.DONE}
                assert (await client.execute(late, WITHIN_S)).state == State.DONE
            erased = await ended("keys", "erase", "--merchant", "shop-2", "--yes", "--register", register, *its.config)
            assert erased.code == 0, erased.err
            told = [json.loads(line) for line in (await ended("audit", "export", *its.config)).out.splitlines()]
            assert [(each["outcome"], each["facts"]["merchant"]) for each in told
                    if each.get("operation") == "keys erase"] == [("begun", "shop-2"), ("done", "shop-2")]
            disk = Path(server.process.directory)
            await server.kill()
        assert not disk.exists()
        charged = charges(sandbox.sandbox)
        assert charged == {"o1": 1, "early": 1, "leaves": 1, "late": 1, "waiting": 1, "waiting-card": 1}
        assert paypal.calls == 0
        assert not any(NAME.encode() in file.read_bytes() for file in folder.iterdir())

        async with secured.started() as server, AsyncExitStack() as held:
            its = place(server, tmp_path, "second")
            restore, = step(3, DIR=str(folder), FILE=key)
            assert "say --erasures FILE" in (await ended(*restore, *its.config)).err
            for words in ([*restore, "--erasures", register], *step(4)):
                done = await ended(*words, *its.config)
                assert done.code == 0, done.err + done.out
            client = await held.enter_async_context(its.bridge())
            events = await held.enter_async_context(hearing(client))
            answer = await client.execute(early, WITHIN_S)
            assert (answer.state, (answer.read() or {}).get("status")) == (State.DONE, "CHARGED"), "without a worker"
            gone = await client.execute(leaves, WITHIN_S)
            assert (gone.state, gone.read()) == (State.DONE, None), "its key stays erased"
            assert await file_of(client, evidence) == FILE
            await client.submit(by_card)  # with its card once more, before a worker finds it without
            async with its.worker(paypal, sandbox), ends(client) as watching:
                for order in (waiting, by_card, late):
                    answer = await client.execute(order, WITHIN_S)
                    assert answer.state == State.DONE, answer
                assert (await watching.of([evidence], WITHIN_S))[evidence].state == State.MANUAL, "for a person to ask"
                (event,) = await events.count(1)
                assert event["connector_event_id"] == "evt_2"
            look, = step(7)
            assert evidence in (await ended(*look, *its.config)).out
            end, = step(8)
            assert (await ended(*end, *its.config)).code == 0
            verified = await ended("audit", "verify", *its.config)
            assert verified.code == 0, verified.out
        assert paypal.calls == 0, "handed in once already, for all that is known here"
        assert charges(sandbox.sandbox) == charged
