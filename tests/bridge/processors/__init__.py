"""Processors without idempotency keys: `searchpay`, which can be asked by the merchant's own reference what became of a
payment, and `blindpay`, which cannot be asked at all. Both are Stripe's wire without its key, so the sandbox's Stripe
serves them, and what is sent twice is charged twice.

The package is found by its entry points, wherever `FOLDER` is on the path: give processes of their own `environment()`.
Within the process of a test it is there while `registered()` lasts; tests over all connectors must not meet it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tollbridge import catalog
from tollbridge.sandbox import Sandbox, SandboxThread
from tollbridge.service import callers

FOLDER = Path(__file__).parent
SEARCHPAY, BLINDPAY = "searchpay", "blindpay"
NAMES = (SEARCHPAY, BLINDPAY)
API_KEY = "sk_test_of_the_bridge"


def environment() -> dict[str, str]:
    """Of this process, and the package on the path."""
    path = os.pathsep.join([str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path}


def urls(sandbox: Sandbox | SandboxThread) -> dict[str, str]:
    """By connector: where each finds its processor, as `connector_urls` takes it."""
    return dict.fromkeys(NAMES, sandbox.base_url("stripe"))


@contextmanager
def registered() -> Iterator[None]:
    """In this process, until the end of the block."""
    sys.path.insert(0, str(FOLDER))
    _forget()
    try:
        yield
    finally:
        sys.path.remove(str(FOLDER))
        _forget()


def _forget() -> None:
    catalog.names.cache_clear()
    catalog.load.cache_clear()
    callers._spellings.cache_clear()
