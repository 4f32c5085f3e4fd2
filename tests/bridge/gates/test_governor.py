"""The card networks' limits with real workers: what one has seen, all know, and nobody finds the number."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bridge.gates.test_breaker import WITHIN_S, workers
from bridge.nats_surroundings import Unsecured, not_secured
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, of_worker
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.gates.governor import Governor, GovernorOptions
from tollbridge.bridge.gates.worker import GateOptions, WorkerGates
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.worker.worker import Worker
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.operations import TOKEN_AUTHORIZE
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import Sandbox

KEY = Secret("k" * 32)
GATES = GateOptions(governor=GovernorOptions(key=KEY))
DECLINED, LOST = "4000000000000002", "4000000000009987"
MASTERCARD = {"payment_method": {"card": {
    "card_number": {"value": DECLINED}, "card_exp_month": {"value": "09"}, "card_exp_year": {"value": "2031"},
    "card_cvc": {"value": "314"}, "card_network": "MASTERCARD"}}}


@asynccontextmanager
async def around(server: NatsServer, count: int = 2) -> AsyncIterator[tuple[BridgeClient, Sandbox, list[Worker]]]:
    options = bridge_options(server.url)
    await make_streams(options)
    async with Sandbox() as sandbox, workers(options, sandbox, count, gates=GATES) as made, bridge(options) as client:
        yield client, sandbox, made


def governor_of(worker: Worker) -> Governor:
    assert isinstance(worker.gates, WorkerGates)
    assert worker.gates._governor is not None
    return worker.gates._governor


async def test_the_eleventh_attempt_of_a_day_is_not_sent(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server) as (client, sandbox, _made):
        for number in range(10):
            answer = await client.execute(authorize(f"pay-{number}", 1000 + number, request=MASTERCARD), WITHIN_S)
            assert answer.outcome == "declined", answer
        sandbox.requests.clear()

        answer = await client.execute(authorize("pay-11", request=MASTERCARD), timeout_s=WITHIN_S)
        assert (answer.state, answer.outcome) == (State.REJECTED, "reattempt_refused")
        assert answer.problem is not None
        assert answer.problem.facts == {"network": "MASTERCARD", "limit": "10 within 24 hours"}
        assert 86_000 < (answer.problem.retry_after_s or 0) < 86_400
        assert not len(sandbox.requests)

        others = await asyncio.gather(
            client.execute(authorize("pay-12"), timeout_s=WITHIN_S),
            client.execute(authorize("pay-13", request=MASTERCARD, merchant_id="shop-2"), timeout_s=WITHIN_S))
        assert [other.outcome for other in others] == ["ok", "declined"]


async def test_a_lost_card_is_never_tried_again_by_any_worker(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server) as (client, sandbox, _):
        answer = await client.execute(authorize("pay-1", number=LOST), timeout_s=WITHIN_S)
        assert answer.outcome == "declined"
        answers = await asyncio.gather(*(
            client.execute(authorize(f"again-{number}", number=LOST), timeout_s=WITHIN_S) for number in range(6)))
        assert {answer.outcome for answer in answers} == {"reattempt_refused"}
        async with workers(client.options, sandbox, 1, gates=GATES):
            last = await client.execute(authorize("late", number=LOST), timeout_s=WITHIN_S)
            assert last.outcome == "reattempt_refused"


@not_secured(Unsecured.READS_ALL)
async def test_a_worker_that_starts_later_knows_the_cards(empty_nats_server: NatsServer) -> None:
    async with around(empty_nats_server) as (client, sandbox, _):
        assert (await client.execute(authorize("pay-1", number=LOST), timeout_s=WITHIN_S)).outcome == "declined"
        async with workers(client.options, sandbox, 1, gates=GATES) as (late,):
            loading = governor_of(late)._loading
            assert loading is not None
            await loading
            assert len(governor_of(late)._known) == 1
            assert governor_of(late)._complete


async def test_a_token_counts_as_its_card_does(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    asked = {"merchant_transaction_id": "pay-1", "amount": {"minor_amount": 1000, "currency": "USD"}, "address": {},
             "connector_token": {"value": "pm_card_visa_chargeDeclinedLostCard"}}
    async with bridge(of_worker(options)) as client:
        governor = Governor(GovernorOptions(key=KEY), client.connection, client.publisher, lambda: 1000.0)
        await governor.open()
        from tollbridge.bridge.gates.identity import Lane
        from tollbridge.bridge.routes import OF_OPERATION

        lane = Lane(OF_OPERATION[TOKEN_AUTHORIZE], "stripe", "shop-1")
        refused = {"status": "FAILURE", "error": {"issuer_details": {"network_details": {"advice_code": "21"}}}}
        assert await governor.forbids(lane, asked) is None
        await governor.learned(lane, asked, refused)
        why = await governor.forbids(lane, asked)
        assert why is not None
        assert why.reason == "REATTEMPT_REFUSED"
        assert await governor.forbids(Lane(lane.route, "adyen", "shop-1"), asked) is None
        await governor.close()


async def test_a_decline_that_two_workers_count_at_once_is_counted_twice(empty_nats_server: NatsServer) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    from tollbridge.bridge.gates.identity import Lane
    from tollbridge.bridge.routes import OF_OPERATION
    from tollbridge.domain.operations import AUTHORIZE

    lane = Lane(OF_OPERATION[AUTHORIZE], "stripe", "shop-1")
    asked = authorize("pay-1", number="5555555555554444").request
    refused = {"status": "FAILURE", "error": {"issuer_details": {"network_details": {"decline_code": "05"}}}}
    async with bridge(of_worker(options)) as one, bridge(of_worker(options)) as two:
        governors = [Governor(GovernorOptions(key=KEY), each.connection, each.publisher, lambda: 1000.0)
                     for each in (one, two)]
        for each in governors:
            await each.open()
        for _ in range(5):
            assert all([await each.forbids(lane, asked) is None for each in governors])
            await asyncio.gather(*(each.learned(lane, asked, refused) for each in governors))
        read = [await each._read(each._subject(lane, each._payer(lane, asked))) for each in governors]  # type: ignore[arg-type]
        assert [len(known.declines.times) for known in read if known is not None] == [10, 10]
        fresh = Governor(GovernorOptions(key=KEY), one.connection, one.publisher, lambda: 1000.0)
        assert await fresh.forbids(lane, asked) is not None, "it is read where it is not in memory"
        for each in governors:
            await each.close()


async def test_neither_number_nor_plain_hash_is_on_the_disk(own_nats_server: NatsServer) -> None:
    async with around(own_nats_server, 1) as (client, _, _):
        await client.execute(authorize("pay-1", number=LOST), timeout_s=WITHIN_S)
        record = await client.connection.next_message("RECORDS", "tollbridge.records.reattempt.>")
        assert record is not None
        plain = [hashlib.new(name, text.encode()).hexdigest()
                 for name in ("md5", "sha1", "sha256", "sha512", "blake2b") for text in (LOST, f"shop-1\0card\0{LOST}")]
        stored = b"".join(path.read_bytes() for path in Path(own_nats_server.process.directory).rglob("*")
                          if path.is_file())
        assert LOST.encode() not in stored
        assert record.subject.rpartition(".")[2] not in "".join(plain)
        assert not any(one[:32].encode() in stored for one in plain)
        assert re.fullmatch(r"[0-9a-f]{32}", record.subject.rpartition(".")[2])


@pytest.mark.parametrize("key", ["", "short"])
def test_a_short_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(InvalidField, match=r"reattempts\.key"):
        Governor(GovernorOptions(key=Secret(key)), None, None, lambda: 0.0)  # type: ignore[arg-type]
