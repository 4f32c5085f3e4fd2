"""Signatures: compared in constant time, timestamps within their bounds, credentials as RFC 7617 and 6750 have them."""

from __future__ import annotations

import hashlib
import hmac
import inspect
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from tollbridge import kit
from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.secret import Secret
from tollbridge.kit import sign

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EPOCH_S = int(NOW.timestamp())
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("age_s", [-60, -1, 0, 1, 60])
def test_a_timestamp_within_the_tolerance_is_recent(age_s: int) -> None:
    kit.require_recent(str(EPOCH_S - age_s), NOW, MINUTE)


@pytest.mark.parametrize("stamp", [
    str(EPOCH_S - 61), str(EPOCH_S + 61), "0", "", "-1", "+1767225600", " 1767225600", "1767225600.0", "1e9", "now",
    "9" * 12, "9" * 13, "9" * 5000, "١٧٦٧٢٢٥٦٠٠", "0x1"])
def test_every_other_timestamp_is_stale(stamp: str) -> None:
    with pytest.raises(SignatureMismatch):
        kit.require_recent(stamp, NOW, MINUTE)


@given(st.text())
def test_any_text_is_recent_or_a_mismatch(stamp: str) -> None:
    try:
        kit.require_recent(stamp, NOW, MINUTE)
    except SignatureMismatch:
        return
    assert abs(int(stamp) - EPOCH_S) <= 60


@given(st.text("abc123_", min_size=1), st.binary())
def test_hmac_is_the_standard_librarys(key: str, message: bytes) -> None:
    assert kit.hmac_sha256(Secret(key), message) == hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
    assert kit.hmac_sha512(Secret(key), message) == hmac.new(key.encode(), message, hashlib.sha512).hexdigest()


@given(st.lists(st.text("0f")), st.lists(st.text() | st.text("0f")))
def test_one_signature_of_each_side_has_to_be_the_same(expected: list[str], given_: list[str]) -> None:
    try:
        kit.require_signature(expected, given_)
    except SignatureMismatch:
        assert not set(expected) & set(given_)
    else:
        assert set(expected) & set(given_)


def test_nothing_proves_nothing() -> None:
    for expected, given_ in (([], []), (["a"], []), ([], ["a"]), ([], [""])):
        with pytest.raises(SignatureMismatch):
            kit.require_signature(expected, given_)


def test_signatures_are_compared_in_constant_time() -> None:
    body = inspect.getsource(sign.require_signature)
    assert "hmac.compare_digest(" in body
    assert "==" not in body


def test_credentials_of_headers() -> None:
    assert kit.bearer(Secret("token")).reveal() == "Bearer token"
    # the example of RFC 7617, section 2
    assert kit.basic(Secret("Aladdin"), Secret("open sesame")).reveal() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
