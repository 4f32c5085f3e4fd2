"""Servers of others on loopback: a collector that keeps the bodies it gets, a merchant's that repeats what it gets."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def merchant() -> Iterator[str]:
    """Its URL. It takes every third event; to the others it says no, and what they were."""
    count = itertools.count()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response((200, 500, 302)[next(count) % 3], str(self.headers.get("webhook-signature")))
            self.send_header("location", "/" + body.hex())
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
            """Not on our stderr."""

    with _serving(Handler) as url:
        yield f"{url}/events"


@contextmanager
def collecting(kept: list[bytes]) -> Iterator[str]:
    """Its URL, on loopback; whatever is sent to it is put into `kept`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
            """Not on our stderr."""

    with _serving(Handler) as url:
        yield url


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True, name=handler.__qualname__)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
