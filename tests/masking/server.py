"""`tollbridge serve` in a process of its own, with everything on that tells: debug logs, bodies, metrics, traces."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

from masking.canaries import DIGITS, MARK

RUN = Path(__file__).with_name("run.py")
TOKEN = f"caller-{MARK}-token"
WEBHOOK_SECRET = f"whsec_{MARK}"
FORWARD_SECRET = "whsec_" + base64.b64encode(f"of the merchant {MARK}".encode()).decode()
_CONFIG = """
environment = "test"
grpc.port = 0
http.port = 0
limits.grace_s = 5.0
transport.guard.allow = ["127.0.0.0/8"]
logs = {{ level = "debug", bodies = true }}
metrics = {{ exporter = "otlp", interval_s = 1.0 }}
traces = {{ exporter = "otlp", send_to_processors = true }}
accounts = {{ store = "file", path = "{accounts}" }}
webhooks = {{ enabled = true }}
answers = {{ raw_bodies = true }}
[otlp]
endpoint = "{collector}"
headers = {{ x-key = "collector-{mark}" }}
[[auth.tokens]]
name = "shop"
token_file = "{token}"
"""


class Server:
    """Starts at once; `addresses` waits until it is ready, `stop` for its end."""

    def __init__(self, folder: Path, collector: str, merchant: str, *, unmasked: bool = False) -> None:
        self._folder = folder
        home, given = folder / "home", folder.parent / "given"
        for path in (home, given):
            path.mkdir(parents=True)
        (given / "token").write_text(TOKEN)
        accounts = given / "accounts.json"
        accounts.write_text(json.dumps({"shop-1": {"stripe": {
            "api_key": f"sk_test_{MARK}", "webhook_secret": WEBHOOK_SECRET, "webhook_forward_url": merchant,
            "webhook_forward_secret": FORWARD_SECRET}}, "shop-2": {"adyen": {
                "api_key": f"AQE{MARK}", "merchant_account": f"Shop{MARK}",
                "webhook_secret": f"{DIGITS}0".encode().hex(), "webhook_forward_url": merchant,
                "webhook_forward_secret": FORWARD_SECRET}}}))
        for path in (accounts, given / "token"):
            path.chmod(0o600)
        config = given / "config.toml"
        config.write_text(_CONFIG.format(accounts=accounts, collector=collector, mark=MARK, token=given / "token"))
        told = {"HOME": str(home), "TMPDIR": str(home), "EVERY_LOG": str(folder / "server.log"),
                "GRPC_VERBOSITY": "debug"}
        self._err = (folder / "server.stderr").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, str(RUN), *["--unmasked"] * unmasked, "tollbridge", "serve", "--config", str(config)],
            stdout=subprocess.PIPE, stderr=self._err, cwd=home, env={**os.environ, **told})
        self._said = b""

    def addresses(self) -> dict[str, str]:
        """By edge: host and port."""
        assert self._process.stdout is not None
        found: dict[str, str] = {}
        while len(found) < 2 and (line := self._process.stdout.readline()):
            self._said += line
            edge, _, address = line.decode().partition(" ")
            if edge in ("grpc", "http"):
                found[edge] = address.strip()
        if len(found) < 2:
            raise RuntimeError("the server does not start")
        return found

    def stop(self) -> None:
        """As an operator does."""
        self._process.terminate()
        self._said += self._process.communicate(timeout=30)[0]
        self._err.close()
        (self._folder / "server.stdout").write_bytes(self._said)
