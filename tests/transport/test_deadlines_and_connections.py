"""Deadlines, pools, TLS and what the errors say, the same with both transports."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tollbridge.domain.errors import BadInput, ConnectorError, OutcomeUnknown, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest
from tollbridge.transport import Limits, Timeouts, TransportSettings, aio, blocking
from transport.conftest import OpenClient
from transport.scripted_server import OK, Exchange, Script, ScriptedServer, answer, silent
from transport.test_answers import UNREADABLE
from transport.transport_clients import Client

CERTIFICATES = Path(__file__).parent / "certificates"
LONG_S = 20.0
"""A timeout that no passing test reaches."""


def settings(
    connect_s: float = LONG_S, read_s: float = LONG_S, total_s: float = LONG_S, *, connections: int = 100,
    per_host: int | None = None, ca_file: str | None = None,
) -> TransportSettings:
    limits = Limits(connections=connections, connections_per_host=per_host)
    return TransportSettings(Timeouts(connect_s, read_s, total_s), limits, ca_file)


def post(url: str) -> HttpRequest:
    return HttpRequest("POST", url, {"content-type": "application/json"}, b"{}")


def dripping(head: bytes, drop: bytes) -> Script:
    """Never silent for long, and not done within 10 seconds."""

    def script(exchange: Exchange) -> bool:
        exchange.write(head)
        try:
            for _ in range(500):
                if exchange.server.client_left.wait(0.02):
                    break
                exchange.write(drop)
        except OSError:
            exchange.server.client_left.set()
        return False

    return script


def silent_after(head: bytes) -> Script:
    def script(exchange: Exchange) -> bool:
        exchange.write(head)
        return silent(exchange)

    return script


BODY_BEGUN = b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{"


@pytest.mark.parametrize("script", [silent, silent_after(b"HTTP/1.1 200 OK\r\n"), silent_after(BODY_BEGUN)])
def test_silence_ends_at_the_read_deadline(open_client: OpenClient, script: Script) -> None:
    client = open_client(settings(read_s=0.1))
    with ScriptedServer(script) as server:
        with pytest.raises(OutcomeUnknown, match="no whole answer in time"):
            client.send(post(server.url()))
        assert server.client_left.wait(5)
    assert len(server.arrivals) == 1


@pytest.mark.parametrize("script", [dripping(b"HTTP/1.1 200 OK\r\nx: ", b"y"), dripping(BODY_BEGUN, b" "), silent])
@pytest.mark.parametrize("by_caller", [True, False])
def test_a_slow_answer_ends_at_the_total_deadline(open_client: OpenClient, script: Script, by_caller: bool) -> None:
    client = open_client(settings() if by_caller else settings(total_s=0.2))
    with ScriptedServer(script) as server:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown, match="no whole answer in time"):
            client.send(post(server.url()), timeout_s=0.2 if by_caller else None)
        assert 0.2 <= time.monotonic() - started < 5
        assert server.client_left.wait(5)
    assert len(server.arrivals) == 1


def test_a_caller_cannot_lengthen_the_total(open_client: OpenClient) -> None:
    client = open_client(settings(total_s=0.1))
    with ScriptedServer(silent) as server, pytest.raises(OutcomeUnknown):
        client.send(post(server.url()), timeout_s=LONG_S)


@pytest.mark.parametrize("timeout_s", [0.0, -1.0])
def test_without_time_left_nothing_is_sent(client: Client, timeout_s: float) -> None:
    with ScriptedServer(OK) as server, pytest.raises(Unreachable, match="no time left"):
        client.send(post(server.url()), timeout_s=timeout_s)
    assert server.connections == []


def test_a_refused_connection_is_unreachable(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match=f"^http://127.0.0.1:{port}: the connection was refused$") as caught:
        client.send(post(f"http://127.0.0.1:{port}/v1?key=CANARY"))
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)


def test_a_host_name_that_no_resolver_takes_is_unreachable(client: Client) -> None:
    label = "a" * 64  # a label of more than 63 letters is refused before any look-up
    with pytest.raises(Unreachable, match=f"^http://{label}.test:80: "):
        client.send(post(f"http://{label}.test/"))


def test_a_name_that_is_not_resolved_is_unreachable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    monkeypatch.setattr(blocking, "getaddrinfo", fails)
    with pytest.raises(Unreachable, match="the host name was not resolved"):
        client.send(post("http://processor.test/"))


@pytest.mark.parametrize("by", ["connect", "total", "caller"])
def test_a_handshake_that_never_ends_is_unreachable(open_client: OpenClient, by: str) -> None:
    short = {"connect": settings(connect_s=0.1), "total": settings(total_s=0.1), "caller": settings()}
    client = open_client(short[by])
    with ScriptedServer(OK, accepts=False) as server, pytest.raises(Unreachable, match="no connection in time"):
        client.send(post(server.url().replace("http:", "https:")), timeout_s=0.1 if by == "caller" else None)
    assert server.arrivals == []


@pytest.mark.parametrize("limits", [settings(0.2, connections=1), settings(0.2, per_host=1)])
def test_waiting_for_a_free_connection_ends_unreachable(open_client: OpenClient, limits: TransportSettings) -> None:
    client = open_client(limits)
    release = threading.Event()

    def held(exchange: Exchange) -> bool:
        release.wait(LONG_S)
        exchange.write(answer())
        return True

    with ScriptedServer(held, OK) as server:
        first = client.start(post(server.url()))
        assert server.arrived.acquire(timeout=5)
        with pytest.raises(Unreachable, match="no connection in time"):
            client.send(post(server.url()))
        release.set()
        assert first.result().status == 200
        assert client.send(post(server.url())).status == 200
    assert [arrival.connection for arrival in server.arrivals] == [0, 0]


def test_a_limit_per_host_leaves_other_hosts_free(open_client: OpenClient) -> None:
    client = open_client(settings(per_host=1))
    release = threading.Event()

    def held(exchange: Exchange) -> bool:
        release.wait(LONG_S)
        exchange.write(answer())
        return True

    with ScriptedServer(held) as server, ScriptedServer(OK) as other:
        first = client.start(post(server.url()))
        assert server.arrived.acquire(timeout=5)
        assert client.send(post(other.url())).status == 200
        release.set()
        assert first.result().status == 200


def test_calls_at_once_use_connections_of_their_own_and_get_their_own_answers(client: Client) -> None:
    together = threading.Barrier(4)

    def echo(exchange: Exchange) -> bool:
        together.wait(5)
        exchange.write(answer(b"%d" % exchange.sock.getpeername()[1]))
        return True

    with ScriptedServer(echo) as server:
        calls = [client.start(post(server.url())) for _ in range(4)]
        assert len({call.result().body for call in calls}) == 4
    assert sorted(arrival.connection for arrival in server.arrivals) == [0, 1, 2, 3]


def test_a_closed_transport_is_unreachable(client: Client) -> None:
    with ScriptedServer(OK) as server:
        client.send(post(server.url()))
        client.close()
        with pytest.raises(Unreachable, match="the transport is closed"):
            client.send(post(server.url()))
    assert len(server.arrivals) == 1


def tls_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


def test_a_certificate_of_the_given_authority_is_trusted(open_client: OpenClient) -> None:
    client = open_client(settings(ca_file=str(CERTIFICATES / "ca.pem")))
    with ScriptedServer(OK, tls=tls_server()) as server:
        for _ in range(2):
            assert client.send(post(server.url(host="localhost"))).status == 200
    assert [arrival.connection for arrival in server.arrivals] == [0, 0]


@pytest.mark.parametrize(("ca_file", "host"), [(None, "localhost"), (str(CERTIFICATES / "ca.pem"), "127.0.0.1")])
def test_a_certificate_of_nobody_or_for_another_host_is_unreachable(
    open_client: OpenClient, ca_file: str | None, host: str
) -> None:
    client = open_client(settings(ca_file=ca_file))
    with ScriptedServer(OK, tls=tls_server()) as server, pytest.raises(Unreachable, match="certificate was refused"):
        client.send(post(server.url(host=host)))
    assert server.arrivals == []


def test_a_server_without_tls_is_unreachable(client: Client) -> None:
    with ScriptedServer(OK) as server, pytest.raises(Unreachable, match=r"the TLS handshake failed|no connection \("):
        client.send(post(server.url().replace("http:", "https:")))


@pytest.mark.parametrize("transport", [aio.AiohttpTransport, blocking.Urllib3Transport])
@pytest.mark.parametrize("ca_file", ["absent.pem", "empty.pem"])
def test_an_unreadable_file_of_authorities_is_refused(
    transport: Callable[[TransportSettings], object], ca_file: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").touch()
    with pytest.raises(BadInput, match="trusted certificates"):
        transport(settings(ca_file=str(tmp_path / ca_file)))


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """An error with all its causes and contexts, those that a traceback would hide among them."""
    if error is not None:
        yield error
        yield from chain_of(error.__cause__)
        yield from chain_of(error.__context__)


@pytest.mark.parametrize("name", [*UNREADABLE, "timeout", "refused", "handshake"])
def test_no_failure_tells_a_secret(open_client: OpenClient, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the error and what it is chained to, nor any log line down to DEBUG."""
    caplog.set_level(logging.DEBUG)
    client = open_client(settings(read_s=0.1 if name == "timeout" else LONG_S))
    with ScriptedServer(UNREADABLE.get(name, silent)) as server:
        url = server.url("/v1/CANARY?key=CANARY")
        if name == "refused":
            url = "http://127.0.0.1:9/CANARY"
        elif name == "handshake":
            url = url.replace("http:", "https:")
        request = HttpRequest("POST", url, {"authorization": Secret("CANARY"), "x": "CANARY"}, b"CANARY")
        with pytest.raises(ConnectorError) as caught:
            client.send(request)
    assert not [each for each in chain_of(caught.value) if "CANARY" in f"{each} {each!r}"]
    assert "CANARY" not in caplog.text


async def test_cancelling_passes_through_and_closes_the_connection() -> None:
    with ScriptedServer(silent, OK) as server:
        async with aio.AiohttpTransport() as transport:
            call = asyncio.create_task(transport.send(post(server.url())))
            assert await asyncio.to_thread(server.arrived.acquire, timeout=5)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert await asyncio.to_thread(server.client_left.wait, 5)
            assert (await transport.send(post(server.url()))).status == 200
    assert [arrival.connection for arrival in server.arrivals] == [0, 1]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of the first loop's open connection
def test_a_transport_outlives_the_event_loop_of_its_first_call() -> None:
    transport = aio.AiohttpTransport()
    with ScriptedServer(OK) as server:
        assert asyncio.run(transport.send(post(server.url()))).status == 200

        async def send_and_close() -> int:
            async with transport:
                return (await transport.send(post(server.url()))).status

        assert asyncio.run(send_and_close()) == 200
    gc.collect()  # so that the warning comes now


def test_a_transport_does_not_serve_two_open_loops() -> None:
    transport = aio.AiohttpTransport()
    with ScriptedServer(OK) as server, asyncio.Runner() as first, asyncio.Runner() as second:
        first.run(transport.send(post(server.url())))
        with pytest.raises(Unreachable, match="another event loop"):
            second.run(transport.send(post(server.url())))
        first.run(transport.close())
    assert len(server.arrivals) == 1
