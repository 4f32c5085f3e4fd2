"""Logging as it was before each test, and a log file of its own for each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tollbridge.telemetry.logs import LineHandler, LogOptions, configure

_NAMES = ("tollbridge", "urllib3", "hpack", "asyncio", "aiohttp", "grpc", "uvicorn", "opentelemetry", "requests")


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in _NAMES}
    flags = logging.logThreads, logging.logMultiprocessing, logging.raiseExceptions
    yield
    for handler in root.handlers[:]:
        root.removeHandler(handler)
        if handler not in handlers:
            handler.close()
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    for name, its in levels.items():
        logging.getLogger(name).setLevel(its)
    logging.logThreads, logging.logMultiprocessing, logging.raiseExceptions = flags


@pytest.fixture
def log_file(tmp_path: Path, logging_as_before: None) -> Path:
    """Of a process that logs all from info on."""
    configure(LogOptions(file=str(tmp_path / "log.json")))
    return tmp_path / "log.json"


@pytest.fixture
def debug_log(tmp_path: Path, logging_as_before: None) -> Path:
    configure(LogOptions(level="debug", file=str(tmp_path / "log.json")))
    return tmp_path / "log.json"


@pytest.fixture
def handler(tmp_path: Path, logging_as_before: None) -> LineHandler:
    return configure(LogOptions(file=str(tmp_path / "log.json")))
