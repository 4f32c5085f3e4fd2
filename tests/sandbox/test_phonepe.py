"""Our connector against the simulated PhonePe: what it tells the shop is what happened to the money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import given, settings, strategies as st

from sandbox.phonepe_shop import ACCOUNT, MERCHANT, booked, money_back, order, rupees, settle, state
from tollbridge import (
    BlockingTollbridge,
    Decline,
    OutcomeUnknown,
    PaymentStatus,
    Redirect,
    RefundStatus,
    RefundSync,
    Rejected,
    Sync,
    Tollbridge,
)
from tollbridge.domain.methods import PhonePeRedirect, UpiIntent, UpiQr
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread, Total

LOST = (FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT, FaultKind.HTML_ERROR_PAGE, FaultKind.TRUNCATED_BODY,
        FaultKind.CUT_IN_HEADERS)
NEVER_BEGUN = (FaultKind.CUT_BEFORE_EFFECT, FaultKind.ERROR_BEFORE_EFFECT)


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"), **ACCOUNT) as shop:
        yield shop


def test_a_pay_call_only_begins_a_payment(shop: BlockingTollbridge, running: SandboxThread) -> None:
    begun = shop.authorize(order("o-1", "anyone@okbank"))
    assert (begun.status, begun.connector_transaction_id) == (PaymentStatus.AUTHENTICATION_PENDING, "o-1")
    assert state(shop, "o-1").status is PaymentStatus.PENDING
    assert booked(running, "o-1") == Total()


def test_what_the_shopper_pays_is_charged_once(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1", "anyone@okbank"))
    assert settle(running, "o-1") == "COMPLETED"
    paid = state(shop, "o-1")
    assert (paid.status, paid.captured_amount, paid.error) == (PaymentStatus.CHARGED, rupees(42500), None)
    assert booked(running, "o-1") == Total(charges=1, authorized=42500, captured=42500)


@pytest.mark.parametrize(("vpa", "status", "unified"), [
    ("success@ybl", PaymentStatus.CHARGED, None),
    ("failed@ybl", PaymentStatus.FAILURE, Decline.CANCELED_BY_CUSTOMER),
    ("failed.ZM@ybl", PaymentStatus.FAILURE, Decline.INCORRECT_PIN),
    ("failed.Z9@ybl", PaymentStatus.FAILURE, Decline.INSUFFICIENT_FUNDS),
    ("failed.NEW1@ybl", PaymentStatus.FAILURE, Decline.GENERIC_DECLINE),
    ("pending@ybl", PaymentStatus.PENDING, None),
])
def test_test_addresses_decide(shop: BlockingTollbridge, vpa: str, status: PaymentStatus,
                               unified: Decline | None) -> None:
    shop.authorize(order("o-1", vpa))
    found = state(shop, "o-1")
    assert (found.status, found.error.unified if found.error else None) == (status, unified)


def test_pending_stays_pending_until_somebody_decides(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1", "pending@ybl"))
    assert settle(running, "o-1") == "PENDING"
    assert settle(running, "o-1", "failed") == "FAILED"
    assert state(shop, "o-1").status is PaymentStatus.FAILURE
    with pytest.raises(ValueError, match="does not wait"):
        settle(running, "o-1")


@pytest.mark.parametrize("method", [UpiIntent(app_name="phonepe"), UpiQr()])
def test_a_link_opens_the_shoppers_app(shop: BlockingTollbridge, running: SandboxThread,
                                       method: UpiIntent | UpiQr) -> None:
    begun = shop.authorize(order("o-1", method, 42505))
    assert isinstance(begun.redirection_data, Redirect)
    assert begun.redirection_data.uri.startswith(f"upi://pay?pa={MERCHANT}%40ybl&")
    assert "am=425.05" in begun.redirection_data.uri
    settle(running, "o-1")
    assert state(shop, "o-1").status is PaymentStatus.CHARGED


def page_of(shop: BlockingTollbridge) -> str:
    begun = shop.authorize(order("o-1", PhonePeRedirect()))
    assert isinstance(begun.redirection_data, Redirect)
    return begun.redirection_data.uri


def test_the_pay_page_shows_what_is_to_be_paid(shop: BlockingTollbridge) -> None:
    with urlopen(page_of(shop)) as page:  # noqa: S310 - of the sandbox, on the loopback
        assert "425.00 INR" in page.read().decode()


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_is_found_again_by_our_own_id(shop: BlockingTollbridge, running: SandboxThread,
                                                    kind: FaultKind) -> None:
    running.sandbox.faults.add(kind, processor="phonepe", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.authorize(order("o-1"))
    assert (lost.value.reference, lost.value.syncable, lost.value.repeatable) == ("o-1", True, False)
    assert state(shop, str(lost.value.reference)).status is PaymentStatus.CHARGED
    assert booked(running, "o-1").charges == 1


@pytest.mark.parametrize("kind", NEVER_BEGUN)
def test_a_payment_that_never_began_is_not_found(shop: BlockingTollbridge, running: SandboxThread,
                                                 kind: FaultKind) -> None:
    running.sandbox.faults.add(kind, processor="phonepe", operation="payments.create")
    with pytest.raises(OutcomeUnknown):
        shop.authorize(order("o-1"))
    with pytest.raises(Rejected, match="TRANSACTION_NOT_FOUND"):
        state(shop, "o-1")
    assert booked(running, "o-1") == Total()


def test_an_id_is_taken_once_and_charged_once(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1"))
    with pytest.raises(OutcomeUnknown, match="Duplicate") as again:
        shop.authorize(order("o-1"))
    assert (again.value.key_taken, again.value.reference) == (True, "o-1")
    assert booked(running, "o-1").charges == 1


def test_too_many_requests_began_nothing(shop: BlockingTollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, processor="phonepe", seconds=7)
    with pytest.raises(Rejected, match="TOO_MANY_REQUESTS") as refused:
        shop.authorize(order("o-1"))
    assert refused.value.retry_after is not None
    assert refused.value.retry_after.total_seconds() == 7
    assert shop.authorize(order("o-1")).status is PaymentStatus.AUTHENTICATION_PENDING


@pytest.mark.parametrize(("change", "code"), [
    ({"salt_key": "guessed"}, "AUTHORIZATION_FAILED"), ({"salt_key": "sandbox-salt-key-two"}, "AUTHORIZATION_FAILED")])
def test_another_salt_key_is_rejected(running: SandboxThread, change: dict[str, Any], code: str) -> None:
    with (BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"),
                             **{**ACCOUNT, **change}) as stranger, pytest.raises(Rejected, match=code)):
        stranger.authorize(order("o-1"))


@pytest.mark.parametrize("change", [{"salt_index": "9"}, {"merchant_id": "NOBODYUAT"}])
def test_a_key_that_nobody_has_set_up_is_a_no(running: SandboxThread, change: dict[str, Any]) -> None:
    with BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"),
                            **{**ACCOUNT, **change}) as stranger:
        refused = stranger.authorize(order("o-1"))
    assert refused.error is not None
    assert (refused.status, refused.error.code) == (PaymentStatus.FAILURE, "KEY_NOT_CONFIGURED")


def test_the_second_salt_key_is_as_good_as_the_first(running: SandboxThread) -> None:
    with BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"), merchant_id=MERCHANT,
                            salt_key="sandbox-salt-key-two", salt_index="2") as shop:
        shop.authorize(order("o-1"))
        assert state(shop, "o-1").status is PaymentStatus.CHARGED


def test_one_merchant_does_not_find_what_is_anothers(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1"))
    with (BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"),
                             merchant_id="PGTESTPAYUAT", salt_key="099eb0cd-02cf-4e2a-8aca-3e6c6aff0399",
                             salt_index="1") as other,
          pytest.raises(Rejected, match="TRANSACTION_NOT_FOUND")):
        state(other, "o-1")


def test_a_refund_is_pending_and_then_done(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1"))
    asked = shop.refund(money_back("r-1", "o-1", 12500))
    assert (asked.status, asked.connector_refund_id, asked.connector_transaction_id) == (
        RefundStatus.REFUND_PENDING, "r-1", "o-1")
    assert booked(running, "o-1").refunded == 0
    assert settle(running, "r-1") == "COMPLETED"
    done = shop.refund_sync(RefundSync(connector_refund_id="r-1"))
    assert (done.status, done.refund_amount) == (RefundStatus.REFUND_SUCCESS, rupees(12500))
    assert done.acquirer_reference_number is not None
    assert booked(running, "o-1") == Total(charges=1, authorized=42500, captured=42500, refunded=12500)


def test_a_refund_that_fails_gives_nothing_back(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1"))
    shop.refund(money_back("r-1", "o-1", 12500))
    assert settle(running, "r-1", "failed") == "FAILED"
    assert shop.refund_sync(RefundSync(connector_refund_id="r-1")).status is RefundStatus.REFUND_FAILURE
    assert booked(running, "o-1").refunded == 0


@pytest.mark.parametrize(("before", "paise", "code"), [(0, 42501, "amount_too_large"), (42500, 1, "amount_too_large")])
def test_no_more_comes_back_than_was_paid(shop: BlockingTollbridge, before: int, paise: int, code: str) -> None:
    shop.authorize(order("o-1"))
    if before:
        shop.refund(money_back("r-1", "o-1", before))
    refused = shop.refund(money_back("r-2", "o-1", paise))
    assert refused.error is not None
    assert (refused.status, refused.error.unified) == (RefundStatus.REFUND_FAILURE, code)


def test_what_was_not_paid_is_not_refunded(shop: BlockingTollbridge) -> None:
    shop.authorize(order("o-1", "pending@ybl"))
    assert shop.refund(money_back("r-1", "o-1", 100)).status is RefundStatus.REFUND_FAILURE
    with pytest.raises(Rejected, match="TRANSACTION_NOT_FOUND"):
        shop.refund(money_back("r-1", "o-2", 100))


def test_a_lost_refund_is_not_made_twice(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1"))
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="phonepe", operation="refunds.create")
    with pytest.raises(OutcomeUnknown):
        shop.refund(money_back("r-1", "o-1", 12500))
    with pytest.raises(OutcomeUnknown, match="Duplicate"):
        shop.refund(money_back("r-1", "o-1", 12500))
    settle(running, "r-1")
    assert shop.refund_sync(RefundSync(connector_refund_id="r-1")).status is RefundStatus.REFUND_SUCCESS
    assert booked(running, "o-1").refunded == 12500


async def test_the_asynchronous_client_pays_too(sandbox: Sandbox) -> None:
    async with Tollbridge("phonepe", environment="test", base_url=sandbox.base_url("phonepe"), **ACCOUNT) as shop:
        await shop.authorize(order("o-1", "anyone@okbank"))
        assert await sandbox.settle("phonepe", "o-1", "succeeded") == "COMPLETED"
        assert (await shop.sync(Sync(connector_transaction_id="o-1"))).status is PaymentStatus.CHARGED


@settings(max_examples=40, deadline=None)
@given(paid=st.integers(100, 10**9), parts=st.lists(st.integers(1, 10**9), max_size=4), data=st.data())
def test_books_and_connector_agree_on_every_amount(paid: int, parts: list[int], data: st.DataObject) -> None:
    with (SandboxThread() as running,
          BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"), **ACCOUNT) as shop):
        shop.authorize(order("o-1", paise=paid))
        left = paid
        for number, part in enumerate(parts):
            asked = shop.refund(money_back(f"r-{number}", "o-1", part))
            assert (asked.status is RefundStatus.REFUND_PENDING) == (part <= left)
            if part <= left:
                left -= part
                settle(running, f"r-{number}")
        assert state(shop, "o-1").captured_amount == rupees(paid)
        assert booked(running, "o-1").kept == left
