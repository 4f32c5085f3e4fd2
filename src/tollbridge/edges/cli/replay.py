"""`tollbridge replay`: what was asked for in a span of time, and what became of it. Nothing is executed."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.named_connectors import of_settings
from tollbridge.edges.cli.output import say

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.replay import Span


@click.command("replay")
@click.option("--from", "begins", required=True, metavar="TIME",
              help="As 2026-11-21, 2026-11-21T14:05 or 2026-11-21T14:05:00+01:00; UTC unless it says otherwise.")
@click.option("--to", "ends", metavar="TIME", help="Until now, if it is not given.")
@click.option("--merchant", "merchant_id", required=True, help="Whose operations.")
@click.option("--connector", help="Only at this one.")
@click.option("--operation", metavar="NAME", help="Only these: payments.authorize, say.")
@click.option("--publish", metavar="SUBJECT", help="Publish each on this subject of your own, in place of printing it.")
@config_option
@servers_option
def replay(begins: str, ends: str | None, merchant_id: str, connector: str | None, operation: str | None,
           publish: str | None, file: str | None, servers: str | None) -> None:
    """Operations that were stored in a span of time, each with its answer from the records, as JSON lines.

    It reads with a consumer of its own: workers, callers and processors notice nothing.

    Exit code 0: that was all of them, 1: NATS does not answer, or an answer is missing.
    """
    from tollbridge.bridge.replay import Span, own_subject

    span = Span(merchant_id=merchant_id, begins=time_of(begins, "from"), connector=connector, operation=operation,
                ends=time_of(ends, "to") if ends is not None else time.time())
    if span.ends < span.begins:
        raise BadInput("--to is before --from", "to")
    to = own_subject(publish) if publish is not None else None
    its = usable(file, server_flags(servers)).settings
    of_settings(connector, its)
    count = over_nats(its, lambda bridge: _replay(bridge, span, to), reads=True)
    say(f"{count} operation{'s' if count != 1 else ''}", err=True)


async def _replay(bridge: BridgeClient, span: Span, to: str | None) -> int:
    from tollbridge.bridge.replay import as_json, encode, replay

    count = 0
    async with act(bridge, "replay", {**msgspec.to_builtins(span), "publish": to or ""}) as told:
        async for each in replay(bridge, span):
            count += 1
            if to is not None:
                await bridge.connection.client.publish(to, encode(each))
            else:
                say(json.dumps(as_json(each)))
        if to is not None:
            await bridge.connection.client.flush()
        told["operations"] = count
    return count


def time_of(text: str, option: str) -> float:
    """A time as it is given on the command line, in epoch seconds. Raises BadInput."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--{option} {text}: not a time such as 2026-11-21T14:05:00Z", option) from None
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp()
