"""Answers that a processor seals are opened before anything reads them, and what cannot be opened says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from engine import acme
from tollbridge import engine, kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, NotSent, OutcomeUnknown, Rejected, SignatureMismatch, Stale
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, SYNC, VOID, Operation
from tollbridge.domain.payments import Authorize, Sync, Void
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.engine import pure
from tollbridge.kit.flow import Context

SEAL = b"sealed:"


def unseal(res: kit.HttpResponse, ctx: Any) -> kit.HttpResponse:
    if not res.body.startswith(SEAL):
        raise SignatureMismatch("no seal")
    return msgspec.structs.replace(res, body=res.body[len(SEAL):])


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: acme.Ctx) -> Payment:
    return acme.payment(kit.read_json(res, acme.Body))


def build_sync(req: Sync, ctx: acme.Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/payments/{connector_transaction_id}", req))


SEALED = replace(acme.CONNECTOR, unseal=unseal, flows=(
    *acme.CONNECTOR.flows, kit.Flow(SYNC, build_sync, parse_sync, needs=acme.TOKEN)))
RELEASE, ASK = Void(connector_transaction_id="p"), Sync(connector_transaction_id="p")
PAY = Authorize(amount=Money(100, Currency.EUR), payment_method=Card(
    card_number=Secret("4242424242424242"), card_exp_month=Secret("12"), card_exp_year=Secret("2034")))
TOKEN = AccessToken(token=Secret("t"))
CTX: Context[acme.Account] = Context(
    account=acme.Account(api_key=Secret("key"), prefix="shop"), now=datetime(2026, 1, 1, tzinfo=UTC), nonce="n",
    idempotency_key="k", environment=Environment.TEST, prepared={ACCESS_TOKEN: TOKEN})


def answer(body: str, status: int = 200, *, sealed: bool = True) -> kit.HttpResponse:
    return kit.HttpResponse(status, (SEAL if sealed else b"") + body.encode())


def planned(operation: Operation[Any, Any], request: Any, res: kit.HttpResponse, connector: Any = SEALED) -> Any:
    steps = engine.plan(connector, operation, request, CTX)
    try:
        next(steps)
        steps.send(res)
    except StopIteration as done:
        return done.value
    except ConnectorError as error:
        return error
    raise AssertionError("asks on")


def parsed(operation: Operation[Any, Any], request: Any, res: kit.HttpResponse, connector: Any = SEALED) -> Any:
    try:
        return pure.parse(connector, operation, request, res, CTX)
    except ConnectorError as error:
        return error


both = pytest.mark.parametrize("read", [planned, parsed])
VOIDED = '{"id": "p", "word": "released"}'


@both
def test_an_answer_is_opened_before_it_is_parsed(read: Any) -> None:
    assert read(VOID, RELEASE, answer(VOIDED)).status is Status.VOIDED
    assert read(SYNC, ASK, answer(VOIDED)).status is Status.VOIDED


@both
def test_an_error_is_opened_before_it_is_judged(read: Any) -> None:
    told = read(VOID, RELEASE, answer('{"word": "declined"}', 422))
    assert (told.status, told.error.code) == (Status.VOID_FAILED, "declined")
    assert isinstance(read(VOID, RELEASE, answer('{"word": "token_expired"}', 403)), Stale)


@both
def test_a_status_that_is_an_answer_is_opened_too(read: Any) -> None:
    assert read(VOID, RELEASE, answer(VOIDED, 409)).status is Status.VOIDED


@both
@pytest.mark.parametrize(("status", "want"), [
    (200, OutcomeUnknown), (204, OutcomeUnknown), (400, OutcomeUnknown), (401, Rejected), (403, Rejected),
    (404, Rejected), (408, OutcomeUnknown), (409, OutcomeUnknown), (422, OutcomeUnknown), (429, Rejected),
    (500, OutcomeUnknown), (503, OutcomeUnknown)])
def test_what_cannot_be_opened_is_judged_by_its_status_alone(read: Any, status: int, want: Any) -> None:
    """Whatever it says: it might be a gateway's page, or an attacker's no."""
    for body in (VOIDED, '{"word": "declined"}', '{"word": "token_expired"}', "<html>"):
        told: Any = read(VOID, RELEASE, answer(body, status, sealed=False))
        assert isinstance(told, want)
        assert "declined" not in str(told)
        assert want is OutcomeUnknown or told.code == f"http_{status}"


@both
@pytest.mark.parametrize(("status", "want"), [(200, OutcomeUnknown), (400, Rejected), (404, Rejected),
                                              (422, Rejected), (500, OutcomeUnknown)])
def test_of_a_question_too(read: Any, status: int, want: type) -> None:
    assert type(read(SYNC, ASK, answer(VOIDED, status, sealed=False))) is want


@both
@pytest.mark.parametrize("wrong", [
    ValueError("4242424242424242"), KeyError("x"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, ""), RecursionError()])
def test_whatever_goes_wrong_in_opening_is_no_exception_of_its_own(read: Any, wrong: Exception) -> None:
    def broken(res: kit.HttpResponse, ctx: Any) -> kit.HttpResponse:
        raise wrong

    told = read(VOID, RELEASE, answer(VOIDED), replace(SEALED, unseal=broken))
    assert type(told) is OutcomeUnknown
    assert "4242424242424242" not in str(told)
    assert type(read(VOID, RELEASE, answer(VOIDED, 401), replace(SEALED, unseal=broken))) is Rejected


@both
def test_a_flow_may_have_plain_answers_where_the_others_are_sealed(read: Any) -> None:
    flows = tuple(replace(flow, unseal=kit.unsealed) if flow.operation is SYNC else flow for flow in SEALED.flows)
    mixed = replace(SEALED, flows=flows)
    assert read(SYNC, ASK, answer(VOIDED, sealed=False), mixed).status is Status.VOIDED
    assert type(read(VOID, RELEASE, answer(VOIDED, sealed=False), mixed)) is OutcomeUnknown


def test_answers_of_pre_steps_and_of_several_exchanges_are_opened() -> None:
    steps = engine.plan(SEALED, AUTHORIZE, PAY, msgspec.structs.replace(CTX, prepared={}), {})
    next(steps)
    steps.send(answer('{"id": "t"}'))
    steps.send(answer('{"id": "p"}'))
    with pytest.raises(StopIteration) as done:
        steps.send(answer('{"id": "p", "word": "reserved"}'))
    assert done.value.value.status is Status.AUTHORIZED


def test_a_pre_step_whose_answer_cannot_be_opened_sends_no_payment() -> None:
    steps = engine.plan(SEALED, AUTHORIZE, PAY, msgspec.structs.replace(CTX, prepared={}), {})
    next(steps)
    with pytest.raises(NotSent):
        steps.send(answer('{"id": "t"}', sealed=False))


def test_an_edge_gets_the_answer_as_it_came() -> None:
    """What is shown of it is no more than before: nobody sees what was encrypted."""
    steps = engine.run(SEALED, VOID, RELEASE, CTX)
    next(steps)
    with pytest.raises(StopIteration) as done:
        steps.send(answer(VOIDED))
    assert done.value.value.response.body.startswith(SEAL)
