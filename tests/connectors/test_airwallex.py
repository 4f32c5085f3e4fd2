"""What Airwallex's golden cases cannot say: nothing is charged twice, wherever an answer is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tollbridge import catalog, kit
from tollbridge.connectors.airwallex import Account
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, MissingField, NotSent, OutcomeUnknown, Rejected
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, CREATE_ORDER, SYNC, Operation
from tollbridge.domain.payments import Authorize, CreateOrder, Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.engine import plan

AIRWALLEX = catalog.load("airwallex")
CTX = kit.Context(Account(api_key=Secret("key"), client_id=Secret("client")), datetime(2026, 1, 1, tzinfo=UTC), "n",
                  "lantern-7001", Environment.TEST)
PAY = Authorize(
    amount=Money(4250, Currency.USD), merchant_transaction_id="lantern-7001", payment_method=Card(
        card_number=Secret("4012000300001003"), card_exp_month=Secret("09"), card_exp_year=Secret("2031")))


class Airwallex:
    """Carries each request id out once, as its pages say; a token that it has not given is refused."""

    def __init__(self) -> None:
        self.tokens: set[str] = set()
        self.seen: set[str] = set()
        self.intents: dict[str, dict[str, Any]] = {}
        self.charged: list[Decimal] = []

    def answer(self, request: kit.HttpRequest) -> kit.HttpResponse:
        if request.path.endswith("/login"):
            self.tokens = {f"fresh{len(self.tokens)}"}
            return told(201, token=next(iter(self.tokens)), expires_at="2026-01-01T00:30:00+0000")
        token = request.headers["authorization"]
        assert isinstance(token, Secret)
        if token.reveal().removeprefix("Bearer ") not in self.tokens:
            return told(401, code="unauthorized", message="Access denied")
        if request.method == "GET":
            found = self.intents.get(request.path.rpartition("/")[2])
            return told(200, **(found or {"items": list(self.intents.values())}))
        body = json.loads(request.body or b"", parse_float=Decimal)
        if body["request_id"] in self.seen:
            return told(400, code="duplicate_request", message="used previously")
        self.seen.add(body["request_id"])
        return self.created(body) if request.path.endswith("/create") else self.confirmed(request.path.split("/")[-2])

    def created(self, body: dict[str, Any]) -> kit.HttpResponse:
        intent = {**body, "id": f"int_{len(self.intents)}", "status": "REQUIRES_PAYMENT_METHOD"}
        self.intents[intent["id"]] = intent
        return told(201, **intent)

    def confirmed(self, name: str) -> kit.HttpResponse:
        intent = self.intents[name]
        if intent["status"] == "SUCCEEDED":
            return told(400, code="invalid_status_for_operation", message="SUCCEEDED")
        self.charged.append(intent["amount"])
        intent.update(status="SUCCEEDED", captured_amount=intent["amount"])
        return told(200, **intent)


class Expiring(Airwallex):
    """Whose first token is good for one intent."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.tokens = {token}

    def created(self, body: dict[str, Any]) -> kit.HttpResponse:
        self.tokens = set()
        return super().created(body)


def told(http: int, /, **body: Any) -> kit.HttpResponse:
    return kit.HttpResponse(http, json.dumps(body, default=float).encode())


def pay(processor: Airwallex, *, lost: int | None = None, request: Authorize = PAY,
        cache: dict[Operation[Any, Any], Any] | None = None) -> Payment | ConnectorError:
    """One call, of which the answer to the request number `lost` never comes."""
    steps = plan(AIRWALLEX, AUTHORIZE, request, CTX, cache)
    number = 0
    try:
        sent = next(steps)
        while True:
            number += 1
            answer = processor.answer(sent)
            sent = steps.throw(OutcomeUnknown("timed out")) if number == lost else steps.send(answer)
    except StopIteration as done:
        result: Payment = done.value
        return result
    except ConnectorError as error:
        return error


@pytest.mark.parametrize(("lost", "want"), [(1, NotSent), (2, NotSent), (3, OutcomeUnknown)])
def test_a_repeat_with_the_same_key_charges_once_and_tells_the_outcome(lost: int, want: type) -> None:
    processor = Airwallex()
    assert type(pay(processor, lost=lost)) is want
    for _ in range(2):
        again = pay(processor)
        assert isinstance(again, Payment)
        assert (again.status, again.connector_transaction_id) == (Status.CHARGED, "int_0")
    assert (processor.charged, len(processor.intents)) == ([Decimal("42.50")], 1)


@pytest.mark.parametrize("lost", [2, 3, 4, 5])
def test_so_does_one_whose_own_answers_are_lost(lost: int) -> None:
    processor = Airwallex()
    pay(processor, lost=3)
    again = pay(processor, lost=lost)
    assert isinstance(again, NotSent | OutcomeUnknown)
    last = pay(processor)
    assert isinstance(last, Payment)
    assert (last.status, processor.charged) == (Status.CHARGED, [Decimal("42.50")])


def test_a_lost_confirmation_names_the_intent_to_sync_by() -> None:
    unknown = pay(Airwallex(), lost=3)
    assert isinstance(unknown, OutcomeUnknown)
    assert (unknown.reference, unknown.idempotency_key) == ("int_0", "lantern-7001")
    assert (unknown.syncable, unknown.repeatable) == (True, True)
    assert unknown.advice == "sync int_0 before any retry"


def test_an_intent_that_the_caller_has_opened_is_the_one_to_sync_by() -> None:
    processor = Airwallex()
    processor.intents["int_mine"] = {"id": "int_mine", "status": "REQUIRES_PAYMENT_METHOD", "amount": Decimal("42.50"),
                                     "currency": "USD"}
    unknown = pay(processor, lost=2, request=replace(PAY, connector_order_id="int_mine"))
    assert isinstance(unknown, OutcomeUnknown)
    assert unknown.reference == "int_mine"
    assert set(processor.intents) == {"int_mine"}


@pytest.mark.parametrize("good_for", [0, 1])
def test_a_token_that_goes_stale_is_renewed_without_a_second_intent(good_for: int) -> None:
    """Before the intent is created, and between it and its confirmation."""
    cache: dict[Operation[Any, Any], Any] = {ACCESS_TOKEN: AccessToken(token=Secret("old"))}
    processor = Expiring("old") if good_for else Airwallex()
    paid = pay(processor, cache=cache)
    assert isinstance(paid, Payment)
    assert (paid.status, len(processor.intents), processor.charged) == (Status.CHARGED, 1, [Decimal("42.50")])
    assert cache[ACCESS_TOKEN].token.reveal().startswith("fresh")


def test_a_key_whose_intent_cannot_be_found_leaves_the_outcome_unknown() -> None:
    """The first call may have charged: this one must not be taken for one that did nothing."""
    processor = Airwallex()
    pay(processor, lost=3)
    processor.intents.clear()
    unknown = pay(processor)
    assert isinstance(unknown, OutcomeUnknown)
    assert (unknown.key_taken, unknown.repeatable, unknown.idempotency_key) == (True, False, "lantern-7001")


def test_a_key_of_another_amount_charges_nothing() -> None:
    """The intent of the first call has the first amount: confirmed for the second call, it would take that."""
    processor = Airwallex()
    assert isinstance(pay(processor, lost=3), OutcomeUnknown)
    processor.charged.clear()
    processor.intents["int_0"]["status"] = "REQUIRES_PAYMENT_METHOD"
    processor.seen.discard("confirm_lantern-7001")
    other = pay(processor, request=replace(PAY, amount=Money(9900, Currency.USD)))
    assert isinstance(other, OutcomeUnknown)
    assert other.key_taken
    assert processor.charged == []


def test_a_refused_login_or_intent_is_the_payments_own_no() -> None:
    steps = plan(AIRWALLEX, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(Rejected, match="credentials_invalid"):
        steps.send(told(401, code="credentials_invalid", message="UNAUTHORIZED"))
    steps = plan(AIRWALLEX, AUTHORIZE, PAY, CTX, {ACCESS_TOKEN: AccessToken(token=Secret("t"))})
    next(steps)
    with pytest.raises(StopIteration) as done:
        steps.send(told(400, code="currency_not_supported", message="no"))
    assert (done.value.value.status, done.value.value.error.code) == (Status.FAILURE, "currency_not_supported")


def test_the_two_request_ids_of_a_call_differ_and_repeat() -> None:
    """One key, two POSTs: a request id that both had would make the second a duplicate."""
    assert CTX.own(CREATE_ORDER.name).idempotency_key != CTX.idempotency_key
    first, second = Airwallex(), Airwallex()
    pay(first)
    pay(second)
    assert first.seen == second.seen
    assert len(first.seen) == 2


@pytest.mark.parametrize(("operation", "request_", "path"), [
    (SYNC, Sync(), "connector_transaction_id"), (CREATE_ORDER, CreateOrder(amount=PAY.amount), "merchant_order_id")])
def test_what_is_refused_anyway_fetches_no_token(operation: Operation[Any, Any], request_: Any, path: str) -> None:
    with pytest.raises(MissingField) as refused:
        next(plan(AIRWALLEX, operation, request_, replace(CTX, idempotency_key=None)))
    assert refused.value.paths == (path,)
