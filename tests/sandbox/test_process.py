"""The sandbox as a program, and in a thread."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from tollbridge.edges.cli import main
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread


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


def test_the_program_sets_latency_and_keys_from_the_start() -> None:
    command = [sys.executable, "-m", "tollbridge", "sandbox", "--latency", "0.25", "--latency", "stripe=0.5",
               "--keys-kept-for", "adyen=0"]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            url = program.stdout.readline().strip()
            with urllib.request.urlopen(f"{url}/_sandbox/processors", timeout=10) as answer:  # noqa: S310 (loopback)
                told = json.load(answer)["processors"]
        finally:
            program.kill()
    assert told["stripe"] == {"latency_s": 0.5, "keys_kept_for_s": None}
    assert told["adyen"] == {"latency_s": 0.25, "keys_kept_for_s": 0.0}


@pytest.mark.parametrize(("words", "told"), [
    (("--fault", "earthquake"), "no fault kind 'earthquake'; there are: latency,"),
    (("--latency", "acme=1"), "no processor 'acme'; there are: "),
    (("--latency", "stripe=soon"), "'stripe=soon' is not [PROCESSOR=]SECONDS"),
    (("--keys-kept-for", "nan"), "keys_kept_for_s must be finite and not negative"),
])
def test_the_program_says_what_is_wrong(words: tuple[str, ...], told: str) -> None:
    ran = CliRunner().invoke(main, ["sandbox", *words])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert told in " ".join(ran.stderr.split())


def test_the_help_knows_every_fault() -> None:
    told = CliRunner().invoke(main, ["sandbox", "--help"]).stdout
    assert [kind.word for kind in FaultKind if kind.word not in told.replace(",", " ").split()] == []


def test_the_program_says_that_its_port_is_taken() -> None:
    with SandboxThread() as running:
        port = running.url.rpartition(":")[2]
        command = [sys.executable, "-m", "tollbridge", "sandbox", "--port", port]
        ran = subprocess.run(command, text=True, capture_output=True, timeout=20, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("tollbridge sandbox: ")
    assert "in use" in ran.stderr


def test_a_thread_says_why_it_could_not_start() -> None:
    with SandboxThread() as running:
        port = int(running.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"), SandboxThread(port=port):
            pass


async def test_a_sandbox_that_does_not_run_has_no_url() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="not running"):
        sandbox.base_url("stripe")
