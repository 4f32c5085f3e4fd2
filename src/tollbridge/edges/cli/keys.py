"""`tollbridge keys new|link|list|rotate|erase`: what the bridge encrypts and signs with."""

from __future__ import annotations

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
from tollbridge.edges.cli.named_connectors import of_settings, other_option, refuse_unknown
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.protection.datakeys import DataKeys, Listed
    from tollbridge.bridge.protection.erasures import Erasure
    from tollbridge.bridge.protection.keyfiles import Made
    from tollbridge.settings import Settings

OVERLAP_S = 300.0
JOSE = "keys need more packages: pip install 'tollbridge[jose]'"
json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")
connectors_option = click.option("--connectors", default="*", show_default=True, metavar="NAME,...",
                                 help="Those that they are for; * is all.")
overlap_option = click.option("--overlap", "overlap_s", type=click.FloatRange(0), default=OVERLAP_S, show_default=True,
                              metavar="SECONDS", help="After so long the new one is used, and the old one no more.")
register_option = click.option(
    "--register", type=click.Path(dir_okay=False), metavar="FILE",
    help="Beside the backups: all erasures are added, for `tollbridge restore --erasures`.")
public_option = click.option("--public", "public_file", type=click.Path(dir_okay=False), required=True,
                             help="Everybody's public keys: they are added.")


@click.group()
def keys() -> None:
    """Keys of the bridge: those of processes, in files, and those of each day, in NATS."""


@keys.command("new")
@click.option("--role", type=click.Choice(["bridge", "worker"]), required=True,
              help="Whose: services and commands are bridges, too.")
@click.option("--private", "private_file", type=click.Path(dir_okay=False), required=True,
              help="The process' own keys: they are added. Only its owner may read it.")
@public_option
@connectors_option
@other_option
@click.option("--curve", type=click.Choice(["X25519", "P-256"]), default="X25519", show_default=True,
              help="Of the key that data keys are wrapped for.")
@click.option("--sign/--no-sign", default=True, show_default=True,
              help="Also an Ed25519 key to sign with; without it, a secret of the link has to be there.")
@json_option
def new(role: str, private_file: str, public_file: str, connectors: str, others: tuple[str, ...], curve: str,
        sign: bool, as_json: bool) -> None:
    """Make keys for a process. They are used at once.

    Exit code 0: they are made, 2: a file cannot be used.
    """
    _need_jose()
    from tollbridge.bridge.protection.keyfiles import make

    made = make(private_file, public_file, role, _names(connectors, others), curve=curve, signs=sign)
    _tell(made, [], as_json)


@keys.command("link")
@click.option("--private", "private_files", type=click.Path(dir_okay=False, exists=True), required=True, multiple=True,
              help="Key files of those who write to each other; once for each.")
@connectors_option
@other_option
@overlap_option
@json_option
def link(private_files: tuple[str, ...], connectors: str, others: tuple[str, ...], overlap_s: float, as_json: bool
         ) -> None:
    """Make a secret that those files share: with it messages are signed by HMAC, which costs a fraction of Ed25519.

    An earlier one for the same connectors ends. Whoever has it can write as any other who has it: make one for each
    connector, shared by the bridges and that connector's workers.

    Exit code 0: it is made, 2: a file cannot be used.
    """
    _need_jose()
    from tollbridge.bridge.protection.keyfiles import link as linked

    _tell([linked(private_files, _names(connectors, others), overlap_s=overlap_s)], [], as_json)


@keys.command("rotate")
@click.option("--private", "private_file", type=click.Path(dir_okay=False, exists=True),
              help="In place of bridge.protection.private_keys.")
@click.option("--public", "public_file", type=click.Path(dir_okay=False, exists=True),
              help="In place of bridge.protection.public_keys.")
@overlap_option
@config_option
@json_option
def rotate(private_file: str | None, public_file: str | None, overlap_s: float, file: str | None, as_json: bool
           ) -> None:
    """A new key for each of a process' own. The old ones go on to decrypt, and to prove, what is old.

    Running processes read changed files by themselves. Where they are on several machines, the public file has to be
    everywhere before the overlap is over. Secrets of links are renewed by `keys link`.

    Exit code 0: done, 2: a file cannot be used.
    """
    _need_jose()
    from tollbridge.bridge.protection.keyfiles import rotate as rotated

    if private_file is None or public_file is None:
        given = usable(file, {}, as_json=as_json).settings.bridge.protection
        private_file, public_file = private_file or given.private_keys, public_file or given.public_keys
    if private_file is None or public_file is None:
        raise BadInput("say --private and --public, or name them in bridge.protection", "private")
    made, ended = rotated(private_file, public_file, overlap_s=overlap_s)
    _tell(made, ended, as_json)


@keys.command("list")
@click.option("--files", is_flag=True, help="Keys of processes, from the files; NATS is not asked.")
@click.option("--private", "private_file", type=click.Path(dir_okay=False, exists=True),
              help="The same, of this file in place of bridge.protection.private_keys.")
@click.option("--public", "public_file", type=click.Path(dir_okay=False, exists=True),
              help="The same, in place of bridge.protection.public_keys.")
@click.option("--connector", help="Only of this one.")
@click.option("--merchant", help="Only of this one.")
@click.option("--day", metavar="YYYYMMDD", help="Only of this day, in UTC.")
@config_option
@servers_option
@json_option
def list_(files: bool, private_file: str | None, public_file: str | None, connector: str | None, merchant: str | None,
          day: str | None, file: str | None, servers: str | None, as_json: bool) -> None:
    """Keys of each day, oldest first, and who can unwrap them. No key is shown, only its id.

    Exit code 0: whether there are some or none, 1: NATS does not answer, 2: a file cannot be used.
    """
    if files or private_file or public_file:
        _tell_files(private_file, public_file, file, as_json)
        return
    its = _settings(file, servers, as_json)
    of_settings(connector, its)
    found = over_nats(its, lambda bridge: _found(bridge, connector, merchant, day), reads=True)
    if as_json:
        say_json({"keys": [_described(each) for each in found]})
        return
    for each in found:
        say(f"{each.id}  made {_time(each.at)}, for {', '.join(each.recipients) or 'nobody'}")
    say(_count(len(found)))


@keys.command("erase")
@click.option("--connector", help="Of this connector.")
@click.option("--merchant", help="Of this merchant.")
@click.option("--day", metavar="YYYYMMDD", help="Of this day, in UTC.")
@click.option("--yes", is_flag=True, help="Do it. Without this, only what would be erased is told.")
@register_option
@config_option
@servers_option
@json_option
def erase(connector: str | None, merchant: str | None, day: str | None, yes: bool, register: str | None,
          file: str | None, servers: str | None, as_json: bool) -> None:
    """Erase keys, and with them, for ever, all that was encrypted under them: requests, results, mandates, tokens,
    webhooks, how payments stand, and events.

    What is left of each operation is that there was one, and how it ended. One that was not begun ends as
    CARD_DATA_EXPIRED; one of which nobody knows the end becomes MANUAL: look at `tollbridge dlq list` first. Webhooks
    that nobody has read and events that wait for delivery are given up, with a dead letter. Processes that have a key
    unwrapped use it for bridge.protection.cache_s at most.

    It is written down before it is done, for 450 days, so that `tollbridge restore` brings none of them back: on the
    servers, from where each later backup has it, and in the file of --register, for the day when the servers are lost
    before there is one. Backups keep what they have until they are deleted.

    Exit code 0: all were (or would be) erased, 3: there are none, 1: NATS does not answer.
    """
    if connector is None and merchant is None and day is None:
        raise BadInput("say --merchant, --day or --connector: nothing erases all keys at once", "merchant")
    its = _settings(file, servers, as_json)
    of_settings(connector, its)

    async def do(bridge: BridgeClient) -> list[Listed]:
        found = await _found(bridge, connector, merchant, day)
        if found and yes:
            await _erase(bridge, found, register, {"connector": connector, "merchant": merchant, "day": day})
        return found

    found = over_nats(its, do)
    if as_json:
        say_json({"done": yes, "keys": [_described(each) for each in found]})
    else:
        for each in found:
            say(f"{each.id}  {'erased' if yes else 'would be erased'}")
        say(_count(len(found)) if yes or not found else f"{_count(len(found))}; nothing was done: --yes does it")
    if found and yes and register is None:
        say("until the next backup only the servers know of it: --register FILE has it where backups are", err=True)
    sys.exit(DONE if found else REFUSED)


@keys.command("erased")
@register_option
@config_option
@servers_option
@json_option
def erased(register: str | None, file: str | None, servers: str | None, as_json: bool) -> None:
    """What was erased, oldest first: of which connector, merchant and day, when, and by whom.

    Exit code 0: whether there is something or not, 1: NATS does not answer, 2: the file cannot be used.
    """
    async def do(bridge: BridgeClient) -> list[Erasure]:
        from tollbridge.bridge.protection.erasures import add_to, known_here

        known = await known_here(bridge.connection)
        return known if register is None else list(add_to(Path(register), known, "register").erasures)

    found = over_nats(_settings(file, servers, as_json), do)
    if as_json:
        from tollbridge.bridge.protection.erasures import told

        say_json({"erasures": list(told(found))})
        return
    for each in found:
        say(f"{'.'.join(each.cell)}  erased {_time(each.at)} by {each.by or 'nobody knows whom'}, "
            f"made until {_time(each.until)}")
    say(f"{len(found)} erasure{'' if len(found) == 1 else 's'}")


async def _erase(bridge: BridgeClient, found: Sequence[Listed], register: str | None, asked: dict[str, Any]) -> None:
    """The file comes first: what it names too much is what somebody wanted to be gone."""
    from tollbridge.bridge.audit.entries import person
    from tollbridge.bridge.protection.erasures import add_to, known_here, of_listed

    facts = {name: value for name, value in asked.items() if value is not None}
    async with act(bridge, "keys erase", facts) as told:
        if register is not None:
            add_to(Path(register), [*await known_here(bridge.connection), *of_listed(found, person())], "register")
        told["keys"] = await _keys_of(bridge).erase(*found, by=person())


async def _found(bridge: BridgeClient, connector: str | None, merchant: str | None, day: str | None) -> list[Listed]:
    return [each async for each in _keys_of(bridge).list(connector, merchant, day)]


def _keys_of(bridge: BridgeClient) -> DataKeys:
    if bridge.protection is None:
        raise BadInput("bridge.protection.mode is off in these settings: keys are seen with those of a bridge, and its "
                       "key files", "bridge.protection.mode")
    return bridge.protection.keys


def _tell_files(private_file: str | None, public_file: str | None, file: str | None, as_json: bool) -> None:
    _need_jose()
    from tollbridge.bridge.protection.keyfiles import listed

    if private_file is None and public_file is None:
        given = _settings(file, None, as_json).bridge.protection
        private_file, public_file = given.private_keys, given.public_keys
    if private_file is None and public_file is None:
        raise BadInput("say --private or --public, or name them in bridge.protection", "private")
    _tell(listed(private_file, public_file), [], as_json, word="")


def _settings(file: str | None, servers: str | None, as_json: bool) -> Settings:
    return usable(file, server_flags(servers), as_json=as_json).settings


def _need_jose() -> None:
    try:
        import joserfc  # noqa: F401
    except ImportError:
        raise click.ClickException(JOSE) from None


def _names(connectors: str, others: tuple[str, ...]) -> list[str]:
    """Ends the program for unknown ones."""
    names = [each.strip() for each in connectors.split(",") if each.strip()]
    refuse_unknown("--connectors", names, others)
    return names


def _tell(made: Sequence[Made], ended: Sequence[Made], as_json: bool, word: str = "new  ") -> None:
    if as_json:
        say_json({"keys": [_as_json(each) for each in made], "ended": [_as_json(each) for each in ended]})
        return
    for each in made:
        say(f"{word}{each.id}  {each.use} {each.kind} of {each.role} for {', '.join(each.connectors)}, from "
            f"{_time(each.nbf)}{f' to {_time(each.exp)}' if each.exp is not None else ''}")
    for each in ended:
        say(f"ends {each.id}  {_time(each.exp or 0)}: it stays in the file, for what is old")


def _as_json(made: Made) -> dict[str, Any]:
    return {"id": made.id, "use": made.use, "kind": made.kind, "role": made.role, "connectors": list(made.connectors),
            "from": made.nbf, "to": made.exp}


def _described(listed: Listed) -> dict[str, Any]:
    return {"id": listed.id, "connector": listed.connector, "merchant_id": listed.merchant_id, "day": listed.day,
            "at": listed.at, "recipients": list(listed.recipients)}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _count(number: int) -> str:
    return f"{number} key{'' if number == 1 else 's'}"
