"""What an edge adds to a result on the wire: HTTP status and headers, ids that the request named, tokens obtained."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, TypeAlias, TypeVar

from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.writing import base64_text
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.operations import ACCESS_TOKEN, CREATE_CUSTOMER, HANDLE_EVENT, Operation
from tollbridge.domain.state import AccessToken
from tollbridge.engine.masking import conceal_foreign
from tollbridge.engine.plan import Answer
from tollbridge.kit.http import HttpRequest, HttpResponse

Shown: TypeAlias = Callable[[HttpRequest, HttpResponse | None], tuple[str, str]]
"""What may be shown of an exchange, masked: the request and its answer, each as JSON."""

Q = TypeVar("Q")
R = TypeVar("R")
_CREDENTIAL = re.compile(r"cookie|authori[sz]|authenticat|api-?key|token|secret|password|credential|session")
"""Headers whose names say that they may carry one."""
_IDS = re.compile(
    r"merchant_\w+_id|connector_(transaction|refund|dispute|payout|customer|payment_method)_id|dispute_id")


def write_wire(operation: Operation[Q, R], request: Q, answer: Answer[R], shown: Shown | None = None) -> bytes:
    """The answer's protobuf message, serialised; with the last exchange in it if there is a way to show it."""
    try:
        message = wire_codec(operation).write_result(answer.result)
    except ValueError as error:
        conceal_foreign(error)  # it may quote the answer
        why = f"an answer that the contract cannot carry: {type(error).__name__}"
        if operation is HANDLE_EVENT:
            raise InvalidField("request_details.body", why) from error
        raise OutcomeUnknown(why) from error
    names = _fields(operation)
    for name in _echoed(operation):
        its = getattr(request, name)
        if its and not getattr(message, name):
            setattr(message, name, its)
    if answer.response is not None:
        if "status_code" in names:
            message.status_code = answer.response.status
        if "response_headers" in names:
            message.response_headers.update(shown_headers(answer.response))
    if shown is not None:
        for name, text in _raw(names, answer, shown):
            getattr(message, name).value = text
    if answer.obtained and "state" in names:
        _wire_state(message.state, answer.obtained)
    if operation is HANDLE_EVENT:
        _wire_event(message, answer)
    written: bytes = message.SerializeToString()
    return written


def write_json(operation: Operation[Q, R], request: Q, answer: Answer[R],
               shown: Shown | None = None) -> dict[str, Any]:
    """The same in the contract's JSON."""
    written = json_codec(operation).write_result(answer.result)
    names = _fields(operation)
    for name in _echoed(operation):
        its = getattr(request, name)
        if its and not written.get(name):
            written[name] = its
    if answer.response is not None:
        if "status_code" in names:
            written["status_code"] = answer.response.status
        if "response_headers" in names and (headers := shown_headers(answer.response)):
            written["response_headers"] = headers
    if shown is not None:
        written |= {name: {"value": text} for name, text in _raw(names, answer, shown)}
    if answer.obtained and "state" in names and (state := _json_state(answer.obtained)):
        written["state"] = state
    if operation is HANDLE_EVENT:
        written["source_verified"] = True
        if answer.acknowledgement is not None:
            written["event_ack_response"] = _json_ack(answer.acknowledgement)
    return written


def _raw(names: frozenset[str], answer: Answer[Any], shown: Shown) -> Iterator[tuple[str, str]]:
    if answer.request is None:
        return
    sent, received = shown(answer.request, answer.response)
    for name, text in (("raw_connector_request", sent), ("raw_connector_response", received)):
        if name in names and text:
            yield name, text


def shown_headers(response: HttpResponse) -> dict[str, str]:
    """An answer's headers without those that may carry credentials."""
    return {name: value for name, value in response.headers.items() if not _hidden(name)}


@lru_cache(maxsize=512)
def _hidden(name: str) -> bool:
    return _CREDENTIAL.search(name) is not None


@cache
def _fields(operation: Operation[Any, Any]) -> frozenset[str]:
    """Of the answer's message, by the contract."""
    from tollbridge.contract.converter.index import ANSWER_FIELDS

    return frozenset(ANSWER_FIELDS[operation.flow])


@cache
def _echoed(operation: Operation[Any, Any]) -> tuple[str, ...]:
    """Ids that request and answer both have: what the processor does not state is repeated."""
    asked = getattr(operation.request, "__struct_fields__", ())
    return tuple(sorted(name for name in _fields(operation) if name in asked and _IDS.fullmatch(name)))


def _wire_state(state: Any, obtained: Mapping[Operation[Any, Any], Any]) -> None:
    token: AccessToken | None = obtained.get(ACCESS_TOKEN)
    if token is not None:
        state.access_token.token.value = token.token.reveal()
        if token.expires_in_seconds is not None:
            state.access_token.expires_in_seconds = token.expires_in_seconds
        if token.token_type is not None:
            state.access_token.token_type = token.token_type
    customer = obtained.get(CREATE_CUSTOMER)
    if customer is not None and customer.connector_customer_id:
        state.connector_customer_id = customer.connector_customer_id


def _json_state(obtained: Mapping[Operation[Any, Any], Any]) -> dict[str, Any]:
    state: dict[str, Any] = {}
    token: AccessToken | None = obtained.get(ACCESS_TOKEN)
    if token is not None:
        state["access_token"] = {"token": {"value": token.token.reveal()}}
        if token.expires_in_seconds is not None:
            state["access_token"]["expires_in_seconds"] = str(token.expires_in_seconds)
        if token.token_type is not None:
            state["access_token"]["token_type"] = token.token_type
    customer = obtained.get(CREATE_CUSTOMER)
    if customer is not None and customer.connector_customer_id:
        state["connector_customer_id"] = customer.connector_customer_id
    return state


def _wire_event(message: Any, answer: Answer[Any]) -> None:
    message.source_verified = True
    if answer.acknowledgement is not None:
        ack = message.event_ack_response
        ack.status_code = answer.acknowledgement.status
        ack.headers.update(answer.acknowledgement.headers)
        ack.body = answer.acknowledgement.body


def _json_ack(response: HttpResponse) -> dict[str, Any]:
    ack: dict[str, Any] = {"status_code": response.status}
    if response.headers:
        ack["headers"] = dict(response.headers)
    if response.body:
        ack["body"] = base64_text(response.body)
    return ack
