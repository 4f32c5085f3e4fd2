"""`make chaos`: payments, and all that can go wrong at once. Ends with 1 where money does not add up.

    make chaos CHAOS_SECONDS=60 CHAOS_SEED=7 OPTIONS="--cluster"

The seed decides what happens and when; processes run as they like, so that the same seed is the same plan, and not the
same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bridge.chaos.plan import Plan, planned
from bridge.chaos.run import Outcome, run
from bridge.processors import registered

SECONDS = 600.0


def main() -> int:
    given = _arguments()
    seed = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(10**6))
    seconds = float(os.environ.get("CHAOS_SECONDS") or SECONDS)
    plan = planned(seed, seconds, cluster=given.cluster)
    print(f"CHAOS_SEED={seed} CHAOS_SECONDS={seconds:g}: {'three servers' if plan.cluster else 'one server'}, "
          f"{len(plan.payments)} payments, {len(plan.blows)} blows", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="tollbridge-chaos-"))
    began = time.monotonic()
    with registered():
        outcome = asyncio.run(run(plan, folder, claims=not given.without_claims, slowest=given.slowest))
    _tell(plan, outcome, time.monotonic() - began)
    if outcome.well:
        shutil.rmtree(folder)
        return 0
    print(f"data and logs: {folder}")
    return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos OPTIONS=", description=__doc__.partition("\n")[0])
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--cluster", action="store_true", default=None, help="three servers (else the seed decides)")
    which.add_argument("--single", action="store_false", dest="cluster", help="one server")
    parser.add_argument("--without-claims", action="store_true",
                        help="workers take no notice of each other: has to end with violations")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="tell the story of so many of them too")
    return parser.parse_args()


def _tell(plan: Plan, outcome: Outcome, seconds: float) -> None:
    for what, count in outcome.counts.items():
        print(f"  {count:6} {what}")
    for story in outcome.stories:
        print(story)
    for violation in outcome.violations:
        print(f"VIOLATION {violation}")
    for canary in outcome.canaries:
        print(f"VIOLATION secret on the disk: {canary}")
    verdict = "every operation ended once, and money moved once" if outcome.well else "VIOLATED"
    print(f"CHAOS_SEED={plan.seed}: {verdict} ({seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
