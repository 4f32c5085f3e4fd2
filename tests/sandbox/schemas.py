"""The processors' own API descriptions, where they lie beside this project."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SPECS = Path(__file__).parents[2].parent / "shared/specs"
SPEC = SPECS / "stripe/spec3-2022-11-15.json"
ADYEN = SPECS / "adyen"


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


@cache
def _adyen(service: str) -> dict[str, Any]:
    schemas: dict[str, Any] = json.loads((ADYEN / f"{service}.json").read_text())["components"]["schemas"]
    return schemas


def check_adyen(instance: Any, name: str, service: str = "CheckoutService-v68") -> None:
    """Of OpenAPI 3.1, whose schemas are JSON schemas; most of Adyen's allow no other fields."""
    jsonschema.validate(instance, {"$ref": f"#/components/schemas/{name}", "components": {"schemas": _adyen(service)}},
                        cls=jsonschema.Draft202012Validator)
