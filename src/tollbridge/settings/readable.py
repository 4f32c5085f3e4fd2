"""Whether a file that a setting names can be read."""

from __future__ import annotations

from pathlib import Path


def unreadable(file: str) -> str | None:
    """Why it cannot be read; None if it can."""
    try:
        with Path(file).open("rb"):
            return None
    except OSError as error:
        return error.strerror or type(error).__name__
    except ValueError:  # a null byte in it
        return "no name of a file"
