"""What is measured: a rich Stripe authorize with its answer. The conformance case where ../shared is there, else a case
of our own of the same size.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "conformance"
API_KEY = "sk_test_bench"


class Case(NamedTuple):
    """`request` in the contract's JSON; the processor's answer as it came."""

    source: str
    request: dict[str, Any]
    status: int
    headers: dict[str, str]
    body: bytes


def rich() -> Case:
    if SHARED.exists():
        request = _line(SHARED / "requests" / "stripe.jsonl", "stripe/authorize/card_rich")["request"]
        http = _line(SHARED / "responses" / "stripe.jsonl", "stripe/authorize/status_succeeded")["http"]
        return Case("conformance", request, http["status"], http["headers"], http["body"].encode())
    own = json.loads((Path(__file__).parent / "rich.json").read_text())
    return Case("bench/rich.json", own["request"], 200, {"content-type": "application/json"},
                json.dumps(own["answer"]).encode())


def _line(path: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(case for case in map(json.loads, path.open()) if case["id"] == name)
    return found
