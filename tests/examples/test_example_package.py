"""The package in examples/ is installed beside Tollbridge, found by its entry point alone, and passes its own tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "examples" / "acme_connector"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and its metadata in it, as pip puts them there. Nothing is downloaded."""
    target = tmp_path_factory.mktemp("site")
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(target), str(PACKAGE)],
        capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return target


def run(installed: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own, away from the project's folder, with the package on its path or without it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if installed is not None:
        environment["PYTHONPATH"] = str(installed)
    return subprocess.run([sys.executable, *arguments], cwd=PACKAGE, env=environment, capture_output=True, text=True,
                          timeout=120, check=False)


def test_the_catalog_finds_it(installed: Path) -> None:
    ran = run(installed, "-m", "tollbridge", "connectors", "list", "--json")
    assert {"name": "acme", "probe": False, "flows": ["authorize", "capture", "get"], "webhooks": True} in json.loads(
        ran.stdout)


def test_its_manual_page_is_shown(installed: Path) -> None:
    ran = run(installed, "-m", "tollbridge", "connectors", "show", "acme", "--json")
    shown = json.loads(ran.stdout)
    assert shown["about"].startswith("Acme Pay, a processor that does not exist")
    assert shown["flows"]["authorize"]["payment_methods"] == ["card"]


def test_without_the_package_there_is_no_such_connector() -> None:
    ran = run(None, "-m", "tollbridge", "connectors", "show", "acme")
    assert ran.returncode == 2
    assert "no connector 'acme'" in ran.stderr


def test_transform_builds_with_it(installed: Path) -> None:
    case = json.loads((PACKAGE / "golden/acme/authorize.card.taken.json").read_text())
    line = {"id": 1, "op": "request", "connector": "acme", "flow": "authorize", "environment": "SANDBOX",
            "config": {"api_key": "test_key_of_the_cases"}, "request": case["request"]}
    ran = subprocess.run(
        [sys.executable, "-m", "tollbridge", "transform"], input=json.dumps(line), capture_output=True, text=True,
        timeout=60, check=True, env={**os.environ, "PYTHONPATH": str(installed)})
    assert json.loads(ran.stdout)["ok"]["body"] == case["exchanges"][0]["send"]["body"]


def test_its_own_tests_pass(installed: Path) -> None:
    """The contract suite over it, and a payment through the pure pair."""
    ran = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout
    assert "skipped" not in ran.stdout
