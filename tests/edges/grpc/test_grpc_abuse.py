"""Whoever can connect can be careless, or mean: the server, in a process of its own, stays up, answers others, and its
memory stays within bounds.

TOLLBRIDGE_FUZZ_EXAMPLES=10000 (`make fuzz`) opens 10,000 connections and sends floods of that size.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import grpc
import pytest

from edges.grpc.grpc_client import PAY, Client, Refused, config
from edges.grpc.raw_client import Raw, connected, message
from tollbridge.contract.pb.payments_pb2 import PaymentServiceGetRequest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

SIZE = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "1000"))
PATIENCE_S = 180
"""For an answer, and for the end: that they come is what is shown. Beside other work a thousand connections, or floods
of them, take a slow machine half a minute before they come to the next one.
"""
SYNC_BYTES = PaymentServiceGetRequest(connector_transaction_id="pi_1").SerializeToString()
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = bytes.fromhex("000000040000000000")
CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(190)

PROGRAM = """
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.service import Service, ServiceOptions, run
service = Service(ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": "http://127.0.0.1:9"}))
server = GrpcServer(service, GrpcOptions(port=0, handshake_s=60.0))
run(service, [server], ready=lambda: print(server.port, flush=True))
"""


class Victim:
    """A server's process."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    @property
    def memory_mb(self) -> float:
        """Resident, now."""
        words = Path(f"/proc/{self.process.pid}/status").read_text().partition("VmRSS:")[2].split()
        return int(words[0]) / 1024

    async def still_answers(self) -> None:
        """To a client that is new, with an error of ours that takes no processor to get."""
        assert self.process.poll() is None
        async with grpc.aio.insecure_channel(
                f"127.0.0.1:{self.port}", options=[("grpc.use_local_subchannel_pool", 1)]) as channel:
            with pytest.raises(Refused) as caught:
                await Client(channel, config=config())(f"{PAY}/Authorize", {}, timeout=PATIENCE_S)
        assert caught.value.reason == "MISSING_REQUIRED_FIELD"


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """One for all tests: what one of them leaves behind, the next would meet."""
    with running(tmp_path_factory.mktemp("victim")) as victim:
        yield victim


@pytest.fixture
def fresh_victim(tmp_path: Path) -> Iterator[Victim]:
    """One that has no memory to use again."""
    with running(tmp_path) as victim:
        yield victim


@contextmanager
def running(folder: Path) -> Iterator[Victim]:
    said = folder / "stderr"
    with said.open("wb") as errors, subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=errors, preexec_fn=many_files) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, said.read_text()
            yield Victim(process, int(line))
            process.terminate()
            assert process.wait(PATIENCE_S) == 0
            assert "Traceback" not in said.read_text()
        finally:
            process.kill()


def many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def ends(reader: asyncio.StreamReader) -> None:
    """The server closes the connection."""
    async with asyncio.timeout(30):
        with contextlib.suppress(ConnectionError):
            while await reader.read(65536):
                pass


# -- what is no HTTP/2 ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sent", [
    b"\0" * 10_000, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n", b"POST /types.PaymentService/Get HTTP/1.1\r\n\r\n",
    CLIENT_HELLO, PREFACE + b"\xff" * 5000, PREFACE + SETTINGS + b"\xff" * 5000,
    bytes(random.Random(6).randbytes(20_000)),
], ids=["zeros", "http/1 get", "http/1 post", "tls", "frames of ff", "frames of ff after settings", "chance"])
async def test_what_is_no_http2_is_cut_off(victim: Victim, sent: bytes) -> None:
    async with opened(victim.port) as (reader, writer):
        with contextlib.suppress(ConnectionError):
            writer.write(sent)
            await writer.drain()
        await ends(reader)
    await victim.still_answers()


def frame(kind: int, flags: int, stream: int, payload: bytes, length: int | None = None) -> bytes:
    size = len(payload) if length is None else length
    return size.to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + payload


DATA, HEADERS, PRIORITY, RST, SETTING, PUSH, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
WRONG_FRAMES = {
    "data on stream 0": frame(DATA, 1, 0, b"x"),
    "headers on stream 0": frame(HEADERS, 5, 0, b"\x82"),
    "headers that are no hpack": frame(HEADERS, 5, 1, b"\xff" * 40),
    "headers on an even stream": frame(HEADERS, 5, 2, b"\x82"),
    "continuation of nothing": frame(CONTINUATION, 4, 1, b"\x82"),
    "settings of five bytes": frame(SETTING, 0, 0, b"12345"),
    "settings on a stream": frame(SETTING, 0, 3, b""),
    "a window beyond its largest": frame(WINDOW, 0, 0, b"\x7f\xff\xff\xff") * 2,
    "a window of nothing": frame(WINDOW, 0, 0, bytes(4)),
    "a ping of seven bytes": frame(PING, 0, 0, b"1234567"),
    "a push": frame(PUSH, 4, 1, bytes(8)),
    "a frame of 16 MB": frame(DATA, 0, 1, b"x", length=2**24 - 1),
}


@pytest.mark.parametrize("name", WRONG_FRAMES)
async def test_a_malformed_frame_harms_its_own_connection_at_most(victim: Victim, name: str) -> None:
    async with opened(victim.port) as (reader, writer):
        writer.write(PREFACE + SETTINGS + WRONG_FRAMES[name])
        await writer.drain()
        assert await asyncio.wait_for(reader.read(65536), 20)
        await victim.still_answers()


# -- what is no gRPC --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("body", "status"), [
    (b"\x00\xff\xff\xff\xff", "8"), (b"\x01\x00\x00\x00\x03abc", "13"), (message(b"\xff" * 1000), "3"),
    (message(SYNC_BYTES) * 2, "14"),
], ids=["of 4 GiB", "compressed by nothing", "no protobuf", "two"])
async def test_a_malformed_message_ends_its_call_alone(victim: Victim, body: bytes, status: str) -> None:
    async with connected(victim.port) as raw:
        stream = await raw.call(body=None)
        raw.h2.send_data(stream, body, end_stream=True)
        await raw.flush()
        assert await raw.over(stream) == status
        assert await raw.over(await raw.call(body=SYNC_BYTES)) == "14"  # nobody listens behind it


@pytest.mark.parametrize("body", [b"\x00\x00\x00\x00\x05abc", b"\x07\x00\x00\x00\x00", b""],
                         ids=["cut short", "an unknown flag", "none"])
async def test_calls_without_a_whole_message_are_gone_with_their_connection(victim: Victim, body: bytes) -> None:
    """grpcio never answers them (1.85, aio/server.pyx: "cancelled immediately after start"), until their deadline."""
    before, used = victim.memory_mb, []
    for _ in range(4):
        async with connected(victim.port) as raw:
            for _ in range(SIZE):
                raw.h2.send_data(await raw.call(body=None), body, end_stream=True)
                await raw.flush()
            assert await raw.over(await raw.call(body=None, grpc_timeout="100m")) in ("4", "reset")
            used.append(victim.memory_mb)
        await victim.still_answers()
    assert used[0] - before < 10 + 0.04 * SIZE, used  # some 20 KB for each that is open
    assert used[-1] - used[0] < 10 + 0.01 * SIZE, used  # which the next have again


@pytest.mark.parametrize(("method", "headers"), [
    ("/", {}), ("//", {}), ("/types.PaymentService/", {}), ("no slash", {}), ("/" + "m" * 50_000, {}),
    (f"/{PAY}/Get", {"content_type": "text/html"}), (f"/{PAY}/Get", {"grpc_encoding": "nonsense"}),
    (f"/{PAY}/Get", {"grpc_timeout": "soon"}), (f"/{PAY}/Get", {"grpc_timeout": "99999999H"}),
    (f"/{PAY}/Get", {"x-bin": "!!!"}), (f"/{PAY}/Get", {"x_request_id": "\u00fc\0"[:1]}),
], ids=lambda value: str(value)[:30])
async def test_odd_calls_are_answered_or_reset(victim: Victim, method: str, headers: dict[str, str]) -> None:
    async with connected(victim.port) as raw:
        raw.patience_s = 3.0
        stream = await raw.call(method, SYNC_BYTES, **headers)
        with contextlib.suppress(TimeoutError):
            await raw.until(lambda event: getattr(event, "stream_id", None) == stream)
    await victim.still_answers()


# -- floods -----------------------------------------------------------------------------------------------------------
async def flood(victim: Victim, send: Callable[[Raw, int], Awaitable[None]]) -> float:
    """What the server's memory grew by, in MB; the connection may be closed before the end."""
    before = victim.memory_mb
    async with connected(victim.port) as raw:
        with contextlib.suppress(ConnectionError):
            for number in range(SIZE):
                await send(raw, number)
        await victim.still_answers()
    return victim.memory_mb - before


async def test_headers_without_end_are_cut_off(victim: Victim) -> None:
    """CONTINUATION frames for one call: nothing is ended, so nothing is answered, and nothing may be kept either."""
    async def send(raw: Raw, number: int) -> None:
        kind, flags = (HEADERS, 0) if number == 0 else (CONTINUATION, 0)
        raw.writer.write(frame(kind, flags, 1, b"\x00\x04name\x7f\x80\x7e" + b"v" * 16_000))
        await raw.writer.drain()

    assert await flood(victim, send) < 30


async def test_metadata_of_many_keys_is_refused(victim: Victim) -> None:
    async with connected(victim.port) as raw:
        stream = await raw.call(body=SYNC_BYTES, **{f"x_{number}": "v" * 100 for number in range(3000)})
        assert (await raw.ended(stream))["grpc-status"] == "8"
        assert (await raw.ended(await raw.call(body=SYNC_BYTES)))["grpc-status"] == "14"  # nobody listens behind it
    await victim.still_answers()


async def test_calls_that_are_reset_at_once_leave_nothing_behind(victim: Victim) -> None:
    """Rapid reset, CVE-2023-44487."""
    async def send(raw: Raw, number: int) -> None:
        stream = await raw.call(body=None)
        raw.h2.reset_stream(stream)
        await raw.flush()

    assert await flood(victim, send) < 60


@pytest.mark.parametrize("sent", [
    frame(SETTING, 0, 0, b"\0\x04\0\0\xff\xff"), frame(PRIORITY, 0, 1, bytes(5)), frame(WINDOW, 0, 1, b"\0\0\0\x01"),
    frame(PING, 0, 0, bytes(8))], ids=["settings", "priority", "window", "ping"])
async def test_a_flood_of_small_frames_is_endured_or_cut_off(victim: Victim, sent: bytes) -> None:
    async def send(raw: Raw, number: int) -> None:
        raw.writer.write(sent * 10)
        await raw.writer.drain()

    assert await flood(victim, send) < 30


async def test_a_client_that_never_reads_holds_up_nobody(victim: Victim) -> None:
    """Of reflection, whose answers are large: one stream asks again and again, and takes nothing of it."""
    before = victim.memory_mb
    async with connected(victim.port) as raw:
        stream = await raw.call("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", None)
        asked = message(b"\x22\x14types.PaymentService")
        for _ in range(SIZE):
            while raw.h2.local_flow_control_window(stream) < len(asked):
                if not await raw.read():
                    break
            raw.h2.send_data(stream, asked)
            raw.writer.write(raw.h2.data_to_send())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(raw.writer.drain(), 0.1)
        await victim.still_answers()
        assert victim.memory_mb - before < 60  # all of the contract's messages, loaded for reflection, are most of it


async def test_idle_and_half_open_connections_cost_little_each(fresh_victim: Victim) -> None:
    """Every second one has greeted, the others have said nothing at all."""
    victim = fresh_victim
    await victim.still_answers()
    many_files()
    count = min(SIZE, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    before = victim.memory_mb
    writers: list[asyncio.StreamWriter] = []
    try:
        for start in range(0, count, 200):
            batch = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", victim.port)
                                           for _ in range(start, min(start + 200, count))))
            for number, (_, writer) in enumerate(batch):
                writers.append(writer)
                if number % 2:
                    writer.write(PREFACE + SETTINGS)
        await victim.still_answers()
        grown = victim.memory_mb - before
        print(f"{count} connections: {grown:.1f} MB, {grown / count * 1024:.1f} KiB each")
        assert grown / count * 1024 < 100
    finally:
        for writer in writers:
            writer.transport.abort()
    await victim.still_answers()
