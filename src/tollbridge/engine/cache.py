"""Keeps what pre-steps gave (tokens, customers) for the calls that follow, and has each fetched once.

    shared = PreStepCache(time.monotonic)
    with shared.of_call(connector, ctx, request) as steps:
        answer = await drive(run(connector, operation, request, ctx, steps), steps.awaited(send))

Results belong to one connector, environment and account, and where the step says so to one customer. While a call
fetches one, other calls that want it wait instead of fetching it too. Where that fetch fails they ask for themselves,
so that one caller's bad luck, or short deadline, is not another's. One cache serves event loops and threads alike.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import msgspec

from tollbridge.domain.errors import Unreachable
from tollbridge.domain.operations import Operation, Scope
from tollbridge.domain.secret import Secret
from tollbridge.engine.plan import Obtained
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from concurrent.futures import Future  # imported where calls meet: it costs more than all of this module

SKEW_S = 60.0
"""A result counts as expired this long before it does, or a tenth of its life where that is shorter."""

Send = Callable[[HttpRequest], HttpResponse]
SendAsync = Callable[[HttpRequest], Awaitable[HttpResponse]]
TimeLeft = Callable[[], float | None]


class Key(NamedTuple):
    """Whose result it is. `owner` is a digest, so that no credential is kept here."""

    owner: bytes
    step: Operation[Any, Any]
    customer: str | None


class _Kept(NamedTuple):
    result: Any
    good_until: float  # by the cache's clock


class PreStepCache:
    """Results of pre-steps, shared by any number of calls, threads and event loops.

    `clock` counts seconds and never goes back (time.monotonic). Of more than `max_results` the one that was not used
    for longest goes. A result expires by its `expires_in_seconds`, counted from when it was asked for; one that states
    none is kept until a processor calls it stale.
    """

    def __init__(self, clock: Callable[[], float], *, max_results: int = 10_000) -> None:
        self._clock = clock
        self._max_results = max_results
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._waiting: dict[Key, list[Future[None]]] = {}  # by what is being fetched: who waits for it

    def of_call(self, connector: Connector[Any], ctx: Context[Any], request: object) -> CallSteps:
        """The view that one call has: to be given to the engine, and left when the call is over."""
        return CallSteps(self, connector, ctx, request)

    def __len__(self) -> int:
        return len(self._kept)

    def __repr__(self) -> str:
        return f"PreStepCache({len(self._kept)} results)"

    def now(self) -> float:
        """By the clock that was handed in."""
        return self._clock()

    def find(self, key: Key) -> Any:
        """What is kept and still good, or None."""
        with self._lock:
            return self._find(key)

    def keep(self, key: Key, result: Any, asked_at: float) -> None:
        """Keep it for as long as it is good."""
        life_s = getattr(result, "expires_in_seconds", None)
        good_until = float("inf") if life_s is None else asked_at + life_s - min(SKEW_S, life_s / 10)
        with self._lock:
            self._kept[key] = _Kept(result, good_until)
            self._kept.move_to_end(key)
            while len(self._kept) > self._max_results:
                self._kept.popitem(last=False)

    def drop(self, key: Key) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def board(self, key: Key) -> Future[None] | None:
        """None: the caller is to fetch it, and to `land` afterwards. Else done when another call's fetch is over.

        Raises Obtained where it is there by now.
        """
        with self._lock:
            if self._find(key) is not None:
                raise Obtained
            waiting = self._waiting.get(key)
            if waiting is None:
                self._waiting[key] = []
                return None
            from concurrent.futures import Future

            over: Future[None] = Future()
            waiting.append(over)
            return over

    def land(self, key: Key) -> None:
        """The fetch is over, whatever came of it: those who wait go on."""
        with self._lock:
            waiting = self._waiting.pop(key)
        for over in waiting:
            if over.set_running_or_notify_cancel():
                over.set_result(None)

    def _find(self, key: Key) -> Any:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.good_until <= self._clock():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept.result


class CallSteps:
    """A `Cache` for the engine, for one call. `awaited` and `blocking` wrap what sends its requests, so that a request
    of a pre-step waits for another call's that fetches the same.
    """

    def __init__(self, shared: PreStepCache, connector: Connector[Any], ctx: Context[Any], request: object) -> None:
        self._shared, self._connector, self._ctx = shared, connector, ctx
        self._customer: str | None = getattr(getattr(request, "customer", None), "id", None) or None
        self._owner: bytes | None = None
        self._asking: list[tuple[Key, float]] = []  # looked up in vain, and when; each for the one before
        self._fetching: set[Key] = set()
        self._alone: set[Key] = set()  # another's fetch of it has failed: no more waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        """However the call ended, nobody goes on waiting for it."""
        for key in self._fetching:
            self._shared.land(key)
        self._fetching.clear()

    def get(self, step: Operation[Any, Any], /) -> Any:
        key = self._key(step)
        if key is None:
            return None
        asked = next((at for at, (asking, _) in enumerate(self._asking) if asking == key), None)
        if asked is not None:
            del self._asking[asked:]  # what came behind it was given up: the flow has begun anew
        result = self._shared.find(key)
        if result is None:
            self._asking.append((key, self._shared.now()))
        return result

    def __setitem__(self, step: Operation[Any, Any], result: Any, /) -> None:
        key = self._key(step)
        if key is None:
            return
        _, asked_at = self._asking.pop()  # the innermost: a step's own needs come before its requests
        self._shared.keep(key, result, asked_at)
        if key in self._fetching:
            self._fetching.discard(key)
            self._shared.land(key)

    def pop(self, step: Operation[Any, Any], default: None, /) -> Any:
        key = self._key(step)
        if key is not None:
            self._shared.drop(key)
        return default

    def awaited(self, send: SendAsync, time_left: TimeLeft = lambda: None) -> SendAsync:
        """`send`, for `drive`. `time_left` is the call's own, in seconds; None is without end."""
        async def sent(request: HttpRequest) -> HttpResponse:
            while (over := self._turn()) is not None:
                import asyncio

                try:
                    await asyncio.wait_for(asyncio.wrap_future(over), time_left())
                except TimeoutError:
                    raise self._late() from None
                self._landed()
            return await send(request)
        return sent

    def blocking(self, send: Send, time_left: TimeLeft = lambda: None) -> Send:
        """The same for `drive_blocking`."""
        def sent(request: HttpRequest) -> HttpResponse:
            while (over := self._turn()) is not None:
                try:
                    over.result(time_left())
                except TimeoutError:
                    raise self._late() from None
                self._landed()
            return send(request)
        return sent

    def _turn(self) -> Future[None] | None:
        """None: the request may go. Else done when another call's fetch is over. Raises Obtained, as `board` does."""
        if not self._asking:
            return None
        key, _ = self._asking[-1]
        if key in self._fetching or key in self._alone:
            return None
        over = self._shared.board(key)
        if over is None:
            self._fetching.add(key)
        return over

    def _landed(self) -> None:
        """After a wait: Obtained where it brought something, else this call goes on alone."""
        key, _ = self._asking[-1]
        if self._shared.find(key) is not None:
            raise Obtained
        self._alone.add(key)

    def _late(self) -> Unreachable:
        key, _ = self._asking[-1]
        return Unreachable(f"no time left: another call was still fetching the {key.step.name}")

    def _key(self, step: Operation[Any, Any]) -> Key | None:
        """None where nobody may share it: a customer's, and the request names none."""
        if step.scope is Scope.CUSTOMER and self._customer is None:
            return None
        if self._owner is None:
            self._owner = _digest(self._connector, self._ctx)
        return Key(self._owner, step, self._customer if step.scope is Scope.CUSTOMER else None)


def _digest(connector: Connector[Any], ctx: Context[Any]) -> bytes:
    """Of all that tells one account from another: credentials and base URL, at one connector and environment."""
    owner = (connector.id, ctx.environment, ctx.account)
    return hashlib.sha256(msgspec.json.encode(owner, enc_hook=_revealed, order="deterministic")).digest()


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(type(value).__name__)
