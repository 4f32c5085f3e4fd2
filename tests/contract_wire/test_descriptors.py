"""The compiled protobuf modules say exactly what the wire contract says, and stay where they belong."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    FieldDescriptor,
    FileDescriptor,
    ServiceDescriptor,
)

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT.parent / "shared" / "contract" / "contract.json"
PROTO = ROOT / "proto" / "tollbridge"
PB = ROOT / "src" / "tollbridge" / "contract" / "pb"

SCALARS = {
    FieldDescriptor.TYPE_BOOL: "bool",
    FieldDescriptor.TYPE_BYTES: "bytes",
    FieldDescriptor.TYPE_DOUBLE: "double",
    FieldDescriptor.TYPE_INT32: "int32",
    FieldDescriptor.TYPE_INT64: "int64",
    FieldDescriptor.TYPE_STRING: "string",
    FieldDescriptor.TYPE_UINT32: "uint32",
    FieldDescriptor.TYPE_UINT64: "uint64",
}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """The table of the wire contract; it lives beside this repository, so a lone checkout skips the comparison."""
    if not CONTRACT.exists():
        pytest.skip(f"the wire contract's table is not at {CONTRACT}")
    return dict(json.loads(CONTRACT.read_text(encoding="utf-8")))


def compiled(folder: str) -> list[FileDescriptor]:
    """The descriptors of every proto file in one folder below proto/tollbridge."""
    package = {"ucs": "tollbridge.contract.pb", "v1": "tollbridge.contract.pb.v1"}[folder]
    names = sorted(path.stem for path in (PROTO / folder).glob("*.proto"))
    return [importlib.import_module(f"{package}.{name}_pb2").DESCRIPTOR for name in names]


def messages(scope: FileDescriptor | Descriptor) -> Iterator[Descriptor]:
    """Every message of a file, nested ones included, without the entries that protobuf makes up for maps."""
    nested = scope.message_types_by_name if isinstance(scope, FileDescriptor) else scope.nested_types_by_name
    for message in nested.values():
        if not message.GetOptions().map_entry:
            yield message
            yield from messages(message)


def enums(file: FileDescriptor) -> Iterator[EnumDescriptor]:
    """Every enum of a file, nested ones included."""
    yield from file.enum_types_by_name.values()
    for message in messages(file):
        yield from message.enum_types_by_name.values()


def type_of(field: FieldDescriptor) -> str:
    """A field's type in the contract table's words: `int64`, `types.Money`, `map<string,string>`."""
    if field.message_type and field.message_type.GetOptions().map_entry:
        key, value = (field.message_type.fields_by_name[name] for name in ("key", "value"))
        return f"map<{type_of(key)},{type_of(value)}>"
    named = field.message_type or field.enum_type
    return str(named.full_name) if named else SCALARS[field.type]


def label_of(field: FieldDescriptor) -> str:
    """A field's label in the contract table's words; `optional` is the keyword, a member of a oneof is `singular`."""
    if field.message_type and field.message_type.GetOptions().map_entry:
        return "map"
    if field.is_repeated:
        return "repeated"
    return "optional" if field.containing_oneof and oneof_of(field) is None else "singular"


def oneof_of(field: FieldDescriptor) -> str | None:
    """The oneof that the field is written in; None also for the one that protobuf makes up for each `optional`."""
    oneof = field.containing_oneof
    return None if oneof is None or oneof.name == f"_{field.name}" else str(oneof.name)


def field_row(field: FieldDescriptor) -> dict[str, Any]:
    """One field as the contract table has it."""
    return {
        "name": field.name,
        "number": field.number,
        "type": type_of(field),
        "label": label_of(field),
        "oneof": oneof_of(field),
        "json_name": field.json_name,
    }


def service_row(service: ServiceDescriptor) -> dict[str, Any]:
    """One service as the contract table has it."""
    return {
        method.name: {
            "request": method.input_type.full_name,
            "response": method.output_type.full_name,
            "client_streaming": method.client_streaming,
            "server_streaming": method.server_streaming,
        }
        for method in service.methods
    }


def by_number(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fields in the order of their numbers: the order of declaration is not part of the wire."""
    return sorted(rows, key=lambda row: int(row["number"]))


def test_services_and_methods_are_those_of_the_contract(contract: dict[str, Any]) -> None:
    services = [service for file in compiled("ucs") for service in file.services_by_name.values()]
    assert {service.full_name: service_row(service) for service in services} == contract["services"]


def test_messages_and_fields_are_those_of_the_contract(contract: dict[str, Any]) -> None:
    ours = {
        message.full_name: by_number([field_row(field) for field in message.fields])
        for file in compiled("ucs")
        for message in messages(file)
    }
    wanted = {name: by_number(message["fields"]) for name, message in contract["messages"].items()}
    assert sorted(ours) == sorted(wanted)
    assert {name: rows for name, rows in ours.items() if rows != wanted[name]} == {}


def test_enums_and_their_numbers_are_those_of_the_contract(contract: dict[str, Any]) -> None:
    ours = {
        enum.full_name: {value.name: value.number for value in enum.values}
        for file in compiled("ucs")
        for enum in enums(file)
    }
    assert ours == contract["enums"]


def test_every_flow_of_the_contract_has_its_method(contract: dict[str, Any]) -> None:
    services = {service.full_name: service for file in compiled("ucs") for service in file.services_by_name.values()}
    for flow in contract["flows"].values():
        method = services[flow["service"]].methods_by_name[flow["rpc"]]
        assert (method.input_type.full_name, method.output_type.full_name) == (flow["request"], flow["response"])


@pytest.mark.parametrize(("folder", "package"), [("ucs", "types"), ("v1", "tollbridge.v1")])
def test_each_folder_holds_one_package_under_a_path_of_its_own(folder: str, package: str) -> None:
    files = compiled(folder)
    assert {file.package for file in files} == {package}
    # A pool knows files by path: a user's own copy of the public contract has other paths than ours.
    assert [file.name for file in files] == [f"tollbridge/{folder}/{Path(file.name).name}" for file in files]


def test_the_extensions_have_the_operations_that_the_contract_lacks() -> None:
    services = [service for file in compiled("v1") for service in file.services_by_name.values()]
    methods = {f"{service.name}.{method.name}": method for service in services for method in service.methods}
    assert sorted(methods) == [
        "EventService.VerifySource",
        "GiftCardService.Balance",
        "MandateService.Update",
        "OperationService.Get",
        "PaymentService.Approve",
        "PaymentService.CalculateTax",
        "PaymentService.PostSessionTokens",
        "PaymentService.Reject",
        "PaymentService.UpdateMetadata",
        "RefundService.Update",
        "TokenService.Delete",
        "TokenService.Validate",
    ]
    del methods["OperationService.Get"]  # which asks us, not a processor
    for method in methods.values():
        answer = {field.name: type_of(field) for field in method.output_type.fields}
        assert (answer["error"], answer["status_code"]) == ("types.ErrorInfo", "uint32")
        assert answer["response_headers"] == "map<string,string>"


def test_fields_shared_with_the_contract_have_its_types(contract: dict[str, Any]) -> None:
    known: dict[str, set[str]] = {}
    for message in contract["messages"].values():
        for field in message["fields"]:
            known.setdefault(field["name"], set()).add(field["type"])
    ours = {
        (field.name, type_of(field))
        for file in compiled("v1")
        for message in messages(file)
        for field in message.fields
    }
    # On purpose: no bare int64 amounts, a chargeable token is a secret, tokens have a status of their own, and
    # operations a state.
    assert {(name, kind) for name, kind in ours if name in known and kind not in known[name]} == {
        ("payment_method_token", "types.SecretString"),
        ("shipping_cost", "types.Money"),
        ("state", "tollbridge.v1.OperationState"),
        ("status", "tollbridge.v1.TokenStatus"),
    }


IMPORT_ALL = """
import os, pkgutil, sys, sysconfig, types
import tollbridge.contract.pb as pb

for module in pkgutil.walk_packages(pb.__path__, pb.__name__ + "."):
    __import__(module.name)
assert os.path.samefile(os.path.dirname(types.__file__), sysconfig.get_path("stdlib")), types.__file__
for name in sys.modules:
    assert not name.startswith(("tollbridge.ucs", "tollbridge.v1")), name
    assert not name.endswith("_pb2") or name.startswith(("tollbridge.contract.pb.", "google.")), name
assert sys.modules["tollbridge.contract.pb.money_pb2"].Money.__module__ == "tollbridge.contract.pb.money_pb2"
"""


def test_no_generated_module_is_outside_our_package_or_hides_pythons_own_types() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-c", IMPORT_ALL]
    outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_the_generated_package_holds_only_protobuf_modules() -> None:
    names = {path.name for path in PB.rglob("*.py*") if "__pycache__" not in path.parts}
    assert {name for name in names if not name.endswith(("_pb2.py", "_pb2.pyi"))} == {"__init__.py"}


def test_the_committed_modules_are_those_of_the_proto_files() -> None:
    pytest.importorskip("grpc_tools", reason="grpcio-tools is a development dependency")
    outcome = run_generator(ROOT, "--check")
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_check_names_what_is_stale_missing_and_left_over(tmp_path: Path) -> None:
    pytest.importorskip("grpc_tools", reason="grpcio-tools is a development dependency")
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "generate_pb.py").write_bytes((ROOT / "tools" / "generate_pb.py").read_bytes())
    (tmp_path / "proto" / "tollbridge" / "ucs").mkdir(parents=True)
    source = tmp_path / "proto" / "tollbridge" / "ucs" / "small.proto"
    source.write_text('syntax = "proto3";\npackage small;\nmessage One {}\n', encoding="utf-8")
    assert run_generator(tmp_path).returncode == 0
    assert run_generator(tmp_path, "--check").returncode == 0

    target = tmp_path / "src" / "tollbridge" / "contract" / "pb"
    (target / "old_pb2.py").write_text("", encoding="utf-8")
    (target / "small_pb2.pyi").unlink()
    source.write_text('syntax = "proto3";\npackage small;\nmessage Two {}\n', encoding="utf-8")
    outcome = run_generator(tmp_path, "--check")
    assert outcome.returncode == 1
    places = [Path(line.removeprefix("stale: ")).name for line in outcome.stderr.splitlines()]
    assert places == ["old_pb2.py", "small_pb2.py", "small_pb2.pyi"]

    source.write_text("message Broken {", encoding="utf-8")
    refused = run_generator(tmp_path)
    assert refused.returncode == 2
    assert "small.proto" in refused.stderr


def run_generator(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the generator of the tree at `root`."""
    command = [sys.executable, str(root / "tools" / "generate_pb.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)
