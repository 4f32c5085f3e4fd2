"""TLS to NATS: what is refused, and certificates that change while operations are under way."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bridge.nats_surroundings import needs_nats_server
from bridge.secured import Secured, Using, answered, client_context
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, worker
from tollbridge.bridge import nkeys
from tollbridge.bridge.access_files import write
from tollbridge.bridge.certificates import Pair, authority, issued
from tollbridge.bridge.client import CERTIFICATE, BridgeClient
from tollbridge.bridge.connection import Connection, ConnectionOptions, Unavailable
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.tls import TlsOptions
from tollbridge.sandbox import Sandbox
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.options import TelemetryOptions

YEAR = timedelta(days=365)
RELOAD_S = 0.1
INFO = (b'INFO {"server_id":"x","version":"2.15.1","headers":true,"max_payload":1048576,"nonce":"abc",'
        b'"auth_required":true}\r\n')


async def refused(options: ConnectionOptions) -> str:
    connection = Connection(options)
    with pytest.raises(Unavailable) as raised:
        await connection.open()
    return str(raised.value)


@pytest.mark.parametrize("how", ["required", "tls://", "ca_file"])
async def test_a_server_without_tls_is_told_nothing(how: str, tmp_path: Path) -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(INFO)
        heard.append(await reader.read(1000))
        writer.close()

    file = tmp_path / "ca.pem"
    file.write_bytes(authority("some", YEAR).certificate)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        where = f"{server.sockets[0].getsockname()[1]}"
        tls = {"required": TlsOptions(required=True), "tls://": TlsOptions(), "ca_file": TlsOptions(ca_file=str(file))}
        why = await refused(ConnectionOptions(
            servers=(f"{'tls' if how == 'tls://' else 'nats'}://127.0.0.1:{where}",), user="u", password="a-secret",
            tls=tls[how]))
    assert "does not offer TLS" in why
    assert heard
    assert not any(heard)


@needs_nats_server
async def test_plain_text_is_refused_where_the_server_wants_tls(tmp_path: Path) -> None:
    secured = Secured(tmp_path / "secured")
    async with secured.server as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rpartition(":")[2]))
        assert b'"tls_required":true' in await reader.readline()
        writer.write(b'CONNECT {"verbose":false}\r\nPING\r\n')
        assert b"PONG" not in await reader.read(1000)
        writer.close()


@needs_nats_server
async def test_certificates_that_prove_nothing_are_refused(tmp_path: Path) -> None:
    secured = Secured(tmp_path / "secured")
    its = secured.connection
    other = authority("another", YEAR)
    stranger = _written(tmp_path, "stranger", issued(other, "bridge", YEAR))
    old = datetime.now(UTC) - timedelta(days=3)
    ours = Pair(secured.folder.authority.read_bytes(), secured.folder.key("ca").read_bytes())
    expired = _written(tmp_path, "expired", issued(ours, "bridge", timedelta(days=1), now=old))
    (tmp_path / "another.pem").write_bytes(other.certificate)
    async with secured.server:
        tls = secured.connection("bridge").tls
        assert "CERTIFICATE_VERIFY_FAILED" in await refused(its("bridge", tls=replace(
            tls, ca_file=str(tmp_path / "another.pem"))))
        assert await refused(its("bridge", tls=replace(tls, cert_file=stranger[0], key_file=stranger[1])))
        assert await refused(its("bridge", tls=TlsOptions(ca_file=tls.ca_file)))
        assert await refused(its("bridge", nkey_file=None))
        with pytest.raises(ValueError, match="the certificate ended on"):
            await Connection(its("bridge", tls=replace(tls, cert_file=expired[0], key_file=expired[1]))).open()
        connection = Connection(its("bridge"))  # the same without what is wrong
        await connection.open()
        await connection.close()


@needs_nats_server
async def test_who_is_not_a_user_is_told_so_and_no_log_is_filled(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A seed that was changed at the server: each try ends with the server's word, and a broken connection."""
    secured = Secured(tmp_path / "secured")
    seed = tmp_path / "stolen.nk"
    seed.write_text(nkeys.new_seed())
    seed.chmod(0o600)
    async with secured.server:
        told = await refused(secured.connection("bridge", nkey_file=str(seed)))
    assert "Authorization Violation" in told
    assert "bridge.nkey_file" in told
    assert not caplog.messages


@needs_nats_server
async def test_a_server_refuses_a_client_whose_certificate_has_ended(tmp_path: Path) -> None:
    """Whatever the client's own program thinks of it."""
    secured = Secured(tmp_path / "secured")
    ours = Pair(secured.folder.authority.read_bytes(), secured.folder.key("ca").read_bytes())
    old = datetime.now(UTC) - timedelta(days=3)
    async with secured.server as server:
        port, told = int(server.url.rpartition(":")[2]), {}
        for name, begun in (("expired", old), ("good", datetime.now(UTC))):
            cert, key = _written(tmp_path, name, issued(ours, "bridge", timedelta(days=1), now=begun))
            context = client_context(secured.folder.authority, Path(cert), Path(key))
            told[name] = await answered(port, context, b'CONNECT {"verbose":false}\r\nPING\r\n', greeted=True)
        log = server.process.log.read_text()
    assert told["expired"] == b""
    assert b"Authorization Violation" in told["good"]  # it has come as far as to be asked who it is
    assert "certificate has expired" in log


@needs_nats_server
async def test_renewed_certificates_are_used_without_a_restart_or_a_lost_operation(tmp_path: Path) -> None:
    secured = Secured(tmp_path / "secured", reload_s=RELOAD_S)
    count, done = 120, []
    async with secured.server as server, Sandbox() as sandbox:
        with Using(secured):
            options = bridge_options(server.url)
            await make_streams(options)
            async with worker(options, sandbox) as its, bridge(options) as client:
                ends: list[datetime] = []
                client.connection.on_certificate.append(ends.append)
                again: list[str] = []
                for name, connection in (("bridge", client.connection), ("worker", its.client.connection)):
                    connection.on_reconnect.append(_noted(again, name))

                async def pay(number: int) -> None:
                    done.append(await client.execute(authorize(f"pay-{number}"), timeout_s=20))

                paying = [asyncio.ensure_future(pay(number)) for number in range(count // 2)]
                write(secured.folder, replace(secured.options, lasts=timedelta(days=20)), renew=True)
                os.kill(server.pid, signal.SIGHUP)
                async with asyncio.timeout(20):
                    while not {"bridge", "worker"} <= set(again):
                        await asyncio.sleep(0.01)
                paying += [asyncio.ensure_future(pay(number)) for number in range(count // 2, count)]
                await asyncio.gather(*paying)
                left = ends[-1] - datetime.now(UTC)
    assert [answer.state for answer in done] == [State.DONE] * count
    assert timedelta(days=19) < left < timedelta(days=20)


@needs_nats_server
async def test_the_end_of_a_certificate_is_a_metric_and_a_warning(tmp_path: Path,
                                                                  caplog: pytest.LogCaptureFixture) -> None:
    secured = Secured(tmp_path / "secured")
    write(secured.folder, replace(secured.options, lasts=timedelta(days=20)), renew=True)
    telemetry = Telemetry(TelemetryOptions())
    async with secured.server as server:
        with Using(secured):
            client = BridgeClient(bridge_options(server.url), telemetry)
        await client.open()
        async with asyncio.timeout(5):
            while not any("has a certificate that ends on" in record.message for record in caplog.records):
                await asyncio.sleep(0.01)
        await client.close()
    text = telemetry.metrics_text()[0].decode()
    ends = float(next(line for line in text.splitlines() if line.startswith(f"{CERTIFICATE} ")).split()[1])
    assert 19 < (ends - datetime.now(UTC).timestamp()) / 86_400 < 20


@needs_nats_server
async def test_without_users_and_tls_nothing_has_changed() -> None:
    async with NatsServer() as server:
        connection = Connection(ConnectionOptions(servers=(server.url,)))
        await connection.open()
        assert connection.tls is None
        assert connection.client.new_inbox().startswith("_INBOX.")
        await connection.close()


def _noted(again: list[str], name: str) -> Callable[[], Awaitable[None]]:
    async def note() -> None:
        again.append(name)

    return note


def _written(folder: Path, name: str, pair: Pair) -> tuple[str, str]:
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(pair.certificate)
    key.write_bytes(pair.key)
    key.chmod(0o600)
    return str(certificate), str(key)
