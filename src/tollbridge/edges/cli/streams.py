"""`tollbridge streams apply|diff|check`: what JetStream has, against what the settings want of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, safety_options, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.connection import Refused
    from tollbridge.bridge.safety import Finding
    from tollbridge.bridge.streams import Change
    from tollbridge.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")
MOST_TOLD = 20


@click.group()
def streams() -> None:
    """Streams and consumers of the bridge: made by whoever deploys, with a user that may; never by workers."""


@streams.command("apply")
@config_option
@servers_option
@click.option("--destructive", is_flag=True,
              help="Also do what loses messages: smaller limits, subjects and consumers that are no longer wanted.")
@json_option
def apply(file: str | None, servers: str | None, destructive: bool, as_json: bool) -> None:
    """Make what is missing, change what differs. May be repeated; what would lose messages is left, and told.

    Exit code 0: all is as wanted now, 3: something was left or refused, 1: NATS does not answer.
    """
    its = _settings(file, servers, as_json)
    changes, left, refused = over_nats(its, lambda bridge: _apply(bridge, destructive))
    if as_json:
        say_json({"ok": not left and not refused, "done": [_as_json(each) for each in changes],
                  "left": [{**_as_json(each), "why": why} for each, why in left],
                  "refused": [{**_as_json(each), "why": str(error)} for each, error in refused]})
    else:
        for each in changes:
            say("\n".join(_lines(each)))
        for each, why in left:
            say("\n".join([*_lines(each), f"    left, would lose messages (--destructive): {why}"]), err=True)
        for each, error in refused:
            say("\n".join([*_lines(each), f"    refused by JetStream: {error}"]), err=True)
        say(f"{len(changes)} changed, {len(left)} left, {len(refused)} refused")
    sys.exit(REFUSED if left or refused else DONE)


@streams.command("diff")
@config_option
@servers_option
@json_option
def diff(file: str | None, servers: str | None, as_json: bool) -> None:
    """What `apply` would do; nothing is changed.

    Exit code 0: all is as wanted, 3: something differs, 1: NATS does not answer.
    """
    from tollbridge.bridge.applying import destructive

    loaded = usable(file, server_flags(servers), as_json=as_json)
    said = loaded.origin(("bridge", "replicas")).kind != "default"
    changes = over_nats(loaded.settings, lambda bridge: _differs(bridge, said=said), reads=True)
    if as_json:
        say_json({"ok": not changes, "changes": [{**_as_json(each), "loses": destructive(each)} for each in changes]})
    else:
        for each in changes:
            why = destructive(each)
            say("\n".join([*_lines(each), *([f"    loses messages: {why}"] if why else ())]))
        say(f"{len(changes)} to change" if changes else "all is as wanted")
    sys.exit(REFUSED if changes else DONE)


@streams.command("check")
@config_option
@servers_option
@json_option
def check(file: str | None, servers: str | None, as_json: bool) -> None:
    """Whether all is as wanted, and safe: servers that are new enough and write before they acknowledge, enough
    copies, streams that take nothing else. Bridges and workers look at the same at start, and refuse in live.

    Exit code 0: all is well, 3: something is not, 1: NATS does not answer.
    """
    its = _settings(file, servers, as_json)
    changes, findings = over_nats(its, lambda bridge: _check(bridge, its), reads=True)
    missing = [each for each in changes if each.action == "create"]
    if as_json:
        say_json({"ok": not changes and not findings, "changes": [_as_json(each) for each in changes],
                  "findings": [{"about": each.about, "why": each.why, "stops": each.stops, "accepted": each.accepted}
                               for each in findings]})
    else:
        for each in findings:
            said = click.style("accepted" if each.accepted else "unsafe", fg="yellow" if each.accepted else "red")
            say(f"{said}: {each.about}: {each.why}")
        if changes:
            say(f"{len(changes)} streams and consumers are not as wanted, {len(missing)} of them missing: "
                "tollbridge streams diff")
        if not changes and not findings:
            say("all is as wanted, and safe")
    sys.exit(REFUSED if changes or any(not each.accepted for each in findings) else DONE)


async def _apply(bridge: BridgeClient,
                 lose: bool) -> tuple[list[Change], list[tuple[Change, str]], list[tuple[Change, Refused]]]:
    """What was done, what was left and why, what JetStream refused."""
    from tollbridge.bridge.applying import carry_out_all, destructive, plan
    from tollbridge.bridge.placing import place

    wanted = await plan(bridge.connection, bridge.options.streams)
    left = [] if lose else [(each, why) for each in wanted if (why := destructive(each))]
    going = [each for each in wanted if all(each is not other for other, _ in left)]
    async with act(bridge, "streams apply", {"destructive": lose}, first=True) as told:
        refused = await carry_out_all(bridge.connection, going)
        if not refused:
            await place(bridge.connection, bridge.options.streams)
        done = [each for each in going if all(each is not other for other, _ in refused)]
        told |= {"changed": [f"{each.action} {each.name}" for each in done[:MOST_TOLD]], "changes": len(done),
                 "refused": len(refused)}
    return done, left, refused


async def _differs(bridge: BridgeClient, *, said: bool) -> list[Change]:
    """Where nobody has said how many copies there are to be, as many as there are: whoever looks from elsewhere, by
    --servers alone, does not want a cluster of a single server.
    """
    from msgspec.structs import replace

    from tollbridge.bridge.applying import plan
    from tollbridge.bridge.connection import Refused
    from tollbridge.bridge.streams import OPS_STREAM

    options = bridge.options.streams
    if not said:
        try:
            found = int((await bridge.connection.api(f"STREAM.INFO.{OPS_STREAM}"))["config"]["num_replicas"])
        except Refused:  # there are none
            found = options.replicas
        if found != options.replicas:
            options = replace(options, replicas=found)
            say(f"bridge.replicas is not set: compared with {found}, as the streams have", err=True)
    return await plan(bridge.connection, options)


async def _check(bridge: BridgeClient, its: Settings) -> tuple[list[Change], list[Finding]]:
    from tollbridge.bridge.applying import plan
    from tollbridge.bridge.safety import look

    changes, findings = await asyncio.gather(plan(bridge.connection, bridge.options.streams),
                                             look(bridge.connection, safety_options(its)))
    return changes, findings


def _settings(file: str | None, servers: str | None, as_json: bool) -> Settings:
    return usable(file, server_flags(servers), as_json=as_json).settings


def _as_json(change: Change) -> dict[str, Any]:
    from tollbridge.bridge.applying import differences

    return {"name": change.name, "action": change.action, "fields": dict(differences(change))}


def _lines(change: Change) -> Sequence[str]:
    from tollbridge.bridge.applying import differences

    return [f"{change.action} {change.name}",
            *(f"    {field}: {is_now} -> {wanted}" for field, (is_now, wanted) in differences(change).items())]
