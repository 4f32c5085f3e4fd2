"""The processors without idempotency keys are what the tests of the bridge take them for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bridge.processors import API_KEY, BLINDPAY, NAMES, SEARCHPAY, environment, registered, urls
from tollbridge import (
    Authorize,
    Capture,
    CaptureMethod,
    Currency,
    Money,
    OutcomeUnknown,
    PaymentStatus,
    RefundRequest,
    Rejected,
    Sync,
    Tollbridge,
    Unsupported,
    card,
    catalog,
)
from tollbridge.sandbox import FaultKind, SandboxThread

CREATE = "payment_intents.create"
ORDER = Authorize(amount=Money.from_major("12.34", Currency.EUR), merchant_transaction_id='order "1"',
                  payment_method=card("4242424242424242", "12", "2030", cvc="737"),
                  return_url="https://shop.example/back")


@pytest.fixture
def sandbox() -> Iterator[SandboxThread]:
    with registered(), SandboxThread() as running:
        yield running


def client(sandbox: SandboxThread, name: str) -> Tollbridge:
    return Tollbridge(name, environment="test", base_url=urls(sandbox)[name], api_key=API_KEY)


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_sent_twice_is_charged_twice_whatever_the_key(sandbox: SandboxThread, name: str) -> None:
    async with client(sandbox, name) as pays:
        first, second = [await pays.authorize(ORDER, idempotency_key="once") for _ in range(2)]
    assert first.connector_transaction_id != second.connector_transaction_id
    assert sandbox.sandbox.ledger.total("EUR", reference=ORDER.merchant_transaction_id).charges == 2
    assert all("idempotency-key" not in arrival.headers for arrival in sandbox.sandbox.requests)


async def test_searchpay_tells_of_a_payment_by_the_merchants_reference(sandbox: SandboxThread) -> None:
    sandbox.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    async with client(sandbox, SEARCHPAY) as pays:
        with pytest.raises(OutcomeUnknown) as unknown:
            await pays.authorize(ORDER, idempotency_key="once")
        assert (unknown.value.repeatable, unknown.value.syncable) == (False, True)
        found = await pays.sync(Sync(connector_transaction_id=str(unknown.value.reference)))
        assert (found.status, found.amount) == (PaymentStatus.CHARGED, ORDER.amount)
        again = await pays.sync(Sync(connector_transaction_id=str(found.connector_transaction_id)))
        assert again.status is PaymentStatus.CHARGED


async def test_searchpay_says_that_a_payment_is_not_there(sandbox: SandboxThread) -> None:
    sandbox.sandbox.faults.add(FaultKind.CUT_BEFORE_EFFECT, operation=CREATE)
    async with client(sandbox, SEARCHPAY) as pays:
        with pytest.raises(OutcomeUnknown):
            await pays.authorize(ORDER)
        with pytest.raises(Rejected) as none:
            await pays.sync(Sync(merchant_transaction_id=ORDER.merchant_transaction_id))
    assert none.value.http_status == 404


async def test_searchpay_does_not_choose_between_two_payments(sandbox: SandboxThread) -> None:
    async with client(sandbox, SEARCHPAY) as pays:
        for _ in range(2):
            await pays.authorize(ORDER)
        with pytest.raises(OutcomeUnknown, match="2 payments have this reference"):
            await pays.sync(Sync(merchant_transaction_id=ORDER.merchant_transaction_id))


async def test_blindpay_leaves_an_unknown_outcome_to_a_person(sandbox: SandboxThread) -> None:
    sandbox.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    async with client(sandbox, BLINDPAY) as pays:
        with pytest.raises(OutcomeUnknown) as unknown:
            await pays.authorize(ORDER, idempotency_key="once")
        assert (unknown.value.repeatable, unknown.value.syncable) == (False, False)
        with pytest.raises(Unsupported):
            await pays.sync(Sync(merchant_transaction_id=ORDER.merchant_transaction_id))


@pytest.mark.parametrize("name", NAMES)
async def test_a_payment_is_taken_and_given_back(sandbox: SandboxThread, name: str) -> None:
    reserve = Authorize(amount=ORDER.amount, payment_method=ORDER.payment_method, merchant_transaction_id="o2",
                        return_url=ORDER.return_url, capture_method=CaptureMethod.MANUAL)
    async with client(sandbox, name) as pays:
        its = str((await pays.authorize(reserve)).connector_transaction_id)
        await pays.capture(Capture(connector_transaction_id=its, amount_to_capture=ORDER.amount))
        await pays.refund(RefundRequest(connector_transaction_id=its, refund_amount=ORDER.amount))
    total = sandbox.sandbox.ledger.total("EUR", reference="o2")
    assert (total.charges, total.captured, total.refunded) == (1, 1234, 1234)


def test_a_process_of_its_own_finds_them() -> None:
    with SandboxThread() as sandbox:
        words = ["pay", "authorize", "--connector", SEARCHPAY, "--environment", "test", "--amount", "1", "--currency",
                 "EUR", "--base-url", urls(sandbox)[SEARCHPAY], "--request", "-", "--json"]
        paid = _program(*words, stdin=json.dumps({
            "merchantTransactionId": "o3", "amount": {"minorAmount": "100", "currency": "EUR"},
            "paymentMethod": {"card": {"cardNumber": {"value": "4242424242424242"}, "cardExpMonth": {"value": "12"},
                                       "cardExpYear": {"value": "2030"}, "cardCvc": {"value": "737"}}}}))
        assert paid["status"] == "CHARGED", paid
        assert sandbox.sandbox.ledger.total("EUR", reference="o3").charges == 1


def test_nobody_else_meets_them() -> None:
    with registered():
        assert set(NAMES) <= set(catalog.names())
    assert not set(NAMES) & set(catalog.names())


def _program(*words: str, stdin: str) -> dict[str, object]:
    ran = subprocess.run([sys.executable, "-m", "tollbridge", *words], input=stdin, text=True, capture_output=True,
                         timeout=60, check=False, env={**environment(), "TOLLBRIDGE_SEARCHPAY_API_KEY": "sk_test_1"})
    assert ran.returncode == 0, ran.stderr
    told: dict[str, object] = json.loads(ran.stdout)
    return told
