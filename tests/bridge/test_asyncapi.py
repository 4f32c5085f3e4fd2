"""The AsyncAPI document: valid, complete, and true of what is really published."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from nats.aio.msg import Msg

from bridge.merchants import delivering, merchant
from bridge.surroundings import admin, authorize, key_files, stack
from bridge.webhooks.hooking import hearing, hook_worker, paid, stage
from tollbridge.bridge.messages import encode_answer
from tollbridge.bridge.routes import DURABLE, ROUTES, missing
from tollbridge.bridge.server import NatsServer

DOCUMENT = Path(__file__).parents[2] / "src" / "tollbridge" / "bridge" / "asyncapi.json"
SPECS = "@asyncapi/specs@6.11.1"
"""npm's package of AsyncAPI's own JSON schemas, fetched once a machine."""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DOCUMENT.read_text())
    return found


@pytest.fixture(scope="module")
def specs() -> Path:
    if shutil.which("npm") is None:
        pytest.skip("npm is not here: AsyncAPI's own schema cannot be fetched")
    home = Path.home() / ".cache" / "tollbridge" / "asyncapi-specs"
    schema = home / "node_modules" / "@asyncapi" / "specs" / "schemas" / "3.0.0.json"
    if not schema.exists():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(home), SPECS], check=True, timeout=120)
    return schema


def test_it_is_valid_by_asyncapis_own_schema(document: dict[str, Any], specs: Path) -> None:
    validator = jsonschema_rs.Draft7Validator(json.loads(specs.read_text()))
    assert [f"{error.instance_path}: {error.message[:200]}" for error in validator.iter_errors(document)] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(_references(document)):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step.replace("~1", "/")]


def test_every_operation_is_in_it_under_its_subjects(document: dict[str, Any]) -> None:
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert missing() == []
    for route in ROUTES:
        plain = f"hyperswitch.{route.family.name}.{{merchant_id}}.{route.verb}"
        assert {plain, f"{plain}.{{connector}}" + (".{op_id}" if route.durable else "")} <= addresses
    assert sum(key.startswith("store_") for key in document["channels"]) == len(DURABLE)


async def test_what_is_published_is_as_it_says(document: dict[str, Any], empty_nats_server: NatsServer) -> None:
    async with stack(empty_nats_server.url) as (bridge, _):
        heard: list[Msg] = []

        async def hear(message: Msg) -> None:
            heard.append(message)

        client = (await admin(bridge)).connection.client
        for subject in ("hyperswitch.>", "tollbridge.ops.>", "tollbridge.sealed.>"):
            await client.subscribe(subject, cb=hear)
        answer = await bridge.execute(authorize("pay-1"), 10)
        await client.flush()
        for message in heard:
            if message.data:
                _check(document, _name_of(message.subject), message.data, message.headers)
        assert {_name_of(message.subject) for message in heard} == {
            "payments_authorize_operation", "record", "sealed"}
        _check(document, "payments_authorize_answer", encode_answer(answer), None)


@pytest.mark.parametrize("protected", [False, True])
async def test_webhooks_events_and_deliveries_are_as_it_says(
        document: dict[str, Any], empty_nats_server: NatsServer, tmp_path: Path, protected: bool,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is encrypted, the headers; and events, of which a part is in the clear."""
    if protected:
        (tmp_path / "keys").mkdir()
        monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path / "keys")))
    async with stage(empty_nats_server.url, streams={"deliveries": True}) as its, merchant() as shop:
        shop.statuses = [500, 410]
        async with hearing(its.client, ">") as heard, delivering(its, tmp_path, shop), hook_worker(
                its.options, its.sandbox, parked_s=0.2):
            await its.receiver.post(paid("evt_1"))
            names = {"webhook", "status", "event", "delivery", "delivery_gone", "alert"}
            await heard.until(lambda heard: names <= {_name_of(each.subject) for each in heard.messages})
        for message in heard.messages:
            name = _name_of(message.subject)
            if name not in names or not message.data:
                continue
            if (message.headers or {}).get("Content-Type") == "application/jose":
                _check(document, name, None, message.headers)
            else:
                body = message.data.split(b"\n")[0] if name == "webhook" else message.data
                _check(document, "Head" if name == "webhook" else name, body, message.headers)


def _name_of(subject: str) -> str:
    if subject.startswith("tollbridge."):
        parts = subject.split(".")
        gone = parts[1:3] == ["deliveries", "gone"]
        return {"ops": "record", "sealed": "sealed", "status": "status", "alerts": "alert",
                "deliveries": "delivery_gone" if gone else "delivery"}.get(parts[1], "")
    if not subject.startswith("hyperswitch."):
        return ""
    _, family, _, verb, *_ = subject.split(".")
    return {"webhooks": "webhook", "events": "event"}.get(family, f"{family}_{verb}_operation")


def _check(document: dict[str, Any], name: str, body: bytes | None, headers: dict[str, str] | None) -> None:
    """`name` of a message, or of a schema; `body` is None where it is encrypted."""
    message = document["components"]["messages"].get(name) or {"payload": {"$ref": f"#/components/schemas/{name}"}}
    for schema, value in ((message["payload"], body), (message.get("headers", {}), headers or {})):
        if value is None:
            continue
        value = json.loads(value) if isinstance(value, bytes) else value
        whole = {**schema, "components": document["components"]}
        errors = [error.message[:300] for error in jsonschema_rs.validator_for(whole).iter_errors(value)]
        assert errors == [], name


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, its in value.items():
            if name == "$ref":
                yield its
            else:
                yield from _references(its)
    elif isinstance(value, list):
        for its in value:
            yield from _references(its)
