"""Authorize.Net as the server sees it: one URL, whose body names the operation, in JSON or in XML."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.authorizedotnet import codec, payments, profiles, reports
from tollbridge.sandbox.authorizedotnet.books import MERCHANTS, NAME, Books, Desk
from tollbridge.sandbox.authorizedotnet.codec import Tree, first
from tollbridge.sandbox.authorizedotnet.errors import OK, AnetError, bad_credentials
from tollbridge.sandbox.authorizedotnet.shapes import check
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

URL = "/xml/v1/request.api"
Execute = Callable[[Desk, Tree], dict[str, Any]]
TRANSACTIONS = "createTransactionRequest"
KINDS = {payments.PRIOR: "payments.capture", payments.VOID: "payments.void", payments.REFUND: "refunds.create"}
FUNCTIONS: dict[str, tuple[str, Execute]] = {
    "getTransactionDetailsRequest": ("transactions.retrieve", reports.details),
    "createCustomerProfileRequest": ("customers.create", profiles.create),
    "getCustomerProfileRequest": ("customers.retrieve", profiles.retrieve),
    "createCustomerPaymentProfileRequest": ("payment_profiles.create", profiles.add),
    "getCustomerPaymentProfileRequest": ("payment_profiles.retrieve", profiles.retrieve_method),
    "updateCustomerPaymentProfileRequest": ("payment_profiles.update", profiles.update_method),
    "updateHeldTransactionRequest": ("payments.review", payments.decide),
    "deleteCustomerPaymentProfileRequest": ("payment_profiles.delete", profiles.delete_method),
    "authenticateTestRequest": ("credentials.test", lambda desk, request: {"messages": OK}),
}
EXECUTE = {TRANSACTIONS: payments.create, **{function: act for function, (_, act) in FUNCTIONS.items()}}
REFUSALS = {
    Refusal.NO_ROUTE: AnetError("E00004", "The name of the requested API method is invalid."),
    Refusal.UNAUTHORIZED: bad_credentials(),
    Refusal.FORBIDDEN: AnetError("E00011", "Access denied. You do not have the appropriate permissions."),
    Refusal.TOO_MANY_REQUESTS: AnetError("E00053", "The server is too busy to service the request."),
    Refusal.SERVER_ERROR: AnetError("E00001", "An error occurred during processing. Please try again."),
}


class AuthorizeNetSimulator:
    """See `tollbridge.sandbox.authorizedotnet` for what it simulates."""

    name = NAME
    shown_headers: frozenset[str] = frozenset()

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        self.routes = (
            *(self._route(operation, TRANSACTIONS, kind) for kind, operation in KINDS.items()),
            self._route("payments.create", TRANSACTIONS),
            *(self._route(operation, function) for function, (operation, _) in FUNCTIONS.items()),
        )

    def _route(self, operation: str, function: str, kind: str | None = None) -> Route:
        def asked_by(body: bytes) -> bool:
            return codec.function(body) == function and kind in (None, codec.kind(body))
        return Route(operation, "POST", URL, self._endpoint, asked_by=asked_by)

    def _endpoint(self, call: Call) -> Answer:
        as_xml = codec.is_xml(call.body)
        try:
            function, request = codec.read(call.body)
            check(function, request)
            desk = Desk(self._books, self._host, _merchant(request))
            told = EXECUTE[function](desk, request)
        except AnetError as error:
            return refused(error, call.body)
        return _answer(function.removesuffix("Request") + "Response", _with_ref(request, told), as_xml)

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        """By Authorize.Net's id, or the merchant's own: of the invoice, or the refId. What waits comes first."""
        found = [one for one in self._books.transactions.values() if reference in (one.id, one.invoice, one.ref_id)]
        if not found:
            raise ValueError(f"nothing has the id {reference[:100]!r}")
        last: ValueError | None = None
        for its in sorted(found, key=lambda one: one.id != reference):
            try:
                return payments.settle(Desk(self._books, self._host, its.merchant), its, outcome)
            except ValueError as error:
                last = last or error
        raise last or ValueError(reference)

    def admit(self, call: Call) -> Answer | None:
        """Credentials are in the body: they are looked at before anything else."""
        try:
            _merchant(codec.read(call.body)[1])
        except AnetError as error:
            return refused(error, call.body)
        return None

    def account(self, call: Call) -> str:
        try:
            return first(codec.read(call.body)[1], "merchantAuthentication", "name")
        except AnetError:
            return ""

    def key(self, call: Call) -> Key | None:
        """Authorize.Net has no idempotency keys: what looks like a duplicate is refused."""
        return None

    def refuse(self, why: Refusal, call: Call) -> Answer:
        if why is Refusal.SERVER_ERROR:
            return Answer(500, b"<html><body>Runtime Error</body></html>", content_type="text/html", executed=False)
        return refused(REFUSALS[why], call.body)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        return answer

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        proof = hmac.new(secret.reveal().encode(), body, hashlib.sha512).hexdigest().upper()
        return SignedWebhook(body, {"X-ANET-Signature": f"sha512={proof}"})

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def refused(error: AnetError, body: bytes) -> Answer:
    """The call as a whole: HTTP 200 still. XML says ErrorResponse, unless there is more to tell."""
    name = codec.function(body).removesuffix("Request") + "Response" if error.more else "ErrorResponse"
    answer = _answer(name, {"messages": error.messages, **error.more}, codec.is_xml(body))
    return Answer(answer.status, answer.body, answer.headers, answer.content_type, executed=False)


def _answer(name: str, told: dict[str, Any], as_xml: bool) -> Answer:
    return Answer(200, codec.written(name, told, as_xml=as_xml),
                  content_type="application/xml" if as_xml else "application/json")


def _with_ref(request: Tree, told: dict[str, Any]) -> dict[str, Any]:
    ref_id = first(request, "refId")
    return {"refId": ref_id, **told} if ref_id else told


def _merchant(request: Tree) -> str:
    name, key = (first(request, "merchantAuthentication", part) for part in ("name", "transactionKey"))
    right = MERCHANTS.get(name)
    if right is None or not hmac.compare_digest(right[0].encode(), key.encode()):
        raise bad_credentials()
    return name
