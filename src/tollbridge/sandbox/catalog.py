"""The processors that are simulated: each package below this one that has a `SIMULATOR`, and an `ACCOUNT` it takes."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from tollbridge import sandbox
from tollbridge.sandbox.simulator import Host, Simulator

Factory = Callable[[Host], Simulator]
_SERVED_BY = dict.fromkeys(("bankofamerica", "wellsfargo", "barclaycard"), "cybersource")
"""Connectors that speak the API of another one's simulator."""


def factories() -> Iterator[Factory]:
    """What makes each simulator, by the name of its package. Raises AttributeError for a package without one."""
    for found in pkgutil.iter_modules(sandbox.__path__):
        if found.ispkg:
            factory: Factory = import_module(f"{sandbox.__name__}.{found.name}").SIMULATOR
            yield factory


def simulator_of(connector: str) -> ModuleType | None:
    """The package that simulates what a connector speaks to; its last name is the path in the sandbox."""
    name = f"{sandbox.__name__}.{_SERVED_BY.get(connector, connector)}"
    return import_module(name) if find_spec(name) else None


def account_of(connector: str) -> tuple[str, dict[str, str]] | None:
    """The path of what simulates it, and credentials that are taken there; None where nothing does."""
    module = simulator_of(connector)
    return None if module is None else (module.__name__.rpartition(".")[2], dict(module.ACCOUNT))
