"""Conversions between protobuf messages and the domain: straight-line code, no paths.

What is wrong with a message is told by reading its JSON form: the functions here only stop.
"""

from __future__ import annotations

import keyword
from typing import Any

from google.protobuf.descriptor import Descriptor

from tollbridge.contract import names
from tollbridge.domain.secret import Secret
from tools.converter.edge import Edge, by_oneof, default
from tools.converter.model import (
    ZEROS,
    F,
    Place,
    currency_path,
    enum_of,
    is_secret_text,
    is_wrapper,
    known_struct,
    places,
    struct_of,
    variants,
    zero_word,
)
from tools.converter.module import Module


def attribute(name: str) -> str:
    return f'getattr(m, "{name}")' if keyword.iskeyword(name) else f"m.{name}"


def assign(name: str, value: str) -> str:
    return f'setattr(m, "{name}", {value})' if keyword.iskeyword(name) else f"m.{name} = {value}"


def guards(place: Place, value: str, otherwise: str) -> str:
    return f'{value} if has("{place.name}") else {otherwise}'


class Wire(Edge):
    """The functions read_X(m) and write_X(s, m); those that take a currency for bare amounts have it last."""

    prefix = "wire"

    # -- protobuf to domain -------------------------------------------------------------------------------------------
    def read_union(self, message: Descriptor, name: str, module: Module) -> None:
        use = module.use("tollbridge.contract.variants", "Readers")
        rows = [f'    "{field.name}": "{"reading:wire_text_secret" if field.message_type is None else where}",'
                for field, where in self.variant_rows("read", message, "reading:wire_secret")]
        module.parts.append("\n".join([
            f"_{name} = {use}({{", *rows, "})", "", "",
            f"def {name}(m: {module.note(message)}{self.parameter(module, message)}) -> Any:",
            f'    which = m.WhichOneof("{variants(message)[0].containing_oneof.name}")',
            f"    return None if which is None else _{name}[which](getattr(m, which){self.argument(message)})"]))

    def read_struct(self, message: Descriptor, name: str, module: Module) -> None:
        kind = module.struct(known_struct(message))
        lines: list[str] = []
        given = []
        for group in by_oneof(message):
            if group[0].oneof is not None:
                lines += self.read_oneof(group, module)
                given.append(f"{group[0].attribute}={group[0].attribute}")
            elif not group[0].absorbed:
                given.append(f"{group[0].attribute}={self.read_field(group[0], module)}")
        if any('has("' in line for line in given):
            lines.insert(0, "    has = m.HasField")
        if (path := currency_path(message)) is not None and self.hands_on(message):
            field = self.at(message, path)
            known = self.enums.table(module, field.enum_type, enum_of(field), "OF")
            lines.insert(0, f"    currency = {known}.get(m.{path})")
        lines += [f"    return {kind}(", *(f"        {one}," for one in given), "    )"]
        module.parts.append(f"def {name}(m: {module.note(message)}{self.parameter(module, message)}) -> {kind}:\n"
                            + "\n".join(lines))

    @staticmethod
    def at(message: Any, path: str) -> Any:
        *parents, leaf = path.split(".")
        for parent in parents:
            message = message.fields_by_name[parent].message_type
        return message.fields_by_name[leaf]

    def read_oneof(self, group: list[Place], module: Module) -> list[str]:
        first = group[0]
        lines = [f'    which = m.WhichOneof("{first.oneof}")', f"    {first.attribute}: Any = "
                 + (f"{module.use('tollbridge.contract.reading', 'absent')}() if which is None else None"
                    if first.required else default(first, module))]
        for place in group:
            value = self.read_message(place, module)
            lines += [f'    {"if" if place is first else "elif"} which == "{place.name}":',
                      f"        {first.attribute} = {value}"]
        return lines

    def read_message(self, place: Place, module: Module) -> str:
        its = attribute(place.name)
        if place.wrapper:
            return f"{module.struct(Secret)}({its}.value)"
        message = place.field.message_type
        return f"{self.function('read', message, module)}({its}{self.argument(message)})"

    def read_field(self, place: Place, module: Module) -> str:
        its = attribute(place.name)
        if place.mapping:
            return f"dict({its})"
        if place.field.is_repeated:
            return self.read_repeated(place, module, its)
        if place.wrapper and place.required:
            return f"{module.struct(Secret)}({its}.value or {self.absent(module)})"
        if place.field.message_type is not None:
            return self.read_submessage(place, module)
        if place.field.enum_type is not None:
            return self.read_enum(place, module, its)
        if place.bare_amount:
            value = f"{module.use('tollbridge.contract.reading', 'bare_amount')}({its}, currency)"
        elif is_secret_text(place):
            value = f"{module.struct(Secret)}({its})"
        else:
            return self.read_scalar(place, module, its)
        if place.present:
            return guards(place, value, self.otherwise(place, module))
        if place.bare_amount and place.required:
            return value
        return f"{value} if {its} else {self.otherwise(place, module)}"

    def read_repeated(self, place: Place, module: Module, its: str) -> str:
        field = place.field
        if place.wrapper:
            return f"tuple([{module.struct(Secret)}(x.value) for x in {its}])"
        if field.message_type is not None:
            fn = self.function("read", field.message_type, module)
            return f"tuple([{fn}(x{self.argument(field.message_type)}) for x in {its}])"
        if field.enum_type is not None:
            known = self.enums.table(module, field.enum_type, enum_of(field), "OF")
            return f"tuple([{known}[x] for x in {its}" + (" if x])" if zero_word(field.enum_type) else "])")
        return f"tuple({its})"

    def read_submessage(self, place: Place, module: Module) -> str:
        value = self.read_message(place, module)
        if place.required and not place.optional and struct_of(place.field.message_type) is None and not place.wrapper:
            return f"{module.use('tollbridge.contract.reading', 'required')}({value})"
        return guards(place, value, self.otherwise(place, module))

    def read_enum(self, place: Place, module: Module, its: str) -> str:
        known = self.enums.table(module, place.field.enum_type, enum_of(place.field), "OF")
        if place.required and not place.optional:
            return f"{known}[{its}]"
        if zero_word(place.field.enum_type) is not None:
            v = place.variable
            return f"{known}[{v}] if ({v} := {its}) else {self.otherwise(place, module)}"
        value = f"{known}[{its}]"
        return guards(place, value, self.otherwise(place, module)) if place.present else value

    def read_scalar(self, place: Place, module: Module, its: str) -> str:
        if place.present:
            value = f"{its} or {self.absent(module)}" if place.required and place.field.type == F.TYPE_STRING else its
            return guards(place, value, self.otherwise(place, module))
        if place.required:
            return f"{its} or {self.absent(module)}" if place.field.type == F.TYPE_STRING else its
        otherwise = default(place, module)
        return its if otherwise == ZEROS[place.field.type] else f"{its} or {otherwise}"

    @staticmethod
    def absent(module: Module) -> str:
        return f"{module.use('tollbridge.contract.reading', 'absent')}()"

    def otherwise(self, place: Place, module: Module) -> str:
        """What our field is where the message has none."""
        if not place.required:
            return default(place, module)
        return "None" if place.optional else self.absent(module)

    # -- domain to protobuf -------------------------------------------------------------------------------------------
    def write_union(self, message: Descriptor, name: str, module: Module) -> None:
        use = module.use("tollbridge.contract.variants", "Writers")
        rows = [f'    "{kind}": ("{field.name}", "{"" if field.message_type is None else where}"),'
                for field, where in self.variant_rows("write", message, "writing:put_secret")
                for kind in self.kinds(field)]
        texts = any(field.message_type is None for field in variants(message))
        body = [f"    which, write = _{name}[type(v)]"]
        body += ["    if write is None:", "        setattr(m, which, v.reveal())", "    else:"] if texts else []
        pad = "        " if texts else "    "
        module.parts.append("\n".join([
            f"_{name} = {use}({{", *rows, "})", "", "",
            f"def {name}(v: Any, m: {module.note(message)}{self.parameter(module, message)}) -> None:",
            *body, f"{pad}write(v, getattr(m, which){self.argument(message)})"]))

    def write_struct(self, message: Descriptor, name: str, module: Module) -> None:
        struct = known_struct(message)
        lines = [] if self.always_writes(message) else ["    m.SetInParent()"]
        lines += self.written_currency(message)
        for group in by_oneof(message):
            lines += self.write_oneof(group, module) if group[0].oneof else self.write_field(group[0], module)
        kind = module.note_type(struct)
        module.parts.append(
            f"def {name}(s: {kind}, m: {module.note(message)}{self.parameter(module, message)}) -> None:\n"
            + "\n".join(lines))

    @staticmethod
    def always_writes(message: Descriptor) -> bool:
        """Whether writing it sets some field in any case, which makes it present in its parent."""
        return any(
            p.absorbed or names.CONSTANTS.get(p.key) or (p.required and not p.optional and p.oneof is None
                                                        and not p.field.is_repeated)
            for p in places(message))

    def write_oneof(self, group: list[Place], module: Module) -> list[str]:
        v = group[0].variable
        lines = [f"    if ({v} := s.{group[0].attribute}) is not None:"]
        for place in group:
            message = place.field.message_type
            kind = Secret if place.wrapper else known_struct(message)
            lines += [f"        {'if' if place is group[0] else 'elif'} isinstance({v}, {module.struct(kind)}):",
                      f"            {self.write_message(place, module, v)}"]
        return lines

    def write_message(self, place: Place, module: Module, v: str) -> str:
        message, its = place.field.message_type, attribute(place.name)
        if is_wrapper(message):
            return f"{its}.value = {v}.reveal()"
        return f"{self.function('write', message, module)}({v}, {its}{self.argument(message)})"

    def write_field(self, place: Place, module: Module) -> list[str]:
        field, its, v, target = place.field, f"s.{place.attribute}", place.variable, attribute(place.name)
        if (word := names.CONSTANTS.get(place.key)) is not None:
            number = field.enum_type.values_by_name[word].number if word else None
            return [f'    setattr(m, "{place.name}", {number})  # {word}'] if word else []
        if place.absorbed:
            known = self.enums.table(module, field.enum_type, enum_of(field), "NUMBER")
            return [f"    {assign(place.name, f'{known}[s.amount.currency]')}"]
        if place.mapping:
            return [f"    if {v} := {its}:", f"        {target}.update({v})"]
        if field.is_repeated:
            return self.write_repeated(place, module, its, target)
        if place.required and not place.optional:
            return [f"    {self.write_value(place, module, its)}"]
        presence = place.present or place.optional
        guard = f"    if ({v} := {its}) is not None:" if presence else f"    if {v} := {its}:"
        return [guard, f"        {self.write_value(place, module, v)}"]

    def write_value(self, place: Place, module: Module, v: str) -> str:
        field = place.field
        if field.message_type is not None:
            return self.write_message(place, module, v)
        if field.enum_type is not None:
            return assign(place.name, f"{self.enums.table(module, field.enum_type, enum_of(field), 'NUMBER')}[{v}]")
        if place.bare_amount:
            written = module.use("tollbridge.contract.writing", "written_amount")
            return assign(place.name, f'{written}({v}, currency, "{place.name}")')
        return assign(place.name, f"{v}.reveal()" if place.says(Secret) else v)

    def write_repeated(self, place: Place, module: Module, its: str, target: str) -> list[str]:
        field, x = place.field, f"{place.attribute}_item"
        if place.wrapper:
            return [f"    for {x} in {its}:", f"        {target}.add().value = {x}.reveal()"]
        if field.message_type is not None:
            fn = self.function("write", field.message_type, module)
            return [f"    for {x} in {its}:", f"        {fn}({x}, {target}.add(){self.argument(field.message_type)})"]
        if field.enum_type is not None:
            known = self.enums.table(module, field.enum_type, enum_of(field), "NUMBER")
            return [f"    if {its}:", f"        {target}.extend([{known}[x] for x in {its}])"]
        return [f"    if {its}:", f"        {target}.extend({its})"]
