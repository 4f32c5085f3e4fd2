"""Keys of 32 bytes from a file that only its owner can read: `openssl rand -hex 32 > key; chmod 600 key`."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from tollbridge.domain.errors import BadInput

KEY = 32
_HEX = re.compile(r"[0-9a-fA-F]{64}\Z")


def read_keys(file: Path, what: str) -> list[bytes]:
    """One in each line, as 64 hexadecimal digits or 32 bytes in base64. Raises BadInput at `what`."""
    try:
        mode, text = file.stat().st_mode, file.read_text("ascii", "replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}", what) from None
    if mode & 0o077:
        raise BadInput(f"{file} can be read by others: chmod 600", what)
    keys = [_key(line.strip()) for line in text.splitlines() if line.strip()]
    if not keys or any(len(key) != KEY for key in keys):
        raise BadInput(f"{file} holds no key: 64 hexadecimal digits a line, such as openssl rand -hex 32 writes", what)
    return keys


def _key(line: str) -> bytes:
    try:
        return bytes.fromhex(line) if _HEX.match(line) else base64.b64decode(line, validate=True)
    except ValueError:
        return b""
