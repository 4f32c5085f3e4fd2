"""TLS and mutual TLS of the HTTP server, and certificates that are replaced while it runs."""

from __future__ import annotations

import asyncio
import ssl

import pytest
import trustme

from edges.grpc.test_grpc_tls import Pki, pki  # noqa: F401 - a fixture
from edges.http.surroundings import Connection, Serve, Server, get


async def asked(server: Server, ca: trustme.CA, own: trustme.LeafCert | None = None) -> int:
    """The status of a sign of life; 0 where the server wants another client."""
    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    if own is not None:
        own.configure_cert(trusting)
    connection = await Connection.open(server.port, ssl=trusting)
    try:
        await connection.send(get("/livez"))
        return (await asyncio.wait_for(connection.answer(), 5)).status
    except (ssl.SSLError, ConnectionError, asyncio.IncompleteReadError):
        return 0  # with TLS 1.3 a client is through before the server has seen its certificate
    finally:
        connection.close()


async def served_serial(server: Server, ca: trustme.CA) -> int:
    from cryptography.x509 import load_der_x509_certificate

    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=trusting)
    der: bytes = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return load_der_x509_certificate(der).serial_number


async def test_it_serves_by_tls_and_takes_up_a_new_certificate(serve: Serve, pki: Pki) -> None:  # noqa: F811
    server = await serve(tls=pki.files)
    assert await asked(server, pki.ca) == 200
    renewed = pki.renew()
    async with asyncio.timeout(5):
        while await served_serial(server, pki.ca) != renewed:
            await asyncio.sleep(0.05)
    assert await asked(server, pki.ca) == 200


async def test_a_client_must_have_a_certificate_of_the_right_authority(serve: Serve, pki: Pki) -> None:  # noqa: F811
    clients = trustme.CA()
    server = await serve(tls=pki.mutual(clients))
    assert await asked(server, pki.ca, clients.issue_cert("shop.example")) == 200
    assert await asked(server, pki.ca, trustme.CA().issue_cert("shop.example")) == 0
    assert await asked(server, pki.ca) == 0


async def test_no_connection_outlives_the_authority_of_its_client(serve: Serve, pki: Pki) -> None:  # noqa: F811
    """After what is under way; one that is used all the time would else stay for good."""
    clients = trustme.CA()
    server = await serve(tls=pki.mutual(clients))
    trusting = ssl.create_default_context()
    pki.ca.configure_trust(trusting)
    clients.issue_cert("shop.example").configure_cert(trusting)
    kept = await Connection.open(server.port, ssl=trusting)
    await kept.send(get("/livez"))
    assert (await kept.answer()).status == 200
    pki.mutual(trustme.CA())
    assert await kept.ends()
    kept.close()


async def test_a_handshake_that_does_not_end_is_cut_off(serve: Serve, pki: Pki) -> None:  # noqa: F811
    server = await serve(tls=pki.files, handshake_s=0.2)
    silent = await server.connect()
    assert await silent.ends()
    silent.close()


async def test_plain_text_is_no_tls(serve: Serve, pki: Pki) -> None:  # noqa: F811
    server = await serve(tls=pki.files)
    plain = await server.connect()
    await plain.send(get("/livez"))
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError, ValueError, IndexError)):
        await plain.answer()
    plain.close()
