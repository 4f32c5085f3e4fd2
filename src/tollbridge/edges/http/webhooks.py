"""POST /webhooks/{connector}/{merchant_id}: the address that a merchant gives to a processor."""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import Response

from tollbridge.accounts import AccountStoreError
from tollbridge.domain.errors import NotSent
from tollbridge.edges.http.answers import SAFE, edge_problem, encode, problem, status_of, wait_s
from tollbridge.edges.http.operations import CLIENT_GONE, ClientGone, HttpProblem, whole_body
from tollbridge.edges.http.problems import KINDS, MEDIA_TYPE
from tollbridge.kit.http import HttpResponse
from tollbridge.kit.webhook import WebhookRequest
from tollbridge.service.ids import request_id
from tollbridge.service.refusals import Refusal
from tollbridge.service.webhooks import NotForwarded, NotStored, StoredCall, WebhookCall, Webhooks

PATH = "/webhooks/{connector}/{merchant_id}"
_SAFE = [(name.decode(), value.decode()) for name, value in SAFE]
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
_log = logging.getLogger("tollbridge.webhooks")


class Receiver:
    """The endpoint. Who has no account here, and who has none with this connector, get the same answer."""

    def __init__(self, webhooks: Webhooks, max_bytes: int) -> None:
        self._webhooks, self._max_bytes = webhooks, max_bytes
        self._unknown = "NOT_FORWARDED" if webhooks.store is None else "NOT_STORED"

    async def receive(self, request: Request) -> Response:
        its_id = request_id(request.headers.get("x-request-id"))
        connector, merchant_id = request.path_params["connector"], request.path_params["merchant_id"]
        try:
            account = await self._webhooks.account(connector, merchant_id)
        except AccountStoreError:
            _log.error("webhook not taken, there are no accounts: request_id=%s", its_id)
            return _edge_problem(self._unknown, "the accounts cannot be read: deliver it again", its_id)
        if account is None:
            return _edge_problem("UNKNOWN_WEBHOOK", "no webhooks are taken at this address", its_id)
        metadata = {name: value for name, value in request.headers.items() if name in ("traceparent", "tracestate")}
        call = self._webhooks.begin(account, {**metadata, "x-request-id": its_id}, 0)
        status, size = CLIENT_GONE, 0
        try:
            answer = await self._answer(call, request)
            status, size = str(answer.status_code), len(answer.body)
            return answer
        except ClientGone:
            return Response()
        finally:
            call.over(status, size)

    def _most_bytes(self) -> int:
        store = self._webhooks.store
        return self._max_bytes if store is None else min(self._max_bytes, store.most_bytes())

    async def _answer(self, call: WebhookCall | StoredCall, request: Request) -> Response:
        its_id = call.record.request_id
        try:
            body = await whole_body(request.receive, self._most_bytes())
            call.record.request_bytes = len(body)
            return acknowledgement(await call.take(_hook(request, body)), its_id)
        except ClientGone:
            raise
        except HttpProblem as error:
            call.record.outcome = "bad_input"
            return _edge_problem(error.reason, str(error), its_id)
        except NotForwarded as error:
            call.record.outcome = "not_forwarded"
            return _edge_problem("NOT_FORWARDED", f"{error}: deliver it again", its_id)
        except NotStored as error:
            call.record.outcome = "not_stored"
            return _edge_problem("NOT_STORED", f"{error}: deliver it again", its_id)
        except asyncio.CancelledError:
            if not self._webhooks.ended:
                raise
            return _problem(await call.refused(NotSent("the server had to end")), its_id)
        except Exception as error:  # noqa: BLE001 - each has its problem
            return _problem(await call.refused(error), its_id)


def _hook(request: Request, body: bytes) -> WebhookRequest:
    """Byte for byte, as signatures are made over it."""
    raw_path = request.scope["raw_path"].decode("latin-1")
    return WebhookRequest(request.method, raw_path, request.scope["query_string"].decode("latin-1"), tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw), body)


def acknowledgement(expected: HttpResponse, request_id: str) -> Response:
    """What the processor expects back, with our own headers around it."""
    its = {name: value for name, value in expected.headers.items() if name.lower() not in _FRAMING}
    return Response(expected.body, expected.status, {**dict(_SAFE), "x-request-id": request_id, **its})


def _problem(refused: Refusal, request_id: str) -> Response:
    status = status_of(refused)
    wait = wait_s(refused)
    return Response(encode(problem(refused, request_id)), status, {
        **dict(_SAFE), "x-request-id": request_id, **({} if wait is None else {"retry-after": str(wait)})}, MEDIA_TYPE)


def _edge_problem(reason: str, detail: str, request_id: str) -> Response:
    return Response(encode(edge_problem(reason, detail, request_id)), KINDS[reason].status,
                    {**dict(_SAFE), "x-request-id": request_id}, MEDIA_TYPE)
