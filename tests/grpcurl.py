"""The real grpcurl: that of the PATH, else built once, with Go, into the user's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

VERSION = "v1.9.3"
MODULE = "github.com/fullstorydev/grpcurl/cmd/grpcurl"
BUILD_S = 480
"""Some 40 s of CPU and 30 MB of modules, the first time."""


def grpcurl() -> Path:
    """Its path; skips the test, with the reason, where there is neither it nor a way to build it."""
    found, why = _found()
    if found is None:
        pytest.skip(why)
    return found


@cache
def _found() -> tuple[Path | None, str]:
    installed = shutil.which("grpcurl")
    if installed is not None:
        return Path(installed), ""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = home / "tollbridge" / f"grpcurl-{VERSION}" / "grpcurl"
    if kept.exists():
        return kept, ""
    go = shutil.which("go")
    if go is None:
        return None, "neither grpcurl nor Go is installed"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        try:
            built = subprocess.run([go, "install", f"{MODULE}@{VERSION}"], cwd=folder, capture_output=True, text=True,
                                   timeout=BUILD_S, check=False, env={**os.environ, "GOBIN": folder})
        except subprocess.TimeoutExpired:
            return None, f"grpcurl {VERSION} was not built in {BUILD_S} s"
        if built.returncode != 0:
            lines = built.stderr.strip().splitlines()
            return None, f"grpcurl {VERSION} cannot be built: {lines[-1] if lines else built.returncode}"
        (Path(folder) / "grpcurl").replace(kept)  # whole, whoever else is building
    return kept, ""
