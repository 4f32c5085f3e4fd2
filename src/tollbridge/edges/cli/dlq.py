"""`tollbridge dlq list|show|redrive|resolve`: what waits for a person."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.named_connectors import of_settings
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.redrive import Letter, Prospect
    from tollbridge.settings import Settings

NOBODYS = "unknown"
"""In place of a connector, of letters of what was no operation (dead_letters.subject_of)."""
json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def dlq() -> None:
    """Dead letters: operations, webhooks and events that no machine can end, with the reason."""


@dlq.command("list")
@config_option
@servers_option
@click.option("--connector", help="Only of this one.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over by now.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="Show at most so many.")
@json_option
def list_(file: str | None, servers: str | None, connector: str | None, everything: bool, limit: int,
          as_json: bool) -> None:
    """Those that wait for a person, oldest first.

    Exit code 0: whether there are some or none, 1: NATS does not answer.
    """
    async def look(bridge: BridgeClient) -> list[Letter]:
        from tollbridge.bridge.redrive import letters

        found: list[Letter] = []
        async for each in letters(bridge, connector):
            if everything or each.open:
                found.append(each)
            if len(found) > limit:
                break
        return found

    its = _settings(file, servers, as_json)
    of_settings(connector if connector != NOBODYS else None, its)
    found = over_nats(its, look, reads=True)
    if as_json:
        say_json({"letters": [each.described() for each in found[:limit]], "more": len(found) > limit})
        return
    for each in found[:limit]:
        say(_line(each))
    say(f"{len(found[:limit])} dead letter{'s' if len(found) != 1 else ''}"
        + (", and more: --limit" if len(found) > limit else ""))


@dlq.command("show")
@click.argument("op_id", metavar="OP_ID")
@config_option
@servers_option
@json_option
def show(op_id: str, file: str | None, servers: str | None, as_json: bool) -> None:
    """One, with the request as it is stored (card data are not in it), and what another attempt would come to.

    Exit code 0: shown, 3: there is no such letter, 1: NATS does not answer.
    """
    async def look(bridge: BridgeClient) -> tuple[Letter, Prospect, bytes] | None:
        from tollbridge.bridge.redrive import find, prospect

        letter = await find(bridge, op_id)
        return None if letter is None else (letter, await prospect(bridge, letter), await letter.request(bridge))

    found = over_nats(_settings(file, servers, as_json), look, reads=True)
    if found is None:
        _none(op_id, as_json)
        return
    letter, its, body = found
    described = {**letter.described(), "request": _request(body), "redrive": {"may": its.may, "why": its.why}}
    if as_json:
        say_json(described)
        return
    for name, value in {**described, "at": _when(letter)}.items():
        if name not in ("request", "redrive"):
            say(f"{name + ':':14}{value}")
    say(f"{'redrive:':14}{'yes' if its.may else 'no'}: {its.why}")
    say(json.dumps(described["request"], indent=2))


@dlq.command("redrive")
@click.argument("op_ids", metavar="OP_ID...", nargs=-1, required=True)
@config_option
@servers_option
@click.option("--yes", is_flag=True, help="Do it. Without this, only what would come of it is told.")
@click.option("--deadline", "deadline_s", type=click.FloatRange(1), default=600.0, show_default=True,
              metavar="SECONDS", help="For how long it is tried.")
@json_option
def redrive(op_ids: tuple[str, ...], file: str | None, servers: str | None, yes: bool, deadline_s: float,
            as_json: bool) -> None:
    """Another attempt at each: the same operation, with the same key at the processor.

    What was begun before is never sent anew: it is repeated with its key while the processor honours it, else the
    processor is asked; else it stays for a person. Card data are kept for minutes: an operation that needs them ends as
    CARD_DATA_EXPIRED if no attempt was ever begun. A webhook is read again as it came in, an event is delivered again.

    Exit code 0: all were (or would be) brought back, 3: some cannot be, 1: NATS does not answer.
    """
    async def do(bridge: BridgeClient) -> list[tuple[str, Prospect]]:
        from tollbridge.bridge import redrive as its

        done: list[tuple[str, Prospect]] = []
        for op_id in op_ids:
            letter = await its.find(bridge, op_id)
            if letter is None:
                done.append((op_id, its.Prospect(False, "there is no such dead letter")))
            elif not yes:
                done.append((op_id, await its.prospect(bridge, letter)))
            else:
                async with act(bridge, "dlq redrive", {"op_id": op_id}) as told:
                    done.append((op_id, await its.redrive(bridge, letter, deadline_s)))
                    told |= done[-1][1]._asdict()
        return done

    done = over_nats(_settings(file, servers, as_json), do)
    if as_json:
        say_json({"done": yes, "operations": [{"op_id": op_id, "may": its.may, "why": its.why} for op_id, its in done]})
    else:
        for op_id, its in done:
            word = ("brought back" if yes else "would be brought back") if its.may else "left"
            say(f"{op_id}  {word}: {its.why}", err=not its.may)
        if not yes:
            say("nothing was done: --yes does it")
    sys.exit(DONE if all(its.may for _, its in done) else REFUSED)


@dlq.command("resolve")
@click.argument("op_id", metavar="OP_ID")
@click.option("--done/--not-done", "done", default=None, help="What you found at the processor.")
@click.option("--note", required=True, help="How you know, and who you are. It is kept with the record.")
@click.option("--result", "result_file", type=click.Path(exists=True, dir_okay=False),
              help="With --done, and needed: the result in the contract's JSON, for who asks for the operation.")
@click.option("--unproven", is_flag=True, help="Its record proves nothing: it is replaced, and nothing of it believed.")
@click.option("--merchant", help="With --unproven, where the operation's message is gone: whose it is.")
@config_option
@servers_option
@json_option
def resolve(op_id: str, done: bool | None, note: str, result_file: str | None, unproven: bool, merchant: str | None,
            file: str | None, servers: str | None, as_json: bool) -> None:
    """End an operation that is MANUAL, by what you found out about it. It is final: callers are told so.

    Where bridge.protection is on, a record that somebody else wrote or changed is neither believed nor overwritten: its
    operation waits. --unproven ends it by your word alone; the audit trail has the digest of what was there. Of what is
    no operation (a webhook, an event, a message that nobody can read) only the letter is closed: say --not-done.

    Exit code 0: it is ended, 3: it does not wait for a person, 1: NATS does not answer.
    """
    if done is None:
        raise BadInput("say --done or --not-done: what you found at the processor", "done")
    if result_file is not None and not done:
        raise BadInput("there is a result only of what was done: leave --result out, or say --done", "result")
    if done and result_file is None:
        raise BadInput("say --result as well: who asks for the operation is told it, such as "
                       '{"connector_transaction_id": "pi_123", "status": "CHARGED"}', "result")
    result = _read(result_file) if result_file is not None else None

    async def do(bridge: BridgeClient) -> Prospect:
        from tollbridge.bridge import redrive as its
        from tollbridge.domain.masking import masked

        facts = {"op_id": op_id, "found": "done" if done else "not done", "note": note}
        async with act(bridge, "dlq resolve", facts | ({"unproven": True} if unproven else {})) as told:
            if unproven:
                resolved, told["replaced_sha256"] = await its.resolve_unproven(
                    bridge, op_id, done=done, note=masked(note), result=result, merchant_id=merchant)
            else:
                resolved = await its.resolve(bridge, op_id, done=done, note=masked(note), result=result)
            told |= resolved._asdict()
        return resolved

    its = over_nats(_settings(file, servers, as_json), do)
    if as_json:
        say_json({"ok": its.may, "op_id": op_id, "why": its.why})
    else:
        say(f"{op_id}  {its.why}", err=not its.may)
    sys.exit(DONE if its.may else REFUSED)


def _settings(file: str | None, servers: str | None, as_json: bool) -> Settings:
    return usable(file, server_flags(servers), as_json=as_json).settings


def _none(op_id: str, as_json: bool) -> None:
    if as_json:
        say_json({"ok": False, "op_id": op_id, "why": "there is no such dead letter"})
    else:
        say(f"there is no dead letter of {op_id}: tollbridge dlq list", err=True)
    sys.exit(REFUSED)


def _line(letter: Letter) -> str:
    its = letter.described()
    return (f"{letter.op_id}  {_when(letter)}  {letter.state or '-'}  {its.get('operation', '?')} at "
            f"{letter.connector} for {its.get('merchant_id', '?')}  {letter.reason}: {letter.error}")


def _when(letter: Letter) -> str:
    return datetime.fromtimestamp(letter.at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _request(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _read(file: str) -> dict[str, Any]:
    try:
        result = json.loads(Path(file).read_bytes())
    except ValueError:
        raise BadInput(f"{file} is not JSON", "result") from None
    if not isinstance(result, dict):
        raise BadInput(f"{file} holds no JSON object", "result")
    return result
