"""Markdown tables and lists, with the same bytes for the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make docs` from the code and the golden cases; do not edit. -->"


def page(title: str, *parts: str) -> str:
    """A whole page; parts that are empty are left out."""
    return "\n\n".join([f"# {title}", NOTICE, *(part for part in parts if part)]) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; nothing at all where it has no rows."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(header), _row(["---"] * len(header)), *lines]) if lines else ""


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading with what is below it; nothing where nothing is below."""
    kept = [part for part in parts if part]
    return "\n\n".join([f"{'#' * level} {title}", *kept]) if kept else ""


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def code(words: Iterable[str]) -> str:
    """Each word as code, with commas between."""
    return ", ".join(f"`{word}`" for word in words)


def linked(text: str) -> str:
    """Bare addresses as links, without the full stop or comma that ends a sentence after them."""
    return re.sub(r"(?<![<`])(?<!\]\()https?://[^\s<>`]*[^\s<>`.,;:)]", lambda found: f"<{found[0]}>", text)


def natural(word: str) -> list[tuple[bool, int, str]]:
    """For sorting: 2 comes before 10, numbers before letters."""
    parts = re.split(r"(\d+)", word)
    return [(False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts if part]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
