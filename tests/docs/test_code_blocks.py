"""Every code block of README and docs is run as a reader would run it, against the sandbox and a real server.

A ```python block is a program; where a ```text block follows, that is what it prints. A ```sh block is run too: with
the real grpcurl where it or Go is installed; targets of make are looked up, for the tests and CI run them. What needs
NATS is run beside a whole `tollbridge dev`. Ports of `make dev` are replaced by free ones.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from grpcurl import grpcurl
from tollbridge.sandbox import SandboxThread

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.M | re.S)
SERVED = re.compile(r"\bgrpcurl |127\.0\.0\.1:8080")
"""Of a block that calls the service."""
BESIDE_DEV = re.compile(
    r"\btollbridge (operation|streams|workers|dlq|replay|records|listen|webhooks replay|backup|restore|export) "
    r"|127\.0\.0\.1:4222")
"""Of a block that needs more than that: nats-server, bridge, workers."""
MAKE_TARGET = re.compile(r"\bmake (\w+)")


class Block(NamedTuple):
    page: Path
    number: int
    language: str
    code: str
    printed: str | None

    def __str__(self) -> str:
        return f"{self.page.name}-{self.number}"


def blocks() -> Iterator[Block]:
    for page in PAGES:
        found = FENCE.findall(page.read_text())
        for number, (language, code) in enumerate(found):
            after = found[number + 1] if number + 1 < len(found) else ("", "")
            yield Block(page, number, language, code, after[1] if after[0] == "text" else None)


BLOCKS = list(blocks())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


def is_of(block: Block, *languages: str) -> bool:
    """One of those that need no NATS."""
    return block.language in languages and not BESIDE_DEV.search(block.code)


@pytest.mark.parametrize("block", [b for b in BLOCKS if is_of(b, "python")], ids=str)
def test_a_python_block_runs(block: Block, sandbox: SandboxThread, tmp_path: Path) -> None:
    code = block.code.replace("http://127.0.0.1:8100", sandbox.url)
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True,
                         timeout=60, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == 0, ran.stderr
    if block.printed is not None:
        assert ran.stdout == block.printed


def commands(block: Block) -> list[str]:
    """The lines of a shell block that are no targets of make, for this environment and a copy of the cases."""
    lines = block.code.replace("\\\n", " ").splitlines()
    return [re.sub(r"^(\.venv/bin/)?(tollbridge|python)\b", lambda found: str(BIN / found[2]), line)
            for line in lines if not MAKE_TARGET.match(line)]


@pytest.mark.parametrize("block", [b for b in BLOCKS if is_of(b, "sh") and not SERVED.search(b.code)
                                   and "serve --config production.toml" not in b.code
                                   and any(map(str.strip, commands(b)))], ids=str)
def test_a_shell_block_runs(block: Block, sandbox: SandboxThread, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "golden/stripe", tmp_path / "golden/stripe")
    script = "\n".join(commands(block)).replace("golden/<name>", "golden/stripe")
    script = script.replace("http://127.0.0.1:8100", sandbox.url)
    ran = subprocess.run(["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, timeout=60,
                         check=False)
    assert ran.returncode == 0, ran.stderr
    if block.printed is not None:
        assert ran.stdout == block.printed


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Stack(NamedTuple):
    """A running `tollbridge dev`. `places` are its addresses, by those that it has by default; and a free one for a
    server that a page starts beside it.
    """

    config: str
    places: dict[str, str]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tollbridge", "dev", "--port", "0", "--http-port", "0", "--sandbox-port", "0",
         "--nats-port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = "".join(iter(process.stdout.readline, "Ctrl-C ends it all.\n"))

        def found(pattern: str) -> str:
            match = re.search(pattern, said, re.M)
            assert match is not None, said
            return match[1]

        yield Stack(found(r"TOLLBRIDGE_CONFIG=(\S+)"), {
            "127.0.0.1:4222": found(r"^nats +nats://(\S+)"), "127.0.0.1:8080": found(r"^http +(\S+)"),
            "127.0.0.1:8100": found(r"^sandbox http://(\S+)"), "127.0.0.1:4333": f"127.0.0.1:{free_port()}"})
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.parametrize("block", [b for b in BLOCKS if BESIDE_DEV.search(b.code) and b.language in ("sh", "python")],
                         ids=str)
def test_a_block_beside_the_whole_stack(block: Block, stack: Stack, tmp_path: Path) -> None:
    code = re.sub("|".join(map(re.escape, stack.places)), lambda its: stack.places[its[0]], textwrap.dedent(block.code))
    command = [sys.executable, "-c"] if block.language == "python" else ["bash", "-euc"]
    ran = subprocess.run([*command, code.replace("examples/", f"{ROOT}/examples/")], cwd=tmp_path, capture_output=True,
                         text=True, timeout=60, check=False,
                         env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "TOLLBRIDGE_CONFIG": stack.config})
    assert ran.returncode == 0, ran.stderr
    if block.printed is not None:
        assert ran.stdout == textwrap.dedent(block.printed)


def test_no_two_blocks_pay_under_one_id() -> None:
    """A reader runs them one after another beside one `make dev`: there the second would be another request with a key
    that is taken. The tests have a stack for some, and a service each for the others.
    """
    found = [(its, str(block)) for block in BLOCKS if re.search(r"127\.0\.0\.1:(4222|8080|8100|50051)", block.code)
             for its in set(re.findall(r"""merchant_transaction_id["']?[=:] ?"([^"]+)""", block.code))]
    ids = [its for its, _ in found]
    assert len(found) > 5
    assert [each for each in found if ids.count(each[0]) > 1] == []


def test_every_block_is_of_a_kind_that_is_run() -> None:
    others = {str(block): block.language for block in BLOCKS if block.language not in ("python", "sh", "text", "toml")
              and "generated" not in block.page.parts}
    assert others == {}, "how is it known that they are right?"


@pytest.mark.parametrize("block", [b for b in BLOCKS if is_of(b, "sh") and SERVED.search(b.code)], ids=str)
def test_a_block_that_calls_the_service_pays(block: Block, sandbox: SandboxThread) -> None:
    if "grpcurl" not in block.code and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    path = f"{grpcurl().parent}:{os.environ['PATH']}" if "grpcurl" in block.code else os.environ["PATH"]
    server = subprocess.Popen(
        [sys.executable, "-m", "tollbridge", "serve", "--environment", "test", "--port", "0", "--log-level", "warning",
         "--connector-url", f"stripe={sandbox.base_url('stripe')}"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        grpc, http = server.stdout.readline().split()[1], server.stdout.readline().split()[1]
        script = block.code.replace("127.0.0.1:50051", grpc).replace("127.0.0.1:8080", http)
        ran = subprocess.run(["bash", "-euc", script], cwd=ROOT, capture_output=True, text=True, timeout=60,
                             check=False, env={**os.environ, "PATH": path})
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["status"] == "CHARGED"
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_the_flags_of_the_block_for_production_exist() -> None:
    """The file itself is checked in tests/settings."""
    (line,) = [line for b in BLOCKS for line in b.code.splitlines() if "serve --config production.toml" in line]
    shown = subprocess.run([sys.executable, "-m", "tollbridge", "serve", "--help"], capture_output=True, text=True,
                           check=True, timeout=60).stdout
    assert all(f"{flag} " in shown for flag in re.findall(r"--[\w-]+", line))


@cache
def listed() -> str:
    """The commands, as the program tells them."""
    return subprocess.run([sys.executable, "-m", "tollbridge", "--help"], capture_output=True, text=True, check=True,
                          timeout=60).stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_what_exists(page: Path) -> None:
    """Targets of make, links to files of the project, and commands of tollbridge."""
    text = page.read_text()
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
    named = {name for name in MAKE_TARGET.findall(text) if f"`make {name}" in text or f"\nmake {name}" in text}
    assert named <= targets
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (page.parent / link).exists(), link
    commands = set(re.findall(r"`tollbridge (\w[\w-]*)", text))
    if commands:
        assert all(f"  {name} " in listed() for name in commands), commands
