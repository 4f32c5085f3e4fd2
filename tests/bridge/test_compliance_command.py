"""`tollbridge compliance check` against servers that are set up well, and badly."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
import trustme
from msgspec.structs import replace

from bridge.nats_surroundings import LACKING
from bridge.programs import Ended, ended, settings
from bridge.surroundings import authorize, bridge, bridge_options, key_files, make_streams, worker
from tollbridge.bridge.connection import Connection, ConnectionOptions
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.server.configuration import ServerOptions
from tollbridge.sandbox import Sandbox

KEY = "of-the-audit-trail-32-characters-or-more"
AUDITED = {"TOLLBRIDGE__BRIDGE__AUDIT__ENABLED": "true", "TOLLBRIDGE__BRIDGE__AUDIT__KEY": KEY}
USERS = {"authorization": {"users": [
    {"user": "admin", "password": "of-admin"},
    {"user": "worker", "password": "of-worker", "permissions": {
        "subscribe": ["_INBOX.>", "tollbridge.>"], "publish": ["$JS.API.>", "tollbridge.>"]}}]}}
WORKER = {"TOLLBRIDGE__BRIDGE__USER": "worker", "TOLLBRIDGE__BRIDGE__PASSWORD": "of-worker"}
ADMIN = {"TOLLBRIDGE__BRIDGE__USER": "admin", "TOLLBRIDGE__BRIDGE__PASSWORD": "of-admin"}


@asynccontextmanager
async def server_with(**more: object) -> AsyncIterator[NatsServer]:
    if LACKING is not None:
        pytest.skip(LACKING)
    async with NatsServer(ServerOptions(**more)) as server:  # type: ignore[arg-type]
        yield server


def verdicts(checked: Ended) -> dict[tuple[str, str], str]:
    return {(each["requirement"], each["about"]): each["verdict"] for each in checked.json["checks"]}


async def check(file: Path, env: dict[str, str]) -> Ended:
    return await ended("compliance", "check", "--config", str(file), "--format", "json", env=env)


async def test_a_bridge_that_is_set_up_well_has_no_failure(tmp_path: Path) -> None:
    async with server_with(extra=USERS) as server:
        file = settings(tmp_path, server)
        assert (await ended("streams", "apply", "--config", str(file), env={**AUDITED, **ADMIN})).code == 0
        good = await check(file, {**AUDITED, **WORKER})
        assert (good.code, good.json["ok"]) == (0, True), good.out
        found = verdicts(good)
        assert found["7.3.3", "permissions of this user"] == found["8.2.1", "who connects"] == "pass"
        assert found["10.3.2", "changes of the audit trail"] == found["10.6.1", "clocks"] == "pass"
        unseen = {about for (_, about), verdict in found.items() if verdict == "cannot be seen"}
        assert unseen == {"age of keys", "encryption of card data", "copies of the audit trail elsewhere"}
        admin = await check(file, {**AUDITED, **ADMIN})
        assert (admin.code, verdicts(admin)["7.3.3", "permissions of this user"]) == (3, "fail")

        text = await ended("compliance", "check", "--config", str(file), env={**AUDITED, **WORKER})
        assert "10.2.1  pass: audit trail: it is on" in text.out
        assert text.out.splitlines()[-1].endswith(" checks, 0 fail")
        written = await ended("compliance", "check", "--config", str(file), "--format", "junit",
                              env={**AUDITED, **ADMIN})
        junit = ElementTree.fromstring(written.out)  # noqa: S314 - of our own making
        assert (junit.tag, junit.get("failures")) == ("testsuite", "1")
        [failed] = [case for case in junit if case.find("failure") is not None]
        assert failed.get("classname") == "pci-dss.7.3.3"


async def test_each_thing_that_is_not_so_fails_by_its_number(tmp_path: Path) -> None:
    async with server_with(sync_always=False) as server:
        file = settings(tmp_path, server, worker__governor__key=KEY, bridge__audit__days=30,
                        bridge__sealed_for_s=7200.0)
        assert (await ended("streams", "apply", "--config", str(file))).code == 0
        bare = await check(file, {})
        assert bare.code == 3
        failed = {number for (number, _), verdict in verdicts(bare).items() if verdict == "fail"}
        assert failed == {"3.2.1", "7.3.3", "8.2.1", "8.6.2", "10.2.1", "10.3.2", "10.3.4", "10.5.1"}
        assert (await ended("streams", "apply", "--config", str(file), env=AUDITED)).code == 0
        short = await check(file, AUDITED)
        assert verdicts(short)["10.5.1", "how long the audit trail is kept"] == "fail"
        assert verdicts(short)["10.2.1", "audit trail"] == "pass"
        assert KEY not in short.out


async def test_a_trail_that_was_changed_fails(tmp_path: Path) -> None:
    async with server_with() as server:
        file = settings(tmp_path, server)
        assert (await ended("streams", "apply", "--config", str(file), env=AUDITED)).code == 0
        assert verdicts(await check(file, AUDITED))["10.3.4", "the audit trail of the last hour"] == "pass"
        connection = Connection(ConnectionOptions(servers=(server.url,)))
        await connection.open()
        await connection.client.jetstream().publish("tollbridge.audit.worker-1", b"what somebody else writes")
        await connection.close()
        assert verdicts(await check(file, AUDITED))["10.3.4", "the audit trail of the last hour"] == "fail"


async def test_protection_is_seen_by_what_is_stored_and_keys_by_their_age(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
    async with server_with() as server:
        file = settings(tmp_path, server, bridge__protection__mode="on",
                        bridge__protection__private_keys=f"{tmp_path}/bridge.jwks",
                        bridge__protection__public_keys=f"{tmp_path}/public.jwks")
        encrypted, age = ("3.3.2", "encryption of card data"), ("3.7.4", "age of keys")
        options = bridge_options(server.url)
        await make_streams(options)
        before = verdicts(await check(file, {}))
        assert (before[encrypted], before[age]) == ("cannot be seen", "pass")
        for at, its, told in ((1, options, "pass"), (2, replace(options, protection=None), "fail")):
            async with Sandbox() as sandbox, worker(its, sandbox), bridge(its) as client:
                assert (await client.execute(authorize(f"pay-{at}"), 10)).state == "DONE"
            assert verdicts(await check(file, {}))[encrypted] == told

        for days, told in ((364, "pass"), (366, "fail")):
            aged(tmp_path / "bridge.jwks", days)
            assert verdicts(await check(file, {}))[age] == told
        async with bridge(options) as client:
            await client.connection.api("STREAM.DELETE.KEYS")
        aged(tmp_path / "bridge.jwks", 1)
        assert verdicts(await check(file, {}))[age] == "fail"


def aged(file: Path, days: int) -> None:
    """Its keys began so long ago."""
    keys = json.loads(file.read_bytes())
    for key in keys["keys"]:
        key["nbf"] = int(time.time() - days * 86_400)
    file.write_text(json.dumps(keys))


async def test_tls_and_its_certificate_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    its = authority.issue_cert("127.0.0.1")
    its.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    its.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    async with server_with(extra={"tls": {"cert_file": str(tmp_path / "cert.pem"),
                                          "key_file": str(tmp_path / "key.pem")}}) as server:
        url = server.url.replace("nats://", "tls://")
        file = settings(tmp_path, server, bridge__servers=[url])
        assert (await ended("streams", "apply", "--config", str(file))).code == 0
        found = verdicts(await check(file, {}))
    assert found["4.2.1", "TLS to NATS"] == found["4.2.1", "the server's certificate"] == "pass"
