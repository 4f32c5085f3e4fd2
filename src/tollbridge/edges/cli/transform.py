"""`tollbridge transform`: the pure pair over JSON lines on stdin and stdout, for scripts and for conformance.

A line in: {"id", "op": "request" | "response" | "webhook", "connector", "flow", "config", "request", "environment",
"now", "idempotency_key", "http", "exchanges"}; a line out: {"id", "connector", "flow", "ok"} or {..., "error": {"type",
"code", "message", "fields"}}. Unknown keys of a line are ignored; no line ends the stream.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from tollbridge import catalog, engine
from tollbridge.contract.accounts import read_account
from tollbridge.contract.answers import write_json
from tollbridge.contract.codec import json_codec
from tollbridge.contract.error_json import error_json
from tollbridge.contract.reading import nearest
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import (
    BadInput,
    ConnectorError,
)
from tollbridge.domain.operations import BY_FLOW, VERIFY_REDIRECT, Operation
from tollbridge.domain.secret import Secret
from tollbridge.engine.keys import own_key
from tollbridge.engine.masking import known_to, shown_headers
from tollbridge.engine.plan import Answer
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse

Json = dict[str, Any]


def transform(lines: Iterable[bytes]) -> Iterator[bytes]:
    """An answer line for each line that is not blank."""
    for line in lines:
        if line.strip():
            yield msgspec.json.encode(answer(line)) + b"\n"


def answer(line: bytes) -> Json:
    """The answer to one line; never an exception."""
    try:
        asked = msgspec.json.decode(line)
        if not isinstance(asked, dict):
            raise BadInput("a line must be a JSON object")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return {"id": None, "error": error_json(BadInput("a line must be a JSON object"))}
    except BadInput as error:
        return {"id": None, "error": error_json(error)}
    shown = {name: asked.get(name) for name in ("id", "connector", "flow")}
    try:
        return {**shown, "ok": _done(asked)}
    except ConnectorError as error:
        return {**shown, "error": error_json(error)}
    except Exception as error:  # noqa: BLE001 - a fault of ours ends no stream, and its text may quote the line
        return {**shown, "error": error_json(BadInput(f"internal error: {type(error).__name__}"))}


def _done(asked: Json) -> Json:
    operation = BY_FLOW.get(_text(asked, "flow"))
    if operation is None:
        raise BadInput(f"no flow {asked['flow']!r:.60}{nearest(asked['flow'], BY_FLOW)}", "flow")
    connector = catalog.load(_text(asked, "connector"))
    op = _text(asked, "op")
    if op not in ("request", "response", "webhook"):
        raise BadInput("op must be request, response or webhook", "op")
    if operation is not VERIFY_REDIRECT and (operation in engine.EVENTS) != (op == "webhook"):  # it may ask, or not
        raise BadInput(f"flow {operation.flow} is {'no' if op == 'webhook' else 'a'} webhook", "op")
    request = json_codec(operation).read_request(asked.get("request"))
    ctx = _context(connector, operation, asked, request)
    exchanges = asked.get("exchanges") or ()
    if not isinstance(exchanges, list | tuple):
        raise BadInput("exchanges must be a list", "exchanges")
    answers = [_response(each, f"exchanges[{i}]") for i, each in enumerate(exchanges)]
    if op == "request":
        return _shown(engine.build(connector, operation, request, ctx, answers))
    if op == "webhook":
        return _stateless(connector, operation, request, ctx, answers)
    response = _response(asked, "")
    result = engine.parse(connector, operation, request, response, ctx, answers)
    if isinstance(result, HttpRequest):
        return _shown(result)
    failed = getattr(result, "error", None) is not None
    shown = shown_headers(response, lambda: known_to(request, ctx), failed=failed)
    return write_json(operation, request, Answer(result, response=shown))


def _stateless(connector: Connector[Any], operation: Operation[Any, Any], request: Any, ctx: Context[Any],
               answers: list[HttpResponse]) -> Json:
    """A webhook; where its keys must be fetched first, the request for them."""
    step = engine.advance(engine.run(connector, operation, request, ctx), answers)
    return _shown(step) if isinstance(step, HttpRequest) else write_json(operation, request, step)


def _context(connector: Connector[Any], operation: Operation[Any, Any], asked: Json, request: object) -> Context[Any]:
    key = asked.get("idempotency_key")
    if key is not None and not isinstance(key, str):
        raise BadInput("idempotency_key must be a string", "idempotency_key")
    try:
        environment = Environment(str(asked.get("environment")))
        now = datetime.fromtimestamp(float(asked["now"]), UTC) if asked.get("now") is not None else datetime.now(UTC)
    except ValueError:
        if isinstance(asked.get("environment"), str) and asked["environment"] in tuple(Environment):
            raise BadInput("now must be epoch seconds", "now") from None
        raise BadInput(f"environment must be one of {', '.join(Environment)}", "environment") from None
    except (TypeError, OverflowError, OSError):
        raise BadInput("now must be epoch seconds", "now") from None
    account = read_account(connector, asked.get("config"))
    nonce = asked.get("nonce")
    return Context(account=account, now=now, nonce=nonce if isinstance(nonce, str) else secrets.token_hex(16),
                   idempotency_key=key or own_key(operation, request), environment=environment)


def _response(asked: Json, path: str) -> HttpResponse:
    http = asked.get("http") if path == "" else asked
    path = path or "http"
    if not isinstance(http, Mapping):
        raise BadInput(f"{path} must be an object: status, headers, body or body_b64", path)
    http = http.get("http") or http.get("receive") or http
    status, headers = http.get("status"), http.get("headers") or {}
    if type(status) is not int or not 100 <= status <= 999:
        raise BadInput(f"{path}.status must be an HTTP status", f"{path}.status")
    if not isinstance(headers, Mapping) or not all(isinstance(value, str) for value in headers.values()):
        raise BadInput(f"{path}.headers must be an object of strings", f"{path}.headers")
    lowered = {str(name).lower(): value for name, value in headers.items()}
    return HttpResponse(status, _body(http, path), lowered)


def _body(http: Mapping[str, Any], path: str) -> bytes:
    encoded, body = http.get("body_b64"), http.get("body")
    try:
        if encoded is not None:
            return base64.b64decode(encoded, validate=True)
        return body.encode() if body is not None else b""
    except (binascii.Error, ValueError, TypeError, AttributeError):
        raise BadInput(f"{path}.body must be a string, {path}.body_b64 base64", f"{path}.body") from None


def _shown(request: HttpRequest) -> Json:
    """The HTTP request as it is to be sent, credentials and card included: what the caller asked for."""
    headers = {name: value.reveal() if isinstance(value, Secret) else value for name, value in request.headers.items()}
    shown: Json = {"url": request.url, "method": request.method, "headers": headers}
    if request.body is not None:
        try:
            shown["body"] = request.body.decode()
        except UnicodeDecodeError:
            shown["body_b64"] = base64.b64encode(request.body).decode()
    return shown


def _text(asked: Json, name: str) -> str:
    value = asked.get(name)
    if isinstance(value, str) and value:
        return value
    raise BadInput(f"{name} must be a string", name)


