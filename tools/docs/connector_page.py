"""docs/generated/connectors/<name>.md: all that the code and the cases say of one connector."""

from __future__ import annotations

import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from msgspec import UNSET

from tollbridge.domain.declines import explain
from tollbridge.domain.events import WebhookEventType
from tollbridge.domain.operations import ACCESS_TOKEN, HANDLE_EVENT
from tollbridge.edges.cli.facts import account_manual, currencies, webhook_manual
from tollbridge.edges.cli.listing import credentials, flow_described
from tollbridge.edges.cli.named_cards import named_cards
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import shown_method
from tollbridge.sandbox.catalog import account_of, simulator_of
from tollbridge.testing.claims import status_maps
from tollbridge.testing.golden import Subject
from tollbridge.testing.shape import home, modules
from tools.docs.evidence import deviations, grade, not_offered, required
from tools.docs.markdown import code, linked, natural, page, section, table


def connector_page(its: Subject) -> str:
    """The whole page of one connector."""
    connector = its.connector
    return page(
        connector.id, linked(inspect.getdoc(home(connector)) or ""),
        section("Addresses", table(["environment", "base URL"], [
            ["live", _address(connector, connector.live_url)], ["test", _address(connector, connector.test_url)]])),
        section("Credentials", linked(account_manual(connector)), table(
            ["field", "needed", "shown in logs", "variable of the command line"], _credentials(connector)),
            _START.format(given=", ".join((f'"{connector.id}"', 'environment="test"', *_given(connector))))),
        section("Flows", _token(connector), table(
            ["flow", "method of the contract", "payment methods", "features", "needs first", "vouched for by"],
            _flows(its))),
        section("Payment methods", table(["flow", "method", "with"], _methods(its))),
        section("Required fields", *_required(its)),
        section("Amounts", _amounts(its)),
        section("Idempotency", _idempotency(connector)),
        section("Webhooks", _webhooks(its)),
        section("Test cards", _test_cards(connector.id)),
        section("In the sandbox", _sandbox(connector.id)),
        section("Statuses", *_statuses(its)),
        section("Declines", _DECLINES if connector.declines else "",
                table(["its code", "unified code", "category", "retry"], _declines(connector))),
        section("Not offered", table(["what", "why"], [
            [f"`{name}`", f"{each.reason} ([source]({each.source}))"] for name, each in not_offered(its).items()])),
        section("Deviations from the reference", table(
            ["flow", "where", "reference", "here", "why"], _deviations(its))))


_START = """```text
BlockingTollbridge({given})
```"""
_REQUIRED = "Found by leaving out each field of each golden case in turn; all that are missing are named at once, " \
    "before anything is sent. Access tokens are left out here: client and server fetch and keep them."
_DECLINES = "Every other code is passed on as it is, without a unified code. " \
    "[The unified codes](../declines.md) say what each means."


def _address(connector: Connector[Any], url: str) -> str:
    return f"`{url}`" if url else "made from the credentials" if connector.base else ""


def _credentials(connector: Connector[Any]) -> Iterator[list[str]]:
    for each in credentials(connector):
        yield [f"`{each['name']}`", "required" if each["required"] else "optional",
               "never" if each["secret"] else "yes", f"`{each['variable']}`" if each["variable"] else ""]


def _given(connector: Connector[Any]) -> list[str]:
    """The required fields of the account, as arguments."""
    return [f'{each["name"]}="..."' for each in credentials(connector) if each["required"]]


TOKEN = ACCESS_TOKEN.flow
"""So many flows need it that a sentence says so."""


def _token(connector: Connector[Any]) -> str:
    needed = [TOKEN in flow_described(flow)["needs"] for flow in connector.flows]
    return f"With an access token (`{TOKEN}`), which client and server fetch, keep and renew." if any(needed) else ""


def _flows(its: Subject) -> Iterator[list[str]]:
    for flow in its.connector.flows:
        shown = flow_described(flow)
        rpc = (shown["rpc"] or "").removeprefix("types.")
        yield [f"`{flow.operation.flow}`", f"`{rpc}`" if rpc else "a step of its own",
               str(len(flow.accepted) or ""), ", ".join(shown["features"]),
               code(need for need in shown["needs"] if need != TOKEN), grade(its.of(flow.operation)) or "nothing yet"]


def _methods(its: Subject) -> Iterator[list[str]]:
    for flow in its.connector.flows:
        for kind in sorted(flow.accepted, key=shown_method):
            lacks = flow.without.get(kind, frozenset())
            yield [f"`{flow.operation.flow}`", f"`{shown_method(kind)}`", ", ".join(sorted(flow.features - lacks))]


def _required(its: Subject) -> Iterator[str]:
    needed = {flow.operation.flow: required(its, flow.operation)
              for flow in its.connector.flows if flow.operation.rpc is not None}
    yield _REQUIRED
    yield table(["flow", "always", "with some requests"], [
        [f"`{name}`", code(_asked(each.always)), code(_asked(each.sometimes))] for name, each in needed.items()])
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, each in needed.items():
        for method, paths in each.by_method.items():
            alike[method, code(_asked(paths))].append(name)
    yield table(["paid with", "in", "beside those, always"], [
        [f"`{method}`", code(names), paths] for (method, paths), names in sorted(alike.items())])


def _asked(paths: Iterable[str]) -> list[str]:
    """The paths that a caller gives, once for all elements of a list: the state is that of the steps before."""
    return list(dict.fromkeys(re.sub(r"\[\d+\]", "[*]", path) for path in paths
                              if not path.startswith(("state.", "access_token."))))


_UNITS = ("currency", "digits in ISO 4217", "digits of its unit", "decimal places it takes")


# -- amounts ----------------------------------------------------------------------------------------------------------
def _amounts(its: Subject) -> str:
    """How its tables of units count; nothing where it has none of its own."""
    connector = its.connector
    rows = [[f"`{each.currency}`", str(each.iso_digits), str(each.unit_digits), str(each.decimal_places)]
            for each in currencies(connector)]
    if rows:
        return f"As ISO 4217 counts, but for these:\n\n{table(_UNITS, rows)}"
    return "As ISO 4217 counts, each currency that is taken: which ones, the account and the manual above say."


def _idempotency(connector: Connector[Any]) -> str:
    kept = connector.idempotency
    if kept is None:
        return "No key: a call that may have been carried out is never repeated. What to do then: " \
            "[handle an unknown outcome](../../how-to/handle-an-unknown-outcome.md)."
    hours = f", kept for at least {_in_words(kept.kept_for)}" if kept.kept_for else ""
    where = f"Header `{kept.header}`" if kept.header else f"Member `{kept.member}` of the body"
    return f"{where}, up to {kept.max_length} characters{hours}. What to do with a key after an unknown outcome: " \
        "[handle an unknown outcome](../../how-to/handle-an-unknown-outcome.md)."


def _in_words(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:g} days" if hours > 48 else f"{hours:g} hours"


# -- webhooks ---------------------------------------------------------------------------------------------------------
_WEBHOOKS = "Nothing of them is read before they are verified: [verify webhooks](../../how-to/verify-webhooks.md)."


def _webhooks(its: Subject) -> str:
    hook = its.connector.webhook
    if hook is None:
        return "Not read: sync instead."
    words = table(["its event", "event of the contract"], sorted(_events(its)))
    shown = sorted({f"`{result['event_type']}`" for case in its.of(HANDLE_EVENT)
                    if (result := case.golden.result) is not UNSET and "event_type" in result})
    again = hook.redelivers_for
    return "\n\n".join(part for part in (
        linked(webhook_manual(its.connector)), _proof(its), _WEBHOOKS,
        f"What nobody took is delivered again for {_in_words(again)}: who drops replays remembers events for as long."
        if again else "", words, f"Events of the contract in its cases: {', '.join(shown)}." if shown else "") if part)


_COMMON = frozenset({"content-type", "content-length", "user-agent", "host", "accept", "accept-encoding"})


def _proof(its: Subject) -> str:
    """The headers with which the verified ones among its cases came."""
    names = {name.lower() for case in its.of(HANDLE_EVENT)
             if (result := case.golden.result) is not UNSET and result.get("source_verified")
             for name in case.golden.request["request_details"].get("headers", {})} - _COMMON
    return f"Headers to pass on, beside the body as it came: {code(sorted(names))}." if names else ""


def _events(its: Subject) -> set[tuple[str, str]]:
    """From the tables of its modules that map the processor's words to events; None there is: nothing to tell."""
    return {(f"`{word}`", f"`{event}`" if event else "none of its own")
            for module in modules(its.connector) for value in vars(module).values() if _maps_events(value)
            for word, event in value.items()}


def _maps_events(value: object) -> bool:
    if not isinstance(value, dict) or not all(type(word) is str for word in value):
        return False
    events = [event for event in value.values() if event is not None]
    return bool(events) and all(isinstance(event, WebhookEventType) for event in events)


def _test_cards(name: str) -> str:
    """Those of the simulated processor, where there is one."""
    return table(["number", "cardholder", "what happens", "`--test-card`"],
                 [[f"`{card.number}`", card.holder or "", card.happens, f"`{card.name}`"]
                  for card in named_cards(name)])


def _sandbox(name: str) -> str:
    """An account for the simulated processor, where there is one, and what that says of itself."""
    found = account_of(name)
    if found is None:
        return ""
    path, account = found
    about = linked(inspect.getdoc(simulator_of(name)) or "") if path == name else \
        f"It speaks [{path}]({path}.md)'s API, on whose page all is that its simulator knows."
    return f"`tollbridge dev` and `tollbridge sandbox --port 8100` simulate it at `http://127.0.0.1:8100/{path}`: " \
        f"that is the `base_url`. [Use the sandbox](../../how-to/use-the-sandbox.md) tells how. An account that is " \
        f"taken there:\n\n```json\n{json.dumps(account, indent=2)}\n```\n\n{about}"


def _statuses(its: Subject) -> Iterator[str]:
    for place, known in sorted(status_maps(its).items()):
        unknown = getattr(known, "unknown", None)
        rows = [[f"`{word}`", f"`{status}`"] for word, status in known.items()]
        yield section(f"`{place.partition(f'.{its.connector.id}.')[2] or place}`",
                      table(["its word", "status"], [*rows, *([["any other", f"`{unknown}`"]] if unknown else [])]),
                      level=3)


def _declines(connector: Connector[Any]) -> Iterator[list[str]]:
    for word, unified in sorted(connector.declines.items(), key=lambda its: natural(its[0])):
        meaning = explain(unified)
        yield [f"`{word}`", f"`{unified}`", meaning.category, meaning.retry.replace("_", " ")]


def _deviations(its: Subject) -> Iterator[list[str]]:
    for each in deviations(its):
        yield [code(each.flows), f"{each.op}: `{each.path}`", f"`{each.theirs}`" if each.theirs else "",
               f"`{each.ours}`" if each.ours else "", f"{each.reason} ([source]({each.source}))"]
