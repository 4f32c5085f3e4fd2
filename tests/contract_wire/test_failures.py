"""A failure's flat fields stand where the contract's ErrorInfo has them, at both edges."""

from __future__ import annotations

import pytest
from google.protobuf.json_format import MessageToDict

from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.domain.declines import Decline, explain
from tollbridge.domain.failures import Failure
from tollbridge.domain.operations import AUTHORIZE
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RefundStatus

ROW = explain(Decline.INSUFFICIENT_FUNDS)
EVERYTHING = Failure(
    code="card_declined", message="Your card was declined.", reason="insufficient_funds",
    connector_transaction_id="pi_1", issuer_code="51", issuer_message="Not sufficient funds", decline_code="51",
    advice_code="24", network_message="retry after an hour", status=PaymentStatus.FAILURE,
    unified=Decline.INSUFFICIENT_FUNDS)
ERROR_INFO = {
    "unified_details": {
        "code": Decline.INSUFFICIENT_FUNDS.value, "message": ROW.message, "description": ROW.description,
        "user_guidance_message": ROW.shopper_message,
    },
    "issuer_details": {
        "code": "51", "message": "Not sufficient funds",
        "network_details": {"advice_code": "24", "decline_code": "51", "error_message": "retry after an hour"},
    },
    "connector_details": {
        "code": "card_declined", "message": "Your card was declined.", "reason": "insufficient_funds",
        "connector_transaction_id": "pi_1", "status": {"payment_status": "FAILURE"},
    },
}


@pytest.mark.parametrize(("failure", "error_info"), [
    (EVERYTHING, ERROR_INFO),
    (Failure(code="x", message=""), {"connector_details": {"code": "x", "message": ""}}),
    (Failure(code="x", message="y", decline_code="05"), {
        "connector_details": {"code": "x", "message": "y"},
        "issuer_details": {"network_details": {"decline_code": "05"}}}),
    (Failure(code="x", message="y", status=RefundStatus.REFUND_FAILURE), {
        "connector_details": {"code": "x", "message": "y", "status": {"refund_status": "REFUND_FAILURE"}}}),
    (Failure(code="x", message="y", status=DisputeStatus.DISPUTE_LOST), {
        "connector_details": {"code": "x", "message": "y", "status": {"dispute_status": "DISPUTE_LOST"}}}),
])
def test_a_failure_is_laid_out_as_error_info(failure: Failure, error_info: object) -> None:
    result = Payment.refused(failure)
    message = wire_codec(AUTHORIZE).write_result(result)
    assert json_codec(AUTHORIZE).write_result(result)["error"] == error_info
    assert MessageToDict(message, preserving_proto_field_name=True)["error"] == error_info
