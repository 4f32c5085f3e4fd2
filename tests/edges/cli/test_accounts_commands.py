"""`tollbridge accounts`, as a user has it: real processes, names and never a value."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "canary-b3d8"


def accounts(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TOLLBRIDGE")}
    ran = subprocess.run([sys.executable, "-m", "tollbridge", "accounts", *words], capture_output=True, text=True,
                         timeout=60, check=False, env={**clean, "TOLLBRIDGE__ENVIRONMENT": "test", **environ})
    assert CANARY not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran


SIGNING_KEY = "whsec_YSBrZXkgb2YgdGhlIG1lcmNoYW50J3Mgb3du"


@pytest.fixture
def store(tmp_path: Path) -> dict[str, str]:
    return on(tmp_path, f'''\
[shop-1.stripe]
api_key = "{CANARY}"
webhook_secret = "{CANARY}"
[shop-1.phonepe]
merchant_id = "{CANARY}"
salt_key = "{CANARY}"
salt_index = "1"
webhook_secret = "{CANARY}"
webhook_forward_url = "http://shop.example/{CANARY}"
webhook_forward_secret = "{SIGNING_KEY}"
[shop-02.stripe]
api_key = "{CANARY}"
base_url = "https://{CANARY}.example"
''')


def on(folder: Path, text: str) -> dict[str, str]:
    (folder / "accounts.toml").write_text(text)
    (folder / "accounts.toml").chmod(0o600)
    return {"TOLLBRIDGE__ACCOUNTS__STORE": "file", "TOLLBRIDGE__ACCOUNTS__PATH": str(folder / "accounts.toml")}


def test_they_are_listed_by_name(store: dict[str, str]) -> None:
    listed = accounts("list", **store)
    assert (listed.returncode, listed.stdout.splitlines()) == (0, [
        "shop-02  stripe        base_url",
        "shop-1   phonepe       webhook_secret, webhook_forward_url",
        "shop-1   stripe        webhook_secret",
        "3 accounts"])
    rows = json.loads(accounts("list", "--json", **store).stdout)
    assert rows[0] == {"merchant_id": "shop-02", "connector": "stripe", "webhook_secret": False,
                       "webhook_forward_url": False, "base_url": True}


def test_check_warns_of_what_is_missing(store: dict[str, str]) -> None:
    checked = accounts("check", TOLLBRIDGE__WEBHOOKS__ENABLED="1", **store)
    assert (checked.returncode, checked.stdout) == (0, "good: 3 accounts of store file\n")
    assert checked.stderr.splitlines() == [
        "warning: shop-02.stripe.webhook_secret: is missing: webhooks for this account are refused",
        "warning: shop-1.phonepe.webhook_forward_url: is http: nothing is sent there unless transport.guard lets it, "
        "and then in the clear",
        "warning: shop-1.stripe.webhook_forward_url: is missing: webhooks for this account go nowhere"]
    told = json.loads(accounts("check", "--json", **store).stdout)
    assert (told["ok"], told["accounts"], len(told["warnings"])) == (True, 3, 2)


def test_check_tells_all_that_is_wrong_with_2(tmp_path: Path) -> None:
    broken = on(tmp_path, f'[a.strpie]\nx = "{CANARY}"\n[b.stripe]\napi_ky = "{CANARY}"\n')
    checked = accounts("check", **broken)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr.splitlines() == [
        "3 things wrong with the accounts:",
        "  a.strpie: no connector 'strpie': did you mean stripe?",
        "  b.stripe.api_ky: unknown field: did you mean api_key?",
        "  b.stripe.api_key: required"]
    told = accounts("check", "--json", **broken)
    assert told.returncode == 2
    assert json.loads(told.stdout)["problems"][2] == {"path": "b.stripe.api_key", "why": "required"}


def test_a_store_that_is_none_or_cannot_be_read(tmp_path: Path) -> None:
    none = accounts("list")
    assert (none.returncode, none.stdout) == (2, "")
    assert "every call brings its own" in none.stderr
    away = accounts("check", TOLLBRIDGE__ACCOUNTS__STORE="vault", TOLLBRIDGE__ACCOUNTS__PATH="p",
                    TOLLBRIDGE__ACCOUNTS__VAULT__URL="http://127.0.0.1:1", VAULT_TOKEN=CANARY)
    assert (away.returncode, away.stdout) == (1, "")
    assert "accounts.store vault: Vault: " in away.stderr


def test_wrong_settings_are_told_first() -> None:
    refused = accounts("check", TOLLBRIDGE__ACCOUNTS__STORE="file")
    assert refused.returncode == 2
    assert "accounts.store (TOLLBRIDGE__ACCOUNTS__STORE): file needs accounts.path" in refused.stderr
