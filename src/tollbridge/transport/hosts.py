"""Lists of hosts, as the settings hold them: who is called without a proxy, whom the guard lets pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

from tollbridge.domain.errors import BadInput

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_BRACKETED = re.compile(r"\[([0-9a-f:.]+)\](?::([0-9]+))?")
_NAME = re.compile(r"\.?[0-9a-z_](?:[0-9a-z._-]*[0-9a-z_])?")


def bare(host: str) -> str:
    """A host name as it is compared: in lower case, without brackets and the dot of a full name."""
    return host.lower().rstrip(".").strip("[]")


def literal(host: str) -> Address | None:
    """The address that a host is, in its usual spelling; None for a name. One of IPv4 within IPv6 is of IPv4."""
    try:
        return plain(ip_address(bare(host)))
    except ValueError:
        return None


def plain(address: Address) -> Address:
    """An IPv4-mapped address (::ffff:192.0.2.1) is an IPv4 address: that is where the system connects to."""
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


class _Entry(NamedTuple):
    """One line of a list; `port` None is any. Of the others one is set: `*` is the suffix ""."""

    port: int | None
    name: str | None = None
    suffix: str | None = None
    network: Network | None = None


class HostList:
    """Hosts by name, suffix, address and block. `below`: whether `example.com` stands for the hosts below it too."""

    def __init__(self, patterns: Iterable[str], field: str, *, below: bool) -> None:
        """Raises BadInput naming the field and the first entry that is none."""
        self._entries = tuple(_read(pattern, field) for pattern in patterns)
        self._below = below

    def has(self, host: str, port: int) -> bool:
        """Whether a host, as it stands in a URL, is on the list."""
        if not self._entries:
            return False
        address = literal(host)
        if address is not None:
            return self.has_address(address, port)
        name = bare(host)
        return any(entry.port in (None, port) and self._names(entry, name) for entry in self._entries)

    def _names(self, entry: _Entry, name: str) -> bool:
        if entry.suffix is not None:
            return name.endswith(entry.suffix)
        return entry.name is not None and (name == entry.name or (self._below and name.endswith(f".{entry.name}")))

    def has_address(self, address: Address, port: int) -> bool:
        address = plain(address)
        return any(entry.port in (None, port) and (entry.suffix == "" or (
            entry.network is not None and address in entry.network)) for entry in self._entries)


def _read(pattern: str, field: str) -> _Entry:
    text = pattern.strip().lower()
    if text == "*":
        return _Entry(None, suffix="")
    try:
        if "/" in text:
            return _Entry(None, network=ip_network(text, strict=False))
        host, port = _host_and_port(text)
        address = literal(host)
        if address is not None:
            return _Entry(port, network=ip_network(address))
    except ValueError:
        raise _unreadable(pattern, field) from None
    host = host.removeprefix("*").rstrip(".")
    if _NAME.fullmatch(host) is None or (host[0] != "." and text[0] == "*"):
        raise _unreadable(pattern, field)
    return _Entry(port, suffix=host) if host[0] == "." else _Entry(port, name=host)


def _host_and_port(text: str) -> tuple[str, int | None]:
    if text.startswith("["):
        found = _BRACKETED.fullmatch(text)
        if found is None:
            raise ValueError
        host, port = found.groups()
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    else:
        return text, None  # a name, or an IPv6 address
    number = None if port is None else int(port)
    if number is not None and not 0 < number < 65536:
        raise ValueError
    return host, number


def _unreadable(pattern: str, field: str) -> BadInput:
    return BadInput(f"{field}: {pattern!r} is no host (example.com, .example.com), address (192.0.2.7, [2001:db8::7]), "
                    "block (192.0.2.0/24) or *; a name is in ASCII (xn--...), and a port may follow (example.com:8443)",
                    field)
