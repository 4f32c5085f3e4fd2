"""Stripe as the server sees it: its routes, its credentials, its headers, its signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from msgspec import Struct, json

from tollbridge.domain.secret import Secret
from tollbridge.sandbox import multipart
from tollbridge.sandbox.form import Form, parse_form, parse_pairs
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook
from tollbridge.sandbox.stripe import challenge, files, settlements
from tollbridge.sandbox.stripe.books import NAME, Books, Desk, check_expand, expand
from tollbridge.sandbox.stripe.errors import StripeError, credentials, invalid, no_key, refusal, wrong_key
from tollbridge.sandbox.stripe.money_parameters import CreateFile
from tollbridge.sandbox.stripe.money_wire import File
from tollbridge.sandbox.stripe.reading import read
from tollbridge.sandbox.stripe.routes import OPERATIONS, Operation, Shape
from tollbridge.sandbox.stripe.wire import API_VERSION

TEST_KEYS = ("sk_test_", "rk_test_", "probe_key")
"""How a key has to begin; `probe_key` is the key of the shared conformance cases."""
LONGEST_KEY = 255
_FORM = "application/x-www-form-urlencoded"
_CHALLENGE = "/redirect/authenticate/{source}"


class StripeSimulator:
    """See `tollbridge.sandbox.stripe` for what it simulates."""

    name = NAME
    shown_headers = frozenset({"stripe-version", "stripe-account"})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self.routes = (*(self._route(operation) for operation in OPERATIONS),
                       Route("files.create", "POST", "/v1/files", self._upload), *self._browser_routes())

    def _browser_routes(self) -> tuple[Route, ...]:
        def page(act: Callable[[Desk, Call], Answer]) -> Callable[[Call], Answer]:
            return lambda call: act(Desk(self._books, self._host), call)
        return (Route("challenge.show", "GET", _CHALLENGE, page(challenge.show), open=True),
                Route("challenge.complete", "POST", _CHALLENGE, page(challenge.complete), open=True))

    def _route(self, operation: Operation) -> Route:
        def endpoint(call: Call) -> Answer:
            return _stamped(call, self._perform(call, operation.shape, operation.result, operation.execute, _form))
        return Route(operation.name, operation.method, operation.path, endpoint)

    def _upload(self, call: Call) -> Answer:
        """The one request that is no form but multipart."""
        try:
            parts = multipart.parse(call.headers.get("content-type", ""), call.body)
        except ValueError:
            error = invalid(f"Invalid request (check that your POST content type is {multipart.MULTIPART}).")
            return error.answer(request_id=_request_id(call), executed=False)
        execute = partial(files.create, upload=parts.upload)
        return _stamped(call, self._perform(call, CreateFile, File, execute, lambda _: parse_form(parts.pairs)))

    def _perform(self, call: Call, shape: Shape, result: type[Struct], execute: Callable[..., Struct],
                 form: Callable[[Call], Form]) -> Answer:
        """`execute` takes the desk, the parameters, and the parts of the path by their names."""
        desk = Desk(self._books, self._host, _request_id(call), _key_text(call))
        try:
            params = read(form(call), shape)
            params.check()
            check_expand(result, params.expand)
        except StripeError as error:
            return error.answer(request_id=_request_id(call), executed=False)
        try:
            made = execute(desk, params, **call.arguments)
        except StripeError as error:
            answer = error.answer(request_id=_request_id(call), executed=True)
        else:
            answer = Answer(200, json.encode(expand(desk, made, params.expand)))
        desk.finish()
        return answer

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        return settlements.settle(Desk(self._books, self._host), reference, outcome)

    def admit(self, call: Call) -> Answer | None:
        try:
            _check_credentials(call)
            _check_headers(call)
        except StripeError as error:
            return error.answer(request_id=_request_id(call), executed=False)
        return None

    def account(self, call: Call) -> str:
        return _api_key(call) or ""

    def key(self, call: Call) -> Key | None:
        """Only POST honours keys: https://docs.stripe.com/api/idempotent_requests"""
        text = _key_text(call)
        if text is None:
            return None
        return Key(scope=_api_key(call) or "", text=text,
                   fingerprint=f"{call.method} {call.path}?{call.query}\n".encode() + _sorted(call.body))

    def refuse(self, why: Refusal, call: Call) -> Answer:
        error = credentials(why, _api_key(call) or "") or refusal(why, call.method, call.path, _key_text(call) or "")
        return _stamped(call, error.answer(request_id=_request_id(call), executed=why is Refusal.SERVER_ERROR))

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        if not call.path.startswith("/v1/"):
            return answer
        headers = {**answer.headers, "Request-Id": _request_id(call),
                   "Stripe-Version": call.headers.get("stripe-version", API_VERSION)}
        key = _key_text(call)
        if key is not None:
            headers["Idempotency-Key"] = key
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return replace(answer, headers=headers)

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        """https://docs.stripe.com/webhooks#verify-manually"""
        stamp = str(int(now))
        proof = hmac.new(secret.reveal().encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return SignedWebhook(body, {"Stripe-Signature": f"t={stamp},v1={proof}",
                                    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)"})

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _request_id(call: Call) -> str:
    return f"req_{call.serial}"


def _key_text(call: Call) -> str | None:
    return (call.headers.get("idempotency-key") or None) if call.method == "POST" else None


def _stamped(call: Call, answer: Answer) -> Answer:
    """A replay names the request that it repeats, so the answer that is kept has to know it."""
    if _key_text(call) is None:
        return answer
    return replace(answer, headers={**answer.headers, "Original-Request": _request_id(call)})


def _sorted(body: bytes) -> bytes:
    """The parameters, whatever their order; a body that is no form is taken as it is."""
    try:
        return json.encode(sorted(parse_pairs(body.decode())))
    except ValueError:
        return body


def _form(call: Call) -> Form:
    """The parameters of query and body. Raises StripeError for another content type, and for a form that is none."""
    if call.body and call.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
        raise invalid(f"Invalid request (check that your POST content type is {_FORM}). If you have any questions, "
                      "we can help at https://support.stripe.com/.")
    try:
        return parse_form(parse_pairs(call.query) + parse_pairs(call.body.decode()))
    except ValueError:
        raise invalid("Invalid request: the parameters are not a form in UTF-8.") from None


def _api_key(call: Call) -> str | None:
    """Bearer, or the user name of basic authentication."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest, validate=True).decode().partition(":")[0] or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def _check_credentials(call: Call) -> None:
    key = _api_key(call)
    if key is None:
        raise no_key()
    if not key.startswith(TEST_KEYS):
        raise wrong_key(key)


def _check_headers(call: Call) -> None:
    version = call.headers.get("stripe-version", API_VERSION)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:\.[a-z]+)?", version):
        raise invalid(f"Invalid Stripe API version: {version[:40]}")
    key = _key_text(call)
    if key is not None and not (len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise invalid(f"Idempotency keys have at most {LONGEST_KEY} characters, all of them in ASCII.")
