"""What a power cut leaves of a server's data, and, where that cannot be tried, how often it was written to the disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tollbridge.bridge.server import ServerProcess

UNMOUNT_S = 5.0


class NoLoopMounts(Exception):
    """This machine does not let us: it wants root, mkfs.ext4 and loop devices."""


class PowerCut:
    """A disk of its own, whose power can be cut.

        with PowerCut(tmp_path) as disk:
            async with NatsServer(ServerOptions(data=str(disk.path))) as server:
                ...
                disk.cut(server.process)
                await server.start()

    The disk is a file with an ext4 in it. `cut` takes that file's bytes as they are: what the server had only written,
    and not yet made the kernel write through, is not in them. For a cluster, `cut` takes all of its servers at once.
    """

    def __init__(self, folder: Path, *, size_mib: int = 256) -> None:
        self.path = folder / "disk"
        self._images = folder / "before.img", folder / "after.img"
        self._size_mib = size_mib

    def __enter__(self) -> Self:
        if os.geteuid() != 0:
            raise NoLoopMounts("only root can mount")
        self.path.mkdir()
        with self._images[0].open("wb") as image:
            image.truncate(self._size_mib << 20)
        try:
            # With what the file system would otherwise write later, of its own accord, while we copy it.
            _run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", self._images[0])
            self._mount(self._images[0])
        except (OSError, subprocess.CalledProcessError) as error:
            raise NoLoopMounts(getattr(error, "stderr", None) or str(error)) from None
        return self

    def cut(self, *servers: ServerProcess) -> None:
        """Ends the servers; then `path` holds what is left. They may be started again on it."""
        for server in servers:
            server.pause()
        _run("cp", "--sparse=always", *self._images)
        for server in servers:
            server.kill()
        self._unmount()
        self._mount(self._images[1])
        self._images = self._images[1], self._images[0]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._unmount()
        for image in self._images:
            image.unlink(missing_ok=True)

    def _mount(self, image: Path) -> None:
        # The journal is else committed every 5 s, which would be a lucky moment for what is not fsynced.
        _run("mount", "-o", "loop,commit=600", image, self.path)

    def _unmount(self) -> None:
        until = time.monotonic() + UNMOUNT_S
        while True:
            try:
                _run("umount", self.path)
                return
            except subprocess.CalledProcessError:  # busy, for a moment after a server's end
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)


def can_count_fsyncs() -> bool:
    return shutil.which("strace") is not None


@contextmanager
def fsyncs(pid: int, folder: Path) -> Iterator[Callable[[], int]]:
    """How often the process has made the kernel write a file through since; to be asked after the block."""
    said = folder / "strace.txt"
    with subprocess.Popen(["strace", "-f", "-p", str(pid), "-e", "trace=fsync,fdatasync", "-o", said],
                          stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        attached = strace.stderr.readline()
        assert "attached" in attached, attached
        try:
            yield lambda: sum("sync(" in line for line in said.read_text().splitlines())
        finally:
            strace.terminate()


def _run(*words: str | Path) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True, timeout=60)
