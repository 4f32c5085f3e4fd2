"""UPI AutoPay, end to end: a mandate that the shopper agrees to, its debits, its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.phonepe_shop import ACCOUNT, booked, due, mandate, plan, rupees, settle, state
from tollbridge import (
    BlockingTollbridge,
    MandateStatus,
    OutcomeUnknown,
    PaymentMethod,
    PaymentStatus,
    Redirect,
    Rejected,
    RevokeMandate,
)
from tollbridge.domain.methods import UpiIntent, UpiQr
from tollbridge.sandbox import FaultKind, SandboxThread, Total

LOST = (FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT, FaultKind.TRUNCATED_BODY)


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"), **ACCOUNT) as shop:
        yield shop


def agreed(shop: BlockingTollbridge) -> str:
    return mandate(shop.setup_mandate(plan("m-1", "success@ybl")))


def test_a_mandate_is_agreed_to_charged_and_ended(shop: BlockingTollbridge, running: SandboxThread) -> None:
    begun = shop.setup_mandate(plan("m-1"))
    assert (begun.status, begun.connector_recurring_payment_id) == (
        PaymentStatus.AUTHENTICATION_PENDING, "auth:m-1")
    assert state(shop, "auth:m-1").status is PaymentStatus.AUTHENTICATION_PENDING
    settle(running, "m-1")
    assert state(shop, "auth:m-1").status is PaymentStatus.CHARGED
    assert booked(running, "m-1") == Total()

    asked = shop.charge_mandate(due("d-1", mandate(begun)))
    assert (asked.status, asked.connector_transaction_id) == (PaymentStatus.PENDING, "debit:d-1")
    assert state(shop, "debit:d-1").status is PaymentStatus.PENDING
    assert booked(running, "d-1") == Total()
    settle(running, "d-1")
    done = state(shop, "debit:d-1")
    assert (done.status, done.captured_amount) == (PaymentStatus.CHARGED, rupees(42500))
    assert booked(running, "d-1") == Total(charges=1, authorized=42500, captured=42500)

    stop = RevokeMandate(connector_mandate_id=mandate(begun))
    assert shop.revoke_mandate(stop).status is MandateStatus.REVOKED
    assert shop.revoke_mandate(stop).status is MandateStatus.REVOKED
    assert state(shop, "auth:m-1").status is PaymentStatus.VOIDED
    refused = shop.charge_mandate(due("d-2", mandate(begun)))
    assert refused.error is not None
    assert (refused.status, refused.error.code) == (PaymentStatus.FAILURE, "SUBSCRIPTION_ALREADY_CANCELLED")
    assert booked(running, "d-2") == Total()


@pytest.mark.parametrize("method", [UpiIntent(app_name="phonepe"), UpiQr()])
def test_the_first_payment_is_made_along_with_the_agreement(shop: BlockingTollbridge, running: SandboxThread,
                                                            method: PaymentMethod) -> None:
    begun = shop.setup_mandate(plan("m-1", method, 9900))
    assert isinstance(begun.redirection_data, Redirect)
    assert begun.redirection_data.uri.startswith("upi://mandate?")
    settle(running, "m-1")
    done = state(shop, "auth:m-1")
    assert (done.status, done.captured_amount) == (PaymentStatus.CHARGED, rupees(9900))
    assert booked(running, "m-1") == Total(charges=1, authorized=9900, captured=9900)


@pytest.mark.parametrize("paise", [0, 9900])
def test_who_does_not_agree_is_not_charged(shop: BlockingTollbridge, running: SandboxThread, paise: int) -> None:
    begun = shop.setup_mandate(plan("m-1", "failed.ZM@ybl", paise))
    ended = state(shop, "auth:m-1")
    assert ended.error is not None
    assert ended.status is PaymentStatus.FAILURE
    assert booked(running, "m-1") == Total()
    assert shop.charge_mandate(due("d-1", mandate(begun))).status is PaymentStatus.FAILURE


def test_a_debit_that_the_bank_turns_down_took_nothing(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.charge_mandate(due("d-1", agreed(shop)))
    settle(running, "d-1", "failed")
    assert state(shop, "debit:d-1").status is PaymentStatus.FAILURE
    assert booked(running, "d-1") == Total()


def test_no_more_is_debited_than_was_agreed_to(shop: BlockingTollbridge, running: SandboxThread) -> None:
    its = agreed(shop)
    assert shop.charge_mandate(due("d-1", its, 99901)).status is PaymentStatus.FAILURE
    assert shop.charge_mandate(due("d-2", its, 99900)).status is PaymentStatus.PENDING


def test_a_mandate_of_another_shopper_is_not_there(shop: BlockingTollbridge) -> None:
    its = agreed(shop).partition(":")[0] + ":another"
    with pytest.raises(Rejected, match="SUBSCRIPTION_NOT_FOUND"):
        shop.charge_mandate(due("d-1", its))
    with pytest.raises(Rejected, match="SUBSCRIPTION_NOT_FOUND"):
        shop.revoke_mandate(RevokeMandate(connector_mandate_id=its))


@pytest.mark.parametrize("fault", LOST)
def test_a_debit_whose_answer_was_lost_is_found_and_made_once(shop: BlockingTollbridge, running: SandboxThread,
                                                              fault: FaultKind) -> None:
    its = agreed(shop)
    running.sandbox.faults.add(fault, processor="phonepe", operation="debits.create")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.charge_mandate(due("d-1", its))
    assert state(shop, str(lost.value.reference)).status is PaymentStatus.PENDING
    with pytest.raises(OutcomeUnknown) as again:
        shop.charge_mandate(due("d-1", its))
    assert again.value.key_taken
    settle(running, "d-1")
    assert state(shop, str(again.value.reference)).status is PaymentStatus.CHARGED
    assert booked(running, "d-1").charges == 1


@pytest.mark.parametrize("fault", LOST)
def test_a_set_up_whose_last_answer_was_lost_is_found(shop: BlockingTollbridge, running: SandboxThread,
                                                      fault: FaultKind) -> None:
    running.sandbox.faults.add(fault, processor="phonepe", operation="mandates.authorize")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.setup_mandate(plan("m-1", paise=9900))
    settle(running, "m-1")
    found = state(shop, str(lost.value.reference))
    assert (found.status, found.captured_amount) == (PaymentStatus.CHARGED, rupees(9900))
    assert found.mandate_reference is not None


def test_a_set_up_that_was_lost_half_way_has_asked_nobody(shop: BlockingTollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="phonepe", operation="mandates.create")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.setup_mandate(plan("m-1", "success@ybl", 9900))
    with pytest.raises(Rejected, match="SUBSCRIPTION_NOT_FOUND"):
        state(shop, str(lost.value.reference))
    assert booked(running, "m-1") == Total()


@pytest.mark.parametrize("kind", ["m", "d"])
def test_an_id_that_is_used_before_asks_nobody_twice(shop: BlockingTollbridge, running: SandboxThread,
                                                     kind: str) -> None:
    its = agreed(shop)
    shop.charge_mandate(due("d-1", its))
    with pytest.raises(OutcomeUnknown) as taken:
        shop.setup_mandate(plan("m-1")) if kind == "m" else shop.charge_mandate(due("d-1", its))
    assert taken.value.key_taken
