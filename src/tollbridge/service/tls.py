"""Certificates of the servers: read from files, checked before use, read anew when the files change.

A rotated certificate is taken up without a restart: connections that stand go on, new ones see the new certificate.
What is no good (a key of another certificate, text that is no PEM, a certificate past its end) is never taken up: the
old one stays in use, and an error is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import ssl
import stat
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # a server in plain text does not load it
    from cryptography.x509 import Certificate

WARN_BEFORE = timedelta(days=30)
WARN_EVERY = timedelta(days=1)
MOST_BYTES = 1024 * 1024
"""Of one file: what is larger is not what was meant."""

_log = logging.getLogger("tollbridge.tls")


class TlsFiles(Struct, frozen=True, kw_only=True):
    """PEM files: the certificate with its chain, its private key (unencrypted), and for mutual TLS the authorities
    whose clients may connect. They are looked at every `reload_s` seconds.
    """

    cert_file: str
    key_file: str
    client_ca_file: str | None = None
    reload_s: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.reload_s <= 86_400:
            raise ValueError("tls.reload_s must be more than 0 seconds, and a day at most")


class Pem:
    """What the files hold. No dataclass: its repr would show the key."""

    __slots__ = ("chain", "client_ca", "key")

    def __init__(self, chain: bytes, key: bytes, client_ca: bytes | None) -> None:
        self.chain, self.key, self.client_ca = chain, key, client_ca

    def same(self, other: Pem | None) -> bool:
        return other is not None and (self.chain, self.key, self.client_ca) == (
            other.chain, other.key, other.client_ca)


class Certificates:
    """Raises ValueError, at the beginning, for files that are no good: it says which, and why.

    `current` is what to serve with; `refresh` looks at the files, `watch` does so for as long as a server runs.
    """

    def __init__(self, files: TlsFiles) -> None:
        self.files = files
        self.current = read(files)
        self._expiries = check(files, self.current)
        self._refused: Pem | None = None
        self._said: str | None = None
        self._warned: datetime | None = None
        if others_may_read(files.key_file):
            _log.warning("%s: others on this machine may read or change the key: chmod 600", files.key_file)

    def refresh(self) -> bool:
        """Whether there is a new certificate in use. Reads files: for a thread."""
        try:
            found = read(self.files)
        except ValueError as error:
            self._keeps(str(error))
            return False
        if found.same(self.current):
            self._refused = self._said = None
            return False
        if found.same(self._refused):
            return False  # that has been said
        try:
            self._expiries = check(self.files, found)
        except ValueError as error:
            self._refused = found
            self._keeps(str(error))
            return False
        self.current, self._refused, self._said, self._warned = found, None, None, None
        _log.info("new certificate in use: %s", self.files.cert_file)
        return True

    @property
    def ends(self) -> datetime:
        """When the first of the certificates in use does."""
        return min(ends for _, ends in self._expiries)

    async def watch(self, in_use: Callable[[datetime], None]) -> None:
        """Never ends by itself. `in_use` is told the end of the certificates, at first and of each new ones."""
        in_use(self.ends)
        while True:
            self.warn(datetime.now(UTC))
            await asyncio.sleep(self.files.reload_s)
            if await asyncio.to_thread(self.refresh):
                in_use(self.ends)

    def warn(self, now: datetime) -> None:
        """Of what ends within 30 days, once a day."""
        if self._warned is not None and now - self._warned < WARN_EVERY:
            return
        self._warned = now
        for file, ends in self._expiries:
            if ends <= now:
                _log.error("%s has a certificate that ended on %s", file, ends.date())
            elif ends - now <= WARN_BEFORE:
                _log.warning("%s has a certificate that ends on %s, in %d days", file, ends.date(), (ends - now).days)

    def _keeps(self, why: str) -> None:
        if why != self._said:
            _log.error("the old certificate stays in use: %s", why)
        self._said = why


class ServerContext:
    """An `ssl.SSLContext` for asyncio's servers that follows `certificates`.

    `front` is what the server is given: at each handshake it hands over to the context of the day, as a context takes
    a new key, but never forgets a client authority.
    """

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates
        self._pem = certificates.current
        self._latest = self._built()
        self._clients_since = 0.0
        """When the authorities of clients last changed, in epoch seconds."""
        self.front = self._built()
        self.front.sni_callback = self._hand_over

    def _hand_over(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> int | None:
        """Gives the context, or refuses by an alert: who resumes a session shows no certificate, and a session from
        before the authorities changed proves what may no longer count.
        """
        if not self._pem.same(self._certificates.current):
            pem = self._certificates.current
            with contextlib.suppress(ssl.SSLError, OSError):  # halfway through a change of the files: next time
                self._latest = self._built()
                if pem.client_ca != self._pem.client_ca:
                    self._clients_since = time.time()
                self._pem = pem
        connection.context = self._latest
        resumed = connection.session if connection.session_reused and self._clients_since else None
        if resumed is not None and resumed.time <= self._clients_since:  # of whole seconds
            return ssl.ALERT_DESCRIPTION_CERTIFICATE_REVOKED
        return None

    def _built(self) -> ssl.SSLContext:
        files = self._certificates.files
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(files.cert_file, files.key_file)
        if self._certificates.current.client_ca is not None:
            context.verify_mode = ssl.CERT_REQUIRED
            # A ticket is good for as long as `front` is, and renewed each time. Without, TLS 1.3 resumes nothing, and
            # TLS 1.2 only what we keep here ourselves.
            context.num_tickets = 0
            context.options |= ssl.OP_NO_TICKET
            context.load_verify_locations(cadata=self._certificates.current.client_ca.decode())
        return context


def read(files: TlsFiles) -> Pem:
    """Raises ValueError for a file that cannot be read."""
    return Pem(_bytes(files.cert_file), _bytes(files.key_file),
               _bytes(files.client_ca_file) if files.client_ca_file is not None else None)


def check(files: TlsFiles, pem: Pem) -> Sequence[tuple[str, datetime]]:
    """Each file with the earliest end of its certificates. Raises ValueError for what no connection could use."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    chain = _certificates(files.cert_file, pem.chain)
    try:
        key = load_pem_private_key(pem.key, None)
    except TypeError:
        raise ValueError(f"{files.key_file}: an encrypted key; write it unencrypted, readable by the server alone"
                         ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError(f"{files.key_file}: no private key in PEM") from None
    encoded = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*encoded) != chain[0].public_key().public_bytes(*encoded):
        raise ValueError(f"{files.key_file}: not the key of the first certificate in {files.cert_file}")
    ends = min(certificate.not_valid_after_utc for certificate in chain)
    if chain[0].not_valid_after_utc <= datetime.now(UTC):
        raise ValueError(f"{files.cert_file}: the certificate ended on {chain[0].not_valid_after_utc.date()}")
    if files.client_ca_file is None or pem.client_ca is None:
        return ((files.cert_file, ends),)
    authorities = _certificates(files.client_ca_file, pem.client_ca)
    return ((files.cert_file, ends), (files.client_ca_file, min(each.not_valid_after_utc for each in authorities)))


def others_may_read(file: str) -> bool:
    """Of a private key; a group may, as Kubernetes has it with fsGroup."""
    with contextlib.suppress(OSError):
        return os.name == "posix" and bool(Path(file).stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP))
    return False


def _certificates(file: str, pem: bytes) -> Sequence[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(pem)
    except ValueError:
        swapped = ", but a private key: are the two files swapped?" if b"PRIVATE KEY" in pem else ""
        raise ValueError(f"{file}: no certificate in PEM{swapped}") from None


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise ValueError(f"{file}: larger than {MOST_BYTES} bytes")
    return content
