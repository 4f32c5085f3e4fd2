"""Braintree's schema as a judge of the simulator, in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import graphql

from braintree_schema import SCHEMA, misfits, schema
from tollbridge.sandbox import Sandbox
from tollbridge.sandbox.simulator import Answer, Call


class Judge:
    """Looks at every exchange with the simulator. What is wrong is told at the end: the server's threads are not ours.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._simulator: Any = sandbox._simulators["braintree"]
        self.wrong: list[str] = []
        self.judged = 0

    @contextmanager
    def judging(self) -> Iterator[Judge]:
        """Skips nothing where the schema is not there: it only does not look."""
        routes = self._simulator.routes
        if SCHEMA.exists():
            self._simulator.routes = tuple(
                route if route.open else type(route)(
                    route.operation, route.method, route.template, self._watched(route.endpoint),
                    asked_by=route.asked_by) for route in routes)  # what is open is a page for browsers
        yield self
        self._simulator.routes = routes
        assert self.wrong == []
        assert self.judged or not SCHEMA.exists()

    def _watched(self, endpoint: Any) -> Any:
        def judged(call: Call) -> Answer:
            answer: Answer = endpoint(call)
            try:
                self.wrong += faults_of(call, answer)
            except Exception as error:  # noqa: BLE001 - told at the end
                self.wrong.append(repr(error))
            self.judged += 1
            return answer
        return judged


def faults_of(call: Call, answer: Answer) -> list[str]:
    """Of a document that is of the schema, and of the answer to it."""
    from tollbridge.sandbox.braintree.simulator import _request

    request = _request(call.body, call.headers.get("content-type", ""))
    parsed = graphql.parse(request.query)
    found = [str(error) for error in graphql.validate(schema(), parsed)]
    (operation,) = parsed.definitions
    assert isinstance(operation, graphql.OperationDefinitionNode)
    told = json.loads(answer.body)
    if set(told) - {"data", "errors", "extensions"}:
        found.append(f"members {sorted(told)}")
    if "errors" in told:
        return found
    root = schema().get_root_type(operation.operation)
    return found + list(misfits(root, operation.selection_set, told["data"], "data"))
