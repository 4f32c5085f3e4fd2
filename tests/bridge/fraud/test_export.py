"""`tollbridge export fraud` on the real server: what is in a row, what never is, and where the next run goes on."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bridge.merchants import event, publish
from bridge.programs import Ended, ended, settings
from bridge.secured import Secured, Using
from bridge.surroundings import (
    admin,
    authorize,
    bridge,
    bridge_options,
    key_files,
    make_streams,
    order,
    stack,
    worker,
)
from masking import canaries
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.fraud.columns import COLUMNS, VERSION
from tollbridge.bridge.messages import State
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import REFUND
from tollbridge.sandbox import Sandbox

APPROVED, NO_MONEY, WRONG_CODE = "4242424242424242", "4000000000009995", "4000000000000127"
NAME, EMAIL, CUSTOMER, ADDRESS = "Mira Okafor", "Mira@Example.com ", "cust-77", "203.0.113.9"
RAW = (APPROVED, NO_MONEY, WRONG_CODE, NAME, "Okafor", "xample.com", CUSTOMER, ADDRESS, "sk_test_bridge",
       "12 Lantern Street")
KEY = bytes(range(32))
DISPUTE = {"disputes_response": {
    "connector_dispute_id": "dp_1", "connector_transaction_id": "", "dispute_status": "DISPUTE_OPENED",
    "dispute_stage": "ACTIVE_DISPUTE", "dispute_amount": {"minor_amount": "4250", "currency": "USD"},
    "dispute_message": "fraudulent", "due_date": "1796000000"}}


def paid(reference: str, number: str = APPROVED, **more: Any) -> Any:
    return authorize(reference, number=number, request={
        "customer": {"id": CUSTOMER, "name": NAME, "email": {"value": EMAIL}},
        "address": {"billing_address": {"line1": {"value": "12 Lantern Street"}, "country_alpha2_code": "DE"}},
        "browser_info": {"ip_address": ADDRESS}}, **more)


def hashed(what: str, text: str) -> str:
    return hmac.new(KEY, f"{what}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


async def history(client: BridgeClient) -> str:
    """Two payments that are declined, one that is made, refunded in part, and disputed. The payment's id."""
    charged = await client.execute(paid("order-1"), 10)
    assert charged.state == State.DONE
    payment = str((charged.read() or {})["connector_transaction_id"])
    for reference, number in (("order-2", NO_MONEY), ("order-3", WRONG_CODE)):
        await client.execute(paid(reference, number), 10)
    await client.execute(order(REFUND, {
        "connector_transaction_id": payment, "refund_amount": {"minor_amount": 100, "currency": "USD"},
        "merchant_refund_id": "refund-1", "reason": "fraudulent"}), 10)
    subject, its_id, body = event("dispute", kind="dispute")
    told = json.loads(body)
    content = {**DISPUTE["disputes_response"], "connector_transaction_id": payment}
    told |= {"type": "WEBHOOK_DISPUTE_OPENED", "data": {"event_content": {"disputes_response": content}}}
    await publish(client, (subject, its_id, json.dumps(told).encode()))
    return payment


@asynccontextmanager
async def told(server: NatsServer, folder: Path) -> AsyncIterator[tuple[BridgeClient, str, Path]]:
    """A client, the id of its disputed payment, and a file of settings."""
    async with stack(server.url) as (client, _):
        yield client, await history(client), settings(folder, server)


async def export(file: Path, *words: str, env: Mapping[str, str] | None = None) -> Ended:
    return await ended("export", "fraud", *words, "--config", str(file), env=env)


def rows(done: Ended) -> list[dict[str, Any]]:
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def hash_key(folder: Path) -> str:
    file = folder / "hash.key"
    file.write_text(KEY.hex())
    file.chmod(0o600)
    return str(file)


async def test_each_operation_and_event_has_a_row_with_what_a_model_needs(
        empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with told(empty_nats_server, tmp_path) as (_, payment, file):
        done = await export(file, "--since", "1h", "--hash-key", hash_key(tmp_path))
    good, no_money, wrong_code, refund, dispute = found = rows(done)
    schema = (await export(file, "--schema")).json
    for row in found:
        jsonschema.validate(row, schema)
        assert (row["schema"], row["merchant_id"], row["connector"]) == (VERSION, "shop-1", "stripe")
    assert {name: good[name] for name in (
        "source", "kind", "state", "outcome", "status", "merchant_reference", "payment_id", "amount_minor", "currency",
        "captured_minor", "method", "card_bin", "card_last4", "cvc_check", "billing_country", "attempts", "request",
        "customer_hash", "email_hash", "ip_hash")} == {
        "source": "operation", "kind": "payments.authorize", "state": "DONE", "outcome": "ok", "status": "CHARGED",
        "merchant_reference": "order-1", "payment_id": payment, "amount_minor": 4250, "currency": "USD",
        "captured_minor": 4250, "method": "card", "card_bin": "424242", "card_last4": "4242", "cvc_check": "pass",
        "billing_country": "DE", "attempts": 1, "request": "read", "customer_hash": hashed("customer", CUSTOMER),
        "email_hash": hashed("email", "mira@example.com"), "ip_hash": hashed("ip", ADDRESS)}
    assert 0 <= good["duration_s"] < 10
    assert good["accepted_at"] <= good["at"]
    assert [(row["outcome"], row["unified_code"], row["decline_code"], row["connector_code"], row["card_last4"])
            for row in (no_money, wrong_code)] == [
        ("declined", "insufficient_funds", "51", "card_declined", "9995"),
        ("declined", "incorrect_cvc", "82", "incorrect_cvc", "0127")]
    assert (refund["kind"], refund["payment_id"], refund["amount_minor"], refund["status"], refund["reason"]) == (
        "refunds.execute", payment, 100, "REFUND_SUCCESS", "fraudulent")
    assert refund["refund_id"].startswith("re_")
    assert {name: dispute[name] for name in dispute if name not in ("schema", "at", "sequence", "merchant_id")} == {
        "source": "event", "id": "evt_dispute", "kind": "WEBHOOK_DISPUTE_OPENED", "connector": "stripe",
        "payment_id": payment, "dispute_id": "dp_1", "status": "DISPUTE_OPENED", "dispute_stage": "ACTIVE_DISPUTE",
        "amount_minor": 4250, "currency": "USD", "reason": "fraudulent", "dispute_due_at": "2026-11-30T00:53:20.000Z"}
    assert not [text for text in RAW if text in done.out + done.err]
    assert "314" not in [str(its) for row in found for its in row.values()]


async def test_csv_has_the_same_and_nobody_is_in_it(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with told(empty_nats_server, tmp_path) as (client, _, file):
        await client.execute(paid("=cmd()"), 10)
        lines = await export(file, "--since", "1h")
        table = await export(file, "--since", "1h", "--format", "csv")
        output = tmp_path / "fraud.csv"
        assert (await export(file, "--since", "1h", "--format", "csv", "--output", str(output))).code == 0
        again = await export(file, "--since", "1h", "--format", "csv", "--output", str(output))
    assert output.read_bytes() == table.out.encode()
    assert output.stat().st_mode & 0o077 == 0
    assert (again.code, "is there already" in again.err) == (2, True), "what is there is not overwritten"
    assert table.out.splitlines()[0] == ",".join(COLUMNS)
    found = rows(lines)
    read = [{name: text for name, text in row.items() if text} for row in csv.DictReader(io.StringIO(table.out))]
    assert [{name: str(its) for name, its in row.items()} for row in found if row.get("merchant_reference") != "=cmd()"
            ] == [row for row in read if row.get("merchant_reference") != "'=cmd()"]
    assert "'=cmd()" in [row.get("merchant_reference") for row in read], "no formula for a spreadsheet"
    for text in RAW:
        assert text not in lines.out + table.out, text
    assert not canaries.hits(lines.out.encode() + table.out.encode())
    assert not [name for row in found for name in row if name.endswith("_hash")], "without a key there are none"


async def test_the_next_run_goes_on_where_the_last_one_ended(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    cursor, output = str(tmp_path / "at" / "cursor.json"), tmp_path / "fraud.jsonl"
    async with told(empty_nats_server, tmp_path) as (client, _, file):
        assert (await export(file, "--cursor", cursor)).code == 2, "for the first time it must be told since when"
        first = rows(await export(file, "--since", "1h", "--cursor", cursor))
        assert len(first) == 5
        assert rows(await export(file, "--cursor", cursor)) == []
        await client.execute(paid("order-9"), 10)
        await publish(client, event(9))
        more = await export(file, "--since", "1h", "--cursor", cursor, "--output", str(output))
        assert (more.code, more.out, more.err.splitlines()[-1]) == (0, "", "2 rows")
        await client.execute(paid("order-10"), 10)
        assert (await export(file, "--cursor", cursor, "--output", str(output))).code == 0
        added = [json.loads(line) for line in output.read_text().splitlines()]
        assert [row.get("merchant_reference") or row["id"] for row in added] == ["order-9", "evt_9", "order-10"]
        other = await export(file, "--cursor", cursor, "--merchant", "shop-2")
        assert (other.code, "of another --merchant" in other.err) == (2, True)
        kept = json.loads(Path(cursor).read_text())
        kept["streams"]["OPS"]["created"] = "2020-01-01T00:00:00Z"  # as after the stream was lost and made anew
        Path(cursor).write_text(json.dumps(kept))
        anew = await export(file, "--cursor", cursor)
        assert [row["kind"] for row in rows(anew)].count("payments.authorize") == 5
        assert "OPS is not the stream that was read before" in anew.err
        Path(cursor).write_text("{}")
        assert (await export(file, "--cursor", cursor)).code == 2


async def test_only_what_was_asked_for(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with told(empty_nats_server, tmp_path) as (client, _, file):
        await client.execute(paid("order-2b", merchant_id="shop-2"), 10)
        everything = rows(await export(file, "--since", "1h"))
        one = rows(await export(file, "--since", "1h", "--merchant", "shop-2"))
        assert [row["merchant_reference"] for row in one] == ["order-2b"]
        assert rows(await export(file, "--since", "1h", "--connector", "adyen")) == []
        ends = everything[1]["at"]
        some = rows(await export(file, "--since", "1h", "--until", ends, "--merchant", "shop-1"))
        assert 1 <= len(some) < len(everything) - 1
        assert all(row["at"] <= ends for row in some)
        assert rows(await export(file, "--since", "2099-01-01T00:00:00Z")) == []
        for words in (("--since", "soon"), ("--since", "1h", "--until", "2h"), ("--since", "1h", "--merchant", "a b"),
                      ("--since", "1h", "--hash-key", str(file))):
            assert (await export(file, *words)).code == 2, words


async def test_what_proves_nothing_has_no_row_and_is_told(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with told(empty_nats_server, tmp_path) as (client, _, file):
        publisher = (await admin(client)).publisher
        await publisher.publish("hyperswitch.events.shop-1.payment", b"what somebody else writes")
        await publisher.publish("tollbridge.ops.stripe.forged", b"{", {"Tollbridge-State": "DONE"})
        done = await export(file, "--since", "1h")
    assert (done.code, len(done.out.splitlines())) == (3, 5)
    assert "2 messages do not prove themselves" in done.err


@pytest.fixture
async def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Secured]:
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(keys)))
    its = Secured(tmp_path / "secured")
    async with its.server:
        with Using(its):
            yield its


async def test_an_auditor_reads_it_with_protection_on_and_without_keys_it_is_refused(
        secured: Secured, tmp_path: Path) -> None:
    """Who reads has a key of its own to decrypt with, none to sign; what was erased is told so."""
    from tollbridge.bridge.protection import keyfiles

    keys = tmp_path / "keys"
    keyfiles.make(f"{keys}/auditor.jwks", f"{keys}/public.jwks", "bridge", ["*"], signs=False)
    keyfiles.link([f"{keys}/bridge.jwks", f"{keys}/worker.jwks", f"{keys}/auditor.jwks"], ["*"])
    options = bridge_options(secured.server.url)
    await make_streams(options)
    its = secured.connection("auditor")
    file = settings(tmp_path, secured.server, bridge__restricted=True, bridge__inbox_prefix=its.inbox_prefix,
                    bridge__nkey_file=str(its.nkey_file), bridge__tls__ca_file=its.tls.ca_file,
                    bridge__tls__cert_file=its.tls.cert_file, bridge__tls__key_file=its.tls.key_file)
    on = {"TOLLBRIDGE__BRIDGE__PROTECTION__MODE": "on",
          "TOLLBRIDGE__BRIDGE__PROTECTION__PRIVATE_KEYS": f"{keys}/auditor.jwks",
          "TOLLBRIDGE__BRIDGE__PROTECTION__PUBLIC_KEYS": f"{keys}/public.jwks"}
    async with Sandbox() as sandbox, bridge(options) as client, worker(options, sandbox):
        await client.execute(paid("order-1"), 10)
        await client.execute(paid("order-2", NO_MONEY), 10)
        done = await export(file, "--since", "1h", "--hash-key", hash_key(tmp_path), env=on)
        good, declined = rows(done)
        assert (good["status"], good["card_last4"], good["email_hash"], good["request"]) == (
            "CHARGED", "4242", hashed("email", "mira@example.com"), "read")
        assert (declined["outcome"], declined["decline_code"]) == ("declined", "51")
        assert not [text for text in RAW if text in done.out + done.err]
        blind = await export(file, "--since", "1h")
        assert (blind.code, blind.out) == (2, "")
        assert "bridge.protection" in blind.err
    admin = BridgeClient(bridge_options(secured.server.url))
    admin.connection.options = secured.connection("admin")
    await admin.connection.open()
    assert admin.protection is not None
    for each in [each async for each in admin.protection.keys.list()]:
        assert await admin.protection.keys.erase(each)
    await admin.connection.close()
    [gone, _] = rows(await export(file, "--since", "1h", env=on))
    assert (gone["request"], gone["outcome"], gone.get("card_bin"), gone.get("email_hash")) == (
        "erased", "ok", None, None)
