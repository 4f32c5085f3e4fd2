"""How it is told that something is held back."""

from __future__ import annotations

from datetime import timedelta

from tollbridge.bridge.gates.circuits import Held
from tollbridge.bridge.gates.identity import BREAKER, RATE
from tollbridge.bridge.messages import Problem
from tollbridge.bridge.problems import problem_of
from tollbridge.service.errors import CircuitOpen, Overloaded
from tollbridge.service.refusals import refusal


def error_of_held(subject: str, held: Held | None, wait_s: float) -> Overloaded:
    _, _, kind, connector, *_ = subject.split(".")
    after = timedelta(seconds=wait_s)
    why = f" ({held.why})" if held is not None and held.why else ""
    if kind == BREAKER:
        return CircuitOpen(f"{connector} failed again and again{why}: it is left alone for a while", after)
    if kind == RATE:
        return Overloaded(f"{connector} takes no more of these for a while{why}", after)
    return CircuitOpen(f"{connector} does not take this account's credentials{why}: mend the account", after)


def problem_of_held(subject: str, held: Held | None, wait_s: float) -> Problem:
    return problem_of(refusal(error_of_held(subject, held, wait_s)))
