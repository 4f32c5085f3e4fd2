"""Braintree as the server sees it: one URL, its credentials, and an operation for each field of the schema."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from typing import Any

import msgspec
from msgspec import Struct, json

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.braintree import (
    approvals,
    authentication,
    disputes,
    notifications,
    payments,
    vault,
    vouchers,
    wire,
)
from tollbridge.sandbox.braintree.books import NAME, Books, Desk
from tollbridge.sandbox.braintree.errors import CLASSES, BraintreeError, not_found, of_class
from tollbridge.sandbox.braintree.graphql import Field, Json, NotGraphQL, given, project, read
from tollbridge.sandbox.simulator import Answer, Call, Host, Key, Refusal, Route, Settlement, SignedWebhook

URL = "/graphql"
MULTIPART = "multipart/form-data"
MUTATIONS: dict[str, Callable[[Desk, Json], Json]] = {
    "tokenizeCreditCard": vault.tokenize_card,
    "tokenizeNetworkToken": vault.tokenize_network_token,
    "tokenizeUsBankAccount": vault.tokenize_bank_account,
    "tokenizePayPalOneTimePayment": approvals.tokenize_payment,
    "tokenizePayPalBillingAgreement": approvals.tokenize_agreement,
    "createPayPalOneTimePayment": approvals.create_payment,
    "createPayPalBillingAgreement": approvals.create_agreement,
    "createNonInstantLocalPaymentContext": vouchers.create,
    "performThreeDSecureLookup": authentication.look_up,
    "authorizePaymentMethod": payments.authorize,
    "authorizePayPalAccount": payments.authorize,
    "chargePayPalAccount": payments.charge,
    "authorizeVenmoAccount": payments.authorize,
    "chargeVenmoAccount": payments.charge,
    "authorizeCreditCard": payments.authorize,
    "chargePaymentMethod": payments.charge,
    "chargeCreditCard": payments.charge,
    "captureTransaction": payments.capture,
    "partialCaptureTransaction": payments.capture_part,
    "reverseTransaction": payments.reverse,
    "updateTransactionAmount": payments.update_amount,
    "refundTransaction": payments.refund,
    "reverseRefund": payments.reverse_refund,
    "sandboxSettleTransaction": payments.settle_now,
    "vaultPaymentMethod": vault.vault,
    "vaultUsBankAccount": vault.vault_bank_account,
    "deletePaymentMethodFromVault": vault.delete,
    "createCustomer": vault.create_customer,
    "createClientToken": vault.client_token,
    "acceptDispute": disputes.accept,
    "finalizeDispute": disputes.finalize,
    "createDisputeTextEvidence": disputes.add_text,
    "createDisputeFileEvidence": disputes.add_file,
}
QUERIES = ("ping", "search", "node", "idFromLegacyId")
CARDS_ONLY = ("authorizeCreditCard", "chargeCreditCard")
OF_WALLETS = {"PayPalAccount": ("paypal", "PayPal"), "VenmoAccount": ("venmo", "Venmo")}
"""By how their charges end: whose accounts alone they take."""


class Request(Struct):
    query: str
    variables: dict[str, object] = {}


class BraintreeSimulator:
    """See `tollbridge.sandbox.braintree` for what it simulates."""

    name = NAME
    shown_headers = frozenset({"braintree-version"})

    def __init__(self, host: Host) -> None:
        self._host = host
        self._books = Books()
        names = (*MUTATIONS, *QUERIES)
        self.routes = (
            *(Route(name, "POST", URL, self._answer, asked_by=_asks_for(name)) for name in names),
            Route("unreadable", "POST", URL, self._answer),
            *(Route(f"approval.{name}", verb, approvals.PAGE, self._paged(act), open=True) for name, verb, act in (
                ("show", "GET", approvals.show), ("complete", "POST", approvals.complete))))

    def _paged(self, act: Callable[[Desk, Call], Answer]) -> Callable[[Call], Answer]:
        return lambda call: act(self._desk, call)

    @property
    def _desk(self) -> Desk:
        return Desk(self._books, self._host)

    def _answer(self, call: Call) -> Answer:
        """The whole document is read before its first field is carried out."""
        field = None
        try:
            request = _request(call.body, call.headers.get("content-type", ""))
            operation = read(request.query)
            data: Json = {}
            for field in operation.fields:
                arguments = given(field.arguments, request.variables)
                data[field.key] = self._carry_out(operation.kind, field, arguments, request)
        except NotGraphQL as error:
            return BraintreeError(f"Validation error: {error}").answer(call.serial, executed=field is not None)
        except BraintreeError as error:
            return error.answer(call.serial, field.key if field else None, executed=field is not None)
        return Answer(200, json.encode({"data": data, "extensions": {"requestId": call.serial}}))

    def _carry_out(self, kind: str, field: Field, arguments: Json, request: Request) -> object:
        if kind == "query":
            return self._ask(field, arguments, request)
        act = MUTATIONS.get(field.name)
        if act is None:
            raise NotGraphQL(f"field '{field.name}' in type 'Mutation' is undefined")
        asked = arguments.get("input") or {}
        if field.name not in ("createClientToken", "createCustomer") and not arguments.get("input"):
            raise NotGraphQL("missing field argument 'input'")
        reference = str(asked.get("paymentMethodId"))
        method = self._books.methods.get(reference) or vault.of_nonce(self._desk, reference)
        if method is not None and method.kind in ("paypal", "venmo") and field.name in CARDS_ONLY:
            raise BraintreeError("Payment method is not a credit card.", "91738", "input.paymentMethodId")
        kind, name = OF_WALLETS.get(field.name.removeprefix("authorize").removeprefix("charge"), ("", ""))
        if method is not None and kind and method.kind != kind:
            raise BraintreeError(f"Payment method is not a {name} account.", path="input.paymentMethodId")
        return project(field.selected, act(self._desk, asked))

    def _ask(self, field: Field, arguments: Json, request: Request) -> object:
        if field.name == "ping":
            return "pong"
        if field.name == "node":
            return project(field.selected, self._node(str(arguments.get("id"))))
        if field.name == "idFromLegacyId":
            return self._id_of(str(arguments.get("legacyId")), str(arguments.get("type")))
        if field.name != "search":
            raise NotGraphQL(f"field '{field.name}' in type 'Query' is undefined")
        told: Json = {}
        for one in field.selected:
            if not isinstance(one, Field) or one.name not in ("transactions", "refunds"):
                raise NotGraphQL("the sandbox searches transactions and refunds")
            asked = given(one.arguments, request.variables).get("input") or {}
            told[one.key] = project(one.selected, payments.found(self._desk, one.name, asked))
        return told

    def _node(self, reference: str) -> Json:
        books, desk = self._books, self._desk
        if reference in books.transactions:
            return wire.transaction(desk, books.transactions[reference])
        if reference in books.refunds:
            return wire.refund(desk, books.refunds[reference])
        if reference in books.disputes:
            return wire.dispute(desk, books.disputes[reference])
        if reference in books.contexts:
            return wire.context(books.contexts[reference])
        if reference in books.customers:
            return wire.customer(books.customers[reference])
        its = books.methods.get(reference) or vault.of_nonce(desk, reference)
        if its is None:
            raise not_found()
        return wire.method(desk, its)

    def _id_of(self, legacy: str, kind: str) -> str:
        shelves: dict[str, dict[str, Any]] = {
            "TRANSACTION": self._books.transactions, "REFUND": self._books.refunds, "DISPUTE": self._books.disputes,
            "CUSTOMER": self._books.customers, "PAYMENT_METHOD": self._books.methods}
        found: str | None = next((one.id for one in shelves.get(kind, {}).values() if one.legacy == legacy), None)
        if found is None:
            raise not_found()
        return found

    # -- what the server asks ---------------------------------------------------------------------------------------
    def admit(self, call: Call) -> Answer | None:
        """The private key of a public key's first call is its private key from then on."""
        public, private = _credentials(call)
        digest = hashlib.blake2b(private.encode("utf-8", "replace"), key=self._books.pepper).digest()
        if not public or not private:
            return of_class("AUTHENTICATION").answer(call.serial, executed=False)
        if not hmac.compare_digest(self._books.keys.setdefault(public, digest), digest):
            return of_class("AUTHENTICATION").answer(call.serial, executed=False)
        if "braintree-version" not in call.headers:
            return of_class("UNSUPPORTED_CLIENT").answer(call.serial, executed=False)
        return None

    def account(self, call: Call) -> str:
        return _credentials(call)[0]

    def key(self, call: Call) -> Key | None:
        """Braintree's GraphQL API has none."""
        return None

    def refuse(self, why: Refusal, call: Call) -> Answer:
        return of_class(CLASSES.get(why, "INTERNAL")).answer(call.serial, executed=why is Refusal.SERVER_ERROR)

    def dress(self, call: Call, answer: Answer, *, replayed: bool) -> Answer:
        return answer

    def settle(self, reference: str, outcome: Settlement | None) -> str:
        good = None if outcome is None else outcome is Settlement.SUCCEEDED
        dispute = self._books.disputes.get(reference)
        if dispute is not None:
            return disputes.decide(self._desk, dispute, won=good)
        context = self._books.contexts.get(reference)
        if context is not None and context.transacted is None and context.expired is None:
            return vouchers.settle(self._desk, context, good=good is not False)
        method = self._books.methods.get(reference)
        if method is not None and method.proof == authentication.CHALLENGE:
            return authentication.answer(method, good=good is not False)
        back = self._books.refunds.get(reference)
        if back is not None and back.status == payments.SUBMITTED:
            return payments.settle_refund(self._desk, back, good is not False)
        its = self._books.transactions.get(reference)
        if its is not None and its.status in (payments.SUBMITTED, "SETTLEMENT_PENDING"):
            return payments.settle(self._desk, its, good)
        if its is None and back is None:
            raise ValueError(f"nothing has the id {reference!r}")
        raise ValueError(f"{reference!r} does not wait for anything")

    def sign_webhook(self, secret: Secret, body: bytes, now: float) -> SignedWebhook:
        return notifications.sign(body, secret, self._books.keys)

    def is_taken(self, status: int, answer: bytes) -> bool:
        return 200 <= status < 300


def _credentials(call: Call) -> tuple[str, str]:
    scheme, _, proof = call.headers.get("authorization", "").partition(" ")
    try:
        public, _, private = base64.b64decode(proof, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (public, private) if scheme.lower() == "basic" else ("", "")


def _request(body: bytes, kind: str) -> Request:
    """Raises NotGraphQL for what is none."""
    try:
        return json.decode(_operations(body, kind), type=Request)
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise NotGraphQL("the body is no request") from None


def _operations(body: bytes, kind: str) -> bytes:
    """The part that says what to do, of an upload: https://github.com/jaydenseric/graphql-multipart-request-spec"""
    if not kind.lower().startswith(MULTIPART):
        return body
    head = b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n"
    parts = BytesParser().parsebytes(head + body).get_payload()
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Message) and part.get_param("name", header="content-disposition") == "operations":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise NotGraphQL("an upload without operations")


def _asks_for(name: str) -> Callable[[bytes], bool]:
    """Whether the first field of a document is this one: it names the operation, for faults and the record."""
    def asks(body: bytes) -> bool:
        return name.encode() in body and _first_field(body) == name
    return asks


def _first_field(body: bytes) -> str | None:
    kind = ""
    if body[:2] == b"--":
        boundary = body[2:].split(b"\r", 1)[0].decode("latin-1")
        kind = f"{MULTIPART}; boundary={boundary}"
    try:
        return read(_request(body, kind).query).fields[0].name
    except (NotGraphQL, IndexError):
        return None
