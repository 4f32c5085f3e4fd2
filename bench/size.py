"""How long the connectors are: docs/decisions/0045. A family's lines are divided by those who use it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure
from tollbridge.catalog import load

SOURCE = Path(__file__).parents[1] / "src" / "tollbridge"
FACES = ("cybersource", "bankofamerica", "wellsfargo", "barclaycard")
CONNECTORS = (
    "stripe", "adyen", "paypal", "phonepe", "braintree", "authorizedotnet", *FACES, "worldpay", "worldpayvantiv",
    "checkout")


def figures() -> Iterator[Figure]:
    shared = lines(SOURCE / "families" / "cybersource") / len(FACES)
    found = {name: (lines(SOURCE / "connectors" / name) or lines(SOURCE / "connectors" / f"{name}.py"))
             + (shared if name in FACES else 0) for name in CONNECTORS}
    each = {name: size / len(load(name).flows) for name, size in found.items()}
    for name, size in found.items():
        yield Figure(f"{name}: {each[name]:.0f} for each operation", size, "l")
    yield Figure("median connector", statistics.median(found.values()), "l")
    yield Figure("median for an operation", statistics.median(each.values()), "l", 75)
    yield Figure("longest module", max(
        lines(path) for path in SOURCE.rglob("*.py") if "generated" not in path.read_text().partition("\n")[0].lower()),
        "l", 500)


def lines(path: Path) -> int:
    """Of a module, or of all modules of a package, with their comments and blank ones; 0 where there is none."""
    modules = [path] if path.suffix else [*path.rglob("*.py")]
    return sum(len(module.read_text(encoding="utf-8").splitlines()) for module in modules)
