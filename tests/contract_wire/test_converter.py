"""Every operation's messages and results survive the converter, and its JSON is protobuf's own."""

from __future__ import annotations

import importlib
import json
from functools import partial
from typing import Any

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.json_format import MessageToDict
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from contract_wire.examples import (
    WRAPPERS,
    complete,
    draw_field,
    draw_message,
    draw_struct,
    fill_field,
    fill_message,
    fill_struct,
    is_map,
    most_types,
    most_variants,
    oneof,
    written_by_the_domain,
)
from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.converter.index import INDEX
from tollbridge.domain.money import Currency
from tollbridge.domain.operations import AUTHORIZE, BY_FLOW, OPERATIONS, Operation

every_operation = pytest.mark.parametrize(
    "operation", [pytest.param(operation, id=operation.flow) for operation in OPERATIONS])
# Shrinking a message of hundreds of fields takes minutes: the failing one is shown as it is.
examples = settings(
    max_examples=8, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def empty_request(operation: Operation[Any, Any]) -> Any:
    """The protobuf message of its request, with nothing in it."""
    _, name, module, _, _, _ = INDEX[operation.flow]
    return getattr(importlib.import_module(module), name.removeprefix("V1"))()


def as_dict(message: Any, **options: Any) -> dict[str, Any]:
    return dict(MessageToDict(message, **{"preserving_proto_field_name": True, **options}))


def with_plain_secrets(value: dict[str, Any], message: Descriptor) -> dict[str, Any]:
    """Every wrapper {"value": ...} as the string alone."""
    plain = {}
    for name, its in value.items():
        field = message.fields_by_name[name]
        if field.message_type is not None and not is_map(field):
            wrapped = field.message_type.full_name in WRAPPERS
            items = [item.get("value", "") if wrapped else with_plain_secrets(item, field.message_type)
                     for item in (its if field.is_repeated else [its])]
            plain[name] = items if field.is_repeated else items[0]
        else:
            plain[name] = its
    return plain


def numbers_as_numbers(value: dict[str, Any], message: Descriptor) -> dict[str, Any]:
    """64-bit numbers, which protobuf writes as strings, as numbers."""
    kinds = (FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64)
    plain: dict[str, Any] = {}
    for name, its in value.items():
        field = message.fields_by_name[name]
        if field.type in kinds:
            plain[name] = int(its)
        elif field.message_type is not None and not is_map(field):
            nested = field.message_type
            plain[name] = ([numbers_as_numbers(item, nested) for item in its] if field.is_repeated
                           else numbers_as_numbers(its, nested))
        else:
            plain[name] = its
    return plain


def check_request(operation: Operation[Any, Any], message: Any) -> None:
    """Bytes to domain to bytes, and to and from every way to write the JSON."""
    wire, text = wire_codec(operation), json_codec(operation)
    request = wire.read_request(message.SerializeToString())
    assert type(message).FromString(wire.write_request(request)) == message

    written = text.write_request(request)
    assert written == as_dict(message)
    descriptor = message.DESCRIPTOR
    assert text.read_request(json.loads(json.dumps(written))) == request
    for way in (
        written, as_dict(message, preserving_proto_field_name=False), as_dict(message, use_integers_for_enums=True),
        with_plain_secrets(written, descriptor), numbers_as_numbers(written, descriptor),
    ):
        assert text.read_request(way) == request


@every_operation
def test_a_complete_request_survives(operation: Operation[Any, Any]) -> None:
    most = most_variants(empty_request(operation).DESCRIPTOR)
    # The payment methods are the same in all requests: all of them in one, and a few in each of the others.
    for variant in range(most if operation is AUTHORIZE else min(most, 30)):
        message = empty_request(operation)
        fill_message(message, variant)
        assert_all_filled(message)
        complete(message, wire_codec(operation), operation.request, partial(fill_field, variant=variant))
        check_request(operation, message)


def assert_all_filled(message: Any) -> None:
    for field in message.DESCRIPTOR.fields:
        always = oneof(field) or field.is_repeated or not field.has_presence
        assert always or message.HasField(field.name), field.full_name


@every_operation
@examples
@given(st.data())
def test_any_request_survives(operation: Operation[Any, Any], data: st.DataObject) -> None:
    message = empty_request(operation)
    draw_message(data.draw, message)
    complete(message, wire_codec(operation), operation.request,
             partial(draw_field, data.draw))
    check_request(operation, message)


@every_operation
def test_an_almost_empty_request_survives(operation: Operation[Any, Any]) -> None:
    message = empty_request(operation)
    complete(message, wire_codec(operation), operation.request, partial(fill_field, variant=0))
    check_request(operation, message)


def check_result(operation: Operation[Any, Any], result: Any) -> dict[str, Any]:
    """The two edges write the same."""
    message = wire_codec(operation).write_result(result)
    written = json_codec(operation).write_result(result)
    assert written == as_dict(type(message).FromString(message.SerializeToString()))
    assert json.loads(json.dumps(written)) == written
    return written


@every_operation
def test_of_a_complete_result_nothing_is_lost(operation: Operation[Any, Any]) -> None:
    for variant in range(most_types(operation.result)):
        result = fill_struct(operation.result, variant)
        written = check_result(operation, result)
        descriptor = wire_codec(operation).write_result(result).DESCRIPTOR
        filled = {oneof(descriptor.fields_by_name[name]) or name for name in written}
        wanted = {oneof(descriptor.fields_by_name[name]) or name for name in written_by_the_domain(descriptor)}
        if operation.flow == "create_server_authentication_token":
            wanted.discard("error")  # an AccessToken is a success
        assert wanted <= filled


@every_operation
@examples
@given(st.data())
def test_any_result_is_written_alike_by_both_edges(operation: Operation[Any, Any], data: st.DataObject) -> None:
    currency = data.draw(st.sampled_from(Currency))  # one for all: bare amounts are in that of their message
    check_result(operation, draw_struct(data.draw, operation.result, currency))


def test_every_operation_has_a_codec() -> None:
    assert set(INDEX) == set(BY_FLOW)
