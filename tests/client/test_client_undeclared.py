"""What a connector does not do is refused by the library too: every operation, each connector that lacks it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from edges.undeclared import account, lacking, proven
from tollbridge import (
    AUTHORIZE,
    AuthenticationType,
    Authorize,
    BlockingTollbridge,
    CaptureMethod,
    Currency,
    Money,
    Unsupported,
    card,
    catalog,
    engine,
    upi,
)
from tollbridge.domain.operations import OPERATIONS
from tollbridge.testing.samples import sample


def test_those_that_do_it_are_named_and_nobody_else() -> None:
    clients = {name: BlockingTollbridge(name, environment="test", **account(name)) for name in catalog.names()}
    refused = 0
    for operation in (one for one in OPERATIONS if one not in engine.EVENTS):
        for name in lacking(operation):
            for ask in (clients[name].call, clients[name].build):
                with pytest.raises(Unsupported) as caught:
                    ask(operation, sample(operation.request))
                assert caught.value.what == f"{operation.name} on {name}"
                assert caught.value.instead == proven(operation) == catalog.offering(operation)
                refused += 1
    assert refused > len(OPERATIONS)


@pytest.mark.parametrize(("asked", "others"), [
    ({"payment_method": upi("a@b")}, {"phonepe"}),
    ({"auth_type": AuthenticationType.THREE_DS}, {"adyen", "braintree", "checkout", "stripe", "worldpay"}),
    ({"capture_method": CaptureMethod.SCHEDULED}, set())])
def test_those_that_take_the_method_or_do_what_is_asked_are_named(asked: dict[str, Any], others: set[str]) -> None:
    by_card = card("4111111111111111", "12", "2034")
    request = replace(Authorize(amount=Money(1234, Currency.INR), payment_method=by_card), **asked)
    client = BlockingTollbridge("cybersource", environment="test", **account("cybersource"))
    for ask in (client.call, client.build):
        with pytest.raises(Unsupported) as caught:
            ask(AUTHORIZE, request)
        assert set(caught.value.instead) >= others
        assert not {"cybersource", "wellsfargo"} & set(caught.value.instead)
        assert bool(caught.value.instead) is bool(others)
