"""The same calls by gRPC, and what the server tells its callers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from edges.grpc.grpc_client import METHODS
from masking.canaries import MARK
from masking.cases import Call
from masking.server import TOKEN
from tollbridge.domain.operations import BY_FLOW

TOLD = ("error", "responseHeaders", "rawConnectorStatus", "rawConnectorRequest", "rawConnectorResponse")
"""Of an answer what a caller logs, and the opt-in to bodies, masked; the rest is what was asked for."""
_BAD_METADATA: Sequence[tuple[tuple[str, str], ...]] = (
    (("x-connector-config", f'{{"config": {{"Stripe": {{"api_key": "{MARK}'),),
    (("x-connector-config", f'"{MARK}"'),),
    (("x-connector-config", f'{{"config": {{"Stripe": {{"api_key": ["{MARK}"]}}}}}}'),),
    (("x-connector-config", f'{{"config": {{"Stripe": {{"api_key": "{MARK}\\u0000"}}}}}}'),),
    (("x-connector-config", f'{{"config": {{"Stripe": {{"api_key": "k", "other": "{MARK}"}}}}}}'),),
    (("x-connector-config", f'{{"config": {{"Stripe": {{"api_key": "k", "base_url": "http://{MARK}@x/"}}}}}}'),),
    (("x-connector", "stripe"), ("x-auth", MARK), ("x-api-key", MARK)),
    (("x-connector", "stripe"), ("x-auth", "header-key"), ("x-api-key", f"{MARK} "), ("x-key1", MARK)),
)


def wrapped(kind: Descriptor, value: Any) -> Any:
    """Our JSON as protobuf's own reader wants it: secrets in their wrappers."""
    if not isinstance(value, dict):
        return value
    fields = kind.fields_by_name
    return {name: _field(fields[name], inner) if name in fields else inner for name, inner in value.items()}


def _field(field: FieldDescriptor, value: Any) -> Any:
    kind = field.message_type
    if kind is None or (kind.GetOptions().map_entry):
        return value
    if isinstance(value, str) and "value" in kind.fields_by_name:
        return {"value": value}
    if isinstance(value, list):
        return [_field(field, inner) for inner in value] if value and not isinstance(value[0], list) else value
    return wrapped(kind, value)


def message_of(call: Call) -> tuple[str, Message] | None:
    """The method and its request; None for what the contract has no method for, or what is no request at all."""
    rpc = BY_FLOW[call.operation].rpc
    method = METHODS.get(rpc or "")
    if method is None:
        return None
    kind = GetMessageClass(method.input_type)
    try:
        return str(rpc), json_format.ParseDict(wrapped(method.input_type, call.request), kind())
    except json_format.ParseError:
        return None


async def call_all(address: str, calls: Sequence[Call], processor: str, folder: Path) -> int:
    """Every call, several at once; how many there were. `errors.txt` and `answers.txt` are what the server told."""
    errors, answers = [], []
    room = asyncio.Semaphore(16)
    async with grpc.aio.insecure_channel(address) as channel:
        async def one(rpc: str, request: bytes, metadata: Sequence[tuple[str, str]]) -> None:
            async with room:
                ask: Any = channel.unary_unary(f"/{rpc}", request_serializer=None, response_deserializer=None)
                try:
                    answer = await ask(request, metadata=(*metadata, ("authorization", f"Bearer {TOKEN}")), timeout=20)
                except grpc.aio.AioRpcError as error:
                    trailing = dict(error.trailing_metadata() or ())
                    errors.append(f"{error} {error.details()} {error.debug_error_string()} {trailing}")
                else:
                    told = GetMessageClass(METHODS[rpc].output_type).FromString(answer)
                    shown = json_format.MessageToDict(told)
                    answers.append(json.dumps({name: shown[name] for name in TOLD if name in shown}))

        asked = [(call, found) for call in calls if (found := message_of(call)) is not None]
        requests = [one(rpc, message.SerializeToString(), (("x-connector-config", json.dumps(
            {"config": {call.connector: call.config(processor)}})),))
            for call, (rpc, message) in asked]
        rpc, message = asked[0][1]
        known = (("x-connector-config", '{"config": {"Stripe": {"api_key": "sk_test_1"}}}'),)
        requests += [one(rpc, message.SerializeToString(), bad) for bad in _BAD_METADATA]
        requests += [one(rpc, b"\x0a\xff" + MARK.encode(), known), one(rpc, MARK.encode() * 3, known)]
        await asyncio.gather(*requests)
    (folder / "errors.txt").write_text("\n".join(errors), errors="backslashreplace")
    (folder / "answers.txt").write_text("\n".join(answers))
    return len(requests)
