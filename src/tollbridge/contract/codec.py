"""The conversions of one operation, loaded when it is first used: domain to and from protobuf and contract JSON."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tollbridge.contract.converter.index import INDEX
from tollbridge.contract.reading import Reading, Unreadable
from tollbridge.contract.variants import Function
from tollbridge.domain.errors import BadInput

if TYPE_CHECKING:
    from tollbridge.domain.operations import Operation

Q = TypeVar("Q")
R = TypeVar("R")
_CONVERTER = "tollbridge.contract.converter"


class JsonCodec(Generic[Q, R]):
    """Between an operation's request and result and the contract's JSON, as plain dicts.

    Out: snake_case, 64-bit numbers as strings, empty fields left out. In: camelCase too, secrets as plain strings too.
    """

    def __init__(self, request_read: Any, request_write: Any, result_write: Any) -> None:
        self._read, self._write, self._result = request_read, request_write, result_write

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


class WireCodec(Generic[Q, R]):
    """Between an operation's request and result and protobuf messages."""

    def __init__(self, operation: Operation[Q, R], request_read: Any, request_write: Any, result_write: Any,
                 asked: Any, answered: Any) -> None:
        self._operation = operation
        self._read, self._write, self._result = request_read, request_write, result_write
        self._asked, self._answered = asked, answered

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


def _functions(operation: Operation[Any, Any], edge: str) -> tuple[Function, Function, Function]:
    """Reading a request, writing a request, writing a result."""
    asked_in, asked, _, answered_in, answered, _ = INDEX[operation.flow]
    requests = importlib.import_module(f"{_CONVERTER}.{edge}_{asked_in}")
    answers = importlib.import_module(f"{_CONVERTER}.{edge}_{answered_in}")
    return (getattr(requests, f"read_{asked}"), getattr(requests, f"write_{asked}"),
            getattr(answers, f"write_{answered}"))


@cache
def json_codec(operation: Operation[Q, R]) -> JsonCodec[Q, R]:
    return JsonCodec(*_functions(operation, "json"))


@cache
def wire_codec(operation: Operation[Q, R]) -> WireCodec[Q, R]:
    _, asked, asked_pb, _, answered, answered_pb = INDEX[operation.flow]
    read, write, write_result = _functions(operation, "wire")
    return WireCodec(operation, read, write, write_result, _message(asked_pb, asked), _message(answered_pb, answered))


def _message(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name.removeprefix("V1"))
