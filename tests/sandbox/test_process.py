"""The sandbox as a program, and in a thread."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request

import pytest

from tollbridge.sandbox import Sandbox, SandboxThread


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_program_prints_its_url_and_ends_cleanly(ending: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-m", "tollbridge.sandbox", "--port", "0"], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            url = program.stdout.readline().strip()
            with urllib.request.urlopen(f"{url}/_sandbox/ledger", timeout=10) as answer:  # noqa: S310 (loopback)
                assert answer.read() == b'{"entries":[],"totals":{}}'
            program.send_signal(ending)
            rest, errors = program.communicate(timeout=10)
        finally:
            program.kill()
    assert url.startswith("http://127.0.0.1:")
    assert (program.returncode, rest, errors) == (0, "", "")


def test_the_program_sets_faults_from_the_start() -> None:
    command = [sys.executable, "-m", "tollbridge.sandbox", "--fault", "latency:*:*:0.01",
               "--fault", "html_error_page:stripe/refunds.create:2"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            url = program.stdout.readline().strip()
            with urllib.request.urlopen(f"{url}/_sandbox/faults", timeout=10) as answer:  # noqa: S310 (loopback)
                set_faults = json.load(answer)["faults"]
        finally:
            program.kill()
    assert [(fault["kind"], fault["operation"], fault["times"], fault["seconds"]) for fault in set_faults] == [
        ("latency", None, None, 0.01), ("html_error_page", "refunds.create", 2, 0.0)]


def test_the_program_says_what_is_wrong_with_a_fault() -> None:
    command = [sys.executable, "-m", "tollbridge.sandbox", "--fault", "earthquake"]
    program = subprocess.run(command, text=True, capture_output=True, timeout=20, check=False)
    assert (program.returncode, program.stdout) == (2, "")
    assert "no fault kind 'earthquake'; there are: latency," in program.stderr


def test_a_thread_says_why_it_could_not_start() -> None:
    with SandboxThread() as running:
        port = int(running.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"), SandboxThread(port=port):
            pass


async def test_a_sandbox_that_does_not_run_has_no_url() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="not running"):
        sandbox.base_url("stripe")
