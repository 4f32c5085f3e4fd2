"""The live HTTP server, with the sandbox behind it: whatever is sent, it answers with a result or a named problem."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from fuzz.mutations import broken_bytes, broken_json
from tollbridge.domain.environment import Environment
from tollbridge.domain.operations import BY_FLOW
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.edges.http.problems import KINDS, MEDIA_TYPE
from tollbridge.edges.http.routes import PATHS
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions, Serving

GOLDEN = Path(__file__).parents[2] / "golden"
EXAMPLES = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "100"))
CONFIG = json.dumps({"config": {"Stripe": {"api_key": "sk_test_fuzz"}}})
NAMED = KINDS.keys() - {"INTERNAL"}


class Running:
    """A server in a thread of its own, and what it logs as errors."""

    def __init__(self, patience_s: float) -> None:
        self.errors: list[str] = []
        self._patience_s = patience_s
        self.port = 0
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with Sandbox() as sandbox:
            service = Service(ServiceOptions(
                environment=Environment.TEST, connector_urls={"stripe": sandbox.base_url("stripe")}, grace_s=1.0))
            edge = HttpServer(service, HttpOptions(
                port=0, header_s=self._patience_s, body_s=self._patience_s, keep_alive_s=self._patience_s))
            async with Serving(service, edge):
                self.port = edge.port
                self._started.set()
                await self._over.wait()

    def __enter__(self) -> Running:
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)

    def ask(self, sent: bytes) -> bytes:
        """All that comes back until the server closes: soon, as nothing more comes from us."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            came = b""
            try:
                connection.sendall(sent)
                while part := connection.recv(65536):
                    came += part
            except ConnectionError:
                pass  # closed while we sent
            return came


class Errors(logging.Handler):
    def __init__(self, into: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("aiohttp"):  # the sandbox's, of what a processor would not understand either
            self._into.append(record.getMessage())


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with Running(20.0) as started, logged(started):
        yield started


@pytest.fixture(scope="module")
def hasty() -> Iterator[Running]:
    """Of what is no whole request the rest never comes: it does not wait for long."""
    with Running(0.1) as started, logged(started):
        yield started


@contextmanager
def logged(started: Running) -> Iterator[None]:
    handler = Errors(started.errors)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)


@cache
def requests() -> list[tuple[str, Any]]:
    """The golden requests of a connector, with their paths."""
    paths = {operation.flow: path for path, operation in PATHS.items()}
    cases = [json.loads(path.read_text()) for path in sorted((GOLDEN / "stripe").glob("*.*.json"))]
    return [(paths[case["operation"]], case["request"]) for case in cases if case["operation"] in BY_FLOW]


def written(path: str, body: bytes) -> bytes:
    return (f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nx-request-id: fuzz-1\r\n"
            f"connection: close\r\nx-connector-config: {CONFIG}\r\ncontent-length: {len(body)}\r\n\r\n").encode() + body


def answers(came: bytes) -> Iterator[tuple[int, dict[str, str], bytes]]:
    """Each whole answer; nothing may stand between or after them."""
    while came:
        head, end, came = came.partition(b"\r\n\r\n")
        assert end, head
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        body, came = came[:length], came[length:]
        yield int(status.split()[1]), headers, body


def is_named(status: int, headers: dict[str, str], body: bytes) -> None:
    if status < 400:
        return
    assert headers["content-type"] == MEDIA_TYPE
    told = json.loads(body)
    assert told["code"] in NAMED, told
    assert told["status"] == status


tried = settings(
    max_examples=EXAMPLES, deadline=None, print_blob=True, database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))


@tried
@given(drawn=st.data())
def test_any_body_is_answered(running: Running, drawn: st.DataObject) -> None:
    path, request = drawn.draw(st.sampled_from(requests()))
    (answer,) = answers(running.ask(written(path, drawn.draw(broken_json(request), label="body"))))
    is_named(*answer)
    assert running.errors == []


_LINES = st.sampled_from((
    b"content-length: 0\r\n", b"content-length: 99999999\r\n", b"transfer-encoding: chunked\r\n",
    b"expect: 100-continue\r\n", b"connection: upgrade\r\nupgrade: h2c\r\n", b"connection: close\r\n",
    b"accept: text/html\r\n", b"x: " + b"y" * 70_000, b"x-environment: moon\r\n", b"x-request-id: \xff\r\n",
    b"x-request-id: 4242424242424242\r\n", b"host: a\r\nhost: b\r\n", b"content-type: x\r\n",
    b"x-merchant-id: " + b"m" * 5000 + b"\r\n", b"x: y\r\n" * 120, b": \r\n", b"traceparent: 00-x\r\n",
    b"authorization: Bearer\r\n", b"x-connector-config: {\r\n", b"x-connector: stripe\r\nx-auth: header-key\r\n"))


@tried
@given(drawn=st.data())
def test_any_bytes_are_answered_or_the_connection_ends(hasty: Running, drawn: st.DataObject) -> None:
    path, request = drawn.draw(st.sampled_from(requests()))
    sent = written(path, json.dumps(request).encode())
    if drawn.draw(st.booleans()):
        first, end, rest = sent.partition(b"\r\n")
        sent = first + end + drawn.draw(_LINES) + rest
    for answer in answers(hasty.ask(drawn.draw(broken_bytes(sent), label="sent") * drawn.draw(st.integers(1, 3)))):
        is_named(*answer)
    assert hasty.errors == []


def test_they_still_serve(running: Running, hasty: Running) -> None:
    for server in (running, hasty):
        (answer,) = answers(server.ask(b"GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
        assert answer[0] == 200
