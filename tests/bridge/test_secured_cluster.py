"""Three servers that let nobody do more than they must, and take nobody for a server who is none."""

from __future__ import annotations

import asyncio
import contextlib
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from bridge.nats_surroundings import needs_nats_server
from bridge.proving import WHOLE
from bridge.secured import SecuredCluster, Using, answered, client_context
from bridge.surroundings import audit, authorize_stored, bridge, bridge_options, key_files, make_streams, of_worker
from bridge.webhooks.hooking import hook_worker, paid, receiver
from tollbridge.bridge.audit.anchors import Anchors
from tollbridge.bridge.audit.reading import Span, verify
from tollbridge.bridge.audit.signing import Keys, Shared
from tollbridge.bridge.connection import Connection, Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.reading import read_stream
from tollbridge.sandbox import Sandbox

pytestmark = needs_nats_server

KEY = "of-the-audit-trail-32-characters-or-more"
STREAMS = {"replicas": 3, "max_bytes": 128 << 20, "audit": True}
WITHIN_S = 30


async def published(auditor: Connection, number: int) -> None:
    """So many events of the connector, as the auditor reads them; a server that was killed may have been asked."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            with contextlib.suppress(Unavailable):
                found = [message.subject async for message in read_stream(auditor, "EVENTS")]
                if found.count("hyperswitch.events.shop-1.payment.stripe") >= number:
                    return
            await asyncio.sleep(0.1)


async def test_only_a_server_is_taken_for_a_server(tmp_path: Path) -> None:
    """Who has a user's certificate is refused, and so is who has a server's and not the password."""
    its = SecuredCluster(tmp_path / "secured")
    folder = its.folder
    async with its.cluster as cluster:
        member = cluster.process.nodes[0].member
        assert member is not None
        connect = json.dumps({"verbose": False, "user": "route", "pass": folder.proof.password, "name": "x"})
        route = client_context(Path(folder.proof.ca_file), folder.certificate("route"), folder.key("route"))
        user = client_context(Path(folder.proof.ca_file), folder.certificate("admin"), folder.key("admin"))
        told = {}
        for name, context, password in (("user", user, True), ("guess", route, False), ("server", route, True)):
            said = connect if password else connect.replace(folder.proof.password, "0" * 64)
            told[name] = await answered(member.port, context, f"CONNECT {said}\r\nPING\r\n".encode(), greeted=False)
    assert told["user"] == b""
    assert b"Authorization Violation" in told["guess"]
    assert b"Authorization" not in told["server"]
    assert b"cluster name" in told["server"]  # it has come as far as to be asked of which cluster it is


@pytest.mark.skipif(not WHOLE, reason="three servers with all streams, one of which is killed: for whole size")
async def test_payments_webhooks_and_the_trail_go_on_when_the_leader_is_killed(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path / "keys")))
    its = SecuredCluster(tmp_path / "secured")
    async with AsyncExitStack() as held:
        cluster = await held.enter_async_context(its.cluster)
        held.enter_context(Using(its))
        options = bridge_options(",".join(cluster.urls), streams=STREAMS, audit=audit(KEY, "bridge"))
        await make_streams(options, "payments_authorize", "webhooks_")
        sandbox = await held.enter_async_context(Sandbox())
        await held.enter_async_context(hook_worker(of_worker(replace(
            options, connection=its.connection("worker-stripe"), audit=audit(KEY, "worker"))), sandbox))
        client = await held.enter_async_context(bridge(options))
        taken = await held.enter_async_context(receiver(options))
        auditor = Connection(its.connection("auditor"))
        await auditor.open()
        held.push_async_callback(auditor.close)
        for number in (1, 2):
            done = await client.execute(authorize_stored(f"pay-{number}"), WITHIN_S)
            assert (done.state, done.outcome) == (State.DONE, "ok"), done
            async with asyncio.timeout(WITHIN_S):
                while (await taken.post(paid(f"evt_{number}", f"pi_{number}")))[0] != 200:
                    await asyncio.sleep(0.1)  # as a processor does
            await published(auditor, number)
            if number == 1:
                await cluster.kill(await cluster.leader())
        assert sandbox.ledger.total("USD").charges == 2

        async with asyncio.timeout(WITHIN_S):
            assert await Anchors(client.connection, client.publisher, client.audit.signer, 0.0).anchor()
        found = await verify(auditor, Keys([Shared(KEY)]), Span(), days=400)
        assert (found.count, found.anchors, found.signatures) == (0, 1, "verified"), found.faults
        assert found.entries >= 5
