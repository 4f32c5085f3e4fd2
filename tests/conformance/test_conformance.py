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
WHOLE = ("stripe", "adyen", "paypal", "phonepe", "checkout")
"""Every flow of theirs that the cases show."""
OF_ALL = ("request=95", "response=95", "decline=95", "unreadable=97", "webhook=95", "reject=100")
OF_EACH = ("request=92", "response=95", "decline=92", "unreadable=95", "reject=100")
ANSWERED = ("request=95", "response=95", "decline=95", "unreadable=97")
PROBES = {
    "airwallex": ("authorize,create_order,create_server_authentication_token,get", ANSWERED),
    "braintree": ("authorize,tokenize", ANSWERED),
    "twoc_twop_paco": ("authorize,get", ("request=95",)),  # there are no cases of its answers
}
"""Those of which only some flows are declared yet."""

OF_FACES = ("request=92", "response=92", "decline=92", "unreadable=97")
FAMILY = {"cybersource": OF_FACES, "bankofamerica": OF_FACES, "wellsfargo": OF_FACES[:1], "barclaycard": OF_FACES[:1]}
"""Of the last two there are no cases of answers."""

pytestmark = pytest.mark.skipif(not SCORE.exists(), reason="../shared/conformance is not there")


def score(*options: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCORE), "--cmd", f"{TRANSFORM} transform", "--golden", str(ROOT / "golden"), *options],
        capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_those_that_are_whole_agree_with_the_reference() -> None:
    told = score("--connectors", ",".join(WHOLE), "--min", *OF_ALL, "--each", *OF_EACH)
    assert "stale deviation" not in told, told


@pytest.mark.parametrize("connector", PROBES)
def test_the_flows_of_a_probe_agree_with_the_reference(connector: str) -> None:
    flows, at_least = PROBES[connector]
    score("--connectors", connector, "--flows", flows, "--min", *at_least)


@pytest.mark.parametrize("connector", FAMILY)
def test_the_faces_of_a_family_agree_with_the_reference(connector: str) -> None:
    told = score("--connectors", connector, "--min", *FAMILY[connector])
    assert "stale deviation" not in told, told
