"""From the layers to Settings: merged, checked against the tree, and every error told with its origin."""

from __future__ import annotations

import copy
import itertools
import os
import typing
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path as File
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tollbridge.settings.checks import conflicts
from tollbridge.settings.kinds import limits_of
from tollbridge.settings.layers import (
    Flag,
    Layer,
    environment_layer,
    file_layer,
    flag_layer,
    is_section,
    merged,
    plain,
    settings_of,
)
from tollbridge.settings.problems import DEFAULT, Origin, Path, SettingProblem, SettingsError, shown
from tollbridge.settings.tree import Settings

CONFIG = "TOLLBRIDGE_CONFIG"
"""The variable that names the file where no flag does."""
_ENVIRONMENT = ('required: environment = "test" or "live" in the file, TOLLBRIDGE__ENVIRONMENT, or --environment where '
                "a command has it; there is no default, so that nobody goes live, or stays in test, by forgetting")
_WORDS = {"bool_type": "must be true or false", "string_type": "must be text", "list_type": "must be a list",
          "model_type": "must be a table", "model_attributes_type": "must be a table", "dict_type": "must be a table",
          "string_too_short": "must not be empty", "too_short": "must not be empty", "missing": "required"}
_NUMBERS = ("int_type", "int_from_float", "float_type", "finite_number", "greater_than", "greater_than_equal",
            "less_than", "less_than_equal", "int_parsing_size")


class Loaded(NamedTuple):
    """Settings that can be used, where each was said, and in which file if any."""

    settings: Settings
    layers: Layer
    file: File | None

    def origin(self, path: Path) -> Origin:
        """Where the value at a path was said: it, or the list or table that it was said in."""
        inner: Any = self.layers.values
        for key in path:
            if isinstance(inner, dict) and key not in inner:
                return DEFAULT
            inner = inner[key]
        return origin_of(self.layers.origins, path)


def load(file: str | File | None = None, *, environ: Mapping[str, str] | None = None,
         flags: Mapping[str, Flag] | None = None) -> Loaded:
    """Defaults, then the file (else the one that TOLLBRIDGE_CONFIG names), then variables, then flags.

    Raises SettingsError with everything that is wrong.
    """
    environ = os.environ if environ is None else environ
    named = file or environ.get(CONFIG) or None
    layers = [file_layer(File(named))] if named else []
    whole = merged([*layers, environment_layer(environ), flag_layer(flags or {})])
    settings, problems = _checked(whole)
    if problems:
        raise SettingsError(problems)
    return Loaded(settings, whole, File(named) if named else None)


def _checked(whole: Layer) -> tuple[Settings, list[SettingProblem]]:
    """What is wrong by itself, and then, with that left out, what does not go together."""
    problems = list(whole.problems)
    bad: set[Path] = {tuple(problem.path.split(".")) for problem in whole.problems if problem.path}
    half_known = any(problem.origin.kind == "file" for problem in whole.problems)  # what its file says, nobody knows
    values, settings = whole.values, None
    while settings is None:
        try:
            settings = Settings.model_validate(values)
        except ValidationError as error:
            values = copy.deepcopy(values)
            for each in error.errors(include_url=False, include_input=False):
                path = tuple(each["loc"])
                bad.add(path)
                _leave_out(values, path)
                if not (half_known and each["type"] == "missing"):
                    why = _why(path, each["type"], each.get("ctx", {}))
                    problems.append(SettingProblem(shown(path), why, origin_of(whole.origins, path)))
            values.setdefault("environment", "test")
    if not half_known:
        problems += [SettingProblem(shown(path), why, origin_of(whole.origins, path))
                     for path, why, others in conflicts(settings)
                     if not any(_touch(one, other) for one in (path, *others) for other in bad)]
    return settings, problems


def _touch(one: Path, other: Path) -> bool:
    """Whether one is the other, or in it."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def origin_of(origins: Mapping[Path, Origin], path: Path) -> Origin:
    """Of the value, of the nearest above it that was said, or of the first below it."""
    for end in range(len(path), 0, -1):
        if path[:end] in origins:
            return origins[path[:end]]
    return next((origin for each, origin in origins.items() if each[:len(path)] == path), DEFAULT)


def _leave_out(values: dict[str, Any], path: Path) -> None:
    """A list with something wrong in it goes whole."""
    inner: Any = values
    keys = list(itertools.takewhile(lambda key: isinstance(key, str), path))
    for key in keys[:-1]:
        inner = inner.get(key, {})
    inner.pop(keys[-1], None)


def _why(path: Path, kind: str, ctx: Mapping[str, Any]) -> str:
    if kind == "extra_forbidden":
        return _unknown(path)
    if path == ("environment",):
        return _ENVIRONMENT if kind == "missing" else f"must be {ctx.get('expected', 'text')}"
    if kind == "literal_error":
        return f"must be {ctx['expected']}"
    if kind == "value_error":
        return str(ctx["error"])
    field = _field(path)
    if kind in _NUMBERS and field is not None:
        whole = "a whole number" if plain(field.annotation) is int else "a number"
        return f"must be {whole} {limits_of(field)}".strip()
    return _WORDS.get(kind, f"is not valid ({kind})")


def _unknown(path: Path) -> str:
    """Where the tree has that name; else the nearest of its own table; else the nearest at all."""
    *above, name = path
    everywhere = settings_of(Settings)
    found = [each for each in everywhere if each[-1] == name]
    if not found and (section := _section(tuple(above))) is not None:
        found = [(*map(str, above), near) for near in get_close_matches(str(name), section.model_fields, n=1)]
    if not found:
        near = get_close_matches(str(name), {each[-1] for each in everywhere}, n=1)
        found = [each for each in everywhere if each[-1] in near]
    meant = f": did you mean {' or '.join(map(shown, found[:3]))}?" if found else "; config/example.toml has them all"
    return f"no such setting{meant}"


def _section(path: Path) -> type[BaseModel] | None:
    """The table at a path."""
    kind: Any = Settings
    for key in path:
        if typing.get_args(kind):
            kind = typing.get_args(kind)[-1]
        elif isinstance(key, str) and is_section(kind) and key in kind.model_fields:
            kind = plain(kind.model_fields[key].annotation)
        else:
            return None
    return kind if is_section(kind) else None


def _field(path: Path) -> FieldInfo | None:
    """Of an entry of a table by name: what each of them is."""
    section = _section(path[:-1])
    if section is not None:
        return section.model_fields.get(str(path[-1]))
    table = _field(path[:-1]) if len(path) > 1 else None
    inner = typing.get_args(plain(table.annotation)) if table is not None else ()
    return FieldInfo.from_annotation(inner[-1]) if inner else None
