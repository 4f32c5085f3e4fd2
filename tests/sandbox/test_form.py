"""Bracketed forms are read as they were meant."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tollbridge.sandbox.form import Form, parse_form

NAMES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1, max_size=5)
FORMS = st.recursive(st.text(max_size=5), lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=3))


def flattened(form: Form, prefix: str = "") -> list[tuple[str, str]]:
    pairs = []
    for name, inner in form.items():
        key = f"{prefix}[{name}]" if prefix else name
        pairs += [(key, inner)] if isinstance(inner, str) else flattened(inner, key)
    return pairs


@given(st.dictionaries(NAMES, FORMS, max_size=3))
def test_what_was_flattened_is_read_back(form: Form) -> None:
    assert parse_form(flattened(form)) == form


def test_empty_brackets_count_up() -> None:
    assert parse_form([("expand[]", "a"), ("expand[]", "b")]) == {"expand": {"0": "a", "1": "b"}}


def test_half_a_bracket_is_part_of_the_name() -> None:
    assert parse_form([("a[b", "c")]) == {"a[b": "c"}


@pytest.mark.parametrize("pairs", [
    [("a", "1"), ("a[b]", "2")], [("a[b]", "2"), ("a", "1")], [("a" + "[b]" * 10, "1")]])
def test_a_contradiction_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"nested too deep|both a value and a group"):
        parse_form(pairs)
