"""The mission's scenarios once more, with everything encrypted and signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.surroundings import key_files
from bridge.test_mission_scenarios import *  # noqa: F403 - each test of it is one here


@pytest.fixture(autouse=True)
def protected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
