"""Every limit of a file of evidence is told by the field, the limit and what to do, whichever way the request comes."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import grpc
import pytest

from bridge.programs import ended
from bridge.surroundings import admin, bridge, key_files, make_streams
from bridge.test_evidence import PAYPAL, handed_in, key_file, options_of
from edges.grpc.grpc_client import Client, Refused
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.relay import BridgeRelay
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import NotSent
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.routing import Mode, Routing

FIELD = "evidence_documents[1].file_content"
RPC, PATH = "types.DisputeService/SubmitEvidence", "/disputes/submit-evidence"
LARGE = 1_200_000


class Front(NamedTuple):
    """A service over NATS, asked in three ways."""

    bridge: BridgeClient
    http: aiohttp.ClientSession
    grpc: Client

    async def told(self, *contents: bytes) -> dict[str, str]:
        """By each way, what the caller is told of it."""
        order = handed_in("PP-1", *contents)
        with pytest.raises(NotSent) as by_library:
            await self.bridge.submit(order)
        async with self.http.post(PATH, data=io.BytesIO(json.dumps(order.request).encode()), headers={
                "content-type": "application/json", "x-connector-config": PAYPAL}) as answer:
            said = await answer.json(content_type=None)
        assert answer.status in (400, 503), said
        with pytest.raises(Refused) as by_grpc:
            await self.grpc(RPC, order.request)
        return {"library": str(by_library.value), "http": said["detail"], "grpc": by_grpc.value.message}


@asynccontextmanager
async def front(options: BridgeOptions, **limits: Any) -> AsyncIterator[Front]:
    async with AsyncExitStack() as held:
        client = await held.enter_async_context(bridge(options))
        service = Service(ServiceOptions(environment=Environment.TEST, routing=Routing(mode=Mode.BRIDGE)),
                          relay=BridgeRelay(client))
        rpc = GrpcServer(service, GrpcOptions(port=0, **{f"max_message_{k}": v for k, v in limits.items()}))
        http = HttpServer(service, HttpOptions(port=0, **{f"max_body_{k}": v for k, v in limits.items()}))
        await held.enter_async_context(Serving(service, rpc, http))
        channel = await held.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{rpc.port}"))
        session = await held.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{http.port}"))
        yield Front(client, session, Client(channel, config=PAYPAL))


async def test_files_of_one_request_are_larger_than_are_taken(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    options = options_of(empty_nats_server, key_file(tmp_path), max_bytes=1000)
    await make_streams(options)
    async with front(options) as its:
        told = await its.told(b"x" * 900, b"y" * 600)
    why = (f"{FIELD}: the files of this request have 1500 bytes together, and 1000 are taken "
           "(bridge.evidence.max_bytes)")
    assert told == dict.fromkeys(told, why)


@pytest.mark.parametrize("protected", [False, True])
async def test_a_message_is_larger_than_the_server_takes(
        empty_nats_server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protected: bool) -> None:
    """Encrypted or not: what is told is of the request as its caller knows it."""
    if protected:
        monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
    options = options_of(empty_nats_server, None)
    await make_streams(options)
    async with front(options) as its:
        for why in (await its.told(b"x" * LARGE)).values():
            assert f"of them in {FIELD}, and this NATS server takes 1048576 (its max_payload)" in why
            assert "set bridge.evidence.key_file" in why
        assert await its.bridge.connection.next_message("DISPUTES", ">") is None


async def test_the_object_store_is_full(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    options = options_of(empty_nats_server, key_file(tmp_path))
    await make_streams(options)
    async with front(options) as its:
        connection = (await admin(its.bridge)).connection
        store, = [name for name in (await connection.api("STREAM.NAMES"))["streams"]
                  if name.startswith("OBJ_evidence")]
        config = dict((await connection.api(f"STREAM.INFO.{store}"))["config"])
        await connection.api(f"STREAM.UPDATE.{store}", {**config, "max_bytes": 400_000})
        for why in (await its.told(b"x" * LARGE)).values():
            assert f"{FIELD} ({LARGE} bytes): the object store of 400000 bytes is full" in why
            assert "raise bridge.max_bytes, then tollbridge streams apply" in why
        assert await its.bridge.connection.next_message("DISPUTES", ">") is None


async def test_a_request_is_larger_than_an_edge_reads(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    options = options_of(empty_nats_server, key_file(tmp_path))
    await make_streams(options)
    order = handed_in("PP-1", b"x" * 20_000)
    async with front(options, bytes=10_000) as its:
        async with its.http.post(PATH, json=order.request, headers={"x-connector-config": PAYPAL}) as answer:
            said = await answer.json(content_type=None)
        assert (answer.status, said["code"]) == (413, "CONTENT_TOO_LARGE")
        assert "larger than the 10000 bytes that this server takes (its http.max_body_bytes)" in said["detail"]
        with pytest.raises(grpc.aio.AioRpcError, match=r"vs\. 10000") as refused:
            await its.grpc.start(RPC, order.request)
        assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_the_command_line_says_how_much_it_reads(tmp_path: Path) -> None:
    """It sends to the processor itself: of the bridge's limits none is in its way."""
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"evidence_documents": [{
        "evidence_type": "RECEIPT", "file_mime_type": "application/pdf",
        "file_content": base64.b64encode(b"x" * 7_400_000).decode()}]}))
    (tmp_path / "paypal.json").write_text('{"client_id": "client", "client_secret": "s"}')
    words = ("disputes", "submit-evidence", "PP-1", "--connector", "paypal", "--environment", "test", "--credentials",
             str(tmp_path / "paypal.json"), "--dry-run", "--request", str(request))
    assert (await ended(*words)).code == 0
    request.write_text(request.read_text() + " " * 700_000)
    refused = await ended(*words)
    assert (refused.code, "--request: more than 10485760 bytes" in refused.err) == (2, True), refused.err
