"""`tollbridge config`, as a user has it: real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tollbridge.settings import Settings
from tollbridge.settings.layers import settings_of

CANARY = "canary-40d2"


def config(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TOLLBRIDGE")}
    return subprocess.run([sys.executable, "-m", "tollbridge", "config", *words], capture_output=True, text=True,
                          timeout=60, check=False, env={**clean, **environ})


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "its.toml").write_text(f'''\
environment = "test"
[transport.proxy]
https = "http://me:{CANARY}@proxy.example:3128"
[otlp]
headers = {{ "x.api key" = "{CANARY}" }}
resource = {{ "deployment.environment.name" = "blue" }}
[[auth.tokens]]
name = "shop"
sha256 = "{'c0' * 32}"
''')
    return str(tmp_path / "its.toml")


def test_check_says_good_with_0_and_all_that_is_wrong_with_2(file: str) -> None:
    good = config("check", "--config", file)
    assert (good.returncode, good.stdout, good.stderr) == (0, f"good: {file}; environment test\n", "")
    bad = config("check", "--config", file, TOLLBRIDGE__GRPC__PORT="x", TOLLBRIDGE__LOGS__LEVEL=CANARY)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.splitlines() == [
        "2 things wrong in the settings:",
        "  grpc.port (TOLLBRIDGE__GRPC__PORT): must be a whole number from 0 to 65535",
        "  logs.level (TOLLBRIDGE__LOGS__LEVEL): must be 'debug', 'info', 'warning' or 'error'"]


def test_check_as_json(file: str) -> None:
    assert json.loads(config("check", "--json", TOLLBRIDGE_CONFIG=file).stdout) == {"ok": True, "problems": []}
    bad = config("check", "--json", "--config", file, TOLLBRIDGE__PROCESSES="0")
    assert bad.returncode == 2
    assert json.loads(bad.stdout) == {"ok": False, "problems": [{
        "path": "processes", "why": "must be a whole number from 1 to 64",
        "origin": {"kind": "environment", "place": "TOLLBRIDGE__PROCESSES"}}]}


def test_show_is_toml_with_every_setting_and_no_secret(file: str) -> None:
    shown = config("show", "--origin", "--config", file, TOLLBRIDGE__GRPC__PORT="7")
    assert shown.returncode == 0
    assert CANARY not in shown.stdout
    assert "c0c0" not in shown.stdout
    said = tomllib.loads(shown.stdout)
    assert said["grpc"]["port"] == 7
    assert said["transport"]["proxy"]["https"] == "***"
    assert said["otlp"]["headers"] == {"x.api key": "***"}
    assert said["otlp"]["resource"] == {"deployment.environment.name": "blue"}
    lines = {line.removeprefix("# ").split(" ")[0]: line.rpartition("# ")[2] for line in shown.stdout.splitlines()}
    named = {".".join(path) for path in settings_of(Settings) if "name" not in path and path[0] != "otlp"}
    assert named <= lines.keys()
    assert (lines["environment"], lines["grpc.port"], lines["transport.proxy.https"], lines["auth.tokens"]) == (
        f"{file}:1", "TOLLBRIDGE__GRPC__PORT", f"{file}:3", f"{file}:7")
    assert (lines["http.port"], lines["transport.proxy.bypass"]) == ("default", "default")


def test_show_as_json(file: str) -> None:
    plain = json.loads(config("show", "--json", "--config", file).stdout)
    assert plain["auth"]["tokens"] == [{"name": "shop", "sha256": "***", "token_file": None, "merchants": ["*"]}]
    told = json.loads(config("show", "--json", "--origin", "--config", file).stdout)
    assert told["environment"] == {"value": "test", "origin": {"kind": "file", "place": f"{file}:1"}}
    assert told["http.port"] == {"value": 8080, "origin": {"kind": "default", "place": ""}}


def test_show_of_what_cannot_be_used_is_what_is_wrong(file: str) -> None:
    shown = config("show", "--config", file + ".not")
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "no such file" in shown.stderr


def test_check_reads_certificates_and_tokens_as_serve_does(file: str, tmp_path: Path) -> None:
    """A file that can be read is not yet good, and `serve` would not begin."""
    (tmp_path / "tls.crt").write_text("no certificate\n")
    (tmp_path / "tls.key").write_text("no key\n")
    (tmp_path / "token").write_text("short\n")
    bad = config("check", "--config", file, TOLLBRIDGE__TLS__CERT_FILE=str(tmp_path / "tls.crt"),
                 TOLLBRIDGE__TLS__KEY_FILE=str(tmp_path / "tls.key"),
                 TOLLBRIDGE__AUTH__TOKENS=json.dumps([{"name": "shop", "token_file": str(tmp_path / "token")}]))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "tls.cert_file (TOLLBRIDGE__TLS__CERT_FILE)" in bad.stderr
    assert "no certificate in PEM" in bad.stderr
    assert "auth.tokens[0] (TOLLBRIDGE__AUTH__TOKENS)" in bad.stderr
    assert "shorter than 16 characters" in bad.stderr
