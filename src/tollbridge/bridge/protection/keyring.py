"""The keys of a process, and the public ones of all, from JWK Set files (RFC 7517).

The private file has what this process unwraps and signs with, the public one everybody's halves. Beside RFC 7517's own,
a key has members `role` (bridge or worker), `connectors` (those that it is for; "*" is all), `nbf` and `exp` (epoch
seconds). From `nbf` on it is used for what is new, until `exp`; what is old it goes on to unwrap, and to prove, for as
long as it is in the file. Files that changed are read again, at once where a key is missing: rotation takes no restart.
"""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge.bridge.protection.envelope import unb64
from tollbridge.bridge.protection.options import BRIDGE, WORKER
from tollbridge.domain.errors import InvalidField

LINK = "link"
ROLES = (BRIDGE, WORKER)
WRAPS, SIGNS = "enc", "sig"
LOOK_S = 15.0
LEAST_SECRET = 32
CURVES = {"X25519": "OKP", "P-256": "EC", "Ed25519": "OKP"}
_log = logging.getLogger("tollbridge.bridge")
_PRIVATE = frozenset({"d", "k"})


class RingKey(Struct, frozen=True, kw_only=True):
    """One key; `jwk` is what the library takes, `secret` whether it is more than a public half."""

    id: str
    use: str
    role: str
    connectors: frozenset[str]
    kind: str
    nbf: float = 0.0
    exp: float | None = None
    secret: bool = False
    jwk: Any = None
    raw: Any = None

    def __repr__(self) -> str:
        return f"RingKey({self.id}: {self.use} {self.kind} of {self.role})"

    def __reduce__(self) -> Any:
        raise TypeError("a key is not written down")

    def fits(self, connector: str) -> bool:
        return "*" in self.connectors or connector in self.connectors

    def current(self, now: float) -> bool:
        return self.nbf <= now and (self.exp is None or now < self.exp)


class KeyRing:
    """Raises InvalidField for files that cannot be used; of a file that becomes so later, what it said before counts.
    """

    def __init__(self, private_keys: str, public_keys: str, clock: Callable[[], float] = time.time) -> None:
        self._files = {"private_keys": private_keys, "public_keys": public_keys}
        self._clock = clock
        self._stamps: dict[str, tuple[int, int, int]] = {}
        self._looked = time.monotonic()
        self._role, self._connectors = "", frozenset[str]()
        self.own: Mapping[str, RingKey] = {}
        self.others: Mapping[str, RingKey] = {}
        self.problem = ""
        """Why the files, as they are now, are not used."""
        self._read()
        if not any(key.use == WRAPS for key in self.own.values()):
            raise InvalidField("bridge.protection.private_keys", "has no key with \"use\": \"enc\": nothing could be "
                               "decrypted; tollbridge keys new makes one")

    def require(self, role: str, connectors: Collection[str] = ()) -> None:
        """That the private keys are of this role and, for a worker, of its connectors: what others sign is believed by
        nobody. From now on; a file that changes to another's is not used. Raises InvalidField.
        """
        _whose(self.own.values(), self._files["private_keys"], role, connectors)
        self._role, self._connectors = role, frozenset(connectors)

    def recipients(self, connector: str) -> list[RingKey]:
        """Whom a new data key of the connector is wrapped for."""
        self._now_and_then()
        now = self._clock()
        return [key for key in self.others.values() if key.use == WRAPS and key.fits(connector) and key.current(now)]

    def opener(self, key_id: str) -> RingKey | None:
        key = self.own.get(key_id)
        if key is None and self.look():
            key = self.own.get(key_id)
        return key if key is not None and key.use == WRAPS else None

    def signer(self, connector: str) -> RingKey | None:
        """The newest that is in use. A secret of the link goes before a key of one's own: that it is there is what
        chooses HMAC.
        """
        self._now_and_then()
        now = self._clock()
        fit = [key for key in self.own.values() if key.use == SIGNS and key.fits(connector) and key.current(now)]
        return max(fit, key=lambda key: (key.kind == "oct", key.nbf, key.id), default=None)

    def prover(self, key_id: str, connector: str) -> RingKey | None:
        """Whose signature it is: a public key, or a secret of the link."""
        key = self._proving(key_id)
        if key is None and self.look():
            key = self._proving(key_id)
        return key if key is not None and key.use == SIGNS and key.fits(connector) else None

    def _proving(self, key_id: str) -> RingKey | None:
        own = self.own.get(key_id)
        return own if own is not None and own.kind == "oct" else self.others.get(key_id)

    def _now_and_then(self) -> None:
        if time.monotonic() - self._looked >= LOOK_S:
            self.look()

    def look(self) -> bool:
        """Whether a file has changed, and is read again."""
        self._looked = time.monotonic()
        try:
            if {name: _stamp(file) for name, file in self._files.items()} == self._stamps:
                return False
            self._read()
        except InvalidField as error:
            if str(error) != self.problem:
                _log.error("key files cannot be used, and those read before are: %s", error)
            self.problem = str(error)
            return False
        self.problem = ""
        return True

    def _read(self) -> None:
        stamps, found = {}, {}
        for name, file in self._files.items():
            stamps[name] = _stamp(file)
            found[name] = {key.id: key for key in read_keys(file, name == "private_keys")}
        if self._role:
            _whose(found["private_keys"].values(), self._files["private_keys"], self._role, self._connectors)
        self.own, self.others, self._stamps = found["private_keys"], found["public_keys"], stamps


def _whose(own: Collection[RingKey], file: str, role: str, connectors: Collection[str]) -> None:
    """Raises InvalidField where they are not this role's, and its connectors'."""
    field, make = "bridge.protection.private_keys", f"tollbridge keys new --role {role}"
    for other in sorted({key.role for key in own} - {role, LINK}):
        raise InvalidField(field, f"{file} holds keys of a {other}, and this is a {role}: nothing that it signs would "
                           f"be believed. Name a file of the {role}'s own; {make} makes one")
    for use, lacks in ((WRAPS, "decrypts"), (SIGNS, "signs")):
        its = [key for key in own if key.use == use]
        if not its:
            raise InvalidField(field, f"{file} has no key that {lacks}: {make} makes one"
                               f"{', tollbridge keys link one that is shared' if use == SIGNS else ''}")
        if without := sorted(name for name in connectors if not any(key.fits(name) for key in its)):
            raise InvalidField(field, f"{file} has no key that {lacks} for {', '.join(without)}, which this {role} "
                               f"works for: {make} --connectors {','.join(without)}")


def _stamp(file: str) -> tuple[int, int, int]:
    try:
        its = Path(file).stat()
    except OSError as error:
        raise InvalidField("bridge.protection", f"{file} cannot be read: {error.strerror}") from None
    return its.st_mtime_ns, its.st_size, its.st_ino


def read_keys(file: str, private: bool) -> Iterator[RingKey]:
    """Raises InvalidField: in its text is nothing of a key."""
    field = f"bridge.protection.{'private' if private else 'public'}_keys"
    found = jwks_in(file, field)
    if private and os.name == "posix" and any(_PRIVATE & jwk.keys() for jwk in found) and (
            stat.S_IMODE(Path(file).stat().st_mode) & 0o077):
        raise InvalidField(field, f"{file} may be read by others than its owner: chmod 600, and where somebody may "
                           "have read it, make its keys anew")
    for at, jwk in enumerate(found):
        try:
            key = _ring_key(jwk)
        except Exception as error:  # noqa: BLE001 - which library minds, and why, may quote the key
            why = str(error) if type(error) is InvalidField else "is no JWK that the bridge uses"
            raise InvalidField(f"{field}[{at}]", f"{why} (of {file})") from None
        if key.secret and not private:
            raise InvalidField(f"{field}[{at}]", f"has a private half: {file} is given to everybody")
        if private and not key.secret:
            raise InvalidField(f"{field}[{at}]", f"has no private half: {file} is a public file")
        yield key


def jwks_in(file: str, field: str) -> list[dict[str, Any]]:
    """Raises InvalidField."""
    try:
        content = msgspec.json.decode(Path(file).read_bytes())
    except OSError as error:
        raise InvalidField(field, f"{file} cannot be read: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InvalidField(field, f"{file} is not JSON: tollbridge keys new writes one") from None
    found = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InvalidField(field, f'{file} is no JWK Set: {{"keys": [...]}}')
    return found


def _ring_key(jwk: dict[str, Any]) -> RingKey:
    """Raises InvalidField with a text of ours, and what the library raises."""
    its_id, use, role = str(jwk.get("kid", "")), jwk.get("use"), jwk.get("role")
    if not its_id or any(letter.isspace() for letter in its_id):
        raise InvalidField("kid", "must be there, without spaces")
    connectors = jwk.get("connectors")
    if not isinstance(connectors, list) or not connectors:
        raise InvalidField("connectors", 'must name those that the key is for, or ["*"]')
    found = RingKey(
        id=its_id, use=str(use), role=str(role), connectors=frozenset(map(str, connectors)), kind=str(jwk.get("crv")),
        nbf=float(jwk.get("nbf", 0)), exp=None if jwk.get("exp") is None else float(jwk["exp"]),
        secret=bool(_PRIVATE & jwk.keys()))
    if jwk.get("kty") == "oct":
        secret = unb64(str(jwk.get("k", "")).encode())
        if use != SIGNS or len(secret) < LEAST_SECRET:
            raise InvalidField("k", f"must be {LEAST_SECRET} bytes or more, for signatures alone")
        return replace(found, role=LINK, kind="oct", raw=secret)
    if role not in ROLES:
        raise InvalidField("role", f"must be {' or '.join(ROLES)}")
    if found.kind not in CURVES or (found.kind == "Ed25519") != (use == SIGNS) or use not in (WRAPS, SIGNS):
        raise InvalidField("crv", "must be X25519 or P-256 with use enc, Ed25519 with use sig")
    from joserfc.jwk import ECKey, OKPKey

    bare: Any = {name: jwk[name] for name in ("kty", "crv", "x", "y", "d", "kid") if name in jwk}
    key: Any = (ECKey if found.kind == "P-256" else OKPKey).import_key(bare)
    raw = None if found.kind != "Ed25519" else key.private_key if found.secret else key.public_key
    return replace(found, jwk=key, raw=raw)
