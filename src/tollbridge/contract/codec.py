"""The conversions of one operation, loaded when it is first used: domain to and from protobuf and contract JSON."""

from __future__ import annotations

import importlib
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tollbridge.contract.converter.index import ANSWER_READERS, INDEX
from tollbridge.contract.reading import Reading, Unreadable
from tollbridge.contract.variants import Function, load
from tollbridge.domain.errors import BadInput

if TYPE_CHECKING:
    from tollbridge.domain.money import Currency
    from tollbridge.domain.operations import Operation

Q = TypeVar("Q")
R = TypeVar("R")


class JsonCodec(Generic[Q, R]):
    """Between an operation's request and result and the contract's JSON, as plain dicts.

    Out: snake_case, 64-bit numbers as strings, empty fields left out. In: camelCase too, secrets as plain strings too.
    """

    def __init__(self, operation: Operation[Q, R]) -> None:
        self._operation = operation
        self._read, self._write = _request_functions(operation, "json")

    @cached_property
    def _result(self) -> Function:
        return _result_function(self._operation, "json")

    def read_request(self, value: object) -> Q:
        """Raises one MissingField or InvalidField with every problem of the request, each with its path.

        BadInput for what is no JSON object at all.
        """
        if value.__class__ is not dict:
            raise BadInput("a request is a JSON object")
        reading = Reading()
        request: Q = self._read(value, "", reading)
        reading.finish()
        return request

    def write_request(self, request: Q) -> dict[str, Any]:
        """Raises InvalidField for an amount that is not in the request's currency, where only that one has a place."""
        written: dict[str, Any] = self._write(request)
        return written

    def write_result(self, result: R) -> dict[str, Any]:
        """Without the fields that an edge writes (names.EDGE_FIELDS)."""
        written: dict[str, Any] = self._result(result)
        return written

    def read_result(self, value: object, currency: Currency | None = None) -> R:
        """Of this or another version, and without the fields that an edge writes: what is not known is passed over.

        Amounts that state no currency are in `currency`, that of the request; without one they are left out. Raises
        UnreadableAnswer for what is no answer of this operation.
        """
        from tollbridge.contract.answer_reading import AnswerReading

        result: R = self._answer(value, "", AnswerReading(currency))
        return result

    @cached_property
    def _answer(self) -> Function:
        return load(ANSWER_READERS[self._operation.flow])


class WireCodec(Generic[Q, R]):
    """Between an operation's request and result and protobuf messages."""

    def __init__(self, operation: Operation[Q, R]) -> None:
        _, name, module, _, _, _ = INDEX[operation.flow]
        self._operation = operation
        self._read, self._write = _request_functions(operation, "wire")
        self._asked = _message(module, name)

    @cached_property
    def _result(self) -> Function:
        return _result_function(self._operation, "wire")

    @cached_property
    def _answered(self) -> Any:
        _, _, _, _, name, module = INDEX[self._operation.flow]
        return _message(module, name)

    def read_request(self, message: bytes) -> Q:
        """Raises BadInput for what is no such message, else as of JSON."""
        try:
            parsed = self._asked.FromString(message)
        except Exception as error:
            if type(error).__name__ != "DecodeError":
                raise
            raise BadInput(f"not a {self._asked.DESCRIPTOR.full_name}") from None
        try:
            request: Q = self._read(parsed)
        except (KeyError, Unreadable):  # KeyError: an enum's number that is no word of ours
            return self._explained(parsed)
        return request

    def _explained(self, parsed: Any) -> Q:
        """Reads the message as JSON, which finds every problem and its path."""
        from google.protobuf.json_format import MessageToDict

        request: Q = json_codec(self._operation).read_request(MessageToDict(parsed, preserving_proto_field_name=True))
        return request

    def write_request(self, request: Q) -> bytes:
        message = self._asked()
        self._write(request, message)
        written: bytes = message.SerializeToString()
        return written

    def write_result(self, result: R) -> Any:
        """The protobuf message, without the fields that an edge writes (names.EDGE_FIELDS)."""
        message = self._answered()
        self._result(result, message)
        return message


def _request_functions(operation: Operation[Any, Any], edge: str) -> tuple[Function, Function]:
    """Reading and writing a request."""
    topic, name, _, _, _, _ = INDEX[operation.flow]
    return load(f"converter.{edge}_{topic}:read_{name}"), load(f"converter.{edge}_{topic}:write_{name}")


def _result_function(operation: Operation[Any, Any], edge: str) -> Function:
    """Writing a result; loaded when the first is written."""
    _, _, _, topic, name, _ = INDEX[operation.flow]
    return load(f"converter.{edge}_{topic}:write_{name}")


def _message(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name.removeprefix("V1"))


@cache
def json_codec(operation: Operation[Q, R]) -> JsonCodec[Q, R]:
    return JsonCodec(operation)


@cache
def wire_codec(operation: Operation[Q, R]) -> WireCodec[Q, R]:
    return WireCodec(operation)
