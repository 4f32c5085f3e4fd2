"""Cybersource as the server sees it: its routes, and its HTTP Signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.cybersource import authentication, books, payments, searches, vault
from tollbridge.sandbox.cybersource.asked import Asked, read
from tollbridge.sandbox.cybersource.books import NAME, Books, Desk
from tollbridge.sandbox.cybersource.errors import Broken, Invalid, Unknown, refused
from tollbridge.sandbox.cybersource.signing import proves
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

Act = Callable[[Desk, Call], Answer]
Service = Callable[[Desk, Asked, str], dict[str, Any]]
_PAYMENT, _CAPTURE, _REFUND = (f"/pts/v2/{kind}/{{id}}" for kind in ("payments", "captures", "refunds"))
_INSTRUMENT, _RISK = "/tms/v1/paymentinstruments/{id}", "/risk/v1/authentication"


def _plain(service: Callable[[Desk, Asked], dict[str, Any]]) -> Service:
    return lambda desk, asked, its_id: service(desk, asked)


def _void(kind: str) -> Service:
    return lambda desk, asked, its_id: payments.void(desk, asked, its_id, kind)


def _refund(*kinds: str) -> Service:
    return lambda desk, asked, its_id: payments.refund(desk, asked, its_id, *kinds)


SERVICES: tuple[tuple[str, str, str, Service], ...] = (
    ("payments.create", "POST", "/pts/v2/payments", _plain(payments.create)),
    ("payments.increment", "PATCH", _PAYMENT, payments.increment),
    ("payments.capture", "POST", f"{_PAYMENT}/captures", payments.capture),
    ("payments.reverse", "POST", f"{_PAYMENT}/reversals", payments.reverse),
    ("payments.void", "POST", f"{_PAYMENT}/voids", _void(books.PAYMENT)),
    ("captures.void", "POST", f"{_CAPTURE}/voids", _void(books.CAPTURE)),
    ("refunds.void", "POST", f"{_REFUND}/voids", _void(books.REFUND)),
    ("refunds.create", "POST", f"{_PAYMENT}/refunds", _refund(books.PAYMENT, books.CAPTURE)),
    ("refunds.create", "POST", f"{_CAPTURE}/refunds", _refund(books.CAPTURE)),
    ("authentication.setup", "POST", f"{_RISK}-setups", _plain(authentication.set_up)),
    ("authentication.enrol", "POST", f"{_RISK}s", _plain(authentication.enrol)),
    ("authentication.validate", "POST", f"{_RISK}-results", _plain(authentication.validate)),
)
ACTS: tuple[tuple[str, str, str, Act], ...] = (
    ("payment_instruments.create", "POST", "/tms/v1/paymentinstruments",
     lambda desk, call: vault.create(desk, call.body)),
    ("payment_instruments.retrieve", "GET", _INSTRUMENT, lambda desk, call: vault.retrieve(desk, call.arguments["id"])),
    ("payment_instruments.delete", "DELETE", _INSTRUMENT, lambda desk, call: vault.delete(desk, call.arguments["id"])),
    ("sessions.create", "POST", "/microform/v2/sessions", lambda desk, call: vault.session(desk, call.body)),
    ("transactions.search", "POST", "/tss/v2/searches", lambda desk, call: searches.search(desk, call.body)),
    ("transactions.retrieve", "GET", "/tss/v2/transactions/{id}", lambda desk, call: _retrieve(desk, call)),
)


def _retrieve(desk: Desk, call: Call) -> Answer:
    its = desk.find(call.arguments["id"])
    if its is None:
        raise Unknown(404, "notFound", "The requested resource does not exist")
    return Answer(200, msgspec.json.encode(payments.retrieve(desk, its)))


class CybersourceSimulator:
    """See `tollbridge.sandbox.cybersource` for what it simulates."""

    name = NAME
    shown_headers: frozenset[str] = frozenset()

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self.routes = (
            *(Route(name, method, path, self._endpoint(_service(service)))
              for name, method, path, service in SERVICES),
            *(Route(name, method, path, self._endpoint(act)) for name, method, path, act in ACTS),
            Route("tokens.create", "POST", "/flex/v2/tokens",
                  self._endpoint(lambda desk, call: vault.token(desk, call.body)), open=True),
            Route("challenge.show", "POST", authentication.STEP_UP,
                  lambda call: authentication.show(self._books, call), open=True),
        )

    def _endpoint(self, act: Act) -> Callable[[Call], Answer]:
        def endpoint(call: Call) -> Answer:
            desk = Desk(self._books, self._host, self.account(call))
            try:
                return act(desk, call)
            except (Invalid, Unknown, Broken) as error:
                return error.answer(desk.time())
        return endpoint

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        """By an id of Cybersource's, or the merchant's own code: what waits comes first."""
        if (enrolment := self._books.enrolments.get(reference)) is not None:
            return authentication.settle(enrolment, outcome)
        found = [one for one in self._books.transactions.values() if reference in (one.id, one.code)]
        if not found:
            raise ValueError(f"nothing has the id {reference[:100]!r}")
        last = ValueError(reference)
        for its in sorted(found, key=lambda one: one.id != reference):
            try:
                return payments.settle(Desk(self._books, self._host, its.merchant), its, outcome)
            except ValueError as error:
                last = error
        raise last

    def admit(self, call: Call) -> Answer | None:
        return None if proves(call, f"/{NAME}", self._host.now()) else refused(Refusal.UNAUTHORIZED)

    def account(self, call: Call) -> str:
        return call.headers.get("v-c-merchant-id", "")

    def key(self, call: Call) -> Key | None:
        """Cybersource has no idempotency keys: what has the reference of another one is refused."""
        return None

    def refuse(self, why: Refusal, call: Call) -> Answer:
        return refused(why)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        return answer

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        """There are none: their products are not part of the sandbox."""
        return SignedWebhook(body)

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _service(service: Service) -> Act:
    def act(desk: Desk, call: Call) -> Answer:
        return Answer(201, msgspec.json.encode(service(
            desk, read(call.body, named=call.method != "PATCH"), call.arguments.get("id", ""))))
    return act
