"""Users of NATS as keys: an Ed25519 pair, written as NATS writes it (https://docs.nats.io/running-a-nats-service/
configuration/securing_nats/auth_intro/nkey_auth).

nats-py needs two more packages for this, one of which is a second library of cryptography; signing is all that a
client does, and `cryptography` signs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nats.aio.client import Client

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED, USER = 18 << 3, 20 << 3
"""What makes the text begin with S, and with U."""
SEED_BYTES = 32
_SEED_MARK, _JWT_MARK = "BEGIN USER NKEY SEED", "BEGIN NATS USER JWT"


def new_seed() -> str:
    """Of a user: a secret."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    raw = Ed25519PrivateKey.generate().private_bytes_raw()
    return _text(bytes((SEED | USER >> 5, (USER & 31) << 3)) + raw)


def public_key(seed: str) -> str:
    """What the server knows the user by. Raises ValueError."""
    return _text(bytes((USER,)) + _key(seed).public_key().public_bytes_raw())


def signer(read: Callable[[], str]) -> Callable[[str], bytes]:
    """Signs what a server asks to be signed, as nats-py's `signature_cb`. The seed is read each time: one that was
    exchanged counts from the next connection on, and none stays in memory.
    """
    def sign(nonce: str) -> bytes:
        return base64.b64encode(_key(read()).sign(nonce.encode()))

    return sign


def seed_in(file: str) -> str:
    """Of a file with a seed, or of credentials (JWT and seed). Raises ValueError."""
    text = _read(file)
    found = _after(text, _SEED_MARK) if _SEED_MARK in text else text.strip()
    try:
        _key(found)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from None
    return found


def jwt_in(file: str) -> str:
    """Of credentials. Raises ValueError."""
    text = _read(file)
    if _JWT_MARK not in text:
        raise ValueError(f"{file}: no JWT of a NATS user: it has a line with {_JWT_MARK}")
    return _after(text, _JWT_MARK)


class Proofs(Protocol):
    """Of `ConnectionOptions`: the ways in which a user may prove itself, one of them at most."""

    @property
    def user(self) -> str | None: ...
    @property
    def password(self) -> str | None: ...
    @property
    def credentials_file(self) -> str | None: ...
    @property
    def nkey_file(self) -> str | None: ...


def proof(client: Client, its: Proofs) -> dict[str, Any]:
    """What nats-py's `connect` is to be given. Raises ValueError for a file that is no good."""
    if its.user is not None:
        return {"user": its.user, "password": its.password}
    if (file := its.credentials_file) is not None:
        jwt_in(file)
        seed_in(file)
        return {"user_jwt_cb": lambda: jwt_in(file).encode(), "signature_cb": signer(lambda: seed_in(file))}
    if (seed := its.nkey_file) is not None:
        client._public_nkey = public_key(seed_in(seed))  # nats-py has no option for it beside `signature_cb`
        return {"signature_cb": signer(lambda: seed_in(seed))}
    return {}


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="ascii")
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{file}: no text") from None


def _after(text: str, mark: str) -> str:
    lines = iter(text.splitlines())
    for line in lines:
        if mark in line:
            return next(lines, "").strip()
    return ""


def _key(seed: str) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    why = "no seed of a NATS user: one line that begins with SU"
    try:
        raw = base64.b32decode(seed + "=" * (-len(seed) % 8))
    except (binascii.Error, ValueError):
        raise ValueError(why) from None
    body = raw[:-2]
    if len(body) != SEED_BYTES + 2 or not seed.startswith("SU"):
        raise ValueError(why)
    if _text(body) != seed:  # not of its check sum alone: of its last letter, bits are left over
        raise ValueError("a seed with a mistake in it: its check sum is another one")
    return Ed25519PrivateKey.from_private_bytes(body[2:])


def _text(raw: bytes) -> str:
    whole = raw + binascii.crc_hqx(raw, 0).to_bytes(2, "little")
    return base64.b32encode(whole).decode().rstrip("=")
