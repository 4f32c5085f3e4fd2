"""Keys of the day on a real server: rotated under load, erased for ever, and what is then left."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner

from bridge.nats_surroundings import needs_nats_server
from bridge.programs import as_user, ended, running
from bridge.proving import ends
from bridge.surroundings import admin, authorize, bridge, bridge_options, key_files, make_streams, protection, worker
from bridge.test_dev import FREE, pay, up
from masking import canaries
from tollbridge.bridge.client import BridgeClient, prepare
from tollbridge.bridge.messages import State
from tollbridge.bridge.orders import BridgeOptions
from tollbridge.bridge.protection import keyfiles, keyring
from tollbridge.bridge.protection.datakeys import DataKeys, Listed
from tollbridge.bridge.server import NatsServer
from tollbridge.edges.cli import main
from tollbridge.sandbox import Sandbox

CACHE_S = 0.2
PARALLEL, OVERLAP_S = 8, 0.5


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path, hmac=False)))
    monkeypatch.setattr(keyring, "LOOK_S", 0.1)
    return tmp_path


def forgetful(url: str) -> BridgeOptions:
    return bridge_options(url, protection=protection("bridge", cache_s=CACHE_S))


async def keys_of(client: BridgeClient) -> DataKeys:
    """As an admin has them."""
    its = (await admin(client)).protection
    assert its is not None
    return its.keys


async def keys_in(client: BridgeClient) -> list[Listed]:
    return [each async for each in (await keys_of(client)).list()]


async def test_each_merchant_has_a_key_of_the_day_and_each_bridge_its_own(empty_nats_server: NatsServer) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as one, bridge(options) as other:
        for key, client in (("a", one), ("b", other), ("c", one)):
            for merchant in ("shop-1", "shop-2"):
                await client.submit(authorize("pay-1", merchant_id=merchant, key=key))
            await asyncio.sleep(CACHE_S + 0.05)  # what was unwrapped is forgotten: the same entry is unwrapped again
        found = await keys_in(one)
    assert sorted((each.connector, each.merchant_id) for each in found) == [
        ("stripe", "shop-1"), ("stripe", "shop-1"), ("stripe", "shop-2"), ("stripe", "shop-2")]
    assert {len(each.recipients) for each in found} == {2}


async def test_keys_are_rotated_under_load_and_no_operation_fails(empty_nats_server: NatsServer, folder: Path) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    over, payments, ended = asyncio.Event(), 0, 0

    async def load(client: BridgeClient, number: int) -> set[tuple[str, str]]:
        nonlocal payments, ended
        seen: set[tuple[str, str]] = set()
        while not over.is_set():
            payments += 1
            answer = await client.execute(authorize(f"pay-{number}-{payments}"), 60)
            seen.add((answer.state, answer.outcome))
            ended += 1
        return seen

    async def met() -> None:
        """The load meets each change, and what comes of it, however quick this machine is."""
        enough = ended + 2 * PARALLEL
        async with asyncio.timeout(60):
            while ended < enough:
                await asyncio.sleep(0.02)

    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        loads = [asyncio.ensure_future(load(client, number)) for number in range(PARALLEL)]
        new: list[str] = []
        for role in ("worker", "bridge", "worker"):
            await met()
            made, _ = await asyncio.to_thread(keyfiles.rotate, f"{folder}/{role}.jwks", f"{folder}/public.jwks",
                                              overlap_s=OVERLAP_S)
            new = [*new, *(key.id for key in made if key.use == "enc")]
        await asyncio.sleep(OVERLAP_S)
        async with asyncio.timeout(60):
            while set((await keys_in(client))[-1].recipients) != set(new[1:]):  # what is new is for the new keys alone
                await asyncio.sleep(CACHE_S)
        await met()
        over.set()
        assert set().union(*await asyncio.gather(*loads)) == {(State.DONE, "ok")}
        assert sandbox.ledger.total("USD").charges == payments == ended


async def test_an_erased_key_is_gone_from_the_disk_and_so_is_what_it_encrypted(own_nats_server: NatsServer) -> None:
    options = forgetful(own_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        answer = await client.execute(authorize("pay-1"), 10)
        other = await client.execute(authorize("pay-1", merchant_id="shop-2"), 10)
        mine = [each for each in await keys_in(client) if each.merchant_id == "shop-1"]
        assert client.protection is not None
        wrapped = []
        for each in mine:
            message = await client.connection.message("KEYS", each.sequence)
            assert message is not None
            wrapped.append(json.loads(message.data)["ciphertext"].encode())
            assert on_disk(own_nats_server, wrapped[-1])
            assert await (await keys_of(client)).erase(each)
            assert not await (await keys_of(client)).erase(each)
        await asyncio.sleep(CACHE_S + 0.05)  # of processes that had it unwrapped, the time is over
        found = await client.operation(answer.op_id)
        assert found is not None
        assert (found.state, found.outcome, found.read()) == (State.DONE, "ok", None)
        assert found.problem is not None
        assert "was erased" in found.problem.message
        left = await client.operation(other.op_id)
        assert left is not None
        assert left.read() is not None, "another merchant's is as it was"
        assert (await client.execute(authorize("pay-2"), 10)).outcome == "ok", "with a new key"
    await own_nats_server.stop()
    assert not any(on_disk(own_nats_server, each) for each in wrapped)


def on_disk(server: NatsServer, what: bytes) -> bool:
    return any(what in content for _, content in canaries.files_below(Path(server.process.directory)))


async def test_what_was_not_begun_when_its_key_was_erased_ends_uncharged(empty_nats_server: NatsServer) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, ends(client) as watching:
        answer = await client.submit(authorize("pay-1"))
        assert client.protection is not None
        for each in await keys_in(client):
            await (await keys_of(client)).erase(each)
        async with worker(options, sandbox):
            record = (await watching.of([answer.op_id], 10))[answer.op_id]
        assert (record.state, record.outcome, len(sandbox.requests)) == (State.REJECTED, "card_data_expired", 0)


async def test_without_keys_in_nats_nothing_is_stored(empty_nats_server: NatsServer) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        await (await admin(client)).connection.api("STREAM.DELETE.KEYS")
        with pytest.raises(Exception, match="cannot encrypt"):
            await client.submit(authorize("pay-1"))
        assert (await client.connection.api("STREAM.INFO.PAYMENTS"))["state"]["messages"] == 0


async def test_a_wrapped_key_that_was_swapped_opens_nothing(empty_nats_server: NatsServer) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, bridge(options) as client, bridge(options) as stranger:
        order = prepare(authorize("pay-1"), options)
        await client.submit(order)
        mine, = await keys_in(client)
        await stranger.submit(authorize("pay-2"))
        theirs = next(each for each in await keys_in(client) if each.id != mine.id)
        swap = await client.connection.message("KEYS", theirs.sequence)
        assert swap is not None
        assert client.protection is not None
        await (await keys_of(client)).erase(mine)
        await client.publisher.publish(f"tollbridge.keys.{mine.id}", swap.data, {
            name: value for name, value in swap.headers.items() if not name.startswith("Nats-")})
        async with worker(options, sandbox), ends(client) as watching:
            record = (await watching.of([order.op_id], 10))[order.op_id]
        assert (record.state, record.outcome) == (State.REJECTED, "bad_input")
        assert not [entry for entry in sandbox.ledger.entries() if entry.reference == "pay-1"]


# -- the command ------------------------------------------------------------------------------------------------------
def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, arguments, env=as_user(arguments))
    assert result.exit_code == code, result.output
    return result.output


def settings(folder: Path, url: str) -> str:
    file = folder / "tollbridge.toml"
    file.write_text(f"""
environment = "test"
[bridge]
servers = ["{url}"]
connectors = ["stripe"]
replicas = 1
[bridge.protection]
mode = "on"
private_keys = "{folder}/bridge.jwks"
public_keys = "{folder}/public.jwks"
""")
    return str(file)


def test_keys_are_made_linked_rotated_and_listed(tmp_path: Path) -> None:
    files = {role: f"{tmp_path}/{role}-2.jwks" for role in ("bridge", "worker", "public")}
    made = json.loads(run("keys", "new", "--role", "bridge", "--private", files["bridge"], "--public", files["public"],
                          "--json"))
    assert [(key["use"], key["kind"]) for key in made["keys"]] == [("enc", "X25519"), ("sig", "Ed25519")]
    run("keys", "new", "--role", "worker", "--private", files["worker"], "--public", files["public"], "--connectors",
        "stripe, adyen", "--curve", "P-256", "--no-sign")
    shared = json.loads(run("keys", "link", "--private", files["bridge"], "--private", files["worker"], "--connectors",
                            "stripe", "--overlap", "0", "--json"))["keys"][0]
    for role in ("bridge", "worker"):
        ring = keyring.KeyRing(files[role], files["public"])
        signer = ring.signer("stripe")
        assert signer is not None
        assert signer.id == shared["id"]
    told = run("keys", "rotate", "--private", files["bridge"], "--public", files["public"], "--overlap", "60")
    assert told.count("new  ") == told.count("ends ") == 2
    secrets = [key[half] for role in ("bridge", "worker") for key in json.loads(Path(files[role]).read_bytes())["keys"]
               for half in ("d", "k") if half in key]
    assert secrets
    assert not any(secret in told for secret in secrets)


@pytest.mark.parametrize(("words", "says"), [
    (("new", "--role", "bridge", "--private", "public", "--public", "bridge"), "has no private half"),
    (("new", "--role", "bridge", "--private", "bridge", "--public", "bridge"), "is the private file, too"),
    (("new", "--role", "bridge", "--private", "fresh", "--public", "fresh"), "is the private file, too"),
    (("rotate", "--private", "public", "--public", "public"), "is the private file, too"),
    (("rotate", "--private", "public", "--public", "bridge"), "has no private half"),
    (("rotate", "--private", "bridge", "--public", "worker"), "has a private half"),
    (("rotate", "--private", "open", "--public", "public"), "chmod 600"),
    (("link", "--private", "bridge", "--private", "public"), "has no private half"),
    (("list", "--private", "public"), "has no private half"),
])
def test_a_file_that_stands_in_the_place_of_another_is_left_as_it_is(
        folder: Path, words: tuple[str, ...], says: str) -> None:
    """Else a private key would be in the file that everybody is given."""
    (folder / "open.jwks").write_bytes((folder / "bridge.jwks").read_bytes())
    (folder / "open.jwks").chmod(0o644)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    given = [f"{folder}/{word}.jwks" if words[at - 1] in ("--private", "--public") else word
             for at, word in enumerate(words)]
    assert says in run("keys", *given, code=2)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("words", [
    ("new", "--role", "worker", "--public", "public", "--private", "fresh"), ("link", "--private", "bridge")])
def test_keys_are_made_for_no_connector_that_there_is_not(folder: Path, words: tuple[str, ...]) -> None:
    before = {file: file.read_bytes() for file in folder.iterdir()}
    given = [f"{folder}/{word}.jwks" if words[at - 1] in ("--private", "--public") else word
             for at, word in enumerate(words)]
    told = run("keys", *given, "--connectors", "adyn,stripe,acme", code=2)
    assert "no connector 'adyn': did you mean adyen?, no connector 'acme'" in " ".join(told.split())
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    run("keys", *given, "--connectors", "stripe,acme", "--other-connector", "acme")


@pytest.mark.parametrize("words", [
    ("keys", "list"), ("keys", "erase"), ("dlq", "list"), ("records", "list", "mandate"),
    ("replay", "--from", "2020-01-01T00:00:00Z", "--merchant", "shop-1"), ("export", "fraud", "--since", "1h"),
    ("webhooks", "replay", "--merchant", "shop-1", "--from", "2020-01-01T00:00:00Z")])
def test_a_look_at_a_connector_that_there_is_not_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    """It would look as if there were nothing. No NATS is there: it is not asked."""
    told = run(*words, "--connector", "strpie", "--config", settings(folder, "nats://127.0.0.1:9"), code=2)
    assert "no connector 'strpie': did you mean stripe?" in " ".join(told.split())


def test_files_are_listed_where_there_are_no_settings(folder: Path) -> None:
    told = run("keys", "list", "--private", f"{folder}/bridge.jwks", "--public", f"{folder}/public.jwks")
    assert {"bridge", "worker"} <= {line.split()[4] for line in told.splitlines()}


async def test_keys_of_a_day_are_listed_and_erased(empty_nats_server: NatsServer, folder: Path) -> None:
    options = forgetful(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        for merchant in ("shop-1", "shop-2"):
            await client.submit(authorize("pay-1", merchant_id=merchant))
        file = settings(folder, empty_nats_server.url)
        listed = json.loads(await asyncio.to_thread(run, "keys", "list", "--config", file, "--json"))["keys"]
        assert [each["merchant_id"] for each in listed] == ["shop-1", "shop-2"]
        told = await asyncio.to_thread(run, "keys", "erase", "--merchant", "shop-1", "--config", file)
        assert "would be erased" in told
        assert "nothing was done" in told
        assert len(await keys_in(client)) == 2
        await asyncio.to_thread(run, "keys", "erase", "--merchant", "shop-1", "--yes", "--config", file)
        assert [each.merchant_id for each in await keys_in(client)] == ["shop-2"]
        await asyncio.to_thread(run, "keys", "erase", "--merchant", "shop-1", "--config", file, code=3)
        await asyncio.to_thread(run, "keys", "erase", "--config", file, code=2)
        files = await asyncio.to_thread(run, "keys", "list", "--files", "--config", file)
        assert "enc X25519 of bridge for *" in files


# -- as processes ------------------------------------------------------------------------------------------------------
@needs_nats_server
async def test_the_whole_stack_with_protection_by_its_settings(tmp_path: Path, folder: Path) -> None:
    """Service, bridge, workers and commands, each told by the same settings, and given the keys of its own."""
    both = [key for role in ("bridge", "worker") for key in json.loads((folder / f"{role}.jwks").read_bytes())["keys"]]
    its = folder / "both.jwks"
    its.touch(0o600)
    its.write_text(json.dumps({"keys": both}))
    protected = "TOLLBRIDGE__BRIDGE__PROTECTION__"
    env = {"TMPDIR": str(tmp_path), f"{protected}MODE": "on", f"{protected}PRIVATE_KEYS": str(its),
           f"{protected}PUBLIC_KEYS": f"{folder}/public.jwks"}
    async with running("dev", *FREE, env=env) as dev, aiohttp.ClientSession() as session:
        stack = await up(dev)
        status, paid = await pay(session, stack, "order-1")
        assert (status, paid["status"]) == (200, "CHARGED"), paid
        listed = await ended("keys", "list", "--json", "--config", stack.config)
        assert listed.code == 0, listed
        for role, others in (("bridge", "worker"), ("worker", "bridge")):
            given = Path(stack.config).with_name("keys") / f"{role}.jwks"
            assert f'"{others}"' not in given.read_text()
        key, = json.loads(listed.out)["keys"]
        assert (key["connector"], key["merchant_id"]) == ("stripe", "shop-1")
        replayed = await ended("replay", "--from", "2020-01-01T00:00:00Z", "--to", "2100-01-01T00:00:00Z", "--merchant",
                               "shop-1", "--config", stack.config)
        assert (replayed.code, "CHARGED" in replayed.out) == (0, True), replayed


@pytest.mark.parametrize(("process", "keys", "says"), [
    (("bridge",), "worker", "holds keys of a worker, and this is a bridge"),
    (("serve", "--port", "0"), "worker", "holds keys of a worker, and this is a bridge"),
    (("dlq", "redrive", "op_1"), "worker", "holds keys of a worker, and this is a bridge"),
    (("worker",), "bridge", "holds keys of a bridge, and this is a worker")])
def test_a_process_with_somebody_elses_key_file_does_not_start(
        tmp_path: Path, folder: Path, process: tuple[str, ...], keys: str, says: str) -> None:
    """It would take operations, and nothing that it signs would be believed. No NATS is there: it is not asked."""
    file = Path(settings(folder, "nats://127.0.0.1:9"))
    file.write_text(file.read_text().replace("bridge.jwks", f"{keys}.jwks") + '[routing]\nmode = "bridge"\n')
    told = run(*process, "--config", str(file), code=2)
    assert f"bridge.protection.private_keys: {folder}/{keys}.jwks {says}" in told
    assert "tollbridge keys new --role" in told


def test_settings_that_lack_key_files_are_told_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "tollbridge.toml"
    file.write_text(f"""
environment = "test"
[bridge.protection]
mode = "on"
public_keys = "{tmp_path}/none.jwks"
since = "yesterday"
""")
    told = run("config", "check", "--config", str(file), code=2)
    for what in ("private_keys", "none.jwks cannot be read", "since"):
        assert what in told


def test_the_settings_of_the_page_are_settings(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "protect-the-bridge.md"
    shown = page.read_text().split("```toml\n")[1].split("```")[0]
    for name, place in (("bridge", "/run/secrets/tollbridge"), ("public", "/etc/tollbridge")):
        (tmp_path / f"{name}.jwks").write_text("{}")
        shown = shown.replace(f"{place}/{name}.jwks", f"{tmp_path}/{name}.jwks")
    file = tmp_path / "tollbridge.toml"
    file.write_text(f'environment = "test"\n{shown}')
    run("config", "check", "--config", str(file))


async def test_what_was_stored_before_it_was_switched_on_is_done(empty_nats_server: NatsServer) -> None:
    plain = bridge_options(empty_nats_server.url, protection=None)
    await make_streams(plain)
    async with Sandbox() as sandbox:
        async with bridge(plain) as client, worker(plain, sandbox):
            done = await client.execute(authorize("pay-1"), 10)
        async with bridge(plain) as client:
            waiting = await client.submit(authorize("pay-2"))
        since = time.time() + 1
        on = bridge_options(empty_nats_server.url, protection=protection("bridge", since=since))
        async with bridge(on) as client, worker(on, sandbox), ends(client) as watching:
            found = await client.operation(done.op_id)
            assert found is not None
            assert found == done
            assert (await watching.of([waiting.op_id], 10))[waiting.op_id].outcome == "ok"
        assert sandbox.ledger.total("USD").charges == 2


async def test_a_worker_without_protection_leaves_what_is_encrypted_to_others(empty_nats_server: NatsServer) -> None:
    plain, on = bridge_options(empty_nats_server.url, protection=None), bridge_options(empty_nats_server.url)
    await make_streams(on)
    async with Sandbox() as sandbox, bridge(on) as client:
        async with worker(plain, sandbox):
            early = await client.execute(authorize("pay-1"), 1.0)
            assert (early.state, len(sandbox.requests)) == (State.ACCEPTED, 0)
        async with worker(on, sandbox):
            assert (await client.execute(authorize("pay-1"), 20)).outcome == "ok"
