"""What may be tried again, and when: without any clock or network."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tollbridge.domain.errors import ConnectorError, InvalidField, NotSent, OutcomeUnknown, Rejected, Unreachable
from tollbridge.domain.operations import Effect
from tollbridge.engine.retries import Retries, Tries, resent, resent_blocking


def unknown(*, repeatable: bool = True) -> OutcomeUnknown:
    error = OutcomeUnknown("no answer")
    error.repeatable = repeatable
    return error


def put_off(seconds: float | None, status: int = 429) -> Rejected:
    return Rejected("slow", "down", status, None if seconds is None else timedelta(seconds=seconds))


def tries(retries: Retries, effect: Effect = Effect.MONEY, left: float | None = None) -> Tries:
    return Tries(retries, effect, lambda: left)


def test_by_default_only_what_never_left_is_sent_again_and_once() -> None:
    retries = Retries()
    assert not retries.of_calls
    assert retries.before_resending(Unreachable("refused"), 0, None) is not None
    assert retries.before_resending(Unreachable("refused"), 1, None) is None


def test_what_would_fail_again_is_not_sent_again() -> None:
    assert Retries(unsent=9).before_resending(Unreachable("closed", passing=False), 0, None) is None


def test_a_wait_that_outlasts_the_call_is_not_begun() -> None:
    retries = Retries(unsent=9, first_wait_s=1e9, longest_wait_s=1e9)
    assert retries.before_resending(Unreachable("refused"), 0, 0.0) is None
    with pytest.raises(OutcomeUnknown):
        tries(Retries(unknown=1), left=0.0).after(unknown())
    with pytest.raises(Rejected):
        tries(Retries(throttled=1), left=1.0).after(put_off(1))


def test_waits_grow_and_are_spread() -> None:
    retries = Retries(first_wait_s=0.1, longest_wait_s=1.0)
    for number, bound in enumerate([0.1, 0.2, 0.4, 0.8, 1.0, 1.0]):
        waits = [retries.backoff(number) for _ in range(300)]
        assert max(waits) <= bound
        assert max(waits) > bound * 0.8
        assert min(waits) < bound * 0.2
    assert retries.backoff(10_000) <= 1.0


async def test_the_last_error_of_resending_is_raised() -> None:
    errors: list[ConnectorError] = [Unreachable("second"), Unreachable("third")]
    waits: list[float] = []

    async def send() -> str:
        raise errors.pop(0)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    with pytest.raises(Unreachable, match="third"):
        await resent(send, Unreachable("first"), Retries(unsent=2), lambda: None, sleep)
    assert len(waits) == 2


def test_resending_ends_with_an_answer_or_with_another_error() -> None:
    retries = Retries(unsent=5, first_wait_s=0)
    outcomes: list[object] = [Unreachable("second"), "paid"]

    def send() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, ConnectorError):
            raise outcome
        return str(outcome)

    assert resent_blocking(send, Unreachable("first"), retries, lambda: None) == "paid"
    outcomes[:] = [unknown(), "never"]
    with pytest.raises(OutcomeUnknown):  # bytes have left now
        resent_blocking(send, Unreachable("first"), retries, lambda: None)
    assert outcomes == ["never"]


@pytest.mark.parametrize("error", [unknown(repeatable=False), InvalidField("amount", "wrong"), put_off(None),
                                   put_off(1, 503), put_off(60), Unreachable("refused"), put_off(1, 401)])
def test_nothing_else_is_tried_again(error: ConnectorError) -> None:
    with pytest.raises(type(error)) as caught:
        tries(Retries(unsent=9, unknown=9, throttled=9)).after(error)
    assert caught.value is error


def test_each_kind_has_its_own_count() -> None:
    call = tries(Retries(unknown=2, throttled=1, first_wait_s=0))
    assert call.after(unknown()) == 0
    assert call.after(put_off(2)) == 2
    assert call.after(unknown()) == 0
    with pytest.raises(OutcomeUnknown):
        call.after(unknown())


@pytest.mark.parametrize("later", [Unreachable("refused"), put_off(None), InvalidField("base_url", "refused"),
                                   NotSent("no token")])
@pytest.mark.parametrize("effect", [Effect.MONEY, Effect.CHANGE])
def test_a_change_that_ended_unknown_stays_unknown_whatever_a_repeat_says(
    later: ConnectorError, effect: Effect
) -> None:
    """The repeat never left, or was refused: the first try may have been carried out all the same."""
    call = tries(Retries(unknown=2), effect)
    first = unknown()
    call.after(first)
    with pytest.raises(OutcomeUnknown) as caught:
        call.after(later)
    assert caught.value is first
    assert caught.value.__cause__ is later


def test_a_question_ends_with_its_last_error() -> None:
    call = tries(Retries(unknown=2), Effect.QUERY)
    call.after(unknown())
    with pytest.raises(Unreachable):
        call.after(Unreachable("refused"))
