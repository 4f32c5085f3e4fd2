"""What only looks: /readyz says what is missing, and commands that read make nothing on the server."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from bridge.merchants import eventually
from bridge.programs import ended, running, settings
from bridge.surroundings import admin, as_admin, bridge, bridge_options, make_streams
from tollbridge.bridge.connection import Connection, ConnectionOptions
from tollbridge.bridge.server import NatsServer

READING = (("operation", "op-1"), ("dlq", "list"), ("dlq", "show", "op-1"),
           ("records", "list", "mandate", "--merchant", "m"),
           ("replay", "--from", "2026-01-01", "--merchant", "m"), ("workers", "list", "--wait", "0.05"),
           ("streams", "diff"), ("streams", "check"), ("compliance", "check"), ("keys", "list"),
           ("export", "fraud", "--since", "1h"), ("listen", "--merchant", "m", "--once", "--from", "start"))


async def streams(server: NatsServer) -> set[str]:
    connection = Connection(as_admin(ConnectionOptions(servers=(server.url,))))
    await connection.open()
    try:
        return set((await connection.api("STREAM.NAMES"))["streams"] or ())
    finally:
        await connection.close()


async def test_commands_that_read_make_nothing(empty_nats_server: NatsServer, tmp_path: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    whole = await streams(empty_nats_server)
    async with bridge(options) as client:
        await (await admin(client)).connection.api("STREAM.DELETE.SEALED")  # as a restart of the server does
    lost = whole - {"SEALED"}
    file = settings(tmp_path, empty_nats_server)
    for words in READING:
        done = await ended(*words, "--config", str(file))
        assert done.code in (0, 2, 3), (words, done.err)
        assert await streams(empty_nats_server) == lost, words
    async with bridge(options):  # a bridge makes it again
        assert await streams(empty_nats_server) == whole


async def test_a_diff_from_elsewhere_does_not_want_copies_that_nobody_asked_for(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    assert (await ended("streams", "apply", "--config", str(settings(
        tmp_path, empty_nats_server, bridge__connectors=[])))).code == 0
    elsewhere = await ended("streams", "diff", "--servers", empty_nats_server.url,
                            env={"TOLLBRIDGE__ENVIRONMENT": "test"})
    assert (elsewhere.code, elsewhere.out.strip()) == (0, "all is as wanted")
    assert "bridge.replicas is not set: compared with 1, as the streams have" in elsewhere.err
    said = await ended("streams", "diff", "--servers", empty_nats_server.url,
                       env={"TOLLBRIDGE__ENVIRONMENT": "test", "TOLLBRIDGE__BRIDGE__REPLICAS": "3"})
    assert (said.code, "num_replicas: 1 -> 3" in said.out) == (3, True)


async def answered(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, (await answer.text()).strip()


async def test_without_nats_readyz_says_so(own_nats_server: NatsServer, tmp_path: Path) -> None:
    await make_streams(bridge_options(own_nats_server.url))
    file = settings(tmp_path, own_nats_server, worker__http__port=0, bridge__http__port=0)
    async with running("bridge", "--config", str(file)) as its, running("worker", "--config", str(file)) as other:
        urls = [(await process.line(name)).partition("health at ")[2]
                for process, name in ((its, "bridge"), (other, "worker"))]
        assert [(await answered(url))[0] for url in urls] == [200, 200]
        await own_nats_server.kill()

        async def told() -> bool:
            return [await answered(url) for url in urls] == [(503, "NATS is not reachable")] * 2
        await eventually(told)
