"""The guard against requests into the own network (SSRF): URLs that others give lead to public addresses only.

What it refuses is what the registries of special addresses hold (https://www.iana.org/assignments/
iana-ipv4-special-registry, iana-ipv6-special-registry, as of 2026-11), written out here because what Python's
`is_global` holds has changed between patch releases. Of IPv6, all but the global unicast block is refused, and within
it what leads to an IPv4 address that would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from msgspec.structs import replace

from tollbridge.domain.errors import BadInput, InvalidField
from tollbridge.transport import Guard
from tollbridge.transport.hosts import Address, HostList, Network, bare, literal, plain
from tollbridge.transport.wire import Origin, split_url

FIELD = "base_url"

_REFUSED: tuple[tuple[Network, str], ...] = tuple((ip_network(block), why) for block, why in {
    "0.0.0.0/8": "unspecified", "10.0.0.0/8": "private", "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback", "168.63.129.16/32": "the cloud's own service", "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private", "192.0.0.0/24": "reserved", "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "reserved", "192.168.0.0/16": "private", "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation", "203.0.113.0/24": "documentation", "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
    "::/128": "unspecified", "::1/128": "loopback", "fc00::/7": "private", "fe80::/10": "link-local",
    "fec0::/10": "private", "ff00::/8": "multicast", "2001::/23": "reserved", "2001:db8::/32": "documentation",
    "2002::/16": "6to4", "3fff::/20": "documentation",
}.items())
_GLOBAL = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = {0x0000_5EFE, 0x0200_5EFE}  # the upper half of an interface id whose lower half is an IPv4 address
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
"""A last label that systems read as part of an IPv4 address: 127.1, 0x7f000001, 2130706433, 0177.0.0.1."""
_OWN_NAMES = (".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home.arpa")


def check_url(url: str, guard: Guard | None = None, field: str = FIELD) -> None:
    """Whether a URL that somebody else gave may be used, as far as the URL itself tells: nothing is resolved or sent.

    For return and webhook URLs as much as for those that are called. A fragment is left to whoever opens it.
    Raises InvalidField with the name of the field, and with what to do.

    >>> check_url("https://shop.example.com/return#paid", field="return_url")
    >>> check_url("https://169.254.169.254/latest/meta-data", field="return_url")
    Traceback (most recent call last):
    tollbridge.domain.errors.InvalidField: return_url: https://169.254.169.254:443 is no public address (link-local)...
    """
    try:
        origin, _ = split_url(url.partition("#")[0])
    except BadInput as error:
        raise InvalidField(field, str(error).replace(" (see base_url)", "")) from None
    _rules(guard or Guard()).check(origin, field)


def allowing(guard: Guard, urls: Iterable[str]) -> Guard:
    """The guard, with the hosts and ports of these URLs on its list: those that the operator set, not callers.

    Raises BadInput for what is no URL.
    """
    origins = [split_url(url)[0] for url in urls]
    return replace(guard, allow=(*guard.allow, *(f"{origin.host}:{origin.port}" for origin in origins)))


class GuardRules:
    """A guard, ready to ask."""

    def __init__(self, guard: Guard, proxies: Iterable[tuple[str, int]] = ()) -> None:
        """`proxies` are hosts and ports of our own proxies: no target either. Raises BadInput for a bad list."""
        self._guard = guard
        self._proxies = frozenset(proxies)
        self._allow = HostList(guard.allow, "guard.allow", below=False)
        self.pass_target = lru_cache(maxsize=1024)(self._check_target)

    def _check_target(self, origin: Origin) -> None:
        self.check(origin, FIELD)

    def check(self, origin: Origin, field: str) -> None:
        """What the URL itself tells. Raises InvalidField."""
        if self._allow.has(origin.host, origin.port):
            return
        why = self._why_refused(origin)
        if why is not None:
            raise InvalidField(field, f"{origin} {why}; if it is meant, guard.allow has to list it")

    def _why_refused(self, origin: Origin) -> str | None:
        host = bare(origin.host)
        address = literal(host)
        if self._guard.https_only and origin.scheme != "https":
            return "is plain http: only https is permitted here"
        if self._guard.ports and origin.port not in self._guard.ports:
            return f"has a port that is not permitted here ({', '.join(map(str, self._guard.ports))} are)"
        if (host, origin.port) in self._proxies:
            return "is a proxy of ours"
        if address is not None:
            kind = special(address)
            return None if kind is None else f"is no public address ({kind})"
        if _NUMERIC.fullmatch(host):
            return "is an IPv4 address in an odd spelling: four decimal numbers, as in 192.0.2.7, are permitted"
        if "." not in host or host.endswith(_OWN_NAMES):
            return "is a name of the own network"
        return None

    def check_resolved(self, host: str, port: int, addresses: Iterable[str]) -> None:
        """What a host resolved to, all of it: a name that is half public is no processor's. Raises InvalidField.

        The addresses are not told: whoever gives URLs is not to learn how the own network is laid out.
        """
        if self._allow.has(host, port):
            return
        for text in addresses:
            address = ip_address(text.partition("%")[0])
            if special(address) is not None and not self._allow.has_address(address, port):
                raise InvalidField(FIELD, f"{bare(host)} does not resolve to public addresses alone; if that is "
                                          "meant, guard.allow has to list it")


@lru_cache(maxsize=16)
def _rules(guard: Guard) -> GuardRules:
    return GuardRules(guard)


def special(address: Address) -> str | None:
    """What an address is for, where that is not the public internet."""
    address = plain(address)
    for network, why in _REFUSED:
        if address in network:
            return why
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return special(_low_half(address))
    if address not in _GLOBAL:
        return "reserved"
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP and special(_low_half(address)) is not None:
        return "ISATAP"
    return None


def _low_half(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFF_FFFF)
