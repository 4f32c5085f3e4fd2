"""A log that nobody reads must not hold the process, nor fill its memory."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tollbridge.telemetry.sink import Sink

LINE = b"x" * 99 + b"\n"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    for descriptor in (read, write):
        with contextlib.suppress(OSError):
            os.close(descriptor)


def read_all(descriptor: int, size: int) -> bytes:
    parts: list[bytes] = []
    while sum(map(len, parts)) < size:
        part = os.read(descriptor, 65536)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not done():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_lines_arrive_whole_and_in_order(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    for number in range(100):
        sink.write(b"%d\n" % number)
    assert os.read(pipe[0], 65536) == b"".join(b"%d\n" % number for number in range(100))
    sink.close()


def test_a_pipe_that_is_not_read_is_not_waited_for(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1], most_bytes=50_000)
    began = time.monotonic()
    for _ in range(5000):
        sink.write(LINE)
    assert time.monotonic() - began < 20  # and not for ever
    in_pipe = fcntl.fcntl(pipe[1], fcntl.F_GETPIPE_SZ)
    assert sink.held * len(LINE) <= 50_000
    assert sink.dropped > 0
    kept = 5000 - sink.dropped
    assert 50_000 <= kept * len(LINE) <= in_pipe + 60_000
    assert read_all(pipe[0], kept * len(LINE)) == LINE * kept
    wait_for(lambda: sink.held == 0)
    sink.write(b"again\n")
    assert os.read(pipe[0], 100) == b"again\n"
    sink.close()


def test_the_descriptor_of_others_stays_as_it_is(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    sink.write(LINE)
    assert not fcntl.fcntl(pipe[1], fcntl.F_GETFL) & os.O_NONBLOCK
    sink.close()


def test_long_lines_are_written_whole(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    long = b"y" * 300_000 + b"\n"
    sink.write(long)
    sink.write(LINE)
    assert read_all(pipe[0], len(long) + len(LINE)) == long + LINE
    assert sink.dropped == 0
    sink.close()


def test_a_reader_that_is_gone_costs_lines_and_nothing_else(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    dropped: list[int] = []
    sink.on_drop = dropped.append
    os.close(pipe[0])
    for _ in range(10):
        sink.write(LINE)
    assert sink.dropped == sum(dropped) == 10
    sink.close()


def test_lines_held_when_the_reader_goes_are_counted(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    for _ in range(1000):
        sink.write(LINE)
    held = sink.held
    assert held > 0
    os.close(pipe[0])
    wait_for(lambda: sink.held == 0)
    assert sink.dropped == held
    sink.close()


def test_the_end_waits_for_a_reader_but_not_for_ever(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    for _ in range(1000):
        sink.write(LINE)
    began = time.monotonic()
    sink.flush(0.2)
    assert 0.15 < time.monotonic() - began < 2
    assert sink.held > 0
    reader = threading.Thread(target=read_all, args=(pipe[0], 1000 * len(LINE)))
    reader.start()
    sink.flush(5)
    reader.join()
    assert sink.held == 0
    sink.close()


def test_a_socket_that_is_not_read_is_not_waited_for() -> None:
    """As systemd's journal gives to services."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sink = Sink(ours.fileno(), most_bytes=10_000)
        for _ in range(20_000):
            sink.write(LINE)
        assert sink.dropped > 0
        assert ours.getblocking()
        theirs.settimeout(5)
        size = (20_000 - sink.dropped) * len(LINE)
        while size > 0:
            size -= len(theirs.recv(65536))
        wait_for(lambda: sink.held == 0)
        sink.close()


def test_what_cannot_be_opened_anew_has_its_thread(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """As the pipe of another user, or on another system."""
    monkeypatch.delattr(select, "poll")
    sink = Sink(pipe[1], most_bytes=50_000)
    for _ in range(5000):
        sink.write(LINE)
    assert sink.dropped > 0
    kept = 5000 - sink.dropped
    assert read_all(pipe[0], kept * len(LINE)) == LINE * kept
    sink.flush()
    assert sink.held == 0
    sink.close()


def test_a_file_is_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"before\n")
    with path.open("ab") as file:
        sink = Sink(file.fileno())
        sink.write(b"after\n")
        sink.close()
    assert path.read_bytes() == b"before\nafter\n"


def test_a_full_disk_costs_lines_and_nothing_else() -> None:
    with Path("/dev/full").open("wb") as full:
        sink = Sink(full.fileno())
        sink.write(LINE)
        assert sink.dropped == 1
        sink.close()


def test_many_threads_write_whole_lines(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(read_all(pipe[0], 8 * 500 * len(LINE))))
    reader.start()

    def write(letter: bytes) -> None:
        for _ in range(500):
            sink.write(letter * 99 + b"\n")

    writers = [threading.Thread(target=write, args=(bytes([65 + number]),)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    reader.join()
    found = got[0].splitlines()
    assert len(found) == 4000
    assert all(len(set(line)) == 1 and len(line) == 99 for line in found)
    sink.close()
