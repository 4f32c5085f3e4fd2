"""Adyen as the server sees it: its routes, its credentials, its headers, its signatures."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace

from msgspec import DecodeError, json

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.adyen import browser, notifications, requests, settlements
from tollbridge.sandbox.adyen.books import NAME, Books, Desk, new_reference
from tollbridge.sandbox.adyen.errors import AdyenError, invalid, refusal, unauthorized
from tollbridge.sandbox.adyen.routes import OPERATIONS, Operation
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

TEST_KEYS = ("AQE", "probe_key")
"""How an API key has to begin; `probe_key` is the key of the shared conformance cases."""
TEST_USER = "ws"
"""How the user of basic authentication has to begin."""
LONGEST_KEY = 64
KEPT_FOR_S = 7 * 24 * 3600.0
"""https://docs.adyen.com/development-resources/api-idempotency: valid for at least seven days, company-wide."""
COMPANY = "TollbridgeCompany"


class AdyenSimulator:
    """See `tollbridge.sandbox.adyen` for what it simulates."""

    name = NAME
    shown_headers = frozenset({"adyen-library-name", "adyen-library-version"})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        pages = (("page.show", "GET", browser.PAGE, browser.show),
                 ("page.complete", "POST", browser.PAGE, browser.complete),
                 ("session_page.show", "GET", browser.SESSION, browser.show_session),
                 ("session_page.complete", "POST", browser.SESSION, browser.complete_session))
        self.routes = (*(self._route(operation) for operation in OPERATIONS),
                       *(Route(name, method, path, self._page(act), open=True) for name, method, path, act in pages))

    def _desk(self) -> Desk:
        return Desk(self._books, self._host, new_reference())

    def _page(self, act: Callable[[Desk, Call], Answer]) -> Callable[[Call], Answer]:
        return lambda call: act(self._desk(), call)

    def _route(self, operation: Operation) -> Route:
        return Route(operation.name, operation.method, operation.path, lambda call: self._perform(call, operation))

    def _perform(self, call: Call, operation: Operation) -> Answer:
        desk = self._desk()
        try:
            request, given = requests.read(call.body if operation.method == "POST" else b"{}", operation.shape,
                                           operation.request, operation.known)
            desk.given.update(given)
            made = operation.execute(desk, request, **call.arguments)
        except AdyenError as error:
            return _referenced(error.answer(desk.psp), desk.psp)
        answer = Answer(operation.status, json.encode(made))
        desk.finish()
        return _referenced(answer, desk.psp)

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        return settlements.settle(self._desk(), reference, outcome)

    def admit(self, call: Call) -> Answer | None:
        if not _is_known(call):
            return unauthorized().answer()
        key = _key_text(call)
        if key is not None and not (len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            return invalid("702", "Invalid idempotency key").answer()
        return None

    def account(self, call: Call) -> str:
        return call.headers.get("x-api-key") or _user(call) or ""

    def key(self, call: Call) -> Key | None:
        text = _key_text(call)
        if text is None:
            return None
        return Key(scope=COMPANY, text=text, kept_for_s=KEPT_FOR_S,
                   fingerprint=f"{call.method} {call.path}\n".encode() + _sorted(call.body))

    def refuse(self, why: Refusal, call: Call) -> Answer:
        error, transient = refusal(why)
        return error.answer(new_reference(), executed=why is Refusal.SERVER_ERROR, transient=transient)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        key = _key_text(call)
        if key is None:
            return answer
        return replace(answer, headers={**answer.headers, "Idempotency-Key": key.encode("ascii", "replace").decode()})

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        return SignedWebhook(notifications.signed(body, secret), {"User-Agent": "Adyen HttpClient 1.0"})

    def is_taken(self, status: int, answer: bytes) -> bool:
        """`[accepted]`, which newer accounts may leave out: whoever says it is understood by all of them."""
        return 200 <= status < 300 and b"[accepted]" in answer


def _referenced(answer: Answer, psp: str) -> Answer:
    return replace(answer, headers={**answer.headers, "pspReference": psp})


def _key_text(call: Call) -> str | None:
    """Only POST honours keys; other methods are repeatable as they are."""
    return (call.headers.get("idempotency-key") or None) if call.method == "POST" else None


def _is_known(call: Call) -> bool:
    """An API key, or the user and password of basic authentication."""
    key = call.headers.get("x-api-key")
    if key is not None:
        return key.startswith(TEST_KEYS)
    return (_user(call) or "").startswith(TEST_USER)


def _user(call: Call) -> str | None:
    """Of basic authentication; None for one without a password."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user if password else None


def _sorted(body: bytes) -> bytes:
    """The parameters, whatever their order; what is no JSON is taken as it is."""
    try:
        return json.encode(json.decode(body), order="sorted")
    except (DecodeError, RecursionError):
        return body
