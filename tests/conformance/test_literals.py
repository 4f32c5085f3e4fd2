"""No connector has a word from the conformance cases alone: what it says is the processor's or the contract's.

Words that no schema in ../shared/specs has are explained in `golden/<connector>/words.toml`, with the page that has
them, or are among the documented codes of `golden/<connector>/codes.toml`.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tollbridge import catalog

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CASES = SHARED / "conformance"
SOURCES = ROOT / "src/tollbridge"
SHORTEST = 6
EXEMPT: Mapping[str, str] = {
    "content-type": "RFC 9110, 8.3",
    "; boundary=": "RFC 2046, 5.1.1",
    "idempotency-key": "https://docs.stripe.com/api/idempotent_requests",
    "stripe-version": "https://docs.stripe.com/api/versioning",
    ", headers=": "the repr of an HttpRequest",
    # Stripe's schema gives codes of errors and declines as plain strings; its pages list them
    "do_not_honor": "https://docs.stripe.com/declines/codes",
    "generic_decline": "https://docs.stripe.com/declines/codes",
    "try_again_later": "https://docs.stripe.com/declines/codes",
    "amount_too_small": "https://docs.stripe.com/error-codes#amount-too-small",
    "invalid_number": "https://docs.stripe.com/error-codes#invalid-number",
    "resource_missing": "https://docs.stripe.com/error-codes#resource-missing",
    "mit_exemption": "https://github.com/activemerchant/active_merchant lib/.../gateways/stripe_payment_intents.rb",
    # so do Adyen's schemas with the reasons of refusals; the header stands in theirs in capitals
    "3D Not Authenticated": "https://docs.adyen.com/development-resources/refusal-reasons",
    "Blocked Card": "https://docs.adyen.com/development-resources/refusal-reasons",
    "CVC Declined": "https://docs.adyen.com/development-resources/refusal-reasons",
    "Expired Card": "https://docs.adyen.com/development-resources/refusal-reasons",
    "FRAUD-CANCELLED": "https://docs.adyen.com/development-resources/refusal-reasons",
    "discover": "https://docs.adyen.com/development-resources/paymentmethodvariant",
    "diners": "https://docs.adyen.com/development-resources/paymentmethodvariant",
    # banks, as POST /paymentMethods lists them
    "3fdc41fc-3d3d-4ee3-a1fe-cd79cfd58ea3": "https://docs.adyen.com/payment-methods/eps/api-only",
    "molpay_bangkokbank": "https://docs.adyen.com/payment-methods/online-banking-thailand/api-only",
    "payment_method.": "part of a path in the contract",
    "x-api-key": "https://docs.adyen.com/development-resources/api-authentication",
    "customer.email": "a path in the contract", ".line1": "part of a path in the contract",
    "application/jose": "RFC 7515, 9.2.1",
    "text/plain": "RFC 2046, 4.1",
    # 2C2P publishes no schema of PACO: its pages, and its sample code as banks hand it out
    "/api/2.0/Payment/nonUi": "https://devzone.2c2p.com/docs/integration-1",
    "https://core.demo-paco.2c2p.com": "https://devzone.2c2p.com/docs/integration-1",
    "orderNo": "https://devzone.2c2p.com/docs/payment-result-notification-1",
    "paymentType": "https://devzone.2c2p.com/docs/payment-result-notification-1",
    "transactionAmount": "https://devzone.2c2p.com/docs/payment-result-notification-1",
    "requestMessageID": "https://github.com/techlordsujan/hblpgw-php src/api/Payment.php",
    "deviceDetails": "https://github.com/techlordsujan/hblpgw-php src/api/Payment.php",
    "apikey": "https://github.com/sureshchand12a/Woocommerce-HBL-Payment",
    "credit": "card_type of the contract's CardDetails",
    # aliases that a vault's forward proxy replaces: https://api-reference.hyperswitch.io/v2/proxy/proxy-v1
    "{{$card_number}}": "the vault proxy's page", "{{$card_exp_month}}": "the vault proxy's page",
    "{{$card_exp_year}}": "the vault proxy's page", "{{$card_cvc}}": "the vault proxy's page",
}

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="../shared/conformance is not there")


@cache
def case_text() -> str:
    """All cases, as one text: half-a-minute of parsing would find no more in them."""
    return "\n".join(path.read_text() for path in sorted(CASES.glob("*/*.jsonl")))


@cache
def published(connector: str) -> str:
    """The schemas of a processor, or with "*" of all of them, and the contract, as one text."""
    paths = [SHARED / "contract/contract.json", *sorted((SHARED / "specs").glob(f"{connector}/**/*"))]
    return "\n".join(path.read_text(errors="replace") for path in paths if path.is_file())


@cache
def explained(connector: str) -> Mapping[str, str]:
    """Words with what explains them."""
    rows = table(connector, "words.toml").get("words", [])
    return {word: row["source"] for row in rows for word in row["words"]}


@cache
def documented(connector: str) -> frozenset[str]:
    """Codes of refusals that the processor's pages list."""
    rows = table(connector, "codes.toml").get("documented", [])
    return frozenset(code for row in rows for code in row["codes"])


def table(connector: str, name: str) -> dict[str, Any]:
    path = ROOT / "golden" / connector / name
    return tomllib.loads(path.read_text()) if path.exists() else {}


def literals(path: Path) -> Iterator[str]:
    """Every text in a module, but for docstrings and the names in __all__; of f-strings their fixed parts."""
    tree = ast.parse(path.read_text())
    left_out = {id(node.body[0].value) for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                and isinstance(node.body[0], ast.Expr)}
    left_out |= {id(name) for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
                 and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
                 for name in node.value.elts}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


def modules(connector: str) -> list[Path]:
    """With those of the family that has its name: what that speaks is this processor's."""
    folder, family = SOURCES / "connectors" / connector, SOURCES / "families" / connector
    own = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    return [*own, *sorted(family.rglob("*.py"))]


WORD = re.compile(r"\w+")


@cache
def vocabulary(connector: str | None) -> str:
    """Every word of the cases, or of what is published, once: what is a word is in the text just where it is in these,
    a fiftieth of it.
    """
    return "\n".join({*WORD.findall(case_text() if connector is None else published(connector))})


@cache
def in_cases(text: str) -> bool:
    return text in (vocabulary(None) if WORD.fullmatch(text) else case_text())


@cache
def in_published(text: str, connector: str) -> bool:
    return text in (vocabulary(connector) if WORD.fullmatch(text) else published(connector))


def unknown(paths: list[Path], connector: str) -> dict[str, str]:
    """Texts that the cases have and nothing that is published has, with the modules that they stand in."""
    return {text: path.name for path in paths for text in literals(path)
            if len(text) >= SHORTEST and in_cases(text) and not in_published(text, connector)}


def unexplained(paths: list[Path], connector: str) -> dict[str, str]:
    """Those that no exemption explains."""
    return {text: place for text, place in unknown(paths, connector).items() if text not in EXEMPT}


def shared_modules() -> list[Path]:
    named = {path for connector in catalog.names() for path in modules(connector)}
    return [path for folder in ("kit", "families") for path in sorted((SOURCES / folder).rglob("*.py"))
            if path not in named]


@pytest.mark.parametrize("connector", catalog.names())
def test_a_connectors_words_are_the_processors(connector: str) -> None:
    left = unexplained(modules(connector), connector)
    assert left.keys() - explained(connector).keys() - documented(connector) == set()


def test_the_words_of_kit_and_families_are_nobodys() -> None:
    assert unexplained(shared_modules(), "*") == {}


def test_every_exemption_is_needed() -> None:
    needed = set(unknown(shared_modules(), "*"))
    for connector in catalog.names():
        needed |= unknown(modules(connector), connector).keys()
    assert EXEMPT.keys() <= needed
    for connector in catalog.names():
        assert explained(connector).keys() <= unknown(modules(connector), connector).keys()


def test_a_word_of_the_cases_alone_is_found(tmp_path: Path) -> None:
    module = tmp_path / "copied.py"
    module.write_text('"""A docstring."""\nVALUE = {"x": f"txn_oracle_{1}"}\n')
    assert unexplained([module], "stripe") == {"txn_oracle_": "copied.py"}
