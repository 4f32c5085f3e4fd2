"""Answers in words: of every golden case at every connector, and of none that can be thought of an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, strategies as st

from tollbridge import catalog
from tollbridge.domain.operations import HANDLE_EVENT, PARSE_EVENT
from tollbridge.edges.cli.exits import DONE, REFUSED, UNKNOWN
from tollbridge.edges.cli.outcomes import exit_of, in_words, status_of
from tollbridge.testing.golden import load

GOLDEN = Path(__file__).parents[3] / "golden"
RESULTS = [case for name in catalog.names() for case in load(GOLDEN / name)
           if isinstance(case.golden.result, dict) and case.operation not in (HANDLE_EVENT, PARSE_EVENT)]
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(
    inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["status", "error", "amount", "captured_amount", "minor_amount", "currency", "value", "unified_details", "code",
         "connector_details", "issuer_details", "network_details"]), inner, max_size=4), max_leaves=10)


def test_every_result_of_the_cases_is_told_and_has_its_exit_code() -> None:
    assert len(RESULTS) > 500
    for case in RESULTS:
        result: Any = case.golden.result
        told = click.unstyle(in_words(result))
        assert not told.startswith("{"), case
        assert told.splitlines()[0].startswith(status_of(result) or ("REFUSED" if "error" in result else "OK")), case
        code = exit_of(result)
        assert (code == UNKNOWN) is ("UNRESOLVED" in status_of(result)), case
        if code == REFUSED:
            assert "error" in result or "FAIL" in status_of(result), case


@pytest.mark.parametrize(("result", "code"), [
    ({"status": "CHARGED"}, DONE), ({"status": "PENDING", "error": {"connector_details": {"code": "wait"}}}, DONE),
    ({"status": "AUTHENTICATION_PENDING"}, DONE), ({"status": "FAILURE"}, REFUSED),
    ({"status": "REFUND_FAILURE"}, REFUSED), ({"status": "UNRESOLVED"}, UNKNOWN),
    ({"error": {"connector_details": {"code": "no"}}}, REFUSED), ({}, DONE),
    ({"status": "MANDATE_REVOKE_FAILED"}, REFUSED), ({"status": "OPERATION_STATUS_FAILURE"}, REFUSED)])
def test_an_exit_code_is_of_what_the_status_says(result: dict[str, Any], code: int) -> None:
    assert exit_of(result) == code


@given(st.dictionaries(st.sampled_from(["status", "error", "amount", "captured_amount", "x"]), JSON, max_size=5))
def test_no_answer_makes_the_telling_fail(written: dict[str, Any]) -> None:
    assert in_words(written)


def test_secrets_of_an_answer_are_not_for_people() -> None:
    assert "canary" not in in_words({"status": "CHARGED", "session_token": {"value": "canary"},
                                     "connector_feature_data": {"value": "canary"}})
