"""The control endpoints below `/_sandbox`: what a test in another process may set and ask.

| request | what it does |
| --- | --- |
| `POST /_sandbox/faults` | sets one: `{"kind", ...}`, see below |
| `GET /_sandbox/faults` | the faults still to strike |
| `DELETE /_sandbox/faults` | clears them; `?kind=`, `?processor=`, `?operation=`, `?account=` choose |
| `GET /_sandbox/requests` | what arrived; `?processor=` and `?operation=` choose; `DELETE` forgets it |
| `GET /_sandbox/ledger` | entries, and totals by currency; `?processor=`, `?payment=`, `?reference=` choose |
| `GET /_sandbox/ledger?by=reference` | a row for each of the merchant's references (or `by=payment`), for checkers |
| `POST /_sandbox/webhooks` | `{"processor", "url", "secret"}`: where events go from now on; url null stops them |
| `GET /_sandbox/webhooks` | each event and what became of it |
| `POST /_sandbox/processors` | `{"processor", "latency_s", "keys_kept_for_s"}`: what is absent stays as it is |
| `GET /_sandbox/processors` | each processor with both of them |
| `POST /_sandbox/settle` | `{"processor", "payment", "outcome"}`: ends the waiting of what has that id |

Of a fault (`FaultKind` has the kinds) all but its kind is optional:

| member | which calls it strikes, and how |
| --- | --- |
| `processor`, `operation` | only those; an operation is named as in the processor's manual page |
| `account` | of callers whose API key (Stripe, Adyen), client id (PayPal), merchant id (PhonePe) ends so |
| `containing` | with this text in path, query or body as they came: a reference, the last digits of a card |
| `times` | as many, then never again; null: until cleared. 1 where nothing is said, with a probability null |
| `probability`, `seed` | each with this chance; with the same seed the same ones, if they come in the same order |
| `seconds` | of latency, late_answer, and Retry-After |

A row has `reference`, `currency`, `processors`, `payments`, the sums (`charges`, `authorized`, `captured`, `released`,
`refunded`, `disputed`, `paid_out`) and `movements`, entries in the order in which they happened. `charges` of 2 is a
shopper who paid twice.

`payment` may be the id of a refund, dispute or payout too; `outcome` is `succeeded`, `failed`, or absent: then the test
value decides. The answer is `{"status"}`, the new one in the processor's words.

`latency_s` comes before every effect; `keys_kept_for_s` null is as long as the real processor does, and with 0 no
idempotency key is heeded: a request that is sent twice is carried out twice. Without a processor both are for all.

Bodies are JSON with that content type, so that no web page can set anything here unasked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec
from aiohttp import web
from msgspec import UNSET, Struct, UnsetType, structs

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.ledger import By
from tollbridge.sandbox.simulator import Settlement

if TYPE_CHECKING:
    from tollbridge.sandbox.server import Sandbox

Handler = Callable[[web.Request], Awaitable[web.Response]]
Wanted = TypeVar("Wanted", bound=Struct)


class WebhookTarget(Struct, kw_only=True, forbid_unknown_fields=True):
    processor: str
    url: str | None
    secret: str | None = None
    """None keeps the secret that is set."""


class Settling(Struct, kw_only=True, forbid_unknown_fields=True):
    processor: str
    payment: str
    outcome: Settlement | None = None


class NewConduct(Struct, kw_only=True, forbid_unknown_fields=True):
    """As in `Conduct`; null for `keys_kept_for_s` means as long as the real processor does."""

    processor: str | None = None
    latency_s: float | UnsetType = UNSET
    keys_kept_for_s: float | UnsetType | None = UNSET


class NewFault(Struct, kw_only=True, forbid_unknown_fields=True):
    """As in `Fault`."""

    kind: str
    processor: str | None = None
    operation: str | None = None
    times: int | UnsetType | None = UNSET
    seconds: float = 0.0
    probability: float = 1.0
    seed: int | None = None
    account: str | None = None
    containing: str | None = None


def routes(sandbox: Sandbox) -> list[web.RouteDef]:
    control = _Control(sandbox)
    return [
        web.post("/_sandbox/faults", _told(control.add_fault)),
        web.get("/_sandbox/faults", control.faults),
        web.delete("/_sandbox/faults", control.clear_faults),
        web.get("/_sandbox/requests", control.requests),
        web.delete("/_sandbox/requests", control.clear_requests),
        web.get("/_sandbox/ledger", _told(control.ledger)),
        web.post("/_sandbox/webhooks", _told(control.set_webhook)),
        web.get("/_sandbox/webhooks", control.deliveries),
        web.post("/_sandbox/processors", _told(control.set_conduct)),
        web.get("/_sandbox/processors", control.processors),
        web.post("/_sandbox/settle", _told(control.settle)),
    ]


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(content), status=status, content_type="application/json")


def _told(handler: Handler) -> Handler:
    """Turns what is wrong with body or query into HTTP 400 that says so."""
    async def handle(request: web.Request) -> web.Response:
        if request.method == "POST" and request.content_type != "application/json":
            return _json({"error": "the content type has to be application/json"}, 415)
        try:
            return await handler(request)
        except ValueError as error:
            return _json({"error": str(error)}, 400)
    return handle


async def _read(request: web.Request, kind: type[Wanted]) -> Wanted:
    """The body of a request. Raises ValueError, with the members that there are, for another one."""
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(f"{error}; its members: {', '.join(kind.__struct_fields__)}") from None


class _Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def add_fault(self, request: web.Request) -> web.Response:
        wanted = await _read(request, NewFault)
        return _json(self._sandbox.faults.add(**structs.asdict(wanted)), 201)

    async def faults(self, request: web.Request) -> web.Response:
        return _json({"faults": self._sandbox.faults.pending})

    async def clear_faults(self, request: web.Request) -> web.Response:
        chosen = {name: request.query.get(name) for name in ("kind", "processor", "operation", "account")}
        self._sandbox.faults.clear(**chosen)
        return web.Response(status=204)

    async def requests(self, request: web.Request) -> web.Response:
        processor, operation = request.query.get("processor"), request.query.get("operation")
        return _json({"requests": [arrival for arrival in self._sandbox.requests
                                   if processor in (None, arrival.processor)
                                   and operation in (None, arrival.operation)]})

    async def clear_requests(self, request: web.Request) -> web.Response:
        self._sandbox.requests.clear()
        return web.Response(status=204)

    async def ledger(self, request: web.Request) -> web.Response:
        processor, payment, reference = (request.query.get(name) for name in ("processor", "payment", "reference"))
        ledger, by = self._sandbox.ledger, request.query.get("by")
        if by is not None:
            return _json({"rows": ledger.rows(By(by), processor=processor, payment=payment, reference=reference)})
        return _json({"entries": ledger.entries(processor=processor, payment=payment, reference=reference),
                      "totals": ledger.totals(processor=processor, payment=payment, reference=reference)})

    async def set_webhook(self, request: web.Request) -> web.Response:
        wanted = await _read(request, WebhookTarget)
        self._sandbox.set_webhook(wanted.processor, wanted.url, Secret(wanted.secret) if wanted.secret else None)
        return web.Response(status=204)

    async def deliveries(self, request: web.Request) -> web.Response:
        return _json({"deliveries": self._sandbox.webhooks.deliveries})

    async def set_conduct(self, request: web.Request) -> web.Response:
        wanted = await _read(request, NewConduct)
        self._sandbox.conducts.set(wanted.processor, latency_s=wanted.latency_s,
                                   keys_kept_for_s=wanted.keys_kept_for_s)
        return web.Response(status=204)

    async def processors(self, request: web.Request) -> web.Response:
        return _json({"processors": self._sandbox.conducts.all()})

    async def settle(self, request: web.Request) -> web.Response:
        wanted = await _read(request, Settling)
        return _json({"status": await self._sandbox.settle(wanted.processor, wanted.payment, wanted.outcome)})
