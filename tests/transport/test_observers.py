"""What observers are told of exchanges, and what they cannot do to them."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tollbridge import kit
from tollbridge.domain.errors import BadInput, ConnectorError, OutcomeUnknown, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest
from tollbridge.transport import Proxy, TransportSettings, aio
from tollbridge.transport.exchange import Exchange
from tollbridge.transport.observers import log_exchange
from transport.conftest import OpenClient
from transport.scripted_server import OK, ScriptedServer, answer, cut, reply, silent


def pay(url: str) -> HttpRequest:
    content = {"card": Secret("4242424242424242"), "amount": 1234}
    body = kit.post_json(url, content)
    return body.with_headers({"authorization": Secret("CANARY"), "x-note": "plain"})


def test_each_exchange_is_told_with_its_figures(open_client: OpenClient) -> None:
    told: list[Exchange] = []
    client = open_client(TransportSettings(observers=(told.append,)))
    with ScriptedServer(reply(answer(b'{"a":1}', "402 Payment Required"))) as server:
        request = pay(server.url("/v1/pay?key=CANARY"))
        assert client.send(request).status == 402
    [exchange] = told
    assert (exchange.method, exchange.path, exchange.origin) == ("POST", "/v1/pay", f"http://127.0.0.1:{server.port}")
    assert (exchange.status, exchange.error, exchange.received_bytes) == (402, None, 7)
    assert exchange.sent_bytes == len(request.body or b"")
    assert 0 < exchange.seconds < 5
    assert exchange.headers["authorization"] == "***"
    assert exchange.headers["x-note"] == "plain"
    assert exchange.body == '{"card":"***","amount":1234}'
    assert "CANARY" not in repr(exchange)


def test_a_token_in_the_path_is_masked(open_client: OpenClient) -> None:
    told: list[Exchange] = []
    client = open_client(TransportSettings(observers=(told.append,)))
    with ScriptedServer(OK) as server:
        client.send(HttpRequest("GET", server.url("/t/CANARY/x"), {}, in_path=Secret("CANARY")))
    assert told[0].path == "/t/***/x"


@pytest.mark.parametrize("failing", ["unreachable", "unknown", "bad input", "no url"])
def test_a_failure_is_told_by_name(open_client: OpenClient, failing: str) -> None:
    told: list[Exchange] = []
    client = open_client(TransportSettings(observers=(told.append,)))
    with ScriptedServer(cut) as server:
        requests = {"unreachable": (Unreachable, pay("http://127.0.0.1:9/v1")),
                    "unknown": (OutcomeUnknown, pay(server.url())),
                    "bad input": (BadInput, HttpRequest("get", server.url(), {})),
                    "no url": (BadInput, HttpRequest("GET", "CANARY", {}))}
        error, request = requests[failing]
        with pytest.raises(error):
            client.send(request)
    assert [(each.error, each.status) for each in told] == [(error.__name__, None)]
    assert told[0].origin == {"unreachable": "http://127.0.0.1:9", "no url": "-"}.get(
        failing, f"http://127.0.0.1:{server.port}")


async def test_a_cancelled_exchange_is_told_too() -> None:
    told: list[Exchange] = []
    with ScriptedServer(silent) as server:
        async with aio.AiohttpTransport(TransportSettings(observers=(told.append,))) as transport:
            call = asyncio.create_task(transport.send(pay(server.url())))
            assert await asyncio.to_thread(server.arrived.acquire, timeout=5)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
    assert [each.error for each in told] == ["CancelledError"]


def test_an_observer_that_raises_harms_nothing_and_is_logged_once(
    open_client: OpenClient, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Exchange] = []

    def broken(exchange: Exchange) -> None:
        raise ValueError(f"CANARY {exchange.origin}")

    client = open_client(TransportSettings(observers=(broken, told.append)))
    with ScriptedServer(OK, OK, cut) as server:
        for _ in range(2):
            assert client.send(pay(server.url())).status == 200
        with pytest.raises(OutcomeUnknown):
            client.send(pay(server.url()))
    assert len(told) == 3
    assert [each.name for each in caplog.records] == ["tollbridge.transport"]
    assert "broken raised ValueError" in caplog.text
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize("level", [logging.WARNING, logging.INFO, logging.DEBUG])
def test_the_ready_observer_logs_a_line_for_each_exchange(
    open_client: OpenClient, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    caplog.set_level(level, "tollbridge.transport")
    client = open_client(TransportSettings(observers=(log_exchange,)))
    with ScriptedServer(OK, cut) as server:
        client.send(pay(server.url("/v1?CANARY")))
        with pytest.raises(ConnectorError):
            client.send(pay(server.url("/v1?CANARY")))
    lines = [each.getMessage() for each in caplog.records if each.name == "tollbridge.transport"]
    origin = f"http://127.0.0.1:{server.port}"
    assert sum(line.startswith(f"POST {origin}/v1 200 in 0.") for line in lines) == (level <= logging.INFO)
    assert sum(line.startswith(f"POST {origin}/v1 OutcomeUnknown in 0.") for line in lines) == 1
    assert sum('"card":"***"' in line for line in lines) == (2 if level == logging.DEBUG else 0)
    assert "CANARY" not in caplog.text
    assert "4242424242424242" not in caplog.text


def test_a_proxys_password_is_told_to_nobody(open_client: OpenClient) -> None:
    told: list[Exchange] = []
    with ScriptedServer(OK) as server:
        proxy = Proxy(http=Secret(f"http://user:CANARY@127.0.0.1:{server.port}"))
        client = open_client(TransportSettings(proxy=proxy, observers=(told.append,)))
        client.send(pay("http://processor.example/v1"))
    assert "proxy-authorization" not in told[0].headers
