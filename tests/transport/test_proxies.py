"""Requests through proxies that work, and what becomes of those through proxies that do not."""

from __future__ import annotations

import logging
import re
import socket
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tollbridge.domain.errors import BadInput, OutcomeUnknown, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest
from tollbridge.transport import Proxy, Timeouts, TransportSettings
from tollbridge.transport.aio import AiohttpTransport
from tollbridge.transport.proxies import Router
from tollbridge.transport.wire import Origin
from transport.authorities import Authority
from transport.conftest import OpenClient
from transport.proxy_server import ProxyServer
from transport.scripted_server import OK, Exchange, Script, ScriptedServer, answer, reply, silent
from transport.test_deadlines_and_connections import chain_of

AUTHORITY = Authority()
TARGET_S = 20.0


def settings(proxy: Proxy, *, connect_s: float = TARGET_S, total_s: float = TARGET_S) -> TransportSettings:
    return TransportSettings(Timeouts(connect_s, TARGET_S, total_s), ca_pem=AUTHORITY.pem, proxy=proxy)


def both(url: str, *bypass: str) -> Proxy:
    return Proxy(http=Secret(url), https=Secret(url), bypass=bypass)


def post(url: str) -> HttpRequest:
    return HttpRequest("POST", url, {"authorization": Secret("CANARY"), "content-type": "application/json"},
                       b'{"card":"CANARY"}')


@pytest.fixture(params=["http", "https"])
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ProxyServer]:
    """A proxy that is spoken to in plain, or within TLS; it wants credentials."""
    tls = AUTHORITY.server(tmp_path) if request.param == "https" else None
    with ProxyServer(user="us er", password="p@ss:CANARY", tls=tls) as running:
        yield running


CREDENTIALS = "us%20er:p%40ss%3ACANARY"


@pytest.fixture(params=["http", "https"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScriptedServer]:
    with ScriptedServer(OK, tls=AUTHORITY.server(tmp_path) if request.param == "https" else None) as running:
        yield running


def test_a_request_goes_through_the_proxy_as_it_was_built(
    open_client: OpenClient, proxy: ProxyServer, target: ScriptedServer
) -> None:
    client = open_client(settings(both(proxy.url(CREDENTIALS))))
    url = target.url("/v1/a%2fb/../c?x=1", host="localhost")
    for _ in range(2):
        assert client.send(post(url)).status == 200
    assert [(each.method, each.target, each.body) for each in target.arrivals] == [
        ("POST", "/v1/a%2fb/../c?x=1", b'{"card":"CANARY"}')] * 2
    assert target.arrivals[0].values("host") == [f"localhost:{target.port}"]
    assert target.arrivals[0].values("proxy-authorization") == []
    if url.startswith("https"):
        assert [(each.method, each.target) for each in proxy.asked] == [("CONNECT", f"localhost:{target.port}")]
        assert "authorization" not in proxy.asked[0].headers
        assert [each.connection for each in target.arrivals] == [0, 0]
    else:
        assert [(each.method, each.target) for each in proxy.asked] == [("POST", url)] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop")
def test_the_same_on_the_services_event_loop(proxy: ProxyServer, target: ScriptedServer) -> None:
    """uvloop has its own TLS within TLS, and not all of asyncio's options."""
    import uvloop

    async def send() -> list[int]:
        async with AiohttpTransport(settings(both(proxy.url(CREDENTIALS)))) as transport:
            return [(await transport.send(post(target.url(host="localhost")))).status for _ in range(2)]

    assert uvloop.run(send()) == [200, 200]
    assert len(target.arrivals) == 2


def test_a_proxy_that_wants_other_credentials_is_unreachable(
    open_client: OpenClient, proxy: ProxyServer, target: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = open_client(settings(both(proxy.url("CANARY:CANARY"))))
    where = f"{proxy.url().replace('https://', '').replace('http://', '')}: it wants other credentials, or some"
    with pytest.raises(Unreachable, match=rf"proxy https?://{where} \(HTTP 407\)$") as caught:
        client.send(post(target.url(host="localhost")))
    assert target.arrivals == []
    assert not caught.value.passing
    assert not [each for each in chain_of(caught.value) if "CANARY" in f"{each} {each!r}"]
    assert "CANARY" not in caplog.text


def test_a_target_that_the_proxy_cannot_reach_is_unreachable(open_client: OpenClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with ProxyServer() as running:
        client = open_client(settings(both(running.url())))
        with pytest.raises(Unreachable, match=rf"^https://localhost:{port}: proxy http://127.0.0.1:{running.port}: "
                                              r"it cannot reach the target \(HTTP 502\)$") as caught:
            client.send(post(f"https://localhost:{port}/"))
    assert caught.value.passing


def test_a_proxy_that_is_not_there_is_named(open_client: OpenClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = open_client(settings(both(f"http://127.0.0.1:{port}")))
    for scheme in ("http", "https"):
        with pytest.raises(Unreachable, match=f"^{scheme}://processor.example:443: proxy http://127.0.0.1:{port}: "
                                              "the connection was refused$"):
            client.send(post(f"{scheme}://processor.example:443/"))


def test_a_target_that_is_not_trusted_is_told_from_the_proxy(open_client: OpenClient, tmp_path: Path) -> None:
    with ProxyServer() as running, ScriptedServer(OK, tls=Authority("another").server(tmp_path)) as server:
        client = open_client(settings(both(running.url())))
        with pytest.raises(Unreachable, match=rf": through proxy http://127.0.0.1:{running.port}: "
                                              "the certificate was refused"):
            client.send(post(server.url(host="localhost")))
    assert server.arrivals == []


def test_a_proxy_that_is_not_trusted_is_sent_nothing(open_client: OpenClient, tmp_path: Path) -> None:
    with ProxyServer(tls=Authority("another").server(tmp_path)) as running:
        client = open_client(settings(both(running.url(CREDENTIALS))))
        for scheme in ("http", "https"):
            with pytest.raises(Unreachable, match=f": proxy https://localhost:{running.port}: the certificate"):
                client.send(post(f"{scheme}://processor.example/"))
    assert running.asked == []


def dripping(exchange: Exchange) -> bool:
    exchange.write(b"HTTP/1.1 200 OK\r\nx: ")
    try:
        while not exchange.server.client_left.wait(0.02):
            exchange.write(b"y")
    except OSError:
        exchange.server.client_left.set()
    return False


MISBEHAVING: dict[str, tuple[Script, str]] = {
    "hangs up": (reply(b"", keep=False), "the answer of the proxy ends within its headers"),
    "hangs up within the head": (reply(b"HTTP/1.1 200 OK\r\nx: y\r\n", keep=False),
                                 "the answer of the proxy ends within its headers"),
    "is no HTTP": (reply(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", keep=False), "the answer of the proxy is no HTTP"),
    "speaks first": (reply(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", keep=False),
                     "the answer of the proxy goes on behind its headers"),
    "never ends its head": (reply(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 40_000, keep=False),
                            "the answer of the proxy has headers without end"),
    "says 204": (reply(answer(b"", "204 No Content"), keep=False), "it refused (HTTP 204)"),
    "says 302": (reply(b"HTTP/1.1 302 Found\r\nlocation: https://CANARY/\r\n\r\n", keep=False),
                 "it refused (HTTP 302)"),
    "says 403": (reply(answer(b"CANARY", "403 Forbidden"), keep=False), "it forbids this target (HTTP 403)"),
    "says 503": (reply(answer(b"CANARY", "503 CANARY"), keep=False), "it is not available (HTTP 503)"),
    "hangs up after the tunnel": (reply(b"HTTP/1.1 200 OK\r\n\r\n", keep=False), ""),
}


@pytest.mark.parametrize(("script", "why"), MISBEHAVING.values(), ids=MISBEHAVING)
def test_a_proxy_that_opens_no_tunnel_is_unreachable(open_client: OpenClient, script: Script, why: str) -> None:
    with ScriptedServer(script) as server:
        client = open_client(settings(both(server.url(""))))
        expected = f"proxy http://127.0.0.1:{server.port}: {why}"
        with pytest.raises(Unreachable, match=re.escape(expected)) as caught:
            client.send(post("https://processor.example/v1/CANARY"))
    assert not [each for each in chain_of(caught.value) if "CANARY" in f"{each} {each!r}"]
    assert [each.method for each in server.arrivals] == ["CONNECT"]


@pytest.mark.parametrize("script", [silent, dripping])
@pytest.mark.parametrize("by", ["connect", "total"])
def test_a_proxy_that_takes_its_time_ends_at_the_deadline(open_client: OpenClient, script: Script, by: str) -> None:
    with ScriptedServer(script) as server:
        proxy = both(server.url(""))
        client = open_client(settings(proxy, connect_s=0.2) if by == "connect" else settings(proxy, total_s=0.2))
        began = time.monotonic()
        with pytest.raises(Unreachable, match=r"proxy .* no connection in time"):
            client.send(post("https://processor.example/"))
        assert time.monotonic() - began < 5
        assert server.client_left.wait(5)


def test_a_tunnel_that_goes_silent_within_tls_ends_at_the_deadline(open_client: OpenClient, tmp_path: Path) -> None:
    with ScriptedServer(OK, accepts=False) as mute, ProxyServer(tls=AUTHORITY.server(tmp_path)) as running:
        client = open_client(settings(both(running.url()), connect_s=0.3))
        with pytest.raises(Unreachable, match=f"through proxy https://localhost:{running.port}: no connection in time"):
            client.send(post(f"https://localhost:{mute.port}/"))


def test_an_answer_that_breaks_off_behind_a_proxy_is_unknown(open_client: OpenClient, tmp_path: Path) -> None:
    with ProxyServer() as running, ScriptedServer(reply(b"HTTP/1.1 200 OK\r\n", keep=False),
                                                  tls=AUTHORITY.server(tmp_path)) as server:
        client = open_client(settings(both(running.url())))
        with pytest.raises(OutcomeUnknown, match=rf"through proxy http://127.0.0.1:{running.port}: "):
            client.send(post(server.url(host="localhost")))
    assert len(server.arrivals) == 1


def test_what_a_proxy_answers_in_place_of_a_plain_target_is_an_answer(open_client: OpenClient) -> None:
    """Nobody can tell whose 502 it is: the request may have been carried out."""
    with ScriptedServer(reply(answer(b"", "502 Bad Gateway"))) as server:
        client = open_client(settings(both(server.url(""))))
        assert client.send(post("http://processor.example/v1")).status == 502
    assert server.arrivals[0].target == "http://processor.example/v1"


def test_those_on_the_bypass_list_are_called_directly(open_client: OpenClient, target: ScriptedServer) -> None:
    with ProxyServer() as running:
        client = open_client(settings(both(running.url(), "other.example", "LOCALHOST.")))
        assert client.send(post(target.url(host="localhost"))).status == 200
    assert running.asked == []


def test_a_scheme_without_a_proxy_is_called_directly(open_client: OpenClient) -> None:
    with ProxyServer() as running, ScriptedServer(OK) as server:
        client = open_client(settings(Proxy(https=running.url())))
        assert client.send(post(server.url())).status == 200
    assert running.asked == []


def test_no_proxy_is_taken_from_the_environment_unasked(
    open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ScriptedServer(OK) as server:
        assert open_client(None).send(post(server.url())).status == 200


@pytest.mark.parametrize("name", ["Proxy-Authorization", "proxy-connection"])
def test_a_request_brings_no_header_for_proxies(open_client: OpenClient, name: str) -> None:
    with pytest.raises(BadInput, match="the transport sets proxy-"):
        open_client(None).send(HttpRequest("GET", "http://127.0.0.1:9/", {name: "x"}))


def bypassed(host: str, port: int = 443, *bypass: str) -> bool:
    return Router(both("http://proxy:1", *bypass)).to(Origin("https", host, port)) is None


@pytest.mark.parametrize(("entry", "yes", "no"), [
    ("example.com", ["example.com", "EXAMPLE.com", "example.com.", "api.example.com"], ["notexample.com", "com"]),
    (".example.com", ["api.example.com", "a.b.Example.COM."], ["example.com", "notexample.com"]),
    ("*.example.com", ["api.example.com"], ["example.com"]),
    ("Example.COM.", ["example.com"], ["example.org"]),
    ("xn--bcher-kva.example", ["XN--bcher-kva.example"], ["bucher.example"]),
    ("192.0.2.7", ["192.0.2.7", "[::ffff:192.0.2.7]"], ["192.0.2.70", "192.0.2.7.example"]),
    ("192.0.2.0/24", ["192.0.2.0", "192.0.2.255"], ["192.0.3.0", "example.com", "[2001:db8::1]"]),
    ("192.0.2.9/24", ["192.0.2.1"], ["192.0.3.1"]),
    ("2001:db8::7", ["[2001:db8::7]", "[2001:DB8:0:0:0:0:0:7]"], ["[2001:db8::8]"]),
    ("[2001:db8::7]", ["[2001:db8::7]"], ["[2001:db8::8]"]),
    ("2001:db8::/32", ["[2001:db8:1::1]"], ["[2001:db9::1]", "32.1.13.184"]),
    ("example.com:8443", [], ["example.com"]),
    ("example.com:443", ["example.com", "api.example.com"], ["example.org"]),
    ("[2001:db8::7]:443", ["[2001:db8::7]"], ["[2001:db8::8]"]),
    ("192.0.2.7:80", [], ["192.0.2.7"]),
    ("*", ["example.com", "192.0.2.7", "[2001:db8::7]"], []),
    ("localhost", ["localhost", "LocalHost."], ["127.0.0.1", "localhost.example"]),
])
def test_the_bypass_list(entry: str, yes: list[str], no: list[str]) -> None:
    assert [host for host in yes if not bypassed(host, 443, entry)] == []
    assert [host for host in no if bypassed(host, 443, entry)] == []


@pytest.mark.parametrize("entry", ["", " ", "http://example.com", "exa mple.com", "bücher.example", "10.0.0.0/33",
                                   "10.*", "*example.com", "example.com:0", "example.com:99999", "example.com:x",
                                   "192.0.2.0/24:80", "a/b", "[::1", "<local>"])
def test_an_unreadable_entry_is_refused(entry: str) -> None:
    with pytest.raises(BadInput, match=r"proxy\.bypass: ") as caught:
        Router(Proxy(bypass=(entry,)))
    assert caught.value.paths == ("proxy.bypass",)


@pytest.mark.parametrize("url", ["socks5://CANARY@proxy:1080", "ftp://proxy", "proxy:3128", "http://proxy:70000",
                                 "http://CANARY@:3128", "http://proxy/path", "http://a@b@CANARY:1", "http://pro xy"])
def test_an_unreadable_proxy_is_refused_and_not_quoted(open_client: OpenClient, url: str) -> None:
    with pytest.raises(BadInput, match=r"^proxy\.https") as caught:
        open_client(settings(Proxy(https=Secret(url))))
    assert "CANARY" not in str(caught.value)


def test_a_password_in_plain_is_refused() -> None:
    with pytest.raises(BadInput, match=r"proxy\.http holds a password"):
        Proxy(http="http://user:CANARY@proxy:1")
    assert "CANARY" not in repr(settings(both("http://user:CANARY@proxy:1")))


def revealed(proxy: Proxy) -> tuple[str | None, str | None, tuple[str, ...]]:
    http, https = (url.reveal() if isinstance(url, Secret) else url for url in (proxy.http, proxy.https))
    return http, https, proxy.bypass


@pytest.mark.parametrize(("environ", "proxy"), [
    ({}, (None, None, ())),
    ({"HTTP_PROXY": "http://a:1", "HTTPS_PROXY": "b:2", "NO_PROXY": "localhost, .example.com,,10.0.0.0/8 "},
     ("http://a:1", "http://b:2", ("localhost", ".example.com", "10.0.0.0/8"))),
    ({"HTTP_PROXY": "http://a:1", "http_proxy": "http://c:3", "no_proxy": "*", "NO_PROXY": "x"},
     ("http://c:3", None, ("*",))),
    ({"HTTPS_PROXY": "http://a:1", "https_proxy": ""}, (None, None, ())),
    ({"HTTP_PROXY": "http://evil:1", "HTTPS_PROXY": "http://b:2", "REQUEST_METHOD": "GET"},
     (None, "http://b:2", ())),
    ({"http_proxy": "http://a:1", "REQUEST_METHOD": "GET"}, ("http://a:1", None, ())),
    ({"https_proxy": "user:secret@b:2"}, (None, "http://user:secret@b:2", ())),
])
def test_the_environment_is_read_when_asked(
    environ: dict[str, str], proxy: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert revealed(Proxy.from_environment(environ)) == proxy
    assert "secret" not in repr(Proxy.from_environment(environ))
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert revealed(Proxy.from_environment()) == proxy


def test_an_unreadable_environment_is_refused() -> None:
    with pytest.raises(BadInput, match=r"proxy\.bypass"):
        Proxy.from_environment({"no_proxy": "10.*"})


@given(st.text(), st.from_regex(r"[\[\]a-z0-9.:/*-]{1,20}", fullmatch=True), st.integers(1, 65535))
def test_any_entry_is_readable_or_refused(text: str, host: str, port: int) -> None:
    for entry in (text, host, f"{host}:{port}"):
        try:
            router = Router(both("http://proxy:1", entry))
        except BadInput:
            continue
        router.to(Origin("https", host, port))


@given(st.text())
def test_a_proxy_without_a_host_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        Router(Proxy(https=Secret(f"http://{text}:CANARY@")))
    assert "CANARY" not in str(caught.value)


def test_a_refused_password_is_not_in_the_repr_of_what_was_being_made() -> None:
    with pytest.raises(BadInput) as caught:
        Proxy(http="http://shop:canary-1@127.0.0.1:9")
    told = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "self = Proxy(http=***, https=None, bypass=())" in told
    assert "canary-1" not in str(caught.value)
