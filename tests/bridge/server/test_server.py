"""One server: its start, its ends, its ports, its data."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import threading
from pathlib import Path

import nats
import pytest

from bridge.nats_surroundings import empty, needs_nats_server, program
from tollbridge.bridge.server import NatsServer, ServerError, ServerOptions
from tollbridge.bridge.server.configuration import Member
from tollbridge.bridge.server.ports import Port

pytestmark = needs_nats_server

WAIT_S = 20.0


async def stored(server: NatsServer) -> int:
    connection = await program(server)
    count = (await connection.jetstream().stream_info("KEPT")).state.messages
    await connection.close()
    return count


async def store(server: NatsServer, count: int) -> None:
    connection = await program(server)
    stream = connection.jetstream()
    await stream.add_stream(name="KEPT", subjects=["kept.>"])
    for number in range(count):
        await stream.publish(f"kept.{number}", b"x")
    await connection.close()


async def test_started_it_is_ready_for_streams(nats_server: NatsServer) -> None:
    connection = await program(nats_server, allow_reconnect=False)
    account = await connection.jetstream().account_info()
    await connection.close()
    assert account.limits.max_storage == -1
    assert nats_server.process.ask("/varz")["jetstream"]["config"]["sync_always"] is True


async def test_it_listens_on_the_loopback_only(nats_server: NatsServer) -> None:
    listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout.splitlines()
    own = {line.split()[3] for line in listening if f"pid={nats_server.pid}," in line}
    assert own == {f"127.0.0.1:{nats_server.process.port}", f"127.0.0.1:{nats_server.process.http_port}"}


async def test_a_restart_keeps_ports_and_data(own_nats_server: NatsServer) -> None:
    await store(own_nats_server, 3)
    url, pid = own_nats_server.url, own_nats_server.pid
    await own_nats_server.restart()
    assert own_nats_server.url == url
    assert own_nats_server.pid != pid
    assert await stored(own_nats_server) == 3


async def test_a_kill_loses_nothing_that_was_acknowledged(own_nats_server: NatsServer) -> None:
    await store(own_nats_server, 0)
    connection = await program(own_nats_server, allow_reconnect=False)
    acknowledged: set[int] = set()
    enough = asyncio.Event()

    async def publish(writer: int) -> None:
        stream = connection.jetstream(timeout=1)
        for number in range(10_000):
            try:
                acknowledged.add((await stream.publish(f"kept.{writer}.{number}", b"x" * 500)).seq)
            except (nats.errors.Error, nats.js.errors.Error):
                return
            if len(acknowledged) > 300:
                enough.set()

    writing = [asyncio.ensure_future(publish(writer)) for writer in range(8)]
    await asyncio.wait_for(enough.wait(), WAIT_S)
    await own_nats_server.kill()
    await asyncio.wait_for(asyncio.gather(*writing), WAIT_S)
    await connection.close()
    await own_nats_server.start()
    assert max(acknowledged) <= await stored(own_nats_server), "they are numbered without gaps"


async def test_one_that_runs_is_not_started_twice(own_nats_server: NatsServer) -> None:
    pid = own_nats_server.pid
    with pytest.raises(ServerError, match=f"nats-server runs already, as process {pid}"):
        await own_nats_server.start()
    assert own_nats_server.running


async def test_the_shared_server_can_be_had_empty(nats_server: NatsServer) -> None:
    await store(nats_server, 1)
    await empty(nats_server)
    connection = await program(nats_server)
    assert await connection.jetstream().streams_info() == []
    await connection.close()


async def test_asked_to_stop_it_ends_by_itself(own_nats_server: NatsServer) -> None:
    ended = asyncio.ensure_future(own_nats_server.ended())
    assert await own_nats_server.stop()
    assert await asyncio.wait_for(ended, WAIT_S) == 0
    assert "Server Exiting" in own_nats_server.process.log.read_text()
    assert await own_nats_server.stop(), "once more does no harm"


async def test_one_that_is_paused_stops_too(own_nats_server: NatsServer) -> None:
    own_nats_server.pause()
    assert await own_nats_server.stop()


async def test_one_that_does_not_end_is_killed(own_nats_server: NatsServer) -> None:
    connection = await program(own_nats_server, allow_reconnect=False)
    assert not await own_nats_server.lame_duck(timeout_s=0.05), "its client has a second to go"
    assert own_nats_server.process.exit_code == -signal.SIGKILL
    await connection.close()


async def test_a_paused_server_answers_once_it_is_resumed(own_nats_server: NatsServer) -> None:
    connection = await program(own_nats_server)
    own_nats_server.pause()
    flushing = asyncio.ensure_future(connection.flush(timeout=10))
    done, _ = await asyncio.wait([flushing], timeout=0.3)
    assert not done
    own_nats_server.resume()
    await asyncio.wait_for(flushing, WAIT_S)
    await connection.close()


async def test_a_given_directory_is_kept_and_private(tmp_path: Path) -> None:
    options = ServerOptions(data=str(tmp_path / "a" / "nats"))
    async with NatsServer(options) as server:
        await store(server, 2)
    assert (tmp_path / "a" / "nats").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "nats" / "nats-server.conf").stat().st_mode & 0o777 == 0o600
    async with NatsServer(options) as server:
        assert await stored(server) == 2


async def test_a_temporary_directory_goes_with_the_server() -> None:
    async with NatsServer() as server:
        directory = server.process.directory
        assert (directory / "jetstream").is_dir()
    assert not directory.exists()


async def test_two_servers_do_not_share_a_directory(tmp_path: Path) -> None:
    async with NatsServer(ServerOptions(data=str(tmp_path))) as first:
        with pytest.raises(ServerError, match="is in use by another nats-server: stop that one"):
            await NatsServer(ServerOptions(data=str(tmp_path))).start()
        assert first.running


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerError, match=r"data: .*/file/nats: Not a directory"):
        await NatsServer(ServerOptions(data=str(tmp_path / "file" / "nats"))).start()


async def test_a_port_that_is_taken_is_named(nats_server: NatsServer) -> None:
    port = nats_server.process.port
    with pytest.raises(ServerError, match=f"127.0.0.1:{port}: Address already in use: choose another port"):
        await NatsServer(ServerOptions(port=port)).start()


async def test_a_free_port_that_another_takes_meanwhile_is_left_to_it() -> None:
    """As where ports cannot be held (macOS), or another program listens at it without looking."""
    server = NatsServer()
    ports = server.process._hold_ports()
    thief = socket.socket()
    thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    thief.bind(("127.0.0.1", ports[0].number))
    thief.listen()
    with thief:
        async with server:
            assert server.process.port != thief.getsockname()[1]


async def test_the_ports_are_held_while_it_is_down(own_nats_server: NatsServer) -> None:
    port = own_nats_server.process.port
    await own_nats_server.kill()
    for _ in range(200):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            assert other.getsockname()[1] != port
    with socket.socket() as other, pytest.raises(OSError, match="Address already in use"):
        other.bind(("127.0.0.1", port))
    await own_nats_server.start()
    assert own_nats_server.process.port == port


async def test_a_configuration_that_it_refuses_ends_the_start_with_its_own_words() -> None:
    with pytest.raises(ServerError, match=r"(?s)nats-server ended with 1\n.*no_such_setting"):
        await NatsServer(ServerOptions(extra={"no_such_setting": 1})).start()


async def test_one_that_never_gets_ready_ends_the_start_with_its_log() -> None:
    """Here: one of a cluster whose others are not there, so that it has nobody to elect a leader with."""
    with Port("127.0.0.1", 0) as port, Port("127.0.0.1", 0) as other:
        server = NatsServer()
        server.process.member = Member(cluster="alone", port=port.number, routes=[port.number, other.number])
        with pytest.raises(ServerError, match=r"(?s)is not ready after 1 s: .*nats-server.log:.*Waiting for routing"):
            await server.start(timeout_s=1)
    assert not server.running


async def test_a_cancelled_start_leaves_no_server_behind(tmp_path: Path) -> None:
    server = NatsServer(ServerOptions(data=str(tmp_path)))
    launched = threading.Event()
    launch = server.process.launch

    def launch_and_tell() -> None:
        launch()
        launched.set()

    server.process.launch = launch_and_tell  # type: ignore[method-assign]
    starting = asyncio.ensure_future(server.start())
    await asyncio.to_thread(launched.wait, WAIT_S)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not server.running
    async with NatsServer(ServerOptions(data=str(tmp_path))) as after:
        assert after.running


async def test_nor_does_one_that_was_ready_at_that_very_moment() -> None:
    server = NatsServer()
    ready = threading.Event()
    start = server.process.start

    def start_and_linger(timeout_s: float) -> None:
        start(timeout_s)
        ready.set()
        server.process.given_up.wait(WAIT_S)

    server.process.start = start_and_linger  # type: ignore[method-assign, assignment]
    starting = asyncio.ensure_future(server.start())
    await asyncio.to_thread(ready.wait, WAIT_S)
    directory = server.process.directory
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not server.running
    assert not directory.exists()
