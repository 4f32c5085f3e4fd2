"""Golden cases against processors' own API descriptions (OpenAPI in ../shared/specs), strictly.

What a processor's description does not know fails: a key, a value of an enum, a type. Exceptions belong into the test
of the connector, each with the page that vouches for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
SPECS = ROOT.parent / "shared/specs"


@cache
def spec(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text())
    return read


def exchanges(connector: str, pattern: str = "*.json") -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent and received in the cases of a connector, each under the name of its case."""
    for path in sorted((ROOT / "golden" / connector).glob(pattern)):
        case = json.loads(path.read_text())
        for number, exchange in enumerate(case.get("exchanges", ()), 1):
            yield path.stem if number == 1 else f"{path.stem} {number}", exchange


def operation(described: dict[str, Any], method: str, url: str, prefix: str = "") -> dict[str, Any]:
    """What a description says of a method and a path, which begins with `prefix`."""
    path = urlsplit(url).path.removeprefix(prefix)
    for template, methods in described["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in methods:
            found: dict[str, Any] = methods[method.lower()]
            return found
    raise LookupError(f"{method} {path} is not in the description")


def strict(schema: Any) -> Any:
    """The schema with every object closed: a key that it does not know fails."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(inner) for key, inner in schema.items()}
    if schema.get("type") == "object" and "additionalProperties" not in schema:
        closed["additionalProperties"] = False
    return closed


def nullable(node: Any) -> Any:
    """OpenAPI 3.0 writes `nullable` where JSON Schema has a type of its own."""
    if isinstance(node, list):
        return [nullable(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    plain = {name: nullable(inner) for name, inner in node.items() if name != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain
