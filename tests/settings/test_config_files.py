"""The files in config/: they load, example.toml says what the tree says, production.toml is safe."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tools.docs.example_config import example_config

from tollbridge.settings import Settings, SettingsError, load
from tollbridge.settings.layers import settings_of

CONFIG = Path(__file__).parents[2] / "config"
EXAMPLE = CONFIG / "example.toml"


def uncommented() -> str:
    """The example with every setting said."""
    return re.sub(r"^#(?=\S)", "", EXAMPLE.read_text(), flags=re.MULTILINE)


def test_the_example_is_what_the_tree_says() -> None:
    assert EXAMPLE.read_text() == example_config()


def test_the_example_changes_nothing() -> None:
    assert load(EXAMPLE, environ={}).settings == Settings(environment="test")


def test_the_example_has_every_setting_and_each_is_explained() -> None:
    lines = uncommented().splitlines()
    for at, line in enumerate(lines):
        if line and not line.startswith("#"):
            assert lines[at - 1].startswith("# "), f"{line}: not explained"
    said = tomllib.loads(uncommented())
    for path in settings_of(Settings):
        inner = said
        for key in path:
            inner = inner["stripe" if key == "name" else key]


def test_every_value_of_the_example_is_one_that_can_be_set(tmp_path: Path) -> None:
    """What is left to tell is of this machine, which has no such files, and of the example, which says each way."""
    file = tmp_path / "whole.toml"
    file.write_text(uncommented())
    with pytest.raises(SettingsError) as refused:
        load(file, environ={})
    rest = {problem.path for problem in refused.value.problems if "cannot be read" not in problem.why}
    assert rest == {
        "auth.tokens[0]", "connectors.stripe.base_url", "bridge.credentials_file", "bridge.nkey_file",
        "bridge.audit.key", "routing.rules[0].mode"}


def test_the_development_file_is_for_test_and_loopback() -> None:
    its = load(CONFIG / "development.toml", environ={}).settings
    assert (its.environment, its.grpc.host, its.http.host) == ("test", "127.0.0.1", "127.0.0.1")


def test_the_production_file_lacks_only_the_files_that_it_names(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load(CONFIG / "production.toml", environ={})
    assert {problem.path for problem in refused.value.problems} == {
        "tls.cert_file", "tls.key_file", "auth.tokens[0].token_file", "accounts.path"}
    text = (CONFIG / "production.toml").read_text()
    for name in ("/etc/tollbridge/tls/tls.crt", "/etc/tollbridge/tls/tls.key",
                 "/run/secrets/tollbridge-checkout-token", "/etc/tollbridge/accounts"):
        there = tmp_path / name.rpartition("/")[2]
        there.mkdir() if name.endswith("accounts") else there.write_text("x")
        text = text.replace(f'"{name}"', f'"{there}"')
    (tmp_path / "production.toml").write_text(text)
    its = load(tmp_path / "production.toml", environ={}).settings
    assert (its.environment, its.other_environment, its.logs.bodies, its.transport.guard.enabled) == (
        "live", False, False, True)
    (tmp_path / "production.toml").write_text(re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE))
    load(tmp_path / "production.toml", environ={"TOLLBRIDGE__TLS__CLIENT_CA_FILE": __file__})
