"""Authorize.Net reads JSON as XML: the bodies of the golden cases, turned into XML as they stand, are valid by its XSD.

The order of members is what is judged too: the schema's types are sequences.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from lxml import etree

import specs

XSD = specs.SPECS / "authorizedotnet/AnetApiSchema.xsd"
SPACE = "AnetApi/xml/v1/schema/AnetApiSchema.xsd"
ALIASES = {
    # a vault's proxy replaces the aliases before Authorize.Net sees them: an alias is no expiry date and no card code
    "{{$card_exp_year}}-{{$card_exp_month}}": "2031-09",
    "{{$card_cvc}}": "314",
}

pytestmark = pytest.mark.skipif(not XSD.exists(), reason=f"{XSD.name} is not in ../shared/specs/authorizedotnet")


@cache
def schema() -> Any:
    return etree.XMLSchema(etree.parse(str(XSD)))


def sent() -> list[Any]:
    return [pytest.param(exchange["send"]["body"], id=name) for name, exchange in specs.exchanges("authorizedotnet")]


def element(name: str, value: Any) -> Any:
    """A member as an element; a list is the member as often as it has items."""
    made = etree.Element(f"{{{SPACE}}}{name}")
    if isinstance(value, dict):
        for member, inner in value.items():
            made.extend(element(member, one) for one in (inner if isinstance(inner, list) else [inner]))
    else:
        made.text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return made


def wrong(body: str) -> list[str]:
    """What the schema says against it."""
    for alias, real in ALIASES.items():
        body = body.replace(alias, real)
    ((name, value),) = json.loads(body, parse_float=str, parse_int=str).items()
    judge = schema()
    judge.validate(element(name, value))
    return [f"{error.path}: {error.message}" for error in judge.error_log]


@pytest.mark.parametrize("body", sent())
def test_a_body_is_of_the_schema(body: str) -> None:
    assert wrong(body) == []


def test_the_judge_minds_the_order_and_the_lengths() -> None:
    login = '"merchantAuthentication": {"name": "n", "transactionKey": "k"}'
    right = f'{{"getTransactionDetailsRequest": {{{login}, "refId": "r", "transId": "1"}}}}'
    assert wrong(right) == []
    assert wrong(f'{{"getTransactionDetailsRequest": {{{login}, "transId": "1", "refId": "r"}}}}')
    assert wrong(right.replace('"r"', f'"{"r" * 21}"'))
    assert wrong(right.replace('"1"', '"one"'))
    assert wrong(right.replace('"transId"', '"transactionId"'))
