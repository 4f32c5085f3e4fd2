"""What the user hands in: files and stdin, read once, and every way in which they can be wrong as one named error."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from tollbridge.domain.errors import BadInput

STDIN = "-"
MOST_BYTES = 10 * 1024 * 1024


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def read(path: str, option: str) -> bytes:
    """All of a file, or of stdin for "-". Raises BadInput."""
    try:
        if path == STDIN and sys.stdin is None:
            raise BadInput(f"{option}: stdin is closed")
        if path == STDIN:
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{option}: {path} cannot be read: {error.strerror or type(error).__name__}") from None
    except ValueError:  # a null byte in the name
        raise BadInput(f"{option}: no name of a file") from None
    if len(content) > MOST_BYTES:
        raise BadInput(f"{option}: more than {MOST_BYTES} bytes")
    return content


def read_text(path: str, option: str) -> str:
    """Without the line's end: of a secret in a file, as editors and `echo` leave it."""
    try:
        return read(path, option).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadInput(f"{option}: not UTF-8 text") from None


def read_object(path: str, option: str) -> dict[str, Any]:
    """A JSON object, or of a `.toml` file its table. What stands in it is never repeated: it may be a secret."""
    content = read(path, option)
    try:
        value = tomllib.loads(content.decode()) if path.endswith(".toml") else msgspec.json.decode(content)
    except (msgspec.DecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError):
        raise BadInput(f"{option}: not {'TOML' if path.endswith('.toml') else 'JSON'}") from None
    if not isinstance(value, dict):
        raise BadInput(f"{option}: must be a JSON object")
    return value


def replaced(file: Path, text: str, option: str) -> None:
    """Its content, in one piece whenever the machine stops. Raises BadInput."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(number, "w") as written:
                written.write(text)
            Path(name).replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise BadInput(f"{option}: {file} cannot be written: {error.strerror}", option.lstrip("-")) from None
