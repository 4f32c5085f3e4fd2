"""The processor's no, from our flat `Failure` to the contract's nested ErrorInfo, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tollbridge.contract.reading import Reading, camel, json_text
from tollbridge.domain.declines import Decline, explain
from tollbridge.domain.failures import Failure
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RefundStatus

if TYPE_CHECKING:
    from tollbridge.contract.pb import errors_pb2

_STATUSES: dict[str, type[PaymentStatus | RefundStatus | DisputeStatus]] = {
    "payment_status": PaymentStatus, "refund_status": RefundStatus, "dispute_status": DisputeStatus}
_CONNECTOR = ("code", "message", "reason", "connector_transaction_id")


def _status_field(status: PaymentStatus | RefundStatus | DisputeStatus) -> str:
    return next(name for name, kind in _STATUSES.items() if isinstance(status, kind))


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


def json_read_failure(value: Any, path: str, reading: Reading) -> Failure | None:
    """Out of an ErrorInfo in the contract's JSON: of the unified details the code alone, since the rest follows."""
    parts = _Parts(value, path, reading)
    connector, issuer = parts.part("connector_details"), parts.part("issuer_details")
    network, status = issuer.part("network_details"), connector.part("status")
    unified = parts.part("unified_details").text("code")
    its_status = next((kind(word) for name, kind in _STATUSES.items()
                       if (word := status.text(name) or "") in kind.__members__), None)
    return Failure(
        code=connector.text("code") or "", message=connector.text("message") or "", reason=connector.text("reason"),
        connector_transaction_id=connector.text("connector_transaction_id"), issuer_code=issuer.text("code"),
        issuer_message=issuer.text("message"), decline_code=network.text("decline_code"),
        advice_code=network.text("advice_code"), network_message=network.text("error_message"), status=its_status,
        unified=Decline(unified) if unified in _DECLINES else None)


_DECLINES = frozenset(map(str, Decline))


class _Parts:
    """One object of it; an empty one where there is none."""

    def __init__(self, value: Any, path: str, reading: Reading) -> None:
        self._value = value if value.__class__ is dict else {}
        self._path, self._reading = path, reading
        if value.__class__ is not dict:
            reading.problem(path, "must be an object")

    def part(self, name: str) -> _Parts:
        its = self._value.get(name, self._value.get(camel(name)))
        return _Parts({} if its is None else its, f"{self._path}.{name}", self._reading)

    def text(self, name: str) -> str | None:
        its = self._value.get(name, self._value.get(camel(name)))
        return None if its is None else json_text(its, f"{self._path}.{name}", self._reading)


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
