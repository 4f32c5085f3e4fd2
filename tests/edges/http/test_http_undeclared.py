"""What a connector does not do is refused, over HTTP, naming those that do it: every operation of the contract."""

from __future__ import annotations

import json

from edges.http.surroundings import Serve, post
from edges.undeclared import account, least, one_each, proven


async def test_every_operation_is_refused_with_the_names_of_those_that_do_it(serve: Serve) -> None:
    server = await serve()
    for operation, name in one_each():
        whose = json.dumps({"config": {name: account(name)}})
        answer = await server.ask(post(f"/{operation.rpc}", least(operation), {"x-connector-config": whose}))
        told = answer.json
        assert (answer.status, told["code"]) == (422, "UNSUPPORTED"), (operation.name, told)
        assert told["what"] == f"{operation.name} on {name}"
        assert told.get("instead", []) == list(proven(operation)), operation.name
