"""Each kind of alert has its section, each section its alert, and rules for Prometheus name what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
import yaml  # type: ignore[import-untyped]

import tollbridge
from bridge.surroundings import authorize_stored, bridge, bridge_options, make_streams
from tollbridge.bridge import alerts
from tollbridge.bridge.dead_letters import DeadLetters
from tollbridge.bridge.messages import State
from tollbridge.bridge.orders import prepare
from tollbridge.bridge.schedules import Pointer
from tollbridge.bridge.server import NatsServer
from tollbridge.bridge.subjects import durable
from tollbridge.edges.cli import main
from tollbridge.telemetry.metrics import BY_NAME, Kind

ROOT = Path(__file__).parents[2]
PAGE = ROOT / alerts.RUNBOOKS
RULES = ROOT / "deploy" / "prometheus" / "tollbridge.rules.yaml"
PARTS = ("Urgency", "Means", "Look", "Do", "Over when")


def sections() -> Mapping[str, str]:
    _, *found = re.split(r"^## ", PAGE.read_text(), flags=re.M)
    return {name: text for name, _, text in (each.partition("\n") for each in found)}


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def section_of(rule: Mapping[str, Any]) -> str:
    page, _, name = str(rule["annotations"]["runbook"]).partition("#")
    assert page == alerts.RUNBOOKS
    return name


def test_every_kind_has_a_section_and_every_section_is_of_a_kind_or_a_rule() -> None:
    assert set(alerts.KINDS) == {*alerts.TOLD, *alerts.LOGGED}
    assert set(sections()) == set(alerts.KINDS) | set(map(section_of, rules()))
    for name, text in sections().items():
        assert re.findall(r"^- \*\*([\w ]+)\*\*: \S", text, re.M) == list(PARTS), name


def test_urgency_is_the_same_wherever_it_is_told() -> None:
    told = {name: re.findall(r"\*\*Urgency\*\*: (\w+)\.", text) for name, text in sections().items()}
    assert {name: told[name] for name in alerts.KINDS} == {name: [its.urgency] for name, its in alerts.KINDS.items()}
    assert {section_of(rule): [rule["labels"]["urgency"]] for rule in rules()} == {
        name: told[name] for name in map(section_of, rules())}


def test_what_the_code_logs_as_an_alert_is_a_kind() -> None:
    folder = Path(tollbridge.__file__).parent
    said = {kind for file in folder.rglob("*.py") for kind in re.findall(r'"alert=(\w+)', file.read_text())}
    assert said <= set(alerts.KINDS)
    assert set(alerts.LOGGED) <= said


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_a_rule_names_metrics_and_labels_that_there_are(rule: Mapping[str, Any]) -> None:
    name = section_of(rule)
    assert rule["alert"] == "Tollbridge" + "".join(map(str.capitalize, name.split("_")))
    known: dict[str, tuple[str, ...]] = {"up": ("job", "instance")}
    for metric in BY_NAME.values():
        suffixes = ("_bucket", "_count", "_sum") if metric.kind is Kind.HISTOGRAM else ("",)
        known |= {metric.name + suffix: (*metric.labels, "le", "instance") for suffix in suffixes}
    named = re.findall(r"\b(tollbridge_\w+|up)\b", rule["expr"])
    assert named
    labels = set().union(*(known[each] for each in named))  # KeyError: there is no such metric
    by = [label.strip() for group in re.findall(r"by \(([^)]*)\)", rule["expr"]) for label in group.split(",")]
    chosen = re.findall(r"(\w+)=\"", rule["expr"])
    assert set(by) | set(chosen) <= labels
    for kind in re.findall(r'kind="(\w+)"', rule["expr"]):
        assert kind == name


def test_every_counted_kind_has_a_rule() -> None:
    assert {kind for rule in rules() for kind in re.findall(r'kind="(\w+)"', rule["expr"])} == set(alerts.TOLD)


def test_prometheus_takes_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    checked = subprocess.run([promtool, "check", "rules", str(RULES)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def commands(page: Path) -> list[list[str]]:
    return [found.split() for found in re.findall(r"`tollbridge ([^`]+)`", page.read_text())]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_commands_on_a_page_exist_with_their_options(page: Path) -> None:
    """Those within a line too, which no test runs."""
    for words in commands(page):
        command: click.Command = main
        context = click.Context(main)
        for word in words:
            if not isinstance(command, click.Group) or "|" in word or not re.fullmatch(r"[a-z][\w-]*", word):
                break
            found = command.get_command(context, word)
            assert found is not None, words
            command = found
        options = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
        said = {word.partition("=")[0].rstrip(",.;:)") for word in words if re.match(r"--[a-z]", word)}
        if not any("|" in word for word in words):
            assert said <= options | {"--help"}, words


async def test_an_alert_says_where_its_runbook_is(empty_nats_server: NatsServer,
                                                 caplog: pytest.LogCaptureFixture) -> None:
    options = bridge_options(empty_nats_server.url)
    await make_streams(options)
    async with bridge(options) as client:
        order = prepare(authorize_stored("order-1"), client.options)
        await client.submit(order)
        subject = durable(order.route, "shop-1", "stripe", order.op_id)
        stored = await client.connection.last_message("PAYMENTS", subject)
        assert stored is not None
        letters = DeadLetters.of(client)
        await letters.give_up(Pointer("PAYMENTS", stored.sequence, subject), "nobody knows", stored)
        await letters.told()
        told = await client.connection.last_message("EVENTS", "tollbridge.alerts.manual")
        found = await client.operation(order.op_id)
    assert found is not None
    assert found.state == State.MANUAL
    assert told is not None
    assert msgspec.json.decode(told.data)["runbook"] == "docs/how-to/alerts.md#manual"
    assert "docs/how-to/alerts.md#manual" in caplog.text
