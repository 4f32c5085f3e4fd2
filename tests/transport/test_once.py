"""Nothing is sent twice: the server counts."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

import aiohttp
import pytest
import urllib3

from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.kit.http import HttpRequest
from tollbridge.transport import Limits, Timeouts, TransportSettings, aio
from transport.conftest import OpenClient
from transport.scripted_server import OK, Exchange, Script, ScriptedServer, answer, cut, reply, reset, silent
from transport.transport_clients import Client

METHODS = ["POST", "PUT", "DELETE", "GET", "PATCH", "HEAD", "OPTIONS"]
BODIES = {"POST": b"{}", "PUT": b"{}", "PATCH": b"{}"}
BREAKS = {
    "closed": cut,
    "reset": reset,
    "cut in the headers": reply(b"HTTP/1.1 200 OK\r\nx: y", keep=False),
    "cut in the body": reply(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}", keep=False),
    "timeout": silent,
}


def a_request(method: str, server: ScriptedServer) -> HttpRequest:
    return HttpRequest(method, server.url(), {}, BODIES.get(method))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("script", [cut, reset])
def test_a_request_whose_fresh_connection_breaks_arrives_once(client: Client, method: str, script: Script) -> None:
    with ScriptedServer(script, OK) as server, pytest.raises(OutcomeUnknown):
        client.send(a_request(method, server))
    assert [(arrival.method, arrival.connection) for arrival in server.arrivals] == [(method, 0)]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("script", [cut, reset])
def test_a_request_whose_kept_connection_breaks_arrives_once(client: Client, method: str, script: Script) -> None:
    with ScriptedServer(OK, script, OK) as server:
        client.send(a_request("GET", server))
        with pytest.raises(OutcomeUnknown):
            client.send(a_request(method, server))
    assert [(arrival.method, arrival.connection) for arrival in server.arrivals] == [("GET", 0), (method, 0)]


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_however_it_breaks_it_arrives_once(open_client: OpenClient, method: str, name: str) -> None:
    client = open_client(TransportSettings(timeouts=Timeouts(read_s=0.1)))
    with ScriptedServer(OK, BREAKS[name], OK) as server:
        client.send(a_request("GET", server))
        with pytest.raises(OutcomeUnknown):
            client.send(a_request(method, server))
    assert [arrival.method for arrival in server.arrivals] == ["GET", method]


async def test_aiohttp_left_to_itself_sends_twice() -> None:
    """The control: without it, the tests above could pass over a server that cannot count."""
    with ScriptedServer(OK, cut, OK) as server:
        async with aiohttp.ClientSession() as session:
            for method in ("GET", "PUT"):
                async with session.request(method, server.url()) as response:
                    await response.read()
    assert [arrival.method for arrival in server.arrivals] == ["GET", "PUT", "PUT"]


def test_urllib3_left_to_itself_sends_twice() -> None:
    with ScriptedServer(cut, OK) as server, urllib3.PoolManager() as pool:
        pool.request("PUT", server.url())
    assert [arrival.method for arrival in server.arrivals] == ["PUT", "PUT"]


def test_a_large_body_arrives_whole_and_its_connection_is_kept(client: Client) -> None:
    body = b"x" * (8 << 20)  # more than sockets and the connection hold: most of it leaves while the answer is awaited
    with ScriptedServer(OK) as server:
        for _ in range(2):
            client.send(HttpRequest("POST", server.url(), {}, body))
    assert [(arrival.connection, arrival.body == body) for arrival in server.arrivals] == [(0, True), (0, True)]


async def test_a_connection_is_not_kept_where_the_answer_came_before_all_of_the_body_was_taken() -> None:
    """What is left of the body would be read as the head of the next request."""
    heads: list[bytes] = []
    ended = asyncio.Semaphore(0)

    async def answer_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b"enough", "413 Content Too Large"))
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readexactly(1 << 30)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        ended.release()

    other = await asyncio.start_server(answer_at_once, "127.0.0.1", 0, limit=1024)
    async with other:
        async with aio.AiohttpTransport() as transport:
            url = f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}/"
            for _ in range(2):
                got = await transport.send(HttpRequest("POST", url, {}, b"x" * (64 << 20)))
                assert (got.status, got.body) == (413, b"enough")
        await ended.acquire()
        await ended.acquire()
    assert len(heads) == 2


def test_connections_are_kept_and_used_again(client: Client) -> None:
    chunked = reply(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    with ScriptedServer(OK, chunked, OK) as server:
        for _ in range(3):
            client.send(a_request("POST", server))
    assert [arrival.connection for arrival in server.arrivals] == [0, 0, 0]


@pytest.mark.parametrize("script", [reply(answer(b"{}", "200 OK", "connection: close"), keep=False), OK])
def test_a_connection_closed_while_idle_is_replaced(client: Client, script: Script) -> None:
    with ScriptedServer(script, OK) as server:
        client.send(a_request("POST", server))
        server.close_connections()
        assert client.send(a_request("POST", server)).status == 200
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]


def test_a_connection_that_said_something_while_idle_is_replaced(client: Client) -> None:
    said = threading.Event()
    say = threading.Event()

    def late_408(exchange: Exchange) -> bool:
        exchange.write(answer())
        say.wait(5)
        exchange.write(answer(b"too late", "408 Request Timeout"))
        said.set()
        exchange.wait_until_left()
        return False

    with ScriptedServer(late_408, reply(answer(b"mine"))) as server:
        client.send(a_request("POST", server))
        say.set()
        assert said.wait(5)
        assert client.send(a_request("POST", server)).body == b"mine"
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]


@pytest.mark.parametrize("unasked", [b"", answer(b"too late", "408 Request Timeout")])
async def test_what_the_loop_has_not_seen_yet_is_noticed(unasked: bytes) -> None:
    """The FIN, or the unasked answer, arrives while the loop is busy: aiohttp's pool still believes the connection."""
    with ScriptedServer(OK, reply(answer(b"mine"))) as server:
        async with aio.AiohttpTransport() as transport:
            await transport.send(a_request("PUT", server))
            if unasked:
                server.connections[0].sendall(unasked)
            else:
                server.close_connections()  # blocks the loop until it is done
            assert (await transport.send(a_request("PUT", server))).body == b"mine"
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]


def test_a_connection_idle_for_too_long_is_replaced(open_client: OpenClient) -> None:
    client = open_client(TransportSettings(limits=Limits(idle_s=1e-9)))
    with ScriptedServer(OK) as server:
        client.send(a_request("POST", server))
        client.send(a_request("POST", server))
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]


def test_a_connection_is_not_kept_with_half_an_answer_on_it(open_client: OpenClient) -> None:
    def half(exchange: Exchange) -> bool:
        exchange.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n", b"x" * 50)
        return silent(exchange)

    client = open_client(TransportSettings(limits=Limits(response_bytes=50)))
    with ScriptedServer(half, OK) as server:
        with pytest.raises(OutcomeUnknown):
            client.send(a_request("POST", server))
        assert server.client_left.wait(5)
        client.send(a_request("POST", server))
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]
