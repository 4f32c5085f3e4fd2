"""What it costs to begin: CPU time of a fresh Python, as a multiple of `python -c pass`."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.measure import Figure

CACHE = tempfile.TemporaryDirectory(prefix="tollbridge-bench-")
"""Bytecode of this run, so that nothing depends on what was imported before, or on whether Python may write any."""
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
               "PYTHONPYCACHEPREFIX": CACHE.name, "TOLLBRIDGE_STRIPE_API_KEY": "sk_test_1"}
FIRST_BUILD = """
from tollbridge import AUTHORIZE, Authorize, Currency, Money, Tollbridge, card
t = Tollbridge("stripe", api_key="sk_test_1", environment="test")
t.build(AUTHORIZE, Authorize(amount=Money(1234, Currency.USD), payment_method=card("4242424242424242", "12", "2034")))
"""
DRY_RUN = """
from tollbridge.edges.cli import main
main("pay sync pi_1 --connector stripe --environment test --dry-run".split())
"""
BUDGETS = (
    ("from tollbridge import Tollbridge", "from tollbridge import Tollbridge", 8.0),
    ("  and the first Stripe authorize built", FIRST_BUILD, 20.0),
    ("tollbridge --version", "from tollbridge.edges.cli import main; main(['--version'])", 10.0),
    ("tollbridge pay sync --dry-run", DRY_RUN, 25.0),
)


def figures() -> Iterator[Figure]:
    base = cpu_s("pass")
    yield Figure("python -c pass", base * 1000, "ms")
    for name, code, budget in BUDGETS:
        yield Figure(name, cpu_s(code) / base, "x", budget)


def cpu_s(code: str, runs: int = 15) -> float:
    """Seconds of CPU of a fresh interpreter: the median."""
    _one(code)  # compiles what is not compiled yet
    return statistics.median(_one(code) for _ in range(runs))


def _one(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
