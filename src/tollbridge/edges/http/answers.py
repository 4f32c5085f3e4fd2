"""What goes out: JSON, problems, and the headers that every answer has."""

from __future__ import annotations

import http
import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from tollbridge.edges.http.problems import HTTP, KINDS, MEDIA_TYPE, type_of
from tollbridge.service.ids import uuid7
from tollbridge.service.refusals import Refusal, cut

TEXT_BYTES = 2000
"""Of a problem's texts, each: a request with a hundred long field names gets no answer of megabytes."""
_BOOLEANS = frozenset({"repeatable", "syncable", "key_taken"})
_PROCESSORS_OWN = frozenset({404, 429})

SAFE: tuple[tuple[bytes, bytes], ...] = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
encode = msgspec.json.Encoder().encode


def status_of(refused: Refusal) -> int:
    """A processor's 404 and 429 are handed on: they are about the id and the rate that our caller chose."""
    if refused.reason == "REJECTED" and refused.http_status in _PROCESSORS_OWN:
        return refused.http_status
    return KINDS[refused.reason].status


def problem(refused: Refusal, request_id: str) -> dict[str, Any]:
    """The problem details of a refused call."""
    told = _begun(refused.reason, status_of(refused), refused.message, request_id)
    if refused.problems:
        told["fields"] = [{"path": cut(path, TEXT_BYTES), "why": cut(why, TEXT_BYTES)}
                          for path, why in refused.problems]
    if (wait := wait_s(refused)) is not None:
        told["retry_after_s"] = wait
    if refused.reason == "REJECTED":
        told["processor"] = {"http_status": refused.http_status, "code": cut(refused.code, TEXT_BYTES),
                             "message": cut(refused.said, TEXT_BYTES)}
    elif refused.reason in ("OUTCOME_UNKNOWN", "UNSUPPORTED"):
        told |= {name: _fact(name, value) for name, value in refused.facts.items()}
    return told


def edge_problem(reason: str, detail: str, request_id: str) -> dict[str, Any]:
    """Of a request that never becomes a call."""
    return _begun(reason, KINDS[reason].status, detail, request_id)


def wait_s(refused: Refusal) -> int | None:
    """In whole seconds, as `retry-after` has them."""
    if refused.retry_after is not None:
        return max(0, math.ceil(refused.retry_after.total_seconds()))
    return 1 if KINDS[refused.reason].status == 503 else None


def _begun(reason: str, status: int, detail: str, request_id: str) -> dict[str, Any]:
    return {"type": type_of(reason), "title": KINDS[reason].title, "status": status, "detail": cut(detail, TEXT_BYTES),
            "instance": request_id, "code": reason}


def _fact(name: str, value: str) -> object:
    if name in _BOOLEANS:
        return value == "true"
    return value.split(",") if name == "instead" else value



@cache
def fixed_headers(media_type: str) -> tuple[tuple[bytes, bytes], ...]:
    """Of an answer of this type, but for its length and the call's id."""
    return ((b"content-type", media_type.encode()), *SAFE)


JSON_HEADERS = fixed_headers("application/json")
PROBLEM_HEADERS = fixed_headers(MEDIA_TYPE)


def refused_connection(reason: str, most_bytes: int) -> bytes:
    """A whole answer to what is no request that could be handled; the connection ends with it. `most_bytes` is what a
    body may have.
    """
    its_id = uuid7()
    detail = KINDS[reason].title if reason not in HTTP else _ADVICE[reason].format(most_bytes=most_bytes)
    body = encode(edge_problem(reason, detail, its_id))
    status = KINDS[reason].status
    headers: Mapping[bytes, bytes] = {
        **dict(PROBLEM_HEADERS), b"x-request-id": its_id.encode(), b"content-length": str(len(body)).encode(),
        b"connection": b"close", **({b"retry-after": b"1"} if status == 503 else {})}
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n".encode() + lines + b"\r\n" + body


_ADVICE = {
    "MALFORMED": "not an HTTP/1.1 request",
    "REQUEST_TIMEOUT": "the request did not come in time: nothing was done",
    "CONTENT_TOO_LARGE": "the body is larger than the {most_bytes} bytes that this server takes (its "
                         "http.max_body_bytes): nothing was done. Send less, or have the server take more",
    "HEADERS_TOO_LARGE": "the headers are larger, or more, than this server takes: nothing was done",
}
