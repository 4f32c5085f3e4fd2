"""The layers that settings come from, each as nested tables with the origin of every value."""

from __future__ import annotations

import json
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path as File
from typing import Any, NamedTuple

from pydantic import BaseModel

from tollbridge.settings.positions import lines_of
from tollbridge.settings.problems import Origin, Path, SettingProblem
from tollbridge.settings.tree import Settings

PREFIX = "TOLLBRIDGE__"
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class Flag(NamedTuple):
    """A value from the command line: `name` is the flag as it is written there, --port."""

    name: str
    value: object


class Added(list[str]):
    """Of a flag: entries that come on top of a list, whoever said that."""


class Layer(NamedTuple):
    """`values` in tables as TOML has them, `origins` by path, `problems` of what could not be read."""

    values: dict[str, Any]
    origins: dict[Path, Origin]
    problems: list[SettingProblem]


def file_layer(file: File) -> Layer:
    """A TOML file."""
    origin = Origin("file", str(file))
    try:
        text = file.read_bytes().decode()
        values = tomllib.loads(text)
        origins = {path: Origin("file", f"{file}:{line}") for path, line in lines_of(text).items()}
    except RecursionError:
        return Layer({}, {}, [SettingProblem("", "is not TOML that can be read: too deep", origin)])
    except FileNotFoundError:
        return Layer({}, {}, [SettingProblem("", "no such file", origin)])
    except OSError as error:
        return Layer({}, {}, [SettingProblem("", f"cannot be read: {error.strerror}", origin)])
    except UnicodeDecodeError:
        return Layer({}, {}, [SettingProblem("", "is not UTF-8 text", origin)])
    except tomllib.TOMLDecodeError as error:
        return Layer({}, {}, [SettingProblem("", f"is not TOML: {error}", origin)])
    return Layer(values, origins, [])


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """Variables TOLLBRIDGE__SECTION__KEY. Lists are JSON or comma-separated, tables JSON."""
    layer = Layer({}, {}, [])
    for name, text in sorted(environ.items()):
        origin = Origin("environment", name)
        if not name.startswith(PREFIX):
            if name.upper().startswith("TOLLBRIDGE_") and (meant := _meant(name, text)):
                layer.problems.append(SettingProblem("", f"no such setting: did you mean {meant}?", origin))
            continue
        path = tuple(name.removeprefix(PREFIX).lower().split("__"))
        kind = _kind(path)
        if kind is None:
            layer.problems.append(SettingProblem("", _unknown_variable(name), origin))
            continue
        try:
            value = _read(kind, text)
        except ValueError as error:
            layer.problems.append(SettingProblem(".".join(path), str(error), origin))
            continue
        _put(layer, path, value, origin)
    return layer


def flag_layer(flags: Mapping[str, Flag]) -> Layer:
    """Flags by the setting that each of them is; None is a flag that was not given."""
    layer = Layer({}, {}, [])
    for path, flag in flags.items():
        if flag.value is not None:
            _put(layer, tuple(path.split(".")), flag.value, Origin("flag", flag.name))
    return layer


def merged(layers: list[Layer]) -> Layer:
    """Later layers win, table by table; a list is taken whole."""
    whole = Layer({}, {}, [])
    for layer in layers:
        _merge(whole, layer.values, layer.origins, ())
        whole.problems.extend(layer.problems)
    return whole


def _merge(whole: Layer, values: Mapping[str, Any], origins: Mapping[Path, Origin], at: Path) -> None:
    target: Any = whole.values
    for key in at:
        target = target[key]
    for key, value in values.items():
        path = (*at, key)
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(whole, value, origins, path)
            continue
        if isinstance(value, Added):
            before = target.get(key)
            value = [*(before if isinstance(before, list) else ()), *value]
        target[key] = dict(value) if isinstance(value, dict) else value
        for old in [each for each in whole.origins if each[:len(path)] == path]:
            del whole.origins[old]
        whole.origins.update({each: origin for each, origin in origins.items() if each[:len(path)] == path})


def _put(layer: Layer, path: tuple[str, ...], value: object, origin: Origin) -> None:
    """A value at its place; one that was said above or below it stays beside it, for later ones to win."""
    table = layer.values
    for key in path[:-1]:
        inner = table.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = table[key] = {}
        table = inner
    given = table.get(path[-1])
    table[path[-1]] = {**value, **given} if isinstance(value, dict) and isinstance(given, dict) else value
    layer.origins[path] = origin


def variables() -> list[str]:
    """The name of the variable of every setting; those of tables by name have NAME in them."""
    return [PREFIX + "__".join(path).upper() for path in settings_of(Settings)]


def settings_of(section: type[BaseModel], at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of all settings below a section; a table of sections by name is shown with NAME."""
    found = []
    for name, field in section.model_fields.items():
        kind = plain(field.annotation)
        if is_section(kind):
            found += settings_of(kind, (*at, name))
        elif typing.get_origin(kind) is dict and is_section(typing.get_args(kind)[1]):
            found += settings_of(typing.get_args(kind)[1], (*at, name, "name"))
        else:
            found.append((*at, name))
    return found


def is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def plain(annotation: Any) -> Any:
    """The type without Optional and Annotated."""
    if typing.get_origin(annotation) is typing.Annotated:
        return plain(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return plain(next(each for each in typing.get_args(annotation) if each is not types.NoneType))
    return annotation


def _kind(path: tuple[str, ...]) -> Any | None:
    """The type of the setting at a path; None where there is none."""
    kind: Any = Settings
    for key in path:
        if typing.get_origin(kind) is dict:
            kind = plain(typing.get_args(kind)[1])
        elif is_section(kind) and key in kind.model_fields:
            kind = plain(kind.model_fields[key].annotation)
        else:
            return None
    return kind


def _meant(name: str, text: str) -> str | None:
    """The variable of a setting whose name was written with other underscores or in small letters: to pass it over
    could leave callers without a check. Kubernetes has names of its own, of services (TOLLBRIDGE_GRPC_PORT).
    """
    if text.startswith(("tcp://", "udp://")):
        return None
    one = re.sub("_+", "_", name.upper())
    return next((each for each in variables() if re.sub("_+", "_", each) == one), None)


def _unknown_variable(name: str) -> str:
    near = get_close_matches(name.upper(), variables(), n=1, cutoff=0.8)
    return "no such setting" + (f": did you mean {near[0]}?" if near else "; config/example.toml has them all")


def _read(kind: Any, text: str) -> object:
    """What a variable's text says, as TOML would have it. What does not suit is left for the schema to refuse."""
    origin = typing.get_origin(kind)
    if origin is list or origin is dict or is_section(kind):
        if origin is list and not text.lstrip().startswith("["):
            inner = plain(typing.get_args(kind)[0])
            return [_read(inner, part.strip()) if inner in (int, float) else part.strip()
                    for part in text.split(",") if part.strip()]
        return _json(text, "a JSON list" if origin is list else "a JSON object")
    if kind is bool:
        return _WORDS.get(text.strip().lower(), text)
    if kind in (int, float) and _NUMBER.fullmatch(text.strip()):
        return float(text) if "." in text else int(text)
    return text


def _json(text: str, what: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"must be {what}") from None
