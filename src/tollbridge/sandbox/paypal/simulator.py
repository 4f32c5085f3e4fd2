"""PayPal as the server sees it: its routes, its credentials, its headers, its signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import Struct, json

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.paypal import approval, disputes, payouts, signing, tokens, vault, wire
from tollbridge.sandbox.paypal.books import NAME, Books, Desk
from tollbridge.sandbox.paypal.errors import PaypalError, invalid, no_request_id, refusal, simulated
from tollbridge.sandbox.paypal.paying import settled
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import CreateOrder, Nothing, read
from tollbridge.sandbox.paypal.routes import OPERATIONS, Operation
from tollbridge.sandbox.paypal.standing import state_of
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

LONGEST_ID = 108
_CLIENT_TOKEN = "/v1/identity/generate-token"  # noqa: S105  a path
_JSON = "application/json"
_REQUEST_ID, _MOCK = "paypal-request-id", "paypal-mock-response"


class Mock(Struct):
    """Negative testing: https://developer.paypal.com/tools/sandbox/negative-testing/request-headers/"""

    mock_application_codes: str


class PaypalSimulator:
    """See `tollbridge.sandbox.paypal` for what it simulates."""

    name = NAME
    shown_headers = frozenset({"prefer", _REQUEST_ID, _MOCK})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self._operations = {f"{its.method} {its.path}": its for its in OPERATIONS}
        self._made: dict[tuple[str, str], str] = {}
        """What came of the request with an id."""
        self.routes = (
            Route("tokens.create", "POST", tokens.PATH, self._guarded(tokens.grant), open=True),
            Route("client_tokens.create", "POST", _CLIENT_TOKEN, self._guarded(tokens.client_token)),
            Route("webhooks.verify", "POST", "/v1/notifications/verify-webhook-signature",
                  self._guarded(signing.verify)),
            Route("payment_tokens.list", "GET", "/v3/vault/payment-tokens",
                  self._guarded(lambda desk, call: _told(vault.list_tokens(desk, call.query), call))),
            *(self._route(operation) for operation in OPERATIONS),
            Route("approval.show", "GET", wire.LEADING, self._guarded(approval.show), open=True),
            Route("approval.complete", "POST", wire.LEADING, self._guarded(approval.complete), open=True),
        )

    @property
    def _desk(self) -> Desk:
        return Desk(self._books, self._host)

    def _guarded(self, act: Callable[[Desk, Call], Answer]) -> Callable[[Call], Answer]:
        """A refusal is not kept for the request's id: the same request may be good later."""
        def endpoint(call: Call) -> Answer:
            try:
                return act(self._desk, call)
            except PaypalError as error:
                return error.answer(debug_id=call.serial, executed=False)
        return endpoint

    def _route(self, operation: Operation) -> Route:
        def act(desk: Desk, call: Call) -> Answer:
            if _MOCK in call.headers:
                raise simulated(read(call.headers[_MOCK].encode("utf-8", "replace"), Mock).mock_application_codes)
            asked = read(_body(operation, call), operation.shape)
            if _needs_request_id(asked) and _REQUEST_ID not in call.headers:
                raise no_request_id()
            reply = operation.execute(desk, asked, **call.arguments)
            key = self.key(call)
            if key is not None and reply.whole is not None:
                self._made[key.scope, key.text] = reply.whole["id"]
            return _told(reply, call)
        return Route(operation.name, operation.method, operation.path, self._guarded(act))

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        """An eCheck clears or bounces; the payer of an order agrees, or never comes; a payout is made, or claimed; a
        dispute is decided."""
        good = outcome is not Settlement.FAILED
        dispute = self._books.disputes.get(reference)
        if dispute is not None:
            return disputes.settle(self._desk, dispute, won=None if outcome is None else good)
        batch = self._books.batches.get(reference)
        if batch is not None:
            return payouts.settle(self._desk, batch, good=good)
        capture = self._books.captures.get(reference)
        if capture is not None and capture.status == "PENDING":
            return settled(self._desk, capture, cleared=good)
        order = self._books.orders.get(reference)
        if order is not None and order.status in ("CREATED", "PAYER_ACTION_REQUIRED"):
            if good:
                approval.agree(self._desk, order)
            else:
                approval.give_up(self._desk, order)
            return order.status
        if order is not None:
            waiting = next((one for one in order.captures if self._books.captures[one].status == "PENDING"), None)
            if waiting is not None:
                return self.settle(waiting, outcome)
        if capture is None and order is None:
            raise ValueError(f"nothing has the id {reference!r}")
        raise ValueError(f"{reference!r} does not wait for anything")

    def admit(self, call: Call) -> Answer | None:
        try:
            if call.path == _CLIENT_TOKEN and tokens.client_of(self._books, call) is not None:
                return None
            tokens.who(self._books, call, self._host.now())
            _check_headers(call)
        except PaypalError as error:
            return error.answer(debug_id=call.serial, executed=False)
        return None

    def account(self, call: Call) -> str:
        try:
            return tokens.client_of(self._books, call) or tokens.who(self._books, call, self._host.now())
        except PaypalError:
            return ""

    def key(self, call: Call) -> Key | None:
        """Unique for the user and the type of call: https://developer.paypal.com/api/rest/reference/idempotency/"""
        text = call.headers.get(_REQUEST_ID)
        operation = self._operation(call)
        if not text or operation is None or operation.kept_for_s is None or call.method != "POST":
            return None
        client = tokens.who(self._books, call, self._host.now())
        return Key(scope=f"{client}\n{operation.name}", text=text, kept_for_s=operation.kept_for_s,
                   fingerprint=f"{call.method} {call.path}\n".encode() + call.body)

    def _operation(self, call: Call) -> Operation | None:
        route = next((one for one in self.routes if one.method == call.method and one.match(call.path) is not None),
                     None)
        return self._operations.get(f"{route.method} {route.template}") if route else None

    def refuse(self, why: Refusal, call: Call) -> Answer:
        if call.path == tokens.PATH and why is Refusal.UNAUTHORIZED:
            return tokens.wrong_client().answer(debug_id=call.serial, executed=False)
        return refusal(why).answer(debug_id=call.serial, executed=why is Refusal.SERVER_ERROR)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        """A repeat tells the latest state of what the first request made, whatever was answered to that."""
        if answer.content_type != _JSON:
            return answer
        if replayed and answer.status != 204:
            answer = self._as_it_stands(call) or answer
        return replace(answer, headers={**answer.headers, "Paypal-Debug-Id": call.serial, "Cache-Control": "no-store"})

    def _as_it_stands(self, call: Call) -> Answer | None:
        key = self.key(call)
        reply = state_of(self._desk, self._made[key.scope, key.text]) if key else None
        return _told(reply, call) if reply else None

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        """The secret is the webhook's id."""
        return signing.sign(self._desk, secret.reveal(), body, now)

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _told(reply: Reply, call: Call) -> Answer:
    """`Prefer: return=representation` has the whole; what is only read is always whole."""
    whole = "return=representation" in call.headers.get("prefer", "").replace(" ", "")
    status = reply.status if whole or reply.brief_status is None else reply.brief_status
    content = reply.whole if whole or reply.brief is None else reply.brief
    return Answer(status, b"" if status == 204 or content is None else json.encode(content))


def _body(operation: Operation, call: Call) -> bytes:
    if operation.shape is Nothing:
        return b""
    return disputes.input_of(call) if operation.multipart else call.body


def _needs_request_id(asked: Struct) -> bool:
    return isinstance(asked, CreateOrder) and bool(asked.payment_source)


def _check_headers(call: Call) -> None:
    """The content type is asked for where there is no body too, but for what never has one."""
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == disputes.MULTIPART and call.path.startswith("/v1/customer/disputes/"):
        return
    if call.method == "POST" and kind != _JSON and (call.body or not call.path.endswith("/void")):
        raise PaypalError("UNSUPPORTED_MEDIA_TYPE")
    text = call.headers.get(_REQUEST_ID, "")
    if len(text) > LONGEST_ID or not (text.isascii() and text.isprintable()):
        raise invalid("INVALID_STRING_LENGTH", "PayPal-Request-Id", "The value of a header is either too short or too "
                      "long.")

