"""Paths with ids in them, status words, keys, and what an answer refuses."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, strategies as st
from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import InvalidField, MissingField, SignatureMismatch
from tollbridge.domain.statuses import (
    AuthorizationStatus,
    MandateStatus,
    PaymentStatus,
    PayoutStatus,
    RechargeStatus,
    RefundStatus,
)
from tollbridge.kit.status import take_unknown


class Asked(Struct):
    connector_transaction_id: str = ""
    connector_refund_id: str = ""


TEMPLATE = "/v1/{connector_transaction_id}/refunds/{connector_refund_id}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_an_id_is_one_segment_of_the_path_whatever_stands_in_it(text: str) -> None:
    if not text.strip("."):
        with pytest.raises(InvalidField):
            kit.path(TEMPLATE, Asked(text, "r"))
        return
    url = urlsplit("https://psp.example" + kit.path(TEMPLATE, Asked(text, "r")))
    assert (url.query, url.fragment) == ("", "")
    _, version, first, refunds, last = url.path.split("/")
    assert (version, unquote(first), refunds, last) == ("v1", text, "refunds", "r")


def test_all_ids_that_are_missing_are_named_at_once() -> None:
    with pytest.raises(MissingField) as caught:
        kit.path(TEMPLATE, Asked())
    assert caught.value.paths == ("connector_transaction_id", "connector_refund_id")
    with pytest.raises(MissingField) as caught:
        kit.path(TEMPLATE, Asked(connector_refund_id="r"), {"amount.currency": None, "amount.minor_amount": 0})
    assert caught.value.paths == ("connector_transaction_id", "amount.currency")


def test_required_is_what_has_a_value_and_zero_is_one() -> None:
    kit.require({"a": 0, "b": "x", "c": False})
    with pytest.raises(MissingField) as caught:
        kit.require({"a": None, "b": "", "c": "x"})
    assert caught.value.paths == ("a", "b")


def test_what_several_parts_lack_is_told_at_once() -> None:
    def wrong() -> str:
        raise InvalidField("c", "no date")

    assert kit.together(lambda: 1, lambda: "x") == (1, "x")
    with pytest.raises(MissingField) as lacking:
        kit.together(lambda: kit.require({"a": "", "b": ""}), lambda: 1, lambda: kit.require({"b": ""}))
    assert lacking.value.paths == ("a", "b")
    with pytest.raises(InvalidField) as both:
        kit.together(lambda: kit.require({"a": ""}), wrong)
    assert both.value.paths == ("c", "a")


@pytest.mark.parametrize(("table", "undecided"), [
    (kit.payment_statuses(known=PaymentStatus.CHARGED), PaymentStatus.UNRESOLVED),
    (kit.refund_statuses(known=RefundStatus.REFUND_SUCCESS), RefundStatus.REFUND_MANUAL_REVIEW),
    (kit.authorization_statuses(known=AuthorizationStatus.AUTHORIZATION_SUCCESS),
     AuthorizationStatus.AUTHORIZATION_UNRESOLVED),
    (kit.payout_statuses(known=PayoutStatus.SUCCESS), PayoutStatus.PENDING),
    (kit.mandate_statuses(known=MandateStatus.ACTIVE), MandateStatus.MANDATE_PENDING),
    (kit.recharge_statuses(known=RechargeStatus.RECHARGE_SUCCESS), RechargeStatus.RECHARGE_PENDING)])
def test_an_unknown_word_is_undecided_and_counted(table: kit.StatusMap[PaymentStatus], undecided: object) -> None:
    assert table["known"] is not undecided
    assert table.seen_unknown == 0
    for word in ("brand_new", "", "KNOWN", "known "):
        assert table[word] is undecided
    assert table.seen_unknown == 4
    assert list(table) == ["known"]  # and is not kept


@pytest.mark.parametrize(("wait", "seconds"), [
    ("3", 3), ("0", 0), ("999999", 999999), ("", None), ("soon", None), ("-1", None), ("1.5", None),
    ("9999999", None), ("٣", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_a_refusal_says_how_long_to_wait_in_whole_seconds(wait: str, seconds: int | None) -> None:
    refusal = kit.rejected(kit.HttpResponse(429, b"", {"retry-after": wait} if wait else {}), "rate_limit", "slower")
    assert (refusal.code, refusal.message, refusal.http_status) == ("rate_limit", "slower", 429)
    assert refusal.retry_after == (None if seconds is None else timedelta(seconds=seconds))


def test_a_refusal_without_a_code_has_the_http_status_for_one() -> None:
    assert kit.rejected(kit.HttpResponse(403, b"")).code == "http_403"


@pytest.mark.parametrize("key", ["k" * 256, "", " ", "a b", "a\n", "\u00e9", "\x7f"])
def test_a_key_that_the_processor_would_not_take_is_refused(key: str) -> None:
    with pytest.raises(InvalidField) as caught:
        kit.Idempotency("idempotency-key", 255, timedelta(hours=24)).check(key)
    assert caught.value.paths == ("idempotency_key",)


def test_a_key_of_visible_characters_is_taken() -> None:
    kit.Idempotency("idempotency-key", 255, timedelta(hours=24)).check("order-1/attempt:2~" + "k" * 237)


def test_a_header_given_twice_is_nobodys() -> None:
    hook = kit.WebhookRequest("POST", "/", "", (("X-Sign", "1"), ("x-sign", "2"), ("Other", "o")), b"")
    assert hook.header("OTHER") == "o"
    assert hook.header("absent") == ""
    with pytest.raises(SignatureMismatch):
        hook.header("X-SIGN")


def test_an_unknown_status_that_is_no_word_is_not_repeated() -> None:
    table = kit.payment_statuses(paid=PaymentStatus.CHARGED)
    take_unknown()
    for word in ("on_hold", "sent 4242424242424242, cvc 123", "x" * 41, ""):
        assert table[word] is PaymentStatus.UNRESOLVED
    assert take_unknown() == ("on_hold", "(30 characters)", "(41 characters)", "(0 characters)")
    assert take_unknown() == ()
