"""`--merchant`: payments and webhooks with the account of the service's own store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from edges.cli.running_cli import KEYS, here, program
from edges.cli.test_webhooks_verify import SECRET, raw
from tollbridge.sandbox import SandboxThread

NOBODY = dict.fromkeys(KEYS)
EUR = ["--amount", "12.34", "--currency", "EUR", "--test-card", "approved"]

VAULT = """
environment = "test"
[accounts]
store = "vault"
path = "tollbridge"
vault.url = "http://127.0.0.1:9"
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.fixture
def config(sandbox: SandboxThread, tmp_path: Path) -> str:
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(f"""
[shop-1.stripe]
api_key = "sk_test_canary9f2b"
webhook_secret = "{SECRET}"

[shop-2.adyen]
api_key = "AQEcanary9f2b"
merchant_account = "ShopECOM"
base_url = "{sandbox.base_url('adyen')}"
""")
    accounts.chmod(0o600)
    file = tmp_path / "tollbridge.toml"
    file.write_text(f"""
environment = "test"
[accounts]
store = "file"
path = "{accounts}"
[transport.guard]
allow = ["127.0.0.1"]
[connectors.stripe]
base_url = "{sandbox.base_url('stripe')}"
""")
    return str(file)


def call(*words: str, connector: str = "stripe") -> list[str]:
    return [*words, "--connector", connector, "--environment", "test"]


@pytest.mark.parametrize(("merchant", "connector"), [("shop-1", "stripe"), ("shop-2", "adyen")])
def test_a_merchants_account_pays_where_it_or_the_settings_say(merchant: str, connector: str, config: str) -> None:
    done = here(*call("pay", "authorize", *EUR, connector=connector), "--merchant", merchant, "--config", config,
                "--return-url", "https://shop.example/", "--merchant-transaction-id", merchant, env=NOBODY)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("CHARGED")


def test_the_services_guard_holds_for_its_accounts(config: str) -> None:
    """As its proxies and authorities do: what the service would not call, nor does the command line for it."""
    done = here(*call("pay", "authorize", *EUR), "--merchant", "shop-1", "--config", config, "--base-url",
                "http://127.0.0.2:9", env=NOBODY)
    assert done.exit_code == 2, done.output
    assert "base_url" in done.stderr


def test_the_settings_may_be_named_by_the_environment(config: str) -> None:
    done = program(*call("pay", "authorize", *EUR), "--merchant", "shop-1",
                   env={**dict.fromkeys(KEYS, ""), "TOLLBRIDGE_CONFIG": config})
    assert done.returncode == 0, done.stderr


def test_a_webhook_is_verified_with_the_merchants_secret(config: str) -> None:
    words = ("webhooks", "verify", "--connector", "stripe", "--config", config, "--raw-http", "--json")
    done = here(*words, "--merchant", "shop-1", stdin=raw(), env=NOBODY)
    assert json.loads(done.stdout)["verified"] is True
    without = here(*words[:2], "--connector", "adyen", *words[4:], "--merchant", "shop-2", stdin=raw(), env=NOBODY)
    assert without.exit_code == 2
    assert "webhook_secret" in without.stderr
    assert here("webhooks", "verify", "--connector", "stripe", stdin=b"{}").exit_code == 2


@pytest.mark.parametrize(("words", "code", "told"), [
    (["--merchant", "shop-9"], 2, "no account of that merchant"),
    (["--merchant", "shop-1", "--credentials", "x.json"], 2, "give one of them"),
    (["--merchant", "shop-1", "--environment", "live", "--yes"], 2, "accounts are test"),
    ([], 2, "--config goes with --merchant"),
])
def test_what_is_wrong_is_said(words: list[str], code: int, told: str, config: str) -> None:
    environment = [] if "--environment" in words else ["--environment", "test"]
    done = here("pay", "void", "pi_1", "--connector", "stripe", *environment, "--config", config, *words, env=NOBODY)
    assert done.exit_code == code, done.output
    assert told in done.stderr
    assert "canary" not in done.output


def test_a_store_that_is_not_there_is_a_fault_and_a_broken_one_wrong_input(config: str, tmp_path: Path) -> None:
    words = call("pay", "void", "pi_1", "--merchant", "shop-1", "--config", config)
    accounts = tmp_path / "accounts.toml"
    accounts.write_text('[shop-1.stripe]\napi_kee = "sk_test_canary9f2b"\n')
    broken = here(*words, env=NOBODY)
    assert (broken.exit_code, "canary" in broken.output) == (2, False)
    assert "shop-1.stripe.api_key" in broken.stderr
    Path(config).write_text(VAULT)
    gone = here(*words, env={**NOBODY, "VAULT_TOKEN": "canary"})
    assert (gone.exit_code, "canary" in gone.output) == (1, False), gone.output
    assert "the account store" in gone.stderr
    Path(config).write_text("environment = 3\n")
    unusable = here(*words, env=NOBODY)
    assert unusable.exit_code == 2
    assert "settings cannot be used" in unusable.stderr
