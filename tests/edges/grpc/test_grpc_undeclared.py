"""What a connector does not do is refused, over gRPC, naming those that do it: every operation of the contract."""

from __future__ import annotations

import json

import grpc
import pytest

from edges.grpc.grpc_client import Refused
from edges.grpc.surroundings import Serve
from edges.undeclared import account, least, one_each, proven


async def test_every_operation_is_refused_with_the_names_of_those_that_do_it(serve: Serve) -> None:
    _, client = await serve()
    for operation, name in one_each():
        whose = json.dumps({"config": {name: account(name)}})
        with pytest.raises(Refused) as caught:
            await client(str(operation.rpc), least(operation), x_connector_config=whose)
        error, told = caught.value, caught.value.details["ErrorInfo"].metadata
        assert (error.code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "UNSUPPORTED"), operation.name
        assert told["what"] == f"{operation.name} on {name}"
        assert told.get("instead", "") == ",".join(proven(operation)), operation.name
