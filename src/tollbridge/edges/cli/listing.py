"""`tollbridge connectors list|show`: the catalog in words and as JSON."""

from __future__ import annotations

import json
import typing
from typing import Any

import msgspec.structs
from msgspec import NODEFAULT

from tollbridge import catalog
from tollbridge.domain.operations import REFUND
from tollbridge.domain.secret import Secret
from tollbridge.edges.cli import facts
from tollbridge.edges.cli.credentials import variables
from tollbridge.edges.cli.named_cards import named_cards
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import AnyFlow, Need


def all_connectors(*, as_json: bool) -> str:
    """A line a connector, or a JSON list."""
    names = catalog.names()
    flows = {name: list(catalog.supported(name)) for name in names}
    hooks = {name: catalog.load(name).webhook is not None for name in names}
    if as_json:
        return json.dumps([{"name": n, "probe": is_probe(catalog.load(n)), "flows": flows[n], "webhooks": hooks[n]}
                           for n in names], indent=2)
    width = max(map(len, names), default=0)
    lines = [f"{n:{width}}  {'(a probe) ' if is_probe(catalog.load(n)) else ''}"
             f"{', '.join([*flows[n], *(['webhooks'] if hooks[n] else [])])}" for n in names]
    return "\n".join([*lines, f"{len(names)} connector{'s' if len(names) != 1 else ''}"])


def is_probe(connector: Connector[Any]) -> bool:
    """One that is there to prove the interface: it gives no money back and hears of nothing."""
    return connector.webhook is None and connector.flow(REFUND) is None


def one_connector(name: str, *, as_json: bool) -> str:
    """All that the code says of one connector."""
    connector = catalog.load(name)
    shown = described(connector)
    return json.dumps(shown, indent=2) if as_json else _in_words(shown)


def described(connector: Connector[Any]) -> dict[str, Any]:
    """A connector as plain values."""
    return {
        "name": connector.id,
        "probe": is_probe(connector),
        "about": catalog.manual(connector.id),
        "live_url": connector.live_url,
        "test_url": connector.test_url,
        "account": facts.account_manual(connector),
        "credentials": credentials(connector),
        "flows": {flow.operation.flow: {**flow_described(flow), "required": facts.required(connector, flow),
                                        "required_by_method": facts.required_by_method(connector, flow)}
                  for flow in connector.flows},
        "currencies": msgspec.to_builtins(facts.currencies(connector)),
        "sandbox": _simulated(connector.id),
        "test_cards": msgspec.to_builtins(named_cards(connector.id)),
        "declines": facts.declines(connector),
        "webhooks": connector.webhook is not None,
        "webhooks_about": facts.webhook_manual(connector),
        "idempotency": None if connector.idempotency is None else {
            "header": connector.idempotency.header, "member": connector.idempotency.member,
            "max_length": connector.idempotency.max_length, "described": connector.idempotency.described,
            "kept_for_hours": kept.total_seconds() / 3600 if (kept := connector.idempotency.kept_for) else None},
    }


def _simulated(name: str) -> dict[str, Any] | None:
    """Where `tollbridge sandbox` and `tollbridge dev` simulate it, and an account that is taken there."""
    from tollbridge.sandbox.catalog import account_of  # late: with the simulators comes their server

    found = account_of(name)
    return None if found is None else {"path": found[0], "credentials": found[1]}


def credentials(connector: Connector[Any]) -> list[dict[str, Any]]:
    """The fields of its account."""
    hints, names = typing.get_type_hints(connector.account), variables(connector)
    return [{"name": field.name, "secret": Secret in (hints[field.name], *typing.get_args(hints[field.name])),
             "required": field.default is NODEFAULT and field.default_factory is NODEFAULT,
             "variable": names.get(field.name)}
            for field in msgspec.structs.fields(connector.account)]


def flow_described(flow: AnyFlow[Any, Any, Any]) -> dict[str, Any]:
    """What a flow accepts and needs."""
    needs = [(need.operation if isinstance(need, Need) else need).flow for need in flow.needs]
    return {"rpc": flow.operation.rpc, "payment_methods": catalog.methods(flow),
            "features": sorted(flow.features), "needs": needs}


def _in_words(shown: dict[str, Any]) -> str:
    parts = [*(["A probe: it proves the interface, and is not whole.", ""] if shown["probe"] else []),
             shown["about"], "", f"URL         live {shown['live_url']}, test {shown['test_url']}"]
    key = shown["idempotency"]
    parts += [f"Webhooks    {'verified, then read' if shown['webhooks'] else 'none'}",
              "Idempotency " + (
                  key["described"] if key else "none: a call that may have been carried out is never repeated")]
    for title, lines in (("Credentials", _credentials(shown)),
                         ("How webhooks are set up and proved", _indented(shown["webhooks_about"])),
                         ("Flows", _flows(shown)),
                         ("Payment methods", _methods(shown)), ("Currencies counted in a way of its own",
                                                                _currencies(shown)),
                         ("In the sandbox", _in_sandbox(shown)), ("Test cards", _cards(shown)),
                         ("Declines: unified code, when to try again, its own words", _declines(shown))):
        if lines:
            parts += ["", title, *lines]
    return "\n".join(parts)


def _credentials(shown: dict[str, Any]) -> list[str]:
    kinds = {True: "required", False: "optional"}
    about = _indented(shown["account"])
    return [*about, *([""] if about else []), *(
        f"  {field['name']:24} {kinds[field['required']]}{', secret' if field['secret'] else ''}"
        + (f"  {field['variable']}" if field["variable"] else "") for field in shown["credentials"])]


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.splitlines()]


def _flows(shown: dict[str, Any]) -> list[str]:
    lines = []
    width = max(map(len, shown["flows"]), default=0)
    for name, flow in shown["flows"].items():
        parts = [f"{label} {', '.join(values)}" for label, values in (
            ("needs", flow["required"]), ("features", flow["features"]), ("after", flow["needs"])) if values]
        lines.append(f"  {name:{width}}  {'; '.join(parts)}".rstrip())
    return lines


def _methods(shown: dict[str, Any]) -> list[str]:
    lines = []
    for name, flow in shown["flows"].items():
        for method in flow["payment_methods"]:
            needs = flow["required_by_method"].get(method.partition(" ")[0])
            lines.append(f"  {name:16} {method}{'; needs ' + ', '.join(needs) if needs else ''}")
    return lines


def _currencies(shown: dict[str, Any]) -> list[str]:
    return [f"  {row['currency']}  its unit has {row['unit_digits']} digits, ISO's {row['iso_digits']}; "
            f"{row['decimal_places']} decimal places are taken" for row in shown["currencies"]]


def _in_sandbox(shown: dict[str, Any]) -> list[str]:
    its = shown["sandbox"]
    return [] if its is None else [
        f"  `tollbridge dev`, or `tollbridge sandbox --port 8100`: --base-url http://127.0.0.1:8100/{its['path']}",
        f"  --credentials {shown['name']}.json, a file with an account that is taken there:",
        f"  {json.dumps(its['credentials'])}"]


def _cards(shown: dict[str, Any]) -> list[str]:
    """With the name for --test-card, and the cardholder by whose name some processors decide."""
    return [f"  {card['number']:20} {card['name']:34} {card['happens']}"
            + (f" (cardholder {card['holder']})" if card["holder"] else "") for card in shown["test_cards"]]


def _declines(shown: dict[str, Any]) -> list[str]:
    return [f"  {code:32} {row['retry']:14} {', '.join(row['words'])}" for code, row in shown["declines"].items()]
