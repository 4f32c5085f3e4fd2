"""Acme's side of the wire, without a network: it hands out numbered tokens, and takes only the latest one."""

from __future__ import annotations

import asyncio
import threading

import msgspec

from tollbridge import kit
from tollbridge.domain.errors import Unreachable
from tollbridge.domain.secret import Secret


class AcmeServer:
    """Answers any number of calls, of threads or of one event loop; `paths` is what arrived."""

    def __init__(self, *, expires_in_s: int | None = None) -> None:
        self.paths: list[str] = []
        self.expires_in_s = expires_in_s
        self.down = False
        self._tokens = 0
        self._lock = threading.Lock()

    def revoke(self) -> None:
        """Every token so far is no longer good."""
        with self._lock:
            self._tokens += 1

    def count(self, path: str) -> int:
        return self.paths.count(path)

    def answer(self, request: kit.HttpRequest) -> kit.HttpResponse:
        with self._lock:
            self.paths.append(request.path)
            if self.down:
                raise Unreachable("refused")
            if request.path == "/token":
                self._tokens += 1
                return _json({"id": f"t{self._tokens}", "expires_in": self.expires_in_s})
            if request.headers["authorization"] != Secret(f"Bearer t{self._tokens}"):
                return _json({"word": "who are you"}, 401)
            return _json({"id": f"{request.path.strip('/')}-{len(self.paths)}", "word": "reserved"})


class AsyncGate:
    """Sends to a server, and holds requests to one path until it is opened; `held` counts them."""

    def __init__(self, server: AcmeServer, path: str) -> None:
        self.server = server
        self.opened = asyncio.Event()
        self.reached = asyncio.Event()
        self.held = 0
        self._path = path

    async def send(self, request: kit.HttpRequest) -> kit.HttpResponse:
        if request.path == self._path:
            self.held += 1
            self.reached.set()
            await self.opened.wait()
        return self.server.answer(request)


class ThreadGate:
    """The same for threads."""

    def __init__(self, server: AcmeServer, path: str) -> None:
        self.server = server
        self.opened = threading.Event()
        self.reached = threading.Event()
        self._path = path

    def send(self, request: kit.HttpRequest) -> kit.HttpResponse:
        if request.path == self._path:
            self.reached.set()
            assert self.opened.wait(10)
        return self.server.answer(request)


def _json(body: dict[str, object], status: int = 200) -> kit.HttpResponse:
    return kit.HttpResponse(status, msgspec.json.encode(body))
