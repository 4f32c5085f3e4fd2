"""Every connector of the catalog passes every rule of the contract suite. No connector is named here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tollbridge import catalog
from tollbridge.kit.http import HttpResponse
from tollbridge.testing import RULES, Rule, Subject, account_differences, subject
from tollbridge.testing.answers import unreadable

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT.parent / "shared/contract/contract.json"


@cache
def its(name: str) -> Subject:
    return subject(name, ROOT / "golden")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", catalog.names())
def test_it_passes(name: str, rule: Rule) -> None:
    assert list(rule(its(name))) == []


@pytest.mark.parametrize("name", catalog.names())
@pytest.mark.skipif(not CONTRACT.exists(), reason="../shared/contract/contract.json is not there")
def test_its_account_is_the_contracts_config(name: str) -> None:
    messages = json.loads(CONTRACT.read_text())["messages"]
    assert list(account_differences(catalog.load(name), messages)) == []


@pytest.mark.parametrize("name", catalog.names())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.data(), body=st.binary() | st.text().map(str.encode) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(("id", "status", "error", "amount", "currency", "type", "code")), inner),
).map(lambda value: json.dumps(value).encode()), status=st.integers(100, 599))
def test_any_bytes_are_a_result_or_an_error_of_its_own(
        name: str, drawn: st.DataObject, body: bytes, status: int) -> None:
    answered = [case for case in its(name).cases if case.answers]
    case = drawn.draw(st.sampled_from(answered), label="case")
    index = drawn.draw(st.integers(0, len(case.answers) - 1), label="exchange")
    assert list(unreadable(its(name), case, index, HttpResponse(status, body))) == []


def test_every_golden_folder_is_of_a_connector() -> None:
    folders = {folder.name for folder in (ROOT / "golden").iterdir() if folder.is_dir()}
    assert folders == set(catalog.names())
