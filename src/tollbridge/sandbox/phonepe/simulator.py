"""PhonePe as the server sees it: its routes, its X-VERIFY, its callbacks."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.phonepe import mandates, page, payments, refunds, reservations
from tollbridge.sandbox.phonepe.answers import PhonePeError, bad_request, envelope, refusal
from tollbridge.sandbox.phonepe.books import NAME, Books, Desk, Subscription, Transaction
from tollbridge.sandbox.phonepe.signing import MERCHANTS, header, proves
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

Execute = Callable[[Desk, Mapping[str, Any], str], tuple[str, Mapping[str, Any]]]
_STATUS = "/pg/v1/status/{merchant}/{transaction}"
_PAGE = "/transact/{page}"
_RECURRING = "/v3/recurring"


class PhonePeSimulator:
    """See `tollbridge.sandbox.phonepe` for what it simulates."""

    name = NAME
    shown_headers: frozenset[str] = frozenset({"x-source", "x-source-channel"})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self.routes = (
            self._post("payments.create", "/pg/v1/pay", payments.create),
            self._post("refunds.create", "/pg/v1/refund", refunds.create),
            self._post("reservations.create", "/v3/auth/authorize", reservations.create),
            self._post("reservations.capture", "/v3/auth/capture", reservations.capture),
            self._post("reservations.cancel", "/v3/auth/cancel", reservations.cancel),
            self._post("mandates.create", f"{_RECURRING}/subscription/create", mandates.create),
            self._post("mandates.authorize", f"{_RECURRING}/auth/init", mandates.authorize),
            self._post("mandates.cancel", f"{_RECURRING}/subscription/cancel", mandates.cancel),
            self._post("debits.create", f"{_RECURRING}/debit/init", mandates.debit),
            self._asked("mandates.retrieve", f"{_RECURRING}/auth/status/{{merchant}}/{{transaction}}", mandates.AUTH),
            self._asked("debits.retrieve", f"{_RECURRING}/debit/status/{{merchant}}/{{transaction}}", mandates.DEBIT),
            Route("transactions.retrieve", "GET", _STATUS, self._retrieve),
            Route("page.show", "GET", _PAGE, lambda call: page.show(self._desk(), call), open=True),
            Route("page.complete", "POST", _PAGE, lambda call: page.complete(self._desk(), call), open=True),
        )

    def _desk(self) -> Desk:
        return Desk(self._books, self._host)

    def _post(self, operation: str, path: str, execute: Execute) -> Route:
        def endpoint(call: Call) -> Answer:
            try:
                code, data = execute(self._desk(), _fields(_payload(call)), _index(call))
            except PhonePeError as error:
                return error.answer()
            return Answer(200, envelope(code, data, success=True))
        return Route(operation, "POST", path, endpoint)

    def _retrieve(self, call: Call) -> Answer:
        try:
            found = self._desk().find(call.arguments["merchant"], call.arguments["transaction"])
        except PhonePeError as error:
            return error.answer()
        return Answer(200, found.told())

    def _asked(self, operation: str, path: str, kind: str) -> Route:
        """How a set-up or a debit stands."""
        def endpoint(call: Call) -> Answer:
            try:
                found = mandates.retrieve(self._desk(), kind, call.arguments["merchant"], call.arguments["transaction"])
            except PhonePeError as error:
                return error.answer()
            return Answer(200, envelope("SUCCESS", found.data(), success=True))
        return Route(operation, "GET", path, endpoint)

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        desk = self._desk()
        return mandates.settle(desk, reference, outcome) or payments.settle(desk, reference, outcome)

    def admit(self, call: Call) -> Answer | None:
        try:
            if call.method == "POST":
                payload = _payload(call)
                _check(call, payload, str(_fields(payload).get("merchantId", "")))
            else:
                merchant = call.arguments["merchant"]
                if call.headers.get("x-merchant-id") != merchant:
                    raise bad_request("X-MERCHANT-ID is mandatory")
                _check(call, "", merchant)
        except PhonePeError as error:
            return error.answer()
        return None

    def account(self, call: Call) -> str:
        if call.method == "GET":
            return call.arguments.get("merchant", "")
        try:
            return str(_fields(_payload(call)).get("merchantId", ""))
        except PhonePeError:
            return ""

    def key(self, call: Call) -> Key | None:
        """PhonePe has no idempotency keys: ids are taken once."""
        return None

    def refuse(self, why: Refusal, call: Call) -> Answer:
        return refusal(why)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        return answer

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        """With the salt key of the merchant whose transaction it is: there is no secret of the webhook's own."""
        told = msgspec.json.decode(body)["response"]
        data = msgspec.json.decode(base64.b64decode(told))["data"]
        one: Transaction | Subscription
        if "callbackType" in data:
            one = self._books.subscriptions[data["merchantId"], data["subscriptionDetails"]["subscriptionId"]]
        else:
            one = self._books.transactions[data["merchantId"], data["merchantTransactionId"]]
        return SignedWebhook(body, {"X-VERIFY": header(told, one.merchant, one.salt_index)})

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _index(call: Call) -> str:
    return call.headers.get("x-verify", "").partition("###")[2]


def _payload(call: Call) -> str:
    """The base64 in {"request": "..."}."""
    try:
        body = msgspec.json.decode(call.body)
    except (ValueError, msgspec.DecodeError):
        raise bad_request("the body is no JSON") from None
    payload = body.get("request") if isinstance(body, dict) else None
    if not isinstance(payload, str):
        raise bad_request("request is mandatory")
    return payload


def _fields(payload: str) -> Mapping[str, Any]:
    try:
        fields = msgspec.json.decode(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise bad_request("request is no JSON in base64") from None
    if not isinstance(fields, dict):
        raise bad_request("request is no JSON object")
    return fields


def _check(call: Call, payload: str, merchant: str) -> None:
    """Raises PhonePeError for a merchant or index that is not known, and for a proof that is none."""
    key = MERCHANTS.get(merchant, {}).get(_index(call))
    if key is None:
        raise PhonePeError(400, "KEY_NOT_CONFIGURED")
    if not proves(call.headers.get("x-verify", ""), payload + call.path, key):
        raise PhonePeError(401, "AUTHORIZATION_FAILED")
