"""A minute of chaos (less in CI), after which money adds up; and proof that the checker would see it if it did not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bridge.chaos.plan import planned
from bridge.fleet import TESTS
from bridge.nats_surroundings import needs_nats_server
from bridge.processors import FOLDER
from bridge.proving import count

pytestmark = needs_nats_server

SECONDS = count(60, 25)
WITHOUT_CLAIMS_S = 15
SEEDS = ("11", "12", "13", "14")
REST_S = 150
"""To start everything, and until all has ended."""


def chaos(seconds: float, seed: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(TESTS), str(FOLDER)])
    return subprocess.run(
        [sys.executable, "-m", "bridge.chaos", *words], text=True, stdout=subprocess.PIPE, check=False,
        timeout=seconds + REST_S, env={**os.environ, "PYTHONPATH": path, "CHAOS_SECONDS": str(seconds),
                                       "CHAOS_SEED": seed})


def test_after_chaos_every_operation_has_ended_once() -> None:
    """In CI with a seed of its own, as all tests there; elsewhere with another one each time, which is told."""
    seed = os.environ.get("CHAOS_SEED") or ("7" if os.environ.get("CI") else "")
    ran = chaos(SECONDS, seed, "--single")
    print(ran.stdout)
    assert ran.returncode == 0


def test_without_claims_the_checker_finds_double_charges() -> None:
    """Chance may spare one run, so that what it finds is of another kind."""
    told = []
    for seed in SEEDS:
        ran = chaos(WITHOUT_CLAIMS_S, seed, "--single", "--without-claims")
        told.append(ran.stdout)
        if "money moved 2 times" in ran.stdout:
            assert ran.returncode == 1
            assert f"CHAOS_SEED={seed}: VIOLATED" in ran.stdout
            return
    raise AssertionError("\n".join(told))


def test_the_seed_decides_the_plan() -> None:
    assert planned(7, 30) == planned(7, 30)
    assert planned(7, 30) != planned(8, 30)


@pytest.mark.parametrize("cluster", [True, False])
def test_a_long_plan_has_everything_in_it(cluster: bool) -> None:
    plan = planned(1, 600, cluster=cluster)
    kinds = {blow.kind for blow in plan.blows}
    assert {"worker_kill", "worker_pause", "worker_drain", "bridge_kill", "client_cut", "account_revoked",
            "sealed_lost"} < kinds
    assert ({"node_kill", "node_pause", "rolling_restart"} if cluster else {"server_kill", "server_pause"}) < kinds
    steps = [step for payment in plan.payments for step in payment.steps]
    assert {step.name for step in steps} == {"authorize", "capture", "refund"}
    assert {submission.by for step in steps for submission in step.submissions} == {"execute", "submit", "ingress"}
    assert any(len(step.amounts) > 1 for step in steps)
