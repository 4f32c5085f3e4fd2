"""How long what is kept: a server set up by us keeps to the policy, each way to break it is told, and files go."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bridge.merchants import event, eventually, publish
from bridge.programs import ended, settings
from bridge.surroundings import admin, bridge, bridge_options, make_streams
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.evidence import EvidenceOptions, File, KeyFile
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord
from tollbridge.bridge.retention import SLACK_S, breaches, endless_records, overdue_files, policy
from tollbridge.bridge.routes import DAY_S
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import NANO, evidence_stream, wanted_streams
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions

WHOLE = {"deliveries": True, "audit": True, "evidence_days": 30}


def options_of(server: NatsServer, folder: Path) -> BridgeOptions:
    file = folder / "evidence.key"
    file.write_text(secrets.token_hex(32))
    file.chmod(0o600)
    return bridge_options(server.url, "stripe", "paypal", streams=WHOLE, evidence=EvidenceOptions(keys=KeyFile(file)))


@asynccontextmanager
async def whole(server: NatsServer, folder: Path) -> AsyncIterator[BridgeClient]:
    options = options_of(server, folder)
    await make_streams(options)
    async with bridge(options) as client:
        yield client


async def changed(client: BridgeClient, name: str, **more: Any) -> None:
    connection = (await admin(client)).connection
    config = (await connection.api(f"STREAM.INFO.{name}"))["config"]
    await connection.api(f"STREAM.UPDATE.{name}", {**config, **more})


async def broken(client: BridgeClient, days: float = 0.0) -> dict[str, str]:
    found = await breaches(client.connection, client.options.streams, time.time() + days * DAY_S)
    return {breach.about: breach.why for breach in found}


async def test_what_we_make_keeps_to_the_policy_and_nothing_is_without_one(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with whole(empty_nats_server, tmp_path) as client:
        assert {rule.stream for rule in policy(client.options.streams)} == {
            wanted.name for wanted in wanted_streams(client.options.streams)}
        assert all(rule.seconds > 0 for rule in policy(client.options.streams))
        assert await broken(client) == {}


async def test_each_way_to_keep_something_else_is_told(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with whole(empty_nats_server, tmp_path) as client:
        its = (await admin(client)).connection
        await publish(client, event(1))
        record = OperationRecord(op_id="op-1", connector="stripe", operation="authorize", merchant_id="shop-1",
                                 request_hash="", state=State.DONE)
        await client.records.create(record)
        assert await broken(client) == {}
        assert await endless_records(its) == 0, "a record of what is over has an end"
        await client.publisher.publish("tollbridge.ops.stripe.op-2", b"{}", {"Tollbridge-State": State.DONE})
        await changed(client, "REFUNDS", max_age=91 * DAY_S * NANO)
        await changed(client, "STATUSES", max_age=DAY_S * NANO, duplicate_window=120 * NANO)
        await changed(client, "DLQ", max_age=0)
        await its.api("STREAM.CREATE.COPY", {"name": "COPY", "mirror": {"name": "PAYMENTS"}})
        await its.api("STREAM.CREATE.THEIRS", {"name": "THEIRS", "subjects": ["orders.>"]})
        assert await broken(client) == {
            "REFUNDS": "keeps 91 days, and the policy is 90 days: tollbridge streams apply",
            "STATUSES": "keeps 1 day, and the policy is 100 days: tollbridge streams apply",
            "DLQ": "keeps without end, and the policy is 365 days: tollbridge streams apply",
            "COPY": "a copy of what the bridge stores, of which no policy says how long it is kept"}
        assert await endless_records(its) == 1
        late = await broken(client, 31)
        assert late["EVENTS"] == "has what is 31 days old, and the policy is 30 days"
        assert "EVENTS" not in await broken(client, 30)


async def test_a_shorter_retention_is_kept_to_by_the_server_and_told_by_the_check(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = settings(tmp_path, empty_nats_server, bridge__events_days=2, bridge__dead_letters_days=60)
    env = {"TOLLBRIDGE__BRIDGE__AUDIT__ENABLED": "true", "TOLLBRIDGE__BRIDGE__AUDIT__KEY": "k" * 32}
    assert (await ended("streams", "apply", "--config", str(file), env=env)).code == 0

    async def told() -> dict[str, str]:
        done = await ended("compliance", "check", "--config", str(file), "--format", "json", env=env)
        return {each["about"]: each["verdict"] for each in done.json["checks"] if each["requirement"] == "3.2.1"
                and each["about"].startswith("how long what")}
    assert await told() == {"how long what is kept": "pass"}
    async with bridge(bridge_options(empty_nats_server.url)) as client:
        kept = (await client.connection.api("STREAM.INFO.EVENTS"))["config"]["max_age"]
        assert kept == 2 * DAY_S * NANO
        await publish(client, event(1))
        await changed(client, "EVENTS", max_age=NANO, duplicate_window=NANO)

        async def gone() -> bool:
            return not (await client.connection.api("STREAM.INFO.EVENTS"))["state"]["messages"]
        await eventually(gone)
    assert await told() == {"how long what is kept (EVENTS)": "fail"}


@pytest.mark.parametrize(("state", "days", "left"), [
    (State.DONE, 0.0, 1), (State.DONE, 0.5, 0), (State.REJECTED, 0.5, 0), (State.MANUAL, 20.0, 1),
    (State.CLAIMED, 20.0, 1), ("", 0.5, 1), ("", 2.0, 0)])
async def test_files_of_evidence_go_with_their_operation(
        empty_nats_server: NatsServer, tmp_path: Path, state: str, days: float, left: int) -> None:
    """By the sweeper, where the worker that ended it could not; `""` is what was never submitted."""
    async with whole(empty_nats_server, tmp_path) as client:
        await client.evidence.put("paypal", "op-1", "hash", [File(0, b"of the customer")])
        if state:
            await client.records.create(OperationRecord(
                op_id="op-1", connector="paypal", operation="submit_evidence", merchant_id="shop-1",
                request_hash="hash", state=state, stream="DISPUTES", stream_seq=1))

        def now() -> float:
            return time.time() + days * DAY_S
        assert await overdue_files(client.connection, client.options.streams, now() + SLACK_S) == 1 - left
        sweeper = Sweeper(client, "bridge-1", SweeperOptions(orphans_every_s=0.0, scan_every_s=3600.0), clock=now)
        assert await sweeper.turn()
        await sweeper.stop()
        stored = (await client.connection.api(f"STREAM.INFO.{evidence_stream('paypal')}", {"subjects_filter": ">"}))[
            "state"]["subjects"]
        assert len([subject for subject in stored if ".C." in subject]) == left, json.dumps(stored)
        assert await overdue_files(client.connection, client.options.streams, now() + SLACK_S) == 0


async def test_a_store_that_is_missing_does_not_keep_the_sweeper_from_the_rest(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with whole(empty_nats_server, tmp_path) as client:
        await (await admin(client)).connection.api(f"STREAM.DELETE.{evidence_stream('paypal')}")
        sweeper = Sweeper(client, "bridge-1", SweeperOptions(orphans_every_s=0.0))
        assert await sweeper.turn()
        await sweeper.stop()
