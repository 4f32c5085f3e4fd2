"""What keeps bridges and workers from running on a NATS that would lose what it acknowledges."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bridge.secured import started
from bridge.surroundings import as_admin, bridge_options, make_streams, stream_options
from tollbridge.bridge.connection import Connection, ConnectionOptions
from tollbridge.bridge.safety import Finding, SafetyOptions, Unsafe, look, require
from tollbridge.bridge.server import NatsServer


def options(server: NatsServer, *, live: bool = False, replicas: int = 1, monitoring: Sequence[str] | None = None,
            accept: Sequence[str] = ()) -> SafetyOptions:
    own = (f"http://127.0.0.1:{server.process.http_port}",)
    return SafetyOptions(streams=stream_options(replicas=replicas), live=live, accept=frozenset(accept),
                         monitoring=own if monitoring is None else tuple(monitoring))


async def findings(server: NatsServer, **given: Any) -> list[Finding]:
    connection = Connection(as_admin(ConnectionOptions(servers=(server.url,))))
    await connection.open()
    try:
        return await look(connection, options(server, **given))
    finally:
        await connection.close()


async def add(server: NatsServer, **stream: Any) -> None:
    """A stream of somebody else's making."""
    connection = Connection(as_admin(ConnectionOptions(servers=(server.url,))))
    await connection.open()
    await connection.api(f"STREAM.CREATE.{stream['name']}", {"retention": "limits", "storage": "file", **stream})
    await connection.close()


@asynccontextmanager
async def saying(said: dict[str, Any]) -> AsyncIterator[str]:
    """A monitoring page that says this of its server."""
    async def varz(request: web.Request) -> web.Response:
        return web.json_response(said)

    app = web.Application()
    app.router.add_get("/varz", varz)
    async with TestServer(app, host="127.0.0.1") as running:
        yield str(running.make_url("")).rstrip("/")


async def test_streams_as_wanted_on_a_server_that_writes_first_are_safe(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    assert await findings(empty_nats_server) == []


async def test_streams_that_are_missing_stop_it_in_test_too(empty_nats_server: NatsServer) -> None:
    found = await findings(empty_nats_server)
    assert [(each.stops, "tollbridge streams apply" in each.why) for each in found] == [(True, True)]
    with pytest.raises(Unsafe, match="PAYMENTS"):
        require(found, live=False)


async def test_a_server_that_acknowledges_first_is_refused_in_live_and_told_in_test(
        caplog: pytest.LogCaptureFixture) -> None:
    async with started(sync_always=False) as server:
        await make_streams(bridge_options(server.url))
        found = await findings(server)
    assert len(found) == 1
    assert "sync_interval: always" in found[0].why
    with caplog.at_level(logging.WARNING, "tollbridge.bridge"):
        require(found, live=False)
    assert "UNSAFE" in caplog.text
    with pytest.raises(Unsafe, match="sync_interval: always"):
        require(found, live=True)


@pytest.mark.parametrize("subject", [
    ">", "hyperswitch.>", "hyperswitch.payments.>", "hyperswitch.*.*.sync.*", "hyperswitch.payments.*.authorize",
    "tollbridge.operation.>"])
async def test_a_stream_that_would_answer_for_workers_and_bridges_is_refused(subject: str) -> None:
    async with started() as server:
        await add(server, name="AUDITED", subjects=[subject], no_ack=True)
        found = await findings(server)
    (its,) = (each for each in found if each.about == "stream AUDITED")
    assert its.stops
    assert subject in its.why


async def test_a_stream_beside_ours_is_not_ours_to_judge(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    await add(empty_nats_server, name="OTHER", subjects=["shop.>", "hyperswitch.payments.*.authorize.*.*.copies"])
    assert await findings(empty_nats_server) == []


async def test_a_stream_that_writes_later_or_not_at_all_is_refused(own_nats_server: NatsServer) -> None:
    await add(own_nats_server, name="OPS", subjects=["tollbridge.ops.>"], persist_mode="async")
    await add(own_nats_server, name="REFUNDS", subjects=["hyperswitch.refunds.*.execute.*.*"], storage="memory")
    said = [f"{each.about} {each.why}" for each in await findings(own_nats_server)]
    for told in ("stream OPS has persist_mode async", "stream REFUNDS is not on the disk",
                 "stream REFUNDS throws old operations away"):
        assert any(each.startswith(told) for each in said), said


async def test_fewer_copies_than_wanted_are_told(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    said = [each.why for each in await findings(empty_nats_server, replicas=3) if each.about == "stream REFUNDS"]
    assert said == ["has 1 of 3 copies: tollbridge streams apply"]


async def test_live_wants_copies_and_somebody_who_verifies_unless_that_is_accepted(
        empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    found = await findings(empty_nats_server, live=True, monitoring=())
    assert {each.about for each in found} == {"bridge.replicas", "bridge.monitoring"}
    with pytest.raises(Unsafe):
        require(found, live=True)
    require(await findings(empty_nats_server, live=True, monitoring=(), accept=("replicas", "monitoring")), live=True)


async def test_an_old_server_behind_the_same_cluster_is_refused(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    old = {"version": "2.10.29", "server_id": "OLD", "jetstream": {"config": {"sync_always": True}}}
    async with saying(old) as url:
        own = f"http://127.0.0.1:{empty_nats_server.process.http_port}"
        found = await findings(empty_nats_server, monitoring=(own, url))
    assert [(each.about, each.stops) for each in found] == [(f"server at {url}", True)]
    assert "2.12 or newer" in found[0].why


async def test_a_server_that_is_down_keeps_nobody_from_starting_beside_the_others(
        empty_nats_server: NatsServer, unused_tcp_port: int) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    down, own = f"http://127.0.0.1:{unused_tcp_port}", f"http://127.0.0.1:{empty_nats_server.process.http_port}"
    some = await findings(empty_nats_server, live=True, monitoring=(own, down), accept=("replicas",))
    require(some, live=True)
    none = await findings(empty_nats_server, live=True, monitoring=(down,), accept=("replicas",))
    with pytest.raises(Unsafe, match="does not answer"):
        require(none, live=True)


async def test_one_server_named_twice_does_not_stand_for_two(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    own = f"http://127.0.0.1:{empty_nats_server.process.http_port}"
    found = await findings(empty_nats_server, monitoring=(own, own.replace("127.0.0.1", "localhost")))
    assert ["twice" in each.why for each in found] == [True]


async def test_what_is_no_monitoring_is_told(empty_nats_server: NatsServer) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    async with saying({"hello": "there"}) as url:
        found = await findings(empty_nats_server, monitoring=(url,))
    assert "no nats-server" in found[0].why


class Trying(Connection):
    """Sets `tried` once it has failed to connect anew for the fifth time."""

    def __init__(self, options: ConnectionOptions) -> None:
        super().__init__(options)
        self.failures, self.tried = 0, asyncio.Event()

    async def _failed(self, error: Exception) -> None:
        await super()._failed(error)
        self.failures += 1
        if self.failures == 5:
            self.tried.set()


async def test_an_outage_is_told_once(own_nats_server: NatsServer, caplog: pytest.LogCaptureFixture) -> None:
    connection, back = Trying(as_admin(ConnectionOptions(servers=(own_nats_server.url,)))), asyncio.Event()

    async def again() -> None:
        back.set()

    connection.on_reconnect.append(again)
    await connection.open()
    with caplog.at_level(logging.INFO, "tollbridge.bridge"):
        await own_nats_server.kill()
        async with asyncio.timeout(20):
            await connection.tried.wait()
            await own_nats_server.start()
            await back.wait()
    await connection.close()
    assert len([record for record in caplog.records if "Connect call failed" in record.message]) == 1
    assert caplog.records[-1].message.startswith("nats: connected to")
