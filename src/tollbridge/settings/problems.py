"""What is wrong with settings, all of it at once: what, where it was said, and what to do. Never what was given."""

from __future__ import annotations

from typing import Literal, NamedTuple

Path = tuple[str | int, ...]
"""Of a setting: ("auth", "tokens", 0, "name")."""


class Conflict(NamedTuple):
    """What does not go together: at `path`; `others` are the settings that it depends on as well."""

    path: Path
    why: str
    others: tuple[Path, ...] = ()


class Origin(NamedTuple):
    """Where a value was said: `place` is file and line, the name of a variable, or a flag."""

    kind: Literal["default", "file", "environment", "flag"]
    place: str = ""

    def __str__(self) -> str:
        return self.place or self.kind


DEFAULT = Origin("default")


class SettingProblem(NamedTuple):
    """One setting that cannot stand; `path` may be empty where the whole of a file or variable is at fault."""

    path: str
    why: str
    origin: Origin = DEFAULT

    def __str__(self) -> str:
        where = f" ({self.origin})" if self.origin.kind != "default" else ""
        return f"{self.path}{where}: {self.why}" if self.path else f"{self.origin}: {self.why}"


class SettingsError(Exception):
    """Settings that cannot be used: `problems` are all that is wrong with them."""

    def __init__(self, problems: list[SettingProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def shown(path: Path) -> str:
    """The path as a person writes it: auth.tokens[0].name."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
