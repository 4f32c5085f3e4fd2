"""`tollbridge export fraud`: operations and events for a fraud team or its model, as JSON lines or CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import time
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.acts import act
from tollbridge.edges.cli.bridge_wiring import over_nats, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.files import replaced
from tollbridge.edges.cli.named_connectors import of_settings
from tollbridge.edges.cli.output import say, say_json
from tollbridge.edges.cli.replay import time_of

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.fraud.columns import Row
    from tollbridge.bridge.fraud.reading import Place, Wish
    from tollbridge.bridge.fraud.rows import Hashes

UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)([smhdw])\Z")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CURSOR_VERSION = 1


@click.group("export")
def export() -> None:
    """Data for others, masked."""


@export.command("fraud")
@click.option("--since", metavar="TIME", help="RFC 3339, as 2026-11-21T14:05:00Z, or how long ago: 90m, 24h, 30d. "
              "With --cursor for the first time only.")
@click.option("--until", metavar="TIME", help="In the same way. To the end, if it is not given.")
@click.option("--merchant", "merchant_id", help="Only of this one.")
@click.option("--connector", help="Only at this one.")
@click.option("--format", "how", type=click.Choice(("jsonl", "csv")), default="jsonl", show_default=True,
              help="JSON lines leave out what is not known.")
@click.option("--output", type=click.Path(dir_okay=False), help="In place of stdout. With --cursor it is added to.")
@click.option("--cursor", "cursor_file", type=click.Path(dir_okay=False),
              help="A file that keeps how far it came: the next run with it goes on there.")
@click.option("--hash-key", "hash_key", type=click.Path(exists=True, dir_okay=False),
              help="Keys the hashes of customers, e-mail and IP addresses: 64 hexadecimal digits, mode 0600; "
              "without it they are left out.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a line, and nothing else.")
@config_option
@servers_option
def fraud(since: str | None, until: str | None, merchant_id: str | None, connector: str | None, how: str,
          output: str | None, cursor_file: str | None, hash_key: str | None, schema: bool, file: str | None,
          servers: str | None) -> None:
    """Operations that are over, and what processors told of payments, refunds and disputes: a row for each.

    No card numbers but the first six and last four digits, no names, no addresses, no e-mail. It reads alone: the user
    `auditor` of nats-config will do, with keys where bridge.protection is on. Columns: docs/reference/fraud-export.md.

    Exit code 0: that was all of them, 3: some do not prove themselves, and have no row, 1: NATS does not answer, or
    the rows cannot be written; with --cursor the next run goes on.
    """
    if schema:
        from tollbridge.bridge.fraud.columns import json_schema

        say_json(json_schema())
        return
    from tollbridge.bridge.fraud.reading import Wish

    now = time.time()
    wish = Wish(merchant_id=merchant_id, connector=connector,
                since=_time(since, "since", now) if since is not None else None,
                until=_time(until, "until", now) if until is not None else None)
    if wish.since is not None and wish.until is not None and wish.until < wish.since:
        raise BadInput("--until is before --since", "until")
    cursor = _Cursor(Path(cursor_file), wish) if cursor_file is not None else None
    if since is None and (cursor is None or not cursor.places):
        raise BadInput("say --since: there is no place to go on from yet", "since")
    hashes = _hashes(hash_key)
    its = usable(file, server_flags(servers)).settings
    of_settings(connector, its)
    with _Sink(output, how, more=cursor is not None) as sink:
        unproven = over_nats(its, lambda bridge: _export(bridge, wish, cursor, hashes, sink), reads=True)
    say(f"{sink.count} row{'s' if sink.count != 1 else ''}" + (
        f"; {unproven} messages do not prove themselves, or cannot be read" if unproven else ""), err=True)
    sys.exit(REFUSED if unproven else DONE)


async def _export(bridge: BridgeClient, wish: Wish, cursor: _Cursor | None, hashes: Hashes, sink: _Sink) -> int:
    import msgspec

    from tollbridge.bridge.fraud.reading import export as read

    unproven = 0
    told: dict[str, Any] = {}
    # Who may only read cannot write the trail either: that user's reads are for the server's log.
    around = nullcontext(told) if bridge.connection.options.restricted else act(
        bridge, "export fraud", {name: its for name, its in msgspec.to_builtins(wish).items() if its is not None})
    async with around as told:
        async for batch in read(bridge, wish, cursor.places if cursor is not None else {}, hashes):
            if batch.anew:
                say(f"{batch.stream} is not the stream that was read before: from its start", err=True)
            sink.write(batch.rows)
            unproven += batch.unproven
            if cursor is not None:
                cursor.keep(batch.stream, batch.place)
        told["rows"] = sink.count
    return unproven


def _hashes(file: str | None) -> Hashes:
    from tollbridge.bridge.fraud.rows import Hashes
    from tollbridge.bridge.key_files import read_keys

    if file is None:
        return Hashes(None)
    keys = read_keys(Path(file), "hash-key")
    if len(keys) != 1:
        raise BadInput(f"{file} holds {len(keys)} keys: hashes are joined by one", "hash-key")
    return Hashes(keys[0])


def _time(text: str, option: str, now: float) -> float:
    """Raises BadInput."""
    if ago := _DURATION.match(text):
        return now - float(ago[1]) * UNITS_S[ago[2]]
    return time_of(text, option)


class _Cursor:
    """Raises BadInput for a file that is none, or one of another wish: its places would leave rows out."""

    def __init__(self, file: Path, wish: Wish) -> None:
        from tollbridge.bridge.fraud.reading import Place

        self._file = file
        self._of = {"merchant": wish.merchant_id, "connector": wish.connector}
        self.places: dict[str, Place] = {}
        try:
            kept = json.loads(file.read_bytes())
            if kept["version"] != CURSOR_VERSION:
                raise ValueError
            self.places = {name: Place(str(its["created"]), int(its["sequence"]))
                           for name, its in kept["streams"].items()}
        except FileNotFoundError:
            return
        except OSError as error:
            raise BadInput(f"--cursor: {file} cannot be read: {error.strerror}", "cursor") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(f"--cursor: {file} is none of `tollbridge export fraud`: remove it, or name another",
                           "cursor") from None
        if kept.get("of") != self._of:
            raise BadInput(f"--cursor: {file} is of another --merchant or --connector: name another", "cursor")

    def keep(self, stream: str, place: Place) -> None:
        """In one piece, whenever the machine stops. Raises BadInput."""
        if self.places.get(stream) == place:
            return
        self.places[stream] = place
        text = json.dumps({"version": CURSOR_VERSION, "of": self._of,
                           "streams": {name: its._asdict() for name, its in self.places.items()}})
        replaced(self._file, text, "--cursor")


class _Sink:
    """Rows, to a file or stdout; they are there once `write` is back."""

    def __init__(self, output: str | None, how: str, *, more: bool) -> None:
        self._output, self._how, self._more = output, how, more
        self._held = ExitStack()
        self.count = 0

    def __enter__(self) -> _Sink:
        self._to, empty = self._opened()
        if self._how == "csv" and empty:
            from tollbridge.bridge.fraud.columns import COLUMNS

            self._put(_csv([list(COLUMNS)]))
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def _opened(self) -> tuple[BinaryIO, bool]:
        """And whether there is nothing in it yet. What is there is not overwritten."""
        if self._output is None:
            return sys.stdout.buffer, True
        try:
            number = os.open(self._output, os.O_WRONLY | os.O_CREAT | os.O_APPEND | (0 if self._more else os.O_EXCL),
                             0o600)
        except FileExistsError:
            raise BadInput(f"{self._output} is there already: with --cursor it is added to", "output") from None
        except OSError as error:
            raise BadInput(f"{self._output} cannot be written: {error.strerror}", "output") from None
        file = self._held.enter_context(os.fdopen(number, "ab"))
        return file, file.tell() == 0

    def write(self, rows: tuple[Row, ...]) -> None:
        from tollbridge.bridge.fraud.columns import COLUMNS, encode

        if not rows:
            return
        if self._how == "csv":
            self._put(_csv([[_cell(getattr(row, name)) for name in COLUMNS] for row in rows]))
        else:
            self._put(b"".join(encode(row) + b"\n" for row in rows))
        self.count += len(rows)

    def _put(self, text: bytes) -> None:
        """Raises ClickException: what was not written must not count as that."""
        try:
            self._to.write(text)
            self._to.flush()
            if self._output is not None:
                os.fsync(self._to.fileno())
        except OSError as error:
            if self._output is None and isinstance(error, BrokenPipeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python fails again at its end
            raise click.ClickException(f"the rows cannot be written: {error.strerror}") from None


def _csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """What a spreadsheet would take for a formula gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


