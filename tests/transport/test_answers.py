"""What comes back, the same with both transports: whole bodies under the cap, or OutcomeUnknown."""

from __future__ import annotations

import gzip
import zlib
from itertools import count

import pytest

from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import Limits, TransportSettings
from transport.conftest import OpenClient
from transport.scripted_server import OK, Exchange, ScriptedServer, answer, cut, reply, reset
from transport.transport_clients import Client

CAP = 4096
SMALL = TransportSettings(limits=Limits(response_bytes=CAP))
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
UNTIL_CLOSED = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"


def post(server: ScriptedServer) -> HttpRequest:
    return HttpRequest("POST", server.url(), {"content-type": "application/json"}, b"{}")


def chunked(*parts: bytes) -> bytes:
    return CHUNKED + b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (*parts, b""))


def encoded(body: bytes, encoding: str) -> bytes:
    return answer(body, "200 OK", f"content-encoding: {encoding}")


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


def test_status_body_and_headers_are_read(client: Client) -> None:
    raw = answer(b'{"id":1}', "402 Payment Required", "X-Id: a", "Via: one", "via: two", "content-type: text/plain")
    with ScriptedServer(reply(raw)) as server:
        response = client.send(post(server))
    assert response == HttpResponse(
        402, b'{"id":1}', {"content-length": "8", "x-id": "a", "via": "one, two", "content-type": "text/plain"}
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_returned_and_not_followed(client: Client, status: int) -> None:
    with ScriptedServer(OK) as elsewhere:
        raw = answer(b"moved", f"{status} Moved", f"location: {elsewhere.url()}")
        with ScriptedServer(reply(raw)) as server:
            response = client.send(post(server))
    assert (response.status, response.body, response.headers["location"]) == (status, b"moved", elsewhere.url())
    assert (len(server.arrivals), len(elsewhere.connections)) == (1, 0)


def test_interim_answers_are_skipped(client: Client) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"
    with ScriptedServer(reply(interim + answer(b"final"))) as server:
        assert client.send(post(server)).body == b"final"


@pytest.mark.parametrize(
    ("method", "raw"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\ncontent-length: 999999\r\ncontent-encoding: gzip\r\n\r\n"),
        ("POST", b"HTTP/1.1 204 No Content\r\n\r\n"),
        ("POST", answer(b"")),
        ("POST", encoded(b"", "gzip")),
    ],
)
def test_an_answer_without_body_has_an_empty_one(open_client: OpenClient, method: str, raw: bytes) -> None:
    client = open_client(SMALL)
    with ScriptedServer(reply(raw)) as server:
        for _ in range(2):
            assert client.send(HttpRequest(method, server.url(), {})).body == b""
    assert len(server.connections) == 1


@pytest.mark.parametrize(
    "raw",
    [
        answer(b"x" * CAP),
        chunked(b"x" * (CAP - 1), b"x"),
        UNTIL_CLOSED + b"x" * CAP,
        encoded(gzip.compress(b"x" * CAP), "gzip"),
        encoded(gzip.compress(b"x" * CAP), "X-GZip"),
        encoded(gzip.compress(b"x" * 96) + gzip.compress(b"x" * (CAP - 96)), "gzip"),
        encoded(zlib.compress(b"x" * CAP), "deflate"),
        encoded(raw_deflate(b"x" * CAP), "deflate"),
        encoded(gzip.compress(zlib.compress(b"x" * CAP)), "deflate, gzip"),
        encoded(b"x" * CAP, "identity"),
    ],
)
def test_a_body_up_to_the_cap_is_read_whole(open_client: OpenClient, raw: bytes) -> None:
    client = open_client(SMALL)
    with ScriptedServer(reply(raw, keep=False)) as server:
        assert client.send(post(server)).body == b"x" * CAP


@pytest.mark.parametrize(
    "raw",
    [
        answer(b"x" * (CAP + 1)),
        chunked(b"x" * CAP, b"x"),
        UNTIL_CLOSED + b"x" * (CAP + 1),
        encoded(gzip.compress(b"x" * (CAP + 1)), "gzip"),
        encoded(zlib.compress(b"x" * (CAP + 1)), "deflate"),
        encoded(gzip.compress(b"x" * CAP) + gzip.compress(b"x"), "gzip"),
        encoded(gzip.compress(gzip.compress(b"x" * 100_000_000)), "gzip, gzip"),
    ],
)
def test_a_body_over_the_cap_is_not_read(open_client: OpenClient, raw: bytes) -> None:
    client = open_client(SMALL)
    with ScriptedServer(reply(raw, keep=False)) as server, pytest.raises(OutcomeUnknown, match="larger than 4096"):
        client.send(post(server))
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("head", [CHUNKED, UNTIL_CLOSED, b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"])
def test_an_endless_body_is_cut_off_at_the_cap(open_client: OpenClient, head: bytes) -> None:
    def endless(exchange: Exchange) -> bool:
        part = b"x" * 1000
        exchange.write(head)
        try:
            for _ in count():  # ends only when the client closes the connection
                exchange.write(b"3e8\r\n" + part + b"\r\n" if head is CHUNKED else part)
        except OSError:
            exchange.server.client_left.set()
        return False

    client = open_client(SMALL)
    with ScriptedServer(endless) as server:
        with pytest.raises(OutcomeUnknown, match="larger than 4096 bytes"):
            client.send(post(server))
        assert server.client_left.wait(5)


UNREADABLE = {
    "cut": cut,
    "reset": reset,
    "nothing but a line": reply(b"\r\n", keep=False),
    "not HTTP": reply(b"SSH-2.0-OpenSSH_9.6 CANARY\r\n\r\n", keep=False),
    "no status": reply(b"HTTP/1.1 CANARY\r\n\r\n", keep=False),
    "cut in the headers": reply(b"HTTP/1.1 200 OK\r\nx-key: CANARY", keep=False),
    "no header": reply(b"HTTP/1.1 200 OK\r\nCANARY\r\ncontent-length: 2\r\n\r\n{}", keep=False),
    "header too long": reply(answer(b"{}", "200 OK", "x: " + "CANARY" * 20_000), keep=False),
    "switching protocols": reply(b"HTTP/1.1 101 Go\r\nupgrade: CANARY\r\nconnection: upgrade\r\n\r\n", keep=False),
    "cut in the body": reply(b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nCANARY", keep=False),
    "cut in a chunk": reply(CHUNKED + b"20\r\nCANARY", keep=False),
    "cut between chunks": reply(CHUNKED + b"6\r\nCANARY\r\n", keep=False),
    "a chunk without size": reply(CHUNKED + b"CANARY\r\n", keep=False),
    "unknown encoding": reply(encoded(b"CANARY", "br")),
    "not in its encoding": reply(encoded(b"CANARY", "gzip")),
    "a compressed body cut short": reply(encoded(gzip.compress(b"CANARY")[:-3], "gzip")),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_answer_is_an_unknown_outcome(client: Client, name: str) -> None:
    with ScriptedServer(UNREADABLE[name]) as server, pytest.raises(OutcomeUnknown):
        client.send(post(server))
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("name", ["cut in the body", "unknown encoding"])
def test_the_status_is_told_where_it_was_read(client: Client, name: str) -> None:
    with ScriptedServer(UNREADABLE[name]) as server, pytest.raises(OutcomeUnknown) as caught:
        client.send(post(server))
    assert caught.value.http_status == 200
