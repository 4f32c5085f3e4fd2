"""JSON bodies, written and read with msgspec.

A Decimal is written as a number, with the digits that it has: Decimal("10.10") is 10.10. So an amount in major units
never passes through a float; read into a field typed Decimal it does not either.

A byte-order mark before a body is no part of it: some processors write one, and RFC 8259 lets a reader ignore it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.webhook import WebhookRequest

T = TypeVar("T")
CONTENT_TYPE = "application/json"
MASK = "***"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LEAVES = frozenset({str, int, float, bool, Secret})
_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}


def post_json(path: str, body: Mapping[str, Any]) -> HttpRequest:
    """A POST of the body as JSON. What is None is left out, at every depth."""
    return HttpRequest("POST", path, {"content-type": CONTENT_TYPE}, encode(body), body)


def encode(body: Any, *, masked: bool = False) -> bytes:
    """Secrets as they are, or masked; members that are None left out."""
    return (_MASKING if masked else _REVEALING).encode(without_none(body))


def read_json(answer: HttpResponse | WebhookRequest, shape: type[T]) -> T:
    """The body as `shape`. What cannot be read is OutcomeUnknown of an answer, InvalidField of a webhook."""
    decoder = _DECODERS.get(shape)
    if decoder is None:
        decoder = _DECODERS[shape] = msgspec.json.Decoder(shape)
    try:
        read: T = decoder.decode(answer.body.removeprefix(BYTE_ORDER_MARK))
    except (ValueError, msgspec.DecodeError, RecursionError) as error:
        why = _why(error)
    else:
        return read
    raise unreadable(answer, why)  # out here, so that an error which quotes the answer is not its context


def unreadable(answer: HttpResponse | WebhookRequest, why: str) -> OutcomeUnknown | InvalidField:
    """The error for bytes that are not what they should be."""
    if isinstance(answer, HttpResponse):
        return OutcomeUnknown(why, http_status=answer.status)
    return InvalidField("request_details.body", why)


def without_none(value: Any) -> Any:
    """Mappings without their members that are None, at every depth."""
    if value.__class__ is dict:
        return _without_none(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return _without_none(value)
    return [without_none(inner) for inner in value] if isinstance(value, list | tuple) else value


def _without_none(members: Mapping[str, Any]) -> dict[str, Any]:
    """A loop over one level; what is most common is decided here, without a call for each member."""
    found = {}
    for key, inner in members.items():
        if inner is None:
            continue
        kind = inner.__class__
        if kind in _LEAVES:
            found[key] = inner
        elif kind is dict:
            found[key] = _without_none(inner)
        else:
            found[key] = without_none(inner)
    return found


def _why(error: Exception) -> str:
    """Where a body departs from its shape; never what stands there."""
    if isinstance(error, msgspec.ValidationError) and "Invalid" not in str(error):
        return str(error)
    return "not JSON of the expected shape"


def _revealed(value: Any) -> Any:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(type(value).__name__)


def _masked(value: Any) -> Any:
    if isinstance(value, Secret):
        return MASK
    raise TypeError(type(value).__name__)


_REVEALING = msgspec.json.Encoder(enc_hook=_revealed, decimal_format="number")
_MASKING = msgspec.json.Encoder(enc_hook=_masked, decimal_format="number")
