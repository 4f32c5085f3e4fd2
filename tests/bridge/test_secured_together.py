"""All of it at once, each as the user that is its own: restricted users, mutual TLS, encrypted and signed messages, the
audit trail, webhooks, events to merchants, files of evidence. And what a user may not, tried with what is really there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from bridge.merchants import QUICK, Merchant, accounts_file, event, merchant, publish
from bridge.nats_surroundings import LACKING
from bridge.programs import Ended, ended
from bridge.secured import Secured, Using
from bridge.surroundings import audit, authorize_stored, bridge, bridge_options, key_files, make_streams, of_worker
from bridge.test_access import told_of
from bridge.test_evidence import FILE, Wire, dispute as dispute, handed_in, key_file, none_kept, sandbox as sandbox
from bridge.webhooks.hooking import ACCOUNTS, SECRET, Receiver, accounts, receiver
from bridge.webhooks.test_reading import PAYPAL_PROOF
from tollbridge.accounts import StoreKind, StoreOptions, open_store
from tollbridge.bridge.access import ADMIN
from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.connection import Connection
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.evidence import EvidenceOptions, File, KeyFile
from tollbridge.bridge.messages import State
from tollbridge.bridge.protection.options import WORKER
from tollbridge.bridge.reading import Read, read_stream
from tollbridge.bridge.sweeper import Sweeper, SweeperOptions
from tollbridge.bridge.webhooks.reading import HookOptions
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import SandboxThread
from tollbridge.service import Service, ServiceOptions
from tollbridge.transport import TransportSettings, async_transport

KEY = "of-the-audit-trail-32-characters-or-more"
STREAMS = {"audit": True, "evidence_days": 3, "deliveries": True}
WITHIN_S = 20
STRIPE_USER, OTHER_USER = "worker-stripe", "worker-adyen-paypal"


class Together(NamedTuple):
    secured: Secured
    options: BridgeOptions
    """Of the bridge."""
    client: BridgeClient
    receiver: Receiver
    shop: Merchant
    folder: Path
    sweeper: Sweeper

    async def stored(self, stream: str) -> list[Read]:
        """As an admin reads it."""
        async with self.connected(ADMIN) as admin:
            return [message async for message in read_stream(admin, stream)]

    @asynccontextmanager
    async def connected(self, user: str) -> AsyncIterator[Connection]:
        connection = Connection(self.secured.connection(user))
        await connection.open()
        yield connection
        await connection.close()

    async def program(self, user: str, *words: str, protected: bool = True) -> Ended:
        """The program as it is told to by what `tollbridge nats-config` wrote for this user. `protected`: with keys."""
        process, keys = self.secured.server.process, self.folder / "keys"
        its = self.folder / f"{user}.toml"
        own = {
            "environment": "test", "bridge.monitoring": [f"http://127.0.0.1:{process.http_port}"],
            "bridge.deliveries.enabled": True, "bridge.audit.enabled": True, "transport.guard.enabled": False,
            "accounts.store": "file", "accounts.path": f"{self.folder}/accounts.json",
            "bridge.protection.mode": "on" if protected else "off",
            "bridge.protection.private_keys": f"{keys}/bridge.jwks",
            "bridge.protection.public_keys": f"{keys}/public.jwks",
            "bridge.evidence.key_file": f"{self.folder}/evidence.key", "bridge.evidence.keep_days": 3}
        written = [line for line in self.secured.folder.settings(user).read_text().splitlines()
                   if line.partition(" = ")[0] not in own]  # its server has another port for monitoring here
        its.write_text("\n".join([*written, *(f"{name} = {json.dumps(value)}" for name, value in own.items()), ""]))
        return await ended(*words, "--config", str(its), "--servers", self.secured.server.url.replace("nats", "tls", 1),
                           env={"TOLLBRIDGE__BRIDGE__AUDIT__KEY": KEY})


@pytest.fixture
async def together(tmp_path: Path, sandbox: SandboxThread, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Together]:
    """Workers of two users, each at its connectors; the processor's webhooks come to the receiver."""
    if LACKING is not None:
        pytest.skip(LACKING)
    (tmp_path / "keys").mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path / "keys")))
    key_file(tmp_path).rename(tmp_path / "evidence.key")
    secured = Secured(tmp_path / "secured")
    async with AsyncExitStack() as held:
        held.enter_context(secured.server.process)
        held.enter_context(Using(secured))
        options = bridge_options(secured.server.url, "stripe", "adyen", "paypal", streams=STREAMS,
                                 audit=audit(KEY, "bridge"),
                                 evidence=EvidenceOptions(keys=KeyFile(tmp_path / "evidence.key")))
        await make_streams(options)
        wire = await held.enter_async_context(Wire(sandbox))
        for user, connectors in ((STRIPE_USER, ("stripe",)), (OTHER_USER, ("adyen", "paypal"))):
            its = replace(of_worker(options), connection=secured.connection(user), audit=audit(KEY, "worker"))
            await held.enter_async_context(_working(its, connectors, {
                "stripe": sandbox.base_url("stripe"), "paypal": wire.base_url}))
        client = await held.enter_async_context(bridge(options))
        taken = await held.enter_async_context(receiver(options))
        sandbox.sandbox.set_webhook("stripe", taken.url(), Secret(SECRET))
        shop = await held.enter_async_context(merchant())
        await _delivering(held, client, shop, tmp_path)
        sweeper = Sweeper(client, "b1", SweeperOptions(every_s=0.2))
        await sweeper.start()
        held.push_async_callback(sweeper.stop)
        yield Together(secured, options, client, taken, shop, tmp_path, sweeper)


@asynccontextmanager
async def _working(options: BridgeOptions, connectors: tuple[str, ...], urls: dict[str, str]) -> AsyncIterator[Worker]:
    its = Worker(WorkerOptions(bridge=options, connectors=connectors, webhooks=HookOptions(parked_s=2.0)), Service(
        ServiceOptions(environment=Environment.TEST, connector_urls=urls), accounts=accounts(ACCOUNTS)))
    await its.service.open()
    await its.start()
    try:
        yield its
    finally:
        await its.drain()


async def _delivering(held: AsyncExitStack, client: BridgeClient, shop: Merchant, folder: Path) -> None:
    store = open_store(StoreOptions(store=StoreKind.FILE, path=str(accounts_file(folder, shop_1=shop)), private=False))
    held.push_async_callback(store.close)
    transport = async_transport(TransportSettings())
    held.push_async_callback(transport.close)
    deliverer = Deliverer(client, store, transport, "b1", QUICK)
    await deliverer.start()
    held.push_async_callback(deliverer.stop)


async def until(true: Any) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await true():
            await asyncio.sleep(0.05)


async def pays_and_hands_in(its: Together, dispute: str) -> str:
    """A payment whose webhook comes in and goes out to the merchant, and evidence with a file; the payment's id."""
    done = await its.client.execute(authorize_stored("pay-1"), WITHIN_S)
    assert (done.state, done.outcome) == (State.DONE, "ok"), done
    answer = await its.client.execute(handed_in(dispute, FILE), WITHIN_S)
    assert (answer.state, answer.outcome) == (State.DONE, "ok"), answer.problem
    await none_kept(its.client)
    await its.shop.until(lambda: bool(its.shop.got), WITHIN_S)
    return str((done.read() or {})["connector_transaction_id"])


async def test_a_payment_its_webhook_evidence_and_the_trail_of_all(together: Together, dispute: str) -> None:
    its = together
    payment = await pays_and_hands_in(its, dispute)
    told = [message for message in await its.stored("EVENTS") if ".events." in message.subject]
    assert {message.subject for message in told} == {"hyperswitch.events.shop-1.payment.stripe"}
    assert len([message for message in await its.stored("STATUSES") if payment in message.subject]) == 1

    # What nobody could verify at the door, and proves nothing, is taken out again by the sweeper.
    status, _ = await its.receiver.post(b'{"id": "WH-x", "event_type": "PAYMENT.CAPTURE.COMPLETED"}', PAYPAL_PROOF,
                                        connector="paypal")
    assert status == 200

    async def gone() -> bool:
        return not [message for message in await its.stored("WEBHOOKS") if ".paypal." in message.subject]
    await until(gone)

    async def anchored() -> bool:
        return any(message.subject == "tollbridge.audit.anchors" for message in await its.stored("AUDIT"))
    await until(anchored)
    writers = {message.subject.removeprefix("tollbridge.audit.").partition("-")[0]
               for message in await its.stored("AUDIT")}
    assert writers == {"anchors", "bridge.bridge", "worker"}

    verified = await its.program("auditor", "audit", "verify", "--json")
    assert (verified.code, verified.json["faults"]) == (0, []), verified.out + verified.err
    assert verified.json["anchors"] >= 1
    told_in = [json.loads(line) for line in (await its.program("auditor", "audit", "export")).out.splitlines()]
    assert {(row["operation"], row["connector"]) for row in told_in if row["kind"] == "operation"} == {
        ("authorize", "stripe"), ("submit_evidence", "paypal")}
    report = (await its.program("auditor", "audit", "report", "--json")).json
    assert {row["role"] for row in report["processes"]} >= {"bridge", "worker"}
    assert {row["operation"]: row["count"] for row in report["operations"]} == {"authorize": 1, "submit_evidence": 1}


async def test_programs_do_their_work_as_the_users_that_are_theirs(together: Together, dispute: str) -> None:
    its = together
    await pays_and_hands_in(its, dispute)
    (event, *_), before = its.shop.got, len(its.shop.seen)
    listened = await its.program("dev", "listen", "--merchant", "shop-1", "--from", "start", "--once", "--json",
                                 "--cursor", str(its.folder / "cursor"), protected=False)
    listed = {each["id"]: each for each in map(json.loads, listened.out.splitlines())}
    assert (listened.code, event in listed) == (0, True), listened.err
    seen_in_the_clear = listed[event]
    assert seen_in_the_clear["sealed"], "developers have no keys: they see ids, states and amounts"
    assert "may not" not in listened.err
    words = ("webhooks", "replay", "--merchant", "shop-1", "--id", event, "--yes")
    replayed = await its.program("dev", *words, protected=False)
    assert (replayed.code, "it is encrypted" in replayed.out) == (3, True), replayed
    replayed = await its.program(ADMIN, *words)
    assert replayed.code == 0, replayed.err
    assert [seen for seen, _ in its.shop.seen[before:]] == [event]

    seen = await its.program("auditor", "compliance", "check", "--format", "json")
    assert seen.code == 0, seen.out
    assert {(each["requirement"], each["verdict"]) for each in seen.json["checks"]} >= {
        ("3.3.1", "pass"), ("3.7.4", "pass"), ("4.2.1", "pass"), ("7.3.3", "pass"), ("8.2.1", "pass"),
        ("10.2.1", "pass"), ("10.3.2", "pass"), ("10.3.4", "pass"), ("10.5.1", "pass")}
    as_worker = await its.program(STRIPE_USER, "compliance", "check")
    assert as_worker.code == 0, as_worker.out
    assert "7.3.3   pass" in as_worker.out
    assert "10.2.1  cannot be seen: audit trail: this user may not look at it" in as_worker.out

    key = ("--key-file", str(key_file(its.folder)))
    for user, code in (("bridge", 1), ("auditor", 1), (ADMIN, 0)):
        made = await its.program(user, "backup", "--to", str(its.folder / f"backup-{user}"), *key)
        assert made.code == code, (user, made)
    another = Secured(its.folder / "another")
    async with another.server:
        restored = await its._replace(secured=another).program(
            ADMIN, "restore", "--from", str(its.folder / f"backup-{ADMIN}"), *key, "--none-erased-since")
        assert restored.code == 0, restored.err
        verified = await its._replace(secured=another).program("auditor", "audit", "verify", "--json")
        assert (verified.code, verified.json["faults"]) == (0, [])
        assert verified.json["entries"] > 0


def tries(stream: str, subject: str) -> tuple[str, ...]:
    """To write what is there, and to read it in each way there is."""
    api = "JS.TOLLBRIDGE.API"
    return (subject, f"{api}.DIRECT.GET.{stream}.{subject}", f"{api}.DIRECT.GET.{stream}",
            f"{api}.STREAM.MSG.GET.{stream}", f"{api}.CONSUMER.CREATE.{stream}", f"{api}.STREAM.PURGE.{stream}",
            f"{api}.STREAM.MSG.DELETE.{stream}")


async def test_what_is_really_there_is_out_of_the_reach_of_others(together: Together, dispute: str) -> None:
    its = together
    await pays_and_hands_in(its, dispute)
    await its.receiver.post(b"{}", PAYPAL_PROOF, connector="paypal")
    await its.client.evidence.put("paypal", "op", "hash", [File(0, b"of the customer")])
    subjects = {stream: sorted({message.subject for message in await its.stored(stream)})
                for stream in ("WEBHOOKS", "STATUSES", "AUDIT", "EVENTS", "OBJ_evidence_paypal", "OPS")}
    of_stripe = [each for stream, there in subjects.items() for subject in there if "stripe" in subject
                 for each in tries(stream, subject)]
    of_paypal = [each for stream, there in subjects.items() for subject in there if "paypal" in subject
                 for each in tries(stream, subject)]
    for stream in ("WEBHOOKS", "STATUSES", "AUDIT", "EVENTS", "OPS"):
        assert any("stripe" in subject for subject in subjects[stream]), stream
    assert any(".OBJ_evidence_paypal." in each for each in of_paypal)
    before = {stream: len(await its.stored(stream)) for stream in subjects}
    assert await told_of(its.secured, OTHER_USER, tuple(of_stripe)) == []
    assert await told_of(its.secured, STRIPE_USER, tuple(of_paypal)) == []
    all_of_them = tuple(subject for there in subjects.values() for subject in there)
    for user in ("auditor", "dev", "shop"):
        assert await told_of(its.secured, user, all_of_them) == []
    assert {stream: len(await its.stored(stream)) for stream in subjects} == before
    verified = await its.program("auditor", "audit", "verify")
    assert verified.code == 0, verified.out


async def test_an_event_in_another_connectors_name_is_not_delivered(together: Together) -> None:
    """A worker may publish events of its own connectors; one that says otherwise inside is believed by nobody."""
    its = together
    for user, number in ((OTHER_USER, 1), (STRIPE_USER, 2)):
        subject, its_id, body = event(number, connector="stripe")
        own = "stripe" if user == STRIPE_USER else "paypal"
        as_worker = replace(of_worker(its.options), connection=its.secured.connection(user), audit=AuditOptions())
        async with bridge(as_worker, role=WORKER) as client:
            if user == STRIPE_USER:
                await publish(client, (f"{subject}.{own}", its_id, body))
            else:  # nor has it a key to encrypt it under
                await client.publisher.publish(f"{subject}.{own}", body, {"Nats-Msg-Id": its_id})
    await its.shop.took(["evt_2"])
    assert its.shop.got == ["evt_2"]
    told = [json.loads(line) for line in (await its.program("auditor", "audit", "export")).out.splitlines()]
    assert [(row["outcome"], row["facts"]["subject"]) for row in told if row["kind"] == "refused"] == [
        ("forged", "hyperswitch.events.shop-1.payment.paypal")]
