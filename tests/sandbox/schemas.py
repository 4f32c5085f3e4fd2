"""Stripe's own API description, where it lies beside this project."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SPEC = Path(__file__).parents[2].parent / "shared/specs/stripe/spec3-2022-11-15.json"


def as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 writes `nullable` where JSON Schema has a type of its own."""
    if isinstance(node, list):
        return [as_json_schema(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    plain = {name: as_json_schema(inner) for name, inner in node.items() if name != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


@cache
def schemas() -> dict[str, Any]:
    converted: dict[str, Any] = as_json_schema(json.loads(SPEC.read_text())["components"]["schemas"])
    return converted


def check(instance: Any, name: str) -> None:
    jsonschema.validate(instance, {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas()}},
                        cls=jsonschema.Draft4Validator)


def conforms(answered: Any, name: str) -> None:
    """Checks an object of the official SDK, as it came, where the description is there."""
    if SPEC.exists():
        check(json.loads(str(answered)), name)
