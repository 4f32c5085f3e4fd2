"""How to reach a target: past which guard, through which proxy, with which client certificate."""

from __future__ import annotations

import ssl
from collections.abc import Hashable

from tollbridge.kit.http import ClientCertificate
from tollbridge.transport import TransportSettings
from tollbridge.transport.guard import GuardRules
from tollbridge.transport.proxies import ProxyHop, Router
from tollbridge.transport.tls import TlsContexts
from tollbridge.transport.wire import PROXY_AUTHENTICATION_REQUIRED, Origin, ProxyRefused, unreachable

KEPT_WAYS = 1024


class Way:
    """What must be the same for a connection to serve another request. There is one object for each, so that it is
    compared by identity: those with different client certificates never meet.
    """

    __slots__ = ("guard", "origin", "proxy", "proxy_tls", "tls")

    def __init__(self, origin: Origin, tls: ssl.SSLContext, proxy: ProxyHop | None, proxy_tls: ssl.SSLContext,
                 guard: GuardRules | None) -> None:
        self.origin = origin
        self.tls = tls
        """Towards the target: with the client certificate, if any."""
        self.proxy = proxy
        self.proxy_tls = proxy_tls
        """Towards the proxy, which is never shown a client certificate."""
        self.guard = guard

    @property
    def tunnels(self) -> bool:
        """Whether a proxy connects us with the target; else it takes the request and passes it on."""
        return self.origin.scheme == "https"

    @property
    def behind(self) -> str:
        """For the text of an error that came about past the proxy, if there is one."""
        return f"through {self.proxy}" if self.proxy is not None else ""

    def absolute(self, target: str) -> str:
        """A request target as a proxy that passes the request on wants it (RFC 9112, 3.2.2)."""
        port = "" if self.origin.port == 80 else f":{self.origin.port}"
        return f"http://{self.origin.host}{port}{target}"

    def check_answer(self, status: int) -> None:
        """Raises Unreachable for an answer that is the proxy's own: 407 alone is never the target's."""
        if status == PROXY_AUTHENTICATION_REQUIRED and self.proxy is not None:
            raise unreachable(self.origin, ProxyRefused(status), str(self.proxy))


class Ways:
    """The ways of one transport."""

    def __init__(self, settings: TransportSettings) -> None:
        """Raises BadInput for settings that cannot be used."""
        self.tls = TlsContexts(settings.ca_file, settings.ca_pem, settings.client_certificate)
        self._router = None if settings.proxy is None else Router(settings.proxy)
        proxies = self._router.addresses if self._router is not None else ()
        self._guard = None if settings.guard is None else GuardRules(settings.guard, proxies)
        self._known: dict[Hashable, Way] = {}

    def known(self, origin: Origin, certificate: ClientCertificate | None) -> Way | None:
        """A way that was taken before."""
        return self._known.get(origin if certificate is None else (origin, certificate))

    def to(self, origin: Origin, certificate: ClientCertificate | None) -> Way:
        """May take some 20 ms with a client certificate that is new. Raises InvalidField for a target that the guard
        refuses, BadInput for a client certificate that cannot be used.
        """
        return self.known(origin, certificate) or self._new(origin, certificate)

    def _new(self, origin: Origin, certificate: ClientCertificate | None) -> Way:
        if self._guard is not None:
            self._guard.pass_target(origin)
        proxy = self._router.to(origin) if self._router is not None else None
        tls = self.tls.default if certificate is None or origin.scheme == "http" else self.tls.of(certificate)
        way = Way(origin, tls, proxy, self.tls.without, self._guard)
        while len(self._known) >= KEPT_WAYS:
            self._known.pop(next(iter(self._known)), None)
        return self._known.setdefault(origin if certificate is None else (origin, certificate), way)
