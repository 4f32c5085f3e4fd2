"""TLS to NATS: never less than was asked for, and with certificates that change while a process runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nats.errors
from msgspec import Struct
from nats.aio.client import Client

from tollbridge.service.tls import Certificates, TlsFiles

SECURE, ERR = "tls://", b"-ERR "
QUIET_S, LOOK_S = 30.0, 0.01
"""How long it is waited for a moment in which nothing is asked: then a reconnect disturbs nobody."""
_log = logging.getLogger("tollbridge.bridge")


class TlsOptions(Struct, frozen=True, kw_only=True):
    """PEM files. `ca_file`: whom servers are verified by; none: this machine's authorities. With `cert_file` and
    `key_file` this side shows a certificate too. They are looked at every `reload_s` seconds. `required`: without TLS
    nothing is said; naming a file, or a server as tls://, asks for the same.
    """

    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None
    required: bool = False
    reload_s: float = 10.0

    def wanted(self, servers: Sequence[str]) -> bool:
        return bool(self.required or self.ca_file or self.cert_file) or any(
            each.startswith(SECURE) for each in servers)


class PlainText(nats.errors.Error):
    """The server does not offer TLS."""


class NatsClient(Client):
    """nats-py's, which would talk in plain text to any server that does not ask for TLS, whatever its address says."""

    secure = False

    async def _process_info(self, info: dict[str, Any], initial_connection: bool = False) -> None:
        """Called with the server's first words, before this side has said any."""
        if initial_connection and self.secure and not info.get("tls_required"):
            raise PlainText("the server does not offer TLS, and bridge.tls asks for it: nothing was sent")
        await super()._process_info(info, initial_connection)

    async def _process_connect_init(self) -> None:
        try:
            await super()._process_connect_init()
        except BaseException as error:  # nats-py tries the next server, and leaves this connection open
            said = bytes(getattr(getattr(self._transport, "_io_reader", None), "_buffer", b""))
            if self._transport is not None:
                self._transport.close()  # type: ignore[no-untyped-call]
            if isinstance(error, OSError) and said.startswith(ERR):  # it said why before it hung up, and nobody read it
                raise nats.errors.Error(f"nats: {said.removeprefix(ERR).decode(errors='replace').strip()}") from error
            raise

    def _connect_command(self) -> bytes:
        """Called between the TLS handshake and this side's first words."""
        writer = getattr(self._transport, "_io_writer", None)
        protocol = getattr(writer, "_protocol", None)
        if protocol is not None and writer is not None and writer.get_extra_info("ssl_object") is not None:
            protocol._over_ssl = True  # nats-py does not say so, and asyncio would log a warning at each end
        return super()._connect_command()


class Tls:
    """The certificates of one connection. Raises ValueError for files that are no good: it says which, and why."""

    def __init__(self, options: TlsOptions, reconnect: Callable[[], Any], quiet: Callable[[], bool],
                 in_use: Sequence[Callable[[datetime], None]]) -> None:
        self.options, self._reconnect, self._quiet = options, reconnect, quiet
        self._in_use = in_use
        self._certificates: Certificates | None = None
        if (options.cert_file is None) is not (options.key_file is None):
            raise ValueError("bridge.tls: cert_file and key_file go together")
        if options.cert_file is not None and options.key_file is not None:
            self._certificates = Certificates(TlsFiles(cert_file=options.cert_file, key_file=options.key_file,
                                                       client_ca_file=options.ca_file, reload_s=options.reload_s))
        self._authorities = self._read_authorities()
        self.context = self._built()
        self._watching: asyncio.Task[None] | None = None

    def fresh(self) -> ssl.SSLContext:
        """For the next connection; the one before where files cannot be used now."""
        with contextlib.suppress(ssl.SSLError, OSError, ValueError):  # halfway through a change: next time
            if self._certificates is not None:
                self._certificates.refresh()
            self.context = self._built()
        return self.context

    def watch(self) -> None:
        if self.options.cert_file is not None or self.options.ca_file is not None:
            self._watching = asyncio.ensure_future(self._watch())

    def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        self._tell()
        while True:
            if self._certificates is not None:
                self._certificates.warn(datetime.now(UTC))
            await asyncio.sleep(self.options.reload_s)
            if await asyncio.to_thread(self._changed):
                self._tell()
                await self._at_a_quiet_moment()
                _log.info("nats: connects anew, with the certificates that were changed")
                await self._reconnect()

    def _tell(self) -> None:
        if self._certificates is not None:
            for each in self._in_use:
                each(self._certificates.ends)

    def _changed(self) -> bool:
        """Whether there is something new that can be used. Reads files: for a thread."""
        if self._certificates is not None:
            return self._certificates.refresh()
        with contextlib.suppress(ValueError, ssl.SSLError, OSError):
            found = self._read_authorities()
            if found != self._authorities:
                self.context, self._authorities = self._built(), found
                return True
        return False

    async def _at_a_quiet_moment(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(QUIET_S):
                while not self._quiet():
                    await asyncio.sleep(LOOK_S)

    def _built(self) -> ssl.SSLContext:
        """Verifies the server's certificate and its name."""
        its = self.options
        try:
            context = ssl.create_default_context(cafile=its.ca_file)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if its.cert_file is not None:
                context.load_cert_chain(its.cert_file, its.key_file)
        except (ssl.SSLError, OSError) as error:
            raise ValueError(f"bridge.tls: {its.ca_file or its.cert_file}: {error}") from None
        return context

    def _read_authorities(self) -> bytes:
        if self.options.ca_file is None:
            return b""
        try:
            return Path(self.options.ca_file).read_bytes()
        except OSError as error:
            raise ValueError(f"bridge.tls: {self.options.ca_file}: {error.strerror}") from None
