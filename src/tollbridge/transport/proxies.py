"""Which proxy a request goes through, if any, and how to enter it."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from tollbridge.domain.errors import BadInput
from tollbridge.domain.secret import Secret
from tollbridge.transport import Proxy
from tollbridge.transport.hosts import HostList, bare
from tollbridge.transport.wire import Origin

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<user>[^:@/]*)(?::(?P<password>[^@/]*))?@)?"
    r"(?P<host>[0-9A-Za-z._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
)


class ProxyHop(Struct, frozen=True):
    """A proxy: where it is, and the Proxy-Authorization that it gets, and nobody else."""

    origin: Origin
    authorization: Secret | None = None

    @property
    def host(self) -> str:
        return self.origin.host.strip("[]")

    def __str__(self) -> str:
        return f"proxy {self.origin}"


class Router:
    """The way to each origin: a proxy, or None for a direct connection."""

    def __init__(self, proxy: Proxy) -> None:
        """Raises BadInput for a proxy or an entry of the bypass list that cannot be read."""
        self._hops = {"http": _hop(proxy.http, "proxy.http"), "https": _hop(proxy.https, "proxy.https")}
        self._bypass = HostList(proxy.bypass, "proxy.bypass", below=True)
        self.to = lru_cache(maxsize=1024)(self._to)

    def _to(self, origin: Origin) -> ProxyHop | None:
        hop = self._hops[origin.scheme]
        return None if hop is None or self._bypass.has(origin.host, origin.port) else hop

    @property
    def addresses(self) -> frozenset[tuple[str, int]]:
        """Hosts and ports of the proxies themselves."""
        return frozenset((bare(hop.host), hop.origin.port) for hop in self._hops.values() if hop is not None)


def _hop(url: str | Secret | None, field: str) -> ProxyHop | None:
    """Raises BadInput, which does not repeat the URL: there may be a password in it."""
    text = url.reveal() if isinstance(url, Secret) else url
    if not text:
        return None
    found = _URL.fullmatch(text)
    if found is None:
        raise BadInput(f"{field} is no URL of a proxy: http://host:port, or with a percent-encoded user name and "
                       "password http://user:password@host:port", field)
    scheme = found["scheme"].lower()
    if scheme not in ("http", "https"):
        raise BadInput(f"{field}: a proxy is spoken to in http or https; {scheme} is not supported", field)
    port = int(found["port"]) if found["port"] else 443 if scheme == "https" else 80
    if not 0 < port < 65536:
        raise BadInput(f"{field}: the port is not in 1..65535", field)
    return ProxyHop(Origin(scheme, found["host"], port), _authorization(found["user"], found["password"]))


def _authorization(user: str | None, password: str | None) -> Secret | None:
    if user is None:
        return None
    pair = unquote_to_bytes(user) + b":" + unquote_to_bytes(password or "")
    return Secret("Basic " + b64encode(pair).decode())


def from_environment(environ: Mapping[str, str] | None) -> Proxy:
    """See `Proxy.from_environment`."""
    given = dict(os.environ if environ is None else environ)
    if "REQUEST_METHOD" in given:  # httpoxy; Windows has these names in capitals alone
        given.pop("HTTP_PROXY", None)

    def value(name: str) -> str:
        return given.get(name, given.get(name.upper(), "")).strip()

    proxy = Proxy(http=_from_variable(value("http_proxy")), https=_from_variable(value("https_proxy")),
                  bypass=tuple(entry.strip() for entry in value("no_proxy").split(",") if entry.strip()))
    Router(proxy)  # so that what cannot be read is told here
    return proxy


def _from_variable(text: str) -> Secret | None:
    """A proxy as the variables have it: often without a scheme, and perhaps with a password."""
    return None if not text else Secret(text if "://" in text else f"http://{text}")
