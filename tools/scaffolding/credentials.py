"""The account of a new connector: the fields of its config message in the contract."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor as F

from tollbridge.contract.pb.connector_config_pb2 import ConnectorSpecificConfig

SECRET = "types.SecretString"  # noqa: S105 - the name of a type
BASE_URL = "base_url"
WANTED = {  # of a processor that the contract does not know
    "bearer": ("api_key",), "header": ("api_key",),
    "basic": ("username", "password"), "hmac": ("api_key", "api_secret"),
}
PROVES = ("secret", "private", "password", "pin", "pwd", "salt")
"""Words in the names of what proves, as against what names the caller."""


@dataclass(frozen=True, slots=True)
class Account:
    """`structs` are the classes as text, `example` a value of the last one, `secrets` its fields that are secret."""

    structs: str
    example: dict[str, Any]
    secrets: tuple[str, ...]

    @property
    def user(self) -> str:
        """The field that names the caller: the first that is not only there to prove it."""
        return next((name for name in self.secrets if not _proves(name)), self.secrets[0])

    @property
    def proof(self) -> str | None:
        """The field that proves it; None where there is only one secret."""
        others = [name for name in self.secrets if name != self.user]
        return next(filter(_proves, others), others[0] if others else None)


@dataclass(slots=True)
class _Structs:
    """Classes as they are found, the innermost first."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, docstring: str, lines: list[str]) -> None:
        header = [f"class {name}(Struct, frozen=True, kw_only=True):", f'    """{docstring}"""', ""]
        self.texts[name] = "\n".join([*header, *(f"    {line}" for line in lines)])

    def of(self, message: Descriptor, name: str, docstring: str) -> dict[str, Any]:
        """Adds a message's class and those below it, and gives a value of it."""
        lines, example = [], {}
        for its in message.fields:
            hint, default, value = self._field(its)
            lines.append(f"{its.name}: {hint}" + ("" if default is None else f" = {default}"))
            if default is None:
                example[its.name] = value
        self.add(name, docstring, lines)
        return example

    def _field(self, its: F) -> tuple[str, str | None, Any]:
        """Its type, its default where it may be absent, and a value."""
        message = its.message_type
        if message is not None and message.full_name == SECRET:
            return "Secret", None, f"{its.name.replace('_', '-')}-of-the-cases"
        if message is not None and message.GetOptions().map_entry:
            below: Any = message.fields_by_name["value"].message_type
            self.of(below, below.name, "One entry.")
            return f"Mapping[str, {below.name}]", "{}", None
        if message is not None:
            self.of(message, message.name, "A part of the account.")
            return f"{message.name} | None", "None", None
        kind = "bool" if its.type == F.TYPE_BOOL else "str"
        if its.is_repeated:
            return f"tuple[{kind}, ...]", "()", None
        return (f"{kind} | None", "None", None) if its.has_presence else (kind, None, f"{its.name}-of-the-cases")


def names() -> tuple[str, ...]:
    """Of all configs in the contract."""
    return tuple(one.name for one in ConnectorSpecificConfig.DESCRIPTOR.fields)


def account(name: str, auth: str) -> Account:
    """By the contract, or where it has none of that name, by the way of authentication.

    Raises LookupError where the config keeps no secret at its top.
    """
    structs, config = _Structs(), ConnectorSpecificConfig.DESCRIPTOR.fields_by_name.get(name)
    if config is None:
        wanted = WANTED[auth]
        structs.add("Account", "What the processor knows the merchant by.",
                    [*(f"{each}: Secret" for each in wanted), f"{BASE_URL}: str | None = None"])
        example = {each: f"{each.replace('_', '-')}-of-the-cases" for each in wanted}
        return Account(structs.texts["Account"], example, wanted)
    message: Any = config.message_type
    example = structs.of(message, "Account", f"As {message.name} of the contract: say what each field is.")
    secrets = tuple(one.name for one in message.fields if one.message_type and one.message_type.full_name == SECRET)
    if not secrets:
        raise LookupError(f"{message.name} has no secret at its top, only {', '.join(f.name for f in message.fields)}: "
                          f"no skeleton can sign by it")
    return Account("\n\n\n".join(structs.texts.values()), example, secrets)


def note(name: str) -> str:
    """What the author should know of a name that the contract does not have."""
    if name in names():
        return ""
    near = difflib.get_close_matches(name, names(), n=1, cutoff=0.8)
    return f"The contract has no config named {name}" + (f": did you mean {near[0]}?" if near else ".") + \
        " The gRPC edge can take its credentials only under a name of the contract."


def _proves(name: str) -> bool:
    return any(word in name for word in PROVES)
