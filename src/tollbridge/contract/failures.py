"""The processor's no, from our flat `Failure` to the contract's nested ErrorInfo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tollbridge.domain.declines import Decline, explain
from tollbridge.domain.failures import Failure
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RefundStatus

if TYPE_CHECKING:
    from tollbridge.contract.pb import errors_pb2

_CONNECTOR = ("code", "message", "reason", "connector_transaction_id")


def _status_field(status: PaymentStatus | RefundStatus | DisputeStatus) -> str:
    if isinstance(status, PaymentStatus):
        return "payment_status"
    return "refund_status" if isinstance(status, RefundStatus) else "dispute_status"


def _unified(decline: Decline) -> dict[str, str]:
    row = explain(decline)
    return {"code": decline.value, "message": row.message, "description": row.description,
            "user_guidance_message": row.shopper_message}


def json_write_failure(failure: Failure) -> dict[str, Any]:
    """ErrorInfo in the contract's JSON; what is not known is left out."""
    connector: dict[str, Any] = {
        name: value for name in _CONNECTOR if (value := getattr(failure, name)) is not None}
    if failure.status is not None:
        connector["status"] = {_status_field(failure.status): failure.status.value}
    network = {"advice_code": failure.advice_code, "decline_code": failure.decline_code,
               "error_message": failure.network_message}
    network = {name: value for name, value in network.items() if value is not None}
    issuer: dict[str, Any] = {"code": failure.issuer_code, "message": failure.issuer_message}
    issuer = {name: value for name, value in issuer.items() if value is not None}
    if network:
        issuer["network_details"] = network
    error: dict[str, Any] = {}
    if failure.unified is not None:
        error["unified_details"] = _unified(failure.unified)
    if issuer:
        error["issuer_details"] = issuer
    error["connector_details"] = connector
    return error


def wire_write_failure(failure: Failure, message: errors_pb2.ErrorInfo) -> None:
    """The same into the protobuf message."""
    _fill(message, json_write_failure(failure))


def _fill(message: Any, fields: dict[str, Any]) -> None:
    message.SetInParent()
    for name, value in fields.items():
        if isinstance(value, dict):
            _fill(getattr(message, name), value)
        elif name.endswith("_status"):  # of FlowStatus: an enum by its word
            setattr(message, name, message.DESCRIPTOR.fields_by_name[name].enum_type.values_by_name[value].number)
        else:
            setattr(message, name, value)
