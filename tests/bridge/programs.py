"""The program `tollbridge` as processes of its own, told by settings where NATS is."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from bridge.secured import current
from tollbridge.bridge.access import ADMIN, BRIDGE
from tollbridge.bridge.server import NatsServer
from tollbridge.edges.cli import main

PROGRAM = (sys.executable, "-m", "tollbridge")
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("TOLLBRIDGE")}
END_S = 60.0


def as_user(words: Sequence[str]) -> dict[str, str]:
    """Settings of the NATS user that such a program runs as, on a server with users."""
    its = current()
    config = dict(itertools.pairwise(words)).get("--config")
    if its is None or (config is not None and "nkey_file" in Path(config).read_text()):
        return {}
    user = {"worker": its.worker_of(["stripe"]), "bridge": BRIDGE, "serve": BRIDGE}.get(words[0], ADMIN)
    connection = its.connection(user)
    tls = connection.tls
    return {f"TOLLBRIDGE__BRIDGE__{name}": str(value) for name, value in (
        ("NKEY_FILE", connection.nkey_file), ("INBOX_PREFIX", connection.inbox_prefix),
        ("RESTRICTED", str(connection.restricted).lower()), ("TLS__CA_FILE", tls.ca_file),
        ("TLS__CERT_FILE", tls.cert_file), ("TLS__KEY_FILE", tls.key_file))}


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def settings(folder: Path, server: NatsServer, **more: Any) -> Path:
    """A file for one server; `more` by path, dots written as two underscores."""
    values = {"environment": "test", "bridge.servers": [server.url], "bridge.connectors": ["stripe"],
              "bridge.monitoring": [f"http://127.0.0.1:{server.process.http_port}"], "bridge.replicas": 1,
              "transport.guard.enabled": False, **{name.replace("__", "."): value for name, value in more.items()}}
    file = folder / "nats.toml"
    file.write_text("".join(f"{path} = {json.dumps(value)}\n" for path, value in values.items()))
    return file


async def ended(*words: str, env: Mapping[str, str] | None = None) -> Ended:
    """In this process, in a thread with a loop of its own: a second quicker than a process each time."""
    done = await asyncio.to_thread(
        CliRunner().invoke, main, words, env={
            **dict.fromkeys(set(os.environ) - set(CLEAN)), **as_user(words), **(env or {})})
    assert "a fault of Tollbridge" not in done.stderr, done.stderr
    return Ended(done.exit_code, done.stdout, done.stderr)


class Running:
    """One that goes on. `said` are the lines of its stdout so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []

    @property
    def pid(self) -> int:
        return self.process.pid

    async def line(self, start: str) -> str:
        """The rest of the next line that begins so, or of one that has come."""
        for line in self.said:
            if line.startswith(start):
                return line.removeprefix(start).strip()
        assert self.process.stdout is not None
        async with asyncio.timeout(END_S):
            while line := (await self.process.stdout.readline()).decode():
                self.said.append(line)
                if line.startswith(start):
                    return line.removeprefix(start).strip()
        assert self.process.stderr is not None
        raise AssertionError(f"ended without a line {start}: {(await self.process.stderr.read()).decode()}")

    async def end(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        self.process.send_signal(number)
        out, err = await asyncio.wait_for(self.process.communicate(), END_S)
        return Ended(self.process.returncode or 0, "".join(self.said) + out.decode(), err.decode())


@asynccontextmanager
async def running(*words: str, env: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**CLEAN, **as_user(words), **(env or {})})
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
