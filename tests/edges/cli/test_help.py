"""Help texts are true: their examples run, what they list is there, and shells can complete it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from edges.cli.running_cli import KEYS, commands, here, program
from edges.cli.test_webhooks_verify import SECRET, raw
from tollbridge import catalog
from tollbridge.edges.cli import main
from tollbridge.edges.cli.exits import MEANINGS
from tollbridge.edges.cli.operations import EXAMPLES

ALL = commands()
SHOWN = {" ".join(path): command.epilog for path, command in ALL if command.epilog}


def test_all_examples_are_shown() -> None:
    assert len(SHOWN) == len(EXAMPLES) + 2  # `call` and `webhooks verify` have their own


@pytest.mark.parametrize("path", SHOWN)
def test_an_example_of_a_help_text_runs(path: str, tmp_path: Path) -> None:
    """As it is printed: by a shell, with the account in the environment. None of them sends anything."""
    epilog = CliRunner().invoke(main, [*path.split(), "--help"]).output.partition("Example:")[2]
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "request.http").write_bytes(raw())
    bin_ = Path(sys.executable).parent
    ran = subprocess.run(["bash", "-euc", epilog], cwd=tmp_path, capture_output=True, text=True, timeout=60,
                         check=False, env={**os.environ, **KEYS, "PATH": f"{bin_}:{os.environ['PATH']}"})
    assert ran.returncode == 0, ran.stderr
    assert "nothing was sent" in ran.stdout or ran.stdout.startswith("genuine")


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_has_help_and_says_what_its_options_do(path: tuple[str, ...], command: click.Command) -> None:
    told = CliRunner().invoke(main, [*path, "--help"])
    assert told.exit_code == 0
    assert command.help
    silent = [param.name for param in command.params if isinstance(param, click.Option) and not param.help
              and not param.show_default]
    assert silent == []


def test_the_exit_codes_are_in_the_help() -> None:
    told = here("--help").stdout
    assert all(f"{code:<4} {meaning}" in told for code, meaning in MEANINGS.items())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_script_is_one(shell: str) -> None:
    script = here("completion", shell).stdout
    assert "_TOLLBRIDGE_COMPLETE" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False, timeout=30).returncode == 0


def completed(line: str) -> set[str]:
    words = line.split(" ")
    done = program(env={"_TOLLBRIDGE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)})
    return {answer.partition(",")[2] for answer in done.stdout.decode().splitlines()}


def test_names_are_completed() -> None:
    assert completed("tollbridge pay sync --connector ") == set(catalog.names())
    assert completed("tollbridge call refund_") == {"refund_sync"}
    assert {"authorize", "capture", "void", "refund", "sync"} <= completed("tollbridge pay ")
    assert completed("tollbridge web") == {"webhooks"}
