"""Whatever stands in a file of settings or accounts, or in a variable, only the named errors come out."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tollbridge.accounts import AccountsError, AccountStoreError
from tollbridge.accounts.account import RawAccount, read_all
from tollbridge.accounts.mounted import EnvironmentSource, FileSource
from tollbridge.settings import SettingsError, load
from tollbridge.settings.layers import settings_of
from tollbridge.settings.positions import lines_of
from tollbridge.settings.tree import Settings

EXAMPLES = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "100"))
EXAMPLE = (Path(__file__).parents[2] / "config/example.toml").read_text()
LINES = [line.removeprefix("#") for line in EXAMPLE.splitlines() if line and not line.startswith("# ")]
values = st.sampled_from(["1", '"x"', "true", "[]", "{}", "{a = 1}", "nan", "-1", "1e400", "[[1]]", '["*"]',
                          "2020-01-01", '"""\n[a]\n"""', "[\n1,\n# b = 2\n]", "''", "[{}, {name = 'x'}]"])
keys = st.sampled_from(["a", '"b c"', "grpc.port", "tokens", "name", "environment", "'x.y'", "sha256", "https",
                        "tokens.name", "tokens.name.a"])
lines = st.one_of(
    st.sampled_from(LINES), st.builds("{} = {}".format, keys, values), st.builds("[{}]".format, keys),
    st.builds("[[{}]]".format, keys), st.text(max_size=20))
variables = st.one_of(
    st.sampled_from(["__".join(path).upper() for path in settings_of(Settings)]), st.text("ABC_", max_size=12))
tried = settings(max_examples=EXAMPLES, deadline=None, database=None,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@tried
@given(st.lists(lines, max_size=12), st.dictionaries(variables, st.one_of(values, st.text(max_size=12)), max_size=4))
def test_settings(folder: Path, text: list[str], environ: dict[str, str]) -> None:
    file = folder / "settings.toml"
    file.write_text("\n".join(text), encoding="utf-8", errors="replace", newline="\n")
    with suppress(SettingsError):
        load(file, environ={f"TOLLBRIDGE__{name}": value for name, value in environ.items()})


@tried
@given(st.lists(lines, max_size=12))
def test_each_key_of_a_file_has_its_line(text: list[str]) -> None:
    whole = "\n".join(text)
    try:
        read = tomllib.loads(whole)
    except tomllib.TOMLDecodeError:
        return
    found = lines_of(whole)
    assert set(_paths(read)) == found.keys()
    assert all(1 <= line <= len(text) + whole.count("\n") + 1 for line in found.values())


def _paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _paths(item, (*at, key))


@tried
@given(st.lists(lines, max_size=12))
async def test_a_file_of_accounts(folder: Path, text: list[str]) -> None:
    file = folder / "accounts.toml"
    file.write_text("\n".join(["[shop.stripe]", *text]), encoding="utf-8", errors="replace", newline="\n")
    file.chmod(0o600)
    with suppress(AccountStoreError):
        found = await FileSource(file, private=True, environ={}).read()
        assert found is not None
        read_all(*found)


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6)
fields = st.dictionaries(st.sampled_from(["api_key", "webhook_secret", "webhook_forward_url", "base_url", "salt_key",
                                          "apple_pay_supported_networks"]) | st.text(max_size=8), anything, max_size=5)


@tried
@given(st.sampled_from(["stripe", "phonepe", "braintree", "paypal", "", "..", "no such"]), fields, st.booleans())
def test_an_account(connector: str, its: dict[str, object], texts: bool) -> None:
    with suppress(AccountsError):
        read_all([RawAccount("shop", connector, its, texts)])


@tried
@given(st.dictionaries(st.text("AB_", max_size=10), values, max_size=4))
async def test_variables_of_accounts(environ: dict[str, str]) -> None:
    with suppress(AccountsError):
        found = await EnvironmentSource({f"TOLLBRIDGE_ACCOUNT__{name}": text for name, text in environ.items()}).read()
        assert found is not None
        read_all(*found)
