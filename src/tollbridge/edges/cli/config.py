"""`tollbridge config check|show`: what the service would be told, where each value was said, and all that is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from tollbridge.settings import Flag, Loaded, SettingsError

MASKED = "***"
config_option = click.option(
    "--config", "file", type=click.Path(dir_okay=False), metavar="FILE",
    help="The TOML file; without it the one that TOLLBRIDGE_CONFIG names, if any.")


@click.group()
def config() -> None:
    """The settings of the service: defaults, a TOML file, variables TOLLBRIDGE__SECTION__KEY, flags."""


@config.command("check")
@config_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(file: str | None, as_json: bool) -> None:
    """Tell everything that is wrong, each with where it was said. Exit code 0: nothing, 2: something.

    Certificates and tokens are read as `serve` does. Accounts have a check of their own: accounts check.
    """
    loaded = usable(file, as_json=as_json)
    _check_files(loaded, as_json=as_json)
    its = loaded.settings
    if as_json:
        click.echo(json.dumps({"ok": True, "problems": []}, indent=2))
    else:
        click.echo(f"good: {loaded.file or 'no file'}; environment {its.environment}")


@config.command("show")
@config_option
@click.option("--origin", is_flag=True, help="Where each value was said: file and line, variable, or default.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(file: str | None, origin: bool, as_json: bool) -> None:
    """All settings as they count, secrets masked."""
    loaded = usable(file, as_json=as_json)
    click.echo(_as_json(loaded, origin) if as_json else "\n".join(_lines(loaded, origin)))


def usable(file: str | None, flags: Mapping[str, Flag] | None = None, *, as_json: bool = False) -> Loaded:
    """The settings; where they cannot be used, all that is wrong is told, and the program ends with 2."""
    try:
        from tollbridge import settings
    except ModuleNotFoundError as error:
        click.echo(f"settings need more packages: pip install 'tollbridge[server]' ({error})", err=True)
        sys.exit(1)
    try:
        return settings.load(file, flags=flags)
    except settings.SettingsError as error:
        _refuse(error, as_json=as_json)


def _check_files(loaded: Loaded, *, as_json: bool) -> None:
    """A file that can be read is not yet good: it may be another certificate's key, or a token of five letters."""
    from tollbridge.edges.cli.wiring import wrong_files
    from tollbridge.settings import SettingProblem, SettingsError
    from tollbridge.settings.problems import shown

    wrong = [SettingProblem(shown(path), why, loaded.origin(path)) for path, why in wrong_files(loaded.settings)]
    if wrong:
        _refuse(SettingsError(wrong), as_json=as_json)


def _refuse(error: SettingsError, *, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"ok": False, "problems": [
            {"path": path, "why": why, "origin": {"kind": origin.kind, "place": origin.place}}
            for path, why, origin in error.problems]}, indent=2))
    else:
        count = len(error.problems)
        click.echo(f"{count} thing{'s' if count != 1 else ''} wrong in the settings:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
    sys.exit(2)


def _as_json(loaded: Loaded, origin: bool) -> str:
    if not origin:
        return json.dumps(_plain(loaded.settings.model_dump()), indent=2)
    return json.dumps({
        ".".join(path): {"value": value, "origin": loaded.origin(path)._asdict()}
        for path, value in _flat(_plain(loaded.settings.model_dump()))}, indent=2)


def _lines(loaded: Loaded, origin: bool) -> Iterator[str]:
    """TOML, but for what is masked: one dotted key a line."""
    for path, value in _flat(_plain(loaded.settings.model_dump())):
        name = ".".join(map(_key, path))
        line = f"# {name} is not set" if value is None else f"{name} = {_toml(value)}"
        yield f"{line:<60}  # {loaded.origin(path)}" if origin and value is not None else line


def _toml(value: object) -> str:
    match value:
        case dict():
            items = (f"{_key(key)} = {_toml(item)}" for key, item in value.items() if item is not None)
            return "{" + ", ".join(items) + "}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else _toml(name)


def _plain(value: Any) -> Any:
    """As JSON has it; what is secret is masked."""
    from tollbridge.domain.secret import Secret

    match value:
        case Secret():
            return MASKED
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
    return value


def _flat(values: Mapping[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, (*at, key))
        else:
            yield (*at, key), value
