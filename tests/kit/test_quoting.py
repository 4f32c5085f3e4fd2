"""Percent-encoding agrees with the standard library's, to the byte."""

from urllib import parse

import pytest
from hypothesis import given, strategies as st

from tollbridge.kit import quoting


@given(st.text())
def test_quoting_agrees_with_the_standard_library(text: str) -> None:
    assert quoting.quote(text) == parse.quote(text, safe="")
    assert quoting.quote_form(text) == parse.quote_plus(text)


@pytest.mark.parametrize("url", [
    "https://shop.example/hooks/stripe?tenant=1#top", "https://shop.example", "https://shop.example?a=/b",
    "https://shop.example/", "/hooks?x", "hooks", "", "http://127.0.0.1:80/a?b?c",
])
def test_a_url_is_split_as_the_standard_library_splits_it(url: str) -> None:
    split = parse.urlsplit(url)
    assert quoting.split_url(url) == (split.path, split.query)
