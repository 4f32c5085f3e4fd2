"""The comments of the proto files, by the full name of what they stand at: compiled descriptors have lost them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

PROTO = Path(__file__).parents[2] / "proto"
MESSAGE, ENUM, SERVICE = 4, 5, 6  # fields of FileDescriptorProto
FIELD, NESTED, NESTED_ENUM = 2, 3, 4  # of DescriptorProto
MEMBER = 2  # a value of an enum, a method of a service


@cache
def comments() -> Mapping[str, str]:
    """As one paragraph each: `types.Money` and `types.Money.minor_amount`."""
    found: dict[str, str] = {}
    for file in _compiled().file:
        names = dict(_named(file))
        for location in file.source_code_info.location:
            name = names.get(tuple(location.path))
            text = " ".join((location.leading_comments or location.trailing_comments).split())
            if name and text:
                found[name] = text
    return found


def _compiled() -> FileDescriptorSet:
    sources = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "all"
        subprocess.run([sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={PROTO}", "--include_source_info",
                        f"--descriptor_set_out={out}", *sources], check=True)
        return FileDescriptorSet.FromString(out.read_bytes())


def _named(file: FileDescriptorProto) -> Iterator[tuple[tuple[int, ...], str]]:
    """Each thing's path in the file, as source_code_info has it, and its name."""
    for number, message in enumerate(file.message_type):
        yield from _of_message((MESSAGE, number), f"{file.package}.{message.name}", message)
    for number, enum in enumerate(file.enum_type):
        yield from _of_enum((ENUM, number), f"{file.package}.{enum.name}", enum)
    for number, service in enumerate(file.service):
        name = f"{file.package}.{service.name}"
        yield (SERVICE, number), name
        yield from (((SERVICE, number, MEMBER, index), f"{name}/{method.name}")
                    for index, method in enumerate(service.method))


def _of_message(path: tuple[int, ...], name: str, message: Any) -> Iterator[tuple[tuple[int, ...], str]]:
    yield path, name
    yield from (((*path, FIELD, index), f"{name}.{field.name}") for index, field in enumerate(message.field))
    for index, inner in enumerate(message.nested_type):
        yield from _of_message((*path, NESTED, index), f"{name}.{inner.name}", inner)
    for index, inner in enumerate(message.enum_type):
        yield from _of_enum((*path, NESTED_ENUM, index), f"{name}.{inner.name}", inner)


def _of_enum(path: tuple[int, ...], name: str, enum: Any) -> Iterator[tuple[tuple[int, ...], str]]:
    yield path, name
    yield from (((*path, MEMBER, index), f"{name}.{value.name}") for index, value in enumerate(enum.value))
