"""From settings to options: every setting has an effect, and its default is what the option's own is."""

from __future__ import annotations

import hashlib
import typing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic.fields import FieldInfo

from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.client import BridgeOptions
from tollbridge.bridge.connection import ConnectionOptions
from tollbridge.bridge.deliveries.options import DeliveryOptions
from tollbridge.bridge.gates.limits import Quota, Rate
from tollbridge.bridge.ingress import IngressOptions
from tollbridge.bridge.streams import StreamOptions
from tollbridge.bridge.worker.worker import WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput
from tollbridge.domain.operations import AUTHORIZE, SYNC
from tollbridge.edges.cli import bridge_wiring, wiring
from tollbridge.edges.cli.accounts import store_options
from tollbridge.edges.cli.serving import _host_and_port
from tollbridge.edges.grpc import GrpcOptions
from tollbridge.edges.http import HttpOptions
from tollbridge.service import ServiceOptions
from tollbridge.service.routing import Mode, Routing
from tollbridge.settings import Settings, load
from tollbridge.settings.layers import is_section, plain, settings_of
from tollbridge.telemetry.logs import LogOptions

ELSEWHERE = {
    "processes": "servers.py: how many there are",
    "grpc.enabled": "servers.py: which edges there are", "http.enabled": "servers.py: which edges there are",
    "webhooks.enabled": "servers.py: whether the HTTP edge is given the accounts",
    "tls.allow_plain_off_loopback": "settings/checks.py", "auth.allow_anonymous_off_loopback": "settings/checks.py",
    "logs.allow_bodies_live": "settings/checks.py", "bridge.other_connectors": "settings/bridge_checks.py",
    "auth.tokens": "tested below: what they become has no equality",
    **dict.fromkeys(("bridge.audit.former_keys", "bridge.audit.public_key_files"),
                    "audit.py: what `tollbridge audit verify` goes by"),
    **dict.fromkeys(("bridge.evidence.key_file", "bridge.evidence.max_bytes", "bridge.evidence.keep_days"),
                    "bridge_wiring.py: _evidence, which reads the key file"),
    "routing.rules": "tested below: what they become has no equality",
}
OVER_NATS: dict[str, Any] = {"bridge": {"servers": ["nats://127.0.0.1:4222"], "connectors": ["stripe", "adyen"],
                                        "deliveries": {"enabled": True}}}
GUARDED: dict[str, Any] = {"bridge": {**OVER_NATS["bridge"], "audit": {"enabled": True}, "protection": {
    "mode": "on", "private_keys": "p", "public_keys": "q"}}}
WITH: dict[str, dict[str, Any]] = {
    "tls": {"tls": {"cert_file": "c", "key_file": "k"}},
    "accounts": {"accounts": {"store": "vault", "path": "p", "vault": {"url": "https://v.example"}}},
    "otlp": {"otlp": {"endpoint": "http://127.0.0.1:9"}, "traces": {"exporter": "otlp"}},
    "metrics": {"otlp": {"endpoint": "http://127.0.0.1:9"}, "metrics": {"exporter": "otlp"}},
    "traces": {"otlp": {"endpoint": "http://127.0.0.1:9"}, "metrics": {"exporter": "otlp"}},
    "bridge": GUARDED, "worker": OVER_NATS, "webhooks": {**OVER_NATS, "webhooks": {"mode": "bridge"}},
}
"""What else has to be said for a setting of that section to count."""
NO_ROUTING = Routing()
"""It has no equality: the same one each time, else every setting would seem to have an effect."""
OTHERS: dict[tuple[str, ...], object] = {
    ("bridge", "servers"): ["nats://127.0.0.1:4223"], ("bridge", "connectors"): ["stripe"],
    ("worker", "connectors"): ["stripe"], ("worker", "operations"): ["authorize"],
    ("bridge", "admission", "rates"): [{"per_s": 5.0}], ("bridge", "admission", "quotas"): [{"operations": 10}],
    ("bridge", "deliveries", "retry_s"): [1.0, 2.0],
    ("bridge", "accept_live"): ["replicas"], ("bridge", "monitoring"): ["http://127.0.0.1:8222"]}
"""Of settings whose values are names of something."""


def became(said: dict[str, Any]) -> object:
    """All options of all that is served."""
    its = Settings.model_validate({"environment": "test", **said})
    service = wiring.service_options(its)
    return (replace(service, routing=NO_ROUTING), service.routing.mode, wiring.grpc_options(its, None),
            wiring.http_options(its, None), wiring.log_options(its), wiring.telemetry_options(its), store_options(its),
            over_nats(its) if its.bridge.servers else None)


def over_nats(its: Settings) -> object:
    bridge = bridge_wiring.bridge_options(its)
    return (bridge_wiring.worker_options(its), bridge_wiring.ingress_options(its, bridge),
            bridge_wiring.delivery_options(its), bridge_wiring.safety_options(its),
            bridge_wiring.probe_options(its, "worker"), bridge_wiring.probe_options(its, "bridge"))


def another(path: tuple[str, ...], field: FieldInfo, present: Any) -> object:
    """A value that is not the present one."""
    kind = plain(field.annotation)
    if path in OTHERS:
        return OTHERS[path]
    if typing.get_origin(kind) is typing.Literal:
        return next(each for each in typing.get_args(kind) if each != present)
    if field.examples:
        return next(each for each in (field.examples[0], f"{field.examples[0]}x") if each != present)
    if kind is bool:
        return not present
    if typing.get_origin(kind) is dict:
        return {"a": "b"}
    if typing.get_origin(kind) is list:
        return [443] if "ports" in (field.description or "") else ["a.example"]
    return present + "x" if kind is str else present / 2 if 0 < present <= 1 and kind is float else present + 1


def field_of(path: tuple[str, ...]) -> FieldInfo:
    section: Any = Settings
    for key in path[:-1]:
        inner = plain(section.model_fields[key].annotation) if is_section(section) else section
        section = inner if is_section(inner) else typing.get_args(inner)[-1] if typing.get_args(inner) else inner
    found: FieldInfo = section.model_fields[path[-1]]
    return found


def said(values: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        values = values.get(key, {})
    return values


def nested(path: tuple[str, ...], value: object) -> dict[str, Any]:
    return {path[0]: nested(path[1:], value) if len(path) > 1 else value}


def both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {key: both(one[key], other[key]) if key in one and key in other and isinstance(one[key], dict)
            else other.get(key, one.get(key)) for key in one | other}


@pytest.mark.parametrize("path", [path for path in settings_of(Settings) if ".".join(path) not in ELSEWHERE],
                         ids=".".join)
def test_every_setting_has_an_effect(path: tuple[str, ...]) -> None:
    others = WITH.get(path[0], {})
    if path == ("environment",):
        value: object = "live"
    elif "name" in path[:-1]:
        path, value = tuple("stripe" if key == "name" else key for key in path), "https://s.example"
    else:
        field = field_of(path)
        value = another(path, field, said(others, path) or field.default)
    assert became(both(others, nested(path, value))) != became(others)


def test_defaults_are_those_of_the_options() -> None:
    its = Settings(environment="test")
    assert wiring.grpc_options(its, None) == GrpcOptions()
    assert wiring.http_options(its, None) == HttpOptions()
    assert wiring.log_options(its) == LogOptions()
    service = ServiceOptions(environment=Environment.TEST)
    made = wiring.service_options(its)
    assert (made.max_concurrent, made.grace_s, made.notice_s, made.other_environment, made.principals) == (
        service.max_concurrent, service.grace_s, service.notice_s, service.other_environment, None)
    assert (made.transport.timeouts, made.transport.limits) == (service.transport.timeouts, service.transport.limits)
    assert made.retries == service.retries
    assert made.transport.guard is not None


def test_defaults_of_the_bridge_are_those_of_its_options() -> None:
    its = Settings.model_validate({"environment": "test", "bridge": {**OVER_NATS["bridge"], "replicas": 1}})
    made = bridge_wiring.worker_options(its)
    connectors = ("stripe", "adyen")
    connection = ConnectionOptions(servers=("nats://127.0.0.1:4222",), name="tollbridge worker")
    assert made == WorkerOptions(connectors=connectors, bridge=BridgeOptions(
        connection=connection, streams=StreamOptions(connectors=connectors, deliveries=True),
        audit=AuditOptions()))
    assert bridge_wiring.delivery_options(its) == DeliveryOptions()
    assert bridge_wiring.delivery_options(Settings(environment="test")) is None


def test_rules_are_those_of_the_routing() -> None:
    routing = wiring.routing(Settings.model_validate({"environment": "test", "routing": {"mode": "bridge", "rules": [
        {"mode": "direct", "operations": ["sync"]},
        {"mode": "nats_bridge", "merchants": ["shop-1"], "connectors": ["lantern_bank"]}]}}))
    assert not routing.direct
    assert [routing.of(*asked) for asked in (
        (SYNC, "shop-1", "lantern_bank"), (AUTHORIZE, "shop-1", "lantern_bank"), (AUTHORIZE, "shop-2", "lantern_bank"),
        (AUTHORIZE, "shop-1", "stripe"))] == [Mode.DIRECT, Mode.NATS_BRIDGE, Mode.BRIDGE, Mode.BRIDGE]
    assert wiring.routing(Settings(environment="test")).direct


def test_operations_are_called_as_on_the_bridge() -> None:
    its = Settings.model_validate({"environment": "test", "worker": {"operations": ["authorize", "refund"]}, "bridge": {
        **OVER_NATS["bridge"], "processor_timeouts_s": {"refund_sync": 2.0}}})
    made = bridge_wiring.worker_options(its)
    assert made.operations == ("payments.authorize", "refunds.execute")
    assert made.bridge.streams.processor_timeouts_s == {"refunds.sync": 2.0}


def test_a_worker_leaves_the_connectors_of_others_to_them() -> None:
    its = Settings.model_validate({"environment": "test", "bridge": {
        "servers": ["nats://127.0.0.1:4222"], "connectors": ["lantern_bank", "stripe"]}})
    assert bridge_wiring.worker_options(its).connectors == ("stripe",)
    alone = Settings.model_validate({"environment": "test", "bridge": {
        "servers": ["nats://127.0.0.1:4222"], "connectors": ["lantern_bank"]}})
    with pytest.raises(BadInput, match=r"bridge\.connectors"):
        bridge_wiring.worker_options(alone)


def test_defaults_of_ingress_and_probes_are_those_of_their_options() -> None:
    its = Settings.model_validate({"environment": "test", **OVER_NATS})
    bridge = bridge_wiring.bridge_options(its)
    assert bridge_wiring.ingress_options(its, bridge) == IngressOptions(bridge=bridge, environment="sandbox")
    probes = bridge_wiring.probe_options(its, "worker")
    assert probes is not None
    assert (probes.operations, probes.docs, probes.metrics, probes.host) == (False, False, True, "127.0.0.1")


def test_several_processes_share_a_port() -> None:
    its = Settings(environment="test")
    assert (wiring.grpc_options(its, 7).port, wiring.grpc_options(its, 7).reuse_port) == (7, True)
    assert (wiring.http_options(its, 8).port, wiring.http_options(its, 8).reuse_port) == (8, True)


def test_live_is_live() -> None:
    assert wiring.service_options(Settings(environment="live")).environment is Environment.LIVE


def test_tokens_are_known_by_digest_or_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("it is that of a file\n")
    digest = hashlib.sha256(b"it is that of a digest").hexdigest().upper()

    def tokens(file: str) -> Settings:
        return load(environ={
            "TOLLBRIDGE__ENVIRONMENT": "test",
            "TOLLBRIDGE__AUTH__TOKENS": f'[{{"name": "one", "sha256": "{digest}", "merchants": ["m"]}},'
                                        f' {{"name": "two", "token_file": "{tmp_path / file}"}}]'}).settings

    principals = wiring.service_options(tokens("token")).principals
    assert principals is not None
    one = principals.of({"authorization": "Bearer it is that of a digest"})
    two = principals.of({"authorization": "Bearer it is that of a file"})
    assert [(each.name, each.merchants) for each in (one, two)] == [
        ("one", frozenset({"m"})), ("two", frozenset({"*"}))]
    for text, told in (("\n", "is empty"), ("changeme\n", "can be guessed"), ("a\nb" * 8, "printable"),
                       ("é" * 16, "printable"), ("a" * 5000, "larger"), ("it is that of a digest", "that of one too")):
        (tmp_path / "odd").write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=rf"token of two: .*{told}"):
            wiring.service_options(tokens("odd"))


@pytest.mark.parametrize(("url", "passed"), [
    ("http://127.0.0.1:8100/stripe", "127.0.0.1:8100"), ("http://sandbox.example/stripe", "sandbox.example:80"),
    ("https://sandbox.example", "sandbox.example:443"), ("http://[::1]/stripe", "[::1]:80"),
    ("http://127.0.0.1:/", "127.0.0.1:80"), ("http://127.0.0.1:99999", ""), ("http://", ""),
])
def test_a_connector_url_opens_its_port_alone(url: str, passed: str) -> None:
    assert _host_and_port(url) == passed


@pytest.mark.parametrize(("said", "of_one_host"), [
    ({}, 5000), ({"connections": 10}, 5), ({"connections": 1}, 1), ({"connections": 10, "connections_per_host": 9}, 9)])
def test_a_processor_that_hangs_does_not_take_all_connections(said: dict[str, int], of_one_host: int) -> None:
    its = Settings.model_validate({"environment": "test", "transport": said})
    assert wiring.service_options(its).transport.limits.connections_per_host == of_one_host


def test_limits_are_by_merchant_and_the_bridges_name_of_the_operation() -> None:
    its = Settings.model_validate({"environment": "test", "bridge": {**OVER_NATS["bridge"], "admission": {
        "rates": [{"merchant": "shop-1", "operation": "authorize", "per_s": 20.0, "burst": 5}, {"per_s": 100.0}],
        "quotas": [{"operation": "refund", "operations": 10}]}}})
    made = bridge_wiring.bridge_options(its).admission
    assert made.rates == {"shop-1/payments.authorize": Rate(per_s=20.0, burst=5), "*/*": Rate(per_s=100.0)}
    assert made.quotas == {"*/refunds.execute": Quota(operations=10)}
