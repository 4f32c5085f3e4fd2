"""Another attempt after a decline: what the networks say comes before what the unified code says."""

from datetime import timedelta

import pytest

from tollbridge import CardNetwork, Decline, Failure, Retry, reattempt
from tollbridge.domain.declines import TABLE
from tollbridge.domain.reattempts import LIMITS

VISA, MASTERCARD = CardNetwork.VISA, CardNetwork.MASTERCARD


def failure(unified: Decline = Decline.INSUFFICIENT_FUNDS, advice: str | None = None,
            response: str | None = None) -> Failure:
    return Failure(code="no", message="", unified=unified, advice_code=advice, decline_code=response)


@pytest.mark.parametrize("code", ["04", "07", "12", "14", "15", "41", "43", "46", "57", "R0", "r1", "R3"])
def test_what_visa_calls_never_is_never(code: str) -> None:
    verdict = reattempt(failure(response=code), VISA)
    assert (verdict.allowed, verdict.retry) == (False, Retry.NEVER)


@pytest.mark.parametrize(("code", "retry"), [
    ("51", Retry.LATER), ("5C", Retry.LATER), ("54", Retry.CORRECT), ("N7", Retry.CORRECT), ("05", Retry.LATER)])
def test_visas_categories_follow_from_the_response_code(code: str, retry: Retry) -> None:
    verdict = reattempt(failure(response=code), VISA)
    assert verdict.allowed
    assert verdict.retry is retry
    assert [(limit.attempts, limit.window.days) for limit in verdict.limits] == [(20, 30)]


@pytest.mark.parametrize("unified", [Decline.STOLEN_CARD, Decline.LOST_CARD, Decline.PICKUP_CARD])
@pytest.mark.parametrize("code", ["05", "34", "made up"])
def test_a_code_that_visa_does_not_list_makes_no_never_a_later(unified: Decline, code: str) -> None:
    assert TABLE[unified].retry is Retry.NEVER
    assert not reattempt(failure(unified, response=code), VISA).allowed
    assert reattempt(failure(unified, response=code, advice="4"), VISA).allowed


def test_a_category_that_the_processor_states_counts_more_than_ours() -> None:
    assert not reattempt(failure(response="51", advice="1"), VISA).allowed


def test_mastercards_advice_says_when() -> None:
    verdict = reattempt(failure(advice="24"), MASTERCARD)
    assert (verdict.allowed, verdict.wait) == (True, timedelta(hours=1))
    assert [(limit.attempts, limit.window) for limit in verdict.limits] == [
        (10, timedelta(hours=24)), (35, timedelta(days=30))]


@pytest.mark.parametrize("code", ["03", "21"])
def test_mastercards_no_is_final_whatever_the_reason(code: str) -> None:
    assert not reattempt(failure(advice=code), MASTERCARD).allowed
    assert not reattempt(failure(advice=code)).allowed


def test_visas_response_codes_are_not_mastercards() -> None:
    assert reattempt(failure(response="12"), MASTERCARD).retry is Retry.LATER
    assert reattempt(failure(response="12")).retry is Retry.LATER


@pytest.mark.parametrize("network", [None, *CardNetwork])
@pytest.mark.parametrize("unified", Decline)
def test_without_advice_the_unified_code_decides(unified: Decline, network: CardNetwork | None) -> None:
    verdict = reattempt(failure(unified), network)
    assert verdict.retry is TABLE[unified].retry
    assert verdict.allowed is (verdict.retry is not Retry.NEVER)
    assert verdict.because
    assert verdict.limits == LIMITS.get(network or CardNetwork.AMEX, ())


@pytest.mark.parametrize("advice", ["43", "99", "x", "", "  ", "1000"])
def test_advice_that_says_nothing_of_another_attempt_decides_nothing(advice: str) -> None:
    assert reattempt(failure(Decline.STOLEN_CARD, advice=advice)).retry is Retry.NEVER


def test_every_limit_names_its_source() -> None:
    for limits in LIMITS.values():
        for limit in limits:
            assert limit.source.startswith("https://")
            assert limit.attempts > 0
            assert set(limit.same) <= {"card", "merchant", "amount"}
