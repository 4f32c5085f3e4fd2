"""How far `tollbridge listen` has come, in a file on the developer's machine.

A file, and not a durable consumer: reading needs no permission to make anything on the server, and developers who come
and go leave nothing behind there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.files import replaced

SECRET_BYTES = 32


class Cursor:
    """`sequence` is that of the last event that was told."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.sequence = 0

    @classmethod
    def at(cls, file: str | None, merchant_id: str, more: Sequence[str]) -> Self:
        """`more` tells apart what has a cursor of its own: servers, kinds."""
        if file is not None:
            return cls(Path(file))
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tollbridge"
        digest = hashlib.sha256(json.dumps(list(more)).encode()).hexdigest()[:8]
        return cls(folder / f"listen-{merchant_id}-{digest}.json")

    def read(self) -> tuple[str, int] | None:
        """Which stream, and the sequence; None where there is none yet. Raises BadInput."""
        try:
            kept = json.loads(self.file.read_bytes())
            created, self.sequence = str(kept["stream"]), int(kept["sequence"])
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadInput(f"--cursor: {self.file} cannot be read: {error.strerror}", "cursor") from None
        except (ValueError, KeyError, TypeError):
            raise BadInput(f"--cursor: {self.file} is none of `tollbridge listen`: remove it, or name another",
                           "cursor") from None
        return created, self.sequence

    def keep(self, stream: str, sequence: int) -> None:
        """In one piece, whenever the machine stops. Raises BadInput."""
        self.sequence = sequence
        replaced(self.file, json.dumps({"stream": stream, "sequence": sequence}), "--cursor")


def new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
