"""`tollbridge backup` and `tollbridge restore`: what is in a backup, what never is, and what stands against one."""

from __future__ import annotations

import json
import random
import secrets
import string
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bridge.programs import Ended, ended, settings
from bridge.secured import started
from bridge.surroundings import admin, authorize, bridge, bridge_options, make_streams, worker
from masking import canaries
from tollbridge.bridge import orders
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.doubt import restored
from tollbridge.bridge.messages import State
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.recovery.chunks import CHUNK
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import wanted_streams
from tollbridge.sandbox import Sandbox

NUMBER, CODE = "4000008260003178", canaries.CODE
KEY = f"sk_test_{canaries.MARK}"
NAME = "Mira Okafor"
PAID = 5
LARGE = "".join(random.Random(1).choices(string.ascii_letters, k=600_000))


@pytest.fixture
async def spare() -> AsyncIterator[NatsServer]:
    """Where a backup goes to."""
    async with started() as server:
        yield server


def key_file(folder: Path, name: str = "backup.key") -> str:
    file = folder / name
    file.write_text(secrets.token_hex(32))
    file.chmod(0o600)
    return str(file)


def config(folder: Path, server: NatsServer) -> tuple[str, str]:
    folder.mkdir(exist_ok=True)
    return "--config", str(settings(folder, server))


async def some_life(server: NatsServer) -> None:
    """Some operations done, one waiting with its card in memory, one too large for one chunk."""
    options = bridge_options(server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client:
        async with worker(options, sandbox):
            for number in range(PAID):
                assert (await client.execute(pay(f"pay-{number}"), 10)).state == State.DONE
        await client.submit(pay("waiting"))
        await client.submit(pay("large", request={"metadata": {"value": json.dumps({"note": LARGE})}}))


def pay(payment: str, **more: Any) -> orders.Order:
    its = authorize(payment, number=NUMBER, config=json.dumps({"config": {"Stripe": {"api_key": KEY}}}), **more)
    its.request["payment_method"]["card"]["card_cvc"]["value"] = CODE
    return its


async def saved(server: NatsServer, tmp_path: Path, *how: str) -> Path:
    made = await ended("backup", "--to", str(tmp_path / "backup"), *how, *config(tmp_path / "from", server))
    assert made.code == 0, made.err
    return tmp_path / "backup"


async def restoring(server: NatsServer, tmp_path: Path, *words: str) -> Ended:
    return await ended("restore", "--from", str(tmp_path / "backup"), *words, *config(tmp_path / "into", server))


async def names(client: BridgeClient) -> set[str]:
    return set((await (await admin(client)).connection.api("STREAM.NAMES")).get("streams") or ())


async def everything(client: BridgeClient) -> dict[str, list[tuple[int, str, bytes, dict[str, str]]]]:
    return {name: [(each.sequence, each.subject, each.data, dict(each.headers))
                   async for each in read_stream((await admin(client)).connection, name)]
            for name in sorted(await names(client))}


async def consumers(client: BridgeClient, stream: str) -> dict[str, tuple[object, object, object]]:
    page = await client.connection.api(f"CONSUMER.LIST.{stream}")
    return {each["name"]: (each["config"], each["delivered"]["stream_seq"], each["ack_floor"]["stream_seq"])
            for each in page["consumers"]}


@pytest.mark.parametrize("encrypted", [True, False])
async def test_what_is_restored_is_what_was_there(empty_nats_server: NatsServer, spare: NatsServer, tmp_path: Path,
                                                  encrypted: bool) -> None:
    """Every message with its sequence, and every consumer with how far it has come; but for the sweeper's lease."""
    await some_life(empty_nats_server)
    how = ("--key-file", key_file(tmp_path)) if encrypted else ("--plain",)
    folder = await saved(empty_nats_server, tmp_path, *how)
    assert (folder / "PAYMENTS.snapshot").stat().st_size > 2 * CHUNK
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    async with bridge(bridge_options(empty_nats_server.url)) as client:
        before, delivered = await everything(client), await consumers(client, "PAYMENTS")
    arguments = how if encrypted else ()
    verified = await restoring(spare, tmp_path, *arguments, "--verify")
    assert (verified.code, ": whole, " in verified.out) == (0, True), verified.err
    done = await restoring(spare, tmp_path, *arguments)
    assert done.code == 0, done.err
    async with bridge(bridge_options(spare.url)) as client:
        after = await everything(client)
        assert await consumers(client, "PAYMENTS") == delivered
        assert len(delivered) > 3
    memory = {wanted.name for wanted in wanted_streams(bridge_options("x").streams)
              if wanted.config["storage"] == "memory"}
    assert memory == {"SEALED", "GATES"}
    assert len(before["OPS"]) == PAID
    assert len(before["PAYMENTS"]) == PAID + 2
    for name in before.keys() - memory:
        came, was = ([each for each in there[name] if not each[1].startswith("tollbridge.records.lease")]
                     for there in (after, before))
        assert came == was, name
    again = await restoring(spare, tmp_path, *arguments)
    assert again.code == 2, "RECORDS has another message by now"
    assert "RECORDS is there already, and holds messages" in again.err


async def test_a_restore_that_stopped_goes_on(empty_nats_server: NatsServer, spare: NatsServer, tmp_path: Path) -> None:
    await some_life(empty_nats_server)
    key = ("--key-file", key_file(tmp_path))
    await saved(empty_nats_server, tmp_path, *key)
    assert (await restoring(spare, tmp_path, *key)).code == 0
    async with bridge(bridge_options(spare.url)) as client:
        for name in ("RECORDS", "PAYMENTS"):  # as if it had stopped before these
            await (await admin(client)).connection.api(f"STREAM.DELETE.{name}")
        info = await client.connection.api("STREAM.INFO.OPS")
    done = await restoring(spare, tmp_path, *key, "--json")
    assert done.code == 0, done.err
    how = {each["name"]: each["how"] for each in done.json["streams"]}
    assert {name for name, its in how.items() if its == "new"} == {"RECORDS", "PAYMENTS"}
    assert set(how.values()) == {"new", "there"}
    its = restored(info["config"])
    assert its is not None
    assert done.json["doubt_until"] == pytest.approx(its.until)


async def test_card_data_is_in_no_backup(empty_nats_server: NatsServer, spare: NatsServer, tmp_path: Path) -> None:
    assert not await found_in_a_backup(empty_nats_server, spare, tmp_path)


async def test_without_the_split_the_same_look_finds_card_data(
        empty_nats_server: NatsServer, spare: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "split", lambda request: [])
    assert {NUMBER, CODE} <= await found_in_a_backup(empty_nats_server, spare, tmp_path)


async def found_in_a_backup(server: NatsServer, spare: NatsServer, tmp_path: Path) -> set[str]:
    """In its files, and in all that comes of them: a snapshot is compressed."""
    await some_life(server)
    async with bridge(bridge_options(server.url)) as client:
        sealed = (await client.connection.api("STREAM.INFO.SEALED"))["state"]["messages"]
        assert sealed, "there is something that must not be copied"
    folder = await saved(server, tmp_path, "--plain")
    said = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    assert b"SEALED" not in said
    assert (await restoring(spare, tmp_path)).code == 0
    async with bridge(bridge_options(spare.url)) as client:
        for messages in (await everything(client)).values():
            said += b"".join(subject.encode() + data + json.dumps(headers).encode()
                             for _, subject, data, headers in messages)
    for path, content in canaries.files_below(Path(spare.process.directory)):
        assert path
        said += content
    assert NAME.encode() in said, "else nothing could be found"
    return {secret for secret in (NUMBER, CODE, canaries.MARK)
            if secret.encode() in said and (secret != CODE or f'"value":"{CODE}"'.encode() in said)}


async def test_names_of_customers_are_not_in_an_encrypted_one(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    await some_life(empty_nats_server)
    plain = await saved(empty_nats_server, tmp_path, "--plain")
    assert any(b"shop-1" in file.read_bytes() for file in plain.glob("*.snapshot"))
    (tmp_path / "b").mkdir()
    sealed = await saved(empty_nats_server, tmp_path / "b", "--key-file", key_file(tmp_path))
    assert not any(b"shop-1" in file.read_bytes() for file in sealed.iterdir())


@pytest.mark.parametrize(("file", "at", "why"), [
    ("PAYMENTS.snapshot", 0, "PAYMENTS.snapshot was changed"),
    ("OPS.snapshot", -1, "OPS.snapshot was changed"),
    ("OPS.snapshot", None, "OPS.snapshot has"),
    ("manifest.json", None, "is no manifest"),
])
async def test_what_was_changed_is_refused_and_nothing_is_touched(
        empty_nats_server: NatsServer, spare: NatsServer, tmp_path: Path, file: str, at: int | None, why: str) -> None:
    await some_life(empty_nats_server)
    key = ("--key-file", key_file(tmp_path))
    changed = await saved(empty_nats_server, tmp_path, *key) / file
    content = bytearray(changed.read_bytes())
    if at is None:
        del content[-1:]
    else:
        content[at] ^= 1
    changed.write_bytes(content)
    refused = await restoring(spare, tmp_path, *key)
    assert (refused.code, why in refused.err) == (2, True), refused.err
    async with bridge(bridge_options(spare.url)) as client:
        assert not await names(client)


async def test_a_manifest_that_somebody_rewrote_is_refused(empty_nats_server: NatsServer, spare: NatsServer,
                                                           tmp_path: Path) -> None:
    """Files of two backups, or a stream left out: each by itself would look whole."""
    await some_life(empty_nats_server)
    key = ("--key-file", key_file(tmp_path))
    manifest = await saved(empty_nats_server, tmp_path, *key) / "manifest.json"
    its = json.loads(manifest.read_bytes())
    its["manifest"]["streams"] = [each for each in its["manifest"]["streams"] if each["name"] != "OPS"]
    manifest.write_text(json.dumps(its))
    refused = await restoring(spare, tmp_path, *key)
    assert (refused.code, "nothing of this backup can be trusted" in refused.err) == (2, True), refused.err


async def test_keys_are_told_apart_and_kept_from_others(empty_nats_server: NatsServer, spare: NatsServer,
                                                        tmp_path: Path) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    nothing = await ended("backup", "--to", str(tmp_path / "backup"), *config(tmp_path / "from", empty_nats_server))
    assert (nothing.code, "say --key-file FILE, or --plain" in nothing.err) == (2, True)
    await saved(empty_nats_server, tmp_path, "--key-file", key_file(tmp_path))
    other, bad = key_file(tmp_path, "other.key"), tmp_path / "bad.key"
    for words, why in ((("--key-file", other), "is encrypted with another key"), ((), "say --key-file"),
                       (("--key-file", str(bad)), "No such file")):
        refused = await restoring(spare, tmp_path, *words)
        assert (refused.code, why in refused.err) == (2, True), refused.err
    bad.write_text("short")
    assert "can be read by others: chmod 600" in (await restoring(spare, tmp_path, "--key-file", str(bad))).err
    bad.chmod(0o600)
    assert "holds no key" in (await restoring(spare, tmp_path, "--key-file", str(bad))).err
    full = await ended("backup", "--to", str(tmp_path / "backup"), "--plain",
                       *config(tmp_path / "from", empty_nats_server))
    assert (full.code, "is not empty" in full.err) == (2, True)


async def test_nothing_is_restored_over_what_is_there(empty_nats_server: NatsServer, spare: NatsServer,
                                                      tmp_path: Path) -> None:
    await some_life(empty_nats_server)
    await saved(empty_nats_server, tmp_path, "--plain")
    over = await restoring(empty_nats_server, tmp_path, "--into-empty")
    assert over.code == 2
    assert "PAYMENTS is there already, and holds messages" in over.err
    assert (await ended("streams", "apply", *config(tmp_path / "into", spare))).code == 0
    empty = await restoring(spare, tmp_path)
    assert empty.code == 2
    assert "OPS is there already, and never held a message: --into-empty replaces it" in empty.err
    assert (await restoring(spare, tmp_path, "--into-empty")).code == 0
    checked = await ended("streams", "check", *config(tmp_path / "into", spare))
    assert checked.code == 0, checked.out


async def test_while_workers_run_nothing_is_restored(empty_nats_server: NatsServer, spare: NatsServer,
                                                     tmp_path: Path) -> None:
    await some_life(empty_nats_server)
    await saved(empty_nats_server, tmp_path, "--plain")
    options = bridge_options(spare.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox):
        refused = await restoring(spare, tmp_path, "--into-empty")
    assert (refused.code, "1 workers are running" in refused.err) == (2, True), refused.err


async def test_a_missing_stream_is_no_whole_backup(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    await make_streams(bridge_options(empty_nats_server.url))
    async with bridge(bridge_options(empty_nats_server.url)) as client:
        await (await admin(client)).connection.api("STREAM.DELETE.REFUNDS")
    refused = await ended("backup", "--to", str(tmp_path / "backup"), "--plain",
                          *config(tmp_path / "from", empty_nats_server))
    assert (refused.code, "REFUNDS is missing" in refused.err) == (2, True), refused.err
    assert not (tmp_path / "backup").exists()


async def test_applying_streams_forgets_no_doubt(empty_nats_server: NatsServer, spare: NatsServer,
                                                 tmp_path: Path) -> None:
    """An update in JetStream replaces the metadata too."""
    await some_life(empty_nats_server)
    await saved(empty_nats_server, tmp_path, "--plain")
    assert (await restoring(spare, tmp_path)).code == 0
    async with bridge(bridge_options(spare.url)) as client:
        before = restored((await client.connection.api("STREAM.INFO.OPS"))["config"])
        larger = {"TOLLBRIDGE__BRIDGE__MAX_BYTES": "1100000000"}
        applied = await ended("streams", "apply", *config(tmp_path / "into", spare), env=larger)
        assert (applied.code, "max_bytes" in applied.out) == (0, True), applied.err
        assert restored((await client.connection.api("STREAM.INFO.OPS"))["config"]) == before
        assert before is not None
