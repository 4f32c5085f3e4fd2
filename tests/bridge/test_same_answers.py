"""The same call has the same answer in this process and over NATS: golden requests of Stripe, by gRPC and by HTTP.

Each way has a sandbox of its own, which gets the same calls in the same order. What differs from call to call (ids that
the processor makes, times) is made alike before it is compared.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict

from bridge.edges import Front, front, surroundings
from edges.grpc.grpc_client import Refused
from tollbridge.bridge.server import NatsServer
from tollbridge.contract.codec import json_codec
from tollbridge.domain.errors import NotSent
from tollbridge.edges.http.routes import path_of
from tollbridge.engine.run import EVENTS
from tollbridge.sandbox import Sandbox
from tollbridge.testing.golden import Case, load

GOLDEN = Path(__file__).parents[2] / "golden" / "stripe"
OF_EACH = 9
"""Cases of one operation, spread over all that there are."""
_IDS = re.compile(r"\b(acct|ch|cs|cus|dp|ek|ephkey|evt|iauth|mandate|pi|pm|po|pyr|re|req|seti|src|tok|tr|txn|du)"
                  r"_[A-Za-z0-9]{6,}(_secret_[A-Za-z0-9]+)?")
_PORTS = re.compile(r"127\.0\.0\.1:[0-9]+")
_TIMES = re.compile(r"(?<![0-9])1[789][0-9]{8}(?![0-9])")
_OF_THE_CALL = frozenset({
    "date", "request-id", "original-request", "x-request-id", "content-length", "idempotency-key",
    "network_transaction_id"})


def cases() -> list[Case]:
    found = sorted((case for case in load(GOLDEN) if case.operation not in EVENTS and case.operation.rpc),
                   key=lambda case: case.operation.name)
    chosen: list[Case] = []
    for _, group in groupby(found, key=lambda case: case.operation.name):
        of_one = list(group)
        chosen += of_one[::max(1, len(of_one) // OF_EACH)][:OF_EACH]
    return chosen


def alike(answer: Any) -> Any:
    """Without what no two calls share."""
    if isinstance(answer, dict):
        answer = {name: its for name, its in answer.items() if name not in _OF_THE_CALL}
        for name in ("response_headers", "body"):
            if name in answer:
                answer[name] = alike(answer[name])
    text = _PORTS.sub("127.0.0.1", _IDS.sub(r"\1_ID", json.dumps(answer, sort_keys=True)))
    return json.loads(_TIMES.sub("TIME", text))


async def by_grpc(asked: Front, case: Case) -> Any:
    codec, request = json_codec(case.operation), case.golden.request
    with suppress(NotSent):  # as it is, where it is no good
        request = codec.write_request(codec.read_request(request))  # secrets as protobuf has them
    try:
        answer = await asked.grpc(str(case.operation.rpc), request, timeout=20, idempotency_key=case.name)
    except Refused as error:
        return {"code": error.code.name, "reason": error.reason, "message": error.message}
    return MessageToDict(answer, preserving_proto_field_name=True)


async def by_http(asked: Front, case: Case) -> Any:
    key = {"idempotency-key": f"{case.name}.http"}
    told = await asked.post(path_of(str(case.operation.rpc)), case.golden.request, key)
    body = {name: value for name, value in told.body.items() if name != "instance"}
    return {"status": told.status, "type": told.headers["content-type"], "body": body}


async def test_every_answer_is_the_same_in_process_and_over_nats(empty_nats_server: NatsServer) -> None:
    async with surroundings(empty_nats_server.url) as around, Sandbox() as own, \
            front(around.sandbox, around.bridge) as bridged, front(own) as direct:
        chosen = cases()
        assert len({case.operation for case in chosen}) >= 25
        results, other = 0, []
        for case in chosen:
            for ask in (by_grpc, by_http):
                here, there = alike(await ask(direct, case)), alike(await ask(bridged, case))
                if there != here:
                    other.append((case.name, ask.__name__, here, there))
            results += here.get("status") == 200
        assert other == []
        assert results > len(chosen) / 3
        told = [(record.operation, record.connector, record.outcome, record.status) for record in direct.records.calls]
        assert told == [(record.operation, record.connector, record.outcome, record.status)
                        for record in bridged.records.calls]
        assert {outcome for _, _, outcome, _ in told} >= {"ok", "declined", "rejected"}
        assert around.sandbox.ledger.total("USD") == own.ledger.total("USD")
