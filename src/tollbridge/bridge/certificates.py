"""Certificates for development and tests: an authority of its own, servers and clients. `cryptography` makes them.

In production they are whoever's you trust; what is asked of them is in docs/how-to/secure-nats.md.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SKEW = timedelta(minutes=5)
"""Clocks differ: each is good a little before it was made."""


class Pair(NamedTuple):
    """In PEM."""

    certificate: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Pair(...)"


def authority(name: str, lasts: timedelta, *, now: datetime | None = None) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    made = _begun(subject, subject, key, lasts, now).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True).add_extension(
        _usage(signs_certificates=True), critical=True)
    return _pair(made.sign(key, SHA256()), key)


def issued(by: Pair, name: str, lasts: timedelta, *, hosts: Sequence[str] = (), both: bool = False,
           now: datetime | None = None) -> Pair:
    """Of a server where hosts are named (names and addresses), else of a client; `both`, as servers among themselves.
    """
    signer = load_pem_private_key(by.key, None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - `authority` makes no other
    issuer = x509.load_pem_x509_certificate(by.certificate)
    key = ec.generate_private_key(ec.SECP256R1())
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH] if hosts else []
    purposes += [ExtendedKeyUsageOID.CLIENT_AUTH] if both or not hosts else []
    made = _begun(_name(name), issuer.subject, key, lasts, now).add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True).add_extension(
        _usage(signs_certificates=False), critical=True).add_extension(
        x509.ExtendedKeyUsage(purposes), critical=False).add_extension(
        x509.SubjectAlternativeName([_host(each) for each in hosts] or [x509.DNSName(name)]), critical=False
        ).add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    return _pair(made.sign(signer, SHA256()), key)


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta,
           now: datetime | None) -> x509.CertificateBuilder:
    since = (now or datetime.now(UTC)) - SKEW
    return x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key()) \
        .serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(since + SKEW + lasts) \
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tollbridge"),
                      x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False)


def _pair(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Pair:
    return Pair(certificate.public_bytes(Encoding.PEM),
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
