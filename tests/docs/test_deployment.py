"""The examples of deploy/, read as their programs read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from bridge.nats_surroundings import LACKING
from tollbridge.bridge.server import binary
from tollbridge.edges.cli import main
from tollbridge.settings.bridge import Worker
from tollbridge.settings.layers import variables

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "systemd" / "tollbridge-worker@.service"
COMMON = {"TOLLBRIDGE_CONFIG"}


def test_every_example_is_on_the_page() -> None:
    page = (DEPLOY.parent / "docs" / "how-to" / "deploy-the-bridge.md").read_text()
    for file in DEPLOY.rglob("*.*"):
        assert f"../../deploy/{file.relative_to(DEPLOY)}" in page


@pytest.mark.parametrize("file", [UNIT, DEPLOY / "kubernetes" / "worker.yaml"], ids=lambda file: file.name)
def test_settings_are_ones_that_there_are(file: Path) -> None:
    named = set(re.findall(r"TOLLBRIDGE_[A-Z_]+", file.read_text()))
    assert named
    assert named <= {*variables(), *COMMON}


def deployment() -> tuple[dict[str, Any], dict[str, Any]]:
    found = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "worker.yaml").read_text()))
    return found[0]["spec"], found[1]["spec"]


def test_the_pods_are_drained_probed_and_chosen_as_they_say() -> None:
    its, budget = deployment()
    pod, labels = its["template"]["spec"], its["template"]["metadata"]["labels"]
    [container] = pod["containers"]
    assert its["selector"]["matchLabels"] == budget["selector"]["matchLabels"] == labels
    assert budget["minAvailable"] < its["replicas"]
    assert pod["terminationGracePeriodSeconds"] > Worker().grace_s
    assert container["args"][0] == "tollbridge"
    assert container["args"][1] in main.list_commands(None)  # type: ignore[arg-type]
    env = {each["name"]: each["value"] for each in container["env"]}
    [port] = container["ports"]
    assert str(port["containerPort"]) == env["TOLLBRIDGE__WORKER__HTTP__PORT"]
    assert container["livenessProbe"]["httpGet"] == {"path": "/livez", "port": port["name"]}
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": port["name"]}
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}


def test_the_unit_waits_for_the_drain_and_systemd_takes_it(tmp_path: Path) -> None:
    text = UNIT.read_text()
    assert int(re.findall(r"^TimeoutStopSec=(\d+)", text, re.M)[0]) > Worker().grace_s
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "tollbridge"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    copy = tmp_path / "tollbridge-worker@.service"
    copy.write_text(text.replace("/opt/tollbridge/bin/tollbridge", str(program)))
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True,
                             check=False, timeout=60)
    said = [line for line in (checked.stdout + checked.stderr).splitlines() if "tollbridge" in line]
    assert said == []


def test_nats_server_takes_the_node(tmp_path: Path) -> None:
    if LACKING is not None:
        pytest.skip(LACKING)
    file = tmp_path / "node.conf"
    text = (DEPLOY / "nats" / "node.conf").read_text()
    file.write_text(text.replace("/var/lib/nats", str(tmp_path)))
    checked = subprocess.run([str(binary.find()), "-t", "-c", str(file)], capture_output=True, text=True, check=False,
                             timeout=60)
    assert checked.returncode == 0, checked.stderr
    assert "sync_interval: always" in text
