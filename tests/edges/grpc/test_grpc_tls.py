"""TLS and mutual TLS of the server, and certificates that are replaced while it runs."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from edges.grpc.grpc_client import PAY, Client, config, payment
from edges.grpc.surroundings import Lines, Processor, Records, Serve, Server
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus
from tollbridge.service.tls import TlsFiles

INTENT = '{"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000}'


class Pki:
    """A certificate authority and the server's files."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA()
        self.cert, self.key, self.client_ca = folder / "cert.pem", folder / "key.pem", folder / "clients.pem"
        self.files = TlsFiles(cert_file=str(self.cert), key_file=str(self.key), reload_s=0.05)
        self.renew()

    def renew(self) -> int:
        """A new certificate in place of the old; its serial number."""
        issued = self.ca.issue_cert("127.0.0.1")
        self.key.write_bytes(issued.private_key_pem.bytes())
        self.cert.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        return serial(issued)

    def mutual(self, clients: trustme.CA) -> TlsFiles:
        clients.cert_pem.write_to_path(str(self.client_ca))
        return TlsFiles(cert_file=str(self.cert), key_file=str(self.key), client_ca_file=str(self.client_ca),
                        reload_s=0.05)


def serial(issued: trustme.LeafCert) -> int:
    from cryptography.x509 import load_pem_x509_certificate

    return load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).serial_number


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    return Pki(tmp_path)


def channel(server: Server, ca: trustme.CA, own: trustme.LeafCert | None = None) -> grpc.aio.Channel:
    """A connection of its own, trusting `ca`."""
    chain = b"".join(blob.bytes() for blob in own.cert_chain_pems) if own else None
    return grpc.aio.secure_channel(
        f"127.0.0.1:{server.port}",
        grpc.ssl_channel_credentials(ca.cert_pem.bytes(), own.private_key_pem.bytes() if own else None, chain),
        options=[("grpc.use_local_subchannel_pool", 1)])


async def paid(channel: grpc.aio.Channel, **options: Any) -> str:
    answer = await Client(channel, config=config())(f"{PAY}/Authorize", payment(), timeout=10, **options)
    return PaymentStatus.Name(answer.status)


async def served_serial(server: Server, ca: trustme.CA) -> int:
    """Of the certificate that a new connection sees."""
    from cryptography.x509 import load_der_x509_certificate

    trusting = ssl.create_default_context()
    ca.configure_trust(trusting)
    trusting.set_alpn_protocols(["h2"])
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=trusting)
    seen = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return load_der_x509_certificate(seen).serial_number


async def until_served(server: Server, ca: trustme.CA, wanted: int) -> None:
    async with asyncio.timeout(5):
        while await served_serial(server, ca) != wanted:
            await asyncio.sleep(0.02)


async def test_a_payment_goes_through_tls_and_not_in_plain_text(serve: Serve, processor: Processor, pki: Pki) -> None:
    processor.body = INTENT
    server, plain = await serve(processor.url, tls=pki.files)
    async with channel(server, pki.ca) as secure:
        assert await paid(secure) == "CHARGED"
    async with channel(server, trustme.CA()) as distrusting:
        with pytest.raises(Exception, match="UNAVAILABLE"):
            await paid(distrusting)
    with pytest.raises(Exception, match="UNAVAILABLE"):
        await paid(plain.channel)


async def test_a_client_must_have_a_certificate_of_the_right_authority(
        serve: Serve, processor: Processor, pki: Pki) -> None:
    processor.body = INTENT
    clients = trustme.CA()
    server, _ = await serve(processor.url, tls=pki.mutual(clients))
    async with channel(server, pki.ca, clients.issue_cert("shop.example")) as known:
        assert await paid(known) == "CHARGED"
    for own in (None, trustme.CA().issue_cert("shop.example")):
        async with channel(server, pki.ca, own) as unknown:
            with pytest.raises(Exception, match="UNAVAILABLE"):
                await paid(unknown)
    assert len(processor.seen) == 1


async def test_a_new_certificate_is_taken_up_while_calls_run(
        serve: Serve, processor: Processor, pki: Pki, log: Lines) -> None:
    processor.body = INTENT
    server, _ = await serve(processor.url, tls=pki.files)
    async with channel(server, pki.ca) as old:
        assert await paid(old) == "CHARGED"
        processor.arrived.clear()
        processor.may_answer.clear()
        under_way = asyncio.ensure_future(paid(old))
        await asyncio.wait_for(processor.arrived.wait(), 5)
        await until_served(server, pki.ca, pki.renew())
        processor.may_answer.set()
        assert await under_way == "CHARGED"
        assert await paid(old) == "CHARGED"  # on its old connection
    async with channel(server, pki.ca) as new:
        assert await paid(new) == "CHARGED"
    assert (await log.wait_for(lambda line: "new certificate" in line))[0] == "INFO"


async def test_a_client_authority_is_replaced_too(serve: Serve, processor: Processor, pki: Pki, log: Lines) -> None:
    processor.body = INTENT
    before, after = trustme.CA(), trustme.CA()
    server, _ = await serve(processor.url, tls=pki.mutual(before))
    pki.mutual(after)
    await log.wait_for(lambda line: "new certificate" in line)
    async with channel(server, pki.ca, after.issue_cert("shop.example")) as known:
        assert await paid(known) == "CHARGED"
    async with channel(server, pki.ca, before.issue_cert("shop.example")) as unknown:
        with pytest.raises(Exception, match="UNAVAILABLE"):
            await paid(unknown)


@pytest.mark.parametrize(("file", "content", "why"), [
    ("cert", b"no certificate", "cert.pem: no certificate in PEM"), ("key", b"no key", "key.pem: no private key"),
    ("cert", None, "cert.pem: No such file"),
    ("key", trustme.CA().issue_cert("other").private_key_pem.bytes(), "not the key of the first certificate")])
async def test_what_is_no_good_is_not_taken_up_and_said_once(
        serve: Serve, pki: Pki, log: Lines, file: str, content: bytes | None, why: str) -> None:
    server, _ = await serve(tls=pki.files)
    before = await served_serial(server, pki.ca)
    path: Path = getattr(pki, file)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    level, line = await log.wait_for(lambda line: "the old certificate stays in use" in line)
    assert (level, why in line) == ("ERROR", True), line
    assert await served_serial(server, pki.ca) == before
    await until_served(server, pki.ca, pki.renew())
    renewed = [line for _, line in log.lines if "stays in use" in line and why in line]
    assert len(renewed) == 1


async def test_a_certificate_that_ended_is_not_taken_up(serve: Serve, pki: Pki, log: Lines) -> None:
    await serve(tls=pki.files)
    over = pki.ca.issue_cert("127.0.0.1", not_before=moment(-9), not_after=moment(-1))
    pki.key.write_bytes(over.private_key_pem.bytes())
    pki.cert.write_bytes(over.cert_chain_pems[0].bytes())
    await log.wait_for(lambda line: f"the certificate ended on {moment(-1).date()}" in line)


async def test_telemetry_knows_when_the_certificates_end(serve: Serve, pki: Pki) -> None:
    records = Records()
    for days in (50, 60):
        issued = pki.ca.issue_cert("127.0.0.1", not_after=moment(days))
        pki.key.write_bytes(issued.private_key_pem.bytes())
        pki.cert.write_bytes(issued.cert_chain_pems[0].bytes())
        if not records.certificates:
            server, _ = await serve(tls=pki.files, telemetry=records)
        await until_served(server, pki.ca, serial(issued))
    assert [listener for listener, _ in records.certificates] == ["grpc", "grpc"]
    assert [datetime.datetime.fromtimestamp(ends, datetime.UTC).date() for _, ends in records.certificates] == [
        moment(50).date(), moment(60).date()]


async def test_an_end_within_thirty_days_is_told(serve: Serve, pki: Pki, log: Lines) -> None:
    soon = pki.ca.issue_cert("127.0.0.1", not_after=moment(10))
    pki.key.write_bytes(soon.private_key_pem.bytes())
    pki.cert.write_bytes(soon.cert_chain_pems[0].bytes())
    await serve(tls=pki.files)
    level, line = await log.wait_for(lambda line: f"ends on {moment(10).date()}" in line)
    assert level == "WARNING"
    assert "cert.pem" in line


def moment(days: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0) + datetime.timedelta(days=days, minutes=5)


async def test_a_handshake_that_does_not_end_is_cut_off(serve: Serve, pki: Pki) -> None:
    server, _ = await serve(tls=pki.files, handshake_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"\x16\x03\x01\x02\x00")  # of a ClientHello the first bytes, and no more
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
