"""GET /operations/{operation_id}: what became of an operation that went over NATS."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tollbridge.contract.answer_reading import UnreadableAnswer
from tollbridge.contract.relayed import relayed_json
from tollbridge.edges.http.answers import SAFE, edge_problem, encode, problem
from tollbridge.edges.http.problems import KINDS, MEDIA_TYPE
from tollbridge.service import Service
from tollbridge.service.errors import Forbidden
from tollbridge.service.ids import request_id
from tollbridge.service.lookup import look_up
from tollbridge.service.routing import Report

PATH = "/operations/{operation_id}"
FINAL = frozenset({"DONE", "REJECTED", "MANUAL"})
POLL_S = 1
"""When to ask again for what is under way."""
_SAFE = {name.decode(): value.decode() for name, value in SAFE}


class Lookup:
    """The endpoint. What a caller may not know of is not there."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def get(self, request: Request) -> Response:
        headers = request.headers
        if self._service.options.principals is None and ("origin" in headers or "sec-fetch-site" in headers):
            raise Forbidden("web pages may not ask where callers need no bearer token")
        its_id = request_id(headers.get("x-request-id"))
        more = {**_SAFE, "x-request-id": its_id}
        report = await look_up(self._service, headers, request.path_params["operation_id"])
        if report is None:
            told = edge_problem("UNKNOWN_OPERATION", "there is no such operation: one that was sent, and not "
                                "acknowledged, is to be sent again with the same idempotency key", its_id)
            return Response(encode(told), KINDS["UNKNOWN_OPERATION"].status, more, MEDIA_TYPE)
        if report.state not in FINAL:
            more["retry-after"] = str(POLL_S)
        return Response(encode(document(report, its_id)), 200, more, "application/json")


def document(report: Report, request_id: str) -> dict[str, Any]:
    """As the OpenAPI document has it: `result` as the call itself would have been answered, or `problem`."""
    told: dict[str, Any] = {
        "operation_id": report.op_id, "state": report.state,
        "operation": report.operation.name if report.operation is not None else None,
        "connector": report.connector, "merchant_id": report.merchant_id, "attempt": report.attempt}
    if report.result is not None and report.operation is not None:
        try:
            told["result"] = relayed_json(report.operation, report.result)
        except UnreadableAnswer:
            told["result"] = None
    elif report.refusal is not None:
        told["problem"] = problem(report.refusal, request_id)
    return {name: value for name, value in told.items() if value is not None}


def accepted(operation_id: str, state: str) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body and further headers of a 202."""
    where = PATH.format(operation_id=operation_id)
    return encode({"operation_id": operation_id, "state": state}), [
        (b"location", where.encode()), (b"retry-after", str(POLL_S).encode())]
