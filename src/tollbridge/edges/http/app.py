"""The paths of the server: operations straight to their handler, all else through Starlette."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tollbridge.accounts import AccountStore
from tollbridge.contract.reading import nearest
from tollbridge.edges.http.answers import PROBLEM_HEADERS, SAFE, edge_problem, encode, problem, status_of
from tollbridge.edges.http.docs_page import POLICY, page
from tollbridge.edges.http.lookup import PATH as LOOKUP_PATH, Lookup
from tollbridge.edges.http.operations import EDGE, Receive, Scope, Send, respond, run
from tollbridge.edges.http.options import HttpOptions
from tollbridge.edges.http.problems import KINDS, MEDIA_TYPE
from tollbridge.edges.http.routes import ALIASES, PATHS
from tollbridge.edges.http.webhooks import PATH as WEBHOOK_PATH, Receiver
from tollbridge.service import Service
from tollbridge.service.ids import request_id
from tollbridge.service.refusals import refusal
from tollbridge.service.webhooks import HookStore, Webhooks

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
PIECE_BYTES = 64 * 1024
"""Large documents go out in pieces: a client that does not read holds no more than that."""
_OPERATIONS = {path.encode(): operation for path, operation in {**PATHS, **ALIASES}.items()}
"""As they stand in the request: a path has one spelling, so that what a proxy in front forbids has no other."""
WEBHOOKS = WEBHOOK_PATH.partition("{")[0].encode()
"""Below it, merchants' ids may need percent signs."""
_SAFE = [(name.decode(), value.decode()) for name, value in SAFE]


class App:
    """The ASGI application. `why_not` says why the server takes no calls, and nothing where it does; without `accounts`
    it takes no webhooks.
    """

    def __init__(self, service: Service, options: HttpOptions, why_not: Callable[[], str],
                 accounts: AccountStore | None = None, hooks: HookStore | None = None) -> None:
        self._service = service
        self._operations = _OPERATIONS if options.operations else {}
        self._others = others(service, options, why_not, accounts, hooks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation = self._operations.get(scope["raw_path"])
        if operation is None:
            if b"%" in scope["raw_path"] and not scope["raw_path"].startswith(WEBHOOKS):
                scope["path"] = scope["raw_path"].decode("ascii")  # as it is: nothing is there
            await self._others(scope, receive, send)
        elif scope["method"] == "POST":
            await run(self._service, operation, scope, receive, send)
        else:
            await _wrong_method(scope, send)


async def _wrong_method(scope: Scope, send: Send) -> None:
    allow = (b"allow", b"OPTIONS, POST")
    its_id = _request_id(scope)
    if scope["method"] == "OPTIONS":
        await respond(send, 204, SAFE, b"", its_id, allow)
    else:
        body = encode(edge_problem("METHOD_NOT_ALLOWED", "an operation is a POST with a JSON object", its_id))
        await respond(send, KINDS["METHOD_NOT_ALLOWED"].status, PROBLEM_HEADERS, body, its_id, allow)


def _request_id(scope: Scope) -> str:
    return request_id(next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"),
                           None))


# -- all else ---------------------------------------------------------------------------------------------------------
def others(service: Service, options: HttpOptions, why_not: Callable[[], str],
           accounts: AccountStore | None, hooks: HookStore | None = None) -> Starlette:
    """Signs of life, documents, and webhooks."""
    async def livez(request: Request) -> Response:
        return _text("ok")

    async def readyz(request: Request) -> Response:
        why = why_not()
        return _text(why, 503) if why else _text("ok")

    async def metrics(request: Request) -> Response:
        if service.options.principals is not None:
            service.options.principals.of(request.headers)
        # In a thread: with many series it takes milliseconds.
        text, media_type = await asyncio.to_thread(service.telemetry.metrics_text, request.headers.get("accept", ""))
        return _document(text, media_type)

    async def openapi(request: Request) -> Response:
        return _document(openapi_document(), "application/json")

    async def docs(request: Request) -> Response:
        return _document(page(), "text/html; charset=utf-8", {"content-security-policy": POLICY})

    served = {"/livez": livez, "/readyz": readyz}
    if options.metrics:
        served["/metrics"] = metrics
    if options.docs:
        served |= {"/openapi.json": openapi, "/docs": docs}
    routes = [Route(path, _guarded(endpoint)) for path, endpoint in served.items()]
    if accounts is not None:
        receiver = Receiver(Webhooks(service, accounts, EDGE, options.webhook_s, hooks), options.max_webhook_bytes)
        routes.append(Route(WEBHOOK_PATH, _guarded(receiver.receive), methods=["POST"]))
    if service.relay is not None and options.operations:
        routes.append(Route(LOOKUP_PATH, _guarded(Lookup(service).get), methods=["GET"]))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _http_problem})
    app.router.redirect_slashes = False
    return app


def _guarded(endpoint: Endpoint) -> Endpoint:
    """With every error told as a problem: what gets out of it would be logged word by word."""
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception as error:  # noqa: BLE001 - each has its problem
            return _problem(request, error)

    return answered


@cache
def openapi_document() -> bytes:
    """As it was generated with this version."""
    return Path(__file__).with_name("openapi.json").read_bytes()


async def _http_problem(request: Request, error: Exception) -> Response:
    """No such path, no such method."""
    if not isinstance(error, HTTPException):
        raise TypeError
    allow = dict(error.headers or {})
    if error.status_code == 405:
        allow = {"allow": ", ".join(sorted({*allow.get("Allow", "GET").split(", "), "OPTIONS"}))}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=dict(_SAFE) | allow)
        return _edge_problem(request, "METHOD_NOT_ALLOWED", f"it takes {allow['allow']}", allow)
    near = nearest(request.url.path, PATHS) or ": what there is stands in /openapi.json, for people in /docs"
    return _edge_problem(request, "NOT_FOUND", f"no such path{near}")


def _problem(request: Request, error: Exception) -> Response:
    refused = refusal(error)
    its_id = _request_id(request.scope)
    more = {"www-authenticate": 'Bearer realm="tollbridge"'} if status_of(refused) == 401 else {}
    return Response(encode(problem(refused, its_id)), status_of(refused),
                    dict(_SAFE) | {"x-request-id": its_id} | more, MEDIA_TYPE)


def _edge_problem(request: Request, reason: str, detail: str, more: dict[str, str] | None = None) -> Response:
    its_id = _request_id(request.scope)
    return Response(encode(edge_problem(reason, detail, its_id)), KINDS[reason].status,
                    dict(_SAFE) | {"x-request-id": its_id} | (more or {}), MEDIA_TYPE)


def _text(text: str, status: int = 200) -> Response:
    return Response(text + "\n", status, dict(_SAFE), "text/plain")


def _document(content: bytes, media_type: str, headers: dict[str, str] | None = None) -> Response:
    async def pieces() -> Any:
        for begin in range(0, len(content), PIECE_BYTES):
            yield content[begin:begin + PIECE_BYTES]

    return StreamingResponse(
        pieces(), headers=dict(_SAFE) | {"content-type": media_type, "content-length": str(len(content))}
        | (headers or {}))
