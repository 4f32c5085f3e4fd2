"""mTLS with real servers: who is shown which certificate, and what is wrong with one."""

from __future__ import annotations

import asyncio
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509
from msgspec.structs import replace

from engine import odd
from tollbridge import BlockingTollbridge, PaymentStatus, Sync, Tollbridge
from tollbridge.domain.errors import BadInput, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import ClientCertificate, HttpRequest
from tollbridge.transport import Proxy, TransportSettings, tls
from tollbridge.transport.tls import TlsContexts, read_client_certificate
from transport.authorities import Authority
from transport.conftest import OpenClient
from transport.proxy_server import ProxyServer
from transport.scripted_server import Exchange, ScriptedServer, answer, reply

SERVERS = Authority("servers")
CLIENTS = Authority("clients")
ACME, OTHER = CLIENTS.issue("acme"), CLIENTS.issue("other")
NONE = "nobody"


def who(exchange: Exchange) -> bool:
    """Answers with the name in the client's certificate."""
    assert isinstance(exchange.sock, ssl.SSLSocket)
    shown = exchange.sock.getpeercert(binary_form=True)
    name = x509.load_der_x509_certificate(shown).subject.rfc4514_string() if shown else NONE
    exchange.write(answer(name.removeprefix("CN=").encode()))
    return True


def settings(certificate: ClientCertificate | None = None, proxy: Proxy | None = None) -> TransportSettings:
    return TransportSettings(ca_pem=SERVERS.pem, client_certificate=certificate, proxy=proxy)


def post(server: ScriptedServer, certificate: ClientCertificate | None = None) -> HttpRequest:
    return HttpRequest("POST", server.url(host="localhost"), {}, b"{}", client_certificate=certificate)


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("by_proxy", [None, "http", "https"])
def test_each_request_shows_its_own_certificate(
    open_client: OpenClient, tmp_path: Path, newest: ssl.TLSVersion, by_proxy: str | None
) -> None:
    """Connections are kept for those with the same certificate alone; a proxy is shown none."""
    server_tls = SERVERS.server(tmp_path, clients=CLIENTS.pem, newest=newest, optional=True)
    (tmp_path / "proxy").mkdir()
    proxy_tls = SERVERS.server(tmp_path / "proxy", clients=CLIENTS.pem, optional=True) if by_proxy == "https" else None
    with ProxyServer(tls=proxy_tls) as proxy, ScriptedServer(who, tls=server_tls) as server:
        client = open_client(settings(proxy=Proxy(https=proxy.url()) if by_proxy else None))
        certificates = (ACME, OTHER, None, ACME, replace(OTHER), None)
        answers = [client.send(post(server, each)).body.decode() for each in certificates]
    assert answers == ["acme", "other", NONE] * 2
    assert [each.connection for each in server.arrivals] == [0, 1, 2] * 2
    assert [each.peer_certificate for each in proxy.asked] == ([False] * 3 if by_proxy else [])


def test_a_transport_has_a_certificate_for_requests_that_name_none(open_client: OpenClient, tmp_path: Path) -> None:
    with ScriptedServer(who, tls=SERVERS.server(tmp_path, clients=CLIENTS.pem)) as server:
        client = open_client(settings(ACME))
        assert [client.send(post(server, each)).body for each in (None, OTHER)] == [b"acme", b"other"]


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("certificate", [None, SERVERS.issue("stranger")], ids=["none", "of a stranger"])
@pytest.mark.parametrize("by_proxy", [False, True])
def test_a_server_that_refuses_the_certificate_was_not_reached(
    open_client: OpenClient, tmp_path: Path, newest: ssl.TLSVersion, certificate: ClientCertificate | None,
    by_proxy: bool,
) -> None:
    """In TLS 1.3 too, where that is told only when the request may have left."""
    server_tls = SERVERS.server(tmp_path, clients=CLIENTS.pem, newest=newest)
    with ProxyServer() as proxy, ScriptedServer(who, tls=server_tls) as server:
        client = open_client(settings(proxy=Proxy(https=proxy.url()) if by_proxy else None))
        for _ in range(20):  # whether the alert or the reset of the connection is read first is up to chance
            with pytest.raises(Unreachable, match="the TLS handshake failed: ") as caught:
                client.send(post(server, certificate))
            assert not caught.value.passing
    assert server.arrivals == []


PASSWORD = CLIENTS.issue("acme", password="s3cret-CANARY")
WRONG = {
    "no PEM": ClientCertificate(Secret("CANARY"), Secret("CANARY")),
    "empty": ClientCertificate(Secret(""), Secret("")),
    "another's key": ClientCertificate(ACME.certificate, OTHER.private_key),
    "no password": ClientCertificate(PASSWORD.certificate, PASSWORD.private_key),
    "wrong password": ClientCertificate(PASSWORD.certificate, PASSWORD.private_key, Secret("CANARY")),
    "a NUL": ClientCertificate(Secret("\0CANARY"), Secret("\0CANARY")),
    "very long": ClientCertificate(Secret("CANARY\n" * 100_000), Secret("CANARY\n" * 100_000)),
    "half a surrogate pair": ClientCertificate(Secret("\ud800CANARY"), Secret("CANARY")),
}


@pytest.mark.parametrize("certificate", WRONG.values(), ids=WRONG)
def test_a_certificate_that_cannot_be_used_is_bad_input(
    open_client: OpenClient, certificate: ClientCertificate
) -> None:
    request = HttpRequest("POST", "https://127.0.0.1:9/", {}, client_certificate=certificate)
    with pytest.raises(BadInput, match=r"^the client certificate cannot be used: ") as caught:
        open_client(None).send(request)
    assert caught.value.paths == ("client_certificate",)
    assert "CANARY" not in f"{caught.value!r} {request!r} {certificate!r}"
    assert caught.value.__cause__ is None
    with pytest.raises(BadInput):
        open_client(settings(certificate))


def test_a_key_may_be_encrypted_and_both_may_come_from_files(open_client: OpenClient, tmp_path: Path) -> None:
    (tmp_path / "both.pem").write_text(ACME.certificate.reveal() + ACME.private_key.reveal())
    (tmp_path / "key.pem").write_text(PASSWORD.private_key.reveal())
    (tmp_path / "cert.pem").write_text(PASSWORD.certificate.reveal())
    one = read_client_certificate(tmp_path / "both.pem")
    two = read_client_certificate(tmp_path / "cert.pem", tmp_path / "key.pem", PASSWORD.password)
    (tmp_path / "server").mkdir()
    with ScriptedServer(who, tls=SERVERS.server(tmp_path / "server", clients=CLIENTS.pem)) as server:
        client = open_client(settings())
        assert [client.send(post(server, each)).body for each in (one, two)] == [b"acme", b"acme"]
    with pytest.raises(BadInput, match="the key_file of the client certificate cannot be read: No such file"):
        read_client_certificate(tmp_path / "cert.pem", tmp_path / "absent.pem")


def test_a_key_touches_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is handed to OpenSSL through pipes, which are gone afterwards."""
    paths: list[str] = []
    load = ssl.SSLContext.load_cert_chain

    def noted(self: ssl.SSLContext, certfile: str, keyfile: str, password: object) -> None:
        paths.extend((certfile, keyfile))
        assert all(Path(path).is_fifo() for path in paths)
        load(self, certfile, keyfile, password)  # type: ignore[arg-type]

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", noted)
    threads = threading.active_count()
    TlsContexts(None, SERVERS.pem, ACME)
    assert len(paths) == 2
    assert not any(Path(path).exists() for path in paths)
    assert threading.active_count() == threads


def test_contexts_are_kept_and_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "KEPT_CONTEXTS", 2)
    contexts = TlsContexts(None, SERVERS.pem, None)
    first = contexts.of(ACME)
    assert contexts.of(replace(ACME)) is first
    assert contexts.of(OTHER) is not first
    assert contexts.kept(ACME) is first
    contexts.of(CLIENTS.issue("third"))
    assert contexts.kept(OTHER) is None
    assert contexts.kept(ACME) is first


@pytest.mark.parametrize("pem", ["", "CANARY"])
def test_unreadable_authorities_are_refused(open_client: OpenClient, pem: str) -> None:
    with pytest.raises(BadInput, match="the trusted certificates of ca_pem cannot be read"):
        open_client(TransportSettings(ca_pem=pem))


def test_authorities_of_file_and_text_are_both_trusted(open_client: OpenClient, tmp_path: Path) -> None:
    another = Authority("another")
    (tmp_path / "ca.pem").write_text(another.pem)
    client = open_client(TransportSettings(ca_file=str(tmp_path / "ca.pem"), ca_pem=SERVERS.pem))
    for authority in (another, SERVERS):
        with ScriptedServer(who, tls=authority.server(tmp_path)) as server:
            assert client.send(post(server)).body == NONE.encode()


@pytest.mark.parametrize("by_proxy", [False, True])
def test_a_connector_shows_its_accounts_certificate(tmp_path: Path, by_proxy: bool) -> None:
    """From the account's PEM to the processor's TLS, the blocking client and the async one."""
    account = odd.Account(username="shop", password=Secret("secret"), certificate=ACME.certificate,
                          private_key=ACME.private_key)
    body = b"status=C&id=p7"
    with ProxyServer() as proxy, ScriptedServer(reply(answer(body)),
                                                tls=SERVERS.server(tmp_path, clients=CLIENTS.pem)) as server:
        account = replace(account, base_url=server.url("", host="localhost"))
        transport = settings(proxy=Proxy(https=proxy.url()) if by_proxy else None)
        find = Sync(connector_transaction_id="p7")
        with BlockingTollbridge(odd.CONNECTOR, environment="test", account=account, transport=transport) as blocking:
            assert blocking.sync(find).status is PaymentStatus.CHARGED

        async def found() -> PaymentStatus:
            async with Tollbridge(odd.CONNECTOR, environment="test", account=account, transport=transport) as client:
                return (await client.sync(find)).status

        assert asyncio.run(found()) is PaymentStatus.CHARGED
    assert [each.target for each in server.arrivals] == ["/payments/p7"] * 2
    assert len(proxy.asked) == (2 if by_proxy else 0)
