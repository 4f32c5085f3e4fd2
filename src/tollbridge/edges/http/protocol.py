"""uvicorn's HTTP protocol with the limits that it has not: sizes, times and numbers, each with an answer that says so.

An answer of ours to a broken request never takes the place of another's: where an earlier request of the same
connection is under way, that one is answered first. Who is refused may go on sending for a moment and is not listened
to, since a connection that is closed on unread bytes is reset, and the answer lost with it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from tollbridge.edges.http.answers import refused_connection
from tollbridge.edges.http.options import HttpOptions

GONE = "gone"
"""In a request's state: a function that says whether there is nobody left to answer."""
REFUSED = "refused"
"""There too: why the rest of its body will not come, where it is we who do not take it."""
SPARE_CONNECTIONS = 500
"""On top of all that are allowed: those which are being told so."""
LINGER_S = 2.0
LINGER_BYTES = 8 * 1024 * 1024
READ_BYTES = 256 * 1024
"""What asyncio hands over at once, at most."""


class TooMuch(Exception):
    """In a callback of the parser: ends the request with this problem."""


class Guards(Config):
    """uvicorn's settings, and ours; what all connections share."""

    def __init__(self, app: Any, options: HttpOptions) -> None:
        super().__init__(
            app, http=GuardedProtocol, ws="none", lifespan="off", interface="asgi3", log_config=None, access_log=False,
            proxy_headers=False, server_header=False, date_header=False)
        self.timeout_keep_alive = options.keep_alive_s  # type: ignore[assignment]  # handed to call_later as it is
        self.options = options
        self.held = 0
        """Bytes of requests of which the rest has not come yet."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    config: Guards

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any],
                 _loop: asyncio.AbstractEventLoop | None = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.access_log = False  # it shows paths and queries as they came; telemetry has a line of its own
        self._limits = self.config.options
        # Of the request that is being read:
        self._in_head = self._in_body = False
        self._head = self._body = self._fields = 0  # bytes and number of its headers, bytes of its body
        self._held = 0  # bytes of it, while it is not complete
        # Of the connection:
        self._active: RequestResponseCycle | None = None  # the request that is being answered
        self._timer: asyncio.TimerHandle | None = None  # for what has to come
        self._write_timer: asyncio.TimerHandle | None = None  # for what has to be taken
        self._refusal: str | None = None
        self._lingering = 0  # bytes that are still thrown away; 0: it listens

    @property
    def _busy(self) -> bool:
        """Whether an answer is due that somebody waits for."""
        active = self._active
        return active is not None and not active.response_complete and not active.disconnected

    # -- the connection -----------------------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        on_top = len(self.connections) - self._limits.max_connections
        if on_top > SPARE_CONNECTIONS:
            self._cut()  # a flood: to tell them costs more than they are worth
        elif on_top > 0:
            self._refuse("OVERLOADED")
        else:
            self._wait(self._limits.header_s)

    def connection_lost(self, exc: Exception | None) -> None:
        self._no_timer()
        self._release()
        self.resume_writing()
        if self._active is not None:
            self._active.disconnected = True
            self._active.message_event.set()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        if self._refusal is not None:
            if self._lingering:
                self._throw_away(len(data))
            return
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._refuse("MALFORMED")  # there is nothing to upgrade to, and what follows is no HTTP
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(str(cause) if isinstance(cause, TooMuch) else "MALFORMED")
        else:
            if self._in_head or self._in_body:
                self._hold(len(data))
            elif self._busy:
                self._release()
                self._no_timer()
            elif self._held or self._timer is None:
                # The rest of a request that has its answer already; or blank lines before one, of which the parser says
                # nothing: however many come, the time runs from the first.
                self._release()
                self._wait(self._limits.header_s)

    def _hold(self, size: int) -> None:
        """Of a request the rest has to come yet: there is room and time for that, but not without end."""
        self._held += size
        self.config.held += size
        if self.config.held > self._limits.max_held_bytes:
            self._refuse("OVERLOADED")
        elif self._in_head and self._held > self._limits.max_header_bytes + READ_BYTES:
            self._refuse("HEADERS_TOO_LARGE")  # one header without end: the parser has not told of it yet
        elif self._timer is None:
            self._wait(self._limits.header_s if self._in_head else self._limits.body_s)

    def _release(self) -> None:
        self.config.held -= self._held
        self._held = 0

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._write_timer is None:
            self._write_timer = self.loop.call_later(self._limits.write_s, self._cut)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    # -- what the parser finds ----------------------------------------------------------------------------------------
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"][GONE] = self.transport.is_closing
        self._in_head, self._in_body = True, False
        self._head = self._body = self._fields = 0

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._fields += 1
        if self._fields > self._limits.max_headers:
            raise TooMuch("HEADERS_TOO_LARGE")
        self._count(len(name) + len(value))
        if self._in_body:
            return  # a trailer: it comes after the call began, and decides nothing
        super().on_header(name, value)
        if name.lower() == b"content-length" and int(value) > self._limits.max_body_bytes:
            raise TooMuch("CONTENT_TOO_LARGE")

    def on_headers_complete(self) -> None:
        if len(self.pipeline) >= self._limits.max_pipelined:
            raise TooMuch("OVERLOADED")
        super().on_headers_complete()
        self._in_head, self._in_body = False, True
        self._release()
        self._no_timer()

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        if self._body > self._limits.max_body_bytes:
            raise TooMuch("CONTENT_TOO_LARGE")
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head = self._in_body = False
        super().on_message_complete()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > self._limits.max_header_bytes:
            raise TooMuch("HEADERS_TOO_LARGE")

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._active = cycle
        super()._start_asgi_task(cycle, app)

    # -- times --------------------------------------------------------------------------------------------------------
    def _wait(self, seconds: float) -> None:
        self._no_timer()
        self._timer = self.loop.call_later(seconds, self._late, seconds)

    def _no_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self, seconds: float) -> None:
        self._timer = None
        if self.flow.read_paused:
            self._wait(seconds)  # it is we who do not read
        elif self._in_head or self._in_body:
            self._refuse("REQUEST_TIMEOUT")
        else:
            self.transport.close()  # connected, and said nothing

    def _cut(self) -> None:
        self._write_timer = None
        self.transport.abort()

    # -- refusing -----------------------------------------------------------------------------------------------------
    def _refuse(self, reason: str) -> None:
        """Answers with this problem, after what is under way, and reads no further request."""
        if self._refusal is not None:
            return
        self._refusal = reason
        self._no_timer()
        self._release()
        if self._in_body and self._is_answered(self.cycle):
            self._linger()
        elif not self._busy:
            self._answer_refusal()

    def _is_answered(self, refused: RequestResponseCycle) -> bool:
        """Whether the request whose body is refused has its answer already. If not, its call ends without a word."""
        if refused.response_started:
            return True
        if self.pipeline and self.pipeline[0][0] is refused:
            self.pipeline.popleft()  # it had not begun
        else:
            refused.scope["state"][REFUSED] = self._refusal
            refused.disconnected = True
            refused.message_event.set()
        return False

    def _answer_refusal(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(refused_connection(self._refusal or "MALFORMED", self._limits.max_body_bytes))
            self._linger()

    def _linger(self) -> None:
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.flow.resume_reading()
        self._lingering = LINGER_BYTES
        self._timer = self.loop.call_later(LINGER_S, self.transport.close)

    def _throw_away(self, size: int) -> None:
        self._lingering -= size
        if self._lingering <= 0:
            self._lingering = 1
            self.transport.abort()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._refusal is not None and not self._lingering and not self._busy:
            self._unset_keepalive_if_required()
            self._answer_refusal()
