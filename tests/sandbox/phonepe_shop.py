"""A shop at the simulated PhonePe: its requests, and the callbacks that it gets."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from aiohttp import web

from tollbridge import (
    Authorize,
    BlockingTollbridge,
    ChargeMandate,
    ConnectorMandate,
    Currency,
    Customer,
    MandateSetup,
    Money,
    Payment,
    PaymentMethod,
    RefundRequest,
    SetupMandate,
    SetupMandateDetails,
    Sync,
)
from tollbridge.domain.mandates import MandateAmount, MandateType
from tollbridge.domain.methods import UpiCollect
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import SandboxThread, Total
from tollbridge.sandbox.phonepe import MERCHANTS, checksum

MERCHANT = "SANDBOXUAT"
YEAR_END = 2_524_608_000  # 2050-01-01
SALT_KEY = MERCHANTS[MERCHANT]["1"]
ACCOUNT: dict[str, Any] = {"merchant_id": MERCHANT, "salt_key": SALT_KEY, "salt_index": "1"}


def rupees(paise: int) -> Money:
    return Money(paise, Currency.INR)


def order(own_id: str, method: PaymentMethod | str = "success@ybl", paise: int = 42500) -> Authorize:
    """A payment; a text is the UPI address to collect from."""
    means = UpiCollect(vpa_id=Secret(method)) if isinstance(method, str) else method
    return Authorize(
        amount=rupees(paise), payment_method=means, merchant_transaction_id=own_id, customer=Customer(id="mira-17"),
        return_url="https://shop.example/back", webhook_url="https://shop.example/hooks/phonepe")


def money_back(own_id: str, of: str, paise: int) -> RefundRequest:
    return RefundRequest(connector_transaction_id=of, merchant_refund_id=own_id, refund_amount=rupees(paise))


def envelope(fields: dict[str, Any]) -> tuple[bytes, str]:
    """The body of a request, and the payload that X-VERIFY is over."""
    payload = base64.b64encode(msgspec.json.encode(fields)).decode()
    return msgspec.json.encode({"request": payload}), payload


def x_verify(text: str, key: str = SALT_KEY, index: str = "1") -> str:
    return f"{checksum(text, key)}###{index}"


def plan(own_id: str, method: PaymentMethod | str = "anyone@okbank", paise: int = 0, *,
         most: int = 99900) -> SetupMandate:
    """A monthly mandate; a text is the UPI address to ask. With `paise` these are paid along with it."""
    terms = MandateAmount(amount=rupees(most), frequency="MONTHLY", end_date=YEAR_END)
    return SetupMandate(
        merchant_recurring_payment_id=own_id, amount=rupees(paise), customer=Customer(id="mira-17"),
        payment_method=UpiCollect(vpa_id=Secret(method)) if isinstance(method, str) else method,
        setup_mandate_details=SetupMandateDetails(mandate_type=MandateType(multi_use=terms)),
        webhook_url="https://shop.example/hooks/phonepe")


def mandate(begun: MandateSetup) -> str:
    its = begun.mandate_reference
    assert isinstance(its, ConnectorMandate)
    assert its.connector_mandate_id
    return its.connector_mandate_id


def due(own_id: str, mandate: str, paise: int = 42500) -> ChargeMandate:
    return ChargeMandate(
        merchant_charge_id=own_id, amount=rupees(paise), webhook_url="https://shop.example/hooks/phonepe",
        connector_recurring_payment_id=ConnectorMandate(connector_mandate_id=mandate))


class Receiver:
    """The endpoint for callbacks: keeps what comes in, byte for byte."""

    def __init__(self) -> None:
        self.url = ""
        self.hooks: list[tuple[bytes, dict[str, str]]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.hooks.append((await request.read(), dict(request.headers)))
        return web.Response()


def booked(running: SandboxThread, own_id: str) -> Total:
    return running.sandbox.ledger.total("INR", processor="phonepe", reference=own_id)


def settle(running: SandboxThread, own_id: str, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("phonepe", own_id, outcome))


def state(shop: BlockingTollbridge, its: str) -> Payment:
    return shop.sync(Sync(connector_transaction_id=its))
