"""What a connector does not do is refused by the library too: every operation, each connector that lacks it."""

from __future__ import annotations

import pytest

from edges.undeclared import account, lacking, proven
from tollbridge import BlockingTollbridge, Unsupported, catalog, engine
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
