"""What the code says of a connector beyond its flows: required fields, currencies, test cards, decline codes."""

from __future__ import annotations

import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec.structs
from msgspec import Struct

from tollbridge import engine
from tollbridge.domain.declines import explain
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, InvalidField, MissingField
from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.domain.operations import Operation
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import AnyFlow, Context, Need, shown_method
from tollbridge.testing.samples import sample


class CurrencyException(Struct, frozen=True):
    """A currency that the processor counts in its own way."""

    currency: str
    iso_digits: int
    unit_digits: int
    decimal_places: int


def currencies(connector: Connector[Any]) -> list[CurrencyException]:
    """Where the processor departs from ISO 4217, by asking its tables of units."""
    return sorted({each for units in units_of(connector) for each in _departures(units)}, key=lambda it: it.currency)


def units_of(connector: Connector[Any]) -> list[CurrencyUnits]:
    """The tables of units in the packages of the connector: of its account, and of what signs and builds."""
    spoken = [getattr(flow, "build", None) or getattr(flow, "steps", flow) for flow in connector.flows]
    homes = {_home(its.__module__) for its in (connector.account, connector.sign, *spoken)}
    inside = [module for name, module in list(sys.modules.items()) if any(
        name == home or name.startswith(home + ".") for home in homes)]
    found = {id(value): value for module in inside for value in vars(module).values()
             if isinstance(value, CurrencyUnits)}
    return list(found.values())


def _home(name: str) -> str:
    """The package that a module belongs to; a connector of one file is its own."""
    package = getattr(sys.modules.get(name), "__package__", None) or name
    return name if package in ("tollbridge.connectors", "tollbridge.families") else package


def _departures(units: CurrencyUnits) -> Iterator[CurrencyException]:
    for currency in Currency:
        unit, places = units.of(currency), _places(units, currency)
        if (unit, places) != (currency.exponent, currency.exponent):
            yield CurrencyException(currency.value, currency.exponent, unit, places)


def _places(units: CurrencyUnits, currency: Currency) -> int:
    """The most decimal places that it takes, found by asking."""
    for places in range(currency.exponent, 0, -1):
        try:
            units.to_wire(Money(10 ** (currency.exponent - places), currency))
        except InvalidField:
            continue
        return places
    return 0


def account_manual(connector: Connector[Any]) -> str:
    """Where its credentials are found: the docstring of its account."""
    return inspect.cleandoc(connector.account.__doc__ or "")


def webhook_manual(connector: Connector[Any]) -> str:
    """How its webhooks are set up and proved: the docstrings of what verifies them, and of the module that it is in."""
    if connector.webhook is None:
        return ""
    verify = connector.webhook.verify
    module = inspect.getmodule(verify)
    about = "" if module is None or vars(module).get("CONNECTOR") is connector else module.__doc__ or ""
    parts = (about, getattr(verify, "__doc__", None) or "")
    return "\n\n".join(inspect.cleandoc(part) for part in parts if part)


def declines(connector: Connector[Any]) -> dict[str, dict[str, Any]]:
    """By unified code: when to try again, and the processor's words for it."""
    words: dict[str, list[str]] = defaultdict(list)
    for word, unified in connector.declines.items():
        words[unified].append(word)
    return {unified: {"retry": explain(connector.declines[found[0]]).retry.value, "words": sorted(found)}
            for unified, found in sorted(words.items())}


def required(connector: Connector[Any], flow: AnyFlow[Any, Any, Any]) -> list[str]:
    """The fields without which the flow is refused, by whatever method is paid: found by leaving all others out."""
    needed = [field.name for field in msgspec.structs.fields(flow.operation.request) if field.required]
    smallest = sample(flow.operation.request)
    found = list(_found(connector, flow).values()) if flow.accepted else [_missing(connector, flow, smallest)]
    told = [paths for paths in found if paths is not None]
    always = set(told[0]).intersection(*told[1:]) if told else set()
    return needed + [path for path in (told[0] if told else ()) if path in always and path not in needed]


def required_by_method(connector: Connector[Any], flow: AnyFlow[Any, Any, Any]) -> dict[str, list[str]]:
    """What a payment method needs beside what all of the flow need: of itself, and of the rest of the request."""
    always = set(required(connector, flow))
    return {method: sorted(more) for method, paths in _found(connector, flow).items()
            if (more := set(paths or ()) - always)}


def _found(connector: Connector[Any], flow: AnyFlow[Any, Any, Any]) -> dict[str, tuple[str, ...] | None]:
    smallest = sample(flow.operation.request)
    return {shown_method(kind): _missing(connector, flow, msgspec.structs.replace(
        smallest, payment_method=sample(kind))) for kind in flow.accepted}


def _missing(connector: Connector[Any], flow: AnyFlow[Any, Any, Any], request: object) -> tuple[str, ...] | None:
    """Paths of what the request lacks; None where nothing is told of it, for a value of the sample does not suit."""
    ctx: Context[Any] = Context(account=sample(connector.account), now=datetime.now(UTC), nonce="0",
                                idempotency_key=None, environment=Environment.TEST, prepared=_obtained(flow))
    try:
        engine.build(connector, flow.operation, request, ctx)
    except MissingField as error:
        return error.paths
    except ConnectorError:
        return None
    return ()


def _obtained(flow: AnyFlow[Any, Any, Any]) -> dict[Operation[Any, Any], Any]:
    """What the engine fetches by itself before the flow: no caller has to give it."""
    steps = (need.operation if isinstance(need, Need) else need for need in flow.needs)
    return {step: sample(step.result) for step in steps if step.derive}
