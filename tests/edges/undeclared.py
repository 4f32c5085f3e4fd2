"""What each connector does not do, operation by operation, and a request of it that can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tollbridge import catalog, engine
from tollbridge.contract.codec import json_codec
from tollbridge.domain.operations import OPERATIONS, Operation
from tollbridge.testing.samples import sample

GOLDEN = Path(__file__).parents[2] / "golden"
AT_EDGES = tuple(one for one in OPERATIONS if one.rpc is not None and one not in engine.EVENTS)


@cache
def proven(operation: Operation[Any, Any]) -> tuple[str, ...]:
    """The connectors that do it: those with cases of it, of which the contract suite wants one that succeeds."""
    return tuple(name for name in catalog.names() if any((GOLDEN / name).glob(f"{operation.flow}.*.json")))


def lacking(operation: Operation[Any, Any]) -> list[str]:
    return [name for name in catalog.names() if name not in proven(operation)]


def one_each() -> Iterator[tuple[Operation[Any, Any], str]]:
    """Each operation with one of the connectors that lack it, and each such connector in its turn."""
    for number, operation in enumerate(AT_EDGES):
        if names := lacking(operation):
            yield operation, names[number % len(names)]


def least(operation: Operation[Any, Any]) -> dict[str, Any]:
    """The smallest request in the contract's JSON."""
    written: dict[str, Any] = json_codec(operation).write_request(sample(operation.request))
    return written


def account(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / name / "account.json").read_text())
    return found
