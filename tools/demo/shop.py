"""A merchant's backend in miniature: it calls the gRPC API with its own client, and listens for webhooks."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

import grpc
from aiohttp import web
from google.protobuf import json_format
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from tollbridge.contract.pb import (
    browser_pb2,
    events_pb2,
    money_pb2,
    payment_options_pb2,
    payments_pb2,
    refunds_pb2,
)
from tools.demo.processors import STRIPE, WEBHOOK_SECRET, Processor

M = TypeVar("M", bound=Message)
ANN = {"customer": {"email": {"value": "ann@example.com"}}, "address": {"billing_address": {
    "first_name": {"value": "Ann"}, "last_name": {"value": "Lee"}, "line1": {"value": "1 Lantern Street"},
    "city": {"value": "Springfield"}, "state": {"value": "IL"}, "zip_code": {"value": "62701"},
    "country_alpha2_code": "US"}}}
"""Who pays: some processors insist on it."""


class Shop:
    """Payments of one merchant account, each call one method of the wire contract. Amounts in cents, or paise."""

    def __init__(self, channel: grpc.aio.Channel, processor: Processor = STRIPE) -> None:
        self.channel, self.processor = channel, processor

    async def authorize(self, method: Mapping[str, Any], cents: int, *, order: str, manual: bool = False,
                        three_ds: bool = False) -> payments_pb2.PaymentServiceAuthorizeResponse:
        """`order` is the merchant's id of it, and so its idempotency key: the same again is the same payment."""
        request = payments_pb2.PaymentServiceAuthorizeRequest(
            merchant_transaction_id=order, amount=self._money(cents), return_url="https://shop.example/return",
            webhook_url="https://shop.example/webhooks")
        json_format.ParseDict(ANN, request)
        json_format.ParseDict(wrapped(method), request.payment_method)
        if manual:
            request.capture_method = payment_options_pb2.MANUAL
        if three_ds:
            request.auth_type = payment_options_pb2.THREE_DS
        return await self._call("PaymentService/Authorize", request, payments_pb2.PaymentServiceAuthorizeResponse)

    async def capture(self, payment: str, cents: int) -> payments_pb2.PaymentServiceCaptureResponse:
        request = payments_pb2.PaymentServiceCaptureRequest(
            connector_transaction_id=payment, amount_to_capture=self._money(cents))
        return await self._call("PaymentService/Capture", request, payments_pb2.PaymentServiceCaptureResponse)

    async def refund(self, payment: str, cents: int, carried: str = "") -> refunds_pb2.RefundResponse:
        """`carried` is the `connector_feature_data` of the answer before, where there was any."""
        request = refunds_pb2.PaymentServiceRefundRequest(
            connector_transaction_id=payment, merchant_refund_id=f"refund-{uuid.uuid4().hex[:8]}",
            refund_amount=self._money(cents))
        if carried:
            request.connector_feature_data.value = carried
        return await self._call("PaymentService/Refund", request, refunds_pb2.RefundResponse)

    async def sync(self, payment: str) -> payments_pb2.PaymentServiceGetResponse:
        request = payments_pb2.PaymentServiceGetRequest(connector_transaction_id=payment)
        return await self._call("PaymentService/Get", request, payments_pb2.PaymentServiceGetResponse)

    async def handle_event(self, headers: dict[str, str], body: bytes) -> events_pb2.EventServiceHandleResponse:
        request = events_pb2.EventServiceHandleRequest(
            request_details=browser_pb2.RequestDetails(
                method=browser_pb2.HTTP_METHOD_POST, uri="/webhooks", headers=headers, body=body),
            webhook_secrets=events_pb2.WebhookSecrets(secret=WEBHOOK_SECRET))
        return await self._call("EventService/HandleEvent", request, events_pb2.EventServiceHandleResponse)

    def _money(self, cents: int) -> money_pb2.Money:
        return money_pb2.Money(minor_amount=cents, currency=self.processor.currency)

    async def _call(self, method: str, request: Message, answer: type[M]) -> M:
        rpc: grpc.aio.UnaryUnaryMultiCallable[Message, M] = self.channel.unary_unary(
            f"/types.{method}", request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString)
        return await rpc(request, metadata=self.processor.metadata, timeout=20)


def wrapped(method: Mapping[str, Any]) -> dict[str, Any]:
    """As protobuf's own JSON mapping takes it: each secret in a message with a value."""
    return {kind: {name: {"value": value} for name, value in fields.items()} for kind, fields in method.items()}


def error_info(error: grpc.aio.AioRpcError) -> error_details_pb2.ErrorInfo:
    """What the server says of an error, for programs to read: reason, and what to do in the metadata."""
    found = error_details_pb2.ErrorInfo()
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value if isinstance(value, bytes) else value.encode()).details:
                if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                    detail.Unpack(found)
    return found


class Listener:
    """The merchant's webhook endpoint: keeps what is sent, byte for byte, until somebody asks for it."""

    def __init__(self) -> None:
        self._arrived: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()
        self._runner: web.AppRunner | None = None
        self.events: list[tuple[dict[str, str], bytes]] = []
        """What the service forwarded."""

    async def start(self) -> str:
        """Its URL."""
        app = web.Application()
        app.router.add_post("/webhooks", self._take)
        app.router.add_post("/events", self._take_event)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/webhooks"

    async def _take_event(self, request: web.Request) -> web.Response:
        self.events.append((dict(request.headers), await request.read()))
        return web.Response()

    async def _take(self, request: web.Request) -> web.Response:
        self._arrived.put_nowait((dict(request.headers), await request.read()))
        return web.Response(text="[accepted]")  # what Adyen expects; else it sends again, and what comes next waits

    async def next_of(self, kind: str, payment: str) -> tuple[dict[str, str], bytes]:
        """Stripe's next event of that type about that payment; others, and other processors', are passed over."""
        while True:
            headers, body = await asyncio.wait_for(self._arrived.get(), timeout=10)
            if "Stripe-Signature" not in headers:
                continue
            if json.loads(body)["type"] == kind and payment in body.decode():
                return headers, body

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
