"""Which card a request is for, and what the networks allow: pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tollbridge.bridge.gates.declined import Declines, added, declined, forbidden, payer

DAY_S = 86_400.0
NEVER_S = 30 * DAY_S
CARD = {"card_number": {"value": "4242424242424242"}, "card_exp_month": {"value": "09"}}


@pytest.mark.parametrize(("request_", "kind", "value", "network"), [
    ({"payment_method": {"card": CARD}}, "card", "4242424242424242", "VISA"),
    ({"payment_method": {"card": {**CARD, "card_number": "4242424242424242"}}}, "card", "4242424242424242", "VISA"),
    ({"payment_method": {"card_with_no_cvc": {"card_number": {"value": "5555555555554444"}}}}, "card",
     "5555555555554444", "MASTERCARD"),
    ({"payment_method": {"card": {"card_number": {"value": "2223003122003222"}}}}, "card", "2223003122003222",
     "MASTERCARD"),
    ({"payment_method": {"card": {"card_number": {"value": "378282246310005"}}}}, "card", "378282246310005", "OTHER"),
    ({"payment_method": {"card": {**CARD, "card_network": "MASTERCARD"}}}, "card", "4242424242424242", "MASTERCARD"),
    ({"payment_method": {"network_token": {"token_number": {"value": "4895370012003478"}}}}, "card",
     "4895370012003478", "VISA"),
    ({"payment_method": {"apple_pay": {"payment_data": {"decrypted_data": {
        "application_primary_account_number": {"value": "4895370012003478"}}}}}}, "card", "4895370012003478", "VISA"),
    ({"payment_method": {"token": {"token": {"value": "pm_1"}}}}, "token", "stripe\0pm_1", ""),
    ({"connector_token": {"value": "tok_1"}}, "token", "stripe\0tok_1", ""),
    ({"card_proxy": {"card_number": {"value": "alias-1"}, "card_network": "VISA"}}, "token", "stripe\0alias-1",
     "VISA"),
    ({"connector_recurring_payment_id": {"connector_mandate_id": {"connector_mandate_id": "m1"}}}, "token",
     "stripe\0m1", ""),
])
def test_whom_a_request_is_charged_to(request_: dict[str, Any], kind: str, value: str, network: str) -> None:
    its = payer(request_, "stripe")
    assert its is not None
    assert tuple(its) == (kind, value, network)
    assert value not in repr(its)


@pytest.mark.parametrize("request_", [
    {}, {"payment_method": {"sepa": {"iban": {"value": "DE89370400440532013000"}}}}, {"payment_method": None},
    {"payment_method": {"card": {"card_number": {"value": ""}}}}])
def test_what_has_no_card_has_no_limit(request_: dict[str, Any]) -> None:
    assert payer(request_, "stripe") is None


def at(*times: float, amount: str = "10 USD") -> Declines:
    return Declines("", [(time, amount) for time in times])


def test_visa_takes_twenty_of_an_amount_within_thirty_days() -> None:
    nineteen = at(*(DAY_S * number / 10 for number in range(19)))
    assert forbidden(nineteen, "VISA", "10 USD", 2 * DAY_S, NEVER_S) is None
    twenty = added(nineteen, 2 * DAY_S, "10 USD", "", "VISA")
    refused = forbidden(twenty, "VISA", "10 USD", 3 * DAY_S, NEVER_S)
    assert refused is not None
    assert refused.facts == {"network": "VISA", "limit": "20 within 30 days"}
    assert refused.retry_after == timedelta(days=27)  # then the first is 30 days old
    assert forbidden(twenty, "VISA", "10 USD", 30 * DAY_S + 1, NEVER_S) is None
    assert forbidden(twenty, "VISA", "11 USD", 3 * DAY_S, NEVER_S) is None


def test_mastercard_takes_ten_in_a_day_whatever_the_amount() -> None:
    ten = Declines("", [(float(number), f"{number} USD") for number in range(10)])
    refused = forbidden(ten, "MASTERCARD", "99 USD", 100, NEVER_S)
    assert refused is not None
    assert refused.facts["limit"] == "10 within 24 hours"
    assert refused.retry_after == timedelta(seconds=DAY_S - 100)
    assert forbidden(ten, "MASTERCARD", "99 USD", DAY_S + 1, NEVER_S) is None


def test_mastercard_takes_thirty_five_of_an_amount_within_thirty_days() -> None:
    days = at(*(DAY_S * number / 2 for number in range(35)))
    refused = forbidden(days, "MASTERCARD", "10 USD", 18 * DAY_S, NEVER_S)
    assert refused is not None
    assert refused.facts["limit"] == "35 within 30 days"


def test_a_network_without_limits_has_none_and_an_unknown_one_the_strictest() -> None:
    hundred = at(*(float(number) for number in range(60)))
    assert forbidden(hundred, "AMEX", "10 USD", 100, NEVER_S) is None
    assert forbidden(hundred, "OTHER", "10 USD", 100, NEVER_S) is None
    assert forbidden(at(*map(float, range(10))), "", "10 USD", 100, NEVER_S) is not None


@given(st.lists(st.tuples(st.floats(0, 6 * DAY_S), st.sampled_from(("10 USD", "20 USD"))), max_size=80))
def test_no_more_attempts_than_a_network_allows_are_ever_let_through(tries: list[tuple[float, str]]) -> None:
    """Each attempt that is let through is declined."""
    declines, now, made = Declines(), 1.0, list[tuple[float, str]]()
    for passed, amount in tries:
        now += passed
        day = [when for when, _ in made if when > now - DAY_S]
        month = [when for when, its in made if when > now - 30 * DAY_S and its == amount]
        refused = forbidden(declines, "MASTERCARD", amount, now, NEVER_S)
        assert (refused is not None) == (len(day) >= 10 or len(month) >= 35)
        if refused is None:
            declines = added(declines, now, amount, "", "MASTERCARD")
            made.append((now, amount))
        else:
            assert refused.retry_after is not None
            assert timedelta(0) <= refused.retry_after <= timedelta(days=30)


def decline(**network: str) -> dict[str, Any]:
    return {"status": "FAILURE", "error": {"unified_details": {"code": "do_not_honor"}, "issuer_details": {
        "network_details": network}}}


def test_never_again_stops_it_for_as_long_as_that_is_kept() -> None:
    counts, never, network = declined(decline(advice_code="03"), "MASTERCARD")
    assert (counts, bool(never), network) == (True, True, "MASTERCARD")
    declines = added(Declines(), 100.0, "10 USD", never, network)
    refused = forbidden(declines, "MASTERCARD", "77 USD", 200.0, NEVER_S)
    assert refused is not None
    assert refused.facts["limit"] == "never again"
    assert refused.retry_after is None
    assert forbidden(declines, "MASTERCARD", "77 USD", 101 + NEVER_S, NEVER_S) is None


@pytest.mark.parametrize(("result", "network", "counts", "never"), [
    (decline(decline_code="05"), "VISA", True, False),
    (decline(decline_code="41"), "VISA", True, True),  # Visa's category 1
    (decline(decline_code="41"), "", True, False),  # of which network, nobody knows
    (decline(advice_code="21"), "", True, True),  # only Mastercard has it
    (decline(), "VISA", True, False),
    ({"status": "CHARGED"}, "VISA", False, False),
    ({"status": "PENDING", "error": {"unified_details": {"code": "do_not_honor"}}}, "VISA", False, False),
    ({"status": "FAILURE", "error": {"unified_details": {"code": "invalid_request"}}}, "VISA", False, False),
])
def test_what_counts_as_a_decline(result: dict[str, Any], network: str, counts: bool, never: bool) -> None:
    found = declined(result, network)
    assert (found[0], bool(found[1])) == (counts, never)


def test_the_network_that_the_processor_states_counts_where_the_request_says_none() -> None:
    result = decline(decline_code="41") | {"connector_response": {"additional_payment_method_data": {
        "card": {"card_network": "visa"}}}}
    counts, never, network = declined(result, "")
    assert (counts, bool(never), network) == (True, True, "VISA")
