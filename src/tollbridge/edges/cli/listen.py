"""`tollbridge listen`: a merchant's events on a developer's machine, printed or sent to an URL of theirs."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say
from tollbridge.edges.cli.replay import time_of

if TYPE_CHECKING:
    from tollbridge.accounts import Forward
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.deliveries.events import Event, Wish
    from tollbridge.bridge.deliveries.following import Tail
    from tollbridge.bridge.deliveries.sending import Sent, Transport
    from tollbridge.edges.cli.cursor import Cursor
    from tollbridge.settings import Settings
    from tollbridge.transport import AsyncTransport

START = "start"


@click.command("listen")
@click.option("--merchant", "merchant_id", required=True, help="Whose events.")
@click.option("--forward-to", "url", metavar="URL", help="POST each there, signed by Standard Webhooks.")
@click.option("--secret-file", metavar="FILE",
              help="What they are signed with, whsec_...; - is stdin. Without it, a new secret that is printed.")
@click.option("--kind", "kinds", multiple=True, metavar="NAME", help="Only these: payment, say. May be given several "
                                                                     "times.")
@click.option("--from", "begins", metavar="TIME",
              help="start, or as 2026-11-21T14:05; UTC unless it says otherwise.  [default: where it stopped, or now]")
@click.option("--cursor", "cursor_file", metavar="FILE",
              help="Where it is kept how far this came.  [default: by merchant, in ~/.local/state/tollbridge]")
@click.option("--once", is_flag=True, help="End after those that there are.")
@config_option
@servers_option
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def listen(merchant_id: str, url: str | None, secret_file: str | None, kinds: tuple[str, ...], begins: str | None,
           cursor_file: str | None, once: bool, file: str | None, servers: str | None, as_json: bool) -> None:
    """Follow a merchant's events, until Ctrl-C; the next time it goes on where it stopped.

    Each event is sent once, whatever the answer is: see the line that is printed, and --from to have them again. It
    changes nothing for anybody else. Without --forward-to the events themselves are printed.

    Exit code 0: with --once, all were taken, 3: some were not, 130: Ctrl-C, 1: NATS does not answer.
    """
    from tollbridge.bridge.deliveries.events import Wish, kinds_of
    from tollbridge.edges.cli.cursor import Cursor

    wish = Wish(merchant_id, kinds_of(kinds))
    _ = wish.subject  # refuses what is no merchant's name
    since_at = None if begins in (None, START) else time_of(str(begins), "from")
    forward = _forward(url, secret_file)
    its = usable(file, server_flags(servers), as_json=as_json).settings
    cursor = Cursor.at(cursor_file, merchant_id, (*its.bridge.servers, *sorted(kinds)))
    work = Listening(its, wish, forward, cursor, once=once, as_json=as_json)
    missed = over_nats(its, lambda bridge: work.run(bridge, since_at, from_start=begins == START),
                       reads=True)
    sys.exit(REFUSED if missed else DONE)


def _forward(url: str | None, secret_file: str | None) -> Forward | None:
    """Raises BadInput."""
    if url is None:
        if secret_file is not None:
            raise BadInput("--secret-file goes with --forward-to", "secret-file")
        return None
    from tollbridge.accounts import Forward
    from tollbridge.accounts.account import is_signing_key
    from tollbridge.domain.secret import Secret
    from tollbridge.edges.cli import files
    from tollbridge.edges.cli.cursor import new_secret
    from tollbridge.transport.wire import split_url

    try:
        split_url(url)
    except BadInput as error:
        raise BadInput(f"--forward-to: {str(error).replace(' (see base_url)', '')}", "forward-to") from None
    if secret_file is None:
        secret = new_secret()
        say(f"signed with {secret}", err=True)
    else:
        secret = files.read_text(secret_file, "--secret-file")
        if not is_signing_key(secret):
            raise BadInput("--secret-file: must hold whsec_ and base64 of 24 to 64 random bytes: echo whsec_$(openssl "
                           "rand -base64 32)", "secret-file")
    return Forward(url=url, secret=Secret(secret))


class Listening:
    def __init__(self, its: Settings, wish: Wish, forward: Forward | None, cursor: Cursor, *, once: bool,
                 as_json: bool) -> None:
        self._its, self._wish, self._forward, self._cursor = its, wish, forward, cursor
        self._once, self._as_json = once, as_json

    async def run(self, bridge: BridgeClient, since_at: float | None, *, from_start: bool) -> int:
        """How many were not taken."""
        from tollbridge.bridge.connection import Denied, Unavailable
        from tollbridge.bridge.deliveries.following import follow, tail

        try:
            stream = await tail(bridge.connection)
        except Unavailable as error:
            if not isinstance(error.__cause__, Denied):
                raise
            return await self._hear(bridge, before=from_start or since_at is not None or self._once)
        since = 1 if from_start or since_at is not None else self._since(stream)
        say(f"events of {self._wish.merchant_id}" + (f", to {self._forward.url}" if self._forward is not None else "")
            + ("" if self._once else "; Ctrl-C ends it"), err=True)
        transport = self._transport()
        missed = 0
        try:
            async for event in follow(bridge.connection, self._wish, since=since, since_at=since_at, once=self._once,
                                      protection=bridge.protection):
                missed += not await self._told(transport, event)
                self._cursor.keep(stream.created, event.sequence)
            if self._once:
                self._cursor.keep(stream.created, max(stream.last, self._cursor.sequence))
        finally:
            await transport.close()
        return missed

    def _transport(self) -> AsyncTransport:
        """To the developer's own URL: the guard is for those that merchants give."""
        from msgspec.structs import replace

        from tollbridge.edges.cli.wiring import transport_settings
        from tollbridge.transport import async_transport

        return async_transport(replace(transport_settings(self._its), guard=None))

    async def _hear(self, bridge: BridgeClient, *, before: bool) -> int:
        """For who may hear a merchant's events, and not read the stream of all: no cursor can bring it back."""
        from tollbridge.bridge.deliveries.following import hear

        if before:
            raise BadInput("this NATS user hears events as they come, and may not read those of before: without --from "
                           "and --once", "from")
        say(f"events of {self._wish.merchant_id} as they come; this NATS user may not read those of before", err=True)
        transport = self._transport()
        try:
            async for event in hear(bridge.connection, self._wish, bridge.protection):
                await self._told(transport, event)
        finally:
            await transport.close()
        return 0

    def _since(self, stream: Tail) -> int:
        """Where it stopped; of another stream that is nowhere, and all that is in that has come since."""
        kept = self._cursor.read()
        if kept is None:
            if self._once:
                raise BadInput("say --from: it has not listened before, so there is nowhere to go on from", "from")
            self._cursor.keep(stream.created, stream.last)
            return stream.last + 1
        created, sequence = kept
        if created != stream.created or sequence > stream.last:
            say("the stream is not the one that was listened to: from its start", err=True)
            self._cursor.sequence = 0
            return 1
        return sequence + 1

    async def _told(self, transport: Transport, event: Event) -> bool:
        """Whether it was taken."""
        if self._forward is None:
            say(event.body.decode() if self._as_json else f"{_line(event)}\n{_pretty(event)}")
            return True
        from tollbridge.bridge.deliveries.sending import send_event

        sent = await send_event(transport, self._forward, event, self._its.bridge.deliveries.timeout_s)
        say(_answered(event, sent) if self._as_json else f"{_line(event)}  {sent.told}")
        return sent.taken


def _line(event: Event) -> str:
    at = datetime.fromtimestamp(event.at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    return f"{at}  {event.id}  {event.kind}  {event.type}"


def _pretty(event: Event) -> str:
    return json.dumps(json.loads(event.body), indent=2)


def _answered(event: Event, sent: Sent) -> str:
    return json.dumps({**event.described(), "status": sent.status, "outcome": sent.outcome})
