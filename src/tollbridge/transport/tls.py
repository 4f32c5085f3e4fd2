"""TLS contexts: whom we trust, and what we prove ourselves with."""

from __future__ import annotations

import os
import ssl
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from tollbridge.domain.errors import BadInput
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import ClientCertificate

KEPT_CONTEXTS = 128
"""Client certificates whose contexts are kept: one takes some 20 ms to make, and a megabyte with the system's store."""


class TlsContexts:
    """A context for each client certificate, and one for none. All trust the same authorities."""

    def __init__(self, ca_file: str | None, ca_pem: str | None, certificate: ClientCertificate | None) -> None:
        """Raises BadInput for what cannot be read."""
        self._ca = (ca_file, ca_pem)
        self.without = _trusting(ca_file, ca_pem)
        self._kept: OrderedDict[ClientCertificate, ssl.SSLContext] = OrderedDict()
        self._lock = threading.Lock()
        self.default = self.without if certificate is None else self.of(certificate)

    def kept(self, certificate: ClientCertificate) -> ssl.SSLContext | None:
        """The context of a certificate that was used before."""
        with self._lock:
            context = self._kept.get(certificate)
            if context is not None:
                self._kept.move_to_end(certificate)
            return context

    def of(self, certificate: ClientCertificate) -> ssl.SSLContext:
        """The context of a certificate, always the same one while it is kept. Raises BadInput for an unreadable one."""
        context = self.kept(certificate)
        if context is not None:
            return context
        made = _tls_context(*self._ca)  # never that of others: a certificate, once in, cannot be taken out
        _load(made, certificate)
        with self._lock:
            context = self._kept.setdefault(certificate, made)
            while len(self._kept) > KEPT_CONTEXTS:
                self._kept.popitem(last=False)
        return context


def read_client_certificate(certificate_file: str | Path, key_file: str | Path | None = None,
                            password: Secret | None = None) -> ClientCertificate:
    """A client certificate from PEM files; without `key_file` the key is in `certificate_file` too.

    Raises BadInput for a file that cannot be read.
    """
    texts = []
    for name, file in (("certificate_file", certificate_file), ("key_file", key_file or certificate_file)):
        try:
            texts.append(Secret(Path(file).read_text("ascii", "replace")))
        except OSError as error:
            raise BadInput(f"the {name} of the client certificate cannot be read: {error.strerror}", name) from None
    return ClientCertificate(texts[0], texts[1], password)


def _trusting(ca_file: str | None, ca_pem: str | None) -> ssl.SSLContext:
    return _system_tls_context() if ca_file is None and ca_pem is None else _tls_context(ca_file, ca_pem)


def _tls_context(ca_file: str | None, ca_pem: str | None) -> ssl.SSLContext:
    """Checks certificates and host names."""
    try:
        if "" in (ca_file, ca_pem):
            raise ValueError  # to OpenSSL that is none, and the system's store would be trusted
        context = ssl.create_default_context(cafile=ca_file, cadata=ca_pem)
    except (OSError, ValueError) as error:
        wrong = "ca_file" if ca_pem is None else "ca_pem" if ca_file is None else "ca_file or ca_pem"
        raise BadInput(f"the trusted certificates of {wrong} cannot be read", *wrong.split(" or ")) from error
    context.set_alpn_protocols(["http/1.1"])
    return context


@cache
def _system_tls_context() -> ssl.SSLContext:
    """One for all transports: reading the system's store takes some 20 ms."""
    return _tls_context(None, None)


def _load(context: ssl.SSLContext, certificate: ClientCertificate) -> None:
    """Raises BadInput saying what is wrong, and nothing of what the texts hold."""
    password = certificate.password.reveal() if certificate.password else ""  # without one OpenSSL asks the terminal
    try:
        with _readable(certificate.certificate) as cert_file, _readable(certificate.private_key) as key_file:
            context.load_cert_chain(cert_file, key_file, lambda: password)
    except (OSError, ValueError) as error:
        mismatch = isinstance(error, ssl.SSLError) and error.reason == "KEY_VALUES_MISMATCH"
        why = ("the private key is not that of the certificate" if mismatch else
               "it must be a certificate in PEM, its own first and then its chain, and its private key in PEM, "
               "with the password if the key is encrypted")
        raise BadInput(f"the client certificate cannot be used: {why}", "client_certificate") from None


@contextmanager
def _readable(text: Secret) -> Iterator[str]:
    """A path that gives the text, once. OpenSSL takes files alone, and a key must not touch a disk: it is a pipe."""
    reading, writing = os.pipe()
    writer = threading.Thread(target=_write, args=(writing, text.reveal().encode()))
    writer.start()
    try:
        yield f"/dev/fd/{reading}"
    finally:
        os.close(reading)  # a writer that waits for more room gets an error
        writer.join()


def _write(descriptor: int, text: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(descriptor, "wb", buffering=0) as pipe:
        view = memoryview(text)
        while view:
            view = view[pipe.write(view):]
