"""Results in the contract's JSON are read back: those of this version whole, those of another as far as it is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from contract_wire.examples import draw_struct, fill_struct, most_types
from contract_wire.test_converter import every_operation, examples
from tollbridge.contract.answer_reading import UNDECIDED, UnreadableAnswer
from tollbridge.contract.codec import json_codec
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, BY_FLOW, CAPTURE, REFUND, SYNC, Operation
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import UNDECIDED as NEITHER, PaymentStatus, RefundStatus
from tollbridge.testing.golden import load

GOLDEN = Path(__file__).parents[2] / "golden"
CONNECTORS = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())


def survives(operation: Operation[Any, Any], result: Any, currency: Currency) -> None:
    """Written, read, and written again."""
    codec = json_codec(operation)
    written = codec.write_result(result)
    again = codec.read_result(json.loads(json.dumps(written)), currency)
    assert type(again) is type(result)
    assert codec.write_result(again) == written


@pytest.mark.parametrize("connector", CONNECTORS)
def test_every_golden_result_survives(connector: str) -> None:
    seen = 0
    for case in load(GOLDEN / connector):
        if isinstance(case.golden.result, dict):
            codec = json_codec(case.operation)
            result = codec.read_result(case.golden.result, Currency.USD)
            written = codec.write_result(result)
            survives(case.operation, result, Currency.USD)
            assert {name: case.golden.result[name] for name in written} == written
            seen += 1
    assert seen


@every_operation
def test_of_a_complete_result_nothing_is_lost(operation: Operation[Any, Any]) -> None:
    for variant in range(most_types(operation.result)):
        survives(operation, fill_struct(operation.result, variant), Currency.USD)


@every_operation
@examples
@given(st.data())
def test_any_result_survives(operation: Operation[Any, Any], data: st.DataObject) -> None:
    currency = data.draw(st.sampled_from(Currency))
    result = draw_struct(data.draw, operation.result, currency)
    if operation is ACCESS_TOKEN:
        result = replace(result, token=Secret(result.token.reveal() or "token"))  # an empty one is none
    survives(operation, result, currency)


def test_a_payment_is_the_same_again() -> None:
    payment = json_codec(AUTHORIZE).read_result(
        {"connector_transaction_id": "pi_1", "status": "CHARGED", "captured_amount": "4250",
         "error": {"connector_details": {"code": "c", "message": "m", "status": {"payment_status": "FAILURE"}},
                   "unified_details": {"code": "do_not_honor"}}}, Currency.KWD)
    assert payment.status is PaymentStatus.CHARGED
    assert payment.captured_amount == Money(4250, Currency.KWD)
    assert payment.error is not None
    assert (payment.error.status, payment.error.unified) == (PaymentStatus.FAILURE, "do_not_honor")


def test_what_a_newer_version_says_is_passed_over() -> None:
    payment = json_codec(AUTHORIZE).read_result({
        "connector_transaction_id": "pi_1", "status": "CHARGED", "shininess": {"of": ["coins"]},
        "connector_response": {"additional_payment_method_data": {"holograms": {"colour": "blue"}}},
        "status_code": 200, "response_headers": {"a": "b"}, "raw_connector_response": {"value": "{}"}})
    assert payment.status is PaymentStatus.CHARGED
    assert payment.connector_response is not None
    assert payment.connector_response.additional_payment_method_data is None


@pytest.mark.parametrize("given", [{}, {"status": "GLITTERING"}, {"status": 4711}, {"status": None}])
def test_a_status_that_nobody_knows_is_undecided(given: dict[str, Any]) -> None:
    assert json_codec(AUTHORIZE).read_result(given).status is PaymentStatus.UNRESOLVED
    assert json_codec(REFUND).read_result(given).status is RefundStatus.REFUND_MANUAL_REVIEW


def test_undecided_words_are_neither_a_success_nor_a_no() -> None:
    assert {PaymentStatus.UNRESOLVED, RefundStatus.REFUND_MANUAL_REVIEW} <= NEITHER
    assert all(word.value.endswith(("PENDING", "UNRESOLVED", "REVIEW")) for word in UNDECIDED.values())


@every_operation
def test_an_empty_answer_is_no_success(operation: Operation[Any, Any]) -> None:
    """As proto3 writes one in which all is zero."""
    if operation is ACCESS_TOKEN:
        with pytest.raises(UnreadableAnswer, match="lacks its token"):
            json_codec(operation).read_result({"status": "OPERATION_STATUS_FAILURE"})
        return
    result = json_codec(operation).read_result({})
    assert getattr(result, "status", None) in {None, *UNDECIDED.values()}


def test_an_amount_without_any_currency_is_left_out() -> None:
    found = {"status": "CHARGED", "connector_transaction_id": "pi_1", "captured_amount": "4250",
             "amount": {"minor_amount": "4250", "currency": "EUR"}}
    assert json_codec(SYNC).read_result(found).captured_amount is None
    assert json_codec(SYNC).read_result(found).amount == Money(4250, Currency.EUR)


@pytest.mark.parametrize("answer", [
    None, "CHARGED", [], {"status": ["CHARGED"]}, {"captured_amount": "a lot"}, {"error": "no"},
    {"error": {"connector_details": []}}, {"error": {"issuer_details": {"code": 5}}},
    {"connector_transaction_id": 4242424242424242}])
def test_what_is_no_answer_is_refused_and_not_shown(answer: object) -> None:
    with pytest.raises(UnreadableAnswer) as raised:
        json_codec(CAPTURE).read_result(answer, Currency.EUR)
    assert "4242" not in str(raised.value)


def test_reading_answers_is_for_every_operation() -> None:
    from tollbridge.contract.converter.index import ANSWER_READERS

    assert set(ANSWER_READERS) == set(BY_FLOW)
