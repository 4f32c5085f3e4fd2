"""The guard: what a URL itself tells, what its name resolves to, and that nothing is sent where it refuses."""

from __future__ import annotations

import doctest
import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tollbridge import catalog
from tollbridge.domain.errors import BadInput, InvalidField, Unreachable
from tollbridge.kit.http import HttpRequest
from tollbridge.transport import Guard, Proxy, TransportSettings, blocking, guard
from tollbridge.transport.guard import GuardRules, check_url, special
from tollbridge.transport.wire import Origin, split_url
from transport.authorities import Authority
from transport.conftest import OpenClient
from transport.proxy_server import ProxyServer
from transport.scripted_server import OK, ScriptedServer, reply

AUTHORITY = Authority()


def get(url: str) -> HttpRequest:
    return HttpRequest("GET", url, {})


@pytest.mark.parametrize("url", [
    "https://api.stripe.com", "https://api.stripe.com/v1?x=1#y", "https://shop.example.com:8443/return", "https://8.8.8.8",
    "https://[2606:4700::1111]/", "https://API.Example.COM.", "https://[64:ff9b::8.8.8.8]/", "https://1.example.com",
    "https://example.com/?next=http://127.0.0.1/",
])
def test_public_urls_pass(url: str) -> None:
    check_url(url, field="return_url")


REFUSED = {
    "https://127.0.0.1": "loopback", "https://127.255.255.254:8443/x": "loopback", "https://10.1.2.3": "private",
    "https://172.31.255.255": "private", "https://192.168.0.1": "private", "https://169.254.169.254": "link-local",
    "https://100.100.100.200": "carrier-grade NAT", "https://168.63.129.16": "the cloud's own service",
    "https://0.0.0.0": "unspecified", "https://0.1.2.3": "unspecified", "https://224.0.0.1": "multicast",
    "https://255.255.255.255": "reserved", "https://192.0.0.192": "reserved", "https://198.18.0.1": "benchmarks",
    "https://[::1]": "loopback", "https://[::]": "unspecified", "https://[fe80::1]": "link-local",
    "https://[fd00:ec2::254]": "private", "https://[ff02::1]": "multicast", "https://[2001:db8::1]": "documentation",
    "https://[::ffff:127.0.0.1]": "loopback", "https://[::ffff:a9fe:a9fe]": "link-local",
    "https://[::127.0.0.1]": "reserved", "https://[64:ff9b::10.0.0.1]": "private",
    "https://[64:ff9b:1::10.0.0.1]": "reserved", "https://[2002:7f00:1::]": "6to4",
    "https://[2001:0:4136:e378::]": "reserved", "https://[2606:4700::5efe:10.0.0.1]": "ISATAP",
    "https://[100::1]": "reserved",
    "https://2130706433": "odd spelling", "https://0x7f000001": "odd spelling", "https://0177.0.0.1": "odd spelling",
    "https://127.1": "odd spelling", "https://0x7f.1": "odd spelling", "https://127.0.0.1.": "loopback",
    "https://1.2.3.4.5": "odd spelling", "https://256.0.0.1": "odd spelling", "https://example.1": "odd spelling",
    "https://localhost": "own network", "https://LOCALHOST.": "own network", "https://a.localhost": "own network",
    "https://metadata.google.internal": "own network", "https://redis": "own network",
    "https://printer.local": "own network", "https://router.home.arpa": "own network",
    "http://example.com": "plain http", "https://user@127.0.0.1/": "not an absolute", "https://exa%6dple.com": "not an",
    "https://example.com\\@127.0.0.1": "not an", "file:///etc/passwd": "not an", "gopher://127.0.0.1": "not an",
    "https://\uff11\uff12\uff17.0.0.1": "not an", "//127.0.0.1": "not an", "": "not an",
    "https://[fe80::1%25eth0]/": "not an",
    "https://127.0.0.1 .example.com": "not an", "https://[::1": "not an", "https://example.com:0/": "port",
}


@pytest.mark.parametrize(("url", "why"), REFUSED.items(), ids=REFUSED)
def test_other_urls_are_refused_by_the_name_of_their_field(url: str, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as caught:
        check_url(url, field="webhook_url")
    assert caught.value.paths == ("webhook_url",)


@pytest.mark.parametrize(("policy", "yes", "no"), [
    (Guard(https_only=False), ["http://example.com"], ["http://127.0.0.1"]),
    (Guard(ports=(443, 8443)), ["https://example.com", "https://example.com:8443"], ["https://example.com:22"]),
    (Guard(allow=("localhost",)), ["http://localhost:8100/stripe", "https://LOCALHOST."],
     ["https://a.localhost", "http://127.0.0.1"]),
    (Guard(allow=("localhost:8100",)), ["http://localhost:8100"], ["http://localhost:8101"]),
    (Guard(allow=(".svc.internal",)), ["http://stripe.svc.internal"], ["https://svc.internal"]),
    (Guard(allow=("10.1.0.0/16", "::1")), ["http://10.1.2.3", "https://[::1]:1", "https://[::ffff:10.1.2.3]"],
     ["https://10.2.0.1", "https://[::2]"]),
    (Guard(allow=("*",)), ["http://169.254.169.254"], ["ftp://example.com"]),
])
def test_what_the_settings_permit(policy: Guard, yes: list[str], no: list[str]) -> None:
    for url in yes:
        check_url(url, policy)
    for url in no:
        with pytest.raises(InvalidField):
            check_url(url, policy)


def test_an_unreadable_exception_is_refused(open_client: OpenClient) -> None:
    with pytest.raises(BadInput, match=r"guard\.allow"):
        open_client(TransportSettings(guard=Guard(allow=("http://localhost",))))


def test_its_example_is_right() -> None:
    assert doctest.testmod(guard, optionflags=doctest.ELLIPSIS) == (0, 2)


def test_addresses_of_the_operators_own_are_let_through() -> None:
    own = guard.allowing(Guard(allow=("a.example",)), ["http://127.0.0.1:8100/stripe", "https://[::1]/", "http://b"])
    assert own.allow == ("a.example", "127.0.0.1:8100", "[::1]:443", "b:80")
    check_url("http://127.0.0.1:8100/adyen", own)
    for other in ("http://127.0.0.1:8101/", "http://127.0.0.2:8100/", "https://c"):
        with pytest.raises(InvalidField):
            check_url(other, own)


def test_what_connectors_themselves_call_passes() -> None:
    for name in catalog.names():
        connector = catalog.load(name)
        for url in (connector.live_url, connector.test_url):
            check_url(url)


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_within_ipv6_counts_as_itself(number: int) -> None:
    own = special(ip_address(number))
    assert special(ip_address((0xFFFF << 32) + number)) == own
    assert special(ip_address((0x64_FF9B << 96) + number)) == own


@given(st.integers(0, 2**32 - 1))
def test_what_python_calls_not_global_is_refused(number: int) -> None:
    address = ip_address(number)
    if not address.is_global and str(address) not in ("192.0.0.9", "192.0.0.10"):
        assert special(address) is not None


Resolve = Callable[[str, list[str]], None]


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> tuple[Resolve, list[str]]:
    """Sets what a name resolves to, in turn; and says which names were asked for."""
    answers: dict[str, list[list[str]]] = {}
    asked: list[str] = []

    def found(host: Any, port: Any, *_: object, **__: object) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        asked.append(name)
        turns = answers[name]
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "",
                 (each, port, 0, 0) if ":" in each else (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(blocking, "getaddrinfo", found)
    return (lambda name, *turns: answers.__setitem__(name, list(turns))), asked


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.1"], ["::1"], ["::ffff:169.254.169.254"],
                                       ["8.8.8.8", "127.0.0.1"], ["fe80::1%1"]])
def test_a_name_that_resolves_to_an_own_address_is_refused(
    open_client: OpenClient, resolve: Any, addresses: list[str]
) -> None:
    set_answers, _ = resolve
    with ScriptedServer(OK) as server:
        set_answers("processor.example", addresses)
        client = open_client(TransportSettings(guard=Guard(https_only=False)))
        with pytest.raises(InvalidField, match=r"^base_url: processor\.example does not resolve to public") as caught:
            client.send(get(f"http://processor.example:{server.port}/v1"))
        assert not any(address in str(caught.value) for address in addresses)
    assert server.connections == []


def test_the_connection_goes_to_the_address_that_was_checked(open_client: OpenClient, resolve: Any) -> None:
    """A name that answers otherwise the second time (DNS rebinding) gains nothing: it is asked once."""
    set_answers, asked = resolve
    with ScriptedServer(OK) as server, ScriptedServer(OK) as trap:
        assert server.port != trap.port
        set_answers("processor.example", ["127.0.0.2"], ["127.0.0.1"])
        client = open_client(TransportSettings(guard=Guard(allow=("127.0.0.2",), https_only=False)))
        # 127.0.0.2 is where nobody listens: had the name been asked again, the server would have had the request
        with pytest.raises(Unreachable, match="the connection was refused"):
            client.send(get(f"http://processor.example:{server.port}/v1"))
    assert asked == ["processor.example"]
    assert server.connections == []


def test_an_exception_by_name_is_called_wherever_it_is(open_client: OpenClient, resolve: Any) -> None:
    set_answers, _ = resolve
    with ScriptedServer(OK) as server:
        set_answers("stripe.sandbox", ["127.0.0.1"])
        client = open_client(TransportSettings(guard=Guard(allow=("stripe.sandbox",))))
        assert client.send(get(f"http://stripe.sandbox:{server.port}/v1")).status == 200


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "https://[::1]:{port}/",
                                 "https://0x7f000001:{port}/", "https://localhost:{port}/"])
def test_nothing_is_sent_where_it_refuses(open_client: OpenClient, url: str) -> None:
    with ScriptedServer(OK) as server:
        client = open_client(TransportSettings(guard=Guard()))
        for _ in range(2):
            with pytest.raises(InvalidField, match=r"^base_url: ") as caught:
                client.send(get(url.format(port=server.port) + "CANARY?CANARY"))
            assert "CANARY" not in str(caught.value)
    assert server.connections == []


def test_a_redirect_leads_nowhere(open_client: OpenClient) -> None:
    with ScriptedServer(OK) as inner, ScriptedServer(
            reply(f"HTTP/1.1 302 Found\r\nlocation: {inner.url()}\r\ncontent-length: 0\r\n\r\n".encode())) as server:
        client = open_client(TransportSettings(guard=Guard(allow=(f"127.0.0.1:{server.port}",))))
        assert client.send(get(server.url())).status == 302
    assert inner.connections == []


def test_behind_a_proxy_the_url_is_checked_and_the_proxy_may_be_anywhere(
    open_client: OpenClient, tmp_path: Path
) -> None:
    with ProxyServer() as proxy, ScriptedServer(OK, tls=AUTHORITY.server(tmp_path)) as server:
        settings = TransportSettings(ca_pem=AUTHORITY.pem, proxy=Proxy(https=proxy.url()), guard=Guard())
        client = open_client(settings)
        for url in (server.url(), server.url(host="localhost"), "https://169.254.169.254/", f"https://127.0.0.1:{proxy.port}"):
            with pytest.raises(InvalidField):
                client.send(get(url))
        assert proxy.asked == []
        with pytest.raises(Unreachable):  # the name is the proxy's to resolve, which finds a server of another name
            client.send(get(f"https://processor.example:{server.port}/"))
        assert [each.target for each in proxy.asked] == [f"processor.example:{server.port}"]


def test_our_own_proxies_are_no_targets() -> None:
    rules = GuardRules(Guard(https_only=False), [("proxy.example.com", 3128)])
    with pytest.raises(InvalidField, match="is a proxy of ours"):
        rules.pass_target(Origin("http", "PROXY.example.com.", 3128))


URLISH = st.text(st.sampled_from("htps:/@.[]%?#0123456789abcdefx-_ \\\u0131\uff0e\n"), max_size=40)


@given(st.one_of(st.text(), URLISH.map(lambda rest: "https://" + rest)))
def test_any_text_is_a_url_that_passes_or_is_refused(text: str) -> None:
    """And what passes is what is connected to: a name, or a public address in its usual spelling."""
    try:
        check_url(text)
    except InvalidField:
        return
    origin, _ = split_url(text.partition("#")[0])
    host = origin.host.strip("[]").rstrip(".")
    try:
        socket.inet_aton(host)
    except OSError:
        return
    assert special(ip_address(host)) is None
