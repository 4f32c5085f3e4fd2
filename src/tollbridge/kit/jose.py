"""JOSE: signatures (JWS, RFC 7515), encryption (JWE, RFC 7516) and the claims that make a token ours (RFC 7519).

The caller says which algorithms are used; a token's header only has to say the same. So `none`, another algorithm or
another kind of key gets nowhere (RFC 8725, 3.1), and a token that wants to be unzipped is refused before it is. What
does not prove itself is SignatureMismatch; what the libraries think of it is told to nobody, for it may quote content.

joserfc does it, over cryptography: the extra `tollbridge[jose]`, imported when first used. docs/decisions/0009-jose.md
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from tollbridge.domain.errors import BadCredentials, BadInput, SignatureMismatch
from tollbridge.domain.secret import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers
    from joserfc.jwk import ECKey, RSAKey

CONTENT_TYPE = "application/jose"
Key: TypeAlias = "RSAKey | ECKey"
Kind: TypeAlias = Literal["RSA", "EC"]
Header: TypeAlias = Mapping[str, Any]


class _PublishedKey(msgspec.Struct):
    """Of RFC 7517 and 7518: RSA has `n` and `e`, EC a curve and a point."""

    kid: str
    kty: str
    n: str = ""
    e: str = ""
    crv: str = ""
    x: str = ""
    y: str = ""


class _Published(msgspec.Struct):
    keys: list[_PublishedKey]


_RSA_BITS = range(2048, 8193)  # NIST SP 800-131A; more would be work for nothing
_MOST_KEYS = 1024
_LATEST = 2**53  # seconds: more is no time, and may be too large for a float
_MOST_HEADER, _MOST_CONTENT = 4_096, 4 * 1024 * 1024
LEEWAY = timedelta(seconds=60)
"""How far the clocks of two machines may be apart."""


def private_key(text: Secret, path: str, kind: Kind = "RSA") -> Key:
    """From PEM, or from base64 alone, as some processors hand keys out. PKCS #8, or of RSA PKCS #1.

    Raises BadCredentials for `path`. Reading a key costs more than using it: what was read is kept.
    """
    return _key(text, path, kind, private=True)


def public_key(text: Secret, path: str, kind: Kind = "RSA") -> Key:
    """As `private_key`, of the other half (SubjectPublicKeyInfo). A private key is none: it is not theirs to give."""
    return _key(text, path, kind, private=False)


def published_key(jwks: bytes, key_id: str, kind: Kind = "RSA") -> Key:
    """The public key of that id from a JWKS (RFC 7517), as processors publish theirs.

    Numbers may lack the zeros at their front, as some have it. Raises SignatureMismatch where there is no such key: who
    signed is nobody whom the processor names.
    """
    _need_library()
    from joserfc.jwk import ECKey, RSAKey

    try:
        found = next(one for one in msgspec.json.decode(jwks, type=_Published).keys
                     if one.kid == key_id and one.kty == kind)
        read = _numbers(found).public_key()
        if kind == "EC":
            return ECKey.import_key(read)
        if read.key_size in _RSA_BITS:
            return RSAKey.import_key(read)
        raise ValueError("too short")
    except Exception:  # noqa: BLE001 - whatever it is, there is no key to believe
        raise SignatureMismatch("no such key among those that the processor publishes") from None


def sign(payload: bytes, key: Key, algorithm: str, header: Header | None = None) -> str:
    """A JWS in compact form. Algorithms such as PS256 draw chance: no two signatures are alike."""
    jws, registry = _jws(algorithm)
    return str(jws.serialize_compact({"alg": algorithm, **(header or {})}, payload, key, registry=registry))


def verify(token: str, key: Key, algorithm: str) -> bytes:
    """The payload of a JWS that was signed with this key, by this algorithm. Raises SignatureMismatch."""
    _require(token, parts=3, header={"alg": algorithm})
    jws, registry = _jws(algorithm)
    try:
        payload: bytes = jws.deserialize_compact(token, key, registry=registry).payload
    except Exception:  # noqa: BLE001 - whatever it is, the token proves nothing
        raise SignatureMismatch("a token whose signature does not match") from None
    return payload


def sign_detached(payload: bytes, key: Key, algorithm: str, header: Header | None = None) -> str:
    """A JWS without its payload, which travels elsewhere (RFC 7515, appendix F): `header..signature`."""
    head, _, signature = sign(payload, key, algorithm, header).split(".")
    return f"{head}..{signature}"


def verify_detached(token: str, payload: bytes, key: Key, algorithm: str) -> Header:
    """The header of a detached JWS that signs this payload. Raises SignatureMismatch."""
    head, left_out, signature = _require(token, parts=3, header={"alg": algorithm})
    if left_out:
        raise SignatureMismatch("a detached token with a payload of its own")
    verify(f"{head}.{_base64url(payload)}.{signature}", key, algorithm)
    return header_of(token)


def encrypt(plain: bytes, key: Key, algorithm: str, encryption: str, header: Header | None = None) -> str:
    """A JWE in compact form; its content key is drawn by chance."""
    jwe, registry = _jwe(algorithm, encryption)
    return str(jwe.encrypt_compact({"alg": algorithm, "enc": encryption, **(header or {})}, plain, key,
                                   registry=registry))


def decrypt(token: str, key: Key, algorithm: str, encryption: str) -> bytes:
    """What a JWE holds that was made for this key, by these algorithms. Raises SignatureMismatch."""
    _require(token, parts=5, header={"alg": algorithm, "enc": encryption})
    jwe, registry = _jwe(algorithm, encryption)
    try:
        plain: bytes | None = jwe.decrypt_compact(token, key, registry=registry).plaintext
    except Exception:  # noqa: BLE001 - whatever it is, the token proves nothing
        raise SignatureMismatch("a token that cannot be decrypted") from None
    return plain or b""


def claims(payload: bytes, *, issuer: str, audience: str, now: datetime, leeway: timedelta = LEEWAY) -> dict[str, Any]:
    """The claims of a verified token, if they are from the issuer, for the audience, and of this time.

    `iss`, `aud` and `exp` have to be there. Raises SignatureMismatch.
    """
    try:
        told = msgspec.json.decode(payload, type=dict[str, Any])
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise SignatureMismatch("a token without claims") from None
    meant = told.get("aud")
    if told.get("iss") != issuer or audience not in (meant if isinstance(meant, list) else [meant]):
        raise SignatureMismatch("a token of another issuer or for another audience")
    instant, tolerance = now.timestamp(), leeway.total_seconds()
    if not _time(told, "nbf", 0) - tolerance <= instant < _time(told, "exp") + tolerance:
        raise SignatureMismatch("a token that has expired, or is not valid yet")
    return told


def header_of(token: str) -> dict[str, Any]:
    """What a token says of itself, unproven: for the id of the key to verify it with. Raises SignatureMismatch."""
    part = token.partition(".")[0]
    try:
        if len(part) > _MOST_HEADER:
            raise ValueError("too long")
        return msgspec.json.decode(_from_base64url(part), type=dict[str, Any])
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise SignatureMismatch("no token") from None


def _require(token: str, parts: int, header: Header) -> list[str]:
    """The parts of a token whose header says what it should, and asks for nothing that we would have to understand."""
    found = token.split(".")
    if len(found) != parts or not token.isascii():
        raise SignatureMismatch("no token of the expected kind")
    told = header_of(token)
    if any(told.get(name) != value for name, value in header.items()):
        raise SignatureMismatch("a token by another algorithm")
    if told.keys() & {"crit", "zip", "b64"}:
        raise SignatureMismatch("a token with extensions")
    return found


def _jws(algorithm: str) -> tuple[Any, Any]:
    """joserfc's module and what it may do. Headers may have names of the processor's own, such as tl_version."""
    _need_library()
    from joserfc import jws

    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_header_length, registry.max_payload_length = _MOST_HEADER, _MOST_CONTENT
    return jws, registry


def _jwe(algorithm: str, encryption: str) -> tuple[Any, Any]:
    _need_library()
    from joserfc import jwe

    registry = jwe.JWERegistry(algorithms=[algorithm, encryption], strict_check_header=False)
    registry.max_protected_header_length, registry.max_ciphertext_length = _MOST_HEADER, _MOST_CONTENT
    return jwe, registry


def _need_library() -> None:
    try:
        import joserfc  # noqa: F401
    except ImportError:
        raise BadInput("JOSE signatures and encryption need more libraries: pip install 'tollbridge[jose]'") from None


def _key(text: Secret, path: str, kind: Kind, *, private: bool) -> Key:
    _need_library()
    try:
        return _read_key(text, kind, private)
    except Exception:  # noqa: BLE001 - which of the libraries minds, and why, may quote the key
        half = "private" if private else "public"
        size = f" of {_RSA_BITS.start} bits or more" if kind == "RSA" else ""
        raise BadCredentials(f"no {half} {kind} key{size}, in PEM or base64", path) from None


@lru_cache(maxsize=_MOST_KEYS)
def _read_key(text: Secret, kind: Kind, private: bool) -> Key:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from joserfc.jwk import ECKey, RSAKey

    raw = text.reveal().strip().encode()
    armoured = raw.startswith(b"-----")
    if not armoured:
        raw = base64.b64decode(raw, validate=True)
    read: Any
    if private:
        load = forms.load_pem_private_key if armoured else forms.load_der_private_key
        read = load(raw, None, unsafe_skip_rsa_key_validation=True)  # `_adds_up` is what we ask of it
    else:
        read = forms.load_pem_public_key(raw) if armoured else forms.load_der_public_key(raw)
    if kind == "EC" and isinstance(read, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return ECKey.import_key(read)
    if kind == "RSA" and isinstance(read, rsa.RSAPrivateKey | rsa.RSAPublicKey) and read.key_size in _RSA_BITS and (
            isinstance(read, rsa.RSAPublicKey) or _adds_up(read.private_numbers())):
        return RSAKey.import_key(read)
    raise ValueError(f"no {kind} key")


def _numbers(found: _PublishedKey) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if found.kty == "RSA":
        return rsa.RSAPublicNumbers(e=_number(found.e), n=_number(found.n))
    curve = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}[found.crv]
    return ec.EllipticCurvePublicNumbers(_number(found.x), _number(found.y), curve)


def _number(text: str) -> int:
    return int.from_bytes(_from_base64url(text), "big")


def _adds_up(its: RSAPrivateNumbers) -> bool:
    """Whether an RSA key's numbers belong together. OpenSSL would also prove that the primes are prime: a quarter of a
    second for 4096 bits, on the event loop, for what could only spoil the signatures of whoever brought the key.
    """
    p, q, d, e = its.p, its.q, its.d, its.public_numbers.e
    return (min(p, q, d, e) > 2 and p % 2 == q % 2 == e % 2 == 1 and p * q == its.public_numbers.n
            and d * e % (p - 1) == d * e % (q - 1) == 1
            and (its.dmp1, its.dmq1) == (d % (p - 1), d % (q - 1)) and its.iqmp * q % p == 1)


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)


def _time(told: Mapping[str, Any], name: str, otherwise: float | None = None) -> float:
    value = told.get(name, otherwise)
    if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > _LATEST:
        raise SignatureMismatch("a token without a time")
    return value
