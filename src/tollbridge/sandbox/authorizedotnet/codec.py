"""One tree for both spellings: JSON is read as if it were XML, member by member, and each answer goes back as it came.

A request is a list of names and values; a value is a text, or again such a list. An answer is a mapping in the order of
the schema; JSON writes its lists as they are, XML with an element around them where `ITEMS` names one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from tollbridge.kit import xml
from tollbridge.sandbox.authorizedotnet.errors import AnetError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Tree: TypeAlias = "list[tuple[str, str | Tree]]"
NAMESPACE = "AnetApi/xml/v1/schema/AnetApiSchema.xsd"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ITEMS = {
    "messages": "message", "errors": "error", "customerPaymentProfileIdList": "numericString",
    "customerShippingAddressIdList": "numericString", "validationDirectResponseList": "string",
    "returnedItems": "returnedItem",
}
_FUNCTION = re.compile(rb'\s*(?:<\?xml[^>]*\?>\s*)?[<{]\s*"?(?:\w+:)?(\w+)')
_KIND = re.compile(rb'transactionType\s*["\s]*[:>]\s*"?(\w+)')


def function(body: bytes) -> str:
    """What is asked for, without reading the rest: for faults."""
    found = _FUNCTION.match(body.removeprefix(BYTE_ORDER_MARK))
    return found[1].decode() if found else ""


def kind(body: bytes) -> str:
    """The transaction type, in the same way."""
    found = _KIND.search(body)
    return found[1].decode() if found else ""


def is_xml(body: bytes) -> bool:
    return body.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<")


def read(body: bytes) -> tuple[str, Tree]:
    """The function and its members. Raises AnetError for what is neither JSON nor XML."""
    try:
        if is_xml(body):
            root = xml.parse(body)
            return _local(root), _of_element(root)
        given = json.loads(body.removeprefix(BYTE_ORDER_MARK), object_pairs_hook=_Pairs, parse_float=str,
                           parse_int=str)
    except (ValueError, RecursionError):
        raise AnetError("E00003", "Root element is missing.") from None
    if not isinstance(given, _Pairs) or len(given) != 1 or not isinstance(given[0][1], _Pairs):
        raise AnetError("E00003", "Root element is missing.")
    name, members = given[0]
    return name, _flat(members)


class _Pairs(list[Any]):
    """The members of a JSON object, in their order, twice where they come twice."""


def _flat(members: _Pairs) -> Tree:
    """A list is its member as often as it has items."""
    return [(name, _flat(one) if isinstance(one, _Pairs) else _text(one))
            for name, value in members
            for one in ([value] if isinstance(value, _Pairs) or not isinstance(value, list) else value)]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""


def _of_element(element: Element) -> Tree:
    return [(_local(child), _of_element(child) if len(child) else (child.text or "")) for child in element]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def written(name: str, answer: Mapping[str, Any], *, as_xml: bool) -> bytes:
    """With the byte-order mark that Authorize.Net writes."""
    if as_xml:
        body = xml.encode({name: {"@xmlns": NAMESPACE, **_wrapped(answer)}})
        return BYTE_ORDER_MARK + body.replace(b'"UTF-8"', b'"utf-8"', 1)  # by which the SDK knows where to cut
    return BYTE_ORDER_MARK + json.dumps(answer, separators=(",", ":"), default=_number).encode()


def _number(value: Any) -> float:
    """An amount of the sandbox's has few digits: as a float it is written as it is."""
    return float(value)


def _wrapped(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {ITEMS[name]: [_inner(one) for one in inner]} if isinstance(inner, list) and name in ITEMS
            else [_inner(one) for one in inner] if isinstance(inner, list) else _inner(inner)
            for name, inner in value.items()}


def _inner(value: Any) -> Any:
    return _wrapped(value) if isinstance(value, Mapping) else value


def first(tree: Tree, *path: str) -> str:
    """The text at the end of a path, "" where there is none."""
    value: str | Tree = tree
    for name in path:
        value = next((inner for member, inner in value if member == name), "") if isinstance(value, list) else ""
    return value if isinstance(value, str) else ""


def branch(tree: Tree, *path: str) -> Tree:
    """The members at the end of a path."""
    value: str | Tree = tree
    for name in path:
        value = next((inner for member, inner in value if member == name), []) if isinstance(value, list) else []
    return value if isinstance(value, list) else []
