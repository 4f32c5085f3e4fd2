"""Auth & capture of a linked wallet: the connector takes or releases what the wallet's own flow has reserved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from sandbox.phonepe_shop import ACCOUNT, MERCHANT, envelope, rupees, x_verify
from tollbridge import BlockingTollbridge, Capture, OutcomeUnknown, PaymentStatus, Rejected, Sync, Void
from tollbridge.sandbox import FaultKind, SandboxThread, Total

RESERVE = "/v3/auth/authorize"


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    reserve(running, "w-1", 9900)
    with BlockingTollbridge("phonepe", environment="test", base_url=running.base_url("phonepe"), **ACCOUNT) as shop:
        yield shop


def reserve(running: SandboxThread, own_id: str, paise: int) -> None:
    body, payload = envelope({"merchantId": MERCHANT, "userAuthToken": "U1", "transactionId": own_id, "amount": paise,
                              "authRequestType": "WALLET_AUTH"})
    headers = {"Content-Type": "application/json", "X-VERIFY": x_verify(payload + RESERVE)}

    async def post(_: Any) -> None:
        async with (aiohttp.ClientSession() as http,
                    http.post(running.base_url("phonepe") + RESERVE, data=body, headers=headers) as answer):
            assert (await answer.json())["data"]["authState"] == "AUTHORIZED"
    running.wait(post)


def take(shop: BlockingTollbridge, paise: int) -> Any:
    return shop.capture(Capture(connector_transaction_id="w-1", amount_to_capture=rupees(paise)))


def booked(running: SandboxThread) -> Total:
    return running.sandbox.ledger.total("INR", processor="phonepe", reference="w-1")


@pytest.mark.parametrize(("paise", "released"), [(9900, 0), (4000, 5900)])
def test_a_capture_is_pending_until_the_debit_is_done(shop: BlockingTollbridge, running: SandboxThread, paise: int,
                                                      released: int) -> None:
    assert take(shop, paise).status is PaymentStatus.PENDING
    assert booked(running).captured == 0
    running.wait(lambda sandbox: sandbox.settle("phonepe", "w-1"))
    done = shop.sync(Sync(connector_transaction_id="w-1"))
    assert (done.status, done.captured_amount) == (PaymentStatus.CHARGED, rupees(paise))
    assert booked(running) == Total(charges=1, authorized=9900, captured=paise, released=released)


def test_what_was_captured_is_not_captured_again(shop: BlockingTollbridge, running: SandboxThread) -> None:
    take(shop, 9900)
    assert take(shop, 9900).status is PaymentStatus.PENDING
    running.wait(lambda sandbox: sandbox.settle("phonepe", "w-1"))
    assert booked(running).captured == 9900


def test_no_more_is_captured_than_was_reserved(shop: BlockingTollbridge, running: SandboxThread) -> None:
    assert take(shop, 9901).status is PaymentStatus.CAPTURE_FAILED
    assert booked(running).held == 9900


def test_a_void_releases_all_of_it(shop: BlockingTollbridge, running: SandboxThread) -> None:
    assert shop.void(Void(connector_transaction_id="w-1")).status is PaymentStatus.VOIDED
    assert booked(running).held == 0
    again = shop.void(Void(connector_transaction_id="w-1"))
    assert again.error is not None
    assert (again.status, again.error.code) == (PaymentStatus.VOID_FAILED, "AUTHORIZATION_ALREADY_CANCELLED")
    assert take(shop, 9900).status is PaymentStatus.CAPTURE_FAILED


def test_what_was_captured_is_not_released(shop: BlockingTollbridge, running: SandboxThread) -> None:
    take(shop, 9900)
    refused = shop.void(Void(connector_transaction_id="w-1"))
    assert refused.error is not None
    assert (refused.status, refused.error.code) == (PaymentStatus.VOID_FAILED, "AUTHORIZATION_ALREADY_CAPTURED")
    assert booked(running).released == 0


def test_a_void_that_nobody_answered_is_unknown(shop: BlockingTollbridge, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="phonepe", operation="reservations.cancel")
    with pytest.raises(OutcomeUnknown) as lost:
        shop.void(Void(connector_transaction_id="w-1"))
    assert lost.value.reference == "w-1"


def test_what_was_never_reserved_is_not_found(shop: BlockingTollbridge) -> None:
    with pytest.raises(Rejected, match="TRANSACTION_NOT_FOUND"):
        shop.void(Void(connector_transaction_id="w-2"))
