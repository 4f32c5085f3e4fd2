"""`serve --processes N`: the load is shared, a dead process is replaced, nothing is lost and nobody left behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tollbridge.contract.pb.payments_pb2 import PaymentServiceGetRequest, PaymentServiceGetResponse
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and only Linux spreads connections")

INTENT = {"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000}
METADATA = (("x-connector-config", json.dumps({"config": {"Stripe": {"api_key": "sk_test_processes"}}})),)
CONNECTIONS = 256
"""By chance of a coin for each, fewer than a third of them at one of two happens once in 20 million runs."""


class Processor:
    """Answers after `delay_s`, and counts requests by the port that they come from."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.by_port: Counter[int] = Counter()
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        self.by_port[request.transport.get_extra_info("peername")[1]] += 1
        await asyncio.sleep(self.delay_s)
        return web.json_response(INTENT)


@pytest.fixture
async def processor() -> AsyncIterator[Processor]:
    scripted, app = Processor(), web.Application()
    app.router.add_route("*", "/{path:.*}", scripted.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        scripted.url = str(server.make_url("")).rstrip("/")
        yield scripted


class Served:
    """The parent, its port, and its children by process id."""

    def __init__(self, parent: asyncio.subprocess.Process, port: int) -> None:
        self.parent, self.port = parent, port

    @property
    def children(self) -> list[int]:
        own = self.parent.pid
        return [int(pid) for pid in Path(f"/proc/{own}/task/{own}/children").read_text().split()]

    async def said(self) -> str:
        """All of its errors, once it has ended."""
        _, errors = await asyncio.wait_for(self.parent.communicate(), 30)
        return errors.decode()


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which somebody else has put what would be imported first."""
    folder = tmp_path_factory.mktemp("anywhere")
    (folder / "uvicorn.py").write_text("raise SystemExit('imported from where it was started')\n")
    return folder


@pytest.fixture(autouse=True)
def started_anywhere(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(anywhere)


@asynccontextmanager
async def serving(url: str, *options: str, **env: str) -> AsyncIterator[Served]:
    parent = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("tollbridge")), "serve", "--environment", "test", "--port", "0",
        "--processes", "2", "--log-level", "warning", "--connector-url", f"stripe={url}", *options,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, **env})
    served = Served(parent, 0)
    children: list[int] = []
    try:
        assert parent.stdout is not None
        line = await asyncio.wait_for(parent.stdout.readline(), 60)
        served.port = int(line.rpartition(b":")[2] or 0)
        with contextlib.suppress(FileNotFoundError):  # it has ended
            children = served.children
        yield served
    finally:
        if parent.returncode is None:
            parent.kill()
        await parent.communicate()
        await until(lambda: not [pid for pid in children if runs(pid)])


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.02)


def channel(port: int) -> grpc.aio.Channel:
    """With a connection of its own."""
    return grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.use_local_subchannel_pool", 1)])


async def sync(channel: grpc.aio.Channel) -> str:
    ask: Any = channel.unary_unary("/types.PaymentService/Get",
                                   request_serializer=PaymentServiceGetRequest.SerializeToString,
                                   response_deserializer=PaymentServiceGetResponse.FromString)
    answer = await ask(PaymentServiceGetRequest(connector_transaction_id="pi_1"), metadata=METADATA, timeout=30)
    return str(PaymentStatus.Name(answer.status))


def ports_of(pid: int) -> set[int]:
    """Local ports of a process's TCP connections."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = str(descriptor.readlink())
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    lines = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {int(words[1].rpartition(":")[2], 16) for words in map(str.split, lines) if words[9] in inodes}


def listeners(port: int) -> int:
    """How many sockets take connections at the port."""
    lines = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return sum(words[3] == "0A" and int(words[1].rpartition(":")[2], 16) == port for words in map(str.split, lines))


async def test_two_processes_share_connections_and_calls(processor: Processor) -> None:
    processor.delay_s = 0.05
    async with serving(processor.url) as served, AsyncExitStack() as opened:
        channels = [await opened.enter_async_context(channel(served.port)) for _ in range(CONNECTIONS)]
        for _ in range(2):
            assert set(await asyncio.gather(*map(sync, channels))) == {"CHARGED"}
        first, second = (sum(count for port, count in processor.by_port.items() if port in ports)
                         for ports in map(ports_of, served.children))
        assert first + second == 2 * CONNECTIONS
        assert min(first, second) > 2 * CONNECTIONS / 3
        served.parent.terminate()
        assert (await served.said(), served.parent.returncode) == ("", 0)


async def test_a_signal_under_load_loses_no_call(processor: Processor) -> None:
    processor.delay_s = 1.0
    async with serving(processor.url) as served, AsyncExitStack() as opened:
        channels = [await opened.enter_async_context(channel(served.port)) for _ in range(64)]
        calls = [asyncio.ensure_future(sync(each)) for each in channels]
        await until(lambda: processor.by_port.total() == len(calls))
        served.parent.send_signal(signal.SIGINT)
        assert set(await asyncio.gather(*calls)) == {"CHARGED"}
        assert (await served.said(), served.parent.returncode) == ("", 0)


async def test_a_dead_process_is_replaced_and_the_other_goes_on(processor: Processor, tmp_path: Path) -> None:
    async with serving(processor.url, TMPDIR=str(tmp_path)) as served:
        victim, other = served.children
        async with asyncio.timeout(20):
            while not list(tmp_path.glob(f"*/gauge_live*_{victim}.db")):
                async with channel(served.port) as some:
                    await sync(some)
        os.kill(victim, signal.SIGKILL)
        await until(lambda: listeners(served.port) == 1)
        async with channel(served.port) as first:
            assert await sync(first) == "CHARGED"
        await until(lambda: len(set(served.children) - {victim}) == 2)
        (new,) = set(served.children) - {other}
        assert not list(tmp_path.glob(f"*/gauge_live*_{victim}.db")), "the dead has no calls under way"
        await until(lambda: listeners(served.port) == 2)
        async with AsyncExitStack() as opened:
            channels = [await opened.enter_async_context(channel(served.port)) for _ in range(64)]
            assert set(await asyncio.gather(*map(sync, channels))) == {"CHARGED"}
            counted = [sum(count for port, count in processor.by_port.items() if port in ports_of(pid))
                       for pid in (other, new)]
            assert min(counted) > 0
        served.parent.terminate()
        assert f"process 0 (pid {victim}) ended with -9: another starts in 0.25 s" in await served.said()
        assert served.parent.returncode == 0


async def test_children_end_when_their_parent_is_killed(processor: Processor) -> None:
    async with serving(processor.url) as served:
        children = served.children
        async with channel(served.port) as under_way:
            processor.delay_s = 0.5
            call = asyncio.ensure_future(sync(under_way))
            await until(lambda: processor.by_port.total() == 1)
            served.parent.kill()
            assert await call == "CHARGED"  # they drain, too
        await until(lambda: not any(map(runs, children)))


async def test_what_stops_the_first_stops_all_and_is_said_once() -> None:
    async with serving("http://127.0.0.1:9", "--connector-url", "strip=http://127.0.0.1:9") as served:
        said = await served.said()
        assert (served.parent.returncode, said.count("did you mean stripe?")) == (2, 1), said


async def test_a_port_that_another_server_has_is_refused_even_if_that_one_shares() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with serving("http://127.0.0.1:9", "--port", str(taken.getsockname()[1])) as served:
            assert "Address already in use" in await served.said()
            assert served.parent.returncode == 1


async def test_one_that_dies_again_and_again_ends_it_all(processor: Processor, tmp_path: Path) -> None:
    """A fault that comes with the first call: each new process has it too."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, threading\n"
        "if 'TOLLBRIDGE_CHILD' in os.environ:\n"
        "    ready = os.write\n"
        "    def write(*given):\n"
        "        ready(*given)\n"
        "        threading.Timer(0.1, os._exit, (3,)).start()\n"
        "    os.write = write\n", encoding="utf-8")
    async with serving(processor.url, PYTHONPATH=str(tmp_path)) as served:
        said = await served.said()
        assert "ended with 3, the 5. in a row: giving up" in said
        assert served.parent.returncode == 1


async def test_the_folder_of_what_is_counted_is_removed_at_the_end(processor: Processor, tmp_path: Path) -> None:
    async with serving(processor.url, TMPDIR=str(tmp_path)) as served:
        (folder,) = tmp_path.iterdir()
        told = [Path(f"/proc/{pid}/environ").read_text().split("\0") for pid in served.children]
        assert all(f"PROMETHEUS_MULTIPROC_DIR={folder}" in each for each in told)
        served.parent.terminate()
        await served.said()
        assert list(tmp_path.iterdir()) == []
