"""`tollbridge compliance check`: whether the bridge is set up as PCI DSS 4.0.1 wants it, as far as it can be seen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import click

from tollbridge.edges.cli.bridge_wiring import over_nats, safety_options, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.exits import DONE, REFUSED
from tollbridge.edges.cli.output import say, say_json

if TYPE_CHECKING:
    from tollbridge.bridge.client import BridgeClient
    from tollbridge.bridge.compliance import Check
    from tollbridge.settings import Loaded, Settings

SECRETS = (("bridge", "password"), ("bridge", "audit", "key"), ("worker", "governor", "key"))
"""Settings of what goes over NATS that hold a secret itself."""
COLOURS = {"pass": "green", "fail": "red"}


@click.group()
def compliance() -> None:
    """What an assessor asks of the bridge."""


@compliance.command("check")
@click.option("--format", "how", type=click.Choice(("text", "json", "junit")), default="text", show_default=True,
              help="For people, for programs, or JUnit XML for a build.")
@config_option
@servers_option
def check(how: str, file: str | None, servers: str | None) -> None:
    """Look at the real server with this configuration: TLS, permissions, writing to the disk, retention, age of keys,
    the audit trail. Each with the number of the requirement in PCI DSS 4.0.1. Run it with the user of a worker, to see
    what that one may do. What cannot be seen from here is told as that, and is yours to show.

    Exit code 0: nothing fails, 3: something does, 1: NATS does not answer.
    """
    loaded = usable(file, server_flags(servers), as_json=how == "json")
    found = over_nats(loaded.settings, lambda bridge: _look(bridge, loaded), reads=True)
    if how == "json":
        say_json({"ok": not _failed(found), "standard": "PCI DSS 4.0.1", "checks": [each._asdict() for each in found]})
    elif how == "junit":
        say(_junit(found))
    else:
        for each in found:
            word = click.style(each.verdict.value, fg=COLOURS.get(each.verdict.value, "yellow"))
            say(f"{each.requirement:8}{word}: {each.about}: {each.why}")
        say(f"PCI DSS 4.0.1: {len(found)} checks, {len(_failed(found))} fail")
    sys.exit(REFUSED if _failed(found) else DONE)


async def _look(bridge: BridgeClient, loaded: Loaded) -> list[Check]:
    from tollbridge.bridge.compliance import ComplianceOptions, checks
    from tollbridge.edges.cli.audit import keys_of

    its = loaded.settings
    audit = its.bridge.audit
    plain = [".".join(path) for path in SECRETS if loaded.origin(path).kind == "file"]
    if audit.former_keys and loaded.origin(("bridge", "audit", "former_keys")).kind == "file":
        plain.append("bridge.audit.former_keys")
    return await checks(bridge.connection, ComplianceOptions(
        safety=safety_options(its), servers=tuple(its.bridge.servers), audit=audit.enabled,
        own_key=audit.key is not None or audit.signing_key_file is not None, keys=keys_of(its), days=audit.days,
        plain=tuple(plain), protected=its.bridge.protection.mode == "on", key_times=_key_times(its)))


def _key_times(its: Settings) -> tuple[tuple[float, float | None], ...]:
    """Raises InvalidField for files that hold no keys."""
    given = its.bridge.protection
    if given.mode == "off":
        return ()
    from tollbridge.bridge.protection.keyfiles import listed

    return tuple((key.nbf, key.exp) for key in listed(given.private_keys, given.public_keys))


def _failed(found: list[Check]) -> list[Check]:
    return [each for each in found if each.verdict.value == "fail"]


def _junit(found: list[Check]) -> str:
    suite = ElementTree.Element("testsuite", name="PCI DSS 4.0.1", tests=str(len(found)),
                                failures=str(len(_failed(found))), errors="0",
                                skipped=str(sum(each.verdict.value == "cannot be seen" for each in found)))
    for each in found:
        case = ElementTree.SubElement(suite, "testcase", classname=f"pci-dss.{each.requirement}", name=each.about)
        if each.verdict.value == "fail":
            ElementTree.SubElement(case, "failure", message=each.why)
        elif each.verdict.value == "cannot be seen":
            ElementTree.SubElement(case, "skipped", message=each.why)
        else:
            ElementTree.SubElement(case, "system-out").text = each.why
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)
