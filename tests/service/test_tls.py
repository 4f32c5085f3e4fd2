"""Certificates from files, and the context of asyncio's servers that follows them."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from tollbridge.service.tls import MOST_BYTES, Certificates, ServerContext, TlsFiles

CA, CLIENTS = trustme.CA(), trustme.CA()


def files(folder: Path, *, ca: trustme.CA = CA, clients: trustme.CA | None = None) -> TlsFiles:
    """Written anew at each call."""
    issued = ca.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    if clients is not None:
        clients.cert_pem.write_to_path(str(folder / "clients.pem"))
    return TlsFiles(cert_file=str(folder / "cert.pem"), key_file=str(folder / "key.pem"),
                    client_ca_file=None if clients is None else str(folder / "clients.pem"))


def test_a_file_that_is_no_good_is_named_at_once(tmp_path: Path) -> None:
    good = files(tmp_path)
    assert Certificates(good).current.chain
    locked = load_pem_private_key((tmp_path / "key.pem").read_bytes(), None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    for content, why in ((locked, "an encrypted key"), (b"", "no private key in PEM"),
                         (b"x" * (MOST_BYTES + 1), "larger than"), (None, "No such file")):
        (tmp_path / "key.pem").unlink()
        if content is not None:
            (tmp_path / "key.pem").write_bytes(content)
        else:
            (tmp_path / "key.pem").symlink_to(tmp_path / "nothing")
        with pytest.raises(ValueError, match=f"key.pem: {why}"):
            Certificates(good)


@pytest.mark.parametrize("wait", [0.0, -1.0, float("nan"), float("inf")])
def test_a_wait_that_is_none_is_refused(wait: float) -> None:
    with pytest.raises(ValueError, match="reload_s"):
        TlsFiles(cert_file="a", key_file="b", reload_s=wait)


def test_a_key_is_in_no_text_of_what_was_read(tmp_path: Path) -> None:
    certificates = Certificates(files(tmp_path))
    line = (tmp_path / "key.pem").read_text().splitlines()[1]
    assert line not in repr(certificates) + repr(certificates.current) + repr(certificates.files)


@pytest.mark.parametrize(("mode", "told"), [(0o600, False), (0o640, False), (0o644, True), (0o660, True)])
def test_a_key_that_others_may_read_is_warned_of(
        tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, told: bool) -> None:
    given = files(tmp_path)
    (tmp_path / "key.pem").chmod(mode)
    Certificates(given)
    assert ("chmod 600" in caplog.text) is told


@asynccontextmanager
async def greeting(context: ServerContext) -> AsyncIterator[int]:
    """A server that says hello; its port."""
    async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hello, "127.0.0.1", 0, ssl=context.front)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def greeted(port: int, ca: trustme.CA, own: trustme.LeafCert | None = None) -> bytes:
    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    if own is not None:
        own.configure_cert(trusting)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except (ssl.SSLError, ConnectionError):  # with TLS 1.3 a client is through before the server has seen its own
        return b""
    finally:
        writer.close()


async def test_an_asyncio_server_follows_the_files(tmp_path: Path) -> None:
    other = trustme.CA()
    certificates = Certificates(files(tmp_path))
    async with greeting(ServerContext(certificates)) as port:
        assert await greeted(port, CA) == b"hello"
        files(tmp_path, ca=other)
        assert certificates.refresh()
        assert await greeted(port, other) == b"hello"
        with pytest.raises(ssl.SSLCertVerificationError):
            await greeted(port, CA)
        assert not certificates.refresh()


async def test_an_asyncio_server_wants_clients_of_the_authority_of_the_day(tmp_path: Path) -> None:
    later = trustme.CA()
    certificates = Certificates(files(tmp_path, clients=CLIENTS))
    async with greeting(ServerContext(certificates)) as port:
        assert await greeted(port, CA, CLIENTS.issue_cert("shop.example")) == b"hello"
        for own in (None, later.issue_cert("shop.example")):
            assert await greeted(port, CA, own) == b""
        later.cert_pem.write_to_path(str(tmp_path / "clients.pem"))
        assert certificates.refresh()
        assert await greeted(port, CA, later.issue_cert("shop.example")) == b"hello"
        assert await greeted(port, CA, CLIENTS.issue_cert("shop.example")) == b""


def resumed(port: int, trusting: ssl.SSLContext, session: ssl.SSLSession | None) -> tuple[bytes, ssl.SSLSession | None]:
    """What a server says to a client that goes on with this session, and the session to go on with."""
    with socket.create_connection(("127.0.0.1", port), 5) as plain:
        try:
            with trusting.wrap_socket(plain, server_hostname="127.0.0.1", session=session) as connection:
                return connection.recv(5), connection.session
        except (ssl.SSLError, ConnectionError):
            return b"", None


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_no_session_outlives_the_authority_of_its_client(tmp_path: Path, version: ssl.TLSVersion) -> None:
    later = trustme.CA()
    trusting = ssl.create_default_context()
    CA.configure_trust(trusting)
    CLIENTS.issue_cert("shop.example").configure_cert(trusting)
    trusting.minimum_version = trusting.maximum_version = version
    certificates = Certificates(files(tmp_path, clients=CLIENTS))
    async with greeting(ServerContext(certificates)) as port:
        said, session = await asyncio.to_thread(resumed, port, trusting, None)
        assert said == b"hello"
        assert (await asyncio.to_thread(resumed, port, trusting, session))[0] == b"hello"
        later.cert_pem.write_to_path(str(tmp_path / "clients.pem"))
        assert certificates.refresh()
        assert (await asyncio.to_thread(resumed, port, trusting, session))[0] == b""
        assert (await asyncio.to_thread(resumed, port, trusting, None))[0] == b""
