"""Rules about how a connector is written: its name, its manual page, its imports, its credentials."""

from __future__ import annotations

import ast
import importlib
import inspect
import pickle
import pkgutil
import re
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from tollbridge.domain.operations import Operation
from tollbridge.domain.secret import Secret
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Need
from tollbridge.testing.golden import Subject

IMPURE = frozenset({"aiohttp", "asyncio", "grpc", "httpx", "os", "random", "requests", "secrets", "socket", "ssl",
                    "subprocess", "threading", "time", "urllib3", "uuid"})
CLOCKS = frozenset({"now", "today", "utcnow"})
CONTRACT_TYPES = {"SecretString": Secret, "string": str, "bool": bool}


def home(connector: Connector[Any]) -> ModuleType:
    """The module whose CONNECTOR it is. Raises LookupError where there is none among those imported."""
    found = [module for module in list(sys.modules.values()) if vars(module).get("CONNECTOR") is connector]
    if not found:
        raise LookupError(f"no module has {connector.id} as its CONNECTOR")
    return min(found, key=lambda module: (not module.__name__.endswith(connector.id), module.__name__))


def modules(connector: Connector[Any]) -> tuple[ModuleType, ...]:
    """All that it is made of: its module with those below it, and those that its functions come from."""
    root = home(connector)
    found = {root.__name__: root}
    if hasattr(root, "__path__"):
        for below in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            found[below.name] = importlib.import_module(below.name)
    for part in _functions(connector):
        name = getattr(part, "__module__", "")
        if name and not name.startswith(("tollbridge.kit", "tollbridge.domain", "functools")):
            found[name] = sys.modules[name]
    return tuple(found.values())


def _functions(connector: Connector[Any]) -> Iterator[object]:
    yield from (connector.account, connector.sign, connector.unseal, connector.error, connector.base)
    for flow in connector.flows:
        yield from (getattr(flow, name, None) for name in ("build", "parse", "steps", "sign", "unseal", "methods"))
    if connector.webhook is not None:
        yield from (getattr(connector.webhook, name) for name in connector.webhook.__struct_fields__)


def source(module: ModuleType) -> str:
    """The text of a module."""
    return Path(inspect.getfile(module)).read_text()


def its_name_is_its_module(its: Subject) -> Iterator[str]:
    """`id`, module and golden folder have one name, in lower case."""
    names = {its.connector.id, home(its.connector).__name__.rpartition(".")[2], its.folder.name}
    if len(names) > 1 or its.connector.id != its.connector.id.lower():
        yield f"known by several names: {', '.join(sorted(names))}"


def its_hosts_are_https(its: Subject) -> Iterator[str]:
    """Base URLs are of TLS, and end without a slash: paths begin with one."""
    for url in (its.connector.live_url, its.connector.test_url):
        if url and (not url.startswith("https://") or url.endswith("/")):
            yield f"{url} is no https:// address without a slash at its end"


def its_last_lines_list_what_it_supports(its: Subject) -> Iterator[str]:
    """The last statement of the module is `CONNECTOR = ...`, and it lists flows, each operation once."""
    last = ast.parse(source(home(its.connector))).body[-1]
    targets = last.targets if isinstance(last, ast.Assign) else [last.target] if isinstance(last, ast.AnnAssign) else []
    if [target.id for target in targets if isinstance(target, ast.Name)] != ["CONNECTOR"]:
        yield "its module does not end with CONNECTOR = ..."
    flows = [flow.operation.name for flow in its.connector.flows]
    if not flows:
        yield "lists no flows"
    yield from (f"lists {name} twice" for name in sorted(set(flows)) if flows.count(name) > 1)


def its_docstring_is_a_manual_page(its: Subject) -> Iterator[str]:
    """The module's docstring links the processor's pages and says in which unit amounts are."""
    manual = home(its.connector).__doc__ or ""
    if "https://" not in manual:
        yield "its docstring links no page of the processor"
    if not re.search(r"[Aa]mounts?\b[^.]*\bunits?\b", manual):
        yield "its docstring does not say in which unit amounts are"


def it_does_no_io(its: Subject) -> Iterator[str]:
    """No module of it imports what does IO, reads the clock or draws chance."""
    for module in modules(its.connector):
        for node in ast.walk(ast.parse(source(module))):
            yield from (f"{module.__name__} line {node.lineno}: {what}" for what in _impure(node))  # type: ignore[attr-defined]


def _impure(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
        return [f"reads the clock by {node.func.attr}()"]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "print", "input"):
        return [f"does IO by {node.func.id}()"]
    else:
        return []
    return [f"imports {name}" for name in names if name.partition(".")[0] in IMPURE]


def it_pickles(its: Subject) -> Iterator[str]:
    """A worker of another process gets the connector by pickle; a secret never travels that way."""
    try:
        copied = pickle.loads(pickle.dumps(its.connector))  # noqa: S301 - our own bytes
    except Exception as error:  # noqa: BLE001 - whatever it is, the connector is at fault
        yield f"does not pickle: {error}"
        return
    if {flow.operation for flow in copied.flows} != {flow.operation for flow in its.connector.flows}:
        yield "comes out of a pickle with other flows"


def what_a_method_lacks_is_declared(its: Subject) -> Iterator[str]:
    """`without` names methods that the flow accepts, and features that it otherwise serves."""
    for flow in its.connector.flows:
        for method, features in flow.without.items():
            if method not in flow.accepted:
                yield f"{flow.operation.flow}: {method.__name__} is in without, but not accepted"
            yield from (f"{flow.operation.flow}: {feature} is in without, but not among its features"
                        for feature in sorted(features - flow.features))


def its_needs_are_flows_of_its_own(its: Subject) -> Iterator[str]:
    """Every pre-step that a flow or the webhook needs is a flow of the same connector, or read from the request."""
    wanted: list[tuple[str, Operation[Any, Any] | Need[Any]]]
    wanted = [(flow.operation.flow, need) for flow in its.connector.flows for need in flow.needs]
    wanted += [("webhook", need) for need in (its.connector.webhook.needs if its.connector.webhook else ())]
    for by, need in wanted:
        operation: Operation[Any, Any] = need.operation if isinstance(need, Need) else need
        if its.connector.flow(operation) is None and operation.given is None:
            yield f"{by} needs {operation.flow}, which is no flow of it"


def account_differences(connector: Connector[Any], contract: Mapping[str, Any]) -> Iterator[str]:
    """Where the account struct is not the connector's message in the contract's ConnectorSpecificConfig.

    `contract` is its table of messages: "types.StripeConfig" to {"fields": [{"name", "type", "label", ...}]}.
    """
    config = {field["name"]: field["type"] for field in contract["types.ConnectorSpecificConfig"]["fields"]}
    if connector.id not in config:
        yield f"the contract has no config named {connector.id}"
        return
    message = config[connector.id]
    theirs = {field["name"]: field for field in contract[message]["fields"]}
    ours = typing.get_type_hints(connector.account)
    for name in sorted(theirs.keys() ^ ours.keys()):
        yield f"{name} is only in {'the account' if name in ours else message}"
    for field in msgspec.structs.fields(connector.account):
        want = CONTRACT_TYPES.get(theirs.get(field.name, {}).get("type", "").rpartition(".")[2])
        if want is not None and want is not _plain(ours[field.name]) and theirs[field.name].get("label") != "repeated":
            yield f"{field.name} is {_plain(ours[field.name])}, in {message} {theirs[field.name]['type']}"


def _plain(hint: Any) -> Any:
    """The type of a field that may be None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(kind for kind in typing.get_args(hint) if kind is not types.NoneType)
    return hint
