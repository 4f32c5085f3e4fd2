"""What the pages of connectors say, found in their code."""

import importlib
from pathlib import Path

import pytest

from tollbridge import catalog
from tollbridge.edges.cli.facts import currencies, units_of

PARTIES = """from msgspec import Struct
class Account(Struct):
    base_url: str | None = None
"""
UNITS = """from tollbridge.domain.money import Currency, CurrencyUnits
UNITS = CurrencyUnits({Currency.CLP: 2})
"""
CONNECTOR = """from tollbridge import kit
from lantern_pay import amounts
from lantern_pay.parties import Account
CONNECTOR = kit.Connector(id="lantern_pay", account=Account, live_url="https://a.example", test_url="https://a.example",
                          sign=kit.unsigned, error=lambda res, ctx: None, flows=())
"""


def test_units_are_found_wherever_in_its_package_a_connector_has_them(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("__init__", CONNECTOR), ("parties", PARTIES), ("amounts", UNITS)):
        path = tmp_path / f"lantern_pay/{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    connector = importlib.import_module("lantern_pay").CONNECTOR
    assert [(each.currency, each.unit_digits) for each in currencies(connector)] == [("CLP", 2)]


def test_a_connector_of_one_file_has_no_units_of_its_neighbours() -> None:
    catalog.load("stripe")
    assert units_of(catalog.load("airwallex")) == []
