"""The files of `tollbridge nats-config`: a server's configuration, keys of users, certificates, settings.

What is there already and secret is kept: another run adds a connector, or takes a caller away, and nobody else has to
be told anything new.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from tollbridge.bridge import access, nkeys
from tollbridge.bridge.access import Role
from tollbridge.bridge.certificates import Pair, authority, issued
from tollbridge.bridge.server.configuration import (
    Member,
    RouteProof,
    ServerOptions,
    authority as address,
    configuration,
    text_of,
)
from tollbridge.bridge.streams import StreamOptions

SERVER, ACCESS, AUTHORITY = "nats-server", "access.conf", "ca"
ROUTE, ROUTE_AUTHORITY = "route", "route-ca"
NOT_USERS = ("server", AUTHORITY, ROUTE, ROUTE_AUTHORITY)
MOST_CHARACTERS = 64
"""Of a user's name: it is part of subjects."""
AUTHORITY_LASTS = timedelta(days=3650)
PRIVATE, SHOWN = 0o600, 0o644


class Node(NamedTuple):
    """A server of a cluster: where clients reach it, and where the other servers do."""

    host: str
    port: int
    route_port: int


class AccessOptions(Struct, frozen=True, kw_only=True):
    """`workers` are lists of connectors, one user each, `others` those names that are none of ours; `callers` names of
    users to the merchant they ask for, or `*`, and `developers` to whose events they read. `hosts` are the names by
    which servers are reached. `nodes` are the servers of a cluster; without any there is one, at `listen`.
    """

    workers: Sequence[Sequence[str]]
    others: Sequence[str] = ()
    callers: Mapping[str, str] = {}
    developers: Mapping[str, str] = {}
    hosts: Sequence[str] = ("localhost", "127.0.0.1")
    listen: tuple[str, int] = ("127.0.0.1", 4222)
    nodes: Sequence[Node] = ()
    http_port: int = 8222
    replicas: int = 1
    lasts: timedelta = timedelta(days=365)

    @property
    def connectors(self) -> tuple[str, ...]:
        return tuple(name for names in self.workers for name in names)

    @property
    def places(self) -> list[tuple[str, int]]:
        """Where clients reach each server."""
        return [(node.host, node.port) for node in self.nodes] or [self.listen]

    def roles(self) -> list[Role]:
        """Raises InvalidField, ValueError."""
        streams = StreamOptions(connectors=self.connectors, replicas=self.replicas)
        roles = [access.admin(), access.bridge(streams), access.auditor(streams),
                 *(access.worker(worker_user(names), names, streams) for names in self.workers),
                 *(access.caller(user, merchant) for user, merchant in self.callers.items()),
                 *(access.developer(user, merchant) for user, merchant in self.developers.items())]
        access.distinct(roles)
        if taken := sorted({role.user for role in roles} & set(NOT_USERS)):
            raise ValueError(f"{', '.join(taken)}: no name for a user, as files of that name are there already")
        return roles


def worker_user(connectors: Sequence[str]) -> str:
    """Named by its connectors; of many by the first and a digest of all, as a name has 64 characters at most."""
    name = f"worker-{'-'.join(connectors)}"
    if len(name) <= MOST_CHARACTERS:
        return name
    digest = hashlib.sha256(",".join(connectors).encode()).hexdigest()[:8]
    return f"worker-{connectors[0][:30]}-and-{len(connectors) - 1}-{digest}"


class Folder:
    """What is in the directory, by user."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.access = self.path / ACCESS
        self.authority = self.certificate(AUTHORITY)
        self.password = self.path / "nkeys" / "route.password"

    def servers(self, options: AccessOptions) -> list[Path]:
        """The configuration of each server."""
        return [self.path / f"{SERVER}{f'-{number}' if options.nodes else ''}.conf"
                for number in range(1, len(options.places) + 1)]

    @property
    def proof(self) -> RouteProof:
        """Of servers among themselves. Raises OSError where there is none."""
        return RouteProof(cert_file=str(self.certificate(ROUTE)), key_file=str(self.key(ROUTE)),
                          ca_file=str(self.certificate(ROUTE_AUTHORITY)), password=self.password.read_text().strip())

    def certificate(self, user: str) -> Path:
        return self.path / "tls" / f"{user}.pem"

    def key(self, user: str) -> Path:
        return self.path / "tls" / f"{user}.key"

    def seed(self, user: str) -> Path:
        return self.path / "nkeys" / f"{user}.nk"

    def settings(self, user: str) -> Path:
        return self.path / "settings" / f"{user}.toml"

    def users(self) -> set[str]:
        """Those that have settings here, of earlier runs too."""
        return {file.stem for file in (self.path / "settings").glob("*.toml")}

    @property
    def used(self) -> bool:
        return self.access.exists()


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
    for file, text in zip(folder.servers(options), _servers(folder, options), strict=True):
        written.append(_put(file, text.encode(), PRIVATE))
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
    places = [("127.0.0.1" if host in ("0.0.0.0", "::") else host, port)  # noqa: S104 - a comparison
              for host, port in options.places]
    bridge: dict[str, Any] = {
        "servers": [f"tls://{address(host, port)}" for host, port in places], "nkey_file": str(folder.seed(role.user)),
        "inbox_prefix": role.inbox, "connectors": list(options.connectors), "replicas": options.replicas,
        "tls": {"ca_file": str(folder.authority), "cert_file": str(folder.certificate(role.user)),
                "key_file": str(folder.key(role.user))}}
    if places == [("127.0.0.1", options.listen[1])] and not options.nodes:  # else it is not reached from everywhere
        bridge["monitoring"] = [f"http://127.0.0.1:{options.http_port}"]
    if role.apart:
        bridge["restricted"] = True
    if its_others := [name for name in options.connectors if name in options.others]:
        bridge["other_connectors"] = its_others
    its = next(([name for name in names if name not in options.others] for names in options.workers
                if worker_user(names) == role.user), [])
    return {"bridge": bridge} | ({"worker": {"connectors": its}} if its else {})


def _servers(folder: Folder, options: AccessOptions) -> Iterator[str]:
    """The configuration of each server. Those on one machine count up from `http_port`."""
    hosts = [host for host, _ in options.places]
    for number, (host, port) in enumerate(options.places):
        http_port, name, member = options.http_port + hosts[:number].count(host), "tollbridge", None
        data = folder.path / "data"
        if options.nodes:
            name = f"{name}-{number + 1}"
            member = Member(cluster="tollbridge", host=host, port=options.nodes[number].route_port, proof=folder.proof,
                            routes=[address(node.host, node.route_port) for node in options.nodes])
            data /= name
        own = ServerOptions(host=host, port=port, http_port=http_port, name=name)
        text = configuration(own, port=port, http_port=http_port, data=str(data), member=member)
        yield f'{text}include "{ACCESS}"\n'


def _certificates(folder: Folder, options: AccessOptions, users: Sequence[str], renew: bool) -> Iterator[Path]:
    yield from _issued(folder, options, AUTHORITY, "Tollbridge development", ("server", *users), renew)
    if not options.nodes:
        return
    yield from _issued(folder, options, ROUTE_AUTHORITY, "Tollbridge development, routes", (ROUTE,), renew)
    if not folder.password.exists():
        yield _put(folder.password, f"{secrets.token_hex(32)}\n".encode(), PRIVATE)


def _issued(folder: Folder, options: AccessOptions, by: str, called: str, names: Sequence[str], renew: bool,
            ) -> Iterator[Path]:
    if not folder.certificate(by).exists() or not folder.key(by).exists():
        made = authority(called, AUTHORITY_LASTS)
        yield _put(folder.key(by), made.key, PRIVATE)
        yield _put(folder.certificate(by), made.certificate, SHOWN)
        renew = True  # those of another authority are of no use
    its = Pair(folder.certificate(by).read_bytes(), folder.key(by).read_bytes())
    for name in names:
        if renew or not folder.certificate(name).exists() or not folder.key(name).exists():
            pair = issued(its, name, options.lasts, hosts=options.hosts if name in NOT_USERS else (),
                          both=name == ROUTE)
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
