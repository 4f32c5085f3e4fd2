"""Certificates made for a test: an authority, servers and clients of it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from tollbridge.domain.secret import Secret
from tollbridge.kit.http import ClientCertificate


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Signs certificates, `pem` is its own."""

    def __init__(self, name: str = "test authority") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        self.pem = self._signed(self._name, self._key, x509.BasicConstraints(ca=True, path_length=None))

    def _signed(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, *extensions: x509.ExtensionType) -> str:
        now = datetime.now(UTC)
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(self._name)
                   .public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1)))
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

    def issue(self, name: str, password: str | None = None) -> ClientCertificate:
        """A certificate for a client, or for the server of that host name."""
        key = ec.generate_private_key(ec.SECP256R1())
        how = NoEncryption() if password is None else BestAvailableEncryption(password.encode())
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how).decode()
        certificate = self._signed(_name(name), key, x509.SubjectAlternativeName([x509.DNSName(name)]))
        return ClientCertificate(Secret(certificate), Secret(text), None if password is None else Secret(password))

    def server(self, folder: Path, *, clients: str | None = None, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
               optional: bool = False) -> ssl.SSLContext:
        """Of a server named localhost; `clients` is the authority of those that it lets in."""
        own = self.issue("localhost")
        file = folder / "server.pem"
        file.write_text(own.certificate.reveal() + own.private_key.reveal())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = newest
        context.load_cert_chain(file)
        if clients is not None:
            context.load_verify_locations(cadata=clients)
            context.verify_mode = ssl.CERT_OPTIONAL if optional else ssl.CERT_REQUIRED
        return context
