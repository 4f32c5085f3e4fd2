"""The files of `tollbridge nats-config`: a server's configuration, keys of users, certificates, settings.

What is there already and secret is kept: another run adds a connector, or takes a caller away, and nobody else has to
be told anything new.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from tollbridge.bridge import access, nkeys
from tollbridge.bridge.access import Role
from tollbridge.bridge.certificates import Pair, authority, issued
from tollbridge.bridge.server.configuration import ServerOptions, authority as address, configuration, text_of
from tollbridge.bridge.streams import StreamOptions

SERVER, ACCESS, AUTHORITY = "nats-server.conf", "access.conf", "ca"
AUTHORITY_LASTS = timedelta(days=3650)
PRIVATE, SHOWN = 0o600, 0o644


class AccessOptions(Struct, frozen=True, kw_only=True):
    """`workers` are lists of connectors, one user each; `callers` names of users to the merchant they ask for, or `*`.
    `developers` read events. `hosts` are the names by which servers are reached.
    """

    workers: Sequence[Sequence[str]]
    callers: Mapping[str, str] = {}
    developers: Sequence[str] = ()
    hosts: Sequence[str] = ("localhost", "127.0.0.1")
    listen: tuple[str, int] = ("127.0.0.1", 4222)
    http_port: int = 8222
    replicas: int = 1
    lasts: timedelta = timedelta(days=365)

    @property
    def connectors(self) -> tuple[str, ...]:
        return tuple(name for names in self.workers for name in names)

    def roles(self) -> list[Role]:
        """Raises InvalidField, ValueError."""
        streams = StreamOptions(connectors=self.connectors, replicas=self.replicas)
        roles = [access.admin(), access.bridge(streams), access.auditor(streams),
                 *(access.worker(worker_user(names), names, streams) for names in self.workers),
                 *(access.caller(user, merchant) for user, merchant in self.callers.items()),
                 *map(access.developer, self.developers)]
        access.distinct(roles)
        if taken := sorted({role.user for role in roles} & {"server", AUTHORITY}):
            raise ValueError(f"{', '.join(taken)}: no name for a user, as files of that name are there already")
        return roles


def worker_user(connectors: Sequence[str]) -> str:
    return f"worker-{'-'.join(connectors)}"


class Folder:
    """What is in the directory, by user."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.server, self.access = self.path / SERVER, self.path / ACCESS
        self.authority = self.path / "tls" / "ca.pem"

    def certificate(self, user: str) -> Path:
        return self.path / "tls" / f"{user}.pem"

    def key(self, user: str) -> Path:
        return self.path / "tls" / f"{user}.key"

    def seed(self, user: str) -> Path:
        return self.path / "nkeys" / f"{user}.nk"

    def settings(self, user: str) -> Path:
        return self.path / "settings" / f"{user}.toml"

    @property
    def used(self) -> bool:
        return self.server.exists() or self.access.exists()


def write(folder: Folder, options: AccessOptions, *, renew: bool = False) -> list[Path]:
    """All files that were written. Seeds, keys and certificates that are there are kept; `renew`: certificates are
    made anew, by the authority that is there. Raises InvalidField, ValueError, OSError.
    """
    roles = options.roles()
    for each in (folder.path, folder.path / "tls", folder.path / "nkeys", folder.path / "settings"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = list(_certificates(folder, options, [role.user for role in roles], renew))
    for role in roles:
        if not folder.seed(role.user).exists():
            written.append(_put(folder.seed(role.user), f"{nkeys.new_seed()}\n".encode(), PRIVATE))
    proofs = {role.user: {"nkey": nkeys.public_key(nkeys.seed_in(str(folder.seed(role.user))))} for role in roles}
    written.append(_put(folder.access, text_of(access_settings(folder, roles, proofs)).encode(), PRIVATE))
    written.append(_put(folder.server, _server(folder, options).encode(), PRIVATE))
    for role in roles:
        lines = "\n".join([f"# Of the NATS user {role.user}: written by tollbridge nats-config.",
                           *_lines(settings_of(folder, options, role)), ""])
        written.append(_put(folder.settings(role.user), lines.encode(), PRIVATE))
    return written


def access_settings(folder: Folder, roles: Sequence[Role], proofs: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """For a server: accounts, users and TLS, in its own words (`ServerOptions.extra`)."""
    return {"accounts": access.accounts(roles, proofs), "tls": {
        "cert_file": str(folder.certificate("server")), "key_file": str(folder.key("server")),
        "ca_file": str(folder.authority), "verify": True}}


def settings_of(folder: Folder, options: AccessOptions, role: Role) -> dict[str, Any]:
    """What a process is told that connects as this user."""
    host = "127.0.0.1" if options.listen[0] in ("0.0.0.0", "::") else options.listen[0]  # noqa: S104 - a comparison
    bridge: dict[str, Any] = {
        "servers": [f"tls://{address(host, options.listen[1])}"], "nkey_file": str(folder.seed(role.user)),
        "inbox_prefix": role.inbox, "connectors": list(options.connectors), "replicas": options.replicas,
        "tls": {"ca_file": str(folder.authority), "cert_file": str(folder.certificate(role.user)),
                "key_file": str(folder.key(role.user))}}
    if role.apart:
        bridge["restricted"] = True
    its = next((names for names in options.workers if worker_user(names) == role.user), ())
    return {"bridge": bridge} | ({"worker": {"connectors": list(its)}} if its else {})


def _server(folder: Folder, options: AccessOptions) -> str:
    host, port = options.listen
    own = ServerOptions(host=host, port=port, http_port=options.http_port)
    text = configuration(own, port=port, http_port=options.http_port, data=str(folder.path / "data"))
    return f'{text}include "{ACCESS}"\n'


def _certificates(folder: Folder, options: AccessOptions, users: Sequence[str], renew: bool) -> Iterator[Path]:
    if not folder.authority.exists() or not folder.key(AUTHORITY).exists():
        made = authority("Tollbridge development", AUTHORITY_LASTS)
        yield _put(folder.key(AUTHORITY), made.key, PRIVATE)
        yield _put(folder.authority, made.certificate, SHOWN)
        renew = True  # those of another authority are of no use
    by = Pair(folder.authority.read_bytes(), folder.key(AUTHORITY).read_bytes())
    for name in ("server", *users):
        if renew or not folder.certificate(name).exists() or not folder.key(name).exists():
            pair = issued(by, name, options.lasts, hosts=options.hosts if name == "server" else ())
            yield _put(folder.key(name), pair.key, PRIVATE)
            yield _put(folder.certificate(name), pair.certificate, SHOWN)


def _put(path: Path, content: bytes, mode: int) -> Path:
    """As a whole or not at all, and never readable by others for a moment."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    beside.replace(path)
    return path


def _lines(values: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """TOML, one dotted key a line."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{at}{name}.")
        else:
            yield f"{at}{name} = {json.dumps(value)}"
