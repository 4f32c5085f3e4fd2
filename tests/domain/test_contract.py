"""The domain has the wire contract's names and types, but for the exceptions that contract/names.py lists."""

from __future__ import annotations

import importlib
import json
import keyword
import pkgutil
import types
import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec.structs
import pytest
from msgspec import NODEFAULT, Struct

from tollbridge import domain
from tollbridge.contract import names
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.operations import BY_FLOW, OPERATIONS, Operation
from tollbridge.domain.secret import Secret

CONTRACT = Path(__file__).parents[2].parent / "shared" / "contract" / "contract.json"
needs_contract = pytest.mark.skipif(not CONTRACT.exists(), reason=f"no contract table at {CONTRACT}")
WRAPPERS = {"types.SecretString", "types.CardNumberType", "types.NetworkTokenType"}
PLAIN = {"string": str, "bool": bool, "bytes": bytes, "double": float, "int32": int, "int64": int, "uint32": int,
         "uint64": int}
# Ours, of methods that the contract has no flow name for.
OWN_FLOWS = {
    "types.DisputeService/Get": "dispute_get", "types.EventService/NotifyConnector": "notify_connector",
    "types.PaymentMethodService/Create": "payment_method_create",
    "types.PaymentMethodService/Get": "payment_method_get",
    "types.PaymentMethodService/Recharge": "payment_method_recharge",
    "types.PayoutService/Eligibility": "payout_eligibility",
    "types.RefundService/VoidPostRefund": "void_post_refund",
}
# Structs that are variants of several oneofs, under names of their own: a tag can be one of those only.
OF_SEVERAL_ONEOFS = {"AdyenSplitData"}
# Strings that are secret here, though neither the contract nor their name says so.
SECRET_TOO = {
    "social_security_number",  # identifies a person
    "blik_code",  # whoever has it can have the payment approved, for two minutes
    "encoded_data",  # with what the shopper's browser came back from 3DS or from the bank
}


@cache
def contract() -> dict[str, Any]:
    return dict(json.loads(CONTRACT.read_text(encoding="utf-8")))


@cache
def domain_values() -> dict[str, Any]:
    """Structs, enums and unions of the domain by name."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(domain.__path__, domain.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            own = isinstance(value, type) and issubclass(value, Struct | StrEnum) and value.__module__ == module.name
            if own or isinstance(value, types.UnionType):
                found[name] = value
    return found


def fields_of(message: str) -> list[dict[str, Any]]:
    return list(contract()["messages"][message]["fields"])


def only_a_oneof(message: str) -> bool:
    fields = fields_of(message)
    return bool(fields) and fields[0]["oneof"] is not None and len({field["oneof"] for field in fields}) == 1


def local(message: str) -> str:
    return message.removeprefix("types.")


def is_message(kind: str) -> bool:
    return kind in contract()["messages"] and kind not in WRAPPERS


def reachable() -> list[str]:
    """Every message that the 50 methods take or give; not what ErrorInfo is made of, for our Failure is flat."""
    found: dict[str, None] = {}

    def visit(message: str) -> None:
        if message not in found:
            found[message] = None
            for field in fields_of(message) if message != "types.ErrorInfo" else ():
                if is_message(field["type"]) and field["name"] not in names.EDGE_FIELDS:
                    visit(field["type"])

    for methods in contract()["services"].values():
        for method in methods.values():
            visit(method["request"])
            visit(method["response"])
    return list(found)


def struct_of(message: str) -> type[Struct] | None:
    name = local(message)
    for struct, messages in names.RESULTS.items():
        if name in messages:
            return domain_values()[struct]  # type: ignore[no-any-return]
    if name in names.UNIONS:
        return None
    ours = names.MESSAGES.get(name, name.replace(".", ""))
    found = domain_values().get(ours)
    # A union of one variant is that variant, under a second name.
    is_struct = isinstance(found, type) and issubclass(found, Struct) and found.__name__ == ours
    return found if is_struct else None


def our_field(message: str, field: dict[str, Any]) -> str:
    """The name that a field should have in our struct."""
    struct = struct_of(message)
    assert struct is not None
    in_oneof = field["oneof"] if struct.__name__ != "MandateType" else None
    name = in_oneof or names.FIELDS.get((local(message), field["name"]), field["name"])
    return f"{name}_" if keyword.iskeyword(name) else name


def placed(message: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The fields of a message that the domain must have, each with its name there."""
    is_answer = message in {m["response"] for methods in contract()["services"].values() for m in methods.values()}
    struct = struct_of(message)
    for field in fields_of(message):
        key = (local(message), field["name"])
        if key in names.ABSORBED or key in names.CONSTANTS or (is_answer and field["name"] in names.EDGE_FIELDS):
            continue
        name = our_field(message, field)
        if is_answer and name.startswith("merchant_") and name not in struct.__struct_fields__:  # type: ignore[union-attr]
            continue  # our own id: the edge repeats the request's
        yield field, name


def alternatives(hint: Any) -> set[Any]:
    """The types of a union, without None."""
    members = set(typing.get_args(hint)) if isinstance(hint, types.UnionType) else {hint}
    return members - {type(None)}


def expected(field: dict[str, Any]) -> list[set[Any]]:
    """What the types of one value may be."""
    kind = field["type"]
    if kind in WRAPPERS:
        return [{Secret}]
    if kind == "types.ErrorInfo":
        return [{Failure}]
    if kind in contract()["enums"]:
        name = local(kind)
        return [{domain_values()[names.MESSAGES.get(name, name.replace(".", ""))]}]
    if kind == "string":
        if field["name"] in SECRET_TOO:
            return [{Secret}]
        return [{str}, {Secret}] if may_be_secret(field["name"]) else [{str}]
    if kind in PLAIN:
        return [{PLAIN[kind]}, {Money}] if kind in ("int64", "uint64") else [{PLAIN[kind]}]
    return [message_types(kind)]


def message_types(message: str) -> set[Any]:
    struct = struct_of(message)
    if struct is not None:
        return {struct}
    found: set[Any] = set()
    for field in fields_of(message):
        found |= {Secret} if not is_message(field["type"]) else message_types(field["type"])
    return found


def item_hint(field: dict[str, Any], hint: Any) -> Any:
    """Of a list the hint of its items; a list must be a tuple, a map a Mapping of texts."""
    if field["label"] == "repeated":
        assert typing.get_origin(hint) is tuple
        assert typing.get_args(hint)[1] is Ellipsis
        return typing.get_args(hint)[0]
    return hint


@needs_contract
def test_every_message_has_its_place() -> None:
    without = [message for message in reachable() if struct_of(message) is None and not only_a_oneof(message)]
    assert without == []


@needs_contract
def test_every_field_has_its_name() -> None:
    for message in reachable():
        struct = struct_of(message)
        if struct is None or message == "types.ErrorInfo":
            continue
        missing = [name for _, name in placed(message) if name not in struct.__struct_fields__]
        assert missing == [], message


@needs_contract
def test_no_struct_has_a_field_that_the_contract_lacks() -> None:
    theirs: dict[type[Struct], set[str]] = {}
    for message in reachable():
        struct = struct_of(message)
        if struct is not None and message != "types.ErrorInfo":
            theirs.setdefault(struct, set()).update(our_field(message, field) for field in fields_of(message))
    for struct, known in theirs.items():
        ours = {name for name in struct.__struct_fields__ if (struct.__name__, name) not in names.OURS}
        assert ours <= known, struct


@needs_contract
def test_every_field_has_its_type() -> None:
    wrong = []
    for message in reachable():
        struct = struct_of(message)
        if struct is None or message == "types.ErrorInfo":
            continue
        hints = typing.get_type_hints(struct)
        in_oneofs: dict[str, set[Any]] = {}
        for field, name in placed(message):
            if field["label"] == "map":
                assert field["type"] == "map<string,string>"
                assert hints[name] == Mapping[str, str], (message, name)
            elif field["oneof"] is not None and struct.__name__ != "MandateType":
                in_oneofs.setdefault(name, set()).update(expected(field)[0])
            elif alternatives(item_hint(field, hints[name])) not in expected(field):
                wrong.append((message, name, hints[name]))
        for name, kinds in in_oneofs.items():
            if alternatives(hints[name]) != kinds:
                wrong.append((message, name, hints[name]))
    assert wrong == []


@needs_contract
def test_what_may_be_absent_in_the_contract_may_be_absent_here_and_enums_are_none_where_unspecified() -> None:
    for message in reachable():
        struct = struct_of(message)
        if struct is None or message == "types.ErrorInfo":
            continue
        own = {field.name: field for field in msgspec.structs.fields(struct)}
        for field, name in placed(message):
            default = own[name].default
            if field["type"] in contract()["enums"] and field["label"] != "repeated":
                assert default is NODEFAULT or default is None, (message, name)
            if field["label"] == "repeated":
                assert default == (), (message, name)


@needs_contract
def test_enums_have_the_contracts_words() -> None:
    used = {field["type"] for message in reachable() for field in fields_of(message)} & set(contract()["enums"])
    for enum in used:
        name = local(enum)
        ours = {member.value for member in domain_values()[names.MESSAGES.get(name, name.replace(".", ""))]}
        theirs = set(contract()["enums"][enum])
        assert ours == theirs - {word for word in theirs if word.endswith("_UNSPECIFIED")}, enum


@needs_contract
def test_tags_are_the_names_of_the_variants() -> None:
    for message in reachable():
        if any(not is_message(field["type"]) for field in fields_of(message)) and only_a_oneof(message):
            continue  # one struct and a Secret: no tag is needed to tell them apart
        if message == "types.MandateType":
            continue  # both variants are of one type: they are two fields here
        for field in fields_of(message):
            in_union = only_a_oneof(message) or field["oneof"] is not None
            struct = struct_of(field["type"]) if is_message(field["type"]) else None
            if in_union and struct is not None and struct.__name__ not in (*OF_SEVERAL_ONEOFS, *names.RESULTS):
                assert struct.__struct_config__.tag == field["name"], (message, field["name"])


@needs_contract
def test_every_method_has_one_operation() -> None:
    theirs = {f"{service}/{rpc}" for service, methods in contract()["services"].items() for rpc in methods}
    assert len(contract()["services"]) == 12
    assert len(theirs) == 50
    ours = [operation.rpc for operation in OPERATIONS if operation.rpc is not None]
    assert len(ours) == len(set(ours))
    assert {rpc for rpc in ours if rpc.startswith("types.")} == theirs


@needs_contract
def test_flows_are_the_contracts() -> None:
    for name, flow in contract()["flows"].items():
        assert BY_FLOW[name].rpc == f"{flow['service']}/{flow['rpc']}"
    theirs = {f"{flow['service']}/{flow['rpc']}" for flow in contract()["flows"].values()}
    rest = {operation.rpc: operation.flow for operation in OPERATIONS
            if operation.rpc and operation.rpc.startswith("types.") and operation.rpc not in theirs}
    assert rest == OWN_FLOWS


@needs_contract
def test_operations_have_the_structs_of_their_messages() -> None:
    for service, methods in contract()["services"].items():
        for rpc, method in methods.items():
            operation = next(found for found in OPERATIONS if found.rpc == f"{service}/{rpc}")
            assert operation.request is struct_of(method["request"]), operation.name
            assert operation.result is struct_of(method["response"]), operation.name


def test_every_method_of_our_own_package_has_one_operation() -> None:
    pb = pytest.importorskip("tollbridge.contract.pb.v1")
    theirs: dict[str, Any] = {}
    for module in pkgutil.iter_modules(pb.__path__, pb.__name__ + "."):
        file = importlib.import_module(module.name).DESCRIPTOR
        for service in file.services_by_name.values():
            theirs |= {f"{service.full_name}/{method.name}": method for method in service.methods}
    del theirs["tollbridge.v1.OperationService/Get"]  # asks the bridge, and no processor
    own = [operation for operation in OPERATIONS if operation.rpc and operation.rpc.startswith("tollbridge.")]
    ours: dict[str | None, Operation[Any, Any]] = {operation.rpc: operation for operation in own}
    assert set(ours) == set(theirs)
    for rpc, method in theirs.items():
        assert domain_values()[names.MESSAGES[method.input_type.name]] is ours[rpc].request
        answered = next(name for name, messages in names.RESULTS.items() if method.output_type.name in messages)
        assert domain_values()[answered] is ours[rpc].result


# -- the table of exceptions ------------------------------------------------------------------------------------------
@needs_contract
def test_no_exception_is_listed_in_vain() -> None:
    known = {local(name) for name in (*contract()["messages"], *contract()["enums"])}
    values = domain_values()
    for theirs, ours in names.MESSAGES.items():
        assert ours in values, ours
        assert ours != theirs.replace(".", ""), theirs
        assert theirs in known or theirs.endswith("Request"), theirs  # requests of our own package
    for message, field in (*names.FIELDS, *names.CONSTANTS, *names.ABSORBED):
        assert field in {their["name"] for their in fields_of(f"types.{message}")}
    for struct, field in names.OURS:
        assert field in values[struct].__struct_fields__
    for struct in names.CURRENCIES:
        assert struct in values


# -- secrets ----------------------------------------------------------------------------------------------------------
SECRET_WORDS = ("token", "secret", "cvc", "cvv", "pin", "password", "cavv", "cryptogram", "account_number", "iban",
                "card_number", "api_key", "private_key", "signature", "encrypted", "passcode", "otp", "sort_code",
                "routing_number", "security_code")
# Fields whose name says secret though they are none: (struct, field) and why.
HARMLESS: Mapping[tuple[str, str], str] = {
    ("AccessToken", "token_type"): "the kind of token: Bearer",
    ("CreateAccessToken", "merchant_access_token_id"): "our own id of the call",
    ("GlobalpayClientAuthenticationResponse", "token_type"): "the kind of token: Bearer",
    ("GooglePayEncryptedTokenizationData", "token_type"): "the kind of token: PAYMENT_GATEWAY or DIRECT",
    ("GpayTokenizationSpecification", "token_specification_type"): "the kind of token: PAYMENT_GATEWAY or DIRECT",
}


def may_be_secret(name: str) -> bool:
    words = name.split("_")
    return any((word in words) if "_" not in word else (word in name) for word in SECRET_WORDS)


def plain_texts() -> Iterator[tuple[str, str]]:
    """Every field of every struct that is a plain string or bytes."""
    for name, value in domain_values().items():
        if isinstance(value, type) and issubclass(value, Struct):
            for field, hint in typing.get_type_hints(value).items():
                if alternatives(hint) & {str, bytes}:
                    yield name, field


def test_what_sounds_like_a_secret_is_one() -> None:
    suspects = {(struct, field) for struct, field in plain_texts() if may_be_secret(field)}
    assert suspects - set(HARMLESS) == set()
    assert set(HARMLESS) <= suspects, "no longer plain, or gone: take it off the list"
