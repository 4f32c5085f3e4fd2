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


def test_a_new_id_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three in a thousand would look like a card number: an id of ours would be *** in one place, and not in another.
    """
    chances = iter([0xE4F3_8125_6854_8679_DBC4, 0xABCD_EFAB_CDEF_ABCD_EFAB])
    monkeypatch.setattr("tollbridge.service.ids.secrets.randbits", lambda bits: next(chances))
    monkeypatch.setattr("tollbridge.service.ids.time.time_ns", lambda: 0x01A201C70D11 * 1_000_000)
    assert ids.uuid7() == "01a201c7-0d11-7bcd-afab-cdefabcdefab"
