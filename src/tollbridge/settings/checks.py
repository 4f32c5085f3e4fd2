"""What does not go together, though each setting is right by itself. All of it is told, not the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path as File
from urllib.parse import urlsplit

from tollbridge.domain.errors import BadInput, InvalidField
from tollbridge.settings.bridge_checks import bridge_conflicts
from tollbridge.settings.kinds import is_loopback
from tollbridge.settings.problems import Conflict, Path
from tollbridge.settings.readable import unreadable
from tollbridge.settings.tree import Settings
from tollbridge.transport import Guard
from tollbridge.transport.guard import check_url
from tollbridge.transport.hosts import HostList


def conflicts(settings: Settings) -> Iterator[Conflict]:
    """Everything that keeps these settings from being used."""
    for check in (_edges, _tls, _off_loopback, _kept_credentials, _tokens, _transport, _hosts, _open_to_others,
                  _connectors, _telemetry, _accounts, _webhooks, bridge_conflicts):
        yield from check(settings)


def _edges(its: Settings) -> Iterator[Conflict]:
    grpc, http = its.grpc, its.http
    if not grpc.enabled and not http.enabled:
        yield Conflict(("grpc", "enabled"), "nothing is served: set grpc.enabled or http.enabled",
                       (("http", "enabled"),))
    if grpc.enabled and http.enabled and grpc.port == http.port != 0:
        yield Conflict(("http", "port"), f"is gRPC's too: set one of them to another port than {http.port}",
                       (("grpc", "port"),))


def _tls(its: Settings) -> Iterator[Conflict]:
    for one, other in (("cert_file", "key_file"), ("key_file", "cert_file")):
        if getattr(its.tls, one) and not getattr(its.tls, other):
            yield Conflict(("tls", one), f"needs tls.{other} beside it", (("tls", other),))
    if its.tls.client_ca_file and not its.tls.cert_file:
        yield Conflict(("tls", "client_ca_file"), "needs tls.cert_file and tls.key_file: client certificates are shown "
                       "within TLS", (("tls", "cert_file"),))
    for name in ("cert_file", "key_file", "client_ca_file"):
        yield from _readable(("tls", name), getattr(its.tls, name))


def _off_loopback(its: Settings) -> Iterator[Conflict]:
    for name, edge in (("grpc", its.grpc), ("http", its.http)):
        if not edge.enabled or is_loopback(edge.host):
            continue
        path: Path = (name, "host")
        if not its.tls.cert_file and not its.tls.allow_plain_off_loopback:
            yield Conflict(path, f"{edge.host} is not loopback, and there is no TLS: set tls.cert_file and tls.key_file"
                           ", listen on 127.0.0.1, or, behind a proxy with TLS, set tls.allow_plain_off_loopback",
                           (("tls", "cert_file"), ("tls", "allow_plain_off_loopback")))
        if not its.auth.tokens and not its.tls.client_ca_file and not its.auth.allow_anonymous_off_loopback:
            yield Conflict(path, f"{edge.host} is not loopback, and everyone who can connect could call: set "
                           "auth.tokens, tls.client_ca_file, or auth.allow_anonymous_off_loopback",
                           (("auth", "tokens"), ("tls", "client_ca_file"), ("auth", "allow_anonymous_off_loopback")))


def _kept_credentials(its: Settings) -> Iterator[Conflict]:
    """Who is let in without proof may bring credentials of its own; those that are kept here are not for everyone."""
    off = any(edge.enabled and not is_loopback(edge.host) for edge in (its.grpc, its.http))
    if off and its.accounts.store != "none" and its.auth.allow_anonymous_off_loopback and not (
            its.auth.tokens or its.tls.client_ca_file):
        yield Conflict(("auth", "allow_anonymous_off_loopback"), "everyone who can connect could use the "
                       "credentials in the account store: set auth.tokens or tls.client_ca_file, or "
                       "accounts.store to none",
                       (("accounts", "store"), ("auth", "tokens"), ("tls", "client_ca_file")))


def _tokens(its: Settings) -> Iterator[Conflict]:
    for at, token in enumerate(its.auth.tokens):
        path: Path = ("auth", "tokens", at)
        if (token.sha256 is None) == (token.token_file is None):
            yield Conflict(path, "needs either sha256 or token_file")
        yield from _readable((*path, "token_file"), token.token_file)
    for what in ("name", "sha256"):
        seen = Counter(value for token in its.auth.tokens if (value := getattr(token, what)) is not None)
        for at, token in enumerate(its.auth.tokens):
            if seen[getattr(token, what)] > 1:
                yield Conflict(("auth", "tokens", at, what), "is that of another token too")


def _transport(its: Settings) -> Iterator[Conflict]:
    transport = its.transport
    for name in ("connect_s", "read_s"):
        if getattr(transport, name) > transport.total_s:
            yield Conflict(("transport", name), "is longer than transport.total_s", (("transport", "total_s"),))
    if transport.connections is not None and (transport.connections_per_host or 0) > transport.connections:
        yield Conflict(("transport", "connections_per_host"), "is more than transport.connections",
                       (("transport", "connections"),))
    yield from _readable(("transport", "ca_file"), transport.ca_file)


def _hosts(its: Settings) -> Iterator[Conflict]:
    """Entries that are none would match nothing, and calls would go another way than was meant."""
    for path, entries in ((("transport", "proxy", "bypass"), its.transport.proxy.bypass),
                          (("transport", "guard", "allow"), its.transport.guard.allow)):
        for at, entry in enumerate(entries):
            if not _is_host(entry):
                yield Conflict((*path, at), "is no host (example.com, .example.com), address (192.0.2.7, "
                               "[2001:db8::7]), network (10.0.0.0/8) or *; a port may follow all but networks "
                               "(example.com:8443)")


_OWN = tuple(map(ip_network, ("127.0.0.0/8", "0.0.0.0/32", "::1/128", "::/128")))


def _open_to_others(its: Settings) -> Iterator[Conflict]:
    """What was meant for a sandbox on this machine opens all that listens here to whoever may call from elsewhere."""
    if not its.transport.guard.enabled or all(
            not edge.enabled or is_loopback(edge.host) for edge in (its.grpc, its.http)):
        return
    for at, entry in enumerate(its.transport.guard.allow):
        if _is_host(entry) and _is_all_of_own(entry):
            yield Conflict(("transport", "guard", "allow", at), "off loopback, all who may call could reach every port "
                           "of this machine: name the port that is meant (127.0.0.1:8100)",
                           (("grpc", "host"), ("http", "host")))


def _is_all_of_own(entry: str) -> bool:
    """Whether it stands for every port of this machine."""
    try:
        network = ip_network(entry.strip(" []"), strict=False)
    except ValueError:  # a name, or with a port
        hosts = HostList([entry], "", below=False)
        return all(hosts.has("localhost", port) for port in (1, 2))
    return any(network.version == own.version and network.overlaps(own) for own in _OWN)


def _is_host(entry: str) -> bool:
    try:
        HostList([entry], "", below=False)
    except BadInput:
        return False
    return True


def _connectors(its: Settings) -> Iterator[Conflict]:
    if not its.connectors:
        return
    from tollbridge import catalog  # the list of names costs some milliseconds, and most services need none

    known = catalog.names()
    for name, override in its.connectors.items():
        path: Path = ("connectors", name)
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Conflict(path, "no such connector" + (f": did you mean {near[0]}?" if near else
                                                        "; tollbridge connectors list has them all"))
        if override.base_url and (why := _base_url(override.base_url, its)):
            yield Conflict((*path, "base_url"), why, (("transport", "guard"),))


def _base_url(url: str, its: Settings) -> str | None:
    """What the guard would refuse of it without asking DNS; it asks again as it connects."""
    guard = its.transport.guard
    if not guard.enabled:
        return None
    try:
        check_url(url, Guard(tuple(filter(_is_host, guard.allow)), tuple(guard.ports), guard.https_only))
    except InvalidField as error:
        return f"{error.problems[0].why}; where it is meant, add its host to transport.guard.allow"
    return None


def _telemetry(its: Settings) -> Iterator[Conflict]:
    if its.logs.bodies and its.environment == "live" and not its.logs.allow_bodies_live:
        yield Conflict(("logs", "bodies"), "is not for live: leave it off, or set logs.allow_bodies_live",
                       (("environment",), ("logs", "allow_bodies_live")))
    for name in ("traces", "metrics"):
        if getattr(its, name).exporter == "otlp" and its.otlp.endpoint is None:
            yield Conflict((name, "exporter"), "otlp needs otlp.endpoint", (("otlp", "endpoint"),))
    if its.otlp.headers and _is_plain(its.otlp.endpoint or ""):
        yield Conflict(("otlp", "endpoint"), "would send otlp.headers in the clear: use https", (("otlp", "headers"),))


def _accounts(its: Settings) -> Iterator[Conflict]:
    accounts = its.accounts
    if accounts.store in ("file", "directory", "vault") and not accounts.path:
        yield Conflict(("accounts", "store"), f"{accounts.store} needs accounts.path", (("accounts", "path"),))
    elif accounts.store == "file":
        yield from _readable(("accounts", "path"), accounts.path)
    elif accounts.store == "directory" and accounts.path and not File(accounts.path).is_dir():
        yield Conflict(("accounts", "path"), f"{accounts.path} is no directory that can be read",
                       (("accounts", "store"),))
    elif accounts.store == "vault":
        vault: Path = ("accounts", "vault")
        if not accounts.vault.url:
            yield Conflict(("accounts", "store"), "vault needs accounts.vault.url", ((*vault, "url"),))
        elif _is_plain(accounts.vault.url):
            yield Conflict((*vault, "url"), "would send secrets in the clear: use https")
        yield from _readable((*vault, "token_file"), accounts.vault.token_file)
        yield from _readable((*vault, "ca_file"), accounts.vault.ca_file)


def _is_plain(url: str) -> bool:
    """Whether others see what is sent there."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def _webhooks(its: Settings) -> Iterator[Conflict]:
    if its.webhooks.enabled and not its.http.enabled:
        yield Conflict(("webhooks", "enabled"), "needs http.enabled: webhooks come in over HTTP",
                       (("http", "enabled"),))
    if its.webhooks.enabled and its.accounts.store == "none":
        yield Conflict(("webhooks", "enabled"), "needs accounts.store: it holds the secrets that webhooks are verified "
                       "with", (("accounts", "store"),))


def _readable(path: Path, name: str | None) -> Iterator[Conflict]:
    if name is not None and (why := unreadable(name)) is not None:
        yield Conflict(path, f"{name} cannot be read: {why}")
