"""Agreement with the reference implementation, by the cases of ../shared/conformance, where they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCORE = ROOT.parent / "shared/conformance/score.py"
TRANSFORM = Path(sys.executable).with_name("tollbridge")
CONNECTORS = ("stripe",)
"""Those that are whole: every flow of theirs that the cases show."""
AT_LEAST = ("request=95", "response=95", "decline=95", "unreadable=97", "webhook=90", "reject=100")


@pytest.mark.skipif(not SCORE.exists(), reason="../shared/conformance is not there")
@pytest.mark.parametrize("connector", CONNECTORS)
def test_it_agrees_with_the_reference(connector: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCORE), "--connectors", connector, "--cmd", f"{TRANSFORM} transform",
         "--golden", str(ROOT / "golden"), "--min", *AT_LEAST],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "stale deviation" not in done.stdout, done.stdout
