"""The processors that are simulated: each package below this one that has a `SIMULATOR`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

from tollbridge import sandbox
from tollbridge.sandbox.simulator import Host, Simulator

Factory = Callable[[Host], Simulator]


def factories() -> Iterator[Factory]:
    """What makes each simulator, by the name of its package. Raises AttributeError for a package without one."""
    for found in pkgutil.iter_modules(sandbox.__path__):
        if found.ispkg:
            factory: Factory = import_module(f"{sandbox.__name__}.{found.name}").SIMULATOR
            yield factory
