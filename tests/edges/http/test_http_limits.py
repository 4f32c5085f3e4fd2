"""Clients that are slow, large, many or broken: limits hold, and where an answer can be given, it says so."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from edges.grpc.surroundings import Processor
from edges.http.surroundings import HEADERS, PAYMENT, Connection, Serve, Server, get, post
from edges.http.test_http_calls import is_problem

PAY = "/payments/authorize"
HEAD = b"POST /payments/authorize HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"


@pytest.fixture
async def small(serve: Serve, processor: Processor) -> Server:
    """With limits that a test reaches soon."""
    processor.body = json.dumps({"id": "pi_1", "status": "succeeded", "amount": 1000, "currency": "usd"})
    return await serve(processor.url, header_s=0.3, body_s=0.3, keep_alive_s=0.3, write_s=0.3, max_body_bytes=100_000,
                       max_header_bytes=8_000, max_headers=30, max_connections=20, max_pipelined=4,
                       max_held_bytes=300_000)


@pytest.fixture
async def connection(small: Server) -> AsyncIterator[Connection]:
    opened = await small.connect()
    yield opened
    opened.close()


# -- size -------------------------------------------------------------------------------------------------------------
async def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(connection: Connection) -> None:
    await connection.send(HEAD + b"expect: 100-continue\r\ncontent-length: 100001\r\n\r\n")
    told = is_problem(await connection.answer(), "CONTENT_TOO_LARGE")
    assert "larger than the 100000 bytes that this server takes (its http.max_body_bytes)" in told["detail"]
    assert await connection.ends()


async def test_a_body_in_chunks_is_refused_as_soon_as_it_is_too_large(connection: Connection) -> None:
    await connection.send(HEAD + b"transfer-encoding: chunked\r\n\r\n")
    for _ in range(30):
        await connection.send(b"2710\r\n" + b" " * 10_000 + b"\r\n")
    is_problem(await connection.answer(), "CONTENT_TOO_LARGE")
    assert await connection.ends()


async def test_whoever_goes_on_sending_still_gets_the_answer(connection: Connection) -> None:
    await connection.send(HEAD + b"content-length: 5000000\r\n\r\n", *(b" " * 100_000 for _ in range(50)))
    is_problem(await connection.answer(), "CONTENT_TOO_LARGE")


@pytest.mark.parametrize("headers", [
    b"".join(b"x-%d: y\r\n" % number for number in range(40)), b"x-long: " + b"y" * 9_000 + b"\r\n",
    b"".join(b"x-%d: " % number + b"y" * 1_000 + b"\r\n" for number in range(10))])
async def test_headers_that_are_too_many_or_too_large(connection: Connection, headers: bytes) -> None:
    await connection.send(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n" + headers + b"\r\n")
    is_problem(await connection.answer(), "HEADERS_TOO_LARGE")
    assert await connection.ends()


async def test_one_header_without_end_is_not_collected(small: Server, connection: Connection) -> None:
    await connection.send(b"GET /livez HTTP/1.1\r\nx-long: ")
    for _ in range(30):
        await connection.send(b"y" * 10_000)
        await asyncio.sleep(0)
    is_problem(await connection.answer(), "HEADERS_TOO_LARGE")


async def test_a_path_without_end_is_refused(connection: Connection) -> None:
    await connection.send(b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n")
    is_problem(await connection.answer(), "HEADERS_TOO_LARGE")


async def test_half_requests_of_many_hold_no_more_than_their_share(small: Server) -> None:
    connections = [await small.connect() for _ in range(5)]
    for opened in connections:
        await opened.send(HEAD + b"content-length: 99000\r\n\r\n" + b" " * 90_000)
    answers = await asyncio.gather(*(asyncio.wait_for(opened.answer(), 5) for opened in connections))
    codes = sorted(answer.json["code"] for answer in answers)
    assert codes[0] == "OVERLOADED"
    assert codes[-1] == "REQUEST_TIMEOUT"  # those that had room, of which the rest never came
    assert small.edge.held == 0
    for opened in connections:
        opened.close()


# -- time -------------------------------------------------------------------------------------------------------------
async def test_a_client_that_says_nothing_is_sent_away(connection: Connection) -> None:
    assert await connection.ends()


async def test_slow_headers_are_408(connection: Connection) -> None:
    await connection.send(b"GET /livez HTTP/1.1\r\nhost: loc")
    is_problem(await connection.answer(), "REQUEST_TIMEOUT")
    assert await connection.ends()


async def test_headers_that_trickle_are_408_too(connection: Connection) -> None:
    async def trickle() -> None:
        for letter in b"GET /livez HTTP/1.1\r\nx-slow: " + b"y" * 200:
            await connection.send(bytes([letter]))
            await asyncio.sleep(0.02)

    trickling = asyncio.create_task(trickle())
    is_problem(await connection.answer(), "REQUEST_TIMEOUT")
    trickling.cancel()


@pytest.mark.parametrize("before", [b"", b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n"], ids=["new", "kept"])
@pytest.mark.parametrize("blank", [b"\r", b"\n", b"\r\n\r\n"])
async def test_blank_lines_keep_no_connection_open(connection: Connection, before: bytes, blank: bytes) -> None:
    """The parser passes over them: they are no request, and must not count as one."""
    if before:
        await connection.send(before)
        assert (await connection.answer()).status == 200

    async def trickle() -> None:
        for _ in range(100):
            await connection.send(blank)
            await asyncio.sleep(0.02)

    trickling = asyncio.create_task(trickle())
    assert await asyncio.wait_for(connection.ends(), 1.5)
    trickling.cancel()


async def test_a_slow_body_is_408_and_nothing_is_done(
        connection: Connection, processor: Processor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await connection.send(post(PAY, PAYMENT)[:-5])
    is_problem(await connection.answer(), "REQUEST_TIMEOUT")
    assert await connection.ends()
    assert processor.seen == []
    assert "outcome=bad_input code=408" in caplog.text


async def test_a_connection_without_a_request_is_closed_after_a_while(connection: Connection) -> None:
    await connection.send(get("/livez"))
    assert (await connection.answer()).status == 200
    assert await connection.ends()


async def test_a_processor_that_takes_longer_than_all_of_that_is_waited_for(
        connection: Connection, processor: Processor) -> None:
    processor.may_answer.clear()
    await connection.send(post(PAY, PAYMENT))
    await processor.arrived.wait()
    await asyncio.sleep(0.7)
    processor.may_answer.set()
    assert (await connection.answer()).status == 200


async def test_who_does_not_read_is_cut_off(small: Server) -> None:
    """The page of documentation is larger than what the system holds for a connection with a small window."""
    _, writer = await asyncio.open_connection("127.0.0.1", small.port, limit=1)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    for _ in range(4):
        writer.write(get("/docs") * 2)
        await asyncio.sleep(0.05)
    async with asyncio.timeout(10):
        while small.edge.connections:
            await asyncio.sleep(0.05)
    writer.close()


# -- number -----------------------------------------------------------------------------------------------------------
async def test_what_comes_on_top_of_all_connections_is_told_so(small: Server) -> None:
    connections = [await small.connect() for _ in range(20)]
    await asyncio.sleep(0.1)
    extra = await small.connect()
    answer = await extra.answer()
    is_problem(answer, "OVERLOADED")
    assert answer.headers["retry-after"] == "1"
    assert await extra.ends()
    for opened in (extra, *connections):
        opened.close()


async def test_requests_in_a_row_are_answered_in_their_order(connection: Connection) -> None:
    await connection.send(get("/livez") + get("/nothing") + get("/readyz") + get("/livez"))
    assert [(await connection.answer()).status for _ in range(4)] == [200, 404, 200, 200]


async def test_more_in_a_row_than_there_is_room_for_end_the_connection_after_those_before(
        connection: Connection) -> None:
    await connection.send(get("/livez") * 2_000)
    answers = [await connection.answer() for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [503]
    assert await connection.ends()


async def test_two_thousand_connections_are_served(serve: Serve) -> None:
    """10,000 in bench/http.py; here as many as an ordinary limit of files allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    number = min(2_000, hard // 3)
    server = await serve()
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3 * number), hard))
    before = resident_mb()
    connections = [await server.connect() for _ in range(number)]
    for opened in connections:
        await opened.send(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n")
    await asyncio.sleep(0)
    assert (await server.ask(get("/livez"))).status == 200
    for opened in connections:
        await opened.send(b"\r\n")
    answers = await asyncio.gather(*(opened.answer() for opened in connections))
    assert {answer.status for answer in answers} == {200}
    assert (resident_mb() - before) / number < 0.05  # both ends of them
    for opened in connections:
        opened.close()


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


# -- what is no HTTP --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("garbage", [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"\x00" * 100, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n", b"GET /\xff HTTP/1.1\r\nhost: a\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nhost: a\r\nno colon\r\n\r\n", b"GET / HTTP/1.1\r\nhost: a\r\n x: y\r\n\r\n",
    HEAD + b"content-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
    HEAD + b"content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    HEAD + b"transfer-encoding: gzip, chunked, x\r\n\r\n0\r\n\r\n", HEAD + b"content-length: -1\r\n\r\n",
    HEAD + b"content-length: 0x1\r\n\r\na", HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    b"GET /livez HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\x81\x01a",
])
async def test_garbage_is_a_bad_request_and_the_end(connection: Connection, garbage: bytes) -> None:
    await connection.send(garbage)
    answer = await connection.answer()
    while answer.status == 200:  # of what asked for an upgrade as well, and is answered without
        answer = await connection.answer()
    is_problem(answer, "MALFORMED")
    assert await connection.ends()


async def test_garbage_after_a_payment_does_not_take_the_place_of_its_answer(
        connection: Connection, processor: Processor) -> None:
    processor.may_answer.clear()
    await connection.send(post(PAY, PAYMENT) + b"garbage\r\n\r\n")
    await processor.arrived.wait()
    processor.may_answer.set()
    paid = await connection.answer()
    assert (paid.status, paid.json["status"]) == (200, "CHARGED")
    is_problem(await connection.answer(), "MALFORMED")


async def test_a_trailer_is_no_header(connection: Connection) -> None:
    """It comes when the call has begun: it must not bring credentials, nor change them."""
    body = json.dumps(PAYMENT).encode()
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items() if name != "x-connector-config").encode()
    await connection.send(
        b"POST /payments/authorize HTTP/1.1\r\n" + head + b"transfer-encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\nx-connector-config: %s\r\n\r\n" % (
            len(body), body, HEADERS["x-connector-config"].encode()))
    is_problem(await connection.answer(), "MISSING_CREDENTIALS")


# -- JSON -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("body", "code", "why"), [
    (b"", "BAD_INPUT", "the body is empty"), (b"{", "BAD_INPUT", "the body is not JSON"),
    (b"\xef\xbb\xbf{}", "BAD_INPUT", "the body is not JSON"), (b'{"a":"\xff"}', "BAD_INPUT", "not UTF-8"),
    (b"null", "BAD_INPUT", "must be a JSON object"), (b'{"a":NaN}', "BAD_INPUT", "the body is not JSON"),
    (b'{"a":1e999}', "BAD_INPUT", "out of range"), (b'{"a":' + b"9" * 90_000 + b"}", "BAD_INPUT", "out of range"),
    (b"[" * 90_000, "BAD_INPUT", "nested too deeply"), (b'{"a":' * 15_000, "BAD_INPUT", "nested too deeply"),
    (b'{"amount":{"currency":"USD","minor_amount":1,"minor_amount":2}}', "INVALID_FIELD", "given more than once"),
    (b'{"amount" : {}, "amount": {}}', "INVALID_FIELD", "given more than once"),
    (b'{"amount":{},"\\u0061mount":{}}', "INVALID_FIELD", "given more than once"),
    (b'{"metadata":"{\\"a\\":1}","a\\\\":1,"a\\\\":2}', "INVALID_FIELD", "given more than once"),
    (json.dumps({f"x{n}": 1 for n in range(5_000)}).encode(), "INVALID_FIELD", "unknown field"),
    (b'{"amount":{"minor_amount":99999999999999999999999,"currency":"USD"}}', "INVALID_FIELD", "must be from"),
])
async def test_json_that_is_none_or_means_no_good(small: Server, body: bytes, code: str, why: str) -> None:
    answer = await small.ask(post(PAY, body))
    assert why in is_problem(answer, code)["detail"]
    assert len(answer.body) < 20_000


async def test_texts_that_look_like_members_are_none(small: Server) -> None:
    """Colons and quotes within texts are not taken for keys."""
    strange = {**PAYMENT, "description": 'a":"b', "metadata": json.dumps({"a": 1, "b": {"a": "c:d"}})}
    for text in (json.dumps(strange), json.dumps(strange, indent=2), json.dumps(strange, separators=(",", ":")),
                 json.dumps(strange, separators=(" , ", " : "))):
        assert (await small.ask(post(PAY, text.encode()))).status == 200
