"""The bridge with the library's types: its example runs, results are the domain's, errors those of its tree."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import textwrap
from datetime import timedelta
from typing import Any

import pytest

from bridge.edges import CONFIG
from bridge.nats_surroundings import Unsecured, not_secured
from bridge.surroundings import bridge_options, make_streams, stack, worker
from tollbridge.bridge import Bridge, Processing, messages as wire, typed
from tollbridge.bridge.problems import error_of, problem_of, refusal_of
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.errors import (
    BadCredentials,
    BadInput,
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Problem,
    Rejected,
    SignatureMismatch,
    Unreachable,
    Unsupported,
)
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, REVERSE, SYNC
from tollbridge.domain.payments import Authorize, Capture, CaptureMethod, Reverse, Sync
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus, RefundStatus
from tollbridge.sandbox import Sandbox
from tollbridge.service.errors import CircuitOpen, Conflict, Expired, NoWorkers, Overloaded, TooLate, Unpreceded
from tollbridge.service.refusals import REASONS, Refusal, refusal

AT: dict[str, Any] = {"connector": "stripe", "merchant_id": "shop-1", "config": CONFIG}


def payment(its_id: str, number: str = "4242424242424242", **more: Any) -> Authorize:
    return Authorize(
        amount=Money(4250, Currency.USD), merchant_transaction_id=its_id, payment_method=Card(
            card_number=Secret(number), card_exp_month=Secret("09"), card_exp_year=Secret("2031"),
            card_cvc=Secret("314")), **more)


async def test_a_payment_from_authorize_to_refund(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (_, sandbox), \
            Bridge(environment="test", options=bridge_options(empty_nats_server.url)) as bridge:
        held = await bridge.run(AUTHORIZE, payment("p-1", capture_method=CaptureMethod.MANUAL), **AT)
        assert held.status is PaymentStatus.AUTHORIZED
        its_id = str(held.connector_transaction_id)
        taken = await bridge.run(CAPTURE, Capture(
            connector_transaction_id=its_id, amount_to_capture=Money(4250, Currency.USD)), **AT)
        assert (taken.status, taken.captured_amount) == (PaymentStatus.CHARGED, Money(4250, Currency.USD))
        back = await bridge.run(REFUND, RefundRequest(
            connector_transaction_id=its_id, refund_amount=Money(50, Currency.USD), merchant_refund_id="r-1"), **AT)
        assert back.status is RefundStatus.REFUND_SUCCESS
        now = await bridge.run(SYNC, Sync(connector_transaction_id=its_id), **AT)
        assert now.status is PaymentStatus.CHARGED
        assert sandbox.ledger.total("USD").refunded == 50


async def test_a_capture_waits_for_the_payment_that_it_is_about(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, Bridge(options=options, environment="test") as bridge:
        paid = await bridge.submit(AUTHORIZE, payment("p-1", capture_method=CaptureMethod.MANUAL), **AT)
        capture = Capture(connector_transaction_id=paid, amount_to_capture=Money(4250, Currency.USD),
                          merchant_capture_id="c-1")
        taken = await bridge.submit(CAPTURE, capture, after=paid, **AT)
        async with worker(options, sandbox):
            assert (await bridge.run(CAPTURE, capture, after=paid, timeout_s=20, **AT)).status is PaymentStatus.CHARGED
        found = await bridge.operation(taken)
        assert found is not None
        assert found.state == "DONE"
        assert (sandbox.ledger.total("USD").charges, sandbox.ledger.total("USD").captured) == (1, 4250)


@not_secured(Unsecured.URL_ALONE)
async def test_the_example_of_the_module_runs(empty_nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands there, but for the address; the account is one that the workers have."""
    found: dict[str, Any] = {}
    example = str(inspect.getdoc(typed)).split("\n\n    ", 1)[1].rsplit("\n\nA decline", 1)[0]
    source = textwrap.dedent("    " + example).replace("nats://127.0.0.1:4222", empty_nats_server.url)
    exec(compile(source, "example", "exec"), found)  # noqa: S102 - our own documentation
    own = Bridge.run

    async def with_account(self: Bridge, *given: Any, **more: Any) -> Any:
        return await own(self, *given, config=CONFIG, **more)

    monkeypatch.setattr(Bridge, "run", with_account)
    async with stack(empty_nats_server.url) as (_, sandbox):
        assert await found["pay"]("order-7") == "CHARGED"
        assert sandbox.ledger.total("USD").captured == 4250


async def test_a_decline_is_a_result_and_a_refusal_an_error(empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url), \
            Bridge(environment="test", options=bridge_options(empty_nats_server.url)) as bridge:
        declined = await bridge.run(AUTHORIZE, payment("p-1", "4000000000000002"), **AT)
        assert declined.status is PaymentStatus.FAILURE
        assert declined.error is not None
        assert declined.error.code == "card_declined"
        with pytest.raises(Conflict):
            await bridge.run(AUTHORIZE, payment("p-1", "4000000000000002", description="another"), **AT)
        with pytest.raises(Unsupported):
            await bridge.run(REVERSE, Reverse(connector_transaction_id="t"), **AT | {"connector": "phonepe"})
        with pytest.raises(NoWorkers):
            await bridge.run(SYNC, Sync(connector_transaction_id="pi_1"), **AT | {"connector": "adyen"})
        with pytest.raises(Rejected) as rejected:
            await bridge.run(SYNC, Sync(connector_transaction_id="pi_none"), **AT)
        assert rejected.value.http_status == 404
        with pytest.raises(BadInput, match="takes a Capture, not a Sync"):
            await bridge.run(CAPTURE, Sync(connector_transaction_id="pi_1"), **AT)  # type: ignore[misc]


async def test_what_is_under_way_is_told_so_and_found_later(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, Bridge(environment="test", options=options) as bridge:
        with pytest.raises(Processing) as processing:
            await bridge.run(AUTHORIZE, payment("p-1"), timeout_s=0.2, **AT)
        its_id = processing.value.operation_id
        assert await bridge.submit(AUTHORIZE, payment("p-1"), **AT) == its_id
        waiting = await bridge.operation(its_id)
        assert waiting is not None
        assert (waiting.state, waiting.result, waiting.error, waiting.operation) == ("ACCEPTED", None, None, AUTHORIZE)
        async with worker(options, sandbox):
            paid = await bridge.run(AUTHORIZE, payment("p-1"), **AT)
        ended = await bridge.operation(its_id)
        assert ended is not None
        assert (ended.state, ended.merchant_id, ended.connector, ended.attempt) == ("DONE", "shop-1", "stripe", 1)
        assert isinstance(ended.result, type(paid))
        assert ended.result.connector_transaction_id == paid.connector_transaction_id
        assert await bridge.operation("0" * 32) is None
        with pytest.raises(BadInput, match="is a question"):
            await bridge.submit(SYNC, Sync(connector_transaction_id="pi_1"), **AT)


@pytest.mark.parametrize("given", [
    {"environment": "prod"}, {"environment": "test", "options": None}])
def test_a_bridge_needs_an_environment_and_an_address(given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Bridge(*(("nats://127.0.0.1:1",) if given["environment"] == "prod" else ()), **given)


# -- errors -----------------------------------------------------------------------------------------------------------
def unknown() -> OutcomeUnknown:
    error = OutcomeUnknown("timeout", http_status=504, reference="pi_1")
    error.idempotency_key, error.syncable = "k-1", True
    return error


ERRORS: list[ConnectorError] = [
    MissingField("amount", "payment_method"), InvalidField("amount", "is negative", Problem("a.b", "required")),
    Unsupported("pix on acme", instead=("stripe", "adyen")), Unreachable("no connection"), BadInput("not JSON"),
    BadCredentials("credentials of acme: api_key: required", "config.api_key"), Conflict("used", "idempotency-key"),
    Rejected("no", "such key", 401, timedelta(seconds=3)), unknown(), Processing("0" * 32, "CLAIMED"),
    SignatureMismatch("no"), NotSent("no"), Overloaded("full", timedelta(seconds=2)), TooLate("late"),
    NoWorkers("none"), Expired("gone"), Unpreceded("first"), CircuitOpen("open", timedelta(seconds=9))]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_survives_the_way_over_nats(error: ConnectorError) -> None:
    there = refusal_of(problem_of(refusal(error)))
    assert there == refusal(error)
    again = error_of(there)
    assert type(again) is type(error)
    if not isinstance(error, BadInput):  # of which the paths stay behind
        assert refusal(again) == there


def test_every_reason_has_its_error_and_an_unknown_one_is_an_unknown_outcome() -> None:
    for kind, reason in REASONS:
        made = error_of(Refusal(reason, "why", problems=(Problem("amount", "is negative"),)))
        assert isinstance(made, kind if reason != "PROCESSING" else OutcomeUnknown), reason
    newer = refusal_of(wire.Problem("GLITTER", "why"))
    assert newer.reason == "INTERNAL"
    assert type(error_of(newer)) is OutcomeUnknown


# -- imports ----------------------------------------------------------------------------------------------------------
def test_nats_is_imported_by_who_uses_it_and_nobody_else() -> None:
    program = ("import sys, json, tollbridge, tollbridge.bridge, tollbridge.bridge.routes, tollbridge.service.routing\n"
               "from tollbridge.edges.http.routes import PATHS\n"
               "print(json.dumps([name for name in sys.modules if name.split('.')[0] == 'nats']))")
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == []
