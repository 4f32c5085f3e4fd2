"""One nats-server as a child process: starting, watching and ending it, by calls that block."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from tollbridge.bridge.server import binary
from tollbridge.bridge.server.configuration import LOOPBACK, Member, ServerOptions, authority, configuration
from tollbridge.bridge.server.errors import PortTaken, ServerError
from tollbridge.bridge.server.ports import Port

START_S = 30.0
STOP_S = 15.0
LAME_DUCK_S = 45.0
"""nats-server spreads its clients' leaving over 30 s at most."""
LOCK_S = 2.0
"""For the server of a process that died to be gone: it holds the directory until then."""
ASK_S = 2.0
EVERY_S = 0.02
SELDOM_S = 0.25
ATTEMPTS = 5
"""With other ports each, where free ones were taken before the server had them."""
TAIL = 12

UNANSWERED = (OSError, http.client.HTTPException, ValueError)
"""What `ask` raises where there is no answer, or half of one."""

# Becomes the server, whose process id is so ours to signal; before, it leaves behind what watches us: a subshell that
# reads our pipe, and ends the server at its end of file, whatever became of us. A line instead says that the server
# is gone. (PR_SET_PDEATHSIG will not do: it follows the thread that started the server, and Linux only.)
_TIE = """\
exec 3<&0 </dev/null
(
  cd /
  read -r _ <&3 && exit
  kill -TERM $$; kill -CONT $$
  for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 $$ || exit; done
  kill -KILL $$
) >/dev/null 2>&1 &
exec "$@" 3<&-
"""

# What it is given of our environment, which may hold credentials.
_ENVIRONMENT = ("PATH", "TMPDIR", "GOMEMLIMIT", "GOGC", "GOMAXPROCS")


class ServerProcess:
    """Starts at most once at a time, again after its end, with the same ports and data.

        with ServerProcess() as server:
            ...
    """

    def __init__(self, options: ServerOptions | None = None, *, program: Path | None = None) -> None:
        self.options = options or ServerOptions()
        self.member: Member | None = None
        self._program = program
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._directory: Path | None = None
        self._ports: tuple[Port, Port] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self.was_ready = False
        self.paused = False
        self.wanted = False
        """Whether it was started, and not ended by us."""
        self.given_up = threading.Event()
        """Set by who no longer wants a start that is under way in another thread."""

    @property
    def url(self) -> str:
        host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(self.options.host, self.options.host)  # noqa: S104
        return f"nats://{authority(host, self.port)}"

    @property
    def port(self) -> int:
        return self._held()[0].number

    @property
    def http_port(self) -> int:
        return self._held()[1].number

    @property
    def pid(self) -> int:
        if self._process is None:
            raise ServerError(f"{self.options.name}: nats-server does not run")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Of its last end; None while it runs, and before its start."""
        return None if self._process is None else self._process.poll()

    @property
    def directory(self) -> Path:
        if self._directory is None:
            raise ServerError(f"{self.options.name}: nats-server was never started")
        return self._directory

    @property
    def log(self) -> Path:
        return self.directory / "nats-server.log"

    def start(self, timeout_s: float = START_S) -> None:
        """Until it is ready. Raises ServerError, with the end of its log, and leaves nothing behind if it never was."""
        self._refuse_twice()
        try:
            self._start(time.monotonic() + timeout_s)
        except BaseException:
            self.kill()
            if not self.was_ready:
                self.close()
            raise

    def _refuse_twice(self) -> None:
        if self.running:
            raise ServerError(f"{self.options.name}: nats-server runs already, as process {self.pid}")

    def _start(self, until: float) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.launch()
                self.wait_ready(max(0.0, until - time.monotonic()))
                self.was_ready = True
                return
            except PortTaken:
                self.kill()
                # Once it was ready its ports are known to its clients.
                if self.was_ready or attempt == ATTEMPTS or not self.release_chosen_ports():
                    raise

    def launch(self) -> None:
        """Starts it and does not wait. Raises ServerError."""
        self._refuse_twice()
        program = self._program or binary.find()
        binary.check(program)
        directory = self._make_directory()
        ports = self._hold_ports()
        text = configuration(self.options, port=ports[0].number, http_port=ports[1].number, data=str(directory),
                             member=self.member)
        with self._locked() as lock, self.log.open("ab") as log:
            path = directory / "nats-server.conf"
            path.touch(0o600)  # it may hold passwords
            path.write_text(text)
            self._log_start, self.wanted = log.tell(), True
            self._process = subprocess.Popen(  # noqa: S603
                ["/bin/sh", "-c", _TIE, "nats-server", program, "-c", path], stdin=subprocess.PIPE,
                stdout=lock,  # to which it writes nothing: so the lock lasts as long as the server, not as long as we
                stderr=log,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                start_new_session=True)  # Ctrl-C is for us: we end it once nobody needs it any more

    def wait_ready(self, timeout_s: float = START_S) -> None:
        until, every_s = time.monotonic() + timeout_s, EVERY_S
        while (wanting := self.wanting()) is not None:
            if self.given_up.is_set():
                raise ServerError(f"{self.options.name}: the start of nats-server was given up")
            if time.monotonic() > until:
                raise ServerError(f"{self.options.name}: nats-server is not ready after {timeout_s:.0f} s: {wanting}"
                                  f"{self.tail()}")
            self.given_up.wait(every_s)
            every_s = min(1.5 * every_s, SELDOM_S)  # it logs each time that it says no

    def wanting(self) -> str | None:
        """What it lacks to be ready; None if nothing. Raises ServerError once it has ended."""
        if not self.running:
            log = self.tail()
            if "address already in use" in log:
                raise PortTaken(f"{self.options.name}: a port of nats-server was taken by another program{log}")
            raise ServerError(f"{self.options.name}: nats-server ended with {self.exit_code}{log}")
        try:
            health = self.ask("/healthz")
        except UNANSWERED as error:
            return f"its monitoring does not answer: {error}"
        return None if health.get("status") == "ok" else str(health.get("error") or health)

    def ask(self, path: str) -> dict[str, Any]:
        """What its monitoring says: `/varz`, `/jsz`. Raises one of UNANSWERED where it does not say it."""
        connection = http.client.HTTPConnection(LOOPBACK, self.http_port, timeout=ASK_S)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return dict(json.loads(connection.getresponse().read()))

    def tail(self) -> str:
        """The last lines of its log since its start, to end an error with."""
        with self.log.open("rb") as log:
            log.seek(max(self._log_start, log.seek(0, os.SEEK_END) - 65536))
            lines = log.read().decode(errors="replace").splitlines()
        lines = [line for line in lines if "Healthcheck failed" not in line][-TAIL:]  # those are our own questions
        return "".join(f"\n  {line}" for line in [f"{self.log}:", *(lines or ["(empty)"])])

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Asks it to end; kills it where it does not. Whether it ended by itself. Data and ports are kept."""
        if not self.running:
            self._ended()
            return True
        self._signal(signal.SIGTERM)
        self.resume()
        return self._wait_end(timeout_s)

    def lame_duck(self, timeout_s: float = LAME_DUCK_S) -> bool:
        """Ends it once its clients have gone elsewhere, as it asks them to. Whether it ended by itself."""
        self._signal(signal.SIGUSR2)
        return self._wait_end(timeout_s)

    def kill(self) -> None:
        """At once, as a crash would."""
        self._signal(signal.SIGKILL)
        self._wait_end(STOP_S)

    def pause(self) -> None:
        """Until `resume`: it answers nobody and keeps its connections."""
        self._signal(signal.SIGSTOP)
        self.paused = True
        if self._process is not None:
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def resume(self) -> None:
        self.paused = False
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        """Ends it for good: ports are released, a temporary directory is removed."""
        self.stop()
        for port in self._ports or ():
            port.release()
        self._ports = None
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = self._directory = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def release_chosen_ports(self) -> bool:
        """So that the next start takes others. False where all were given: others will not do."""
        if self._ports is None or not any(port.chosen for port in self._ports):
            return False
        for port in self._ports:
            port.release()
        self._ports = None
        return True

    def _held(self) -> tuple[Port, Port]:
        if self._ports is None:
            raise ServerError(f"{self.options.name}: nats-server has no ports before its start")
        return self._ports

    def _hold_ports(self) -> tuple[Port, Port]:
        if self._ports is None:
            port = Port(self.options.host, self.options.port)
            try:
                self._ports = port, Port(LOOPBACK, self.options.http_port)
            except ServerError:
                port.release()
                raise
        return self._ports

    def _make_directory(self) -> Path:
        if self._directory is None:
            if self.options.data is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="tollbridge-nats-", ignore_cleanup_errors=True)
            path = Path(self._temporary.name if self._temporary else self.options.data or "").absolute()
            try:
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ServerError(f"data: {path}: {error.strerror}") from None
            self._directory = path
        return self._directory

    def _locked(self) -> BinaryIO:
        """The directory's lock, for the server to hold. Raises ServerError where another one holds it."""
        until = time.monotonic() + LOCK_S
        lock = (self.directory / "lock").open("ab")
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                if time.monotonic() > until:
                    lock.close()
                    raise ServerError(f"data: {self.directory} is in use by another nats-server: stop that one, or "
                                      "name another directory") from None
                time.sleep(EVERY_S)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _wait_end(self, timeout_s: float) -> bool:
        by_itself = True
        if self._process is not None:
            try:
                self._process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                by_itself = False
                self._process.kill()
                self._process.wait(STOP_S)
        self._ended()
        return by_itself

    def _ended(self) -> None:
        """Tells who watches us that there is nothing left to end."""
        self.wanted = self.paused = False
        if self._process is not None and self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
