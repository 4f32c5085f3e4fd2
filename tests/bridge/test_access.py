"""What each user of NATS may do, and that it may do nothing else: against the real server, with what is written for it.

What is denied is told by the server to whoever asked, and has changed nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError, TimeoutError as NothingCame

from bridge.merchants import event
from bridge.programs import ended
from bridge.secured import Secured, Using
from bridge.surroundings import STRIPE, admin, authorize, bridge, bridge_options, make_streams, stack, worker
from tollbridge.bridge import access
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.connection import Connection, Denied, Publisher, Unavailable, settled
from tollbridge.bridge.deliveries.events import Wish
from tollbridge.bridge.deliveries.following import hear
from tollbridge.bridge.discovery import drain, workers
from tollbridge.bridge.ingress import Ingress, IngressOptions
from tollbridge.bridge.messages import State, decode_answer
from tollbridge.bridge.reading import read_stream
from tollbridge.bridge.server import NatsServer, ServerOptions
from tollbridge.bridge.streams import StreamOptions
from tollbridge.bridge.worker.pulls import SILENCE_S
from tollbridge.domain.errors import InvalidField
from tollbridge.sandbox import Sandbox

NEVER_SUBSCRIBED = (
    ">", "hyperswitch.>", "hyperswitch.payments.shop-1.authorize.stripe.>", "tollbridge.>", "_INBOX.>",
    "_INBOX.bridge.>", "_INBOX.admin.>", "$JS.>", "$JS.API.>", "$JS.ACK.>", "$JS.EVENT.ADVISORY.>", "$SYS.>",
    *(f"tollbridge.{root}.>" for root in ("sealed", "sealed_b", "changed", "ops", "records", "dlq", "alerts", "told")))
"""By nobody but bridges and admins."""
NEVER_PUBLISHED = (
    "$JS.API.STREAM.CREATE.NEW", "$JS.API.STREAM.UPDATE.OPS", "$JS.API.STREAM.DELETE.OPS", "$JS.API.STREAM.PURGE.OPS",
    "$JS.API.STREAM.MSG.GET.OPS", "$JS.API.STREAM.MSG.DELETE.OPS", "$JS.API.STREAM.MSG.DELETE.KEYS",
    "$JS.API.CONSUMER.CREATE.OPS",
    "$JS.API.CONSUMER.DELETE.PAYMENTS.payments_authorize_stripe", "$JS.API.STREAM.LEADER.STEPDOWN.OPS",
    "$JS.API.DIRECT.GET.PAYMENTS", "$JS.API.DIRECT.GET.SEALED", "$JS.API.DIRECT.GET.RECORDS",
    "$JS.API.CONSUMER.MSG.NEXT.ADVISORIES.sweeper", "$JS.ACK.ADVISORIES.sweeper.1.1.1.1.0",
    "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.PAYMENTS.payments_authorize_stripe",
    "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.PAYMENTS.payments_authorize_stripe", "$SYS.REQ.SERVER.PING",
    "$SRV.PING", "tollbridge.workers.w1.drain", "tollbridge.changed.stripe.x", "tollbridge.gated.breaker.stripe.x",
    "tollbridge.declined.shop-1.x", "tollbridge.retry.due.stripe.x", "tollbridge.records.lease.bridge.sweeper",
    "hyperswitch.payments.shop-1.authorize.stripe.x", "hyperswitch.payments.shop-1.authorize.adyen.x",
    "hyperswitch.payments_b.shop-1.authorize.stripe.x", "hyperswitch.events.shop-1.payment",
    "hyperswitch.events.shop-1.payment.adyen", "tollbridge.audit.anchors", "tollbridge.audit.bridge.bridge-1",
    "tollbridge.audit.worker-1", "tollbridge.audit.worker-adyen-paypal.worker-1", "$O.evidence_stripe.C.x",
    "$O.evidence_paypal.C.x", "$O.evidence_paypal.M.x", "$JS.API.STREAM.PURGE.OBJ_evidence_paypal",
    "$JS.API.STREAM.MSG.DELETE.WEBHOOKS", "$JS.API.STREAM.SNAPSHOT.OPS", "$JS.API.STREAM.RESTORE.OPS",
    "tollbridge.deliveries.again.x", "tollbridge.deliveries.waiting.x",
    "hyperswitch.webhooks.shop-1.stripe.incoming.evt", "_INBOX.bridge.x.adyen.y", "_INBOX.admin.x", "_INBOX.anyone.x")
OF_ANOTHER_CONNECTOR = (
    "tollbridge.ops.adyen.x", "tollbridge.sealed.adyen.x.y", "tollbridge.gates.breaker.adyen.authorize.shop-1.x",
    "tollbridge.retry.at.adyen.x", "tollbridge.dlq.adyen.x", "tollbridge.records.mandate.shop-1.adyen.x",
    "tollbridge.records.token.shop-1.adyen.x", "tollbridge.keys.adyen.shop-1.20260331.x",
    "JS.TOLLBRIDGE.API.DIRECT.GET.KEYS.tollbridge.keys.adyen.shop-1.20260331.x", "JS.TOLLBRIDGE.API.DIRECT.GET.KEYS",
    "JS.TOLLBRIDGE.API.STREAM.MSG.DELETE.KEYS", "$JS.ACK.PAYMENTS.payments_authorize_adyen.1.1.1.1.0",
    "JS.TOLLBRIDGE.API.DIRECT.GET.OPS.tollbridge.ops.adyen.x", "JS.TOLLBRIDGE.API.DIRECT.GET.OPS",
    "JS.TOLLBRIDGE.API.DIRECT.GET.OPS.tollbridge.ops.*.x", "JS.TOLLBRIDGE.API.DIRECT.GET.OPS.>",
    "JS.TOLLBRIDGE.API.DIRECT.GET.SEALED.tollbridge.sealed.adyen.x.y",
    "JS.TOLLBRIDGE.API.DIRECT.GET.PAYMENTS.hyperswitch.payments.shop-1.authorize.adyen.x",
    "JS.TOLLBRIDGE.API.DIRECT.GET.RECORDS.tollbridge.records.mandate.shop-1.adyen.x",
    "JS.TOLLBRIDGE.API.CONSUMER.MSG.NEXT.PAYMENTS.payments_authorize_adyen",
    "JS.TOLLBRIDGE.API.CONSUMER.INFO.PAYMENTS.payments_authorize_adyen",
    "JS.TOLLBRIDGE.API.STREAM.MSG.GET.OPS", "JS.TOLLBRIDGE.API.CONSUMER.CREATE.OPS",
    "tollbridge.status.adyen.shop-1.payment.x", "JS.TOLLBRIDGE.API.STREAM.MSG.GET.STATUSES",
    "JS.TOLLBRIDGE.API.DIRECT.GET.STATUSES",
    "JS.TOLLBRIDGE.API.DIRECT.GET.STATUSES.tollbridge.status.adyen.s.payment.x",
    "JS.TOLLBRIDGE.API.CONSUMER.MSG.NEXT.WEBHOOKS.webhooks_adyen", "JS.TOLLBRIDGE.API.DIRECT.GET.WEBHOOKS",
    "$JS.ACK.WEBHOOKS.webhooks_adyen.1.1.1.1.0", "JS.TOLLBRIDGE.API.STREAM.MSG.DELETE.WEBHOOKS",
    "JS.TOLLBRIDGE.API.STREAM.MSG.GET.WEBHOOKS",
    "JS.TOLLBRIDGE.API.DIRECT.GET.WEBHOOKS.hyperswitch.webhooks.shop-1.adyen.incoming.x",
    "JS.TOLLBRIDGE.API.STREAM.MSG.GET.OBJ_evidence_paypal", "JS.TOLLBRIDGE.API.STREAM.PURGE.OBJ_evidence_paypal",
    "JS.TOLLBRIDGE.API.DIRECT.GET.OBJ_evidence_paypal", "JS.TOLLBRIDGE.API.CONSUMER.CREATE.OBJ_evidence_stripe",
    "JS.TOLLBRIDGE.API.DIRECT.GET.AUDIT", "JS.TOLLBRIDGE.API.CONSUMER.CREATE.AUDIT",
    "JS.TOLLBRIDGE.API.DIRECT.GET.AUDIT.tollbridge.audit.worker-adyen-paypal.worker-1",
    "JS.TOLLBRIDGE.API.STREAM.MSG.GET.AUDIT", "JS.TOLLBRIDGE.API.DIRECT.GET.EVENTS",
    "JS.TOLLBRIDGE.API.DIRECT.GET.EVENTS.hyperswitch.events.shop-1.payment.stripe",
    "JS.TOLLBRIDGE.API.STREAM.CREATE.SEALED", "JS.TOLLBRIDGE.API.STREAM.PURGE.OPS")


@pytest.fixture
async def secured(secured_server: Secured) -> AsyncIterator[Secured]:
    """Without any message, and with all streams."""
    await secured_server.empty()
    with Using(secured_server):
        await make_streams(bridge_options(secured_server.server.url, "stripe", "adyen", "paypal"))
        yield secured_server


@asynccontextmanager
async def asking(secured: Secured, user: str) -> AsyncIterator[tuple[Client, list[str]]]:
    """A program of the user's own, and what the server says that it may not do."""
    denied: list[str] = []
    client = await secured.plain_client(user, denied)
    try:
        yield client, denied
    finally:
        await client.close()


async def told_of(secured: Secured, user: str, published: tuple[str, ...] = (), subscribed: tuple[str, ...] = ()
                  ) -> list[str]:
    """What of it the server did not deny."""
    async with asking(secured, user) as (client, denied):
        for subject in published:
            await client.publish(subject, b"forged", reply=f"_INBOX.{user}.x")
        for subject in subscribed:
            await client.subscribe(subject)
        await settled(client)
        said = "\n".join(denied)
        return [f"publish {each}" for each in published if f'for publish to "{each.lower()}"' not in said] + [
            f"subscribe {each}" for each in subscribed if f'for subscription to "{each.lower()}"' not in said]


async def held(secured: Secured) -> dict[str, int]:
    """How many messages each stream has taken."""
    async with asking(secured, "admin") as (admin, _):
        found = await admin.jetstream().streams_info()
        return {str(each.config.name): each.state.last_seq for each in found}


async def record(secured: Secured, subject: str) -> bytes | None:
    """As an admin finds it."""
    connection = Connection(secured.connection("admin"))
    await connection.open()
    try:
        found = await connection.last_message("OPS", subject)
        return None if found is None else found.data
    finally:
        await connection.close()


READS = {"auditor": ("OPS", "KEYS", "PAYMENTS", "AUDIT", "EVENTS"), "dev": ("EVENTS",),
         "dev-shop": ("EVENTS.hyperswitch.events.shop-1.",)}
HEARS = {"auditor": ("tollbridge.alerts.>",)}


@pytest.mark.parametrize("user", ["worker-stripe", "auditor", "dev", "dev-shop", "shop"])
async def test_all_is_denied_that_is_not_allowed(secured: Secured, user: str) -> None:
    before = await held(secured)
    heard = [f"subscribe {each}" for each in HEARS.get(user, ())]
    assert await told_of(secured, user, NEVER_PUBLISHED, NEVER_SUBSCRIBED) == heard
    its = tuple(f"JS.TOLLBRIDGE.API.DIRECT.GET.{name}" for name in READS.get(user, ()))
    assert await told_of(secured, user, tuple(each for each in OF_ANOTHER_CONNECTOR if not each.startswith(its))) == []
    assert await held(secured) == before


async def test_a_bridge_may_not_change_streams_or_tell_of_ends(secured: Secured) -> None:
    assert await told_of(secured, "bridge", (
        "$JS.API.STREAM.CREATE.NEW", "$JS.API.STREAM.CREATE.OPS", "$JS.API.STREAM.UPDATE.OPS",
        "$JS.API.STREAM.DELETE.OPS", "$JS.API.STREAM.PURGE.OPS", "$JS.API.STREAM.MSG.DELETE.OPS",
        "$JS.API.STREAM.MSG.DELETE.KEYS", "$JS.API.CONSUMER.DURABLE.CREATE.OPS.x",
        "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.PAYMENTS.x",
        "$JS.API.STREAM.PURGE.AUDIT", "$JS.API.STREAM.MSG.DELETE.AUDIT", "tollbridge.audit.worker-stripe.worker-1",
        "tollbridge.audit.admin.command-1", "$JS.API.STREAM.SNAPSHOT.OPS", "$JS.API.STREAM.RESTORE.OPS",
        "tollbridge.status.stripe.shop-1.payment.x", "hyperswitch.events.shop-1.payment",
        "_INBOX.admin.x", "tollbridge.changed.stripe.x", "tollbridge.records.mandate.shop-1.stripe.x"),
        (">", "_INBOX.>", "_INBOX.admin.>", "$JS.>", "tollbridge.sealed.>", "hyperswitch.payments.>")) == []


async def test_an_auditor_reads_records_and_writes_nothing(secured: Secured) -> None:
    async with stack(secured.server.url) as (client, _):
        done = await client.execute(authorize("pay-1"), timeout_s=10)
        assert done.state == State.DONE
    before = await held(secured)
    connection = Connection(secured.connection("auditor"))
    await connection.open()
    found = [message async for message in read_stream(connection, "OPS")]
    assert [msgspec.json.decode(message.data)["state"] for message in found] == ["DONE"]
    assert found[0].subject == f"tollbridge.ops.stripe.{done.op_id}"
    assert [message.sequence async for message in read_stream(connection, "OPS", since_at=found[0].at - 5)] == [
        found[0].sequence]
    with pytest.raises(Denied, match=r"may not publish to tollbridge\.ops\.stripe\.x"):
        await Publisher(connection).publish("tollbridge.ops.stripe.x", b"{}")
    with pytest.raises(Unavailable, match=r"may not publish to js\.tollbridge\.api\.stream\.msg\.get\.ops"):
        await connection.api("STREAM.MSG.GET.OPS", {"seq": 1})
    await connection.close()
    assert await held(secured) == before


async def test_a_developer_of_one_merchant_follows_its_events_and_is_told_what_it_may_not(
        secured: Secured, tmp_path: Path) -> None:
    async with asking(secured, "worker-stripe") as (worker, _):
        connection = Connection(secured.connection("dev-shop"))
        await connection.open()
        events = hear(connection, Wish("shop-1"))
        first = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        await connection.client.flush()
        for number, merchant in enumerate(("shop-2", "shop-1")):
            subject, its_id, body = event(number, merchant_id=merchant)
            await worker.publish(f"{subject}.stripe", body, headers={"Nats-Msg-Id": its_id})
        its = await asyncio.wait_for(first, 5)
        assert (its.merchant_id, its.id, its.sequence) == ("shop-1", "evt_1", 2)
        await connection.close()
    url = secured.server.url.replace("nats", "tls", 1)
    refused = await ended("listen", "--merchant", "shop-1", "--once", "--from", "start", "--servers", url, "--cursor",
                          str(tmp_path / "cursor"), "--config", str(secured.folder.settings("dev-shop")),
                          env={"TOLLBRIDGE__ENVIRONMENT": "test"})
    assert (refused.code, "hears events as they come, and may not read those of before" in refused.err) == (2, True)


OF_OTHERS = "hyperswitch.events.shop-2.payment.stripe"
EVENTS_API = "JS.TOLLBRIDGE.API"


async def test_a_developer_of_one_merchant_hears_and_reads_nothing_of_another(secured: Secured) -> None:
    """By a subscription, plain or with wildcards, by a get of the last, of a place, or of many, and by consumers."""
    own = "hyperswitch.events.shop-1.payment.stripe"
    async with asking(secured, "worker-stripe") as (worker, _), asking(secured, "dev-shop") as (dev, denied):
        wide = [await dev.subscribe(subject) for subject in (
            ">", "hyperswitch.>", "hyperswitch.events.>", "hyperswitch.events.*.>", "hyperswitch.events.*.payment.*",
            "hyperswitch.events.shop-2.>", OF_OTHERS, "tollbridge.told.>", f"tollbridge.told.{OF_OTHERS}", "*.*.>")]
        await settled(dev)
        assert len([each for each in denied if "subscription" in each]) == len(wide)
        heard = await dev.subscribe("hyperswitch.events.shop-1.>")
        await settled(dev)
        for subject in (OF_OTHERS, own):
            await worker.publish(subject, subject.encode())
        assert (await heard.next_msg(5)).data == own.encode(), "that of the other merchant was published before it"
        got = await dev.request(f"{EVENTS_API}.DIRECT.GET.EVENTS.{own}", timeout=5)
        assert got.data == own.encode(), "the last of its own it may read"
        several = {"batch": 10, "seq": 1, "next_by_subj": "hyperswitch.events.>"}
        config = {"filter_subject": OF_OTHERS, "ack_policy": "none", "deliver_policy": "all"}
        pushes = {**config, "deliver_subject": "hyperswitch.events.shop-1.stolen"}
        for subject, body in (
                (f"DIRECT.GET.EVENTS.{OF_OTHERS}", b""), ("DIRECT.GET.EVENTS.hyperswitch.events.>", b""),
                ("DIRECT.GET.EVENTS", b'{"seq":1}'), ("DIRECT.GET.EVENTS", msgspec.json.encode(several)),
                ("STREAM.MSG.GET.EVENTS", b'{"seq":1}'), ("STREAM.INFO.EVENTS", b'{"subjects_filter":">"}'),
                ("STREAM.LIST", b""), ("STREAM.NAMES", b""), ("CONSUMER.LIST.EVENTS", b""),
                *((f"CONSUMER.{verb}", msgspec.json.encode({"stream_name": "EVENTS", "config": each}))
                  for each in (config, pushes) for verb in (
                      "CREATE.EVENTS", f"CREATE.EVENTS.mine.{OF_OTHERS}", "DURABLE.CREATE.EVENTS.mine")),
                ("CONSUMER.MSG.NEXT.EVENTS.deliveries", b""), ("STREAM.SNAPSHOT.EVENTS", b"{}")):
            before = len(denied)
            reply = f"_INBOX.dev-shop.{before}"
            answers = await dev.subscribe(reply)
            await dev.publish(f"{EVENTS_API}.{subject}", body, reply=reply)
            await settled(dev)
            assert len(denied) == before + 1, subject
            assert not answers.pending_msgs, subject
        for sly in ({"seq": 1}, {"last_by_subj": OF_OTHERS}, {"multi_last": [OF_OTHERS], "batch": 5}, several):
            answer = await dev.request(f"{EVENTS_API}.DIRECT.GET.EVENTS.{own}", msgspec.json.encode(sly), timeout=5)
            status = (answer.headers or {})["Status"]
            assert (answer.data, status) == (b"", "408"), "a get by subject is of that subject alone"
        with pytest.raises(NothingCame):  # nothing else came, by whatever way it was asked for
            await heard.next_msg(0.05)


@pytest.mark.parametrize(("user", "subject", "theirs"), [
    ("auditor", "tollbridge.alerts.>", "tollbridge.alerts.poisoned"),
    ("dev", "hyperswitch.events.shop-1.>", "hyperswitch.events.shop-1.payment.stripe"),
    ("dev-shop", "hyperswitch.events.shop-1.>", "hyperswitch.events.shop-1.payment.stripe")])
async def test_what_a_worker_tells_is_heard_in_a_third_account(secured: Secured, user: str, subject: str, theirs: str
                                                               ) -> None:
    """Not as it is published, which nats-server hands to no other account's subscribers: as EVENTS has taken it."""
    async with asking(secured, user) as (listener, denied), asking(secured, "worker-stripe") as (worker, _):
        heard = await listener.subscribe(subject)
        await settled(listener)
        await listener.publish(theirs, b"forged")
        await settled(listener)
        assert f'for publish to "{theirs}"' in "".join(denied)
        await worker.publish(theirs, b"why")
        message = await heard.next_msg(5)
        assert (message.subject, message.data) == (theirs, b"why")


# -- what permissions alone do not stop -------------------------------------------------------------------------------
async def test_in_one_account_jetstream_itself_writes_where_a_reader_wants_its_answer(nats_server: NatsServer) -> None:
    """Why each has an account of its own. As nats-server 2.15.1 behaves."""
    reader = {"user": "reader", "password": "x", "permissions": {
        "publish": {"allow": ["$JS.API.DIRECT.GET.OPS.tollbridge.ops.stripe.*"]}, "subscribe": {"allow": ["_INBOX.>"]}}}
    users = [{"user": "admin", "password": "x"}, reader]
    async with NatsServer(ServerOptions(extra={"authorization": {"users": users}})) as server:
        admin, client = Client(), Client()
        await admin.connect(server.url, user="admin", password="x")
        await client.connect(server.url, user="reader", password="x")
        streams = admin.jetstream()
        await streams.add_stream(name="OPS", subjects=["tollbridge.ops.>"], allow_direct=True)
        await streams.publish("tollbridge.ops.stripe.own", b"forged")
        await streams.publish("tollbridge.ops.adyen.other", b"true")
        await client.publish("$JS.API.DIRECT.GET.OPS.tollbridge.ops.stripe.own", b"",
                             reply="tollbridge.ops.adyen.other")
        async with asyncio.timeout(5):
            while (await streams.get_last_msg("OPS", "tollbridge.ops.adyen.other")).data != b"forged":
                await asyncio.sleep(0.01)
        await client.close()
        await admin.close()


@pytest.mark.parametrize(("user", "asked"), [
    ("worker-stripe", "JS.TOLLBRIDGE.API.DIRECT.GET.OPS.tollbridge.ops.stripe.own"),
    ("worker-stripe", "JS.TOLLBRIDGE.API.STREAM.LIST"),
    ("worker-stripe", "JS.TOLLBRIDGE.API.CONSUMER.MSG.NEXT.RETRY.retry_stripe"),
    ("worker-stripe", "tollbridge.ops.stripe.more"),
    ("auditor", "JS.TOLLBRIDGE.API.DIRECT.GET.OPS.tollbridge.ops.stripe.own"),
    ("shop", "tollbridge.operation.x"),
])
async def test_what_jetstream_answers_arrives_in_the_askers_own_account(secured: Secured, user: str, asked: str
                                                                         ) -> None:
    async with asking(secured, "admin") as (admin, _):
        await admin.jetstream().publish("tollbridge.ops.adyen.other", b"true")
        await admin.jetstream().publish("tollbridge.ops.stripe.own", b"forged")
    async with asking(secured, user) as (client, _):
        await client.publish(asked, b"forged", reply="tollbridge.ops.adyen.other")
        await client.publish(asked, b"forged", reply="hyperswitch.payments.shop-1.authorize.adyen.x")
        await settled(client)
        # One more, whose answer is waited for: the server has done with those before.
        if user != "shop":
            await client.request(f"{'JS.TOLLBRIDGE.API'}.STREAM.LIST", b"", timeout=5)
    assert await record(secured, "tollbridge.ops.adyen.other") == b"true"
    assert (await held(secured))["PAYMENTS"] == 0


# -- workers ----------------------------------------------------------------------------------------------------------
async def test_a_worker_of_another_connector_sees_and_takes_nothing(secured: Secured) -> None:
    options = bridge_options(secured.server.url, "stripe", "adyen", "paypal")
    async with bridge(options) as client, asking(secured, "worker-adyen-paypal") as (other, denied):
        submitted = await client.submit(authorize("pay-1"))
        for subject in (f"JS.TOLLBRIDGE.API.DIRECT.GET.PAYMENTS.hyperswitch.payments.shop-1.authorize.stripe."
                        f"{submitted.op_id}", f"tollbridge.ops.stripe.{submitted.op_id}"):
            await other.publish(subject, b"{}")
        await other.publish("JS.TOLLBRIDGE.API.CONSUMER.MSG.NEXT.PAYMENTS.payments_authorize_stripe", b"1",
                            reply="_INBOX.worker-adyen-paypal.x")
        # Even where the canonical name is used, which in this account nobody answers.
        with pytest.raises((NoRespondersError, TimeoutError)):
            await other.request("$JS.API.DIRECT.GET.OPS.tollbridge.ops.stripe.x", b"", timeout=0.3)
        await settled(other)
        assert len(denied) == 4
        assert await record(secured, f"tollbridge.ops.stripe.{submitted.op_id}") is None
        async with Sandbox() as sandbox, worker(options, sandbox):
            done = await client.execute(authorize("pay-1"), timeout_s=10)
        assert (done.op_id, done.state, sandbox.ledger.total("USD").charges) == (submitted.op_id, State.DONE, 1)


async def test_a_bridge_is_told_of_an_end_only_by_workers_of_its_connector(secured: Secured) -> None:
    async with bridge(bridge_options(secured.server.url, "stripe", "adyen")) as client:
        waiting = asyncio.ensure_future(client.execute(authorize("pay-1"), timeout_s=1.5))
        async with asking(secured, "admin") as (admin, _):
            async with asyncio.timeout(5):
                while (await held(secured))["PAYMENTS"] == 0:
                    await asyncio.sleep(0.02)
            stored = await admin.jetstream().get_msg("PAYMENTS", seq=1, direct=True)
        assert stored.headers is not None
        to = stored.headers["Tollbridge-Reply-To"]
        op_id = to.rpartition(".")[2]
        forged = json.dumps({"op_id": op_id, "state": "DONE", "outcome": "ok"}).encode()
        as_adyen = to.replace(".stripe.", ".adyen.")
        async with asking(secured, "worker-adyen-paypal") as (other, denied):
            await other.publish(to, forged)
            await other.publish(as_adyen, forged)
            await settled(other)
            assert denied == [f'nats: permissions violation for publish to "{to.lower()}"']
        assert (await waiting).state == State.ACCEPTED


async def test_a_worker_goes_on_after_an_empty_message(secured: Secured) -> None:
    """To nats-server one without a body or header is the last of the answers that another account gets."""
    options = bridge_options(secured.server.url)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        other = await admin(client)
        await other.publisher.publish(f"hyperswitch.payments.shop-1.authorize.stripe.{'e' * 32}", b"")
        async with asyncio.timeout(SILENCE_S):
            while await other.connection.next_message("DLQ", ">") is None:
                await asyncio.sleep(0.02)
        began = time.monotonic()
        assert (await client.execute(authorize("pay-1"), timeout_s=SILENCE_S)).state == State.DONE
        assert time.monotonic() - began < SILENCE_S / 2, "it is not asked anew because nothing is heard for long"


async def test_workers_are_found_and_told_to_drain_from_the_admins_account(secured: Secured) -> None:
    connection = Connection(secured.connection("admin"))
    await connection.open()
    async with Sandbox() as sandbox, worker(bridge_options(secured.server.url), sandbox) as its:
        async with asyncio.timeout(15):  # on a busy machine its answer may not come within a moment
            while [seen.id for seen in await workers(connection)] != [its.id]:
                pass
        await drain(connection, its.id)
        await asyncio.wait_for(its.leaving.wait(), 5)
    await connection.close()


# -- callers ----------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def serving(secured: Secured) -> AsyncIterator[tuple[BridgeClient, Sandbox]]:
    options = bridge_options(secured.server.url)
    async with Sandbox() as sandbox, worker(options, sandbox), bridge(options) as client:
        ingress = Ingress(IngressOptions(bridge=options, environment="sandbox", connectors={"*": "stripe"}), client)
        await ingress.start()
        yield client, sandbox
        await ingress.finish(1.0)


async def test_a_caller_asks_for_its_own_merchant_and_reads_its_own_answers(secured: Secured) -> None:
    order = authorize("pay-1")
    headers = {"Tollbridge-Config": STRIPE, "Idempotency-Key": "k-1"}
    async with serving(secured), asking(secured, "shop") as (shop, denied), asking(secured, "anyone") as (other, _):
        body = json.dumps(order.request).encode()
        answered = await shop.request("hyperswitch.payments.shop-1.authorize", body, timeout=10, headers=headers)
        done = decode_answer(answered.data)
        assert (done.state, done.outcome) == (State.DONE, "ok")
        looked = await shop.request(f"tollbridge.operation.{done.op_id}", b"", timeout=5)
        assert decode_answer(looked.data).op_id == done.op_id
        assert denied == []
        await shop.publish("hyperswitch.payments.shop-2.authorize", body, reply="_INBOX.shop.x", headers=headers)
        await shop.publish("hyperswitch.payments.shop-1.authorize.stripe", body, reply="_INBOX.shop.x")
        await shop.subscribe("_INBOX.anyone.>")
        await settled(shop)
        assert len(denied) == 3
        heard: list[bytes] = []

        async def hear(message: object) -> None:
            heard.append(b"!")

        await other.subscribe("_INBOX.anyone.>", cb=hear)
        await settled(other)
        # An answer asked for in another's name stays in the asker's account.
        await shop.publish(f"tollbridge.operation.{done.op_id}", b"", reply="_INBOX.anyone.x")
        await shop.request(f"tollbridge.operation.{done.op_id}", b"", timeout=5)
        await settled(other)
        assert heard == []


# -- roles ------------------------------------------------------------------------------------------------------------
def test_two_users_cannot_have_one_connector() -> None:
    options = StreamOptions(connectors=("stripe",))
    roles = [access.bridge(options), access.worker("a", ["stripe"], options), access.worker("b", ["stripe"], options)]
    with pytest.raises(ValueError, match="one connector belongs to workers of one user"):
        access.accounts(roles, {role.user: {"nkey": "U"} for role in roles})


@pytest.mark.parametrize("name", ["*", ">", "a.b", "", "stripe.>"])
def test_a_name_is_no_wildcard(name: str) -> None:
    with pytest.raises(InvalidField, match="must be 1 to 64"):
        access.worker("w", [name], StreamOptions(connectors=()))
    with pytest.raises(InvalidField, match="must be 1 to 64"):
        access.caller(name or "a b")


async def test_a_wrong_inbox_prefix_is_told_at_once(secured: Secured) -> None:
    connection = Connection(secured.connection("bridge", inbox_prefix="_INBOX.admin"))
    with pytest.raises(Unavailable, match=r"may not listen to _INBOX\.admin\.>.*bridge\.inbox_prefix"):
        await connection.open()


@pytest.mark.parametrize("name", ["TOLLBRIDGE", "tollbridge", "SYS", "worker"])
def test_no_name_of_a_caller_brings_it_into_the_account_of_the_streams(name: str) -> None:
    role = access.caller(name)
    assert role.apart
    users = access.accounts([access.admin(), role], {"admin": {"nkey": "A"}, name: {"nkey": "C"}})
    assert [user["nkey"] for user in users[access.ACCOUNT]["users"]] == ["A"]
