"""The options of a server of our own, and its configuration file as text.

The format is nats-server's: https://docs.nats.io/running-a-nats-service/configuration. Every string is quoted, and what
is special in it escaped, so that no name, path or password can become a setting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

MIB = 2**20
GIB = 2**30
LOOPBACK = "127.0.0.1"
ROUTE_USER, ROUTE_S = "route", 5
"""Of servers among themselves; and how long a handshake may take where a machine is busy."""

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_PLAIN_KEY = re.compile(r"(?!include$)[a-z_]+")
_KEY = re.compile(r"[^\"'\\\x00-\x1f]+")
_SPECIAL = re.compile(r"[\"\\\x00-\x1f\x7f]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class ServerOptions(Struct, frozen=True, kw_only=True):
    """Raises ValueError, which names every field that is wrong."""

    host: str = LOOPBACK
    port: int = 0
    """0 takes a free one, and keeps it over restarts."""
    http_port: int = 0
    """Of its monitoring, which has no password and so listens on the loopback only. 0 takes a free one."""
    data: str | None = None
    """The directory of configuration, log and streams. None takes a temporary one, removed at the end."""
    name: str = "tollbridge"
    sync_always: bool = True
    """Whether what it acknowledges is on the disk. Without, a power cut takes up to two minutes of it."""
    max_payload: int = MIB
    """Bytes of one message."""
    max_mem: int = GIB
    """Bytes of all streams in memory."""
    max_file: int = 64 * GIB
    """Bytes of all streams on the disk; what streams reserve by `max_bytes` counts, used or not."""
    extra: Mapping[str, Any] = {}
    """More settings, in nats-server's words: `{"accounts": {...}}`. It adds; it cannot change what is set here."""
    include: str | None = None
    """A file with more of them, such as the `access.conf` of `tollbridge nats-config`."""

    def __post_init__(self) -> None:
        wrong = list(_problems(self))
        if wrong:
            raise ValueError("nats-server: " + "; ".join(wrong))

    def __repr__(self) -> str:
        """Without `extra`, which may hold passwords."""
        return f"ServerOptions(name={self.name!r}, host={self.host!r}, port={self.port}, data={self.data!r})"


class RouteProof(Struct, frozen=True, kw_only=True):
    """How servers of a cluster prove to each other that they are: by certificates of an authority that makes no others,
    and a password. Who is taken for a server has every message.
    """

    cert_file: str
    key_file: str
    ca_file: str
    password: str

    def __repr__(self) -> str:
        return f"RouteProof({self.cert_file!r})"


class Member(Struct, frozen=True, kw_only=True):
    """How a server takes part in a cluster."""

    cluster: str
    port: int
    """For the other servers."""
    routes: Sequence[int | str]
    """HOST:PORT of all servers of the cluster, or ports on the loopback; its own may be among them."""
    host: str = LOOPBACK
    proof: RouteProof | None = None
    """None: whoever reaches the port is taken for a server."""


def _problems(options: ServerOptions) -> Iterator[str]:
    if not options.host or re.search(r"[\s/\[\]]", options.host):
        yield f"host: {options.host!r} is no host name or address"
    for field in ("port", "http_port"):
        if not 0 <= getattr(options, field) <= 65535:
            yield f"{field}: {getattr(options, field)} is no port: 1 to 65535, or 0 for a free one"
    if options.port and options.port == options.http_port:
        yield f"http_port: {options.http_port} is `port` as well: take another, or 0 for a free one"
    if options.data == "":
        yield "data: an empty path: name a directory, or leave it out for a temporary one"
    if not _NAME.fullmatch(options.name):
        yield f"name: {options.name!r}: 1 to 64 letters, digits, dots, dashes and underscores"
    for field in ("max_payload", "max_mem", "max_file"):
        if getattr(options, field) < 1:
            yield f"{field}: {getattr(options, field)} bytes: one at least"
    if options.max_payload > 64 * MIB:
        yield f"max_payload: {options.max_payload} bytes: {64 * MIB} at most, says nats-server"
    try:
        _join(_settings(options, options.port, options.http_port, "", None), options.extra, "extra")
        "".join(_lines(options.extra, ""))
    except ValueError as error:
        yield str(error)


def configuration(options: ServerOptions, *, port: int, http_port: int, data: str, member: Member | None = None) -> str:
    """The text of the file. Ports and directory are told apart, since the options may leave them open."""
    settings = _settings(options, port, http_port, data, member)
    text = "".join(_lines(_join(settings, options.extra, "extra"), ""))
    if options.include is not None:  # nats-server reads a path as one from its configuration's directory on
        text += f"include {_quoted(os.path.relpath(options.include, data))}\n"
    return text


def text_of(settings: Mapping[str, Any]) -> str:
    """Settings in nats-server's words, as a file to be included. Raises ValueError for what cannot be written."""
    return "".join(_lines(settings, ""))


def authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _settings(options: ServerOptions, port: int, http_port: int, data: str, member: Member | None) -> dict[str, Any]:
    jetstream: dict[str, Any] = {
        "store_dir": data, "max_memory_store": options.max_mem, "max_file_store": options.max_file,
    }
    if options.sync_always:
        jetstream["sync_interval"] = "always"
    settings: dict[str, Any] = {
        "server_name": options.name,
        "listen": authority(options.host, port),
        "http": authority(LOOPBACK, http_port),
        "max_payload": options.max_payload,
        # As short as nats-server allows. Clients are told, and leave within the grace where they can.
        "lame_duck_duration": "30s",
        "lame_duck_grace_period": "1s",
        "jetstream": jetstream,
    }
    if member is not None:
        settings["cluster"] = _cluster(member)
    return settings


def _cluster(member: Member) -> dict[str, Any]:
    to = [each if isinstance(each, str) else authority(LOOPBACK, each) for each in member.routes]
    its: dict[str, Any] = {"name": member.cluster, "listen": authority(member.host, member.port), "no_advertise": True}
    proof = member.proof
    if proof is None:
        return {**its, "routes": [f"nats-route://{each}" for each in to]}
    return {**its, "routes": [f"nats-route://{ROUTE_USER}:{proof.password}@{each}" for each in to],
            "authorization": {"user": ROUTE_USER, "password": proof.password, "timeout": ROUTE_S},
            "tls": {"cert_file": proof.cert_file, "key_file": proof.key_file, "ca_file": proof.ca_file, "verify": True,
                    "timeout": ROUTE_S}}


def _join(ours: Mapping[str, Any], more: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Both; raises ValueError where `more` names what is set."""
    joined = dict(ours)
    for key, value in more.items():
        # nats-server reads keys whatever their case: `Listen` would be `listen` once more.
        same = next((known for known in ours if known == str(key).lower()), None)
        if same is None:
            joined[key] = value
        elif isinstance(ours[same], Mapping) and isinstance(value, Mapping):
            joined[same] = _join(ours[same], value, f"{path}.{key}")
        else:
            raise ValueError(f"{path}.{key}: is set already: use the options for it")
    return joined


def _lines(settings: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in settings.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise ValueError(f"extra: {key!r} is no key: text without quotes, backslashes and control characters")
        name = key if _PLAIN_KEY.fullmatch(key) else f'"{key}"'
        if isinstance(value, Mapping):
            yield f"{indent}{name} {{\n"
            yield from _lines(value, indent + "  ")
            yield f"{indent}}}\n"
        else:
            yield f"{indent}{name}: {_value(value, key)}\n"


def _value(value: object, key: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{\n" + "".join(_lines(value, "  ")) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(each, key) for each in value) + "]"
    raise ValueError(f"extra: {key}: {type(value).__name__} cannot be written: text, whole numbers, true and false, "
                     "lists and mappings of them can")


def _quoted(text: str) -> str:
    """In double quotes, in which nats-server reads the escapes \\t \\n \\r \\" \\\\ and \\xNN, and no `$variable`."""
    escaped = _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or f"\\x{ord(found[0]):02x}", text)
    return f'"{escaped}"'
