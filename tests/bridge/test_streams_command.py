"""`tollbridge streams apply|diff|check`, as whoever deploys has it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bridge.programs import ended, settings
from bridge.surroundings import as_admin, authorize, bridge, bridge_options, make_streams
from tollbridge.bridge.connection import Connection, ConnectionOptions
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.streams import ANSWERS_S, compare

SMALLER = {"TOLLBRIDGE__BRIDGE__MAX_BYTES": "2000000"}
OTHERS = {"TOLLBRIDGE__BRIDGE__CONNECTORS": "adyen"}


async def consumers(server: NatsServer, stream: str) -> set[str]:
    connection = Connection(as_admin(ConnectionOptions(servers=(server.url,))))
    await connection.open()
    found = (await connection.api(f"CONSUMER.NAMES.{stream}")).get("consumers") or ()
    await connection.close()
    return set(found)


async def test_what_is_missing_is_told_made_and_then_as_wanted(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    config = ("--config", str(settings(tmp_path, empty_nats_server)))
    checked = await ended("streams", "check", *config)
    assert checked.code == 3
    assert "are missing: tollbridge streams apply" in checked.out
    before = await ended("streams", "diff", *config, "--json")
    assert before.code == 3
    wanted = {each["name"] for each in before.json["changes"]}
    assert {"PAYMENTS", "OPS", "PAYMENTS/payments_authorize_stripe"} <= wanted
    assert {each["action"] for each in before.json["changes"]} == {"create"}

    made = await ended("streams", "apply", *config, "--json")
    assert (made.code, {each["name"] for each in made.json["done"]}) == (0, wanted)
    again = await ended("streams", "apply", *config)
    assert (again.code, again.out.strip()) == (0, "0 changed, 0 left, 0 refused")
    assert (await ended("streams", "diff", *config)).out.strip() == "all is as wanted"
    assert (await ended("streams", "check", *config)).out.strip() == "all is as wanted, and safe"


async def test_who_makes_streams_asks_again_where_nobody_answers_for_a_while(own_nats_server: NatsServer) -> None:
    options = bridge_options(own_nats_server.url)
    connection = Connection(as_admin(options.connection))
    await connection.open()
    own_nats_server.pause()
    making = asyncio.ensure_future(make_streams(options, "payments_authorize"))
    looking = asyncio.ensure_future(compare(connection, options.streams))
    await asyncio.sleep(ANSWERS_S[0] + 0.5)
    assert not looking.done()
    own_nats_server.resume()
    missing = await looking
    await making
    assert missing
    assert not [each for each in await compare(connection, options.streams) if each.what.stream is None]
    await connection.close()


async def test_what_would_lose_messages_is_left_unless_it_is_wanted(empty_nats_server: NatsServer,
                                                                    tmp_path: Path) -> None:
    config = ("--config", str(settings(tmp_path, empty_nats_server)))
    assert (await ended("streams", "apply", *config)).code == 0
    async with bridge(bridge_options(empty_nats_server.url)) as client:
        waiting = await client.submit(authorize("pay-1"))  # nobody works: it waits in its stream

        told = await ended("streams", "diff", *config, env=SMALLER)
        assert told.code == 3
        assert "max_bytes: 1073741824 -> 2000000" in told.out
        assert "loses messages: max_bytes gets smaller" in told.out
        left = await ended("streams", "apply", *config, env=SMALLER)
        assert left.code == 3
        assert "left, would lose messages (--destructive)" in left.err

        moved = await ended("streams", "apply", *config, env=OTHERS)
        assert moved.code == 3
        assert await consumers(empty_nats_server, "REFUNDS") >= {"refunds_execute_stripe", "refunds_execute_adyen"}
        assert await client.operation(waiting.op_id) is not None

    forced = await ended("streams", "apply", *config, "--destructive", env={**OTHERS, **SMALLER})
    assert forced.code == 0, forced.err
    assert await consumers(empty_nats_server, "REFUNDS") == {"refunds_execute_adyen"}
    assert (await ended("streams", "check", *config, env={**OTHERS, **SMALLER})).code == 0


async def test_what_jetstream_refuses_is_told_in_its_words(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    config = ("--config", str(settings(tmp_path, empty_nats_server, bridge__replicas=3)))
    refused = await ended("streams", "apply", *config)
    assert refused.code == 3
    assert "refused by JetStream: replicas > 1 not supported in non-clustered mode" in refused.err


async def test_no_nats_is_a_line_and_1_and_no_address_is_2(unused_tcp_port: int) -> None:
    test = {"TOLLBRIDGE__ENVIRONMENT": "test", "TOLLBRIDGE__BRIDGE__CONNECT_TIMEOUT_S": "0.2"}
    away = await ended("streams", "diff", "--servers", f"nats://127.0.0.1:{unused_tcp_port}", env=test)
    assert (away.code, away.out) == (1, "")
    assert "no NATS server at nats://127.0.0.1" in away.err
    assert len(away.err.splitlines()) == 1
    nowhere = await ended("streams", "diff", env=test)
    assert nowhere.code == 2
    assert "bridge.servers is empty" in nowhere.err


async def test_live_is_checked_as_live(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    file = settings(tmp_path, empty_nats_server, environment="live", bridge__accept_live=["replicas"])
    assert (await ended("streams", "apply", "--config", str(file))).code == 0
    checked = await ended("streams", "check", "--config", str(file))
    assert checked.code == 0
    assert "accepted: bridge.replicas: is 1" in checked.out
