"""Reads request parameters into their shapes, with Stripe's refusals for those that are missing, unknown or not of
their type. What is refused here is refused before the endpoint begins, so no idempotency key keeps it.
"""

from __future__ import annotations

import re
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from tollbridge.sandbox.form import Form
from tollbridge.sandbox.stripe.currencies import LARGEST_AMOUNT
from tollbridge.sandbox.stripe.errors import StripeError, invalid, missing
from tollbridge.sandbox.stripe.method_types import check_type

S = TypeVar("S", bound=Struct)

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class Params(Struct, kw_only=True):
    """What every endpoint takes."""

    expand: list[str] = []

    def check(self) -> None:
        """Raises StripeError for what the types alone do not say."""


class OfAType(Struct, kw_only=True):
    """A shape whose `type` is looked at first, since it decides which other parameters there are."""

    type: str


def check_positive(amount: int | None, param: str) -> None:
    if amount is None:
        return
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.", param=param,
                      code="parameter_invalid_integer")
    if amount > LARGEST_AMOUNT:
        raise invalid("This value must be less than or equal to 99999999.", param=param,
                      code="parameter_invalid_integer")


def is_redirectable(url: str) -> bool:
    """Any scheme but those that a browser would run in the page: apps have return URLs of their own."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?://)?[^\s]", url, re.IGNORECASE)
    return scheme is not None and scheme[1].lower() not in ("javascript", "data", "vbscript")


def read(form: Form, shape: type[S], prefix: str = "") -> S:
    """The parameters in their shape. Raises StripeError for the first that is wrong, named by its bracketed path."""
    if issubclass(shape, OfAType) and isinstance(given := form.get("type"), str):
        check_type(given, _join(prefix, "type"))
    known = _known(shape)
    unknown = [_join(prefix, name) for name in form if name not in known]
    if unknown:
        raise invalid(f"Received unknown parameter{'s' * (len(unknown) > 1)}: {', '.join(unknown)}",
                      param=unknown[0], code="parameter_unknown")
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in form:
            values[name] = _value(form[name], field, _join(prefix, name))
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            raise missing(_join(prefix, name))
    return shape(**{name: value for name, value in values.items() if value is not UNCHANGED})


@cache
def _known(shape: type[Struct]) -> dict[str, FieldInfo]:
    """Kept: to evaluate a struct's annotations takes longer than all else that a request needs."""
    return {field.name: field for field in fields(shape)}


UNCHANGED = object()
"""An empty text that unsets an optional parameter: as if it were not there."""


def _join(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def _value(given: str | Form, field: FieldInfo, param: str) -> Any:
    wanted, optional = _bare(field.type)
    if given == "" and wanted is str and optional:
        return UNCHANGED
    if given == "":
        raise invalid(f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a "
                      f"parameter; however '{param}' cannot be unset. You should remove '{param}' from your request "
                      "or supply a non-empty value.", param=param, code="parameter_invalid_empty")
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        return read(_group(given, "object", param), wanted, param)
    if wanted == dict[str, str]:
        return _texts(given, "object", param)
    if wanted == list[str]:
        return list(_texts(given, "array", param).values())
    if get_origin(wanted) is dict:
        return _group(given, "object", param)
    return _scalar(given, wanted, param)


@cache
def _bare(declared: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was there."""
    if get_origin(declared) not in (Union, UnionType):
        return declared, False
    member, = (member for member in get_args(declared) if member is not NoneType)
    return member, True


def _group(given: str | Form, noun: str, param: str) -> Form:
    if isinstance(given, str):
        raise invalid(f"Invalid {noun}", param=param)
    return given


def _texts(given: str | Form, noun: str, param: str) -> dict[str, str]:
    group = _group(given, noun, param)
    texts = {name: text for name, text in group.items() if isinstance(text, str)}
    if len(texts) < len(group):
        raise invalid(f"Invalid {noun}", param=param)
    return texts


def _scalar(given: str | Form, wanted: Any, param: str) -> Any:
    if not isinstance(given, str):
        raise invalid("Invalid string: {...}", param=param)
    if wanted is int and _INTEGER.fullmatch(given):
        return int(given)  # "03" too, which msgspec would refuse
    try:
        return msgspec.convert(given, wanted, strict=False)
    except msgspec.ValidationError:
        raise _wrong_type(given, wanted, param) from None


def _wrong_type(given: str, wanted: Any, param: str) -> StripeError:
    if wanted is int:
        return invalid(f"Invalid integer: {given[:50]}", param=param, code="parameter_invalid_integer")
    if wanted is bool:
        return invalid(f"Invalid boolean: {given[:50]}", param=param)
    *others, last = get_args(wanted)
    words = f"{', '.join(others)}, or {last}" if len(others) > 1 else " or ".join((*others, last))
    return invalid(f"Invalid {param}: must be one of {words}", param=param)
