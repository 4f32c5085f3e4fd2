"""Writes what is logged: one JSON object on each line, or text for a developer's terminal.

`configure` is for a process that is ours, such as `tollbridge serve`: it takes over the root logger, so that what
libraries log is masked as well. Who runs the service inside another program attaches handlers of their own to the
loggers `tollbridge.calls`, `tollbridge.requests` and `tollbridge.server`, with `JsonFormatter` and `Masking` if they
like.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import traceback
from enum import StrEnum

import msgspec
from msgspec import Struct

from tollbridge.domain.masking import masked
from tollbridge.telemetry.lines import LEVELS, Fields, Line, as_text, event_line, timestamp
from tollbridge.telemetry.sink import Sink

MOST_CHARACTERS = 4000
"""Of the message of a library."""
HOLD_S = 0.02
CHUNK_BYTES = 4096
"""PIPE_BUF of Linux: what a pipe takes in one piece, or not at all."""

_QUIET = {"urllib3": logging.WARNING, "hpack": logging.WARNING, "asyncio": logging.INFO, "aiohttp": logging.INFO,
          "grpc": logging.INFO, "uvicorn": logging.INFO, "opentelemetry": logging.WARNING,
          "requests": logging.WARNING}
"""Libraries whose debug lines quote URLs, headers or frames: how far down they may go."""
_QUOTING = ("asyncio",)
"""Loggers whose messages show the exceptions they are about, behind the first line."""
_ENCODER = msgspec.json.Encoder(enc_hook=lambda value: f"({type(value).__name__})")


class Format(StrEnum):
    JSON = "json"
    TEXT = "text"


class LogOptions(Struct, frozen=True, kw_only=True):
    """`level` is the lowest that is written: debug, info, warning or error. `file` is appended to, in place of stderr;
    whoever rotates it does so by copy and truncate.
    """

    level: str = "info"
    format: Format = Format.JSON
    file: str | None = None


class JsonFormatter(logging.Formatter):
    """Any record as one line of JSON, as docs/reference/telemetry.md has it."""

    def format(self, record: logging.LogRecord) -> str:
        return self.encoded(record).decode()

    def encoded(self, record: logging.LogRecord) -> bytes:
        return _ENCODER.encode(record.line if isinstance(record, Line) else _fields(record))


class TextFormatter(logging.Formatter):
    """Any record as one line of text: time, level, event or logger, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        fields = record.line if isinstance(record, Line) else _fields(record)
        words = as_text(fields) if "message" not in fields else fields["message"]
        more = f" [{fields['exception']}]" if "exception" in fields else ""
        return f"{fields['time'][11:23]} {fields['level'].upper():7} {record.name}: {_one_line(words)}{more}"

    def encoded(self, record: logging.LogRecord) -> bytes:
        return self.format(record).encode("utf-8", "backslashreplace")


class Masking(logging.Filter):
    """For handlers of others: masks card numbers in messages, and leaves no exception's text."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not isinstance(record, Line):
            fields = _fields(record)
            record.msg = fields["message"]
            if "exception" in fields:
                record.msg = f"{record.msg} [{fields['exception']}]"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


class LineHandler(logging.Handler):
    """Writes each record to a sink that never makes it wait, and never raises.

    Under an event loop, lines below warning are gathered for HOLD_S, or until they fill a chunk: a write that wakes a
    reader costs more than making the line. A chunk is what a pipe takes in one piece, so that lines of several
    processes do not mix. All is written at once from warning on, and where no loop runs.
    """

    def __init__(self, sink: Sink, formatter: JsonFormatter | TextFormatter) -> None:
        super().__init__()
        self.sink = sink
        self._encoded = formatter.encoded
        self._json = type(formatter) is JsonFormatter
        self._told = 0
        self._gathered = b""
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.setFormatter(formatter)

    def is_all_of(self, logger: logging.Logger, level: int) -> bool:
        """Whether this handler, with nothing before it, is all that a line of JSON to this logger would come to."""
        if self.level > level or self.filters or not self._json or logger.filters or logger.disabled:
            return False
        each: logging.Logger | None = logger
        while each is not None and each.parent is not None:
            if each.handlers or not each.propagate:
                return False
            each = each.parent
        return each is not None and len(each.handlers) == 1 and each.handlers[0] is self

    def take(self, fields: Fields, level: int) -> None:
        """A line, where it `is_all_of` what it would come to: a log record of it costs as much as all the rest."""
        line = _ENCODER.encode(fields) + b"\n"
        with self.lock or contextlib.nullcontext():
            self._take(line, level)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self._encoded(record) + b"\n"
        except Exception:  # noqa: BLE001 - a line that cannot be written is no reason to stop a payment
            self.sink.drop(1)
            return
        self._take(line, record.levelno)

    def _take(self, line: bytes, level: int) -> None:
        loop = None if level >= logging.WARNING else asyncio._get_running_loop()
        if loop is None:
            self._write(line)
        elif len(self._gathered) + len(line) > CHUNK_BYTES:
            self._write(b"")
            self._gather(line, loop)
        else:
            self._gather(line, loop)

    def _gather(self, line: bytes, loop: asyncio.AbstractEventLoop) -> None:
        self._gathered += line
        if self._timer is None or self._loop is not loop:
            self._timer, self._loop = loop.call_later(HOLD_S, self._late), loop

    def _late(self) -> None:
        self._timer = None
        with self.lock or contextlib.nullcontext():
            self._write(b"")

    def _write(self, line: bytes) -> None:
        """What was gathered, and this."""
        gathered, self._gathered = self._gathered, b""
        if gathered:
            self.sink.write(gathered)
        if line:
            self.sink.write(line)
        if self.sink.dropped != self._told and not self.sink.held:
            self._tell_dropped()

    def _tell_dropped(self) -> None:
        """Once there is room again, or nearly: that something is missing here."""
        missing, self._told = self.sink.dropped - self._told, self.sink.dropped
        record = event_line(logging.WARNING, "log_lines_dropped", detail=str(missing))
        self.sink.write(self._encoded(record) + b"\n")

    def flush(self) -> None:
        with self.lock or contextlib.nullcontext():
            self._write(b"")
        self.sink.flush()

    def close(self) -> None:
        self.flush()
        self.sink.close()
        super().close()


def configure(options: LogOptions | None = None, *, descriptor: int = 2) -> LineHandler:
    """Logs of this whole process go to `descriptor`, or to the options' file. Raises OSError where it cannot be opened.

    To be called once, in the process that serves: after a fork, not before.
    """
    options = options or LogOptions()
    opened = None
    if options.file is not None:
        opened = descriptor = os.open(options.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
    handler = LineHandler(Sink(descriptor), JsonFormatter() if options.format is Format.JSON else TextFormatter())
    if opened is not None:
        os.close(opened)
    level = logging.getLevelNamesMapping()[options.level.upper()]
    root = logging.getLogger()
    for other in tuple(root.handlers):
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("tollbridge").setLevel(level)
    for name, lowest in _QUIET.items():
        logging.getLogger(name).setLevel(max(level, lowest))
    # What the lines do not have need not be looked up; and the standard library's own last resort prints what it fell
    # over, to a stderr that may not be read.
    logging.logThreads = logging.logMultiprocessing = False
    logging.raiseExceptions = False
    return handler


def _fields(record: logging.LogRecord) -> Fields:
    """Of a record that is none of our lines: its message, masked, and where its exception came from."""
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - a library whose arguments do not fit its words
        message = str(record.msg)
    if record.name.startswith(_QUOTING):
        message = message.partition("\n")[0]
    fields: Fields = {"time": timestamp(record.created), "level": LEVELS.get(record.levelno) or _level(record.levelno),
                      "logger": record.name, "event": "log", "pid": record.process or os.getpid(),
                      "message": masked(message[:MOST_CHARACTERS])}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        fields["exception"] = where(error)
    return fields


def where(error: BaseException, depth: int = 4) -> str:
    """Kind and place of a fault. Its text is left out: it may quote what it fell over."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    cause = error.__cause__
    told = f" from {where(cause, depth - 1)}" if cause is not None and depth > 1 else ""
    return f"{type(error).__name__} at {'>'.join(f'{frame.name}:{frame.lineno}' for frame in frames)}{told}"


def _level(number: int) -> str:
    return "debug" if number < logging.INFO else "info" if number < logging.WARNING else "warning" \
        if number < logging.ERROR else "error"


def _one_line(text: str) -> str:
    return text if text.isprintable() else "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
