"""Where lines of the log go: a descriptor that is never waited for.

Whoever reads our stderr may stop reading: a full disk behind a collector, a paused terminal, a container's runtime. A
plain write would then hold the event loop, and with it every payment. So a line is written without waiting where the
descriptor allows it; where it would wait, lines are held, up to a bound, and a thread writes them as there is room.
What comes on top is dropped and counted.

Not waiting must not change the descriptor for others: O_NONBLOCK belongs to the open file, which a shell and other
processes share. A pipe or terminal is therefore opened anew by its path, a socket is asked for each write, a file on
a disk never waits. What allows none of this (a pipe of another user, other systems) always has its thread.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import stat
import threading
import time
from collections import deque
from collections.abc import Callable

HELD_BYTES = 4 * 1024 * 1024
FLUSH_S = 2.0
"""How long the end of the process waits for its last lines."""
_POLL_MS = 500
_IDLE_S = 30.0


class Sink:
    """Takes whole lines, one or several at a time, from any thread. `dropped` lines are lost for good."""

    def __init__(self, descriptor: int, *, most_bytes: int = HELD_BYTES) -> None:
        self._most = most_bytes
        self._held: deque[bytes] = deque()
        self._held_bytes = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._thread: threading.Thread | None = None
        self.descriptor, self._write, self._close = _unwaiting(descriptor)
        self.dropped = 0
        self.on_drop: Callable[[int], None] | None = None

    def drop(self, lines: int) -> None:
        """So many lines are lost."""
        self.dropped += lines
        if self.on_drop is not None:
            self.on_drop(lines)

    @property
    def held(self) -> int:
        """Lines that wait for room."""
        return len(self._held)

    def write(self, line: bytes) -> None:
        with self._lock:  # the condition's own: its `with` is Python code
            if not self._held and self._write is not None:
                try:
                    written = self._write(line)
                except (BlockingIOError, InterruptedError):
                    written = 0
                except (OSError, ValueError):  # its reader is gone, or the disk is full
                    self.drop(line.count(b"\n"))
                    return
                if written == len(line):
                    return
                if written:
                    self._hold(line[written:], begun=True)
                    return
            self._hold(line)

    def _hold(self, line: bytes, *, begun: bool = False) -> None:
        if not begun and self._held_bytes + len(line) > self._most:
            self.drop(line.count(b"\n"))
            return
        self._held.append(line)
        self._held_bytes += len(line)
        if self._thread is None or not self._thread.is_alive():  # also in the child of a fork
            self._thread = threading.Thread(target=self._run, name="tollbridge-log", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # no thread to be had, or the interpreter is ending
                self._thread = None
        self._changed.notify_all()

    def _run(self) -> None:
        """Writes held lines until there have been none for a while."""
        while True:
            with self._changed:
                while not self._held:
                    if not self._changed.wait(timeout=_IDLE_S):
                        self._thread = None
                        return
                line = self._held[0]
            self._advance(line, self._write or self._waiting_write, _POLL_MS)

    def _advance(self, line: bytes, write: Callable[[bytes], int], wait_ms: int) -> None:
        """The first held line, or as much of it as there is room for."""
        if write is self._write:
            _wait_for_room(self.descriptor, wait_ms)
        try:
            written = write(line)
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, ValueError):
            written = -1
        with self._changed:
            if not self._held or self._held[0] is not line:
                return
            if written < 0:
                self.drop(line.count(b"\n"))
            done = written < 0 or written == len(line)
            self._held_bytes -= len(line) if done else written
            if done:
                self._held.popleft()
            else:
                self._held[0] = line[written:]
            self._changed.notify_all()

    def _waiting_write(self, line: bytes) -> int:
        return os.write(self.descriptor, line)

    def flush(self, seconds: float = FLUSH_S) -> None:
        """Wait until all is written, but no longer than this."""
        until = time.monotonic() + seconds
        with self._changed:
            while self._held and (left := until - time.monotonic()) > 0:
                if self._thread is None or not self._thread.is_alive():
                    break
                self._changed.wait(timeout=left)

    def close(self) -> None:
        self.flush()
        if not self._held:  # else its thread may still hang in a write
            with contextlib.suppress(OSError):
                self._close()


def _unwaiting(descriptor: int) -> tuple[int, Callable[[bytes], int] | None, Callable[[], None]]:
    """A descriptor of our own, how to write to it without waiting (None: not at all), and how to close it."""
    own = os.dup(descriptor)
    mode = os.fstat(own).st_mode
    if stat.S_ISREG(mode):
        return own, lambda line: os.write(own, line), lambda: os.close(own)
    if stat.S_ISSOCK(mode) and hasattr(socket, "MSG_DONTWAIT"):
        peer = socket.socket(fileno=own)
        return own, lambda line: peer.send(line, socket.MSG_DONTWAIT), peer.close
    path = f"/proc/self/fd/{own}"
    if hasattr(select, "poll") and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        with contextlib.suppress(OSError):
            anew = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
            os.close(own)
            return anew, lambda line: os.write(anew, line), lambda: os.close(anew)
    return own, None, lambda: os.close(own)


def _wait_for_room(descriptor: int, wait_ms: int) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    poll.poll(wait_ms)
