"""How to reach a target: past which guard, through which proxy, with which client certificate."""

from __future__ import annotations

import ssl
import threading
from collections import OrderedDict
from typing import Any, Protocol

from tollbridge.domain.errors import OutcomeUnknown, Unreachable
from tollbridge.kit.http import ClientCertificate
from tollbridge.transport import TransportSettings
from tollbridge.transport.guard import GuardRules
from tollbridge.transport.proxies import ProxyHop, Router
from tollbridge.transport.tls import KEPT_CONTEXTS, TlsContexts
from tollbridge.transport.wire import (
    PROXY_AUTHENTICATION_REQUIRED,
    Origin,
    ProxyRefused,
    client_certificate_refused,
    outcome_unknown,
    unreachable,
)

KEPT_WAYS = 1024


class Progress(Protocol):
    """How far a call came. `fresh`: on a connection of its own; `hop`: where on the way through a proxy."""

    connected: bool
    fresh: bool
    hop: str
    status: int | None


class Way:
    """What must be the same for a connection to serve another request. There is one object for each, so that it is
    compared by identity: those with different client certificates never meet.
    """

    __slots__ = ("guard", "origin", "place", "proxy", "proxy_tls", "tls")

    def __init__(self, origin: Origin, tls: ssl.SSLContext, proxy: ProxyHop | None, proxy_tls: ssl.SSLContext,
                 guard: GuardRules | None) -> None:
        self.origin = origin
        self.tls = tls
        """Towards the target: with the client certificate, if any."""
        self.proxy = proxy
        self.proxy_tls = proxy_tls
        """Towards the proxy, which is never shown a client certificate."""
        self.guard = guard
        self.place: Any = None
        """What the asyncio transport makes of it, for its pool."""

    @property
    def tunnels(self) -> bool:
        """Whether a proxy connects us with the target; else it takes the request and passes it on."""
        return self.origin.scheme == "https"

    @property
    def behind(self) -> str:
        """For the text of an error that came about past the proxy, if there is one."""
        return f"through {self.proxy}" if self.proxy is not None else ""

    def entering(self, target: str, headers: dict[str, str]) -> str:
        """The request target as it is written: for a proxy that passes the request on, all of the URL (RFC 9112,
        3.2.2), and our credentials for it among the headers.
        """
        if self.proxy is None or self.tunnels:
            return target
        if self.proxy.authorization is not None:
            headers["proxy-authorization"] = self.proxy.authorization.reveal()
        port = "" if self.origin.port == 80 else f":{self.origin.port}"
        return f"http://{self.origin.host}{port}{target}"

    def broken(self, error: Exception, call: Progress) -> Unreachable | OutcomeUnknown:
        """What it means that a call ended with a library's error."""
        if not call.connected:
            return unreachable(self.origin, error, call.hop)
        if call.fresh and call.status is None and client_certificate_refused(error):
            return unreachable(self.origin, error, self.behind)
        return outcome_unknown(self.origin, error, call.status, self.behind)

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
        self.guard = None if settings.guard is None else GuardRules(settings.guard, proxies)
        self._plain: dict[Origin, Way] = {}
        self._proved: OrderedDict[tuple[Origin, ClientCertificate], Way] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, origin: Origin, certificate: ClientCertificate | None) -> Way | None:
        """A way that was taken before."""
        if certificate is None:
            return self._plain.get(origin)
        with self._lock:
            way = self._proved.get((origin, certificate))
            if way is not None:
                self._proved.move_to_end((origin, certificate))
            return way

    def to(self, origin: Origin, certificate: ClientCertificate | None) -> Way:
        """May take some 20 ms with a client certificate that is new. Raises InvalidField for a target that the guard
        refuses, BadInput for a client certificate that cannot be used.
        """
        return self.known(origin, certificate) or self._new(origin, certificate)

    def _new(self, origin: Origin, certificate: ClientCertificate | None) -> Way:
        if self.guard is not None:
            self.guard.pass_target(origin)
        proxy = self._router.to(origin) if self._router is not None else None
        tls = self.tls.default if certificate is None or origin.scheme == "http" else self.tls.of(certificate)
        way = Way(origin, tls, proxy, self.tls.without, self.guard)
        with self._lock:
            if certificate is None:
                way = self._plain.setdefault(origin, way)
                if len(self._plain) > KEPT_WAYS:
                    del self._plain[next(iter(self._plain))]
                return way
            way = self._proved.setdefault((origin, certificate), way)
            if len(self._proved) > KEPT_CONTEXTS:
                self._proved.popitem(last=False)
            return way
