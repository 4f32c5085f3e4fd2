"""Questions and answers by one subscription."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from nats.aio.msg import Msg

from bridge.surroundings import as_admin
from tollbridge.bridge.connection import Connection, ConnectionOptions, NoResponders, NotPublished, Publisher
from tollbridge.bridge.inbox import forget
from tollbridge.bridge.server import NatsServer


@asynccontextmanager
async def connected(server: NatsServer) -> AsyncIterator[Connection]:
    connection = Connection(as_admin(ConnectionOptions(servers=(server.url,))))
    await connection.open()
    try:
        yield connection
    finally:
        await connection.close()


async def test_answers_go_to_who_asked(nats_server: NatsServer) -> None:
    async with connected(nats_server) as connection:
        async def echo(message: Msg) -> None:
            await connection.client.publish(message.reply, message.data)

        await connection.client.subscribe("inbox-test.echo", cb=echo)
        waiting = [await connection.ask("inbox-test.echo", str(number).encode(), None, 2) for number in range(500)]
        assert [(await each).data for each in waiting] == [str(number).encode() for number in range(500)]


async def test_silence_and_absence_are_told_apart(nats_server: NatsServer) -> None:
    async with connected(nats_server) as connection:
        async def silent(message: Msg) -> None: ...

        await connection.client.subscribe("inbox-test.silent", cb=silent)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await (await connection.ask("inbox-test.silent", b"", None, 0.2))
        assert 0.15 < time.monotonic() - began < 1
        with pytest.raises(NoResponders):
            await connection.request("inbox-test.nobody", b"")


async def test_who_does_not_wait_any_more_leaves_nothing(nats_server: NatsServer,
                                                         caplog: pytest.LogCaptureFixture) -> None:
    async with connected(nats_server) as connection:
        async def silent(message: Msg) -> None: ...

        await connection.client.subscribe("inbox-test.silent", cb=silent)
        given_up, late = [await connection.ask("inbox-test.silent", b"", None, 0.1) for _ in range(2)]
        forget(given_up)
        await asyncio.sleep(0.3)
        assert isinstance(late.exception(), TimeoutError)
        failed = await connection.ask("inbox-test.silent", b"", None, 0.05)
        await asyncio.sleep(0.2)
        forget(failed)
        forget(None)
        del failed, late, given_up
        gc.collect()
        assert not connection.inbox._asked
    assert "never retrieved" not in caplog.text


async def test_what_never_left_is_not_waited_for(nats_server: NatsServer) -> None:
    async with connected(nats_server) as connection:
        await connection.close()
        with pytest.raises(NotPublished):
            await Publisher(connection).publish("inbox-test.any", b"")
        assert not connection.inbox._asked


async def test_a_server_that_sends_is_not_left_because_its_pong_comes_late(nats_server: NatsServer) -> None:
    """In a burst the pong is behind megabytes of messages; who leaves then loses them all."""
    async with connected(nats_server) as busy, connected(nats_server) as other:
        lost: list[None] = []
        busy.client._disconnected_cb = busy.client._reconnected_cb = _told(lost)
        got = 0

        async def slow(message: Msg) -> None:
            nonlocal got
            got += 1
            time.sleep(0.01)

        await busy.client.subscribe("inbox-test.flood", cb=slow, pending_msgs_limit=-1, pending_bytes_limit=-1)
        await busy.client.flush()
        for _ in range(500):
            await other.client.publish("inbox-test.flood", b"x" * 32_000)
        async with asyncio.timeout(30):
            while got < 500:
                await asyncio.sleep(0.05)
        assert lost == []


def _told(lost: list[None]) -> Callable[[], Awaitable[None]]:
    async def told() -> None:
        lost.append(None)

    return told
