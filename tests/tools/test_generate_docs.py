"""docs/generated is what code and cases say today, and nobody can forget to write it anew: `make check` looks."""

from __future__ import annotations

import json
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

from tollbridge.domain import declines
from tollbridge.domain.declines import Decline
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.operations import AUTHORIZE, CALCULATE_SURCHARGE, DISPUTE_SYNC, HANDLE_EVENT, REFUND_SYNC, SYNC
from tollbridge.testing import Subject, subject
from tollbridge.testing.golden import Source
from tollbridge.testing.shape import home
from tools import generate_docs

ROOT = Path(__file__).parents[2]


@cache
def stripe() -> Subject:
    return subject("stripe", ROOT / "golden")


# -- when pages are stale ---------------------------------------------------------------------------------------------
ONE = "airwallex"
"""Of few cases: its pages and the overviews take half a second, those of all of them a minute."""


@cache
def one() -> Subject:
    return subject(ONE, ROOT / "golden")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(tmp_path / "docs/generated", monkeypatch)


@cache
def pages() -> dict[str, str]:
    return generate_docs.generate([one()])


class Project:
    """One whose pages are those of today, with one connector in it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        patch.setattr(generate_docs, "OUT", folder)
        self.has(one())
        for name, text in pages().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def has(self, its: Subject) -> None:
        self._patch.setattr(generate_docs, "subjects", lambda: [its])


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    return generate_docs.main(["--check"]), capsys.readouterr().out.strip()


def test_the_same_content_gives_the_same_bytes() -> None:
    """In other processes, whose sets are in another order."""
    told = ("import json; from pathlib import Path; from tollbridge.testing import subject; "
            "from tools.generate_docs import generate; "
            f"print(json.dumps(generate([subject({ONE!r}, Path('golden'))])))")
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "2"})
    assert json.loads(ran.stdout) == pages()


def test_nothing_is_stale_that_is_as_it_was(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys) == (0, "")


def test_a_flow_less_makes_a_connectors_page_and_the_overviews_stale(
        project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    its = one().connector
    less = replace(its, flows=tuple(flow for flow in its.flows if flow.operation is not SYNC))
    assert len(less.flows) == len(its.flows) - 1
    monkeypatch.setattr(home(its), "CONNECTOR", less)
    project.has(replace(one(), connector=less))
    assert checked(capsys) == (1, f"stale, run make docs: capabilities.md connectors/{ONE}.md coverage.md")


def test_another_deviation_makes_the_connectors_page_stale(
        project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / ONE
    shutil.copytree(one().folder, folder)
    stated = folder / "deviations.toml"
    stated.write_text(stated.read_text().replace("the reference sends a text", "nobody knows why", 1))
    project.has(replace(one(), folder=folder))
    assert checked(capsys) == (1, f"stale, run make docs: connectors/{ONE}.md")


def test_other_words_for_a_decline_make_the_table_of_all_stale(
        project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code = Decline.INSUFFICIENT_FUNDS
    other = msgspec.structs.replace(declines.TABLE[code], message="Nothing is there.")
    monkeypatch.setattr(declines, "TABLE", {**declines.TABLE, code: other})
    assert checked(capsys) == (1, "stale, run make docs: declines.md")


def test_a_page_of_a_connector_that_is_gone_is_stale_and_removed(
        project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    page = project.folder / "connectors/gone.md"
    page.write_text("# gone\n")
    assert checked(capsys) == (1, "stale, run make docs: connectors/gone.md")
    assert generate_docs.main([]) == 0
    assert not page.exists()
    assert checked(capsys) == (0, "")


# -- what the cases prove -------------------------------------------------------------------------------------------
def test_required_fields_are_those_without_which_a_case_is_refused() -> None:
    needed = required(stripe(), AUTHORIZE)
    assert {"amount", "amount.currency", "payment_method"} <= set(needed.always)
    assert "customer_acceptance.online_mandate_details.ip_address" in needed.sometimes
    assert not {"description", "metadata"} & {*needed.always, *needed.sometimes}
    assert required(stripe(), REFUND_SYNC).always == ("connector_refund_id",)
    assert required(stripe(), DISPUTE_SYNC) == (("connector_dispute_id",), (), {})
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
    assert "simulate it at `http://127.0.0.1:8100/phonepe`: that is the `base_url`" in simulated[0]
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
