"""An OpenTelemetry collector that keeps what it is sent, byte for byte."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def collecting(kept: list[bytes]) -> Iterator[str]:
    """Its URL, on loopback; whatever is sent to it is put into `kept`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.append(f"{self.path} {self.headers}".encode())
            kept.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
            """Not on our stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True, name="collector")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
