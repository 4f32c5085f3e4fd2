"""`tollbridge operation ID`: what became of an operation that went over NATS."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tollbridge.edges.cli import outcomes
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, FAULT, REFUSED, UNKNOWN, USAGE
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient, Known
    from tollbridge.bridge.messages import Answer, Problem

EVERY_S = 0.25
EXITS: Mapping[str, int] = {
    **dict.fromkeys(("REJECTED", "REATTEMPT_REFUSED", "SIGNATURE_MISMATCH"), REFUSED),
    **dict.fromkeys(("OUTCOME_UNKNOWN", "PROCESSING"), UNKNOWN),
    **dict.fromkeys(("UNREACHABLE", "NOT_SENT", "OVERLOADED", "DEADLINE_EXCEEDED", "CIRCUIT_OPEN", "NO_WORKERS",
                     "CARD_DATA_EXPIRED", "DEPENDENCY_FAILED", "INTERNAL"), FAULT)}
"""By the reason of a refusal; all others are about the request itself."""
PROCESSING = "It is under way, or waits for its turn: ask again, or with --wait. Sending it again changes nothing."
MANUAL = ("Nobody knows whether the processor carried it out, and no machine will try again: ask the processor, then "
          "see tollbridge dlq.")


@click.command()
@click.argument("op_id", metavar="ID")
@config_option
@servers_option
@click.option("--wait", "wait_s", type=click.FloatRange(0, 3600), default=0.0, metavar="SECONDS",
              help="How long to wait for its end.  [default: 0]")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def operation(op_id: str, file: str | None, servers: str | None, wait_s: float, as_json: bool) -> None:
    """Whether an operation is done, and with which result. Its ID is in the answer of who submitted it.

    Exit code 0: done, 3: declined or rejected, 4: under way, or nobody knows, 2: wrong input, or no such operation,
    1: nothing was sent, or NATS does not answer.
    """
    found = over_nats(usable(file, server_flags(servers), as_json=as_json).settings,
                      lambda bridge: _look(bridge, op_id, wait_s), reads=True)
    if found is None:
        raise click.UsageError("there is no such operation; ids are kept as long as the messages of its stream")
    if as_json:
        say_json(_as_json(found))
    else:
        say("\n".join(_words(found)))
    sys.exit(_exit(found.answer))


async def _look(bridge: BridgeClient, op_id: str, wait_s: float) -> Known | None:
    ends = time.monotonic() + wait_s
    while True:
        found = await bridge.find(op_id)
        if found is None or found.answer.final or time.monotonic() >= ends:
            return found
        await asyncio.sleep(min(EVERY_S, max(0.0, ends - time.monotonic())))


def _exit(answer: Answer) -> int:
    if not answer.final or answer.state == "MANUAL":
        return UNKNOWN
    if answer.problem is None:
        result = answer.read()
        return DONE if result is None else outcomes.exit_of(result)
    return EXITS.get(answer.problem.reason, USAGE)


def _as_json(found: Known) -> dict[str, Any]:
    import msgspec

    answer = found.answer
    return {"operation_id": answer.op_id, "state": answer.state, "operation": found.operation,
            "connector": found.connector, "merchant_id": found.merchant_id, "attempts": answer.attempt,
            "result": answer.read(),
            "problem": None if answer.problem is None else msgspec.to_builtins(answer.problem)}


def _words(found: Known) -> list[str]:
    answer = found.answer
    colour = {DONE: "green", UNKNOWN: "yellow"}.get(_exit(answer), "red")
    lines = [f"{click.style(answer.state, fg=colour, bold=True)}  {found.operation} at {found.connector} for "
             f"{found.merchant_id}; attempts: {answer.attempt}"]
    if (result := answer.read()) is not None:
        lines.append(outcomes.in_words(result))
    if answer.problem is not None:
        lines += _problem(answer.problem)
    if answer.state == "MANUAL":
        lines.append(MANUAL)
    elif not answer.final:
        lines.append(PROCESSING)
    return lines


def _problem(problem: Problem) -> list[str]:
    facts = [f"  {name:28} {value}" for name, value in problem.facts.items()]
    fields = [f"  {path}: {why}" for path, why in problem.problems]
    return [f"  {problem.reason}: {problem.message}", *fields, *facts]
