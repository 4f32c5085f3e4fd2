"""A new connector is whole from its first minute: it passes the checks, replays, pays; only its evidence is missing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tools.scaffolding.templates import AUTHS, BODIES

from tools import scaffold

ROOT = Path(__file__).parents[2]
# by name: a config with one secret, with two, with optional texts and flags, nested and with maps, and none at all
BEGUN = {
    "stax": ("bearer", "json"), "mollie": ("bearer", "form"), "bluesnap": ("basic", "json"),
    "helcim": ("basic", "form"), "cybersource": ("header", "json"), "paysafe": ("header", "form"),
    "newpay": ("hmac", "json"), "flywire": ("hmac", "form"),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a connector for every way of signing and writing."""
    root = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / name, root)
    for name, (auth, body) in BEGUN.items():
        connector = root / "src" / "tollbridge" / "connectors" / name  # those that are there by now are begun once more
        connector.with_suffix(".py").unlink(missing_ok=True)
        shutil.rmtree(connector, ignore_errors=True)
        assert scaffold.main([name, "--auth", auth, "--body", body, "--root", str(root)]) == 0
    return root


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """In the copy, by the copy's own package."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False)


def sent(tree: Path, name: str, case: str = "authorize.card.paid") -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((tree / "golden" / name / f"{case}.json").read_text())["exchanges"][0]["send"]
    return read


def test_every_way_is_tried() -> None:
    assert set(BEGUN.values()) == {(auth, body) for auth in AUTHS for body in BODIES}


@pytest.mark.parametrize("command", [
    ("ruff", "check", "--no-cache", "src/tollbridge/connectors"),
    ("mypy", "--cache-dir", ".cache", "src/tollbridge/connectors"),
    ("lint-imports", "--no-cache"),
], ids=lambda command: command[0])
def test_what_it_writes_passes_the_checks(tree: Path, command: tuple[str, ...]) -> None:
    ran = run(tree, str(Path(sys.executable).parent / command[0]), *command[1:])
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_its_cases_replay(tree: Path) -> None:
    ran = run(tree, sys.executable, "-m", "tollbridge.testing", *(f"golden/{name}" for name in BEGUN))
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr


SUITE = """
import json, pathlib, sys
from tollbridge.testing import RULES, subject
golden = pathlib.Path("golden")
print(json.dumps({name: {rule.__name__: lines for rule in RULES if (lines := list(rule(subject(name, golden))))}
                  for name in sys.argv[1:]}))
"""


def test_the_suite_asks_for_what_only_the_processors_pages_say(tree: Path) -> None:
    ran = run(tree, sys.executable, "-c", SUITE, *BEGUN)
    assert ran.returncode == 0, ran.stderr
    for name, found in json.loads(ran.stdout).items():
        cases = {path.stem for path in (tree / "golden" / name).glob("*.json")} - {"account"}
        assert found == {
            "its_docstring_is_a_manual_page": ["its docstring links no page of the processor",
                                               "its docstring does not say in which unit amounts are"],
            "every_page_of_codes_is_named": ["codes.toml: a list 'error codes' without an address"],
            "every_case_says_what_vouches_for_it": [f"{case}: '' is no https:// address" for case in sorted(cases)],
        }, name


def test_a_bearer_key_is_sent(tree: Path) -> None:
    assert sent(tree, "stax")["headers"]["authorization"] == "Bearer api-key-of-the-cases"


def test_user_and_password_are_sent(tree: Path) -> None:
    word = base64.b64encode(b"username-of-the-cases:password-of-the-cases").decode()
    assert sent(tree, "bluesnap")["headers"]["authorization"] == f"Basic {word}"


def test_a_single_key_is_the_user_without_a_password(tree: Path) -> None:
    word = base64.b64encode(b"api-key-of-the-cases:").decode()
    assert sent(tree, "helcim")["headers"]["authorization"] == f"Basic {word}"


def test_a_key_is_sent_in_a_header(tree: Path) -> None:
    assert sent(tree, "cybersource")["headers"]["x-api-key"] == "api-key-of-the-cases"


@pytest.mark.parametrize(("name", "key"), [
    ("newpay", b"api-secret-of-the-cases"), ("flywire", b"shared-secret-of-the-cases")])
def test_a_signature_covers_method_path_time_and_body(tree: Path, name: str, key: bytes) -> None:
    send = sent(tree, name)
    signed = b"POST\n/payments\n1767225600\n" + send["body"].encode()
    assert send["headers"]["x-signature"] == hmac.new(key, signed, hashlib.sha256).hexdigest()
    assert send["headers"]["x-api-key"] == "api-key-of-the-cases"


def test_bodies_are_what_was_asked_for(tree: Path) -> None:
    assert json.loads(sent(tree, "stax")["body"])["card"]["number"] == "4111111111111111"
    assert "card%5Bnumber%5D=4111111111111111" in sent(tree, "flywire")["body"]


def test_the_account_is_the_contracts_config(tree: Path) -> None:
    assert json.loads((tree / "golden" / "flywire" / "account.json").read_text()) == {
        "api_key": "api-key-of-the-cases", "shared_secret": "shared-secret-of-the-cases",
        "recipient_id": "recipient_id-of-the-cases"}
    module = (tree / "src/tollbridge/connectors/cybersource.py").read_text()
    assert "    merchant_account: Secret\n" in module
    assert "    disable_avs: bool | None = None\n" in module


@pytest.mark.parametrize(("name", "why"), [
    ("Acme", "is no name"), ("../acme", "is no name"), ("a-b", "is no name"),
    ("class", "is no name"), ("Authorize.net", "authorizedotnet?"), ("cashtocode", "no skeleton can sign by it")])
def test_it_refuses_and_writes_nothing(
        name: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scaffold.main([name, "--auth", "bearer", "--body", "json", "--root", str(tmp_path)]) == 2
    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_connector_that_is_there_is_left_alone(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--root", str(tree))):
        assert scaffold.main(["stripe", "--auth", "bearer", "--body", "json", *more]) == 2
        assert "there is a connector stripe" in capsys.readouterr().err


def test_it_never_writes_over_what_is_there(tmp_path: Path) -> None:
    scaffold.scaffold("acme", "bearer", "json", tmp_path)
    (tmp_path / "src/tollbridge/connectors/acme.py").unlink()
    with pytest.raises(scaffold.Refused, match="is there already"):
        scaffold.scaffold("acme", "bearer", "json", tmp_path)


def test_a_name_that_the_contract_does_not_know_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scaffold.main(["adyenn", "--auth", "bearer", "--body", "json", "--root", str(tmp_path)]) == 0
    assert "no config named adyenn: did you mean adyen?" in capsys.readouterr().out
