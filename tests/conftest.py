"""Settings of all tests."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# In CI the same examples each time: a failure there is of the change, not of chance. At home, and by `make fuzz`, other
# examples each time find what those do not. No example has a deadline: beside another worker's tests, and on a busy
# machine, one takes a hundred times as long as alone.
settings.register_profile("home", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("home"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")

# A shell has SIGINT ignored in what it runs in the background, and so has all that is started there: no Ctrl-C that a
# test sends would end anything.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

REAL_PROCESSES = tuple(Path(__file__).parent / name for name in ("bridge", "edges", "examples"))
WHOLE = bool(os.environ.get("TOLLBRIDGE_WHOLE") or os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES"))
ONCE = WHOLE or bool(os.environ.get("TOLLBRIDGE_ONCE"))
HANGS_AFTER = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of tests that start, stop and kill real servers one that failed runs once more, and the summary says RERUN of it:
    docs/decisions/0040. One that hangs fails with the stacks of all threads, instead of the whole run: none takes half
    of those seconds on a busy machine. Neither holds at whole size, where tests are long and count for what they find.
    """
    for item in items:
        if not WHOLE:
            item.add_marker(pytest.mark.timeout(HANGS_AFTER))
        if not ONCE and any(item.path.is_relative_to(folder) for folder in REAL_PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=1))
