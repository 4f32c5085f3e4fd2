"""Files of disputes that are larger than a message: kept apart, encrypted, and gone once they are handed in."""

from __future__ import annotations

import asyncio
import base64
import random
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bridge.programs import ended, settings
from bridge.proving import ends
from bridge.proxy import Proxy
from bridge.surroundings import admin, bridge, bridge_options, make_streams, order, worker
from masking import canaries
from sandbox.test_paypal_connector import disputed
from tollbridge import BlockingTollbridge
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order, prepare
from tollbridge.bridge.evidence import EvidenceOptions, Gone, KeyFile, name_of
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import evidence_stream
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.errors import BadInput, InvalidField, NotSent
from tollbridge.domain.operations import SUBMIT_EVIDENCE
from tollbridge.sandbox import FaultKind, SandboxThread
from tollbridge.service.errors import Conflict

PAYPAL = '{"config": {"Paypal": {"client_id": "client", "client_secret": "s"}}}'
LARGE = random.Random(2).randbytes(2_500_000)
MARK = b"%PDF of the customer " + canaries.MARK.encode()
FILE = MARK + LARGE
WITHIN_S = 20


@pytest.fixture
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
def dispute(sandbox: SandboxThread) -> str:
    with BlockingTollbridge("paypal", environment="test", client_id="client", client_secret="s",
                            base_url=sandbox.base_url("paypal")) as client:
        return disputed(sandbox, client)


def key_file(folder: Path, *keys: str) -> Path:
    file = folder / f"{secrets.token_hex(4)}.key"
    file.write_text("\n".join(keys or (secrets.token_hex(32),)))
    file.chmod(0o600)
    return file


def options_of(server: NatsServer, keys: Path | None, **more: Any) -> BridgeOptions:
    evidence = EvidenceOptions(keys=KeyFile(keys), **more) if keys is not None else None
    return bridge_options(server.url, "paypal", streams={"evidence_days": 30 if keys is not None else 0},
                          evidence=evidence)


def handed_in(dispute: str, *contents: bytes, **more: Any) -> Order:
    documents: list[dict[str, Any]] = [{"evidence_type": "RECEIPT", "text_content": "It was delivered"}]
    documents += [{"evidence_type": "SHIPPING_DOCUMENTATION", "file_mime_type": "application/pdf",
                   "file_content": base64.b64encode(content).decode()} for content in contents]
    return order(SUBMIT_EVIDENCE, {"dispute_id": dispute, "evidence_documents": documents}, connector="paypal",
                 config=PAYPAL, **{"key": "evidence-1", **more})


class Wire(Proxy):
    """To the sandbox, which keeps no bodies: what was sent there."""

    def __init__(self, sandbox: SandboxThread) -> None:
        super().__init__(sandbox.url)
        self.sandbox, self.sent = sandbox, bytearray()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        read = reader.read

        async def heard(n: int = -1) -> bytes:
            part = await read(n)
            self.sent += part
            return part

        reader.read = heard  # type: ignore[method-assign]
        await super()._pass(reader, writer)

    @property
    def base_url(self) -> str:
        its = urlsplit(self.sandbox.base_url("paypal"))
        return its._replace(netloc=f"127.0.0.1:{urlsplit(self.url).port}").geturl()

    @property
    def calls(self) -> int:
        return sum(arrival.operation == "disputes.provide_evidence" for arrival in self.sandbox.sandbox.requests)


@pytest.fixture
async def wire(sandbox: SandboxThread) -> AsyncIterator[Wire]:
    async with Wire(sandbox) as its:
        yield its


def worker_on(wire: Wire, options: BridgeOptions) -> AbstractAsyncContextManager[Worker]:
    return worker(options, wire.sandbox, connectors=("paypal",), urls={"paypal": wire.base_url})


async def kept(client: BridgeClient) -> int:
    """Chunks of files that are in the store."""
    its = f"STREAM.INFO.{evidence_stream('paypal')}"
    info = await client.connection.api(its, {"subjects_filter": "$O.evidence_paypal.C.>"})
    return sum((info["state"].get("subjects") or {}).values())


async def none_kept(client: BridgeClient) -> None:
    """They are deleted after the answer was given."""
    async with asyncio.timeout(WITHIN_S):
        while await kept(client):
            await asyncio.sleep(0.05)


async def test_files_larger_than_a_message_are_handed_in_and_then_gone(
        own_nats_server: NatsServer, wire: Wire, dispute: str, tmp_path: Path) -> None:
    options = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(options)
    async with bridge(options) as client:
        other = MARK + b"another one"
        waiting = await client.submit(handed_in(dispute, FILE, other))
        assert await kept(client) > len(FILE) // 200_000
        message = await client.connection.next_message("DISPUTES", ">")
        assert message is not None
        assert len(message.data) < 2_000
        assert message.headers["Tollbridge-Evidence"] == "1,2"
        async with worker_on(wire, options):
            answer = await client.execute(handed_in(dispute, FILE, other), WITHIN_S)
            assert (answer.op_id, answer.state, answer.outcome) == (waiting.op_id, State.DONE, "ok"), answer.problem
            assert FILE in wire.sent
            assert other in wire.sent
            again = await client.execute(handed_in(dispute, FILE, other), WITHIN_S)
            assert again.state == State.DONE
            assert wire.calls == 1
            await none_kept(client)


async def test_nothing_of_a_file_is_on_the_disk_in_the_clear(own_nats_server: NatsServer, tmp_path: Path) -> None:
    for keys, found in ((key_file(tmp_path), False), (None, True)):
        options = options_of(own_nats_server, keys)
        await make_streams(options)
        async with bridge(options) as client:
            await client.submit(handed_in(f"PP-{found}", MARK * 100, key=f"k-{found}"))
        files = canaries.files_below(Path(own_nats_server.process.directory))
        marks = (MARK, base64.b64encode(MARK * 3)[:40])
        assert any(mark in content for _, content in files for mark in marks) is found


async def test_the_same_key_with_another_file_is_a_conflict_and_takes_nothing_from_the_first(
        own_nats_server: NatsServer, wire: Wire, dispute: str, tmp_path: Path) -> None:
    options = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(options)
    async with bridge(options) as client:
        await client.submit(handed_in(dispute, FILE))
        before = await kept(client)
        with pytest.raises(Conflict):
            await client.submit(handed_in(dispute, FILE[:-1] + b"?"))
        assert await kept(client) == before
        async with worker_on(wire, options):
            assert (await client.execute(handed_in(dispute, FILE), WITHIN_S)).state == State.DONE
    assert FILE in wire.sent


async def test_a_file_is_there_for_another_attempt(own_nats_server: NatsServer, sandbox: SandboxThread, wire: Wire,
                                                   dispute: str, tmp_path: Path) -> None:
    options = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(options)
    sandbox.sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, operation="disputes.provide_evidence")
    async with bridge(options) as client, worker_on(wire, options):
        answer = await client.execute(handed_in(dispute, FILE), WITHIN_S)
        assert (answer.state, answer.outcome) == (State.DONE, "ok"), answer
        assert wire.calls == 2
        await none_kept(client)


@pytest.mark.parametrize("how", ["deleted", "exchanged", "moved"])
async def test_a_file_that_is_gone_or_was_changed_is_never_handed_in(
        own_nats_server: NatsServer, wire: Wire, dispute: str, tmp_path: Path, how: str) -> None:
    """Moved: what was encrypted for one operation is put in the place of another one's."""
    options = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(options)
    async with bridge(options) as client:
        its, other = (prepare(handed_in(dispute, content, key=key), options)
                      for content, key in ((FILE, "k-1"), (MARK, "k-2")))
        assert {(await client.submit(each)).state for each in (its, other)} == {State.ACCEPTED}
        store = await (await admin(client)).connection.client.jetstream().object_store("evidence_paypal")
        name, others = (name_of("paypal", each.op_id, each.hash, 1) for each in (its, other))
        if how == "deleted":
            await store.delete(name)
        else:
            content = (await store.get(name if how == "exchanged" else others)).data or b""
            await store.put(name, content[:-1] + bytes([content[-1] ^ 1]) if how == "exchanged" else content)
        async with ends(client) as watching, worker_on(wire, options):
            record = (await watching.of([its.op_id], WITHIN_S))[its.op_id]
        assert record.state == State.REJECTED
        told = await client.operation(its.op_id)
        assert told is not None
        assert told.problem is not None
        assert told.problem.reason == "BAD_INPUT"
        assert "evidence_documents[1].file_content: its file" in told.problem.message
    assert LARGE[:100] not in wire.sent


async def test_keys_are_rotated_and_a_worker_without_the_key_leaves_it_to_others(
        own_nats_server: NatsServer, wire: Wire, dispute: str, tmp_path: Path) -> None:
    old, new = secrets.token_hex(32), secrets.token_hex(32)
    before, after = (options_of(own_nats_server, key_file(tmp_path, *keys)) for keys in ((old,), (new, old)))
    stranger = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(before)
    async with bridge(before) as client, ends(client) as watching:
        told = await client.submit(handed_in(dispute, FILE))
        async with worker_on(wire, stranger):
            async with asyncio.timeout(WITHIN_S):
                while (found := await client.records.find(told.op_id)) is None or found.record.problem is None:
                    await asyncio.sleep(0.05)
            assert found.record.state == State.ACCEPTED
            assert "the key" in found.record.problem.message
        async with worker_on(wire, after):
            assert (await watching.of([told.op_id], WITHIN_S))[told.op_id].state == State.DONE
    assert FILE in wire.sent


async def test_what_is_too_large_is_told_by_field_and_limit(own_nats_server: NatsServer, tmp_path: Path) -> None:
    without = options_of(own_nats_server, None)
    await make_streams(without)
    async with bridge(without) as client:
        why = (r"3333[0-9]{3} of them in evidence_documents\[2\].file_content, and this NATS server takes 1048576 .*; "
               r"for files, set bridge.evidence.key_file")
        with pytest.raises(BadInput, match=why) as told:
            await client.submit(handed_in("PP-1", b"small", LARGE))
        assert told.value.paths == ("evidence_documents[2].file_content",)
    few = options_of(own_nats_server, key_file(tmp_path), max_bytes=1000)
    with pytest.raises(InvalidField, match=r"evidence_documents\[1\].file_content: the files of this request have 1500 "
                                           r"bytes together, and 1000 are taken \(bridge.evidence.max_bytes\)"):
        prepare(handed_in("PP-1", b"x" * 900, b"y" * 600), few)
    async with bridge(few) as client:  # the store is not made
        with pytest.raises(NotSent, match="there is no object store: tollbridge streams apply"):
            await client.submit(handed_in("PP-1", b"small"))
        assert await client.connection.next_message("DISPUTES", ">") is None


async def test_a_message_that_names_no_file_of_its_own_ends_there(own_nats_server: NatsServer, tmp_path: Path) -> None:
    options = options_of(own_nats_server, key_file(tmp_path))
    await make_streams(options)
    async with bridge(options) as client:
        for headers, request in (({"Tollbridge-Evidence": "x"}, {}), ({"Tollbridge-Evidence": "0"}, {}),
                                 ({"Tollbridge-Evidence": "0"}, {"evidence_documents": [{"file_content": "a:b:c"}]})):
            with pytest.raises(Gone):
                await client.evidence.put_back(dict(request), headers, "paypal", "op", "hash")


async def test_settings_say_it_all(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    (tmp_path / "short").write_text("abc")
    (tmp_path / "short").chmod(0o600)
    for file, why in (("none", "cannot be read"), ("short", "holds no key")):
        config = settings(tmp_path, empty_nats_server, bridge__evidence__key_file=str(tmp_path / file))
        refused = await ended("streams", "apply", "--config", str(config))
        assert (refused.code, why in refused.err) == (2, True), refused.err
    config = settings(tmp_path, empty_nats_server, bridge__evidence__key_file=str(key_file(tmp_path)))
    assert (await ended("streams", "apply", "--config", str(config))).code == 0
    assert (await ended("streams", "check", "--config", str(config))).out.strip() == "all is as wanted, and safe"
    again = await ended("streams", "apply", "--config", str(config))
    assert again.out.strip() == "0 changed, 0 left, 0 refused"
