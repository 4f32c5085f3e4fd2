"""Ctrl-C, SIGTERM or a closed terminal while a call is under way: they end the wait, and never make an unknown outcome
look undone.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from tollbridge.domain.errors import OutcomeUnknown, Unreachable
from tollbridge.kit.http import HttpRequest, HttpResponse

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

Send = Callable[[HttpRequest], HttpResponse]


class Interrupts:
    """From here on until the answer is told. `came`: somebody wants it to end.

    Only the wait for an answer is broken off; between two requests the next is not sent, and what was answered is read
    and told first. The engine judges what either means. The second time it ends at once.
    """

    def __init__(self) -> None:
        self.came = False
        self._waiting = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:  # as of `nohup`
                    self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        again, self.came = self.came, True
        if self._waiting or again:
            raise KeyboardInterrupt

    def sending(self, send: Send) -> Send:
        """`send`, as the engine is to have it."""
        def sent(request: HttpRequest) -> HttpResponse:
            if self.came:
                raise Unreachable("interrupted before it was sent")
            try:
                self._waiting = True
                return send(request)
            except KeyboardInterrupt:
                raise OutcomeUnknown("interrupted while it was under way") from None
            finally:
                self._waiting = False
        return sent
