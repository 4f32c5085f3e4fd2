"""The sandbox server: one port on the loopback, one path prefix for each processor."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Self

from aiohttp import web
from msgspec import structs

from tollbridge.domain.secret import Secret
from tollbridge.sandbox import catalog, control
from tollbridge.sandbox.arrivals import Arrival, Arrivals, shown
from tollbridge.sandbox.conduct import Conducts
from tollbridge.sandbox.exchange import Exchange
from tollbridge.sandbox.faults import Cut, Fault, Faults
from tollbridge.sandbox.idempotency import KeyStore
from tollbridge.sandbox.ledger import Ledger
from tollbridge.sandbox.pauses import Pauses
from tollbridge.sandbox.simulator import Answer, Call, CutAt, Refusal, Route, Settlement, Simulator
from tollbridge.sandbox.webhooks import RETRY_AFTER_S, Webhooks

LARGEST_BODY = 6 * 1024 * 1024
"""Room for a file of evidence."""
WEBHOOK_SECRET = "whsec_sandbox"  # noqa: S105  known to everybody: nothing real is signed with it
BACKLOG = 4096
"""Connections that may come at one instant; the system may allow fewer."""
SHUTDOWN_S = 1.0
"""How long open requests may take to end when the sandbox stops; faults that wait end at once."""


class Sandbox:
    """Simulated processors that speak each processor's real wire format and keep state while they run.

        async with Sandbox() as sandbox:
            client = stripe.StripeClient("sk_test_1", base_addresses={"api": sandbox.base_url("stripe")})

    `webhook_url` takes the events of every processor; `set_webhook` sets one processor's. `clock` gives epoch
    seconds, `faults` those that are set from the start, as text (see `Fault.parse`) or as `Fault`; `latency_s` and
    `keys_kept_for_s` are by processor, as in `Conduct`. Everything but starting and stopping may be used at any time,
    from the event loop that runs the sandbox.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, webhook_url: str | None = None,
                 webhook_secret: Secret | str = WEBHOOK_SECRET, clock: Callable[[], float] = time.time,
                 webhook_retry_after_s: tuple[float, ...] = RETRY_AFTER_S,
                 faults: Sequence[Fault | str] = (), latency_s: Mapping[str, float] | None = None,
                 keys_kept_for_s: Mapping[str, float] | None = None) -> None:
        self._host = host
        self._port = port
        self._clock = clock
        self._webhook_url = webhook_url
        self._secret = webhook_secret if isinstance(webhook_secret, Secret) else Secret(webhook_secret)
        self._runner: web.AppRunner | None = None
        self._pauses = Pauses()
        self.ledger = Ledger(clock)
        self.requests = Arrivals()
        self.faults = Faults(self._operations)
        self.webhooks = Webhooks(clock, webhook_retry_after_s)
        self._simulators = {simulator.name: simulator for simulator in (make(self) for make in catalog.factories())}
        self.conducts = Conducts(self._simulators)
        self._exchange = Exchange(self.faults, KeyStore(clock), self.webhooks, self.conducts, self._pauses)
        for name, seconds in (latency_s or {}).items():
            self.conducts.set(name, latency_s=seconds)
        for name, seconds in (keys_kept_for_s or {}).items():
            self.conducts.set(name, keys_kept_for_s=seconds)
        for name in self._simulators:
            self.webhooks.set(name, webhook_url, self._secret)
        for given in faults:
            self.faults.put(Fault.parse(given) if isinstance(given, str) else structs.replace(given))

    # What a simulator finds around it (Host)

    def now(self) -> float:
        return self._clock()

    def url_of(self, processor: str) -> str:
        return self.base_url(processor)

    def has_webhook(self, processor: str) -> bool:
        return self.webhooks.is_set(processor)

    def send_webhook(self, processor: str, event_id: str, event_type: str, body: bytes) -> None:
        self.webhooks.send(self._simulators[processor], event_id, event_type, body)

    # What its user finds

    @property
    def processors(self) -> tuple[str, ...]:
        return tuple(self._simulators)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`. Raises RuntimeError before the start."""
        if self._runner is None or not self._runner.addresses:
            raise RuntimeError("the sandbox is not running")
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def base_url(self, processor: str) -> str:
        """What to give a client as the processor's base URL. Raises KeyError for a processor that is not simulated."""
        return f"{self.url}/{self._simulators[processor].name}"

    def set_webhook(self, processor: str, url: str | None, secret: Secret | None = None) -> None:
        """Where a processor's events go from now on; None stops them. Raises ValueError for an unknown processor."""
        if processor not in self._simulators:
            raise ValueError(f"no processor {processor!r}; there are: {', '.join(self._simulators)}")
        self.webhooks.set(processor, url, secret or self._secret)

    async def settle(self, processor: str, reference: str, outcome: Settlement | str | None = None) -> str:
        """Lets time pass for a payment, refund, dispute or payout that waits, and gives its new status; without an
        outcome, its test value decides. Raises ValueError for an unknown word, and for what does not wait."""
        if processor not in self._simulators:
            raise ValueError(f"no processor {processor!r}; there are: {', '.join(self._simulators)}")
        return self._simulators[processor].settle(reference, Settlement(outcome) if outcome is not None else None)

    async def start(self) -> None:
        self._pauses.begin()
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(control.routes(self))
        app.router.add_route("*", "/{processor}/{path:.*}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
        await runner.setup()
        await web.TCPSite(runner, self._host, self._port, backlog=BACKLOG).start()
        self._runner = runner
        self.webhooks.start()

    async def stop(self) -> None:
        self._pauses.end()
        await self.webhooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.stop()

    def _operations(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(route.operation for route in simulator.routes)
                for name, simulator in self._simulators.items()}

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        simulator = self._simulators.get(request.match_info["processor"])
        if simulator is None:
            raise web.HTTPNotFound(text=f"no such processor; there are: {', '.join(self._simulators)}\n")
        path = "/" + request.match_info["path"]
        body = await request.read()
        route, arguments = _route(simulator, request.method, path, body)
        headers = {name.lower(): text for name, text in request.headers.items()}
        arrival = Arrival(processor=simulator.name, operation=route.operation if route else None,
                          method=request.method, path=path, at=self._clock(),
                          headers=shown(headers, simulator.shown_headers))
        call = Call(serial=secrets.token_hex(7), method=request.method, path=path, query=request.query_string,
                    headers=headers, body=body, arguments=arguments)
        await self.requests.add(arrival)
        try:
            answer = await self._answer(simulator, route, call)
        except Cut:
            return _cut(request)
        if answer.cut_at is not None:
            return _send_half(request, answer, answer.cut_at)
        await self.requests.answer(arrival, answer.status)
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers,
                            content_type=answer.content_type)

    async def _answer(self, simulator: Simulator, route: Route | None, call: Call) -> Answer:
        if route is None:
            return simulator.dress(call, simulator.refuse(Refusal.NO_ROUTE, call), replayed=False)
        return await self._exchange.answer(simulator, route, call)


def _route(simulator: Simulator, method: str, path: str, body: bytes) -> tuple[Route | None, dict[str, str]]:
    for route in simulator.routes:
        if route.method == method and (arguments := route.match(path, body)) is not None:
            return route, arguments
    return None, {}


def _send_half(request: web.Request, answer: Answer, cut_at: CutAt) -> web.StreamResponse:
    """Sends half of the headers, or these and half of the body, and ends the connection."""
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
             *(f"{name}: {text}" for name, text in answer.headers.items()),
             f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}", "", ""]
    head = "\r\n".join(lines).encode()
    sent = head[:len(head) // 2] if cut_at is CutAt.HEADERS else head + answer.body[:len(answer.body) // 2]
    if request.transport is not None:
        request.transport.write(sent)
        request.transport.close()
    return web.Response()


def _cut(request: web.Request) -> web.StreamResponse:
    """Drops the connection at once, unflushed; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
