"""A call of one operation: a POST with a JSON object in, the service's call, JSON or a problem out.

Plain ASGI without Starlette's request objects: this is the path that every payment takes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any, TypeAlias

from tollbridge.domain.errors import BadInput, NotSent
from tollbridge.domain.operations import Operation
from tollbridge.edges.http.answers import (
    JSON_HEADERS,
    PROBLEM_HEADERS,
    edge_problem,
    encode,
    problem,
    status_of,
    wait_s,
)
from tollbridge.edges.http.bodies import read_body
from tollbridge.edges.http.lookup import accepted
from tollbridge.edges.http.problems import KINDS
from tollbridge.edges.http.protocol import GONE, REFUSED
from tollbridge.service import Service, ServiceCall
from tollbridge.service.errors import Forbidden

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
RawHeaders: TypeAlias = "list[tuple[bytes, bytes]]"

EDGE = "http"
CLIENT_GONE = "499"
"""What nginx calls it in its logs: there is nobody to send a status to."""


class HttpProblem(Exception):
    """A request that never becomes a call, for a reason of HTTP's own."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class ClientGone(Exception):
    """The connection ended before the request was complete."""


async def run(service: Service, operation: Operation[Any, Any], scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one POST."""
    raw: RawHeaders = scope["headers"]
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
    call = ServiceCall(service, EDGE, operation, headers, 0, _no_deadline)
    its_id = call.record.request_id
    status, answer, its_headers = CLIENT_GONE, b"", PROBLEM_HEADERS
    more: RawHeaders = []
    try:
        check_headers(raw, headers)
        if service.options.principals is not None:
            service.options.principals.of(headers)  # before anything of theirs is read
        elif "origin" in headers:
            # A page that a browser on this machine shows can reach loopback, and with a name of its own that leads
            # there (DNS rebinding) it may send any header: there is no proof that it could lack, so it is not let in.
            raise Forbidden("web pages may not call (header origin) where callers need no bearer token")
        body = await whole_body(receive)
        call.record.request_bytes = len(body)
        written = await call.json(read_body(body))
        status, answer, its_headers = "200", encode(written), JSON_HEADERS
        if scope["state"][GONE]():
            call.record.outcome = "cancelled"  # whatever came of it, nobody is told
            status = CLIENT_GONE
            return
    except ClientGone:
        if (reason := scope["state"].get(REFUSED)) is not None:  # the connection says so
            call.record.outcome, status = "bad_input", str(KINDS[reason].status)
        return
    except HttpProblem as error:
        call.record.outcome = "bad_input"
        status, answer = str(KINDS[error.reason].status), encode(edge_problem(error.reason, str(error), its_id))
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - each has its problem
        status, answer, its_headers, more = await _refused(service, call, error)
    finally:
        call.over(status, len(answer))
    await respond(send, int(status), its_headers, answer, its_id, *more)


async def _refused(service: Service, call: ServiceCall,
                   error: BaseException) -> tuple[str, bytes, tuple[tuple[bytes, bytes], ...], RawHeaders]:
    """Status, body, headers, and further ones."""
    if not isinstance(error, Exception):
        if not service.ended:
            raise error  # not by the drain
        error = NotSent("the server had to end before anything was sent")
    refused = await call.refused(error)
    status = status_of(refused)
    if refused.reason == "PROCESSING" and (operation_id := refused.facts.get("operation_id")):
        body, more = accepted(operation_id, refused.facts.get("state", "ACCEPTED"))
        return str(status), body, JSON_HEADERS, more
    more = []
    if (wait := wait_s(refused)) is not None:
        more.append((b"retry-after", str(wait).encode()))
    if status == 401:
        more.append((b"www-authenticate", b'Bearer realm="tollbridge"'))
    return str(status), encode(problem(refused, call.record.request_id)), PROBLEM_HEADERS, more


async def respond(send: Send, status: int, headers: tuple[tuple[bytes, bytes], ...], body: bytes, request_id: str,
                  *more: tuple[bytes, bytes]) -> None:
    """A whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": [
        *headers, (b"x-request-id", request_id.encode()), (b"content-length", str(len(body)).encode()), *more]})
    await send({"type": "http.response.body", "body": body})


async def whole_body(receive: Receive, most: int | None = None) -> bytes:
    """Raises ClientGone where the rest never came. The protocol has a limit for all; `most` is a lower one."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        size += len(message["body"])
        if most is not None and size > most:
            raise HttpProblem("CONTENT_TOO_LARGE", f"the body is larger than {most} bytes")
        parts.append(message["body"])
        more = message["more_body"]
    return parts[0] if len(parts) == 1 else b"".join(parts)


# -- headers ----------------------------------------------------------------------------------------------------------
def check_headers(raw: RawHeaders, headers: dict[str, str]) -> None:
    """Raises HttpProblem or BadInput for headers of a call that cannot be meant so."""
    kind = headers.get("content-type", "")
    if len(kind) > KEPT_CHARACTERS or not _is_json(kind):
        raise HttpProblem("UNSUPPORTED_MEDIA_TYPE", "send the header content-type: application/json; the text is UTF-8")
    if headers.get("content-encoding", "identity") != "identity":
        raise HttpProblem("UNSUPPORTED_MEDIA_TYPE", "send the body as it is, without content-encoding")
    accept = headers.get("accept")
    if accept is not None and not (_takes_json if len(accept) <= KEPT_CHARACTERS else _takes_json.__wrapped__)(accept):
        raise HttpProblem("NOT_ACCEPTABLE", "the answer is application/json: let the header accept have it")
    if len(headers) != len(raw):
        _check_single(raw)


def _check_single(raw: RawHeaders) -> None:
    """Of two values for one header nobody knows which one is meant; lists may be split (RFC 9110, section 5.3)."""
    seen: set[bytes] = set()
    for name, _ in raw:
        if name in seen and name not in _LISTS:
            raise BadInput("a header is given more than once", name.decode("latin-1"))
        seen.add(name)


_LISTS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"baggage", b"cache-control", b"cookie",
                    b"forwarded", b"tracestate", b"via", b"x-forwarded-for", b"x-forwarded-proto"})


KEPT_CHARACTERS = 512
"""Longer headers do not stay in memory: they come before any proof of who calls."""


@lru_cache(maxsize=256)
def _is_json(content_type: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    return kind == "application/json" and all(
        parameter in ("", "charset=utf-8", 'charset="utf-8"') for parameter in parameters)


@lru_cache(maxsize=256)
def _takes_json(accept: str) -> bool:
    """Whether a range of the header takes JSON: the most specific that fits decides (RFC 9110, section 12.5.1)."""
    weights: dict[str, str] = {}
    for part in accept.lower().split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        weights[kind] = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    for kind in ("application/json", "application/*", "*/*"):
        if kind in weights:
            return weights[kind].strip("0.") != ""
    return not accept.strip()


def _no_deadline() -> None:
    """HTTP has no word for how long a client will wait."""
