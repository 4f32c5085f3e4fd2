"""Checkout.com as the server sees it: its routes, keys and access tokens."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import msgspec

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.checkout import (
    asked,
    authentication,
    changes,
    contexts,
    disputes,
    payments,
    payouts,
    sessions,
    vault,
)
from tollbridge.sandbox.checkout.asked import Change, Customer, Request, Source
from tollbridge.sandbox.checkout.books import MERCHANTS, NAME, Books, Desk, Json, Kept, Payment
from tollbridge.sandbox.checkout.errors import Refused, not_allowed, refusal
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

Act = Callable[[Desk, Call], Any]
LOGIN, TOKENS, PUBLIC, SESSIONS = "/connect/token", "/tokens", "public", "sessions"
TOKEN_S = 3600
BY_KEY = frozenset({"gateway", "vault", "disputes"})
"""What a secret key is good for; payouts want an access token."""
SCOPES = BY_KEY | sessions.SCOPES | {"payouts"}
KEYED = re.compile(r"/payment-contexts|/payments(/[^/]+/(authorizations|captures|refunds|voids))?")
"""https://www.checkout.com/docs/payments/manage-payments/idempotency"""
_PAYMENT, _DISPUTE, _INSTRUMENT, _CUSTOMER, _SESSION = (f"/{kind}/{{id}}" for kind in (
    "payments", "disputes", "instruments", "customers", "sessions"))


def _change(make: Callable[[Desk, Payment, Change], Json]) -> Act:
    def act(desk: Desk, call: Call) -> Json:
        its = desk.payment(call.arguments["id"])
        if its.destination:
            raise not_allowed()
        return make(desk, its, asked.read(call.body, Change))
    return act


def _requested(desk: Desk, call: Call) -> tuple[int, Json]:
    wish = asked.read(call.body, Request)
    if wish.payment_context_id:
        return contexts.pay(desk, wish)
    if wish.destination is None:
        return payments.create(desk, wish)
    if "payouts" not in desk.scopes:
        raise not_allowed()
    return payouts.create(desk, wish)


def _shown(desk: Desk, call: Call) -> Json:
    its = desk.payment(call.arguments["id"])
    return payouts.details(desk, its) if its.destination else payments.details(desk, its)


def _of(kind: type[Any], make: Callable[[Desk, Any], Any]) -> Act:
    return lambda desk, call: make(desk, asked.read(call.body, kind))


def _by_id(make: Callable[[Desk, str], Any]) -> Act:
    return lambda desk, call: make(desk, call.arguments["id"])


ROUTES: tuple[tuple[str, str, str, str, int, Act], ...] = (  # operation, scope, method, path, HTTP status
    ("payments.create", "gateway", "POST", "/payments", 201, _requested),
    ("payments.list", "gateway", "GET", "/payments", 200, payments.listed),
    ("payments.retrieve", "gateway", "GET", _PAYMENT, 200, _shown),
    ("payments.actions", "gateway", "GET", f"{_PAYMENT}/actions", 200,
     lambda desk, call: payments.actions(desk.payment(call.arguments["id"]))),
    ("payments.capture", "gateway", "POST", f"{_PAYMENT}/captures", 202, _change(changes.capture)),
    ("payments.void", "gateway", "POST", f"{_PAYMENT}/voids", 202, _change(changes.void)),
    ("payments.reverse", "gateway", "POST", f"{_PAYMENT}/reversals", 202, _change(changes.reverse)),
    ("payments.increment", "gateway", "POST", f"{_PAYMENT}/authorizations", 201, _change(changes.increment)),
    ("refunds.create", "gateway", "POST", f"{_PAYMENT}/refunds", 202, _change(changes.refund)),
    ("contexts.create", "gateway", "POST", contexts.PATH, 201, _of(contexts.Wish, contexts.create)),
    ("contexts.retrieve", "gateway", "GET", f"{contexts.PATH}/{{id}}", 200, _by_id(contexts.show)),
    ("tokens.create", PUBLIC, "POST", TOKENS, 201, _of(Source, vault.tokenize)),
    ("instruments.create", "vault", "POST", "/instruments", 201, _of(Source, vault.store)),
    ("instruments.retrieve", "vault", "GET", _INSTRUMENT, 200, _by_id(vault.show)),
    ("instruments.update", "vault", "PATCH", _INSTRUMENT, 200,
     lambda desk, call: vault.update(desk, call.arguments["id"], asked.read(call.body, Source))),
    ("instruments.delete", "vault", "DELETE", _INSTRUMENT, 204, _by_id(vault.remove)),
    ("customers.create", "vault", "POST", "/customers", 201, _of(Customer, vault.create_customer)),
    ("customers.retrieve", "vault", "GET", _CUSTOMER, 200, _by_id(vault.customer)),
    ("customers.delete", "vault", "DELETE", _CUSTOMER, 204, _by_id(vault.remove_customer)),
    ("disputes.list", "disputes", "GET", "/disputes", 200, disputes.listed),
    ("disputes.retrieve", "disputes", "GET", _DISPUTE, 200,
     lambda desk, call: disputes.show(desk, disputes.find(desk, call.arguments["id"]))),
    ("disputes.accept", "disputes", "POST", f"{_DISPUTE}/accept", 204, _by_id(disputes.accept)),
    ("evidence.provide", "disputes", "PUT", f"{_DISPUTE}/evidence", 204,
     lambda desk, call: disputes.provide(desk, call.arguments["id"], asked.read(call.body, dict[str, str]))),
    ("evidence.retrieve", "disputes", "GET", f"{_DISPUTE}/evidence", 200,
     lambda desk, call: disputes.find(desk, call.arguments["id"]).evidence),
    ("evidence.submit", "disputes", "POST", f"{_DISPUTE}/evidence", 204, _by_id(disputes.submit)),
    ("files.create", "disputes", "POST", "/files", 200, disputes.upload),
    ("files.retrieve", "disputes", "GET", "/files/{id}", 200, _by_id(disputes.file)),
    ("sessions.create", SESSIONS, "POST", sessions.PATH, 201, _of(sessions.Wish, sessions.create)),
    ("sessions.retrieve", SESSIONS, "GET", _SESSION, 200, _by_id(sessions.show)),
    ("sessions.collect", SESSIONS, "PUT", f"{_SESSION}/collect-data", 200, sessions.collect),
    ("sessions.fetched", SESSIONS, "PUT", f"{_SESSION}/issuer-fingerprint", 200, sessions.fetched),
    ("sessions.complete", SESSIONS, "POST", f"{_SESSION}/complete", 204, _by_id(sessions.complete)),
)


class CheckoutSimulator:
    """See `tollbridge.sandbox.checkout` for what it simulates."""

    name = NAME
    shown_headers = frozenset({"cko-idempotency-key"})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self.routes = (
            *(Route(name, method, path, self._endpoint(act, scope, status))
              for name, scope, method, path, status, act in ROUTES),
            Route("access_tokens.create", "POST", LOGIN, self._login),
            *(Route("challenge.show", method, "/3ds/{sid}",
                    lambda call: authentication.show(self._books, self._host, call), open=True)
              for method in ("GET", "POST")),
            Route("sessions.script", "POST", "/3ds-method/{id}",
                  lambda call: sessions.script(self._books, call), open=True),
            Route("sessions.challenge", "POST", "/acs/{id}",
                  lambda call: sessions.challenge(self._books, call), open=True),
            *(Route("contexts.agree", method, "/agree/{id}", lambda call: contexts.ask(self._books, call), open=True)
              for method in ("GET", "POST")),
        )

    def _endpoint(self, act: Act, scope: str, status: int) -> Callable[[Call], Answer]:
        def endpoint(call: Call) -> Answer:
            merchant, scopes = self._caller(call)
            desk = Desk(self._books, self._host, merchant, scopes)
            try:
                if not (scope in scopes or (scope == "gateway" and "payouts" in scopes)
                        or (scope == SESSIONS and sessions.may(scopes, call))):
                    raise not_allowed()
                made = act(desk, call)
            except Refused as error:
                return error.answer()
            done, body = made if isinstance(made, tuple) else (status, made)
            answer = Answer(done, b"" if body is None else msgspec.json.encode(body))
            desk.finish()
            return answer
        return endpoint

    def _login(self, call: Call) -> Answer:
        """Client credentials, by basic authentication. A scope that nobody has is refused."""
        form = {name: texts[0] for name, texts in parse_qs(call.body.decode("ascii", "replace")).items()}
        scopes = frozenset(form.get("scope", "").split())
        wrong = ("unsupported_grant_type" if form.get("grant_type") != "client_credentials"
                 else "invalid_scope" if not scopes or not scopes <= SCOPES else "")
        if wrong:
            return Answer(400, msgspec.json.encode({"error": wrong}), executed=False)
        token = secrets.token_urlsafe(48)
        self._books.access[token] = Kept(self._caller(call)[0], scopes, self._host.now() + TOKEN_S)
        return Answer(200, msgspec.json.encode(
            {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_S, "scope": " ".join(sorted(scopes))}))

    def _caller(self, call: Call) -> tuple[str, frozenset[str]]:
        """The merchant, and what is open to it. Both are empty for who does not prove who it is."""
        scheme, _, given = call.headers.get("authorization", "").partition(" ")
        if scheme.startswith("sek_"):
            return sessions.holder(self._books, scheme, self._host.now())
        if scheme.lower() == "basic":
            try:
                user, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return "", frozenset()
            return next((name for name, its in MERCHANTS.items()
                         if (its.access_key, its.access_secret) == (user, secret)), ""), frozenset()
        token = self._books.access.get(given)
        if token is not None and (token.until or 0) > self._host.now():
            return token.merchant, token.its
        for name, its in MERCHANTS.items():
            if given in (its.secret_key, its.public_key):
                return name, BY_KEY if given == its.secret_key else frozenset({PUBLIC})
        return "", frozenset()

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        """By the id of a payment, its 3DS session, a session of its own, a context, an action or a dispute, or the
        merchant's reference.
        """
        if (session := self._books.sessions.get(reference)) is not None:
            return sessions.settle(session, outcome)
        if (context := contexts.find(self._books, reference)) is not None:
            contexts.answer(context, agreed=outcome is not Settlement.FAILED)
            return context.status
        if (dispute := self._books.disputes.get(reference)) is not None:
            desk = Desk(self._books, self._host, dispute.merchant)
            disputes.settle(desk, dispute, outcome)
            desk.finish()
            return dispute.status
        found = [one for one in self._books.payments.values() if reference in (one.id, one.sid, one.reference)
                 or any(reference in (action.id, action.reference) for action in one.actions)]
        if not found:
            raise ValueError(f"nothing has the id {reference[:100]!r}")
        its = next((one for one in found if one.word == "Pending" or one.waiting), found[-1])
        desk = Desk(self._books, self._host, its.merchant)
        _settle(desk, its, reference, outcome)
        desk.finish()
        return its.status

    def admit(self, call: Call) -> Answer | None:
        """Each kind of path by its own kind of credentials."""
        merchant, scopes = self._caller(call)
        wanted = not scopes if call.path == LOGIN else scopes and (PUBLIC in scopes) == (call.path == TOKENS)
        if merchant and wanted:
            return None
        if call.path == LOGIN:
            return Answer(400, msgspec.json.encode({"error": "invalid_client"}), executed=False)
        return refusal(Refusal.UNAUTHORIZED)

    def account(self, call: Call) -> str:
        merchant = self._caller(call)[0]
        return MERCHANTS[merchant].secret_key if merchant else ""

    def key(self, call: Call) -> Key | None:
        """Whoever comes with a key gets the answer that it has, whatever it asks for: no page knows of a comparison."""
        text = call.headers.get("cko-idempotency-key")
        if not text or call.method != "POST" or not KEYED.fullmatch(call.path):
            return None
        return Key(scope=self._caller(call)[0], text=text, fingerprint=b"", keeps_errors=False)

    def refuse(self, why: Refusal, call: Call) -> Answer:
        return refusal(why)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        return replace(answer, headers={**answer.headers, "Cko-Request-Id": call.serial, "Cko-Version": "1.0.0"})

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        proof = hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()
        return SignedWebhook(body, {"Cko-Signature": proof})

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _settle(desk: Desk, its: Payment, reference: str, outcome: Settlement | None) -> None:
    """The oldest of what waits, unless an action is named. Raises ValueError where nothing does."""
    failed = outcome is Settlement.FAILED
    if its.destination:
        payouts.settle(desk, its, outcome)
    elif its.word == "Pending":
        authentication.finish(desk, its, passed=not failed)
    elif waiting := [one for one in its.waiting if reference in (one.id, one.reference)] or its.waiting:
        changes.end(desk, its, waiting[-1], fails=failed)
    else:
        raise ValueError(f"{its.id} does not wait: it is {its.status}")
