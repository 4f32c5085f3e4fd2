"""The form encoder gives the bytes of the standard library, and a masked view without secrets."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, strategies as st

from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret
from tollbridge.kit import form, masking

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAME = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="[]"), min_size=1)
LEAF = TEXT | st.integers() | st.booleans() | st.none() | st.builds(Secret, TEXT) | st.sampled_from(Environment)
FIELDS = st.dictionaries(NAME, st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAME, inner, max_size=4), max_leaves=12))


def pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """The definition, in the simplest words."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in pairs(f"{name}[{key}]", inner)]
    if isinstance(value, list):
        return [pair for at, inner in enumerate(value) for pair in pairs(f"{name}[{at}]", inner)]
    if isinstance(value, Secret):
        return [(name, value.reveal())]
    return [(name, str(value).lower() if isinstance(value, bool) else str(value))]


@given(FIELDS)
def test_a_form_is_byte_for_byte_what_the_standard_library_writes(fields: dict[str, Any]) -> None:
    flat = [pair for name, value in fields.items() for pair in pairs(name, value)]
    assert form.encode(fields) == urlencode(flat).encode()


@given(st.dictionaries(NAME, TEXT))
def test_a_form_is_read_as_it_was_written(fields: dict[str, str]) -> None:
    assert dict(parse_qsl(form.encode(fields).decode(), keep_blank_values=True)) == fields


@given(FIELDS)
def test_a_masked_form_has_the_same_names_and_no_secret(fields: dict[str, Any]) -> None:
    shown = parse_qsl(form.encode(fields, masked=True).decode(), keep_blank_values=True)
    flat = [pair for name, value in fields.items() for pair in secret_pairs(name, value)]
    assert shown == flat


def secret_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in secret_pairs(f"{name}[{key}]", inner)]
    if isinstance(value, list):
        return [pair for at, inner in enumerate(value) for pair in secret_pairs(f"{name}[{at}]", inner)]
    return [(name, "***")] if isinstance(value, Secret) else pairs(name, value)


def test_what_has_no_text_of_its_own_is_refused() -> None:
    for value in (1.5, b"bytes", object()):
        with pytest.raises(TypeError):
            form.encode({"name": value})


def test_a_post_without_fields_has_a_body_of_no_bytes() -> None:
    request = kit.post_form("/v1/things", {"reason": None})
    assert (request.method, request.url, request.body) == ("POST", "/v1/things", b"")
    assert masking.shown_body(request) == ""


def test_names_that_callers_choose_do_not_stay_for_ever() -> None:
    for number in range(3):
        form.encode({"metadata": {f"{number}-{key}": "v" for key in range(form._MOST_NAMES)}})
    form.encode({"metadata": {"long" * 1000: "v"}})
    assert len(form._NAMES) <= form._MOST_NAMES
    assert max(map(len, form._NAMES.values())) <= form._LONGEST_NAME
