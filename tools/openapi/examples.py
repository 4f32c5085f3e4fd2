"""Examples of requests and answers: golden cases, without what only the account's owner may know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[2] / "golden"
FIRST = "stripe"
LARGEST = 6000
"""In bytes of JSON: beyond that, an example explains nothing."""
USUAL = frozenset({
    "succeeded", "charged", "authorized", "captured", "created", "opened", "found", "paid", "raised", "updated",
    "active", "collected", "needs_response", "in_transit", "genuine", "frictionless", "identify"})
"""What the cases of everyday successes are called."""
HIDDEN = {"webhook_secrets", "access_token", "session_token", "client_secret", "client_token"}
UNINTERESTING = {"response_headers", "raw_connector_response", "raw_connector_request"}


@cache
def examples() -> Mapping[str, tuple[Any, Any]]:
    """By flow a request and its answer: of the most usual case without a refusal, Stripe's where it has one."""
    found: dict[str, tuple[Any, Any]] = {}
    cases = [path for path in GOLDEN.glob("*/*.json") if path.name != "account.json"]
    for path in sorted(cases, key=lambda path: (path.parent.name != FIRST, path.parent.name, _rank(path))):
        case = json.loads(path.read_text())
        flow, result = case["operation"], case.get("result")
        if flow in found or not isinstance(result, dict) or "error" in result:
            continue
        pair = (shown(case["request"]), shown(result))
        if len(json.dumps(pair)) <= LARGEST:
            found[flow] = pair
    return found


def _rank(path: Path) -> tuple[bool, bool, int, str]:
    """Cards first: everybody knows them. Of those what goes as it mostly does, and nothing more in particular."""
    words = path.name.split(".")[1:-1]
    return "card" not in words, USUAL.isdisjoint(words[-1:]), len(words), path.name


def shown(value: Any) -> Any:
    """With secrets replaced; card numbers of test cards stay."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _hidden(inner) if key in HIDDEN else shown(inner) for key, inner in value.items()
            if key not in UNINTERESTING}


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _hidden(inner) for key, inner in value.items()}
    return "..." if isinstance(value, str) and not value.isdigit() else value
