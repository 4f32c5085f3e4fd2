"""XML bodies: written from mappings, read into msgspec structs. Bytes in, bytes out; nothing is ever looked up.

A mapping is an element's content, in order: {"@id": "1"} is an attribute, {"#text": "x"} its text, any other member a
child; a list is the child as often as it has items; what is None is left out, at every depth. Names, with prefixes and
`@xmlns`, are written as they stand::

    post_xml("/vap", {"cnpOnlineRequest": {"@version": "12.34", "@xmlns": SPACE, "sale": {"@id": "1", "amount": 5}}})

A struct reads the same: a field is the child of its encoded name, or the attribute ("@id"), or the text ("#text"), by
local names, whatever their namespace. A list takes the child as often as it comes; a child that comes twice where the
shape has one is unreadable: nobody knows which one counts. A struct with `tag_field="#name"` is, as root and in a
union, the element of its tag: of such a union the one that comes is read. Text loses the white space around it, as
schemas count it; an element that is nil, or empty where no text is wanted, is None::

    class Sale(Struct, rename={"id": "@id"}):
        id: str
        amount: int

A document type declaration is refused before the parser sees it, and with it every entity but the five of XML itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from tollbridge.domain.errors import BadInput
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import MASK, HttpRequest, HttpResponse
from tollbridge.kit.json import unreadable
from tollbridge.kit.webhook import WebhookRequest

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, XMLParser

T = TypeVar("T")
CONTENT_TYPE = "application/xml"
CONTENT_TYPES = (CONTENT_TYPE, "text/xml")
_LEAVES = frozenset({str, Secret, int, bool, Decimal})  # most of what there is; to ask whether it is a Mapping is slow
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


# -- writing --------------------------------------------------------------------------------------------------------
def post_xml(path: str, document: Mapping[str, Any], content_type: str = CONTENT_TYPE) -> HttpRequest:
    """A POST of the document: its one member is the root element."""
    return HttpRequest("POST", path, {"content-type": content_type}, encode(document), document)


def encode(document: Mapping[str, Any], *, masked: bool = False) -> bytes:
    """Secrets as they are or masked. Raises BadInput for a character that XML cannot carry."""
    ((root, content),) = document.items()
    inside, tag = content if isinstance(content, Mapping) else {"#text": content}, _name(root)
    parts: list[str] = []
    texts: list[str] = []
    head = _add(parts, inside, masked, texts)
    if not _COPIED.fullmatch("".join(texts)):
        parts.clear()
        head = _add(parts, inside, masked, None)
    return f"{_DECLARATION}<{tag}{head}{''.join(parts)}</{tag}>".encode()


def _add(parts: list[str], content: Mapping[str, Any], masked: bool, texts: list[str] | None) -> str:
    """The children of an element; returns what stands before them: its attributes and its text.

    Texts are copied, and put into `texts` too, to be looked at together: few documents have one that needs more. Where
    one does, all is written once more, with None for `texts`: each is looked at by itself, and escaped.
    """
    attributes = own = ""
    for member, value in content.items():
        if value is None:
            continue
        kind = value.__class__
        if kind is Secret:
            value = MASK if masked else value.reveal()
            kind = value.__class__
        try:
            before, after = _AROUND[member]
        except KeyError:
            before, after = _around(member)
        if kind is not str:
            if kind not in _LEAVES and _nested(parts, member, value, masked, texts):
                continue
            value = _text(value)
        if texts is None:
            value = _escaped(value, member)
        else:
            texts.append(value)
        if before[0] == "<":
            parts.append(f"{before}{value}{after}")
        elif after:
            attributes += f"{before}{value}{after}"
        else:
            own = value
    return f"{attributes}>{own}"


def _nested(parts: list[str], member: str, value: Any, masked: bool, texts: list[str] | None) -> bool:
    """Adds an element that has parts, or several of one name; whether it was that."""
    kind = value.__class__
    if kind is list or kind is tuple:
        tag = _name(member)
        for item in value:
            _add(parts, {tag: item}, masked, texts)
        return True
    if kind is not dict and not isinstance(value, Mapping):
        return False
    at = len(parts)
    parts.append("")
    parts[at] = f"<{_name(member)}{_add(parts, value, masked, texts)}"
    parts.append(f"</{member}>")
    return True


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(:[A-Za-z_][A-Za-z0-9_.-]*)?")
_COPIED = re.compile("[ !#-%'-;=?-~\xa0-\ud7ff]*")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = {**_IN_TEXT, **str.maketrans({'"': "&#34;", "\t": "&#9;", "\n": "&#10;"})}


@lru_cache(maxsize=5_000)
def _name(name: str) -> str:
    """Names come from connectors; one that a caller chose must not become markup."""
    if not _NAME.fullmatch(name) or len(name) > 128:
        raise BadInput("no name of an element")
    return name


_AROUND: dict[str, tuple[str, str]] = {}


def _around(member: str) -> tuple[str, str]:
    """What stands before and after the text of a member, kept as far as names are not made up without end."""
    if member[0] == "@":
        found = f' {_name(member[1:])}="', '"'
    else:
        found = (" ", "") if member == "#text" else (f"<{_name(member)}>", f"</{member}>")
    if len(_AROUND) < _MOST_TAGS:
        _AROUND[member] = found
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return str(value)  # an enum's word
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} in XML")


def _escaped(text: str, member: str) -> str:
    if _FORBIDDEN.search(text):
        raise BadInput(f"a character in {member} that XML cannot carry")
    return text.translate(_IN_ATTRIBUTE if member[0] == "@" else _IN_TEXT)


# -- reading --------------------------------------------------------------------------------------------------------
def read_xml(answer: HttpResponse | WebhookRequest, shape: type[T], body: bytes | None = None) -> T:
    """The body as `shape`, or `body`, which stands in it in some wrapping. What cannot be read is the answer's error:
    OutcomeUnknown, or InvalidField of a webhook."""
    try:
        return decode(answer.body if body is None else body, shape)
    except ValueError as error:
        why = str(error)
    raise unreadable(answer, why)  # out here, so that an error which quotes the answer is not its context


def decode(body: bytes, shape: type[T]) -> T:
    """Raises ValueError, which says where, never what stands there."""
    root = parse(body)
    try:
        read: T = msgspec.convert(_plan(shape).read(root), shape, strict=False)
    except (ValueError, ArithmeticError, RecursionError) as error:
        why = str(error)
        told = isinstance(error, _Departure) or (isinstance(error, msgspec.ValidationError) and "Invalid" not in why)
    else:
        return read
    raise ValueError(why if told else "not XML of the expected shape")


def parse(body: bytes) -> Element:
    """The root element. Raises ValueError for what is not well formed, has a document type, or an odd encoding."""
    text = _decoded(body)
    try:
        parser = _parser()(encoding="utf-8")  # whatever its declaration says: it was decoded by that
        parser.feed(text)
        root: Element = parser.close()
    except (SyntaxError, ValueError):  # its ParseError is the first
        pass
    else:
        return root
    raise ValueError("not XML")


@cache
def _parser() -> type[XMLParser]:
    from xml.etree.ElementTree import XMLParser  # what it does beside this is refused above

    return XMLParser


_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS = {b"utf-8": "utf-8", b"us-ascii": "ascii", b"ascii": "ascii", b"iso-8859-1": "latin-1"}
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_USUAL = _DECLARATION.encode()


def _decoded(body: bytes) -> bytes:
    """In UTF-8, without a byte-order mark. Of the encodings that hide markup from a look at the bytes none is read."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    declared = None if body.startswith(_USUAL) else _ENCODING.match(body)
    encoding = _ENCODINGS.get(declared[1].lower()) if declared else "utf-8"
    if encoding is None:
        raise ValueError("not XML in an encoding that is read")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("not XML in its encoding") from None
    if "\0" in text:
        raise ValueError("not XML in an encoding that is read")  # UTF-16, which expat reads whatever it was told
    if "<!" in text:
        start = _BEFORE_ROOT.match(text)
        if start is None or text.startswith("<!", start.end()):
            raise ValueError("XML with a document type")
    return body if encoding == "utf-8" else text.encode()


class _Departure(ValueError):
    """Where a document is not of its shape."""


class _Text:
    """A leaf. `or_none`: what is empty is no value, for it would be none of the type."""

    many = False

    def __init__(self, or_none: bool) -> None:
        self.or_none = or_none

    def read(self, element: Element) -> str | None:
        if len(element):
            raise _Departure(f"children in {local_name(element)}")
        if element.keys() and _is_nil(element):
            return None
        return self.of(element.text)

    def of(self, text: str | None) -> str | None:
        text = text.strip() if text else ""
        return None if self.or_none and not text else text


class _Children:
    """An element with parts, into a dict: those that a struct has, or all of them."""

    many = False

    def __init__(self, others: Any = None) -> None:
        self.others = others
        self.parts: dict[str, Any] = {}
        self.by_tag: dict[str, tuple[str, Any]] = {}
        self.attributes: list[str] = []
        self.text: _Text | None = None

    def fill(self, parts: dict[str, Any]) -> None:
        self.text = parts.pop("#text", None)
        self.attributes = [name[1:] for name in parts if name[0] == "@"]
        self.parts = parts

    def _part_of(self, child: Element) -> tuple[str, Any]:
        """By its local name; kept by the name that the parser gives, as far as names are not made up without end."""
        name = local_name(child)
        found = name, self.parts.get(name, self.others)
        if len(self.by_tag) < _MOST_TAGS:
            self.by_tag[child.tag] = found
        return found

    def read(self, element: Element) -> dict[str, Any] | None:
        if element.keys() and _is_nil(element):
            return None
        found: dict[str, Any] = {}
        for attribute in self.attributes:
            value = element.get(attribute)
            if value is not None:
                found["@" + attribute] = self.parts["@" + attribute].of(value)
        if self.text is not None:
            found["#text"] = self.text.read(element)
        for child in element:
            name, part = self.by_tag.get(child.tag) or self._part_of(child)
            if part is None:
                continue
            if part.many:
                found.setdefault(name, []).append(part.item.read(child))
            elif name in found:
                raise _Departure(f"{name} more than once")
            else:
                found[name] = part.read(child)
        return found


class _Many:
    many = True

    def __init__(self, item: Any) -> None:
        self.item = item


class _OneOf:
    """Structs with tags, told apart by the element's name."""

    many = False

    def __init__(self, by_name: dict[str, Any]) -> None:
        self.by_name = by_name

    def read(self, element: Element) -> Any:
        name = local_name(element)
        if name not in self.by_name:
            raise _Departure("another element than expected")
        found = self.by_name[name].read(element)
        return None if found is None else {"#name": name, **found}


_MOST_TAGS = 500
_NIL, _XSI_NIL, _YES = "nil", "{http://www.w3.org/2001/XMLSchema-instance}nil", ("true", "1")
"""Schemas write xsi:nil; Rails, and Braintree's webhooks with it, nil."""


def _is_nil(element: Element) -> bool:
    return element.get(_NIL) in _YES or element.get(_XSI_NIL) in _YES


def local_name(element: Element) -> str:
    """Without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


_ROOTS: dict[Any, Any] = {}
_STRUCTS: dict[Any, _Children] = {}


def _plan(shape: Any) -> Any:
    """How to read a root element as `shape`, worked out once."""
    plan = _ROOTS.get(shape)
    if plan is None:
        info: Any = msgspec.inspect.type_info(shape)
        plan = _plan_of(info)
        if getattr(info, "tag_field", None) == "#name":
            plan = _OneOf({info.tag: plan})
        _ROOTS[shape] = plan
    return plan


def _plan_of(info: Any) -> Any:
    kinds = msgspec.inspect
    if isinstance(info, kinds.UnionType):
        return _plan_of_union([kind for kind in info.types if not isinstance(kind, kinds.NoneType)])
    if isinstance(info, kinds.StructType):
        return _plan_of_struct(info)
    if isinstance(info, kinds.ListType | kinds.VarTupleType):
        return _Many(_plan_of(info.item_type))
    if isinstance(info, kinds.DictType):
        return _Children(_plan_of(info.value_type))
    return _Text(or_none=not isinstance(info, kinds.StrType))


def _plan_of_union(choices: list[Any]) -> Any:
    if len(choices) == 1:
        return _plan_of(choices[0])
    if all(isinstance(kind, msgspec.inspect.StructType) for kind in choices):
        return _OneOf({kind.tag: _plan_of(kind) for kind in choices})
    return _Text(or_none=not any(isinstance(kind, msgspec.inspect.StrType) for kind in choices))


def _plan_of_struct(info: Any) -> Any:
    found = _STRUCTS.get(info.cls)
    if found is None:
        found = _STRUCTS[info.cls] = _Children()  # before its parts: it may hold itself
        found.fill({field.encode_name: _plan_of(field.type) for field in info.fields})
    return found
