"""Conversions between the contract's JSON, as plain dicts, and the domain.

Reading is a table for each message, run by contract/reading.py: it finds every problem, each with its path. Writing is
straight-line code.
"""

from __future__ import annotations

from google.protobuf.descriptor import Descriptor, EnumDescriptor

from tollbridge.contract import names
from tollbridge.domain.secret import Secret
from tools.converter.edge import Edge, by_oneof
from tools.converter.model import (
    F,
    Place,
    below,
    currency_path,
    enum_of,
    is_secret_text,
    is_wrapper,
    known_struct,
    places,
    topic,
    zero_word,
)
from tools.converter.module import PACKAGE, Enums, Module, home

SCALARS = {
    F.TYPE_STRING: "json_text", F.TYPE_BOOL: "json_bool", F.TYPE_DOUBLE: "json_float", F.TYPE_BYTES: "json_bytes",
    F.TYPE_INT32: "json_int32", F.TYPE_INT64: "json_int64", F.TYPE_UINT32: "json_uint32", F.TYPE_UINT64: "json_uint64",
}


def kit(module: Module, name: str) -> str:
    return module.use("tollbridge.contract.reading", name)


class Text(Edge):
    """read_X, tables wrapped in functions (value, path, reading), and write_X(s); some take a currency last."""

    prefix = "json"

    def __init__(self, requests: list[Descriptor], answers: list[Descriptor], enums: Enums) -> None:
        super().__init__([*requests, *answers], enums)
        self._asked = {found.full_name for request in requests for found in below(request)}
        self._enum_readers: dict[str, Module] = {}

    def module(self, verb: str, message: Descriptor) -> Module:
        """Only who relays answers reads them: those tables are in files of their own, which nobody else loads."""
        if verb == "read" and message.full_name not in self._asked:
            return self.file(f"answer_{home(message)}")
        return super().module(verb, message)

    # -- JSON to domain ---------------------------------------------------------------------------------------------
    def read_union(self, message: Descriptor, name: str, module: Module) -> None:
        rows = [f'    "{field.name}": "{where}",'
                for field, where in self.variant_rows("read", message, "reading:json_secret")]
        module.parts.append("\n".join([f"{name} = {kit(module, 'union_reader')}({{", *rows, "})"]))

    def read_struct(self, message: Descriptor, name: str, module: Module) -> None:
        struct = known_struct(message)
        rows = [self.row(p, module) for p in places(message) if p.key not in names.CONSTANTS]
        # What proto3 leaves out because it is zero is zero, even where our field is required.
        zeros = [f'"{p.attribute}": {kit(module, "ZERO_AMOUNT") if p.bare_amount else "0"}' for p in places(message)
                 if p.required and not p.present and p.field.cpp_type in (F.CPPTYPE_INT64, F.CPPTYPE_UINT64)]
        extra = f", zeros={{{', '.join(zeros)}}}" if zeros else ""
        table = [f"{kit(module, 'struct_reader')}({module.struct(struct)}, {{", *rows, f"}}{extra})"]
        if len(table) == 2:
            table = ["".join(table)]
        if (path := currency_path(message)) is not None and self.hands_on(message):
            table = [f"{kit(module, 'in_currency')}({', '.join(f'{part!r}' for part in path.split('.'))}, {table[0]}"
                     .replace("'", '"'), *table[1:-1], table[-1] + ")"]
        if struct.__name__ == "MandateType":
            table = [f"{kit(module, 'exclusive')}({table[0]}", *table[1:-1], table[-1] + ")"]
        module.parts.append(f"{name} = " + "\n".join(table))

    def row(self, place: Place, module: Module) -> str:
        reader = self.reader(place, module)
        if place.field.is_repeated and not place.mapping:
            reader = f"{kit(module, 'each')}({reader})"
        row = reader if place.attribute == place.name else f'("{place.attribute}", {reader})'
        return f'    "{place.name}": {row},'

    def reader(self, place: Place, module: Module) -> str:
        field, need = place.field, "_required" if place.required and not place.optional else ""
        if place.absorbed:
            return kit(module, "json_absorbed")
        if place.mapping:
            return kit(module, "json_mapping")
        if place.wrapper:
            return kit(module, "json_secret" + need)
        if field.message_type is not None:
            return self.function("read", field.message_type, module)
        if field.enum_type is not None:
            return self.enum_reader(field.enum_type, enum_of(field), module)
        if place.bare_amount:
            return kit(module, "json_bare_amount")
        if is_secret_text(place):
            return kit(module, "json_secret" + need)
        return kit(module, SCALARS[field.type] + (need if field.type == F.TYPE_STRING else ""))

    def enum_reader(self, enum: EnumDescriptor, kind: type, user: Module) -> str:
        name = f"read_{kind.__name__}"
        if name not in self._enum_readers:
            answers = user.name.startswith("answer_")
            module = self.file(f"{'answer' if answers else 'json'}_{topic(kind.__module__)}")
            self._enum_readers[name] = module
            zero = zero_word(enum)
            module.parts.append(
                f"{name} = {kit(module, 'enum_reader')}({self.enums.table(module, enum, kind, 'OF')}, "
                + (f'"{zero}")' if zero else "None)"))
        return user.use(f"{PACKAGE}.{self._enum_readers[name].name}", name)

    # -- domain to JSON -----------------------------------------------------------------------------------------------
    def write_union(self, message: Descriptor, name: str, module: Module) -> None:
        use = module.use("tollbridge.contract.variants", "Writers")
        rows = []
        for field, where in self.variant_rows("write", message, "writing:secret_object"):
            place = "writing:secret_text" if field.message_type is None else where
            rows += [f'    "{kind}": ("{field.name}", "{place}"),' for kind in self.kinds(field)]
        module.parts.append("\n".join([
            f"_{name} = {use}({{", *rows, "})", "", "",
            f"def {name}(v: Any{self.parameter(module, message)}) -> dict[str, Any]:",
            f"    which, write = _{name}[type(v)]", f"    return {{which: write(v{self.argument(message)})}}"]))

    def write_struct(self, message: Descriptor, name: str, module: Module) -> None:
        struct = known_struct(message)
        lines = [*self.written_currency(message), "    o: dict[str, Any] = {}"]
        for group in by_oneof(message):
            lines += self.write_oneof(group, module) if group[0].oneof else self.write_field(group[0], module)
        lines.append("    return o")
        if len(lines) == 2:
            lines = ["    return {}"]
        module.parts.append(
            f"def {name}(s: {module.note_type(struct)}{self.parameter(module, message)}) -> dict[str, Any]:\n"
            + "\n".join(lines))

    def write_oneof(self, group: list[Place], module: Module) -> list[str]:
        v = group[0].variable
        lines = [f"    if ({v} := s.{group[0].attribute}) is not None:"]
        for place in group:
            kind = Secret if place.wrapper else known_struct(place.field.message_type)
            lines += [f"        {'if' if place is group[0] else 'elif'} isinstance({v}, {module.struct(kind)}):",
                      f'            o["{place.name}"] = {self.value(place, module, v)}']
        return lines

    def write_field(self, place: Place, module: Module) -> list[str]:
        field, its, v = place.field, f"s.{place.attribute}", place.variable
        put = f'o["{place.name}"] = '
        if (word := names.CONSTANTS.get(place.key)) is not None:
            return [f'    {put}"{word}"'] if word else []
        if place.absorbed:
            return [f"    {put}str(s.amount.currency)"]
        if place.mapping:
            return [f"    if {v} := {its}:", f"        {put}dict({v})"]
        if field.is_repeated:
            return [f"    if {v} := {its}:", f"        {put}[{self.value(place, module, 'x')} for x in {v}]"]
        kept = place.present or field.message_type is not None or field.enum_type is not None  # even where it is zero
        if place.required and not place.optional and kept:
            return [f"    {put}{self.value(place, module, its)}"]
        if place.bare_amount and not place.present:
            guard = f"    if ({v} := {its}) is not None and {v}.minor_amount:"
        else:
            guard = f"    if ({v} := {its}) is not None:" if kept else f"    if {v} := {its}:"
        return [guard, f"        {put}{self.value(place, module, v)}"]

    def value(self, place: Place, module: Module, v: str) -> str:
        field = place.field
        if is_wrapper(field.message_type):
            return f"{module.use('tollbridge.contract.writing', 'secret_object')}({v})"
        if field.message_type is not None:
            argument = self.argument(field.message_type)
            return f"{self.function('write', field.message_type, module)}({v}{argument})"
        if field.enum_type is not None:
            return f"str({v})"
        if place.bare_amount:
            written = module.use("tollbridge.contract.writing", "written_amount")
            return f'str({written}({v}, currency, "{place.name}"))'
        if field.type in (F.TYPE_INT64, F.TYPE_UINT64):
            return f"str({v})"
        if field.type == F.TYPE_BYTES:
            return f"{module.use('tollbridge.contract.writing', 'base64_text')}({v})"
        if field.type == F.TYPE_DOUBLE:
            return f"{module.use('tollbridge.contract.writing', 'json_number')}({v})"
        return f"{v}.reveal()" if place.says(Secret) else v
