"""JSON Schemas of the contract's messages, as contract/reading.py takes them in and contract/writing.py gives them out.

A message that requests hold is described as it is read: required fields, no unknown ones, values within their range.
One that only answers hold is described as it is written, and may get more fields later. What is read more leniently
than its schema says is listed in DIALECT, which stands in the document.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor

from tools.converter.model import (
    F,
    Place,
    currency_path,
    flat,
    is_secret_text,
    is_wrapper,
    local,
    places,
    struct_of,
    variants,
    zero_word,
)
from tools.openapi.comments import comments

Schema = dict[str, Any]

DIALECT = """\
Bodies are the contract's proto3 JSON: fields in snake_case, 64-bit numbers as strings, bytes in base64, enums by \
their words, empty fields left out. Also taken in, but not in the schemas: fields in camelCase, `null` for a field \
that is left out, enums by their numbers. A field that the contract does not have is an error, which names the one \
that was probably meant; so is a field that is given twice."""

_WRAPPED = "A secret. As a plain string, or wrapped as answers have it."
SCALARS: dict[str, Schema] = {
    "SecretString": {
        "description": _WRAPPED,
        "anyOf": [{"type": "string", "format": "password"},
                  {"type": "object", "properties": {"value": {"type": "string", "format": "password"}},
                   "additionalProperties": False}]},
    "NonEmptySecretString": {
        "description": _WRAPPED + " Not empty.",
        "anyOf": [{"type": "string", "format": "password", "minLength": 1},
                  {"type": "object", "properties": {"value": {"type": "string", "format": "password", "minLength": 1}},
                   "required": ["value"], "additionalProperties": False}]},
    "Bytes": {
        "description": "Bytes in base64, standard or URL-safe.", "type": "string", "contentEncoding": "base64",
        "pattern": "^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?$"},
    "Double": {
        "description": "A number, or its digits, or one of proto3 JSON's words for what is no number.",
        "anyOf": [{"type": "number"}, {
            "type": "string",
            "pattern": r"^(-?[0-9]{1,100}(\.[0-9]{1,100})?([eE][+-]?[0-9]{1,2})?|NaN|-?Infinity)$"}]},
}


def _integer(words: str, low: int, high: int, digits: str) -> Schema:
    return {"description": words, "anyOf": [{"type": "integer", "minimum": low, "maximum": high},
                                            {"type": "string", "pattern": f"^{digits}$"}]}


_64_BITS = "([0-9]{1,18}|[1-8][0-9]{18})"
SCALARS |= {
    "Int32": _integer("A whole number of 32 bits, or its digits.", -2**31, 2**31 - 1, "-?[0-9]{1,9}"),
    "UInt32": _integer("A whole number of 32 bits, 0 or more, or its digits.", 0, 2**32 - 1, "[0-9]{1,9}"),
    "Int64": _integer("A whole number of 64 bits, or its digits, as answers have it.", -2**63, 2**63 - 1,
                      "-?" + _64_BITS),
    "UInt64": _integer("A whole number of 64 bits, 0 or more, or its digits, as answers have it.", 0, 2**64 - 1,
                       _64_BITS),
}
PLAIN: dict[int, Schema] = {
    F.TYPE_STRING: {"type": "string"}, F.TYPE_BOOL: {"type": "boolean"},
    **{kind: {"$ref": f"#/components/schemas/{name}"} for kind, name in (
        (F.TYPE_BYTES, "Bytes"), (F.TYPE_DOUBLE, "Double"), (F.TYPE_INT32, "Int32"), (F.TYPE_UINT32, "UInt32"),
        (F.TYPE_INT64, "Int64"), (F.TYPE_UINT64, "UInt64"))},
}
SECRET = {"$ref": "#/components/schemas/SecretString"}
NEEDED_SECRET = {"$ref": "#/components/schemas/NonEmptySecretString"}
TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}


class Schemas:
    """Collects the component schemas; each message is described once, those of requests first."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = dict(SCALARS)

    def request(self, message: Descriptor) -> Schema:
        """A reference to its schema as it is read."""
        name = self._begun(message)
        if name is not None:
            self.found[name] |= self._union(message) if struct_of(message) is None else self._struct(message)
        return _reference(message)

    def answer(self, message: Descriptor) -> Schema:
        """A reference to its schema as it is written."""
        name = self._begun(message)
        if name is not None:
            self.found[name] |= {"type": "object", "properties": {
                str(field.name): self._described(field, self._written(field)) for field in message.fields}}
        return _reference(message)

    def _begun(self, message: Descriptor | EnumDescriptor) -> str | None:
        """Its name, where it is not described yet."""
        name = flat(message)
        if name in self.found:
            return None
        self.found[name] = {"description": text} if (text := comments().get(message.full_name)) else {}
        return name

    # -- as it is read -------------------------------------------------------------------------------------------------
    def _union(self, message: Descriptor) -> Schema:
        """A message that is nothing but a oneof."""
        return {"type": "object", "additionalProperties": False, "maxProperties": 1, "properties": {
            str(field.name): self._described(field, self._variant(field)) for field in variants(message)}}

    def _variant(self, field: Any) -> Schema:
        message = field.message_type
        if message is None or is_wrapper(message):
            return SECRET
        return self.request(message) | ({"minProperties": 1} if struct_of(message) is None else {})

    def _struct(self, message: Descriptor) -> Schema:
        its = places(message)
        schema: Schema = {"type": "object", "additionalProperties": False, "properties": {
            p.name: self._described(p.field, self._read(p)) for p in its}}
        if required := [p.name for p in its if _is_required(p) and p.oneof is None]:
            schema["required"] = required
        for name in dict.fromkeys(p.oneof for p in its if p.oneof):
            schema |= _oneof([p for p in its if p.oneof == name])
        if local(message) == "MandateType":
            schema["maxProperties"] = 1
        path = currency_path(message)
        bare = [p.name for p in its if p.bare_amount and not p.required]
        if path and bare and (owner := path.partition(".")[0]) not in schema.get("required", ()):
            schema["dependentRequired"] = {name: [owner] for name in bare}
        if any(p.absorbed for p in its):
            schema.setdefault("required", []).extend(p.name for p in its if p.absorbed)
        return schema

    def _read(self, place: Place) -> Schema:
        its = self._one(place)
        return {"type": "array", "items": its} if place.field.is_repeated and not place.mapping else its

    def _one(self, place: Place) -> Schema:
        field, needed = place.field, place.required and not place.optional and not place.field.is_repeated
        if place.mapping:
            return TEXTS
        if place.wrapper or is_secret_text(place):
            return NEEDED_SECRET if needed else SECRET
        if field.message_type is not None:
            union = struct_of(field.message_type) is None
            return self.request(field.message_type) | ({"minProperties": 1} if union and needed else {})
        if field.enum_type is not None:
            zero = zero_word(field.enum_type)
            return self._enum(field.enum_type) | ({"not": {"const": zero}} if zero and needed else {})
        if field.type == F.TYPE_STRING and needed:
            return {"type": "string", "minLength": 1}
        return PLAIN[field.type]

    def _enum(self, enum: EnumDescriptor) -> Schema:
        name = self._begun(enum)
        if name is not None:
            self.found[name] |= {"type": "string", "enum": [str(value.name) for value in enum.values]}
            told = [f"- `{value.name}`: {text}" for value in enum.values
                    if (text := comments().get(f"{enum.full_name}.{value.name}"))]
            if told:
                words = self.found[name].get("description", "")
                self.found[name]["description"] = "\n".join([words, "", *told]).strip()
        return _reference(enum)

    # -- as it is written ----------------------------------------------------------------------------------------------
    def _written(self, field: Any) -> Schema:
        message = field.message_type
        if message is not None and message.GetOptions().map_entry:
            return TEXTS
        if is_wrapper(message):
            its = SECRET
        elif message is not None:
            its = self.answer(message)
        else:
            its = PLAIN[field.type] if field.enum_type is None else self._enum(field.enum_type)
        return {"type": "array", "items": its} if field.is_repeated else its

    def _described(self, field: Any, schema: Schema) -> Schema:
        text = comments().get(field.full_name)
        return {"description": text, **schema} if text else schema


def _is_required(place: Place) -> bool:
    """Whether it has to be there: numbers that are zero need not, as proto3 leaves them out."""
    number = place.field.cpp_type in (F.CPPTYPE_INT64, F.CPPTYPE_UINT64) and not place.present
    return place.required and not number


def _oneof(group: list[Place]) -> Schema:
    """Of fields of which one may, or must, be given, beside others."""
    if _is_required(group[0]):
        return {"oneOf": [{"required": [p.name]} for p in group]}
    pairs = [{"required": [a.name, b.name]} for a, b in combinations(group, 2)]
    return {"not": {"anyOf": pairs}} if pairs else {}


def _reference(message: Descriptor | EnumDescriptor) -> Schema:
    return {"$ref": f"#/components/schemas/{flat(message)}"}
