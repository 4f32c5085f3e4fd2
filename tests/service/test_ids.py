"""Ids as they are repeated in answers and logs."""

from __future__ import annotations

import pytest

from tollbridge.service import ids


@pytest.mark.parametrize("given", ["m" * 129, "m\n{}", "\x1b[31m", "4111111111111111", "m é", "m\u202e"])
def test_what_is_not_fit_is_not_shown(given: str) -> None:
    assert ids.known_id(given) == ids.own_id(given) == ids.NOT_SHOWN
    assert ids.request_id(given) != given


def test_long_ids_do_not_stay_in_memory() -> None:
    """They come before any proof of who calls, and headers may be long."""
    before = ids._kept.cache_info().currsize
    for number in range(100):
        assert ids.known_id(f"{number}" + "m" * 60_000) == ids.NOT_SHOWN
    assert ids._kept.cache_info().currsize == before
