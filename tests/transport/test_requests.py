"""What goes out, the same with both transports: byte for byte, with nothing added."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tollbridge import _version
from tollbridge.domain.errors import BadInput
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import Headers, HttpRequest
from transport.scripted_server import OK, ScriptedServer, answer, reply
from transport.transport_clients import Client


@pytest.mark.parametrize(
    "target",
    [
        "/v1/pay%2Fments/%2f/%7E~",
        "/a/../b/./c//d/",
        "/a;v=1/(b)/c'd/@:!$&*+,=/|^`{}[]<>\"\\",
        "/p?a=%20+&b[]=1&b[]=2&empty=&&c=d/e?f=%e2%82%ac",
        "/p?q=%2B%2b%zz%",
        "//double",
        "/p?a=b?",
        "/",
    ],
)
def test_the_target_arrives_byte_for_byte(client: Client, target: str) -> None:
    with ScriptedServer(OK) as server:
        client.send(HttpRequest("GET", server.url(target), {}))
    assert [arrival.target for arrival in server.arrivals] == [target]


@pytest.mark.parametrize(("given", "sent"), [("", "/"), ("?a=b", "/?a=b"), ("/p?", "/p"), ("?", "/")])
def test_an_empty_path_is_the_root_and_an_empty_query_is_none(client: Client, given: str, sent: str) -> None:
    with ScriptedServer(OK) as server:
        client.send(HttpRequest("GET", server.url(given), {}))
    assert server.arrivals[0].target == sent


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
def test_method_and_body_arrive_as_given(client: Client, method: str) -> None:
    body = bytes(range(256)) * 300
    with ScriptedServer(OK) as server:
        client.send(HttpRequest(method, server.url(), {}, body))
    arrival = server.arrivals[0]
    assert (arrival.method, arrival.body) == (method, body)


def test_a_bare_request_gets_a_user_agent_and_no_other_header_of_a_library(client: Client) -> None:
    with ScriptedServer(OK) as server:
        client.send(HttpRequest("POST", server.url(), {}, b"a=b"))
    assert sorted(line.lower() for line in server.arrivals[0].headers) == [
        "content-length: 3",
        f"host: 127.0.0.1:{server.port}",
        f"user-agent: tollbridge/{_version.__version__}",
    ]


def test_headers_arrive_as_given_and_secrets_revealed(client: Client) -> None:
    headers: Headers = {
        "Authorization": Secret("Bearer sk_1"),
        "User-Agent": "shop/1",
        "content-type": "application/json",
        "Accept": "text/plain",
        "accept-encoding": "gzip",
        "X-Name": "Žofie",
    }
    with ScriptedServer(OK) as server:
        client.send(HttpRequest("POST", server.url(), headers, b"{}"))
    lines = server.arrivals[0].headers
    assert {"Authorization: Bearer sk_1", "User-Agent: shop/1", "content-type: application/json"} <= set(lines)
    assert {"Accept: text/plain", "accept-encoding: gzip", "X-Name: Žofie"} <= set(lines)
    assert len({line.partition(":")[0].lower() for line in lines}) == len(lines)


def test_cookies_are_not_kept(client: Client) -> None:
    with ScriptedServer(reply(answer(b"", "200 OK", "set-cookie: session=1; Path=/")), OK) as server:
        client.send(HttpRequest("GET", server.url(), {}))
        client.send(HttpRequest("GET", server.url(), {}))
    assert server.arrivals[1].values("cookie") == []


def test_proxies_of_the_environment_are_not_used(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(OK) as server, ScriptedServer(OK) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        client.send(HttpRequest("GET", server.url(), {}))
    assert (len(server.arrivals), len(proxy.arrivals)) == (1, 0)


@pytest.mark.parametrize(
    "url",
    [
        "/v1/payments",
        "ftp://127.0.0.1/CANARY",
        "file:///CANARY",
        "http:///CANARY",
        "http://user:CANARY@127.0.0.1/",
        "http://127.0.0.1/a b?CANARY",
        "http://127.0.0.1/é?CANARY",
        "http://127.0.0.1/a\r\nCANARY: 1",
        "http://127.0.0.1/a#CANARY",
        "http://127.0.0.1:99999/CANARY",
        "http://127.0.0.1:0/CANARY",
        "http://[::1/CANARY",
    ],
)
def test_a_url_that_cannot_be_sent_as_it_stands_is_refused(client: Client, url: str) -> None:
    with pytest.raises(BadInput) as caught:
        client.send(HttpRequest("GET", url, {}))
    assert "CANARY" not in repr(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-key", "CANARY\r\nx-other: 1"),
        ("x-key", "CANARY\x00"),
        ("x-key", "CANARY\n"),
        ("x key", "CANARY"),
        ("x-key:", "CANARY"),
        ("", "CANARY"),
        ("Content-Length", "1"),
        ("transfer-encoding", "chunked"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_without_its_value(client: Client, name: str, value: str) -> None:
    with ScriptedServer(OK) as server, pytest.raises(BadInput) as caught:
        client.send(HttpRequest("POST", server.url(), {name: Secret(value)}, b"{}"))
    assert "CANARY" not in repr(caught.value)
    assert server.connections == []


@pytest.mark.parametrize("method", ["post", "GET /", "", "CONNECT", "P\r\n"])
def test_a_method_that_cannot_be_sent_is_refused(client: Client, method: str) -> None:
    with ScriptedServer(OK) as server, pytest.raises(BadInput):
        client.send(HttpRequest(method, server.url(), {}))
    assert server.connections == []


def test_importing_the_transport_imports_no_http_library() -> None:
    code = "import sys, tollbridge.transport; print(*({'aiohttp', 'urllib3', 'ssl', 'yarl'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
