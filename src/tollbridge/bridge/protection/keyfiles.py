"""Key files as `tollbridge keys` makes and changes them; keyring.py reads them.

A new key is used only `overlap_s` after it was made, and the one before it until then: meanwhile the public file gets
to all who need it, and what is under way goes on. Files are replaced whole: a reader sees the old one or the new one.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge.bridge.protection.envelope import b64
from tollbridge.bridge.protection.keyring import CURVES, LINK, ROLES, SIGNS, WRAPS, jwks_in, read_keys
from tollbridge.domain.errors import InvalidField

PRIVATE, PUBLIC = "bridge.protection.private_keys", "bridge.protection.public_keys"
SECRET_BYTES = 32
WRITES = 0o600


class Made(Struct, frozen=True, kw_only=True):
    """A key that was made, or came to its end, as it may be told. Times are epoch seconds."""

    id: str
    use: str
    kind: str
    role: str
    connectors: tuple[str, ...]
    nbf: float
    exp: float | None


def make(private: str, public: str, role: str, connectors: Sequence[str], *, curve: str = "X25519",
         signs: bool = True, now: float | None = None) -> list[Made]:
    """Keys for a bridge or a worker: one to unwrap with, and one to sign with. In use at once. Raises InvalidField."""
    if role not in ROLES:
        raise InvalidField("role", f"must be {' or '.join(ROLES)}")
    if curve not in ("X25519", "P-256"):
        raise InvalidField("curve", "must be X25519 or P-256")
    at = time.time() if now is None else now
    made = [_pair(curve, WRAPS, role, connectors, at)] + ([_pair("Ed25519", SIGNS, role, connectors, at)] if signs
                                                         else [])
    own, others = _both(private, public)
    _write(private, [*own, *made], WRITES)
    _write(public, [*others, *map(_public, made)], 0o644)
    return list(map(_told, made))


def link(privates: Sequence[str], connectors: Sequence[str], *, overlap_s: float = 0.0, now: float | None = None
         ) -> Made:
    """A secret that those files share: what their owners write to each other is signed with it (HMAC-SHA256)."""
    files = {file: _read(file, private=True) for file in privates}  # all, before one of them is changed
    at = time.time() if now is None else now
    begins = at + overlap_s
    secret: dict[str, Any] = {
        "kty": "oct", "use": SIGNS, "alg": "HS256", "kid": f"{LINK}-{_day(at)}-{secrets.token_hex(4)}", "role": LINK,
        "connectors": list(connectors), "nbf": int(begins), "k": b64(secrets.token_bytes(SECRET_BYTES)).decode()}
    for file, old in files.items():
        for each in old:
            if each.get("kty") == "oct" and set(each.get("connectors", ())) <= set(connectors) and "exp" not in each:
                each["exp"] = int(begins)
        _write(file, [*old, secret], WRITES)
    return _told(secret)


def rotate(private: str, public: str, *, overlap_s: float, now: float | None = None) -> tuple[list[Made], list[Made]]:
    """A new key for each of this process that has no end: what was made, and what ends. Secrets of links are others'
    too: `link` makes new ones. Raises InvalidField.
    """
    own, others = _both(private, public)
    at = time.time() if now is None else now
    begins, made, ended = at + overlap_s, list[dict[str, Any]](), list[dict[str, Any]]()
    for jwk in own:
        if jwk.get("kty") == "oct" or "exp" in jwk:
            continue
        made.append(_pair(jwk["crv"], jwk["use"], jwk["role"], jwk["connectors"], begins))
        jwk["exp"] = int(begins)
        ended.append(jwk)
    ends = {jwk["kid"] for jwk in ended}
    for jwk in others:
        if jwk.get("kid") in ends:
            jwk["exp"] = int(begins)
    _write(private, [*own, *made], WRITES)  # first: who wraps for a key must find somebody who has it
    _write(public, [*others, *map(_public, made)], 0o644)
    return list(map(_told, made)), list(map(_told, ended))


def share(private: str, role: str, to: str) -> None:
    """Writes there what of the file is for a process of that role: its own keys, and what it shares with others.

    Raises InvalidField where there is none.
    """
    its = [jwk for jwk in _read(private, private=True) if jwk.get("role") in (role, LINK)]
    if not any(jwk.get("use") == WRAPS for jwk in its):
        raise InvalidField(PRIVATE, f"{private} has no keys of a {role}, and one is started: tollbridge keys new "
                           f"--role {role} --private {private} --public FILE adds them")
    _write(to, its, WRITES)


def listed(private: str | None, public: str | None) -> list[Made]:
    """Of both files, each key once. Raises InvalidField."""
    found: dict[str, Made] = {}
    for file, its_private in ((private, True), (public, False)):
        for key in read_keys(file, its_private) if file is not None else ():
            found.setdefault(key.id, Made(id=key.id, use=key.use, kind=key.kind, role=key.role, nbf=key.nbf,
                                          connectors=tuple(sorted(key.connectors)), exp=key.exp))
    return list(found.values())


def _pair(curve: str, use: str, role: str, connectors: Sequence[str], begins: float) -> dict[str, Any]:
    from joserfc.jwk import ECKey, OKPKey

    key = ECKey.generate_key("P-256") if curve == "P-256" else OKPKey.generate_key(curve)  # type: ignore[arg-type]
    return {**key.as_dict(private=True), "kty": CURVES[curve], "use": use, "role": role, "connectors": list(connectors),
            "kid": f"{role}-{use}-{_day(begins)}-{secrets.token_hex(4)}", "nbf": int(begins)}


def _public(jwk: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in jwk.items() if name not in ("d", "k")}


def _told(jwk: dict[str, Any]) -> Made:
    return Made(id=jwk["kid"], use=jwk["use"], kind=jwk.get("crv", "oct"), role=jwk["role"], nbf=float(jwk["nbf"]),
                connectors=tuple(jwk["connectors"]), exp=jwk.get("exp"))


def _day(at: float) -> str:
    return time.strftime("%Y%m%d", time.gmtime(at))


def _both(private: str, public: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Raises InvalidField where one stands for the other: private keys would go to everybody."""
    if Path(private).resolve() == Path(public).resolve():
        raise InvalidField(PUBLIC, f"{public} is the private file, too: everybody is given the public one")
    return _read(private, private=True), _read(public, private=False)


def _read(file: str, *, private: bool) -> list[dict[str, Any]]:
    """As a process reads it, so that nothing is added to a file of the other kind. Raises InvalidField."""
    if not Path(file).exists():
        return []
    for _ in read_keys(file, private):
        pass
    return jwks_in(file, PRIVATE if private else PUBLIC)


def _write(file: str, keys: list[dict[str, Any]], mode: int) -> None:
    """Whole or not at all. Raises InvalidField."""
    path = Path(file).resolve()  # of a link, what it leads to
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as written:
            if path.exists() and os.name == "posix":  # a process reads it that may be another user's than ours
                os.fchown(written.fileno(), path.stat().st_uid, path.stat().st_gid)
            written.write(msgspec.json.format(msgspec.json.encode({"keys": keys}), indent=2) + b"\n")
            written.flush()
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise InvalidField("file", f"{file} cannot be written: {error.strerror}") from None
