"""Whose a block is: an HMAC or an Ed25519 signature, so that who can write the stream cannot forge a chain."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from tollbridge.domain.errors import BadInput

CONTEXT = b"tollbridge audit block 1\n"
"""Goes before what is signed: no signature over anything else can stand in its place."""
HMAC, ED25519, NONE = "hmac-sha256", "ed25519", "-"
ID_CHARACTERS = 16
SIGNING, PUBLIC = "bridge.audit.signing_key_file", "bridge.audit.public_key_files"


class BadKey(BadInput):
    """What is given is no key of the kind."""


class Key(Protocol):
    """`id` is told with each signature, and says nothing of the key."""

    kind: str
    id: str

    def holds(self, payload: bytes, signature: bytes) -> bool:
        """Whether it is this key's signature."""


class Shared:
    """A secret of all who write and of who verifies."""

    kind = HMAC

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"tollbridge audit key\n" + secret.encode()).digest()
        self.id = hashlib.sha256(b"tollbridge audit key id\n" + self._key).hexdigest()[:ID_CHARACTERS]

    def sign(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, CONTEXT + payload, "sha256")

    def holds(self, payload: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(payload), signature)


class Public:
    """Who verifies can not sign."""

    kind = ED25519

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._key = key
        self.id = hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:ID_CHARACTERS]

    def holds(self, payload: bytes, signature: bytes) -> bool:
        try:
            self._key.verify(signature, CONTEXT + payload)
        except InvalidSignature:
            return False
        return True


class Private(Public):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        super().__init__(key.public_key())
        self._private = key

    def sign(self, payload: bytes) -> bytes:
        return self._private.sign(CONTEXT + payload)


Signer = Shared | Private


def private_key(file: str) -> Private:
    """Of a PEM file without a password. Raises BadKey."""
    try:
        key = load_pem_private_key(Path(file).read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise BadKey(f"{file} has no private key in PEM that needs no password: {type(error).__name__}",
                     SIGNING) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{file} has a key of another kind: openssl genpkey -algorithm ed25519", SIGNING)
    return Private(key)


def public_key(file: str) -> Public:
    """Of a PEM file. Raises BadKey."""
    try:
        key = load_pem_public_key(Path(file).read_bytes())
    except (OSError, ValueError) as error:
        raise BadKey(f"{file} has no public key in PEM: {type(error).__name__}", PUBLIC) from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{file} has a key of another kind than Ed25519", PUBLIC)
    return Public(key)


def signature_line(signer: Signer | None, payload: bytes) -> bytes:
    """How a block begins."""
    if signer is None:
        return NONE.encode()
    return f"{signer.kind} {signer.id} {signer.sign(payload).hex()}".encode()


class Keys:
    """Those whose signatures count. Without any, signatures are not looked at."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys = {(key.kind, key.id): key for key in keys}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def fault(self, line: str, payload: bytes) -> str | None:
        """What is wrong with the signature of a block; None where nothing is, or no key is here to tell by."""
        if not self._keys:
            return None
        if line == NONE:
            return "it is not signed"
        kind, _, rest = line.partition(" ")
        key_id, _, digits = rest.partition(" ")
        key = self._keys.get((kind, key_id))
        if key is None:
            return f"it is signed by a key that is not known here: {line[:40]}"
        try:
            signature = bytes.fromhex(digits)
        except ValueError:
            signature = b""
        return None if key.holds(payload, signature) else "its signature is wrong"


def key_of(line: str) -> str:
    """Which key has signed, for reports."""
    return " ".join(line.split(" ")[:2]) if line != NONE else "not signed"
