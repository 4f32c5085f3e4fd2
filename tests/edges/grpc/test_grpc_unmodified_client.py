"""A client that knows nothing but the table of the wire contract: its messages are built from it at run time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import GetMessageClass

from tollbridge.sandbox import Sandbox

if TYPE_CHECKING:  # it reads the generated messages
    from edges.grpc.surroundings import Serve

CONTRACT = Path(__file__).resolve().parents[3].parent / "shared" / "contract" / "contract.json"
CREDENTIALS = '{"config":{"Stripe":{"api_key":"sk_test_unmodified"}}}'
Table = dict[str, Any]


@pytest.fixture(scope="module")
def table() -> Table:
    if not CONTRACT.exists():
        pytest.skip(f"the wire contract's table is not at {CONTRACT}")
    return dict(json.loads(CONTRACT.read_text(encoding="utf-8")))


def file_of(table: Table) -> FileDescriptorProto:
    """One proto file that holds the whole contract."""
    file = FileDescriptorProto(name="contract.proto", package="types", syntax="proto3")
    nested: dict[str, DescriptorProto] = {}
    for name in sorted(table["messages"], key=lambda name: name.count(".")):
        outer, _, own = name.removeprefix("types.").rpartition(".")
        nested[name] = (nested[f"types.{outer}"].nested_type if outer else file.message_type).add(name=own)
    for name, values in table["enums"].items():
        outer, _, own = name.removeprefix("types.").rpartition(".")
        enum = (nested[f"types.{outer}"].enum_type if outer else file.enum_type).add(name=own)
        for word, number in values.items():
            enum.value.add(name=word, number=number)
    for name, message in table["messages"].items():
        _fill(nested[name], name, message["fields"], table)
    return file


def _fill(message: DescriptorProto, name: str, fields: list[Mapping[str, Any]], table: Table) -> None:
    oneofs = list(dict.fromkeys(field["oneof"] for field in fields if field["oneof"]))
    for oneof in oneofs:
        message.oneof_decl.add(name=oneof)
    for field in fields:
        added = message.field.add(name=field["name"], number=field["number"], json_name=field["json_name"])
        repeated = field["label"] in ("repeated", "map")
        added.label = FieldDescriptorProto.LABEL_REPEATED if repeated else FieldDescriptorProto.LABEL_OPTIONAL
        if field["type"].startswith("map<"):
            _map(message, name, added, field["type"], table)
        else:
            _typed(added, field["type"], table)
        if field["oneof"]:
            added.oneof_index = oneofs.index(field["oneof"])
    for field, added in zip(fields, message.field, strict=True):  # after the real ones, as protoc orders them
        if field["label"] == "optional" and not field["oneof"]:
            added.proto3_optional = True
            added.oneof_index = len(message.oneof_decl)
            message.oneof_decl.add(name=f"_{field['name']}")


def _map(message: DescriptorProto, name: str, field: FieldDescriptorProto, kinds: str, table: Table) -> None:
    entry = message.nested_type.add(name="".join(part.capitalize() for part in field.name.split("_")) + "Entry")
    entry.options.map_entry = True
    for number, (part, kind) in enumerate(zip(("key", "value"), kinds[4:-1].split(","), strict=True), start=1):
        its = entry.field.add(name=part, number=number, label=FieldDescriptorProto.LABEL_OPTIONAL)
        _typed(its, kind.strip(), table)
    field.label, field.type = FieldDescriptorProto.LABEL_REPEATED, FieldDescriptorProto.TYPE_MESSAGE
    field.type_name = f".{name}.{entry.name}"


def _typed(field: FieldDescriptorProto, kind: str, table: Table) -> None:
    if kind in table["messages"]:
        field.type, field.type_name = FieldDescriptorProto.TYPE_MESSAGE, f".{kind}"
    elif kind in table["enums"]:
        field.type, field.type_name = FieldDescriptorProto.TYPE_ENUM, f".{kind}"
    else:
        field.type = FieldDescriptorProto.Type.Value(f"TYPE_{kind.upper()}")


class Unmodified:
    """Finds methods and messages in the table alone."""

    def __init__(self, table: Table, channel: grpc.aio.Channel) -> None:
        self._table, self._channel = table, channel
        self._pool = DescriptorPool()
        self._pool.Add(file_of(table))

    async def __call__(self, service: str, rpc: str, request: Table) -> Table:
        method = self._table["services"][service][rpc]
        asked, answered = (GetMessageClass(self._pool.FindMessageTypeByName(method[side]))
                           for side in ("request", "response"))
        ask = self._channel.unary_unary(f"/{service}/{rpc}", request_serializer=asked.SerializeToString,
                                        response_deserializer=answered.FromString)
        answer = await ask(ParseDict(request, asked()), metadata=(("x-connector-config", CREDENTIALS),))
        return MessageToDict(answer, preserving_proto_field_name=True)


async def test_a_client_built_from_the_contract_pays_and_refunds(table: Table, serve: Serve, sandbox: Sandbox) -> None:
    _, client = await serve(sandbox.base_url("stripe"))
    call = Unmodified(table, client.channel)
    paid = await call("types.PaymentService", "Authorize", {
        "merchant_transaction_id": "unmodified-1", "amount": {"minor_amount": 2500, "currency": "EUR"},
        "payment_method": {"card": {
            "card_number": {"value": "4242424242424242"}, "card_exp_month": {"value": "12"},
            "card_exp_year": {"value": "2030"}, "card_cvc": {"value": "737"}}},
        "capture_method": "AUTOMATIC", "auth_type": "NO_THREE_DS", "address": {"billing_address": {}},
        "return_url": "https://shop.example/back"})
    assert paid["status"] == "CHARGED"
    refunded = await call("types.PaymentService", "Refund", {
        "merchant_refund_id": "unmodified-r-1", "connector_transaction_id": paid["connector_transaction_id"],
        "payment_amount": 2500, "refund_amount": {"minor_amount": 2500, "currency": "EUR"}})
    assert refunded["status"] == "REFUND_SUCCESS"
    assert sandbox.ledger.total("EUR").kept == 0
