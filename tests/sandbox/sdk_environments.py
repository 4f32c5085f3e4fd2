"""Official SDKs in environments of their own, each made once in build/ from the lock file beside what drives it.

Without a network, or uv, the test is skipped.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE, BUILD = Path(__file__).parent, Path(__file__).parents[2] / "build"
Ask = Callable[[dict[str, Any]], Any]


def python_of(name: str) -> Path:
    """The interpreter of an SDK's environment, which is made unless it is there."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        pytest.skip("uv is not installed")
    BUILD.mkdir(exist_ok=True)
    lock, environment = HERE / name / "requirements.lock", BUILD / name
    python, done = environment / "bin/python", environment / "lock"
    with (BUILD / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if done.exists() and done.read_bytes() == lock.read_bytes():
            return python
        for command in (["venv", "--clear", "--python", sys.executable, str(environment)],
                        ["pip", "install", "--python", str(python), "--require-hashes", "-r", str(lock)]):
            ended = subprocess.run([uv, *command], capture_output=True, text=True, check=False, timeout=300)
            if ended.returncode:
                pytest.skip(f"no environment for {name}: {ended.stderr[-300:]}")
        done.write_bytes(lock.read_bytes())
    return python


@contextmanager
def driven(name: str, config: dict[str, Any]) -> Iterator[Ask]:
    """`drive.py` beside the lock file, in that environment: told a configuration, then one JSON object a line, to each
    of which it answers with one.
    """
    with subprocess.Popen([str(python_of(name)), str(HERE / name / "drive.py")], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        reader, writer = process.stdout, process.stdin
        writer.write(json.dumps(config) + "\n")

        def ask(call: dict[str, Any]) -> Any:
            writer.write(json.dumps(call) + "\n")
            return json.loads(reader.readline())

        yield ask
        writer.close()
