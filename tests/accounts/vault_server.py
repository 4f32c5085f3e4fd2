"""A small server on loopback that speaks what the store needs of Vault's KV version 2 engine, as its pages have it.

https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 and https://developer.hashicorp.com/vault/api-docs
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hvs.canary-c6e4"
NAMESPACE = "payments"


class VaultServer:
    """`secrets` are by path below the mount; None is one whose newest version was deleted. `answer_with` is a status
    that stands for all others. `asked` are the paths, in their order.
    """

    def __init__(self) -> None:
        self.secrets: dict[str, dict[str, object] | None] = {}
        self.answer_with: int | None = None
        self.mount = "secret"
        self.asked: list[str] = []
        self.url = ""

    def answer(self, target: str, headers: dict[str, str]) -> tuple[int, Any]:
        parts = urlsplit(target)
        path = unquote(parts.path)
        self.asked.append(path)
        if self.answer_with is not None:
            return self.answer_with, {"errors": []}
        if (headers.get("x-vault-token"), headers.get("x-vault-namespace")) != (TOKEN, NAMESPACE):
            return 403, {"errors": ["permission denied"]}
        data, metadata = f"/v1/{self.mount}/data/", f"/v1/{self.mount}/metadata/"
        if path.startswith(metadata) and parse_qs(parts.query) == {"list": ["true"]}:
            keys = sorted(set(self._below(path.removeprefix(metadata))))
            return (200, {"request_id": "r", "lease_id": "", "renewable": False, "lease_duration": 0,
                          "data": {"keys": keys}}) if keys else (404, {"errors": []})
        if path.startswith(data) and path.removeprefix(data) in self.secrets:
            fields = self.secrets[path.removeprefix(data)]
            gone = fields is None
            return 404 if gone else 200, {"request_id": "r", "data": {"data": fields, "metadata": {
                "created_time": "2025-11-21T00:00:00Z", "custom_metadata": None, "destroyed": False, "version": 1,
                "deletion_time": "2025-11-21T01:00:00Z" if gone else ""}}}
        return 404, {"errors": []}

    def _below(self, folder: str) -> Iterator[str]:
        for path in self.secrets:
            if path.startswith(f"{folder}/"):
                name, slash, _ = path.removeprefix(f"{folder}/").partition("/")
                yield name + slash


@contextmanager
def vault_server() -> Iterator[VaultServer]:
    its = VaultServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, body = its.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - its own name

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        its.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield its
        finally:
            server.shutdown()
            thread.join()
