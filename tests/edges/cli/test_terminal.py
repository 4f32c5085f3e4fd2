"""What a person at a terminal has: prompts that show nothing, colour, a question before anything changes live."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from edges.cli.running_cli import KEYS, at, program
from tollbridge.edges.cli.output import say_lines
from tollbridge.sandbox import SandboxThread

EUR = ["--amount", "12.34", "--currency", "EUR"]
COLOUR = re.compile(r"\x1b\[\d+m")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


class Terminal:
    """The program at a terminal of its own: types when it is asked."""

    def __init__(self, *words: str, **env: str) -> None:
        self.said, self.code = "", -1
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "tollbridge", *words],  # noqa: S606
                      {**os.environ, "TERM": "xterm", **env})

    def until(self, text: str, timeout_s: float = 30.0) -> None:
        ends_at = time.monotonic() + timeout_s
        while text not in self.said:
            assert self._more(ends_at), f"ended without {text!r}: {self.said}"

    def types(self, asked: str, answer: str) -> None:
        self.until(asked)
        os.write(self.fd, answer.encode())

    def ends(self, timeout_s: float = 30.0, *, pressing: str = "") -> int:
        """`pressing` is pressed again while nothing happens: Python misses a Ctrl-C in the moment before it reads."""
        ends_at = time.monotonic() + timeout_s
        while True:
            if pressing and not select.select([self.fd], [], [], 1.0)[0]:
                os.write(self.fd, pressing.encode())
            if not self._more(ends_at):
                break
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)

    def _more(self, ends_at: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], max(0.0, ends_at - time.monotonic()))
        assert ready, f"says no more: {self.said}"
        try:
            got = os.read(self.fd, 65536)
        except OSError:  # of Linux, when the other end is closed
            return False
        self.said += got.decode(errors="replace")
        return bool(got)


def test_key_and_card_are_asked_for_and_not_shown(sandbox: SandboxThread) -> None:
    terminal = Terminal("pay", "authorize", *at(sandbox), *EUR)
    terminal.types("stripe api_key", "sk_test_canary9f2b\n")
    terminal.types("card number", "4242 4242 4242 4242\n")
    terminal.types("expiry", "12/34\n")
    terminal.types("security code", "837\n")
    assert terminal.ends() == 0, terminal.said
    assert "CHARGED" in terminal.said
    for secret in ("canary9f2b", "4242", "837"):
        assert secret not in terminal.said


def test_a_processor_that_takes_no_cards_is_not_asked_for_one(sandbox: SandboxThread) -> None:
    terminal = Terminal("pay", "authorize", *at(sandbox, "phonepe"), "--amount", "5", "--currency", "INR", **KEYS)
    assert terminal.ends() == 2
    assert "payment_method: required" in terminal.said


def test_ctrl_c_at_a_prompt_is_130(sandbox: SandboxThread) -> None:
    terminal = Terminal("pay", "authorize", *at(sandbox), *EUR)
    terminal.types("stripe api_key", "\x03")
    assert terminal.ends(pressing="\x03") == 130
    assert "Traceback" not in terminal.said


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_is_for_terminals_that_want_it(env: dict[str, str], coloured: bool, sandbox: SandboxThread) -> None:
    terminal = Terminal("pay", "authorize", *at(sandbox), *EUR, "--test-card", "declined", **KEYS, **env)
    assert terminal.ends() == 3
    assert "FAILURE" in terminal.said
    assert bool(COLOUR.search(terminal.said)) is coloured


def test_no_colour_where_nobody_looks(sandbox: SandboxThread) -> None:
    done = program("pay", "authorize", *at(sandbox), *EUR, "--test-card", "declined")
    assert done.returncode == 3
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x03"])
def test_live_is_asked_about_and_anything_but_yes_sends_nothing(answer: str, sandbox: SandboxThread) -> None:
    sandbox.sandbox.requests.clear()
    terminal = Terminal("pay", "void", "pi_1", *live(sandbox), **KEYS)
    terminal.types("void on stripe, live: go on?", answer)
    assert terminal.ends(pressing=answer) == 130
    assert len(sandbox.sandbox.requests) == 0


def test_live_goes_on_after_a_yes(sandbox: SandboxThread) -> None:
    terminal = Terminal("pay", "void", "pi_1", *live(sandbox), TOLLBRIDGE_STRIPE_API_KEY="sk_live_1")
    terminal.types("go on?", "y\n")
    assert terminal.ends() == 3, terminal.said
    assert "HTTP 401" in terminal.said  # the sandbox takes test keys only


def live(sandbox: SandboxThread) -> list[str]:
    return ["--connector", "stripe", "--environment", "live", "--base-url", sandbox.base_url("stripe")]


@pytest.mark.parametrize("words", [("connectors", "show", "adyen"), ("declines", "list"), ("--help",)])
def test_a_reader_that_leaves_early_sees_no_traceback(words: tuple[str, ...]) -> None:
    process = subprocess.Popen([sys.executable, "-m", "tollbridge", *words], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.wait(timeout=30)
    process.stderr.close()
    assert said == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_unknown_to_its_reader(sandbox: SandboxThread) -> None:
    """A full disk: the file is empty, so the exit code must not say that it is done, nor that nothing was sent."""
    words = ["pay", "authorize", *at(sandbox), *EUR, "--test-card", "approved", "--json"]
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ended = subprocess.run([sys.executable, "-m", "tollbridge", *words], stdout=full, stderr=subprocess.PIPE,
                               env={**os.environ, **KEYS}, timeout=60, check=False)
        listed = subprocess.run([sys.executable, "-m", "tollbridge", "connectors", "list"], stdout=full,
                                stderr=subprocess.PIPE, timeout=60, check=False)
    assert ended.returncode == 4
    assert b"cannot be written" in ended.stderr
    assert b"pay sync pi_" in ended.stderr
    assert (listed.returncode, listed.stderr) == (1, b"cannot write to stdout: No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_nothing_of_how_it_ends(closed: str, sandbox: SandboxThread) -> None:
    words = ["pay", "authorize", *at(sandbox), *EUR, "--test-card", "declined"]
    ended = subprocess.run(["bash", "-c", f'"$@" {closed}', "bash", sys.executable, "-m", "tollbridge", *words],
                           capture_output=True, env={**os.environ, **KEYS}, timeout=60, check=False)
    assert ended.returncode == 3, ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_early_does_not_change_what_became_of_a_payment(sandbox: SandboxThread) -> None:
    words = ["pay", "authorize", *at(sandbox), *EUR, "--test-card", "declined"]
    process = subprocess.Popen([sys.executable, "-m", "tollbridge", *words], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env={**os.environ, **KEYS})
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait(timeout=30) == 3
    process.stderr.close()
    assert said == b""


def test_lines_of_processes_that_share_a_stdout_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.writes: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, content: Any) -> int:
            self.writes.append(bytes(content))
            return len(content)

    pipe = Pipe()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(  # as with PYTHONUNBUFFERED
        pipe, write_through=True))  # type: ignore[type-var]
    say_lines("worker  one", "bridge  two")
    assert pipe.writes == [b"worker  one\nbridge  two\n"]
