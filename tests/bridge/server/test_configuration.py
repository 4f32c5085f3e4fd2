"""What is written for nats-server is what was meant, whatever characters it has."""

from __future__ import annotations

import re
from typing import Any

import nats
import pytest

from bridge.nats_surroundings import needs_nats_server
from tollbridge.bridge.server import NatsServer, ServerOptions
from tollbridge.bridge.server.configuration import Member, configuration

NASTY = ["'", '"', "\\", "\\n", "\n", "\r\n\t", "# no comment", "// none", "}", "]; listen: 1", "$PATH", "${PATH}",
         "1GB", "true", "", " ", "\x01\x1f\x7f", "\u0080\u00e9\u4e2d\U0001f600", 'a" b: "c', "\\x41", "include x"]


def written(options: ServerOptions, member: Member | None = None) -> str:
    return configuration(options, port=4222, http_port=8222, data="/var/nats", member=member)


def test_development_writes_every_message_through() -> None:
    assert 'sync_interval: "always"' in written(ServerOptions())
    assert "sync_interval" not in written(ServerOptions(sync_always=False))


def test_an_address_of_ipv6_is_bracketed() -> None:
    assert 'listen: "[::1]:4222"' in written(ServerOptions(host="::1"))


def test_a_member_of_a_cluster_knows_the_others_by_the_loopback() -> None:
    text = written(ServerOptions(), Member(cluster="three", port=6222, routes=[6222, 6223, 6224]))
    assert ('cluster {\n  name: "three"\n  listen: "127.0.0.1:6222"\n  no_advertise: true\n  routes: ['
            '"nats-route://127.0.0.1:6222", "nats-route://127.0.0.1:6223", "nats-route://127.0.0.1:6224"]\n}') in text


@needs_nats_server
async def test_every_text_reaches_the_server_as_it_is() -> None:
    users = [{"user": f"u{number}", "password": text} for number, text in enumerate(NASTY) if text]
    metadata = {f"key{number}": text for number, text in enumerate(NASTY)}
    extra: dict[str, Any] = {"authorization": {"users": users}, "server_metadata": metadata}
    async with NatsServer(ServerOptions(extra=extra)) as server:
        assert server.process.ask("/varz")["metadata"] == metadata
        for user in users:
            connection = await nats.connect(server.url, user=user["user"], password=user["password"])
            await connection.close()


@needs_nats_server
async def test_more_settings_join_what_is_set() -> None:
    extra: dict[str, Any] = {"max_connections": 7, "jetstream": {"max_buffered_msgs": 100}}
    async with NatsServer(ServerOptions(extra=extra, max_payload=4096)) as server:
        varz = server.process.ask("/varz")
        assert (varz["max_connections"], varz["max_payload"]) == (7, 4096)
        assert varz["jetstream"]["config"]["sync_always"] is True


@pytest.mark.parametrize(("extra", "named"), [
    ({"listen": "0.0.0.0:4222"}, "extra.listen: is set already"),
    ({"LISTEN": "0.0.0.0:4222"}, "extra.LISTEN: is set already"),
    ({"jetstream": {"sync_interval": "2m"}}, "extra.jetstream.sync_interval: is set already"),
    ({"jetstream": "disabled"}, "extra.jetstream: is set already"),
    ({'a" b': 1}, "is no key"),
    ({"a": 1.5}, "extra: a: float cannot be written"),
    ({"a": {"b": [None]}}, "extra: b: NoneType cannot be written"),
])
def test_settings_that_are_none_are_refused(extra: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        ServerOptions(extra=extra)


def test_a_directive_is_no_setting() -> None:
    assert '"include": "/etc/passwd"' in written(ServerOptions(extra={"include": "/etc/passwd"}))


def test_all_that_is_wrong_with_options_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="nats-server: ") as refused:
        ServerOptions(host="a b", port=70000, http_port=-1, data="", name="a b", max_payload=0, max_mem=0, max_file=0)
    for field in ("host: ", "port: ", "http_port: ", "data: ", "name: ", "max_payload: ", "max_mem: ", "max_file: "):
        assert field in str(refused.value)


def test_passwords_are_in_no_repr() -> None:
    assert "canary" not in repr(ServerOptions(extra={"authorization": {"token": "canary"}}))
