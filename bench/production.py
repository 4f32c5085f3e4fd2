"""The server as a platform team would run it: one TOML file, callers with bearer tokens, JSON logs at info in a file,
metrics, both edges, the guard and every limit; credentials come with each call.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

from bench.case import API_KEY

TOKEN = "b7c1f0a4e2d94c53a6f8"  # noqa: S105 - of the benchmark alone
REQUEST_ID = "0196a7c2-b4e8-7f3c-9d21-5b1f6a2c8e90"
HEADERS: tuple[tuple[str, str], ...] = (
    ("authorization", f"Bearer {TOKEN}"),
    ("x-connector-config", json.dumps({"config": {"Stripe": {"api_key": API_KEY}}})),
    ("x-merchant-id", "merchant_1753"), ("x-request-id", REQUEST_ID))
"""What a caller sends with each call."""

SETTINGS = """
environment = "test"

[grpc]
port = 0

[http]
port = 0

[logs]
level = "info"
format = "json"
file = "{logs}"

[metrics]
enabled = true

[[auth.tokens]]
name = "checkout"
sha256 = "{sha256}"
merchants = ["merchant_1753"]

[connectors.stripe]
base_url = "{url}"

[transport]
connections_per_host = 10_000  # all traffic goes to one processor: it need not leave room for others

[transport.guard]
allow = ["{host}"]
"""


def command(url: str, directory: Path | None = None) -> list[str]:
    """`tollbridge serve` with its processor at `url`; the file and the logs in `directory`."""
    where = directory or Path(mkdtemp(prefix="tollbridge-bench-"))
    file = where / "tollbridge.toml"
    file.write_text(SETTINGS.format(logs=where / "log", sha256=hashlib.sha256(TOKEN.encode()).hexdigest(), url=url,
                                    host=urlsplit(url).netloc))
    return ["tollbridge", "serve", "--config", str(file)]
