"""Every connector by name, and what each supports: read off the connectors themselves, kept in no list."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Collection
from functools import cache
from typing import Any

from tollbridge import connectors
from tollbridge.domain.errors import BadInput, Unsupported
from tollbridge.domain.operations import Operation
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import AnyFlow, shown_method

ENTRY_POINTS = "tollbridge.connectors"
"""The entry-point group in which other packages name connectors of their own: `name = "package.module:CONNECTOR"`."""


@cache
def names() -> tuple[str, ...]:
    """Of all connectors, ours and those of other packages. Listing imports none of them."""
    from importlib.metadata import entry_points  # imports much, and only lists of names need it

    own = {module.name for module in pkgutil.iter_modules(connectors.__path__)}
    return tuple(sorted(own | {entry.name for entry in entry_points(group=ENTRY_POINTS)}))


@cache
def load(name: str) -> Connector[Any]:
    """The connector of that name. Raises BadInput where there is none, naming the nearest."""
    could_be_ours = name.isidentifier() and not name.startswith("_")
    if not could_be_ours or importlib.util.find_spec(f"{connectors.__name__}.{name}") is None:
        return _of_other_packages(name)
    connector: Connector[Any] = importlib.import_module(f"{connectors.__name__}.{name}").CONNECTOR
    return _named(name, connector)


def _of_other_packages(name: str) -> Connector[Any]:
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        return _named(name, entry.load())

    raise BadInput(f"no connector {name!r:.40}{meant(name, names())}", "connector")


def meant(name: str, known: Collection[str]) -> str:
    """Which of the known names was meant, where one is near: the end of a sentence."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, n=1)
    return f": did you mean {near[0]}?" if near else ""


def _named(name: str, connector: Connector[Any]) -> Connector[Any]:
    if connector.id != name:
        raise BadInput(f"the connector under the name {name} calls itself {connector.id}", "connector")
    return connector


def manual(name: str) -> str:
    """The connector's manual page: the docstring of its module, whose account may stand in one below it."""
    import inspect

    connector = load(name)
    its = connector.account.__module__
    above = [its.rsplit(".", depth)[0] for depth in range(its.count(".") + 1)]
    modules = [importlib.import_module(where) for where in above]
    return inspect.getdoc(next((m for m in modules if getattr(m, "CONNECTOR", None) is connector), modules[0])) or ""


def offering(operation: object, request: object = None) -> tuple[str, ...]:
    """The connectors that do this operation, and with a request: that take its payment method, and do what it asks for.

    One of another package that cannot be imported does not.
    """
    return tuple(name for name in names() if _offers(name, operation, request))


def _offers(name: str, operation: object, request: object) -> bool:
    try:
        return any(flow.operation is operation and (request is None or flow.refuse(request) is None)
                   for flow in load(name).flows)
    except Exception:  # noqa: BLE001 - its own call says what is wrong; a list of others must not fail over it
        return False


def named(error: Unsupported, connector: Connector[Any], operation: Operation[Any, Any],
          request: object) -> Unsupported:
    """The same error with the connectors that do it, where flow, payment method or feature is not offered: the engine,
    which knows no catalog, cannot. The first time this reads every connector.
    """
    flow = connector.flow(operation)
    if error.instead or (flow is not None and flow.refuse(request) is None):
        return error  # the connector itself refused it, for what no table tells
    return Unsupported(error.what, instead=offering(operation, None if flow is None else request))


def supported(name: str) -> dict[str, list[str]]:
    """By flow of the connector: payment methods by their contract names, then features.

    {"authorize": ["card", "ideal without manual_capture", "manual_capture", "three_ds"]}
    """
    return {flow.operation.flow: methods(flow) + sorted(flow.features) for flow in load(name).flows}


def methods(flow: AnyFlow[Any, Any, Any]) -> list[str]:
    """Payment methods that a flow accepts, each with the features that it lacks."""
    less = {method: ", ".join(sorted(features)) for method, features in flow.without.items()}
    return sorted(shown_method(t) + (f" without {less[t]}" if t in less else "") for t in flow.accepted)
