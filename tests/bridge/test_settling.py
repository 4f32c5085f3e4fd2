"""What a sync proves of an operation of which nobody knows, and what it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tollbridge.bridge.messages import Problem
from tollbridge.bridge.worker.settling import Verdict, bars, judge, may_repeat
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, VOID, Operation
from tollbridge.kit.connector import Idempotency

TEN = {"minor_amount": "1000", "currency": "USD"}
ELEVEN = {"minor_amount": "1100", "currency": "USD"}
EURO = {"minor_amount": "1000", "currency": "EUR"}
PARTS: dict[str, Any] = {"multiple_capture_data": {"capture_sequence": 2, "capture_reference": "second"}}


@pytest.mark.parametrize(("operation", "payment", "request_", "verdict"), [
    (AUTHORIZE, {"status": "CHARGED", "amount": TEN}, {"amount": TEN}, Verdict.DONE),
    (AUTHORIZE, {"status": "FAILURE"}, {"amount": TEN}, Verdict.DONE),
    (AUTHORIZE, {"status": "CHARGED", "amount": ELEVEN}, {"amount": TEN}, Verdict.UNKNOWN),
    (AUTHORIZE, {"status": "CHARGED", "amount": EURO}, {"amount": TEN}, Verdict.UNKNOWN),
    (CAPTURE, {"status": "CHARGED", "captured_amount": "1000"}, {"amount_to_capture": TEN}, Verdict.DONE),
    (CAPTURE, {"status": "CHARGED"}, {"amount_to_capture": TEN}, Verdict.DONE),
    (CAPTURE, {"status": "AUTHORIZED"}, {"amount_to_capture": TEN}, Verdict.ABSENT),
    (CAPTURE, {"status": "PARTIAL_CHARGED", "captured_amount": "400"}, {"amount_to_capture": TEN}, Verdict.UNKNOWN),
    (CAPTURE, {"status": "CHARGED", "captured_amount": "1000"}, {"amount_to_capture": TEN, **PARTS}, Verdict.UNKNOWN),
    (CAPTURE, {"status": "VOIDED"}, {"amount_to_capture": TEN}, Verdict.UNKNOWN),
    (VOID, {"status": "VOIDED"}, {}, Verdict.DONE),
    (VOID, {"status": "AUTHORIZED"}, {}, Verdict.ABSENT),
    (VOID, {"status": "CHARGED"}, {}, Verdict.UNKNOWN),
    (REFUND, {"status": "CHARGED"}, {}, Verdict.UNKNOWN),
])
def test_what_a_sync_tells(operation: Operation[Any, Any], payment: dict[str, Any], request_: dict[str, Any],
                           verdict: Verdict) -> None:
    assert judge(operation, payment, request_) is verdict


def test_an_attempt_is_made_again_while_its_key_is_kept_and_no_answer_bars_it() -> None:
    unknown, keys = OutcomeUnknown("an earlier attempt ended without a word"), Idempotency("k", 9, timedelta(days=1))
    unknown.repeatable = True
    assert may_repeat(unknown, False, keys, 60.0)
    assert not may_repeat(unknown, False, keys, 86_400.0)
    assert not may_repeat(unknown, True, keys, 60.0)
    assert [bars(Problem("OUTCOME_UNKNOWN", "", facts=facts)) for facts in (
        {"repeatable": "false"}, {"repeatable": "true"}, {})] == [True, False, False]
