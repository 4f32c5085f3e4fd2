"""`tollbridge audit verify|export|report`, and what other commands tell the trail, as a person has it."""

from __future__ import annotations

import csv
import json
import os
import pwd
import socket
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bridge.programs import ended, settings
from bridge.surroundings import as_bridge, authorize, bridge, worker
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import AUDIT_STREAM
from tollbridge.edges.cli.bridge_wiring import audit_options, bridge_options
from tollbridge.sandbox import Sandbox
from tollbridge.settings import Settings, load

KEY = "of-the-audit-trail-32-characters-or-more"
OTHER = "another-key-of-32-characters-or-even-more"
NOBODY = "0" * 32


def file_of(folder: Path, server: NatsServer, **more: object) -> Path:
    return settings(folder, server, **{"bridge__audit__enabled": True, "bridge__audit__key": KEY, **more})


async def some_operations(its: Settings) -> list[str]:
    """By a worker and a bridge as their processes have them."""
    works, asks = bridge_options(its, "tollbridge worker"), bridge_options(its, "tollbridge bridge")
    async with Sandbox() as sandbox, worker(works, sandbox), bridge(as_bridge(asks)) as client:
        return [(await client.execute(authorize(f"pay-{number}", 1000 + number), 10.0)).op_id for number in range(3)]


async def test_what_was_done_is_verified_exported_and_reported(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = file_of(tmp_path, empty_nats_server)
    config = ("--config", str(file))
    missing = await ended("audit", "verify", *config)
    assert (missing.code, missing.out.splitlines()[0]) == (3, "gone: there is no stream AUDIT")
    assert (await ended("streams", "apply", *config)).code == 0
    op_ids = await some_operations(load(str(file)).settings)

    checked = await ended("audit", "verify", *config)
    assert checked.code == 0, checked.out
    assert checked.out.startswith("as it was written\n")
    assert "signatures verified" in checked.out
    anchor = checked.out.split("--anchor ")[1].strip()
    again = await ended("audit", "verify", *config, "--anchor", anchor, "--json")
    assert (again.code, again.json["ok"], again.json["faults"]) == (0, True, [])
    sequence = int(anchor.split(":")[0])
    wrong = await ended("audit", "verify", *config, "--anchor", f"{sequence}:{'0' * 64}")
    assert wrong.code == 3
    assert f"changed: message {sequence}" in wrong.out
    cut = await ended("audit", "verify", *config, "--anchor", f"{sequence + 99}:{'0' * 64}")
    assert (cut.code, "is not there" in cut.out) == (3, True)
    assert (await ended("audit", "verify", *config, "--anchor", "nonsense")).code == 2

    lines = [json.loads(line) for line in (await ended("audit", "export", *config)).out.splitlines()]
    operations = {line["op_id"]: line for line in lines if line["kind"] == "operation"}
    assert sorted(operations) == sorted(op_ids)
    assert operations[op_ids[1]]["amount"] == 1001
    exported = await ended("audit", "export", *config, "--format", "csv")
    rows = list(csv.DictReader(StringIO(exported.out)))
    assert [row["op_id"] for row in rows] == [line.get("op_id", "") for line in lines]
    assert {row["state"] for row in rows if row["kind"] == "operation"} == {"DONE"}

    told = await ended("audit", "report", *config, "--json")
    assert told.json["operations"] == [
        {"operation": "authorize", "connector": "stripe", "state": "DONE", "outcome": "ok", "count": 3}]
    assert told.json["actors"] == [{"actor": "shop-1", "count": 3}]
    assert told.json["acts"][0]["act"] == "streams apply"
    [key] = told.json["keys"]
    assert key["key"].startswith("hmac-sha256 ")
    text = await ended("audit", "report", *config)
    assert "authorize  stripe  DONE  ok" in text.out


async def test_acts_of_a_person_are_told_before_and_after(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    config = ("--config", str(file_of(tmp_path, empty_nats_server)))
    assert (await ended("streams", "apply", *config)).code == 0
    await ended("dlq", "resolve", NOBODY, "--not-done", "--note", "asked about 4111111111111111", *config)
    await ended("workers", "drain", "nobody", *config)
    await ended("replay", "--from", "2026-01-01", "--merchant", "shop-1", *config)
    exported = [json.loads(line) for line in (await ended("audit", "export", *config)).out.splitlines()]
    acts = [(line["operation"], line["outcome"]) for line in exported if line["kind"] == "act"]
    assert acts == [("streams apply", "done"), ("dlq resolve", "begun"), ("dlq resolve", "done"),
                    ("workers drain", "begun"), ("workers drain", "done"), ("replay", "begun"), ("replay", "done")]
    assert {line["actor"] for line in exported if line["kind"] == "act"} == {
        f"{pwd.getpwuid(os.getuid()).pw_name}@{socket.gethostname()}"}
    note = next(line["facts"]["note"] for line in exported if line.get("operation") == "dlq resolve")
    assert note == "asked about ***"
    assert (await ended("audit", "verify", *config)).code == 0


async def test_without_a_trail_nothing_is_done(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    config = ("--config", str(file_of(tmp_path, empty_nats_server)))
    assert (await ended("streams", "apply", *config, env={"TOLLBRIDGE__BRIDGE__AUDIT__ENABLED": "false"})).code == 0
    refused = await ended("dlq", "resolve", NOBODY, "--not-done", "--note", "me", *config)
    assert refused.code == 1
    assert f"audit trail (stream {AUDIT_STREAM}) does not answer" in refused.err


async def test_signatures_of_keys_that_are_not_known_are_faults(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    private, public = tmp_path / "audit.pem", tmp_path / "audit.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    file = settings(tmp_path, empty_nats_server, bridge__audit__enabled=True,
                    bridge__audit__signing_key_file=str(private))
    assert (await ended("streams", "apply", "--config", str(file))).code == 0
    auditor = settings(tmp_path, empty_nats_server, bridge__audit__public_key_files=[str(public)])
    assert (await ended("audit", "verify", "--config", str(auditor))).code == 0
    other = await ended("audit", "verify", "--config", str(file_of(tmp_path, empty_nats_server)))
    assert other.code == 3
    assert "signature: message 1" in other.out
    rotated = file_of(tmp_path, empty_nats_server, bridge__audit__key=OTHER, bridge__audit__former_keys=[KEY],
                      bridge__audit__public_key_files=[str(public)])
    await some_operations(load(str(rotated)).settings)
    assert (await ended("audit", "verify", "--config", str(rotated))).code == 0


async def test_keys_that_are_none_are_told_by_their_setting(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = file_of(tmp_path, empty_nats_server, bridge__audit__key="k")
    short = await ended("audit", "verify", "--config", str(file))
    assert (short.code, "bridge.audit.key" in short.err) == (2, True)
    (tmp_path / "key.pem").write_text("no key")
    none = await ended("audit", "verify", "--config", str(settings(
        tmp_path, empty_nats_server, bridge__audit__public_key_files=[str(tmp_path / "key.pem")])))
    assert (none.code, "has no public key in PEM" in none.err) == (2, True)


def test_only_processes_begin_a_chain_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOLLBRIDGE__ENVIRONMENT", "test")
    monkeypatch.setenv("TOLLBRIDGE__BRIDGE__AUDIT__ENABLED", "true")
    its = load(None).settings
    assert {name: audit_options(its, name).lazy for name in ("tollbridge", "tollbridge worker", "tollbridge dev")} == {
        "tollbridge": True, "tollbridge worker": False, "tollbridge dev": True}


@pytest.mark.parametrize("command", ["verify", "export", "report"])
async def test_no_nats_is_a_line_and_1(unused_tcp_port: int, command: str) -> None:
    away = await ended("audit", command, "--servers", f"nats://127.0.0.1:{unused_tcp_port}", env={
        "TOLLBRIDGE__ENVIRONMENT": "test", "TOLLBRIDGE__BRIDGE__CONNECT_TIMEOUT_S": "0.2"})
    assert (away.code, away.out, len(away.err.splitlines())) == (1, "", 1)
