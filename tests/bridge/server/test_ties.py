"""A server ends when its parent does, however that ends, and has nothing of the parent's that is not its business."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bridge.nats_surroundings import needs_nats_server
from tollbridge.bridge.server import NatsServer, ServerOptions, ServerProcess

pytestmark = needs_nats_server

WAIT_S = 20.0
PROGRAM = """\
import sys
from tollbridge.bridge.server import ServerOptions, ServerProcess

server = ServerProcess(ServerOptions(data=sys.argv[1]))
server.start()
print(server.pid, flush=True)
sys.stdin.readline()
"""


@contextmanager
def parent(data: Path) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """One with a server; the server's process id, and what is readable once the server has ended."""
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", PROGRAM, str(data)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        ended = os.pidfd_open(pid)
        try:
            yield process, pid, ended
        finally:
            process.kill()
            os.close(ended)


def has_ended(ended: int) -> bool:
    return bool(select.select([ended], [], [], WAIT_S)[0])


def alive(session: int) -> list[str]:
    """The processes of a session, but for those that are dead and not yet buried."""
    told = subprocess.run(["ps", "-o", "stat=,args=", "-s", str(session)], capture_output=True, text=True, check=False)
    return [line for line in told.stdout.splitlines() if not line.startswith("Z")]


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    with parent(tmp_path) as (process, _, ended):
        process.kill()
        assert has_ended(ended)
    assert "Server Exiting" in (tmp_path / "nats-server.log").read_text()


def test_it_ends_when_its_parent_does_without_a_word(tmp_path: Path) -> None:
    with parent(tmp_path) as (process, _, ended):
        process.communicate("\n", timeout=WAIT_S)
        assert has_ended(ended)


def test_paused_it_ends_too(tmp_path: Path) -> None:
    with parent(tmp_path) as (process, pid, ended):
        os.kill(pid, signal.SIGSTOP)
        process.kill()
        assert has_ended(ended)
    assert "Server Exiting" in (tmp_path / "nats-server.log").read_text()


def test_the_directory_of_a_killed_parent_is_free_for_the_next(tmp_path: Path) -> None:
    with parent(tmp_path) as (process, _, _):
        process.kill()
        with ServerProcess(ServerOptions(data=str(tmp_path))) as server:
            assert server.running


def test_nothing_is_left_of_one_that_was_stopped() -> None:
    with ServerProcess() as server:
        session = server.pid
    until = time.monotonic() + WAIT_S
    while (left := alive(session)) and time.monotonic() < until:
        time.sleep(0.02)
    assert left == []


async def test_ctrl_c_in_a_terminal_is_not_for_it(nats_server: NatsServer) -> None:
    assert os.getsid(nats_server.pid) == nats_server.pid != os.getsid(0)


def test_it_is_given_nothing_of_our_environment_that_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_KEY", "sk_canary")
    with ServerProcess() as server:
        assert b"canary" not in Path(f"/proc/{server.pid}/environ").read_bytes()
