"""Signatures and credentials. Comparisons take constant time; what does not prove itself is SignatureMismatch.

Hashes are imported where they are used: most calls need none, and OpenSSL takes its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.secret import Secret


def bearer(token: Secret) -> Secret:
    """The value of an Authorization header."""
    return Secret(f"Bearer {token.reveal()}")


def basic(user: Secret, password: Secret) -> Secret:
    """The value of an Authorization header, RFC 7617."""
    import base64

    both = f"{user.reveal()}:{password.reveal()}".encode()
    return Secret(f"Basic {base64.b64encode(both).decode()}")


def hmac_sha256(key: Secret | bytes, message: bytes) -> str:
    """In lower-case hexadecimal. A key in bytes is one that its text spells."""
    import hashlib
    import hmac

    return hmac.new(key if isinstance(key, bytes) else key.reveal().encode(), message, hashlib.sha256).hexdigest()


def hmac_sha512(key: Secret, message: bytes) -> str:
    """As `hmac_sha256`."""
    import hashlib
    import hmac

    return hmac.new(key.reveal().encode(), message, hashlib.sha512).hexdigest()


def require_signature(expected: Sequence[str], given: Sequence[str]) -> None:
    """Constant-time; raises unless one of the given signatures is one of the expected ones."""
    import hmac

    matches = [hmac.compare_digest(right.encode(), one.encode()) for right in expected for one in given]
    if not any(matches):
        raise SignatureMismatch("signature does not match")


def require_recent(epoch_s: str, now: datetime, tolerance: timedelta) -> None:
    """Against replay. What is no time at all is as stale as can be."""
    if not (epoch_s.isascii() and epoch_s.isdigit() and len(epoch_s) <= 12):
        raise SignatureMismatch("no timestamp")
    try:
        age = abs(now - datetime.fromtimestamp(int(epoch_s), UTC))
    except (ValueError, OverflowError, OSError):
        raise SignatureMismatch("no timestamp") from None
    if age > tolerance:
        raise SignatureMismatch("timestamp outside the tolerance")
