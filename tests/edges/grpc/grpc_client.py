"""A gRPC client over the generated messages, and how to read what an error carries."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from typing import Any

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from tollbridge.contract import pb
from tollbridge.contract.pb import errors_pb2, v1

Json = dict[str, Any]
KEY = "sk_test_grpc_edge"
DETAILS = "grpc-status-details-bin"
PAY = "types.PaymentService"
DETAIL_TYPES = (ErrorInfo, BadRequest, RetryInfo, errors_pb2.IntegrationError, errors_pb2.ConnectorError)


def services() -> Iterator[ServiceDescriptor]:
    """Of every compiled proto file, the contract's and ours."""
    for package in (pb, v1):
        for module in pkgutil.iter_modules(package.__path__):
            if module.name.endswith("_pb2"):
                compiled = importlib.import_module(f"{package.__name__}.{module.name}")
                yield from compiled.DESCRIPTOR.services_by_name.values()


METHODS: dict[str, MethodDescriptor] = {
    f"{service.full_name}/{method.name}": method for service in services() for method in service.methods}


def config(name: str = "Stripe", **fields: str) -> str:
    """The value of `x-connector-config`."""
    return json.dumps({"config": {name: fields or {"api_key": KEY}}})


class Refused(Exception):
    """A call that ended with an error: its code, message and details."""

    def __init__(self, error: grpc.aio.AioRpcError) -> None:
        super().__init__(f"{error.code().name}: {error.details()}")
        self.code, self.message = error.code(), error.details() or ""
        self.trailing: dict[str, Any] = dict(error.trailing_metadata() or ())

    @property
    def raw(self) -> bytes:
        value = self.trailing[DETAILS]
        assert isinstance(value, bytes)
        return value

    @property
    def details(self) -> dict[str, Any]:
        """By the type's name: ErrorInfo, BadRequest, RetryInfo, IntegrationError or ConnectorError."""
        status = Status.FromString(self.raw)
        assert (status.code, status.message) == (self.code.value[0], self.message)
        unpacked: dict[str, Any] = {}
        for packed in status.details:
            kind = next(kind for kind in DETAIL_TYPES if packed.Is(kind.DESCRIPTOR))
            unpacked[kind.DESCRIPTOR.name] = kind.FromString(packed.value)
        return unpacked

    @property
    def reason(self) -> str:
        found = self.details["ErrorInfo"]
        assert found.domain == "tollbridge"
        return str(found.reason)


class Client:
    """Calls any method with a request in the contract's JSON."""

    def __init__(self, channel: grpc.aio.Channel, *, config: str | None = None) -> None:
        self.channel = channel
        self.config = config
        self.trailing: dict[str, Any] = {}

    def start(self, rpc: str, request: Json, *, timeout: float | None = None, **metadata: str | None) -> Any:
        """The call under way. Metadata names have underscores for hyphens; what is None is left out."""
        method = METHODS[rpc]
        message = json_format.ParseDict(request, GetMessageClass(method.input_type)())
        sent = {"x_connector_config": self.config, **metadata}
        pairs = tuple((name.replace("_", "-"), value) for name, value in sent.items() if value is not None)
        ask: Any = self.channel.unary_unary(f"/{rpc}", request_serializer=lambda its: its.SerializeToString(),
                                       response_deserializer=GetMessageClass(method.output_type).FromString)
        return ask(message, metadata=pairs, timeout=timeout)

    async def __call__(self, rpc: str, request: Json, *, timeout: float | None = None, **metadata: str | None) -> Any:
        """The answer's message; raises Refused."""
        call = self.start(rpc, request, timeout=timeout, **metadata)
        try:
            answer: Message = await call
        except grpc.aio.AioRpcError as error:
            raise Refused(error) from None
        self.trailing = dict(await call.trailing_metadata())
        return answer


def payment(number: str = "4242424242424242", reference: str = "order-1", **fields: Any) -> Json:
    """A card payment of USD 10.00, captured at once."""
    return {
        "merchant_transaction_id": reference,
        "amount": {"minor_amount": 1000, "currency": "USD"},
        "payment_method": {"card": {
            "card_number": {"value": number}, "card_exp_month": {"value": "12"}, "card_exp_year": {"value": "2030"},
            "card_cvc": {"value": "737"}, "card_holder_name": {"value": "Jo Doe"}}},
        "capture_method": "AUTOMATIC",
        "address": {"billing_address": {}},
        "auth_type": "NO_THREE_DS",
        "return_url": "https://shop.example/back",
        **fields,
    }
