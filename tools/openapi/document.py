"""The OpenAPI 3.1 document of the HTTP edge, made from the operations, the compiled messages and their comments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tollbridge.bridge.routes import OF_OPERATION
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.operations import Effect, Operation
from tollbridge.edges.http.lookup import PATH as LOOKUP_PATH
from tollbridge.edges.http.problems import CALL, HTTP, KINDS, MEDIA_TYPE, type_of
from tollbridge.edges.http.routes import PATHS
from tools.converter.model import method
from tools.openapi.comments import comments
from tools.openapi.examples import examples
from tools.openapi.schemas import DIALECT, Schemas

Json = dict[str, Any]
VERSION = "1"
"""Of the contract, not of the package: a release that changes nothing here leaves the document as it is."""

INTRODUCTION = f"""\
One payments API over many payment processors. Every operation is a POST with a JSON object; the same operations are \
there by gRPC, and their gRPC spelling (`/types.PaymentService/Authorize`) is a path here too.

**Dialect.** {DIALECT}

**A no is an answer.** A declined payment is HTTP 200: its `status` says so, and `error` says why. Problems \
(`{MEDIA_TYPE}`) are for calls that have no result. Their `code` says what to do: 400 and 422, fix the request; 424, \
fix the account or the id; 429 and 503, nothing was done, try again after `retry-after`; `OUTCOME_UNKNOWN`, do what \
`advice` says, and never just try again.

**Amounts** that are a bare number are in the currency beside them, or else of the request's `amount`."""

HEADERS: dict[str, Json] = {
    "x-connector-config": {
        "description": "Connector and account of the call, as JSON: the connector's name and its account's fields. "
                       "Without it, they are looked up by x-connector and x-merchant-id.",
        "schema": {"type": "string"}, "example": '{"config": {"Stripe": {"api_key": "sk_test_..."}}}'},
    "x-connector": {
        "description": "The connector, where the account is one that the server has on file for the merchant.",
        "schema": {"type": "string"}, "example": "stripe"},
    "x-merchant-id": {"description": "For whom the call is.", "schema": {"type": "string"}},
    "x-tenant-id": {"description": "The caller's own division of merchants, for logs.", "schema": {"type": "string"}},
    "x-environment": {
        "description": "`production` (or `live`) or `sandbox` (or `test`), where the server lets a call say so.",
        "schema": {"type": "string"}, "example": "sandbox"},
    "x-request-id": {"description": "The caller's id of this call, repeated in its answer; made where it is missing.",
                     "schema": {"type": "string"}},
    "x-reference-id": {"description": "The caller's own id, for logs and traces.", "schema": {"type": "string"}},
    "x-resource-id": {"description": "The caller's own id of what the call is about, for logs and traces.",
                      "schema": {"type": "string"}},
    "x-shadow-mode": {"description": "`true`: a shadow call, marked so in logs and metrics.",
                      "schema": {"type": "string"}},
    "prefer": {
        "description": "`respond-async`: where the operation goes over NATS and is stored there, its id is the answer "
                       "(202). `wait=8`: no longer than so many seconds for its end (RFC 7240). Else it is ignored.",
        "schema": {"type": "string"}, "example": "respond-async"},
    "x-operation-deadline-s": {
        "description": "Of an operation that goes over NATS: for how many seconds, from 1 to 86400, it is tried, where "
                       "that is not to be as the server is set. A caller who waits less long may ask for it later.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,5}(\\.[0-9]+)?$"}},
    "x-operation-after": {
        "description": "Of an operation that goes over NATS: the id of one that has to be done first. Where that makes "
                       "the payment, `connector_transaction_id` is the same id, until the payment has its own.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}},
    "traceparent": {"description": "W3C trace context.", "schema": {"type": "string"}},
}
KEY = {
    "name": "idempotency-key", "in": "header",
    "description": "Sent on to processors that honour such keys: the same call with the same key is carried out once. "
                   "Without it, the key is the request's own merchant id of the payment, refund or the like.",
    "schema": {"type": "string"}}
PROBLEMS = [code for code, kind in KINDS.items() if kind.status >= 400]
ANSWER_HEADERS = {"x-request-id": {"$ref": "#/components/headers/x-request-id"}}


def document() -> Json:
    schemas = Schemas()
    methods = {path: method(str(operation.rpc)) for path, operation in PATHS.items()}
    asked = {path: schemas.request(found.input_type) for path, found in methods.items()}
    answered = {path: schemas.answer(found.output_type) for path, found in methods.items()}
    paths = {path: {"post": _operation(path, operation, asked[path], answered[path])}
             for path, operation in PATHS.items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tollbridge", "version": VERSION, "summary": "A unified payments API.",
                 "description": INTRODUCTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "servers": [{"url": "/", "description": "The server that this document comes from."}],
        "security": [{"bearer": []}, {}],
        "tags": [{"name": tag, "description": text} for tag, text in _tags().items()],
        "paths": {**paths, **_lookup(), **_webhooks(), **_signs()},
        "components": {
            "schemas": dict(sorted({**schemas.found, **_problem_schemas(), **_operation_schemas()}.items())),
            "parameters": {name: {"name": name, "in": "header", **its} for name, its in HEADERS.items()},
            "headers": {
                "x-request-id": {"description": "The call's id.", "schema": {"type": "string"}},
                "retry-after": {"description": "In seconds.", "schema": {"type": "integer", "minimum": 0}}},
            "responses": {
                "Accepted": _accepted(),
                **{_name(status): _problem_response(status, codes) for status, codes in _statuses().items()}},
            "securitySchemes": {"bearer": {
                "type": "http", "scheme": "bearer",
                "description": "A token of this server's, where it is set to ask for one."}},
        },
    }


def _operation(path: str, operation: Operation[Any, Any], asked: Json, answered: Json) -> Json:
    rpc = str(operation.rpc)
    request, answer = examples().get(operation.flow, (None, None))
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in HEADERS]
    text = comments().get(rpc.replace("/", "/"), "")
    money = " It can move money." if operation.effect is Effect.MONEY else ""
    return {
        "operationId": operation.name, "tags": [_tag(path)], "summary": text.partition(". ")[0].rstrip("."),
        "description": f"{text}{money} By gRPC: `{rpc}`.".strip(),
        "parameters": parameters if operation.effect is Effect.QUERY else [*parameters, KEY],
        "requestBody": {"required": True, "content": {"application/json": {
            "schema": asked, **({"example": request} if request is not None else {})}}},
        "responses": {
            "200": {"description": "The result, a refusal by the processor included.", "headers": ANSWER_HEADERS,
                    "content": {"application/json": {
                        "schema": answered, **({"example": answer} if answer is not None else {})}}},
            **({"202": {"$ref": "#/components/responses/Accepted"}} if OF_OPERATION[operation].durable else {}),
            **_problems(_statuses())},
    }


def _tag(path: str) -> str:
    return path.split("/")[1]


def _tags() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for path, operation in PATHS.items():
        service = str(operation.rpc).partition("/")[0]
        texts = found.setdefault(_tag(path), [])
        if (text := comments().get(service, "")) and text not in texts:
            texts.append(text)
    return {tag: " ".join(texts) for tag, texts in found.items()} | {
        "operations": "Operations that went over NATS.", "webhooks": "What processors send on their own.",
        "server": "The server itself."}


# -- problems ---------------------------------------------------------------------------------------------------------
def _statuses() -> dict[int, list[str]]:
    """The codes of a call by the HTTP status that they come with."""
    found: dict[int, list[str]] = {}
    for code, kind in {**CALL, **HTTP}.items():
        if kind.status >= 400:
            found.setdefault(kind.status, []).append(code)
    found[404].append("REJECTED")
    found[429] = ["REJECTED"]
    return dict(sorted(found.items()))


def _name(status: int) -> str:
    return f"Problem{status}"


def _problems(statuses: Iterable[int]) -> Json:
    return {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in statuses}


def _problem_response(status: int, codes: list[str]) -> Json:
    told = "\n".join(f"- `{code}`: {KINDS[code].title}." for code in codes)
    waits = {"retry-after": {"$ref": "#/components/headers/retry-after"}} if status in (429, 503) else {}
    return {"description": told, "headers": {**ANSWER_HEADERS, **waits},
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": {
                "type": type_of(codes[0]), "title": KINDS[codes[0]].title, "status": status,
                "detail": KINDS[codes[0]].title, "instance": "01981f2e-6a3c-7d4e-8f5a-6b7c8d9e0f1a",
                "code": codes[0]}}}}


def _problem_schemas() -> Json:
    text = {"type": "string"}
    return {
        "Problem": {
            "description": "Problem details (RFC 9457) of a call that has no result.",
            "type": "object", "required": ["type", "title", "status", "detail", "instance", "code"],
            "properties": {
                "type": {"type": "string", "format": "uri", "enum": [type_of(code) for code in PROBLEMS]},
                "title": text, "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"type": "string", "description": "What went wrong this time, for people."},
                "instance": {"type": "string", "description": "The call's id: x-request-id."},
                "code": {"type": "string", "enum": PROBLEMS, "description": "The type, in a word, for programs."},
                "fields": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"},
                           "description": "Every field that is wrong, all at once."},
                "retry_after_s": {"type": "integer", "description": "As the header retry-after."},
                "processor": {"$ref": "#/components/schemas/ProcessorProblem"},
                "what": {"type": "string", "description": "What the connector does not do."},
                "instead": {"type": "array", "items": text, "description": "Connectors that do it."},
                "advice": {"type": "string", "description": "Of an unknown outcome: what to do. Such as: "
                           + _unknown().advice},
                "operation_id": {"type": "string", "description": "Of an unknown outcome over NATS: what to ask for, "
                                 "at /operations/{operation_id}."},
                "reference": {"type": "string", "description": "Of an unknown outcome: the processor's id to ask by."},
                "idempotency_key": {"type": "string", "description": "The key that the call was sent with."},
                "repeatable": {"type": "boolean", "description": "Whether this very call may be sent again with the "
                               "same idempotency key."},
                "syncable": {"type": "boolean", "description": "Whether the processor can be asked by `reference`."},
                "key_taken": {"type": "boolean", "description": "The processor knows the key with another request."},
            }},
        "FieldProblem": {
            "type": "object", "required": ["path", "why"],
            "properties": {"path": {"type": "string", "description": "Such as amount.currency, or a header's name."},
                           "why": text}},
        "ProcessorProblem": {
            "type": "object", "description": "What the processor itself said.",
            "properties": {"http_status": {"type": "integer"}, "code": text, "message": text}},
    }


def _unknown() -> OutcomeUnknown:
    error = OutcomeUnknown("")
    error.reference, error.syncable = "pi_123", True
    return error


# -- operations over NATS ---------------------------------------------------------------------------------------------
STATE = {
    "type": "string", "enum": ["ACCEPTED", "CLAIMED", "UNKNOWN", "DONE", "REJECTED", "MANUAL"],
    "description": "ACCEPTED, CLAIMED and UNKNOWN are under way. DONE has a result, a decline too; REJECTED has a "
                   "problem, and nothing was done; of MANUAL a person has to find out what became of it."}
OPERATION_ID = {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "The same for every repetition of a call "
                                                                              "with its idempotency key."}


def _accepted() -> Json:
    return {
        "description": "Where operations go over NATS: it is stored and will be done; its end was not known in time.",
        "headers": {**ANSWER_HEADERS, "retry-after": {"$ref": "#/components/headers/retry-after"},
                    "location": {"description": "Where to ask for it.", "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Accepted"}}}}


def _operation_schemas() -> Json:
    text = {"type": "string"}
    return {
        "Accepted": {"type": "object", "required": ["operation_id", "state"],
                     "properties": {"operation_id": OPERATION_ID, "state": STATE}},
        "OperationState": {
            "type": "object", "required": ["operation_id", "state", "connector", "merchant_id"],
            "properties": {
                "operation_id": OPERATION_ID, "state": STATE,
                "operation": {**text, "enum": [operation.name for operation in PATHS.values()
                                               if OF_OPERATION[operation].durable]},
                "connector": text, "merchant_id": text,
                "attempt": {"type": "integer", "description": "How often it was begun."},
                "result": {"type": "object", "description": "As the call itself would have been answered."},
                "problem": {"$ref": "#/components/schemas/Problem"}}}}


def _lookup() -> Json:
    names = ("x-merchant-id", "x-request-id")
    return {LOOKUP_PATH: {
        "parameters": [{"name": "operation_id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {
            "operationId": "get_operation", "tags": ["operations"],
            "summary": "What became of an operation that went over NATS",
            "description": "Of merchants for whom the caller may call; of others, there is none.",
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
            "responses": {"200": {
                "description": "How it stands.", "headers": ANSWER_HEADERS,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OperationState"}}}},
                **_problems((400, 401, 403, 404, 405, 431, 500, 503))}}}}


# -- what is no operation ---------------------------------------------------------------------------------------------
def _webhooks() -> Json:
    return {"/webhooks/{connector}/{merchant_id}": {
        "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                       for name in ("connector", "merchant_id")],
        "post": {
            "operationId": "receive_webhook", "tags": ["webhooks"], "security": [{}],
            "summary": "The address to give to a processor for its webhooks",
            "description": "Verifies the webhook, forwards each of its events to the merchant's URL, signed by "
                           "Standard Webhooks, and acknowledges it only once they were taken. The answer is what the "
                           "processor wants to hear.",
            "requestBody": {"required": True, "content": {"*/*": {}}},
            "responses": {"200": {"description": "As the processor expects it.", "content": {"*/*": {}}},
                          **_problems((400, 401, 404, 405, 408, 413, 422, 431, 500, 503))}}}}


def _signs() -> Json:
    def get(name: str, summary: str, media: str, *more: int, **others: Json) -> Json:
        return {"get": {"operationId": name, "tags": ["server"], "security": [{}], "summary": summary, "responses": {
            "200": {"description": "As it says.", "content": {media: {}}}, **others, **_problems(more)}}}

    busy = {"503": {"description": "Not ready: it drains.", "content": {"text/plain": {}}}}
    return {
        "/livez": get("livez", "Whether the process is alive", "text/plain", 405),
        "/readyz": get("readyz", "Whether the server takes calls; not from the moment it drains", "text/plain", 405,
                       **busy),
        "/metrics": get("metrics", "Metrics for Prometheus", "text/plain", 404, 405),
        "/openapi.json": get("openapi", "This document", "application/json", 404, 405),
        "/docs": get("docs", "This document for people", "text/html", 404, 405),
    }
