"""`tollbridge audit verify|export|report`: the trail of what was done over NATS, and whether it is as it was."""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

import click
import msgspec

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say, say_json
from tollbridge.edges.cli.replay import time_of

if TYPE_CHECKING:
    from tollbridge.bridge.audit.reading import Span, Told
    from tollbridge.bridge.audit.report import Report
    from tollbridge.bridge.audit.signing import Key, Keys
    from tollbridge.bridge.audit.verifying import Verified
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.settings import Settings

json_option = click.option("--json", "as_json", is_flag=True, help="As JSON.")
from_option = click.option(
    "--from", "begins", metavar="TIME",
    help="As 2026-11-21, 2026-11-21T14:05 or 2026-11-21T14:05:00+01:00; UTC unless it says otherwise. "
         "[default: from its beginning]")
to_option = click.option("--to", "ends", metavar="TIME", help="Until now, if it is not given.")
ANCHOR = re.compile(r"([1-9][0-9]{0,18}):([0-9a-f]{64})\Z")
COLUMNS = ("at", "kind", "actor", "op_id", "operation", "connector", "merchant_id", "environment", "state", "outcome",
           "attempts", "amount", "currency", "again", "request_id", "why", "facts", "sequence", "writer", "block",
           "key")
FORMULA = ("=", "+", "-", "@", "\t")
"""A spreadsheet would calculate a text that begins so."""


@click.group()
def audit() -> None:
    """The audit trail (bridge.audit.enabled): what was done, by whom, and how it ended."""


@audit.command("verify")
@from_option
@to_option
@click.option("--anchor", "anchors", metavar="SEQUENCE:DIGEST", multiple=True,
              help="A block that has to be there, as a log has it (audit anchor=...), or an earlier run of this. More "
                   "than once: several.")
@config_option
@servers_option
@json_option
def verify(begins: str | None, ends: str | None, anchors: tuple[str, ...], file: str | None, servers: str | None,
           as_json: bool) -> None:
    """Read it all, and tell every fault: what was changed, taken out, put in another order, cut off, or is not signed
    by a key of bridge.audit.

    Exit code 0: it is as it was written, 3: it is not, 1: NATS does not answer.
    """
    expected = dict(map(_anchor, anchors))
    its = usable(file, server_flags(servers), as_json=as_json).settings
    span, keys = _span(begins, ends), keys_of(its)

    async def look(bridge: BridgeClient) -> Verified:
        from tollbridge.bridge.audit.reading import verify as verified

        return await verified(bridge.connection, keys, span, days=its.bridge.audit.days, expected=expected)

    found = over_nats(its, look, reads=True)
    if as_json:
        say_json({"ok": not found.count, **msgspec.to_builtins(found),
                  "faults": [fault._asdict() for fault in found.faults], "anchor": _head(found)})
    else:
        for fault in found.faults:
            say(f"{click.style(fault.kind, fg='red')}: {_place(fault.sequence, fault.writer)}{fault.why}")
        if found.count > len(found.faults):
            say(f"and {found.count - len(found.faults)} more")
        say(f"{found.count} faults" if found.count else "as it was written")
        say(f"{found.blocks} blocks, {found.entries} entries, {found.chains} chains begun ({found.open} without an "
            f"end), {found.anchors} anchors; signatures {found.signatures}")
        if found.last:
            say(f"for a later run: --anchor {_head(found)}")
    sys.exit(REFUSED if found.count else DONE)


@audit.command("export")
@from_option
@to_option
@click.option("--format", "how", type=click.Choice(("jsonl", "csv")), default="jsonl", show_default=True,
              help="JSON lines, or a table.")
@config_option
@servers_option
def export(begins: str | None, ends: str | None, how: str, file: str | None, servers: str | None) -> None:
    """All entries in their order, on stdout, each with the block it stands in. Chains are not verified by it.

    Exit code 0: that was all of them, 3: some blocks cannot be read (verify tells why), 1: NATS does not answer.
    """
    its, span = usable(file, server_flags(servers)).settings, _span(begins, ends)

    broken: list[int] = []

    async def write(bridge: BridgeClient) -> int:
        from tollbridge.bridge.audit.reading import entries

        count = 0
        if how == "csv":
            say(_csv_line(COLUMNS))
        async for told in entries(bridge.connection, span, broken):
            count += 1
            row = _row(told)
            say(json.dumps(row) if how == "jsonl" else _csv_line(_cells(row)))
        return count

    count = over_nats(its, write, reads=True)
    say(f"{count} entr{'ies' if count != 1 else 'y'}", err=True)
    if broken:
        say(f"{len(broken)} blocks cannot be read, the first is message {broken[0]}: tollbridge audit verify", err=True)
        sys.exit(REFUSED)


@audit.command("report")
@from_option
@to_option
@config_option
@servers_option
@json_option
def report(begins: str | None, ends: str | None, file: str | None, servers: str | None, as_json: bool) -> None:
    """Operations by how they ended, who asked for them, what failed or was refused, what people did, which keys signed.

    Exit code 0: told, 1: NATS does not answer.
    """
    its, span = usable(file, server_flags(servers), as_json=as_json).settings, _span(begins, ends)

    async def look(bridge: BridgeClient) -> Report:
        from tollbridge.bridge.audit.report import report as reported

        return await reported(bridge.connection, span)

    described = over_nats(its, look, reads=True).described()
    if as_json:
        say_json({"from": _time(span.begins) if span.begins else None, "to": _time(span.ends), **described})
        return
    for line in _report_lines(described):
        say(line)


def _report_lines(described: Mapping[str, Any]) -> Iterator[str]:
    for name, rows in described.items():
        if isinstance(rows, list) and rows:
            yield f"{name}:"
            for row in rows:
                *words, number = row.values()
                yield f"  {number:>12}  {'  '.join(map(str, words))}"
    yield f"{described['entries']} entries, of which {described['told_again']} were told again"


def _row(told: Told) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(told.entry)
    return {**row, "at": _time(told.entry.at), "sequence": told.sequence, "writer": told.writer, "block": told.n,
            "key": told.signed}


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    for name in COLUMNS:
        value = row.get(name, "")
        text = json.dumps(value) if isinstance(value, dict) else str(value)
        yield f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _csv_line(cells: Iterator[str] | tuple[str, ...]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _span(begins: str | None, ends: str | None) -> Span:
    from tollbridge.bridge.audit.reading import Span

    span = Span(time_of(begins, "from") if begins is not None else 0.0,
                time_of(ends, "to") if ends is not None else time.time())
    if span.ends < span.begins:
        raise BadInput("--to is before --from", "to")
    return span


def keys_of(its: Settings) -> Keys:
    """All that may have signed. Raises BadKey."""
    from tollbridge.bridge.audit.signing import Keys, Shared, private_key, public_key

    audit = its.bridge.audit
    keys: list[Key] = [Shared(key.reveal()) for key in (audit.key, *audit.former_keys) if key is not None]
    keys += [public_key(file) for file in audit.public_key_files]
    if audit.signing_key_file is not None:
        keys.append(private_key(audit.signing_key_file))
    return Keys(keys)


def _anchor(text: str) -> tuple[int, str]:
    found = ANCHOR.match(text)
    if found is None:
        raise BadInput(f"--anchor {text[:80]}: must be SEQUENCE:DIGEST, such as 812:3f0c... with 64 digits", "anchor")
    return int(found[1]), found[2]


def _head(found: Verified) -> str:
    return f"{found.last}:{found.digest}" if found.last else ""


def _place(sequence: int, writer: str) -> str:
    return "".join([f"message {sequence}" if sequence else "", f" of {writer}" if writer else "",
                    ": " if sequence or writer else ""])


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
