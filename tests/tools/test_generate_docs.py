"""docs/generated is what code and cases say today, and nobody can forget to write it anew: `make check` looks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec.structs
import pytest
from tools.docs.connector_page import connector_page
from tools.docs.evidence import declares, grade, not_offered, required, with_method
from tools.docs.markdown import linked, natural
from tools.docs.overviews import CONTRACT, capabilities, coverage

from tollbridge import catalog
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.operations import AUTHORIZE, CALCULATE_SURCHARGE, HANDLE_EVENT, REFUND_SYNC
from tollbridge.testing import Subject, subject
from tollbridge.testing.golden import Source

ROOT = Path(__file__).parents[2]


@cache
def stripe() -> Subject:
    return subject("stripe", ROOT / "golden")


# -- in a copy of the project, where something is changed -----------------------------------------------------------
KEPT = {"stripe", "airwallex"}
"""Connectors of the copy: the one that is changed, and one whose page stays. Pages of all take three times as long."""


def others(folder: str, names: list[str]) -> set[str]:
    """What is not copied of a folder."""
    left_out = {"__pycache__"}
    if Path(folder).name in ("connectors", "golden"):
        left_out |= {name for name in names if name.removesuffix(".py") in {*catalog.names()} - KEPT}
    return left_out


def generated(tree: Path, *arguments: str, seed: str = "1") -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "tools/generate_docs.py", *arguments], cwd=tree, capture_output=True, text=True, timeout=60,
        check=False, env={**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONHASHSEED": seed})
    assert ran.stderr == ""
    return ran.returncode, ran.stdout.strip()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for name in ("src", "golden", "tools"):
        shutil.copytree(ROOT / name, tree / name, ignore=others)
    assert generated(tree)[0] == 0
    return tree


def test_the_same_content_gives_the_same_bytes(copied: Path) -> None:
    assert generated(copied, "--check", seed="2") == (0, "")


@pytest.mark.parametrize(("file", "old", "new", "pages"), [
    ("src/tollbridge/connectors/stripe/__init__.py", "kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund),", "",
     "capabilities.md connectors/stripe.md coverage.md"),
    ("golden/stripe/deviations.toml", "nobody reviews it", "somebody reviews it", "connectors/stripe.md"),
    ("src/tollbridge/domain/declines.py", "has too little money", "has no money", "declines.md"),
], ids=["flow", "deviation", "unified"])
def test_what_is_changed_makes_its_pages_stale(copied: Path, file: str, old: str, new: str, pages: str) -> None:
    path = copied / file
    before = path.read_text()
    assert before.count(old) == 1
    path.write_text(before.replace(old, new))
    try:
        assert generated(copied, "--check") == (1, f"stale, run make docs: {pages}")
    finally:
        path.write_text(before)


def test_a_page_of_a_connector_that_is_gone_is_stale_and_removed(copied: Path) -> None:
    page = copied / "docs/generated/connectors/gone.md"
    page.write_text("# gone\n")
    assert generated(copied, "--check") == (1, "stale, run make docs: connectors/gone.md")
    assert generated(copied)[0] == 0
    assert not page.exists()


# -- what the cases prove -------------------------------------------------------------------------------------------
def test_required_fields_are_those_without_which_a_case_is_refused() -> None:
    needed = required(stripe(), AUTHORIZE)
    assert {"amount", "amount.currency", "payment_method"} <= set(needed.always)
    assert "customer_acceptance.online_mandate_details.ip_address" in needed.sometimes
    assert not {"description", "metadata"} & {*needed.always, *needed.sometimes}
    assert required(stripe(), REFUND_SYNC) == (("connector_refund_id",), (), {})
    assert needed.by_method["eps"] == ("address.billing_address.first_name",)
    assert "payment_method.card.card_number" in needed.by_method["card"]
    assert "payment_method.card.card_number" not in {*needed.always, *needed.sometimes}


def test_the_best_source_counts_and_only_one_with_an_address() -> None:
    cases = stripe().of(AUTHORIZE)
    assert grade(cases) == "schema"
    assert grade(case for case in cases if case.golden.source.kind != "schema") in ("sdk", "documentation")
    assert grade([]) is None
    unsaid = msgspec.structs.replace(cases[0].golden, source=Source("schema", "", read=True, values="shaped"))
    assert grade([replace(cases[0], golden=unsaid)]) is None


def test_webhooks_are_declared_by_the_connector_and_flows_by_its_list() -> None:
    assert declares(stripe(), HANDLE_EVENT)
    assert declares(stripe(), AUTHORIZE)
    assert not declares(stripe(), CALCULATE_SURCHARGE)


def test_a_payment_method_is_graded_by_its_own_cases() -> None:
    assert {case.name.split(".")[1] for case in with_method(stripe().of(AUTHORIZE), Card)} == {"card"}


def test_what_a_processor_does_not_offer_is_shown_with_its_source(tmp_path: Path) -> None:
    (tmp_path / "not_offered.toml").write_text(
        '[[not_offered]]\nwhat = "surcharge_calculate"\nreason = "no such service"\nsource = "https://a.example/"\n')
    its = replace(stripe(), folder=tmp_path)
    assert not_offered(its)["surcharge_calculate"].reason == "no such service"
    page = coverage([its])
    assert "- Not offered: `surcharge_calculate`, no such service ([source](https://a.example/))" in page
    done = sum(declares(its, operation) for operation in CONTRACT)
    assert f"| 1 | {len(CONTRACT) - done - 1} |" in page


@pytest.mark.parametrize(("what", "why"), [
    ("capture", "is offered by the connector"), ("card", "is offered by the connector"), ("fly", "is no flow")])
def test_a_wrong_statement_is_refused(tmp_path: Path, what: str, why: str) -> None:
    (tmp_path / "not_offered.toml").write_text(f'[[not_offered]]\nwhat = "{what}"\nreason = "r"\nsource = "s"\n')
    with pytest.raises(ValueError, match=why):
        not_offered(replace(stripe(), folder=tmp_path))


# -- what a reader sees ---------------------------------------------------------------------------------------------
def lines_of(page: str, title: str) -> list[str]:
    """The lines below a heading, up to the next of its rank."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0].strip().splitlines()


def test_the_overview_lists_connectors_by_flow_and_by_method_with_what_they_can_do_with_it() -> None:
    page = capabilities([stripe(), subject("phonepe", ROOT / "golden")])
    flows = lines_of(page, "Flows")
    links = {name: f"[{name}](connectors/{name}.md)" for name in ("stripe", "phonepe")}
    assert f"| `refund` | `PaymentService/Refund` | {links['stripe']}, {links['phonepe']} |" in flows
    assert f"| `tokenize` | `PaymentMethodService/Tokenize` | {links['stripe']} |" in flows
    assert not any("`gift_card_balance`" in line for line in flows)
    methods = lines_of(page, "Payment methods of `authorize`")
    assert f"| `card` | {links['stripe']} | stripe | stripe | stripe |" in methods
    assert f"| `oxxo` | {links['stripe']} |  |  |  |" in methods
    assert f"| `upi_collect` | {links['phonepe']} |  |  |  |" in methods


def test_a_page_asks_of_a_caller_what_a_caller_gives() -> None:
    page = connector_page(subject("paypal", ROOT / "golden"))
    needed = "\n".join(lines_of(page, "Required fields"))
    assert "| `capture` | `amount_to_capture`, `amount_to_capture.currency`, `connector_feature_data`, " in needed
    assert "`evidence_documents[*].file_content`" in needed
    assert "access_token" not in needed.replace("Access tokens", "")
    assert "[0]" not in needed


def test_a_page_says_how_to_begin_and_how_its_webhooks_prove_themselves() -> None:
    page = connector_page(subject("authorizedotnet", ROOT / "golden"))
    begin, hooks = ("\n".join(lines_of(page, title)) for title in ("Credentials", "Webhooks"))
    assert 'BlockingTollbridge("authorizedotnet", environment="test", name="...", transaction_key="...")' in begin
    assert "| `name` | required | never | `TOLLBRIDGE_AUTHORIZEDOTNET_NAME` |" in begin
    assert "Headers to pass on, beside the body as it came: `x-anet-signature`." in hooks
    assert "delivered again for 10 days" in hooks
    assert any(line.startswith("| `dispute_get` |") for line in lines_of(page, "Not offered"))


def test_a_page_says_how_the_processor_is_simulated_where_it_is() -> None:
    simulated = lines_of(connector_page(subject("phonepe", ROOT / "golden")), "In the sandbox")
    assert simulated[0] == "`tollbridge dev` simulates it at `http://127.0.0.1:8100/phonepe`."
    assert any(line.startswith("| success@ybl |") for line in simulated)
    assert not lines_of(connector_page(subject("airwallex", ROOT / "golden")), "In the sandbox")


@pytest.mark.parametrize(("text", "shown"), [
    ("see https://a.example/b, and (https://a.example/c).", "see <https://a.example/b>, and (<https://a.example/c>)."),
    ("`https://a.example`, <https://a.example>, [it](https://a.example)",
     "`https://a.example`, <https://a.example>, [it](https://a.example)"),
    (".../payments/v2/ and http", ".../payments/v2/ and http")])
def test_addresses_become_links_once(text: str, shown: str) -> None:
    assert linked(text) == shown


def test_codes_are_sorted_as_people_do() -> None:
    assert sorted(["14_002", "100", "2", "B1", "12", "10", "A"], key=natural) == [
        "2", "10", "12", "14_002", "100", "A", "B1"]
