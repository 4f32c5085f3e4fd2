"""What `tollbridge transform` says of lines that are almost right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tollbridge.edges.cli.transform import answer

LINE = {"op": "request", "connector": "stripe", "flow": "get", "config": {"api_key": "sk_test_1"},
        "environment": "SANDBOX", "request": {"connector_transaction_id": "pi_1"}}


def message(**changed: object) -> str:
    told: dict[str, Any] = answer(json.dumps({**LINE, **changed}).encode())
    return str(told["error"]["message"])


@pytest.mark.parametrize(("changed", "told"), [
    ({"flow": "autorize"}, "no flow 'autorize': did you mean authorize?"),
    ({"flow": "?"}, "no flow '?'"),
    ({"config": {"Stripe": {"api_key": "sk_test_1"}}},
     "credentials of stripe: config.Stripe: unknown field: what is in it belongs one level up; "
     "config.api_key: required"),
    ({"config": {"Stripe": {"other": "sk_test_1"}}},
     "credentials of stripe: config.Stripe: unknown field; config.api_key: required"),
])
def test_a_mistake_is_named_with_its_cure(changed: dict[str, object], told: str) -> None:
    assert message(**changed) == told


def test_the_line_itself_is_right() -> None:
    assert answer(json.dumps(LINE).encode())["ok"]["url"].startswith("https://api.stripe.com/v1/payment_intents/pi_1")
