"""Values of any type of the domain, and requests changed in one place, for rules that try what no case has."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar

import msgspec

from tollbridge.domain.features import Feature
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import CaptureMethod, MultipleCapture
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationType

T = TypeVar("T")
_PLAIN: Mapping[Any, Any] = {str: "1", int: 1, float: 1.0, bool: True, bytes: b"1", Money: Money(1, Currency.EUR)}
_WISHES: Mapping[Feature, Mapping[str, Any]] = {
    Feature.MANUAL_CAPTURE: {"capture_method": CaptureMethod.MANUAL},
    Feature.MULTIPLE_CAPTURE: {"capture_method": CaptureMethod.MANUAL_MULTIPLE,
                               "multiple_capture_data": MultipleCapture(capture_sequence=1, capture_reference="1")},
    Feature.SCHEDULED_CAPTURE: {"capture_method": CaptureMethod.SCHEDULED},
    Feature.THREE_DS: {"auth_type": AuthenticationType.THREE_DS},
    Feature.EXTERNAL_THREE_DS: {"authentication_data": ...},
    Feature.SETUP_MANDATE: {"setup_future_usage": ..., "setup_mandate_details": ...},
    Feature.INCREMENTAL_AUTHORIZATION: {"request_incremental_authorization": True},
    Feature.EXTENDED_AUTHORIZATION: {"request_extended_authorization": True},
    Feature.PARTIAL_AUTHORIZATION: {"enable_partial_authorization": True},
    Feature.SPLIT: {"split_payments": ...},
    Feature.SURCHARGE: {"surcharge_amount": Money(1, Currency.EUR)},
}
"""What to set in a request for it to make a wish; `...` is any value of the field's type."""


def sample(kind: type[T]) -> T:
    """The smallest value of a type: of a struct, only what is required is set."""
    value: T = _sample(kind)
    return value


def _sample(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return _sample(next(one for one in typing.get_args(hint) if one is not NoneType))
    if hint in _PLAIN:
        return _PLAIN[hint]
    if hint is Secret:
        return Secret("1")
    origin = typing.get_origin(hint) or hint
    if isinstance(origin, type) and issubclass(origin, Enum):
        return next(iter(origin))
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        hints = typing.get_type_hints(origin)
        return origin(**{field.name: _sample(hints[field.name]) for field in msgspec.structs.fields(origin)
                         if field.required})
    return () if origin is tuple else {}


def wishing(request: Any, feature: Feature) -> Any:
    """The request with one more wish; None where a request of that kind cannot make it."""
    hints = typing.get_type_hints(type(request))
    for name, value in _WISHES[feature].items():
        if name in hints:
            changed = msgspec.structs.replace(request, **{name: _sample(hints[name]) if value is ... else value})
            if feature in changed.features():
                return changed
    return None


def secrets_of(value: Any) -> Iterator[Secret]:
    """Every secret in a value, at any depth."""
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from secrets_of(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from secrets_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from secrets_of(inner)


def changed_everywhere(value: Any, change: typing.Callable[[Any], Any]) -> Any:
    """A JSON value in which `change` has replaced every part for which it gives something else than None."""
    new = change(value)
    if new is not None:
        return new
    if isinstance(value, dict):
        return {key: changed_everywhere(inner, change) for key, inner in value.items()}
    return [changed_everywhere(inner, change) for inner in value] if isinstance(value, list) else value
