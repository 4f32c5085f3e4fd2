"""tollbridge.v1.OperationService/Get: what became of an operation that went over NATS."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError

from tollbridge.contract.answer_reading import UnreadableAnswer
from tollbridge.contract.pb.v1.operations_pb2 import (
    OperationServiceGetRequest,
    OperationServiceGetResponse,
    OperationState,
)
from tollbridge.contract.relayed import relayed_wire
from tollbridge.domain.errors import BadInput, MissingField
from tollbridge.edges.grpc.calls import Handler, ServicerContext, check_single
from tollbridge.edges.grpc.options import ErrorDetails
from tollbridge.edges.grpc.status import DETAILS, ending
from tollbridge.service import Service
from tollbridge.service.lookup import look_up
from tollbridge.service.refusals import Refusal, refusal
from tollbridge.service.routing import Report

SERVICE = "tollbridge.v1.OperationService"
METHOD = f"{SERVICE}/Get"
_NOT_THERE = Refusal("UNKNOWN_OPERATION", "there is no such operation")
_STATES: dict[str, Any] = {name.removeprefix("OPERATION_STATE_"): number for name, number in OperationState.items()}


def lookup_handler(service: Service, details: ErrorDetails) -> Handler:
    async def handle(message: bytes, context: ServicerContext) -> bytes:
        given = context.invocation_metadata() or ()
        try:
            check_single(given)
            metadata: dict[str, Any] = dict(given)
            report = await look_up(service, metadata, _asked(message))
            written = _written(report).SerializeToString() if report is not None else None
            told = _NOT_THERE
        except Exception as error:  # noqa: BLE001 - each has its status
            written, told = None, refusal(error)
        if written is None:
            end = ending(told, details)
            await context.abort(end.code, end.message, ((DETAILS, end.details),))
        return written

    return handle


def _asked(message: bytes) -> str:
    """Raises BadInput, MissingField."""
    try:
        its_id = OperationServiceGetRequest.FromString(message).operation_id
    except DecodeError:
        raise BadInput(f"not a {OperationServiceGetRequest.DESCRIPTOR.full_name}") from None
    if not its_id:
        raise MissingField("operation_id")
    return its_id


def _written(report: Report) -> OperationServiceGetResponse:
    told = OperationServiceGetResponse(
        operation_id=report.op_id, state=_STATES.get(report.state, 0), connector=report.connector,
        merchant_id=report.merchant_id, attempt=report.attempt)
    operation = report.operation
    if operation is not None:
        told.method = operation.rpc or ""
        if report.result is not None:
            try:
                told.result = relayed_wire(operation, report.result)
            except UnreadableAnswer:  # of workers of others: that it is DONE is all that can be told
                told.ClearField("result")
    if report.refusal is not None:
        told.problem.reason, told.problem.message = report.refusal.reason, report.refusal.message
        told.problem.facts.update(report.refusal.facts)
    return told
