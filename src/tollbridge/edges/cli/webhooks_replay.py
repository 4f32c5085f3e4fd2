"""`tollbridge webhooks replay`: stored events sent anew to the merchant's own URL."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import click

from tollbridge.domain.errors import BadInput, Unreachable
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.named_connectors import of_settings
from tollbridge.edges.cli.output import say
from tollbridge.edges.cli.replay import time_of

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.deliveries.resending import Resending, Resent
    from tollbridge.settings import Settings


@click.command("replay")
@click.option("--merchant", "merchant_id", required=True, help="Whose events.")
@click.option("--from", "begins", metavar="TIME",
              help="When they were stored: as 2026-11-21, 2026-11-21T14:05 or 2026-11-21T14:05:00+01:00; UTC unless it "
                   "says otherwise. Needed without --id.")
@click.option("--to", "ends", metavar="TIME", help="Until now, if it is not given.")
@click.option("--kind", "kinds", multiple=True, metavar="NAME", help="Only these: payment, say. May be given several "
                                                                     "times.")
@click.option("--id", "ids", multiple=True, metavar="EVENT", help="Only these. May be given several times.")
@click.option("--connector", help="Only of this one.")
@click.option("--rate", type=click.FloatRange(0, 1000, min_open=True), default=10.0, show_default=True,
              metavar="NUMBER", help="At most so many a second.")
@click.option("--yes", is_flag=True, help="Send them. Without this, only what would be sent is told.")
@config_option
@servers_option
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def replay(merchant_id: str, begins: str | None, ends: str | None, kinds: tuple[str, ...], ids: tuple[str, ...],
           connector: str | None, rate: float, yes: bool, file: str | None, servers: str | None,
           as_json: bool) -> None:
    """Send events of the last 30 days anew to the merchant's webhook_forward_url, each once, in their order.

    The merchant's server sees the same webhook-id as the first time: whoever keeps the ids it has seen acts once.

    Exit code 0: all were taken (or would be sent), 3: some were not, 1: NATS does not answer.
    """
    from tollbridge.bridge.deliveries.events import Wish, kinds_of
    from tollbridge.bridge.deliveries.resending import Resending

    if begins is None and not ids:
        raise BadInput("say --from, or which by --id: else it would be all of 30 days", "from")
    asked = Resending(wish=Wish(merchant_id, kinds_of(kinds), frozenset(ids)),
                      begins=time_of(begins, "from") if begins is not None else 0.0,
                      ends=time_of(ends, "to") if ends is not None else time.time(), connector=connector, per_s=rate)
    if asked.ends < asked.begins:
        raise BadInput("--to is before --from", "to")
    its = usable(file, server_flags(servers), as_json=as_json).settings
    of_settings(connector, its)
    found, missed = over_nats(its, lambda bridge: _all(bridge, its, asked, really=yes, as_json=as_json))
    say(f"{found} event{'s' if found != 1 else ''}{f', {missed} not taken' if missed else ''}", err=True)
    if not yes:
        say("nothing was sent: --yes does it", err=True)
    sys.exit(REFUSED if missed else DONE)


async def _all(bridge: BridgeClient, its: Settings, asked: Resending, *, really: bool,
               as_json: bool) -> tuple[int, int]:
    """How many there are, and how many were not taken."""
    from tollbridge.accounts import AccountsError, StoreUnavailable
    from tollbridge.bridge.deliveries.resending import resend
    from tollbridge.bridge.deliveries.stored import StoredEvents
    from tollbridge.edges.cli.accounts import store_of
    from tollbridge.edges.cli.wiring import transport_settings
    from tollbridge.transport import async_transport

    store = store_of(its)
    if store is None:
        raise BadInput("accounts.store is none: where the merchant's events go is said by its accounts",
                       "accounts.store")
    transport = async_transport(transport_settings(its)) if really else None
    found = missed = 0
    try:
        async for each in resend(StoredEvents.of(bridge), store, transport, asked):
            found += 1
            missed += each.sent is not None and not each.sent.taken
            say(_line(each, as_json=as_json))
    except AccountsError as error:
        raise BadInput(f"the accounts cannot be used: {error}") from None
    except StoreUnavailable as error:
        raise Unreachable(f"the account store: {error}") from None
    finally:
        await store.close()
        if transport is not None:
            await transport.close()
    return found, missed


def _line(each: Resent, *, as_json: bool) -> str:
    event, sent = each.event, each.sent
    if as_json:
        return json.dumps({**event.described(), "url": each.url, "sent": sent is not None and bool(each.url),
                           "status": sent.status if sent is not None else None,
                           "outcome": sent.outcome if sent is not None else None})
    became = f"would be sent to {each.url}" if sent is None else f"{each.url}  {sent.told}".strip()
    return f"{event.id}  {event.kind}  {event.type}  {became}"
