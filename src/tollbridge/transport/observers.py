"""Those who want to know of each exchange: to log it, to count it. They see what may be shown, and nothing else::

    TransportSettings(observers=(log_exchange, my_counter))

An observer is called with an `Exchange` once its answer was read, or its error is known; in async programs from within
the event loop, so it must not wait. What it raises is logged, once, and goes no further.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from tollbridge.domain.errors import BadInput
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport.exchange import Exchange
from tollbridge.transport.wire import split_url

Observer = Callable[[Exchange], object]

LOG = logging.getLogger("tollbridge.transport")


class Watched:
    """One exchange under way, as a context manager: told to the observers at its end, whatever that is."""

    __slots__ = ("_began", "_observers", "_request", "response")

    def __init__(self, observers: Observers, request: HttpRequest) -> None:
        self._observers = observers
        self._request = request
        self._began = time.monotonic()
        self.response: HttpResponse | None = None

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        seconds = time.monotonic() - self._began
        response = self.response
        try:
            origin = str(split_url(self._request.url)[0])
        except BadInput:
            origin = "-"
        self._observers.tell(Exchange(
            self._request, origin, seconds, response.status if response else None,
            len(response.body) if response else 0, kind.__name__ if kind else None))


class Observers:
    """All observers of one transport."""

    def __init__(self, observers: tuple[Observer, ...]) -> None:
        self._observers = observers
        self._blamed: set[int] = set()

    def watch(self, request: HttpRequest) -> Watched:
        return Watched(self, request)

    def tell(self, exchange: Exchange) -> None:
        for number, observer in enumerate(self._observers):
            try:
                observer(exchange)
            except Exception as error:  # noqa: BLE001 - whatever it is, the payment was made
                self._blame(number, observer, error)

    def _blame(self, number: int, observer: Observer, error: Exception) -> None:
        """Once, and without its text, which may quote what it was shown."""
        if number in self._blamed:
            return
        self._blamed.add(number)
        name = getattr(observer, "__qualname__", type(observer).__qualname__)
        LOG.error("observer %s raised %s: it is still told of exchanges, but its errors are not logged again",
                  name, type(error).__name__)


def log_exchange(exchange: Exchange) -> None:
    """A ready observer: one line for each exchange to the logger `tollbridge.transport`, at INFO, or WARNING where no
    answer came; at DEBUG, headers and body as well, masked.
    """
    level = logging.INFO if exchange.error is None else logging.WARNING
    if LOG.isEnabledFor(level):
        LOG.log(level, "%s %s%s %s in %.3f s, %d bytes sent, %d received", exchange.method, exchange.origin,
                exchange.path, exchange.error or exchange.status, exchange.seconds, exchange.sent_bytes,
                exchange.received_bytes)
    if LOG.isEnabledFor(logging.DEBUG):
        LOG.debug("sent headers %r, body %s", exchange.headers, exchange.body)
